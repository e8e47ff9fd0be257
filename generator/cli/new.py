"""``playbook new``: an engagement's file to begin with."""

from datetime import UTC, datetime

import click

from generator.cli.check import say
from generator.cli.names import known_playbook
from generator.cli.settings import Settings, Stop, global_options, with_settings
from generator.diagnostics import Bilingual
from generator.edit.scaffold import Beginning, begun
from generator.library import Entry, Library, load
from generator.model import Playbook
from generator.model.scalars import is_stem
from generator.publish.resources import read_tree, templates, write_source
from generator.report import harmless
from generator.schedule import today_in
from generator.workspace import Workspace


def _text(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Bytes that are no text in the terminal's encoding come as surrogates, which no file can hold."""
    if value is not None and any("\ud800" <= character <= "\udfff" for character in value):
        raise click.BadParameter(f"{harmless(value)}：不是 UTF-8 文字 / is no UTF-8 text", param_hint="--customer")
    return value


@click.command("new")
@click.argument("engagement", metavar="ENGAGEMENT")
@click.option("--playbook", metavar="ID", required=True, help="用哪本手册 / which playbook")
@click.option("--start", metavar="DATETIME", required=True, help="开始时刻，带时区 / when it begins, with its offset")
@click.option("--customer", metavar="NAME", callback=_text, help="客户名称 / the customer's name")
@global_options
@with_settings
def command(settings: Settings, engagement: str, playbook: str, start: str, customer: str | None) -> None:
    """新建 playbooks/engagements/ENGAGEMENT.yaml：五个必填键写好，要问客户的数都以注释列出。
    Begin playbooks/engagements/ENGAGEMENT.yaml: the five keys, and all that the customer is to be asked as comments."""
    moment = _moment(start)
    tree = read_tree(settings.root)
    library = load(tree)
    known = _known(library, playbook)
    if not is_stem(engagement):
        rule = "只用小写字母、数字和连字符，最长 60 / lower-case letters, digits and hyphens only, at most 60"
        raise click.BadParameter(f"{harmless(engagement)}：{rule}", param_hint="ENGAGEMENT")
    new = Beginning(engagement, known, moment, today_in(settings.today, moment.tzinfo or UTC).date(), customer)
    path = settings.root / new.file
    if path.exists() or path.is_symlink():
        raise Stop(f"{new.file} 已经有了 / {new.file} exists already")
    template = templates(settings.root, "new")["engagement.yaml.j2"]
    content = begun(library, new, template).encode("utf-8")
    files = {**tree, new.file: content}
    faults = [fault for fault in Workspace.of(files, settings.today).diagnostics if fault.at.file == new.file]
    if faults:
        say(settings, faults, files)
        settings.say(Bilingual("没有写入。", "nothing is written"))
        raise click.exceptions.Exit(1)
    write_source(settings.root, new.file, content)
    click.echo(new.file)
    settings.say(_next(new))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    # Outside these years another offset could fall off the calendar, and no event takes place there.
    if moment is None or moment.tzinfo is None or not 2000 <= moment.year <= 2198:
        rule = "写成 2026-11-10T20:00+08:00 / write 2026-11-10T20:00+08:00"
        raise click.BadParameter(f"{harmless(text)}：{rule}", param_hint="--start")
    return moment.replace(second=0, microsecond=0)


def _known(library: Library, name: str) -> Entry[Playbook]:
    if name in library.playbooks:
        return library.playbooks[name]
    known_playbook(library, name)
    shown = harmless(name)
    raise Stop(f"手册 {shown} 有错误，先用 playbook check 查看 / the playbook {shown} has errors; see playbook check")


def _next(new: Beginning) -> Bilingual:
    return Bilingual(
        f"接下来：\n  1. 打开 {new.file}，改好标“改”的几行\n  2. playbook check {new.file}\n  3. playbook checklist {new.id}",
        f'next:\n  1. open {new.file} and mend the lines marked "change"\n  2. playbook check {new.file}\n  3. playbook checklist {new.id}',
    )
