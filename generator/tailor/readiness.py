"""Red, yellow or green, and the verdict with its reasons.

Red is what escalates: a ``must`` overdue or blocked, an addition undelivered after its due, a failed last test, an open high
risk past its due. Yellow is what must be known and is still open. Waived and accepted items do not count.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from generator.diagnostics import LANGS, Bilingual
from generator.expressions import number
from generator.i18n import calendar_day, figure
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
    due = Bilingual(calendar_day(duty.due.day, "zh"), calendar_day(duty.due.day, "en"))
    grave = Colour.RED if duty.item.severity is ItemSeverity.MUST else Colour.YELLOW
    state, when = Bilingual("将到期", "due soon"), due
    if blocked:
        state, when = Bilingual("受阻", "blocked"), Bilingual(due.zh, f"due {due.en}")
    elif duty.overdue:
        state, when = Bilingual("逾期", "overdue"), Bilingual(f"应于 {due.zh}", f"was due {due.en}")
    elif not (before_start and duty.due.day - context.now.date() <= SOON):
        return
    else:
        grave = Colour.YELLOW
    if duty.late_start and not (blocked or duty.overdue):
        state = Bilingual("立项前已到期", "due before the start of the engagement")
        zh, en = (calendar_day(context.second_day_open, lang) for lang in LANGS)
        when = Bilingual(f"{zh} 起算逾期", f"counts as overdue from {en}")
    title, owner = duty.item.title.words, duty.owner.title.words
    words = Bilingual(
        f"{state.zh}：{title.zh}（{owner.zh}，{when.zh}）", f"{state.en}: {title.en} ({owner.en}, {when.en})"
    )
    yield Reason(grave, duty.id, words, duty.item.category, duty.step, duty.item.audience == "internal")


def _of_estimate(context: TailorContext, line: EstimateLine) -> Iterator[Reason]:
    # The expected case decides; a worst case that alone falls short is a condition to know, whatever its date.
    from_start = line.due.deadline(context.clock.zone) >= context.clock.start
    title, named, day = line.estimate.title.words, unit(line.estimate.unit), line.due.day.isoformat()
    short = Bilingual(f"{number(line.short)} {named.zh}", f"{number(line.short)} {named.en}")
    step = context.step_on(line.due.day)

    def reason(colour: Colour, zh: str, en: str) -> Reason:
        words = Bilingual(f"{title.zh}：{zh}", f"{title.en}: {en}")
        return Reason(colour, line.estimate.id, words, Category.CAPACITY, step)

    if line.estimate.mode == "fixed-limit":
        if line.overdue or ((line.short or line.short_at_worst) and not from_start):
            colour = Colour.RED if line.overdue else Colour.YELLOW
            yield reason(colour, "超出固定上限，须改方案", "over a fixed limit; the design has to change")
    elif line.overdue:
        yield reason(Colour.RED, f"到期仍缺 {short.zh}", f"{short.en} not delivered after the due date")
    elif line.short and not from_start:
        yield reason(Colour.YELLOW, f"需增加 {short.zh}，{day} 前到位", f"{short.en} to add by {day}")
    elif line.short_at_worst and not from_start:
        worst = number(line.short_at_worst)
        yield reason(Colour.YELLOW, f"最坏情况还缺 {worst} {named.zh}", f"the worst case lacks {worst} {named.en}")


def _of_tests(context: TailorContext) -> Iterator[Reason]:
    # Sorting is stable: of two tests on one day the later line is the last.
    judged = sorted((test for test in context.engagement.tests if test.verdict), key=lambda test: test.on)
    if judged and judged[-1].verdict == "fail":
        last, figures = judged[-1], (judged[-1].reached, judged[-1].target)
        reached = "—" if None in figures else " / ".join(map(figure, figures))
        zh, en = f"最近一次压测 {last.id} 未通过（{reached}）", f"the last load test {last.id} failed ({reached})"
        words = Bilingual(zh, en)
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
            words = Bilingual(f"待客户回答：{ask.zh}", f"the customer has not answered: {ask.en}")
            yield Reason(Colour.YELLOW, line.id, words, step="collect")
