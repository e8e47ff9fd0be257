"""Words of the glossary: found by their whole names, explained where a page first uses them, and nowhere that would do harm."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator.diagnostics import Lang
from generator.model.shared import Term
from generator.site.finish import finished
from generator.site.terms import Terms

GLOSSARY: dict[str, Any] = {
    "load-test": {"term": {"zh": "压测", "en": "Load test"}, "text": {"zh": "压到上限。", "en": "Up to the limit."}},
    "chain-test": {"term": {"zh": "全链路压测", "en": "Full-chain load test"}, "text": "从头到尾。"},
    "peak-tps": {"term": {"zh": "每秒峰值", "en": "Peak per second"}, "also": ["QPS"], "text": "…"},
    "zone": {
        "term": {"zh": "可用区", "en": "Zone"},
        "also": ["AZ"],
        "text": {"zh": "一个 < 机房。", "en": "A < site & more."},
    },
    "coupon": {"term": {"zh": "优惠券", "en": "Coupon"}, "also": ["券"], "text": "…"},
}


def explained(html: str, uri: str, found: Terms) -> str:
    return finished(html, uri, "", found).body


def terms(lang: Lang = "zh", **more: Any) -> Terms:
    return Terms({id: Term.model_validate(term) for id, term in (GLOSSARY | more).items()}, lang)


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("zh", "先做全链路压测，再压测", ["chain-test", "load-test"]),
        ("zh", "全链路压测", ["chain-test"]),
        ("zh", "压测QPS达标", ["load-test", "peak-tps"]),
        ("zh", "qps 不算，QPS 算，QPSX 不算", ["peak-tps"]),
        ("zh", "券库主从", []),
        ("en", "a full-chain LOAD TEST, load tests, preload test", ["chain-test", "load-test"]),
        ("en", "zoned ozone zones", ["zone"]),
        ("en", "AZ, not az or AZs2", ["zone"]),
        ("en", "İ load test", ["load-test"]),
        ("zh", "", []),
    ],
)
def test_a_term_is_found_by_a_whole_name_the_longest_first(lang: Lang, text: str, found: list[str]) -> None:
    assert [id for _, _, id in terms(lang).find(text)] == found


def test_a_use_says_where_it_stands() -> None:
    text = "the load tests pass"
    assert [text[begin:end] for begin, end, _ in terms("en").find(text)] == ["load tests"]


def test_without_a_glossary_nothing_is_found() -> None:
    assert list(Terms({}, "zh").find("压测")) == []
    assert explained("<p>压测</p>", "index.html", Terms({}, "zh")) == "<p>压测</p>"


def words(html: str, uri: str = "playbooks/demo.html", lang: Lang = "zh") -> list[str]:
    """What a page explains, in order."""
    return re.findall(r'class="explained"[^>]*>([^<]*)</a>', explained(html, uri, terms(lang)))


def test_the_first_use_in_a_page_is_explained_and_no_other() -> None:
    made = explained("<p>压测、压测</p>\n<p>再压测，QPS</p>", "playbooks/demo.html", terms())
    assert words("<p>压测、压测</p>\n<p>再压测，QPS</p>") == ["压测", "QPS"]
    assert made.startswith(
        '<p><span class="gloss"><a class="explained" href="../glossary.html#load-test" aria-describedby="tip-load-test">压测</a>'
        '<span class="tip" role="tooltip" id="tip-load-test"><b>压测</b> 压到上限。</span></span>、压测</p>\n<p>再压测，'
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<h2 id='a'>压测</h2>", '<a href="x.html">看<b>压测</b></a>', "<code>压测</code>", "<pre><code>压测</code></pre>",
        "<summary>压测</summary>", "<details><p>压测</p></details>", "<table><tr><th>压测</th></tr></table>", "<dl><dt>压测</dt></dl>",
        "<button>压测</button>", "<!-- 压测 -->", '<p title="压测 > 压测">。</p>', '<p class="other" lang="en">压测</p>',
        '<p class="badges"><span>压测</span></p>', "<svg><text>压测</text></svg>", "<script>压测</script>", "<nav><b>压测</b></nav>",
    ],
)  # fmt: skip
def test_what_is_no_prose_is_left_as_it_is(inside: str) -> None:
    assert explained(inside, "index.html", terms()) == inside
    assert words(f"{inside}<p>压测</p>") == ["压测"], "and the first use in prose still is the first"


def test_what_is_nested_in_what_is_left_alone_does_not_end_it() -> None:
    assert words("<pre><pre>。</pre>压测</pre><details><details></details>压测</details><p>AZ<br/>压测</p>") == [
        "AZ",
        "压测",
    ]


def test_the_glossary_explains_itself() -> None:
    assert words("<p>压测</p>", "glossary.html") == []


def test_texts_stay_texts() -> None:
    made = explained("<p>&lt;b&gt; a &amp; b &#45; zone&#46; load&#45;x &quot;q&quot;</p>", "index.html", terms("en"))
    assert made.startswith(
        '<p>&lt;b&gt; a &amp; b - <span class="gloss"><a class="explained" href="glossary.html#zone"'
    )
    assert '<b>Zone</b> A &lt; site &amp; more.</span></span>. load-x "q"</p>' in made
    assert "< site" not in made


def test_entities_of_a_text_without_terms_are_left() -> None:
    assert explained("<p>a &#45; b</p>", "index.html", terms()) == "<p>a &#45; b</p>"


def test_a_meaning_in_the_other_language_says_so() -> None:
    only = {"term": {"zh": "灰度", "en": "Canary"}, "text": {"zh": "先给一部分人。"}}
    made = explained("<p>a canary</p>", "index.html", terms("en", canary=only))
    assert 'id="tip-canary" lang="zh-CN">' in made
