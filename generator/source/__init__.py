"""YAML text → plain data beside a side table of positions. See ``read``."""

from generator.source.marks import Mark, Path, Source
from generator.source.read import MANUALS, read

__all__ = ["MANUALS", "Mark", "Path", "Source", "read"]
