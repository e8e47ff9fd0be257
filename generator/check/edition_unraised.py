"""A playbook whose meaning changed has a higher edition than before."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.model.meaning import meaning
from generator.model.scalars import edition_order

CODE = "edition-unraised"
MANUAL = Manual(
    CODE,
    Words("改了内容没升版次", "Edition not raised"),
    Words(
        "手册的意思变了，edition 就要升：各客户的清单靠它知道手册更新过，团队靠它决定要不要接受。只调次序、格式、注释或 maintainers 的不算。要和合并前的版本比，所以只在 check --base 时检查。",
        "When a playbook's meaning changes, its edition is raised: a team sees by it that the playbook moved on and decides to accept it. Order, layout, comments and "
        "maintainers do not count. The earlier tree is needed, so only check --base looks at this.",
    ),
    Severity.WARNING,
)
_MEANS_NOTHING = frozenset({"edition", "maintainers"})


def check(context: Context) -> Iterator[Diagnostic]:
    for id, playbook in context.library.playbooks.items():
        earlier = context.base.playbooks.get(id) if context.base else None
        if earlier is None or earlier.model == playbook.model:
            continue
        was, now = earlier.model.edition, playbook.model.edition
        raised = edition_order(now) > edition_order(was)
        if raised or meaning(earlier.model, _MEANS_NOTHING) == meaning(playbook.model, _MEANS_NOTHING):
            continue
        message = Words(f"内容改了，版次还是 {now}", f"the meaning changed and the edition is still {now}")
        if now != was:
            message = Words(
                f"内容改了，版次却从 {was} 变成 {now}", f"the meaning changed and the edition went from {was} to {now}"
            )
        raise_it = _next(was)
        hint = Words(f'改成 edition: "{raise_it}"。', f'write edition: "{raise_it}"')
        yield Diagnostic(CODE, (playbook.place / "edition").value, message, hint, MANUAL.severity)


def _next(edition: str) -> str:
    *whole, last = edition_order(edition)
    return ".".join(str(part) for part in (*whole, last + 1))
