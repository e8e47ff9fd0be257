"""The page for an address that leads nowhere: it stands at any address, so it needs no other file."""

from __future__ import annotations

from collections.abc import Mapping

from generator.diagnostics import Lang
from generator.i18n import Strings
from generator.i18n.csp import guarded
from generator.i18n.markup import LANG_TAGS
from generator.i18n.templates import environment
from generator.site import addresses


def not_found(strings: Mapping[Lang, Strings], templates: Mapping[str, str], live: bool) -> str:
    """``404.html`` in the languages of ``strings``; a script finds the site above the address.

    ``live``: there are pages of events to lead to.
    """
    ways = {"home": addresses.HOME, "war_room": addresses.WAR_ROOM, "glossary": addresses.GLOSSARY}
    if live:
        ways["engagements"] = addresses.ENGAGEMENTS
    lang = next(iter(strings))
    page = environment(templates, "html", lang, strings[lang]).get_template("not_found.html.j2")
    blocks = [(lang, LANG_TAGS[lang], words.not_found) for lang, words in strings.items()]
    return guarded(page.render(blocks=blocks, ways=ways))
