"""Pages that belong to no language's site: the front door, which leads to the reader's language, and the way back from nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from generator.diagnostics import LANGS, Lang
from generator.language import Strings
from generator.language.markup import LANG_TAGS
from generator.language.policy import guarded
from generator.language.templates import environment
from generator.pages import addresses


def root_page(strings: Mapping[Lang, Strings], templates: Mapping[str, str]) -> str:
    """``index.html`` of the whole site: a script chooses, and two plain links stand for whoever runs none."""
    titles = {lang: strings[lang].site.title for lang in LANGS}
    leads = {lang: strings[lang].site.lead for lang in LANGS}
    page = environment(templates, "html", "zh", strings["zh"]).get_template("root.html.j2")
    return guarded(page.render(titles=titles, leads=leads))


def lost_page(strings: Mapping[Lang, Strings], templates: Mapping[str, str], live: bool) -> str:
    """``404.html`` in the languages of ``strings``. A server shows it at any address, so it needs no other file; a script
    finds the site above the address. ``live``: there are pages of events to lead to."""
    places = {"home": addresses.HOME, "war_room": addresses.WAR_ROOM, "glossary": addresses.GLOSSARY}
    if live:
        places["engagements"] = addresses.ENGAGEMENTS
    ways = {name: uri.removesuffix(".md") + ".html" for name, uri in places.items()}
    lang = next(iter(strings))
    page = environment(templates, "html", lang, strings[lang]).get_template("lost.html.j2")
    return guarded(
        page.render(blocks=[(lang, LANG_TAGS[lang], words.lost) for lang, words in strings.items()], ways=ways)
    )
