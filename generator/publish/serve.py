"""A preview that follows every edit: rebuilt in a process of its own, shown when whole, with a readable page when broken."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from generator.language.policy import guarded

WATCHED = ("playbooks", "templates", "site_config", "mkdocs.yml")


class Preview(LiveReloadServer):
    """Serves a built site; while the last build failed, every page is the one that says why."""

    def __init__(self, build: Callable[[], bytes | None], site: Path, host: str, port: int) -> None:
        super().__init__(self._rebuild, host, port, str(site))
        self._build = build
        self._problem: bytes | None = None

    def start(self, root: Path) -> None:
        """Build once, then serve and watch until interrupted."""
        self._rebuild()
        for name in WATCHED:
            if (root / name).exists():
                self.watch(str(root / name))
        try:
            # MkDocs' server has no types.
            self.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            self.shutdown()
            raise

    def _rebuild(self) -> None:
        # Never raises: the server would keep the old page and say nothing in the browser.
        self._problem = self._build()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        # The script by which a page reloads itself is not of the page: its policy is made anew with it.
        whole: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        return guarded(whole.decode("utf-8")).encode("utf-8")

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"]
        if self._problem is None or path.startswith("/livereload/") or not path.endswith(("/", ".html")):
            return super()._serve_request(environ, start_response)
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
            content = self._inject_js_into_html(self._problem, self._visible_epoch)
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(content)))])
        return io.BytesIO(content)
