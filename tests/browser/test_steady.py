"""Pages show where one is and say of themselves what they are, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def test_the_page_that_is_open_is_in_sight_in_the_row_of_pages(watch: Any, address: str) -> None:
    page = watch(width=390, height=844).page
    for uri in ("today/service-desk.html", "today/product-oncall.html", "lessons.html"):
        page.goto(f"{address}/en/{uri}")
        box = page.locator(".live-nav [aria-current]").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_each_page_describes_itself(site: Path) -> None:
    for lang in ("zh", "en"):
        described: dict[str, str] = {}
        for uri in ("index", "engagements", "calendar", "today/architect", "stages", "roles/architect", "war-room"):
            text = (site / lang / f"{uri}.html").read_text(encoding="utf-8")
            found = re.search(r'<meta name="description" content="([^"]{12,})"', text)
            assert found, uri
            described[found[1]] = uri
        assert len(described) == 7
        text = (site / "engagements/star-eve" / f"index.{lang}.html").read_text(encoding="utf-8")
        assert "PLAYBOOK-LIVE" not in text


def test_what_is_told_of_products_is_in_the_readers_language(watch: Any, address: str) -> None:
    page = watch(java_script_enabled=False).page
    page.goto(f"{address}/en/products/udb.html")
    told = page.locator("table.sweep td:not(:has([lang^=zh]))").all_inner_texts()
    assert "rule of thumb" in told
    assert [text for text in told if re.search("[\u4e00-\u9fff]", text)] == []
