"""What holds for every playbook: the steps, the closed loop of the stages, levels, incident classes; and the cases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.library import Entry
from generator.model.shared import Case
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.item import card
from generator.site.links import Links
from generator.site.page import PageSource
from generator.site.sources import knowledge_page


def build(context: SiteContext) -> Iterator[PageSource]:
    words, nav = context.strings.site, context.strings.site.nav
    yield knowledge_page(
        context, addresses.STAGES, words.stages.title, "stages", _stages_page, edit="shared/standard.yaml"
    )
    yield knowledge_page(context, addresses.CASES, nav.cases, "cases", _cases_page, label=nav.all_cases)
    for entry in context.cases.values():
        yield knowledge_page(
            context, addresses.case(entry.id), entry.model.title, "case", partial(_case_page, entry), edit=f"cases/{entry.id}.yaml"
        )  # fmt: skip


def _stages_page(links: Links) -> dict[str, object]:
    context = links.context
    return {
        "standard": context.standard,
        "windows": [(entry.id, step) for entry in context.playbooks.values() for step in entry.model.steps],
        "cases": links.to(addresses.CASES) if context.cases else "",
        "lessons": links.to(addresses.LESSONS) if context.options.engagements else "",
        "changes": links.to(addresses.CHANGES) if context.options.changelog else "",
    }


def _cases_page(links: Links) -> dict[str, object]:
    return {"cases": [(entry.model, links.to(addresses.case(entry.id))) for entry in links.context.cases.values()]}


def _case_page(entry: Entry[Case], links: Links) -> dict[str, object]:
    citing = links.context.citations.get(f"case:{entry.id}", ())
    return {"case": entry.model, "items": [card(found, book, links) for found, book in citing]}
