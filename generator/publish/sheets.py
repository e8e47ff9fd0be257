"""Sheets onto the disk: one file a sheet, each replaced whole; other formats and other engagements' files stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import LANGS, Lang
from generator.language.templates import Kit
from generator.library import Library, inputs
from generator.publish import resources
from generator.publish.address import site_address
from generator.publish.disk import sweep, write_whole
from generator.publish.git import History, history
from generator.render import Sheet, file_name, render
from generator.tailor import CUSTOMER, Checklist, for_customer, for_role
from generator.tailor.lines import RoleRef


@dataclass(frozen=True)
class Cut:
    """Which sheet of an engagement: for whom, for which role, whole or for the night, in which language and format."""

    lang: Lang
    format: str
    audience: str
    role: str | None = None
    night: bool = False

    def file_name(self, engagement: str) -> str:
        return file_name(engagement, self.lang, self.format, role=self.role, audience=self.audience, night=self.night)


@dataclass(frozen=True)
class Desk:
    """What all sheets of one run share."""

    library: Library
    history: History
    kits: Mapping[Lang, Kit]
    address: str | None
    """Where the site is published, with a slash at its end; None where mkdocs.yml does not say."""

    @classmethod
    def of(cls, root: Path, library: Library) -> Desk:
        kits = {lang: resources.kit(root, "checklist", lang) for lang in LANGS}
        return cls(library, history(root), kits, site_address(root))

    def sheet(self, checklist: Checklist, cut: Cut) -> Sheet:
        """A checklist cut for its reader."""
        assert self.library.roles
        roles = self.library.roles.model.root
        if cut.audience == CUSTOMER:
            checklist = for_customer(checklist, frozenset(name for name, role in roles.items() if role.triangle))
        role = None
        if cut.role:
            people = next((held.people for held in checklist.team if held.id == cut.role), ())
            role = RoleRef(cut.role, roles[cut.role].title, roles[cut.role].side == "customer", people)
            checklist = for_role(checklist, cut.role)
        return Sheet(
            checklist=checklist,
            kit=self.kits[cut.lang],
            audience=cut.audience,
            role=role,
            commit=self.history.last(inputs(self.library.engagements[checklist.id])),
            night=cut.night,
            address=f"{self.address}engagements/{checklist.id}/index.{cut.lang}.html" if self.address else None,
        )

    def write(self, out: Path, checklist: Checklist, cuts: Sequence[Cut]) -> Iterator[Path]:
        """Write an engagement's sheets into ``out``/E/, and say each path as it is there."""
        sweep(out / checklist.id)
        for cut in cuts:
            path = out / checklist.id / cut.file_name(checklist.id)
            write_whole(path, render(self.sheet(checklist, cut), cut.format), lasting=False)
            yield path
