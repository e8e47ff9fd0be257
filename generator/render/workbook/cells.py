"""What stands in a cell: any text of a file or of ours as plain text that Excel can hold, and nothing in it acts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from generator.diagnostics import Bilingual, Lang
from generator.model.inline import spans
from generator.model.text import Text
from generator.render.body import Said

LONGEST = 32_767
"""The most that a cell can hold, in UTF-16 units."""
LONGEST_ADDRESS = 2_079
# What XML 1.0 cannot hold at all, and lone halves of a pair. A carriage return is a line break here.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n?|\x85|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and what it comes to as printed; a reader that cannot calculate shows that."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of several parts, with the address that it leads to where it names exactly one."""

    text: str
    href: str | None = None


Value = Text | Bilingual | str | int | Fraction | date | datetime | Formula | Prose | None


def said(value: Said, lang: Lang) -> str:
    """Plain text; an author's link keeps its address behind its words, since paper cannot be clicked."""
    if isinstance(value, Bilingual):
        return value.of(lang)
    return (
        "".join(_with_address(span.text, span.href) for span in spans(value.of(lang)))
        if isinstance(value, Text)
        else value
    )


def prose(parts: Iterable[tuple[Said | None, ...]], lang: Lang) -> Prose | None:
    """Lines of a label and what is said behind it, without those that say nothing; None when none is left."""
    told = [[value for value in line if value] for line in parts if any(line[1:])]
    links = {href for line in told for value in line if isinstance(value, Text) for href in _links(value, lang)}
    text = "\n".join("".join(said(value, lang) for value in line) for line in told)
    return Prose(text, links.pop() if len(links) == 1 else None) if told else None


def held(text: str, more: str) -> str:
    """The text as a cell can hold it: illegal characters shown by their code points, an overlong one cut, which ``more`` says."""
    text = _ILLEGAL.sub(lambda sign: f"[U+{ord(sign.group()):04X}]", _BREAK.sub("\n", text))
    if len(text) * 2 <= LONGEST or _units(text) <= LONGEST:
        return text
    room = LONGEST - _units(more)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + more


def address(href: str | None) -> str | None:
    """The address where a cell can lead to it; a longer one is readable in the text all the same."""
    return href if href and len(href.encode()) * 3 <= LONGEST_ADDRESS else None


def single_line(text: str) -> str:
    return " ".join(text.split())


def plain_number(value: Fraction | int) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _links(text: Text, lang: Lang) -> set[str]:
    return {span.href for span in spans(text.of(lang)) if span.href}


def _with_address(text: str, href: str | None) -> str:
    plain = href.removeprefix("mailto:") if href else None
    return text if plain is None or text in (href, plain) else f"{text} ({plain})"
