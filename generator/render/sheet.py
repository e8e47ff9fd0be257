"""One sheet: a checklist cut for a reader, with what every format shows beside it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta

from generator.diagnostics import Lang
from generator.language.templates import Kit
from generator.tailor import CUSTOMER, Checklist
from generator.tailor.lines import Duty, FactLine, RoleRef

NEXT_DAYS = timedelta(days=14)
EXPORT_VERSION = 1
EXPORTED = ("state", "owner", "due", "on", "by", "evidence", "note")
FULL, NIGHT = "full", "night"


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

    @property
    def for_customer(self) -> bool:
        return self.audience == CUSTOMER

    @property
    def overdue(self) -> tuple[Duty, ...]:
        """What is overdue, the oldest first."""
        return tuple(sorted((d for d in self.checklist.duties if d.overdue), key=lambda d: (d.due.day, d.id)))

    @property
    def upcoming(self) -> tuple[Duty, ...]:
        """What is open and due within the next two weeks, the nearest first."""
        today = self.checklist.today.date()
        soon = (d for d in self.checklist.duties if not d.settled and not d.overdue and d.due.day - today <= NEXT_DAYS)
        return tuple(sorted(soon, key=lambda d: (d.due.deadline(self.checklist.zone), d.id)))

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
        """The JSON that a sheet carries so that it can be read back: by id, what can be filled in, as printed; what is empty is left away."""
        checklist = self.checklist
        items = {
            duty.id: {name: value for name, value in self._filled(duty).items() if value} for duty in checklist.duties
        }
        data = {
            "format": EXPORT_VERSION,
            "engagement": checklist.id,
            "edition": checklist.edition,
            "fingerprint": checklist.fingerprint,
            "fields": EXPORTED,
            "items": items,
        }
        return json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))

    def _filled(self, duty: Duty) -> dict[str, str]:
        status, lang = duty.status, self.kit.lang
        on, by = status.on.isoformat() if status.on else "", status.by or ""
        texts = (text.of(lang) if text else "" for text in (status.evidence, status.note))
        return dict(zip(EXPORTED, (status.state, duty.owner.id, duty.due.day.isoformat(), on, by, *texts), strict=True))


def file_name(engagement: str, lang: Lang, format: str, *, role: str | None, audience: str, night: bool = False) -> str:
    """``E[.ROLE][.customer][.night].LANG.EXT``: printed codes and scripts rely on it."""
    middle = [role] if role else []
    middle += [CUSTOMER] if audience == CUSTOMER else []
    middle += [NIGHT] if night else []
    return ".".join([engagement, *middle, lang, format])
