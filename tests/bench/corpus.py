"""A tree of any size for measuring: ``python tests/bench/corpus.py SIZE OUT``. Same size, same bytes.

Playbooks and engagements are cut from the samples, renamed and varied, so that they weigh what real ones weigh (about 20 KB and
2 KB) and pass ``check --strict``. Every text is varied, or whatever remembers texts would look faster than it is.
"""

from __future__ import annotations

import argparse
import re
import shutil
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from generator.check import check
from generator.diagnostics import Severity
from generator.expressions import names, parse
from generator.library import load
from generator.publish.disk import read_tree
from generator.source import Node, Source, read
from generator.source import Path as Way

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"S": (2, 10), "M": (10, 200), "L": (10, 2_000), "XL": (10, 10_000)}
"""Size → how many playbooks and engagements: a vendor has a few kinds of event, and many events of each."""
AROUND = ("mkdocs.yml", "site_config", "templates", "playbooks/shared", "playbooks/cases")
"""What a tree has beside its playbooks and engagements, taken as it is."""
CUTS = 10
"""How many different cuts are made of a sample before they come round again under other names."""
ATTENTION, TASKS, ESTIMATES, STATES = 11, 1, 2, 4
"""What a cut playbook keeps of each kind (tasks: a step), and how many states a cut engagement has."""
TRIANGLE = frozenset({"account-manager", "architect", "technical-service-manager"})
ITEM_LACKS = frozenset({"how", "evidence", "sources", "wave", "repeat", "levels"})
"""Keys that a cut item does without: what they name may be cut, or the file would be twice as large."""
ENGAGEMENT_HAS = frozenset(
    {"customer", "playbook", "edition", "opened", "event", "team", "products", "facts", "status"}
)
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d(?!\d)", re.ASCII)
_TEXT = re.compile(r"^(\s*(?:- )?(?:zh|en): .*?)([。.]?\"?)$", re.MULTILINE)
_SHORT = re.compile(r"(\{zh: (?:\"[^\"]*|[^,\"{}]*))(\"?, en: (?:\"[^\"]*|[^,\"{}]*))(?=\"?\})")


@dataclass
class SheetVariant:
    """A file's text without what is ``left_out``: whole lines go, and comments; all others stay as they are."""

    source: Source
    left_out: set[Way] = field(default_factory=set)

    @property
    def data(self) -> Any:
        return self.source.data

    def keep(self, way: Way, wanted: Sequence[Any] | frozenset[Any]) -> None:
        """Leave out the entries of the collection at ``way`` that are not ``wanted``, by key or index."""
        self.left_out |= {(*way, part) for part in self._mark(way).children if part not in wanted}

    @property
    def text(self) -> str:
        gone = {line for way in self.left_out for line in self._lines(way)}
        lines = enumerate(self.source.text.splitlines(keepends=True), 1)
        kept = (line for n, line in lines if n not in gone and (n == 1 or not line.lstrip().startswith("# ")))
        return re.sub(r"\n{3,}", "\n\n", "".join(kept))

    def _mark(self, way: Way) -> Node:
        return self.source.nearest(way)

    def _lines(self, way: Way) -> range:
        begins = self.source.key_at(way) if isinstance(way[-1], str) else self.source.value_at(way)
        return range(begins.line, self.source.position(self._mark(way).end).line + 1)


@dataclass(frozen=True)
class Sample:
    """One of our playbooks with an engagement that answers all its facts, to cut from."""

    playbook: str
    letters: str
    engagement: str

    @property
    def name(self) -> str:
        return self.engagement.partition("-")[0]


SAMPLES = (Sample("ecommerce-promotion", "ECP", "beauty-week"), Sample("game-launch", "GML", "star-eve"))
Found = tuple[Way, dict[str, Any]]


@cache
def _read(file: str) -> Source:
    source, faults = read((ROOT / "playbooks" / file).read_bytes(), file)
    assert source
    assert not faults
    return source


@cache
def cut_playbook(sample: Sample, n: int) -> SheetVariant:
    """The ``n``-th cut of a playbook: which items it keeps goes round with ``n``."""
    variant = SheetVariant(_read(f"{sample.playbook}.yaml"))
    data = variant.data
    tasks: list[Found] = []
    for s, step in enumerate(data["steps"]):
        chosen = _round(_live(("steps", s, "tasks"), step["tasks"]), n, TASKS)
        variant.keep(("steps", s, "tasks"), [way[-1] for way, _ in chosen])
        variant.keep(("steps", s, "done_when"), [0])
        tasks += chosen
    attention = _attention(data, n)
    variant.keep(("attention",), [way[-1] for way, _ in attention])
    plan = attention[0][1]["plan"]
    variant.keep(("plans",), [p for p, found in enumerate(data["plans"]) if found["id"] == plan])
    variant.keep(("messages",), [n % len(data["messages"])])
    estimates = _round(list(enumerate(data["estimates"])), n, ESTIMATES)
    variant.keep(("estimates",), [e for e, _ in estimates])
    _trim(variant, [*tasks, *attention], plan)
    variant.keep(("facts",), _facts([*tasks, *attention], [estimate for _, estimate in estimates]))
    variant.keep(("roles",), TRIANGLE)
    for role in TRIANGLE:
        for step in data["roles"][role]:
            variant.keep(("roles", role, step), [0])
    return variant


def _live(way: Way, entries: list[dict[str, Any]]) -> list[Found]:
    return [((*way, n), entry) for n, entry in enumerate(entries) if "retired" not in entry]


def _attention(data: Any, n: int) -> list[Found]:
    live = _live(("attention",), data["attention"])
    planned = [found for found in live if "plan" in found[1]]
    first = planned[n % len(planned)]
    return [first, *_round([found for found in live if found is not first], n * ATTENTION, ATTENTION - 1)]


def _trim(variant: SheetVariant, kept: list[Found], plan: str) -> None:
    ids = {item["id"] for _, item in kept}
    for way, item in kept:
        for key, value in item.items():
            lost = (key == "after" and not ids.issuperset(value)) or (key == "plan" and value != plan)
            if lost or key in ITEM_LACKS:
                variant.left_out.add((*way, key))


def _facts(kept: list[Found], estimates: list[dict[str, Any]]) -> frozenset[str]:
    written = [item.get("when") for _, item in kept]
    written += [estimate.get(key) for estimate in estimates for key in ("demand", "per_unit", "have", "now")]
    return frozenset(name for text in written if text is not None for name in names(parse(str(text))))


@cache
def cut_engagement(sample: Sample, n: int) -> SheetVariant:
    """The engagement that goes with the ``n``-th cut of the playbook."""
    variant = SheetVariant(_read(f"engagements/{sample.engagement}.yaml"))
    playbook = cut_playbook(sample, n).text
    variant.keep((), ENGAGEMENT_HAS)
    variant.keep(("team",), TRIANGLE)
    variant.keep(("facts",), [fact for fact in variant.data["facts"] if f"\n  {fact}:\n" in playbook])
    variant.left_out.add(("event", "waves"))
    states = [id for id in variant.data["status"] if f"- id: {id}\n" in playbook]
    variant.keep(("status",), states[:STATES])
    if not states:
        variant.left_out.add(("status",))
    return variant


def _round(entries: list[Any], begin: int, count: int) -> list[Any]:
    """``count`` entries from ``begin`` on, around the end."""
    return [entries[(begin + n) % len(entries)] for n in range(count)]


def files(size: str) -> Iterator[tuple[str, bytes]]:
    """Every playbook and engagement of a size, by its path from the root."""
    playbooks, engagements = SIZES[size]
    for n in range(playbooks):
        yield f"playbooks/{_stem(n)}.yaml", _playbook(n).encode("utf-8")
    for n in range(engagements):
        book = n % playbooks
        name = f"{SAMPLES[book % 2].name}-{n:05}"
        yield f"playbooks/engagements/{name}.yaml", _engagement(n, book, name).encode("utf-8")


def _stem(n: int) -> str:
    # The first two keep their names, since the cases name them.
    return SAMPLES[n % 2].playbook + (f"-{n:03}" if n >= len(SAMPLES) else "")


def _cut_of(n: int) -> tuple[Sample, int]:
    return SAMPLES[n % 2], n // 2 % CUTS


def _letters(n: int) -> str:
    signs = string.ascii_uppercase
    return f"B{signs[n // 676]}{signs[n // 26 % 26]}{signs[n % 26]}"


def _playbook(n: int) -> str:
    sample, variant = _cut_of(n)
    text = cut_playbook(sample, variant).text
    text = _SHORT.sub(rf"\g<1> {n:03}\g<2> {n:03}", _TEXT.sub(rf"\g<1> {n:03}\g<2>", text))
    return text.replace(f"{sample.letters}-", f"{_letters(n)}-")


def _engagement(n: int, book: int, name: str) -> str:
    sample, variant = _cut_of(book)
    text = cut_engagement(sample, variant).text
    text = _SHORT.sub(rf"\g<1> {n:05}\g<2> {n:05}", _TEXT.sub(rf"\g<1> {n:05}\g<2>", text))
    text = text.replace(f"{sample.letters}-", f"{_letters(book)}-").replace(sample.engagement, name)
    text = re.sub(r"^playbook: .*$", f"playbook: {_stem(book)}", text, flags=re.MULTILINE)
    # Events from two months behind us to six months ahead, as a season has them.
    days = timedelta(n * 37 % 240 - 60)
    return _DAY.sub(lambda found: str(date.fromisoformat(found[0]) + days), text)


def write(size: str, out: Path) -> None:
    """Make the tree of a size at ``out``, which holds nothing yet; and make sure that it checks clean."""
    for name in AROUND:
        source, target = ROOT / name, out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    (out / "playbooks" / "engagements").mkdir()
    for name, content in files(size):
        (out / name).write_bytes(content)
    _trim_shared(out)
    wrong = [fault for fault in check(load(read_tree(out))) if fault.severity is not Severity.NOTE]
    assert not wrong, f"{len(wrong)} faults, the first: {wrong[0]}"


def _trim_shared(out: Path) -> None:
    """Products and terms that only the whole samples use would be warnings here."""
    unused = [fault.at for fault in check(load(read_tree(out))) if fault.code == "unused"]
    for name in ("products", "glossary"):
        file = f"playbooks/shared/{name}.yaml"
        source, _ = read((out / file).read_bytes(), file)
        assert source
        variant = SheetVariant(source)
        variant.left_out |= {(key,) for key in source.data if source.key_at((key,)) in unused}
        (out / file).write_text(variant.text, encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("size", choices=SIZES)
    options.add_argument("out", type=Path)
    given = options.parse_args()
    write(given.size, given.out)


if __name__ == "__main__":
    main()
