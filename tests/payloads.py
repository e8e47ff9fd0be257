"""Texts that would act if any output let them, and their harmless twins of the same shape."""

from __future__ import annotations

import re

from generator.model.inline import Span, spans

IN_CODE = "`<script>window.pwned=1</script>` `<img src=x onerror=pwned()>` `</td></table></title></style>` `--> <!--` `]]>` `<svg/onload=pwned()>` "
ANYWHERE = (
    '{{ 7*191 }} {% raw %} {# x #} ${7*191} #eval("7*191") \\#{7*191} $x^2$ @cite <label> ] } "\' onmouseover=pwned() '
    "{: onclick=pwned() } | a | # b - c 1. d ![p](https://evil.example/p.png) <https://evil.example> &lt;i&gt; &#60;i&#62; %0d%0aX:1 "
    "[[a]] [^1] ~~s~~ ==m== ++k++ javascript:pwned() [j](javascript:pwned()) [e](https://evil.example/?a=%22%3e) \\\\ **bold** `` ` `` _y_ "
)
LINES = "\n\n~~~ {.x onmouseover=pwned() style=position:fixed;inset:0}\nhello\n~~~\n\nEND:VEVENT\nBEGIN:VALARM\nX-EVIL:1\n\n# heading\n\n- list\n\n    code\n\n```\nfence\n"
STARTS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", '=HYPERLINK("https://evil.example")')


def hostile(place: str, rich: bool) -> str:
    """The text at a place: it begins with what a spreadsheet would calculate, and no raw tag stands where none may."""
    start = STARTS[len(place) % len(STARTS)]
    anywhere = ANYWHERE.replace("<", "< ") if rich else f"<script>pwned()</script><img src=x onerror=pwned()>{ANYWHERE}"
    return f"{start} {place} {IN_CODE}{anywhere}{LINES}"


def twin(place: str, rich: bool) -> str:
    """The same with a letter in place of every sign that anything could act upon; what is markup of ours stays so."""
    text = hostile(place, rich)
    return "".join(map(_harmless, spans(text))) if rich else letters(text)


def letters(text: str) -> str:
    """The text with a letter for each sign."""
    return re.sub(r"[^\w\s]|_", "x", text)


def _harmless(span: Span) -> str:
    said = letters(span.text)
    said = f"`{said}`" if span.code else said
    said = f"**{said}**" if span.bold else said
    return f"[{said}]({span.href})" if span.href else said
