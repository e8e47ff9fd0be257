"""What `mkdocs serve` shows while the tree does not hold: its faults, at every address a reader may have open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.diagnostics import Lang
from generator.language import Strings
from generator.language.templates import environment
from generator.library import Library
from generator.pages import addresses
from generator.pages.page import Page


def fault_pages(
    library: Library, report: str, lang: Lang, strings: Strings, templates: Mapping[str, str]
) -> tuple[Page, ...]:
    """One and the same page of faults in place of every page that the tree would have."""
    words = strings.site.fault
    template = environment(templates, "page", lang, strings).get_template("fault.md.j2")
    return tuple(
        Page(uri, template.render(report=report), words.title, words.title) for uri in dict.fromkeys(_uris(library))
    )


def _uris(library: Library) -> Iterator[str]:
    yield from (addresses.HOME, addresses.ROLES, addresses.PRODUCTS, addresses.STAGES, addresses.CASES)
    yield from (addresses.GLOSSARY, addresses.ENGAGEMENTS, addresses.KEYS, addresses.RULES)
    yield from (addresses.WAR_ROOM, addresses.CHANGES)
    for stem in sorted(library.stems.get("playbook", ())):
        yield addresses.playbook(stem)
        yield from (addresses.companion(stem, name) for name in addresses.COMPANIONS)
    yield from (addresses.case(stem) for stem in sorted(library.stems.get("case", ())))
    yield from (addresses.role(id) for id in (library.roles.model.root if library.roles else ()))
    yield from (addresses.product(id) for id in (library.products.model.root if library.products else ()))
