"""What templates say is escaped, once, whatever it is; and what is kept of a macro is what it would say again."""

from typing import Any

import pytest
from markupsafe import Markup, escape

from generator.i18n import Strings
from generator.i18n.templates import environment, escaped

PAGE = """{% macro row(title, lines) %}<p>{{ title }}{% for line in lines %}, {{ line }}{% endfor %}</p>{% endmacro %}
{{ kept(row, title, lines) }}{{ s.with.due }}{{ s["with"].due }}"""


def page(title: str, lines: Any, made: dict[str, Any] | None = None) -> str:
    """A page of the one environment that ``made`` keeps."""
    made = {} if made is None else made
    if not made:
        made["env"] = environment({"page.html.j2": PAGE}, "html", "en", Strings({"with": {"due": "<due>"}}))
    return str(made["env"].get_template("page.html.j2").render(title=title, lines=lines))


@pytest.mark.parametrize("value", ["plain 字", "<b>'&\"", "", 7, None, Markup("<b>&amp;</b>"), ["<", "&"]], ids=repr)
def test_a_value_is_escaped_as_everywhere(value: Any) -> None:
    assert escaped(value) == escape(value)


def test_what_is_kept_reads_as_if_it_were_made_again() -> None:
    made: dict[str, Any] = {}
    said = [("a", ("x",)), ("a", ("x", "y")), ("<a>", ("x",)), ("a", ("x",)), ("a", ())]
    for title, lines in said:
        # An iterator is read once: what it held tells one call from another.
        assert page(title, iter(lines), made) == page(title, lines)
    assert "<p>&lt;a&gt;, x</p>" in page("<a>", iter(("x",)), made)
    assert page("a", ()).endswith("&lt;due&gt;&lt;due&gt;")


def test_a_word_that_is_missing_is_an_error() -> None:
    env = environment({"page.html.j2": "{{ s.sheet.nothing }}"}, "html", "en", Strings({"sheet": {}}))
    with pytest.raises(FileNotFoundError, match=r"sheet\.nothing"):
        env.get_template("page.html.j2").render()
