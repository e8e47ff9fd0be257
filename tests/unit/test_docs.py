"""What the papers show is true: every YAML block reads, and the README's first customer is one."""

from __future__ import annotations

import json
import re
import shlex
import textwrap
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest

from generator.check import check
from generator.cli import COMMANDS, cli
from generator.diagnostics import LANGS, Lang
from generator.expressions import number
from generator.i18n import calendar_day
from generator.i18n.units import percent
from generator.library import ids, load
from generator.model import KINDS
from generator.model.schemas import classes, own_keys, properties, schemas
from generator.publish.disk import read_tree
from generator.publish.resources import descriptions, strings
from generator.publish.tree import open_workspace
from generator.render import FORMATS
from generator.report import Findings, report
from generator.site.addresses import HAND_WRITTEN
from generator.site.keys import chapters
from generator.source import read
from tests import example_edit

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("site_config/pages/**/*.md")])
READMES = ("README.md", "README.en.md")


def blocks(paper: Path) -> list[str]:
    found = re.findall(r"^( *)```ya?ml\n(.*?)^ *```", paper.read_text(encoding="utf-8"), re.S | re.M)
    return [textwrap.dedent(block) for _, block in found]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_every_yaml_block_reads(paper: Path) -> None:
    for block in blocks(paper):
        source, faults = read(block.encode("utf-8"), paper.name)
        assert faults == []
        assert source is not None


@pytest.mark.parametrize("name", READMES)
def test_the_readmes_first_customer_is_one(name: str) -> None:
    steps = blocks(ROOT / name)
    assert len(steps) == 3
    tree = read_tree(ROOT)
    for count in range(1, len(steps) + 1):
        tree["playbooks/engagements/my-customer.yaml"] = "".join(steps[:count]).encode("utf-8")
        assert check(load(tree)) == []


def manual(lang: str, uri: str) -> str:
    return (ROOT / "site_config" / "pages" / lang / uri).with_suffix(".md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_every_hand_written_page_is_in_the_navigation_and_every_picture_on_a_page(lang: str) -> None:
    folder = ROOT / "site_config" / "pages" / lang
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    pictures = {uri for uri in files if uri.endswith(".png")}
    assert set(files) - pictures == {uri.replace(".html", ".md") for uri in HAND_WRITTEN}
    shown = [name for uri in HAND_WRITTEN for name in re.findall(r"!\[[^]]+\]\((assets/[^)]+)\)", manual(lang, uri))]
    assert {f"manual/{name}" for name in shown} == pictures != set()
    # They stand on every copy of the site, and are read on phones.
    assert [uri for uri in pictures if not 10_000 < files[uri].stat().st_size <= 120_000] == []


@pytest.mark.parametrize("uri", HAND_WRITTEN)
def test_a_manual_page_has_the_same_sections_in_both_languages(uri: str) -> None:
    zh, en = (re.findall(r"^(#+) .*?\{: #([a-z0-9-]+) \}$", manual(lang, uri), re.M) for lang in LANGS)
    assert zh == en
    for lang in LANGS:
        # A Chinese heading without an id of its own would get _1, _2: an address that moves with its neighbours.
        assert len(re.findall(r"^##+ ", _prose(manual(lang, uri)), re.M)) == len(zh)
        assert len(re.findall(r"^# ", _prose(manual(lang, uri)), re.M)) == 1


def _prose(page: str) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", page, flags=re.S | re.M)


@pytest.mark.parametrize("lang", LANGS)
def test_every_command_line_of_the_manual_is_one(lang: str) -> None:
    lines = [line for uri in HAND_WRITTEN for line in _command_lines(manual(lang, uri))]
    assert len(lines) > 10
    for line in lines:
        # What a shell puts in first is a word like any other.
        name, *words = shlex.split(re.sub(r"\$\([^)]*\)", "REV", line), comments=True)[1:]
        command = cli.get_command(click.Context(cli), name)
        assert command is not None, line
        command.make_context(name, words, parent=click.Context(cli))


@pytest.mark.parametrize("lang", LANGS)
def test_the_commands_page_tells_of_every_option_and_choice_and_no_other(lang: str) -> None:
    page = manual(lang, "manual/commands.md")
    sections = dict(re.findall(r"^## .*?\{: #([a-z]+) \}$\n(.*?)(?=^## |\Z)", page, re.S | re.M))
    context = click.Context(cli, help_option_names=["-h", "--help"])
    general = _options(cli, context)
    assert _told(sections.pop("global")) == general
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        assert _told(sections[name]) == _options(command, context) - general, name


def _options(command: click.Command, context: click.Context) -> set[str]:
    """The options of a command; one with choices as often as it has choices, each beside its choice."""
    found = set()
    for option in command.get_params(click.Context(command, parent=context)):
        if isinstance(option, click.Option):
            choices = (
                [f" {choice}" for choice in option.type.choices] if isinstance(option.type, click.Choice) else [""]
            )
            found |= {f"{name}{choice}" for name in option.opts for choice in choices}
    return found


def _told(section: str) -> set[str]:
    """The options in the first column of a section's table, without their placeholders."""
    cells = re.findall(r"^\| ([^|]+) \|", section, re.M)
    options = [option for cell in cells for option in re.findall(r"`(-[^`]+)`", cell)]
    return {re.sub(r" [A-Z/]+$", "", option) for option in options}


@pytest.mark.parametrize("lang", LANGS)
def test_the_faults_that_the_manual_shows_are_what_the_check_says(lang: Lang) -> None:
    tree = read_tree(ROOT)
    playbook = tree[example_edit.FILE].decode("utf-8")
    tried = {**tree, example_edit.FILE: example_edit.first_try(playbook).encode("utf-8")}
    found = [fault for fault in check(load(tried), load(tree)) if fault.at.file == example_edit.FILE]
    said = report("text")(Findings(found, lang, {example_edit.FILE: tried[example_edit.FILE].decode("utf-8")}))
    shown = re.search(r"^```text\n(playbooks/.*?)\n```$", manual(lang, "manual/change.md"), re.S | re.M)
    assert shown is not None
    # Items above this one come and go: the line's number does not matter.
    assert _without_lines(shown[1]) == _without_lines(said)
    assert check(load({**tree, example_edit.FILE: example_edit.mended(playbook).encode("utf-8")}), load(tree)) == []


def _without_lines(text: str) -> str:
    return re.sub(r":\d+:|^ *\d+ \|", "", text, flags=re.M)


def _command_lines(page: str) -> list[str]:
    blocks = re.findall(r"^ *```bash\n(.*?)^ *```", page, re.S | re.M)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip().startswith("playbook ")]


@pytest.mark.parametrize("lang", LANGS)
def test_every_key_of_every_file_is_described_and_no_other(lang: Lang) -> None:
    # Text stands apart: its two keys are the languages, and the page says so once.
    model = {found.__name__: list(own_keys(found)) for kind in KINDS for found in classes(kind)}
    words = strings(ROOT, lang).meaning
    assert {name: list(words[name].plain) for name in words.plain} == model
    assert set(strings(ROOT, lang).thing.plain) >= set(model)
    assert all(text.strip() == text != "" for name in model for text in words[name].plain.values())
    tables = [table for chapter in chapters(strings(ROOT, lang)) for table in chapter.tables]
    assert len({table.id for table in tables}) == len(tables)
    # Three kinds of tombstone share one table.
    listed = Counter(row.key for table in tables for row in table.rows)
    assert listed == Counter(key for keys in model.values() for key in keys) - Counter(["id", "retired"] * 2)


def test_editors_show_the_same_words() -> None:
    for file, text in schemas(descriptions(ROOT)).items():
        schema = json.loads(text)
        described = [schema, *(place for name, place in schema.get("$defs", {}).items() if name != "Text")]
        keys = [(key, value) for place in described for key, value in _properties(place).items()]
        assert len(keys) > 2, file
        assert [key for key, value in keys if value["description"].count("\n") != 1] == [], file


def _properties(place: dict[str, Any]) -> dict[str, Any]:
    forms = [place, *place.get("anyOf", ())]
    return properties(place) if any("properties" in form for form in forms) else {}


MARKS = (
    "to_confirm", "late_start", "overdue", "moved_by_hand", "provisional", "reassigned", "waived", "waiver_expired", "accepted",
    "left_out", "nobody", "internal",
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_the_manual_explains_the_marks_in_the_words_that_sheets_print(lang: Lang) -> None:
    page, words = manual(lang, "manual/sheet.md"), strings(ROOT, lang).field.plain | strings(ROOT, lang).sheet.plain
    assert [mark for mark in MARKS if f"\n| {words[mark]} | " not in page] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_worked_estimate_and_dates_are_what_the_sample_computes(lang: Lang) -> None:
    page = manual(lang, "manual/model.md")
    one = next(found for found in open_workspace(ROOT, date(2026, 11, 8)).checklists if found.id == "fresh-double11")
    line = next(line for line in one.estimates if line.estimate.id == "coupon_db")
    columns = []
    for sizing in (line.expected, line.worst):
        assert sizing is not None
        figures = (sizing.demand, sizing.per_unit, line.estimate.use_at_most, sizing.need, sizing.have, sizing.add)
        columns.append([*map(number, figures), percent(sizing.utilisation)])
    table = re.search(r"^\| (?:情形|Case) \|.*?(?=\n\n)", page, re.S | re.M)
    assert table is not None
    rows = [re.split(r" \| ", row.strip("| "))[1:] for row in table[0].splitlines()[2:]]
    assert rows == [list(pair) for pair in zip(*columns, strict=True)]
    assert line.formula.zh.split()[1].split("⌉")[0] in page
    dates = re.findall(r"^\| (ECP-[AT]\d+) \| `(T-\d+)` \| ([^|]+) \| ([^|]+) \|", page, re.M)
    assert len(dates) == 4
    for id, offset, counted, printed in dates:
        duty = next(duty for duty in one.duties if duty.id == id)
        assert str(duty.item.due) == offset
        assert calendar_day(duty.due.moved_from or duty.due.day, lang) == counted
        assert calendar_day(duty.due.day, lang) == printed


@pytest.mark.parametrize("lang", LANGS)
def test_the_manual_tells_of_every_command_and_format(lang: str) -> None:
    manual = ROOT / "site_config" / "pages" / lang / "manual"
    commands = (manual / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"## playbook {name} {{: #{name} }}" not in commands] == []
    formats = (manual / "formats.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"`.{name}`" not in formats] == []
    readme = (ROOT / ("README.md" if lang == "zh" else "README.en.md")).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`playbook {name}" not in readme] == []


def test_the_coverage_page_names_live_ids_and_counts_its_own_rows() -> None:
    paper = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    books = load(read_tree(ROOT)).playbooks.values()
    live = {id for book in books for id, _, retired in ids(book) if retired is None}
    named = set(re.findall(r"\b[A-Z]{2,5}-[TAP]\d{2,3}\b", paper))
    assert len(named) > 100
    assert named - live == set()
    told = re.findall(r"^\| \[.*\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", paper, re.M)
    sections = re.split(r"^## ", paper, flags=re.M)[1:]
    assert len(told) == len(sections) == 3
    for section, said in zip(sections, told, strict=True):
        rows = [row for row in section.splitlines() if row.startswith("| ")][1:]
        others, gaps = (sum(f"{word}：" in row for row in rows) for word in ("不归这里", "缺口"))
        covered = sum(bool(re.match(r"\|[^|]*\|[^|]*\|?[^|]*[A-Z]{3}-[TAP]\d", row)) for row in rows)
        assert said == tuple(map(str, (len(rows), covered, others, gaps)))
        assert covered + others + gaps == len(rows)
