"""What mkdocs.yml says of where the site is published and where its sources are kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.diagnostics import Lang
from generator.source import read


def site_address(root: Path) -> str | None:
    """``extra.address`` of mkdocs.yml: where the site is published, for printed codes to lead to; None where it is not said."""
    extra = _said(root).get("extra")
    address = extra.get("address") if isinstance(extra, dict) else None
    return (
        f"{address.rstrip('/')}/" if isinstance(address, str) and address.startswith(("http://", "https://")) else None
    )


def repository(root: Path) -> dict[str, str]:
    """MkDocs' settings of where the sources are kept and edited; empty texts where mkdocs.yml does not say."""
    said = _said(root)
    return {name: str(said.get(name) or "") for name in ("repo_url", "repo_name", "edit_uri")}


def language(root: Path) -> Lang:
    """The language that the site begins in: ``theme.language`` of mkdocs.yml, Chinese where it says neither of ours."""
    theme = _said(root).get("theme")
    return "en" if isinstance(theme, dict) and theme.get("language") == "en" else "zh"


def _said(root: Path) -> Mapping[str, Any]:
    path = root / "mkdocs.yml"
    source, _ = read(path.read_bytes(), path.name) if path.is_file() else (None, [])
    return source.data if source and isinstance(source.data, dict) else {}
