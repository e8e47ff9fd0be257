"""An engagement onto its playbook's current edition: what has changed in between, and which ids it has to follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics import Bilingual
from generator.edit.operations import Edit, Rename, Set
from generator.library import RECORDS, Entry, Found, at_last, ids, is_plan, item_references, playbook_items, tombstones
from generator.model import Engagement, Playbook
from generator.model.item import Item, Retired
from generator.model.offset import Offset
from generator.model.scalars import edition_order
from generator.model.text import Text
from generator.source import Path


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that both editions have: which of its keys differ, with both values where they are short."""

    id: str
    title: Text
    keys: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that the current edition no longer has; ``retired`` is None where no tombstone says why."""

    id: str
    title: Text | None
    retired: Retired | None
    instead: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A retired id at ``path`` of the engagement, and the live one that took its place."""

    path: Path
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Rebase:
    """What accepting the current edition means. ``problems`` forbid it: each is something a person has to decide."""

    accepted: str | None
    current: str
    compared: bool
    """Whether the accepted edition was to be had; without it only tombstones tell what has changed."""
    added: tuple[Found, ...]
    changed: tuple[ItemChange, ...]
    gone: tuple[Gone, ...]
    followed: tuple[Followed, ...]
    problems: tuple[Bilingual, ...]
    edits: tuple[Edit, ...]


def rebase(engagement: Entry[Engagement], playbook: Entry[Playbook], accepted: Entry[Playbook] | None) -> Rebase:
    """Compare the accepted edition (None where it is not to be had) with the current one, and follow every retired id."""
    gone = tombstones(playbook)
    live = frozenset(id for id, _, retired in ids(playbook) if not retired)
    now = {found.item.id: found for found in playbook_items(playbook)}
    was = {found.item.id: found for found in playbook_items(accepted)} if accepted else now
    old, current = engagement.model.edition, playbook.model.edition
    problems = [*_newer(old, current)]
    followed: list[Followed] = []
    edits: list[Edit] = []
    for path, id in item_references(engagement.model):
        if id not in gone:
            problems += _unknown(path, id, live, engagement.model)
            continue
        successor = at_last(id, gone)
        if successor is None or successor not in live:
            problems.append(_no_successor(path, id))
        elif _is_taken(engagement.model, path, successor) or any(
            f.path[:-1] == path[:-1] and f.new == successor for f in followed
        ):
            problems.append(_two_for_one(path, id, successor))
        else:
            followed.append(Followed(path, id, successor))
            edits.append(Rename(path, successor) if path[0] in RECORDS else Set(path, successor))
    if old != current:
        edits.append(Set(("edition",), current))
    return Rebase(
        accepted=old,
        current=current,
        compared=accepted is not None or old == current,
        added=tuple(found for id, found in now.items() if id not in was),
        changed=tuple(_changed(was, now)),
        gone=tuple(_gone(was, now, gone, accepted is None and old != current)),
        followed=tuple(followed),
        problems=tuple(problems),
        edits=tuple(edits),
    )


def _is_taken(model: Engagement, path: Path, successor: str) -> bool:
    return path[0] in RECORDS and successor in getattr(model, str(path[0]))


def _unknown(path: Path, id: str, live: frozenset[str], model: Engagement) -> Iterator[Bilingual]:
    if path[-1] != "plan" and id not in live and id not in {extra.id for extra in model.extra}:
        at = _said(path)
        yield Bilingual(
            f"{at}：现行版次里没有 {id}，也没有停用记录；改正或删掉它",
            f"{at}: the current edition has no {id}, not even as retired; correct or remove it",
        )


def _no_successor(path: Path, id: str) -> Bilingual:
    at = _said(path)
    return Bilingual(
        f"{at}：{id} 已停用，没有替代；它的记录要留到哪里请人来定，然后删掉这一行",
        f"{at}: {id} is retired without a successor; decide where its record goes, then remove the line",
    )


def _two_for_one(path: Path, id: str, successor: str) -> Bilingual:
    at = _said(path)
    return Bilingual(
        f"{at}：{id} 由 {successor} 替代，但 {successor} 那里已有记录；把两条合成一条",
        f"{at}: {id} is replaced by {successor}, which has an entry of its own; make one of the two",
    )


def _newer(accepted: str | None, current: str) -> Iterator[Bilingual]:
    if accepted and edition_order(accepted) > edition_order(current):
        yield Bilingual(
            f"团队已接受 {accepted}，比这里的手册 {current} 还新：先更新手册",
            f"the team has accepted {accepted}, which is newer than the playbook here ({current}): update the playbook first",
        )


def _said(path: Path) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def _changed(was: dict[str, Found], now: dict[str, Found]) -> Iterator[ItemChange]:
    for id, new in now.items():
        old = was.get(id)
        if old is not None and (old.item != new.item or old.step != new.step):
            yield ItemChange(id, new.item.title, tuple(_keys(old, new)))


def _keys(old: Found, new: Found) -> Iterator[tuple[str, str, str]]:
    if old.step != new.step:
        yield "step", str(old.step), str(new.step)
    for name, field in Item.model_fields.items():
        before, after = getattr(old.item, name), getattr(new.item, name)
        if before != after:
            yield field.alias or name, _short(before), _short(after)


def _short(value: object) -> str:
    """A value where a line can hold it; of texts only that they changed is said."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, str | Offset) else ""


def _gone(was: dict[str, Found], now: dict[str, Found], gone: dict[str, Retired], unknown: bool) -> Iterator[Gone]:
    """What the accepted edition had; where that is unknown, all that was ever retired."""
    for id in gone if unknown else was:
        if id not in now and not is_plan(id):
            old, retired = was.get(id), gone.get(id)
            yield Gone(id, old.item.title if old else None, retired, at_last(id, gone) if retired else None)
