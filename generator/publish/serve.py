"""A preview over HTTP that follows every edit: pages reload by themselves, and none is shown to whoever calls this machine by a strange name."""

import ipaddress
import os
import posixpath
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from generator.diagnostics import Lang
from generator.i18n.csp import guarded
from generator.publish.preview import HTML, Answer, Preview

CONTENT = "playbooks"
LOOK = ("templates", "site_config", "mkdocs.yml")
CODE = Path(__file__).resolve().parents[1]
POLLING, PATIENCE = 0.1, 20.0
"""Seconds: between two looks at the files, and for which a page waits to hear of an edit before it asks again."""
RELOAD = "_reload"
SCRIPT = f"""
(function ask() {{
  const shown = document.currentScript ? document.currentScript.dataset.version : ask.shown;
  ask.shown = shown;
  fetch("/{RELOAD}?version=" + shown).then(answer => answer.text()).then(
    version => {{ if (version !== shown) location.reload(); else ask(); }},
    () => setTimeout(ask, 1000));
}})();
""".encode()
_LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))

Stamps = dict[str, tuple[int, int]]


class Versions:
    """How often what is shown has changed; whoever shows an older version can wait for the next."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        # A server that is begun anew shows nothing that a page of its forerunner knows.
        self.now = f"{time.time_ns()}.0"

    def step(self) -> None:
        with self._changed:
            begun, _, count = self.now.partition(".")
            self.now = f"{begun}.{int(count) + 1}"
            self._changed.notify_all()

    def wait(self, shown: str) -> str:
        """The version that is shown, at once where it is not ``shown``, else after an edit or some patience."""
        with self._changed:
            self._changed.wait_for(lambda: self.now != shown, PATIENCE)
            return self.now


class Server(ThreadingHTTPServer):
    """``answer`` returns what stands at a path from the site's root."""

    daemon_threads = True

    def __init__(self, host: str, port: int, answer: Callable[[str], Answer]) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.answer, self.versions, self.host = answer, Versions(), host
        super().__init__((host, port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who has gone away is nobody's fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def knows(self, name: str) -> bool:
        """Whether whoever asks may call this machine so: a page of another site could have its own name lead here."""
        if name in _LOCAL or name == self.host.lower():
            return True
        return self.host in ("0.0.0.0", "::", "") and (_is_address(name) or name == socket.gethostname().lower())


def open_preview(root: Path, lang: Lang, host: str, port: int) -> tuple[Preview, Server]:
    """A preview of the tree below ``root`` and what it is asked through. Raises ``OSError`` where the address is not to be had."""
    preview = Preview(root, lang)
    return preview, Server(host, port, preview.answer)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._send(self._answer(), body=True)

    def do_HEAD(self) -> None:
        self._send(self._answer(), body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are nobody's news."""

    def _answer(self) -> Answer:
        if not self.server.knows(_name(self.headers.get("Host", ""))):
            return _refused(HTTPStatus.FORBIDDEN, "不认识这个主机名 / this host name is not known here")
        asked = urlsplit(self.path)
        # What is no UTF-8 becomes a sign that stands in no address.
        path = unquote(asked.path)
        if "\ufffd" in path or "\0" in path or not path.startswith("/"):
            return _refused(HTTPStatus.BAD_REQUEST, "这不是地址 / this is no address")
        if path == f"/{RELOAD}.js":
            return Answer(SCRIPT, "text/javascript")
        if path == f"/{RELOAD}":
            shown = parse_qs(asked.query).get("version", [""])[0]
            return Answer(self.server.versions.wait(shown).encode(), "text/plain")
        # Said before the page is made: what an edit changes meanwhile, the page comes back for.
        version = self.server.versions.now
        name = posixpath.normpath(f"{path}index.html" if path.endswith("/") else path).lstrip("/")
        answer = self.server.answer(name)
        return Answer(_reloading(answer.content, version), HTML, answer.status) if answer.kind == HTML else answer

    def _send(self, answer: Answer, body: bool) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if body:
            self.wfile.write(answer.content)


def _name(host: str) -> str:
    """A Host header without its port; empty where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _refused(status: HTTPStatus, said: str) -> Answer:
    return Answer(f"{said}\n".encode(), "text/plain; charset=utf-8", status)


def _reloading(page: bytes, version: str) -> bytes:
    """A page with the script by which it reloads itself: its policy is made anew with it."""
    script = f'<script src="/{RELOAD}.js" data-version="{version}"></script>'
    html = page.decode("utf-8")
    before, end, after = html.rpartition("</body>")
    return guarded(f"{before}{script}{end}{after}" if end else html + script).encode("utf-8")


def stamps(root: Path) -> tuple[Stamps, Stamps, Stamps]:
    """When each file was last written, and its size: of the content, of what it looks like, and of the code that makes it."""
    content = dict(_stamps(root / CONTENT))
    look = {file: stamp for name in LOOK for file, stamp in _stamps(root / name)}
    code = {file: stamp for file, stamp in _stamps(CODE) if file.endswith(".py")}
    return content, look, code


def _stamps(place: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    below = (os.path.join(folder, name) for folder, _, names in os.walk(place) for name in names)  # noqa: PTH118 (a Path for each of a thousand files, ten times a second, would keep a core busy)
    for file in below if place.is_dir() else [str(place)]:
        try:
            found = os.stat(file)  # noqa: PTH116 (as above)
        except OSError:  # Gone since, or a link that leads nowhere.
            continue
        if not file.endswith(".pyc"):
            yield file, (found.st_mtime_ns, found.st_size)


def follow(root: Path, edited: Callable[[bool, bool], None], stopped: threading.Event) -> None:
    """Call ``edited`` at once and after each edit until ``stopped``: whether the look changed, and whether the code did."""
    # Before the tree is first read: an edit meanwhile is one.
    before = stamps(root)
    edited(True, False)
    while not stopped.wait(POLLING):
        now = stamps(root)
        if now != before:
            (_, look, code), before = before, now
            edited(now[1] != look, now[2] != code)
