"""A text of a file, in Chinese, English or both."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from generator.diagnostics import Bilingual, Lang
from generator.model.frozen import Frozen, fault
from generator.model.inline import plain, raw_html_at

_RAW_HTML = (
    Bilingual(
        "文本里不能写 HTML（“<” 后面紧跟字母、/ 或 !）", 'a text holds no HTML ("<" followed by a letter, / or !)'
    ),
    Bilingual(
        "要显示这些字符，就放进反引号里：`<b>`；小于号后面加空格：< b。",
        "to show it, put it in backquotes: `<b>`; or a space after the sign: < b",
    ),
)
_EMPTY = (
    Bilingual("文本是空的", "the text is empty"),
    Bilingual("写上内容，或删掉这一行。", "write it, or remove the line"),
)


def _inline(text: str) -> str:
    if raw_html_at(text) is not None:
        raise fault("raw-html", *_RAW_HTML)
    if not text.strip():
        raise fault("wrong-type", *_EMPTY)
    return text


Inline = Annotated[str, AfterValidator(_inline)]


class Text(Frozen):
    """``{zh: …, en: …}``, or one string for both languages. At least one language is there."""

    zh: Inline | None = None
    en: Inline | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_string_for_both(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"zh": value, "en": value}
        if not isinstance(value, dict):
            message = Bilingual(f"应当是文本，读到的是 {shown(value)}", f"should be text, found {shown(value)}")
            quotes = Bilingual("把它用双引号括起来。", "put it in double quotes")
            raise fault("wrong-type", message, None if isinstance(value, list) else quotes)
        return value

    @model_validator(mode="after")
    def _some_language(self) -> Self:
        if self.zh is None and self.en is None:
            message = Bilingual("文本至少要有 zh 或 en", "a text needs zh or en")
            raise fault("missing-key", message, Bilingual("写成 {zh: …, en: …}。", "write {zh: …, en: …}"))
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        both = {"type": "object", "properties": schema["properties"], "additionalProperties": False, "minProperties": 1}
        return {"anyOf": [{"type": "string", "minLength": 1}, both]}

    def of(self, lang: Lang) -> str:
        """The text in ``lang``, or in the other language where this one is missing."""
        own, other = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        return own if own is not None else other or ""

    def lang_of(self, lang: Lang) -> Lang:
        """The language that ``of(lang)`` really is in."""
        own = self.zh if lang == "zh" else self.en
        return lang if own is not None else ("en" if lang == "zh" else "zh")

    def plain(self, lang: Lang) -> str:
        return plain(self.of(lang))

    @property
    def words(self) -> Bilingual:
        """The text as a sentence of ours, without markup."""
        return Bilingual(self.plain("zh"), self.plain("en"))


def shown(value: Any) -> str:
    """A wrong value as a message shows it: short, and never more than one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    text = " ".join(str(value).split())
    return f'"{text[:40]}{"…" if len(text) > 40 else ""}"' if isinstance(value, str) else text[:40]


def _figure(value: Any) -> Any:
    # A limit may be a bare number: `value: 55000`.
    return value if isinstance(value, bool) or not hasattr(value, "__int__") else str(value)


Figure = Annotated[Text, BeforeValidator(_figure, json_schema_input_type=Text | float)]
