"""An engagement onto its playbook's current edition: which retired ids it has to follow, and what becomes of two records of one item.

They are made one: of one ladder the further state wins, verified is never lowered, and where they differ somebody is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from generator.diagnostics import Bilingual
from generator.edit.operations import Edit, Remove, Rename, Set, same
from generator.grouping import grouped
from generator.library import RECORDS, Entry, at_last, ids, item_references, tombstones
from generator.model import Engagement, Playbook
from generator.model.engagement import further
from generator.model.item import Retired
from generator.model.scalars import edition_order
from generator.source import Path


@dataclass(frozen=True, slots=True)
class Difference:
    """What the record of ``old`` says otherwise than that of ``new``, which takes its place: a field of a state, else the whole record.

    The values are as the file has them; ``both`` is None where there is no room for two.
    """

    section: str
    new: str
    old: str
    field: str
    ours: Any
    theirs: Any
    both: Any = None


Choose = Callable[[Difference], Any]
"""What to write where two records differ; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A retired id at ``path`` of the engagement, and the live one that took its place; ``was`` is its record, where two became one."""

    path: Path
    old: str
    new: str
    was: Any = None


@dataclass(frozen=True, slots=True)
class Rebase:
    """What accepting the current edition does to the file. ``problems`` and ``open`` forbid it: each is something a person has to decide."""

    current: str
    followed: tuple[Followed, ...]
    kept: tuple[Path, ...]
    """Records of what was retired without a successor."""
    open: tuple[Difference, ...]
    problems: tuple[Bilingual, ...]
    edits: tuple[Edit, ...]


def rebase(engagement: Entry[Engagement], playbook: Entry[Playbook], choose: Choose) -> Rebase:
    """Follow every retired id; where a record meets another, they become one, and ``choose`` is asked where they differ."""
    old, current = engagement.model.edition, playbook.model.edition
    gone = tombstones(playbook)
    live = frozenset(id for id, _, retired in ids(playbook) if not retired)
    ways = [(path, id, _successor(id, gone, live)) for path, id in item_references(engagement.model)]
    problems = [*_newer(old, current), *_lost(ways, gone, live, engagement.model)]
    leading = [(path, id, new) for path, id, new in ways if new is not None]
    records = grouped(((str(path[0]), new), id) for path, id, new in leading if path[0] in RECORDS)
    edits, open, met = [*_references(leading, engagement.model)], list[Difference](), set[Path]()
    for (section, new), olds in records.items():
        own = new in getattr(engagement.model, section)
        if own or len(olds) > 1:
            met |= {(section, id) for id in olds}
        changes, differing = merged(section, new, olds, own, engagement, choose)
        edits += [] if own else [Rename((section, olds[0]), new)]
        edits += [*changes, *(Remove((section, id)) for id in olds[not own :])]
        open += differing
    if old != current:
        edits.append(Set(("edition",), current))
    return Rebase(
        current=current,
        followed=tuple(Followed(path, id, new, engagement.original.data[path[0]][id] if path in met else None) for path, id, new in leading),
        kept=tuple(path for path, id, new in ways if id in gone and new is None and path[0] != "extra"),
        open=tuple(open),
        problems=tuple(problems),
        edits=tuple(edits),
    )  # fmt: skip


def _successor(id: str, gone: Mapping[str, Retired], live: frozenset[str]) -> str | None:
    found = at_last(id, gone) if id in gone else None
    return found if found in live else None


def _references(leading: list[tuple[Path, str, str]], model: Engagement) -> Iterator[Edit]:
    """What names an item without recording anything of it; an extra that waits for one item twice waits for it once."""
    waits: dict[Path, set[str]] = {}
    twice: list[Remove] = []
    for path, _, new in leading:
        if path[2:3] == ("after",):
            before = waits.setdefault(path[:3], set(model.extra[int(path[1])].after))
            if new in before:
                twice.append(Remove(path))
                continue
            before.add(new)
        if path[0] not in RECORDS:
            yield Set(path, new)
    yield from reversed(twice)


def _lost(
    ways: list[tuple[Path, str, str | None]], gone: Mapping[str, Retired], live: frozenset[str], model: Engagement
) -> Iterator[Bilingual]:
    own = {extra.id for extra in model.extra}
    for path, id, new in ways:
        at = said(path)
        if id in gone and new is None and path[0] == "extra":
            yield Bilingual(
                f"{at}：{id} 已停用，没有替代；换成在用的，或去掉这个引用",
                f"{at}: {id} is retired without a successor; name one in use, or take the reference out",
            )
        elif path[-1] != "plan" and id not in live | own | gone.keys():
            yield Bilingual(
                f"{at}：现行版次里没有 {id}，也没有停用记录；id 写错就改正，手册误删就放回停用的那一行",
                f"{at}: the current edition has no {id}, not even as retired; correct the id, or put its tombstone back into the playbook",
            )


def _newer(accepted: str | None, current: str) -> Iterator[Bilingual]:
    if accepted and edition_order(accepted) > edition_order(current):
        yield Bilingual(
            f"团队已接受 {accepted}，比这里的手册 {current} 还新：先更新手册",
            f"the team has accepted {accepted}, which is newer than the playbook here ({current}): update the playbook first",
        )


def said(path: Path) -> str:
    """A place in a file as people count."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


TEXTS = ("evidence", "note")
"""Fields of a state of which both may stay, one behind the other."""
_WITH_STATE = ("state", "on", "by")


def merged(
    section: str,
    new: str,
    olds: Iterable[str],
    own: bool,
    engagement: Entry[Engagement],
    choose: Callable[[Difference], Any],
) -> tuple[list[Edit], list[Difference]]:
    """The edits that make one record of those of ``olds`` and, where it is its ``own``, of ``new``; and what nobody chose."""
    written = engagement.original.data[section]
    open: list[Difference] = []

    def settled(found: Difference) -> Any:
        answer = choose(found)
        if answer is None:
            open.append(found)
        return found.ours if answer is None else answer

    def one(ours: Any, old: str) -> Any:
        theirs = written[old]
        if section == "status":
            return _state(ours, theirs, lambda field, both: settled(Difference(section, new, old, field, ours.get(field), theirs.get(field), both)))  # fmt: skip
        return ours if same(ours, theirs) else settled(Difference(section, new, old, section, ours, theirs))

    first, *rest = [*([new] if own else []), *olds]
    before = written[first]
    after = reduce(one, rest, before)
    return [*_changes(section, new, before, after)], open


def _changes(section: str, new: str, before: Any, after: Any) -> Iterator[Edit]:
    if not isinstance(before, dict):
        yield from () if same(before, after) else (Set((section, new), after),)
        return
    yield from (Set((section, new, name), value) for name, value in after.items() if not same(value, before.get(name)))
    yield from (Remove((section, new, name)) for name in before if name not in after)


def _state(ours: Mapping[str, Any], theirs: Mapping[str, Any], ask: Callable[[str, Any], Any]) -> dict[str, Any]:
    """One state of two. When and by whom goes with the state, as the other is its history."""
    found = dict(ours)
    a, b = ours["state"], theirs["state"]
    if a != b:
        state = b if _beats(b, a) else a if _beats(a, b) else ask("state", None)
        winner = theirs if state == b else ours
        found = {name: value for name, value in found.items() if name not in _WITH_STATE}
        found = {name: winner[name] for name in _WITH_STATE if name in winner} | found
    else:
        found |= {name: _either(ours, theirs, name, ask) for name in ("on", "by") if name in {*ours, *theirs}}
    return found | {name: _either(ours, theirs, name, ask) for name in TEXTS if name in {*ours, *theirs}}


def _beats(one: str, other: str) -> bool:
    return one == "verified" or (other != "verified" and further(one, other))


def _either(ours: Mapping[str, Any], theirs: Mapping[str, Any], name: str, ask: Callable[[str, Any], Any]) -> Any:
    a, b = ours.get(name), theirs.get(name)
    if a is None or b is None or same(a, b):
        return b if a is None else a
    return ask(name, _joined(a, b) if name in TEXTS else None)


def _joined(a: Any, b: Any) -> Any:
    """Two texts one behind the other, in each language that either has."""
    one, other = (text if isinstance(text, dict) else {"zh": text, "en": text} for text in (a, b))
    if not isinstance(a, dict) and not isinstance(b, dict):
        return f"{a} / {b}"
    return {lang: " / ".join(filter(None, dict.fromkeys((one.get(lang), other.get(lang))))) for lang in one | other}
