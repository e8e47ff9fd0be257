"""How much a file of the tree may hold. On the lowest floor, so that what only reads bytes need not load a parser."""

from datetime import date

DEEPEST = 40
LARGEST = 2_000_000
MOST_VALUES = 20_000
LONGEST_TEXT = 20_000
LONGEST_KEY = 100
"""What a file may hold: levels, bytes, values, and characters of a text and of a key. Four times what the largest real
playbook holds, and no more: a file that was pasted or made to be endless is refused before it costs anything."""


def sensible(day: date) -> date:
    """The day, if it is of the years that a file may name: beyond them another offset could fall off the calendar. Raises ``ValueError``."""
    if not 2000 <= day.year <= 2199:
        raise ValueError(day)
    return day
