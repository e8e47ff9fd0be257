"""Nothing that a YAML file says acts on a page: whatever its texts hold, the page has the elements, attributes and styles that it has
for letters and nothing else, and the texts are shown sign by sign.

Two trees are alike but for their texts. ``full`` walks the model, so that every text of every kind of file is planted, and a new field
that nobody plants fails ``test_hostile_texts.test_every_key_of_every_kind_of_file_is_written``.
"""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

import full
import pytest
import trees
from payloads import hostile, letters, twin

from generator.diagnostics import LANGS, Lang
from generator.publish.frames import BuiltFrame, build_frames
from generator.site import Page, SiteContext, plan
from generator.site.language_site import LanguageSite
from tests.sites import build, context

SPOKEN = frozenset((
    "title", "aria-label", "alt", "placeholder", "data-text", "data-label", "data-person", "data-manager", "data-all", "data-value", "value",
    "data-cluster",
))  # fmt: skip
"""Attributes that hold a text of a file: it may be another, but never be absent. All others have to be the same to the letter."""
MADE_OF_TEXTS = re.compile(r"(?<=\bm-)[0-9a-f]{10}$|(?:-[0-9a-f]{1,6}){8,}")
"""Ids that are made of a person's name or of a unit, in hexadecimal digits."""
FINGERPRINT = re.compile(r"E-[A-Z2-7]{10}")
EMPTY = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))


@cache
def contexts(kind: str, lang: Lang) -> SiteContext:
    return context(trees.library(full.files(hostile if kind == "hostile" else twin)), lang)


@cache
def made(kind: str, lang: Lang) -> dict[str, Page]:
    return {uri: source.make() for uri, source in plan(contexts(kind, lang)).items()}


class Structure(HTMLParser):
    """What a browser would make of a page, without its words; and its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        described = ("name", "description") in attrs
        self.found.append((
            tag, tuple((name, "…" if described and name == "content" else _same(name, value or "")) for name, value in attrs)
        ))  # fmt: skip

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.found.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        self.found.append(("!", ()))

    def handle_data(self, data: str) -> None:
        # A drawing has room for the beginning of a name alone, and its title for all of it.
        if not {"svg", "script"} & set(self.open) and not FINGERPRINT.fullmatch(data):
            self.words.append(data)

    @property
    def said(self) -> list[str]:
        """Each run of words in letters alone. Sorted, for people are offered by name; and the glossary files a term under a capital."""
        return sorted(letters(" ".join(words.split())).lower() for words in self.words)


def _same(name: str, value: str) -> str:
    return "…" if name in SPOKEN else MADE_OF_TEXTS.sub("…", value)


@pytest.mark.parametrize("lang", LANGS)
def test_a_hostile_text_makes_no_element_attribute_or_style(lang: Lang) -> None:
    acting, harmless = made("hostile", lang), made("twin", lang)
    assert list(acting) == list(harmless)
    assert len(acting) > 35
    for uri, page in acting.items():
        found, wanted = Structure(page.body), Structure(harmless[uri].body)
        assert found.found == wanted.found, uri
        assert found.open == wanted.open == [], uri
        assert [(one.id, one.level) for one in page.contents] == [(one.id, one.level) for one in harmless[uri].contents]
        assert [one.location for one in page.found] == [one.location for one in harmless[uri].found], uri


@pytest.mark.parametrize("lang", LANGS)
def test_a_hostile_text_is_shown_sign_by_sign(lang: Lang) -> None:
    shown = ""
    for uri, page in made("hostile", lang).items():
        found = Structure(page.body)
        assert found.said == Structure(made("twin", lang)[uri].body).said, uri
        shown += " ".join("".join(found.words).split())
    for text in (
        "{{ 7*191 }}",
        "</td></table></title></style>",
        "{.x onmouseover=pwned() style=position:fixed;inset:0}",
    ):
        assert shown.count(text) > 100, text


@pytest.fixture(scope="module")
def frames() -> dict[Lang, BuiltFrame]:
    return build_frames(trees.ROOT)


@pytest.mark.parametrize("lang", LANGS)
def test_in_its_frame_a_hostile_text_makes_nothing_either(lang: Lang, frames: dict[Lang, BuiltFrame]) -> None:
    """Titles stand in the window's title, the header, the navigation, the contents and the description."""
    sites = [LanguageSite(contexts(kind, lang), frames[lang].frame) for kind in ("hostile", "twin")]
    for uri, page in made("hostile", lang).items():
        found, wanted = (
            Structure(site.framed(of)) for site, of in zip(sites, (page, made("twin", lang)[uri]), strict=True)
        )
        assert found.found == wanted.found, uri
        assert found.said == wanted.said, uri


@pytest.mark.parametrize("lang", LANGS)
def test_no_address_runs_anything(lang: Lang) -> None:
    for uri, page in made("hostile", lang).items():
        addresses = re.findall(r'\s(?:href|src|action)="([^"]*)"', page.body)
        strange = [
            one
            for one in addresses
            if re.match(r"[^#/.?]*:", one) and not one.startswith(("https://", "mailto:", "tel:"))
        ]
        assert strange == [], uri


def test_a_title_that_once_broke_the_site_stays_a_title() -> None:
    title = "服务总监\n\n~~~ {.x onmouseover=hit(1) style=position:fixed;inset:0}\nhello\n~~~\n\nz"
    roles = {**trees.SHARED["roles"], "duty-director": {"title": {"zh": title, "en": "~~~"}, "side": "vendor"}}
    for lang in LANGS:
        pages = build(trees.files(shared={"roles": roles}, fresh=trees.engagement()), lang)
        page = pages["roles/duty-director.html"]
        assert (
            '<h1 id="content">服务总监 ~~~ {.x onmouseover=hit(1) style=position:fixed;inset:0} hello ~~~ z</h1>'
            in page.body
            or lang == "en"
        )
        assert not any(' onmouseover="' in one.body or "<pre class" in one.body for one in pages.values())
