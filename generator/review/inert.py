"""A file's words in Markdown on a host that makes people, numbers, formulas and pictures out of signs."""

from __future__ import annotations

import re

from generator.diff import Run
from generator.language import markdown
from generator.review.shown import visible

# A host would call a person, link a number, draw a formula or a picture out of these.
_ACTIVE = re.compile(r"[@#$](?=[\w{(\\])|(?<![\w:]):(?=[a-z+-][\w+-]*:)|\bGH-(?=\d)")
_SPACE = "&#8203;"


def inert(text: str) -> str:
    """A text that stays text on a host that makes people, numbers and pictures out of signs."""
    return _ACTIVE.sub(lambda sign: f"{sign[0]}{_SPACE}", markdown(text, "zh"))


def marked(run: Run) -> str:
    # Tags and not ~~ and **, which do nothing between Chinese letters and marks of punctuation.
    said = visible(run.text)
    inner = said.strip()
    if run.sign == "=" or not inner:
        return _kept(said)
    tag = "del" if run.sign == "-" else "strong"
    before, _, after = said.partition(inner)
    return f"{before}<{tag}>{inert(inner)}</{tag}>{after}"


def _kept(text: str) -> str:
    inner = text.strip()
    before, _, after = text.partition(inner) if inner else (" " if text else "", "", "")
    return f"{before}{inert(inner)}{after}" if inner else before
