"""What comments say to us: ``# playbook: allow CODE reason`` silences one warning or note on its line, and says why; the first line of a file names
its JSON Schema, so that editors complete and check while typing."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.check.context import Context
from generator.check.registry import ON_CHECKLISTS, codes, diagnostic, severity
from generator.check.unused import nothing_left_out, unused
from generator.diagnostics import Bilingual, Diagnostic, Position, Severity, did_you_mean
from generator.library import kind_of
from generator.model.schemas import first_line
from generator.source import Node, Source

_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[ \t]*playbook:[ \t]*(?P<said>[^\n]*)")
_MAYBE = re.compile(r"#[ \t]*playbook:")
"""Begins with the letter that it looks for, and so goes through a file ten times as fast; few files hold one."""
_ALLOW = re.compile(r"allow(?:\s+(?P<code>\S+))?(?:\s+(?P<reason>\S.*))?")
_WRITE = Bilingual("写成 # playbook: allow 代码 理由。", "write # playbook: allow CODE reason")
LONGEST_CODE = 60
_NOT_ALWAYS = frozenset({"edition-unraised", "double-booked"})
"""Warnings that come and go with the base and the day: that one is not there now does not make its allowance idle."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """``code`` is allowed on ``line`` of a file, as a comment at ``at`` says; ``reason`` is empty where none is given."""

    code: str
    reason: str
    at: Position
    line: int


def check(context: Context) -> Iterator[Diagnostic]:
    for silencer in suppressions(context):
        fault = _fault(silencer)
        if fault:
            yield diagnostic("bad-silencer", silencer.at, *fault)


def heeded(context: Context, written: Sequence[Suppression], found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What was found without what its line allows, and with each allowance that silences nothing."""
    sound = [silencer for silencer in written if not _fault(silencer)]
    allowed = {(silencer.at.file, silencer.line, silencer.code): silencer for silencer in sound}
    busy: set[Suppression] = set()
    for fault in found:
        silencer = allowed.get((fault.at.file, fault.at.line, fault.code))
        if silencer is None or fault.severity is Severity.ERROR:
            yield fault
        else:
            busy.add(silencer)
    if not (context.library.whole and nothing_left_out(context.library)):
        return  # What had to be left out may be what an allowance is for.
    for silencer in sound:
        if silencer not in busy and _is_sure(context, silencer):
            what = Bilingual(f"放行 {silencer.code}", f"the allowance of {silencer.code}")
            yield unused(
                what,
                silencer.at,
                Bilingual("这一行没有这个问题，删掉注释。", "its line has no such fault; remove the comment"),
            )


def _is_sure(context: Context, silencer: Suppression) -> bool:
    """Whether the fault would have been found on any day, against any base."""
    if silencer.code in ON_CHECKLISTS and (context.today is None or silencer.at.file in context.broken):
        return False
    return severity(silencer.code) is Severity.WARNING and silencer.code not in _NOT_ALWAYS


def _fault(silencer: Suppression) -> tuple[Bilingual, Bilingual | None] | None:
    if not silencer.code:
        return Bilingual("这条放行注释看不懂", "this allowance cannot be understood"), _WRITE
    if silencer.code not in codes():
        message = Bilingual(f"没有 {silencer.code} 这个代码", f"there is no code {silencer.code}")
        return message, did_you_mean(silencer.code, codes())
    if severity(silencer.code) is Severity.ERROR:
        message = Bilingual(f"{silencer.code} 是错误，不能放行", f"{silencer.code} is an error and cannot be allowed")
        return message, Bilingual("改好它，再删掉注释。", "mend it and remove the comment")
    if not silencer.reason:
        return Bilingual(f"放行 {silencer.code} 没有写理由", f"{silencer.code} is allowed without a reason"), _WRITE
    return None


def _sources(context: Context) -> Iterator[Source]:
    written = (entry.original for entry in context.entries())
    return (source for source in written if _MAYBE.search(source.text) and _COMMENT.search(source.text))


def suppressions(context: Context) -> Iterator[Suppression]:
    """Every allowance that the wanted files hold, sound or not."""
    for source in _sources(context):
        # Values never overlap, so the last that begins before a sign is the only one that may hold it.
        taken = sorted(_scalars(source.text, source.mark))
        targets = _targets(source.text)
        for match in _COMMENT.finditer(source.text):
            before = bisect.bisect_right(taken, (match.start(), len(source.text))) - 1
            if before < 0 or match.start() >= taken[before][1]:
                yield _silencer(source, match, targets)


def _silencer(source: Source, match: re.Match[str], targets: list[int]) -> Suppression:
    at = source.position(match.start())
    said = _ALLOW.fullmatch(match["said"].strip())
    code, reason = (said["code"] or "", said["reason"] or "") if said else ("", "")
    return Suppression(code[:LONGEST_CODE], reason, at, targets[at.line - 1])


def _targets(text: str) -> list[int]:
    """Per line the line that a comment on it is about: its own or, where it stands alone, the next one that is no comment."""
    lines = text.split("\n")
    targets = list(range(1, len(lines) + 1))
    for n in reversed(range(len(lines))):
        if lines[n].lstrip().startswith("#"):
            targets[n] = targets[n + 1] if n + 1 < len(lines) else len(lines) + 1
    return targets


def _scalars(text: str, mark: Node) -> Iterator[tuple[int, int]]:
    """The stretches of the text in which a # is no comment: values, and keys in quotes."""
    for key, index in mark.keys.items():
        if text[index] in "\"'":
            # Escapes only lengthen a key as it is written; what follows it is a colon and the value.
            yield index, index + len(key) + 2
    if mark.children:
        for child in mark.children.values():
            yield from _scalars(text, child)
    elif text[mark.index : mark.index + 1] in ("|", ">"):
        # Behind the sign of a long text a comment may stand; the text begins on the next line.
        begins = text.find("\n", mark.index)
        yield (begins if begins >= 0 else mark.end), mark.end
    else:
        yield mark.index, mark.end


_LINE = re.compile(r"# yaml-language-server: \$schema=(?:\S*/)?(\S+)\.schema\.json\s*")


def schema_line(context: Context) -> Iterator[Diagnostic]:
    for file, source in context.library.sources.items():
        kind = kind_of(file)
        found = _LINE.fullmatch(source.text.split("\n", 1)[0])
        if found and found[1] == kind:
            continue
        line = first_line(str(kind), file)
        message = Bilingual("第一行没有写这个文件的模式", "the first line does not name the file's schema")
        yield diagnostic("schema-line", Position(file), message, Bilingual(f"写成：{line}", f"write: {line}"))
