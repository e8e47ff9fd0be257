"""Options that the tests share."""

from __future__ import annotations

from collections.abc import Iterator

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


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what the user's own runs remember."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield
