"""axe over pages, at a price that every page can pay: what it finds by colours once for each pair of them, all else everywhere.

Where a text's own colours, size and weight and the backgrounds behind it are those of a text that was measured before, its
contrast is that one's; to measure each is what most of axe's time went into.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
BY_COLOUR = ("color-contrast", "link-in-text-block")
BY_LAYOUT = ("target-size", "scrollable-region-focusable")
"""What may differ between two views of one document."""

MARK = """(known) => {
  known = new Set(known);
  const behind = new Map(), fields = "input:not([type=hidden]), select, textarea";
  const stack = (part) => {
    if (!part) return "";
    if (!behind.has(part)) {
      const style = getComputedStyle(part), { backgroundColor, backgroundImage, opacity, filter } = style;
      const own = [backgroundColor, backgroundImage, opacity, filter].join().replace("rgba(0, 0, 0, 0),none,1,none", "");
      behind.set(part, own ? stack(part.parentElement) + "|" + own : stack(part.parentElement));
    }
    return behind.get(part);
  };
  for (const part of document.body.querySelectorAll("*")) {
    delete part.dataset.measured;
    const says = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || part.matches("a[href]," + fields);
    if (!says || !part.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontSize, fontWeight, textDecorationLine, textShadow } = getComputedStyle(part);
    const around = getComputedStyle(part.parentElement).color;
    const kind = [part.tagName, part.className, color, around, fontSize, fontWeight, textDecorationLine, textShadow, stack(part)].join(";");
    if (known.has(kind)) continue;
    known.add(kind);
    part.dataset.measured = kind;
  }
}"""
RUN = """async ([tags, rules, byColour]) => {
  const measured = (kind) => ({ selector: kind + "[data-measured]" });
  axe.configure({ rules: byColour.map((id) => ({ id, ...measured(id === "link-in-text-block" ? "a" : "") })) });
  const runOnly = rules.length ? { type: "rule", values: [...rules, ...byColour] } : { type: "tag", values: tags };
  const found = await axe.run(document, { runOnly, resultTypes: ["violations", "incomplete"], elementRef: true, preload: false });
  const unsure = new Set(found.incomplete.filter((one) => byColour.includes(one.id)).flatMap((one) => one.nodes.map((node) => node.element)));
  return {
    faults: found.violations.map((fault) => [fault.id, fault.nodes[0].target.join(" ")]),
    kinds: [...document.querySelectorAll("[data-measured]")].filter((part) => !unsure.has(part)).map((part) => part.dataset.measured),
  };
}"""


class Examiner:
    """What axe says of one page after the other; knows the kinds of text that were measured in one colour scheme."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()

    def faults(self, page: Any, rules: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Each rule that the open page breaks, and where: of all rules, or of ``rules`` and those by colour."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(SOURCE)
        page.evaluate(MARK, sorted(self.kinds))
        told = page.evaluate(RUN, [TAGS, rules, BY_COLOUR])
        self.kinds.update(told["kinds"])
        return [(rule, place) for rule, place in told["faults"]]
