"""Every seed and all that the fuzzer has ever found is read or refused, and never raises."""

from __future__ import annotations

from pathlib import Path

import pytest
import targets

FOUND = sorted((targets.HERE / "found").glob("*/*"))


@pytest.mark.parametrize("name", list(targets.TARGETS))
def test_seeds_are_taken_or_refused(name: str) -> None:
    found = targets.seeds(name)
    assert len(found) >= 6
    for content in found.values():
        targets.TARGETS[name](content)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_the_fuzzer_found_stays_mended(path: Path) -> None:
    targets.TARGETS[path.parent.name](path.read_bytes())
