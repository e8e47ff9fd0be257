"""Every link of a site leads to a file that is there, and every fragment to an id in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish.pages import broken_links
from generator.site.link_check import LinkTargets, ids, links, links_from_json, links_to_json

THERE = '<h1 id="top">x</h1><p id="a&amp;b">'


def broken(tmp_path: Path, html: str, page: str = "zh/manual/run.html") -> list[str]:
    """What is broken of a page beside another."""
    for name, text in (("zh/index.html", THERE), ("engagements/e/e.zh.pdf", ""), (page, html)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    found = [links(file.read_text("utf-8"), file.relative_to(tmp_path).as_posix()) for file in tmp_path.rglob("*.html")]
    return [fault.en for fault in broken_links(found, tmp_path)]


@pytest.mark.parametrize(
    "link",
    [
        'href="../index.html"', 'href="../index.html#top"', 'href="../index.html?q=%E5%88%B8"', 'href="#own"', 'href=""',
        'href="../../engagements/e/e.zh.pdf"', 'href="../index.html#a&amp;b"', 'href="../index.html#role=architect"',
        'href="https://a.example/x"', 'href="mailto:a@b.example"', 'href="//a.example/x"', 'src="data:image/png;base64,"', 'href="run.html#own"',
        'href="../%69ndex.html"',
    ],
)  # fmt: skip
def test_what_leads_somewhere_is_fine(link: str, tmp_path: Path) -> None:
    assert broken(tmp_path, f'<p id="own"><a {link}>') == []


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ('href="sheet.html"', "zh/manual/sheet.html"),
        ('href="../index.html#gone"', "zh/index.html#gone"),
        ('href="../index.html#TOP"', "zh/index.html#TOP"),
        ('href="#gone"', "zh/manual/run.html#gone"),
        ('src="../picture.png"', "zh/picture.png"),
        ('href="../../../out.html"', "../out.html"),
        ('href="/zh/index.html"', "/zh/index.html"),
        ('href=".."', "zh"),
        ('href="../../engagements/e/e.zh.pdf#page"', "engagements/e/e.zh.pdf#page"),
    ],
)
def test_what_leads_nowhere_is_named_with_its_page(link: str, named: str, tmp_path: Path) -> None:
    assert broken(tmp_path, f'<p id="own"><a {link}>') == [f"zh/manual/run.html links to {named}, which is not there"]


def test_ids_are_read_as_a_browser_reads_them() -> None:
    assert ids(THERE) == {"top", "a&b"}


def test_links_can_be_kept() -> None:
    found = [links('<a href="../x.html#y"><a href="z.png">', "a/b.html"), links("", "empty.html")]
    assert list(links_from_json(links_to_json(found))) == [LinkTargets("a/b.html", frozenset(("x.html#y", "a/z.png")))]
