"""What stands in a returned workbook where nothing is taken from: each such cell is found, whatever was sorted, moved or renamed."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from generator.diagnostics import Bilingual
from generator.roundtrip.fields import Untaken
from generator.roundtrip.workbook import CALCULATED, FILLED, digest
from generator.roundtrip.worksheet import Position, Worksheet

COMMENT = Bilingual("批注不会记录：写到“备注”一栏", "a comment is not recorded: write it into the note")
PRINTED = Bilingual(
    "这一格只供阅读，写在这里的不会记录", "this cell is for reading, and what is written in it is not recorded"
)
OWN_COLUMN = Bilingual(
    "自己加的一列不会记录：写到“备注”一栏", "a column of your own is not recorded: write it into the note"
)
ABOVE = Bilingual("表头上方的内容不会记录", "what stands above the heads is not recorded")
OWN_SHEET = Bilingual("自己加的一页不会记录", "a worksheet of your own is not recorded")
FAR = Bilingual(
    "离表太远，不会记录：写到表里", "this is too far from the table and not recorded: write it into the table"
)
MOST_LIKELY = 12
"""Printed rows that a row is compared with."""
MOST_NAMED = 200
"""Cells of one worksheet that are named one by one."""


def typed_over(
    sheet: Worksheet, printed: Sequence[str], taken: Collection[Position], known: Mapping[int, int]
) -> list[Position]:
    """The cells that hold something else than the row as which they were ``printed``, without those ``taken``.

    ``printed`` are the rows' marks (``workbook.mark``), ``known`` the rows of which it is certain as which they were. Rows and columns may have
    been moved: each row is compared with the one that it has most in common with, each cell with all of that one's.
    """
    rows = [Counter(row.split()) for row in printed]
    found = {
        row: {at: "" if sheet.calculates(at) else digest(sheet.held(at)) for at in cells if at not in taken}
        for row, cells in sheet.filled()
    }
    ours = dict(known)
    free = set(range(len(rows))) - set(ours.values())
    for *_, there, row in sorted(_alike({row: cells for row, cells in found.items() if row not in ours}, rows)):
        if there not in ours and row in free:
            ours[there] = row
            free.remove(row)
    over = []
    for there, cells in found.items():
        left = Counter(rows[ours[there]]) if there in ours else Counter[str]()
        over += [at for at, one in cells.items() if not _is_printed(one, left)]
    return over


def only_read(printed: Sequence[str], filled: bool = False) -> list[str]:
    """The rows' marks without those of the cells that are filled in; with them where these are ``filled`` in no longer, their heads being lost."""
    return [
        " ".join(one.removeprefix(FILLED) for one in row.split() if filled or not one.startswith(FILLED))
        for row in printed
    ]


def _alike(
    found: Mapping[int, Mapping[Position, str]], rows: Sequence[Counter[str]]
) -> Iterator[tuple[int, int, int, int, int]]:
    """Which row of a worksheet has how much of which printed one, the likest first: cells in common (less than none), more or less of them, the way apart."""
    holding: dict[str, set[int]] = {}
    for n, row in enumerate(rows):
        for one in row:
            holding.setdefault(one.removeprefix(CALCULATED), set()).add(n)
    for there, cells in found.items():
        likely = Counter(n for one in set(cells.values()) for n in holding.get(one, ())).most_common(MOST_LIKELY)
        for n, _ in likely:
            left = Counter(rows[n])
            common = sum(_is_printed(one, left) for one in cells.values())
            yield -common, abs(rows[n].total() - len(cells)), abs(n - there), there, n


def is_heading(sheet: Worksheet, row: int, printed: Sequence[str]) -> bool:
    """Whether a row holds one text alone, and is printed so."""
    texts = [at for at in sheet.row(row) if sheet.text(at)]
    return len(texts) == 1 and digest(sheet.held(texts[0])) in printed


def _is_printed(one: str, left: Counter[str]) -> bool:
    """Whether a cell is one of those ``left`` of its row; what calculates (``one`` is empty) may have come to something else since."""
    alike = (
        (one, f"{CALCULATED}{one}")
        if one
        else next(((name,) for name in left if left[name] and name.startswith(CALCULATED)), ())
    )
    name = next((name for name in alike if left[name]), None)
    if name:
        left[name] -= 1
    return name is not None


def named(
    sheet: Worksheet,
    cells: Sequence[Position],
    reason: Callable[[Position], Bilingual],
    ids: Mapping[int, str] | None = None,
) -> Iterator[Untaken]:
    """The cells one by one, with the id of their row; of very many the rest in one entry."""
    for at in cells[:MOST_NAMED]:
        yield Untaken(sheet.address(at), (ids or {}).get(at[0], ""), sheet.text(at), reason(at))
    if (rest := len(cells) - MOST_NAMED) > 0:
        more = Bilingual(
            f"这一页还有 {rest} 格，到 {sheet.address(cells[-1])} 为止，都没有记录",
            f"{rest} more cells of this worksheet, down to {sheet.address(cells[-1])}, are not recorded",
        )
        yield Untaken(sheet.address(cells[MOST_NAMED]), "", "", more)
