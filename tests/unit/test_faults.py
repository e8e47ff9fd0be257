"""Every fault is told once, where it stands, in words that read well; what is near to a fault is none: see ``fault_rows``.

What is said of each row stands in test_faults.txt, to be read aloud; ``pytest tests/unit/test_faults.py --refresh`` writes it anew.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from string import ascii_uppercase

import pytest
import trees
from edits import CASE, DEMO, FRESH, TREE, carets, edited, stored
from fault_rows import EXAMPLES, SOUND, TABLE, Edits, Row
from trees import Files

from generator.check import RULES, Context, check, codes, rule, severity
from generator.diagnostics import LANGS, MOST_TOLD, Bilingual, Diagnostic, Lang, Position
from generator.library import load
from generator.limits import LARGEST, LONGEST_KEY, LONGEST_TEXT, MOST_VALUES
from generator.publish.checking import manuals
from generator.site.keys import shown

SAID = Path(__file__).with_suffix(".txt")
SMALL: Files = stored(TREE)
SMALL_TREE = load(SMALL)
SEVERITIES = {code: severity(code) for code in codes()}
CODES = SEVERITIES.keys()
MANUALS = manuals(trees.ROOT)
OFTEN = ("yaml-syntax", "quoted-colon", "forbidden-yaml", "unknown-key", "missing-key", "wrong-type", "bad-offset", "bad-expression", "hidden-characters", "suspicious-link", "duplicate-id", "unknown-wave", "unused")  # fmt: skip
"""Codes that come in many shapes, each of which has a place of its own."""
CHINESE = re.compile("[\u3000-\u9fff]+")


def name(found: Row) -> str:
    return found.name


def broken(found: Row) -> dict[str, str]:
    """The tree that has the fault, with its carets."""
    return edited((*found.given, *found.edits))


def judged(files: Files, found: Row, line_end: bytes = b"\n") -> list[Diagnostic]:
    """All that check says of a tree, on the row's day and against its base."""
    earlier = None if found.earlier is None else load(stored(edited(found.earlier), line_end), SMALL_TREE)
    return check(load(files, SMALL_TREE), earlier, date.fromisoformat(found.today) if found.today else None)


@cache
def told(found: Row) -> list[Diagnostic]:
    return judged(stored(broken(found)), found)


def places(diagnostics: list[Diagnostic]) -> list[tuple[str, Position]]:
    return [(found.code, found.at) for found in diagnostics]


def expected(found: Row) -> list[tuple[str, Position]]:
    return [(found.code, at) for at in carets(broken(found))]


def test_the_small_tree_is_sound() -> None:
    assert places(check(load(SMALL))) == []
    assert len(SMALL) == 8


@pytest.mark.parametrize("found", TABLE, ids=name)
def test_a_fault_is_told_where_it_stands_and_nothing_else_is(found: Row) -> None:
    assert expected(found)
    assert sorted(places(told(found))) == sorted(expected(found))


@pytest.mark.parametrize("found", {found.code: found for found in TABLE}.values(), ids=name)
def test_it_stands_in_the_same_place_where_lines_end_as_on_windows(found: Row) -> None:
    assert sorted(places(judged(stored(broken(found), b"\r\n"), found, b"\r\n"))) == sorted(expected(found))


@pytest.mark.parametrize("found", [found for found in TABLE if found.given or found.today], ids=name)
def test_before_the_fault_the_tree_is_sound(found: Row) -> None:
    assert places(judged(stored(edited(found.given)), found)) == []


@pytest.mark.parametrize("found", SOUND, ids=name)
def test_what_is_near_to_a_fault_is_none(found: Row) -> None:
    files = stored(broken(found))
    assert files != SMALL
    assert places(judged(files, found)) == []


def test_every_code_has_a_manual_and_rows_and_what_is_frequent_several() -> None:
    assert set(RULES) <= CODES
    assert [manual.code for manual in MANUALS] == list(CODES)
    assert all(manual.title.of(lang) and manual.text.of(lang) for manual in MANUALS for lang in LANGS)
    rows = Counter(found.code for found in TABLE)
    assert rows.keys() == CODES
    assert all(rows[code] >= 3 for code in OFTEN)
    assert {found.code for found in SOUND} == CODES
    assert len({found.name for found in TABLE}) == len(TABLE) > 300


@pytest.mark.parametrize("lang", LANGS)
def test_the_manual_names_the_limits_that_hold(lang: Lang) -> None:
    said = {manual.code: manual.text.of(lang) for manual in MANUALS}["too-large"]
    figures = [LARGEST // 1_000_000, MOST_VALUES, LONGEST_TEXT, LONGEST_KEY, MOST_TOLD]
    assert re.findall(r"[0-9,]*[0-9]", said) == [f"{figure:,}" for figure in figures]


@pytest.mark.parametrize("code", RULES)
def test_every_rule_can_be_imported_and_is_silent_on_a_sound_tree(code: str) -> None:
    assert list(rule(code)(Context(load(SMALL)))) == []


@pytest.mark.parametrize("found", TABLE, ids=name)
def test_messages_are_in_both_languages_and_as_severe_as_the_manual_says(found: Row) -> None:
    files = stored(broken(found))
    for fault in told(found):
        text = files.get(fault.at.file, b"").decode("utf-8", "replace")
        assert fault.severity is SEVERITIES[fault.code]
        assert any("\u4e00" <= sign <= "\u9fff" for sign in fault.message.zh), fault
        assert all(word in text for word in CHINESE.findall(fault.message.en)), fault
        assert fault.message.zh != fault.message.en
        assert fault.hint is None or (fault.hint.zh and fault.hint.en and not fault.hint.en.endswith("."))


def test_what_is_said_reads_well(refresh: bool) -> None:
    """Every sentence of the table in both languages: a changed one is seen in the difference of this file."""
    said = []
    for found in TABLE:
        for fault in told(found):
            said += [f"{found.name}: {fault.severity} at {fault.at}", *map(_line, (fault.message, fault.hint))]
    text = "\n".join(line for line in said if line) + "\n"
    if refresh:
        SAID.write_text(text, "utf-8")
    assert text == SAID.read_text("utf-8")


def _line(words: Bilingual | None) -> str:
    return f"    {words.zh} | {words.en}" if words else ""


# The manual's examples.

SHOWN_BY_NO_LINE = {"encoding", "too-large", "missing-file", "too-few-attention", "double-booked"}


def test_every_code_that_a_line_can_show_has_an_example() -> None:
    assert EXAMPLES.keys() == CODES - SHOWN_BY_NO_LINE


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_is_shown_without_what_only_the_tests_need(code: str) -> None:
    broken, repaired = shown(EXAMPLES[code].get("bad", "")), shown(EXAMPLES[code]["good"])
    assert repaired
    assert broken != repaired
    for text in (broken, repaired):
        assert not re.search("[‸⟦⟧]", text)
        assert max(map(len, text.split("\n"))) < 100
        assert text == "\n".join(line.rstrip() for line in text.strip().split("\n"))


# Many faults at once.

ONLY_APART = {
    "missing-file", "edition-unraised", "vanished-id", "reused-id", "stale-edition", "waiver-expired", "overdue", "team-gap",
    "retrospective-missing", "orphan-status", "unused", "file-name", "double-booked", "future-date",
}  # fmt: skip
"""Codes that need a day or a base, look at many files, or are not judged beside a file that cannot be read."""
NAMES = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐吊民伐罪周发殷汤坐朝问道垂拱平章"


def test_all_faults_of_many_broken_files_are_told_in_one_run() -> None:
    texts, codes = dict(TREE), set()
    for found in (found for found in TABLE if found.code not in ONLY_APART):
        if len(texts) < len(NAMES) or found.code not in codes:
            own = apart(found, len(texts))
            if not own.keys() & texts.keys():
                texts |= own
                codes.add(found.code)
    told_of = places(check(load(stored(texts))))
    assert {at for _, at in told_of} == set(carets(texts))
    assert {code for code, _ in told_of} == CODES - ONLY_APART
    assert len({at.file for _, at in told_of}) >= 100


def apart(found: Row, number: int) -> dict[str, str]:
    """The files of a row as they may stand beside those of all others: under names, ids and people of their own, every column kept.

    A shared file can be broken in one way only, so that such a row stands alone or not at all.
    """
    own = {file: text for file, text in broken(found).items() if text != TREE.get(file)}
    names = {DEMO: f"playbooks/demo-{number}.yaml", FRESH: f"playbooks/engagements/fresh-{number}.yaml", CASE: f"playbooks/cases/case-{number}.yaml"}  # fmt: skip
    prefix = f"Z{ascii_uppercase[number // 26]}{ascii_uppercase[number % 26]}-"
    moved = {}
    for file, text in own.items():
        text = (
            text.replace("DEM-", prefix)
            if file == DEMO
            else text.replace("示例己", f"示例{NAMES[number % len(NAMES)]}")
        )
        moved[names.get(file, file)] = text
    return moved


def test_an_allowance_is_not_called_unused_for_a_fault_elsewhere() -> None:
    """Where an item had to be left out, nobody knows whether the plan that it names is in use."""
    offset = next(found for found in TABLE if found.code == "bad-offset")
    extra: Edits = next(found for found in TABLE if found.what == "an allowance behind Chinese").edits
    found = check(load(stored(edited((*offset.edits, *extra)))))
    assert [fault.code for fault in found] == ["bad-offset"]


@pytest.mark.parametrize("file", [file for file in SMALL if "engagements" not in file])
def test_a_file_that_cannot_be_read_is_the_only_one_to_blame(file: str) -> None:
    found = check(load(SMALL | {file: SMALL[file] + b"\nbroken: [\n"}))
    assert [(fault.at.file, fault.code) for fault in found] == [(file, "yaml-syntax")]


WAVES = "waves:\n  warmup: {title: {zh: 预热, en: Warm-up}}\n  main: {title: {zh: 正式, en: Main}, default: true}\n"
LEFT_OUT = [
    ("a role", "shared/roles", "architect: {title: {zh: 架构师, en: Architect}", "architect: {title: 7"),
    ("a product", "shared/products", "udb: {title: {zh: 数据库, en: Database}", "udb: {title: 7"),
    ("a level", "shared/standard", "ack: 15m}", "ack: 15}"),
    ("a fact", "demo", "type: number", "type: numeric"),
    ("all waves", "demo", WAVES, "waves: [warmup, main]\n"),
    ("a wave", "demo", "default: true", "default: ja"),
    ("an attention item", "demo", "due: T-45\n", "due: T45\n"),
    (
        "a task",
        "demo",
        "severity: must, category: communication}\n  - step: apply",
        "category: communication}\n  - step: apply",
    ),
    ("a step", "demo", "window: [T-45, T-1]", "window: [T-45]"),
    ("a step's name", "demo", "- step: prepare", "- step: 3"),
    ("a stage", "demo", "stages: [product-risk, scenario-risk, avoidance]", "stages: product-risk"),
    ("a responsibility", "demo", "prepare: [{zh: 改方案, en: Improve}]", "prepare: 改方案"),
    ("a plan", "demo", "takes: 60s", "takes: soon"),
    ("an estimate", "demo", "use_at_most: 0.7", "use_at_most: 1.7"),
    ("half a text", "demo", "{zh: 问清, en: Ask}", "{zh: <b>问清</b>, en: Ask}"),
    ("an extra", "engagements/fresh", "due: T-20, severity: should", "due: T-20, severity: high"),
]


@pytest.mark.parametrize(("file", "sound", "broken"), [row[1:] for row in LEFT_OUT], ids=[row[0] for row in LEFT_OUT])
def test_what_had_to_be_left_out_is_not_missed_elsewhere(file: str, sound: str, broken: str) -> None:
    name = f"playbooks/{file}.yaml"
    text = SMALL[name].decode()
    assert sound in text
    found = check(load(SMALL | {name: text.replace(sound, broken, 1).encode()}))
    assert {fault.at.file for fault in found} == {name}
    assert {fault.code for fault in found} <= {"wrong-type", "bad-offset", "missing-key", "raw-html"}
    assert len(found) == 1


@pytest.mark.parametrize("answer", ['"200万"', "true", "两百万", "2,000,000", "120个", "[1, 2]", "null", "-1", "1e9"])
def test_no_answer_of_any_kind_ends_a_check(answer: str) -> None:
    path, book = "playbooks/engagements/fresh.yaml", "playbooks/demo.yaml"
    # Only where a fact is reckoned with does its kind matter.
    reckoned = SMALL[book].replace(b"demand: coupon_inserts", b"demand: coupon_inserts * 2 + db_primaries")
    assert reckoned != SMALL[book]
    before, _, after = SMALL[path].decode().partition("facts:\n")
    asked = SMALL_TREE.playbooks["demo"].model.facts
    rest = after[after.index("application:") :]
    for shape in (answer, f"{{value: {answer}, worst: 9000}}"):
        for wrong in asked:
            facts = "".join(f"  {fact}: {shape if fact == wrong else '{value: 3, worst: 9}'}\n" for fact in asked)
            tree = {**SMALL, book: reckoned, path: f"{before}facts:\n{facts}{rest}".encode()}
            check(load(tree, SMALL_TREE), None, date(2026, 10, 1))


CUT = "  - {id: DEM-A07,"
"""An item that an engagement has a record of, taken out of the playbook by mistake."""


@pytest.mark.parametrize(
    ("written", "cut", "known_before", "proposed"),
    [
        ("DEM-A07", True, True, None),  # it was there: nothing else was meant
        ("DEM-A07", True, False, None),  # nobody knows: A06, A10 and others are as near as can be
        ("DEM-A70", False, False, None),  # A07 and A10 are as near
        ("DEM-A7", False, False, None),
        ("DEM-T11", False, False, "DEM-A11"),
        ("DEM-T10", False, True, "DEM-A10"),
    ],
)
def test_no_hint_leads_a_record_to_another_item(
    written: str, cut: bool, known_before: bool, proposed: str | None
) -> None:
    fresh = SMALL[FRESH].replace(
        b"  DEM-T01: {state: doing}\n", f"  DEM-T01: {{state: doing}}\n  {written}: {{state: doing}}\n".encode()
    )
    before = {**SMALL, FRESH: fresh}
    lines = SMALL[DEMO].decode().split("\n")
    after = {**before, DEMO: "\n".join(line for line in lines if not (cut and line.startswith(CUT))).encode()}
    assert cut is (after[DEMO] != SMALL[DEMO])
    context = Context(load(after), base=load(before) if known_before else None)
    (fault,) = (one for one in rule("unknown-item")(context) if one.at.file == FRESH)
    assert fault.hint is not None
    assert fault.hint.zh.startswith("手册里删掉或并掉的，在手册原处放回停用的那一行（retired")
    assert re.findall("DEM-[A-Z0-9]+", " ".join(fault.hint)) == ([proposed] * 2 if proposed else [])
