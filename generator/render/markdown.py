"""Markdown: a task list for people who live in a repository or a chat."""

import re

from generator.render import night
from generator.render.sheet import Sheet


def render(sheet: Sheet) -> bytes:
    """The sheet as CommonMark with GitHub's task lists and tables."""
    env = sheet.kit.environment("markdown")
    if sheet.night:
        text = env.get_template("night.md.j2").render(sheet=sheet, c=sheet.checklist, **night.values(sheet))
    else:
        text = env.get_template("sheet.md.j2").render(sheet=sheet, c=sheet.checklist, body=sheet.body)
    # Optional blocks leave blank lines behind; one is enough between two.
    return re.sub(r"\n{3,}", "\n\n", text).strip().encode("utf-8") + b"\n"
