"""YAML text → plain data beside a side table of positions. See ``read``."""

from generator.source.nodes import Node, Path, Source
from generator.source.read import read

__all__ = ["Node", "Path", "Source", "read"]
