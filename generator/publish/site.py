"""``playbook site``: a site that stands and is made of the very same is left as it is; any other is built by ``site_build``.

Nothing that reads, judges or builds is imported until it is needed: that takes longer than to see that nothing has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator import RESOURCES
from generator.diagnostics import LANGS
from generator.publish.build_cache import Manifest
from generator.publish.build_options import BuildOptions as BuildOptions
from generator.publish.build_options import SiteFault as SiteFault
from generator.publish.cache_store import code_version, take
from generator.publish.disk import read_tree
from generator.publish.output_folder import refuse_sources

if TYPE_CHECKING:
    from concurrent.futures import Future

    from generator.diagnostics import Lang
    from generator.publish.frames import BuiltFrame
    from generator.workspace import Workspace


@dataclass(frozen=True)
class SiteJob:
    """One run of ``playbook site``. Raises ``Unreadable`` where there is no tree, ``OutputRefused`` where nothing may be written."""

    options: BuildOptions

    def stands(self) -> bool:
        """Whether the folder holds, byte for byte and nothing else, what this run would build."""
        refuse_sources(self.options.root, self.options.out)
        return Manifest.of(self.options.out).stands(self._key)

    @cached_property
    def _key(self) -> str:
        return self._made_of()

    @cached_property
    def workspace(self) -> Workspace:
        """The tree that the site is to be built of."""
        # Named before it is read: an edit in between must not pass for what was built.
        assert self._key
        assert self._frames
        from generator.publish.tree import open_workspace

        return open_workspace(self.options.root, self.options.today)

    @cached_property
    def _frames(self) -> Future[dict[Lang, BuiltFrame]]:
        from generator.publish.frames import begin_frames

        return begin_frames(self.options.root)

    def parts(self) -> int:
        """How many parts ``publish`` will report."""
        return len(LANGS) + (len(self.workspace.sound) if self.options.engagements else 0)

    def publish(self, advance: Callable[[str], None]) -> None:
        """Build the site beside its folder and swap it in. Raises ``SiteFault``, ``Busy`` or ``OutputRefused``."""
        from generator.publish.site_build import publish

        refuse_sources(self.options.root, self.options.out)
        publish(self.options, self.workspace, self._frames, self._key, self._made_of, advance)

    def _made_of(self) -> str:
        """A name for everything that decides what is built: the tree and its past, what surrounds it, the code, and what is asked."""
        from generator.history.git import git

        options = self.options
        digest = hashlib.sha256(code_version().encode())
        take(digest, *(str(asked).encode() for asked in (options.today, options.engagements, options.formats)))
        for file, content in read_tree(options.root).items():
            take(digest, file.encode("utf-8", "surrogateescape"), content)
        for home in dict.fromkeys((RESOURCES, options.root)):
            for part in _surroundings(home):
                take(digest, part.relative_to(home).as_posix().encode(), part.read_bytes())
        for question in _PAST:
            take(digest, git(options.root, *question).words.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()


_PAST: Sequence[tuple[str, ...]] = (
    ("rev-parse", "HEAD", "--show-prefix", "--is-shallow-repository"),
    ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--", "playbooks"),
)
"""What tells git's past of the tree from another: where it stands, and what of it is not committed."""


def _surroundings(home: Path) -> Iterator[Path]:
    yield from (file for file in (home / "mkdocs.yml",) if file.is_file())
    for folder in ("templates", "site_config"):
        for file in sorted((home / folder).rglob("*")):
            # Fonts are part of the code's version.
            if file.is_file() and not {"__pycache__", "fonts"}.intersection(file.relative_to(home).parts):
                yield file
