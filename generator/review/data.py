"""A review as JSON, in both languages:

    {"before": "main (1a2b3c4)", "after": "…", "today": "2026-10-15", "summary": WORDS,
     "changes": [{"kind": "due", "part": "item", "about": "ECP-A03", "title": WORDS | null, "file": "playbooks/…",
                  "field": "due" | null, "days": -15 | null (negative: earlier), "words": WORDS,
                  "text": {"zh": [["=", "…"], ["-", "…"], ["+", "…"]], "en": […]} | null}…],
     "impacts": [{"engagement": stem, "customer": WORDS, "event": WORDS, "start": "2026-11-10T20:00:00+08:00",
                  "verdict": {"before": "ready" | null, "after": "escalate" | null}, "worsened": true,
                  "readiness": [{"category": "database", "before": "green" | null, "after": "red" | null}…],
                  "changes": [CHANGE as above…], "reworded": 2,
                  "errors": [{"code": "…", "file": "…", "line": 1, "column": 1, "message": WORDS}…]}…],
     "untouched": 46, "unknown": 0, "ended": 3, "formatted": ["playbooks/…"], "reordered": ["playbooks/…"],
     "not_compared": [{"file": "…", "errors": {"before": 0, "after": 2}}…], "errors": [as in an impact: of the later side, by which files are not compared]}

WORDS: {"zh": "…", "en": "…"}. ``kind`` is one of ``diff.Kind``; ``part`` one of ``i18n.vocabulary.PARTS``, empty in an impact.
"""

import json
import re
from datetime import timedelta
from typing import Any

from generator.diagnostics import Diagnostic, Lang
from generator.diff import Change
from generator.diff.impact import Impact
from generator.review.comparison import Review
from generator.review.summary import summary

_UNSHOWABLE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def data(review: Review, lang: Lang = "zh") -> str:
    """The whole review as JSON (see above), in both languages whatever ``lang`` says."""
    found = {
        "before": review.before,
        "after": review.after,
        "today": review.today.isoformat(),
        "summary": summary(review)._asdict(),
        "changes": [_change(change) for change in review.changes],
        "impacts": [_impact(impact) for impact in review.impacts],
        "untouched": review.untouched,
        "unknown": review.unknown,
        "ended": review.ended,
        "formatted": list(review.formatted),
        "reordered": list(review.reordered),
        "errors": [_fault(fault) for fault in review.faults],
        "not_compared": [
            {"file": one.file, "errors": {"before": one.before, "after": one.after}} for one in review.not_compared
        ],
    }
    text = json.dumps(found, ensure_ascii=False, indent=2)
    return _UNSHOWABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _change(change: Change) -> dict[str, Any]:
    runs = {"zh": [[run.sign, run.text] for run in change.zh], "en": [[run.sign, run.text] for run in change.en]}
    days = None if change.by is None else change.by / timedelta(days=1)
    return {
        "kind": change.kind,
        "part": change.part,
        "about": change.about,
        "title": change.title._asdict() if change.title else None,
        "file": change.file,
        "field": change.field or None,
        "days": days if days is None or days % 1 else int(days),
        "words": change.words._asdict(),
        "text": runs if change.zh or change.en else None,
    }


def _impact(impact: Impact) -> dict[str, Any]:
    return {
        "engagement": impact.id,
        "customer": impact.customer.words._asdict(),
        "event": impact.event.words._asdict(),
        "start": impact.start.isoformat(),
        "verdict": {"before": impact.before, "after": impact.after},
        "worsened": impact.worsened,
        "readiness": [
            {"category": category, "before": before, "after": after} for category, before, after in impact.colours
        ],
        "changes": [_change(change) for change in impact.changes],
        "reworded": impact.reworded,
        "errors": [_fault(fault) for fault in impact.faults],
    }


def _fault(fault: Diagnostic) -> dict[str, Any]:
    return {"code": fault.code, **fault.at._asdict(), "message": fault.message._asdict()}
