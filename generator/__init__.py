"""Playbooks for critical-event assurance (重保): YAML in, dated checklists and a bilingual site out."""

__version__ = "0.1.0"

FOLDER = "playbooks"
"""Where the tree of files stands, below the root."""
