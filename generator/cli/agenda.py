"""``playbook agenda``: across all engagements, what is due, for whom, and whom to chase with which words."""

from collections.abc import Callable, Mapping

import click

from generator.agenda import Agenda, agenda
from generator.agenda.text import data, markdown, text
from generator.cli.names import known_role
from generator.cli.settings import Settings, format_option, global_options, with_settings
from generator.diagnostics import LANGS, Bilingual, Lang
from generator.i18n import Strings
from generator.publish.sheets import SheetBuilder, SheetVariant, open_builder
from generator.report import harmless
from generator.schedule import day_of
from generator.tailor import TEAM
from generator.workspace import Workspace

DAYS = 7
DAYS_HELP = f"往后看几天，默认 {DAYS}；ics 默认全部 / days to look ahead, {DAYS} by default; ics: all"

Say = Callable[[Agenda, Lang, Mapping[Lang, Strings]], str]
FORMATS: dict[str, Say] = {
    "text": lambda found, lang, strings: text(found, lang, strings[lang]),
    "md": lambda found, lang, strings: markdown(found, lang, strings[lang]),
    "json": lambda found, _, strings: data(found, strings),
}


@click.command("agenda")
@click.option("--days", type=click.IntRange(0, 3650), help=DAYS_HELP)
@click.option(
    "--role", metavar="ROLE", help="只看一个角色负责的；ics 同角色清单 / what one role owns; ics: as on its sheet"
)
@format_option([*FORMATS, "ics"])
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
        variant = SheetVariant(settings.lang, "ics", TEAM, role)
        click.echo(_calendar(workspace, builder, variant, days), nl=False)
    else:
        strings = {lang: builder.kits[lang].strings for lang in LANGS}
        found = agenda(workspace.checklists, day_of(today), DAYS if days is None else days, role)
        # What a text would make a terminal do is shown instead; as JSON takes it, too.
        said = FORMATS[format_](found, settings.lang, strings)
        click.echo("\n".join(map(harmless, said.split("\n"))))
    missing = workspace.library.stems["engagement"] - {checklist.id for checklist in workspace.checklists}
    if missing:
        settings.left_out(Bilingual("不在其中", "not in it"), sorted(missing), workspace.errors)
        raise click.exceptions.Exit(1)


def _calendar(workspace: Workspace, builder: SheetBuilder, variant: SheetVariant, days: int | None) -> bytes:
    # Only this format has use for it.
    from generator.render.ics import merged

    name = builder.kits[variant.lang].strings.agenda.calendar
    return merged([builder.sheet(checklist, variant) for checklist in workspace.checklists], name, days)
