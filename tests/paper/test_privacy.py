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
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import full
import pytest
import trees
from pydantic import BaseModel
from pypdf import PdfReader

from generator.diagnostics import LANGS, Lang
from generator.publish.sheets import SheetVariant
from generator.render import FORMATS, NIGHT_FORMATS
from generator.tailor import CUSTOMER, TEAM, Checklist, for_customer
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
    return {checklist.id: checklist for checklist in sites.context(trees.library(planted()[0])).checklists}


def variants(engagement: str) -> list[SheetVariant]:
    """Every sheet that the site or the command makes of both copies, and of each role that owns something."""
    roles = [None, *{duty.owner.id: None for duty in made()[engagement].duties}]
    whole = [
        SheetVariant(lang, name, audience, role)
        for name in FORMATS
        for lang in LANGS
        for audience in (TEAM, CUSTOMER)
        for role in (roles if name in ("html", "ics") else [None])
    ]
    night = [
        SheetVariant(lang, name, audience, night=True)
        for name in NIGHT_FORMATS
        for lang in LANGS
        for audience in (TEAM, CUSTOMER)
    ]
    return [*whole, *night]


def sheets(engagement: str) -> Iterator[tuple[str, bytes]]:
    builder = trees.builder(trees.library(planted()[0]))
    chosen = [
        variant
        for variant in map(builder.proper, variants(engagement))
        if variant.audience == CUSTOMER or variant.format != "pdf" or variant.lang == "en"
    ]
    # Written as the site's are, so that the customer's copy is cut once.
    with TemporaryDirectory() as folder:
        for path in builder.write(Path(folder), made()[engagement], chosen):
            yield path.name, path.read_bytes()


def visible(name: str, content: bytes) -> str:
    """All text that a file holds, hidden parts and properties included."""
    if name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        # A line may break inside a canary, at the signs that typst puts in for that.
        text = "".join(page.extract_text() for page in reader.pages) + str(reader.metadata) + str(reader.outline)
        assert not reader.attachments
        xmp = (
            reader.root_object["/Metadata"].get_object().get_data().decode()
            if "/Metadata" in reader.root_object
            else ""
        )
        return re.sub("[\\s\u200b\u00ad-]", "", text + xmp)
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
    # A calendar folds its lines.
    return content.decode().replace("\r\n ", "")


@cache
def found_in(engagement: str) -> dict[str, frozenset[str]]:
    """The canaries of each sheet of an engagement, by its file name."""
    return {name: frozenset(CANARY.findall(visible(name, content))) for name, content in sheets(engagement)}


def places(canaries: Iterable[str]) -> set[str]:
    return {planted()[1][canary] for canary in canaries}


def held(value: Any) -> set[str]:
    """The canaries of a value and of all in it, whatever its classes are."""
    if isinstance(value, str):
        return set(CANARY.findall(value))
    if isinstance(value, BaseModel):
        return held(tuple(getattr(value, name) for name in type(value).model_fields))
    if is_dataclass(value):
        return held(tuple(getattr(value, field.name) for field in fields(value)))
    rows = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return set().union(*map(held, rows))


@pytest.mark.parametrize("engagement", ["fresh", "over"])
def test_a_sheet_holds_no_other_engagement(engagement: str) -> None:
    own, other = (FRESH, OVER) if engagement == "fresh" else (OVER, FRESH)
    formats = set()
    for name, canaries in found_in(engagement).items():
        assert not [place for place in places(canaries) if place.startswith(f"{other}.")], name
        if len([place for place in places(canaries) if place.startswith(f"{own}.")]) > 20:
            formats.add(name.rsplit(".", 1)[1])
    assert formats == set(FORMATS), "in each format canaries are found where they belong"


@pytest.mark.parametrize("lang", LANGS)
def test_an_engagements_page_holds_no_other_engagement(lang: Lang) -> None:
    pages = {
        uri: page.body
        for uri, page in sites.build(planted()[0], lang).items()
        if "engagements/" in uri and "/index." in uri
    }
    assert len(pages) == 2
    for uri, content in pages.items():
        own, other = (FRESH, OVER) if "fresh" in uri else (OVER, FRESH)
        told = places(CANARY.findall(content))
        assert [place for place in told if place.startswith(f"{own}.")]
        assert not [place for place in told if place.startswith(f"{other}.")], uri


@cache
def internal() -> frozenset[str]:
    """The places of all that a customer never reads: what is marked so, and what is ours whatever it says (ADR 4)."""
    marked = set(_marked())
    ids = {"DEM-A02", "X02"}
    always = re.compile(
        rf"engagements/\w+\.(status\.({'|'.join(ids)})\..*|orders\.\d+\.(zone|fallback)\..*|orders\.\d+\.zone|contacts\.internal_group"
        r"|retrospective\.(kept|improve)\..*|team\.(product-oncall|duty-director)\..*|roster\.0\..*"
        # Names of people whom nobody knows to be the customer's or to be named anyway.
        r"|status\.[^.]+\.by|facts\.\w+\.by|risks\.\d\.accepted_by)"
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
    theirs = {name: places(canaries) for name, canaries in found_in(engagement).items() if ".customer." in name}
    assert len(theirs) > 20
    for name, told in theirs.items():
        assert told & internal() == set(), name
    assert len(places(set().union(*found_in(engagement).values())) & internal()) > 30, "the team's copies hold them"


@pytest.mark.parametrize("engagement", ["fresh", "over"])
def test_a_customers_copy_holds_what_was_decided_and_all_of_it(engagement: str) -> None:
    """Whatever canary of whatever file is in a customer's sheet, somebody decided to show it; and what was decided is there."""
    whole, triangle = made()[engagement], frozenset({"account-manager", "architect", "technical-service-manager"})
    copy = for_customer(whole, triangle)
    # Beside the checklist a role's sheet says the role's own title.
    decided = held(copy) | {
        canary for canary, place in planted()[1].items() if ".title." in place and "roles." in place
    }
    team: set[str] = set()
    customer: set[str] = set()
    for name, canaries in found_in(engagement).items():
        if ".customer." in name:
            assert places(canaries - decided) == set(), name
            customer |= canaries
        else:
            team |= canaries
    assert len(held(whole) - held(copy)) > 60
    assert len(customer) > 150
    assert places((team & held(copy)) - customer) == set(), (
        "what the team's sheets print and the copy shows, it prints too"
    )


def test_a_site_without_engagements_holds_no_customer(tmp_path: Path) -> None:
    files, places = planted()
    trees.written(tmp_path, files)
    for name in ("templates", "site_config"):
        (tmp_path / name).symlink_to(trees.ROOT / name)
    shutil.copy(trees.ROOT / "mkdocs.yml", tmp_path)
    out = tmp_path / "build" / "site"
    place = ("--root", str(tmp_path), "--today", "2026-10-15", "-q")
    command = [sys.executable, "-m", "generator", *place, "site", "--without-engagements"]
    done = subprocess.run(command, cwd=trees.ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    told: set[str] = set()
    for path in out.rglob("*"):
        assert path.name not in ("fresh", "over")
        if path.is_file():
            told |= {places[canary.decode()] for canary in re.findall(CANARY.pattern.encode(), path.read_bytes())}
    assert len([place for place in told if place.startswith("demo.")]) > 100, "the knowledge is there"
    assert not [place for place in told if place.startswith("engagements/")]
