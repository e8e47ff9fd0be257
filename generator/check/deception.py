"""What a file says is what a reader sees, and gets."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from generator.check.context import Context, inside, strings
from generator.check.registry import diagnostic
from generator.diagnostics import MOST_TOLD, Bilingual, Diagnostic, Position
from generator.library import Entry
from generator.model.inline import spans

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u0085\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_ESCAPED = re.compile(
    r"\\(?:[NLP_]|x85|xad|xAD|u(?:00ad|00AD|0085|034f|034F|061c|061C|180e|180E|20[026]|feff|FEFF|fff)|U000e)"
)
_NAMED = frozenset({"id", "address", "zone", "regions", "region", "choices", "contact", "estimate"})
"""Keys whose values are looked up or compared, letter by letter."""
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\uff21-\uff3a\uff41-\uff5a]")
_LATIN = re.compile("[A-Za-z]")


def hidden_characters(context: Context) -> Iterator[Diagnostic]:
    """What a file says is what a reader sees: no character hides, turns the text round or poses as another."""
    for entry in context.entries():
        source = entry.original
        for match in islice(_HIDDEN.finditer(source.text), MOST_TOLD + 1):
            yield _hidden(source.position(match.start()), match.group())
        if _ESCAPED.search(source.text):
            yield from _escaped(entry)
        if _FOREIGN.search(source.text):
            yield from _posing(entry)


def _escaped(entry: Entry[Any]) -> Iterator[Diagnostic]:
    """Those that only an escape in a quoted text stands for."""
    source = entry.place.source
    for text, place in strings(source.data, entry.place):
        mark = source.nearest(place.path)
        written = source.text[mark.index : mark.end]
        for sign in dict.fromkeys(_HIDDEN.findall(text)):
            if sign not in written:
                yield _hidden(place.value, sign)


def _hidden(at: Position, sign: str) -> Diagnostic:
    name = f"U+{ord(sign):04X}"
    called = unicodedata.name(sign, "")
    message = Bilingual(f"这里有一个看不见的字符 {name}", f"a hidden character stands here: {name} {called}".rstrip())
    return diagnostic("hidden-characters", at, message, Bilingual("删掉它。", "delete it"))


def _posing(entry: Entry[Any]) -> Iterator[Diagnostic]:
    for text, place in strings(entry.place.source.data, entry.place):
        label = next((part for part in reversed(place.path) if isinstance(part, str)), "")
        if label not in _NAMED:
            continue
        for word in re.finditer(r"\w+", text):
            foreign = _FOREIGN.search(word.group())
            if foreign and _LATIN.search(word.group()):
                sign = foreign.group()
                name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
                message = Bilingual(
                    f"{word.group()} 里的 {sign} 不是英文字母（U+{ord(sign):04X}）",
                    f"the {sign} in {word.group()} is no Latin letter ({name})",
                )
                hint = Bilingual("换成英文字母重打一遍。", "type it again in Latin letters")
                yield diagnostic(
                    "hidden-characters", inside(place, text, word.start() + foreign.start()), message, hint
                )


_ADDRESS = re.compile(r"https?://[^\s()<>\"'`\]}，。；、）】]+")
_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/:?#]\S*)?", re.IGNORECASE)
_LINK = "]("
_NAMED_LINK = re.compile(r"\[[^\[\]]*\.[^\[\]]*\]\(")
_AUTHORITY = re.compile(r"https?://([^\s()<>\"'`\]}，。；、）】/?#]*)")
Finding = tuple[Bilingual, Bilingual]


def suspicious_link(context: Context) -> Iterator[Diagnostic]:
    """A link leads where it seems to lead."""
    for entry in context.entries():
        if not _may_mislead(entry.original.text):
            continue
        for text, place in strings(entry.place.source.data, entry.place):
            if "://" not in text:
                continue
            for match in _ADDRESS.finditer(text):
                fault = _fault(match.group())
                if fault:
                    yield diagnostic("suspicious-link", inside(place, text, match.start()), *fault)
            for shown, href, at in _misleading(text) if _LINK in text else ():
                message = Bilingual(
                    f"文字写的是 {shown}，去的却是 {href}", f"the text says {shown}, the link leads to {href}"
                )
                hint = Bilingual("让两处一致，或把文字换成说明。", "let both agree, or let the text describe the page")
                yield diagnostic("suspicious-link", inside(place, text, at), message, hint)


def _may_mislead(written: str) -> bool:
    """Whether a file is worth going through text by text. Most hold nothing but plain links to known hosts."""
    if "://" not in written:
        return False
    # Behind an escape any sign may hide; and only a text with a dot in it can name a host.
    if "\\" in written or _NAMED_LINK.search(written):
        return True
    return any(_fault_of_host(host) for host in set(_AUTHORITY.findall(written)))


@lru_cache(maxsize=1_000)
def _fault_of_host(host: str) -> bool:
    return _fault(f"https://{host}") is not None


def _fault(address: str) -> Finding | None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return Bilingual("这个网址读不懂", "this address cannot be read"), Bilingual("核对它。", "look at it again")
    if parts.username is not None:
        return (
            Bilingual(
                f"网址里有用户名或口令，真正的主机是 {host}",
                f"the address carries a user or password; its host is {host}",
            ),
            Bilingual("去掉 @ 和它前面的部分。", "remove the @ and what stands before it"),
        )
    if not host.isascii() or "xn--" in host:
        return (
            Bilingual(f"主机名 {host} 里有非英文字母", f"the host {host} holds letters that are not Latin"),
            Bilingual("确认不是冒充；换成英文域名。", "make sure that it does not pose as another; use a Latin name"),
        )
    return None


def _misleading(text: str) -> Iterator[tuple[str, str, int]]:
    """Links whose text names another host: that host, the real one, and where the text stands."""
    at = 0
    for span in spans(text):
        said = _HOST.fullmatch(span.text.strip()) if span.href else None
        if said and span.href:
            real = (urlsplit(span.href).hostname or "").removeprefix("www.") if span.href.startswith("http") else ""
            at = max(text.find(f"[{span.text}]", at), at)
            if real and said[1].casefold().removeprefix("www.") != real:
                yield said[1], real, at
