"""What changed in the parts of a checklist beside its items: estimates, plans, messages, freezes."""

from collections.abc import Iterator

from generator.diagnostics import Bilingual
from generator.diff import wording as w
from generator.diff.change import Change, Kind
from generator.diff.wording import spaced
from generator.i18n import duration
from generator.i18n.units import unit
from generator.i18n.vocabulary import Vocabulary
from generator.library import Entry, plans
from generator.model import Playbook
from generator.tailor.checklist import Checklist
from generator.tailor.rows import FreezeWindow, PlanLine


def of_estimates(before: Checklist, after: Checklist, v: Vocabulary, book: Entry[Playbook] | None) -> Iterator[Change]:
    old, new = ({line.estimate.id: line for line in checklist.estimates} for checklist in (before, after))
    for id, line in new.items():
        title = line.estimate.title.words
        if id not in old:
            yield Change(Kind.ADDED, id, w.new(v.noun("estimate")), title)
            continue
        by = w.due_moved(old[id].due, line.due)
        due = w.from_to(w.by(v.label("due"), by), w.deadline(old[id].due), w.deadline(line.due))
        if due:
            yield Change(Kind.DUE, id, due, title, field="due", by=by)
        said = (
            (Kind.CHANGED, w.from_to(v.label("title"), old[id].estimate.title.words, title)),
            (Kind.CHANGED, w.from_to(v.label("unit"), unit(old[id].estimate.unit), unit(line.estimate.unit))),
            (Kind.FIGURES, w.from_to(v.label("value"), *w.sizings(old[id].expected, line.expected, line))),
            (Kind.FIGURES, w.from_to(v.label("worst"), *w.sizings(old[id].worst, line.worst, line))),
        )
        yield from (Change(kind, id, words, title) for kind, words in said if words)
    there = {estimate.id for estimate in book.model.estimates} if book else ()
    for id, line in old.items():
        if id not in new:
            product = line.product.words
            unused = Bilingual(
                f"不再适用：没有使用{spaced(product.zh)}", f"no longer applies: does not use {product.en}"
            )
            words = unused if id in there else w.removed(v.noun("estimate"))
            yield Change(Kind.REMOVED, id, words, line.estimate.title.words)


def of_plans(before: Checklist, after: Checklist, v: Vocabulary, book: Entry[Playbook] | None) -> Iterator[Change]:
    old, new = ({line.plan.id: line for line in checklist.plans} for checklist in (before, after))
    for id, line in new.items():
        title = line.plan.title.words
        if id not in old:
            yield Change(Kind.ADDED, id, w.new(v.noun("plan")), title)
        else:
            yield from (Change(Kind.CHANGED, id, words, title) for words in _of_plan(old[id], line, v) if words)
    there = {plan.id for _, plan in plans(book)} if book else ()
    for id, line in old.items():
        if id not in new:
            words = Bilingual("不再适用", "no longer applies") if id in there else w.departed(id, v.noun("plan"), book)
            yield Change(Kind.REMOVED, id, words, line.plan.title.words)


def _of_plan(old: PlanLine, new: PlanLine, v: Vocabulary) -> Iterator[Bilingual | None]:
    a, b = old.plan, new.plan
    yield w.from_to(v.label("title"), w.text(a.title), w.text(b.title))
    yield w.from_to(v.label("trigger"), w.text(a.trigger), w.text(b.trigger))
    for key in ("decider", "executor"):
        was, now = getattr(old, key), getattr(new, key)
        yield w.from_to(v.label(key), w.title(was), w.title(now), was.id != now.id)
    told = [role.id for role in old.notify] != [role.id for role in new.notify]
    yield w.from_to(v.label("notify"), w.titles(old.notify), w.titles(new.notify), told)
    yield w.from_to(v.label("kind"), v.value["kind"][a.kind], v.value["kind"][b.kind])
    yield w.from_to(v.label("takes"), w.each(duration, a.takes), w.each(duration, b.takes))
    if a.action != b.action:
        yield Bilingual("动作有改动", "the actions changed")
    for key in ("effect", "verify", "rollback"):
        yield w.reworded(v.label(key), getattr(a, key), getattr(b, key))


def of_messages(before: Checklist, after: Checklist) -> Iterator[Change]:
    old, new = ({message.id: message for message in checklist.messages} for checklist in (before, after))
    for id, message in new.items():
        if id not in old:
            yield Change(Kind.ADDED, id, Bilingual("新增话术", "new message"), message.when.words)
        elif (old[id].when, old[id].text) != (message.when, message.text):
            yield Change(Kind.CHANGED, id, Bilingual("话术有改动", "the message was reworded"), message.when.words)
    for id, message in old.items():
        if id not in new:
            yield Change(Kind.REMOVED, id, Bilingual("话术已删除", "message removed"), message.when.words)


def of_freeze(before: Checklist, after: Checklist, v: Vocabulary) -> Iterator[Change]:
    words = w.from_to(
        v.label("freeze"),
        w.joined(_freeze(window, v) for window in before.freeze),
        w.joined(_freeze(window, v) for window in after.freeze),
    )
    if words:
        yield Change(Kind.CHANGED, after.id, words, field="freeze")


def _freeze(window: FreezeWindow, v: Vocabulary) -> Bilingual:
    side, kind = v.value["side"][window.side], v.value["kind"][window.kind]
    begins, ends, by = w.moment(window.begins), w.moment(window.ends), w.title(window.exceptions_by)
    return Bilingual(
        f"{side.zh}{kind.zh} {begins.zh} – {ends.zh}（例外审批：{by.zh}）",
        f"{kind.en}, {side.en}, {begins.en} – {ends.en} (exceptions by {by.en})",
    )
