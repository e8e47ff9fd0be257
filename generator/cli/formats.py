"""The formats that ``--format`` names, alike for every command that writes sheets."""

from __future__ import annotations

from collections.abc import Sequence

import click


def formats(asked: str, suiting: Sequence[str]) -> tuple[str, ...]:
    """The formats asked for, of those ``suiting``. ``all`` means all of them; one that is not among them is a wrong use."""
    if asked == "all":
        return tuple(suiting)
    for name in asked.split(","):
        if name not in suiting:
            known = ", ".join((*suiting, "all"))
            raise click.BadParameter(f"{name}：可用的有 {known} / choose from {known}", param_hint="--format")
    return tuple(dict.fromkeys(asked.split(",")))
