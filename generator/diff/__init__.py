"""What is different between two states of the tree, as values: see ``changes``."""

from generator.diff.change import Change, Kind
from generator.diff.checklists import changes

__all__ = ["Change", "Kind", "changes"]
