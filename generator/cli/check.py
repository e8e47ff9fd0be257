"""``playbook check``: every fault of every file, in one run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from generator.cli.settings import Settings, Stop, global_options, wants_colour, with_settings
from generator.diagnostics import Diagnostic, Severity
from generator.publish.disk import read_tree
from generator.publish.remembered import check_key, recall, remember
from generator.report import FORMATS, Findings, report


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", help="输出格式 / output format")
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
    files = read_tree(settings.root)
    found = _faults(settings, files, named, base)
    say(settings, found, files, format_)
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    if any(fault.severity in failing for fault in found):
        raise click.exceptions.Exit(1)


def _faults(settings: Settings, files: Mapping[str, bytes], named: list[str], base: str | None) -> list[Diagnostic]:
    """The faults of the files that are ``named``, from memory where the very same was asked before."""
    # No moment of a file is finer than a minute: within one, the answer is the same.
    today = settings.today.replace(second=0) if isinstance(settings.today, datetime) else settings.today
    wanted = partial(is_wanted, wanted=named)
    earlier = None
    if base is not None:
        from generator.publish.snapshot import snapshot

        earlier = snapshot(settings.root, base).files
    both = {f"now/{file}": content for file, content in files.items()}
    both |= {f"earlier/{file}": content for file, content in (earlier or {}).items()}
    key = check_key(both, [today.isoformat(), str(base is not None), *named])
    known = recall(key)
    if known is not None:
        return known
    # Only now: what reads and judges takes longer to import than to remember.
    if earlier is None:
        from generator.publish.faults import faults

        all_faults = faults(files, today, wanted)
    else:
        from generator.check import check
        from generator.library import load

        library = load(files)
        all_faults = check(library, load(earlier, library), today, wanted)
    found = [fault for fault in all_faults if wanted(fault.at.file)]
    remember(key, found)
    return found


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
        from generator.check import manuals
        from generator.publish.address import site_address

        address = site_address(settings.root)
        page = f"{address}{settings.lang}/manual/rules.html" if address else None
        findings = replace(findings, manuals=manuals(), manual_page=page)
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
