"""The preview: an edit reloads the page, a broken edit shows its line, and mending brings the page back."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the tree being served: its root and address."""
    root = tmp_path / "tree"
    for name in ("playbooks", "templates", "site_config"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    for engagement in (root / "playbooks" / "engagements").glob("*.yaml"):
        if engagement.stem != "fresh-double11":
            engagement.unlink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "--root", str(root), "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn=_heeds_ctrl_c
    )
    try:
        yield root, f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(20)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130


def _heeds_ctrl_c() -> None:
    """What a shell runs behind its back ignores it, and so would everything begun from there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _await(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"nothing is served at {address}")


def test_an_edit_shows_and_a_broken_one_says_where(preview: tuple[Path, str], watch: Any) -> None:
    root, address = preview
    _await(f"{address}/zh/index.html")
    seen = watch()
    page = seen.page
    page.goto(f"{address}/zh/playbooks/game-launch.html")
    playbook = root / "playbooks" / "game-launch.yaml"
    sound = playbook.read_text(encoding="utf-8")
    title = page.locator("h1").first.inner_text()
    assert "游戏" in title

    line = next(n for n, text in enumerate(sound.splitlines(), 1) if text.strip().startswith("owner: "))
    broken = sound.splitlines()
    broken[line - 1] = broken[line - 1].split("owner:")[0] + "owner: architekt"
    playbook.write_text("\n".join(broken) + "\n", encoding="utf-8")
    page.wait_for_selector("text=architekt", timeout=PATIENCE * 1000)
    assert page.locator(f"text=playbooks/game-launch.yaml:{line}:").count() == 1
    assert page.locator("text=unknown-role").count() == 1

    playbook.write_text(sound.replace("title: {zh: 游戏", "title: {zh: 改过的游戏", 1), encoding="utf-8")
    page.wait_for_selector("h1:has-text('改过的游戏')", timeout=PATIENCE * 1000)

    style = root / "templates" / "pages" / "playbook.html.j2"
    style.write_text("{{ no_such_name }}\n" + style.read_text(encoding="utf-8"), encoding="utf-8")
    page.wait_for_selector("text=no_such_name", timeout=PATIENCE * 1000)
