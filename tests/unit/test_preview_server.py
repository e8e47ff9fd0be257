"""The preview over HTTP: whom it answers, how, and how it ends."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from trees import ROOT, book, engagement, files, written

from generator.publish.preview import Answer
from generator.publish.serve import Server, follow

PAGE = '<!doctype html><html><head><meta charset="utf-8"></head><body>券 {}</body></html>'


@pytest.fixture
def server() -> Iterator[Server]:
    """Answers with the path that was asked for; nothing stands below gone/."""

    def answer(path: str) -> Answer:
        if path.endswith(".css"):
            return Answer(b"p {}", "text/css")
        return Answer(PAGE.format(path).encode("utf-8"), status=404 if path.startswith("gone/") else 200)

    with Server("127.0.0.1", 0, answer) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(server: Server, path: str, method: str = "GET", host: str = "localhost") -> tuple[int, str, str]:
    """Status, kind and content."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=30)
    connection.request(method, path, headers={"Host": host})
    answer = connection.getresponse()
    content = answer.read().decode("utf-8")
    connection.close()
    return answer.status, answer.headers["Content-Type"], content


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/zh/", "zh/index.html"),
        ("/zh/x.html?q=1", "zh/x.html"),
        ("/a/../b.html", "b.html"),
        ("/%E5%88%B8.html", "券.html"),
        ("/../../etc/x", "etc/x"),
    ],
)
def test_an_address_is_a_path_below_the_root(server: Server, path: str, name: str) -> None:
    status, kind, content = ask(server, path)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert f"券 {name}" in content
    assert "script-src 'self'" in content


def test_what_is_no_page_is_given_as_it_is(server: Server) -> None:
    assert ask(server, "/zh/x.css") == (200, "text/css", "p {}")
    assert ask(server, "/gone/x.html")[0] == 404


@pytest.mark.parametrize("path", ["/%00", "/zh/%00.html", "/%ff", "*", "x"])
def test_what_is_no_address_is_refused_in_one_line(server: Server, path: str) -> None:
    status, kind, content = ask(server, path)
    assert status == 400
    assert kind.startswith("text/plain")
    assert content.count("\n") == 1


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "192.0.2.1",
        "",
        "[",
        "[::1",
        "a@localhost.evil.example",
    ],
)
def test_another_name_than_ours_is_refused(server: Server, host: str) -> None:
    assert ask(server, "/", host=host)[0] == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_our_own_names_are_known(server: Server, host: str) -> None:
    assert ask(server, "/", host=host)[0] == 200


def test_an_open_server_is_known_by_any_address_and_by_no_strange_name() -> None:
    with Server("0.0.0.0", 0, lambda path: Answer(b"")) as made:
        assert made.knows("192.0.2.1")
        assert made.knows("localhost")
        assert not made.knows("evil.example")


def test_head_has_no_body(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=30)
    connection.request("HEAD", "/x.css")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Content-Length"], answer.read()) == (200, "4", b"")
    connection.request("GET", "/x.css")
    assert connection.getresponse().read() == b"p {}", "nothing of a body was left in between"
    connection.close()


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_nothing_can_be_changed(server: Server, method: str) -> None:
    assert ask(server, "/", method)[0] == 501


def test_a_page_hears_of_an_edit(server: Server) -> None:
    shown = server.versions.now
    assert ask(server, "/_reload?version=older")[2] == shown
    heard: list[str] = []
    waiting = threading.Thread(target=lambda: heard.append(ask(server, f"/_reload?version={shown}")[2]))
    waiting.start()
    time.sleep(0.2)
    assert not heard
    server.versions.step()
    waiting.join(10)
    assert heard == [server.versions.now]
    assert heard != [shown]


def test_an_edit_is_seen_and_which_kind_it_is(tmp_path: Path) -> None:
    for name in ("playbooks/x.yaml", "templates/x.j2"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("1")
    seen: list[tuple[bool, bool]] = []
    noticed, stopped = threading.Event(), threading.Event()

    def edited(look: bool, code: bool) -> None:
        seen.append((look, code))
        if len(seen) == 1:
            # Somebody edits while the tree is first read.
            (tmp_path / "playbooks/x.yaml").write_text("22")
        else:
            noticed.set()

    thread = threading.Thread(target=follow, args=(tmp_path, edited, stopped))
    thread.start()
    assert noticed.wait(20)
    for name in ("templates/x.j2", "playbooks/new.yaml"):
        noticed.clear()
        time.sleep(0.5)
        (tmp_path / name).write_text("22")
        assert noticed.wait(20)
    stopped.set()
    thread.join()
    assert seen == [(True, False), (False, False), (True, False), (False, False)]


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_it_ends_and_leaves_nothing(sign: signal.Signals, code: int, tmp_path: Path) -> None:
    root, scratch = tmp_path / "root", tmp_path / "scratch"
    scratch.mkdir()
    root.mkdir()
    written(root, files(book(), one=engagement()))
    shutil.copytree(ROOT / "templates", root / "templates")
    shutil.copytree(ROOT / "site_config", root / "site_config", ignore=shutil.ignore_patterns("fonts", "vendor"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "--root", str(root), "--lang", "en", "serve", "--port", "0"],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(scratch), "PYTHONUNBUFFERED": "1"}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
    )  # fmt: skip
    assert process.stderr
    said = iter(process.stderr.readline, b"")
    assert any(b"up to date" in line for line in said)
    process.send_signal(sign)
    assert process.wait(30) == code
    process.stderr.close()
    assert list(scratch.iterdir()) == []
