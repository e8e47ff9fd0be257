"""Sheets onto the disk: one file a sheet, each replaced whole; other formats and other engagements' files stay."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from generator.diagnostics import LANGS, Lang
from generator.history.commits import History, history
from generator.i18n.templates import Kit
from generator.library import Entry, Library, inputs
from generator.model import Engagement
from generator.model.shared import Role
from generator.publish import resources
from generator.publish.address import site_address
from generator.publish.disk import InUse, sweep, write_whole
from generator.publish.output_folder import refuse_sources
from generator.publish.tree import open_workspace
from generator.publish.workers import map_ordered
from generator.render import render
from generator.render.sheet import Sheet, file_name
from generator.tailor import CUSTOMER, TEAM, Checklist, for_customer, for_role
from generator.tailor.rows import RoleRef
from generator.workspace import Workspace


@dataclass(frozen=True)
class SheetVariant:
    """Which sheet of an engagement: for whom, for which role, whole or for the night, in which language and format."""

    lang: Lang
    format: str
    audience: str
    role: str | None = None
    night: bool = False

    def file_name(self, engagement: str) -> str:
        return file_name(engagement, self.lang, self.format, role=self.role, audience=self.audience, night=self.night)


@dataclass(frozen=True)
class SheetBuilder:
    """What all sheets of one run share."""

    root: Path
    library: Library
    history: History
    kits: Mapping[Lang, Kit]
    address: str | None
    """Where the site is published, with a slash at its end; None where mkdocs.yml does not say."""

    @classmethod
    def of(cls, root: Path, library: Library, *, past: bool = True) -> "SheetBuilder":
        """``past``: whether sheets name the commit that they are made from."""
        kits = {lang: resources.kit(root, "checklist", lang) for lang in LANGS}
        return cls(root, library, history(root) if past else History({}, frozenset()), kits, site_address(root))

    @property
    def _roles(self) -> Mapping[str, Role]:
        return self.library.roles.model.root if self.library.roles else {}

    def proper(self, variant: SheetVariant) -> SheetVariant:
        """The cut as it may be made: the sheet of a role on the customer's side is the customer's copy, whoever asks for it."""
        role = self._roles.get(variant.role or "")
        return replace(variant, audience=CUSTOMER) if role and role.side == "customer" else variant

    def sheet(self, checklist: Checklist, variant: SheetVariant) -> Sheet:
        """A checklist cut for its reader."""
        proper = self.proper(variant)
        return self._sheet(self._copy(checklist, proper.audience), proper)

    def _copy(self, checklist: Checklist, audience: str) -> Checklist:
        roles = self._roles
        triangle = frozenset(name for name, role in roles.items() if role.triangle)
        return for_customer(checklist, triangle) if audience == CUSTOMER else checklist

    def _sheet(self, checklist: Checklist, variant: SheetVariant) -> Sheet:
        """The sheet of a copy."""
        roles = self._roles
        role = None
        if variant.role:
            people = next((held.people for held in checklist.team if held.id == variant.role), ())
            role = RoleRef(variant.role, roles[variant.role].title, roles[variant.role].side == "customer", people)
            checklist = for_role(checklist, variant.role)
        return Sheet(
            checklist=checklist,
            kit=self.kits[variant.lang],
            audience=variant.audience,
            role=role,
            commit=self.history.last(inputs(self.library.engagements[checklist.id])),
            night=variant.night,
            # What stands there is our team's page.
            address=f"{self.address}engagements/{checklist.id}/index.{variant.lang}.html"
            if self.address and variant.audience == TEAM
            else None,
        )

    def write(
        self, out: Path, checklist: Checklist, variants: Sequence[SheetVariant], in_use: list[InUse] | None = None
    ) -> Iterator[Path]:
        """Write an engagement's sheets into ``out``/E/ and yield each path as it is there.

        Sheets that another program holds are left as they are and appended to ``in_use``, or without it raised.
        """
        sweep(out / checklist.id)
        # Cutting the customer's copy takes as long as tailoring; all sheets of one share it.
        proper = list(map(self.proper, variants))
        copies = {audience: self._copy(checklist, audience) for audience in {variant.audience for variant in proper}}
        for variant in proper:
            path = out / checklist.id / variant.file_name(checklist.id)
            try:
                write_whole(path, render(self._sheet(copies[variant.audience], variant), variant.format), lasting=False)
            except InUse as error:
                if in_use is None:
                    raise
                in_use.append(error)
            else:
                yield path


class WrittenSheets(NamedTuple):
    """The files of one engagement, and those that another program holds, which are as they were."""

    engagement: str
    paths: list[Path]
    in_use: list[InUse]


def open_builder(
    root: Path, today: date | datetime, only: Iterable[str] | None = None, out: Path | None = None, *, past: bool = True
) -> tuple[Workspace, SheetBuilder]:
    """The tree below ``root`` (of its engagements ``only`` these), and what its sheets share.

    Raises ``Unreadable``, and ``OutputRefused`` where sheets may not be written to ``out``.
    """
    if out is not None:
        refuse_sources(root, out)
    workspace = open_workspace(root, today, only)
    return workspace, SheetBuilder.of(root, workspace.library, past=past)


def write_sheets(
    builder: SheetBuilder,
    workspace: Workspace,
    chosen: Sequence[Entry[Engagement]],
    variants: Sequence[SheetVariant],
    out: Path,
) -> Iterator[WrittenSheets]:
    """Write the ``cuts`` of each engagement ``chosen`` into ``out``, over all cores, in their order. Raises ``OutputRefused``."""
    for place in (out / engagement.id for engagement in chosen):
        # A link there may lead anywhere.
        if place.resolve() != out.resolve() / place.name:
            refuse_sources(builder.root, place)

    def write(engagement: Entry[Engagement]) -> WrittenSheets:
        in_use: list[InUse] = []
        paths = list(builder.write(out, workspace.checklist(engagement), variants, in_use))
        return WrittenSheets(engagement.id, paths, in_use)

    return map_ordered(write, chosen)
