"""Every expression can be read, and a condition can come true and can fail, whatever a customer may answer to one fact."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from generator.check.context import Context, lost
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic
from generator.expressions import ExpressionError, Scope, ValueKind, evaluate, faults, parse
from generator.expressions import nodes as n
from generator.library import Entry, Place, items
from generator.model import Playbook
from generator.model.playbook import Fact

_KINDS = {
    "number": ValueKind.NUMBER,
    "integer": ValueKind.NUMBER,
    "text": ValueKind.TEXT,
    "choice": ValueKind.TEXT,
    "boolean": ValueKind.BOOLEAN,
}


def bad_expression(context: Context) -> Iterator[Diagnostic]:
    """Every expression speaks of what exists, and gives the kind of value that is needed."""
    scopes = {playbook.id: _scope(context, playbook) for playbook in context.library.playbooks.values()}
    unjudged = {playbook.id: _unjudged(context, playbook) for playbook in context.library.playbooks.values()}
    for text, place, want, playbook_id in expressions(context):
        for fault in faults(text, scopes[playbook_id], want):
            name = text[fault.offset : fault.offset + fault.length].strip("\"'")
            if fault.code in unjudged[playbook_id] or (
                fault.code != "bad-expression" and name in context.library.unresolvable
            ):
                continue
            yield Diagnostic(fault.code, place.inside(fault.offset), fault.message, fault.hint)


def expressions(context: Context) -> Iterator[tuple[str, Place, ValueKind, str]]:
    """Every expression of the items and estimates of readable playbooks, where it stands, what it must come to, and the playbook's id."""
    for found in items(context.library):
        if found.item.when is not None and found.playbook in context.library.playbooks:
            yield found.item.when, found.place / "when", ValueKind.BOOLEAN, found.playbook
    for playbook in context.library.playbooks.values():
        for at, estimate in enumerate(playbook.model.estimates):
            place = playbook.place / "estimates" / at
            for key, text in estimate.formulas.items():
                yield text, place / key, ValueKind.NUMBER, playbook.id


def _asked(facts: Mapping[str, Fact]) -> Scope:
    """What an expression may take answers for; choices of another type are a fault of the definition and bind nobody."""
    return Scope(
        kinds={name: _KINDS[fact.type] for name, fact in facts.items()},
        choices={
            name: frozenset(fact.choices) for name, fact in facts.items() if fact.type == "choice" and fact.choices
        },
    )


def _scope(context: Context, playbook: Entry[Playbook]) -> Scope:
    library = context.library
    return replace(
        _asked(playbook.model.facts),
        products=frozenset(library.products.model.root if library.products else ()),
        waves=frozenset(playbook.model.waves),
        levels=frozenset(library.standard.model.levels if library.standard else ()),
    )


def _unjudged(context: Context, playbook: Entry[Playbook]) -> frozenset[str]:
    """The codes of names whose definitions could not be read: nothing can be said of them."""
    unread = {
        "unknown-product": context.library.products is None,
        "unknown-level": context.library.standard is None,
        "unknown-wave": lost(playbook, "waves"),
        "unknown-fact": lost(playbook, "facts"),
    }
    return frozenset(code for code, is_unread in unread.items() if is_unread)


def never_applies(context: Context) -> Iterator[Diagnostic]:
    """A condition can come true."""
    hint = Bilingual(
        "核对数字，以及这个事实的 min、max、choices。", "look at the figure, and at the fact's min, max or choices"
    )
    return _constants(context, "never-applies", False, Bilingual("不成立", "false"), hint)


def always_applies(context: Context) -> Iterator[Diagnostic]:
    """A condition can fail."""
    hint = Bilingual("改数字，或删掉 when。", "change the figure, or remove the when")
    return _constants(context, "always-applies", True, Bilingual("成立", "true"), hint)


def _constants(context: Context, code: str, outcome: bool, said: Bilingual, hint: Bilingual) -> Iterator[Diagnostic]:
    """The fault of each ``when`` that one fact's bounds or choices decide so, whatever the answer."""
    for found in items(context.library):
        playbook = context.library.playbooks.get(found.playbook)
        if found.item.when is None or playbook is None or not context.wanted(found.place.source.file):
            continue
        decided = _decided(found.item.when, playbook.model.facts)
        if decided and decided[0] is outcome:
            zh = f"{decided[1]} 无论怎么回答，条件都{said.zh}"
            en = f"whatever the answer to {decided[1]}, the condition is {said.en}"
            yield diagnostic(code, (found.place / "when").value, Bilingual(zh, en), hint)


def _decided(text: str, facts: Mapping[str, Fact]) -> tuple[bool, str] | None:
    try:
        node = parse(text)
    except ExpressionError:
        return None
    if any(fault.code == "bad-expression" for fault in faults(text, _asked(facts), ValueKind.BOOLEAN)):
        return None
    for name in sorted(n.names(node) & facts.keys()):
        # All else stays unknown: what comes out then holds whatever the other answers are.
        outcomes = {evaluate(node, {name: answer}) for answer in _answers(node, name, facts[name])}
        if len(outcomes) == 1 and isinstance(outcome := outcomes.pop(), bool):
            return outcome, name
    return None


def _answers(node: n.Node, name: str, fact: Fact) -> list[n.Value]:
    """An answer for every case that the expression can tell apart; none where they cannot be counted."""
    if fact.type == "boolean":
        return [True, False]
    if fact.type == "choice":
        return list(fact.choices)
    if fact.type == "text" or (literals := _literals(node, name)) is None:
        return []
    step = Fraction(1)
    bounds = [bound for bound in (fact.min, fact.max) if bound is not None]
    marks = sorted({*literals, *bounds})
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    found = {*marks, *between, marks[0] - step, marks[-1] + step} if marks else set()
    if fact.type == "integer":
        wholes = (whole for one in found for whole in (math.floor(one), math.ceil(one)))
        found = {Fraction(whole + more) for whole in wholes for more in (-1, 0, 1)}
    return [one for one in found if (fact.min is None or one >= fact.min) and (fact.max is None or one <= fact.max)]


def _literals(node: n.Node, name: str) -> set[Fraction] | None:
    """The figures that a fact is compared with; None where it stands anywhere else than beside a figure."""
    if isinstance(node, n.Name):
        return None if node.name == name else set()
    if isinstance(node, n.Compare):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            figure = _figure(other)
            if side == n.Name(name) and figure is not None:
                return {figure}
    found: set[Fraction] = set()
    for part in n.parts(node):
        inner = _literals(part, name)
        if inner is None:
            return None
        found |= inner
    return found


def _figure(node: n.Node) -> Fraction | None:
    if isinstance(node, n.Negate):
        inner = _figure(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, n.Number) else None
