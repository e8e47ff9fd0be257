"""The first line of a file names its JSON Schema, so that editors complete and check while typing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Bilingual, Diagnostic, Position, RuleDoc, Severity
from generator.library import kind_of
from generator.model.schemas import first_line

MANUAL = RuleDoc(
    "schema-line",
    Bilingual("第一行没有写模式", "The first line names no schema"),
    "第一行写 # yaml-language-server: $schema=… 指到 site_config/schemas/ 里对应的模式，VS Code 等编辑器就会自动补全并当场报错。",
    "The first line, # yaml-language-server: $schema=…, points to the file's schema in site_config/schemas/: editors such as VS Code then complete keys and "
    "mark faults while you type.",
    Severity.WARNING,
)
_LINE = re.compile(r"# yaml-language-server: \$schema=(?:\S*/)?(\S+)\.schema\.json\s*")


def check(context: Context) -> Iterator[Diagnostic]:
    for file, source in context.library.sources.items():
        kind = kind_of(file)
        found = _LINE.fullmatch(source.text.split("\n", 1)[0])
        if found and found[1] == kind:
            continue
        line = first_line(str(kind), file)
        message = Bilingual("第一行没有写这个文件的模式", "the first line does not name the file's schema")
        yield MANUAL.fault(Position(file), message, Bilingual(f"写成：{line}", f"write: {line}"))
