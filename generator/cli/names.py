"""Names that a command line gives, of formats and of what is in the tree: each raises ``Stop``, with the nearest name, where there is none such."""

from collections.abc import Iterable, Sequence

import click

from generator.cli.settings import Stop
from generator.diagnostics import did_you_mean
from generator.library import Library
from generator.report import harmless


def known_role(library: Library, role: str) -> None:
    """A tree whose roles cannot be read is judged by ``check``."""
    roles = library.roles.model.root if library.roles else {}
    if roles:
        _known("角色", "role", role, roles)


def known_engagement(library: Library, name: str) -> None:
    """An engagement of the tree, whether or not its file has errors."""
    _known("客户事件", "engagement", name, library.stems["engagement"])


def known_playbook(library: Library, name: str) -> None:
    """A playbook of the tree, whether or not its file has errors."""
    _known("手册", "playbook", name, library.stems["playbook"])


def _known(zh: str, en: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        hint, shown = did_you_mean(name, known), harmless(name)
        raise Stop(f"没有{zh} {shown} / no {en} {shown}" + (f" ({hint.zh} / {hint.en})" if hint else ""))


def formats(asked: str, suiting: Sequence[str]) -> tuple[str, ...]:
    """The formats asked for, of those ``suiting``. ``all`` means all of them; one that is not among them is a wrong use."""
    if asked == "all":
        return tuple(suiting)
    for name in asked.split(","):
        if name not in suiting:
            known = ", ".join((*suiting, "all"))
            raise click.BadParameter(f"{name}：可用的有 {known} / choose from {known}", param_hint="--format")
    return tuple(dict.fromkeys(asked.split(",")))
