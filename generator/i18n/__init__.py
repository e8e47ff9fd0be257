"""How values read in Chinese and English: interface strings, dates, figures, marked-up text, and the templates' filters.

On floor 2, because pages and sheets (floor 5, which never import each other) must say the same thing in the same words. The templates' environment is imported from
``templates`` by name, so that a rule that only looks at texts does not pay for Jinja.
"""

from generator.i18n.dates import calendar_day, duration, instant, short_day
from generator.i18n.markup import html, markdown
from generator.i18n.units import figure, percent
from generator.i18n.vocabulary import Strings

__all__ = [
    "Strings", "calendar_day", "duration", "figure", "html", "instant", "markdown", "percent",
    "short_day",
]  # fmt: skip
