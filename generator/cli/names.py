"""Names that a command line gives, judged against the tree."""

from __future__ import annotations

from generator.cli.settings import Stop
from generator.diagnostics import did_you_mean
from generator.library import Library


def known_role(library: Library, role: str) -> None:
    """Raises ``Stop`` where the tree has no such role; a tree whose roles cannot be read is judged by ``check``."""
    roles = library.roles.model.root if library.roles else {}
    if roles and role not in roles:
        hint = did_you_mean(role, roles)
        raise Stop(f"没有角色 {role} / no role {role}" + (f" ({hint.zh} / {hint.en})" if hint else ""))
