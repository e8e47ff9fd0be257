"""A file's characters where they can do no harm: escapes for what steers a terminal or hides in a line."""

import json
import re
from typing import Any

# Control characters, line separators, halves of a character (from a file name that is no UTF-8), and the bidirectional
# controls, which let a terminal show a line in another order than it has.
_STEERING = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_UNSHOWABLE = re.compile(f"[{_STEERING}]")
# In a line shown for its caret, what takes no room is shown too: the fault may be just that.
_UNSEEN = re.compile(f"[{_STEERING}\u00ad\u180e\u200b-\u200d\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def harmless(words: str) -> str:
    """Text of a file as a terminal may show it: control characters and the like become visible escapes."""
    return _UNSHOWABLE.sub(_escape, words)


def visible(line: str) -> list[str]:
    """Each character of a line as it is shown, those without a shape of their own as escapes."""
    return ["\\t" if character == "\t" else _UNSEEN.sub(_escape, character) for character in line]


def as_json(value: Any) -> str:
    """JSON that a terminal can show as well: every character is there, what steers is escaped."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    # JSON lets some of these stand; what it has escaped itself is no longer among them, and its own newlines stay.
    return "\n".join(
        _UNSHOWABLE.sub(lambda character: f"\\u{ord(character[0]):04x}", line) for line in written.split("\n")
    )


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
