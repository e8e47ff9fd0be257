"""A text is short enough for the sheet that it is printed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.check.context import Context
from generator.diagnostics import LANGS, Diagnostic, Lang, Manual, Severity, Words
from generator.library import Place, items, plans
from generator.model.text import Text

CODE = "long-for-print"
MANUAL = Manual(
    CODE,
    Words("太长，打印不好看", "Too long to print well"),
    Words(
        "打印的清单一项占几行，当晚清单一项只有一行；太长的标题会把表撑散，太长的说明没有人在现场读完。标题最多 28 个汉字或 70 个英文字符，how 最多 240 或 600，其余见提示。拆成两项，或把背景放进 why、案例里。",
        "A sheet gives an item a few lines and the night sheet one; a long title bursts its column, and nobody reads a long text on the night. A title has at most 28 characters in Chinese and 70 in "
        "English, how 240 and 600; the message says the others. Split the item, or leave the background to why or a case.",
    ),
    Severity.WARNING,
)
_ITEM = {"title": (28, 70), "why": (130, 320), "how": (240, 600), "done_when": (140, 340), "evidence": (70, 170)}
_PLAN = {
    "title": (28, 70),
    "trigger": (110, 220),
    "action": (90, 220),
    "effect": (90, 220),
    "verify": (90, 220),
    "rollback": (90, 220),
}
Limits = dict[str, tuple[int, int]]
"""Key → the most characters, without markup, in Chinese and in English."""


def check(context: Context) -> Iterator[Diagnostic]:
    for found in items(context.library):
        if context.wanted(found.place.source.file):
            yield from _long(found.item, found.place, _ITEM)
    for playbook in context.library.playbooks.values():
        for place, plan in plans(playbook) if context.wanted(playbook.file) else ():
            yield from _long(plan, place, _PLAN)


def _long(thing: Any, place: Place, limits: Limits) -> Iterator[Diagnostic]:
    for key, (zh, en) in limits.items():
        value = getattr(thing, key)
        texts = [(value, place / key)] if isinstance(value, Text) else []
        if isinstance(value, tuple):
            texts = [(text, place / key / n) for n, text in enumerate(value)]
        for text, where in texts:
            for lang, most in zip(LANGS, (zh, en), strict=True):
                yield from _judge(key, text, where, lang, most)


def _judge(key: str, text: Text, place: Place, lang: Lang, most: int) -> Iterator[Diagnostic]:
    written = text.zh if lang == "zh" else text.en
    # One string for both languages is judged once, by the wider measure of English where it holds no Chinese.
    if (
        written is None
        or len(written) <= most
        or (text.zh == text.en and lang == ("en" if _is_chinese(written) else "zh"))
    ):
        return
    length = len(text.plain(lang))
    if length > most:
        message = Words(
            f"{key} 有 {length} 个字符，打印最多 {most} 个", f"{key} has {length} characters; at most {most} print well"
        )
        hint = Words("删到要点，或拆成两项。", "cut it to the point, or split the item")
        yield Diagnostic(CODE, (place / lang).value, message, hint, MANUAL.severity)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
