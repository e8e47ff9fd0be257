"""Red, yellow or green, and the verdict with its reasons.

Red is what escalates: a ``must`` overdue or blocked, an addition undelivered after its due, a failed last test, an open high
risk past its due. Yellow is what must be known and is still open. Waived and accepted items do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from generator.diagnostics import Bilingual
from generator.expressions import number
from generator.i18n import calendar_day
from generator.i18n.units import unit
from generator.model.item import Category, ItemSeverity
from generator.tailor.checklist import Colour, Readiness, Reason, Verdict
from generator.tailor.context import TailorContext
from generator.tailor.rows import ChecklistItem, EstimateLine, FactLine, RiskLine

SOON = timedelta(days=7)
_RANK = {Colour.GREEN: 0, Colour.YELLOW: 1, Colour.RED: 2}


def judge(
    context: TailorContext,
    duties: tuple[ChecklistItem, ...],
    estimates: tuple[EstimateLine, ...],
    facts: tuple[FactLine, ...],
    risks: tuple[RiskLine, ...],
) -> Readiness:
    """Readiness whole, by category and by step, and the verdict that follows from it."""
    reasons = sorted(
        [
            *_of_event(context),
            *(reason for duty in duties for reason in _of_duty(context, duty)),
            *(reason for line in estimates for reason in _of_estimate(context, line)),
            *_of_tests(context),
            *(reason for line in risks for reason in _of_risk(line)),
            *_of_facts(facts),
        ],
        key=lambda reason: -_RANK[reason.colour],
    )
    whole = _worst(reason.colour for reason in reasons)
    categories = {duty.item.category for duty in duties} | {reason.category for reason in reasons if reason.category}
    return Readiness(
        whole=whole,
        by_category=tuple(
            (c, _worst(r.colour for r in reasons if r.category == c)) for c in Category if c in categories
        ),
        by_step=tuple((s.step, _worst(r.colour for r in reasons if r.step == s.step)) for s in context.playbook.steps),
        reasons=tuple(reasons),
        verdict=_verdict(context, whole),
    )


def _worst(colours: Iterable[Colour]) -> Colour:
    return max(colours, key=_RANK.__getitem__, default=Colour.GREEN)


def _verdict(context: TailorContext, whole: Colour) -> Verdict:
    if context.now > context.clock.end:
        return Verdict.ENDED
    return {Colour.RED: Verdict.ESCALATE, Colour.YELLOW: Verdict.CONDITIONS, Colour.GREEN: Verdict.READY}[whole]


def _of_event(context: TailorContext) -> Iterator[Reason]:
    if context.engagement.event.state == "tentative":
        yield Reason(Colour.YELLOW, "event", Bilingual("事件日期未最终确认", "the event's date is tentative"))


def _of_duty(context: TailorContext, duty: ChecklistItem) -> Iterator[Reason]:
    if duty.settled:
        return
    before_start = duty.due.deadline(context.clock.zone) < context.clock.start
    blocked = duty.status.state == "blocked" and (before_start or duty.overdue)
    title, owner = duty.item.title.words, duty.owner.title.words
    due = Bilingual(calendar_day(duty.due.day, "zh"), calendar_day(duty.due.day, "en"))
    grave = Colour.RED if duty.item.severity is ItemSeverity.MUST else Colour.YELLOW
    if blocked:
        words = Bilingual(
            f"受阻：{title.zh}（{owner.zh}，{due.zh}）", f"blocked: {title.en} ({owner.en}, due {due.en})"
        )
    elif duty.overdue:
        words = Bilingual(
            f"逾期：{title.zh}（{owner.zh}，应于 {due.zh}）", f"overdue: {title.en} ({owner.en}, was due {due.en})"
        )
    elif not (before_start and duty.due.day - context.now.date() <= SOON):
        return
    elif duty.late_start:
        grave = Colour.YELLOW
        counts = Bilingual(calendar_day(context.second_day_open, "zh"), calendar_day(context.second_day_open, "en"))
        words = Bilingual(
            f"立项前已到期：{title.zh}（{owner.zh}，{counts.zh} 起算逾期）",
            f"due before the start of the engagement: {title.en} ({owner.en}, counts as overdue from {counts.en})",
        )
    else:
        grave = Colour.YELLOW
        words = Bilingual(f"将到期：{title.zh}（{owner.zh}，{due.zh}）", f"due soon: {title.en} ({owner.en}, {due.en})")
    yield Reason(grave, duty.id, words, duty.item.category, duty.step, duty.item.audience == "internal")


def _of_estimate(context: TailorContext, line: EstimateLine) -> Iterator[Reason]:
    # The expected case decides; a worst case that alone falls short is a condition to know, whatever its date.
    from_start = line.due.deadline(context.clock.zone) >= context.clock.start
    title, named = line.estimate.title.words, unit(line.estimate.unit)
    step = _step_of_estimate(context, line)

    def reason(colour: Colour, zh: str, en: str) -> Reason:
        return Reason(
            colour, line.estimate.id, Bilingual(f"{title.zh}：{zh}", f"{title.en}: {en}"), Category.CAPACITY, step
        )

    if line.estimate.mode == "fixed-limit":
        if line.overdue or ((line.short or line.short_at_worst) and not from_start):
            colour = Colour.RED if line.overdue else Colour.YELLOW
            yield reason(colour, "超出固定上限，须改方案", "over a fixed limit; the design has to change")
    elif line.overdue:
        yield reason(
            Colour.RED,
            f"到期仍缺 {number(line.short)} {named.zh}",
            f"{number(line.short)} {named.en} not delivered after the due date",
        )
    elif line.short and not from_start:
        day = line.due.day.isoformat()
        yield reason(
            Colour.YELLOW,
            f"需增加 {number(line.short)} {named.zh}，{day} 前到位",
            f"{number(line.short)} {named.en} to add by {day}",
        )
    elif line.short_at_worst and not from_start:
        short = number(line.short_at_worst)
        yield reason(Colour.YELLOW, f"最坏情况还缺 {short} {named.zh}", f"the worst case lacks {short} {named.en}")


def _step_of_estimate(context: TailorContext, line: EstimateLine) -> str:
    """The step whose window the due falls into; of several, the last begun."""
    begun = [step.step for step in context.playbook.steps if context.clock.day(step.window[0]) <= line.due.day]
    return begun[-1] if begun else context.playbook.steps[0].step


def _of_tests(context: TailorContext) -> Iterator[Reason]:
    # Sorting is stable: of two tests on one day the later line is the last.
    judged = sorted((test for test in context.engagement.tests if test.verdict), key=lambda test: test.on)
    if judged and judged[-1].verdict == "fail":
        last = judged[-1]
        reached = (
            f"{number(last.reached)} / {number(last.target)}"
            if last.reached is not None and last.target is not None
            else "—"
        )
        words = Bilingual(
            f"最近一次压测 {last.id} 未通过（{reached}）", f"the last load test {last.id} failed ({reached})"
        )
        yield Reason(Colour.RED, last.id, words, Category.LOAD_TEST, "prepare")


def _of_risk(line: RiskLine) -> Iterator[Reason]:
    if line.overdue:
        risk, text = line.risk, line.risk.text.words
        colour = Colour.RED if risk.level == "high" else Colour.YELLOW
        words = Bilingual(f"风险 {risk.id} 逾期未处理：{text.zh}", f"risk {risk.id} open past its due date: {text.en}")
        yield Reason(colour, risk.id, words, internal=risk.audience == "internal")


def _of_facts(facts: tuple[FactLine, ...]) -> Iterator[Reason]:
    for line in facts:
        if line.fact.required and line.value is None:
            ask = line.fact.ask.words
            yield Reason(
                Colour.YELLOW,
                line.id,
                Bilingual(f"待客户回答：{ask.zh}", f"the customer has not answered: {ask.en}"),
                step="collect",
            )
