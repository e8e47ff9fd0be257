"""The front door of a site of several languages, which leads to the reader's."""

from __future__ import annotations

from collections.abc import Mapping

from generator.diagnostics import LANGS, Lang
from generator.i18n import Strings
from generator.i18n.csp import guarded
from generator.i18n.templates import environment


def language_chooser(strings: Mapping[Lang, Strings], templates: Mapping[str, str]) -> str:
    """``index.html`` of the whole site: a script chooses, and two plain links stand for whoever runs none."""
    titles = {lang: strings[lang].site.title for lang in LANGS}
    leads = {lang: strings[lang].site.lead for lang in LANGS}
    page = environment(templates, "html", "zh", strings["zh"]).get_template("language_chooser.html.j2")
    return guarded(page.render(titles=titles, leads=leads))
