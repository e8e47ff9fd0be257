"""What MkDocs makes of each language, kept in the user's cache folder: an unchanged run does not start it.

MkDocs runs in a process of its own, so that each run reads the theme and our hooks anew, beside whatever else there is to do.
``python -m generator.publish.frames ROOT FOLDER LANG...`` is that process.
"""

import hashlib
import io
import logging
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import PACKAGE, RESOURCES
from generator.diagnostics import LANGS, Lang
from generator.publish import cache_store
from generator.publish.address import repository
from generator.publish.cache_store import code_version, take
from generator.site.frame import Frame

CONFIGS: dict[Lang, str] = {"zh": "mkdocs.yml", "en": "site_config/mkdocs.en.yml"}
FRAME = "frame.json"
"""Among the files that MkDocs writes, what our hooks write of the frame."""
KIND = "frames"
MOST_KEPT = 6
"""Frames in the cache folder: of the newest trees."""
_IGNORED = frozenset(("__pycache__", "fonts", "vendor", "schemas"))
"""Of site_config, what no page is made of."""


class FrameError(Exception):
    """MkDocs refused to build: its own words, one a line."""


@dataclass(frozen=True, slots=True)
class BuiltFrame:
    """``files`` are the theme's own and ours, path from the language's root → content."""

    frame: Frame
    files: Mapping[str, bytes]


def begin_frames(root: Path) -> Future[dict[Lang, BuiltFrame]]:
    """``build_frames`` in a thread that ends with it: reading the tree need not wait for MkDocs."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(build_frames, root)
    finally:
        pool.shutdown(wait=False)


def build_frames(root: Path) -> dict[Lang, BuiltFrame]:
    """The frame of each language, by MkDocs where nothing in the cache folder was made from the very same. Raises ``FrameError``."""
    keys = {lang: _key(root, lang) for lang in LANGS}
    found = {lang: _recalled(keys[lang]) for lang in LANGS}
    if lacking := [lang for lang in LANGS if found[lang] is None]:
        with tempfile.TemporaryDirectory(prefix="playbook-frame-") as folder:
            _have_built(root, folder, lacking)
            for lang in lacking:
                packed = _packed(Path(folder, lang))
                _remember(keys[lang], packed)
                found[lang] = _unpacked(packed)
    return {lang: frame for lang in LANGS if (frame := found[lang])}


def _have_built(root: Path, folder: str, langs: Sequence[Lang]) -> None:
    """Let one process build all of them: half of its work is to load MkDocs."""
    path = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "generator.publish.frames", str(root), folder, *langs],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if done.returncode:
        raise FrameError(done.stderr.decode("utf-8", "replace").strip())


def frame_home(root: Path) -> Path:
    """The folder of mkdocs.yml and site_config/ by which a tree's frame is built: the tree's own, or the one that came with the package."""
    return root if all((root / config).is_file() for config in CONFIGS.values()) else RESOURCES


def _key(root: Path, lang: Lang) -> str:
    """Over everything that a language's frame is made from."""
    digest = hashlib.sha256(code_version().encode())
    for home in dict.fromkeys((RESOURCES, root)):
        take(digest, lang.encode())
        for file in _made_from(home):
            take(digest, file.relative_to(home).as_posix().encode(), file.read_bytes())
    return digest.hexdigest()


def _made_from(home: Path) -> Iterator[Path]:
    yield from (file for file in (home / "mkdocs.yml", home / "templates" / "pages" / "look.css") if file.is_file())
    for file in sorted((home / "site_config").rglob("*")):
        if file.is_file() and not _IGNORED.intersection(file.relative_to(home).parts):
            yield file


def _packed(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.writestr(file.relative_to(folder).as_posix(), file.read_bytes())
    return packed.getvalue()


def _unpacked(packed: bytes) -> BuiltFrame:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return BuiltFrame(Frame.from_json(files.pop(FRAME).decode("utf-8")), files)


def _recalled(key: str) -> BuiltFrame | None:
    content = cache_store.recall(KIND, f"{key}.zip")
    try:
        return _unpacked(content) if content else None
    except (OSError, ValueError, TypeError, KeyError, zipfile.BadZipFile):
        return None


def _remember(key: str, packed: bytes) -> None:
    cache_store.remember(KIND, f"{key}.zip", packed, MOST_KEPT)


def _build(root: Path, folder: Path, lang: Lang) -> None:
    """Let MkDocs build a frame into ``folder``: what it warns of fails the build."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    home = frame_home(root)
    # Of what came with the package, nothing says where the tree's sources are kept, and nothing is watched.
    own: dict[str, Any] = {} if home == root else {**repository(root), "watch": []}
    config = load_config(config_file=str(home / CONFIGS[lang]), site_dir=str(folder), strict=True, **own)
    config.extra["playbook"] = {"frame": str(folder / FRAME), "root": str(root)}
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    from mkdocs.exceptions import MkDocsException

    try:
        for lang in LANGS:
            if lang in sys.argv[3:]:
                _build(Path(sys.argv[1]), Path(sys.argv[2], lang), lang)
    except MkDocsException as error:
        sys.exit(str(error))
