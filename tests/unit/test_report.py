"""What ``check`` says, for people and for machines."""

from __future__ import annotations

import inspect
import json

import pytest

from generator.diagnostics import LANGS, Diagnostic, Position, Severity, Words
from generator.report import FORMATS, as_json, report, text

ROLE = Diagnostic(
    "unknown-role",
    Position("playbooks/game-launch.yaml", 41, 7),
    Words("owner “architekt”：没有这个角色", 'owner "architekt" is no role'),
    Words("是不是想写 “architect”？", 'did you mean "architect"?'),
)
HALF = Diagnostic(
    "untranslated",
    Position("playbooks/cases/a.yaml", 3, 1),
    Words("缺少英文（en）", "English (en) is missing"),
    severity=Severity.WARNING,
)
PERIOD = Diagnostic(
    "file-name", Position("playbooks/a.yml"), Words("扩展名不对", "wrong ending"), Words("改名。", "rename it")
)


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
    ],
)
def test_the_last_line_counts(found: list[Diagnostic], en: str, zh: str) -> None:
    assert text(found, "en").splitlines()[-1] == en
    assert text(found, "zh").splitlines()[-1] == zh


def test_colour_only_adds_escapes() -> None:
    painted = text([ROLE, HALF], "en", colour=True)
    assert "\x1b" not in text([ROLE, HALF], "en")
    assert painted.count("\x1b[0m") == 4
    bare = painted
    for paint in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[2m", "\x1b[0m"):
        bare = bare.replace(paint, "")
    assert bare == text([ROLE, HALF], "en")


HOSTILE = "\x1b]0;x\x07\x9b31m\r\n\t\u202e\u2066\u2028\x7f\udce9"


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_of_a_file_steers_the_terminal(lang: str, colour: bool) -> None:
    fault = Diagnostic("x", Position(f"a{HOSTILE}.yaml"), Words(HOSTILE, HOSTILE), Words(HOSTILE, HOSTILE))
    said = text([fault], "zh" if lang == "zh" else "en", colour)
    assert len(said.split("\n")) == 2
    assert said.count("\x1b") == (4 if colour else 0)
    assert not set(HOSTILE) - {"\x1b", "\n"} & set(said) - set("]0;x31m")
    assert "\\x1b]0;x\\x07\\x9b31m\\x0d\\x0a\\x09\\u202e\\u2066\\u2028\\x7f\\udce9" in said
    said.encode("utf-8")


def test_json_is_a_list_in_both_languages() -> None:
    assert json.loads(as_json([ROLE, HALF])) == [
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
    assert "缺少英文" in as_json([HALF]), "readable as it is"
    assert as_json([]) == "[]"


def test_json_holds_every_sign_and_shows_none_that_steers() -> None:
    fault = Diagnostic("x", Position(f"a{HOSTILE}.yaml"), Words(HOSTILE, "𠮷 🚀"))
    said = as_json([fault])
    assert json.loads(said)[0]["file"] == f"a{HOSTILE}.yaml"
    assert json.loads(said)[0]["message"] == {"zh": HOSTILE, "en": "𠮷 🚀"}
    assert said.isprintable() or set(said) & set(HOSTILE) <= set("\n]0;x31m")
    said.encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_imported_and_is_called_alike(name: str) -> None:
    assert list(inspect.signature(report(name)).parameters) == ["diagnostics", "lang", "colour"]
    assert report(name)([ROLE], "zh", False)
