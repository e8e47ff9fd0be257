"""The libraries under a format, doing that format's work and nothing else: ``bare.py FORMAT ROOT TODAY``.

Everything is prepared first and off the clock (reading, tailoring, working out what to write); what is timed is the library
alone, over every engagement in both languages, in one process (typst: in as many as there are cores). The last line is the seconds.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import wraps
from inspect import isfunction
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from generator.pipeline import examine
from generator.publish.sheets import Cut, Desk
from generator.render import Sheet, render
from generator.render.workbook.book import OPTIONS


def sheets(root: Path, today: date, format: str) -> Iterator[Sheet]:
    examined = examine(root, today)
    desk = Desk.of(root, examined.library)
    for checklist in examined.checklists:
        for lang in desk.kits:
            yield desk.sheet(checklist, Cut(lang, format, "team"))


def templates(format: str, all_sheets: list[Sheet]) -> float:
    """Jinja alone: each template is compiled, then rendered for each sheet."""
    render(all_sheets[0], format)
    render(all_sheets[1], format)
    began = time.perf_counter()
    for sheet in all_sheets:
        render(sheet, format)
    return time.perf_counter() - began


Call = tuple[Any, str, tuple[Any, ...], dict[str, Any], Any]
"""Whose method, its name, what it was given, and what it gave."""


def workbooks(all_sheets: list[Sheet]) -> float:
    """xlsxwriter alone: every call that the workbooks took is noted, then made again."""
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    calls: list[Call] = []
    noting = False

    def noted(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(self: Any, *given: Any, **named: Any) -> Any:
            nonlocal noting
            outer, noting = noting, True
            try:
                made = method(self, *given, **named)
            finally:
                noting = outer
            if not outer and method.__name__ != "__init__":
                calls.append((self, method.__name__, given, named, made))
            return made

        return call

    originals = [
        (owner, name, method)
        for owner in (xlsxwriter.Workbook, Worksheet)
        for name, method in vars(owner).items()
        if isfunction(method) and (name == "__init__" or not name.startswith("_"))
    ]
    for owner, name, method in originals:
        setattr(owner, name, noted(method))
    books = []
    for sheet in all_sheets:
        render(sheet, "xlsx")
        books.append(list(calls))
        calls.clear()
    for owner, name, method in originals:
        setattr(owner, name, method)
    # What was prepared is no garbage, and ours does not look through it either.
    gc.freeze()
    began = time.perf_counter()
    for book in books:
        _again(book, xlsxwriter.Workbook(BytesIO(), OPTIONS))
    return time.perf_counter() - began


def _again(calls: list[Call], workbook: Any) -> None:
    objects = {id(next(owner for owner, name, *_ in calls if name == "close")): workbook}

    def its(value: Any) -> Any:
        return (
            {key: its(part) for key, part in value.items()}
            if isinstance(value, dict)
            else objects.get(id(value), value)
        )

    for owner, name, given, named, made in calls:
        result = getattr(objects[id(owner)], name)(*map(its, given), **its(named))
        if name in ("add_worksheet", "add_format"):
            objects[id(made)] = result


def documents(all_sheets: list[Sheet]) -> float:
    """typst alone: every document's input, handed to one compiler a core."""
    from generator.render import pdf

    asked: list[dict[str, Any]] = []

    class Compiler:
        def compile(self, **given: Any) -> bytes:
            # What is compiled to make typst forget is no document.
            if given["format"] == "pdf":
                asked.append(given)
            return b""

    real, pdf._compiler = pdf._compiler, lambda: Compiler()
    for sheet in all_sheets:
        render(sheet, "pdf")
    pdf._compiler = real
    cores = len(os.sched_getaffinity(0))
    began = time.perf_counter()
    with get_context("fork").Pool(cores) as pool:
        pool.map(_compiled, [asked[n::cores] for n in range(cores)], chunksize=1)
    return time.perf_counter() - began


def _compiled(asked: list[dict[str, Any]]) -> None:
    from generator.render import pdf

    for given in asked:
        pdf._compiler().compile(**given)


def main(format: str, root: str, today: str) -> None:
    gc.set_threshold(50_000)
    found = list(sheets(Path(root), date.fromisoformat(today), format))
    took = workbooks(found) if format == "xlsx" else documents(found) if format == "pdf" else templates(format, found)
    print(json.dumps(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
