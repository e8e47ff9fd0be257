"""Of two or more waves exactly one is the default: it stands for an event that names none."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.written import mapping
from generator.diagnostics import Diagnostic, Manual, Words

CODE = "default-wave"
MANUAL = Manual(
    CODE,
    Words("默认波次不是恰好一个", "Not exactly one default wave"),
    Words(
        "客户没有写波次时，按默认波次、以活动开始为峰值来算。有两个以上波次时，恰好一个写 default: true。",
        "An event that names no waves has the default one, peaking at its start. With two or more waves, exactly one says default: true.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    for playbook in context.library.playbooks.values():
        waves, place = playbook.model.waves, playbook.place / "waves"
        defaults = [name for name, wave in waves.items() if wave.default]
        for name in defaults[1:]:
            message = Words(f"{defaults[0]} 已经是默认波次", f"{defaults[0]} is the default wave already")
            yield Diagnostic(CODE, (place / name / "default").value, message, Words("只留一个。", "keep one"))
        stated = mapping(playbook.written.data.get("waves"))
        if not defaults and len(waves) > 1 and not any(mapping(wave).get("default") for wave in stated.values()):
            message = Words(f"{len(waves)} 个波次里没有默认的", f"none of the {len(waves)} waves is the default")
            hint = Words("给最主要的一个写 default: true。", "write default: true at the main one")
            yield Diagnostic(CODE, place.key, message, hint)
