"""``playbook new`` and ``playbook fmt`` as commands: what they write, what they refuse, what they leave alone."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check import check
from generator.cli import fmt as fmt_command
from generator.cli import main
from generator.edit.scaffold import Beginning, begun
from generator.library import Library, load
from generator.model.playbook import Fact
from generator.publish.disk import read_tree
from generator.publish.resources import templates

REPOSITORY = Path(__file__).resolve().parents[2]
START = "2027-06-17T20:00+08:00"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "tests" / "cases" / "_tree" / "playbooks", tmp_path / "playbooks")
    (tmp_path / "mkdocs.yml").touch()
    return tmp_path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], root: Path) -> Run:
    def _run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--root", str(root), "--today", "2026-11-23", "--lang", "en", *arguments])
        found = capfd.readouterr()
        return code, found.out, found.err

    return _run


def new(*more: str, id: str = "acme", playbook: str = "demo", start: str = START) -> list[str]:
    return ["new", id, "--playbook", playbook, "--start", start, *more]


# new


def test_a_new_engagement_is_sound_and_formatted(run: Run, root: Path) -> None:
    code, out, err = run(*new("--customer", 'Acme: "x" #1'))
    assert (code, out) == (0, "playbooks/engagements/acme.yaml\n")
    assert "playbook checklist acme" in err
    code, out, err = run("check", "--strict")
    assert (code, err) == (0, "")
    # Whom it does not name yet is a note, which fails nothing.
    assert "note[team-gap]" in out
    assert out.endswith("no faults found; 1 note\n")
    assert run("fmt", "--check", "playbooks/engagements/acme.yaml")[0] == 0
    found = load(read_tree(root)).engagements["acme"].model
    assert found.customer.en == 'Acme: "x" #1'
    assert (found.playbook, found.opened.isoformat()) == ("demo", "2026-11-23")
    assert found.event.start.isoformat() == "2027-06-17T20:00:00+08:00"
    assert (found.event.end - found.event.start).days == 1
    roles = load(read_tree(root)).roles
    assert roles
    assert set(found.team) == {id for id, role in roles.model.root.items() if role.triangle}


def test_opened_is_today_where_the_event_is(run: Run, root: Path) -> None:
    assert run("--today", "2026-11-23T23:30+00:00", *new())[0] == 0
    assert load(read_tree(root)).engagements["acme"].model.opened.isoformat() == "2026-11-24"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (new(playbook="demoo"), 'did you mean "demo"?'),
        (new(id="Acme_1"), "lower-case letters"),
        (new(id="../acme"), "lower-case letters"),
        (new(id="con"), "lower-case letters"),
        (new(id="fresh"), "exists already"),
        (new(start="2027-06-17T20:00"), "write 2026-11-10T20:00+08:00"),
        (new(start="soon"), "write 2026-11-10T20:00+08:00"),
        (new(start="9999-12-31T23:59+08:00"), "write 2026-11-10T20:00+08:00"),
        (["new", "acme", "--start", START], "--playbook"),
    ],
)
def test_what_cannot_be_begun_is_said(run: Run, root: Path, arguments: list[str], says: str) -> None:
    before = read_tree(root)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert read_tree(root) == before


def test_a_file_that_would_have_faults_is_not_written(run: Run, root: Path) -> None:
    before = read_tree(root)
    code, _, err = run(*new("--customer", "<b>Acme"))
    assert code == 1
    assert "raw-html" in err
    assert read_tree(root) == before


def answer(fact: Fact) -> str:
    values = {"text": "words", "boolean": "true", "choice": f'"{fact.choices[0]}"' if fact.choices else ""}
    bound = fact.min if fact.min is not None else fact.max if fact.max is not None else 1
    return values.get(fact.type) or str(int(bound) + (bound != int(bound)))


def uncommented(text: str, library: Library, playbook: str) -> str:
    """The file with every waiting line taken into use and every question answered."""
    facts = library.playbooks[playbook].model.facts
    lines = [re.sub(r"^( *)# (?!yaml-language)", r"\1", line) for line in text.split("\n")]
    for id, fact in facts.items():
        lines = [
            f"  {id}: {answer(fact)}{line[3 + len(id) :]}" if line.startswith(f"  {id}:  # ") else line
            for line in lines
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("playbook", ["ecommerce-promotion", "game-launch"])
def test_every_fact_is_asked_and_every_comment_can_be_taken_into_use(playbook: str) -> None:
    tree = read_tree(REPOSITORY)
    library = load(tree)
    entry = library.engagements["fresh-double11"]
    beginning = Beginning("acme", library.playbooks[playbook], entry.model.event.start, entry.model.opened)
    text = begun(library, beginning, templates(REPOSITORY, "new")["engagement.yaml.j2"])
    for id, fact in library.playbooks[playbook].model.facts.items():
        (line,) = [line for line in text.split("\n") if line.startswith(f"#   {id}:")]
        assert fact.ask.plain("zh") in line
        assert fact.ask.plain("en") in line
        assert ("required" in line) is fact.required
        assert fact.unit is None or fact.unit in line
        assert all(choice in line for choice in fact.choices)
    filled = uncommented(text, library, playbook)
    after = load({**tree, beginning.file: filled.encode("utf-8")})
    assert [fault for fault in check(after) if fault.at.file == beginning.file and fault.severity == "error"] == []
    model = after.engagements["acme"].model
    assert set(model.facts) == set(library.playbooks[playbook].model.facts)
    assert model.roster
    assert model.onsite
    assert model.contacts
    assert model.application
    assert set(model.event.waves) == set(library.playbooks[playbook].model.waves)


# fmt

UGLY = "playbooks/cases/ugly.yaml"
WRITTEN = "lesson: b   # kept\ntitle: { zh: 一,en: One }\nkind: 'demo'\nhappened: a\n"


def put(root: Path, content: str, file: str = UGLY) -> Path:
    path = root / file
    path.write_bytes(
        b"# yaml-language-server: $schema=../../site_config/schemas/case.schema.json\n" + content.encode("utf-8")
    )
    return path


def test_formatting_writes_once(run: Run, root: Path) -> None:
    path = put(root, WRITTEN)
    before = path.read_bytes()
    code, out, err = run("fmt", "--check", UGLY)
    assert (code, out) == (1, "")
    assert err == f"{UGLY}: would be formatted\n"
    assert path.read_bytes() == before
    assert run("fmt", UGLY) == (0, f"{UGLY}: formatted\n", "")
    assert path.read_text("utf-8").split("\n")[1:] == [
        "title: {zh: 一, en: One}",
        "kind: demo",
        "happened: a",
        "lesson: b   # kept",
        "",
    ]
    assert run("fmt", UGLY, "--check") == (0, "", "every file is formatted\n")
    assert run("fmt", UGLY, "-q") == (0, "", "")


def test_a_file_with_an_error_of_syntax_is_left_alone(run: Run, root: Path) -> None:
    other = put(root, WRITTEN)
    broken = put(root, "title: a\ntitle: [\n", "playbooks/cases/broken.yaml")
    twice = put(root, "title: a\ntitle:   b\n", "playbooks/cases/twice.yaml")
    before = broken.read_bytes(), twice.read_bytes()
    code, out, err = run("fmt", "playbooks/cases")
    assert code == 1
    assert f"{UGLY}: formatted" in out, "the others are formatted all the same"
    assert "broken.yaml" in err
    assert "duplicate-key" in err
    assert (broken.read_bytes(), twice.read_bytes()) == before
    assert other.read_text("utf-8").startswith("# yaml-language-server")


def test_a_path_outside_is_refused(run: Run) -> None:
    assert run("fmt", "/etc/passwd")[0] == 2
    assert run("fmt", "nowhere.yaml")[0] == 2


def test_another_persons_change_is_not_lost(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(root, WRITTEN)
    real = fmt_command.format_all

    def slow(files: dict[str, bytes]) -> fmt_command.Outcome:
        outcome = real(files)
        path.write_bytes(b"title: theirs\n")
        return outcome

    monkeypatch.setattr(fmt_command, "format_all", slow)
    code, _, err = run("fmt", UGLY)
    assert code == 2
    assert "changed by somebody else" in err
    assert path.read_bytes() == b"title: theirs\n"


def test_a_failed_write_leaves_the_old_file(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(root, WRITTEN)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("fmt", UGLY)[0] == 2
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir() if found.name.startswith(".")] == []
