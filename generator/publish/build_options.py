"""What a site is asked to be, and why there may be none."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from generator.render import FORMATS


class SiteFault(Exception):
    """MkDocs refused to build, or a link leads nowhere: a line each."""


@dataclass(frozen=True)
class BuildOptions:
    """What to build: ``today`` is already read, so that every part of one run means the same day.

    ``formats`` are those of the sheets that stand on the site.
    """

    root: Path
    out: Path
    today: date | datetime
    engagements: bool = True
    formats: tuple[str, ...] = tuple(FORMATS)
