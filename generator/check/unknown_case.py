"""A source written ``case:…`` names a file of cases/."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, stems, unknown
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import items

CODE = "unknown-case"
MANUAL = Manual(
    CODE,
    Words("没有这个案例", "Unknown case"),
    Words(
        'sources 里的 "case:名字" 指 playbooks/cases/名字.yaml。其他来源直接写网址或书名。',
        'In sources, "case:NAME" stands for playbooks/cases/NAME.yaml. Other sources are an address or a title.',
    ),
)
_NOUN = Words("这个案例", "case")
_PREFIX = "case:"


def check(context: Context) -> Iterator[Diagnostic]:
    cases = stems(context.library, "case")
    for found in items(context.library):
        for n, source in enumerate(found.item.sources):
            if source.startswith(_PREFIX):
                reference = Reference(source.removeprefix(_PREFIX), found.place / "sources" / n)
                yield from unknown(context, CODE, _NOUN, reference, cases)
