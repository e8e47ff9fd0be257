"""A file's words as a review shows them: one line, nothing hidden in it, and no sign that a host makes people, numbers or pictures of."""

import re

from generator.diagnostics import Bilingual, Lang
from generator.diff import Run
from generator.i18n import markdown
from generator.i18n.plain import line
from generator.model.text import Text

# Zero width and bidirectional controls let two texts look alike, or a line read in another order than it has.
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# A host would call a person, link a number, draw a formula or a picture out of these.
_ACTIVE = re.compile(r"[@#$](?=[\w{(\\])|(?<![\w:]):(?=[a-z+-][\w+-]*:)|\bGH-(?=\d)")
_SPACE = "&#8203;"


def shown(value: Text | Bilingual | str, lang: Lang) -> str:
    """One line of plain text; what nobody could see in it is spelled out."""
    return visible(line(value, lang))


def visible(text: str) -> str:
    """The text with what nobody could see in it spelled out; its blanks stay as they are."""
    text = re.sub(r"[\t-\r\x1c-\x1f\x85]", " ", text)
    text = _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    return "".join(sign for sign in text if sign == " " or sign.isprintable() or sign == "\u3000")


def inert(text: str) -> str:
    """A text that stays text on a host that makes people, numbers and pictures out of signs."""
    return _ACTIVE.sub(lambda sign: f"{sign[0]}{_SPACE}", markdown(text, "zh"))


def marked(run: Run) -> str:
    said = visible(run.text)
    inner = said.strip()
    if not inner:
        return " " if said else ""
    # Tags and not ~~ and **, which do nothing between Chinese letters and marks of punctuation.
    begin, end = {"=": ("", ""), "-": ("<del>", "</del>"), "+": ("<strong>", "</strong>")}[run.sign]
    before, _, after = said.partition(inner)
    return f"{before}{begin}{inert(inner)}{end}{after}"
