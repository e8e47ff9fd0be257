"""A text's spans in each markup. Whatever a text holds, it stays text: nothing in a YAML file can become markup."""

import html as html_entities
import re
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from generator.diagnostics import Bilingual, Lang
from generator.model.inline import Span, spans
from generator.model.text import Text

LANG_TAGS = {"zh": "zh-CN", "en": "en"}
_MARKDOWN = re.compile(r"[\\`*_\[\]>|~]")
# Entities and not a backslash: there are readers of Markdown to whom \< and \& are still a tag and an entity.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\s*(?:\d{1,9}(?=[.)](?:\s|$)))?)(#{1,6}(?=\s|$)|[+\-](?=\s|$)|-[ -]*$|=+\s*$|(?<=\d)[.)])")
# Line breaks of any reader, tabs, and runs of blanks, which can begin a block.
_BLANKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029 ]{2,}|[\t-\r\x1c-\x1f\x85\u2028\u2029]")
# Whatever any of the above acts on: most texts hold nothing of it, and are Markdown as they stand.
_MARKDOWN_ACTS = re.compile("[\\\\`*_\\[\\]>|~<&\t-\r\x1c-\x1f\x85\u2028\u2029]|  |^\\s*(?:[#+\\-=]|\\d{1,9}[.)])")
# Signs of an address that would end a link, a cell or a code span around it.
_UNSAFE = re.compile(r"[`|\\]")


def _escape(text: str) -> str:
    return html_entities.escape(_one_line(text), quote=True)


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _address(href: str) -> str:
    return _UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", href)


@lru_cache(maxsize=1 << 14)
def _as_html(text: str) -> str:
    """A text's HTML, kept: the same titles and roles stand on hundreds of pages and sheets."""
    out = []
    for span in spans(text):
        piece = _escape(span.text)
        if span.code:
            piece = f"<code>{piece}</code>"
        if span.bold:
            piece = f"<strong>{piece}</strong>"
        if span.href:
            piece = f'<a href="{html_entities.escape(_address(span.href), quote=True)}" rel="noopener noreferrer">{piece}</a>'
        out.append(piece)
    return "".join(out)


def _in_lang(value: Text | Bilingual | str, lang: Lang) -> tuple[str, Lang]:
    if isinstance(value, Text):
        return value.of(lang), value.lang_of(lang)
    return (value.of(lang), lang) if isinstance(value, Bilingual) else (value, lang)


def html(value: Text | Bilingual | str, lang: Lang) -> Markup:
    """As HTML; a text that lacks ``lang`` is shown in its other language, marked with it."""
    text, really = _in_lang(value, lang)
    # Our own sentences and one-language strings hold no markup: a name such as `a*b*c` is literal.
    marked = _as_html(text) if isinstance(value, Text) else _escape(text)
    return Markup(f'<span lang="{LANG_TAGS[really]}">{marked}</span>' if really != lang else marked)


def markdown(value: Text | Bilingual | str, lang: Lang) -> str:
    """As Markdown (CommonMark and GitHub's): readable as it stands, and nothing in it acts by accident."""
    text, _ = _in_lang(value, lang)
    if not _MARKDOWN_ACTS.search(text):
        return text
    out = ""
    for bold, run in groupby(spans(text) if isinstance(value, Text) else (Span(text),), lambda span: span.bold):
        piece = ""
        for href, part in groupby(run, lambda span: span.href):
            said = "".join(_code(span.text) if span.code else _literal(span.text) for span in part)
            if href and piece.endswith("!"):
                # Together with the link it would make a picture, fetched from wherever it points.
                piece = f"{piece[:-1]}\\!"
            piece += f"[{said}]({_address(href)})" if href else said
        out += f"**{piece}**" if bold else piece
    begun = _LINE_START.match(out)
    return f"{begun[1]}\\{begun[2]}{out[begun.end() :]}" if begun else out


def _literal(text: str) -> str:
    return _TAG.sub("&lt;", _ENTITY.sub("&amp;", _MARKDOWN.sub(r"\\\g<0>", _one_line(text))))


def _code(text: str) -> str:
    # Inside a table a bar would end the cell even in code.
    return f"`{_one_line(text).replace('|', chr(0x2502))}`"
