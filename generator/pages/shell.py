"""The theme around a page that MkDocs does not build: header, tabs, search and switches, taken from one page that it did.

MkDocs builds one shell a language, at the site's root, with the marks below in it; publishing fills it for every page that
depends on engagements, at whatever depth, so that a customer's edit never asks for a build of the knowledge.
"""

from __future__ import annotations

import json
import posixpath
import re

from markupsafe import escape

from generator.diagnostics import Lang
from generator.language.policy import guarded

TITLE = "PLAYBOOK-LIVE-TITLE"
DESCRIPTION = "PLAYBOOK-LIVE-DESCRIPTION"
CONTENT = "<!--PLAYBOOK-LIVE-CONTENT-->"
OTHER = "PLAYBOOK-LIVE-OTHER"
"""Where the address of the page in the other language stands, as the last part of a link that leads to that site's root."""
HOME = "<!--PLAYBOOK-LIVE-HOME-->"
"""On the home page: where the block of live and coming events goes."""

# An address that is relative: no anchor alone, no scheme, nothing from the root.
_RELATIVE = re.compile(r'\b(href|src)="(?![#/]|[a-z][a-z0-9+.-]*:)([^"]*)"')
_SCOPE = re.compile(r'new URL\("([^"]*)",location\)')
_CONFIG = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
_OTHER = re.compile(rf'href="[^"]*{OTHER}"')
_BLANK = re.compile(r"\n\s+")


class Shell:
    """One language's built shell. ``fill`` puts a page into it."""

    def __init__(self, html: str, lang: Lang) -> None:
        """Raises ``ValueError`` where the marks are not what the theme's templates put there."""
        for mark in (TITLE, DESCRIPTION, CONTENT):
            if mark not in html:
                raise ValueError(f"the theme's shell lacks {mark}")
        # Material's own templates leave half of the page blank; nothing in the shell is preformatted.
        self._html = _BLANK.sub("\n", html)
        self._lang = lang
        self._at: dict[str, tuple[str, ...]] = {}

    def fill(self, uri: str, title: str, lead: str, content: str, other: str) -> str:
        """A whole page that stands at ``uri`` as seen from the language's root (``today/x.html``, ``../engagements/…``).

        ``title`` and ``lead`` are plain text, ``content`` is HTML, ``other`` the address in the other language as seen from this page.
        """
        prefix = prefix_of(uri, self._lang)
        if prefix not in self._at:
            # No page's content holds a script, so that one policy serves for all at this depth.
            # Split before anything is put in, so that no customer's text is ever taken for a mark.
            html = guarded(_moved(self._html, prefix))
            self._at[prefix] = tuple(re.split(f"({TITLE}|{DESCRIPTION}|{CONTENT}|{OTHER})", html))
        values = {
            TITLE: str(escape(title)),
            DESCRIPTION: str(escape(lead)),
            CONTENT: content,
            OTHER: str(escape(other)),
        }
        return "".join(values.get(part, part) for part in self._at[prefix])


def prefix_of(uri: str, lang: Lang) -> str:
    """The way from the folder of ``uri`` to the language's root, empty or with a slash at its end.

    ``uri`` may leave the root, which then is called as its language is.
    """
    root = f"/site/{lang}"
    way = posixpath.relpath(root, posixpath.dirname(posixpath.normpath(f"{root}/{uri}")))
    return "" if way == "." else f"{way}/"


def _moved(html: str, prefix: str) -> str:
    html = _OTHER.sub(f'href="{OTHER}"', html)
    if not prefix:
        return html
    html = _CONFIG.sub(lambda found: found[1] + _config(found[2], prefix) + found[3], html)
    html = _SCOPE.sub(lambda found: f'new URL("{posixpath.normpath(prefix + found[1])}/",location)', html)
    return _RELATIVE.sub(lambda found: f'{found[1]}="{found[2] if found[2] == OTHER else prefix + found[2]}"', html)


def _config(data: str, prefix: str) -> str:
    config = json.loads(data)
    # With its slash and dot, so that the base stays a folder where it leads out and in again.
    config["base"] = prefix + config["base"]
    return json.dumps(config, ensure_ascii=False)
