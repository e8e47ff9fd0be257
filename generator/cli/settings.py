"""The global options, which stand before or after the command, and what they resolve to."""

import contextlib
import locale
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from generator.diagnostics import LANGS, Bilingual, Diagnostic, Lang
from generator.limits import sensible
from generator.publish.disk import PathError, Unreadable, find_root
from generator.report import harmless, text

Function = Callable[..., Any]


@dataclass
class Settings:
    """What the global options say. ``langs`` are the languages of the output; ``lang`` is that of the messages."""

    root_given: str | None = None
    today_given: str | None = None
    lang_given: Lang | None = None
    quiet: bool = False
    _root: Path | None = field(default=None, repr=False)

    @property
    def lang(self) -> Lang:
        return self.lang_given or _locale_lang()

    @property
    def langs(self) -> tuple[Lang, ...]:
        return (self.lang_given,) if self.lang_given else LANGS

    @property
    def root(self) -> Path:
        """The project's folder. Raises ``Unreadable``."""
        if self._root is None:
            given = None if self.root_given is None else Path(self.root_given)
            if given and (not self.root_given or not given.is_dir()):
                raise Unreadable(f"--root {given} 不是目录 / --root {given} is no folder")
            self._root = (given or find_root(Path.cwd())).resolve()
        return self._root

    @property
    def today(self) -> date | datetime:
        """``--today``, or the clock, read here and nowhere else."""
        return (
            parse_today(self.today_given)
            if self.today_given is not None
            else datetime.now().astimezone().replace(microsecond=0)
        )

    def say(self, words: Bilingual) -> None:
        """Progress, on standard error, unless ``-q``."""
        if not self.quiet:
            self.answer(words, err=True)

    def answer(self, words: Bilingual, *, err: bool = False) -> None:
        """What was asked for, or on standard error what everybody has to know."""
        click.echo(words.of(self.lang), err=err)

    def stopped(self, faults: Iterable[Diagnostic], words: Bilingual) -> click.exceptions.Exit:
        """Say the errors in the way and what was not done; raise what comes back."""
        click.echo(text(list(faults), self.lang), err=True)
        self.say(words)
        return click.exceptions.Exit(1)

    def left_out(self, words: Bilingual, names: Iterable[str], faults: Iterable[Diagnostic]) -> None:
        """Say which engagements something was done without, and the errors that kept them out."""
        zh, en = f"{words.zh}（文件有错误）：", f"{words.en} (their files have errors): "
        self.answer(Bilingual(zh + "、".join(names), en + ", ".join(names)), err=True)
        click.echo(text(list(faults), self.lang), err=True)


def parse_today(written: str) -> date | datetime:
    """A date, or an instant with its offset. Raises ``click.BadParameter``."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
            return sensible(date.fromisoformat(written))
        moment = datetime.fromisoformat(written)
        sensible(moment.date())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.BadParameter(
            f"{written}：写成 2026-11-09 或 2026-11-09T20:00+08:00 / write 2026-11-09 or 2026-11-09T20:00+08:00",
            param_hint="--today",
        )
    return moment


def wants_colour() -> bool:
    """Whether a terminal is to be coloured (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _locale_lang() -> Lang:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    named = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "zh" if named.casefold().startswith(("zh", "chinese")) else "en"


def _keep(attribute: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        # An option given after the command wins over the same one before it; one not given changes nothing.
        if value is not None and value is not False:
            setattr(ctx.ensure_object(Settings), attribute, value)

    return callback


def _check_today(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        parse_today(value)
        _keep("today_given")(ctx, parameter, value)


def global_options(command: Function) -> Function:
    """Give a command the global options; they never reach its function, only the Settings."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_keep("quiet"), help="不显示进度 / no progress"),
        click.option(
            "--lang", type=click.Choice(LANGS), expose_value=False, is_eager=True, callback=_keep("lang_given"),
            help="语言：不给时消息用系统语言，产出两种都有 / language; by default the locale's for messages, both for output",
        ),
        click.option(
            "--today", metavar="DATE", expose_value=False, callback=_check_today,
            help="以这一天（或带时区的时刻）为今天 / take this date, or instant with its offset, as today",
        ),
        click.option(
            "--root", metavar="DIR", expose_value=False, callback=_keep("root_given"),
            help="项目目录，默认往上找 mkdocs.yml / project folder; by default upward to mkdocs.yml",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def choice_option(name: str, choices: Sequence[str], words: str, variable: str = "") -> Callable[[Function], Function]:
    """An option with a few words to choose from, the first by default."""
    named = [name, *([variable] if variable else [])]
    return click.option(*named, type=click.Choice(choices), default=choices[0], help=words)


def format_option(formats: Iterable[str]) -> Callable[[Function], Function]:
    return choice_option("--format", list(formats), "输出格式 / output format", "format_")


def check_option(function: Function) -> Function:
    """``--check``, alike for every command that brings files up to date."""
    words = "只比较，不写；不一致时退出码 1 / compare only; exit 1 when they differ"
    return click.option("--check", "only_check", is_flag=True, help=words)(function)


class Stop(click.ClickException):
    """A wrong use of the tool, or a root that cannot be read: said in one line, exit 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        # A file's name may hold anything; a terminal shows it and does not obey it.
        for line in self.message.split("\n"):
            click.echo(f"playbook: {harmless(line)}", err=True)


def with_settings(function: Function) -> Function:
    """Hand a command its Settings, and turn what the system refuses into one clear line."""

    @click.pass_context
    @wraps(function)
    def run(ctx: click.Context, *arguments: Any, **options: Any) -> Any:
        settings = ctx.ensure_object(Settings)
        try:
            return function(settings, *arguments, **options)
        except PathError as error:
            raise Stop(str(error)) from error
        except BrokenPipeError:
            # `playbook check | head` is no fault; what is still buffered has nowhere to go.
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from None
        except OSError as error:
            name = f"{error.filename}: " if error.filename else ""
            raise Stop(f"{name}{error.strerror or error}") from error

    return run


Advance = Callable[[str], None]


@contextlib.contextmanager
def progress(settings: Settings, title: Bilingual, total: int) -> Iterator[Advance]:
    """Yield a function to call once for each of ``total`` parts, with the part's name."""
    if settings.quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        # It draws when a part is done, and not from a thread of its own: processes are forked while it stands.
        names: tuple[str, ...] = ()
        with click.progressbar(
            names, total, title.of(settings.lang), show_pos=True, item_show_func=lambda part: part, file=sys.stderr
        ) as bar:
            yield lambda part: bar.update(1, part)
    else:
        settings.say(title)
        yield lambda _: None
