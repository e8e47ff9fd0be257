"""A progress bar on a terminal; plain lines, few of them, anywhere else."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from generator.cli.settings import Settings
from generator.diagnostics import Words

Advance = Callable[[str], None]


@contextlib.contextmanager
def progress(settings: Settings, title: Words, total: int) -> Iterator[Advance]:
    """Yield a function to call once for each of ``total`` parts, with the part's name."""
    if settings.quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        # rich costs a tenth of a second to import, and only a terminal has use for it.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[part]}"),
        )
        # It draws when a part is done, and not from a thread of its own: processes are forked while it stands.
        with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
            task = bar.add_task(title.of(settings.lang), total=total, part="")
            yield lambda part: bar.update(task, advance=1, part=part, refresh=True)
    else:
        settings.say(title)
        yield lambda _: None
