"""How a figure is printed, the same in messages, sheets and pages."""

from decimal import Decimal
from fractions import Fraction

DECIMALS = 4
SCALE = 10_000  # one digit for each decimal


def number(value: Fraction) -> str:
    """``7,000`` or ``0.6667``: thousands separators, at most four decimals, no trailing zeros, halves away from zero."""
    scaled = int(abs(value) * SCALE + Fraction(1, 2))
    whole, decimals = divmod(scaled, SCALE)
    # Decimal, because str() refuses an int of more than 4300 digits, which a product of long figures can reach.
    text = f"{Decimal(whole):,}"
    if decimals:
        text += f".{decimals:0{DECIMALS}}".rstrip("0")
    return f"-{text}" if value < 0 and scaled else text


def is_exact(value: Fraction) -> bool:
    """Whether ``number`` prints the value itself rather than a rounded one."""
    return (value * SCALE).denominator == 1
