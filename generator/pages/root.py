"""The site's front door, which leads to the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from generator.diagnostics import LANGS, Lang
from generator.language import Strings
from generator.language.templates import environment


def root_page(strings: Mapping[Lang, Strings], templates: Mapping[str, str]) -> str:
    """``index.html`` of the whole site: a script chooses, and two plain links stand for whoever runs none."""
    titles = {lang: strings[lang].site.title for lang in LANGS}
    leads = {lang: strings[lang].site.lead for lang in LANGS}
    return (
        environment(templates, "html", "zh", strings["zh"])
        .get_template("root.html.j2")
        .render(titles=titles, leads=leads)
    )
