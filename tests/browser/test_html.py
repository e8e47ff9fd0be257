"""Every kind of page is HTML without a parse error, with headings that skip no level, ids that stand once and names on parts that can carry one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from kinds import present

# What ARIA gives no name, since nothing would read it out.
NAMELESS = {"span", "div", "p", "b", "strong", "em", "small", "code"}


def faults(page: bytes) -> list[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(page, transport_encoding="utf-8")
    found = [f"{place}: {code} {values}" for place, code, values in parser.errors]
    ids = Counter(part.attrib["id"] for part in tree.iter() if part.attrib.get("id"))
    found += [f"id {id} stands {times} times" for id, times in ids.items() if times > 1]
    levels = [int(part.tag[1]) for part in tree.iter() if part.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    found += [
        f"h{lower} below h{upper}" for upper, lower in zip([0, *levels], levels, strict=False) if lower > upper + 1
    ]
    found += [
        f"<{part.tag}> is named {part.attrib['aria-label']!r} without a role"
        for part in tree.iter()
        if part.tag in NAMELESS and "aria-label" in part.attrib and "role" not in part.attrib
    ]
    return found


def test_a_fault_is_seen() -> None:
    page = b"<!doctype html><title>x</title><h1 id=a>x</h1><h3 id=a>y</h3><p><b>z</p></b><span aria-label=q>q</span>"
    assert len(faults(page)) >= 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_page_is_valid(site: Path, lang: str) -> None:
    # What follows a question mark or a hash is for scripts: the file is the same.
    files = {re.split("[?#]", page)[0] for page in present(site, lang)}
    found = {file: faults((site / lang / file).read_bytes()) for file in sorted(files)}
    assert {file: some[:5] for file, some in found.items() if some} == {}
