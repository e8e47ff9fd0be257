"""New values as YAML, in the house's hand: dates and words plain, double quotes where they are needed, short entries in braces.

Not by ruamel.yaml's emitters: they quote dates, prefer single quotes and write 𠮷 as an escape, which nobody can read.
"""

import re
from decimal import Decimal
from typing import Any

from generator.edit.operations import Words
from generator.source.scalars import resolve

LONGEST_LINE = 140
"""A longer entry in braces is written as a block where a block may stand."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~.")
_UNSAFE_IN_FLOW = frozenset(",[]{}?:")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_AMBIGUOUS = re.compile(
    r"[-+.\d][\d_,.:]*\d?(?:[eE][-+]?\d+)?\Z|\d{4}-\d\d?-\d\d?|(?:y|n|yes|no|on|off)\Z", re.ASCII | re.IGNORECASE
)
"""What YAML 1.1 or a spreadsheet takes for something else than a text."""
_UNPRINTABLE = re.compile('[\\\\"\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]')


def scalar(value: Any, flow: bool) -> str:
    """One value or key on one line, plain where it then means the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if not isinstance(value, str):
        raise TypeError(value)
    ambiguous = isinstance(value, Words) and _AMBIGUOUS.match(value)
    return value if may_be_plain(value, flow) and not ambiguous else f'"{_UNPRINTABLE.sub(_escape, value)}"'


def may_be_plain(text: str, flow: bool) -> bool:
    """Whether a text without quotes reads as that text; ``flow`` says that it stands inside braces."""
    if not text or text[0] in _INDICATORS or text != text.strip() or not text.isprintable():
        return False
    if ": " in text or " #" in text or text.endswith(":") or not isinstance(resolve(text), str):
        return False
    return not (flow and any(sign in _UNSAFE_IN_FLOW for sign in text))


def _escape(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    return _ESCAPES.get(sign[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def flow(value: Any) -> str:
    """Any value on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key, True)}: {flow(part)}' for key, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value, True)


def entry(key: str, value: Any, indent: int, step: int, block: bool | None) -> list[str]:
    """The lines of ``key: value`` in a block mapping; ``block`` says how its siblings stand, None where it has none."""
    head = f"{' ' * indent}{scalar(key, False)}:"
    if not isinstance(value, dict | list):
        return [f"{head} {scalar(value, False)}"]
    line = f"{head} {flow(value)}"
    if value and isinstance(value, list) and all(isinstance(part, dict) for part in value):
        return [head, *(f"{' ' * (indent + step)}- {flow(part)}" for part in value)]
    if not value or isinstance(value, list) or not _is_block(value, line, block):
        return [line]
    return [head, *block_mapping(value, indent + step, step)]


def block_mapping(value: dict[str, Any], indent: int, step: int) -> list[str]:
    """The lines of a mapping, an entry below the other."""
    return [line for key, part in value.items() for line in entry(key, part, indent, step, None)]


def _is_block(value: dict[str, Any], line: str, block: bool | None) -> bool:
    if block is not None:
        return block or len(line) > LONGEST_LINE
    return len(line) > LONGEST_LINE or any(isinstance(part, dict) and part for part in value.values())
