"""Pages stand still while they load, fit the window, and say of themselves what they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.browser.test_axe import present

SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
MOST = 0.02
"""Of the whole window, as browsers reckon it; 0.1 is what is commonly called good."""
# Words, not signs: a name cut in two is a column squeezed to less than a word.
BROKEN = """() => [...document.querySelectorAll("td a, th")].filter(cell => {
  const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let node; (node = words.nextNode());)
    for (const word of node.data.matchAll(/[A-Za-z]{2,12}/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter(box => box.width > 1).map(box => Math.round(box.top)));
      if (lines.size > 1) return true;
    }
}).map(cell => cell.textContent)"""


def test_nothing_jumps_and_no_word_is_broken(watch: Any, address: str, site: Path) -> None:
    page = watch(width=390, height=844).page
    page.add_init_script(SHIFTS)
    found = []
    for uri in present(site, "en"):
        page.goto(f"{address}/en/{uri.format('en')}")
        # Two frames, so that whatever the scripts move has moved.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        shifted, wide = page.evaluate("[window.shifted, document.documentElement.scrollWidth - innerWidth]")
        if shifted >= MOST or wide > 0:
            found.append((uri, shifted, wide))
        found += [(uri, broken) for broken in page.evaluate(BROKEN)]
    assert found == []


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
