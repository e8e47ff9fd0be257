"""The customer's copy of a checklist: what somebody has decided to show (``disclosure``), and nothing else."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, lru_cache
from operator import is_
from typing import Any

from pydantic import BaseModel

from generator.diagnostics import Bilingual
from generator.model.engagement import LoadTest
from generator.model.inline import plain, raw_html_at, spans
from generator.model.playbook import Message, Plan
from generator.model.text import Text
from generator.tailor import rows
from generator.tailor.checklist import Checklist, Reason
from generator.tailor.disclosure import DISCLOSURE, PLAIN, Decision

CUSTOMER, TEAM = "customer", "team"

_KEPT_BACK = Text(zh="内部说明，此处从略", en="said internally, left out here")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\((?:[^()]|\([^()]*\))*\)")
_TAIL = r"(?:[^\s\u3000\u00a0，。；、）)]|\)(?=\S{0,99}\w)|[，。；、）](?=[/\\?#&=%]))*"
_ADDRESS = re.compile(
    r"(?:(?<![a-z0-9+.-])[a-z0-9+.-]+[:：][/\\]{2}|mailto[:：]"
    r"|(?<![a-z0-9._%+-])[a-z0-9._%+-]+@[a-z0-9]"
    r"|(?<!\\)\\{2,}\w|\\[\w.$-]+\\|//(?=[a-z0-9-]+\.[a-z0-9])"
    r"|(?<![\w.-])(?:[\w-]*\.)+[a-z][a-z0-9-]+(?::\d|[/\\?#](?=\w))|(?<![\w-])[a-z][\w-]*:\d{2,5}/(?=[a-z])"
    # A network (192.0.2.0/24) is no place where something lies.
    r"|\d{1,3}(?:\.\d{1,3}){3}(?::\d|/(?!\d{1,2}(?![\w./-])))|\[[0-9a-f:.]{3,}\][:/])" + _TAIL,
    re.IGNORECASE | re.ASCII,
)
"""Whatever leads to a place: any scheme, mail, shared folders, hosts and IP addresses with a path or a port."""
_EDGE = "(?:(?<![A-Za-z0-9])|(?![A-Za-z0-9]))"
_MARKUP = r"*_~`|\\\[\]\u200b"


def for_customer(checklist: Checklist, triangle: frozenset[str]) -> Checklist:
    """The customer's copy: no internal items, plans, messages or risks, no approvals, no stock, no internal groups or people.

    Of our side it names the ``triangle`` and whoever owns something the customer can see. Colours and verdict stay as they
    are, because a customer's copy may not look better than the team's; ``reasons`` keeps those that may be told.
    """
    copy: Checklist = _Copy.of(checklist, triangle).shown(checklist)
    return copy


@dataclass(frozen=True, slots=True)
class _Copy:
    """One checklist as its customer reads it: which roles, items and plans the copy holds, and which names it may not."""

    roles: frozenset[str]
    items: frozenset[str]
    plans: frozenset[str]
    about: frozenset[str]
    """What a reason for a colour may speak of."""
    names: frozenset[str]
    withheld: re.Pattern[str]
    with_addresses: bool = False
    """Inside an item in which the customer takes part: what proves it lies where both can look."""

    @classmethod
    def of(cls, checklist: Checklist, triangle: frozenset[str]) -> "_Copy":
        duties = [duty for duty in checklist.duties if _public(duty.item)]
        items = frozenset(duty.id for duty in duties)
        roles = triangle | {duty.owner.id for duty in duties}
        roles |= {role.id for role in checklist.team if role.customer_side}
        names, withheld = _names(checklist, roles)
        plans = frozenset(line.plan.id for line in checklist.plans if _public(line.plan))
        copy = cls(roles, items, plans, frozenset(), names, _pattern(withheld, _internal_ids(checklist)))
        about = (
            "event",
            *items,
            *(line.estimate.id for line in checklist.estimates),
            *(line.id for line in checklist.facts),
            *(test.id for test in checklist.tests if copy.stands(test)),
            *(line.risk.id for line in checklist.risks if copy.stands(line)),
        )
        return replace(copy, about=frozenset(about))

    def shown(self, value: Any) -> Any:
        """What the copy shows of ``value``: the same object where that is all of it. Raises LookupError for a field undecided."""
        if type(value) is tuple:
            kept = tuple(self.shown(one) for one in value if self.stands(one))
            return value if len(kept) == len(value) and all(map(is_, kept, value)) else kept
        if isinstance(value, PLAIN):
            return value
        kind: Any = type(value)
        decisions = DISCLOSURE.get(kind) or _undecided(kind.__name__)
        # Whether the customer takes part in an item.
        shared = kind is rows.ChecklistItem and any(role.customer_side for role in value.roles)
        copy = replace(self, with_addresses=True) if shared else self
        changed: dict[str, Any] = {}
        for name in _field_names(kind):
            was, decision = getattr(value, name), decisions.get(name) or _undecided(f"{kind.__name__}.{name}")
            as_it_is = decision is Decision.SHOWN and isinstance(was, PLAIN)
            if not as_it_is and (now := copy.decided(decision, was, value)) is not was:
                changed[name] = now
        if not changed:
            return value
        return value.model_copy(update=changed) if isinstance(value, BaseModel) else replace(value, **changed)

    def decided(self, decision: Decision, value: Any, row: Any) -> Any:
        if decision is Decision.SHOWN:
            return self.shown(value) if self.stands(value) else None
        return _DECIDED[decision](self, value, row)

    def stands(self, value: Any) -> bool:
        """Whether a row of its kind is on this copy at all."""
        rule = _STANDS.get(type(value))
        return rule is None or rule(self, value)

    def names_people_of(self, role: rows.RoleRef) -> bool:
        return role.customer_side or role.id in self.roles

    def tells(self, value: Any) -> bool:
        """Whether a text or a word of an engagement's author names somebody or something kept back."""
        parts = (value.zh, value.en) if isinstance(value, Text | Bilingual) else (value,)
        written = [part for part in parts if isinstance(part, str)]
        return any(self.withheld.search(_folded(form)) for part in written for form in (part, plain(part)))

    def remark(self, text: Any) -> Any:
        """A text of our team without what is kept back, if anything is left of it."""
        if text is None or self.tells(text):
            return None
        parts = (text.zh, text.en)
        zh, en = parts if self.with_addresses else (part and _without_addresses(part) for part in parts)
        if (zh, en) == parts:
            return text
        enough = all if isinstance(text, Bilingual) else any
        return type(text)(zh=zh, en=en) if enough((zh, en)) else None


_DECIDED: Mapping[Decision, Callable[[_Copy, Any, Any], Any]] = {
    Decision.HIDDEN: lambda copy, value, row: type(value)() if isinstance(value, tuple) else None,
    Decision.TEAM: lambda copy, value, row: tuple(copy.shown(role) for role in value if copy.names_people_of(role)),
    Decision.PEOPLE: lambda copy, value, row: copy.shown(value) if copy.names_people_of(row) else (),
    Decision.WITHHELD: lambda copy, value, row: value or not copy.names_people_of(row),
    Decision.SIGNED: lambda copy, value, row: value if value in copy.names else None,
    Decision.REMARK: lambda copy, value, row: copy.remark(value),
    Decision.REASON: lambda copy, value, row: copy.remark(value) or type(value)(zh=_KEPT_BACK.zh, en=_KEPT_BACK.en),
    Decision.GUARDED: lambda copy, value, row: (
        tuple(one for one in value if not copy.tells(one))
        if isinstance(value, tuple)
        else None
        if copy.tells(value)
        else value
    ),
    Decision.ITEM_IDS: lambda copy, value, row: tuple(id for id in value if id in copy.items),
    Decision.PLAN_ID: lambda copy, value, row: value if value in copy.plans else None,
}

_STANDS: Mapping[type, Callable[[_Copy, Any], bool]] = {
    rows.ChecklistItem: lambda copy, row: _public(row.item),
    Plan: lambda copy, row: _public(row),
    rows.PlanLine: lambda copy, row: _public(row.plan),
    rows.RiskLine: lambda copy, row: (
        _public(row.risk) and not copy.tells(row.risk.text) and not copy.tells(row.risk.id)
    ),
    rows.ResourceLine: lambda copy, row: not copy.tells(row.resource.id),
    LoadTest: lambda copy, row: not copy.tells(row.id),
    Message: lambda copy, row: row.audience in ("customer", "both"),
    rows.LeftOut: lambda copy, row: not row.internal,
    Reason: lambda copy, row: not row.internal and row.about in copy.about and not copy.tells(row.words),
    rows.Dependency: lambda copy, row: row.id in copy.items,
    rows.ShiftLine: lambda copy, row: row.role in copy.roles,
}
"""Which rows of a kind the copy holds; of other kinds it holds all."""


def _public(marked: Any) -> bool:
    return bool(marked.audience == "both")


def _undecided(what: str) -> Any:
    raise LookupError(f"nobody decided in tailor.disclosure whether a customer sees {what}")


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    if issubclass(kind, BaseModel):
        return tuple(kind.model_fields)
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else tuple(kind._fields)


def _names(checklist: Checklist, roles: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The people whom the copy names, and what names the others: their names and contacts, and our own group."""
    people = [(role.id, person.name, person.contact) for role in checklist.team for person in role.people]
    people += [(shift.role, shift.who, shift.contact) for shift in checklist.roster]
    told = {name for role, name, _ in people if role in roles}
    withheld = {word for role, *words in people if role not in roles for word in words if word}
    if checklist.contacts and checklist.contacts.internal_group:
        withheld.add(checklist.contacts.internal_group)
    return frozenset(told), frozenset(withheld - told)


def _internal_ids(checklist: Checklist) -> Iterator[str]:
    yield from (duty.id for duty in (*checklist.duties, *checklist.waived) if not _public(duty.item))
    yield from (line.id for line in checklist.left_out if line.internal)
    yield from (line.plan.id for line in checklist.plans if not _public(line.plan))
    yield from (line.risk.id for line in checklist.risks if not _public(line.risk))


@lru_cache(maxsize=10_000)
def _without_addresses(part: str) -> str | None:
    """A text as it is where it holds no address; else its words without, or None where one would still be read from it."""
    told = "".join(sign for sign in plain(part) if unicodedata.category(sign) != "Cf")
    kept = _ADDRESS.sub("", _LINK.sub(r"\1", told))
    if _ADDRESS.search(_folded(kept)):
        return None
    if kept == told and not any(span.href for span in spans(part)):
        return part
    return kept.strip() or None if raw_html_at(kept) is None else None


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    """A text with one spelling of each letter and dash; what is not seen (U+200B, a soft hyphen) becomes U+200B."""
    kinds = {"Pd": "-", "Cf": "\u200b", "Mn": "\u200b", "Me": "\u200b"}
    return "".join(kinds.get(unicodedata.category(sign), sign) for sign in unicodedata.normalize("NFKC", text))


def _pattern(*words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words in a folded text, also with blanks or markup inside, but not inside a longer Latin one."""
    found = {spelled for group in words for word in group if (spelled := _spelled(_folded(word).strip()))}
    return re.compile("|".join(f"{_EDGE}{spelled}{_EDGE}" for spelled in sorted(found)) or r"(?!)", re.IGNORECASE)


def _spelled(word: str) -> str:
    # No blanks inside a short Latin name: "Ina" is not "in a".
    gap = rf"[{_MARKUP}]*" if re.fullmatch("[A-Za-z0-9]{1,5}", word) else rf"[\s{_MARKUP}]*"
    return gap.join(map(re.escape, re.sub(rf"[\s{_MARKUP}]", "", word)))
