"""The commonest slip of all: a sentence with a colon and a space in it, which YAML takes for a key. Told with the line to write."""

from __future__ import annotations

import re

from generator.diagnostics import Diagnostic, Manual, Words
from generator.source.marks import Source

CODE = "quoted-colon"
MANUAL = Manual(
    CODE,
    Words("句子里有冒号，要加引号", "A sentence with a colon needs quotes"),
    Words(
        "值里有半角冒号加空格（“: ”），YAML 会当成又一个键，整个文件就读不下去。把这个值用双引号括起来；中文句子改用全角冒号（：）也行。提示里写着改好的样子。",
        "A value holds a colon and a space, which YAML takes for another key, so the whole file cannot be read. Put the value in double quotes; the hint shows the line to write.",
    ),
)
_IN_BLOCK = re.compile(r"(?P<before>\s*(?:- +)*(?:[a-z_][a-z0-9_-]*: +)?)(?P<value>[^\s\"'{\[|>&*!#].*)")
_IN_FLOW = re.compile(r"(?P<before>.*(?:[{\[,] *|: +))(?P<value>[^\s\"'{\[,][^{\[,:]*)")
_COMMENT = re.compile(r"\s#.*")


def quoted_colon(source: Source, index: int) -> Diagnostic | None:
    """The fault of the colon at ``index`` where it stands inside a value that lacks its quotes; else None."""
    if source.text[index : index + 1] != ":":
        return None
    begins = source.text.rfind("\n", 0, index) + 1
    line = source.text[begins:].split("\n", 1)[0].rstrip("\r")
    found = _in_block(line, index - begins) or _in_flow(line, index - begins)
    if found is None:
        return None
    column, value, written = found
    message = Words(f"“{_short(value)}” 里有冒号，要加引号", f'"{_short(value)}" holds a colon and needs quotes')
    hint = Words(f"写成 {written}", f"write {written}")
    return Diagnostic(CODE, source.position(begins + column), message, hint)


def _in_block(line: str, colon: int) -> tuple[int, str, str] | None:
    """Where the value of a line begins, the value, and the line as it should be."""
    match = _IN_BLOCK.fullmatch(line)
    # A line's first colon is its own key's: there the fault is another one, such as uneven indentation.
    if match is None or not match["before"].strip() or colon < match.start("value"):
        return None
    value = _COMMENT.sub("", match["value"]).rstrip()
    return match.start("value"), value, f"{match['before'].lstrip()}{_quoted(value)}"


def _in_flow(line: str, colon: int) -> tuple[int, str, str] | None:
    match = _IN_FLOW.fullmatch(line[:colon])
    if match is None:
        return None
    rest = re.match(r"[^,}\]]*", line[colon:])
    value = (match["value"] + (rest.group() if rest else "")).rstrip()
    key = re.search(r"[\w-]+: +$", match["before"])
    return match.start("value"), value, f"{key.group() if key else ''}{_quoted(value)}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:40]}…"
