"""Where pages stand. Addresses are printed on sheets and kept in bookmarks: they never change."""

import posixpath
from functools import lru_cache

from generator.diagnostics import Lang

HOME, ROLES, PRODUCTS, STAGES = "index.html", "roles.html", "products.html", "stages.html"
CASES, GLOSSARY, ENGAGEMENTS = "cases.html", "glossary.html", "engagements.html"
CHANGES, WAR_ROOM = "changes.html", "war-room.html"
ONCALL, LESSONS = "today/product-oncall.html", "lessons.html"
"""Live pages that pages of knowledge lead to."""
KEYS, RULES = "manual/keys.html", "manual/rules.html"
SUBPAGES = ("roles", "raci", "capacity", "plans")
"""A playbook's further pages."""
WRITTEN = ("index", "run", "sheet", "model", "write", "change", "commands", "formats")
HAND_WRITTEN = tuple(f"manual/{name}.html" for name in WRITTEN)
"""The manual's pages that people write, in site_config/pages/{zh,en}, in the order of the navigation."""


def playbook(id: str) -> str:
    return f"playbooks/{id}.html"


def subpage(id: str, name: str) -> str:
    """A playbook's further page: roles, raci, capacity or plans."""
    return f"playbooks/{id}/{name}.html"


def role(id: str) -> str:
    return f"roles/{id}.html"


def product(id: str) -> str:
    return f"products/{id}.html"


def case(id: str) -> str:
    return f"cases/{id}.html"


def engagement(id: str, lang: Lang) -> str:
    """An engagement's own page, below the engagements' base."""
    return f"{id}/index.{lang}.html"


def anchor(id: str) -> str:
    """An item's or plan's anchor: its id in lower case."""
    return id.lower()


@lru_cache(maxsize=1 << 16)
def to_root(uri: str, lang: Lang) -> str:
    """The way from a page's folder to its language's root: empty, ``../``, ``../../`` …

    ``uri`` may leave the root, which then is called as its language is.
    """
    root = f"/site/{lang}"
    way = posixpath.relpath(root, posixpath.dirname(posixpath.normpath(f"{root}/{uri}")))
    return "" if way == "." else f"{way}/"


def relative(source: str, target: str, lang: Lang, fragment: str = "") -> str:
    """The address of one page as seen from another, both as seen from their language's root."""
    tail = f"#{fragment}" if fragment else ""
    return tail or posixpath.basename(target) if source == target else to_root(source, lang) + target + tail


def in_other_language(uri: str, lang: Lang) -> str:
    """The address of the page at ``uri`` in the other language, as seen from that page."""
    other = "en" if lang == "zh" else "zh"
    if uri.endswith(f".{lang}.html"):
        return f"{posixpath.basename(uri).removesuffix(f'.{lang}.html')}.{other}.html"
    return f"{to_root(uri, lang)}../{other}/{uri}"
