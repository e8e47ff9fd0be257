"""HTML and Markdown sheets: every row is there, whatever a file says stays text, and nothing foreign is asked for."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from trees import LONG_AFTER, ROOT, TODAY, Data, book, engagement, files, item, library, rendered, sheet, tailored

from generator.diagnostics import LANGS, Lang
from generator.i18n import markdown as as_markdown
from generator.i18n import markup
from generator.library import load
from generator.model.text import Text
from generator.publish.disk import read_tree
from generator.render import FORMATS, render
from generator.render.html import SCRIPTS
from generator.render.night import relative
from generator.render.sheet import Sheet, file_name, letter
from generator.tailor import tailor

VOID = {"meta", "br", "hr", "img", "link", "input"}
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    data: list[str]
    begins: int
    ends: int | None = None

    @property
    def text(self) -> str:
        return "".join(self.data[self.begins : self.ends])


@dataclass
class Page(HTMLParser):
    """All elements of a page in order, each with the text directly and indirectly in it; unclosed ones are faults."""

    elements: list[Element] = field(default_factory=list)
    _data: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._data, len(self._data))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        element = self._open.pop()
        assert element.tag == tag
        element.ends = len(self._data)

    def handle_data(self, data: str) -> None:
        self._data.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [found for found in self.elements if found.tag == tag and wanted.items() <= found.attributes.items()]


@lru_cache(maxsize=2 * 8)
def page(html: str) -> Page:
    found = Page()
    found.feed(html)
    found.close()
    assert not found._open
    return found


# The real engagements.

REAL = load(read_tree(ROOT))
IDS = sorted(REAL.engagements)
COPIES: list[tuple[Lang, str]] = [("zh", "team"), ("en", "customer")]


@cache
def real(id: str, lang: Lang, audience: str) -> tuple[Sheet, str, str]:
    cut = sheet(REAL, tailor(REAL, REAL.engagements[id], date(2026, 11, 23)), lang, audience)
    return cut, rendered(cut, "html"), rendered(cut, "md")


@pytest.mark.parametrize(("lang", "audience"), COPIES)
@pytest.mark.parametrize("id", IDS)
def test_no_item_is_lost_or_doubled(id: str, lang: Lang, audience: str) -> None:
    cut, html, md = real(id, lang, audience)
    checklist = cut.checklist
    ids = [found.id for found in checklist.duties]
    assert len(ids) > 20
    read = page(html)
    assert [
        found.attributes["data-id"] for found in read.elements if "duty" in found.attributes.get("class", "").split()
    ] == ids
    assert [found.attributes["data-id"] for found in read.all("li", class_="waived")] == [
        found.id for found in checklist.waived
    ]
    assert [found.attributes["data-id"] for found in read.all("li", class_="left-out")] == [
        found.id for found in checklist.left_out
    ]
    for kind, lines in (
        ("estimate", checklist.estimates), ("order", checklist.orders), ("risk", checklist.risks), ("test", checklist.tests),
        ("fact", checklist.facts), ("shift", checklist.roster), ("resource", checklist.resources),
    ):  # fmt: skip
        assert len(read.all("tr", class_=kind)) == len(lines), kind
    assert len(read.all("article", class_="card plan")) == len(checklist.plans)
    assert [f"{name} {count}" for name, count in counted(read)] == [
        f"{name} {count}" for name, count in expected_counts(cut)
    ]

    tasks = re.findall(r"^- \[([ x])\] \*\*(\S+?)\*\*", md, re.M)
    assert [id for _, id in tasks] == ids
    assert [mark for mark, _ in tasks] == ["x" if found.settled else " " for found in checklist.duties]
    brief = re.findall(r"^- (?:\*\*)?([A-Z]{2,5}-[TA]\d+|X\d+)\b", md, re.M)
    assert Counter(brief) == Counter(
        found.id for found in (*checklist.waived, *checklist.accepted, *checklist.left_out)
    )
    for _, count in expected_counts(cut):
        assert f" {count}" in md


def counted(read: Page) -> list[tuple[str, str]]:
    (counts,) = read.all("ul", class_="counts")
    return re.findall(r"(\S.*?) (\d+)", counts.text)


def expected_counts(cut: Sheet) -> list[tuple[str, str]]:
    counts = cut.checklist.counts
    names = ("total", "finished", "open", "overdue", "blocked", "accepted", "to_confirm", "waived", "left_out")
    return [(cut.kit.strings.field[name], str(getattr(counts, name))) for name in names]


@pytest.mark.parametrize(("lang", "audience"), COPIES)
@pytest.mark.parametrize("id", IDS)
def test_a_page_stands_alone(id: str, lang: Lang, audience: str) -> None:
    cut, html, _ = real(id, lang, audience)
    read = page(html)
    assert {found.tag for found in read.elements} <= {
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "article", "div", "span", "p", "h1",
        "h2", "h3", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "b", "strong", "small", "code",
        "a", "br", "script", "link",
    }  # fmt: skip
    *data, script = read.all("script")
    assert [found.attributes.get("type") for found in data] == ["application/json"] * len(data)
    assert script.attributes == {}
    assert script.text.strip() == "\n".join(cut.kit.templates[name] for name in SCRIPTS).strip(), (
        "one program, the same for all"
    )
    assert not re.search(
        r"fetch\(|XMLHttpRequest|WebSocket|sendBeacon|\bimport\s*\(|\bimport\s+[\w{*]|eval\(|innerHTML|https?://",
        script.text,
    )
    assert not [found for found in read.elements if {"src", "srcset", "style", "data"} & found.attributes.keys()]
    assert not [name for found in read.elements for name in found.attributes if name.startswith("on")]
    # An icon of no bytes: a browser would ask the server for one of its own.
    assert {(found.attributes["rel"], found.attributes["href"]) for found in read.all("link")} <= {("icon", "data:,")}
    (style,) = read.all("style")
    assert not re.search(r"@import|url\(|expression\(", style.text)
    for link in read.all("a"):
        href = link.attributes["href"]
        assert href.startswith("#") or link.attributes["rel"] == "noopener noreferrer"
    anchors = {found.attributes["id"] for found in read.elements if "id" in found.attributes}
    assert {link.attributes["href"][1:] for link in read.all("a") if link.attributes["href"].startswith("#")} <= anchors
    assert len(anchors) == sum("id" in found.attributes for found in read.elements)
    assert read.elements[0].attributes["lang"] == {"zh": "zh-CN", "en": "en"}[lang]


@pytest.mark.parametrize(("lang", "audience"), COPIES)
@pytest.mark.parametrize("id", IDS)
def test_the_data_of_a_page_is_what_it_shows(id: str, lang: Lang, audience: str) -> None:
    cut, html, _ = real(id, lang, audience)
    data = json.loads(page(html).all("script")[0].text)
    checklist = cut.checklist
    assert data["engagement"] == id
    assert (data["edition"], data["fingerprint"]) == (checklist.edition, checklist.fingerprint)
    assert data["items"].keys() == {found.id for found in checklist.duties}
    for found in checklist.duties:
        line = data["items"][found.id]
        assert (line["state"], line["owner"]) == (found.status.state, found.owner.id)
        assert line["due"].startswith(found.due.day.isoformat())


@pytest.mark.parametrize(("lang", "audience"), COPIES)
def test_the_real_markdown_is_whole(lang: Lang, audience: str) -> None:
    for id in IDS:
        _, _, md = real(id, lang, audience)
        assert md.endswith("\n")
        assert "\n\n\n" not in md
        # A row with a cell too many or too few would lose text.
        for table in re.findall(r"(?:^\|.*\n)+", md, re.M):
            cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(cells) == 1, table
        assert kinds(md) <= {
            "text",
            "softbreak",
            "code_inline",
            "strong_open",
            "strong_close",
            "link_open",
            "link_close",
        }


# Hostile text.

HOSTILE = (
    "{{ 7*7 }} {% if %} {# x #}", "| a | b |", "[x](javascript:alert(1))", "--> ]]> < !-", "a\u2028# b\u2029- [ ] c", "a\r# b\r\r- [ ] c",
    "a\n\n# b\n\n    c", "    code", "\tcode", "# heading", "#", "- [ ] task", "-", "+ x", "1. x", "2) x", "---", "- - -", "***", "===",
    "> quote", "~~~", "```", "``` x", "[x]: https://evil.example/", "![x](https://evil.example/x.png)", "&lt;script&gt;", "&#60;b&#62;",
    "*a* _b_ ~~c~~ `", "`<script>alert(1)</script>`", "`</style></script><img src=x onerror=alert(1)>`", "`a|b` `c`",
    "[x](https://a.example/`b) `<img src=x onerror=alert(1)>`", "[x](https://a.example/|b)", "[x](https://a.example/\\\\) `<b>`",
    "[`<b>`](https://a.example/`)", "\\`<5 ms\\`", "\\\\`<img src=x>`", "**a `<i>` b** c", "!**[x](https://a.example/)**", "< 5 ms && a<5",
    "%3Cscript%3E javascript:alert(1)", "'\"", "${x} $(x) =1+1 @SUM(A1) +1", "\u202eabc\u202c", "😀 \u200b", "[ ] x", "[x] x", "<5 <=6 <-7",
    "`` ` ``", "a\\", "\\", "Term\n: Definition", "[^1]: note [^1]", "www.evil.example http://evil.example/",
)  # fmt: skip
FREE = (*HOSTILE, "<script>alert(1)</script>", "</style><script>x</script>", '" onmouseover="alert(1)', "'><img src=x onerror=alert(1)>",
        "<!--", "-->", "<a href=javascript:alert(1)>x</a>", "<https://evil.example/>", "</title><svg/onload=alert(1)>", "<?php ?>", "<![CDATA[x]]>")  # fmt: skip
ALLOWED = {"code", "strong", "a"}


def planted(text: Any, free: str) -> tuple[Data, Data]:
    """A playbook and an engagement with these words in every field that takes them, each field with content of its own kind."""
    plan = {
        "id": "DEM-P01", "kind": "emergency", "title": text, "trigger": text, "decider": "customer-lead", "executor": "architect",
        "notify": ["architect"], "action": [text, text], "takes": "60s", "effect": text, "verify": text, "rollback": text,
    }  # fmt: skip
    texts = dict.fromkeys(("title", "why", "how", "done_when", "evidence"), text)
    attention = [
        item(
            "DEM-A01",
            due="T-30",
            plan="DEM-P01",
            after=["DEM-A02"],
            repeat={"every": "30m", "from": "T-1h", "to": "T+1h"},
            **texts,
        ),
        item("DEM-A02", **texts, when="words == 'a' or figure > 5"),
        item("DEM-A03", products=["udb"], **texts),
        item("DEM-A04", **texts),
        item("DEM-A05", **texts),
        item("DEM-A06", due="T-28", wave="main", **texts),
    ]
    made = book(
        attention, title=text, plans=[plan], messages=[{"id": "first", "when": text, "text": text}],
        freeze=[{"side": "customer", "kind": "soft", "from": "T-3", "to": "E+1", "exceptions_by": "architect"}],
        waves={"main": {"title": text, "default": True}},
        facts={
            "words": {"ask": text, "type": "text", "unit": free}, "open": {"ask": text, "type": "number", "unit": free, "required": True},
            "figure": {"ask": text, "type": "number", "unit": free},
        },
        estimates=[
            {"id": "size", "title": text, "product": "vm", "demand": "figure", "per_unit": 1, "have": 4, "unit": free, "due": "T-20"},
            {"id": "unknown", "title": text, "product": "vm", "demand": "open", "per_unit": 1, "have": 4, "unit": free, "due": "T-20"},
        ],
    )  # fmt: skip
    for step in made["steps"]:
        step |= {"goal": text, "done_when": [text]}
    who = engagement(
        customer=text,
        event={"name": text, "state": "tentative", "waves": {"main": {"peak": "2026-11-10T20:00+08:00", "regions": [free]}}},
        team={"architect": [{"name": free, "contact": free}, {"name": free}], "customer-lead": [{"name": free}]},
        products=["vm"],
        facts={"words": {"value": free, "by": free}, "figure": {"value": 9, "by": free}},
        application={"level": "A", "scope": text},
        move={"DEM-A02": {"due": "T-29", "because": text}},
        skip={"DEM-A04": {"because": text, "by": "architect"}, "DEM-A06": {"because": text, "by": "architect", "until": "2026-10-01"}},
        extra=[item("X01", step="prepare", **texts)],
        status={
            "DEM-A01": {"state": "blocked", "by": free, "evidence": text, "note": text},
            "DEM-A05": {"state": "accepted", "by": free, "evidence": text, "note": text},
        },
        orders=[{"estimate": "size", "zone": free, "quantity": 4, "fallback": text}],
        tests=[{"id": free, "on": "2026-10-20", "target": 9, "reached": 8, "verdict": "fail", "note": text}],
        risks=[
            {"id": free, "level": "high", "text": text, "owner": "architect", "state": "open", "due": "2026-10-10", "accepted_by": free}
        ],
        resources=[{"id": free, "product": "vm", "region": free, "address": free, "use": text}],
        roster=[{"role": "architect", "who": free, "contact": free, "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"}],
        onsite={"place": text, "arrive": "T-6h", "leave": "E+4h"},
        contacts={"bridge": free, "customer_group": free, "internal_group": free},
        retrospective={
            "held": "2026-11-16", "actual": {"figure": 5, "words": free}, "kept": [text], "improve": [{"text": text, "change": free}],
        },
    )  # fmt: skip
    return made, who


def shared(text: Any) -> Data:
    roles = {
        role: {"title": text, "side": "customer" if role == "customer-lead" else "vendor", "triangle": role in ("account-manager", "architect", "technical-service-manager")}
        for role in ("account-manager", "architect", "technical-service-manager", "duty-director", "customer-lead", "product-oncall")
    }  # fmt: skip
    return {"roles": roles, "products": {product: {"title": text, "kind": "x"} for product in ("udb", "cache", "vm")}}


@lru_cache(maxsize=4)
def hostile_sheet(text: str, free: str, lang: Lang = "zh") -> Sheet:
    made, who = planted(text, free)
    tree = library(files(made, shared(text), fresh=who))
    return sheet(tree, tailor(tree, tree.engagements["fresh"], TODAY), lang)


def hostile(text: str, free: str, format: str, lang: Lang = "zh") -> str:
    return rendered(hostile_sheet(text, free, lang), format)


def structure(html: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Elements with their attributes, without those that a text's own markup may make; a title's words are its own affair."""
    return [
        (
            found.tag,
            tuple(sorted((name, "" if name.endswith("-title") else value) for name, value in found.attributes.items())),
        )
        for found in page(html).elements
        if found.tag not in ALLOWED
    ]


@lru_cache(maxsize=4)
def tokens_of(md: str) -> list[Token]:
    return COMMONMARK.parse(md)


def blocks(md: str) -> list[tuple[str, str]]:
    return [(token.type, token.tag) for token in tokens_of(md)]


def kinds(md: str) -> set[str]:
    """What stands inside the blocks, and blocks that no sheet has."""
    tokens = tokens_of(md)
    inline = {child.type for token in tokens for child in token.children or ()}
    return inline | ({token.type for token in tokens} & {"html_block", "code_block", "fence", "hr", "blockquote_open"})


HARMLESS = {"text", "softbreak", "code_inline", "strong_open", "strong_close", "link_open", "link_close"}


@cache
def harmless() -> tuple[Any, Any]:
    return structure(hostile("text", "free", "html")), blocks(hostile("text", "free", "md"))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_text_is_inert(text: str) -> None:
    html, md = hostile(text, "free", "html"), hostile(text, "free", "md")
    assert structure(html) == harmless()[0]
    for found in page(html).elements:
        if found.tag == "a" and "rel" in found.attributes:
            assert re.fullmatch(r"https://(a|evil)\.example/[^\s`|\\]*", found.attributes["href"])
    assert "49" not in page(html).all("h1")[0].text
    assert blocks(md) == harmless()[1]
    assert kinds(md) <= HARMLESS
    assert foreign(md) == set()


@pytest.mark.parametrize("free", FREE, ids=ascii)
def test_a_hostile_name_is_inert(free: str) -> None:
    html, md = hostile("text", free, "html"), hostile("text", free, "md")
    assert structure(html) == harmless()[0]
    assert json.loads(page(html).all("script")[0].text)["engagement"] == "fresh"
    assert not [found for found in page(html).all("a") if "rel" in found.attributes], "a name holds no links"
    assert blocks(md) == harmless()[1]
    assert kinds(md) <= HARMLESS - {"link_open", "link_close"}
    assert foreign(md) == set()


def foreign(md: str) -> set[str]:
    """Elements that another reader of Markdown would make, beyond those a sheet has; links only to where an author's led."""
    read = Page()
    read.feed(markdown.markdown(md, extensions=["tables", "sane_lists"]))
    for found in read.elements:
        assert found.attributes.keys() <= {"href"}
        assert found.tag != "a" or re.match(r"(https?://(a|evil)\.example/|mailto:)", found.attributes["href"])
    return {found.tag for found in read.elements} - {
        "p", "h1", "h2", "h3", "ul", "ol", "li", "strong", "em", "code", "a", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("format", ["html", "md"])
def test_the_words_of_a_hostile_text_are_all_there(lang: Lang, format: str) -> None:
    text = "<5 ms | a_b *c* {{ 7*7 }} & d"
    shown = hostile(text, text, format, lang)
    if format == "html":
        body = page(shown).all("body")[0].text
        assert body.count(text) > 60
    else:
        said = [
            token.content for block in COMMONMARK.parse(shown) for token in block.children or () if token.type == "text"
        ]
        assert " ".join(said).count(text) > 60


# Markdown of single texts.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**加粗** `代码` [链接](https://example.com/)", "**加粗** `代码` [链接](https://example.com/)"),
        ("a_b <5 ms 2 * 3", r"a\_b <5 ms 2 \* 3"),
        ("-5 %", "-5 %"),
        ("1.5 倍", "1.5 倍"),
        ("1. 先", r"1\. 先"),
        ("**a `b` c**", "**a `b` c**"),
        ("![x](https://example.com/x.png)", r"\![x](https://example.com/x.png)"),
        ("a & b &amp; c", "a & b &amp;amp; c"),
        ("`a|b`", "`a│b`"),
    ],
)
def test_markdown_stays_readable(text: str, expected: str) -> None:
    assert as_markdown(Text.model_validate(text), "zh") == expected


# Languages.


@pytest.mark.parametrize(
    ("only", "shown_in", "tag"), [("zh", "en", "zh-CN"), ("en", "zh", "en")], ids=["Chinese only", "English only"]
)
def test_a_text_in_one_language_is_shown_with_its_lang(only: str, shown_in: Lang, tag: str) -> None:
    tree = library(files(book([item("DEM-A01", how={only: "只有一种 one only"})]), fresh=engagement()))
    checklist = tailor(tree, tree.engagements["fresh"], TODAY)
    marked = page(rendered(sheet(tree, checklist, shown_in))).all("span", lang=tag)
    assert [found.text for found in marked] == ["只有一种 one only"]
    assert "只有一种 one only" in rendered(sheet(tree, checklist, shown_in), "md")
    own: Lang = "zh" if only == "zh" else "en"
    assert page(rendered(sheet(tree, checklist, own))).all("span", lang=tag) == []


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_engagement_has_no_empty_sections(lang: Lang) -> None:
    tree = library(files(None, fresh=engagement()))
    cut = sheet(tree, tailor(tree, tree.engagements["fresh"], TODAY), lang)
    words = cut.kit.strings.field.plain | cut.kit.strings.sheet.plain
    # What ticks may bring about is there, and hidden until then.
    shown = re.sub(r"<section[^>]* hidden>.*?</section>", "", rendered(cut), flags=re.DOTALL)
    headings = {found.text.strip() for found in page(shown).all("h2")}
    absent = ("waived_list", "accepted_list", "left_out_list", "estimates", "orders", "tests", "risks", "facts", "plans", "freeze", "roster",
              "messages", "resources", "retrospective")  # fmt: skip
    assert not headings & {words[name] for name in absent}
    assert not [
        line
        for line in rendered(cut, "md").splitlines()
        if line.startswith("## ") and line[3:] in {words[name] for name in absent}
    ]


def test_what_is_said_about_an_item_is_on_its_row() -> None:
    made = book(
        [
            item("DEM-A01", due="T-40", owner="customer-lead"),
            item("DEM-A02", due="T-20", when="n > 1"),
            item("DEM-A03", due=LONG_AFTER, after=["DEM-A01"]),
            item("DEM-A04", due="T-90"),
        ],
        facts={"n": {"ask": "数", "type": "number"}},
    )
    who = engagement(
        assign={"DEM-A02": "technical-service-manager"}, status={"DEM-A02": {"state": "doing", "note": "在做"}}
    )
    tree = library(files(made, fresh=who))
    cut = sheet(tree, tailor(tree, tree.engagements["fresh"], TODAY))
    rows = {
        found.attributes["data-id"]: " ".join(found.text.split())
        for found in page(rendered(cut)).elements
        if "duty" in found.attributes.get("class", "").split()
    }
    md = rendered(cut, "md")
    tasks = {block.split("**")[1]: block for block in re.split(r"^- \[.\] (?=\*\*)", md, flags=re.M)[1:]}
    for said in (rows, tasks):
        for words in ("无人担任", "2026-09-30 周三", "逾期", "由休息日 10-01 周四 前移"):
            assert words in said["DEM-A01"], words
        for words in (
            "技术服务经理",
            "示例丙",
            "原责任人：架构师",
            "待确认：数（条件：&gt; 1）" if said is None else "待确认：数",
            "进行中",
            "在做",
        ):
            assert words in said["DEM-A02"], words
        assert "等待：DEM-A01" in said["DEM-A03"]
        assert "立项前已到期" in said["DEM-A04"]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_rendered_the_same_twice(format: str) -> None:
    tree = library(files(book([item("DEM-A01", due="T-40")]), fresh=engagement()))
    checklist = tailor(tree, tree.engagements["fresh"], TODAY)
    one, other = (render(sheet(tree, checklist), format) for _ in range(2))
    assert one == other
    assert len(one) > 100


@pytest.mark.parametrize(
    ("role", "audience", "night", "expected"),
    [
        (None, "team", False, "e.zh.html"),
        ("architect", "team", False, "e.architect.zh.html"),
        (None, "customer", False, "e.customer.zh.html"),
        ("architect", "customer", True, "e.architect.customer.night.zh.html"),
    ],
)
def test_files_are_named_as_printed_codes_expect(role: str | None, audience: str, night: bool, expected: str) -> None:
    assert file_name("e", "zh", "html", role=role, audience=audience, night=night) == expected


def test_a_control_character_in_an_escape_reaches_no_renderer_as_a_half_character() -> None:
    surrogate = files(None, fresh=engagement(customer="PLACE"))
    broken = surrogate["playbooks/engagements/fresh.yaml"].replace(b"PLACE", b"\\ud800")
    assert load(surrogate | {"playbooks/engagements/fresh.yaml": broken}).diagnostics
    assert "\ud800" not in str(tailored().customer)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-24T20:00", "−24:00"),
        ("2026-11-25T20:00", "0:00"),
        ("2026-11-25T20:15", "+0:15"),
        ("2026-11-26T23:59:59", "0:00"),
        ("2026-11-26T22:00", "−2:00"),
        ("2026-11-27T04:00", "+4:00"),
        ("2026-11-27T23:59:59", "+24:00"),
        ("2026-11-30T00:00", "+3 天"),
    ],
)
def test_the_countdown_tells_how_far_the_nearest_peak_is(at: str, said: str) -> None:
    peaks = [datetime.fromisoformat("2026-11-25T20:00"), datetime.fromisoformat("2026-11-27T00:00")]
    assert relative(datetime.fromisoformat(at), peaks, "天") == said


SIGNS = [*"ab 中\u3000\t#+-=1.)*`[](\\<&>_|~!;\x85", "**", "](https://a.b)", "&#1;", "  "]


@given(st.lists(st.sampled_from(SIGNS), max_size=9).map("".join))
@settings(max_examples=500)
def test_a_text_that_is_markdown_as_it_stands_is_what_all_escapes_make_of_it(text: str) -> None:
    """Most texts hold no sign, and go through none of the escapes."""
    for value in (text, Text.model_construct(zh=text, en=text)):
        short = as_markdown(value, "zh")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(markup, "_MARKDOWN_ACTS", re.compile(""))
            assert as_markdown(value, "zh") == short


@pytest.mark.parametrize(
    ("level", "title", "before"),
    [
        ("A", "A 级", ""),
        ("A", "Level A", ""),
        ("B", "Basic", "B · "),
        ("A", "特级", "A · "),
        ("C", "ABC", "C · "),
        ("C", "C级", ""),
    ],
)
def test_a_level_s_letter_stands_once(level: str, title: str, before: str) -> None:
    assert letter(level, title) == before
