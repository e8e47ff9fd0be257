"""What changed between two checklists of one engagement, in words, for whoever holds the older one on paper."""

from collections.abc import Iterator, Mapping

from generator.diagnostics import Bilingual
from generator.diff import wording as w
from generator.diff.change import Change, Kind
from generator.diff.parts import of_estimates, of_freeze, of_messages, of_plans
from generator.i18n.vocabulary import Vocabulary
from generator.library import Entry
from generator.model import Playbook
from generator.model.item import TEXTS
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, PlanLine, RoleRef

WORDING_ALONE = Bilingual("只有措辞或格式有改动", "wording or formatting alone changed")


def changes(before: Checklist, after: Checklist, v: Vocabulary, book: Entry[Playbook] | None) -> tuple[Change, ...]:
    """What is different in ``after``: the event, the people, the items step by step, estimates, plans, messages, freezes.

    Something, wherever the fingerprints differ. ``book`` is the playbook of ``after``, which tells why something is gone.
    """
    found = (
        *_of_event(before, after, v),
        *_of_people(before, after),
        *_of_steps(before, after),
        *_of_duties(before, after, v, book),
        *of_estimates(before, after, v, book),
        *of_plans(before, after, v, book),
        *of_messages(before, after),
        *of_freeze(before, after, v),
    )
    if not found and before.fingerprint != after.fingerprint:
        return (Change(Kind.CHANGED, after.id, WORDING_ALONE),)
    return found


def _of_event(before: Checklist, after: Checklist, v: Vocabulary) -> Iterator[Change]:
    starts = w.by(v.label("start"), after.start - before.start)
    ends = w.by(v.label("end"), after.end - before.end)
    said = {
        "customer": w.from_to(v.label("customer"), w.text(before.customer), w.text(after.customer)),
        "event": w.from_to(v.label("event"), w.text(before.event), w.text(after.event)),
        "start": w.from_to(starts, w.moment(before.start), w.moment(after.start)),
        "end": w.from_to(ends, w.moment(before.end), w.moment(after.end)),
        "state": w.from_to(v.label("on"), w.tentative(before, v), w.tentative(after, v)),
        "edition": w.from_to(v.label("edition"), w.same(before.edition), w.same(after.edition)),
        "level": w.from_to(v.label("level"), _level(before), _level(after)),
        "waves": w.from_to(v.label("waves"), w.waves(before), w.waves(after)),
    }
    yield from (Change(Kind.CHANGED, after.id, words, field=field) for field, words in said.items() if words)


def _level(checklist: Checklist) -> Bilingual:
    return w.same(checklist.level.id if checklist.level else None)


def _of_people(before: Checklist, after: Checklist) -> Iterator[Change]:
    old, new = _roles(before), _roles(after)
    for id in new:
        if id in old and old[id].people != new[id].people:
            words = w.from_to(Bilingual("担任者", "held by"), w.people(old[id]), w.people(new[id]))
            yield Change(Kind.PEOPLE, id, words or Bilingual("联系方式改了", "contacts changed"), new[id].title.words)


def _roles(checklist: Checklist) -> Mapping[str, RoleRef]:
    """Every role that the checklist names, by its id."""
    lines: tuple[ChecklistItem | PlanLine, ...] = (*checklist.duties, *checklist.waived, *checklist.plans)
    found = [role for line in lines for role in line.roles]
    return {role.id: role for role in (*found, *(window.exceptions_by for window in checklist.freeze)) if role}


def _of_duties(before: Checklist, after: Checklist, v: Vocabulary, book: Entry[Playbook] | None) -> Iterator[Change]:
    old = {duty.id: duty for duty in (*before.duties, *before.waived)}
    new = {duty.id: duty for duty in (*after.duties, *after.waived)}
    left_before, left_after = ({line.id: line for line in checklist.left_out} for checklist in (before, after))
    for id in [*new, *(id for id in old if id not in new)]:
        if id not in old:
            yield Change(Kind.ADDED, id, _added(new[id]), new[id].item.title.words)
        elif id in new:
            yield from _of_duty(old[id], new[id], v)
        elif id in left_after:
            reason = left_after[id].reason
            words = Bilingual(f"不再适用：{reason.zh}", f"no longer applies: {reason.en}")
            yield Change(Kind.REMOVED, id, words, old[id].item.title.words)
        else:
            yield Change(Kind.REMOVED, id, w.departed(id, v.noun("item"), book), old[id].item.title.words)
    for id in sorted(left_after.keys() - left_before.keys() - old.keys()):
        words = Bilingual("手册新增，这里不适用", "new in the playbook, does not apply here")
        yield Change(Kind.ADDED, id, words, left_after[id].title.words)
    for id in sorted(left_before.keys() - left_after.keys() - new.keys()):
        words = Bilingual("手册里已删除（原本就不适用）", "removed from the playbook (it did not apply before either)")
        yield Change(Kind.REMOVED, id, words, left_before[id].title.words)


def _added(duty: ChecklistItem) -> Bilingual:
    due, owner = w.deadline(duty.due), duty.owner.title.words
    return Bilingual(f"新增：{owner.zh}，{due.zh} 到期", f"new: {owner.en}, due {due.en}")


def _of_duty(old: ChecklistItem, new: ChecklistItem, v: Vocabulary) -> Iterator[Change]:
    title = new.item.title.words
    by = w.due_moved(old.due, new.due)
    due = w.from_to(w.by(v.label("due"), by), w.deadline(old.due), w.deadline(new.due))
    if due:
        yield Change(Kind.DUE, new.id, due, title, field="due", by=by)
    said = [_waived(old, new, v), *_who(old, new, v), *((Kind.CHANGED, words) for words in _what(old, new, v))]
    yield from (Change(kind, new.id, words, title) for kind, words in said if words)
    if old.item.severity != new.item.severity:
        kind, words = w.graver(old.item.severity, new.item.severity, v)
        yield Change(kind, new.id, words, title)


def _waived(old: ChecklistItem, new: ChecklistItem, v: Vocabulary) -> tuple[Kind, Bilingual | None]:
    if old.waiver and not new.waiver:
        return Kind.ADDED, Bilingual("不再豁免，回到清单上", "no longer waived: back on the list")
    label, was, now = v.label("skip"), w.waiver(old), w.waiver(new)
    fresh = None if old.waiver == new.waiver else Bilingual(f"{label.zh}：{now.zh}", f"{label.en}: {now.en}")
    return Kind.WAIVED, w.from_to(label, was, now) if old.waiver else fresh


def _who(old: ChecklistItem, new: ChecklistItem, v: Vocabulary) -> Iterator[tuple[Kind, Bilingual | None]]:
    for kind, label, before, after in (
        (Kind.OWNER, v.label("owner"), [old.owner], [new.owner]),
        (Kind.VERIFIER, v.label("verifier"), [old.verifier], [new.verifier]),
        (Kind.OWNER, v.label("with"), old.with_, new.with_),
    ):
        was, now = ([role for role in roles if role] for roles in (before, after))
        differs = {role.id for role in was} != {role.id for role in now}
        yield kind, w.from_to(label, w.titles(was), w.titles(now), differs)


def _what(old: ChecklistItem, new: ChecklistItem, v: Vocabulary) -> Iterator[Bilingual | None]:
    a, b = old.item, new.item
    yield w.from_to(v.label("title"), w.text(a.title), w.text(b.title))
    yield w.from_to(v.label("done_when"), w.text(a.done_when), w.text(b.done_when))
    for name in TEXTS:
        if name != "done_when":
            yield w.reworded(v.label(name), getattr(a, name), getattr(b, name))
    yield w.from_to(v.label("step"), w.same(old.step), w.same(new.step))
    yield w.from_to(v.label("category"), v.value["category"][a.category], v.value["category"][b.category])
    yield w.from_to(v.label("plan"), w.same(a.plan), w.same(b.plan))
    yield w.from_to(v.label("after"), w.same(" ".join(a.after)), w.same(" ".join(b.after)))
    yield w.from_to(v.label("repeat"), w.patrol(old), w.patrol(new))
    yield w.from_to(v.label("why_here"), w.reasons(old), w.reasons(new))


def _of_steps(before: Checklist, after: Checklist) -> Iterator[Change]:
    old = {step.id: step for step in before.steps}
    for step in after.steps:
        was = old.get(step.id)
        if was and (was.goal, was.done_when) != (step.goal, step.done_when):
            yield Change(
                Kind.CHANGED,
                step.id,
                Bilingual("目标或完成标准有改动", "its goal or exit criteria changed"),
                step.title.words,
            )
