"""Which names files use of what is defined elsewhere, and the fault of one that nothing defines: what the ``unknown-…`` rules share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from generator.check.context import Context
from generator.check.references import Reference, hint_of
from generator.diagnostics import Bilingual, Diagnostic, RuleDoc
from generator.library import at_last, kind_of
from generator.model.item import Retired
from generator.model.text import shown

_NAMES = {
    "role": (
        "这个角色",
        "owner、with、verifier、decider、executor、notify、team、assign 等处写的是 shared/roles.yaml 里的角色 id，我方和客户方都行；值班表 roster 还可以写产品的 oncall。写错了，这件事就没有人负责。",
        "owner, with, verifier, decider, executor, notify, team, assign and the like name a role of shared/roles.yaml, on either side; a roster may also name a "
        "product's oncall. With a wrong name, nobody owns the work.",
    ),
    "step": (
        "这个步骤",
        "四大步骤只有 collect、apply、prepare、onsite；特别关注事项的 step 和各角色的职责都写其中之一。",
        "There are four steps: collect, apply, prepare, onsite. An attention item's step and each role's responsibilities name one of them.",
    ),
    "stage": (
        "这个阶段",
        "八阶段的 id 是固定的：customer-information、capability-baseline、expansion-estimate、product-risk、scenario-risk、avoidance、onsite-support、review。",
        "The eight stages have fixed ids: customer-information, capability-baseline, expansion-estimate, product-risk, scenario-risk, avoidance, onsite-support, review.",
    ),
    "product": (
        "这个产品",
        "products、测算的 product、资源的 product，以及表达式里 products 的成员，都写 shared/products.yaml 里的产品 id。写错了，条件永远不成立，事项会悄悄消失。",
        "products, an estimate's or a resource's product, and members of products in an expression are ids of shared/products.yaml. With a wrong one the "
        "condition never holds and the item silently vanishes.",
    ),
    "fact": (
        "这个事实",
        "客户文件 facts 和复盘 actual 的键、表达式里的名字，都要在该手册的 facts 里声明过。拼错的事实等于没有回答。",
        "The keys of an engagement's facts and of its retrospective's actual, and the names in an expression, are declared in the playbook's facts. A misspelt "
        "fact counts as unanswered.",
    ),
    "case": (
        "这个案例",
        'sources 里的 "case:名字" 指 playbooks/cases/名字.yaml。其他来源直接写网址或书名。',
        'In sources, "case:NAME" stands for playbooks/cases/NAME.yaml. Other sources are an address or a title.',
    ),
    "item": (
        "这个事项",
        "after、replaced_by、status、move、skip、assign 和复盘 improve 的 item，都要写该手册里在用的任务或特别关注事项的 id，客户文件里还可以写自己的 X01。停用的 id，已结束的客户事件照旧留着，没结束的运行 playbook rebase 跟到替代它的那一项；预案不是事项，没有状态。",
        "after, replaced_by, status, move, skip, assign and a retrospective's improve name a live task or attention item of the playbook, in an engagement also "
        "its own X01. A retired id stays as it is where the event has ended; elsewhere playbook rebase leads it to its successor. A plan is no item and has no state.",
    ),
    "plan": (
        "这个预案",
        "事项的 plan、停用预案的 replaced_by，写该手册 plans 里在用的预案 id。出事时按它去翻预案，指错了就翻不到。",
        "An item's plan and a retired plan's replaced_by name a live plan of the same playbook. It is what people turn to when something fails.",
    ),
    "playbook": (
        "这本手册",
        "客户文件的 playbook 和案例的 kind 写手册的文件名（不带 .yaml），例如 ecommerce-promotion。",
        "An engagement's playbook and a case's kind are a playbook's file name without .yaml, such as ecommerce-promotion.",
    ),
    "wave": (
        "这个波次",
        "事项的 wave、客户文件 event.waves 的键，都是该手册 waves 里的波次。写错了，事项的日期会从另一个时刻算起，或整条消失。",
        "An item's wave and the keys of an engagement's event.waves are waves of the playbook. With a wrong one an item counts from another instant, or vanishes.",
    ),
    "level": (
        "这个重保等级",
        "事项的 levels、申请的 level、表达式里与 level 比较的值，都是 shared/standard.yaml 里的等级。",
        "An item's levels, an application's level and what an expression compares level with are levels of shared/standard.yaml.",
    ),
    "estimate": (
        "这项测算",
        "资源报备 orders 的 estimate 写该手册 estimates 里的 id；对不上，就没人知道报备够不够。",
        "An order's estimate is an id of the playbook's estimates; without it nobody can tell whether what was ordered is enough.",
    ),
    "calendar": (
        "这份日历",
        "手册的 calendar 写 shared/calendars.yaml 里的日历；日历的 base 写国家代码（CN、SG、US 等），节假日从 holidays 包里取。",
        "A playbook's calendar is one of shared/calendars.yaml; a calendar's base is a country code (CN, SG, US …) whose holidays come from the holidays package.",
    ),
}
"""What may be named → how it is called in Chinese, and the manual in Chinese and in English."""

MANUALS = tuple(
    RuleDoc(f"unknown-{noun}", Bilingual(f"没有{called}", f"Unknown {noun}"), zh, en)
    for noun, (called, zh, en) in _NAMES.items()
)


def unknown(
    context: Context,
    noun: str,
    references: Iterable[Reference],
    known: Collection[str],
    *,
    called: Bilingual | None = None,
    hints: Mapping[str, Bilingual] = {},
    gone: Mapping[str, Retired] = {},
) -> Iterator[Diagnostic]:
    """The faults of names that are not ``known``; none where what defines one was left out, since that is said already.

    ``called`` completes the sentences “没有…” and “… is no …”. Where ``known`` maps ids to what they stand for, a title leads to its
    id, unless ``hints`` has more to say of the name. A name that is ``gone`` was known once.
    """
    called = called or Bilingual(_NAMES[noun][0], noun)
    for reference in references:
        if reference.name in known:
            continue
        if reference.name in gone:
            yield _still_used(f"unknown-{noun}", reference, gone)
        elif reference.name not in context.library.unresolvable:
            label, name = reference.label, shown(reference.name)
            message = Bilingual(f"{label} {name}：没有{called.zh}", f"{label} {name} is no {called.en}")
            hint = hints.get(reference.name) or hint_of(context.library, reference.name, known)
            yield Diagnostic(f"unknown-{noun}", reference.at, message, hint)


def _still_used(code: str, reference: Reference, gone: Mapping[str, Retired]) -> Diagnostic:
    """The fault of a reference to a retired id: the hint names what took its place."""
    id, day, instead = reference.name, gone[reference.name].on.isoformat(), at_last(reference.name, gone)
    message = Bilingual(f'{reference.label} "{id}"：已停用', f'{reference.label} "{id}" is retired')
    if instead and kind_of(reference.at.file) == "engagement":
        follow = f"playbook rebase {PurePosixPath(reference.at.file).stem}"
        hint = Bilingual(
            f"{id} 已于 {day} 停用，由 {instead} 接替；运行 {follow}，它会跟过去，记录不丢。",
            f"{id} was retired on {day} in favour of {instead}; run {follow}, which takes it there and loses nothing",
        )
    elif instead:
        hint = Bilingual(f"{id} 已于 {day} 停用，改用 {instead}。", f"{id} was retired on {day}; use {instead} instead")
    else:
        hint = Bilingual(
            f"{id} 已于 {day} 停用，没有替代；换成在用的，或去掉这个引用。",
            f"{id} was retired on {day} without a successor; name one in use, or take the reference out",
        )
    return Diagnostic(code, reference.at, message, hint)
