"""The Jinja environment: templates place finished values, and a missing name fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from types import CodeType
from typing import Any, Literal

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.bccache import Bucket

from generator.diagnostics import Lang
from generator.language import dates, markup, units
from generator.language.figures import figure, percent
from generator.language.strings import Strings

Target = Literal["html", "markdown", "page"]
_HAN = re.compile("[\u3400-\u9fff]")
_MARKUP = {"html": markup.html, "markdown": markup.markdown, "page": markup.entities}


class _Compiled(BytecodeCache):
    """What templates were compiled to in this process, for whoever makes an environment of the same ones again."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code


@cache
def _compiled(target: Target, lang: Lang) -> _Compiled:
    # Filters over what stands in a template are applied when it is compiled, so that each language has its own.
    return _Compiled()


def environment(templates: Mapping[str, str], target: Target, lang: Lang, strings: Strings) -> Environment:
    """An environment over ``templates`` (name → source) for one language.

    Filters: ``t`` (any text, escaped for ``target``), ``day``, ``short_day``, ``instant``, ``moment`` (day and time), ``duration``, ``figure``, ``percent``,
    ``answer`` (a fact's value), ``unit`` (nothing where there is none), ``filled`` (a string of the interface with its gaps filled). ``s`` holds
    the interface strings, ``lang`` the language. The test ``chinese`` tells whether a name holds Chinese characters. HTML and pages are autoescaped, so what misses a filter is still inert.
    """
    env = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=target != "markdown",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled(target, lang),
    )

    def day(value: date) -> str:
        return dates.calendar_day(value, lang)

    def short_day(value: date) -> str:
        return dates.short_day(value, lang)

    def instant(value: datetime) -> str:
        return dates.instant(value, lang)

    def moment(value: datetime) -> str:
        return f"{dates.short_day(value.date(), lang)} {value:%H:%M}"

    def length(value: timedelta) -> str:
        return dates.duration(value, lang)

    def text(value: Any) -> Any:
        return _MARKUP[target](value, lang)

    def filled(sentence: str, **values: Any) -> str:
        return sentence.format_map(values)

    def answer(value: Fraction | str | bool) -> Any:
        if isinstance(value, bool):
            return strings.sheet["yes" if value else "no"]
        return figure(value) if isinstance(value, Fraction) else text(value)

    def unit(written: str | None) -> Any:
        return text(units.unit(written)) if written else ""

    env.filters.update(t=text, unit=unit, day=day, short_day=short_day, instant=instant, duration=length, figure=figure)
    env.filters.update(percent=percent, answer=answer, moment=moment, filled=filled)
    env.tests.update(chinese=lambda name: _HAN.search(name) is not None)
    env.globals.update(s=strings, lang=lang, lang_tag=markup.LANG_TAGS[lang])
    return env


class Kit:
    """The templates of one room in one language; each environment is compiled once and kept."""

    def __init__(self, templates: Mapping[str, str], lang: Lang, strings: Strings) -> None:
        self.templates = templates
        self.lang = lang
        self.strings = strings
        self._environments: dict[Target, Environment] = {}

    def environment(self, target: Target) -> Environment:
        if target not in self._environments:
            self._environments[target] = environment(self.templates, target, self.lang, self.strings)
        return self._environments[target]
