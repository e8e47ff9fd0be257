"""The agenda as Markdown: a task list to paste into a chat, and each message in a block to copy."""

import re
from collections.abc import Iterator

from generator.agenda.lines import Agenda, Line
from generator.agenda.message import event, message, notes, title, when
from generator.agenda.text import owner, sections, summary, whom
from generator.diagnostics import Lang
from generator.i18n import Strings
from generator.i18n.markup import markdown as escaped


def markdown(agenda: Agenda, lang: Lang, strings: Strings) -> str:
    """The whole agenda as Markdown, without a newline at its end."""
    return "\n".join(_said(agenda, lang, strings))


def _said(agenda: Agenda, lang: Lang, strings: Strings) -> Iterator[str]:
    words = strings.agenda
    yield f"**{escaped(summary(agenda, lang, strings), lang)}**"
    for name, lines in sections(agenda, strings):
        yield f"\n### {name}\n"
        yield from (f"- [ ] {_task(line, agenda, lang, strings)}" for line in lines)
    if not agenda.lines:
        yield f"\n{words.nothing.format_map({'days': agenda.days})}"
    if agenda.chases:
        yield f"\n### {words.chase.format_map({'count': len(agenda.chases)})}"
    for chase in agenda.chases:
        yield f"\n**{escaped(whom(chase, lang, strings), lang)}**\n"
        yield _block(message(chase, agenda, lang, strings))


def _task(line: Line, agenda: Agenda, lang: Lang, strings: Strings) -> str:
    due = when(line, agenda, lang, strings)
    parts = [event(line, lang), owner(line, lang, strings), due, *notes(line, lang, strings, briefly=True)]
    return f"**{escaped(title(line, lang, strings), lang)}** — {' · '.join(escaped(part, lang) for part in parts)}"


def _block(text: str) -> str:
    # Longer than any run of backquotes inside, so that no text can end the block.
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
