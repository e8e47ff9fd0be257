"""Every kind of page keeps WCAG 2.2 A and AA as far as axe can tell, the theme's own parts included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = ["color-contrast"]
RUN = """([values, contrast]) => axe.run(document, {
  runOnly: {type: contrast ? "rule" : "tag", values}, resultTypes: ["violations"], rules: {"color-contrast": {enabled: contrast}},
})"""
PAGES = [
    "index.html",
    "engagements.html",
    "calendar.html",
    "conflicts.html",
    "outlook.html",
    "lessons.html",
    "today/account-manager.html",
    "today/architect.html",
    "today/technical-service-manager.html",
    "today/service-desk.html",
    "today/product-oncall.html",
    "playbooks/ecommerce-promotion.html",
    "playbooks/game-launch/roles.html",
    "playbooks/ecommerce-promotion.html?view=table&severity=must",
    "playbooks/game-launch/raci.html",
    "playbooks/game-launch/capacity.html",
    "playbooks/game-launch/plans.html",
    "roles.html",
    "roles/architect.html",
    "products.html",
    "products/udb.html",
    "stages.html",
    "war-room.html",
    "changes.html",
    "glossary.html",
    "cases.html",
    "cases/coupon-database.html",
    "manual/index.html",
    "manual/change.html",
    "manual/commands.html",
    "manual/rules.html",
    "404.html",
    "../404.html",
    "../engagements/star-eve/index.{}.html",
    "../engagements/fresh-double11/index.{}.html",
    "../engagements/star-eve/star-eve.{}.html",
    "../engagements/star-eve/star-eve.{}.html#role=architect",
    "../engagements/star-eve/star-eve.night.{}.html",
    "../engagements/star-eve/star-eve.customer.night.{}.html",
]
# Each kind in both languages, both schemes and both widths; the two halves cross what they combine.
VIEWS = {"desk": ("zh", "light", 1280), "phone": ("en", "dark", 390)}


ONE_OF_A_KIND = """() => {
  for (const part of document.body.querySelectorAll("*")) {
    const seen = new Set();
    for (const child of [...part.children]) {
      const inside = [...child.querySelectorAll("[class]")].map((one) => one.tagName + one.className);
      const kind = [child.tagName + child.className, ...new Set(inside)].join();
      if (seen.has(kind)) child.remove(); else seen.add(kind);
    }
  }
}"""
"""Of siblings that are alike in tag, classes and all classes inside, the first stays: axe measures the contrast of each text by itself."""


def present(site: Path, lang: str) -> list[str]:
    """Every kind of page; a clone without its history has none of changes."""
    return [page for page in PAGES if page != "changes.html" or (site / lang / page).exists()]


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(watch: Any, address: str, site: Path, view: str) -> None:
    lang, scheme, width = VIEWS[view]
    seen = watch(width=width, height=900, scheme=scheme, bypass_csp=True)
    found = []
    for page in present(site, lang):
        seen.page.goto(f"{address}/{lang}/{page.format(lang)}")
        seen.page.evaluate(AXE)
        for contrast in (False, True):
            if contrast:
                seen.page.evaluate(ONE_OF_A_KIND)
            result = seen.page.evaluate(RUN, [CONTRAST if contrast else RULES, contrast])
            found += [(page, fault["id"], fault["nodes"][0]["target"]) for fault in result["violations"]]
    assert found == []
