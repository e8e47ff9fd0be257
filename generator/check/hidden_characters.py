"""What a file says is what a reader sees: no character hides, turns the text round or poses as another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

from generator.check.context import Context
from generator.check.texts import inside, strings
from generator.diagnostics import MOST_TOLD, Diagnostic, Manual, Position, Severity, Words
from generator.library import Entry

CODE = "hidden-characters"
MANUAL = Manual(
    CODE,
    Words("看不见或冒充的字符", "Hidden or posing characters"),
    Words(
        "双向控制符会让审核的人看到的和文件里写的不一样；零宽字符、软连字符和 U+0085、U+2028、U+2029 换行看不见，却让查找和比对落空；一个 id 或地址里混着拉丁字母和长得一样的西里尔、希腊字母，就是两个东西。多半是从网页或聊天里贴来的：删掉重打。",
        "Bidirectional controls make a reviewer see something else than the file says; zero-width characters, soft hyphens and the line breaks U+0085, U+2028 and U+2029 are not seen, yet searching and "
        "comparing miss the text; an id or address that mixes Latin with look-alike Cyrillic or Greek letters is another one. Usually pasted from a page or a chat: delete and type it.",
    ),
    Severity.WARNING,
)
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u0085\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_ESCAPED = re.compile(
    r"\\(?:[NLP_]|x85|xad|xAD|u(?:00ad|00AD|0085|034f|034F|061c|061C|180e|180E|20[026]|feff|FEFF|fff)|U000e)"
)
_NAMED = frozenset({"id", "address", "zone", "regions", "region", "choices", "contact", "estimate"})
"""Keys whose values are looked up or compared, letter by letter."""
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\uff21-\uff3a\uff41-\uff5a]")
_LATIN = re.compile("[A-Za-z]")


def check(context: Context) -> Iterator[Diagnostic]:
    for entry in context.entries():
        source = entry.written
        for match in islice(_HIDDEN.finditer(source.text), MOST_TOLD + 1):
            yield _hidden(source.position(match.start()), match.group())
        if _ESCAPED.search(source.text):
            yield from _escaped(entry)
        if _FOREIGN.search(source.text):
            yield from _posing(entry)


def _escaped(entry: Entry[Any]) -> Iterator[Diagnostic]:
    """Those that only an escape in a quoted text stands for."""
    source = entry.place.source
    for text, place in strings(source.data, entry.place):
        mark = source.nearest(place.path)
        written = source.text[mark.index : mark.end]
        for sign in dict.fromkeys(_HIDDEN.findall(text)):
            if sign not in written:
                yield _hidden(place.value, sign)


def _hidden(at: Position, sign: str) -> Diagnostic:
    name = f"U+{ord(sign):04X}"
    called = unicodedata.name(sign, "")
    message = Words(f"这里有一个看不见的字符 {name}", f"a hidden character stands here: {name} {called}".rstrip())
    return Diagnostic(CODE, at, message, Words("删掉它。", "delete it"), MANUAL.severity)


def _posing(entry: Entry[Any]) -> Iterator[Diagnostic]:
    for text, place in strings(entry.place.source.data, entry.place):
        label = next((part for part in reversed(place.path) if isinstance(part, str)), "")
        if label not in _NAMED:
            continue
        for word in re.finditer(r"\w+", text):
            foreign = _FOREIGN.search(word.group())
            if foreign and _LATIN.search(word.group()):
                sign = foreign.group()
                name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
                message = Words(
                    f"{word.group()} 里的 {sign} 不是英文字母（U+{ord(sign):04X}）",
                    f"the {sign} in {word.group()} is no Latin letter ({name})",
                )
                hint = Words("换成英文字母重打一遍。", "type it again in Latin letters")
                yield Diagnostic(
                    CODE, inside(place, text, word.start() + foreign.start()), message, hint, MANUAL.severity
                )
