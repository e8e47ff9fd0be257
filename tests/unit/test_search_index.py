"""What search finds: a page cut into sections, a text into tokens, and all entries into small files that hold every one of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from generator.site.finish import finished
from generator.site.search import SearchEntry, from_json, index_files, to_json
from generator.site.search.index import (
    HEAD,
    MOST,
    PLACES,
    SHOWN,
    STEPS,
    TEXTS,
    WORDS,
    digit,
    ended,
    number,
    weight,
    written,
)
from generator.site.search.tokens import LONGEST, folded, runs
from generator.site.terms import Terms
from tests.sites import SearchRead, postings

BOUND = 100_000
"""Bytes that no file of an index has."""
HOSTILE = '</script><img src=x onerror=alert(1)>"\\\u2028|,{}`${x}`\x00\ud7a3𠮷'


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """Every token of a text with its place, both of which a phrase is told by."""
    return ((token, place + at) for place, cut in runs(text) for token, at in cut)


def sections(html: str, uri: str, title: str) -> list[SearchEntry]:
    return list(finished(html, uri, title, Terms({}, "zh")).found)


def test_a_page_is_cut_at_its_headings() -> None:
    page = (
        '<h1 id="top">大促<a class="headerlink" href="#top">&para;</a></h1><p>先看<b>四</b>步 &lt;b&gt;</p>'
        '<h2 id="a">甲 <code>x</code></h2><ul><li>一</li><li>二</li></ul><h3>无名</h3><p>三</p>'
        '<h2 id="b&amp;c">乙</h2>'
    )
    assert sections(page, "p.html", "题目") == [
        SearchEntry("p.html", "大促", "先看四步 <b>"),
        SearchEntry("p.html#a", "甲 x", "一 二 无名 三"),
        SearchEntry("p.html#b&c", "乙", ""),
    ]


def test_what_is_not_said_by_a_page_is_not_found_on_it() -> None:
    page = (
        "<p>说的</p><p>词<span class=tip data-search-exclude><b>义</b>释</span>后</p><form><label>筛选</label></form>"
        '<script>x()</script><svg><text>图</text></svg><!-- 注 --><h2 id="a" data-search-exclude>隐</h2><p>去</p>'
        '<div data-search-exclude><h2 id="c">也隐</h2><p>隐</p></div><h2 id="b">留</h2><p>下<br>来</p>'
    )
    assert sections(page, "p.html", "题目") == [
        SearchEntry("p.html", "题目", "说的 词后"),
        SearchEntry("p.html#b", "留", "下 来"),
    ]


def test_a_section_ends_with_what_holds_it() -> None:
    page = '<h2 id="a">甲</h2><section><h3 id="b">乙</h3><p>内</p></section><p>外</p>'
    assert [(one.anchor, one.text) for one in sections(page, "p.html", "题")] == [("", ""), ("a", "外"), ("b", "内")]


def test_entries_are_kept_as_text() -> None:
    entries = (SearchEntry("a.html#b", "甲", HOSTILE), SearchEntry("", "", ""))
    assert from_json(to_json(entries)) == entries


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("备份策略", [("备份", 0), ("份策", 1), ("策略", 2), ("略", 3)]),
        ("备份，策略", [("备份", 0), ("份", 1), ("策略", 3), ("略", 4)]),
        ("UDB主从", [("udb", 0), ("主从", 1), ("从", 2)]),
        ("ECP-A03 券", [("ecp-a03", 0), ("ecp", 0), ("a03", 1), ("券", 3)]),
        ("10.1.2.3:80", [("10.1.2.3:80", 0)]),
        ("2026-11-10 20:00", [("2026-11-10", 0), ("20:00", 2)]),
        ("Pokémon’s ＵＤＢ Straße", [("pokemon's", 0), ("pokemon", 0), ("s", 1), ("udb", 3), ("straße", 5)]),
        ("done_when=x, -y-", [("done_when", 0), ("done", 0), ("when", 1), ("x", 3), ("y", 5)]),
        ("𠮷野家", [("𠮷野", 0), ("野家", 1), ("家", 2)]),
        ("x" * 40, [("x" * LONGEST, 0)]),
        (" \u200b。！", []),
    ],
)
def test_a_text_is_cut_into_tokens(text: str, found: list[tuple[str, int]]) -> None:
    assert list(tokens(text)) == found


def test_a_fold_leaves_nothing_to_fold() -> None:
    for text in (HOSTILE, "Ünïcödé Ω ﬁ ½ ガ 각"):
        assert folded(folded(text)) == folded(text)
        assert not set('"\\|,') & {sign for token, _ in tokens(text) for sign in token}


def test_digits_of_steps_and_of_places_are_never_taken_for_each_other() -> None:
    assert not set(PLACES) & set(STEPS)
    assert not set(PLACES + STEPS) & set('"\\|, ')
    assert [number(value) for value in (0, 44, 45, 2024, 2025)] == [
        STEPS[0], STEPS[44], STEPS[1] + STEPS[0], STEPS[44] * 2, STEPS[1] + STEPS[0] * 2,
    ]  # fmt: skip
    assert (
        written([(3, PLACES[1]), (50, PLACES[2] + PLACES[0])])
        == STEPS[3] + PLACES[1] + STEPS[1] + STEPS[2] + PLACES[2] + PLACES[0]
    )
    assert digit(-1) == digit(0)
    assert digit(1e9) == digit(89)


# The whole index, read back.


def _many(count: int) -> list[SearchEntry]:
    signs = random.Random(7)

    def word() -> str:
        return "".join(chr(signs.randrange(0x4E00, 0x4F00)) for _ in range(signs.randrange(2, 9)))

    return [
        SearchEntry(
            f"p{at // 3}.html" + (f"#s{at % 3}" if at % 3 else ""),
            f"GML-A{at} {word()}",
            "load " + "，".join(word() for _ in range(20)),
        )
        for at in range(count)
    ]


@pytest.fixture(scope="module")
def many() -> list[SearchEntry]:
    return _many(900)


def test_every_token_of_every_entry_leads_to_it(many: Sequence[SearchEntry]) -> None:
    read = SearchRead(index_files(many))
    assert read.entries == many
    words = read.words
    wanted: dict[str, tuple[dict[int, set[str]], dict[int, set[str]]]] = {}
    for at, entry in enumerate(many):
        for field, text in enumerate((entry.title, entry.text)):
            for token, place in tokens(text):
                wanted.setdefault(token, ({}, {}))[field].setdefault(at, set()).add(PLACES[place % len(PLACES)])
    assert words.keys() == wanted.keys()
    assert all(
        {at: set(places) for at, places in words[token][field].items()} == wanted[token][field]
        for token in wanted
        for field in (0, 1)
    )
    names = [token for token, _, _ in read.lines]
    assert names == sorted(names, key=lambda name: name.encode("utf-16-be"))
    assert read.head["pages"] == f"{ended(3)}{ended(300)}"


def test_no_file_is_large_and_a_search_needs_few(many: Sequence[SearchEntry]) -> None:
    files = index_files(many)
    sizes = sorted(len(content) for content in files.values())
    assert sizes[-1] < BOUND
    assert len([size for size in sizes if size > max(WORDS, TEXTS) + 100]) <= 1, (
        "what stands nearly everywhere has a file of its own"
    )
    assert len(files) < sum(sizes) / min(WORDS, TEXTS) * 2


def test_one_huge_text_and_one_word_everywhere_make_no_large_file() -> None:
    huge = SearchEntry("huge.html", "巨" * 50_000, "备份策略，" * 50_000 + "末尾")
    everywhere = [SearchEntry(f"p{at}.html", "", "无处不在 " * (at % 7 + 1)) for at in range(20_000)]
    files = index_files([huge, *everywhere])
    assert max(map(len, files.values())) < BOUND
    read = SearchRead(files)
    lines = {token: (title, text) for token, title, text in read.lines}
    assert lines["处不"][1].startswith(" "), "it is said that not all are there"
    assert MOST * 0.8 < len(lines["处不"][1]) <= MOST + 1
    kept = postings(lines["处不"][1].strip())
    assert {at for at in kept if (at - 1) % 7 == 6} == {at for at in range(1, 20_001) if (at - 1) % 7 == 6}, (
        "those stay that speak of it most"
    )
    assert 0 in read.words["末尾"][1], "all of a text is searched"
    assert len(read.entries[0].text) == len(read.entries[0].title) == SHOWN


def test_no_text_leaves_its_string() -> None:
    files = index_files([SearchEntry(f"{HOSTILE}.html", HOSTILE, HOSTILE)])
    read = SearchRead(files)
    assert read.entries == [SearchEntry(f"{HOSTILE}.html", HOSTILE, HOSTILE)]
    assert {"img", "onerror", "alert", "x", "\ud7a3𠮷"} <= read.words.keys()
    for content in files.values():
        assert "\u2028" not in content.decode("utf-8")
        assert len(content.decode("utf-8").splitlines()) == 1


def test_the_same_entries_make_the_same_files_and_a_name_stands_for_what_it_holds(many: Sequence[SearchEntry]) -> None:
    files = index_files(many)
    assert index_files(list(many)) == files
    one = many[450]
    edited = index_files([*many[:450], SearchEntry(one.location, one.title, one.text[:-1]), *many[451:]])
    assert edited.keys() != files.keys()
    assert [name for name in files if name != HEAD and files[name] != edited.get(name, files[name])] == []


def test_an_index_of_nothing_is_one() -> None:
    assert SearchRead(index_files([])).head["wordFiles"] == []


def test_sections_stand_by_their_page() -> None:
    given = [SearchEntry("a.html", "a", ""), SearchEntry("b.html", "b", ""), SearchEntry("a.html#x", "x", "")]
    assert [one.location for one in SearchRead(index_files(given)).entries] == ["a.html", "a.html#x", "b.html"]


def test_what_people_look_up_weighs_more_than_what_lists_it() -> None:
    term, item, manual = (
        SearchEntry(at, "", "") for at in ("glossary.html#udb", "playbooks/x.html#a", "manual/rules.html#a")
    )
    assert weight(term) > weight(item) > weight(manual)
