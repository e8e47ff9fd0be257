"""SECURITY.md names a test for each promise, and each of them exists."""

from __future__ import annotations

import ast
import re
from functools import cache

from trees import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ") and "Promise" not in line]


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_promise_names_a_test() -> None:
    assert len(ROWS) >= 14
    for row in ROWS:
        assert re.search(r"`tests/[\w/]+\.py::test_\w+`", row), row


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) >= 30
    assert [(file, name) for file, name in NAMED if name not in functions_of(file)] == []
