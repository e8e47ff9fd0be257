"""The first text of an engagement: its five keys, and everything else as a comment that waits to be filled in.

Of a comment that holds YAML only the first two signs, ``# ``, are to be taken away; every other comment begins with ``##``.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jinja2 import Environment, StrictUndefined

from generator.diagnostics import LANGS, Bilingual
from generator.edit.fragments import flow, scalar
from generator.expressions import number
from generator.i18n.plain import line
from generator.library import Entry, Library
from generator.model.playbook import Fact, Playbook
from generator.model.schemas import first_line

LASTS = timedelta(days=1)
"""How long an event lasts that nobody has told the end of yet."""
_ANSWERS = {"boolean": "true | false", "integer": "整数 / a whole number", "text": "文字 / words"}
_YAML = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined)


@dataclass(frozen=True)
class Beginning:
    """What is known of an engagement on its first day. ``customer`` is None while the name is not."""

    id: str
    playbook: Entry[Playbook]
    start: datetime
    opened: date
    customer: str | None = None

    @property
    def file(self) -> str:
        return f"playbooks/engagements/{self.id}.yaml"


def begun(library: Library, new: Beginning, template: str) -> str:
    """The whole file, which holds no fault: what is not known yet says so, or is not there. ``template`` is that of templates/new."""
    book, roles = new.playbook.model, library.roles.model.root if library.roles else {}
    asked = sorted(book.facts.items(), key=lambda fact: not fact[1].required)
    start, noon, end = (_instant(new.start + LASTS * share) for share in (0, 0.5, 1))
    return _YAML.from_string(template).render(
        schema=first_line("engagement", new.file),
        new=new,
        name=flow({lang: _on_one_line(book.title.of(lang)) for lang in LANGS}),
        start=start,
        noon=noon,
        end=end,
        waves=book.waves,
        triangle=[id for id, role in roles.items() if role.triangle],
        questions=[(id, _question(fact)) for id, fact in asked],
        products=library.products.model.root if library.products else {},
        level=next(iter(library.standard.model.levels), None) if library.standard else None,
        scalar=scalar,
    )


def _question(fact: Fact) -> str:
    """A fact as a question: what is asked, in which unit, between which bounds, of which choices."""
    must = Bilingual("必填：", "required: ") if fact.required else Bilingual("", "")
    bounds = [f"{sign} {number(bound)}" for sign, bound in (("≥", fact.min), ("≤", fact.max)) if bound is not None]
    choices = " | ".join(scalar(choice, True) for choice in fact.choices) or _ANSWERS.get(fact.type, "")
    about = ", ".join([*([fact.unit] if fact.unit else []), *bounds, *([choices] if choices else [])])
    asked = f"{must.zh}{line(fact.ask, 'zh')} / {must.en}{line(fact.ask, 'en')}"
    return _on_one_line(f"{asked} ({about})" if about else asked)


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
