"""What is different between two states of the tree, as values: ``edits`` of the files, ``changes`` of a checklist."""

from generator.diff.change import Change, Kind
from generator.diff.checklists import changes
from generator.diff.trees import edits
from generator.diff.word_diff import Run

__all__ = ["Change", "Kind", "Run", "changes", "edits"]
