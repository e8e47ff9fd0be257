"""Two records of one item made one: of one ladder the further state wins, verified is never lowered, and where they differ somebody is asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from generator.edit.operations import Edit, Remove, Set, same
from generator.library import Entry
from generator.model import Engagement
from generator.model.engagement import further

TEXTS = ("evidence", "note")
"""Fields of a state of which both may stay, one behind the other."""
_WITH_STATE = ("state", "on", "by")


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
