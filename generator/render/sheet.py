"""One sheet: a checklist cut for a reader, with what every format shows beside it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from generator.diagnostics import Lang
from generator.i18n.templates import Kit
from generator.render.body import Body
from generator.render.extent import NIGHT
from generator.roundtrip.export import SheetExport
from generator.tailor import CUSTOMER, Checklist
from generator.tailor.rows import ChecklistItem, FactLine, RoleRef

NEXT_DAYS = timedelta(days=14)


@dataclass(frozen=True)
class Commit:
    """The last commit that touched a sheet's inputs; ``dirty`` when one of them has uncommitted changes."""

    id: str
    dirty: bool = False


def letter(level: str, title: str) -> str:
    """What stands before a level's title: its letter, unless the title says it already, as most do."""
    return "" if re.search(rf"(?<![A-Za-z]){level}(?![A-Za-z])", title) else f"{level} · "


@dataclass(frozen=True)
class Sheet:
    """``checklist`` is already cut for ``audience`` and ``role``; ``kit`` brings the templates and words of one language."""

    checklist: Checklist
    kit: Kit
    audience: str
    role: RoleRef | None = None
    commit: Commit | None = None
    night: bool = False
    """The two pages for the night itself instead of the whole list."""
    address: str | None = None
    """Where this engagement's page is published, for a code to scan; None where the site has no address."""

    @cached_property
    def body(self) -> Body:
        """What is said of its items."""
        return Body(self.kit.strings, self.kit.lang)

    @property
    def for_customer(self) -> bool:
        return self.audience == CUSTOMER

    @property
    def overdue(self) -> tuple[ChecklistItem, ...]:
        """What is overdue, the oldest first."""
        return tuple(sorted((d for d in self.checklist.duties if d.overdue), key=lambda d: (d.due.day, d.id)))

    @property
    def upcoming(self) -> tuple[ChecklistItem, ...]:
        """What is open and due within the next two weeks, the nearest first."""
        soon = (d for d in self.checklist.duties if not d.settled and not d.overdue and self.is_soon(d))
        return tuple(sorted(soon, key=lambda d: (d.due.deadline(self.checklist.zone), d.id)))

    def is_soon(self, duty: ChecklistItem) -> bool:
        return duty.due.day - self.checklist.today.date() <= NEXT_DAYS

    @property
    def readers(self) -> tuple[RoleRef, ...]:
        """Whoever has something to do or to know and so a sheet of their own, in the team's order; of a role's sheet nobody else."""
        c = self.checklist
        duties, plans = (*c.duties, *c.waived), c.plans
        found = [
            *(role for duty in duties for role in (duty.owner, *filter(None, [duty.verifier]), *duty.with_)),
            *(role for line in plans for role in (line.decider, line.executor, *line.notify)),
            *(line.owner for line in c.risks),
        ]
        concerned = {role.id: role for role in found}
        order = dict.fromkeys([*(role.id for role in c.team), *concerned])
        return () if self.role else tuple(concerned[id] for id in order if id in concerned)

    @property
    def ids(self) -> frozenset[str]:
        """The ids that mean something to a reader: those of the items. Of facts and estimates the words say enough."""
        return frozenset(duty.id for duty in self.checklist.duties)

    @property
    def unanswered(self) -> tuple[FactLine, ...]:
        return tuple(line for line in self.checklist.facts if line.value is None)

    @property
    def answered(self) -> tuple[FactLine, ...]:
        return tuple(line for line in self.checklist.facts if line.value is not None)

    @property
    def hidden_reasons(self) -> bool:
        """Whether the colour rests on reasons that this copy may not tell."""
        readiness = self.checklist.readiness
        return (
            self.for_customer
            and readiness.whole != "green"
            and not any(r.colour == readiness.whole for r in readiness.reasons)
        )

    @property
    def export(self) -> str:
        """The JSON that a sheet carries so that it can be read back."""
        return SheetExport.of(self.checklist, self.kit.lang).to_json()


def file_name(engagement: str, lang: Lang, format: str, *, role: str | None, audience: str, night: bool = False) -> str:
    """``E[.ROLE][.customer][.night].LANG.EXT``: printed codes and scripts rely on it."""
    middle = [role] if role else []
    middle += [CUSTOMER] if audience == CUSTOMER else []
    middle += [NIGHT] if night else []
    return ".".join([engagement, *middle, lang, format])
