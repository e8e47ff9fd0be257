"""``playbook diff``: what an edit means, and which customers' events it touches."""

import sys

import click

from generator.cli.settings import Settings, format_option, global_options, with_settings
from generator.diagnostics import Bilingual
from generator.publish.snapshot import snapshot, vocabulary, work_tree
from generator.report import text as faults
from generator.review import FORMATS, say
from generator.review.comparison import compare
from generator.review.terminal import text


@click.command("diff")
@click.argument("base")
@click.argument("head", required=False)
@format_option(FORMATS)
@global_options
@with_settings
def command(settings: Settings, base: str, head: str | None, format_: str) -> None:
    """这次改动意味着什么、影响哪些客户事件。BASE、HEAD 是含 playbooks/ 的目录，否则是 git 版本；HEAD 默认是工作区。
    What an edit means, and which customers' events it touches. BASE and HEAD are a folder holding playbooks/, else a git revision;
    HEAD is the work tree by default."""
    today = settings.today
    before = snapshot(settings.root, base)
    here = Bilingual("工作区", "work tree").of(settings.lang)
    after = snapshot(settings.root, head) if head is not None else work_tree(settings.root, here)
    review, later = compare(before, after, today, vocabulary(settings.root))
    if format_ == "text":
        click.echo(text(review, settings.lang, sys.stdout.isatty()))
    else:
        click.echo(say(format_)(review, settings.lang))
    if later.workspace.errors:
        click.echo(faults(later.workspace.errors, settings.lang), err=True)
        raise click.exceptions.Exit(1)
