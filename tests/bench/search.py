"""How long the first search takes in Chromium, and what it fetches: ``search.py SITE [QUERY…]`` in a built site, ``search.py SIZE [QUERY…]``
over the index alone of a tree of that size (S, M, L, XL), which needs no site of it. A browser of its own for each search."""

from __future__ import annotations

import functools
import http.server
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import jinja2
import material
from playwright.sync_api import Browser, CDPSession, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import chromium
import corpus

from generator.diagnostics import LANGS, Lang
from generator.i18n.csp import guarded
from generator.publish import resources
from generator.publish.tree import open_workspace
from generator.site import SiteContext, plan
from generator.site.search import SearchEntry, index_files
from generator.workspace import Workspace
from tests.sites import OPTIONS

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
QUERIES: dict[Lang, tuple[str, ...]] = {
    "zh": ("备份策略", "份策", "策略", "券", "的", "全链路压测", "客户经理", "示例美妆 00042", "failover"),
    "en": ("load test", "account manager", "re", "the", "coupons", "Example Beauty 00042"),
}
TIMES = 3
DONE = ".md-search-result__item, .search-none:not([hidden])"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def first_search(browser: Browser, address: str, query: str) -> tuple[float, float, int, int, str]:
    """Seconds until the first hit is seen, those that the page worked of them, bytes and files fetched for it, and what it says."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    fetched: list[int] = []
    page.on("response", lambda response: fetched.append(int(response.headers.get("content-length", "0"))))
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before, began = _worked(session), time.perf_counter()
    page.locator("input.md-search__input").focus()
    page.keyboard.insert_text(query)
    page.locator(DONE).first.wait_for(timeout=120_000)
    took, worked = time.perf_counter() - began, _worked(session) - before
    said = page.locator(".md-search-result__meta").inner_text()
    context.close()
    return took, worked, sum(fetched), len(fetched), said


def _worked(session: CDPSession) -> float:
    """Seconds that the page's own process has worked, whatever else the machine does."""
    found = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))


def searched(site: Path, asked: dict[Lang, tuple[str, ...]]) -> None:
    """Search a site, ``TIMES`` times for each query, and say what it took; the most of all as the last line, as JSON for ``bench.py``."""
    slowest, heaviest = 0.0, 0.0
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        for lang, queries in asked.items():
            address = f"http://127.0.0.1:{server.server_address[1]}/{lang}/index.html"
            for query in queries:
                runs = [first_search(browser, address, query) for _ in range(TIMES)]
                took, worked = (statistics.median(run[n] for run in runs) for n in (0, 1))
                _, _, weight, count, said = runs[0]
                slowest, heaviest = max(slowest, took), max(heaviest, weight / 1e6)
                print(
                    f"{lang} {query}: {took:.2f} s ({worked:.2f} of work in the page), {weight / 1e6:.2f} MB in {count} files; {said}",
                    flush=True,
                )
        browser.close()
        server.shutdown()
    print(json.dumps([["the slowest first search", slowest, "s", 0.5], ["the heaviest, fetched", heaviest, "MB", 0.5]]))


def entries(root: Path, lang: Lang, examined: Workspace) -> Sequence[SearchEntry]:
    """What a whole site of the tree would know in one language, but for the pages that people wrote."""
    words, templates = resources.strings(root, lang), resources.templates(root, "pages")
    context = SiteContext(examined.library, examined.checklists, lang, words, templates, OPTIONS, TODAY)
    return [entry for source in plan(context).values() for entry in source.make().found]


def index_alone(size: str, out: Path) -> None:
    """The index of a tree of one size, in each language beside one page with a search box."""
    root = out / "tree"
    corpus.write(size, root)
    examined = open_workspace(root, TODAY)
    for lang in LANGS:
        found = entries(root, lang, examined)
        began = time.process_time()
        files = index_files(found)
        took, weights = time.process_time() - began, [len(content) for content in files.values()]
        print(
            f"{size} {lang}: {len(found)} entries in {took:.1f} CPU seconds; {len(files)} files, {sum(weights) / 1e6:.1f} MB, the largest {max(weights) / 1e3:.0f} KB",
            flush=True,
        )
        for name, content in {**files, **_page(lang)}.items():
            file = out / lang / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def _page(lang: Lang) -> dict[str, bytes]:

    config, words = ROOT / "site_config", resources.strings(ROOT, lang).search
    found = [config / "overrides", Path(material.__file__).parent / "templates"]
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(found), autoescape=False)
    environment.filters["url"] = str
    says = json.dumps(words.says.plain, ensure_ascii=False)
    box = environment.get_template("partials/search.html").render(
        config={"extra": {"search_words": words, "search_says": says}}
    )
    page = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{words.label}</title><link rel="stylesheet" href="assets/search.css">'
        f'<input type="checkbox" id="__search" data-md-toggle="search"><header class="md-header">{box}</header><script src="assets/search.js"></script>'
    )
    assets = {
        f"assets/{name}": (config / "assets" / name).read_bytes() for name in ("search.js", "find.js", "search.css")
    }
    return {"index.html": guarded(page).encode(), **assets}


def main(where: str, queries: Sequence[str]) -> None:
    asked: dict[Lang, tuple[str, ...]] = {"zh": tuple(queries)} if queries else QUERIES
    if where not in corpus.SIZES:
        return searched(Path(where), asked)
    with tempfile.TemporaryDirectory() as folder:
        index_alone(where, Path(folder))
        searched(Path(folder), asked)
    return None


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
