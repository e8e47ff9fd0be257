"""Waiting for what a page says. Playwright's own ``wait_for_function`` evaluates text in the page, which the pages' policy refuses."""

from __future__ import annotations

import time
from typing import Any

PATIENCE = 20


def until(page: Any, expression: str, arg: Any = None) -> None:
    """Wait until a JavaScript expression, or a function of ``arg``, is true in the page."""
    last = time.monotonic() + PATIENCE
    while not page.evaluate(expression, arg):
        assert time.monotonic() < last, f"never true: {expression}"
        page.wait_for_timeout(50)


AT_REST = """() => new Promise((done) => {
  let [count, since] = [-1, 0];
  const look = () => {
    const found = performance.getEntriesByType("resource").length;
    if (found !== count || document.readyState !== "complete") [count, since] = [found, performance.now()];
    if (performance.now() - since < 500) return setTimeout(look, 50);
    done();
  };
  look();
})"""


def at_rest(page: Any) -> None:
    """Wait until nothing was fetched for half a second. Playwright's own "networkidle" never comes in a headless shell."""
    page.evaluate(AT_REST)
