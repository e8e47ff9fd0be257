"""Where pages stand. Addresses are printed on sheets and kept in bookmarks: they never change."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from generator.diagnostics import Lang

HOME, ROLES, PRODUCTS, STAGES = "index.md", "roles.md", "products.md", "stages.md"
CASES, GLOSSARY, ENGAGEMENTS = "cases.md", "glossary.md", "engagements.md"
CHANGES, WAR_ROOM = "changes.md", "war-room.md"
ONCALL, LESSONS = "today/product-oncall.html", "lessons.html"
"""Live pages that pages of knowledge lead to."""
KEYS, RULES = "manual/keys.md", "manual/rules.md"
COMPANIONS = ("roles", "raci", "capacity", "plans")
"""A playbook's further pages."""
WRITTEN = ("index", "run", "sheet", "model", "write", "change", "commands", "formats")
HAND_WRITTEN = tuple(f"manual/{name}.md" for name in WRITTEN)
"""The manual's pages that people write, in site_config/pages/{zh,en}, in the order of the navigation."""


def playbook(id: str) -> str:
    return f"playbooks/{id}.md"


def companion(id: str, name: str) -> str:
    """A playbook's further page: roles, raci, capacity or plans."""
    return f"playbooks/{id}/{name}.md"


def role(id: str) -> str:
    return f"roles/{id}.md"


def product(id: str) -> str:
    return f"products/{id}.md"


def case(id: str) -> str:
    return f"cases/{id}.md"


def engagement(id: str, lang: Lang) -> str:
    """An engagement's own page, below the engagements' base."""
    return f"{id}/index.{lang}.html"


def anchor(id: str) -> str:
    """An item's or plan's anchor: its id in lower case."""
    return id.lower()


def to_root(uri: str) -> str:
    """The way from a page to its site's root: empty, ``../``, ``../../`` …"""
    return "../" * uri.count("/")


def relative(source: str, target: str, fragment: str = "") -> str:
    """The address of one page as seen from another."""
    tail = f"#{fragment}" if fragment else ""
    if source == target:
        return tail or posixpath.basename(_html(target))
    return _way(posixpath.dirname(source), _html(target)) + tail


@lru_cache(maxsize=1 << 16)
def _way(folder: str, target: str) -> str:
    """Worked out once: thousands of links lead from few folders to the same pages."""
    return posixpath.relpath(target, folder or ".")


def _html(uri: str) -> str:
    return uri.removesuffix(".md").removesuffix(".html") + ".html"
