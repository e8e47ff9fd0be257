"""The README's pictures, taken of the real output: docs/images/."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
import chromium

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
TODAY = "2026-11-23"
SHEET = "star-eve"


def pdftoppm() -> str:
    """The program that turns a PDF's page into a picture; Debian's poppler-utils where it may be installed."""
    if not shutil.which("pdftoppm"):
        chromium.install("poppler-utils")
    return shutil.which("pdftoppm") or sys.exit("pdftoppm?")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "site"
        subprocess.run(
            [sys.executable, "-m", "generator", "--root", str(ROOT), "--today", TODAY, "site", "--out", str(out)],
            check=True,
        )
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        for lang in ("zh", "en"):
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto((out / lang / "index.html").as_uri())
            page.screenshot(path=IMAGES / f"site.{lang}.png")
            page.close()
            sheet = out / "engagements" / SHEET / f"{SHEET}.{lang}.pdf"
            shot = [pdftoppm(), "-png", "-r", "96", "-f", "1", "-l", "1", "-singlefile", str(sheet)]
            subprocess.run([*shot, str(IMAGES / f"sheet.{lang}")], check=True)
        browser.close()


if __name__ == "__main__":
    main()
