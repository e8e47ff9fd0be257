"""The command line: ``playbook COMMAND``. The only place that prints and that turns faults into an exit code.

Exit: 0 fine · 1 the content has errors · 2 wrong usage or an unreadable root · 130 interrupted.
"""

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from generator import __version__
from generator.cli.settings import Settings, global_options
from generator.diagnostics import Bilingual

COMMANDS: dict[str, Bilingual] = {
    "check": Bilingual("检查 playbooks/ 里的全部文件", "check every file of playbooks/"),
    "checklist": Bilingual("生成客户清单", "write the checklists of engagements"),
    "site": Bilingual("生成整个站点", "build the whole site"),
    "serve": Bilingual("本机预览，改动即刷新", "preview here, reloading on every edit"),
    "agenda": Bilingual("到期的事、今天催谁", "what is due, and whom to chase today"),
    "verify": Bilingual("手里这张清单还是不是最新", "whether a printed sheet is current"),
    "record": Bilingual("把填好的清单记回文件", "a filled sheet back into the file"),
    "rebase": Bilingual("接受手册的现行版次", "accept the playbook's current edition"),
    "fmt": Bilingual("统一文件的版式", "one layout for all files"),
    "new": Bilingual("新建一个客户事件", "begin an engagement"),
    "diff": Bilingual("改动意味着什么、影响谁", "what an edit means, and whom it touches"),
    "schema": Bilingual("导出 JSON Schema", "export the JSON Schemas"),
}
"""Command → its line in the help. Each is the ``command`` of the module of its name, imported when used."""


class _Commands(click.Group):
    """Commands from the table, so that ``check`` never pays for what only ``site`` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"generator.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = ctx.ensure_object(Settings).lang
        with formatter.section(Bilingual("命令", "Commands").of(lang)):
            formatter.write_dl([(name, words.of(lang)) for name, words in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@global_options
@click.version_option(__version__, "--version", message="playbook %(version)s")
def cli() -> None:
    """重保手册：YAML 手册 → 客户清单与站点。Playbooks for critical-event assurance: YAML in, checklists and a site out."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; nothing but a bug gets out as a traceback."""
    _speak_utf8()
    # A tree is tens of thousands of small values that live until the end: looking for garbage among them after every few
    # hundred took a fifth of the time.
    gc.set_threshold(50_000)
    try:
        code = cli.main(args=arguments, prog_name="playbook", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断 / interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OSError as error:
        # What a command refuses it says itself: this is a terminal or file that takes no help text.
        with contextlib.suppress(OSError):
            click.echo(f"playbook: {error.strerror or error}", err=True)
        return 2
    finally:
        _let_go()
    return int(code or 0)


def _let_go() -> None:
    """Results that nobody took (a full disk, a reader who has gone) would fail once more as Python ends, with its own exit code."""
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Chinese leaves whole even where the terminal's own encoding cannot say it (Windows, the C locale)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
