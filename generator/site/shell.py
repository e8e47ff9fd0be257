"""The frame around every page: the theme's header, tabs, sidebars and footer, as MkDocs built them once a language.

What MkDocs builds is a Jinja template in turn: site_config/overrides print ``⟦ … ⟧`` where a page's own values go. It is moved to the
depth of each page and filled; whatever is filled in is escaped, but for the body, which is finished HTML.
"""

import json
import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import lru_cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from generator.diagnostics import Lang
from generator.i18n.csp import guarded
from generator.site import addresses
from generator.site.page import Heading, Page, View

# An address that is relative: no anchor alone, no scheme, nothing from the root, nothing that is yet to be filled in.
_RELATIVE = re.compile(r'\b(href|src)="(?![#/⟦]|[a-z][a-z0-9+.-]*:)([^"]+)"')
_SCOPE = re.compile(r'new URL\("([^"]*)",location\)')
_CONFIG = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
_BLANK = re.compile(r"\n\s+")
# Signs that neither the theme nor our words hold: what a reader wrote is never taken for a template.
_TEMPLATES = Environment(
    variable_start_string="⟦",
    variable_end_string="⟧",
    block_start_string="⟦%",
    block_end_string="%⟧",
    comment_start_string="⟦#",
    comment_end_string="#⟧",
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


class Shell:
    """One language's built frame.

    ``name`` is the site's, ``guard`` puts the policy of what a page may load into a whole page; ``edit_base`` is where a file of the tree
    is edited, with a slash at its end, empty where nowhere is.
    """

    def __init__(
        self, html: str, lang: Lang, name: str, edit_base: str = "", guard: Callable[[str], str] = guarded
    ) -> None:
        """Raises ``ValueError`` where the place of a page's body is not what the overrides put there."""
        if html.count("⟦ body ⟧") != 1:
            raise ValueError("the theme's frame lacks the place of a page's body")
        # Material's own templates leave half of the page blank; nothing in the frame is preformatted.
        self._html = _BLANK.sub("\n", html)
        self._lang: Lang = lang
        self._name, self._edit_base, self._guard = name, edit_base, guard

    def fill(self, page: Page, around: View, other: str) -> str:
        """A whole page; ``other`` is its address in the other language as seen from it, empty where there is none."""
        home = page.uri == addresses.HOME
        return _template(self._html, addresses.to_root(page.uri, self._lang), self._guard).render(
            page=page,
            body=Markup(page.body),
            header_title=page.label if home else page.title,
            window_title=self._name if home else f"{page.title} - {self._name}",
            headings=_contents(page.contents),
            edit=self._edit_base + page.edit if self._edit_base and page.edit else "",
            other=other,
            **vars(around),
        )


@lru_cache(maxsize=32)
def _template(html: str, prefix: str, guard: Callable[[str], str]) -> Template:
    """A frame for pages at this depth, kept as long as the frame is the same: a preview asks after each edit."""
    # No page's body holds a script, so that one policy serves for all.
    return _TEMPLATES.from_string(guard(_moved(html, prefix)))


def _contents(headings: Sequence[Heading]) -> list[View]:
    """The headings as a tree of two levels; one of the third level that stands first is treated as one of the second."""
    entries: list[View] = []
    for heading in headings:
        if entries and heading.level > entries[-1].level:
            entries[-1].children.append(heading)
        else:
            entries.append(View(**asdict(heading), children=[]))
    return entries


def _moved(html: str, prefix: str) -> str:
    if not prefix:
        return html
    html = _CONFIG.sub(lambda found: found[1] + _config(found[2], prefix) + found[3], html)
    html = _SCOPE.sub(lambda found: f'new URL("{posixpath.normpath(prefix + found[1])}/",location)', html)
    return _RELATIVE.sub(lambda found: f'{found[1]}="{prefix}{found[2]}"', html)


def _config(data: str, prefix: str) -> str:
    config = json.loads(data)
    # With its slash and dot, so that the base stays a folder where it leads out and in again.
    config["base"] = prefix + config["base"]
    return json.dumps(config, ensure_ascii=False)
