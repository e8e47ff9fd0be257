"""A returned workbook given back, with a comment on each cell that was not taken."""

import io
import warnings
from collections.abc import Mapping

from openpyxl import load_workbook
from openpyxl.comments import Comment

from generator.roundtrip.worksheet import OURS

WIDTH, LINE, MARGIN = 320, 18, 24
"""Of a comment's box, in points."""


def annotate(content: bytes, notes: Mapping[str, str]) -> bytes:
    """The workbook with ``notes`` (``清单!K23`` → text) as comments; what somebody commented there stands above them, and ours of before is gone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content))
        sheets = {sheet.title[:31]: sheet for sheet in reversed(book.worksheets)}
        for at, text in notes.items():
            sheet, cell = at.rsplit("!", 1)
            target = sheets[sheet][cell]
            before = target.comment.text.split(OURS)[0].rstrip() if target.comment else ""
            whole = f"{before}\n{OURS}{text}".lstrip()
            height = MARGIN + LINE * (1 + sum(1 + len(line) // 24 for line in whole.splitlines()))
            target.comment = Comment(whole, OURS.rstrip(": "), height=height, width=WIDTH)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
