"""One file's bytes → data and positions, with every fault that YAML itself can have.

Events come from libyaml through ruamel.yaml.clib only. There is no fallback to the pure parser: it accepts another
language (an unquoted ``T20:00`` in flow style), so the same file would be right on one machine and wrong on the next.
"""

import re
from array import array
from itertools import islice
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from generator.diagnostics import MOST_TOLD, Bilingual, Diagnostic, Position
from generator.limits import DEEPEST, LARGEST, LONGEST_KEY, LONGEST_TEXT, MOST_VALUES
from generator.source.nodes import Source
from generator.source.scalars import resolve
from generator.source.syntax import syntax_error

# What XML, and so a workbook, cannot hold, and what a terminal obeys. Raw they are no YAML; a quoted text may escape them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_CONTROL_WORDS = (
    Bilingual("含有控制字符", "holds a control character"),
    Bilingual("删掉它；多半是从终端或表格里贴来的。", "remove it; usually it was pasted from a terminal or a table"),
)


def read(content: bytes, file: str) -> tuple[Source | None, list[Diagnostic]]:
    """Read one file: its source, or None where it cannot be read, and every fault found on the way.

    ``file`` is the POSIX path from the root that diagnostics will name. Never raises for bad content.
    """
    text, fault = _decode(content, file)
    if fault:
        return None, [fault]
    blank = Source(file, text)
    tabs = _tabs(blank)
    composer = _Composer(blank)
    try:
        data = composer.compose()
    except ReaderError as error:
        # libyaml tells the place of such a character in bytes, that of all else in code points.
        index = len(content[: int(error.position)].decode("utf-8", "ignore"))
        return None, [Diagnostic("encoding", blank.position(index), *_CONTROL_WORDS)]
    except MarkedYAMLError as error:
        # A tab is what the parser stumbled over; said once, by its own name.
        return None, tabs or [*composer.faults, syntax_error(blank, error)]
    except YAMLError as error:
        return None, [*composer.faults, _diagnostic("yaml-syntax", Position(file), Bilingual(str(error), str(error)))]
    except _TooMuch as much:
        return None, [*tabs, *composer.faults, _diagnostic("too-large", blank.position(much.index), much.words)]
    except _TooDeep as deep:
        nested = Bilingual(f"嵌套超过 {DEEPEST} 层", f"nested more than {DEEPEST} levels deep")
        return None, [*composer.faults, _diagnostic("yaml-syntax", blank.position(deep.index), nested)]
    return Source(file, text, data, array("I", composer.offsets), composer.empty_values), tabs + composer.faults


def _decode(content: bytes, file: str) -> tuple[str, Diagnostic | None]:
    if len(content) > LARGEST:
        return "", _diagnostic("too-large", Position(file), Bilingual("文件超过 2 MB", "the file is larger than 2 MB"))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        utf16 = Bilingual("文件是 UTF-16，不是 UTF-8", "the file is UTF-16, not UTF-8")
        return "", _diagnostic("encoding", Position(file), utf16)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        message = Bilingual("这里不是 UTF-8 字节", "these bytes are not UTF-8")
        return "", _diagnostic("encoding", Position(file, line, column), message)
    if text.startswith("\ufeff"):
        bom = Bilingual("文件开头有字节顺序标记（BOM）", "the file starts with a byte-order mark (BOM)")
        return "", _diagnostic("encoding", Position(file), bom)
    return text, None


_TABS = re.compile(r"\t[^\n]*")


def _tabs(source: Source) -> list[Diagnostic]:
    """The first tab of each line."""
    message = Bilingual("含有制表符（Tab）", "holds a tab")
    hint = Bilingual("缩进和对齐请用空格。", "indent and align with spaces")
    found = islice(_TABS.finditer(source.text), MOST_TOLD + 1)
    return [Diagnostic("forbidden-yaml", source.position(tab.start()), message, hint) for tab in found]


def _diagnostic(code: str, at: Position, message: Bilingual, hint: Bilingual | None = None) -> Diagnostic:
    if code == "encoding" and hint is None:
        hint = Bilingual("请另存为不带 BOM 的 UTF-8。", "save the file as UTF-8 without a byte-order mark")
    return Diagnostic(code, at, message, hint)


_WRITE_OUT = Bilingual("把值直接写出来。", "write the value out where it stands")
_REMOVE = Bilingual("删掉它。", "remove it")
_PLAIN_KEY = Bilingual(
    "写成 “键: 值”；以问号开头的文本用双引号括起来。",
    'write "key: value", and a text that begins with ? in double quotes',
)
_DIRECTIVE = Bilingual("含有 %YAML 或 %TAG 指令", "holds a %YAML or %TAG directive")
_ONE_DOCUMENT = Bilingual("一个文件只能有一个 YAML 文档", "a file holds one YAML document")
_SPLIT = Bilingual("删掉 ---，或分成两个文件。", "remove the ---, or make two files of it")
# A comment may hold one as well.
_ASKED = re.compile(r"#[^\n]*|\?")
_STANDARD_TAG = "tag:yaml.org,2002:"


class _TooDeep(Exception):
    def __init__(self, index: int) -> None:
        self.index = index


class _TooMuch(Exception):
    def __init__(self, index: int, words: Bilingual) -> None:
        self.index = index
        self.words = words


class _Composer:
    """Turns libyaml's events into data and places, noting every construct we do not allow.

    This is where a check spends most of its time: nine in ten values are scalars without anchor or tag, and for them nothing is
    called or made that can be done without.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._parser = CParser(source.text)
        self.faults: list[Diagnostic] = []
        self.offsets: list[int] = []
        self.empty_values = False
        self._values = 0
        self._asks = "?" in source.text
        self._ended = 0
        """Where the last list or mapping ended."""

    def compose(self) -> Any:
        next_event = self._parser.get_event
        next_event()
        data, documents, first = None, 0, 0
        while not isinstance(event := next_event(), StreamEndEvent):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    self._forbid(event, _DIRECTIVE, _REMOVE)
                elif documents > 1:
                    self._forbid(event, _ONE_DOCUMENT, _SPLIT)
                value = self._value(next_event(), 0)
                if documents == 1:
                    data, first = value, len(self.offsets)
        # An empty file's nothing stands at its beginning.
        self.offsets = self.offsets[:first] or [0, 0]
        return data

    def _value(self, event: Any, depth: int) -> Any:
        """The value that an event begins; its places are noted, and those of all that is in it."""
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        self._counted(event)
        index = event.start_mark.index
        if kind is AliasEvent:
            self._forbid(event, Bilingual(f"用了引用 *{event.anchor}", f"uses the alias *{event.anchor}"))
            self.offsets += index, 0
            return None
        self._bare(event)
        if depth >= DEEPEST:
            raise _TooDeep(index)
        if kind is SequenceStartEvent:
            return self._sequence(event, depth)
        assert kind is MappingStartEvent, event
        return self._mapping(event, depth)

    def _scalar(self, event: Any) -> Any:
        self._counted(event)
        # ctag spares the property that spells a tag out.
        if event.anchor or event.ctag is not None:
            self._bare(event)
        text = event.value
        self.offsets += event.start_mark.index, event.end_mark.index
        if len(text) > LONGEST_TEXT:
            self._fault("too-large", event.start_mark.index, _longer("文本", "text", len(text), LONGEST_TEXT), None)
            text = text[:LONGEST_TEXT]
        if not event.style:
            return resolve(text)
        if event.style == '"' and _CONTROL.search(text):
            self._fault("encoding", event.start_mark.index, *_CONTROL_WORDS)
        return text

    def _counted(self, event: Any) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            words = Bilingual(f"文件里超过 {MOST_VALUES:,} 个值", f"more than {MOST_VALUES:,} values in the file")
            raise _TooMuch(event.start_mark.index, words)

    def _bare(self, event: Any) -> None:
        """A value carries neither anchor nor tag."""
        if event.anchor:
            self._forbid(event, Bilingual(f"用了锚点 &{event.anchor}", f"uses the anchor &{event.anchor}"))
        if event.tag:
            tag = event.tag.replace(_STANDARD_TAG, "!!")
            self._forbid(event, Bilingual(f"用了标签 {tag}", f"uses the tag {tag}"), _REMOVE)

    def _sequence(self, start: Any, depth: int) -> list[Any]:
        data: list[Any] = []
        begun = last = self._begin(start)
        places, next_event, value = self.offsets, self._parser.get_event, self._value
        while type(event := next_event()) is not SequenceEndEvent:
            last = len(places)
            data.append(value(event, depth + 1))
        self._end(begun, last, start, event)
        return data

    def _mapping(self, start: Any, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        keys: dict[str, int] = {}
        begun = last = self._begin(start)
        asks, after = self._asks, start.start_mark.index
        places, next_event, scalar = self.offsets, self._parser.get_event, self._scalar
        while type(event := next_event()) is not MappingEndEvent:
            if asks:
                self._explicit(after, event)
            before = len(places)
            key = self._key(event, depth)
            index = event.start_mark.index
            places.append(index)
            found = next_event()
            value = scalar(found) if type(found) is ScalarEvent else self._value(found, depth + 1)
            if asks:
                after = found.end_mark.index if type(found) is ScalarEvent else self._ended
            if key is None or key in data:
                # Empty ones inside braces are the rest of a value with commas, told as that.
                if key is not None and not (start.flow_style and value is None and data[key] is None):
                    self._twice(key, keys[key], event)
                # What is left out has no place.
                del places[before:]
                continue
            data[key], keys[key], last = value, index, before + 1
            self.empty_values = self.empty_values or value is None
        self._end(begun, last, start, event)
        return data

    def _begin(self, start: Any) -> int:
        self.offsets += start.start_mark.index, start.end_mark.index
        return len(self.offsets) - 2

    def _end(self, begun: int, last: int, start: Any, end: Any) -> None:
        """A block ends with its last value: libyaml tells only where the next one begins."""
        self.offsets[begun + 1] = end.end_mark.index if start.flow_style else self.offsets[last + 1]
        self._ended = end.end_mark.index

    def _explicit(self, after: int, key: Any) -> None:
        """No question mark stands before a key, where YAML takes it for the beginning of a complex one and drops it."""
        if type(key) is not ScalarEvent:
            return
        for found in _ASKED.finditer(self._source.text, after, key.start_mark.index):
            if found[0] == "?":
                message = Bilingual("键前面有问号（复杂键）", "a question mark before a key makes it a complex key")
                self._fault("forbidden-yaml", found.start(), message, _PLAIN_KEY)

    def _twice(self, key: str, before: int, event: Any) -> None:
        first = self._source.position(before)
        message = Bilingual(f"键 “{key}” 重复", f'the key "{key}" stands twice')
        hint = Bilingual(f"第一次在第 {first.line} 行。", f"it first stands in line {first.line}")
        self._fault("duplicate-key", event.start_mark.index, message, hint, first)

    def _key(self, event: Any, depth: int) -> str | None:
        if type(event) is not ScalarEvent:
            if not isinstance(event, AliasEvent):
                self._forbid(event, Bilingual("键必须是一个词", "a key must be a single word"), _PLAIN_KEY)
            self._value(event, depth + 1)
            return None
        if event.anchor or event.ctag is not None:
            self._forbid(event, Bilingual("键上不能有锚点或标签", "a key carries no anchor or tag"), _REMOVE)
        key: str = event.value
        if key == "<<" and not event.style:
            self._forbid(event, Bilingual("用了合并键 <<", "uses the merge key <<"))
            return None
        if len(key) > LONGEST_KEY:
            self._fault("too-large", event.start_mark.index, _longer("键", "key", len(key), LONGEST_KEY), None)
            return None
        return key

    def _forbid(self, event: Any, message: Bilingual, hint: Bilingual = _WRITE_OUT) -> None:
        self._fault("forbidden-yaml", event.start_mark.index, message, hint)

    def _fault(self, code: str, index: int, message: Bilingual, hint: Bilingual | None, *related: Position) -> None:
        if len(self.faults) >= MOST_TOLD - 1:
            raise _TooMuch(index, Bilingual("问题太多，后面的不再读", "too many faults; what follows is not read"))
        self.faults.append(Diagnostic(code, self._source.position(index), message, hint, related=related))


def _longer(zh: str, en: str, length: int, most: int) -> Bilingual:
    said = f"the {en} has {length:,} characters; at most {most:,} may stand here"
    return Bilingual(f"{zh}有 {length:,} 个字，最多 {most:,} 个", said)
