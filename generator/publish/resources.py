"""Templates and interface strings: those that came with the generator, and over them, file by file and word by word, the tree's own.

Raises ``FileNotFoundError`` in words where there are none, ``Unreadable`` where one is no YAML: nothing is ever printed without them.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator import RESOURCES
from generator.diagnostics import LANGS, Lang, lacking
from generator.i18n import Strings
from generator.i18n.templates import Kit
from generator.i18n.vocabulary import Vocabulary, both
from generator.model.schemas import Descriptions, schemas
from generator.publish.disk import Unreadable
from generator.publish.disk import read_tree as read_tree
from generator.publish.disk import write_source as write_source
from generator.source import read


def _files(root: Path, folder: str) -> Iterator[Path]:
    """The files of a folder that came with the generator, then the tree's own."""
    found = [home / folder for home in dict.fromkeys((RESOURCES, root.resolve())) if (home / folder).is_dir()]
    if not found:
        raise lacking(str(RESOURCES / folder))
    for home in found:
        yield from sorted(path for path in home.iterdir() if path.is_file())


def templates(root: Path, folder: str) -> dict[str, str]:
    """Name → source of every template in templates/``folder``."""
    return {path.name: path.read_text(encoding="utf-8") for path in _files(root, f"templates/{folder}")}


def strings(root: Path, lang: Lang) -> Strings:
    """The interface strings of one language: site_config/strings/LANG/*.yaml and, for both, *.yaml, each file a section named by its stem."""
    words: dict[str, Any] = {}
    for path in (*_files(root, "site_config/strings"), *_files(root, f"site_config/strings/{lang}")):
        if path.suffix == ".yaml":
            words[path.stem] = _over(words.get(path.stem, {}), _words(path))
    if "vocabulary" not in words:
        raise lacking(f"site_config/strings/{lang}: vocabulary.yaml")
    return Strings(words | words.pop("vocabulary"))


def vocabulary(root: Path) -> Vocabulary:
    """The one vocabulary in both languages."""
    return Vocabulary.of(*(strings(root, lang) for lang in LANGS))


def _over(ours: Any, own: Any) -> Any:
    """The tree's own words over ours."""
    if not (isinstance(ours, dict) and isinstance(own, dict)):
        return own
    return ours | {name: _over(ours.get(name), value) for name, value in own.items()}


def _words(path: Path) -> dict[str, Any]:
    return _read(path, path.read_bytes())


@lru_cache(maxsize=256)
def _read(path: Path, content: bytes) -> dict[str, Any]:
    # Every kit, frame and vocabulary of a run asks for the same words; nobody changes them.
    source, faults = read(content, path.name)
    if source is None or faults:
        fault = faults[0]
        raise Unreadable(f"{path}:{fault.at.line}:{fault.at.column}: {fault.message.zh} / {fault.message.en}")
    return dict(source.data)


def descriptions(root: Path) -> Descriptions:
    """What is said of each class and key of the model, in both languages: ``meaning`` of the vocabulary."""
    zh, en = (strings(root, lang).meaning for lang in LANGS)
    return Descriptions(vocabulary(root).thing, {name: both(zh[name], en[name]) for name in zh.plain})


def kit(root: Path, folder: str, lang: Lang) -> Kit:
    """What rendering in one language needs: templates/``folder`` and the interface strings."""
    # The typst sources stand beside them: a sheet is one kit, whatever its format.
    return Kit(templates(root, folder) | templates(root, "typst"), lang, strings(root, lang))


def renew_schemas(root: Path, *, only_check: bool = False) -> list[str]:
    """Write the schemas that differ from the model, or ``only_check`` which do; their paths from the root. Raises ``PathError``."""
    stale = []
    for file, text in schemas(descriptions(root)).items():
        path = root / file
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(file)
            if not only_check:
                write_source(root, file, text.encode("utf-8"))
    return stale
