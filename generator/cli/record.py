"""``playbook record``: filled sheets back into the engagements' files."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from generator.cli.change_wording import ChangeWording
from generator.cli.names import known_engagement
from generator.cli.settings import Settings, Stop, global_options, with_settings
from generator.diagnostics import Bilingual
from generator.i18n.plain import line
from generator.publish.returns import Recorded, Recorder, alone, give_back
from generator.report import harmless, text
from generator.roundtrip.fields import section
from generator.roundtrip.merge import Conflict

MOST_ABSENT = 20


@click.command("record")
@click.argument("arguments", nargs=-1, required=True, metavar="[ENGAGEMENT] FILE…")
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不写 / show what would change, write nothing")
@click.option(
    "--ours",
    "side",
    flag_value="ours",
    help="两边都改过的，保留现在的 / where both sides changed, keep what is there now",
)
@click.option(
    "--theirs",
    "side",
    flag_value="theirs",
    help="两边都改过的，用交回的 / where both sides changed, take what was returned",
)
@click.option(
    "--yes",
    "agreed",
    is_flag=True,
    help="看过以后写入没有底稿的表（.csv、聊天工具导出的）/ write what a table without our hidden page (.csv, a chat tool's export) would change, once you have seen it",
)
@click.option(
    "--extra",
    is_flag=True,
    help="清单里自己加的行记成新的事项 / make rows of your own on the checklist items of the engagement",
)
@click.option(
    "--back", type=click.Path(path_type=Path, file_okay=False),
    help="把交回的工作簿放进这个目录，没记录的格子都加上批注 / put the returned workbook into this folder, with a comment on each cell not taken",
)  # fmt: skip
@global_options
@with_settings
def command(
    settings: Settings,
    arguments: tuple[str, ...],
    dry_run: bool,
    side: str | None,
    agreed: bool,
    extra: bool,
    back: Path | None,
) -> None:
    """把填好的清单（.xlsx，网页导出的 .json，.csv）记回客户事件的文件；确定的写入，其余逐格列出。
    Filled sheets (.xlsx, the JSON that the HTML exports, .csv) back into the engagements' files; what is certain is written, the rest listed cell by cell.

    FILE 可以是多个文件或目录；属于哪个客户事件，文件自己知道。
    FILE may be several files or folders; which engagement each belongs to, it knows itself."""
    engagement, files = _files(arguments)
    asks = sys.stdin.isatty() and sys.stderr.isatty()
    found: list[Recorded] = []
    with alone(settings.root):
        desk = Recorder(settings.root, settings.today, engagement, rehearse=dry_run, extra=extra)
        if engagement is not None:
            known_engagement(desk.library, engagement)
        wording = ChangeWording(settings.lang, desk.vocabulary, desk.library)
        desk.agree = lambda recorded: agreed or (asks and _agree(wording, recorded))
        desk.settle = lambda conflict: side == "theirs" if side else _ask(wording, conflict) if asks else None
        for file in files:
            recorded = desk.record(file)
            found.append(recorded)
            _report(settings, wording, recorded, several=len(files) > 1)
            if back and not recorded.whole:
                _give_back(settings, recorded, back)
    if not all(one.refusal for one in found):
        _sum_up(settings, found, dry_run)
    if not all(one.whole for one in found):
        raise click.exceptions.Exit(1)


_NOT_AGREED = Bilingual(
    "这张表没有打印时的底稿，上面是它和现在的文件不同的地方，还没有写入：看过以后加 --yes",
    "this table does not say what it was printed with; above is what differs from the file now, and nothing of it is written: add --yes once you have seen it",
)


def _give_back(settings: Settings, recorded: Recorded, folder: Path) -> None:
    given = give_back(settings.root, recorded, folder, settings.lang)
    settings.say(
        Bilingual(f"带批注的工作簿：{given}", f"the workbook with comments: {given}")
        if given
        else Bilingual("只有 .xlsx 能带着批注退回", "only an .xlsx can be given back with comments")
    )


def _files(arguments: tuple[str, ...]) -> tuple[str | None, list[Path]]:
    """The engagement, where one is named first, and the files, a folder's own in its place."""
    first = Path(arguments[0])
    engagement = None if first.exists() or first.suffix else arguments[0]
    paths = [Path(name) for name in arguments[1 if engagement else 0 :]]
    if not paths:
        raise click.MissingParameter(param_type="argument", param_hint="FILE…")
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        files += [file for file in inside if file == path or (file.is_file() and file.name[0] not in ".~")]
    if not files:
        name = harmless(str(paths[0]))
        raise Stop(f"{name} 里没有文件 / there is no file in {name}")
    return engagement, files


def _report(settings: Settings, wording: ChangeWording, recorded: Recorded, several: bool) -> None:
    if several:
        title = line(recorded.title.of(settings.lang), settings.lang)
        click.echo(harmless(f"{recorded.file}: {recorded.engagement} {title}".rstrip(": ")), err=True)
    if recorded.faults:
        click.echo(text(list(recorded.faults), settings.lang), err=True)
    if recorded.refusal:
        click.echo(harmless(f"{recorded.file}: {recorded.refusal.words.of(settings.lang)}"), err=True)
        return
    for change in recorded.merged.changes:
        click.echo(wording.change(change))
    if not recorded.agreed:
        settings.say(_NOT_AGREED)
    for against in _against(wording, recorded):
        click.echo(against, err=True)
    returned = recorded.returned
    if returned and returned.edition != recorded.now_edition:
        old, new = returned.edition, recorded.now_edition
        settings.say(
            Bilingual(
                f"这张清单出自手册 {old} 版，现在是 {new} 版：标着“内容改过”的请核对",
                f"this sheet is of edition {old} of the playbook, which is at {new} now: look again at what is marked as reworded",
            )
        )
    if returned and returned.absent:
        names = ", ".join(returned.absent[:MOST_ABSENT]) + (" …" if len(returned.absent) > MOST_ABSENT else "")
        count = len(returned.absent)
        settings.say(
            Bilingual(
                f"交回的清单里少了 {count} 项，未作改动：{names}",
                f"{count} items are missing from the returned sheet and stay as they are: {names}",
            )
        )


def _sum_up(settings: Settings, found: Sequence[Recorded], rehearsed: bool) -> None:
    written = [one for one in found if one.agreed]
    changes = [change for one in written for change in one.merged.changes]
    items = len({(one.engagement, change.id) for one in written for change in one.merged.changes})
    into = ", ".join(dict.fromkeys(one.into for one in written if one.merged.changes))
    rest = Bilingual("", "")
    if not all(one.whole for one in found):
        rest = Bilingual("；上面列出的没有记录", "; what is listed above is not recorded")
    if not changes:
        nothing = (
            Bilingual("没有写入", "nothing is written")
            if rest.zh
            else Bilingual("没有要改的", "there is nothing to change")
        )
        settings.say(Bilingual(f"{nothing.zh}{rest.zh}。", f"{nothing.en}{rest.en}"))
        return
    counted = Bilingual(f"{items} 项，{len(changes)} 处改动", f"{len(changes)} changes to {items} items")
    done = (
        Bilingual("--dry-run，没有写入", "--dry-run, nothing is written")
        if rehearsed
        else Bilingual(f"已写入 {into}", f"written to {into}")
    )
    settings.say(Bilingual(f"{counted.zh}，{done.zh}{rest.zh}", f"{counted.en}, {done.en}{rest.en}"))


def _against(wording: ChangeWording, recorded: Recorded) -> Iterator[str]:
    for conflict in recorded.merged.conflicts:
        yield wording.conflict(conflict)
    for one in recorded.merged.untaken:
        about = one.at if one.id in one.at or section(one.id) else f"{one.at} {one.id}".strip()
        quoted = any(f"{sign}{one.typed[:40]}" in one.reason.of(wording.lang) for sign in '“"')
        typed = f"“{one.typed[:60]}” " if one.typed and not quoted else ""
        yield wording.words(Bilingual(f"{about}：{typed}{one.reason.zh}", f"{about}: {typed}{one.reason.en}"))


def _agree(wording: ChangeWording, recorded: Recorded) -> bool:
    """Show whoever sits at the terminal what a table would change, and let them choose."""
    for change in recorded.merged.changes:
        click.echo(wording.change(change), err=True)
    question = wording.words(Bilingual("把这些写入吗", "write these"))
    return click.confirm(f"{harmless(str(recorded.file))}: {question}", default=False, err=True)


def _ask(wording: ChangeWording, conflict: Conflict) -> bool | None:
    """Let whoever sits at the terminal choose."""
    click.echo(wording.conflict(conflict), err=True)
    question = wording.words(
        Bilingual(
            "用交回的 (t)、保留现在的 (o)，还是先不定 (s)",
            "take what was returned (t), keep what is there now (o), or leave it open (s)",
        )
    )
    answer = click.prompt(question, type=click.Choice(["t", "o", "s"]), default="s", err=True, show_choices=False)
    return {"t": True, "o": False}.get(answer)
