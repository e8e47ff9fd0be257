"""``playbook check``: every fault of every file, in one run."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from generator.cli.settings import Settings, Stop, format_option, global_options, wants_colour, with_settings
from generator.diagnostics import Diagnostic, Severity
from generator.publish.checking import check_tree, manuals, rules_page
from generator.report import FORMATS, Findings, report


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@format_option(FORMATS)
@click.option(
    "--base", metavar="REV", help="和这个版本或目录比，检查改动本身 / judge the edit since this revision or folder too"
)
@click.option("--strict", is_flag=True, help="有警告也算失败 / fail on warnings too")
@global_options
@with_settings
def command(settings: Settings, paths: tuple[str, ...], format_: str, base: str | None, strict: bool) -> None:
    """检查 playbooks/ 里的全部文件；给出 PATH 时只报告这些文件或目录。
    Check every file of playbooks/; PATH filters what is reported, not what is read."""
    named = [relative(path, settings.root) for path in paths]
    files, found = check_tree(settings.root, settings.today, named, partial(is_wanted, wanted=named), base)
    say(settings, found, files, format_)
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    if any(fault.severity in failing for fault in found):
        raise click.exceptions.Exit(1)


def say(settings: Settings, found: list[Diagnostic], files: Mapping[str, bytes], format_: str = "text") -> None:
    """Report the faults of ``files`` in a format: for people to standard error, for machines to standard output."""
    texts = {fault.at.file: files.get(fault.at.file, b"").decode("utf-8", "replace") for fault in found}
    findings = Findings(found, settings.lang, texts)
    if format_ == "text":
        # Errors are read by people at a terminal; a clean run is a result.
        stream = sys.stdout if all(fault.severity is Severity.NOTE for fault in found) else sys.stderr
        if stream.isatty():
            findings = replace(findings, colour=wants_colour(), width=shutil.get_terminal_size().columns)
        if found or not settings.quiet:
            click.echo(report(format_)(findings), file=stream, color=findings.colour)
        return
    if format_ == "sarif":
        findings = replace(
            findings, manuals=manuals(settings.root), manual_page=rules_page(settings.root, settings.lang)
        )
    click.echo(report(format_)(findings))


def relative(path: str, root: Path) -> str:
    """A PATH as diagnostics name it; as the user gave it, from here or from the root."""
    for candidate in (Path(path), root / path):
        absolute = candidate.absolute()
        if absolute.exists() and absolute.resolve().is_relative_to(root):
            return absolute.resolve().relative_to(root).as_posix()
    raise Stop(f"{path}：项目里没有这个文件或目录 / {path}: no such file or folder in the project")


def is_wanted(file: str, wanted: list[str]) -> bool:
    """Whether a file is one of those that a command line named, or in a folder that it named."""
    return not wanted or any(path in (".", file) or file.startswith(f"{path}/") for path in wanted)
