"""What the commands share that edit an engagement: naming it, refusing, and writing."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.settings import Settings
from generator.diagnostics import Bilingual, Refusal
from generator.publish.apply_edits import EditedEngagement
from generator.report import harmless


def refused(settings: Settings, refusal: Refusal, about: str) -> click.exceptions.Exit:
    """Say a refusal; raise what comes back."""
    click.echo(harmless(f"{about}: {refusal.words.of(settings.lang)}"), err=True)
    return click.exceptions.Exit(1)


def write(settings: Settings, amended: EditedEngagement, dry_run: bool, done: Bilingual) -> None:
    """Write an edited file, unless its edits broke it or this is only a rehearsal; ``done`` says what was done."""
    if amended.errors:
        unfit = Bilingual("没有写入：改后的文件通不过检查。", "nothing is written: the edited file would have errors")
        raise settings.stopped(amended.errors, unfit)
    if amended.after == amended.before:
        settings.say(Bilingual("没有要改的。", "there is nothing to change"))
    elif dry_run:
        settings.say(Bilingual(f"{done.zh}；--dry-run，没有写入。", f"{done.en}; --dry-run, nothing is written"))
    else:
        try:
            amended.write(settings.root)
        except Refusal as refusal:
            raise refused(settings, refusal, amended.file) from refusal
        settings.say(Bilingual(f"{done.zh}，已写入 {amended.file}", f"{done.en}, written to {amended.file}"))


def shown(path: Path) -> str:
    """A path as a terminal may show it."""
    return harmless(str(path))
