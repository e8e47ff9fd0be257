"""The small values that keys hold: ids, numbers, dates, instants, durations."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from generator.diagnostics import Bilingual
from generator.limits import sensible
from generator.model import meant
from generator.model.frozen import fault
from generator.model.text import shown

# Names that Windows cannot give a file, whatever the extension (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
LONGEST_STEM = 60
_STEM = r"[a-z0-9]+(-[a-z0-9]+)*"
_LARGEST = 10**15
_STEM_RE = re.compile(_STEM, re.ASCII)
_QUOTES = Bilingual("用双引号括起来。", "put it in double quotes")
_DATE_RE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_stem(name: str) -> bool:
    """Whether ``name`` may name a file, a role, a product, a stage: it becomes a path and an address."""
    return _STEM_RE.fullmatch(name) is not None and len(name) <= LONGEST_STEM and name not in DEVICE_NAMES


def _wrong(what: Bilingual, value: Any, hint: Bilingual | None = None) -> Exception:
    zh, en = f"应当是{what.zh}，读到的是 {shown(value)}", f"should be {what.en}, found {shown(value)}"
    return fault("wrong-type", Bilingual(zh, en), hint)


def _write(spelling: str | None, otherwise: Bilingual) -> Bilingual:
    """The hint that spells what was meant, or what to do where nobody can tell."""
    return Bilingual(f"写成 {spelling}", f"write {spelling}") if spelling else otherwise


def _is_word(name: str) -> bool:
    """Whether a name may be looked up, whatever it is: no path, no device, not endless."""
    is_path = ".." in name or "\\" in name or name.startswith("/")
    return bool(name.strip()) and not is_path and len(name) <= LONGEST_STEM and name.casefold() not in DEVICE_NAMES


class _Id:
    """An annotation: the string is an id of this pattern, else a fault ``bad-id``.

    Where it only ``refers`` to one, any name is taken: the rules know what there is, and which id a title stands for.
    """

    def __init__(self, pattern: str, what: Bilingual, refers: bool = False) -> None:
        self._pattern = re.compile(pattern, re.ASCII)
        self._what = what
        self._refers = refers

    def __call__(self, value: Any) -> str:
        if not isinstance(value, str):
            raise _wrong(Bilingual("一个 id", "an id"), value, _QUOTES)
        if self._refers and _is_word(value):
            return value
        if not self._pattern.fullmatch(value) or len(value) > LONGEST_STEM or value in DEVICE_NAMES:
            zh, en = f"{shown(value)} 不能作 id：{self._what.zh}", f"{shown(value)} is no id: {self._what.en}"
            raise fault("bad-id", Bilingual(zh, en), self._respelled(value))
        return value

    def _respelled(self, value: str) -> Bilingual | None:
        """The hint with the id that differs in capitals, width or separators alone."""
        text = re.sub(r"[\s_-]+", "-", meant.plain(value))
        for spelling in (text, text.lower(), text.upper(), text.lower().replace("-", "_")):
            if self._pattern.fullmatch(spelling) and spelling not in DEVICE_NAMES:
                return Bilingual(f"写成 {spelling}", f"write {spelling}")
        return None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{self._pattern.pattern}$", "maxLength": LONGEST_STEM}


_SLUG = Bilingual(
    "只用小写字母、数字和连字符，最长 60，不能是 Windows 设备名",
    "lower-case letters, digits and hyphens only, at most 60, no Windows device name",
)
_NAME = Bilingual(
    "以小写字母开头，只用小写字母、数字和下划线",
    "a lower-case letter first, then lower-case letters, digits and underscores",
)
_TASK = Bilingual("任务写成 ECP-T01 这样", "a task is written like ECP-T01")
_ATTENTION = Bilingual("特别关注事项写成 ECP-A01 这样", "an attention item is written like ECP-A01")
_EXTRA = Bilingual("客户专属事项写成 X01 这样", "an engagement's own item is written like X01")
_CALENDAR = Bilingual("大写字母、数字和连字符", "capital letters, digits and hyphens")
_PLAN = Bilingual("预案写成 ECP-P01 这样", "a plan is written like ECP-P01")
_LEVEL = Bilingual("一个大写字母", "one capital letter")
Slug = Annotated[str, _Id(_STEM, _SLUG)]
SlugRef = Annotated[str, _Id(_STEM, _SLUG, refers=True)]
Identifier = Annotated[str, _Id("[a-z][a-z0-9_]*", _NAME)]
NameRef = Annotated[str, _Id("[a-z][a-z0-9_]*", _NAME, refers=True)]
PlanId = Annotated[str, _Id("[A-Z]{2,5}-P[0-9]{2,3}", _PLAN)]
PlanRef = Annotated[str, _Id("[A-Z]{2,5}-P[0-9]{2,3}", _PLAN, refers=True)]
LevelId = Annotated[str, _Id("[A-Z]", _LEVEL)]
LevelRef = Annotated[str, _Id("[A-Z]", _LEVEL, refers=True)]
TaskId = Annotated[str, _Id("[A-Z]{2,5}-T[0-9]{2,3}", _TASK)]
AttentionId = Annotated[str, _Id("[A-Z]{2,5}-A[0-9]{2,3}", _ATTENTION)]
ExtraId = Annotated[str, _Id("X[0-9]{2,}", _EXTRA)]
IncidentId = Annotated[str, _Id("P[0-9]", Bilingual("写成 P1 这样", "written like P1"))]
CalendarId = Annotated[str, _Id("[A-Z][A-Z0-9-]*", _CALENDAR)]
FreeText = Annotated[str, BeforeValidator(lambda value: _text(value))]
"""A one-language string: a name, a contact, an address."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(Bilingual("文本", "text"), value, _QUOTES)
    return value


ONE_FIGURE = Bilingual(
    "只写一个数字，例如 80000：不加引号、单位、“约”和范围。",
    "write one figure in digits, as in 80000: without quotes, unit, sign of estimate or range",
)


def parse_number(value: Any) -> Fraction:
    """An exact number as ``source`` reads it (int or Decimal); a fault ``wrong-type`` otherwise."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong(Bilingual("数字", "a number"), value, _write(meant.count(value), ONE_FIGURE))
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value.adjusted()) > 15):
        raise _wrong(Bilingual("有限的数字", "a finite number of ordinary size"), value)
    if not -_LARGEST <= value <= _LARGEST:
        raise _wrong(Bilingual("不超过 10^15 的数字", "a number of at most 10^15"), value)
    return Fraction(value)


Number = Annotated[Fraction, PlainValidator(parse_number), WithJsonSchema({"type": "number"})]


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        otherwise = Bilingual("写 true 或 false，不加引号。", "write true or false, without quotes")
        hint = _write(meant.boolean(value), otherwise)
        raise _wrong(Bilingual(" true 或 false", "true or false"), value, hint)
    return value


Boolean = Annotated[bool, PlainValidator(_boolean), WithJsonSchema({"type": "boolean"})]


def parse_date(value: Any) -> date:
    """A date written as 2026-11-10; a fault ``wrong-type`` otherwise."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    hint = _write(meant.day(value), Bilingual("写成 2026-11-10 这样。", "write it like 2026-11-10"))
    if not isinstance(value, str) or not _DATE_RE.fullmatch(value):
        raise _wrong(Bilingual("日期", "a date"), value, hint)
    try:
        return sensible(date.fromisoformat(value))
    except ValueError:
        raise _wrong(Bilingual("日历上有的日期", "a date of the calendar"), value, hint) from None


Date = Annotated[date, PlainValidator(parse_date), WithJsonSchema({"type": "string", "format": "date"})]


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    spelled = meant.instant(value)
    written = spelled or "2026-11-10T20:00+08:00"
    hint = Bilingual(
        f'写成 "{written}"{"" if spelled else " 这样"}，结尾是活动当地的时区。',
        f'write {"" if spelled else "it like "}"{written}", with the offset of the event\'s place',
    )
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value, re.ASCII):
        raise _wrong(Bilingual("带时区的时刻", "an instant with its offset"), value, hint)
    try:
        instant = datetime.fromisoformat(value)
        sensible(instant.date())
    except ValueError:
        raise _wrong(Bilingual("日历上有的时刻", "an instant of the calendar"), value, hint) from None
    if instant.tzinfo is None:
        raise _wrong(Bilingual("带时区的时刻", "an instant with its offset"), value, hint)
    return instant


Instant = Annotated[datetime, PlainValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"(\d{1,5})([smhd])", value, re.ASCII) if isinstance(value, str) else None
    if not match:
        like = Bilingual("写成 30s、5m、2h 或 1d 这样。", "write it like 30s, 5m, 2h or 1d")
        raise _wrong(Bilingual("时长", "a duration"), value, _write(meant.duration(value), like))
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


Duration = Annotated[
    timedelta, PlainValidator(_duration), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,5}[smhd]$"})
]


def _edition(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,6}\.\d{1,6}", value, re.ASCII):
        text = meant.plain(value)
        written = text if re.fullmatch(r"\d{4}\.\d{1,6}", text, re.ASCII) else "2026.2"
        hint = Bilingual(f'加引号，写成 "{written}"', f'in quotes, as in "{written}"')
        raise _wrong(Bilingual("版次", "an edition"), value, hint)
    return value


Edition = Annotated[str, PlainValidator(_edition), WithJsonSchema({"type": "string", "pattern": r"^[0-9]+\.[0-9]+$"})]


def edition_order(edition: str) -> tuple[int, ...]:
    """How editions compare: as integers, so that 2026.10 comes after 2026.9."""
    return tuple(int(part) for part in edition.split("."))


def _formula(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise _wrong(Bilingual("算式", "an expression"), value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


Formula = Annotated[str, PlainValidator(_formula), WithJsonSchema({"type": ["string", "number"]})]
"""An expression's text; a bare number is one too. Parsed by ``expressions``."""
