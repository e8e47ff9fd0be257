"""Playbooks for critical-event assurance (重保): YAML in, dated checklists and a bilingual site out."""

from pathlib import Path

__version__ = "0.1.0"

FOLDER = "playbooks"
"""Where the tree of files stands, below the root."""

PACKAGE = Path(__file__).resolve().parent
_PACKED = PACKAGE / "data"
RESOURCES = _PACKED if _PACKED.is_dir() else PACKAGE.parent
"""The folder of templates/, site_config/ and mkdocs.yml: in the package where it was installed, beside it in the repository."""
