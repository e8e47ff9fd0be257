"""Every expression can be read, speaks of what exists, and gives the kind of value that is needed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.answers import choices, kinds
from generator.check.context import Context
from generator.check.written import lost
from generator.diagnostics import Diagnostic, Manual, Words
from generator.expressions import Kind, Scope, faults
from generator.library import Entry, Place, items
from generator.model import Playbook

CODE = "bad-expression"
MANUAL = Manual(
    CODE,
    Words("表达式写错", "Bad expression"),
    Words(
        '条件 when 的结果是成立或不成立，例如 coupon_inserts >= 5000 and "udb" in products；测算的 demand、per_unit、have、now 的结果是数字。数字不加引号，文字加引号，比较不能连写，最长 500 字符。',
        'A when is true or false, as in coupon_inserts >= 5000 and "udb" in products; an estimate\'s demand, per_unit, have and now are numbers. Numbers have no '
        "quotes, text has; comparisons are not chained; at most 500 characters.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    scopes = {playbook.id: _scope(context, playbook) for playbook in context.library.playbooks.values()}
    unjudged = {playbook.id: _unjudged(context, playbook) for playbook in context.library.playbooks.values()}
    for text, place, want, playbook_id in _expressions(context):
        for fault in faults(text, scopes[playbook_id], want):
            name = text[fault.offset : fault.offset + fault.length].strip("\"'")
            if fault.code in unjudged[playbook_id] or (fault.code != CODE and name in context.library.doubtful):
                continue
            yield Diagnostic(fault.code, place.inside(fault.offset), fault.message, fault.hint)


def _expressions(context: Context) -> Iterator[tuple[str, Place, Kind, str]]:
    for found in items(context.library):
        if found.item.when is not None and found.playbook in context.library.playbooks:
            yield found.item.when, found.place / "when", Kind.BOOLEAN, found.playbook
    for playbook in context.library.playbooks.values():
        for n, estimate in enumerate(playbook.model.estimates):
            place = playbook.place / "estimates" / n
            yield estimate.demand, place / "demand", Kind.NUMBER, playbook.id
            yield estimate.per_unit, place / "per_unit", Kind.NUMBER, playbook.id
            yield estimate.have, place / "have", Kind.NUMBER, playbook.id
            if estimate.now is not None:
                yield estimate.now, place / "now", Kind.NUMBER, playbook.id


def _scope(context: Context, playbook: Entry[Playbook]) -> Scope:
    facts, library = playbook.model.facts, context.library
    return Scope(
        kinds=kinds(facts),
        choices=choices(facts),
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
