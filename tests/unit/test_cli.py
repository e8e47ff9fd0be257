"""The command line: exit codes, what goes to which stream, the global options, and one clear line where a traceback could be."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from trees import ROOT, book, engagement, files, item, written

from generator import __version__
from generator.cli import COMMANDS, main
from generator.publish import checking
from generator.publish.tree import open_workspace

DAY = "2026-10-15"


class Result(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """``playbook`` in this process; the machine's language is English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "en_US.UTF-8")

    def call(*arguments: object) -> Result:
        # What only time brings is said by check as well; no test here is about the day on which it runs.
        day = ("--today", "2026-08-20") if "check" in arguments and "--today" not in arguments else ()
        code = main([*day, *(str(argument) for argument in arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Result(code, out, err)

    return call


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A sound tree of two engagements."""
    folder = tmp_path / "root"
    folder.mkdir()
    playbook = book([item("DEM-A01", due="T-40", audience="internal")])
    for each in playbook["attention"]:
        each["done_when"] = {"zh": "有 2 个", "en": "There are 2"}
    made = files(
        playbook,
        {"products": {}, "glossary": {}},
        fresh=engagement(),
        other_one=engagement(customer="别家"),
    )
    return written(folder, made)


BROKEN = b"customer: [\n"
FRESH = "playbooks/engagements/fresh.yaml"


def breaks(root: Path, name: str = FRESH, content: bytes = BROKEN) -> Path:
    (root / name).write_bytes(content)
    return root


# Exit codes and streams.


def test_a_sound_tree_is_fine(run: Run, root: Path) -> None:
    assert run("check", "--root", root) == Result(0, "no faults found\n", "")
    assert run("check", "--root", root, "-q") == Result(0, "", "")


def test_errors_of_the_content_go_to_standard_error(run: Run, root: Path) -> None:
    found = run("check", "--root", breaks(root))
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(f"{FRESH}:")
    assert "error[yaml-syntax]" in found.err
    assert found.err.endswith("1 error in 1 file\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "fr", "check"],
        ["chekc"],
        ["check", "--formt", "json"],
        ["check", "--format", "xml"],
        ["check", "nowhere.yaml"],
        ["check", "/etc/passwd"],
        ["checklist"],
        ["checklist", "fresh", "--all"],
        ["checklist", "--all", "--format", "docx"],
        ["checklist", "--all", "--format", ""],
        ["checklist", "--all", "--audience", "boss"],
        ["checklist", "--all", "--shard", "0/2"],
        ["checklist", "--all", "--shard", "3/2"],
        ["checklist", "--all", "--shard", "1"],
        ["checklist", "--all", "--shard", "1/0"],
        ["checklist", "--all", "--shard", "a/b"],
        ["checklist", "--all", "--shard", "-1/2"],
        ["checklist", "nobody"],
        ["checklist", "fresh", "--role", "nobody"],
        ["checklist", "../fresh"],
        ["--today", "tomorrow", "check"],
        ["--today", "2026-02-30", "check"],
        ["--today", "2026-11-09T20:00", "check"],
        ["--today", "20261109", "check"],
        ["--today", "9999-12-31T23:59-12:00", "check"],
        ["--today", "0001-01-01", "check"],
        ["--today", "", "check"],
        ["--root", "", "check"],
        ["--root", "/nowhere/at/all", "check"],
        ["serve", "--port", "70000"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_and_ends_with_2(
    run: Run, root: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    found = run(*arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err.strip()
    assert not (root / "build").exists()


def test_an_interrupt_ends_with_130(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "read_tree", interrupt)
    found = run("check", "--root", root)
    assert (found.code, found.out) == (130, "")
    assert "interrupted" in found.err


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    for arguments in ((), ("--help",), ("-h",)):
        found = run(*arguments)
        assert all(name in found.out + found.err for name in COMMANDS)
    assert run("--version") == Result(0, f"playbook {__version__}\n", "")
    assert run("--help").code == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_with_its_help_and_the_global_options(run: Run, name: str) -> None:
    module, attribute = f"generator.cli.{name}", "command"
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.name == name
    found = run(name, "--help")
    assert found.code == 0
    assert all(option in found.out for option in ("--root", "--today", "--lang", "--quiet"))
    assert any("\u4e00" <= sign <= "\u9fff" for sign in found.out), "said in Chinese"
    assert command.help
    assert any("A" <= sign <= "Z" for sign in command.help), "and in English"


# Global options.


def test_global_options_stand_before_or_after(run: Run, root: Path) -> None:
    before = run("--root", root, "--lang", "zh", "check")
    after = run("check", "--root", root, "--lang", "zh")
    assert before == after == Result(0, "没有发现问题\n", "")
    assert run("--root", "/nowhere", "check", "--root", root).code == 0, "the later one wins"
    assert run("--lang", "zh", "check", "--root", root, "--lang", "en").out == "no faults found\n"


def test_the_root_is_found_upward(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "playbooks" / "shared")
    assert run("check").code == 0
    monkeypatch.chdir("/")
    found = run("check")
    assert found.code == 2
    assert "mkdocs.yml" in found.err


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "没有发现问题\n"),
        ({"LANG": "en_GB.UTF-8"}, "no faults found\n"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "no faults found\n"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "没有发现问题\n"),
        ({"LANG": "de_DE.UTF-8"}, "no faults found\n"),
    ],
)
def test_the_locale_chooses_the_language_of_messages(
    run: Run, root: Path, names: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert run("check", "--root", root).out == says


def test_the_language_chooses_the_output_too(run: Run, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("checklist", "fresh", "--root", root, "--today", DAY, "--format", "md", "--out", out).code == 0
    assert sheets(out) == {"fresh/fresh.en.md", "fresh/fresh.zh.md"}
    other = tmp_path / "other"
    assert run("--lang", "zh", "checklist", "fresh", "--root", root, "--format", "md", "--out", other).code == 0
    assert sheets(other) == {"fresh/fresh.zh.md"}


def test_today_is_a_date_of_each_event_or_one_instant(run: Run, root: Path, tmp_path: Path) -> None:
    event = {"start": "2026-11-10T20:00-05:00", "end": "2026-11-12T02:00-05:00"}
    written(root, files(None, fresh=engagement(), west=engagement(event=event)))
    for today, east, west in (
        ("2026-11-09", "2026-11-09 周一 00:00 (UTC+8)", "2026-11-09 周一 00:00 (UTC-5)"),
        ("2026-11-09T20:00+08:00", "2026-11-09 周一 20:00 (UTC+8)", "2026-11-09 周一 07:00 (UTC-5)"),
        ("2026-11-09T20:00Z", "2026-11-10 周二 04:00 (UTC+8)", "2026-11-09 周一 15:00 (UTC-5)"),
    ):
        assert (
            run("checklist", "--all", "--root", root, "--today", today, "--format", "md", "--out", tmp_path / "o").code
            == 0
        )
        assert f"截至：{east}" in (tmp_path / "o" / "fresh" / "fresh.zh.md").read_text("utf-8")
        assert f"截至：{west}" in (tmp_path / "o" / "west" / "west.zh.md").read_text("utf-8")


# check


def test_a_path_filters_what_is_reported(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(root)
    breaks(root, "playbooks/cases.yaml")
    one = run("check", "--root", root, root / FRESH)
    assert one.err.count("error[") == 1
    assert one.err.startswith(FRESH)
    assert run("check", "--root", root, root / "playbooks/demo.yaml").code == 0
    assert run("check", "--root", root, FRESH).code == 1, "a path from the root"
    monkeypatch.chdir(root / "playbooks")
    assert run("check", "engagements").err.count("error[") == 1, "a path from here"
    assert run("check", "engagements", "cases.yaml").err.count("error[") == 2
    assert run("check", ".").err.count("error[") == 2
    assert run("check", "shared").code == 0


def test_json_is_a_result_also_when_there_are_errors(run: Run, root: Path) -> None:
    assert run("check", "--root", root, "--format", "json") == Result(0, "[]\n", "")
    found = run("check", "--root", breaks(root), "--format", "json")
    assert (found.code, found.err) == (1, "")
    (fault,) = json.loads(found.out)
    assert fault.keys() == {"code", "severity", "file", "line", "column", "message", "hint"}
    assert (fault["code"], fault["severity"], fault["file"]) == ("yaml-syntax", "error", FRESH)
    assert fault["message"].keys() == {"zh", "en"}


def test_every_format_for_machines_is_a_result_with_its_exit_code(run: Run, root: Path) -> None:
    (root / "mkdocs.yml").write_text("extra: {address: 'https://playbooks.example.com'}\n", "utf-8")
    assert run("check", "--root", root, "--format", "github") == Result(0, "no faults found\n", "")
    assert run("check", "--root", root, "--format", "gitlab") == Result(0, "[]\n", "")
    breaks(root)
    github, gitlab, sarif = (run("check", "--root", root, "--format", name) for name in ("github", "gitlab", "sarif"))
    assert [found.code for found in (github, gitlab, sarif)] == [1, 1, 1]
    assert [found.err for found in (github, gitlab, sarif)] == ["", "", ""]
    assert github.out.startswith(f"::error file={FRESH},line=")
    assert json.loads(gitlab.out)[0]["location"]["path"] == FRESH
    rules = json.loads(sarif.out)["runs"][0]["tool"]["driver"]["rules"]
    helps = {rule["id"]: rule["helpUri"] for rule in rules}
    assert helps["yaml-syntax"] == "https://playbooks.example.com/en/manual/rules.html#yaml-syntax"


def test_the_line_is_shown_with_a_caret_also_where_it_does_not_read(run: Run, root: Path) -> None:
    found = run("check", "--root", breaks(root, content="标题: 一\nedition: a: b\n".encode()))
    assert found.err.split("\n")[1:3] == ["    2 | edition: a: b", "      |          ^"]
    found = run("check", "--root", breaks(root, content="标题: 一".encode("gbk")))
    assert found.err.split("\n")[2] == "      | ^"


@pytest.mark.skipif(os.name == "nt", reason="no terminal of its own to be had")
def test_colours_are_for_terminals_that_want_them(root: Path) -> None:
    import pty

    def shown(**environment: str) -> bytes:
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "generator", "check", "--root", str(breaks(root))]
        env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
        subprocess.run(command, stderr=theirs, stdout=theirs, check=False, env=env | {"TERM": "xterm"} | environment)
        os.close(theirs)
        said = os.read(ours, 65536)
        os.close(ours)
        return said

    assert b"\x1b[1;31merror" in shown()
    assert b"\x1b" not in shown(NO_COLOR="1")
    assert b"\x1b" not in shown(TERM="dumb")


def test_a_warning_is_fine_but_for_the_strict(run: Run, root: Path) -> None:
    path = root / "playbooks" / "demo.yaml"
    path.write_text(path.read_text("utf-8").replace('"summary": "…"', '"summary": {"zh": "…"}'), "utf-8")
    found = run("check", "--root", root)
    assert found.code == 0
    assert "warning[untranslated]" in found.err
    assert run("check", "--root", root, "--strict").code == 1
    assert run("check", "--root", root, "--strict", FRESH).code == 0


def test_notes_stand_last_and_fail_nothing(run: Run, root: Path) -> None:
    found = run("--today", "2026-10-15", "check", "--root", root, "--strict")
    assert (found.code, found.err) == (0, "")
    assert "note[overdue] overdue: DEM-A01" in found.out
    assert found.out.endswith("no faults found; 2 notes\n")
    assert run("--today", "2026-10-15", "check", "--root", root, "-q").out == found.out
    assert run("--today", "2026-10-15", "check", "--root", root, "playbooks/demo.yaml").out == "no faults found\n"
    broken = run("--today", "2026-10-15", "check", "--root", breaks(root, "playbooks/engagements/other-one.yaml"))
    kinds = [line.split(": ")[1].split("[")[0] for line in broken.err.splitlines() if line.startswith("playbooks/")]
    assert (broken.code, kinds) == (1, ["error", "note"])
    assert broken.err.endswith("1 error, 1 note in 2 files\n")


def test_an_edit_is_judged_against_its_base(run: Run, root: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(root, before)
    path = root / "playbooks" / "demo.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"due": "T-40"', '"due": "T-41"').replace('"DEM-A81"', '"DEM-A92"'), "utf-8")
    assert run("check", "--root", root).code == 0
    found = run("check", "--root", root, "--base", before, "--format", "json")
    said = json.loads(found.out)
    assert (found.code, [(one["code"], one["line"]) for one in said]) == (
        1,
        [("edition-unraised", 8), ("vanished-id", 104)],
    )
    assert "DEM-A81" in said[1]["message"]["en"]
    assert run("check", "--root", root, "--base", "no-such-branch").code == 2
    assert run("check", "--root", root, "--base", root).code == 0


# checklist


def sheets(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_paths_are_the_result_and_progress_is_not(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    found = run("checklist", "fresh", "--format", "html,md")
    assert found.code == 0
    assert found.out.split() == [
        f"build/checklists/fresh/fresh.{lang}.{format}" for format in ("html", "md") for lang in ("zh", "en")
    ]
    assert "1 engagements, 4 sheets" in found.err
    assert run("checklist", "fresh", "--format", "md", "-q").err == ""
    assert sheets(root / "build" / "checklists") == {
        f"fresh/fresh.{lang}.{format}" for format in ("html", "md") for lang in ("zh", "en")
    }


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ([], "fresh.zh.md"),
        (["--audience", "customer"], "fresh.customer.zh.md"),
        (["--role", "architect"], "fresh.architect.zh.md"),
        (["--role", "architect", "--audience", "customer"], "fresh.architect.customer.zh.md"),
        (["--role", "customer-lead"], "fresh.customer-lead.customer.zh.md"),
        (["--role", "customer-lead", "--audience", "team"], "fresh.customer-lead.customer.zh.md"),
    ],
)
def test_a_sheet_is_cut_for_its_reader(run: Run, root: Path, tmp_path: Path, options: list[str], name: str) -> None:
    assert (
        run(
            "--lang", "zh", "checklist", "fresh", "--root", root, "--format", "md", "--out", tmp_path / "o", *options
        ).code
        == 0
    )
    assert sheets(tmp_path / "o") == {f"fresh/{name}"}
    text = (tmp_path / "o" / "fresh" / name).read_text("utf-8")
    assert ("DEM-A01" in text) is ("customer" not in name)


@pytest.mark.parametrize("whole", [2, 3])
def test_shards_share_out_all_engagements_once(run: Run, root: Path, tmp_path: Path, whole: int) -> None:
    written(root, files(None, **{f"e{n}": engagement() for n in range(3)}))
    seen: list[str] = []
    for part in range(1, whole + 1):
        out = tmp_path / f"{part}"
        assert (
            run(
                "checklist",
                "--all",
                "--root",
                root,
                "--lang",
                "zh",
                "--format",
                "md",
                "--shard",
                f"{part}/{whole}",
                "--out",
                out,
            ).code
            == 0
        )
        seen += sorted(sheets(out))
    assert sorted(seen) == sorted(f"{id}/{id}.zh.md" for id in ("e0", "e1", "e2", "fresh", "other-one"))


def test_a_slip_of_the_pen_is_guessed(run: Run, root: Path) -> None:
    assert 'did you mean "fresh"?' in run("checklist", "frsh", "--root", root).err
    assert 'did you mean "architect"?' in run("checklist", "fresh", "--role", "architekt", "--root", root).err
    assert "Did you mean" in run("check", "--root", root, "--formt", "json").err


def test_what_has_errors_is_not_written_and_all_else_is(run: Run, root: Path, tmp_path: Path) -> None:
    found = run("checklist", "--all", "--root", breaks(root), "--format", "md", "--out", tmp_path / "o")
    assert found.code == 1
    assert sheets(tmp_path / "o") == {"other-one/other-one.zh.md", "other-one/other-one.en.md"}
    assert "fresh" in found.err
    assert "yaml-syntax" in found.err
    alone = run("checklist", "fresh", "--root", root, "--format", "md", "--out", tmp_path / "o")
    assert (alone.code, alone.out) == (1, "")


@pytest.mark.parametrize("name", ["demo", "shared/roles", "shared/standard", "shared/products", "shared/calendars"])
@pytest.mark.parametrize("broken", [True, False], ids=["broken", "missing"])
def test_without_a_file_it_is_made_from_no_sheet_is_written(
    run: Run, root: Path, tmp_path: Path, name: str, broken: bool
) -> None:
    path = root / "playbooks" / f"{name}.yaml"
    path.write_bytes(BROKEN) if broken else path.unlink()
    found = run("checklist", "--all", "--root", root, "--out", tmp_path / "o")
    assert found.code == 1
    assert not (tmp_path / "o").exists()
    assert "error[" in found.err


# One clear line, whatever the system or the tree is like.


def no_playbooks(root: Path) -> str:
    (root / "playbooks").rename(root / "elsewhere")
    return "playbooks"


def link_out(root: Path) -> str:
    (root / "playbooks" / "x.yaml").symlink_to("/etc/hostname")
    return "x.yaml"


def dead_link(root: Path) -> str:
    (root / "playbooks" / "x.yaml").symlink_to(root / "playbooks" / "gone.yaml")
    return "x.yaml"


def endless_link(root: Path) -> str:
    (root / "playbooks" / "x.yaml").symlink_to(root / "playbooks" / "x.yaml")
    return "x.yaml"


def pipe(root: Path) -> str:
    os.mkfifo(root / "playbooks" / "x.yaml")
    return "x.yaml"


def terminal_codes(root: Path) -> str:
    (root / "playbooks" / "\x1b[31mx.yaml").symlink_to(root / "playbooks" / "gone.yaml")
    return r"\x1b[31mx.yaml"


UNREADABLE = [no_playbooks, link_out, dead_link, endless_link, pipe, terminal_codes]


@pytest.mark.parametrize("spoil", UNREADABLE, ids=lambda spoil: spoil.__name__)
@pytest.mark.parametrize("command", [["check"], ["checklist", "--all"]], ids=" ".join)
def test_a_root_that_cannot_be_read(run: Run, root: Path, command: list[str], spoil: Callable[[Path], str]) -> None:
    named = spoil(root)
    found = run(*command, "--root", root)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("playbook: ")
    assert found.err.count("\n") == 1
    assert named in found.err
    assert "\x1b" not in found.err


def empty(root: Path) -> None:
    for path in sorted((root / "playbooks").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def not_utf8(root: Path) -> None:
    (root / FRESH).write_bytes("客户: 示例".encode("gbk"))


def utf16(root: Path) -> None:
    (root / FRESH).write_bytes("customer: x".encode("utf-16"))


def nothing_in_it(root: Path) -> None:
    (root / FRESH).write_bytes(b"")


def only_a_list(root: Path) -> None:
    (root / FRESH).write_bytes(b"- a\n- b\n")


def name_without_letters(root: Path) -> None:
    (root / os.fsdecode(b"playbooks/\xff\xfe.yaml")).write_bytes(b"x: 1\n")


def name_of_two_lines(root: Path) -> None:
    (root / "playbooks" / "a\nb.yaml").write_bytes(b"x: 1\n")


def no_key(root: Path) -> None:
    (root / FRESH).write_bytes(b"? [a]\n: b\n")


BAD_CONTENT = [empty, not_utf8, utf16, nothing_in_it, only_a_list, name_without_letters, name_of_two_lines, no_key]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_sheet_that_another_program_holds_is_named_and_the_others_are_written(
    run: Run, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    """Windows replaces no file that a program (Excel) has opened: what it raises is raised here."""
    out, held = tmp_path / "o", tmp_path / "o" / "fresh" / "fresh.zh.md"
    command = ("checklist", "--all", "--root", root, "--today", DAY, "--format", "md", "--out", out)
    held.parent.mkdir(parents=True)
    held.write_text("open")
    replace = os.replace

    def refuse(source: str, target: str) -> None:
        if os.fspath(target) == os.fspath(held):
            raise PermissionError(13, "Access is denied", source, 5, target)
        replace(source, target)

    monkeypatch.setenv("PLAYBOOK_WORKERS", workers)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        found = run(*command)
    assert found.code == 1
    (said,) = (line for line in found.err.splitlines() if "fresh.zh.md" in line)
    assert "正被别的程序打开（例如 Excel）" in said
    assert "open in another program, such as Excel" in said
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert names == {f"{id}/{id}.{lang}.md" for id in ("fresh", "other-one") for lang in ("zh", "en")}
    assert held.read_text() == "open"
    assert run(*command).code == 0
    assert held.read_text("utf-8") != "open"


def test_a_source_that_another_program_holds_is_named(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise PermissionError(13, "Access is denied", source, 5, target)

    monkeypatch.setattr(os, "replace", refuse)
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    found = run("fmt", "--root", root)
    assert found.code == 2
    assert re.search(r"playbooks/\S+\.yaml: .*open in another program", found.err)
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


@pytest.mark.parametrize("spoil", BAD_CONTENT, ids=lambda spoil: spoil.__name__)
def test_bad_content_is_content(run: Run, root: Path, spoil: Callable[[Path], None]) -> None:
    spoil(root)
    found = run("check", "--root", root)
    assert (found.code, found.out) == (1, "")
    assert "error[" in found.err
    assert json.loads(run("check", "--root", root, "--format", "json").out)
    assert run("checklist", "--all", "--root", root, "--format", "md", "--out", root / "o").code in (0, 1)


def test_a_folder_named_like_a_file(run: Run, root: Path) -> None:
    (root / "playbooks" / "x.yaml").mkdir()
    (root / "playbooks" / "engagements" / "y.yaml").mkdir()
    assert run("check", "--root", root).code == 0


def test_no_engagements_are_no_error(run: Run, root: Path) -> None:
    for path in (root / "playbooks" / "engagements").iterdir():
        path.unlink()
    found = run("checklist", "--all", "--root", root, "--out", root / "o")
    assert (found.code, found.out) == (0, "")
    assert "0 engagements, 0 sheets" in found.err


@pytest.mark.parametrize("out", ["taken", "taken/below"])
def test_a_file_where_the_output_goes(run: Run, root: Path, out: str) -> None:
    (root / "taken").write_text("mine")
    found = run("checklist", "fresh", "--root", root, "--out", root / out)
    assert (found.code, found.out) == (2, "")
    assert "taken" in found.err
    assert (root / "taken").read_text() == "mine"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small file system may be mounted here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk(run: Run, root: Path, small_disk: Path) -> None:
    found = run("checklist", "fresh", "--root", root, "--format", "html", "--out", small_disk)
    assert found.code == 2
    assert "No space left on device" in found.err
    assert "fresh.zh.html" in found.err
    assert not [path for path in small_disk.rglob("*") if path.is_file()], "no half file is left"


def test_a_site_of_an_unknown_format_is_a_wrong_use(run: Run, root: Path) -> None:
    found = run("site", "--root", root, "--format", "html,docx")
    assert found.code == 2
    assert "docx" in found.err


def test_a_site_is_not_touched_while_there_are_errors(run: Run, root: Path) -> None:
    site = root / "build" / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("old")
    found = run("site", "--root", breaks(root))
    assert (found.code, found.out) == (1, "")
    assert "the site is as it was" in found.err
    assert (site / "index.html").read_text() == "old"


# As a process: streams, encodings and signals are the system's there.


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "generator", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, check=False, cwd=ROOT, env={**os.environ, **environment}, timeout=60
    )


def test_chinese_leaves_whole_in_the_c_locale(root: Path) -> None:
    (root / os.fsdecode(b"playbooks/\xff.yaml")).write_bytes(b"x: 1\n")
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    done = process("--lang", "zh", "check", "--root", breaks(root), **environment)
    assert done.returncode == 1
    assert "文件名" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["check", "--format", "json"], ["--help"]], ids=" ".join)
def test_results_that_nobody_can_take(root: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments, *(["--root", str(root)] if "check" in arguments else [])],
            stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().startswith("playbook: No space left on device")
    assert b"Traceback" not in done.stderr


def test_a_reader_who_has_gone_is_no_fault(root: Path) -> None:
    for n in range(400):
        (root / "playbooks" / f"x{n}.txt").write_text("x")
    command = [sys.executable, "-m", "generator", "check", "--format", "json", "--root", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        complaint = run.stderr.read()
    assert complaint == b""
    assert run.returncode == 0


def test_check_pays_for_no_format_and_no_site(root: Path) -> None:
    script = (
        "import sys; from generator.cli import main; code = main(['check', '--root', sys.argv[1]]);"
        "print(code, *sorted({name.split('.')[0] for name in sys.modules} & set(sys.argv[2:])))"
    )
    dear = ("mkdocs", "material", "typst", "xlsxwriter", "openpyxl", "fontTools")
    done = subprocess.run(
        [sys.executable, "-c", script, str(root), *dear], capture_output=True, check=True, text=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "0"


def test_the_real_tree_is_sound() -> None:
    found = open_workspace(ROOT, date(2026, 11, 23))
    assert not found.diagnostics
    assert len(found.checklists) >= 8


BYTES = "\udcff\udcfe"
"""What a shell hands over for bytes that are no text."""


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", BYTES), ("check", "--base", BYTES), ("checklist", BYTES), ("checklist", "fresh", "--role", BYTES),
        ("checklist", "fresh", "--format", BYTES), ("checklist", "fresh", "--shard", BYTES), ("site", "--format", BYTES),
        ("agenda", "--role", BYTES), ("agenda", "--engagement", BYTES), ("verify", BYTES), ("record", "fresh", BYTES), ("record", BYTES, BYTES),
        ("rebase", BYTES), ("fmt", BYTES), ("diff", BYTES), ("diff", ".", BYTES), ("--root", BYTES, "check"), ("--today", BYTES, "check"),
        ("new", BYTES, "--playbook", "demo", "--start", "2026-11-10T20:00+08:00"),
        ("new", "brand-new", "--playbook", BYTES, "--start", "2026-11-10T20:00+08:00"),
        ("new", "brand-new", "--playbook", "demo", "--start", BYTES),
        ("new", "brand-new", "--playbook", "demo", "--start", "2026-11-10T20:00+08:00", "--customer", f"Acme {BYTES}"),
    ],
    ids=lambda arguments: " ".join(arguments).replace(BYTES, "BYTES"),
)  # fmt: skip
def test_bytes_that_are_no_text_are_said_in_one_line(run: Run, root: Path, arguments: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    found = run("--root", root, *arguments)
    assert found.code in (0, 2)
    said = [line for line in found.err.splitlines() if line and not line.startswith(("Usage:", "Try "))]
    assert len(said) == 1, said
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
