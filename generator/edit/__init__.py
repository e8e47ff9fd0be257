"""Changes to a file's text at known positions: whatever is not meant to change keeps every byte.

``edit`` splices and then reads its own result: it gives back a text whose data is exactly what was meant, or refuses.
``merge`` and ``rebase`` say what is to be edited: a returned sheet, a playbook's new edition.
"""

from generator.edit.operations import Edit, Insert, Remove, Rename, Set
from generator.edit.splice import Refused, edit

__all__ = ["Edit", "Insert", "Refused", "Remove", "Rename", "Set", "edit"]
