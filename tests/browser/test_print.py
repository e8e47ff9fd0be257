"""The printed sheet: every row reaches the paper."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
ENGAGEMENTS = sorted(path.stem for path in (ROOT / "playbooks" / "engagements").glob("*.yaml"))


def _printed(page: Any) -> str:
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842), "A4 in points"
    return "\n".join(sheet.extract_text() for sheet in pdf.pages)


@pytest.mark.parametrize("engagement", ENGAGEMENTS)
def test_no_row_is_lost_in_print(watch: Any, site: Path, engagement: str) -> None:
    seen = watch(java_script_enabled=False)
    seen.page.goto((site / "engagements" / engagement / f"{engagement}.zh.html").as_uri())
    rows: list[str] = seen.page.eval_on_selector_all("tr.duty", "rows => rows.map(row => row.dataset.id)")
    lines: list[str] = seen.page.eval_on_selector_all(".left-out, .waived", "rows => rows.map(row => row.dataset.id)")
    assert len(rows) > 20
    assert len(rows) == len(set(rows))
    printed = Counter(re.findall(r"[A-Z]{2,5}-[TAP]\d{2,3}|X\d{2,}", _printed(seen.page)))
    assert [id for id in (*rows, *lines) if not printed[id]] == []


def test_two_hundred_rows_and_one(watch: Any, site: Path) -> None:
    seen = watch()
    engagement = ENGAGEMENTS[0]
    seen.page.goto((site / "engagements" / engagement / f"{engagement}.zh.html").as_uri())
    for count in (200, 1):
        seen.page.evaluate(
            """count => {
              const body = document.querySelector("table.duties tbody");
              const model = body.querySelector("tr.duty").cloneNode(true);
              document.querySelectorAll("tr.duty").forEach(row => row.remove());
              for (let n = 0; n < count; n++) {
                const row = model.cloneNode(true);
                row.querySelector(".id").textContent = "ZZ-T" + String(n).padStart(3, "0");
                body.append(row);
              }
            }""",
            count,
        )
        printed = set(re.findall(r"ZZ-T\d{3}", _printed(seen.page)))
        assert len(printed) == count


def test_no_empty_sheet_follows_a_short_page(watch: Any, address: str) -> None:
    page = watch().page
    for uri in ("engagements.html", "conflicts.html", "products.html"):
        page.goto(f"{address}/zh/{uri}")
        sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
        assert sheets[-1].extract_text().strip(), uri
