"""What people read is in both languages, says something, and can be printed."""

import re
from collections.abc import Iterator
from typing import Any

from generator.check.context import Context, inside, strings, texts
from generator.check.registry import diagnostic
from generator.diagnostics import LANGS, Bilingual, Diagnostic, Lang, Position
from generator.i18n import glyphs
from generator.library import Found, Place, items, kind_of, plans, playbook_items
from generator.model.item import Attention
from generator.model.text import Text
from generator.source import Node

_LACKING = {
    "zh": Bilingual("缺少中文（zh）", "Chinese (zh) is missing"),
    "en": Bilingual("缺少英文（en）", "English (en) is missing"),
}


def untranslated(context: Context) -> Iterator[Diagnostic]:
    """What the site shows to everybody is written in both languages."""
    for entry in context.library.entries.values():
        if kind_of(entry.file) == "engagement":
            continue  # An engagement is its own team's.
        halves = [pair for pair in texts(entry.model, entry.place) if (pair[0].zh is None) is not (pair[0].en is None)]
        complete = _written_in_both(entry.original.mark) if halves else frozenset()
        for text, place in halves:
            if place.source.nearest(place.path).index not in complete:
                yield diagnostic(
                    "untranslated", place.source.first_key_at(place.path), _LACKING["zh" if text.zh is None else "en"]
                )


def _written_in_both(mark: Node) -> frozenset[int]:
    """Where both languages stand, though one of them may have a fault of its own and was left out."""
    below = [_written_in_both(child) for child in mark.children.values()]
    here = frozenset({mark.index}) if mark.keys.keys() >= {"zh", "en"} else frozenset()
    return here.union(*below)


_FIGURE = re.compile(
    r"[0-9<>≤≥=%％]|[零一两二三四五六七八九十百千万半几双每逐]\s*[个人次条项台套遍轮层级天日周小分秒份档方侧处行步]|为零|归零"
)
_SEEN = re.compile(
    r"`|截图|截屏|记录|日志|告警|曲线|报告|报表|回执|回复|清单|签认|签字|确认|书面|演练|演习|导出|登录|报错|通过|校验|比对|对账|抽查|验收"
    r"|\b(?:screenshots?|records?|recorded|logs?|logged|alerts?|alarms?|graphs?|reports?|receipts?|repl(?:y|ies)|lists?|listed|sign(?:s|ed)?"
    r"|writing|rehears\w*|drills?|exports?|errors?|fails?|pass(?:es|ed)?|compar\w+|match(?:es)?|twice|once|none|zero|one|two|three|four|five|both|each|every)\b",
    re.IGNORECASE,
)


def vague(context: Context) -> Iterator[Diagnostic]:
    """An attention item says what to do in figures, or in what can be seen."""
    for playbook in context.library.playbooks.values():
        for found in playbook_items(playbook) if context.wanted(playbook.file) else ():
            if isinstance(found.item, Attention) and not _says_something(found):
                yield _vague(found)


def _says_something(found: Found) -> bool:
    texts = [half for text in (found.item.how, found.item.done_when) if text for half in (text.zh, text.en) if half]
    return any(_FIGURE.search(text) or _SEEN.search(text) for text in texts)


def _vague(found: Found) -> Diagnostic:
    id, written = found.item.id, [key for key in ("done_when", "how") if getattr(found.item, key)]
    if written:
        message = Bilingual(
            f"{id} 的 {'、'.join(written)} 没有数字，也没有看得见的结果",
            f"{id} has neither a figure nor anything to be seen in {' and '.join(written)}",
        )
        hint = Bilingual(
            "写明多少、多久，或凭什么看出做完了。", "say how much, for how long, or by what one sees that it is done"
        )
    else:
        message = Bilingual(f"{id} 没有说怎么做、怎样算做完", f"{id} says neither how nor when it is done")
        hint = Bilingual("补上 how 和 done_when，带数字。", "add how and done_when, with figures")
    return diagnostic("vague", (found.place / (written[0] if written else "id")).value, message, hint)


_ITEM = {"title": (28, 70), "why": (130, 320), "how": (240, 600), "done_when": (140, 340), "evidence": (70, 170)}
_PLAN = {"title": (28, 70), "trigger": (110, 220)} | dict.fromkeys(
    ("action", "effect", "verify", "rollback"), (90, 220)
)
Limits = dict[str, tuple[int, int]]
"""Key → the most characters, without markup, in Chinese and in English."""


def long_for_print(context: Context) -> Iterator[Diagnostic]:
    """A text is short enough for the sheet that it is printed on."""
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
    if written is None or len(written) <= most:
        return
    # One string for both languages is judged once, by the wider measure of English where it holds no Chinese.
    if text.zh == text.en and lang == ("en" if _is_chinese(written) else "zh"):
        return
    length = len(text.plain(lang))
    if length > most:
        message = Bilingual(
            f"{key} 有 {length} 个字符，打印最多 {most} 个", f"{key} has {length} characters; at most {most} print well"
        )
        hint = Bilingual("删到要点，或拆成两项。", "cut it to the point, or split the item")
        yield diagnostic("long-for-print", (place / lang).value, message, hint)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


_ON_SCREEN_ONLY = frozenset((
    "maintainers", "mission", "purpose", "retired", "roles", "source", "sources", "stages", "summary", "sweep", "limits",
))  # fmt: skip
"""Keys whose texts the site shows and no sheet prints."""
_PRINTED = frozenset({"playbook", "engagement", "standard", "roles", "products"})


def missing_glyph(context: Context) -> Iterator[Diagnostic]:
    """Every character of what is printed is in the fonts that came with the generator."""
    for entry in context.library.entries.values():
        if kind_of(entry.file) not in _PRINTED:
            continue
        whole = entry.place.source.text
        # Most files are done in one look: only an escape could stand for what the file itself does not hold.
        if "\\" not in whole and not glyphs.missing(whole):
            continue
        for text, place in strings(entry.place.source.data, entry.place, _ON_SCREEN_ONLY):
            if found := glyphs.missing(text):
                yield _missing(inside(place, text, found[0][0]), [sign for _, sign in found])


def _missing(at: Position, signs: list[str]) -> Diagnostic:
    each = list(dict.fromkeys(signs))
    zh = "、".join(f"“{sign}”（{glyphs.name(sign)}）" for sign in each)
    en = ", ".join(f'"{sign}" ({glyphs.name(sign)})' for sign in each)
    codes = [f"[{glyphs.name(sign)}]" for sign in each]
    message = Bilingual(
        f"字体里没有 {zh}，打印成 {'、'.join(codes)}", f"the fonts have no {en}; printed as {', '.join(codes)}"
    )
    hint = Bilingual("换成常用的字或词。", "use a common character or a word")
    return diagnostic("missing-glyph", at, message, hint)
