"""libyaml's complaint in the author's words: the line to write instead where a repair of one line helps, else what is likely wrong."""

from ruamel.yaml.error import MarkedYAMLError

from generator.diagnostics import Bilingual, Diagnostic
from generator.source.nodes import Source
from generator.source.repairs import repaired

# The problems are libyaml's own texts (src/scanner.c, src/parser.c).
_KNOWN: dict[str, Bilingual] = {
    "mapping values are not allowed in this context": Bilingual(
        "这里的冒号让 YAML 以为开始了新的键", "this colon starts a new key where none may stand"
    ),
    "did not find expected ',' or ']'": Bilingual(
        "方括号 [ ] 没有闭合，或缺逗号", "the [ ] list is not closed, or a comma is missing"
    ),
    "did not find expected ',' or '}'": Bilingual(
        "花括号 { } 没有闭合，或缺逗号", "the { } mapping is not closed, or a comma is missing"
    ),
    "found unexpected end of stream": Bilingual(
        "引号没有闭合，一直到文件末尾", "a quote is left open until the end of the file"
    ),
    "found character that cannot start any token": Bilingual(
        "值不能以这个字符开头", "a value cannot start with this character"
    ),
    "did not find expected key": Bilingual("这里应当是一个键", "a key is expected here"),
    "did not find expected <document start>": Bilingual(
        "这一行比文件的第一个键更靠左", "this line stands further left than the file's first key"
    ),
    "did not find expected node content": Bilingual("这里缺一个值", "a value is missing here"),
    "did not find expected alphabetic or numeric character": Bilingual(
        "值不能以 & 或 * 开头", "a value cannot start with & or *"
    ),
    "found unknown escape character": Bilingual(
        "双引号里的反斜杠后面不能是这个字", "this cannot stand behind a backslash inside double quotes"
    ),
    "block sequence entries are not allowed in this context": Bilingual(
        "列表不能和键写在同一行", "a list cannot begin on its key's own line"
    ),
    "did not find expected '-' indicator": Bilingual("这里应当是列表的 “-”", 'a list\'s "-" is expected here'),
    "could not find expected ':'": Bilingual("这一行缺冒号", "this line lacks its colon"),
}
_LOOK = Bilingual(
    "看这几行的缩进、括号和引号；含标点的值用双引号括起来。",
    "look at indentation, brackets and quotes of these lines; put values with punctuation in double quotes",
)
_WHERE_IT_BEGAN = frozenset((
    "found unexpected end of stream", "could not find expected ':'", "did not find expected ',' or ']'",
    "did not find expected ',' or '}'", "did not find expected alphabetic or numeric character",
))  # fmt: skip
"""What libyaml notices behind the fault: the place to mend is where it began to read."""


def syntax_error(source: Source, error: MarkedYAMLError) -> Diagnostic:
    """The diagnostic of a parser's error, at the slip itself where a repair shows it, else where reading stopped."""
    problem = str(error.problem or error)
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(source.text)) if mark else 0
    began = min(error.context_mark.index, index) if error.context_mark else index
    slip = repaired(source, index, began)
    if slip:
        return slip
    message = _KNOWN.get(problem, Bilingual(f"YAML 语法错误：{problem}", problem))
    return Diagnostic("yaml-syntax", source.position(began if problem in _WHERE_IT_BEGAN else index), message, _LOOK)
