"""In one sentence what an edit means, and in one line what it does to a customer's event."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from generator.diagnostics import Bilingual
from generator.diff import Change, Kind
from generator.diff.change import entries, sorts
from generator.diff.impact import Impact
from generator.diff.wording import beside, joined, same, spaced
from generator.i18n.vocabulary import lowered
from generator.review.comparison import Review
from generator.tailor.checklist import Verdict

BROKEN = Bilingual("出不了清单", "no checklist")
_FEW = 4
_NAMED = 2
_IN_A_SENTENCE = 4


def verdict_words(review: Review, verdict: Verdict | None) -> Bilingual:
    """A verdict as it stands within a sentence; None is an engagement without a checklist."""
    return lowered(review.vocabulary.value["verdict"][verdict]) if verdict else BROKEN


def summary(review: Review) -> Bilingual:
    """What changed, and whom it touches, in one sentence."""
    changed, touched = sentences(review)
    return Bilingual(f"{changed.zh}；{touched.zh}。", f"{changed.en}; {touched.en}.")


def sentences(review: Review) -> tuple[Bilingual, Bilingual]:
    """The two halves of the summary, each without its full stop."""
    changed, n = _changed(review), len(review.not_compared)
    if n:
        files = _count(n, "file")
        changed = Bilingual(
            f"{n} 个文件有错误、没有比较，其余{spaced(changed.zh)}",
            f"{files} with errors not compared; of the rest {changed.en}",
        )
    return Bilingual(changed.zh, f"{changed.en[0].upper()}{changed.en[1:]}"), _touched(review)


def _changed(review: Review) -> Bilingual:
    if not review.meaningful:
        if review.formatted:
            files = _count(len(review.formatted), "file")
            en = f"{files} with another layout, nothing changed in meaning"
            return Bilingual(f"{len(review.formatted)} 个文件只改了排版，含义不变", en)
        if review.reordered:
            return Bilingual("只有条目换了位置，含义不变", "entries changed places, nothing changed in meaning")
        return Bilingual("含义没有改动", "nothing changed in meaning")
    parts = Counter(entry.part for entry in entries(review.meaningful))
    zh = "、".join(f"{n} 个{review.vocabulary.noun(part).zh}" for part, n in parts.most_common(_FEW))
    en = ", ".join(_count(n, review.vocabulary.noun(part).en) for part, n in parts.most_common(_FEW))
    rest = sum(n for _, n in parts.most_common()[_FEW:])
    if rest:
        zh, en = f"{zh}等 {sum(parts.values())} 处", f"{en} and {rest} more"
    found = [sort.counted for sort in sorts(review.meaningful) if sort.changes[0].kind not in (Kind.TEXT, Kind.CHANGED)]
    if not found:
        return Bilingual(f"{zh}有改动", f"{en} changed")
    aside = joined(found[:_IN_A_SENTENCE])
    return Bilingual(f"{zh}有改动（{aside.zh}）", f"{en} changed ({aside.en})")


def _count(n: int, noun: str) -> str:
    # "classes", "responsibilities" and "boxes": of our nouns only these do not take a bare s.
    plural = noun if noun.endswith("ies") else f"{noun}es" if noun.endswith("ss") else f"{noun}s"
    return f"{n} {noun if n == 1 else plural}"


def _touched(review: Review) -> Bilingual:
    live, touched = review.live, len(review.impacts)
    if not live:
        return Bilingual("没有进行中的客户事件", "there is no live engagement")
    events = _count(live, "live engagement")
    if not touched:
        return Bilingual(f"{live} 个进行中的客户事件都不受影响", f"none of {events} is touched")
    said = [Bilingual(f"{live} 个进行中的客户事件里 {touched} 个受影响", f"{touched} of {events} touched")]
    said += _verdicts(review)
    orphaned = sum(bool(impact.of(Kind.ORPHANED)) for impact in review.impacts)
    if orphaned:
        said.append(Bilingual(f"{orphaned} 个有记录落空", f"{orphaned} with orphaned records"))
    overdue = sum(len(impact.of(Kind.OVERDUE)) for impact in review.impacts)
    if overdue:
        said.append(Bilingual(f"{overdue} 项因此逾期", f"{_count(overdue, 'item')} now overdue"))
    return Bilingual("，".join(part.zh for part in said), ", ".join(part.en for part in said))


def _verdicts(review: Review) -> Iterator[Bilingual]:
    broken = sum(impact.after is None for impact in review.impacts)
    if broken:
        yield Bilingual(f"{broken} 个{BROKEN.zh}（有错误）", f"{broken} without a checklist (errors)")
    turned = Counter(impact.after for impact in review.impacts if impact.worsened and impact.after)
    for verdict, n in turned.items():
        said = verdict_words(review, verdict)
        yield Bilingual(f"{n} 个变为“{said.zh}”", f"{n} {'becomes' if n == 1 else 'become'} {said.en}")


class Effects(NamedTuple):
    """What an edit does to one engagement: what somebody has to act on, with the ids, and how much else."""

    grave: tuple[Bilingual, ...]
    rest: Bilingual | None


def effects(impact: Impact) -> Effects:
    if impact.after is None:
        first = impact.faults[0].message if impact.faults else BROKEN
        more = len(impact.faults) - 1
        others = (f"（另有 {more} 处）", f" ({more} more)") if more > 0 else ("", "")
        said = Bilingual(f"文件有错误：{first.zh}{others[0]}", f"its files have errors: {first.en}{others[1]}")
        return Effects((said,), None)
    if impact.before is None:
        return Effects((), Bilingual("错误改好了，又能出清单", "its errors are mended; it has a checklist again"))
    grave = [(_OVERDUE, impact.of(Kind.OVERDUE)), (_ORPHANED, impact.of(Kind.ORPHANED))]
    counts = [(words, n) for words, n in _counts(impact) if n]
    zh, en = "，".join(f"{words.zh} {n}" for words, n in counts), ", ".join(f"{n} {words.en}" for words, n in counts)
    rest = Bilingual(zh, en) if counts else None if any(found for _, found in grave) else _LIGHTS
    return Effects(tuple(_listed(words, found) for words, found in grave if found), rest)


_OVERDUE, _ORPHANED = Bilingual("因此逾期", "now overdue"), Bilingual("记录落空", "orphaned")
_LIGHTS = Bilingual("就绪灯有变", "readiness changed")


def _counts(impact: Impact) -> Iterator[tuple[Bilingual, int]]:
    dues = impact.of(Kind.DUE)
    earlier = sum(change.by is not None and change.by < timedelta() for change in dues)
    gone = {change.about for change in impact.of(Kind.REMOVED)} - {change.about for change in impact.of(Kind.ORPHANED)}
    people = {change.about for change in impact.of(Kind.OWNER, Kind.VERIFIER, Kind.PEOPLE)}
    yield Bilingual("事件本身", "of the event itself"), sum(change.about == impact.id for change in impact.changes)
    yield Bilingual("新增", "new"), len(impact.of(Kind.ADDED))
    yield Bilingual("去掉", "gone"), len(gone)
    yield Bilingual("豁免", "waived"), len({change.about for change in impact.of(Kind.WAIVED)})
    yield Bilingual("提前", "earlier"), earlier
    yield Bilingual("推后", "later"), len(dues) - earlier
    yield Bilingual("换人", "reassigned"), len(people)
    yield Bilingual("测算变", "with other figures"), len({change.about for change in impact.of(Kind.FIGURES)})
    yield Bilingual("另改", "other edits"), impact.reworded


def _listed(words: Bilingual, changes: tuple[Change, ...]) -> Bilingual:
    found = list({change.about: change for change in changes}.values())
    shown, more = found[:_FEW], len(found) - _FEW
    # One or two are told by their titles, which a list of more would drown in.
    named = [
        beside(same(change.about), change.title) if change.title and len(found) <= _NAMED else same(change.about)
        for change in shown
    ]
    zh, en = joined(named)
    if more > 0:
        zh, en = f"{zh} 等 {len(found)} 项", f"{en} and {more} more"
    return Bilingual(f"{words.zh}：{zh}", f"{words.en}: {en}")
