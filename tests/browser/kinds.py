"""Every kind of page there is, by the address of one."""

from __future__ import annotations

from pathlib import Path

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
VIEWS = {"desk": ("zh", "light", 1280), "phone": ("en", "dark", 390)}
"""Both languages, both schemes and both widths."""


def present(site: Path, lang: str) -> list[str]:
    """The pages that there are in a language; a clone without its history has none of changes."""
    return [page.format(lang) for page in PAGES if page != "changes.html" or (site / lang / page).exists()]


def is_a_view(page: str) -> bool:
    """Whether an address shows again, in another way, what another one shows."""
    return bool({"?", "#"} & set(page))
