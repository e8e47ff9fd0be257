"""A text's spans in each markup. Whatever a text holds, it stays text: nothing in a YAML file can become markup."""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Callable, Iterable

from markupsafe import Markup

from generator.diagnostics import Lang, Words
from generator.model.inline import Span, spans
from generator.model.text import Text

LANG_TAGS = {"zh": "zh-CN", "en": "en"}
# Every ASCII sign that Python-Markdown or one of its extensions could act on.
_ACTIVE = re.compile(r"[!\"#$%&'()*+\-./:;<=>?@\[\\\]^_`{|}~]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")
_LINE_START = re.compile(r"^(\s*)([#+\-]|\d+[.)])(?=\s)")


def _escape(text: str) -> str:
    return html_entities.escape(_one_line(text), quote=True)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text


def _as_html(parts: Iterable[Span], escape: Callable[[str], str]) -> str:
    out = []
    for span in parts:
        piece = escape(span.text)
        if span.code:
            piece = f"<code>{piece}</code>"
        if span.bold:
            piece = f"<strong>{piece}</strong>"
        if span.href:
            piece = f'<a href="{html_entities.escape(span.href, quote=True)}" rel="noopener noreferrer">{piece}</a>'
        out.append(piece)
    return "".join(out)


def _in_lang(value: Text | Words | str, lang: Lang) -> tuple[str, Lang]:
    if isinstance(value, Text):
        return value.of(lang), value.lang_of(lang)
    return (value.of(lang), lang) if isinstance(value, Words) else (value, lang)


def _marked(value: Text | Words | str, lang: Lang, escape: Callable[[str], str]) -> Markup:
    text, really = _in_lang(value, lang)
    # Our own sentences and one-language strings hold no markup: a name such as `a*b*c` is literal.
    parts = spans(text) if isinstance(value, Text) else (Span(text),)
    marked = _as_html(parts, escape)
    return Markup(f'<span lang="{LANG_TAGS[really]}">{marked}</span>' if really != lang else marked)


def html(value: Text | Words | str, lang: Lang) -> Markup:
    """As HTML; a text that lacks ``lang`` is shown in its other language, marked with it."""
    return _marked(value, lang, _escape)


def entities(value: Text | Words | str, lang: Lang) -> Markup:
    """As HTML that a Markdown parser passes over: every sign that Markdown could act on is an entity."""

    def escape(text: str) -> str:
        return _ACTIVE.sub(lambda sign: f"&#{ord(sign.group())};", _one_line(text))

    return _marked(value, lang, escape)


def markdown(value: Text | Words | str, lang: Lang) -> str:
    """As Markdown (CommonMark and GitHub's): readable as it stands, and nothing in it acts by accident."""
    text, _ = _in_lang(value, lang)
    out = []
    for span in spans(text) if isinstance(value, Text) else (Span(text),):
        piece = _code(span.text) if span.code else _MARKDOWN.sub(r"\\\1", _one_line(span.text))
        if span.bold:
            piece = f"**{piece}**"
        out.append(f"[{piece}]({span.href})" if span.href else piece)
    return _LINE_START.sub(r"\1\\\2", "".join(out))


def _code(text: str) -> str:
    # Inside a table a bar would end the cell even in code.
    return f"`{_one_line(text).replace('|', chr(0x2502))}`"
