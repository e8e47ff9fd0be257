"""The first line of a file names its JSON Schema, so that editors complete and check while typing."""

import re
from collections.abc import Iterator

from generator.check.context import Context
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic, Position
from generator.library import kind_of
from generator.model.schemas import first_line

_LINE = re.compile(r"# yaml-language-server: \$schema=(?:\S*/)?(\S+)\.schema\.json\s*")


def check(context: Context) -> Iterator[Diagnostic]:
    for file, source in context.library.sources.items():
        kind = kind_of(file)
        found = _LINE.fullmatch(source.text.split("\n", 1)[0])
        if found and found[1] == kind:
            continue
        line = first_line(str(kind), file)
        message = Bilingual("第一行没有写这个文件的模式", "the first line does not name the file's schema")
        yield diagnostic("schema-line", Position(file), message, Bilingual(f"写成：{line}", f"write: {line}"))
