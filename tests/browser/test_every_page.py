"""Every kind of page keeps WCAG 2.2 A and AA as far as axe can tell, the theme's own parts included; it stands still while it loads and fits the window.

Each page is opened once a view, and asked for all of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe import BY_LAYOUT, Examiner
from conftest import Watched
from kinds import VIEWS, is_a_view, present

SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
MOST = 0.05
"""Of the whole window, as browsers reckon it; 0.1 is what is commonly called good. Where a machine is slow, the columns of a long table settle while its rows arrive."""
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


class Visit(NamedTuple):
    """What a page showed: by how much it jumped, by how many pixels it is too wide, the names cut in two, and what axe found."""

    shifted: float
    wide: int
    broken: list[str]
    faults: list[tuple[str, str]]


@pytest.fixture(scope="module", params=VIEWS)
def visits(request: pytest.FixtureRequest, browser: Any, address: str, site: Path) -> dict[str, Visit]:
    """Every kind of page, looked at in one view."""
    lang, scheme, width = VIEWS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page, examiner, found = Watched(context).page, Examiner(), {}
    page.add_init_script(SHIFTS)
    for uri in present(site, lang):
        page.goto(f"{address}/{lang}/{uri}")
        # Two frames, so that whatever the scripts move has moved.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        moved = page.evaluate("[window.shifted, document.documentElement.scrollWidth - innerWidth]")
        found[uri] = Visit(*moved, page.evaluate(BROKEN), examiner.faults(page, BY_LAYOUT if is_a_view(uri) else ()))
    context.close()
    return found


def test_axe_finds_nothing(visits: dict[str, Visit]) -> None:
    assert {uri: visit.faults for uri, visit in visits.items() if visit.faults} == {}


def test_nothing_jumps_and_no_word_is_broken(visits: dict[str, Visit]) -> None:
    found = {uri: visit[:3] for uri, visit in visits.items()}
    assert {uri: seen for uri, seen in found.items() if seen[0] >= MOST or seen[1] > 0 or seen[2]} == {}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p style="color: #777; background: #888">grey on grey</p>', "color-contrast"),
        ('<div style="background: #888"><p>one</p><p style="color: #777">other</p></div>', "color-contrast"),
        (
            '<p>text with a <a href="#" style="color: #222; text-decoration: none">link</a> in it</p>',
            "link-in-text-block",
        ),
        ("<button></button>", "button-name"),
        (
            '<a href="#">1</a><a href="#">2</a><a href="#">3</a>'.replace(
                "<a", '<a style="display: block; height: 9px; width: 9px; font-size: 8px"'
            ),
            "target-size",
        ),
    ],
)
def test_axe_would_find_it(watch: Any, body: str, rule: str) -> None:
    """Also on a page after others whose texts looked like most of this one's."""
    page, examiner = watch(bypass_csp=True).page, Examiner()
    for content in ('<p>plain</p><p>text with a <a href="#">link</a> in it</p>', f"<p>plain</p>{body}"):
        page.set_content(f'<!doctype html><html lang="en"><title>x</title><main>{content}</main>')
        found = [name for name, _ in examiner.faults(page)]
    assert rule in found
