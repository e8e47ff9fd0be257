"""The browser that the tests look through: the system's Chromium, else Debian's package where it may be installed.

Run by itself it makes sure that there is one, or says what to install and fails. ``--fonts`` also wants a Chinese font,
for pictures that people will look at; no test depends on one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
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
    """Debian's packages, where this user may install them. Raises ``SystemExit`` with what to do where not."""
    words = " ".join(packages)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(
            f"测试要用浏览器，这台机器上没有。请安装 Chromium（Debian/Ubuntu: sudo apt-get install {words}），或用 PLAYBOOK_CHROMIUM 指定路径。\n"
            f"The tests need a browser and there is none. Install Chromium (Debian/Ubuntu: sudo apt-get install {words}) or name one "
            "with PLAYBOOK_CHROMIUM."
        )
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", "--quiet", *command], check=False, **quiet).returncode:  # type: ignore[call-overload]
            sys.exit(f"apt-get {' '.join(command)} 失败，见上 / apt-get {' '.join(command)} failed, see above")


def has_chinese_font() -> bool:
    listed = (
        subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
        if shutil.which("fc-list")
        else None
    )
    return bool(listed and listed.stdout.strip())


if __name__ == "__main__":
    if not find():
        install("chromium")
    if "--fonts" in sys.argv[1:] and not has_chinese_font():
        install("fonts-noto-cjk")
    print(find() or sys.exit("安装之后仍找不到浏览器 / still no browser after installing it"))
