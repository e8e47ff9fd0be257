"""Where the site is published, as mkdocs.yml says."""

from __future__ import annotations

from pathlib import Path

from generator.source import read


def site_address(root: Path) -> str | None:
    """``extra.address`` of mkdocs.yml: where the site is published, for printed codes to lead to; None where it is not said."""
    path = root / "mkdocs.yml"
    source, _ = read(path.read_bytes(), path.name) if path.is_file() else (None, [])
    extra = source.data.get("extra") if source and isinstance(source.data, dict) else None
    address = extra.get("address") if isinstance(extra, dict) else None
    return (
        f"{address.rstrip('/')}/" if isinstance(address, str) and address.startswith(("http://", "https://")) else None
    )
