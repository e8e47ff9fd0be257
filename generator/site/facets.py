"""Filters of a page: what a reader can pick, and the attributes by which each row is picked. site_config/assets/facets.js hides the rest."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from generator.diagnostics import Bilingual
from generator.library import Entry, Found
from generator.model.playbook import Playbook
from generator.model.text import Text
from generator.site.context import SiteContext
from generator.site.page import View

SEPARATOR = "|"
"""Between the values of one facet in an attribute: people's names have blanks."""


def facet(name: str, label: str, options: Iterable[tuple[str, str]]) -> View:
    """One filter of a page: a reader picks one of ``options`` (value and label, kept once each, in the order given), and rows without
    it are hidden."""
    return View(name=name, label=label, options=[(_apart(value), shown) for value, shown in dict(options).items()])


def people_facet(name: str, label: str, names: Iterable[str]) -> View:
    """A facet of people, sorted by name."""
    return facet(name, label, [(one, one) for one in sorted(set(names)) if one])


def joined(values: Iterable[str]) -> str:
    """A row's values of one facet as its attribute holds them."""
    return SEPARATOR.join(dict.fromkeys(map(_apart, values)))


def _apart(value: str) -> str:
    """A value without what would make two of it."""
    return value.replace(SEPARATOR, " ")


def counted(name: str, label: str, options: Iterable[tuple[str, str]], rows: Iterable[Mapping[str, str]]) -> View:
    """A facet of the options that rows have, each with how many."""
    many = Counter(value for row in rows for value in row.get(name, "").split(SEPARATOR) if value)
    return facet(name, label, [(value, f"{shown} ({many[value]})") for value, shown in options if many[value]])


def of_item(found: Found, entry: Entry[Playbook], context: SiteContext) -> dict[str, str]:
    """The attributes of an item's row, by facet. Its stages are those of its step, which alone it names; without levels or
    with all of them it stands at every level."""
    item = found.item
    stages = next((step.stages for step in entry.model.steps if step.step == found.step), ())
    return {
        "role": item.owner,
        "step": found.step or "",
        "stage": joined(stages),
        "category": item.category.value,
        "severity": item.severity.value,
        "product": joined(item.products),
        "level": joined(item.levels or context.standard.levels),
    }


def item_facets(context: SiteContext, rows: Iterable[Mapping[str, str]], names: Iterable[str]) -> tuple[View, ...]:
    """The facets called ``names`` over rows of items, in the order of the tree's own lists; none that leaves no choice."""
    rows = tuple(rows)
    labels = context.strings.field.plain | context.strings.facets.names.plain
    found = (counted(name, labels[name], _options(name, context), rows) for name in names)
    return tuple(one for one in found if len(one.options) > 1)


def _options(name: str, context: SiteContext) -> Iterator[tuple[str, str]]:
    standard, field = context.standard, context.strings.field
    roles = {id: role.title for id, role in context.roles.items()}
    titles: dict[str, Mapping[str, Text | Bilingual | str]] = {
        "role": roles,
        "anyone": roles,
        "step": {id: step.title for id, step in standard.steps.items()},
        "stage": {id: stage.title for id, stage in standard.stages.items()},
        "category": context.strings.value.category.plain,
        "severity": context.strings.value.severity.plain,
        "product": {id: product.title for id, product in context.products.items()},
        "level": {id: level.title for id, level in standard.levels.items()},
        "playbook": {id: entry.model.title for id, entry in context.playbooks.items()},
        "part": {"owner": context.strings.duties.parts.owner, "with": field["with"], "verifier": field.verifier},
    }
    return ((value, context.plain(title)) for value, title in titles[name].items())
