"""How long ``playbook serve`` takes to show an edit of each kind of file: ``serve.py SIZE``. Its last line, for ``bench.py``, is JSON: of each
kind what was measured, in seconds, beside its bound."""

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
from pathlib import Path

TODAY = "2026-11-23"
HERE = Path(__file__).parent
LONGEST = 900
BOUND = 1.0


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


def edited(root: Path) -> dict[str, tuple[Path, str]]:
    """Of each kind of file that people edit, one, and a page that shows its first short text."""
    playbooks = root / "playbooks"
    engagement = min((playbooks / "engagements").iterdir())
    playbook, case = min(playbooks.glob("*.yaml")), min((playbooks / "cases").iterdir())
    return {
        "an engagement": (engagement, f"engagements/{engagement.stem}/index.zh.html"),
        "a playbook": (playbook, f"zh/playbooks/{playbook.stem}.html"),
        "a case": (case, f"zh/cases/{case.stem}.html"),
        "the roles": (playbooks / "shared" / "roles.yaml", "zh/roles.html"),
        "the glossary": (playbooks / "shared" / "glossary.yaml", "zh/glossary.html"),
    }


def measured(root: Path) -> dict[str, float]:
    """Seconds until an edit of each kind is shown."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "--root", root, "--today", TODAY, "-q", "serve", "--port", str(port)]
    environment = {**os.environ, "PLAYBOOK_CACHE": str(root.parent / "cache")}
    process = subprocess.Popen(list(map(str, command)), env=environment, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        seen(f"{address}/zh/index.html", "<title>")
        return {
            what: after_edit(f"{address}/{page}", file, f"改过的名字{n}")
            for n, (what, (file, page)) in enumerate(edited(root).items())
        }
    finally:
        process.terminate()
        process.wait()


def after_edit(address: str, file: Path, word: str) -> float:
    began = time.monotonic()
    edit(file, word)
    return seen(address, word) - began


def main(size: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        subprocess.run([sys.executable, HERE / "corpus.py", size, root], check=True)
        found = measured(root)
    print(
        json.dumps(
            [[f"`playbook serve`: an edit of {what} is shown", took, "s", BOUND] for what, took in found.items()]
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
