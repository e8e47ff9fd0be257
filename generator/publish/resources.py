"""Templates and interface strings: the tree's own where it has them, else those that came with the generator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.diagnostics import LANGS, Lang, Words
from generator.language import Strings
from generator.language.templates import Kit
from generator.model.schemas import Descriptions
from generator.source import read

HOME = Path(__file__).resolve().parents[2]


def _folder(root: Path, name: str) -> Path:
    own = root / name
    return own if own.is_dir() else HOME / name


def templates(root: Path, folder: str) -> dict[str, str]:
    """Name → source of every template in templates/``folder``."""
    found = sorted(_folder(root, f"templates/{folder}").iterdir())
    return {path.name: path.read_text(encoding="utf-8") for path in found if path.is_file()}


def strings(root: Path, lang: Lang) -> Strings:
    """The interface strings of one language: site_config/strings/LANG/*.yaml, each file a section named by its stem."""
    folder = _folder(root, "site_config") / "strings"
    return Strings({path.stem: _words(path) for path in sorted((folder / lang).glob("*.yaml"))})


def _words(path: Path) -> dict[str, Any]:
    source, faults = read(path.read_bytes(), path.name)
    if source is None or faults:
        raise ValueError(f"{path}: {faults[0].at} {faults[0].message.en}")
    return dict(source.data)


def descriptions(root: Path) -> Descriptions:
    """What is said of each class and key of the model, in both languages: keys.yaml of the interface strings."""
    zh, en = (strings(root, lang).keys for lang in LANGS)
    return Descriptions(
        _both(zh.titles, en.titles), {name: _both(zh.fields[name], en.fields[name]) for name in zh.fields.plain}
    )


def _both(zh: Strings, en: Strings) -> dict[str, Words]:
    return {name: Words(zh[name], en[name]) for name in zh.plain}


def kit(root: Path, folder: str, lang: Lang) -> Kit:
    """What rendering in one language needs: templates/``folder`` and the interface strings."""
    # The typst sources stand beside them: a sheet is one kit, whatever its format.
    return Kit(templates(root, folder) | templates(root, "typst"), lang, strings(root, lang))
