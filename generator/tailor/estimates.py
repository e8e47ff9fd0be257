"""Estimates in exact fractions, at the expected and the worst case, and the orders against them."""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from generator.diagnostics import Bilingual
from generator.expressions import Value, apart, evaluate, number, parse, unknown
from generator.grouping import grouped
from generator.i18n.units import unit
from generator.model.engagement import Order, numbered
from generator.model.playbook import Estimate
from generator.tailor.context import TailorContext, exact
from generator.tailor.rows import EstimateLine, OrderLine, ProductTotal, Sizing

_INPUTS = {
    "demand": Bilingual("需求", "demand"),
    "per_unit": Bilingual("单个能力", "capacity of one"),
    "have": Bilingual("现有", "what there is"),
}


def tailor_estimates(context: TailorContext) -> tuple[EstimateLine, ...]:
    """The estimates of products that the customer uses, or may use."""
    in_use = context.engagement.products
    return tuple(_line(context, e) for e in context.playbook.estimates if in_use is None or e.product in in_use)


def size(estimate: Estimate, values: Mapping[str, Value | None]) -> Sizing | None:
    """need = ceil(demand ÷ (per_unit × use_at_most)), add = max(0, need − have); None while an input is missing or not positive."""
    demand, per_unit, have = (
        exact(evaluate(parse(text), values)) for text in (estimate.demand, estimate.per_unit, estimate.have)
    )
    if not (demand and per_unit and have) or min(demand, per_unit, have) <= 0:
        return None
    need = math.ceil(demand / (per_unit * estimate.use_at_most))
    add = max(0, math.ceil(need - have))
    return Sizing(demand, per_unit, have, need, add, demand / (per_unit * have))


def _line(context: TailorContext, estimate: Estimate) -> EstimateLine:
    expected, worst = size(estimate, context.values), size(estimate, context.worst_values)
    orders = tuple(order for order in context.engagement.orders if order.estimate == estimate.id)
    due = context.clock.due(estimate.due)
    delivered = sum((order.delivered for order in orders), Fraction(0))
    short = expected is not None and expected.add > delivered
    return EstimateLine(
        estimate=estimate,
        product=context.product(estimate.product),
        due=due,
        until=context.clock.until(estimate.until) if estimate.until else None,
        expected=expected,
        worst=worst,
        now=exact(evaluate(parse(estimate.now), context.values)) if estimate.now is not None else None,
        to_confirm=tuple(_to_confirm(context, estimate)),
        orders=orders,
        ordered=sum((order.quantity for order in orders), Fraction(0)),
        delivered=delivered,
        formula=_formula(estimate, expected),
        overdue=short and due.is_past(context.now, context.clock.zone),
    )


def _to_confirm(context: TailorContext, estimate: Estimate) -> Iterable[Bilingual]:
    if context.engagement.products is None:
        product = context.product(estimate.product).words
        yield Bilingual(f"待确认：是否使用{apart(product.zh)}", f"to confirm: use of {product.en}")
    for name, text in (("demand", estimate.demand), ("per_unit", estimate.per_unit), ("have", estimate.have)):
        node = parse(text)
        missing = unknown(node, context.values)
        if missing:
            asks = [context.vocabulary[fact].title for fact in missing]
            yield Bilingual(
                "待确认：" + "、".join(ask.zh for ask in asks), "to confirm: " + ", ".join(ask.en for ask in asks)
            )
        elif (value := exact(evaluate(node, context.values))) is None or value <= 0:
            what, figure = _INPUTS[name], "—" if value is None else number(value)
            yield Bilingual(f"待确认：{what.zh}是 {figure}", f"to confirm: {what.en} is {figure}")


def _formula(estimate: Estimate, sizing: Sizing | None) -> Bilingual:
    if sizing is None:
        return Bilingual("", "")
    named = unit(estimate.unit)
    sum_ = f"⌈{number(sizing.demand)} ÷ ({number(sizing.per_unit)} × {number(estimate.use_at_most)})⌉ = {sizing.need}"
    return Bilingual(
        f"需要 {sum_} {named.zh}，现有 {number(sizing.have)}", f"need {sum_} {named.en}, have {number(sizing.have)}"
    )


def totals(lines: tuple[EstimateLine, ...]) -> tuple[ProductTotal, ...]:
    """Additions and orders summed by product and unit; a limit that cannot be ordered is no addition."""
    ordered = (line for line in lines if line.estimate.can_be_ordered)
    groups = grouped(((line.estimate.product, line.estimate.unit), line) for line in ordered)
    return tuple(_total(unit, group) for (_, unit), group in groups.items())


def _total(unit: str, group: list[EstimateLine]) -> ProductTotal:
    return ProductTotal(
        product=group[0].product,
        unit=unit,
        add=sum(line.expected.add for line in group if line.expected),
        add_at_worst=sum(line.worst.add for line in group if line.worst),
        ordered=sum((line.ordered for line in group), Fraction(0)),
        delivered=sum((line.delivered for line in group), Fraction(0)),
    )


def tailor_orders(context: TailorContext, lines: tuple[EstimateLine, ...]) -> tuple[OrderLine, ...]:
    """Each order with its estimate, in the file's order, also where the estimate itself does not apply."""
    estimates = {estimate.id: estimate for estimate in context.playbook.estimates}
    dues = {line.estimate.id: line.due for line in lines}

    def late(order: Order) -> bool:
        if order.delivered >= order.quantity:
            return False
        due = dues.get(order.estimate) or context.clock.due(estimates[order.estimate].due)
        today = context.now.date()
        return order.promised is not None and (order.promised > due.day or today > order.promised)

    def release(order: Order) -> datetime | None:
        return context.clock.until(order.release) if order.release else None

    orders = context.engagement.orders
    return tuple(
        OrderLine(id, order, estimates[order.estimate], late(order), release(order))
        for id, order in zip(numbered(order.estimate for order in orders), orders, strict=True)
    )
