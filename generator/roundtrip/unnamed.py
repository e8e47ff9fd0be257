"""By what a table is known that does not say what it is: its heads, and what stands above them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.diagnostics import LANGS, Bilingual, Refusal
from generator.library import Library
from generator.roundtrip.values import folded
from generator.tailor import Checklist

_ALSO: Mapping[str, tuple[str, ...]] = {
    "id": ("事项编号", "id", "item id", "no."),
    "state": ("进度", "完成情况", "status", "progress"),
    "owner": ("负责人", "责任人", "责任角色", "owner role"),
    "due": ("截止日期", "到期", "期限", "due date", "deadline"),
    "on": ("完成日期", "完成时间", "done on", "date done", "date"),
    "by": ("经手人", "完成人", "done by"),
    "evidence": ("证据链接", "proof", "link"),
    "note": ("说明", "进展", "notes", "remark", "remarks", "comment", "comments"),
}
"""How heads are called when somebody makes the table anew, beside the sheet's own words."""
_UNIT = re.compile(r"\s*[(（][^()（）]*[)）]$")


@dataclass(frozen=True)
class Unnamed:
    """By what a table is known that does not say what it is: ``heads`` are the sheet's own words, folded, → what each column holds.

    ``whose`` returns the engagement's checklist, from the texts that stand above the table; raises ``Refusal`` where nothing says which.
    """

    heads: Mapping[str, str]
    whose: Callable[[Sequence[str]], Checklist]

    def key(self, head: str) -> str | None:
        """What a column of this head holds: an id, a field, something printed; None for a head that nobody knows."""
        word = folded(_UNIT.sub("", head))
        also = {folded(name): key for key, names in _ALSO.items() for name in names}
        return self.heads.get(word) or also.get(word)


def whose(library: Library, named: str | None, file: str, above: Sequence[str]) -> str:
    """The engagement that the words ``above`` a table name, else its file's name, else ``named`` by whoever handed it in.

    Raises ``Refusal`` where nothing says which.
    """
    words = [folded(text) for text in above]

    def is_told(id: str) -> bool:
        one = library.engagements[id].model
        titles = [folded(f"{one.customer.plain(lang)} · {one.event.name.plain(lang)}") for lang in LANGS]
        return id in words or any(f"{title} · " in f"{text} · " for title in titles for text in words)

    told = [id for id in library.engagements if is_told(id)]
    if named in told:
        return str(named)
    in_name = [
        id for id in library.engagements if re.search(rf"(?<![a-z0-9-]){re.escape(id)}(?![a-z0-9-])", file.casefold())
    ]
    found = next((ids[0] for ids in (told, in_name) if len(ids) == 1), named)
    if found is None:
        raise Refusal(
            Bilingual(
                "看不出这是哪个客户事件的清单：把事件写在文件前面，如 playbook record EVENT FILE",
                "nothing says which engagement this is the sheet of: name it before the file, as in playbook record ENGAGEMENT FILE",
            )
        )
    return found
