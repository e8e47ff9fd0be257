"""The first text of an engagement: its five keys, and everything else as a comment that waits to be filled in.

Of a comment that holds YAML only the first two signs, ``# ``, are to be taken away; every other comment begins with ``##``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from generator.diagnostics import Bilingual
from generator.edit.fragments import flow, scalar
from generator.expressions import number
from generator.i18n.plain import line
from generator.library import Entry, Library
from generator.model.playbook import Fact, Playbook
from generator.model.schemas import first_line
from generator.model.text import Text

NOBODY = "待定 TBD"
LASTS = timedelta(days=1)
"""How long an event lasts that nobody has told the end of yet."""
_ANSWERS = {"boolean": "true | false", "integer": "整数 / a whole number", "text": "文字 / words"}


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


def begun(library: Library, new: Beginning) -> str:
    """The whole file, which holds no fault: what is not known yet says so, or is not there."""
    return "\n".join([*_required(library, new), "", *_facts(new.playbook.model), *_further(library, new)]) + "\n"


def _required(library: Library, new: Beginning) -> Iterator[str]:
    yield first_line("engagement", new.file)
    yield "## 标“改”的先改好。以 “# ” 开头的行是备用内容：去掉开头的 “# ”，填上内容就生效。"
    yield '## Fix what is marked "change". Lines that begin with "# " wait: take the "# " away and fill them in.'
    if new.customer is None:
        yield "customer: {zh: 客户名称待填, en: Customer to be named}  # 改 / change"
    else:
        yield f"customer: {scalar(new.customer, False)}"
    yield f"playbook: {new.playbook.id}"
    yield f"opened: {new.opened.isoformat()}"
    yield "event:"
    yield f"  name: {_label(new.playbook.model.title)}  # 改 / change"
    yield f'  start: "{_instant(new.start)}"'
    yield f'  end: "{_instant(new.start + LASTS)}"  # 改：暂按 24 小时 / change: 24 hours are assumed'
    yield "  state: tentative  # 日期定了改成 confirmed / confirmed once the date is"
    yield from _waves(new)
    yield "team:  # 改：[{name: 姓名, contact: 电话}] / change: a name and a telephone"
    for role in _triangle(library):
        yield f"  {role}: []"


def _waves(new: Beginning) -> Iterator[str]:
    if new.playbook.model.waves:
        yield "  ## 各波次的峰值时刻 / when each wave peaks"
        yield "  # waves:"
        yield from (f"  #   {id}: {{peak: {scalar(_instant(new.start), True)}}}" for id in new.playbook.model.waves)


def _triangle(library: Library) -> list[str]:
    roles = library.roles.model.root if library.roles else {}
    return [id for id, role in roles.items() if role.triangle]


def _facts(playbook: Playbook) -> Iterator[str]:
    if not playbook.facts:
        return
    yield "## 向客户问清的数。先启用 facts: 这一行，再逐个启用；没问到的留着不动。"
    yield "## What the customer is to be asked. Take facts: into use first, then one after the other; leave what is not known."
    yield "# facts:"
    for required in (True, False):
        for id, fact in playbook.facts.items():
            if fact.required is required:
                yield f"#   {id}:  # {_question(fact)}"


def _question(fact: Fact) -> str:
    """A fact as a question: what is asked, in which unit, between which bounds, of which choices."""
    must = Bilingual("必填：", "required: ") if fact.required else Bilingual("", "")
    bounds = [f"{sign} {number(bound)}" for sign, bound in (("≥", fact.min), ("≤", fact.max)) if bound is not None]
    choices = " | ".join(scalar(choice, True) for choice in fact.choices) or _ANSWERS.get(fact.type, "")
    about = ", ".join([*([fact.unit] if fact.unit else []), *bounds, *([choices] if choices else [])])
    asked = f"{must.zh}{line(fact.ask, 'zh')} / {must.en}{line(fact.ask, 'en')}"
    return _on_one_line(f"{asked} ({about})" if about else asked)


def _further(library: Library, new: Beginning) -> Iterator[str]:
    """The optional sections, each as an example in the tree's own names."""
    triangle = _triangle(library)
    if library.products and library.products.model.root:
        products = ", ".join(library.products.model.root)
        yield from _section(Bilingual("用到的产品", "The products in use"), f"products: [{products}]")
    level = next(iter(library.standard.model.levels), None) if library.standard else None
    if level:
        submitted = f"  submitted: {new.opened.isoformat()}"
        yield from _section(Bilingual("申请重保", "The application"), "application:", f"  level: {level}", submitted)
    if triangle:
        begins, ends = _instant(new.start), _instant(new.start + LASTS / 2)
        shift = {"role": triangle[-1], "who": NOBODY, "from": begins, "to": ends}
        yield from _section(Bilingual("值班表", "The roster"), "roster:", f"  - {flow(shift)}")
    yield from _section(
        Bilingual("驻场和联系群", "On site, and where people talk"),
        "onsite:", "  place: {zh: 待定, en: To be agreed}", "  arrive: T-6h", "  leave: E+4h",
        "contacts:", f"  bridge: {scalar(NOBODY, False)}",
    )  # fmt: skip


def _section(about: Bilingual, *lines: str) -> Iterator[str]:
    yield ""
    yield f"## {about.zh} / {about.en}"
    yield from (f"# {line}" for line in lines)


def _label(text: Text) -> str:
    return flow({lang: _on_one_line(text.of(lang)) for lang in ("zh", "en")})


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
