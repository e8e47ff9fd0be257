"""The browser that the tests look through: the system's Chromium, else Debian's package where it may be installed.

Run by itself it makes sure that there is one, or says what to install and fails. ``--fonts`` also wants a Chinese font,
for pictures that people will look at; no test depends on one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")  # fmt: skip
"""The first has no windows of its own to draw, which take as much time again as the pages in them."""
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # The browser's own pages, which it makes ready beside each tab, take a fifth of all the time; the others are what Playwright leaves out too.
    "--disable-features=PreloadTopChromeWebUI,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding",
)  # fmt: skip


def find() -> str | None:
    """The path of a browser: ``PLAYBOOK_CHROMIUM`` if it is set, else the first of ``NAMES`` that the system has."""
    named = os.environ.get("PLAYBOOK_CHROMIUM")
    return shutil.which(named) if named else next((path for name in NAMES if (path := shutil.which(name))), None)


def install(*packages: str) -> None:
    """The first of Debian's packages that there is, where this user may install it. Raises ``SystemExit`` with what to do where not."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(
            f"测试要用浏览器，这台机器上没有。请安装 Chromium（Debian/Ubuntu: sudo apt-get install {packages[-1]}），或用 PLAYBOOK_CHROMIUM 指定路径。\n"
            f"The tests need a browser and there is none. Install Chromium (Debian/Ubuntu: sudo apt-get install {packages[-1]}) or name one "
            "with PLAYBOOK_CHROMIUM."
        )
    if not _apt_get("update") or not any(
        _apt_get("install", "--yes", "--no-install-recommends", package) for package in packages
    ):
        sys.exit("apt-get 失败，见上 / apt-get failed, see above")


def _apt_get(*arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "--quiet", *arguments]
    return not subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment).returncode


def has_chinese_font() -> bool:
    listed = (
        subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
        if shutil.which("fc-list")
        else None
    )
    return bool(listed and listed.stdout.strip())


if __name__ == "__main__":
    if not find():
        install("chromium-headless-shell", "chromium")
    if "--fonts" in sys.argv[1:] and not has_chinese_font():
        install("fonts-noto-cjk")
    print(find() or sys.exit("安装之后仍找不到浏览器 / still no browser after installing it"))
