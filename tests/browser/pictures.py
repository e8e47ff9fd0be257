"""The pictures of the README (docs/images/) and of the manual (site_config/pages/{zh,en}/manual/assets/), taken of the real output."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from markdown import markdown
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests import example_edit
from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
TODAY = "2026-11-23"
SHEET = "star-eve"
LANGS = ("zh", "en")
COLOURS = 128
LARGEST = 120_000
"""Bytes of a picture in the manual: it is on every copy of the site."""
AROUND = 12
"""Pixels of the page left around what a picture is about."""
COMMENT = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><style>
body {{ margin: 0; padding: 16px; width: 788px; background: #fff; color: #1f2328; font: 14px/1.55 "Noto Sans", "Noto Sans CJK SC", sans-serif }}
main {{ padding: 4px 16px 8px; border: 1px solid #d1d9e0; border-radius: 6px }}
h3 {{ font-size: 17px; margin: 12px 0 8px }} p, ul, table, details {{ margin: 0 0 12px }}
table {{ border-collapse: collapse }} th, td {{ padding: 5px 12px; border: 1px solid #d1d9e0; text-align: left }}
tr:nth-child(2n) {{ background: #f6f8fa }} ul {{ padding-left: 22px }} summary {{ margin-bottom: 6px }}
code {{ padding: 1px 5px; border-radius: 4px; background: #eff1f3; font: 12px "DejaVu Sans Mono", monospace }}
</style><main>{body}</main></html>"""


def pdftoppm() -> str:
    """The program that turns a PDF's page into a picture; Debian's poppler-utils where it may be installed."""
    if not shutil.which("pdftoppm"):
        chromium.install("poppler-utils")
    return shutil.which("pdftoppm") or sys.exit("pdftoppm?")


def playbook(*arguments: str, root: Path = ROOT, cwd: Path = ROOT) -> str:
    """What a command says on standard output. The generator is always this repository's."""
    command = [sys.executable, "-m", "generator", "--root", str(root), "--today", TODAY, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, encoding="utf-8", cwd=cwd, env=environment
    ).stdout


def assets(lang: str) -> Path:
    folder = ROOT / "site_config" / "pages" / lang / "manual" / "assets"
    folder.mkdir(exist_ok=True)
    return folder


def keep(shot: bytes, path: Path) -> None:
    """Write a screenshot with few colours, which is all that a page of text has."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        sys.exit(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes, at most {LARGEST}")


def home(page: Page, site: Path, lang: str) -> None:
    page.goto((site / lang / "index.html").as_uri())
    page.screenshot(path=IMAGES / f"site.{lang}.png")


def sheet(site: Path, lang: str) -> None:
    pdf = site / "engagements" / SHEET / f"{SHEET}.{lang}.pdf"
    shot = [pdftoppm(), "-png", "-r", "96", "-f", "1", "-l", "1", "-singlefile", str(pdf)]
    subprocess.run([*shot, str(IMAGES / f"sheet.{lang}")], check=True)


def card(page: Page, site: Path, lang: str) -> None:
    """The card of the item that the manual's edit changes, with what stands at its foot."""
    page.goto((site / lang / "playbooks" / f"{Path(example_edit.FILE).stem}.html").as_uri())
    title = page.locator(f"#{example_edit.ITEM.lower()}")
    boxes = [place.bounding_box() for place in (title, title.locator("xpath=following-sibling::*[1]"))]
    above, below = (box or sys.exit(f"{example_edit.ITEM} is not seen") for box in boxes)
    clip = {
        "x": above["x"] - AROUND,
        "y": above["y"] - AROUND,
        "width": above["width"] + 2 * AROUND,
        "height": below["y"] + below["height"] - above["y"] + 2 * AROUND,
    }
    keep(page.screenshot(clip=clip, full_page=True), assets(lang) / "card.png")


def comment(page: Page, folder: Path, lang: str) -> None:
    """The comment on the manual's edit, from the real command; a host would fold its details."""
    said = playbook("--lang", lang, "diff", "main", "--format", "md", root=folder / "edit", cwd=folder)
    # Hosts read Markdown inside of HTML and lists indented by two; this library is to be told.
    opened = said.replace("<details>", '<details open markdown="block">')
    body = markdown(opened, extensions=["tables", "md_in_html"], tab_length=2)
    page.set_content(COMMENT.format(lang=lang, body=body))
    page.set_viewport_size({"width": 820, "height": 100})
    keep(page.screenshot(full_page=True), assets(lang) / "comment.png")


def both_sides(folder: Path) -> None:
    """The tree as it is in ``main``, and with the manual's edit in ``edit``."""
    for side in ("main", "edit"):
        shutil.copytree(ROOT / "playbooks", folder / side / "playbooks")
        shutil.copy(ROOT / "mkdocs.yml", folder / side)
        (folder / side / "site_config").symlink_to(ROOT / "site_config")
    changed = folder / "edit" / example_edit.FILE
    changed.write_text(example_edit.mended(changed.read_text(encoding="utf-8")), encoding="utf-8")


def take(browser: Browser, folder: Path, lang: str) -> None:
    site = folder / "site"
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    home(page, site, lang)
    sheet(site, lang)
    card(page, site, lang)
    comment(page, folder, lang)
    page.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        playbook("site", "--out", str(folder / "site"))
        both_sides(folder)
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        for lang in LANGS:
            take(browser, folder, lang)
        browser.close()


if __name__ == "__main__":
    main()
