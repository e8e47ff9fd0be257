"""A filled workbook damaged at random, saved by three hands: every entry is in the file or in the report, and nothing else changes.

``--damages 500`` is the whole run; a few are drawn in every other.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import damages
import pytest
from damages import DAMAGES, LAST, Page, Workbook
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from trees import VOCABULARY, Files, builder, engagement, files, item, library, written
from trees import book as playbook

from generator.diagnostics import LANGS
from generator.library import load
from generator.publish import apply_edits
from generator.publish.returns import Recorded, Recorder
from generator.publish.sheets import SheetVariant
from generator.render import render
from generator.roundtrip.fields import ITEM, Field, current
from generator.roundtrip.merge import merge
from generator.roundtrip.workbook import ID
from generator.tailor import Checklist, tailor

TODAY = date(2026, 10, 15)
FRESH = "playbooks/engagements/fresh.yaml"
VERIFIED = "DEM-A05"
WHO = engagement(
    status={
        "DEM-A01": {
            "state": "doing",
            "on": "2026-10-01",
            "by": "示例乙",
            "note": {"zh": "在**做**", "en": "under way"},
        },
        "DEM-A02": {"state": "done", "on": "2026-10-02", "by": "示例甲", "evidence": "https://example.com/0"},
        VERIFIED: {"state": "verified", "on": "2026-10-03", "by": "示例乙", "evidence": "https://example.com/5"},
        "X01": {"state": "blocked", "note": "等 C:\\\\temp"},
    },
    move={"X01": {"due": "T-5", "because": "晚了"}},
    extra=[item("X01", step="prepare", due="T-20")],
)
BOOK = playbook(
    [
        item("DEM-A01", due="T-30", verifier="duty-director", how="甲"),
        item("DEM-A02", due="T-20", title={"zh": "=二", "en": "=Two"}, how="先看[手册](https://example.com/m)"),
        item("DEM-A03", due="T-2h", owner="customer-lead", how="丙"),
        item(VERIFIED, due="T-40"),
    ]
)
Damaged = tuple[str, int, int, int]
PLANS = st.lists(
    st.tuples(st.sampled_from(["type", "type", "type", *DAMAGES]), st.integers(0, 40), st.integers(0, 40), st.integers(0, 30)),
    min_size=1,
    max_size=14,
)  # fmt: skip


@cache
def tree() -> Files:
    return files(BOOK, fresh=WHO)


@cache
def printed() -> bytes:
    found = library(tree())
    return render(builder(found).sheet(checklist(tree()), SheetVariant("zh", "xlsx", "team")), "xlsx")


def checklist(of: Files) -> Checklist:
    found = load(of)
    return tailor(found, found.engagements["fresh"], TODAY)


def values(of: Checklist) -> dict[tuple[str, Field], tuple[str, ...]]:
    """What each field of each item says, in each language."""
    held = {one.id: [current(one, lang) for lang in LANGS] for one in of.duties}
    return {(id, name): tuple(dict.fromkeys(one[name] for one in both)) for id, both in held.items() for name in ITEM}


@cache
def before() -> dict[tuple[str, Field], tuple[str, ...]]:
    return values(checklist(tree()))


@cache
def undamaged() -> bytes:
    return pickle.dumps(Workbook.of(printed()))


def damaged(plan: list[Damaged]) -> Workbook:
    book: Workbook = pickle.loads(undamaged())
    for name, n, m, kind in sorted(plan, key=lambda one: one[0] in LAST):
        DAMAGES[name](book, n, m, kind)
    return book


@dataclass(frozen=True)
class Entry:
    """Something that somebody typed, where it stands in the end; ``id`` and ``field`` where it stands in a cell of the list."""

    at: str
    id: str
    field: Field | None
    meaning: str | None
    value: object


def entries(page: Page, hand: str) -> Iterator[Entry]:
    of = {n: str(row.cells[page.keys.index(ID)].value or "").strip() for n, row in enumerate(page.rows) if row.item}
    for n, row in enumerate(page.rows):
        for column, cell in enumerate(row.cells):
            anchor = page.anchor(n, column)
            if anchor[1] == column:
                cell = page.rows[anchor[0]].cells[column]
            if cell.comment and anchor == (n, column):
                yield Entry(page.address(n, column), "", None, None, cell.comment)
            if not cell.typed:
                continue
            key = page.keys[column]
            held = (of.get(n, ""), Field(key)) if of.get(n) in known() and key in ITEM else ("", None)
            # What calculates leaves every result, openpyxl none, and we what was there.
            results = {"LibreOffice": True, "openpyxl": False}.get(hand, cell.value is not None)
            lost = cell.formula is not None and not results
            yield Entry(page.address(*anchor), *held, None if lost else cell.meaning, cell.value)


@cache
def known() -> frozenset[str]:
    return frozenset(id for id, _ in before())


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apply_edits, "vocabulary", lambda _: VOCABULARY)
        yield written(tmp_path_factory.mktemp("damaged"), tree())


def record(root: Path, content: bytes) -> tuple[Recorded, dict[tuple[str, Field], tuple[str, ...]]]:
    """What became of a workbook, and what the fields of all items say afterwards, which is not kept."""
    (root / FRESH).write_bytes(tree()[FRESH])
    file = root / "returned.xlsx"
    file.write_bytes(content)
    recorded = Recorder(root, TODAY).record(file)
    after = checklist({**tree(), FRESH: (root / FRESH).read_bytes()})
    if recorded.returned:
        assert merge(after, recorded.returned).changes == ()
    return recorded, values(after)


def judge(root: Path, book: Workbook, content: bytes, hand: str) -> None:
    """Nothing typed is lost, and nothing else has changed."""
    recorded, after = record(root, content)
    if recorded.refusal:
        assert book.refusable
        assert book.refusable in recorded.refusal.words.en
        assert after == before()
        return
    reported = {one.at for one in (*recorded.merged.untaken, *recorded.merged.conflicts)}
    typed: dict[tuple[str, Field], list[Entry]] = {}
    for entry in (entry for page in book.pages if page.keys for entry in entries(page, hand)):
        held = (entry.id, entry.field) if entry.field else None
        taken = held is not None and entry.meaning is not None and entry.meaning in after[held]
        refused = book.refusable and f"{entry.at.rsplit('!', 1)[0]}!A1" in reported
        assert taken or refused or entry.at in reported, f"lost: {entry}"
        if held:
            typed.setdefault(held, []).append(entry)
    for held, now in after.items():
        meant = [entry.meaning for entry in typed.get(held, ())]
        assert now == before()[held] or (len(now) == 1 and now[0] in meant), f"invented: {held} {now}, typed {meant}"
    rows = [row.cells[book.checklist.keys.index(ID)].value for row in book.checklist.rows if row.item]
    single = sum(bool(page.keys) for page in book.pages) == 1
    for (id, name), found in typed.items():
        certain = single and rows.count(id) == 1 and found[0].meaning is not None and id != VERIFIED
        assert not certain or found[0].meaning in after[id, name], f"not taken: {found}"


@pytest.fixture(scope="session")
def many(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--damages"))


HANDS = {"as we write it": damages.by_xlsxwriter, "openpyxl": damages.by_openpyxl}


@pytest.mark.parametrize("hand", HANDS)
def test_a_damaged_workbook_loses_no_entry_and_invents_none(root: Path, many: int, hand: str) -> None:
    # Shrinking looks for the least of what failed, explaining only for words about it.
    @settings(max_examples=many, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(PLANS)
    def check(plan: list[Damaged]) -> None:
        book = damaged(plan)
        judge(root, book, HANDS[hand](book), hand)

    check()


@pytest.mark.skipif(
    damages.SOFFICE is None,
    reason="LibreOffice is missing: apt-get install --no-install-recommends libreoffice-calc-nogui",
)
def test_libreoffice_loses_no_entry_either(root: Path, many: int, tmp_path: Path) -> None:
    plans: list[list[Damaged]] = []

    @settings(max_examples=many, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    @given(PLANS)
    def draw(plan: list[Damaged]) -> None:
        plans.append(plan)

    draw()
    books = list(map(damaged, plans))
    for plan, book, content in zip(plans, books, damages.by_libreoffice(books, tmp_path), strict=True):
        try:
            judge(root, book, content, "LibreOffice")
        except AssertionError as error:
            raise AssertionError(f"{plan}") from error
