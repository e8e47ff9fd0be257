"""The small tree of tests/cases/_tree and edits of it, written as people read them: what stands there, and what takes its place.

In both … stands for what an edit leaves as it is: inside a line any part of it, alone on a line any lines. ‸ marks where a fault is
told, and is in no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import trees

from generator.diagnostics import Position

CARET, REST = "‸", "…"
Texts = dict[str, str]


class Edit(NamedTuple):
    """What stands once in a file (the first behind ``after``, where that is named) and what takes its place.

    Where nothing is replaced a file comes, and one left empty goes. Without a file, a file is renamed.
    """

    file: str
    old: str
    new: str
    after: str = ""


def _small_tree() -> Texts:
    folder = trees.ROOT / "tests/cases/_tree"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml"))}


TREE = _small_tree()
DEMO, FRESH, CASE = "playbooks/demo.yaml", "playbooks/engagements/fresh.yaml", "playbooks/cases/coupons.yaml"


def demo(old: str, new: str, after: str = "") -> Edit:
    return Edit(DEMO, old, new, after)


def fresh(old: str, new: str, after: str = "") -> Edit:
    return Edit(FRESH, old, new, after)


def case(old: str, new: str) -> Edit:
    return Edit(CASE, old, new)


def shared(name: str, old: str, new: str) -> Edit:
    return Edit(f"playbooks/shared/{name}.yaml", old, new)


def new(path: str, text: str) -> Edit:
    """A file that comes."""
    return Edit(f"playbooks/{path}", "", text)


def gone(*names: str) -> tuple[Edit, ...]:
    """Files that are taken away, each blamed at its beginning."""
    return tuple(Edit(file, TREE[file], CARET) for file in (f"playbooks/{name}.yaml" for name in names))


WHOLE = "account-manager: [{name: 示例甲}], architect: [{name: 示例乙}], customer-lead: [{name: 示例辛}], duty-director: [{name: 示例壬}]"
"""A team in which every item of the small playbook is somebody's, and whom incidents are escalated to is there."""


def event(id: str, more: str = "", team: str = "account-manager: [{name: 示例甲}]") -> Edit:
    """One more engagement: the five keys that it needs, then ``more``."""
    schema = "# yaml-language-server: $schema=../../site_config/schemas/engagement.schema.json"
    when = '{name: 双十一, start: "2026-11-10T20:00+08:00", end: "2026-11-12T02:00+08:00", state: confirmed}'
    keys = f"customer: 示例客户\nplaybook: demo\nopened: 2026-08-20\nevent: {when}\nteam: {{{team}}}"
    return new(f"engagements/{id}.yaml", f"{schema}\n{keys}\n{more}\n")


def of_manual(example: Mapping[str, str]) -> Edit:
    """The edit that an example of the manual shows."""
    file = f"playbooks/{example['file']}.yaml" if "file" in example else ""
    return Edit(file, example["good"], re.sub("[⟦⟧]", "", example.get("bad", "")), example.get("after", ""))


def edited(edits: Iterable[Edit], texts: Texts = TREE) -> Texts:
    """The tree after some edits, with their carets. An edit that does not fit its file is an ``AssertionError``."""
    texts = dict(texts)
    for edit in edits:
        if not edit.file:
            texts[edit.new] = CARET + texts.pop(edit.old)
        elif edit.old:
            texts[edit.file] = _replaced(texts[edit.file], edit)
        else:
            assert edit.file not in texts, edit
            texts[edit.file] = edit.new
    return {file: text for file, text in texts.items() if text}


def _replaced(text: str, edit: Edit) -> str:
    start = text.index(edit.after)
    found = list(re.finditer(_pattern(edit.old), text[start:]))
    assert found, edit
    assert edit.after or len(found) == 1, (len(found), edit)
    left = iter(found[0].groups())
    parts = re.split(f"(^{REST}\n|{REST})", edit.new, flags=re.MULTILINE)
    made = "".join(next(left) if part.startswith(REST) else part for part in parts)
    return text[: start + found[0].start()] + made + text[start + found[0].end() :]


def _pattern(old: str) -> str:
    parts = re.split(f"(^{REST}\n|{REST})", old, flags=re.MULTILINE)
    known = {REST: "(.*?)", f"{REST}\n": "((?:.*\n)*?)"}
    return "".join(known.get(part) or re.escape(part) for part in parts)


def stored(texts: Texts, line_end: bytes = b"\n") -> trees.Files:
    """What is on disk. A lone surrogate stands for a byte that is no UTF-8."""
    found = {file: text.replace(CARET, "").encode("utf-8", "surrogateescape") for file, text in texts.items()}
    return {file: content.replace(b"\n", line_end) for file, content in found.items() if content}


def carets(texts: Texts) -> list[Position]:
    """Where carets stand, counted as an editor does: lines end at a line feed, columns are characters."""
    return [
        Position(file, number, found.start() + 1 - count)
        for file, text in sorted(texts.items())
        for number, line in enumerate(text.split("\n"), 1)
        for count, found in enumerate(re.finditer(CARET, line))
    ]
