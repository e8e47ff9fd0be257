"""What an edit of the tree means: every file that both sides have sound, compared by ids and values."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from generator.diagnostics import Bilingual
from generator.diff.change import Change, Kind
from generator.diff.fields import Sides, differences
from generator.diff.formatter import Formatter
from generator.diff.items import Books, came, subject, things, went
from generator.diff.playbooks import of_playbooks
from generator.i18n.vocabulary import Vocabulary
from generator.library import SHARED, Entry, Library
from generator.model import Playbook, Standard

_PART_OF = {"roles": "role", "products": "product", "glossary": "term", "calendars": "calendar"}
_IN_STANDARD = {"steps": "step", "stages": "stage", "levels": "level", "incidents": "incident"}


def edits(before: Library, after: Library, unsound: frozenset[str], vocabulary: Vocabulary) -> tuple[Change, ...]:
    """Every change of ``after`` against ``before``, by what it means; files that are ``unsound`` on a side are left out.

    In the order of the tree: what all share, playbooks, cases, engagements; in a file, in the order of the file. The order
    of entries and the layout mean nothing; a file with another layout alone is told as such.
    """
    sides = Sides(Formatter(before, vocabulary), Formatter(after, vocabulary))
    books = Books(_sound(before.playbooks, unsound), _sound(after.playbooks, unsound))
    found = [
        *_of_shared(sides, unsound),
        *of_playbooks(books, sides),
        *_of_files(_sound(before.cases, unsound), _sound(after.cases, unsound), "case", sides),
        *_of_files(_sound(before.engagements, unsound), _sound(after.engagements, unsound), "engagement", sides),
    ]
    return (*found, *_of_layout(before, after, unsound | {change.file for change in found}))


def reordered(before: Library, after: Library, changes: tuple[Change, ...], unsound: frozenset[str]) -> tuple[str, ...]:
    """The files in which entries changed places and nothing else."""
    told = unsound | {change.file for change in changes}
    return tuple(file for file, old, new in _rewritten(before, after, told) if old.model != new.model)


def _of_shared(sides: Sides, unsound: frozenset[str]) -> Iterator[Change]:
    for name in SHARED:
        old, new = getattr(sides.before.library, name), getattr(sides.after.library, name)
        if not old or not new or {old.file, new.file} & unsound or old.model == new.model:
            continue
        if isinstance(new.model, Standard):
            for field, part in _IN_STANDARD.items():
                yield from things(getattr(old.model, field), getattr(new.model, field), part, new.file, sides)
        else:
            yield from things(old.model.root, new.model.root, _PART_OF[name], new.file, sides)


def _of_files(
    before: Mapping[str, Entry[Any]], after: Mapping[str, Entry[Any]], part: str, sides: Sides
) -> Iterator[Change]:
    """Files that are one thing each. A file under another name with the same content is the same thing, renamed."""
    gone = {id: entry for id, entry in before.items() if id not in after}
    for id, entry in after.items():
        about = subject(id, entry.model, part, entry.file)
        if id in before:
            was = before[id].model
            yield from differences(was, entry.model, _with_book(sides, was, entry.model), about)
            continue
        old = next((old for old, other in gone.items() if other.model == entry.model), None)
        if old is None:
            yield came(about, sides)
        else:
            del gone[old]
            words = Bilingual(f"文件改名：{old} → {id}", f"the file was renamed: {old} → {id}")
            yield replace(about, kind=Kind.RENAMED, words=words)
    yield from (went(subject(id, entry.model, part, entry.file), sides) for id, entry in gone.items())


def _with_book(sides: Sides, before: BaseModel, after: BaseModel) -> Sides:
    """An engagement's own items speak of its playbook's facts."""

    def book(side: Formatter, model: BaseModel) -> Playbook | None:
        entry = side.library.playbooks.get(getattr(model, "playbook", ""))
        return entry.model if entry else None

    return sides.within(book(sides.before, before), book(sides.after, after))


def _of_layout(before: Library, after: Library, told: frozenset[str]) -> Iterator[Change]:
    words = Bilingual("只改了排版，含义不变", "layout alone; nothing changed in meaning")
    for file, old, new in _rewritten(before, after, told):
        if old.model == new.model:
            yield Change(Kind.FORMATTING, new.id, words, None, "file", file)


def _rewritten(before: Library, after: Library, told: frozenset[str]) -> Iterator[tuple[str, Entry[Any], Entry[Any]]]:
    """The files whose text differs though no change is told of them; how lines end is a matter of the machine."""
    was = before.entries
    for file, new in sorted(after.entries.items()):
        old = was.get(file)
        if old and file not in told and _lines(old) != _lines(new):
            yield file, old, new


def _lines(entry: Entry[Any]) -> str:
    return entry.original.text.replace("\r\n", "\n")


def _sound(entries: Mapping[str, Entry[Any]], unsound: frozenset[str]) -> dict[str, Entry[Any]]:
    return {id: entry for id, entry in entries.items() if entry.file not in unsound}
