"""In which entries a token stands, and where in them, as a short text that a script reads quickly.

Of each entry: how far its number is from the one before, in digits of ``STEPS``; then a digit of ``PLACES`` for each place, as
far round as there are digits. Both are printable ASCII that neither JSON nor the files escape, and no digit is in both.
"""

from collections.abc import Iterator, Sequence

_DIGITS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\,|')
PLACES, STEPS = _DIGITS[:45], _DIGITS[45:]


def digit(value: float) -> str:
    """A figure as one digit, as far as there are any."""
    return _DIGITS[max(0, min(len(_DIGITS) - 1, round(value)))]


def number(value: int) -> str:
    """A whole number in digits of ``STEPS``."""
    if value < len(STEPS):
        return STEPS[value]
    return number(value // len(STEPS)) + STEPS[value % len(STEPS)]


def ended(value: int) -> str:
    """A whole number that another may follow."""
    return number(value) + PLACES[0]


_SMALL = [number(value) for value in range(len(STEPS) ** 2)]


def written(found: Sequence[tuple[int, str]]) -> str:
    """The postings of one token: entries by number, in order, each with its places."""
    return "".join(_pieces(found))


def _pieces(found: Sequence[tuple[int, str]]) -> Iterator[str]:
    last = 0
    for entry, places in found:
        step = entry - last
        yield _SMALL[step] if step < len(_SMALL) else number(step)
        yield places
        last = entry
