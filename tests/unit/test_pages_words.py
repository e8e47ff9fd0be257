"""Pages in words: offsets and conditions as a playbook says them, and where a reader looks a term up."""

from __future__ import annotations

import pytest

from generator.i18n.conditions import condition_in_words, vocabulary
from generator.i18n.dates import in_words
from generator.library import labels
from generator.model.offset import parse_offset
from generator.model.text import Text
from generator.site.glossary import initial
from tests import trees


@pytest.mark.parametrize(
    ("offset", "zh", "en"),
    [
        ("T-45", "开始前 45 天", "45 days before the start"),
        ("T-1", "开始前 1 天", "1 day before the start"),
        ("T-0", "开始当天", "on the day of the start"),
        ("T-2h", "开始前 2 小时", "2 hours before the start"),
        ("T-48h", "开始前 48 小时", "48 hours before the start"),
        ("T+90m", "开始后 90 分钟", "90 minutes after the start"),
        ("E+3", "结束后 3 天", "3 days after the end"),
        ("E+0", "结束当天", "on the day of the end"),
    ],
)
def test_offsets_in_words(offset: str, zh: str, en: str) -> None:
    assert in_words(parse_offset(offset)) == (zh, en)


def test_an_offset_of_a_wave_counts_from_its_peak() -> None:
    wave = Text.model_validate({"zh": "返场", "en": "encore"})
    assert in_words(parse_offset("T-2h"), wave) == ("返场峰值前 2 小时", "2 hours before the encore peak")


FACTS = {
    "inserts": {"ask": {"zh": "发券写入", "en": "Inserts"}, "type": "number", "unit": "rows/s"},
    "flash": {"ask": {"zh": "有秒杀", "en": "Flash sale"}, "type": "boolean"},
    "region": {"ask": {"zh": "地域", "en": "Region"}, "type": "text"},
}


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        ("inserts >= 5000", "发券写入 ≥ 5,000 行/秒", "Inserts ≥ 5,000 rows/s"),
        ("flash", "有秒杀：是", "Flash sale: yes"),
        ("not flash", "有秒杀：否", "Flash sale: no"),
        ("flash and inserts > 1", "有秒杀：是，且发券写入 > 1 行/秒", "Flash sale: yes and Inserts > 1 rows/s"),
        ("not (flash or inserts > 1)", "有秒杀：否，且发券写入 ≤ 1 行/秒", "Flash sale: no and Inserts ≤ 1 rows/s"),
        (
            "flash and (inserts > 1 or region == 'x')",
            "有秒杀：是，且（发券写入 > 1 行/秒，或地域 = “x”）",
            'Flash sale: yes and (Inserts > 1 rows/s or Region = "x")',
        ),
        ("inserts / 2 > 10", "发券写入 ÷ 2 > 10", "Inserts ÷ 2 > 10"),
    ],
)
def test_conditions_in_words(when: str, zh: str, en: str) -> None:
    found = trees.library(trees.files(trees.book(facts=FACTS)))
    book = found.playbooks["demo"].model
    assert condition_in_words(when, vocabulary(book), labels(book, found)) == (zh, en)


@pytest.mark.parametrize(
    ("term", "letter"),
    [("重保", "Z"), ("八阶段", "B"), ("从库", "C"), ("CRE 服务元件", "C"), ("喆", "#"), ("4S", "#"), ("座", "Z")],
)
def test_a_term_is_looked_up_under_its_letter(term: str, letter: str) -> None:
    assert initial(term) == letter
