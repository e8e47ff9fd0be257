"""How the checklist's columns are called."""

from generator.i18n.vocabulary import Strings

_CALLED = {"title": "item", "note": "status_note", "why": "why_here"}
_COLUMNS = (
    "id", "step", "title", "how", "done_when", "owner", "people", "due", "state", "on", "by", "evidence", "note", "severity", "category",
    "with", "verifier", "why",
)  # fmt: skip


def heads(s: Strings) -> dict[str, str]:
    """Column → head; a due's without the zone."""
    return {key: s.field[_CALLED.get(key, key)] for key in _COLUMNS} | {"flags": s.workbook.flags}
