"""``playbook agenda``: across all engagements, what is due, for whom, and whom to chase with which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import click

from generator.agenda import Agenda, agenda
from generator.agenda.data import data
from generator.agenda.markdown import markdown
from generator.agenda.text import text
from generator.cli.names import known_role
from generator.cli.settings import Settings, global_options, with_settings
from generator.diagnostics import LANGS, Bilingual, Lang
from generator.i18n import Strings
from generator.publish.sheets import SheetBuilder, SheetVariant, open_builder
from generator.report import harmless
from generator.report import text as faults
from generator.tailor import TEAM
from generator.workspace import Workspace

DAYS = 7

Say = Callable[[Agenda, Lang, Mapping[Lang, Strings]], str]
FORMATS: dict[str, Say] = {
    "text": lambda found, lang, strings: text(found, lang, strings[lang]),
    "md": lambda found, lang, strings: markdown(found, lang, strings[lang]),
    "json": lambda found, _, strings: data(found, strings),
}


@click.command("agenda")
@click.option(
    "--days",
    type=click.IntRange(0, 3650),
    help=f"往后看几天，默认 {DAYS}；ics 默认全部 / days to look ahead, {DAYS} by default; ics: all",
)
@click.option(
    "--role", metavar="ROLE", help="只看一个角色负责的；ics 同角色清单 / what one role owns; ics: as on its sheet"
)
@click.option(
    "--format", "format_", type=click.Choice([*FORMATS, "ics"]), default="text", help="输出格式 / output format"
)
@global_options
@with_settings
def command(settings: Settings, days: int | None, role: str | None, format_: str) -> None:
    """全部客户事件里什么到期、归谁、今天催谁、怎么说；逾期在前。
    Across all engagements: what is due, for whom, and whom to chase today with which words; overdue first."""
    today = settings.today
    workspace, builder = open_builder(settings.root, today, past=format_ == "ics")
    if role is not None:
        known_role(workspace.library, role)
    if format_ == "ics":
        click.echo(_calendar(settings, workspace, builder, role, days), nl=False)
    else:
        day = today.date() if isinstance(today, datetime) else today
        strings = {lang: builder.kits[lang].strings for lang in LANGS}
        found = agenda(workspace.checklists, day, DAYS if days is None else days, role)
        # What a text would make a terminal do is shown instead; as JSON takes it, too.
        said = FORMATS[format_](found, settings.lang, strings)
        click.echo("\n".join(map(harmless, said.split("\n"))))
    missing = workspace.library.stems["engagement"] - {checklist.id for checklist in workspace.checklists}
    if missing:
        _explain(settings, workspace, ", ".join(sorted(missing)))
        raise click.exceptions.Exit(1)


def _explain(settings: Settings, workspace: Workspace, names: str) -> None:
    """Which engagements are not on the agenda, and the errors that kept them off it."""
    said = Bilingual(f"不在其中（文件有错误）：{names}", f"not in it (their files have errors): {names}")
    click.echo(said.of(settings.lang), err=True)
    click.echo(faults(workspace.errors, settings.lang), err=True)


def _calendar(
    settings: Settings, workspace: Workspace, builder: SheetBuilder, role: str | None, days: int | None
) -> bytes:
    # Only this format has use for it.
    from generator.render.ics import merged

    variant = SheetVariant(settings.lang, "ics", TEAM, role)
    name = builder.kits[settings.lang].strings.agenda.calendar
    return merged([builder.sheet(checklist, variant) for checklist in workspace.checklists], name, days)
