"""What of the theme is made quicker than it is: its navigation, written once a folder and not on each page anew."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, pass_context

Written = dict[str, dict[tuple[Any, ...], Any]]
"""Folder → what of the navigation was written for its pages."""
_NAVIGATION = {
    "partials/nav.html": ("item.render(nav_item, path, 1)", "once(item.render, nav_item, path, 1)"),
    "partials/nav-item.html": (
        'render(item, path ~ "_" ~ loop.index, level + 1, nav_item)',
        'once(render, item, path ~ "_" ~ loop.index, level + 1, nav_item)',
    ),
}
"""Where the theme's templates write an entry, and what does so once."""
_FOLDERS = 8
"""For how many folders the navigation is kept."""


def write_navigation_once(env: Environment, written: Callable[[], Written]) -> tuple[str, ...]:
    """On each page the theme writes the whole navigation, two thirds of its time. What does not lead to the page itself is the same
    on every page of a folder, and is written once.

    ``written`` gives what was written for the navigation of the day. Returns the templates that a newer theme has changed: these are
    left alone.
    """
    assert env.loader
    mended, unknown = {}, []
    for name, (every_time, one_time) in _NAVIGATION.items():
        source = env.loader.get_source(env, name)[0]
        if every_time not in source:
            unknown.append(name)
        mended[name] = source.replace(every_time, one_time)
    env.loader = ChoiceLoader([DictLoader(mended), env.loader])

    @pass_context
    def once(context: Any, render: Any, entry: Any, *given: Any) -> Any:
        page = context.get("page")
        if page is None or entry.active:
            return render(entry, *given)
        folders, folder = written(), posixpath.dirname(page.url)
        # The folder of the last page last: with hundreds of folders all of them would take hundreds of megabytes.
        entries = folders[folder] = folders.pop(folder, {})
        if len(folders) > _FOLDERS:
            del folders[next(iter(folders))]
        # Its path in the navigation, its level, and whether what it stands in leads to the page.
        key = (*given[:2], *(parent.active for parent in given[2:]))
        if key not in entries:
            entries[key] = render(entry, *given)
        return entries[key]

    env.globals["once"] = once
    return tuple(unknown)
