"""A playbook's edition rises with its meaning, and its engagements follow."""

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any

from pydantic import BaseModel, RootModel

from generator.check.context import Context
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic
from generator.model.scalars import edition_order

_MEANS_NOTHING = frozenset({"edition", "maintainers"})


def edition_unraised(context: Context) -> Iterator[Diagnostic]:
    """A playbook whose meaning changed has a higher edition than before."""
    for id, playbook in context.library.playbooks.items():
        earlier = context.base.playbooks.get(id) if context.base else None
        if earlier is None or earlier.model == playbook.model:
            continue
        was, now = earlier.model.edition, playbook.model.edition
        raised = edition_order(now) > edition_order(was)
        if raised or _meaning(earlier.model, _MEANS_NOTHING) == _meaning(playbook.model, _MEANS_NOTHING):
            continue
        message = Bilingual(f"内容改了，版次还是 {now}", f"the meaning changed and the edition is still {now}")
        if now != was:
            message = Bilingual(
                f"内容改了，版次却从 {was} 变成 {now}", f"the meaning changed and the edition went from {was} to {now}"
            )
        raise_it = _next(was)
        hint = Bilingual(f'改成 edition: "{raise_it}"。', f'write edition: "{raise_it}"')
        yield diagnostic("edition-unraised", (playbook.place / "edition").value, message, hint)


def _next(edition: str) -> str:
    *whole, last = edition_order(edition)
    return ".".join(str(part) for part in (*whole, last + 1))


def stale_edition(context: Context) -> Iterator[Diagnostic]:
    """A running engagement has accepted its playbook's current edition."""
    for engagement, playbook in context.engagements():
        accepted, current = engagement.model.edition, playbook.model.edition
        now = context.now(engagement.model.event)
        if accepted is None or now is None or now > engagement.model.event.end:
            continue
        if edition_order(accepted) < edition_order(current):
            message = Bilingual(
                f"接受的是 {accepted} 版，手册已是 {current} 版",
                f"edition {accepted} was accepted; the playbook is at {current}",
            )
            hint = Bilingual(
                f"看过改动后运行 playbook rebase {engagement.id}。",
                f"look at the changes, then run playbook rebase {engagement.id}",
            )
            yield diagnostic("stale-edition", (engagement.place / "edition").value, message, hint)


_ORDERED = frozenset({"action", "team", "window"})
"""Keys whose lists are read in their order."""


def _meaning(value: Any, without: frozenset[str] = frozenset(), ordered: bool = False) -> Hashable:
    """What a value means, to compare by equality: the keys ``without`` of ``value`` itself do not count.

    The order of items, facts, names and remarks means nothing; that of a plan's actions and of the people of a role does.
    """
    if isinstance(value, RootModel):
        return _meaning(value.root)
    if isinstance(value, BaseModel):
        fields = (name for name in type(value).model_fields if name not in without)
        return type(value), tuple((name, _meaning(getattr(value, name), ordered=name in _ORDERED)) for name in fields)
    if isinstance(value, dict):
        return frozenset((key, _meaning(part, ordered=ordered)) for key, part in value.items())
    if isinstance(value, tuple):
        parts = [_meaning(part) for part in value]
        return tuple(parts) if ordered else frozenset(Counter(parts).items())
    found: Hashable = value
    return found
