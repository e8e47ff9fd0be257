"""``playbook check``: every fault of every file, in one run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.check import check
from generator.cli.settings import Settings, Stop, global_options, with_settings
from generator.diagnostics import Diagnostic, Severity
from generator.library import load
from generator.publish.disk import read_tree
from generator.report import FORMATS, report


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", help="输出格式 / output format")
@click.option("--strict", is_flag=True, help="有警告也算失败 / fail on warnings too")
@global_options
@with_settings
def command(settings: Settings, paths: tuple[str, ...], format_: str, strict: bool) -> None:
    """检查 playbooks/ 里的全部文件；给出 PATH 时只报告这些文件或目录。
    Check every file of playbooks/; PATH filters what is reported, not what is read."""
    wanted = [_relative(path, settings.root) for path in paths]
    found = [fault for fault in check(load(read_tree(settings.root))) if _is_wanted(fault, wanted)]
    errors = any(fault.severity is Severity.ERROR for fault in found)
    say = report(format_)
    if format_ == "text":
        # Errors are read by people at a terminal; a clean run is a result.
        stream = sys.stderr if found else sys.stdout
        if found or not settings.quiet:
            click.echo(say(found, settings.lang, stream.isatty()), file=stream)
    else:
        click.echo(say(found, settings.lang, False))
    if errors or (strict and found):
        raise click.exceptions.Exit(1)


def _relative(path: str, root: Path) -> str:
    """A PATH as diagnostics name it; as the user gave it, from here or from the root."""
    for candidate in (Path(path), root / path):
        absolute = candidate.absolute()
        if absolute.exists() and absolute.resolve().is_relative_to(root):
            return absolute.resolve().relative_to(root).as_posix()
    raise Stop(f"{path}：项目里没有这个文件或目录 / {path}: no such file or folder in the project")


def _is_wanted(fault: Diagnostic, wanted: list[str]) -> bool:
    return not wanted or any(path in (".", fault.at.file) or fault.at.file.startswith(f"{path}/") for path in wanted)
