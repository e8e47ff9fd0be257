"""The Jinja environment: templates place finished values, and a missing name fails."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, partial
from keyword import iskeyword
from types import CodeType
from typing import Any, Literal

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from generator.diagnostics import Lang, lacking
from generator.i18n import dates, markup, units
from generator.i18n.units import figure, percent
from generator.i18n.vocabulary import Strings

Target = Literal["html", "markdown"]
_HAN = re.compile("[\u3400-\u9fff]")
_MOST_KEPT = 1 << 12
_ACTS = re.compile("[<>&'\"]")
_MARKUP = {"html": markup.html, "markdown": markup.markdown}


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
def _compiled(target: Target) -> _Compiled:
    # Both languages share it: what is filtered comes from outside, and no template filters what stands in it.
    return _Compiled()


class _Loader(DictLoader):
    def get_source(self, environment: Environment, template: str) -> tuple[str, None, Callable[[], bool]]:
        if template not in self.mapping:
            raise lacking(f"templates: {template}")
        return super().get_source(environment, template)


class _Kept:
    """What a macro made of values that were the very same: most of a sheet's words are its playbook's, and stand on hundreds of sheets.

    The values are hashable, and iterators of such; whatever else the macro reads belongs to the language. Equal ones must read alike: no
    instants, which are equal in any zone.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, tuple[Any, ...]], Any] = {}

    def __call__(self, macro: Any, *values: Any) -> Any:
        key = macro.name, tuple(tuple(value) if hasattr(value, "__next__") else value for value in values)
        if key not in self._made:
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            self._made[key] = macro(*key[1])
        return self._made[key]


def escaped(value: Any) -> str:
    """What ``markupsafe.escape`` makes of a value, without its two calls where nothing in it has to be escaped: as in most words."""
    kind = type(value)
    return value if kind is Markup or (kind is str and not _ACTS.search(value)) else escape(value)


class _Generator(CodeGenerator):
    """Has templates escape by ``escaped``, and read words (``s.sheet.due``) as what they are: attributes that are there."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:  # noqa: N802 (Jinja's name)
        of: nodes.Node = node
        while isinstance(of, nodes.Getattr):
            of = of.node
        if isinstance(of, nodes.Name) and of.name == "s" and not iskeyword(node.attr):
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        else:
            super().visit_Getattr(node, frame)


class _Environment(Environment):
    code_generator_class = _Generator
    escaped = staticmethod(escaped)


def _without_filters(templates: Mapping[str, str], target: Target) -> Environment:
    return _Environment(
        loader=_Loader(templates),
        autoescape=target != "markdown",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled(target),
    )


def environment(templates: Mapping[str, str], target: Target, lang: Lang, strings: Strings) -> Environment:
    """An environment over ``templates`` (name → source) for one language.

    Filters: ``t`` (any text, escaped for ``target``), ``day``, ``short_day``, ``instant``, ``moment`` (day and time), ``duration``, ``figure``, ``percent``,
    ``answer`` (a fact's value), ``unit`` (nothing where there is none), ``filled`` (a string of the interface with its gaps filled). ``s`` holds
    the interface strings, ``lang`` the language. The test ``chinese`` tells whether a name holds Chinese characters. HTML is autoescaped, so what misses a filter is still inert.
    """
    env = _without_filters(templates, target)
    text = partial(_MARKUP[target], lang=lang)

    def answer(value: Fraction | str | bool) -> Any:
        if isinstance(value, bool):
            return strings.value.answer["yes" if value else "no"]
        return figure(value) if isinstance(value, Fraction) else text(value)

    env.filters.update(
        t=text,
        unit=lambda written: text(units.unit(written)) if written else "",
        day=partial(dates.calendar_day, lang=lang),
        short_day=partial(dates.short_day, lang=lang),
        instant=partial(dates.instant, lang=lang),
        duration=partial(dates.duration, lang=lang),
        moment=partial(dates.short_instant, lang=lang),
        figure=figure,
        percent=percent,
        answer=answer,
        filled=lambda sentence, **values: sentence.format_map(values),
    )
    env.tests.update(chinese=lambda name: _HAN.search(name) is not None)
    env.globals.update(s=strings, kept=_Kept(), lang=lang, lang_tag=markup.LANG_TAGS[lang])
    return env


def compile_all(env: Environment) -> None:
    """Compile the pages and sheets of an environment now, for whoever has the same templates later."""
    for name in env.list_templates(extensions=["j2"]):
        if name.endswith(".html.j2"):
            env.get_template(name)


class Kit:
    """The templates of one room in one language; each environment is compiled once and kept."""

    def __init__(self, templates: Mapping[str, str], lang: Lang, strings: Strings) -> None:
        self.templates, self.lang, self.strings = templates, lang, strings
        self._environments: dict[Target, Environment] = {}

    def environment(self, target: Target) -> Environment:
        if target not in self._environments:
            self._environments[target] = environment(self.templates, target, self.lang, self.strings)
        return self._environments[target]
