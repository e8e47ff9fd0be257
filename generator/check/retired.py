"""Ids that a playbook has retired, and the words for using one still."""

from __future__ import annotations

from collections.abc import Mapping

from generator.check.references import Reference
from generator.diagnostics import Diagnostic, Words
from generator.library import Entry, Place, ids
from generator.model import Playbook
from generator.model.item import Retired


def tombstones(playbook: Entry[Playbook]) -> dict[str, Retired]:
    """Each retired id of a playbook with why it went."""
    return {id: retired for id, _, retired in ids(playbook) if retired}


def is_plan(id: str) -> bool:
    """Whether a playbook's id names a plan: the letter before its number says so."""
    return "-P" in id


def successor(id_place: Place) -> Place:
    """Where a tombstone whose id stands at ``id_place`` names what replaced it."""
    return Place(id_place.source, id_place.path[:-1]) / "retired" / "replaced_by"


def still_used(code: str, reference: Reference, gone: Mapping[str, Retired]) -> Diagnostic:
    """The fault of a reference to a retired id: the hint names what took its place."""
    id, day, instead = reference.name, gone[reference.name].on.isoformat(), _at_last(reference.name, gone)
    message = Words(f'{reference.label} "{id}"：已停用', f'{reference.label} "{id}" is retired')
    if instead:
        hint = Words(f"{id} 已于 {day} 停用，改用 {instead}。", f"{id} was retired on {day}; use {instead} instead")
    else:
        hint = Words(
            f"{id} 已于 {day} 停用，没有替代，删掉这一行。",
            f"{id} was retired on {day} without a successor; remove the line",
        )
    return Diagnostic(code, reference.at, message, hint)


def _at_last(id: str, gone: Mapping[str, Retired]) -> str | None:
    """What stands for a retired id today: its successor, or that one's where it was retired as well."""
    passed = {id}
    instead = gone[id].replaced_by
    while instead is not None and instead in gone and instead not in passed:
        passed.add(instead)
        instead = gone[instead].replaced_by
    return None if instead in passed else instead
