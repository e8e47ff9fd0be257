"""Units in the reader's language."""

from __future__ import annotations

import re

from generator.i18n.units import CHINESE, unit
from generator.publish.disk import read_tree
from tests import trees


def test_a_common_unit_is_a_word_and_a_sign_stays() -> None:
    assert unit("rows/s") == ("行/秒", "rows/s")
    assert unit("Gbps") == ("Gbps", "Gbps")
    assert unit("furlongs") == ("furlongs", "furlongs")


def test_no_english_word_is_left_among_the_samples() -> None:
    used = {
        measure
        for entry in trees.library(read_tree(trees.ROOT)).playbooks.values()
        for measure in (
            *(fact.unit for fact in entry.model.facts.values()),
            *(one.unit for one in entry.model.estimates),
        )
        if measure
    }
    signs = {"%", "Gbps", "kbps", "MB", "GB", "PCU", "CCU"}
    assert used - signs <= set(CHINESE)


def test_every_chinese_unit_is_chinese() -> None:
    assert all(re.search(r"[\u4e00-\u9fff]", words) for words in CHINESE.values())
