"""A key with nothing behind it. Inside ``{…}`` it is mostly no key: a comma of the value before it, or a colon that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce
from operator import getitem
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.diagnostics import Bilingual, Diagnostic
from generator.model import meant
from generator.model.faults import keys_of, models_at
from generator.source import Path, Source
from generator.source.repairs import quoted

_NEXT_KEY = re.compile(r"\s*(?:,\s*[\w-]+:\s|[}\]])")


class Empty(NamedTuple):
    """A fault, the paths of the keys that it leaves out, and what the value before them would be with its commas."""

    fault: Diagnostic
    paths: Sequence[Path]
    whole: tuple[Path, Any] | None = None


def empty_values(source: Source, model: type[BaseModel]) -> Iterator[Empty]:
    """Every key without a value; those that are the rest of one value are one fault."""
    yield from _below(source, model, source.data, ())


def _below(source: Source, model: type[BaseModel], data: Any, path: Path) -> Iterator[Empty]:
    if isinstance(data, list):
        for n, value in enumerate(data):
            if isinstance(value, dict | list):
                yield from _below(source, model, value, (*path, n))
    elif isinstance(data, dict):
        known = {key for found in models_at(model, path) for key in keys_of(found)} if None in data.values() else set()
        before: Path | None = None
        rest: list[Path] = []
        for key, value in data.items():
            here = (*path, key)
            split = value is None and before is not None and key not in known and "：" not in key
            # Inside braces, behind a value that has an end of its own, the key is the rest of that value.
            plain = before is not None and not isinstance(data[before[-1]], dict | list)
            if split and plain and source.text[source.nearest(path).index] == "{":
                rest.append(here)
                continue
            yield from _rest(source, before, rest)
            before, rest = here, []
            if value is None:
                before = None
                yield Empty(_empty(source, here, known), (here,))
            else:
                yield from _below(source, model, value, here)
        yield from _rest(source, before, rest)


def _empty(source: Source, path: Path, known: set[str]) -> Diagnostic:
    key = str(path[-1])
    name, colon, value = key.partition("：")
    if colon:
        en = '"：" is a full-width character; YAML knows only its ASCII form'
        message = Bilingual("“：” 是全角符号，YAML 只认半角的", en)
    else:
        name, _, value = key.partition(" ")
        message = Bilingual(f"“{name}” 后面缺冒号", f'a colon is missing behind "{name}"')
    if value and (colon or name in known):
        hint = Bilingual(f"写成 {name}: {value.strip()}", f"write {name}: {value.strip()}")
        return Diagnostic("yaml-syntax", source.key_at(path), message, hint)
    message = Bilingual(f"“{key}” 后面是空的", f'nothing stands behind "{key}"')
    remove = Bilingual("写上内容，或删掉这一行。", "write it, or remove the line")
    return Diagnostic("wrong-type", source.key_at(path), message, remove)


def _rest(source: Source, before: Path | None, rest: list[Path]) -> Iterator[Empty]:
    if before is None or not rest:
        return
    node, key = source.nearest(before), str(before[-1])
    # Up to the next key: what stands twice, as in 1,000,000, is one key only.
    behind = _NEXT_KEY.search(source.text, source.nearest(rest[-1]).index)
    written = " ".join(source.text[node.index : behind.start() if behind else None].split())
    whole = written.replace(written[0], "") if written[:1] in ('"', "'") else written
    is_figure = isinstance(_value(source, before), int | Decimal) and key not in ("zh", "en")
    figure = meant.count(whole) if is_figure else None
    short = whole if len(whole) <= 40 else f"{whole[:40]}…"
    zh, en = ("数字不写千分位", "; figures have no separators") if figure else ("要加引号", " and needs quotes")
    message = Bilingual(f"“{short}” 里有逗号，{zh}", f"{quoted(short)} holds a comma{en}")
    line = f"{key}: {figure or quoted(whole)}"
    hint = Bilingual(f"写成 {line}", f"write {line}")
    fault = Diagnostic("quote-in-flow", source.value_at(before), message, hint)
    yield Empty(fault, rest, (before, Decimal(figure) if figure else whole))


def _value(source: Source, path: Path) -> Any:
    return reduce(getitem, path, source.data)
