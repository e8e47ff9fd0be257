"""What a customer's copy shows: one decision for each field of the ``Checklist`` and of everything in it.

An allow-list: ``redaction`` builds the copy from these decisions and refuses a field that has none, so that a new field
stays with the team until somebody has decided on it. docs/adr/0004 says why each is as it is.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum, auto
from fractions import Fraction

from generator.diagnostics import Bilingual
from generator.model import engagement, item, playbook, shared
from generator.model.offset import Offset
from generator.model.text import Text
from generator.schedule import Due
from generator.tailor import checklist, rows


class Decision(Enum):
    SHOWN = auto()
    """As it is; what it holds by its own class's decisions."""
    HIDDEN = auto()
    """Emptied: None, or nothing in it."""
    TEAM = auto()
    """The roles whose people this copy names."""
    PEOPLE = auto()
    """Who holds a role, where this copy names them."""
    WITHHELD = auto()
    """Whether this copy keeps back who holds a role."""
    SIGNED = auto()
    """The name of somebody whom this copy names anyway; else nothing."""
    REMARK = auto()
    """What our team wrote: without addresses unless the customer takes part, and not at all where it names what is kept back."""
    REASON = auto()
    """The same of a text that has to be there: a word of ours stands in its place."""
    GUARDED = auto()
    """A word of an engagement's author, or several: not where it names what is kept back."""
    ITEM_IDS = auto()
    """Ids of items on this copy; others are dropped."""
    PLAN_ID = auto()
    """The id of a plan on this copy; else nothing."""


PLAIN = (str, int, Fraction, date, timedelta, Offset, dict, type(None))
"""What has no fields to decide on. The one ``dict`` is what the customer's own figures came to."""

SHOWN, HIDDEN, REMARK, SIGNED = Decision.SHOWN, Decision.HIDDEN, Decision.REMARK, Decision.SIGNED
REASON, GUARDED = Decision.REASON, Decision.GUARDED

Fields = Mapping[str, Decision]


def _shown(names: str, **others: Decision) -> Fields:
    return {**dict.fromkeys(names.split(), SHOWN), **others}


_ITEM = _shown(
    "id title owner with_ verifier due severity category why how done_when evidence products levels wave audience repeat",
    when=HIDDEN, sources=HIDDEN, plan=Decision.PLAN_ID, after=Decision.ITEM_IDS,
)  # fmt: skip

DISCLOSURE: Mapping[type, Fields] = {
    checklist.Checklist: _shown(
        "id customer event start end tentative opened today playbook playbook_title edition level waves steps waived left_out facts"
        " estimates totals orders tests risks plans messages freeze roster onsite resources contacts retrospective readiness fingerprint",
        # Which edition our team has accepted, and how we hand trouble up among ourselves, is no matter of the customer's.
        accepted_edition=HIDDEN, incidents=HIDDEN, team=Decision.TEAM,
    ),
    checklist.StepPart: _shown("id title goal begins ends duties done_when"),
    # A copy may not look better than the team's: every colour and the verdict stay.
    checklist.Readiness: _shown("whole by_category by_step reasons verdict"),
    checklist.Reason: _shown("colour about category step internal", words=REASON),
    rows.RoleRef: _shown("id title customer_side", people=Decision.PEOPLE, withheld=Decision.WITHHELD),
    rows.Wave: _shown("id title peak", regions=GUARDED),
    rows.Dependency: _shown("id met", title=REASON),
    rows.Patrol: _shown("every begins ends moments"),
    rows.ChecklistItem: _shown(
        "item step attention extra owner with_ verifier reassigned_from due move wave to_confirm status past late_start"
        " after patrol plan waiver waived_by waiver_expired",
        because=GUARDED,
    ),
    rows.LeftOut: _shown("id internal", title=REASON, reason=REASON),
    rows.FactLine: _shown("id fact worst on", value=GUARDED, by=SIGNED),
    rows.Sizing: _shown("demand per_unit have need add utilisation"),
    rows.EstimateLine: _shown(
        "estimate product due until expected worst now to_confirm ordered delivered formula overdue", orders=HIDDEN
    ),
    rows.ProductTotal: _shown("product unit add add_at_worst ordered delivered"),
    rows.OrderLine: _shown("id order estimate late release"),
    rows.RiskLine: _shown("risk owner overdue"),
    rows.FreezeWindow: _shown("side kind begins ends exceptions_by"),
    rows.PlanLine: _shown("plan decider executor notify"),
    rows.ShiftLine: _shown("id role title who contact begins ends now"),
    rows.OnsiteStay: _shown("arrive leave", place=REASON),
    rows.ResourceLine: _shown("resource product"),
    rows.ApprovalLine: _shown("", role=HIDDEN, decision=HIDDEN, on=HIDDEN),
    rows.LevelLine: _shown("id title approver ack onsite submitted", scope=REMARK, approvals=HIDDEN),
    rows.IncidentLine: _shown("", id=HIDDEN, incident=HIDDEN, escalate=HIDDEN),
    Text: _shown("zh en"),
    Bilingual: _shown("zh en"),
    Due: _shown("day instant moved_from provisional"),
    item.Item: _ITEM,
    item.Task: _ITEM,
    item.Attention: {**_ITEM, "step": SHOWN},
    # What a playbook's author writes knows no names of ours; what an engagement's author writes may.
    item.Extra: {**_ITEM, "step": SHOWN, "title": REASON, **dict.fromkeys(item.TEXTS, REMARK)},
    item.Repeat: _shown("every from_ to"),
    playbook.Plan: _shown(
        "id kind title trigger decider executor notify action takes effect verify rollback audience"
    ),
    playbook.Message: _shown("id when audience text"),
    playbook.Fact: _shown("ask type unit required min max choices"),
    playbook.Estimate: _shown("id title product demand per_unit have use_at_most unit due until mode now"),
    engagement.Person: _shown("name contact"),
    engagement.Move: _shown("due", because=REASON),
    engagement.Skip: _shown("by until", because=REASON),
    engagement.Status: _shown("state on", by=SIGNED, evidence=REMARK, note=REMARK),
    engagement.Order: _shown("estimate quantity promised delivered release", zone=HIDDEN, fallback=HIDDEN),
    engagement.LoadTest: _shown("id on target reached verdict", note=REMARK),
    engagement.Risk: _shown("id level owner state due audience", text=REASON, accepted_by=SIGNED),
    engagement.Resource: _shown("id product", region=GUARDED, address=GUARDED, use=REMARK),
    engagement.Contacts: _shown("bridge customer_group", internal_group=HIDDEN),
    engagement.Retrospective: _shown("held actual", kept=HIDDEN, improve=HIDDEN),
    engagement.Improvement: _shown("", text=HIDDEN, item=HIDDEN, change=HIDDEN),
    shared.Incident: _shown("", title=HIDDEN, ack=HIDDEN, update=HIDDEN, escalate=HIDDEN),
    shared.Escalation: _shown("", after=HIDDEN, to=HIDDEN),
}  # fmt: skip
