"""An attention item says what to do in figures, or in what can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.library import Found, playbook_items
from generator.model.item import Attention

CODE = "vague"
MANUAL = Manual(
    CODE,
    Words("说得太虚", "Vague"),
    Words(
        "特别关注事项的 how 和 done_when 要有数字、界限，或看得见的东西（截图、记录、告警、演练结果），否则做没做完各说各的。“确保正常”改成“连续 30 分钟错误率 < 0.1 %”。",
        "The how and done_when of an attention item hold a figure, a limit, or something that can be seen (a screenshot, a log, an alert, the result of a rehearsal); otherwise everybody has "
        'their own idea of done. Not "make sure it works" but "error rate < 0.1 % for 30 minutes".',
    ),
    Severity.WARNING,
)
_FIGURE = re.compile(
    r"[0-9<>≤≥=%％]|[零一两二三四五六七八九十百千万半几双每逐]\s*[个人次条项台套遍轮层级天日周小分秒份档方侧处行步]|为零|归零"
)
_SEEN = re.compile(
    r"`|截图|截屏|记录|日志|告警|曲线|报告|报表|回执|回复|清单|签认|签字|确认|书面|演练|演习|导出|登录|报错|通过|校验|比对|对账|抽查|验收"
    r"|\b(?:screenshots?|records?|recorded|logs?|logged|alerts?|alarms?|graphs?|reports?|receipts?|repl(?:y|ies)|lists?|listed|sign(?:s|ed)?"
    r"|writing|rehears\w*|drills?|exports?|errors?|fails?|pass(?:es|ed)?|compar\w+|match(?:es)?|twice|once|none|zero|one|two|three|four|five|both|each|every)\b",
    re.IGNORECASE,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for playbook in context.library.playbooks.values():
        for found in playbook_items(playbook) if context.wanted(playbook.file) else ():
            if isinstance(found.item, Attention) and not _says_something(found):
                yield _diagnostic(found)


def _says_something(found: Found) -> bool:
    texts = [half for text in (found.item.how, found.item.done_when) if text for half in (text.zh, text.en) if half]
    return any(_FIGURE.search(text) or _SEEN.search(text) for text in texts)


def _diagnostic(found: Found) -> Diagnostic:
    id, written = found.item.id, [key for key in ("done_when", "how") if getattr(found.item, key)]
    if written:
        message = Words(
            f"{id} 的 {'、'.join(written)} 没有数字，也没有看得见的结果",
            f"{id} has neither a figure nor anything to be seen in {' and '.join(written)}",
        )
        hint = Words(
            "写明多少、多久，或凭什么看出做完了。", "say how much, for how long, or by what one sees that it is done"
        )
    else:
        message = Words(f"{id} 没有说怎么做、怎样算做完", f"{id} says neither how nor when it is done")
        hint = Words("补上 how 和 done_when，带数字。", "add how and done_when, with figures")
    return Diagnostic(CODE, (found.place / (written[0] if written else "id")).value, message, hint, MANUAL.severity)
