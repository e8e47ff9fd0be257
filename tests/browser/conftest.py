"""One site, built by the command line as a user would, served on this machine, and looked at in Chromium."""

from __future__ import annotations

import fcntl
import functools
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
import chromium

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"


@pytest.fixture(scope="session")
def site(shared_folder: Path) -> Path:
    """The built site's folder: built once, by whichever worker comes first."""
    out = shared_folder / "site"
    with (shared_folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            # Of the formats those that a browser shows or a page leads a role to; each sample in each of the others is tests/paper's.
            command = [
                *(sys.executable, "-m", "generator", "--root", str(ROOT), "--today", TODAY),
                *("site", "--format", "html,ics", "--out", str(out)),
            ]
            done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
            assert done.returncode == 0, done.stderr
    return out


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    assert path, "no Chromium: run `make test`, which finds or installs one"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield launched
        launched.close()


class Watched:
    """A page of which every request, console error and script error is noted."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", self._request)
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def foreign(self, own: str) -> list[str]:
        """Requests that left ``own``."""
        return [url for url in self.requests if not url.startswith((own, "data:", "blob:", "about:"))]


@pytest.fixture
def watch(browser: Browser) -> Iterator[Any]:
    """Opens watched pages; closes them all at the end."""
    contexts: list[BrowserContext] = []

    def open_(width: int = 1280, height: int = 900, scheme: str = "light", **options: Any) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)  # type: ignore[arg-type]
        contexts.append(context)
        return Watched(context)

    yield open_
    for context in contexts:
        context.close()
