"""pydantic's errors → diagnostics at their line and column, in the author's words."""

import types
import typing
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from generator.diagnostics import Bilingual, Diagnostic, did_you_mean, nearest
from generator.model import meant
from generator.model.item import GONE, LIVE
from generator.model.text import shown
from generator.source import Path, Source

_KEY = "[key]"


_TYPES: dict[str, Bilingual] = {
    "string_type": Bilingual("文本", "text"),
    **dict.fromkeys(
        ("tuple_type", "list_type"), Bilingual("列表（每行以 “- ” 开头）", 'a list (each line starts with "- ")')
    ),
    **dict.fromkeys(
        ("dict_type", "model_type", "model_attributes_type"), Bilingual("一层 “键: 值”", "a mapping of keys to values")
    ),
}


def diagnose(source: Source, model: type[BaseModel], error: ValidationError) -> Iterator[tuple[Path, Diagnostic]]:
    """Each fault of a validation with the path of the value that is wrong."""
    for detail in error.errors():
        if detail["type"] == "too_short" and detail["input"]:
            continue  # Entries with faults of their own are not counted; those are said.
        on_key = bool(detail["loc"]) and detail["loc"][-1] == _KEY
        path: Path = tuple(part for part in detail["loc"] if part not in (LIVE, GONE, _KEY))
        yield path, _diagnostic(source, model, path, on_key, detail)


def _diagnostic(source: Source, model: type[BaseModel], path: Path, on_key: bool, detail: ErrorDetails) -> Diagnostic:
    kind, context = detail["type"], detail.get("ctx", {})
    at = source.key_at(path) if on_key else source.value_at(path)
    if "words" in context:
        return Diagnostic(kind, at, context["words"], context["hint"])
    if kind == "extra_forbidden":
        message = Bilingual(f"这里没有 “{path[-1]}” 这个键", f'there is no key "{path[-1]}" here')
        return Diagnostic("unknown-key", source.key_at(path), message, _key_hint(model, path))
    if kind == "missing" and isinstance(path[-1], int):
        # A window is the only list of a fixed length.
        ends = Bilingual("窗口要写开头和结尾两个值", "a window has two values, its begin and its end")
        hint = Bilingual("例如 [T-45, T-1]。", "such as [T-45, T-1]")
        return Diagnostic("wrong-type", source.value_at(path[:-1]), ends, hint)
    if kind == "missing":
        message = Bilingual(f"缺少 “{path[-1]}”", f'"{path[-1]}" is missing')
        return Diagnostic("missing-key", source.first_key_at(path[:-1]), message)
    return Diagnostic("wrong-type", at, *_wrong_type(kind, context, detail["input"]))


def _wrong_type(kind: str, context: dict[str, Any], value: Any) -> tuple[Bilingual, Bilingual | None]:
    if kind in ("enum", "literal_error"):
        allowed = [word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
        zh, en = "、".join(allowed), ", ".join(allowed)
        message = Bilingual(f"{shown(value)} 不在可用的词里：{zh}", f"{shown(value)} is none of: {en}")
        return message, nearest(str(value), allowed)  # The message lists them all already.
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        bound = str(next(iter(context.values())))
        sign = {"greater_than": ">", "greater_than_equal": "≥", "less_than": "<", "less_than_equal": "≤"}[kind]
        zh, en = f"应当 {sign} {bound}，读到的是 {shown(value)}", f"should be {sign} {bound}, found {shown(value)}"
        return Bilingual(zh, en), _as_share(bound, value)
    if kind == "too_short":
        return Bilingual("列表不能是空的", "the list may not be empty"), None
    if kind == "too_long":
        most = context.get("max_length")
        return Bilingual(f"最多 {most} 个", f"at most {most} entries"), None
    what = _TYPES.get(kind, Bilingual("另一种值", "another kind of value"))
    hint = None
    if kind == "string_type" and not isinstance(value, dict | list):
        hint = Bilingual("用双引号括起来。", "put it in double quotes")
    elif kind in ("tuple_type", "list_type") and isinstance(value, str) and (written := meant.listed(value)):
        hint = Bilingual(f"写成 {written}", f"write {written}")
    return Bilingual(f"应当是{what.zh}，读到的是 {shown(value)}", f"should be {what.en}, found {shown(value)}"), hint


def _as_share(bound: str, value: Any) -> Bilingual | None:
    """A share written in percent is the usual slip."""
    if bound != "1" or not isinstance(value, int | Decimal) or not 1 < value <= 100:
        return None
    share = Decimal(value) / 100
    return Bilingual(f"{value} % 写成 {share}。", f"write {value} % as {share}")


def _key_hint(model: type[BaseModel], path: Path) -> Bilingual | None:
    if path[-1] == "step" and "tasks" in path:
        en = "a task takes its step from where it stands; remove this line"
        return Bilingual("任务的步骤由它所在的位置决定，删掉这一行。", en)
    keys = [key for found in models_at(model, path[:-1]) for key in keys_of(found)]
    return did_you_mean(str(path[-1]), keys)


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys of a class as a file writes them, in the order of the class."""
    return [field.alias or name for name, field in model.model_fields.items()]


def models_at(annotation: Any, path: Sequence[str | int]) -> Iterator[type[BaseModel]]:
    """The model classes that may stand at ``path`` below an annotation."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from models_at(get_args(annotation)[0], path)
    elif origin in (Union, types.UnionType):
        for choice in get_args(annotation):
            yield from models_at(choice, path)
    elif isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from models_at(annotation.model_fields["root"].annotation, path)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not path:
            yield annotation
        for name, field in annotation.model_fields.items():
            if path and (field.alias or name) == path[0]:
                yield from models_at(typing.cast(Any, field.annotation), path[1:])
    elif origin in (tuple, dict) and path:
        yield from models_at(get_args(annotation)[0 if origin is tuple else 1], path[1:])
