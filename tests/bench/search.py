"""How long the first search in a built site takes in Chromium, and what it fetches: ``search.py SITE QUERY…``."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
import chromium


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def first_search(page: Page, address: str, query: str) -> str:
    fetched: list[int] = []
    page.goto(address, wait_until="networkidle")
    page.on("response", lambda response: fetched.append(int(response.headers.get("content-length", "0"))))
    began = time.perf_counter()
    page.locator("input.md-search__input").focus()
    page.keyboard.insert_text(query)
    page.locator(".md-search-result__item").first.wait_for(timeout=120_000)
    took = time.perf_counter() - began
    found = page.locator(".md-search-result__meta").inner_text()
    return f"{query}: {took:.2f} s, {sum(fetched) / 1e6:.2f} MB in {len(fetched)} requests, {found}"


def main(site: str, queries: list[str]) -> None:
    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        for query in queries:
            # A context of its own: nothing is fetched before.
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            print(first_search(page, f"http://127.0.0.1:{server.server_address[1]}/zh/index.html", query), flush=True)
            page.close()
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
