"""A review of an edit → text for a terminal, Markdown for a pull request, JSON for machines. Only ``cli`` prints."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from generator.diagnostics import Lang
from generator.review.comparison import Review

Say = Callable[[Review, Lang], str]

FORMATS: dict[str, str] = {
    "text": "generator.review.terminal:text",
    "md": "generator.review.markdown:markdown",
    "json": "generator.review.data:data",
}
"""Format → function of the review and the language; without a newline at its end."""


def say(name: str) -> Say:
    """The function of a format, imported now."""
    module, function = FORMATS[name].split(":")
    return cast(Say, getattr(import_module(module), function))
