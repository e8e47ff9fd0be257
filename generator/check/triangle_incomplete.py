"""Each role of the iron triangle has responsibilities in all four steps of a playbook."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import meant
from generator.check.written import mapping
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Entry
from generator.model import Playbook
from generator.model.shared import STEPS

CODE = "triangle-incomplete"
MANUAL = Manual(
    CODE,
    Words("铁三角职责不全", "The iron triangle is incomplete"),
    Words(
        "客户经理、架构师、技术服务经理（roles.yaml 里 triangle: true）共同对客户负责，每一步都要在 roles 里写明各自做什么，不能空着。",
        "The account manager, the architect and the technical service manager (triangle: true in roles.yaml) answer for the customer together: roles says what "
        "each does in each of the four steps.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    roles = context.library.roles
    if roles is None:
        return
    known = roles.model.root
    triangle = [name for name, role in known.items() if role.triangle]
    for playbook in context.library.playbooks.values():
        stated = mapping(playbook.written.data.get("roles"))
        missing = [role for role in triangle if role not in stated]
        slips = meant((role for role in stated if role not in known), missing)
        for role in triangle:
            if role in playbook.model.roles:
                yield from _in_role(playbook, role, mapping(stated.get(role)))
            elif role in missing and role not in slips:
                title = known[role].title.words
                message = Words(
                    f"铁三角缺少 {role}（{title.zh}）的职责", f"the iron triangle lacks {role} ({title.en})"
                )
                at = playbook.place.source.first_key_at((*playbook.place.path, "roles"))
                yield Diagnostic(
                    CODE,
                    at,
                    message,
                    Words("在 roles 里写上四步的职责。", "state its responsibilities in all four steps"),
                )


def _in_role(playbook: Entry[Playbook], role: str, stated: dict[str, object]) -> Iterator[Diagnostic]:
    place, responsibilities = playbook.place / "roles" / role, playbook.model.roles[role]
    missing = [step for step in STEPS if step not in stated]
    slips = meant((step for step in stated if step not in STEPS), missing)
    for step in STEPS:
        if step in responsibilities and not responsibilities[step] and stated[step] == []:
            message = Words(f"{role} 在 {step} 的职责是空的", f"{role} has nothing to do in {step}")
            yield Diagnostic(CODE, (place / step).value, message)
        elif step in missing and step not in slips:
            message = Words(f"{role} 缺少 {step} 的职责", f"{role} has no responsibilities in {step}")
            yield Diagnostic(CODE, place.source.first_key_at(place.path), message)
