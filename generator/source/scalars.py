"""What a plain scalar means: the YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema), numbers exact."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".inf": Decimal("Infinity"), ".Inf": Decimal("Infinity"), ".INF": Decimal("Infinity"),
    "+.inf": Decimal("Infinity"), "-.inf": Decimal("-Infinity"),
    ".nan": Decimal("NaN"), ".NaN": Decimal("NaN"), ".NAN": Decimal("NaN"),
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+\Z", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z", re.ASCII)
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z", re.ASCII)
_FIRST = frozenset("+-.0123456789")
# Longer digit strings are no figure of a customer's; left as text, the model says "must be a number" of them.
_LONGEST_NUMBER = 30


def resolve(text: str) -> Any:
    """The value of a plain scalar: None, bool, int, Decimal or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST or len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        try:
            return Decimal(text)
        except InvalidOperation:
            # An exponent of twenty digits is beyond even what Decimal can hold.
            return text
    if _OCTAL_OR_HEX.match(text):
        return int(text, 0)
    return text
