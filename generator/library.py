"""The whole tree of playbooks/, read, validated and cross-referenced, with every fault on the way.

A file with faults still takes part with what is sound in it, so that one run finds all faults of all files; what had to
be left out of it is ``unresolvable``, so that a reference to it is not called unknown as well. Only files without errors are
tailored: see ``inputs``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any, Generic, NamedTuple, TypeVar, cast

from pydantic import BaseModel

from generator import FOLDER as FOLDER
from generator.diagnostics import Bilingual, Diagnostic, Position, did_you_mean, in_order
from generator.grouping import grouped
from generator.model import KINDS, Calendars, Case, Engagement, Glossary, Playbook, Products, Roles, Standard
from generator.model.item import Item, Retired
from generator.model.partial_validation import names_left_out, validate
from generator.model.playbook import Plan
from generator.model.scalars import LONGEST_STEM, is_stem
from generator.source import Path, Source, read

SHARED = ("standard", "roles", "products", "glossary", "calendars")


M = TypeVar("M", bound=BaseModel)


class Place(NamedTuple):
    """A value inside a file: where a diagnostic about it points. Rules make them by the hundred thousand, and look at few."""

    source: Source
    path: Path = ()

    def __truediv__(self, part: str | int) -> "Place":
        return Place(self.source, (*self.path, part))

    @property
    def value(self) -> Position:
        return self.source.value_at(self.path)

    @property
    def key(self) -> Position:
        return self.source.key_at(self.path)

    def inside(self, offset: int) -> Position:
        return self.source.inside(self.path, offset)


@dataclass(frozen=True)
class Entry(Generic[M]):
    """One file that could be read into its model."""

    id: str
    model: M
    place: Place
    original: Source
    """The file as its author wrote it; ``place`` leads into what of it is sound."""

    @property
    def file(self) -> str:
        return self.place.source.file


@dataclass(frozen=True)
class Library:
    """The tree. A shared file that could not be read is None: what refers to it cannot be judged."""

    playbooks: Mapping[str, Entry[Playbook]]
    engagements: Mapping[str, Entry[Engagement]]
    cases: Mapping[str, Entry[Case]]
    standard: Entry[Standard] | None
    roles: Entry[Roles] | None
    products: Entry[Products] | None
    glossary: Entry[Glossary] | None
    calendars: Entry[Calendars] | None
    unresolvable: frozenset[str]
    """Names inside what had to be left out."""
    files: frozenset[str]
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def entries(self) -> Mapping[str, Entry[Any]]:
        """Every file that could be read into its model."""
        shared: tuple[Entry[Any] | None, ...] = (
            self.standard, self.roles, self.products, self.glossary, self.calendars,
        )  # fmt: skip
        files = (*shared, *self.playbooks.values(), *self.cases.values(), *self.engagements.values())
        return {entry.file: entry for entry in files if entry}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """What of each readable file is sound."""
        return {file: self.entries[file].place.source for file in sorted(self.entries)}

    @cached_property
    def stems(self) -> Mapping[str, frozenset[str]]:
        """Per kind of file, every stem there is, readable or not."""
        found = grouped((kind_of(file), PurePosixPath(file).stem) for file in self.files if not _misnamed(file))
        return {kind: frozenset(found.get(kind, ())) for kind in KINDS}

    @cached_property
    def live_items(self) -> Mapping[str, tuple["Found", ...]]:
        """The live items of each playbook, as ``playbook_items`` gives them: many rules ask."""
        return {id: tuple(playbook_items(entry)) for id, entry in self.playbooks.items()}

    @property
    def whole(self) -> bool:
        """Whether every file could be read into its model, so that an unknown name is surely unknown."""
        return len(self.sources) == len(self.files)


def load(files: Mapping[str, bytes], like: Library | None = None) -> Library:
    """Read the tree: ``files`` maps a POSIX path from the root to its bytes. Never raises for bad content.

    What ``like`` has read of the same bytes without a fault is taken from there, and is the very same value.
    """
    known = _faultless(like) if like else {}
    entries: dict[str, dict[str, Entry[Any]]] = {kind: {} for kind in KINDS}
    found: list[Diagnostic] = []
    unresolvable: set[str] = set()
    for file, content in sorted(files.items()):
        entry = known.get(file)
        if entry is None or entry.original.text.encode("utf-8") != content:
            entry, faults, left_out = _entry(file, content)
            found += faults
            unresolvable |= left_out
        if entry:
            entries[str(kind_of(file))][entry.id] = entry
    for name in SHARED:
        if (file := f"{FOLDER}/shared/{name}.yaml") not in files:
            message = Bilingual(f"缺少 shared/{name}.yaml", f"shared/{name}.yaml is missing")
            found.append(Diagnostic("missing-file", Position(file), message))
    return Library(
        playbooks=cast(Mapping[str, Entry[Playbook]], entries["playbook"]),
        engagements=cast(Mapping[str, Entry[Engagement]], entries["engagement"]),
        cases=cast(Mapping[str, Entry[Case]], entries["case"]),
        unresolvable=frozenset(unresolvable),
        files=frozenset(files),
        diagnostics=tuple(in_order(found)),
        **cast(dict[str, Any], {name: entries[name].get(name) for name in SHARED}),
    )


def _entry(file: str, content: bytes) -> tuple[Entry[Any] | None, list[Diagnostic], set[str]]:
    """A file as far as it could be read, its faults, and the names inside what had to be left out."""
    if misnamed := _misnamed(file):
        return None, [misnamed], set()
    source, faults = read(content, file)
    if source is None:
        return None, faults, set()
    model, pruned, more = validate(source, KINDS[str(kind_of(file))], {fault.at for fault in faults})
    entry = Entry(PurePosixPath(file).stem, model, Place(pruned), source) if model is not None else None
    return entry, faults + more, names_left_out(source.data, pruned.data)


def inputs(engagement: Entry[Engagement]) -> frozenset[str]:
    """The files that an engagement's checklist is made from, whether or not they are there."""
    shared = (f"{FOLDER}/shared/{name}.yaml" for name in ("standard", "roles", "products", "calendars"))
    return frozenset({engagement.file, f"{FOLDER}/{engagement.model.playbook}.yaml", *shared})


@lru_cache(maxsize=20_000)
def kind_of(file: str) -> str | None:
    """The kind of a file by where it stands, or None where none may stand."""
    parts = PurePosixPath(file).parts
    if len(parts) == 2:
        return "playbook"
    if len(parts) == 3 and parts[1] in ("cases", "engagements"):
        return "case" if parts[1] == "cases" else "engagement"
    stem = PurePosixPath(file).stem
    return stem if len(parts) == 3 and parts[1] == "shared" and stem in SHARED else None


def _faultless(library: Library) -> dict[str, Entry[Any]]:
    """The files that were read without a word."""
    faulty = {fault.at.file for fault in library.diagnostics}
    return {file: entry for file, entry in library.entries.items() if file not in faulty}


def _misnamed(file: str) -> Diagnostic | None:
    """What is wrong with a file's name or place, if anything."""
    stem = PurePosixPath(file).stem
    if kind_of(file) is None:
        message = Bilingual("这个位置不放文件", "no file belongs here")
        move = Bilingual("放到 playbooks/、cases/ 或 engagements/。", "move it to playbooks/, cases/ or engagements/")
        hint = did_you_mean(stem, SHARED) if "/shared/" in file else move
    elif not file.endswith(".yaml"):
        message = Bilingual("扩展名要是 .yaml", "the file does not end in .yaml")
        hint = Bilingual(f"改名为 {stem}.yaml。", f"rename it to {stem}.yaml")
    elif not is_stem(stem):
        name = stem[:LONGEST_STEM]
        message = Bilingual(f"文件名 “{name}” 不能作 id", f'the file name "{name}" is no id')
        hint = Bilingual(
            "只用小写字母、数字和连字符，最长 60，不能是 Windows 设备名（con、nul 等）。",
            "lower-case letters, digits and hyphens only, at most 60, no Windows device name (con, nul …)",
        )
    else:
        return None
    return Diagnostic("file-name", Position(file), message, hint)


@dataclass(frozen=True)
class Found:
    """An item where it stands. ``step`` is the step it belongs to, or None for an extra that names none."""

    place: Place
    item: Item
    step: str | None
    playbook: str
    engagement: str | None = None


def items(library: Library) -> Iterator[Found]:
    """Every live item of the tree: tasks and attention items of each playbook, extras of each engagement."""
    for found in library.live_items.values():
        yield from found
    for engagement in library.engagements.values():
        for n, extra in enumerate(engagement.model.extra):
            yield Found(engagement.place / "extra" / n, extra, extra.step, engagement.model.playbook, engagement.id)


def playbook_items(entry: Entry[Playbook]) -> Iterator[Found]:
    """The live items of one playbook in its own order: each step's tasks, then the attention items."""
    for s, step in enumerate(entry.model.steps):
        for n, task in enumerate(step.tasks):
            if isinstance(task, Item):
                yield Found(entry.place / "steps" / s / "tasks" / n, task, step.step, entry.id)
    for n, attention in enumerate(entry.model.attention):
        if isinstance(attention, Item):
            yield Found(entry.place / "attention" / n, attention, attention.step, entry.id)


def labels(book: Playbook | None, library: Library) -> Mapping[str, Bilingual]:
    """How the ids of products, a playbook's waves and levels are called in a sentence."""
    products = library.products.model.root if library.products else {}
    levels = library.standard.model.levels if library.standard else {}
    return {
        **{id: product.title.words for id, product in products.items()},
        **{id: wave.title.words for id, wave in (book.waves if book else {}).items()},
        **{id: level.title.words for id, level in levels.items()},
    }


def plans(entry: Entry[Playbook]) -> Iterator[tuple[Place, Plan]]:
    """The live plans of one playbook."""
    for n, plan in enumerate(entry.model.plans):
        if isinstance(plan, Plan):
            yield entry.place / "plans" / n, plan


def ids(entry: Entry[Playbook]) -> Iterator[tuple[str, Place, Retired | None]]:
    """Every id of items and plans of a playbook, tombstones included."""
    book, place = entry.model, entry.place
    tasks = ((place / "steps" / s / "tasks", step.tasks) for s, step in enumerate(book.steps))
    for where, entries in (*tasks, (place / "attention", book.attention), (place / "plans", book.plans)):
        for n, found in enumerate(entries):
            yield found.id, where / n / "id", getattr(found, "retired", None)


def tombstones(playbook: Entry[Playbook]) -> dict[str, Retired]:
    """Each retired id of a playbook with why it went."""
    return {id: retired for id, _, retired in ids(playbook) if retired}


def is_plan(id: str) -> bool:
    """Whether a playbook's id names a plan: the letter before its number says so."""
    return "-P" in id


def at_last(id: str, gone: Mapping[str, Retired]) -> str | None:
    """What stands for a retired id today: its successor, or that one's where it was retired as well."""
    passed = {id}
    instead = gone[id].replaced_by
    while instead is not None and instead in gone and instead not in passed:
        passed.add(instead)
        instead = gone[instead].replaced_by
    return None if instead in passed else instead


RECORDS = ("assign", "move", "skip", "status")
"""What an engagement records of items, by their ids."""


def item_references(model: Engagement) -> Iterator[tuple[Path, str]]:
    """Every place of an engagement that names an item, or an extra's plan, and its id. A record's key ends its path."""
    for section in RECORDS:
        for id in getattr(model, section):
            yield (section, id), id
    for n, extra in enumerate(model.extra):
        for k, id in enumerate(extra.after):
            yield ("extra", n, "after", k), id
        if extra.plan:
            yield ("extra", n, "plan"), extra.plan
    for n, improvement in enumerate(model.retrospective.improve if model.retrospective else ()):
        if improvement.item is not None:
            yield ("retrospective", "improve", n, "item"), improvement.item
