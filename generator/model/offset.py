"""A date relative to the event: ``T-45`` days before its start, ``T-2h`` hours, ``E+3`` days after its end."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from generator.diagnostics import Bilingual
from generator.model import meant
from generator.model.frozen import fault
from generator.model.scalars import parse_date
from generator.model.text import shown

_PATTERN = r"([TE])([+-])([0-9]{1,7})([hm]?)"
_MINUTES: dict[str, int] = {"d": 1440, "h": 60, "m": 1}
_FURTHEST_DAYS = 730


@dataclass(frozen=True, slots=True)
class Offset:
    """``amount`` units of ``unit`` after (negative: before) the event's start (``T``) or end (``E``)."""

    anchor: Literal["T", "E"]
    amount: int
    unit: Literal["d", "h", "m"]

    def __str__(self) -> str:
        negative = self.amount < 0 or (self.amount == 0 and self.anchor == "T")
        return f"{self.anchor}{'-' if negative else '+'}{abs(self.amount)}{'' if self.unit == 'd' else self.unit}"

    @property
    def minutes(self) -> int:
        return self.amount * _MINUTES[self.unit]

    @property
    def is_day(self) -> bool:
        return self.unit == "d"

    def before(self, other: "Offset") -> bool | None:
        """Whether this is surely earlier than ``other`` whatever the event; None where that depends on its length.

        Without an event, offsets compare in minutes, and T against E only across the event: what is no later than the
        start comes before what is no earlier than the end.
        """
        if self.anchor == other.anchor:
            return self.minutes < other.minutes
        if self.anchor == "T" and self.minutes <= 0 and other.minutes >= 0:
            return True
        if self.anchor == "E" and self.minutes >= 0 and other.minutes <= 0:
            return False
        return None


def parse_offset(value: Any) -> Offset:
    """Read an offset; a fault ``bad-offset`` otherwise."""
    if isinstance(value, Offset):
        return value
    match = re.fullmatch(_PATTERN, value, re.ASCII) if isinstance(value, str) else None
    if not match:
        spelled = meant.offset(value)
        like = Bilingual(
            "写成 T-45（开始前 45 天）、T-2h、T-30m、E+3（结束后 3 天）。",
            "write T-45 (45 days before the start), T-2h, T-30m or E+3 (3 days after the end)",
        )
        hint = Bilingual(f"写成 {spelled}", f"write {spelled}") if spelled else like
        raise fault("bad-offset", Bilingual(f"{shown(value)} 不是偏移量", f"{shown(value)} is no offset"), hint)
    unit: Literal["d", "h", "m"] = "h" if match[4] == "h" else "m" if match[4] == "m" else "d"
    amount = int(match[3]) * (-1 if match[2] == "-" else 1)
    if abs(amount) * _MINUTES[unit] > _FURTHEST_DAYS * 1440:
        raise fault("bad-offset", Bilingual(f"{shown(value)} 超过 730 天", f"{shown(value)} is further than 730 days"))
    anchor: Literal["T", "E"] = "T" if match[1] == "T" else "E"
    return Offset(anchor, amount, unit)


_SCHEMA = {"type": "string", "pattern": f"^{_PATTERN}$"}
At = Annotated[Offset, PlainValidator(parse_offset), WithJsonSchema(_SCHEMA)]


def _offset_or_date(value: Any) -> Offset | date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-.*", value, re.ASCII):
        return parse_date(value)
    return parse_offset(value)


AtOrDate = Annotated[
    Offset | date,
    PlainValidator(_offset_or_date),
    WithJsonSchema({"anyOf": [_SCHEMA, {"type": "string", "format": "date"}]}),
]
