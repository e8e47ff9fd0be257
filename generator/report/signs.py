"""A file's signs where they can do no harm: escapes for what steers a terminal or hides in a line, and how wide the rest is."""

from __future__ import annotations

import json
import re
import unicodedata
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
    """Each sign of a line as it is shown, those without a shape of their own as escapes."""
    return ["\\t" if sign == "\t" else _UNSEEN.sub(_escape, sign) for sign in line]


def width(shown: str) -> int:
    """How many columns a terminal gives a text: two for a full-width sign, none for a combining one."""
    return sum(
        0 if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 2 if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in shown
    )  # fmt: skip


def as_json(value: Any) -> str:
    """JSON that a terminal can show as well: every sign is there, what steers is escaped."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    # JSON lets some of these stand; what it has escaped itself is no longer among them, and its own newlines stay.
    return "\n".join(_UNSHOWABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line) for line in written.split("\n"))


def _escape(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
