"""Red, yellow or green, and the verdict with its reasons.

Red is what escalates: a ``must`` overdue or blocked, an addition undelivered after its due, a failed last test, an open high
risk past its due. Yellow is what must be known and is still open. Waived and accepted items do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from generator.diagnostics import Words
from generator.expressions import number
from generator.language import calendar_day
from generator.language.units import unit
from generator.model.item import Category, Severity
from generator.tailor.checklist import Colour, Readiness, Reason, Verdict
from generator.tailor.frame import Frame
from generator.tailor.lines import Duty, EstimateLine, FactLine, RiskLine

SOON = timedelta(days=7)
_RANK = {Colour.GREEN: 0, Colour.YELLOW: 1, Colour.RED: 2}


def judge(
    frame: Frame,
    duties: tuple[Duty, ...],
    estimates: tuple[EstimateLine, ...],
    facts: tuple[FactLine, ...],
    risks: tuple[RiskLine, ...],
) -> Readiness:
    """Readiness whole, by category and by step, and the verdict that follows from it."""
    reasons = sorted(
        [
            *_of_event(frame),
            *(reason for duty in duties for reason in _of_duty(frame, duty)),
            *(reason for line in estimates for reason in _of_estimate(frame, line)),
            *_of_tests(frame),
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
        by_step=tuple((s.step, _worst(r.colour for r in reasons if r.step == s.step)) for s in frame.playbook.steps),
        reasons=tuple(reasons),
        verdict=_verdict(frame, whole),
    )


def _worst(colours: Iterable[Colour]) -> Colour:
    return max(colours, key=_RANK.__getitem__, default=Colour.GREEN)


def _verdict(frame: Frame, whole: Colour) -> Verdict:
    if frame.now > frame.clock.end:
        return Verdict.ENDED
    return {Colour.RED: Verdict.ESCALATE, Colour.YELLOW: Verdict.CONDITIONS, Colour.GREEN: Verdict.READY}[whole]


def _of_event(frame: Frame) -> Iterator[Reason]:
    if frame.engagement.event.state == "tentative":
        yield Reason(Colour.YELLOW, "event", Words("事件日期未最终确认", "the event's date is tentative"))


def _of_duty(frame: Frame, duty: Duty) -> Iterator[Reason]:
    if duty.settled:
        return
    before_start = duty.due.deadline(frame.clock.zone) < frame.clock.start
    blocked = duty.status.state == "blocked" and (before_start or duty.overdue)
    title, owner = duty.item.title.words, duty.owner.title.words
    due = Words(calendar_day(duty.due.day, "zh"), calendar_day(duty.due.day, "en"))
    grave = Colour.RED if duty.item.severity is Severity.MUST else Colour.YELLOW
    if blocked:
        words = Words(f"受阻：{title.zh}（{owner.zh}，{due.zh}）", f"blocked: {title.en} ({owner.en}, due {due.en})")
    elif duty.overdue:
        words = Words(
            f"逾期：{title.zh}（{owner.zh}，应于 {due.zh}）", f"overdue: {title.en} ({owner.en}, was due {due.en})"
        )
    elif not (before_start and duty.due.day - frame.now.date() <= SOON):
        return
    elif duty.late_start:
        grave = Colour.YELLOW
        counts = Words(calendar_day(frame.second_day_open, "zh"), calendar_day(frame.second_day_open, "en"))
        words = Words(
            f"立项前已到期：{title.zh}（{owner.zh}，{counts.zh} 起算逾期）",
            f"due before the start of the engagement: {title.en} ({owner.en}, counts as overdue from {counts.en})",
        )
    else:
        grave = Colour.YELLOW
        words = Words(f"将到期：{title.zh}（{owner.zh}，{due.zh}）", f"due soon: {title.en} ({owner.en}, {due.en})")
    yield Reason(grave, duty.id, words, duty.item.category, duty.step, duty.item.audience == "internal")


def _of_estimate(frame: Frame, line: EstimateLine) -> Iterator[Reason]:
    # The expected case decides; a worst case that alone falls short is a condition to know, whatever its date.
    from_start = line.due.deadline(frame.clock.zone) >= frame.clock.start
    title, named = line.estimate.title.words, unit(line.estimate.unit)
    step = _step_of_estimate(frame, line)

    def reason(colour: Colour, zh: str, en: str) -> Reason:
        return Reason(
            colour, line.estimate.id, Words(f"{title.zh}：{zh}", f"{title.en}: {en}"), Category.CAPACITY, step
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


def _step_of_estimate(frame: Frame, line: EstimateLine) -> str:
    """The step whose window the due falls into; of several, the last begun."""
    begun = [step.step for step in frame.playbook.steps if frame.clock.day(step.window[0]) <= line.due.day]
    return begun[-1] if begun else frame.playbook.steps[0].step


def _of_tests(frame: Frame) -> Iterator[Reason]:
    # Sorting is stable: of two tests on one day the later line is the last.
    judged = sorted((test for test in frame.engagement.tests if test.verdict), key=lambda test: test.on)
    if judged and judged[-1].verdict == "fail":
        last = judged[-1]
        reached = (
            f"{number(last.reached)} / {number(last.target)}"
            if last.reached is not None and last.target is not None
            else "—"
        )
        words = Words(f"最近一次压测 {last.id} 未通过（{reached}）", f"the last load test {last.id} failed ({reached})")
        yield Reason(Colour.RED, last.id, words, Category.LOAD_TEST, "prepare")


def _of_risk(line: RiskLine) -> Iterator[Reason]:
    if line.overdue:
        risk, text = line.risk, line.risk.text.words
        colour = Colour.RED if risk.level == "high" else Colour.YELLOW
        words = Words(f"风险 {risk.id} 逾期未处理：{text.zh}", f"risk {risk.id} open past its due date: {text.en}")
        yield Reason(colour, risk.id, words, internal=risk.audience == "internal")


def _of_facts(facts: tuple[FactLine, ...]) -> Iterator[Reason]:
    for line in facts:
        if line.fact.required and line.value is None:
            ask = line.fact.ask.words
            yield Reason(
                Colour.YELLOW,
                line.id,
                Words(f"待客户回答：{ask.zh}", f"the customer has not answered: {ask.en}"),
                step="collect",
            )
