"""Pages that stand outside any language's frame, and need no other file: for an address that leads nowhere, the front door, a broken preview."""

from collections.abc import Mapping, Sequence

from generator.diagnostics import LANGS, Diagnostic, Lang
from generator.i18n import Strings
from generator.i18n.csp import guarded
from generator.i18n.markup import LANG_TAGS
from generator.i18n.templates import environment
from generator.site import addresses
from generator.site.page import View


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


def language_chooser(strings: Mapping[Lang, Strings], templates: Mapping[str, str]) -> str:
    """``index.html`` of the whole site: a script chooses, and two plain links stand for whoever runs none."""
    titles = {lang: strings[lang].site.title for lang in LANGS}
    leads = {lang: strings[lang].site.lead for lang in LANGS}
    page = environment(templates, "html", "zh", strings["zh"]).get_template("language_chooser.html.j2")
    return guarded(page.render(titles=titles, leads=leads))


def error_page(
    found: Sequence[Diagnostic], files: Mapping[str, bytes], other: str, strings: Strings, templates: Mapping[str, str]
) -> str:
    """One HTML page. ``files`` are the bytes the faults are in; ``other`` is what went wrong without being a fault of a file."""
    faults = [_fault(diagnostic, files.get(diagnostic.at.file, b"")) for diagnostic in found]
    page = environment(templates, "html", "zh", strings).get_template("error_page.html.j2")
    return page.render(faults=faults, other=other)


def _fault(diagnostic: Diagnostic, content: bytes) -> View:
    """A fault and the line of the file that it is in, cut at its column."""
    lines = content.decode("utf-8", "replace").split("\n")
    line = lines[diagnostic.at.line - 1].rstrip("\r") if diagnostic.at.line <= len(lines) else ""
    cut = diagnostic.at.column - 1
    return View(found=diagnostic, before=line[max(0, cut - 120) : cut], after=line[cut : cut + 200])
