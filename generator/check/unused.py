"""What is defined is used somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.check.context import Context
from generator.check.references import meant
from generator.diagnostics import Diagnostic, Manual, Position, Severity, Words
from generator.expressions import ExpressionError, Node, Text, names, parse
from generator.expressions.nodes import parts
from generator.expressions.scope import BUILT_IN
from generator.library import Entry, Library, items, plans
from generator.model import Playbook
from generator.model.item import Item
from generator.model.shared import Term
from generator.source import Source

CODE = "unused"
MANUAL = Manual(
    CODE,
    Words("没有用到", "Unused"),
    Words(
        "事实要有 when 或测算用到它，否则白问客户；预案要有事项指向它，否则没人演练；产品要有事项、测算或客户用到；词条要在某处文本里出现。补上用处，或删掉；删不得的预案改成停用。放行注释什么也没压住时也报这个代码。",
        "A fact is used by a when or an estimate, or the customer was asked for nothing; a plan is named by an item, or nobody rehearses it; a product is used by an item, an estimate or a "
        "customer; a term occurs in some text. Put it to use or remove it; a plan is retired. An allowance that silences nothing has this code too.",
    ),
    Severity.WARNING,
)


def unused(what: Words, at: Position, hint: Words) -> Diagnostic:
    message = Words(f"{what.zh} 没有用到", f"{what.en} is unused")
    return Diagnostic(CODE, at, message, hint, MANUAL.severity)


def check(context: Context) -> Iterator[Diagnostic]:
    library = context.library
    if not library.whole:
        return  # What cannot be read may use anything.
    # What had to be left out of a file may use anything as well.
    users: tuple[Entry[Any], ...] = (*library.playbooks.values(), *library.engagements.values())
    if all(entry.place.source is entry.written for entry in users):
        used = _items_by_playbook(library)
        for playbook in library.playbooks.values():
            if context.wanted(playbook.file):
                yield from _facts(playbook, used[playbook.id])
                yield from _plans(playbook, used[playbook.id])
        if library.products and context.wanted(library.products.file):
            yield from _products(library, used)
    if library.glossary and context.wanted(library.glossary.file):
        yield from _terms(library)


def _items_by_playbook(library: Library) -> dict[str, list[Item]]:
    """Every item of a playbook and the extras of its engagements."""
    found: dict[str, list[Item]] = {id: [] for id in library.playbooks}
    for one in items(library):
        found.setdefault(one.playbook, []).append(one.item)
    return found


def _facts(playbook: Entry[Playbook], own: Sequence[Item]) -> Iterator[Diagnostic]:
    expressions = list(_expressions(playbook.model, own))
    if None in expressions:
        return
    facts = playbook.model.facts
    read = {name for expression in expressions if expression for name in names(expression)}
    idle = [name for name in facts if name not in read and name not in BUILT_IN]
    for name in _without_slips(read - facts.keys(), idle):
        hint = Words("让某个 when 或测算用它，或删掉。", "let a when or an estimate use it, or remove it")
        yield unused(Words(f"事实 {name}", f"the fact {name}"), (playbook.place / "facts" / name).key, hint)


def _plans(playbook: Entry[Playbook], own: Sequence[Item]) -> Iterator[Diagnostic]:
    named = {item.plan for item in own if item.plan}
    places = {plan.id: place for place, plan in plans(playbook)}
    for id in _without_slips(named - places.keys(), [id for id in places if id not in named]):
        hint = Words(
            "在某个事项写 plan，让人演练它；不要了就停用。",
            "name it as some item's plan, so that it is rehearsed, or retire it",
        )
        yield unused(Words(f"预案 {id}", f"the plan {id}"), (places[id] / "id").value, hint)


def _products(library: Library, items_of: Mapping[str, Sequence[Item]]) -> Iterator[Diagnostic]:
    assert library.products
    expressions = [
        found for book in library.playbooks.values() for found in _expressions(book.model, items_of[book.id])
    ]
    if None in expressions:
        return
    used = {product for own in items_of.values() for item in own for product in item.products}
    used.update(text for expression in expressions if expression for text in _quoted(expression))
    for playbook in library.playbooks.values():
        used.update(estimate.product for estimate in playbook.model.estimates)
    for engagement in library.engagements.values():
        used.update(engagement.model.products or ())
        used.update(resource.product for resource in engagement.model.resources)
    products = library.products.model.root
    for id in _without_slips(used - products.keys(), [id for id in products if id not in used]):
        hint = Words("让某个事项或测算写到它，或删掉。", "let an item or an estimate name it, or remove it")
        yield unused(Words(f"产品 {id}", f"the product {id}"), (library.products.place / id).key, hint)


def _without_slips(unknown: Iterable[str], idle: list[str]) -> list[str]:
    """Those that no misspelt name stands for: the slip is said once, as an unknown name."""
    slips = meant(unknown, idle)
    return [name for name in idle if name not in slips]


def _terms(library: Library) -> Iterator[Diagnostic]:
    assert library.glossary
    glossary = library.glossary
    explained = {id: _explained(term) for id, term in glossary.model.root.items()}
    idle = {
        id: _forms(term)
        for id, term in glossary.model.root.items()
        if not any(form in text for other, text in explained.items() if other != id for form in _forms(term))
    }
    for source in _wordiest_first(library):
        if source.file != glossary.file and idle:
            text = source.text.casefold()
            idle = {id: forms for id, forms in idle.items() if not any(form in text for form in forms)}
    for id in idle:
        hint = Words(
            "在 also 里写上文本真正用的说法，或删掉。",
            "add the wording that texts really use to also, or remove it",
        )
        yield unused(Words(f"词条 {id}", f"the term {id}"), (glossary.place / id).key, hint)


def _wordiest_first(library: Library) -> list[Source]:
    # There are thousands of engagements, and nearly every term stands in a playbook or a case.
    return sorted(library.sources.values(), key=lambda source: source.file.count("/engagements/"))


def _forms(term: Term) -> list[str]:
    written = [*term.also, *(text for text in (term.term.zh, term.term.en) if text)]
    return [part.casefold() for form in written for part in re.split(r"\s*[/、]\s*", form) if part]


def _explained(term: Term) -> str:
    texts = [text for text in (term.text, term.not_) if text]
    return "\n".join(half for text in texts for half in (text.zh, text.en) if half).casefold()


def _expressions(book: Playbook, own: Sequence[Item]) -> Iterator[Node | None]:
    """Every expression of a playbook and of its items; None for one that cannot be read."""
    written = [item.when for item in own]
    for estimate in book.estimates:
        written += [estimate.demand, estimate.per_unit, estimate.have, estimate.now]
    for text in written:
        if text is not None:
            try:
                yield parse(text)
            except ExpressionError:
                yield None


def _quoted(node: Node) -> Iterator[str]:
    if isinstance(node, Text):
        yield node.value
    for part in parts(node):
        yield from _quoted(part)
