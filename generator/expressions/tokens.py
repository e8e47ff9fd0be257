"""Expression text → tokens, and the masked text that Python's parser may see.

The mask keeps each token's place but hides what Python would read in its own way: names become underscores (``if`` or
``class`` may be a fact, and Python folds ``ｌ`` into ``l``), quoted text becomes ``x`` (no escapes, no warnings about
them), a line break becomes a blank. It is pure ASCII, so Python's byte columns are our code points.
"""

import re
import unicodedata
from typing import Literal, NamedTuple

from generator.diagnostics import Bilingual
from generator.expressions.fault import ExpressionError, bad, shown
from generator.model import meant

LENGTH_LIMIT = 500
NUMBER_LIMIT = 30

WORDS = frozenset({"and", "or", "not", "in"})
BOOLEANS = frozenset({"true", "false"})

TokenKind = Literal["number", "text", "name", "word", "symbol"]

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\n]+)
  | (?P<number>\.?[0-9][\w.]*)
  | (?P<text>"[^"]*"|'[^']*')
  | (?P<name>[^\W\d]\w*)
  | (?P<foreign>===|!==|\*\*|//|&&|\|\||<>|=>|=<)
  | (?P<symbol><=|>=|==|!=|[-+*/<>(),\[\]])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
PLAIN_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
LINE_BREAK = re.compile(r" *[\t\r\n][ \t\r\n]*")

# What people type from other languages, from an input method left in Chinese, or paste from a document.
MEANT = {
    "===": "==", "!==": "!=", "&&": "and", "||": "or", "<>": "!=", "=>": ">=", "=<": "<=", "=": "==", "!": "not",
    "&": "and", "|": "or", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "–": "-",
    "“": '"', "”": '"', "‘": "'", "’": "'", "、": ",", "【": "[", "】": "]",
}  # fmt: skip

PLAIN = frozenset("()[],+-*/<>\"' ")


class Token(NamedTuple):
    kind: TokenKind
    text: str
    offset: int

    @property
    def is_operand(self) -> bool:
        return self.kind in ("number", "text", "name")

    def bad(self, message: Bilingual, hint: Bilingual | None = None) -> ExpressionError:
        return bad(self.offset, len(self.text), message, hint)


def tokens(text: str) -> tuple[Token, ...]:
    if len(text) > LENGTH_LIMIT:
        split = Bilingual("拆成几条，或把一部分作为事实来问", "split it, or ask for a part of it as a fact")
        raise bad(
            LENGTH_LIMIT, len(text) - LENGTH_LIMIT, _too_long("表达式", "the expression", text, LENGTH_LIMIT), split
        )
    if strange := UNPRINTABLE.search(text):
        raise _strange(strange.group(), strange.start())
    found = tuple(_token(match) for match in TOKEN.finditer(text) if match.lastgroup != "blank")
    if not found:
        raise bad(0, len(text), Bilingual("表达式是空的", "the expression is empty"))
    return found


def masked(text: str, found: tuple[Token, ...]) -> str:
    mask = [" "] * len(text)
    for kind, written, offset in found:
        if kind == "name":
            written = "_" * len(written)
        elif kind == "text":
            written = '"' + "x" * (len(written) - 2) + '"'
        mask[offset : offset + len(written)] = written
    return "".join(mask)


def content(quoted: str) -> str:
    """What a quoted text says; a line break inside, with the blanks around it, is one blank as in folded YAML."""
    return LINE_BREAK.sub(" ", quoted[1:-1])


def _token(match: re.Match[str]) -> Token:
    written, offset = match.group(), match.start()
    match match.lastgroup:
        case "number":
            return _number(Token("number", written, offset), match.string[:offset].endswith(","))
        case "text" | "symbol" as kind:
            return Token(kind, written, offset)
        case "name":
            return _name(written, offset)
    raise _strange(written, offset)


def _number(token: Token, after_comma: bool) -> Token:
    if not PLAIN_NUMBER.fullmatch(token.text):
        said, hint = shown(token.text), Bilingual("写成 5000 或 0.7 这样", "write it like 5000 or 0.7")
        if after_comma:
            hint = Bilingual("数字不写千分位", "write numbers without separators")
        elif digits := meant.count(token.text):
            hint = Bilingual(f"写成 {digits}", f"write {digits}")
        raise token.bad(Bilingual(f"{said} 不是普通的十进制数", f"{said} is no plain decimal number"), hint)
    if len(token.text) > NUMBER_LIMIT:
        raise token.bad(_too_long("这个数", "the number", token.text, NUMBER_LIMIT))
    return token


def _too_long(zh: str, en: str, text: str, most: int) -> Bilingual:
    count = len(text)
    return Bilingual(
        f"{zh}有 {count} 个字符，最多 {most} 个", f"{en} has {count} characters, at most {most} are allowed"
    )


def _name(written: str, offset: int) -> Token:
    if written in WORDS:
        return Token("word", written, offset)
    lower = written.lower()
    if written != lower and lower in WORDS | BOOLEANS:
        message = Bilingual(f"{written} 要用小写", f"{written} is written in lower case")
        raise bad(offset, len(written), message, Bilingual(f"写成 {lower}", f"write {lower}"))
    return Token("name", written, offset)


def _strange(written: str, offset: int) -> ExpressionError:
    if written in "\"'":
        return bad(offset, 1, Bilingual("引号没有成对", "the quote is never closed"))
    folded = unicodedata.normalize("NFKC", written)
    meant = MEANT.get(written) or MEANT.get(folded) or (folded if folded in PLAIN else None)
    label = written if written.isprintable() else f"U+{ord(written):04X}"
    hint = None
    if meant:
        blank = not meant.strip()
        hint = Bilingual("换成普通空格", "use a plain blank") if blank else Bilingual(f"写成 {meant}", f"write {meant}")
    message = Bilingual(f"表达式里不能用 {label}", f"{label} has no meaning in an expression")
    return bad(offset, len(written), message, hint)
