"""Every kind of page keeps WCAG 2.2 A and AA as far as axe can tell, the theme's own parts included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
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
    "../engagements/star-eve/star-eve.night.{}.html",
]
# Each kind in both languages, both schemes and both widths; the two halves cross what they combine.
VIEWS = {"desk": ("zh", "light", 1280), "phone": ("en", "dark", 390)}


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
        result = seen.page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
        found += [(page, fault["id"], fault["nodes"][0]["target"]) for fault in result["violations"]]
    assert found == []
