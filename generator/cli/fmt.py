"""``playbook fmt``: the files in one hand, so that a change shows what it changes and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import click

from generator.cli.check import is_wanted, relative, say
from generator.cli.settings import Settings, check_option, global_options, with_settings
from generator.diagnostics import Bilingual, Diagnostic, Position, in_order
from generator.edit.fmt import Unusual, formatted
from generator.library import kind_of
from generator.model import KINDS
from generator.publish.disk import read_tree, write_source
from generator.report import harmless
from generator.source import read

_BY_HAND = Bilingual("这个文件写法特殊，没有动它", "this file is written in an unusual way and is left as it is")


@dataclass
class FormatOutcome:
    """What formatting came to: new bytes by file, and the faults of the files that were left alone."""

    changed: dict[str, bytes] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@check_option
@global_options
@with_settings
def command(settings: Settings, paths: tuple[str, ...], only_check: bool) -> None:
    """统一 playbooks/ 里文件的键序和版式，内容和注释不变；给出 PATH 时只动这些文件或目录。
    One order of keys and one layout for the files of playbooks/, contents and comments kept; PATH names files or folders."""
    wanted = [relative(path, settings.root) for path in paths]
    tree = read_tree(settings.root)
    files = {file: content for file, content in tree.items() if is_wanted(file, wanted)}
    outcome = format_all(files)
    for file, content in outcome.changed.items():
        if not only_check:
            write_source(settings.root, file, content, files[file])
        done = Bilingual("版式不一致", "would be formatted") if only_check else Bilingual("已整理", "formatted")
        click.echo(f"{harmless(file)}: {done.of(settings.lang)}", err=only_check)
    if outcome.faults:
        say(settings, in_order(outcome.faults), files)
    elif not outcome.changed:
        settings.say(Bilingual("版式都是一致的。", "every file is formatted"))
    if outcome.faults or (only_check and outcome.changed):
        raise click.exceptions.Exit(1)


def format_all(files: Mapping[str, bytes]) -> FormatOutcome:
    """Format every file that reads; what does not is left alone and said. Files that are no content of ours are passed over."""
    outcome = FormatOutcome()
    for file, content in files.items():
        kind = kind_of(file)
        if kind is None or not file.endswith(".yaml"):
            continue
        source, faults = read(content, file)
        outcome.faults += faults
        if source is None or faults:
            continue
        try:
            new = formatted(source, KINDS[kind]).encode("utf-8")
        except Unusual as unusual:
            at = source.position(unusual.index) if unusual.index else Position(file)
            outcome.faults.append(Diagnostic("yaml-syntax", at, _BY_HAND))
            continue
        if new != content:
            outcome.changed[file] = new
    return outcome
