"""What is wrong with an expression: a value with its place, counted in code points from the start of the text."""

from dataclasses import dataclass
from typing import Literal

from generator.diagnostics import Bilingual

FaultCode = Literal["bad-expression", "unknown-fact", "unknown-product", "unknown-wave", "unknown-level"]

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    code: FaultCode
    message: Bilingual
    hint: Bilingual | None
    offset: int
    length: int


class ExpressionError(ValueError):
    """The text is no expression at all: ``fault`` says where reading it stopped."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault

    def __str__(self) -> str:
        return f"{self.fault.message.en} (at {self.fault.offset})"


def bad(offset: int, length: int, message: Bilingual, hint: Bilingual | None = None) -> ExpressionError:
    return ExpressionError(Fault("bad-expression", message, hint, offset, length))


def shown(text: str) -> str:
    """A piece of the author's text as a message quotes it: on one line, and short."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
