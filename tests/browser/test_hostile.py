"""In a browser no text of a file runs: a site whose every text is hostile, its sheets, its search; and every page carries its policy."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import full
import pytest
import trees
from payloads import hostile
from trees import ROOT
from waiting import until

TRAP = "window.ran = []; window.pwned = (...said) => window.ran.push(said)"
"""What a text would call if it could run."""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a tree whose every text is hostile."""
    root = tmp_path_factory.mktemp("hostile")
    trees.written(root, full.files(hostile))
    for name in ("templates", "site_config"):
        (root / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    command = [
        *(sys.executable, "-m", "generator", "--root", str(root), "--today", "2026-10-15", "-q"),
        *("site", "--format", "html", "--out", str(root / "site")),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return root / "site"


def pages(site: Path) -> Iterator[Path]:
    """Every page in Chinese, the home page in English, and of each kind of sheet those of one engagement."""
    yield from sorted((site / "zh").rglob("*.html"))
    yield site / "en/index.html"
    yield from sorted((site / "engagements/over").glob("*.zh.html"))
    yield site / "engagements/fresh/index.en.html"
    yield site / "engagements/fresh/fresh.customer.en.html"


def test_the_trap_would_be_sprung(watch: Any, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<!doctype html><p>{hostile('a', False)}</p>")
    seen = watch()
    seen.page.add_init_script(TRAP)
    seen.page.on("dialog", lambda dialog: dialog.dismiss())
    seen.page.goto((tmp_path / "page.html").as_uri())
    until(seen.page, "window.pwned === 1 || window.ran.length > 0")


def test_no_text_runs_on_any_page_or_sheet(watch: Any, hostile_site: Path) -> None:
    seen, dialogs = watch(), []
    seen.page.add_init_script(TRAP)
    seen.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened = list(pages(hostile_site))
    assert len(opened) > 40
    for page in opened:
        seen.page.goto(page.as_uri())
        seen.page.mouse.move(200, 300)
        assert seen.page.evaluate("typeof window.pwned === 'function' && window.ran.length === 0"), page
    assert dialogs == []
    assert seen.complaints == [], "nothing was tried that the policy had to stop"
    assert seen.foreign("file:") == []


def test_no_text_runs_in_search_or_while_ticking(watch: Any, hostile_site: Path) -> None:
    seen = watch()
    seen.page.add_init_script(TRAP)
    seen.page.goto((hostile_site / "zh/index.html").as_uri())
    seen.page.locator("input.md-search__input").click()
    seen.page.locator("input.md-search__input").fill("fence")
    seen.page.wait_for_selector("a.md-search-result__link", timeout=20_000)
    assert (
        seen.page.locator(".md-search-result script, .md-search-result img, .md-search-result svg[onload]").count() == 0
    )
    assert seen.page.evaluate("window.ran.length") == 0
    seen.page.goto((hostile_site / "engagements/fresh/fresh.zh.html").as_uri())
    for box in seen.page.locator("input[type=checkbox]").all()[:5]:
        box.check(force=True)
    for note in seen.page.locator("input[type=text], textarea").all()[:5]:
        note.fill("<img src=x onerror=pwned()>", force=True)
    seen.page.reload()
    assert seen.page.evaluate("typeof window.pwned === 'function' && window.ran.length === 0")
    assert seen.complaints == []
    assert seen.foreign("file:") == []


# The policy.


def test_every_page_and_sheet_carries_a_policy_that_allows_nothing_foreign(site: Path) -> None:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 200
    for page in found:
        html = page.read_text("utf-8")
        policies = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
        assert len(policies) == 1, page
        policy = policies[0].replace("&#39;", "'")
        assert policy.startswith("default-src 'none'; "), page
        assert not re.search(r"https?:|\*|'unsafe-eval'|blob:|file:", policy), page
        scripts = policy.split("script-src ")[1].split(";")[0]
        assert "'unsafe-inline'" not in scripts
        for attributes, script in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL):
            if "src=" not in attributes and "application/json" not in attributes:
                digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in scripts, page


@pytest.mark.parametrize("page", ["zh/index.html", "engagements/fresh-double11/fresh-double11.zh.html"])
@pytest.mark.parametrize("served", [True, False])
def test_a_browser_holds_to_the_policy(watch: Any, site: Path, address: str, page: str, served: bool) -> None:
    """A script that got into a page, a foreign picture, frame or request: each is refused, and none leaves the machine."""
    seen, failed = watch(), {}
    seen.page.on("requestfailed", lambda request: failed.update({request.url: request.failure}))
    seen.page.goto(f"{address}/{page}" if served else (site / page).as_uri())
    assert seen.complaints == []
    seen.page.evaluate(
        """() => {
          window.refused = [];
          document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.effectiveDirective));
          const put = (tag, values) => document.body.append(Object.assign(document.createElement(tag), values));
          put("script", { textContent: "window.pwned = 1" });
          put("script", { src: "https://evil.example/x.js" });
          put("img", { src: "https://evil.example/x.png" });
          put("iframe", { src: "https://evil.example/" });
          put("link", { rel: "stylesheet", href: "https://evil.example/x.css" });
          fetch("https://evil.example/").catch(() => 0);
          document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='window.pwned = 2'>");
        }"""
    )
    until(seen.page, "window.refused.length >= 7")
    assert seen.page.evaluate("window.pwned === undefined")
    assert {"script-src-elem", "script-src-attr", "img-src", "connect-src", "style-src-elem"} <= set(
        seen.page.evaluate("window.refused")
    )
    assert set(failed) >= {"https://evil.example/x.js", "https://evil.example/x.png", "https://evil.example/x.css"}
    assert set(failed.values()) == {"csp"}, "stopped in the browser, before anything was sent"
