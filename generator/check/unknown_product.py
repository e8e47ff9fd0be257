"""Every product that a file names is defined in shared/products.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, unknown, values
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Library, items

CODE = "unknown-product"
MANUAL = Manual(
    CODE,
    Words("没有这个产品", "Unknown product"),
    Words(
        "products、测算的 product、资源的 product，以及表达式里 products 的成员，都写 shared/products.yaml 里的产品 id。写错了，条件永远不成立，事项会悄悄消失。",
        "products, an estimate's or a resource's product, and members of products in an expression are ids of shared/products.yaml. With a wrong one the "
        "condition never holds and the item silently vanishes.",
    ),
)
_NOUN = Words("这个产品", "product")


def check(context: Context) -> Iterator[Diagnostic]:
    if context.library.products is None:
        return
    known = context.library.products.model.root
    for reference in _references(context.library):
        yield from unknown(context, CODE, _NOUN, reference, known)


def _references(library: Library) -> Iterator[Reference]:
    for found in items(library):
        yield from values(found.item.products, found.place / "products")
    for playbook in library.playbooks.values():
        for n, estimate in enumerate(playbook.model.estimates):
            yield Reference(estimate.product, playbook.place / "estimates" / n / "product")
    for engagement in library.engagements.values():
        yield from values(engagement.model.products or (), engagement.place / "products")
        for n, resource in enumerate(engagement.model.resources):
            yield Reference(resource.product, engagement.place / "resources" / n / "product")
