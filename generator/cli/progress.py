"""A progress bar on a terminal; plain lines, few of them, anywhere else."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

import click

from generator.cli.settings import Settings
from generator.diagnostics import Bilingual

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
