"""The line an author meant where YAML cannot be read: likely repairs are tried, and libyaml decides which of them it can read past."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import StreamEndEvent

from generator.diagnostics import Bilingual, Diagnostic
from generator.source.lookalikes import AS_ASCII, INVISIBLE, PAIRS, narrowed
from generator.source.nodes import Source

_KEY = r"[A-Za-z_][\w-]*"
_LEAD = r"\s*(?:- +)*"
_AHEAD = 40
"""How many lines behind the fault a repair has to keep readable; no more are looked at."""
_MOST_READ = 6_000_000
"""How many characters are read in all while trying: half a second."""
_LONGEST_SHOWN = 240


class Repair(NamedTuple):
    """A line as it may have been meant. ``column``, 0-based, is where the slip stands; ``hint`` the part to copy, if not the line."""

    column: int
    line: str
    message: Bilingual
    code: str = "yaml-syntax"
    hint: Bilingual | None = None


def repaired(source: Source, index: int, began: int) -> Diagnostic | None:
    """The fault at ``index`` of a construct that ``began`` earlier, with the line to write; None where no repair helps."""
    lines = source.text.split("\n")
    at, column = _place(source, index)
    end = min(len(lines), at + _AHEAD)
    suspects = _suspects(lines, at, _place(source, began)[0])
    best: tuple[int, int, Repair] | None = None
    read = 0
    for kind in KINDS:
        for suspect in suspects:
            for repair in kind(lines, suspect, column if suspect == at else None):
                tried = "\n".join([*lines[:suspect], repair.line, *lines[suspect + 1 : end]])
                read += len(tried)
                reached = _reach(tried, end, end < len(lines))
                if reached > (best[0] if best else at):
                    best = reached, suspect, repair
                if reached >= end or read > _MOST_READ:
                    return _diagnostic(source, lines, best)
    return _diagnostic(source, lines, best)


def _diagnostic(source: Source, lines: list[str], best: tuple[int, int, Repair] | None) -> Diagnostic | None:
    if best is None:
        return None
    _, number, repair = best
    begins = sum(len(line) + 1 for line in lines[:number])
    hint = repair.hint or _write(_excerpt(repair.line.strip(), repair.column))
    return Diagnostic(repair.code, source.position(begins + repair.column), repair.message, hint)


def _write(line: str) -> Bilingual:
    return Bilingual(f"写成 {line}", f"write {line}")


def _excerpt(line: str, column: int) -> str:
    """A line to copy; of a long one the part round a column."""
    begins = max(column - 40, 0)
    return line if len(line) <= _LONGEST_SHOWN else f"…{line[begins : begins + 80]}…"


def _reach(text: str, end: int, cut: bool) -> int:
    """The line, 0-based, that libyaml stops at; ``end`` where it reads all, or as far as the text was cut."""
    parser = CParser(text)
    try:
        while type(parser.get_event()) is not StreamEndEvent:
            pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = text.count("\n", 0, mark.index) if mark else 0
        return end if cut and line >= end - 1 else line
    except YAMLError:
        return -1
    return end


def _place(source: Source, index: int) -> tuple[int, int]:
    at = source.position(index)
    return at.line - 1, at.column - 1


def _suspects(lines: list[str], at: int, began: int) -> list[int]:
    """The lines to look at: where reading stopped, the last one before it, where it began, and the last with an odd quote."""
    filled = [n for n in range(max(0, at - 200), at) if lines[n].strip() and not lines[n].lstrip().startswith("#")]
    odd = [n for n in filled if lines[n].count('"') % 2]
    found = [at, *filled[-1:], began, *odd[-1:]]
    return [n for n in dict.fromkeys(found) if n < len(lines)]


_FULL_WIDTH = Bilingual(
    "“{}” 是全角符号，YAML 只认半角的", '"{}" is a full-width character; YAML knows only its ASCII form'
)
_HIDDEN = Bilingual("有看不见的字符或特殊空格", "an invisible character or a special blank")


def _lookalikes(lines: list[str], at: int, column: int | None) -> Iterator[Repair]:
    """Full-width punctuation, curly quotes and blanks of another kind, as Chinese input and word processors leave them."""
    line = lines[at]
    first = next((n for n, character in enumerate(line) if character in INVISIBLE), None)
    if first is not None:
        yield Repair(first, re.sub(rf"^({_LEAD}{_KEY}): +", r"\1: ", narrowed(line, INVISIBLE)), _HIDDEN)
    if re.search("[：:] *[｛［【]", line):
        yield _all_narrowed(line)
    for n, character in enumerate(line):
        if character in AS_ASCII and character not in PAIRS:
            blank = " " if AS_ASCII[character] in ":,-" else ""
            written = line[:n] + AS_ASCII[character] + blank + line[n + 1 :].lstrip(" ")
            yield Repair(n, written, _about(_FULL_WIDTH, character))
    first = next((n for n, character in enumerate(line) if character in AS_ASCII), None)
    if first is not None:
        yield Repair(first, narrowed(line, PAIRS), _about(_FULL_WIDTH, line[first]))
        yield _all_narrowed(line)


def _all_narrowed(line: str) -> Repair:
    first = next(n for n, character in enumerate(line) if character in AS_ASCII)
    written = re.sub(r"([:,])(?=[^\s:,])", r"\1 ", narrowed(line, AS_ASCII))
    return Repair(first, written, _about(_FULL_WIDTH, line[first]))


def _about(words: Bilingual, name: str) -> Bilingual:
    return Bilingual(words.zh.format(name), words.en.format(name))


_UNSPACED = re.compile(rf"(?:^{_LEAD}|[{{,] *)({_KEY}):(?=[^\s/])")


def _unspaced(lines: list[str], at: int, column: int | None) -> Iterator[Repair]:
    """A colon or a dash without its blank."""
    line = lines[at]
    message = Bilingual("冒号后面缺一个空格", "a blank is missing behind the colon")
    found = list(_UNSPACED.finditer(line))
    for match in found:
        yield Repair(match.start(1), f"{line[: match.end()]} {line[match.end() :]}", message)
    if len(found) > 1:
        yield Repair(found[0].start(1), _UNSPACED.sub(lambda match: f"{match.group()} ", line), message)
    listed = re.fullmatch(rf"({_LEAD}{_KEY}: +)- +(.+)", line.rstrip())
    if listed:
        message = Bilingual("列表不能和键写在同一行", "a list cannot begin on its key's own line")
        yield Repair(listed.end(1), f"{listed[1]}[{listed[2]}]", message)
    dash = re.match(r"( *)(?:-(?=[^\s-])|[－•·●–—]) *", line)
    if dash:
        en = 'each line of a list begins with "- ", a hyphen and a blank'
        message = Bilingual("列表的每一行以 “- ”（减号加空格）开头", en)
        yield Repair(dash.end(1), f"{dash[1]}- {line[dash.end() :]}", message)


def _colonless(lines: list[str], at: int, column: int | None) -> Iterator[Repair]:
    """A key without its colon."""
    match = re.fullmatch(rf"({_LEAD})({_KEY})(?: *= *| +|$)(.*)", lines[at].rstrip())
    if match:
        message = Bilingual(f"“{match[2]}” 后面缺冒号", f'a colon is missing behind "{match[2]}"')
        yield Repair(match.end(1), f"{match[1]}{match[2]}: {match[3]}".rstrip(), message)


_LEFT_OPEN = {
    '"': Bilingual("引号没有成对", "a quote is left open"),
    "{": Bilingual("花括号 { } 没有成对", "the { } mapping is left open, or closed twice"),
    "[": Bilingual("方括号 [ ] 没有成对", "the [ ] list is left open, or closed twice"),
}
_CLOSING = {"{": "}", "[": "]"}


def _unclosed(lines: list[str], at: int, column: int | None) -> Iterator[Repair]:
    """A quote or bracket that is left open, never opened, or closed once too often."""
    line = re.sub(r"\s+#\s[^}\]]*$", "", lines[at]).rstrip()
    for quote in "\"'":
        opens = re.search(rf"(?:^|[:{{\[,-] *){quote}(?=[^{quote}]*$)", line)
        if line.count(quote) % 2 and opens:
            for end in [*(match.start() for match in re.finditer(r"[,}\]]", line[opens.end() :])), len(line)]:
                where = min(opens.end() + end, len(line))
                yield Repair(opens.end() - 1, f"{line[:where]}{quote}{line[where:]}", _LEFT_OPEN['"'])
    first_open, closed, surplus = _brackets(line)
    if first_open is not None:
        yield Repair(first_open, closed, _LEFT_OPEN[line[first_open]])
    for n in surplus:
        opening = "{" if line[n] == "}" else "["
        value = re.match(rf"{_LEAD}{_KEY}: +(?![{{\[])", line)
        written = f"{line[: value.end()]}{opening}{line[value.end() :]}" if value else line[:n] + line[n + 1 :]
        yield Repair(value.end() if value else n, written, _LEFT_OPEN[opening])


def _brackets(line: str) -> tuple[int | None, str, list[int]]:
    """The last bracket that a line leaves open, the line with all closed, and where it closes what was never opened."""
    still_open: list[int] = []
    surplus: list[int] = []
    written, done, first_open = "", 0, None
    for match in re.finditer(r"\"[^\"]*\"|'[^']*'|[{}\[\]]|$", line):
        found, n = match.group(), match.start()
        if found in _CLOSING:
            still_open.append(n)
        elif not found or found in _CLOSING.values():
            closers = [_CLOSING[line[each]] for each in still_open]
            if found and found not in closers:
                surplus.append(n)
                continue
            written, done = written + line[done:n], n
            while still_open and _CLOSING[line[still_open[-1]]] != found:
                opened = still_open.pop()
                first_open = opened if first_open is None else first_open
                written += _CLOSING[line[opened]]
            still_open = still_open[:-1]
    return first_open, written + line[done:], surplus


def _commas(lines: list[str], at: int, column: int | None) -> Iterator[Repair]:
    """Two values side by side without a comma, on one line or at the end of one; a comma with nothing before it."""
    line = lines[at].rstrip()
    cut = len(line) if column is None else column
    before, behind = line[:cut].rstrip(), line[cut:]
    opened = _brackets(before)[0]
    if behind.startswith(",") and before.endswith((",", "{", "[")):
        written = before + behind[before[-1] != "," :].lstrip(", ")
        yield Repair(cut, written, Bilingual("逗号多了", "a comma is too many"))
    elif column is None and (at + 1 >= len(lines) or _indent(lines[at + 1]) < _indent(line)):
        return  # What follows is no more of the same list.
    elif before and (opened is None or before[opened] == "[" or re.match(rf"{_KEY}: ", behind)):
        written = f"{before}, {behind}".rstrip()
        yield Repair(len(before), written, Bilingual("两个值之间缺逗号", "a comma is missing between two values"))


_COMMENT = re.compile(r"\s#.*")


def _unquoted(lines: list[str], at: int, column: int | None) -> Iterator[Repair]:
    """A value that needs quotes: it holds what YAML reads as its own, or begins with it."""
    line = lines[at].rstrip()
    block = re.match(rf"{_LEAD}(?:{_KEY}: +)?", line)
    assert block
    own_key = column is not None and column < block.end()
    if block.group().strip() and line[block.end() :] and line[block.end()] not in "{[" and not own_key:
        yield _in_quotes(line, block.end(), len(_COMMENT.sub("", line)), flow=False)
    hash_sign = line.find(" #")
    for stopped in dict.fromkeys([column if column is not None else hash_sign, hash_sign]):
        if stopped >= 0:
            starts = [match.end() for match in re.finditer(rf"{_KEY}: +|[{{\[,] *", line[:stopped])]
            if line[stopped - 1 : stopped] in ("]", "}"):
                starts = [n for n in starts if line[n - 2 : n] == ": "]
            ends = [stopped + match.start() for match in re.finditer(r"[,}\]]|$", line[stopped:])]
            for begins in starts[:-5:-1]:
                for ends_at in ends[:4]:
                    if begins < ends_at:
                        yield _in_quotes(line, begins, ends_at, flow=True)


def _in_quotes(line: str, begins: int, ends: int, flow: bool) -> Repair:
    value = line[begins:ends].rstrip()
    short = value if len(value) <= 40 else f"{value[:40]}…"
    what = next((pair for sign, pair in _NEEDS if sign in value), None)
    holds = (f"里有{what.zh}，", f"holds {what.en} and ") if what else ("这样的值", "")
    message = Bilingual(f"“{short}” {holds[0]}要加引号", f"{quoted(short)} {holds[1]}needs quotes")
    code = "quoted-colon" if ": " in value else "quote-in-flow" if flow and what else "yaml-syntax"
    key = re.search(rf"({_KEY}: +|- +)$", line[:begins])
    hint = _write((key.group() if key else "") + quoted(value))
    return Repair(begins, f"{line[:begins]}{quoted(value)}{line[begins + len(value) :]}", message, code, hint)


_NEEDS = ((":", Bilingual("冒号", "a colon")), (",", Bilingual("逗号", "a comma")), ("#", Bilingual("“#”", 'a "#"')))


def quoted(value: str) -> str:
    """A value as a quoted scalar; single quotes where it holds double ones."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _foreign(lines: list[str], at: int, column: int | None) -> Iterator[Repair]:
    """A backslash that escapes nothing, and the fence of a Markdown block."""
    line = lines[at]
    if column is not None and line[column : column + 1] == "\\":
        message = Bilingual("双引号里的反斜杠要写两个", "a backslash inside double quotes is written twice")
        yield Repair(column, f"{line[:column]}\\{line[column:]}", message)
    if line.startswith("```"):
        message = Bilingual("这是 Markdown 的围栏，不是 YAML", "this is the fence of a Markdown block, no YAML")
        yield Repair(0, "", message, hint=Bilingual("删掉这一行。", "remove this line"))


_INDENTED = Bilingual("缩进不齐", "uneven indentation")


def _misaligned(lines: list[str], at: int, column: int | None) -> Iterator[Repair]:
    """A line that stands too far to the left or right: as far in as one of those round it, or two further."""
    line = lines[at].lstrip(" ")
    around = [n for n in range(max(0, at - 60), min(at + 3, len(lines))) if n != at and lines[n].strip()]
    levels = [_indent(lines[n]) for n in sorted(around, key=lambda n: (abs(n - at), n > at))]
    own = _indent(lines[at])
    for level in dict.fromkeys(level for near in levels for level in (near, near + 2)):
        if level != own:
            written = _excerpt(line.rstrip(), 0)
            hint = Bilingual(f"前面空 {level} 格：{written}", f"indent it by {level}: {written}")
            yield Repair(own, " " * level + line, _INDENTED, hint=hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


KINDS: tuple[Callable[[list[str], int, int | None], Iterator[Repair]], ...] = (
    _foreign, _lookalikes, _unspaced, _colonless, _unclosed, _commas, _unquoted, _misaligned,
)  # fmt: skip
"""Kinds of repair, the likeliest first: of those that read equally far the first is told."""
