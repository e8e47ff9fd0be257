"""A customer's sheet holds that customer alone, a customer's copy nothing internal, and a site without engagements none of them.

Every text of every engagement is a canary of its own; what a reader of each format can see or dig out is searched for them.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import full
import pytest
import trees
from pypdf import PdfReader

from generator.diagnostics import LANGS, Lang
from generator.publish.site import _cuts
from generator.render import FORMATS, render
from generator.tailor import Checklist
from tests import sites

CANARY = re.compile(r"CNRY[0-9]{4}Z")
FRESH, OVER = "engagements/fresh", "engagements/over"


@cache
def planted() -> tuple[trees.Files, dict[str, str]]:
    """The tree, and per canary its place."""
    places: dict[str, str] = {}

    def say(place: str, rich: bool) -> str:
        canary = f"CNRY{len(places):04}Z"
        places[canary] = place
        return canary

    return full.files(say), places


@cache
def made() -> dict[str, Checklist]:
    return {checklist.id: checklist for checklist in sites.checklists(planted()[0])}


def sheets(engagement: str, audience: str | None = None) -> Iterator[tuple[str, bytes]]:
    desk = trees.desk(trees.library(planted()[0]))
    for cut in _cuts(made()[engagement]):
        if (audience is None or cut.audience == audience) and (cut.format != "pdf" or cut.lang == "en"):
            yield cut.file_name(engagement), render(desk.sheet(made()[engagement], cut), cut.format)


def visible(name: str, content: bytes) -> str:
    """All text that a file holds, hidden parts and properties included."""
    if name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        # A line may break inside a canary, at the signs that typst puts in for that.
        text = "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
        return re.sub("[\\s\u200b\u00ad-]", "", text)
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
    # A calendar folds its lines.
    return content.decode().replace("\r\n ", "")


def found(name: str, content: bytes) -> set[str]:
    return {planted()[1][canary] for canary in CANARY.findall(visible(name, content))}


@pytest.mark.parametrize("engagement", ["fresh", "over"])
def test_a_sheet_holds_no_other_engagement(engagement: str) -> None:
    own, other = (FRESH, OVER) if engagement == "fresh" else (OVER, FRESH)
    formats = set()
    for name, content in sheets(engagement):
        places = found(name, content)
        assert not [place for place in places if place.startswith(f"{other}.")], name
        if len([place for place in places if place.startswith(f"{own}.")]) > 20:
            formats.add(name.rsplit(".", 1)[1])
    assert formats == set(FORMATS), "in each format canaries are found where they belong"


@pytest.mark.parametrize("lang", LANGS)
def test_an_engagements_page_holds_no_other_engagement(lang: Lang) -> None:
    pages = {
        uri: content
        for uri, content in sites.live(planted()[0], lang).items()
        if "engagements/" in uri and "/index." in uri
    }
    assert len(pages) == 2
    for uri, content in pages.items():
        own, other = (FRESH, OVER) if "fresh" in uri else (OVER, FRESH)
        places = {planted()[1][canary] for canary in CANARY.findall(content)}
        assert [place for place in places if place.startswith(f"{own}.")]
        assert not [place for place in places if place.startswith(f"{other}.")], uri


@cache
def internal() -> frozenset[str]:
    """The places of all that a customer never reads: what is marked so, and what is ours whatever it says (ADR 4)."""
    marked = set(_marked())
    ids = {"DEM-A02", "X02"}
    always = re.compile(
        rf"engagements/\w+\.(status\.({'|'.join(ids)})\..*|orders\.\d+\.(zone|fallback)\..*|orders\.\d+\.zone|contacts\.internal_group"
        r"|retrospective\.(kept|improve)\..*|team\.(product-oncall|duty-director)\..*|roster\.0\..*)"
    )
    return frozenset(
        place
        for place in planted()[1].values()
        if always.fullmatch(place) or any(place.startswith(f"{one}.") for one in marked)
    )


def _marked() -> Iterator[str]:
    def walk(value: Any, place: str) -> Iterator[str]:
        if isinstance(value, dict) and value.get("audience") == "internal":
            yield place
        entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, one in entries:
            yield from walk(one, f"{place}.{key}")

    for file, data in full.data().items():
        yield from walk(data, file.removeprefix("playbooks/").removesuffix(".yaml"))


@pytest.mark.parametrize("engagement", ["fresh", "over"])
def test_a_customers_copy_holds_nothing_internal(engagement: str) -> None:
    assert len(internal()) > 80
    seen: set[str] = set()
    for name, content in sheets(engagement):
        places = found(name, content)
        if ".customer." in name:
            assert places & internal() == set(), name
        seen |= places
    assert len(seen & internal()) > 30, "the team's copies hold what was planted"


def test_a_site_without_engagements_holds_no_customer(tmp_path: Path) -> None:
    files, places = planted()
    trees.written(tmp_path, files)
    for name in ("templates", "site_config"):
        (tmp_path / name).symlink_to(trees.ROOT / name)
    shutil.copy(trees.ROOT / "mkdocs.yml", tmp_path)
    out = tmp_path / "build" / "site"
    command = [
        sys.executable,
        "-m",
        "generator",
        "--root",
        str(tmp_path),
        "--today",
        "2026-10-15",
        "-q",
        "site",
        "--without-engagements",
    ]
    done = subprocess.run(command, cwd=trees.ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    told: set[str] = set()
    for path in out.rglob("*"):
        assert path.name not in ("fresh", "over")
        if path.is_file():
            told |= {places[canary.decode()] for canary in re.findall(CANARY.pattern.encode(), path.read_bytes())}
    assert len([place for place in told if place.startswith("demo.")]) > 100, "the knowledge is there"
    assert not [place for place in told if place.startswith("engagements/")]
