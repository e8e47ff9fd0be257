"""How a value reads before and after, in both languages."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from generator.diagnostics import Bilingual
from generator.diff.change import Kind
from generator.expressions import number
from generator.i18n import calendar_day, duration, instant
from generator.i18n.units import unit
from generator.i18n.vocabulary import Vocabulary
from generator.library import Entry, tombstones
from generator.model import Playbook
from generator.model.item import Retired
from generator.model.offset import Offset
from generator.model.text import Text
from generator.schedule import Due
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, EstimateLine, RoleRef, Sizing

NONE = Bilingual("无", "none")
ANY = Bilingual("不限", "any")
DELETED = Bilingual("手册里没有了，也没留停用记录", "gone from the playbook without a tombstone")
RANKS = {"must": 2, "should": 1, "may": 0}


def from_to(label: Bilingual, before: Bilingual, after: Bilingual, differs: bool | None = None) -> Bilingual | None:
    """``label: before → after``, or nothing where they are the same."""
    return turned(label, before, after) if (before != after if differs is None else differs) else None


def turned(label: Bilingual, before: Bilingual, after: Bilingual) -> Bilingual:
    """``label: before → after``; where one language alone changed, the other says no more than that."""
    zh = f"{label.zh}：{before.zh} → {after.zh}" if before.zh != after.zh else f"{label.zh}有改动"
    en = f"{label.en}: {before.en} → {after.en}" if before.en != after.en else f"{label.en} was reworded"
    return Bilingual(zh, en)


def reworded(label: Bilingual, before: Text | None, after: Text | None) -> Bilingual | None:
    return None if before == after else Bilingual(f"{label.zh}有改动", f"{label.en} was reworded")


def reworded_in(label: Bilingual, zh: bool, en: bool) -> Bilingual:
    """Which language of a text changed."""
    which = ("", "") if zh and en else ("（中文）", " (Chinese)") if zh else ("（英文）", " (English)")
    return Bilingual(f"{label.zh}有改动{which[0]}", f"{label.en} was reworded{which[1]}")


def reordered(label: Bilingual) -> Bilingual:
    return Bilingual(f"{label.zh}的顺序变了", f"{label.en}: the order changed")


def came(label: Bilingual, said: Bilingual) -> Bilingual:
    return Bilingual(f"增加{spaced(label.zh)}：{said.zh}", f"{label.en} added: {said.en}")


def gone(label: Bilingual, said: Bilingual) -> Bilingual:
    return Bilingual(f"去掉{spaced(label.zh)}：{said.zh}", f"{label.en} removed: {said.en}")


def spaced(zh: str) -> str:
    """Chinese stands apart from Latin letters and figures, but not from Chinese."""
    return f" {zh}" if zh[:1].isascii() else zh


def beside(label: Bilingual, words: Bilingual) -> Bilingual:
    """What a sentence is about, before it."""
    return Bilingual(f"{label.zh} {words.zh}", f"{label.en} {words.en}")


def offset_moved(before: Offset, after: Offset) -> timedelta | None:
    """How much later; None where that depends on the event's length, or a day becomes an hour."""
    if before.anchor != after.anchor or before.is_day != after.is_day:
        return None
    return timedelta(minutes=after.minutes - before.minutes)


def due_moved(before: Due, after: Due) -> timedelta | None:
    """How much later; None where a day becomes an instant."""
    if before.instant and after.instant:
        return after.instant - before.instant
    return None if before.instant or after.instant else after.day - before.day


def new(noun: Bilingual) -> Bilingual:
    return Bilingual(f"新增{noun.zh}", f"new {noun.en}")


def removed(noun: Bilingual) -> Bilingual:
    return Bilingual(f"{noun.zh}已删除", f"{noun.en} removed")


def retired(found: Retired) -> Bilingual:
    because, instead = found.because.words, found.replaced_by
    zh, en = f"停用：{because.zh.rstrip('。')}", f"retired: {because.en.rstrip('.')}"
    return Bilingual(f"{zh}（改用 {instead}）", f"{en} (use {instead} instead)") if instead else Bilingual(zh, en)


def departed(id: str, noun: Bilingual, book: Entry[Playbook] | None) -> Bilingual:
    """What became of an item or a plan that is no longer in ``book``: it was retired, or simply deleted."""
    gone = tombstones(book) if book else {}
    if id in gone:
        return retired(gone[id])
    return DELETED if book and "-" in id else removed(noun)


def graver(before: str, after: str, v: Vocabulary) -> tuple[Kind, Bilingual]:
    """Whether a severity was raised or lowered, and from what to what."""
    said, label = [v.value["severity"][severity] for severity in (before, after)], v.label("severity")
    if RANKS[after] > RANKS[before]:
        return Kind.RAISED, turned(Bilingual(f"{label.zh}提高", f"{label.en} raised"), *said)
    return Kind.LOWERED, turned(Bilingual(f"{label.zh}降低", f"{label.en} lowered"), *said)


def by(label: Bilingual, moved: timedelta | None) -> Bilingual:
    """The label with how far it moved: ``截止提前 15 天``, ``due 15 days earlier``."""
    if not moved:
        return label
    length = abs(moved)
    zh, en = ("提前", "earlier") if moved < timedelta() else ("推后", "later")
    return Bilingual(f"{label.zh}{zh} {duration(length, 'zh')}", f"{label.en} {duration(length, 'en')} {en}")


def text(found: Text | None) -> Bilingual:
    return found.words if found else NONE


def same(value: str | None) -> Bilingual:
    return Bilingual(value, value) if value else NONE


def each(say: Any, value: Any) -> Bilingual:
    return Bilingual(say(value, "zh"), say(value, "en")) if value is not None else NONE


def moment(at: datetime) -> Bilingual:
    return each(instant, at)


def deadline(due: Due) -> Bilingual:
    return moment(due.instant) if due.instant else each(calendar_day, due.day)


def tentative(checklist: Checklist, v: Vocabulary) -> Bilingual:
    return v.value["state"]["tentative" if checklist.tentative else "confirmed"]


def joined(parts: Iterable[Bilingual]) -> Bilingual:
    parts = list(parts)
    return Bilingual("、".join(part.zh for part in parts), ", ".join(part.en for part in parts)) if parts else NONE


def waves(checklist: Checklist) -> Bilingual:
    said = []
    for wave in checklist.waves:
        where = f" [{' '.join(wave.regions)}]" if wave.regions else ""
        at, title = moment(wave.peak), wave.title.words
        said.append(Bilingual(f"{title.zh} {at.zh}{where}", f"{title.en} {at.en}{where}"))
    return joined(said)


def title(role: RoleRef | None) -> Bilingual:
    return role.title.words if role else NONE


def titles(roles: Iterable[RoleRef]) -> Bilingual:
    return joined(role.title.words for role in roles)


def people(role: RoleRef) -> Bilingual:
    return joined(same(" ".join(filter(None, (person.name, person.contact)))) for person in role.people)


def reasons(duty: ChecklistItem) -> Bilingual:
    return joined((*duty.because, *duty.to_confirm))


def waiver(duty: ChecklistItem) -> Bilingual:
    if not duty.waiver:
        return NONE
    because, until = duty.waiver.because.words, duty.waiver.until
    return Bilingual(f"{because.zh}（到 {until}）", f"{because.en} (until {until})") if until else because


def patrol(duty: ChecklistItem) -> Bilingual:
    if not duty.patrol:
        return NONE
    every, begins, ends = each(duration, duty.patrol.every), moment(duty.patrol.begins), moment(duty.patrol.ends)
    return Bilingual(f"每 {every.zh}，{begins.zh} – {ends.zh}", f"every {every.en}, {begins.en} – {ends.en}")


def sizings(before: Sizing | None, after: Sizing | None, line: EstimateLine) -> tuple[Bilingual, Bilingual, bool]:
    figures = [one and (one.demand, one.per_unit, one.have, one.need, one.add) for one in (before, after)]
    return sizing(before, line), sizing(after, line), figures[0] != figures[1]


def sizing(figures: Sizing | None, line: EstimateLine) -> Bilingual:
    if figures is None:
        return Bilingual("待确认", "to confirm")
    demand, have, named = number(figures.demand), number(figures.have), unit(line.estimate.unit)
    per = number(figures.per_unit)
    return Bilingual(
        f"需求 {demand}，单个 {per}，现有 {have}，需要 {figures.need}，增加 {figures.add} {named.zh}",
        f"demand {demand}, per unit {per}, have {have}, need {figures.need}, add {figures.add} {named.en}",
    )
