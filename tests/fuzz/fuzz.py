"""Looks for bytes that make ``read`` or ``record`` raise: ``python tests/fuzz/fuzz.py read --seconds 60``.

What it finds is written to tests/fuzz/found/NAME/, where ``test_found.py`` keeps it as a case. Needs ``pip install -e '.[fuzz]'``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["generator", "_ruamel_yaml", "openpyxl", "pydantic"], enable_loader_override=False
):
    import targets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=list(targets.TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    found = targets.HERE / "found" / given.name
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for seed, content in targets.seeds(given.name).items():
            (Path(corpus) / seed).write_bytes(content)
        limits = [
            f"-max_total_time={given.seconds}",
            "-max_len=20000",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], corpus, f"-artifact_prefix={found}/", *limits], targets.TARGETS[given.name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
