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
from generator.roundtrip.fields import ITEM, SECTIONS, Field, records, section
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
    products=["udb", "cache"],
    facts={
        "inserts": {"value": 7000, "worst": 9000, "by": "示例戊", "on": "2026-09-03"}, "tested": 1800, "have": 2,
        "flash_sale": True, "engine": "mysql", "bottleneck": "券库",
    },
    orders=[{"estimate": "coupon_db", "quantity": 4, "promised": "2026-10-08"}],
    tests=[{"id": "LT1", "on": "2026-10-12", "target": 9100, "reached": 8200, "verdict": "fail", "note": "慢"}, {"id": "LT2", "on": "2026-11-02"}],
    risks=[
        {"id": "R1", "level": "high", "text": "磁盘快满", "owner": "architect", "state": "open", "due": "2026-10-30"},
        {"id": "R2", "level": "low", "text": "证书要换", "owner": "architect", "state": "open"},
    ],
    roster=[
        {"role": "udb-oncall", "who": "示例己", "contact": "1-0001", "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"},
        {"role": "architect", "who": "示例乙", "contact": "1-0002", "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"},
    ],
)  # fmt: skip
NUMBER = {"type": "number", "unit": "rows/s"}
BOOK = playbook(
    [
        item("DEM-A01", due="T-30", verifier="duty-director", how="甲"),
        item("DEM-A02", due="T-20", title={"zh": "=二", "en": "=Two"}, how="先看[手册](https://example.com/m)"),
        item("DEM-A03", due="T-2h", owner="customer-lead", how="丙"),
        item(VERIFIED, due="T-40"),
    ],
    facts={
        "inserts": NUMBER | {"ask": {"zh": "写入", "en": "Inserts"}}, "tested": NUMBER | {"ask": {"zh": "单台实测", "en": "Tested"}},
        "have": {"ask": {"zh": "现有台数", "en": "Instances"}, "type": "integer"},
        "flash_sale": {"ask": {"zh": "有没有秒杀", "en": "Flash sale"}, "type": "boolean"},
        "engine": {"ask": {"zh": "引擎", "en": "Engine"}, "type": "choice", "choices": ["mysql", "postgresql"]},
        "bottleneck": {"ask": {"zh": "最先到顶的一环", "en": "First to saturate"}, "type": "text"},
    },
    estimates=[
        {
            "id": "coupon_db", "title": {"zh": "券库", "en": "Coupon database"}, "product": "udb", "demand": "inserts",
            "per_unit": "tested", "have": "have", "use_at_most": 0.7, "unit": "instances", "due": "T-60",
        }
    ],
)  # fmt: skip
Damaged = tuple[str, int, int, int, int]
PLANS = st.lists(
    st.tuples(
        st.sampled_from(["type", "type", "type", *DAMAGES]), st.integers(0, 40), st.integers(0, 40), st.integers(0, 30), st.integers(0, 40)
    ),
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
    """What each field of each entry says, in each language."""
    return {
        (one.id, name): tuple(dict.fromkeys(one.shown[lang].get(name, "") for lang in LANGS))
        for one in records(of)
        for name in SECTIONS.get(section(one.id), ITEM)
    }


@cache
def before() -> dict[tuple[str, Field], tuple[str, ...]]:
    return values(checklist(tree()))


@cache
def undamaged() -> bytes:
    return pickle.dumps(Workbook.of(printed()))


def damaged(plan: list[Damaged]) -> Workbook:
    book: Workbook = pickle.loads(undamaged())
    for name, n, m, kind, where in sorted(plan, key=lambda one: one[0] in LAST):
        places = book.places()
        book.page, book.table = places[where % len(places)]
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
    ids = {n: id_of(page, n) for n in range(len(page.rows))}
    for n, row in enumerate(page.rows):
        for column, cell in enumerate(row.cells):
            anchor = page.anchor(n, column)
            if anchor[1] == column:
                cell = page.rows[anchor[0]].cells[column]
            if cell.comment and anchor == (n, column):
                yield Entry(page.address(n, column), "", None, None, cell.comment)
            if not cell.typed:
                continue
            key, id = page.key(n, column), ids[n]
            is_field = key in ITEM if id in known() and not section(id) else key in SECTIONS.get(section(id), ())
            # What calculates leaves every result, openpyxl none, and we what was there.
            results = {"LibreOffice": True, "openpyxl": False}.get(hand, cell.value is not None)
            meaning = None if cell.formula is not None and not results else cell.meaning
            yield Entry(page.address(*anchor), id, Field(key) if is_field else None, meaning, cell.value)


def id_of(page: Page, row: int) -> str:
    """The entry that a row is about; of a shift that was added no more than that."""
    table = page.rows[row].table
    if table is None:
        return ""
    text = str(page.rows[row].cells[page.tables[table].index(ID)].value or "").strip()
    return f"{table}.{text}" if table else text


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
        # What the file could not bear is told once more; all else is there.
        told = {one.at for one in recorded.merged.untaken}
        assert [one for one in merge(after, recorded.returned).changes if one.at not in told] == []
    return recorded, values(after)


def judge(root: Path, book: Workbook, content: bytes, hand: str) -> None:
    """Nothing typed is lost, and nothing else has changed."""
    recorded, after = record(root, content)
    if recorded.refusal:
        assert book.refusable, recorded.refusal
        assert book.refusable in recorded.refusal.words.en
        assert after == before()
        return
    reported = {one.at for one in (*recorded.merged.untaken, *recorded.merged.conflicts)}
    # The same words about the same entry, in another row or on a copy of the page, are told once.
    worded = {(one.id, one.typed) for one in recorded.merged.untaken}
    typed: dict[tuple[str, Field], list[Entry]] = {}
    added = {said for (id, _), now in after.items() if id not in known() for said in now}
    for entry in (entry for page in book.pages if page.state == "visible" for entry in entries(page, hand)):
        held = (entry.id, entry.field) if entry.field else None
        taken = held is not None and entry.meaning is not None and entry.meaning in after.get(held, added)
        refused = book.refusable and f"{entry.at.rsplit('!', 1)[0]}!A1" in reported
        told = {(entry.id, entry.meaning), (entry.id, str(entry.value))} & worded
        new = entry.meaning == "LT9" and "tests.LT9" in {id for id, _ in after}
        assert taken or refused or new or told or entry.at in reported, f"lost: {entry}"
        if held:
            typed.setdefault(held, []).append(entry)
    for held, now in after.items():
        meant = [entry.meaning for entry in typed.get(held, ())]
        if held[0] not in known():
            # A shift that somebody else's role was given to is called by that.
            meant += [*(one for (id, _), was in before().items() if section(id) == "roster" for one in was)]
            meant += [
                "",
                *(
                    one.meaning
                    for (id, _), said in typed.items()
                    if section(id) == "roster" or id not in known()
                    for one in said
                ),
            ]
        assert now == before().get(held) or (len(now) == 1 and now[0] in meant), (
            f"invented: {held} {now}, typed {meant}"
        )
    rows = [id_of(page, n) for page in book.pages for n in range(len(page.rows))]
    single = sum("" in page.tables for page in book.pages) == 1
    for (id, name), found in typed.items():
        certain = (
            single
            and rows.count(id) == 1
            and found[0].meaning is not None
            and id != VERIFIED
            and id in known()
            and section(id) in ("", "orders")
        )
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
