"""What changed in the parts of a checklist beside its items: estimates, plans, messages, freezes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Words
from generator.diff import wording as w
from generator.diff.change import Change, Kind
from generator.language import duration
from generator.language.units import unit
from generator.tailor.checklist import Checklist
from generator.tailor.lines import FreezeWindow, PlanLine


def of_estimates(before: Checklist, after: Checklist) -> Iterator[Change]:
    old, new = ({line.estimate.id: line for line in checklist.estimates} for checklist in (before, after))
    for id, line in new.items():
        title = line.estimate.title.words
        if id not in old:
            yield Change(Kind.ADDED, id, Words("新增测算", "new estimate"), title)
            continue
        by = w.due_moved(old[id].due, line.due)
        due = w.from_to(w.by(Words("截止", "due"), by), w.deadline(old[id].due), w.deadline(line.due))
        if due:
            yield Change(Kind.DUE, id, due, title, field="due", by=by)
        said = (
            (Kind.CHANGED, w.from_to(Words("标题", "title"), old[id].estimate.title.words, title)),
            (Kind.CHANGED, w.from_to(Words("单位", "unit"), unit(old[id].estimate.unit), unit(line.estimate.unit))),
            (Kind.FIGURES, w.from_to(Words("预期", "expected"), *w.sizings(old[id].expected, line.expected, line))),
            (Kind.FIGURES, w.from_to(Words("最坏", "worst"), *w.sizings(old[id].worst, line.worst, line))),
        )
        yield from (Change(kind, id, words, title) for kind, words in said if words)
    yield from (
        Change(Kind.REMOVED, id, Words("测算已删除", "estimate removed"), line.estimate.title.words)
        for id, line in old.items()
        if id not in new
    )


def of_plans(before: Checklist, after: Checklist) -> Iterator[Change]:
    old, new = ({line.plan.id: line for line in checklist.plans} for checklist in (before, after))
    for id, line in new.items():
        title = line.plan.title.words
        if id not in old:
            yield Change(Kind.ADDED, id, Words("新增预案", "new plan"), title)
        else:
            yield from (Change(Kind.CHANGED, id, words, title) for words in _of_plan(old[id], line) if words)
    yield from (
        Change(Kind.REMOVED, id, Words("预案已删除", "plan removed"), line.plan.title.words)
        for id, line in old.items()
        if id not in new
    )


def _of_plan(old: PlanLine, new: PlanLine) -> Iterator[Words | None]:
    a, b = old.plan, new.plan
    yield w.from_to(Words("标题", "title"), w.text(a.title), w.text(b.title))
    yield w.from_to(Words("触发", "trigger"), w.text(a.trigger), w.text(b.trigger))
    yield w.from_to(
        Words("决定", "decides"), w.title(old.decider), w.title(new.decider), old.decider.id != new.decider.id
    )
    yield w.from_to(
        Words("执行", "executes"), w.title(old.executor), w.title(new.executor), old.executor.id != new.executor.id
    )
    told = [role.id for role in old.notify] != [role.id for role in new.notify]
    yield w.from_to(Words("通知", "tells"), w.titles(old.notify), w.titles(new.notify), told)
    yield w.from_to(Words("类别", "kind"), w.same(a.kind), w.same(b.kind))
    yield w.from_to(Words("用时", "takes"), w.each(duration, a.takes), w.each(duration, b.takes))
    if a.action != b.action:
        yield Words("动作有改动", "the actions changed")
    yield w.reworded(Words("效果", "effect"), a.effect, b.effect)
    yield w.reworded(Words("验证", "verify"), a.verify, b.verify)
    yield w.reworded(Words("回退", "rollback"), a.rollback, b.rollback)


def of_messages(before: Checklist, after: Checklist) -> Iterator[Change]:
    old, new = ({message.id: message for message in checklist.messages} for checklist in (before, after))
    for id, message in new.items():
        if id not in old:
            yield Change(Kind.ADDED, id, Words("新增话术", "new message"), message.when.words)
        elif (old[id].when, old[id].text) != (message.when, message.text):
            yield Change(Kind.CHANGED, id, Words("话术有改动", "the message was reworded"), message.when.words)
    for id, message in old.items():
        if id not in new:
            yield Change(Kind.REMOVED, id, Words("话术已删除", "message removed"), message.when.words)


def of_freeze(before: Checklist, after: Checklist) -> Iterator[Change]:
    words = w.from_to(
        Words("封网", "freeze"), w.joined(map(_freeze, before.freeze)), w.joined(map(_freeze, after.freeze))
    )
    if words:
        yield Change(Kind.CHANGED, after.id, words, field="freeze")


def _freeze(window: FreezeWindow) -> Words:
    side = Words("客户方", "customer's side") if window.customer_side else Words("我方", "our side")
    kind = Words("硬", "hard") if window.hard else Words("软", "soft")
    begins, ends, by = w.moment(window.begins), w.moment(window.ends), w.title(window.exceptions_by)
    return Words(
        f"{side.zh}{kind.zh}封网 {begins.zh} – {ends.zh}（例外审批：{by.zh}）",
        f"{kind.en}, {side.en}, {begins.en} – {ends.en} (exceptions by {by.en})",
    )
