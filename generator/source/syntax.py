"""libyaml's complaint in the author's words: what is likely meant, and what to write instead."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError

from generator.diagnostics import Diagnostic, Words
from generator.source.marks import Source
from generator.source.quoted_colon import quoted_colon

# libyaml's problem text → the same in Chinese, and the hint. The texts are libyaml's own (src/scanner.c, src/parser.c).
_KNOWN: dict[str, tuple[Words, Words]] = {
    "mapping values are not allowed in this context": (
        Words("这里的冒号让 YAML 以为开始了新的键", "this colon starts a new key where none may stand"),
        Words(
            '句子里有 “: ” 时，把整句用双引号括起来，例如 en: "Validate backups: run one"；否则检查缩进。',
            'put a sentence that holds ": " in double quotes, as in en: "Validate backups: run one"; otherwise check the indentation',
        ),
    ),
    "did not find expected ',' or ']'": (
        Words("方括号 [ ] 没有闭合，或缺逗号", "the [ ] list is not closed, or a comma is missing"),
        Words(
            "补上 ] 或逗号；含标点的值用双引号括起来。",
            "add the ] or the comma; put values with punctuation in double quotes",
        ),
    ),
    "did not find expected ',' or '}'": (
        Words("花括号 { } 没有闭合，或缺逗号", "the { } mapping is not closed, or a comma is missing"),
        Words(
            "补上 } 或逗号；含标点的值用双引号括起来。",
            "add the } or the comma; put values with punctuation in double quotes",
        ),
    ),
    "found unexpected end of stream": (
        Words("引号没有闭合，一直到文件末尾", "a quote is left open until the end of the file"),
        Words("补上结束的引号。", "close the quote"),
    ),
    "found character that cannot start any token": (
        Words("值不能以这个字符开头", "a value cannot start with this character"),
        Words("把值用双引号括起来。", "put the value in double quotes"),
    ),
    "did not find expected key": (
        Words(
            "这里应当是一个键：缩进不齐，或前面的值没有加引号",
            "a key is expected here: uneven indentation, or a value above needs quotes",
        ),
        Words("让这一行与同层的键左对齐。", "align this line with its sibling keys"),
    ),
    "did not find expected <document start>": (
        Words("这一行比文件的第一个键更靠左", "this line stands further left than the file's first key"),
        Words("让所有顶层的键从行首写起。", "let every key of the top level begin its line"),
    ),
    "did not find expected node content": (
        Words("这里缺一个值，或多了括号、逗号", "a value is missing here, or a bracket or comma is too many"),
        Words("补上值；含标点的值用双引号括起来。", "write the value; put values with punctuation in double quotes"),
    ),
    "did not find expected alphabetic or numeric character": (
        Words("值不能以 & 或 * 开头", "a value cannot start with & or *"),
        Words("把值用双引号括起来。", "put the value in double quotes"),
    ),
    "found unknown escape character": (
        Words("双引号里的反斜杠后面不能是这个字", "this cannot stand behind a backslash inside double quotes"),
        Words(r"反斜杠写两个（\\），或改用单引号。", r"write the backslash twice (\\), or use single quotes"),
    ),
    "block sequence entries are not allowed in this context": (
        Words("列表不能和键写在同一行", "a list cannot begin on its key's own line"),
        Words("换一行再写 “- ”，或写成 [一, 二]。", 'begin a new line with "- ", or write [one, two]'),
    ),
    "did not find expected '-' indicator": (
        Words("这里应当是列表的 “-”：缩进不齐", 'a list\'s "-" is expected here: uneven indentation'),
        Words("让这一行与同层的 “-” 左对齐。", 'align this line with its sibling "-" lines'),
    ),
    "could not find expected ':'": (
        Words("这一行缺冒号", "this line lacks its colon"),
        Words(
            "键后面写冒号和一个空格；续行要比键缩进更多。",
            "write a colon and a space after the key; indent a continued line further than its key",
        ),
    ),
}

_BEHIND = (
    Words("引号或括号已经闭合，后面还有内容", "something stands behind the closing quote or bracket"),
    Words(
        "把整个值用一对引号括起来，或删掉多出来的部分。",
        "put the whole value in one pair of quotes, or remove what is left over",
    ),
)
"""What a missing key or entry really is where its line has begun already."""

_NEXT_ENTRY = frozenset({"did not find expected key", "did not find expected '-' indicator"})

_WHERE_IT_BEGAN = frozenset(
    {
        "found unexpected end of stream",
        "could not find expected ':'",
        "did not find expected alphabetic or numeric character",
    }
)
"""What libyaml notices behind the fault: the place to mend is where it began to read."""

_COLONS = frozenset(
    {
        "mapping values are not allowed in this context",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
    }
)
"""What libyaml says at the colon of a sentence that lacks its quotes."""


def syntax_error(source: Source, error: MarkedYAMLError) -> Diagnostic:
    """The diagnostic of a parser's error: ``quote-in-flow`` or ``quoted-colon`` where a colon without quotes is the cause, else ``yaml-syntax``."""
    problem = str(error.problem or error)
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(source.text)) if mark else 0
    if problem == "found unexpected ':'" and error.context_mark:
        start = error.context_mark.index
        value = source.text[start:].split("\n", 1)[0].split(",")[0].rstrip(" }]")
        message = Words(
            f"花括号、方括号里的 {value} 含冒号，要加引号",
            f"inside {{ }} or [ ] the value {value} holds a colon and needs quotes",
        )
        return Diagnostic(
            "quote-in-flow", source.position(start), message, Words(f'写成 "{value}"。', f'write "{value}"')
        )
    began = min(error.context_mark.index, index) if error.context_mark else index
    if problem in _WHERE_IT_BEGAN or (problem in _COLONS and _is_left_open(source.text, began, index)):
        index = began
    slip = quoted_colon(source, index) if problem in _COLONS else None
    if slip:
        return slip
    message, hint = _KNOWN.get(problem, (Words(f"YAML 语法错误：{problem}", problem), None))
    if problem in _NEXT_ENTRY and _line(source.text, index)[1].strip():
        message, hint = _BEHIND
    return Diagnostic("yaml-syntax", source.position(index), message, hint)


def _is_left_open(text: str, bracket: int, index: int) -> bool:
    """Whether the bracket is what to mend: the text stops, goes on with a line that does not stand below its own, or closes another."""
    if text[bracket : bracket + 1] not in ("[", "{"):
        return False
    (begins, before), (other, ahead) = _line(text, bracket), _line(text, index)
    if text[index : index + 1] in ("]", "}"):
        return True  # It would close another one.
    return index >= len(text.rstrip()) or (begins != other and _indent(ahead + text[index:]) <= _indent(before + "["))


def _line(text: str, index: int) -> tuple[int, str]:
    """Where the line of an index begins, and what stands on it before that."""
    begins = text.rfind("\n", 0, index) + 1
    return begins, text[begins:index]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
