"""The whole site into one folder: in both languages side by side the knowledge, the live pages and what search finds them by;
every engagement's sheets; and the front door."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing

from generator.diagnostics import LANGS, Lang
from generator.library import inputs
from generator.pages import PageOptions, addresses, lost_page, root_page
from generator.pages.search import to_json
from generator.publish import resources
from generator.publish.chronicle import read_chronicle
from generator.publish.disk import write_whole
from generator.publish.kept import Kept, Keys, Part, digests
from generator.publish.knowledge import BASE, HOME, Knowledge, Order, Subject, build_knowledge, found_on
from generator.publish.live import Place, write_live
from generator.publish.search import all_entries, write_index
from generator.publish.sheets import Cut, Desk
from generator.publish.workers import Results, beside, spread
from generator.render import FORMATS
from generator.tailor import CUSTOMER, TEAM, Checklist

ENGAGEMENTS = "engagements/"
"""Before an engagement's id, the name of its part."""
SEARCH = "search/"
"""Before a language, the name of what its search is done by."""
NIGHT_ON_SITE = ("pdf", "html")
ROLE_FORMATS = ("html", "ics")
"""What a page links of the many sheets there could be; ``playbook checklist`` writes the others."""


class SiteFault(Exception):
    """MkDocs refused to build: its own words, one a line."""


def parts(order: Order, engagements: Sequence[object]) -> int:
    """How many parts ``build`` will report."""
    return len(LANGS) + (len(engagements) if order.engagements else 0)


def build(
    order: Order, desk: Desk, checklists: Sequence[Checklist], kept: Kept, advance: Callable[[str], None]
) -> dict[str, Part]:
    """Write the site into ``order.out``, which is empty, with what may be taken over from ``kept``. Raises ``SiteFault``.

    Returns the parts that a later build may take over.
    """
    shown = checklists if order.engagements else ()
    cuts = {checklist.id: _cuts(checklist, order.formats) for checklist in shown}
    names = {id: [cut.file_name(id) for cut in own] for id, own in cuts.items()}
    chronicle = read_chronicle(order.root, desk.library.playbooks)
    keys = Keys(order.root, (order.today.isoformat(), str(desk.address)))

    def knowledge_of(lang: Lang) -> Knowledge:
        # No page of knowledge says what day it was made on.
        subject = Subject(order, lang, desk.library, shown, chronicle)
        made = build_knowledge(subject, Keys(order.root, ()), kept)
        if made.complaint:
            return made
        live = _write_live(order, lang, made.parts, desk, shown, names, kept, keys)
        return Knowledge("", {**made.parts, **live, f"{SEARCH}{lang}": _index(order, lang, made.parts, shown, kept)})

    # Both begin before there is any thread in this process: they are forked.
    with (
        closing(beside(knowledge_of, LANGS)) as knowledge,
        closing(_sheets(order, desk, shown, cuts, kept, keys)) as sheets,
    ):
        found: dict[str, Part] = {}
        for id, part in sheets:
            found[f"{ENGAGEMENTS}{id}"] = part
            advance(id)
        for lang, made in zip(LANGS, knowledge, strict=True):
            if made.complaint:
                raise SiteFault(made.complaint)
            found |= made.parts
            advance(lang)
    words = {lang: resources.strings(order.root, lang) for lang in LANGS}
    templates = resources.templates(order.root, "site")
    write_whole(order.out / "index.html", root_page(words, templates).encode("utf-8"), lasting=False)
    # Most hosts show the one at the root, whatever was asked for.
    lost = lost_page(words, templates, order.engagements).encode("utf-8")
    write_whole(order.out / "404.html", lost, lasting=False)
    return found


def _write_live(
    order: Order,
    lang: Lang,
    knowledge: Mapping[str, Part],
    desk: Desk,
    shown: Sequence[Checklist],
    names: Mapping[str, Sequence[str]],
    kept: Kept,
    keys: Keys,
) -> dict[str, Part]:
    """The live pages of one language: an engagement's own is that of the last build where it would be the same."""
    home = knowledge[f"{lang}/{addresses.HOME}"].texts["whole"]
    write_whole(order.out / lang / HOME, home.encode("utf-8"), lasting=False)
    if not order.engagements:
        return {}
    shell, edit_base = knowledge[f"{lang}/{addresses.ENGAGEMENTS}"].texts["whole"], knowledge[lang].texts["edit base"]
    library = desk.library
    theirs = {entry.file for entry in library.engagements.values()}
    common = keys.of(shell, edit_base, *(source.text for file, source in library.sources.items() if file not in theirs))
    key_of = {
        one.id: keys.of(common, one.id, library.engagements[one.id].written.text, *names[one.id]) for one in shown
    }
    taken = {id: part for id, key in key_of.items() if (part := kept.take_over(_own(lang, id), key, order.out))}
    options = PageOptions(sheets={id: tuple(own) for id, own in names.items()}, edit_base=edit_base)
    write_live(Place(order.root, lang, order.out / lang, shell, options), library, shown, order.today, taken)
    made = {id: order.out / ENGAGEMENTS / addresses.engagement(id, lang) for id in key_of if id not in taken}
    anew = {id: Part(key_of[id], digests([page], order.out)) for id, page in made.items()}
    return {_own(lang, id): part for id, part in (taken | anew).items()}


def _own(lang: Lang, engagement: str) -> str:
    """The name of the part that is an engagement's own page."""
    return f"live/{lang}/{engagement}"


def _index(order: Order, lang: Lang, knowledge: Mapping[str, Part], shown: Sequence[Checklist], kept: Kept) -> Part:
    """What search finds in one language: of no page but of its entries alone, so that MkDocs need not run for an engagement."""
    entries = all_entries(order.root, lang, found_on(knowledge.values()), shown, BASE, order.engagements)
    name, key = f"{SEARCH}{lang}", Keys(order.root, ()).of(to_json(entries))
    part = kept.take_over(name, key, order.out)
    return part or Part(key, digests(write_index(entries, order.out / lang), order.out))


def _cuts(checklist: Checklist, formats: Sequence[str] = tuple(FORMATS)) -> tuple[Cut, ...]:
    """The sheets of one engagement: both copies in every format, the night's two pages, and a sheet for each role that owns something."""
    return tuple(cut for cut in _all_cuts(checklist) if cut.format in formats)


def _all_cuts(checklist: Checklist) -> tuple[Cut, ...]:
    whole = [Cut(lang, name, audience) for audience in (TEAM, CUSTOMER) for name in FORMATS for lang in LANGS]
    night = [Cut(lang, name, TEAM, night=True) for name in NIGHT_ON_SITE for lang in LANGS]
    owners = {duty.owner.id: duty.owner for duty in checklist.duties}
    roles = [
        Cut(lang, name, CUSTOMER if owner.customer_side else TEAM, owner.id)
        for owner in owners.values()
        for name in ROLE_FORMATS
        for lang in LANGS
    ]
    return (*whole, *night, *roles)


def _sheets(
    order: Order, desk: Desk, checklists: Sequence[Checklist], cuts: Mapping[str, Sequence[Cut]], kept: Kept, keys: Keys
) -> Results[tuple[str, Part]]:
    """The sheets of each engagement, over all cores: those of the last build where they would be the same, else made anew."""

    def one(checklist: Checklist) -> tuple[str, Part]:
        id = checklist.id
        key = keys.of(*_made_from(desk, id), *(cut.file_name(id) for cut in cuts[id]))
        part = kept.take_over(f"{ENGAGEMENTS}{id}", key, order.out)
        if part is None:
            written = desk.write(order.out / "engagements", checklist, cuts[id])
            part = Part(key, digests(written, order.out))
        return id, part

    return spread(one, checklists)


def _made_from(desk: Desk, engagement: str) -> Iterator[str]:
    """Everything that an engagement's sheets are made from besides the run's own day, code and words."""
    entry = desk.library.engagements[engagement]
    files = sorted(inputs(entry))
    yield repr(desk.history.last(files))
    for file in files:
        yield file
        yield desk.library.sources[file].text
