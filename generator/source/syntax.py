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
    if problem == "found unexpected end of stream" and error.context_mark:
        index = error.context_mark.index
    slip = quoted_colon(source, index) if problem in _COLONS else None
    if slip:
        return slip
    message, hint = _KNOWN.get(problem, (Words(f"YAML 语法错误：{problem}", problem), None))
    return Diagnostic("yaml-syntax", source.position(index), message, hint)
