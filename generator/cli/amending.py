"""What the commands share that edit an engagement: naming it, refusing, and writing."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.settings import Settings, Stop
from generator.diagnostics import Words, did_you_mean
from generator.library import Library
from generator.publish.amend import Amended
from generator.publish.export import Refusal
from generator.report import harmless, text


def known_engagement(library: Library, name: str) -> None:
    """Stop with the nearest name where there is no such engagement."""
    known = library.stems["engagement"]
    if name not in known:
        hint = did_you_mean(name, known)
        shown = harmless(name)
        raise Stop(f"没有客户事件 {shown} / no engagement {shown}" + (f" ({hint.zh} / {hint.en})" if hint else ""))


def refused(settings: Settings, refusal: Refusal, about: str) -> click.exceptions.Exit:
    """Say a refusal; raise what comes back."""
    click.echo(harmless(f"{about}: {refusal.words.of(settings.lang)}"), err=True)
    return click.exceptions.Exit(1)


def write(settings: Settings, amended: Amended, dry_run: bool, done: Words) -> None:
    """Write an edited file, unless its edits broke it or this is only a rehearsal; ``done`` says what was done."""
    if amended.errors:
        click.echo(text(amended.errors, settings.lang), err=True)
        settings.say(Words("没有写入：改后的文件通不过检查。", "nothing is written: the edited file would have errors"))
        raise click.exceptions.Exit(1)
    if amended.after == amended.before:
        settings.say(Words("没有要改的。", "there is nothing to change"))
    elif dry_run:
        settings.say(Words(f"{done.zh}；--dry-run，没有写入。", f"{done.en}; --dry-run, nothing is written"))
    else:
        try:
            amended.write(settings.root)
        except Refusal as refusal:
            raise refused(settings, refusal, amended.file) from refusal
        settings.say(Words(f"{done.zh}，已写入 {amended.file}", f"{done.en}, written to {amended.file}"))


def shown(path: Path) -> str:
    """A path as a terminal may show it."""
    return harmless(str(path))
