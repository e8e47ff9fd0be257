"""Figures as a sheet prints them."""

from __future__ import annotations

import math
from fractions import Fraction

from generator.expressions import number


def figure(value: Fraction | int | None) -> str:
    """An exact number, or a dash where there is none."""
    return "—" if value is None else number(Fraction(value))


def percent(share: Fraction) -> str:
    """A share as a whole percentage, rounded up: 70.2 % of a limit is not 70 %."""
    return f"{math.ceil(share * 100)} %"
