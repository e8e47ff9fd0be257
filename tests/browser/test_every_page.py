"""Every kind of page keeps WCAG 2.2 A and AA as far as axe can tell, the theme's own parts included; it stands still while it loads and fits the window.

Each page is opened once a view, and asked for all of it.
"""

from __future__ import annotations

import re
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


LOOK = """() => {
  const { backgroundColor, color } = getComputedStyle(document.body);
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((part) => part.checkVisibility()).length;
  return {
    shifted: window.shifted, wide: document.documentElement.scrollWidth - innerWidth, lang: document.documentElement.lang, colours: [backgroundColor, color],
    heads: seen("h1"), framed: Boolean(document.querySelector(".md-header")), switches: seen("a.language-switch"),
    searches: document.querySelectorAll("input.md-search__input").length, tabs: document.querySelectorAll(".md-tabs__item--active").length,
  };
}"""
NO_TAB = ("404.html", "../404.html")


class Visit(NamedTuple):
    """What a page showed, the names cut in two, and what axe found; to another hash of the same page a browser only scrolls."""

    answered: bool
    look: dict[str, Any]
    broken: list[str]
    faults: list[tuple[str, str]]


class Tour(NamedTuple):
    """Every kind of page, looked at in one view; what was asked for elsewhere, and what the console said."""

    lang: str
    scheme: str
    visits: dict[str, Visit]
    elsewhere: list[str]
    complaints: list[str]


@pytest.fixture(scope="module", params=VIEWS)
def tour(request: pytest.FixtureRequest, browser: Any, address: str, site: Path) -> Tour:
    lang, scheme, width = VIEWS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    seen, examiner, found = Watched(context), Examiner(), {}
    page = seen.page
    page.add_init_script(SHIFTS)
    for uri in present(site, lang):
        answer = page.goto(f"{address}/{lang}/{uri}")
        # Two frames, so that whatever the scripts move has moved.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        look, broken = page.evaluate(LOOK), page.evaluate(BROKEN)
        found[uri] = Visit(
            answer is None or answer.ok, look, broken, examiner.faults(page, BY_LAYOUT if is_a_view(uri) else ())
        )
    context.close()
    return Tour(lang, scheme, found, seen.foreign(address), seen.complaints)


def test_axe_finds_nothing(tour: Tour) -> None:
    assert {uri: visit.faults for uri, visit in tour.visits.items() if visit.faults} == {}


def test_nothing_jumps_and_no_word_is_broken(tour: Tour) -> None:
    found = {uri: (visit.look["shifted"], visit.look["wide"], visit.broken) for uri, visit in tour.visits.items()}
    assert {uri: seen for uri, seen in found.items() if seen[0] >= MOST or seen[1] > 0 or seen[2]} == {}


def test_it_opens_cleanly(tour: Tour) -> None:
    assert [uri for uri, visit in tour.visits.items() if not visit.answered] == []
    assert (tour.elsewhere, tour.complaints) == ([], [])
    for uri, visit in tour.visits.items():
        look = visit.look
        assert look["heads"] == 1, uri
        assert look["lang"].startswith(tour.lang) or uri == "../404.html", uri
        background, ink = (_luminance(colour) for colour in look["colours"])
        assert (background < ink) == (tour.scheme == "dark"), uri


def test_pages_look_alike(tour: Tour) -> None:
    """What is made from engagements has all that a page of knowledge has around it."""
    framed = {uri: visit.look for uri, visit in tour.visits.items() if visit.look["framed"]}
    assert len(framed) > 30
    for uri, look in framed.items():
        assert (look["switches"], look["searches"]) == (1, 1), uri
        assert look["tabs"] == (0 if uri in NO_TAB else 1), uri


def _luminance(colour: str) -> float:
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
