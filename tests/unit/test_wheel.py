"""The package as others get it: built from its sdist, installed outside the repository, and run on a folder that holds playbooks alone."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import openpyxl
import pytest
from pypdf import PdfReader
from trees import ROOT

from generator import RESOURCES, __version__
from generator.cli import COMMANDS
from generator.render import FORMATS

SOURCES = (
    "generator",
    "templates",
    "site_config",
    "mkdocs.yml",
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
)
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"
TODAY, SAMPLE = "2026-10-20", "fresh-double11"
CUSTOMER = {"zh": "示例生鲜", "en": "Example Fresh"}


@dataclass(frozen=True)
class Installed:
    """The interpreter of an environment that has the package, and what it runs with."""

    python: Path
    package: Path
    more: Mapping[str, str] = field(default_factory=dict)

    def run(self, root: Path | None, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        place = () if root is None else ("--root", str(root))
        command = [str(self.python), "-m", "generator", *place, "--today", TODAY, *arguments]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            command, capture_output=True, check=False, cwd=cwd or self.python.parent, encoding="utf-8", timeout=240,
            env={**environment, "PLAYBOOK_CACHE": "", **self.more},
        )  # fmt: skip


def _built(kind: str, source: Path, out: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BUILD, kind, str(out)],
        capture_output=True,
        check=False,
        cwd=source,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return out / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    source = folder / "source"
    for name in SOURCES:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, source / name)
    with tarfile.open(_built("build_sdist", source, folder)) as packed:
        packed.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    return _built("build_wheel", unpacked, folder)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """An environment with nothing but the wheel, that finds what it depends on where these tests do."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists())
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, capture_output=True, check=True, encoding="utf-8").stdout.strip())
    with ZipFile(wheel) as packed:
        packed.extractall(site)
    # A path in a .pth file is searched, and its own .pth files are not read: this repository stays out of sight.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(python, site / "generator")


@pytest.fixture
def playbooks_alone(tmp_path: Path) -> Path:
    """The playbooks and one engagement, and nothing else."""
    root = tmp_path / "ours"
    shutil.copytree(ROOT / "playbooks", root / "playbooks")
    for engagement in (root / "playbooks" / "engagements").glob("*.yaml"):
        if engagement.stem != SAMPLE:
            engagement.unlink()
    return root


def test_the_wheel_holds_all_that_the_repository_renders_with(wheel: Path) -> None:
    names = {name.removeprefix("generator/data/") for name in ZipFile(wheel).namelist()}
    ours = [path for name in ("templates", "site_config") for path in (RESOURCES / name).rglob("*") if path.is_file()]
    assert {path.relative_to(RESOURCES).as_posix() for path in ours if "__pycache__" not in path.parts} <= names
    assert {"mkdocs.yml", "generator/py.typed"} <= names
    assert not any("__pycache__" in name or name.startswith(("tests/", "templates/x")) for name in names)


def test_it_is_the_installed_one_that_runs_and_says_its_version(installed: Installed, tmp_path: Path) -> None:
    done = installed.run(None, "--version", cwd=tmp_path)
    assert done.stdout == f"playbook {__version__}\n"
    where = [
        str(installed.python),
        "-c",
        "import generator, importlib.metadata as m; print(generator.RESOURCES, m.version('assurance-playbook'))",
    ]
    said = subprocess.run(where, capture_output=True, check=True, cwd=tmp_path, encoding="utf-8").stdout.split()
    assert said == [str(installed.package / "data"), __version__]


def pdf(content: bytes, lang: str) -> str:
    reader = PdfReader(io.BytesIO(content))
    fonts = {
        str(font["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in (
            each.get_object()["/DescendantFonts"][0].get_object() for each in page["/Resources"]["/Font"].values()
        )
        if "/FontFile2" in font["/FontDescriptor"] or "/FontFile3" in font["/FontDescriptor"]
    }
    assert {"NotoSansSC-Regular", "NotoSansSC-Bold"} <= fonts
    return "".join(page.extract_text() for page in reader.pages)


def xlsx(content: bytes, lang: str) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def plain(content: bytes, lang: str) -> str:
    return content.decode("utf-8").replace("\r\n ", "")


READERS: Mapping[str, Callable[[bytes, str], str]] = {
    "pdf": pdf,
    "xlsx": xlsx,
    "html": plain,
    "md": plain,
    "ics": plain,
}


def test_every_format_of_a_sample_is_made_and_full(installed: Installed, playbooks_alone: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheets"
    done = installed.run(playbooks_alone, "checklist", SAMPLE, "--out", str(out))
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert READERS.keys() == FORMATS.keys()
    for format, read in READERS.items():
        for lang, customer in CUSTOMER.items():
            said = read((out / SAMPLE / f"{SAMPLE}.{lang}.{format}").read_bytes(), lang)
            assert customer in said, (format, lang)
            assert len(said) > 5_000, (format, lang)


def test_the_site_is_built_by_what_the_package_brings(installed: Installed, playbooks_alone: Path) -> None:
    done = installed.run(playbooks_alone, "--lang", "zh", "site", "--format", "html")
    assert done.returncode == 0, done.stderr
    site = playbooks_alone / "build" / "site"
    for lang, customer in CUSTOMER.items():
        assert customer in (site / "engagements" / SAMPLE / f"index.{lang}.html").read_text("utf-8")
        manual = (site / lang / "manual" / "commands.html").read_text("utf-8")
        assert "playbook checklist" in manual
        # No repository was named: nothing leads to the invented one of ours.
        assert "git.example.com" not in manual
    assert list(site.glob("zh/assets/**/*.css"))


def test_where_the_site_stands_and_is_edited_is_the_tree_s_own_to_say(
    installed: Installed, playbooks_alone: Path
) -> None:
    said = "site_name: ours\nrepo_url: https://git.example.org/us/them\nedit_uri: edit/main/\nextra: {address: 'https://us.example.org/'}\n"
    (playbooks_alone / "mkdocs.yml").write_text(said, encoding="utf-8")
    done = installed.run(None, "-q", "site", "--format", "html", cwd=playbooks_alone / "playbooks")
    assert done.returncode == 0, done.stderr
    site = playbooks_alone / "build" / "site"
    page = (site / "zh" / "playbooks" / "game-launch.html").read_text("utf-8")
    assert "https://git.example.org/us/them/edit/main/playbooks/game-launch.yaml" in page
    # The manual came with the package: nobody edits it there.
    assert "site_config/pages" not in (site / "zh" / "manual" / "commands.html").read_text("utf-8")
    assert "git.example.com" not in page


def test_a_preview_shows_a_page_from_the_package(installed: Installed, playbooks_alone: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(installed.python), "-m", "generator", "--root", str(playbooks_alone), "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=playbooks_alone, env={**environment, "PLAYBOOK_CACHE": ""}, stderr=subprocess.DEVNULL
    ) as preview:
        try:
            assert "游戏" in _page(f"http://127.0.0.1:{port}/zh/playbooks/game-launch.html")
        finally:
            preview.terminate()
    assert preview.returncode == 128 + signal.SIGTERM


def _page(address: str) -> str:
    """What stands there, once somebody listens."""
    for _ in range(600):
        try:
            with urlopen(address, timeout=60) as answer:
                return str(answer.read().decode("utf-8"))
        except ConnectionRefusedError:
            time.sleep(0.1)
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise AssertionError(f"nobody listens at {address}")


def copied(installed: Installed, folder: Path) -> Installed:
    """A copy of the installed package, to be damaged; it comes first, and shares its files with the one that it is of."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(installed.package, folder / "generator", ignore=ignored, copy_function=os.link)
    return replace(installed, more={"PYTHONPATH": str(folder)})


COMMAND_LINES: Mapping[str, tuple[tuple[str, ...], int, str]] = {
    "check": (("check",), 0, ""),
    "checklist": (("checklist", SAMPLE, "--format", "md", "--sheet", "night"), 0, "night.zh.md"),
    "agenda": (("agenda", "--format", "ics"), 0, "BEGIN:VCALENDAR"),
    "verify": (("verify", "E-AAAAAAAAAA"), 2, "没有 git 历史可查"),
    "record": (("record", SAMPLE, "FILLED", "--dry-run"), 0, "没有要改的"),
    "rebase": (("rebase", SAMPLE, "--dry-run"), 0, "2026.2"),
    "fmt": (("fmt", "--check"), 0, "一致"),
    "new": (
        ("new", "brand-new", "--playbook", "game-launch", "--start", "2027-03-01T10:00+08:00"),
        0,
        "brand-new.yaml",
    ),
    "diff": (("diff", "ROOT"), 0, ""),
    "schema": (("schema",), 0, "site_config/schemas/playbook.schema.json"),
}
"""Command → its line on a folder that holds playbooks alone, its exit code, and something of what it says."""
OF_THE_SITE = {"serve", "site"}


def test_every_command_has_its_line_here() -> None:
    assert COMMAND_LINES.keys() | OF_THE_SITE == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMAND_LINES)
def test_every_command_runs_from_the_package(
    installed: Installed, playbooks_alone: Path, tmp_path: Path, name: str
) -> None:
    line, code, said = COMMAND_LINES[name]
    filled = tmp_path / "out" / SAMPLE / f"{SAMPLE}.zh.xlsx"
    if "FILLED" in line:
        made = ("checklist", SAMPLE, "--format", "xlsx", "--out", str(tmp_path / "out"))
        assert installed.run(playbooks_alone, *made).returncode == 0
    names = {"ROOT": str(playbooks_alone), "FILLED": str(filled)}
    done = installed.run(playbooks_alone, "--lang", "zh", *(names.get(word, word) for word in line))
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert said in done.stdout + done.stderr


def test_the_schemas_of_a_tree_do_not_stand_in_the_way_of_what_the_package_brings(
    installed: Installed, playbooks_alone: Path
) -> None:
    assert installed.run(playbooks_alone, "schema").returncode == 0
    assert (playbooks_alone / "site_config" / "schemas").is_dir()
    done = installed.run(playbooks_alone, "checklist", SAMPLE, "--format", "md,pdf")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("gone", "format", "named"),
    [
        ("site_config/fonts", "pdf", "site_config/fonts:"),
        ("site_config/fonts/NotoSansSC_700Bold.ttf", "pdf", "site_config/fonts:"),
        ("site_config/strings/en", "md", "site_config/strings/en:"),
        ("site_config/strings/zh/sheet.yaml", "xlsx", "site_config/strings: sheet"),
        ("site_config/strings/en/vocabulary.yaml", "ics", "site_config/strings/en: vocabulary.yaml"),
        ("templates/checklist", "html", "templates/checklist:"),
        ("templates/checklist/sheet.md.j2", "md", "templates: sheet.md.j2"),
        ("templates/typst/full.typ", "pdf", "templates: full.typ"),
    ],
)
def test_what_the_installation_lacks_is_said_in_one_line_and_nothing_is_printed(
    installed: Installed, playbooks_alone: Path, tmp_path: Path, gone: str, format: str, named: str
) -> None:
    there, lost = copied(installed, tmp_path), tmp_path / "generator" / "data" / gone
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    out = tmp_path / "sheets"
    done = there.run(playbooks_alone, "-q", "checklist", SAMPLE, "--format", format, "--out", str(out))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert named in line
    assert not list(out.rglob(f"*.{format}"))


def test_a_font_that_is_no_font_is_missed_as_well(installed: Installed, playbooks_alone: Path, tmp_path: Path) -> None:
    there = copied(installed, tmp_path)
    for font in (tmp_path / "generator" / "data" / "site_config" / "fonts").glob("*.ttf"):
        font.unlink()
        font.write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    done = there.run(playbooks_alone, "-q", "checklist", SAMPLE, "--format", "pdf", "--out", str(tmp_path / "sheets"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "fonts" in done.stderr


def test_a_tree_may_say_some_words_and_templates_itself(
    installed: Installed, playbooks_alone: Path, tmp_path: Path
) -> None:
    words = playbooks_alone / "site_config" / "strings" / "zh" / "vocabulary.yaml"
    words.parent.mkdir(parents=True)
    words.write_text("value: {state: {done: 搞定}}\n", encoding="utf-8")
    done = installed.run(playbooks_alone, "checklist", SAMPLE, "--format", "md", "--out", str(tmp_path / "sheets"))
    assert done.returncode == 0, done.stderr
    said = (tmp_path / "sheets" / SAMPLE / f"{SAMPLE}.zh.md").read_text("utf-8")
    assert "搞定" in said
    assert CUSTOMER["zh"] in said
    words.write_text("value: {state: {done: 搞定\n", encoding="utf-8")
    done = installed.run(
        playbooks_alone, "-q", "checklist", SAMPLE, "--format", "md", "--out", str(tmp_path / "sheets")
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "vocabulary.yaml:1:16: " in done.stderr
