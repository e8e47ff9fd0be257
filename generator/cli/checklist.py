"""``playbook checklist``: the sheets of one, some or all engagements."""

from collections.abc import Iterable
from pathlib import Path

import click

from generator.cli.names import formats, known_engagement, known_role
from generator.cli.settings import Settings, choice_option, global_options, progress, with_settings
from generator.diagnostics import Bilingual, Diagnostic
from generator.library import FOLDER, Library, inputs
from generator.publish.sheets import SheetVariant, WrittenSheets, open_builder, write_sheets
from generator.render import FORMATS, NIGHT_FORMATS
from generator.render.extent import FULL, NIGHT
from generator.report import harmless
from generator.tailor import CUSTOMER, TEAM
from generator.workspace import Workspace


def _shard(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int]:
    part, _, whole = (value or "1/1").partition("/")
    if not (part.isdecimal() and whole.isdecimal() and 1 <= int(part) <= int(whole)):
        raise click.BadParameter(f"{value}：写成 1/4 / write it as 1/4")
    return int(part), int(whole)


@click.command("checklist")
@click.argument("engagements", nargs=-1, metavar="[ENGAGEMENT]…")
@click.option("--all", "all_", is_flag=True, help="全部客户事件 / every engagement")
@click.option("--format", "asked", default="all", metavar="NAMES", help=f"{', '.join(FORMATS)}, all")
@click.option("--role", metavar="ROLE", help="只要一个角色的清单 / one role's sheet")
@choice_option("--audience", [TEAM, CUSTOMER], "团队版或客户版 / the team's or the customer's copy")
@choice_option("--sheet", [FULL, NIGHT], "整份，或当晚两页 / the whole list, or two pages for the night")
@click.option("--shard", default=None, callback=_shard, metavar="I/N", help="只做第 I 份，共 N 份 / only part I of N")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="默认 build/checklists")
@global_options
@with_settings
def command(
    settings: Settings, engagements: tuple[str, ...], all_: bool, asked: str, role: str | None, audience: str, sheet: str,
    shard: tuple[int, int], out: Path | None,
) -> None:  # fmt: skip
    """生成客户清单：按客户的产品和数字裁剪，日期算好，责任到人。Write the dated, tailored checklists of engagements."""
    if bool(engagements) == all_:
        raise click.UsageError("写上客户事件的名字，或用 --all / name engagements, or use --all")
    names = formats(asked, [name for name in FORMATS if sheet != NIGHT or name in NIGHT_FORMATS])
    folder = out or settings.root / "build" / "checklists"
    workspace, builder = open_builder(settings.root, settings.today, None if all_ else engagements, folder)
    wanted = _wanted(workspace.library, engagements, shard)
    if role is not None:
        known_role(workspace.library, role)
    sound = {entry.id for entry in workspace.sound}
    failed = [name for name in sorted(wanted) if name not in sound]
    chosen = [entry for entry in workspace.sound if entry.id in wanted]
    asked_for = [SheetVariant(lang, n, audience, role, sheet == NIGHT) for n in names for lang in settings.langs]
    variants = list(map(builder.proper, asked_for))
    if variants != asked_for:
        settings.say(Bilingual("客户方角色的清单是客户版", "a customer-side role's sheet is the customer's copy"))
    written = write_sheets(builder, workspace, chosen, variants, folder)
    whole = _write(settings, written, len(chosen), folder, named=not all_)
    if failed:
        settings.left_out(Bilingual("未生成", "not written"), failed, _in_the_way(workspace, failed))
    if failed or not whole:
        raise click.exceptions.Exit(1)


def _write(settings: Settings, made: Iterable[WrittenSheets], count: int, folder: Path, *, named: bool) -> bool:
    """Have the sheets written and say which (each where they are ``named``), and which another program holds; whether all were written."""
    written, in_use = 0, 0
    with progress(settings, Bilingual("生成清单", "writing checklists"), count) as advance:
        for id, paths, held in made:
            written, in_use = written + len(paths), in_use + len(held)
            for error in held:
                click.echo(harmless(f"{_short(Path(error.filename))} {error.strerror}"), err=True)
            for path in paths if named else ():
                click.echo(_short(path))
            advance(id)
    zh, en = f"{count} 个客户事件，{written} 份清单，在", f"{count} engagements, {written} sheets in"
    settings.say(Bilingual(f"{zh} {_short(folder)}", f"{en} {_short(folder)}"))
    return not in_use


def _wanted(library: Library, named: tuple[str, ...], shard: tuple[int, int]) -> frozenset[str]:
    known = sorted(library.stems["engagement"])
    for name in named:
        known_engagement(library, name)
    part, whole = shard
    chosen = frozenset(named or known)
    return frozenset(name for n, name in enumerate(known) if n % whole == part - 1 and name in chosen)


def _in_the_way(workspace: Workspace, failed: list[str]) -> list[Diagnostic]:
    """The errors that stopped what was not written."""
    own = {f"{FOLDER}/engagements/{name}.yaml" for name in failed}
    needed = own.union(*(inputs(entry) for name in failed if (entry := workspace.library.engagements.get(name))))
    return [fault for fault in workspace.errors if fault.at.file in needed]


def _short(path: Path) -> str:
    absolute = path.absolute()
    here = Path.cwd()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else str(absolute)
