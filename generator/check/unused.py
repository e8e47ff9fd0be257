"""What is defined is used somewhere."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.check.conditions import expressions
from generator.check.context import Context
from generator.check.references import misspelt
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic, Position
from generator.expressions import ExpressionError, Node, names, parse
from generator.expressions.nodes import BUILT_IN, TextNode, parts
from generator.grouping import grouped
from generator.library import Entry, Library, items, plans
from generator.model import Playbook
from generator.model.item import Item
from generator.model.shared import Term


def unused(what: Bilingual, at: Position, hint: Bilingual) -> Diagnostic:
    message = Bilingual(f"{what.zh} 没有用到", f"{what.en} is unused")
    return diagnostic("unused", at, message, hint)


@dataclass(frozen=True, slots=True)
class Uses:
    """What a share of the tree uses; the share has all playbooks, and some of the engagements."""

    sure: bool
    """Nothing had to be left out, which might use anything."""
    facts: Mapping[str, frozenset[str] | None]
    """Playbook → the names that its expressions and its extras' read; None where one cannot be read."""
    plans: Mapping[str, frozenset[str]]
    products: frozenset[str] | None
    """None where an expression cannot be read, which might name one."""
    idle_terms: frozenset[str]


def nothing_left_out(library: Library) -> bool:
    """Whether all playbooks and engagements were read as they are written: what is left out may use anything."""
    users: tuple[Entry[Any], ...] = (*library.playbooks.values(), *library.engagements.values())
    return all(entry.place.source is entry.original for entry in users)


def gather(context: Context) -> Uses:
    """What is used by the engagements of a share, and by the playbooks."""
    library = context.library
    items_of = _items_by_playbook(library)
    written = grouped((id, _parsed(text)) for text, _, _, id in expressions(context))
    parsed = {id: written.get(id, []) for id in library.playbooks}
    return Uses(
        sure=nothing_left_out(library),
        facts={id: _read(nodes) for id, nodes in parsed.items()},
        plans={id: frozenset(item.plan for item in items_of[id] if item.plan) for id in parsed},
        products=None
        if any(None in nodes for nodes in parsed.values())
        else frozenset(_used_products(library, items_of, parsed)),
        idle_terms=frozenset(_idle_terms(library)) if _judges_terms(context) else frozenset(),
    )


def judge(context: Context, gathered: Sequence[Uses]) -> Iterator[Diagnostic]:
    library = context.library
    if not library.whole:
        return  # What cannot be read may use anything.
    if all(uses.sure for uses in gathered):
        for playbook in library.playbooks.values():
            if context.wanted(playbook.file):
                yield from _of_playbook(library, playbook, gathered)
        products = [uses.products for uses in gathered]
        if library.products and context.wanted(library.products.file):
            at = library.products.place
            yield from _idle(library, _PRODUCT, library.products.model.root, products, lambda id: (at / id).key)
    if library.glossary and _judges_terms(context):
        for id in library.glossary.model.root:
            if all(id in uses.idle_terms for uses in gathered):
                hint = Bilingual(
                    "在 also 里写上文本真正用的说法，或删掉。",
                    "add the wording that texts really use to also, or remove it",
                )
                yield unused(Bilingual(f"词条 {id}", f"the term {id}"), (library.glossary.place / id).key, hint)


def _judges_terms(context: Context) -> bool:
    """Looking for each term in every text takes a while, and is for nothing where the glossary was not asked about."""
    glossary = context.library.glossary
    return context.library.whole and glossary is not None and context.wanted(glossary.file)


def check(context: Context) -> Iterator[Diagnostic]:
    return judge(context, [gather(context)])


def _items_by_playbook(library: Library) -> dict[str, list[Item]]:
    """Every item of a playbook and the extras of its engagements."""
    return {id: [] for id in library.playbooks} | grouped((one.playbook, one.item) for one in items(library))


def _read(expressions: Sequence[Node | None]) -> frozenset[str] | None:
    """The names that expressions read; None where one of them cannot be read."""
    return None if None in expressions else frozenset(name for node in expressions if node for name in names(node))


_Kind = tuple[Bilingual, Bilingual]
"""What something is called, and what to do about one that is unused."""
_FACT: _Kind = (
    Bilingual("事实", "fact"), Bilingual("让某个 when 或测算用它，或删掉。", "let a when or an estimate use it, or remove it"),
)  # fmt: skip
_PLAN: _Kind = (
    Bilingual("预案", "plan"),
    Bilingual("在某个事项写 plan，让人演练它；不要了就停用。", "name it as some item's plan, so that it is rehearsed, or retire it"),
)  # fmt: skip
_PRODUCT: _Kind = (
    Bilingual("产品", "product"), Bilingual("让某个事项或测算写到它，或删掉。", "let an item or an estimate name it, or remove it"),
)  # fmt: skip


def _of_playbook(library: Library, playbook: Entry[Playbook], gathered: Sequence[Uses]) -> Iterator[Diagnostic]:
    facts = {name: fact for name, fact in playbook.model.facts.items() if name not in BUILT_IN}
    read = [uses.facts[playbook.id] for uses in gathered]
    yield from _idle(library, _FACT, facts, read, lambda name: (playbook.place / "facts" / name).key)
    places = {plan.id: place for place, plan in plans(playbook)}
    own = {plan.id: plan for _, plan in plans(playbook)}
    named = [uses.plans[playbook.id] for uses in gathered]
    yield from _idle(library, _PLAN, own, named, lambda id: (places[id] / "id").value)


def _idle(
    library: Library,
    kind: _Kind,
    defined: Mapping[str, Any],
    shares: Sequence[frozenset[str] | None],
    at: Callable[[str], Position],
) -> Iterator[Diagnostic]:
    """The faults of what is ``defined`` and no share uses; none where one of them cannot tell. A misspelt name is said once, as unknown."""
    known = [share for share in shares if share is not None]
    if len(known) == len(shares):
        used = frozenset[str]().union(*known)
        idle = {id: thing for id, thing in defined.items() if id not in used}
        slips = misspelt(library, used - defined.keys(), idle)
        for id in idle:
            if id not in slips:
                yield unused(Bilingual(f"{kind[0].zh} {id}", f"the {kind[0].en} {id}"), at(id), kind[1])


def _used_products(
    library: Library, items_of: Mapping[str, Sequence[Item]], expressions: Mapping[str, Sequence[Node | None]]
) -> Iterator[str]:
    yield from (product for own in items_of.values() for item in own for product in item.products)
    for id, playbook in library.playbooks.items():
        yield from (estimate.product for estimate in playbook.model.estimates)
        yield from (text for expression in expressions[id] if expression for text in _quoted(expression))
    for engagement in library.engagements.values():
        yield from engagement.model.products or ()
        yield from (resource.product for resource in engagement.model.resources)


def _idle_terms(library: Library) -> Iterable[str]:
    """The terms that no text holds in any of their forms."""
    glossary = library.glossary
    if glossary is None:
        return ()
    explained = {id: _explained(term) for id, term in glossary.model.root.items()}
    idle = {
        id: _forms(term)
        for id, term in glossary.model.root.items()
        if not any(form in text for other, text in explained.items() if other != id for form in _forms(term))
    }
    # There are thousands of engagements, and nearly every term stands in a playbook or a case.
    for source in sorted(library.sources.values(), key=lambda source: source.file.count("/engagements/")):
        if source.file != glossary.file and idle:
            text = source.text.casefold()
            idle = {id: forms for id, forms in idle.items() if not any(form in text for form in forms)}
    return idle


def _forms(term: Term) -> list[str]:
    written = [*term.also, *(text for text in (term.term.zh, term.term.en) if text)]
    return [part.casefold() for form in written for part in re.split(r"\s*[/、]\s*", form) if part]


def _explained(term: Term) -> str:
    texts = [text for text in (term.text, term.not_) if text]
    return "\n".join(half for text in texts for half in (text.zh, text.en) if half).casefold()


def _parsed(text: str) -> Node | None:
    try:
        return parse(text)
    except ExpressionError:
        return None


def _quoted(node: Node) -> Iterator[str]:
    if isinstance(node, TextNode):
        yield node.value
    for part in parts(node):
        yield from _quoted(part)
