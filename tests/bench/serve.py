"""How long ``playbook serve`` takes to show an edit: ``serve.py SIZE``. Prints the seconds for an engagement and for a playbook, and as its
last line, for ``bench.py``, both with their bound as JSON."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

TODAY = "2026-11-23"
HERE = Path(__file__).parent
LONGEST = 900
BOUND = 1.5


def seen(address: str, word: str) -> float:
    """When a page first held a word. ``TimeoutError`` when it never does."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=60) as page:
            if word in page.read().decode("utf-8"):
                return time.monotonic()
        time.sleep(0.05)
    raise TimeoutError(address)


def edit(file: Path, word: str) -> None:
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"(\{zh: )([^,}]*)", rf"\g<1>{word}", text, count=1), "utf-8")


def measured(root: Path, measure: Callable[[str, Path], float]) -> list[float]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "--root", root, "--today", TODAY, "-q", "serve", "--port", str(port)]
    environment = {**os.environ, "PLAYBOOK_CACHE": str(root.parent / "cache")}
    process = subprocess.Popen(list(map(str, command)), env=environment, stderr=subprocess.DEVNULL)
    try:
        engagement = min((root / "playbooks" / "engagements").iterdir())
        playbook = min((root / "playbooks").glob("*.yaml"))
        address = f"http://127.0.0.1:{port}"
        seen(f"{address}/zh/index.html", "<title>")
        took = []
        for page, file in (
            (f"engagements/{engagement.stem}/index.zh.html", engagement),
            (f"zh/playbooks/{playbook.stem}.html", playbook),
        ):
            took.append(measure(f"{address}/{page}", file))
            print(f"{file.name}: {took[-1]:.1f} s", flush=True)
        return took
    finally:
        process.terminate()
        process.wait()


def after_edit(address: str, file: Path) -> float:
    began = time.monotonic()
    edit(file, "改过的名字")
    return seen(address, "改过的名字") - began


def main(size: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        subprocess.run([sys.executable, HERE / "corpus.py", size, root], check=True)
        engagement, playbook = measured(root, after_edit)
    rows = (("an engagement's edit is shown", engagement), ("a playbook's edit is shown", playbook))
    print(json.dumps([[f"`playbook serve`: {what}", seconds, "s", BOUND] for what, seconds in rows]))


if __name__ == "__main__":
    main(sys.argv[1])
