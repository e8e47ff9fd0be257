"""Every character of what is printed is in the fonts that came with the generator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.check.context import Context
from generator.check.texts import inside, strings
from generator.diagnostics import Diagnostic, Manual, Position, Severity, Words
from generator.language import glyphs
from generator.library import Entry, Library

CODE = "missing-glyph"
MANUAL = Manual(
    CODE,
    Words("字体里没有的字符", "A character that the fonts lack"),
    Words(
        "打印的清单用自带的思源黑体（Noto Sans SC）排版，表情符号和个别生僻字它没有。清单照样生成，这个字符处印成它的编码，例如 [U+1F600]。换成常用的字或词；人名里的生僻字可在后面用括号注明。",
        "Printed sheets are set in the Noto Sans SC that came with the generator, which has no emoji and lacks some rare characters. The sheet is made all "
        "the same, and shows the code of such a character in its place, as in [U+1F600]. Use a common character or a word; a rare one in a name can be explained in brackets behind it.",
    ),
    Severity.WARNING,
)
_ON_SCREEN_ONLY = frozenset(
    {
        "maintainers",
        "mission",
        "purpose",
        "retired",
        "roles",
        "source",
        "sources",
        "stages",
        "summary",
        "sweep",
        "limits",
    }
)
"""Keys whose texts the site shows and no sheet prints."""


def check(context: Context) -> Iterator[Diagnostic]:
    for entry in _printed(context.library):
        whole = entry.place.source.text
        # Most files are done in one look: only an escape could stand for what the file itself does not hold.
        if "\\" not in whole and not glyphs.missing(whole):
            continue
        for text, place in strings(entry.place.source.data, entry.place, _ON_SCREEN_ONLY):
            if found := glyphs.missing(text):
                yield _diagnostic(inside(place, text, found[0][0]), [sign for _, sign in found])


def _printed(library: Library) -> Iterator[Entry[Any]]:
    yield from library.playbooks.values()
    yield from library.engagements.values()
    for shared in (library.standard, library.roles, library.products):
        if shared:
            yield shared


def _diagnostic(at: Position, signs: list[str]) -> Diagnostic:
    each = list(dict.fromkeys(signs))
    zh = "、".join(f"“{sign}”（{glyphs.name(sign)}）" for sign in each)
    en = ", ".join(f'"{sign}" ({glyphs.name(sign)})' for sign in each)
    codes = [f"[{glyphs.name(sign)}]" for sign in each]
    message = Words(
        f"字体里没有 {zh}，打印成 {'、'.join(codes)}", f"the fonts have no {en}; printed as {', '.join(codes)}"
    )
    hint = Words("换成常用的字或词。", "use a common character or a word")
    return Diagnostic(CODE, at, message, hint, MANUAL.severity)
