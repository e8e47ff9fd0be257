"""Options that the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from generator.publish.cache_store import VARIABLE

# The first use of a calendar imports its country; no test is about that time. A change is judged by the same examples as the one before it;
# `--hypothesis-profile exploring` looks for new ones.
# How fast examples are made says something of the machine, and nothing of what is tested.
settings.register_profile("settled", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("exploring", deadline=None, max_examples=2000)
settings.load_profile("settled")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh", action="store_true", help="write what comes out as what is expected; then read the difference"
    )
    parser.addoption("--kills", type=int, default=2, help="at how many moments each build is killed (make faults: 50)")
    parser.addoption(
        "--damages",
        type=int,
        default=8,
        help="how many damaged workbooks are returned by each hand (make faults: 500)",
    )


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """At how many moments a build is to be killed."""
    return int(request.config.getoption("--kills"))


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written instead of compared."""
    return bool(request.config.getoption("--refresh"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of a run share: what is made in it behind a lock is made once."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(autouse=True, scope="session")
def own_cache(shared_folder: Path) -> Iterator[None]:
    """No test reads or writes what the user's own runs remember; what MkDocs makes is the same for most trees and made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(shared_folder / "cache"))
        yield
