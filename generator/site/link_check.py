"""Whether every link of a site leads somewhere: each relative address to a file that is there, each fragment to an id in it.

A page is read when it is written, and all of them are judged together once the site is whole. Addresses of other sites are not asked for.
"""

import json
import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from generator.diagnostics import Bilingual

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """Where a page leads. ``page`` is its path from the site's root; each target is such a path, with its fragment after a # where it has one."""

    page: str
    targets: frozenset[str]


def ids(html: str) -> frozenset[str]:
    """Every id of a page."""
    return frozenset(unescape(part[: part.find('"')]) for part in html.split(' id="')[1:])


def links(html: str, page: str) -> LinkTargets:
    """The links of a page that leave it; those within it are judged at once, and are among them only where no such id is there."""
    written = {part[: part.find('"')] for name in ('href="', 'src="') for part in html.split(name)[1:]}
    own, found = None, set[str]()
    for address in written:
        if _ELSEWHERE.match(address):
            continue
        target = _target(unescape(address), page)
        path, _, fragment = target.partition("#")
        if path == page:
            own = ids(html) if own is None else own
            if not fragment or fragment in own:
                continue
        found.add(target)
    return LinkTargets(page, frozenset(found))


def _target(address: str, page: str) -> str:
    path, _, fragment = address.partition("#")
    path = unquote(path.partition("?")[0])
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    # What holds a = is no place on a page: it tells a script what to show.
    return f"{whole}#{unquote(fragment)}" if fragment and "=" not in fragment else whole


def broken(
    found: Iterable[LinkTargets], exists: Callable[[str], bool], ids_of: Callable[[str], Container[str]]
) -> Iterator[Bilingual]:
    """Of every link that leads nowhere, where it stands. ``exists`` and ``ids_of`` take a path from the site's root."""
    judged: dict[str, bool] = {}
    for one in sorted(found, key=lambda one: one.page):
        for target in sorted(one.targets):
            if target not in judged:
                path, _, fragment = target.partition("#")
                inside = not path.startswith(("../", "/")) and path != ".."
                judged[target] = inside and exists(path) and (not fragment or fragment in ids_of(path))
            if not judged[target]:
                yield Bilingual(
                    f"{one.page} 的链接 {target} 没有落处", f"{one.page} links to {target}, which is not there"
                )


def links_to_json(found: Iterable[LinkTargets]) -> str:
    """Links as text that can be kept; a page that leads nowhere is left out."""
    return json.dumps({one.page: sorted(one.targets) for one in found if one.targets}, ensure_ascii=False)


def links_from_json(kept: str) -> Iterator[LinkTargets]:
    return (LinkTargets(page, frozenset(targets)) for page, targets in json.loads(kept).items())
