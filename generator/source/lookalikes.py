"""Characters that look like YAML's own and are not: full-width punctuation, curly quotes, long dashes, blanks of another kind."""

from collections.abc import Mapping

PAIRS = {
    "“": '"', "”": '"', "„": '"', "＂": '"', "‘": "'", "’": "'", "＇": "'", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]",
}  # fmt: skip
AS_ASCII = {
    **PAIRS, "：": ":", "，": ",", "、": ",", "－": "-", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "＃": "#",
}  # fmt: skip
"""What an author meant by a character where YAML asks for its ASCII form; ``PAIRS`` come in twos."""
INVISIBLE = {
    "\u00a0": " ", "\u3000": "  ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\u00ad": "",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u200e": "", "\u200f": "",
}  # fmt: skip
"""Blanks that are no blank to YAML, and characters that nobody sees."""


def narrowed(text: str, table: Mapping[str, str]) -> str:
    """A text with the characters of a table replaced."""
    return "".join(table.get(character, character) for character in text)
