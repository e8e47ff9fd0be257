"""A link leads where it seems to lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from generator.check.context import Context
from generator.check.texts import inside, strings
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.model.inline import spans

CODE = "suspicious-link"
MANUAL = Manual(
    CODE,
    Words("可疑的链接", "Suspicious link"),
    Words(
        "链接的文字写着一个网址，实际去的是另一个；网址里带着用户名或口令（@ 前面那段会让人看错主机）；主机名里有非英文字母或 xn-- 编码，可能冒充别的网站。改成真正要去的地址。",
        "The text of a link names one site and the link leads to another; an address carries a user or a password (what stands before the @ makes a reader mistake the host); a host holds "
        "letters that are not Latin, or xn--, and may pose as another site. Write the address that is really meant.",
    ),
    Severity.WARNING,
)
_ADDRESS = re.compile(r"https?://[^\s()<>\"'`\]}，。；、）】]+")
_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/:?#]\S*)?", re.IGNORECASE)
_LINK = "]("
_NAMED_LINK = re.compile(r"\[[^\[\]]*\.[^\[\]]*\]\(")
_AUTHORITY = re.compile(r"https?://([^\s()<>\"'`\]}，。；、）】/?#]*)")
Finding = tuple[Words, Words]


def check(context: Context) -> Iterator[Diagnostic]:
    for entry in context.entries():
        if not _may_mislead(entry.written.text):
            continue
        for text, place in strings(entry.place.source.data, entry.place):
            if "://" not in text:
                continue
            for match in _ADDRESS.finditer(text):
                fault = _fault(match.group())
                if fault:
                    yield Diagnostic(CODE, inside(place, text, match.start()), *fault, severity=MANUAL.severity)
            for shown, href, at in _misleading(text) if _LINK in text else ():
                message = Words(
                    f"文字写的是 {shown}，去的却是 {href}", f"the text says {shown}, the link leads to {href}"
                )
                hint = Words("让两处一致，或把文字换成说明。", "let both agree, or let the text describe the page")
                yield Diagnostic(CODE, inside(place, text, at), message, hint, MANUAL.severity)


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
        return Words("这个网址读不懂", "this address cannot be read"), Words("核对它。", "look at it again")
    if parts.username is not None:
        return (
            Words(
                f"网址里有用户名或口令，真正的主机是 {host}",
                f"the address carries a user or password; its host is {host}",
            ),
            Words("去掉 @ 和它前面的部分。", "remove the @ and what stands before it"),
        )
    if not host.isascii() or "xn--" in host:
        return (
            Words(f"主机名 {host} 里有非英文字母", f"the host {host} holds letters that are not Latin"),
            Words("确认不是冒充；换成英文域名。", "make sure that it does not pose as another; use a Latin name"),
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
