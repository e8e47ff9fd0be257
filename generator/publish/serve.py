"""A preview that follows every edit: read again in a process of its own, shown as soon as it can be, with a readable page when broken."""

from __future__ import annotations

import io
import posixpath
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from generator.language.policy import guarded
from generator.publish.workshop import Trouble

CONTENT = "playbooks"
LOOK = ("templates", "site_config", "mkdocs.yml")
CODE = Path(__file__).resolve().parents[1]
SEARCH = "/search/"
POLLING, QUIET, BREATH = 0.2, 1.0, 0.002
"""Seconds: between two looks at the files; after the last page that was asked for until others are made, and between two of these:
whoever asks comes first."""
GONE = b'<!doctype html><meta charset="utf-8"><title>playbook serve</title><p>The process that makes the pages has ended; edit something to begin it anew.'


class Shop:
    """The workshop's process, begun anew where what it is made of was edited: content alone it reads again by itself."""

    def __init__(self, root: Path, work: Callable[[Connection], None]) -> None:
        self._root, self._work = root, work
        self._lock = threading.Lock()
        self._made_of: tuple[Any, ...] | None = None
        self._process: Any = None
        self._connection: Any = None

    def ask(self, name: str, *arguments: Any) -> Any:
        """What ``Workshop`` answers."""
        with self._lock:
            return self._asked(name, arguments)

    def page(self, path: str, file: Path) -> bytes | Trouble | None:
        """A page, made if need be, as it then is; None where there is none."""
        with self._lock:
            trouble = self._asked("show", (path,))
            if trouble:
                found: Trouble = trouble
                return found
            return file.read_bytes() if file.is_file() else None

    def refresh(self, today: Any) -> Trouble | None:
        with self._lock:
            made_of = tuple(self._stamps())
            if self._process is None or made_of != self._made_of:
                self._close()
                self._connection, other = get_context("spawn").Pipe()
                self._process = get_context("spawn").Process(target=self._work, args=(other,), daemon=True)
                self._process.start()
                other.close()
                self._made_of = made_of
            found: Trouble | None = self._asked("refresh", (today,))
            return found

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._process is not None:
            self._connection.close()
            self._process.terminate()
            self._process.join()
            self._process = None

    def _asked(self, name: str, arguments: tuple[Any, ...]) -> Any:
        if self._process is None:
            return None
        try:
            self._connection.send((name, arguments))
            return self._connection.recv()
        except (EOFError, OSError) as error:
            self._close()
            return Trouble(GONE, str(error))

    def _stamps(self) -> Iterator[tuple[str, int, int]]:
        places = [self._root / name for name in LOOK]
        files = (file for place in places for file in (place.rglob("*") if place.is_dir() else [place]))
        for file in (*files, *CODE.rglob("*.py")):
            if file.is_file() and file.suffix != ".pyc":
                found = file.stat()
                yield str(file), found.st_mtime_ns, found.st_size


class Preview(LiveReloadServer):
    """Serves what the shop makes; while the last edit is broken, every page is the one that says why."""

    def __init__(
        self, shop: Shop, refresh: Callable[[], Trouble | None], told: Callable[[Trouble], None], site: Path, host: str, port: int,
    ) -> None:  # fmt: skip
        super().__init__(self._rebuild, host, port, str(site), polling_interval=POLLING)
        self._shop, self._refresh, self._told = shop, refresh, told
        self._trouble: Trouble | None = None
        self._edits, self._asked = 0, 0.0

    def start(self, root: Path) -> None:
        """Serve and watch until interrupted."""
        self._rebuild()
        for name in (CONTENT, *LOOK):
            if (root / name).exists():
                self.watch(str(root / name))
        try:
            # MkDocs' server has no types.
            self.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            self.shutdown()
            raise
        finally:
            self._edits += 1  # Nobody goes on making pages.
            self._shop.close()

    def _rebuild(self) -> None:
        # Never raises: the server would keep the old page and say nothing in the browser.
        self._edits += 1
        self._trouble = self._refresh()
        self._asked = time.monotonic()
        if self._trouble is None:
            threading.Thread(target=self._go_on, args=(self._edits,), daemon=True).start()

    def _go_on(self, edit: int) -> None:
        """Make all that nobody asks for, until the next edit: links are checked over all pages."""
        while edit == self._edits:
            if time.monotonic() < self._asked + QUIET:
                time.sleep(QUIET / 10)
                continue
            left = self._shop.ask("go_on")
            if isinstance(left, Trouble) and edit == self._edits:
                self._told(left)
                self._trouble = left
                self._reload()
            if left is not True:
                return
            time.sleep(BREATH)

    def _reload(self) -> None:
        with self._epoch_cond:
            self._wanted_epoch = self._visible_epoch = max(round(time.monotonic() * 1000), self._visible_epoch + 1)
            self._epoch_cond.notify_all()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        # The script by which a page reloads itself is not of the page: its policy is made anew with it. (No types, as above.)
        whole: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        return guarded(whole.decode("utf-8")).encode("utf-8")

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith("/livereload/"):
            return super()._serve_request(environ, start_response)
        name = posixpath.normpath(f"/{path}index.html" if path.endswith("/") else f"/{path}").lstrip("/")
        if not name.endswith(".html"):
            self._shop.ask("show", name)
            while SEARCH in name and self._shop.ask("go_on") is True:
                pass  # Search knows all pages.
            return super()._serve_request(environ, start_response)
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
            # Said before the page is made: what an edit changes meanwhile, the page comes back for.
            epoch, trouble = self._visible_epoch, self._trouble
        self._asked = time.monotonic()
        content = trouble or self._shop.page(name, Path(self.root, name))
        if content is None:
            return None
        whole = self._inject_js_into_html(content.page if isinstance(content, Trouble) else content, epoch)
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(whole)))])
        return io.BytesIO(whole)
