"""An id names one thing, for ever; and a playbook's edition rises with its meaning, and its engagements follow."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, RootModel

from generator.check.context import Context
from generator.check.references import Reference, named
from generator.check.registry import diagnostic
from generator.diagnostics import LANGS, Bilingual, Diagnostic, Position
from generator.grouping import grouped
from generator.library import Entry, ids, is_plan, tombstones
from generator.model import Playbook
from generator.model.item import Retired
from generator.model.scalars import edition_order
from generator.model.text import shown

_PAGE = frozenset({"index"})
_ON_SHEETS = frozenset({"customer", "night", *LANGS})
_WHY_PAGE = Bilingual("网站的页面已经用了这个名字", "pages of the site bear this name already")
_WHY_SHEET = Bilingual("清单的文件名已经用了这个词", "the file names of sheets hold this word already")
_ANOTHER = Bilingual("换一个名字，例如 {0}-1。", "choose another, such as {0}-1")


def bad_id(context: Context) -> Iterator[Diagnostic]:
    """No id takes a name that our own files and pages bear. (That it is well formed is seen while reading.)"""
    library = context.library
    for entries in (library.playbooks, library.engagements, library.cases):
        yield from _reserved({id: Position(entry.file) for id, entry in entries.items()})
    if library.products:
        yield from _reserved({id: (library.products.place / id).key for id in library.products.model.root})
    if library.roles:
        yield from _reserved({id: (library.roles.place / id).key for id in library.roles.model.root}, _ON_SHEETS)


def _reserved(found: Mapping[str, Position], more: frozenset[str] = frozenset()) -> Iterator[Diagnostic]:
    for id in sorted(found.keys() & (_PAGE | more)):
        why = _WHY_PAGE if id in _PAGE else _WHY_SHEET
        hint = Bilingual(_ANOTHER.zh.format(id), _ANOTHER.en.format(id))
        yield diagnostic("bad-id", found[id], Bilingual(f"{id} 不能作 id：{why.zh}", f"{id} is no id: {why.en}"), hint)


def duplicate_id(context: Context) -> Iterator[Diagnostic]:
    """An id names one thing: items and plans over the whole tree, the rest within their file."""
    library = context.library
    yield from _repeated(Reference(id, at) for playbook in library.playbooks.values() for id, at, _ in ids(playbook))
    for entries, sections in (
        (library.playbooks, ("estimates", "messages")),
        (library.engagements, ("extra", "tests", "risks", "resources")),
    ):
        for entry in entries.values():
            for section in sections:
                yield from _repeated(named(entry.model, entry.place, f"{section}/*/id"))
    if library.products:
        for name, product in library.products.model.root.items():
            yield from _repeated(named(product, library.products.place / name, "sweep/*/id"))


def _repeated(names: Iterable[Reference]) -> Iterator[Diagnostic]:
    for name, same in grouped((one.name, one.place) for one in names).items():
        if len(same) == 1:
            continue
        first, *later = sorted(place.value for place in same)
        for at in later:
            zh = f"第 {first.line} 行" if at.file == first.file else f" {first.file}:{first.line}"
            en = f"line {first.line}" if at.file == first.file else f"{first.file}:{first.line}"
            hint = Bilingual(
                f"第一次在{zh}；换一个没用过的。", f"it first stands in {en}; choose one never used before"
            )
            message = Bilingual(f"id {shown(name)} 重复", f"the id {shown(name)} stands twice")
            yield diagnostic("duplicate-id", at, message, hint, related=(first,))


def reused_id(context: Context) -> Iterator[Diagnostic]:
    """An id that was retired names nothing new."""
    books = context.base.playbooks.values() if context.base else ()
    gone = {id: retired for earlier in books for id, retired in tombstones(earlier).items()}
    for playbook in context.library.playbooks.values() if gone else ():
        for id, place, retired in ids(playbook):
            if retired is None and id in gone:
                day = gone[id].on.isoformat()
                message = Bilingual(
                    f"{id} 已于 {day} 停用，不能再用", f"{id} was retired on {day} and may not be used again"
                )
                hint = Bilingual(
                    "换一个没用过的号，停用的那一行放回去。",
                    "take a number never used before, and put the tombstone back",
                )
                yield diagnostic("reused-id", place.value, message, hint)


def vanished_id(context: Context) -> Iterator[Diagnostic]:
    """An id goes only by a tombstone."""
    if context.base is None:
        return
    library = context.library
    here = {id for playbook in library.playbooks.values() for id, _, _ in ids(playbook)} | library.unresolvable
    for earlier in context.base.playbooks.values():
        later = library.playbooks.get(earlier.id)
        if later is None and earlier.file in library.files:
            continue  # It cannot be read; that is said already.
        for id, _, retired in ids(earlier):
            if id not in here:
                yield _vanished(earlier, later, id, retired)


def _vanished(earlier: Entry[Playbook], later: Entry[Playbook] | None, id: str, retired: Retired | None) -> Diagnostic:
    message = Bilingual(f"{id} 不见了", f"{id} has vanished")
    hint = Bilingual(
        f"在原处留一行 {{id: {id}, retired: {{on: 日期, because: 原因}}}}。",
        f"leave {{id: {id}, retired: {{on: date, because: reason}}}} in its place",
    )
    if retired:
        message = Bilingual(f"{id} 停用的那一行不见了", f"the tombstone of {id} has vanished")
        hint = Bilingual("放回去：停用的 id 要一直留着。", "put it back: a retired id stays for good")
    # A deleted playbook is blamed by its name, though its file is there no more.
    return diagnostic("vanished-id", _where(later, id) if later else Position(earlier.file), message, hint)


def _where(playbook: Entry[Playbook], id: str) -> Position:
    """The list that an id belongs to, where that is plain; else the file's first key."""
    section = "plans" if is_plan(id) else "attention" if "-A" in id else "steps"
    return (playbook.place / section).key


_MEANS_NOTHING = frozenset({"edition", "maintainers"})


def edition_unraised(context: Context) -> Iterator[Diagnostic]:
    """A playbook whose meaning changed has a higher edition than before."""
    for id, playbook in context.library.playbooks.items():
        earlier = context.base.playbooks.get(id) if context.base else None
        if earlier is None or earlier.model == playbook.model:
            continue
        was, now = earlier.model.edition, playbook.model.edition
        raised = edition_order(now) > edition_order(was)
        if raised or _meaning(earlier.model, _MEANS_NOTHING) == _meaning(playbook.model, _MEANS_NOTHING):
            continue
        message = Bilingual(f"内容改了，版次还是 {now}", f"the meaning changed and the edition is still {now}")
        if now != was:
            message = Bilingual(
                f"内容改了，版次却从 {was} 变成 {now}", f"the meaning changed and the edition went from {was} to {now}"
            )
        raise_it = _next(was)
        hint = Bilingual(f'改成 edition: "{raise_it}"。', f'write edition: "{raise_it}"')
        yield diagnostic("edition-unraised", (playbook.place / "edition").value, message, hint)


def _next(edition: str) -> str:
    *whole, last = edition_order(edition)
    return ".".join(str(part) for part in (*whole, last + 1))


def stale_edition(context: Context) -> Iterator[Diagnostic]:
    """A running engagement has accepted its playbook's current edition."""
    for engagement, playbook in context.engagements():
        accepted, current = engagement.model.edition, playbook.model.edition
        now = context.now(engagement.model.event)
        if accepted is None or now is None or now > engagement.model.event.end:
            continue
        if edition_order(accepted) < edition_order(current):
            message = Bilingual(
                f"接受的是 {accepted} 版，手册已是 {current} 版",
                f"edition {accepted} was accepted; the playbook is at {current}",
            )
            hint = Bilingual(
                f"看过改动后运行 playbook rebase {engagement.id}。",
                f"look at the changes, then run playbook rebase {engagement.id}",
            )
            yield diagnostic("stale-edition", (engagement.place / "edition").value, message, hint)


_ORDERED = frozenset({"action", "team", "window"})
"""Keys whose lists are read in their order."""


def _meaning(value: Any, without: frozenset[str] = frozenset(), ordered: bool = False) -> Hashable:
    """What a value means, to compare by equality: the keys ``without`` of ``value`` itself do not count.

    The order of items, facts, names and remarks means nothing; that of a plan's actions and of the people of a role does.
    """
    if isinstance(value, RootModel):
        return _meaning(value.root)
    if isinstance(value, BaseModel):
        fields = (name for name in type(value).model_fields if name not in without)
        return type(value), tuple((name, _meaning(getattr(value, name), ordered=name in _ORDERED)) for name in fields)
    if isinstance(value, dict):
        return frozenset((key, _meaning(part, ordered=ordered)) for key, part in value.items())
    if isinstance(value, tuple):
        parts = [_meaning(part) for part in value]
        return tuple(parts) if ordered else frozenset(Counter(parts).items())
    found: Hashable = value
    return found
