"""What each fault looks like beside its repair: the manual shows it, and the tests make it from the small tree and find it.

In ``good`` and ``bad`` … stands for what is left out: inside a line any part of it, alone on a line any lines. ‸ stands where the
fault is told; ⟦ ⟧ hold what the tree needs and a reader does not.
"""

from __future__ import annotations

import re
import textwrap
from typing import NamedTuple


class Example(NamedTuple):
    """An edit of a file (its path in playbooks/, without .yaml) that makes the fault; without a file, of a file's name."""

    file: str
    good: str
    bad: str
    """Empty where the fault is that ``good`` is not there."""
    after: str = ""
    """Where ``good`` stands more than once: what stands in front of the one that is meant."""

    @property
    def repaired(self) -> str:
        return _shown(self.good)

    @property
    def broken(self) -> str:
        return _shown(self.bad)


def _shown(text: str) -> str:
    plain = re.sub("⟦.*?⟧", "…", text.replace("‸", "")).strip("\n")
    # A line left out has no indentation of its own.
    return re.sub("^$", "…", textwrap.dedent(re.sub("^…$", "", plain, flags=re.M)), flags=re.M) if plain else ""


DEMO, FRESH, CASE = "demo", "engagements/fresh", "cases/coupons"

EXAMPLES: dict[str, Example] = {
    "yaml-syntax": Example(FRESH, "products: [udb]\nfacts:", "products: ‸[udb\nfacts:"),
    "quoted-colon": Example(DEMO, 'en: "Ask: who and when"', "en: ‸Ask: who and when"),
    "quote-in-flow": Example(
        FRESH, 'main: {peak: "2026-11-10T20:00+08:00", …}', "main: {peak: ‸2026-11-10T20:00+08:00, …}"
    ),
    "duplicate-key": Example(
        DEMO, "    goal: {zh: 问清, en: Ask}\n", "    goal: {zh: 问清, en: Ask}\n    ‸goal: {zh: 问清楚, en: Ask}\n"
    ),
    "forbidden-yaml": Example(FRESH, "products: [udb]", "products: ‸&these [udb]"),
    "unknown-key": Example(DEMO, "verifier: account-manager", "‸verifyer: account-manager"),
    "missing-key": Example(
        CASE,
        "title: {zh: 券库, en: Coupons}\nkind: demo\nhappened: …",
        "‸title: {zh: 券库, en: Coupons}\nhappened: …",
    ),
    "wrong-type": Example(DEMO, "severity: must", "severity: ‸high", "DEM-A03"),
    "bad-offset": Example(DEMO, "due: T-14", "due: ‸T14"),
    "bad-id": Example(DEMO, "id: DEM-A07", "id: ‸DEM-A7"),
    "raw-html": Example(DEMO, "en: Promote the standby", "en: ‸Promote <b>now</b>"),
    "file-name": Example("", "playbooks/engagements/double-11.yaml", "playbooks/engagements/Double11.yaml"),
    "unknown-role": Example(DEMO, "owner: architect", "owner: ‸architekt", "DEM-A03"),
    "unknown-step": Example(DEMO, "step: collect", "step: ‸colect", "DEM-A01"),
    "unknown-stage": Example(
        DEMO, "stages: [product-risk, scenario-risk, avoidance]", "stages: [product-risk, ‸scenario-risks, avoidance]"
    ),
    "unknown-product": Example(DEMO, "products: [udb]", "products: [‸uddb]"),
    "unknown-fact": Example(DEMO, "when: coupon_inserts >= 5000", "when: ‸cupon_inserts >= 5000"),
    "unknown-case": Example(DEMO, 'sources: ["case:coupons", …]', 'sources: [‸"case:coupon", …]'),
    "unknown-item": Example(DEMO, "after: [DEM-A01]", "after: [DEM-A01, ‸DEM-A99]"),
    "unknown-plan": Example(DEMO, "plan: DEM-P01", "plan: ‸DEM-P10"),
    "unknown-playbook": Example(FRESH, "playbook: demo", "playbook: ‸dmeo"),
    "unknown-wave": Example(DEMO, "wave: main", "wave: ‸mian"),
    "unknown-level": Example(DEMO, "levels: [A, B]", "levels: [A, ‸S]"),
    "unknown-estimate": Example(
        FRESH, "{estimate: coupon_db, …, quantity: 4, …}", "{estimate: ‸cupon_db, …, quantity: 4, …}"
    ),
    "unknown-calendar": Example("shared/calendars", "CN: {base: CN, …}", "CN: {base: ‸XX, …}"),
    "duplicate-id": Example(
        DEMO, "  - {id: DEM-A05, …}\n  - {id: DEM-A06, …}\n", "  - {id: DEM-A05, …}\n  - {id: ‸DEM-A05, …}\n"
    ),
    "reused-id": Example(
        DEMO,
        "  - {id: DEM-A12, retired: …}\n",
        "  - {id: ‸DEM-A12, title: ⟦{zh: 十二, en: Twelve}, step: onsite, owner: architect, due: T-0, severity: may, category: plan, done_when: {zh: 有 2 个, en: There are 2}⟧}\n",
    ),
    "vanished-id": Example(
        DEMO, "  - {id: DEM-P02, retired: {on: 2026-06-01, because: …, replaced_by: DEM-P01}}\n", ""
    ),
    "step-order": Example(
        DEMO,
        "  - step: apply\n    window: [T-60, T-30]\n",
        "  - step: apply\n    window: [T-60, T-30]\n  - step: ‸collect\n    window: [T-60, T-30]\n",
    ),
    "stage-missing": Example(
        DEMO,
        "    stages: [product-risk, scenario-risk, avoidance]\n…\n    stages: [onsite-support, review]",
        "    stages: [product-risk, scenario-risk, avoidance]\n…\n    stages: [onsite-support, ‸avoidance, review]",
    ),
    "triangle-incomplete": Example(DEMO, "onsite: [{zh: 定处置, en: Decide}]", "onsite: ‸[]"),
    "fact-definition": Example(
        DEMO, "engine: {…, type: choice, choices: [mysql, postgresql]}", "engine: {…, type: ‸choice}"
    ),
    "bad-expression": Example(DEMO, "when: coupon_inserts >= 5000", 'when: coupon_inserts >= ‸"5000"'),
    "default-wave": Example(
        DEMO,
        "  warmup: {title: …}\n  main: {title: …, default: true}",
        "  warmup: {title: …, default: true}\n  main: {title: …, default: ‸true}",
    ),
    "dependency-cycle": Example(
        DEMO,
        "  - {id: DEM-A04, …}\n  - {id: DEM-A05, …}\n",
        "  - {id: DEM-A04, …, after: [‸DEM-A05]}\n  - {id: DEM-A05, …, after: [DEM-A04]}\n",
    ),
    "event-order": Example(
        FRESH,
        '  start: "2026-11-10T20:00+08:00"\n  end: "2026-11-12T02:00+08:00"\n',
        '  start: "2026-11-10T20:00+08:00"\n  end: ‸"2026-11-10T02:00+08:00"\n',
    ),
    "fact-answer": Example(FRESH, "coupon_inserts: {value: 7000, …}", 'coupon_inserts: {value: ‸"7,000 rows/s", …}'),
    "verifier-is-owner": Example(
        DEMO,
        "    owner: architect\n…\n    verifier: account-manager\n",
        "    owner: architect\n…\n    verifier: ‸architect\n",
    ),
    "untranslated": Example(DEMO, "goal: {zh: 问清, en: Ask}", "goal: {‸zh: 问清}"),
    "missing-glyph": Example(FRESH, "text: 再早一周", "text: 再早一周‸🎉"),
    "schema-line": Example(
        CASE, "# yaml-language-server: $schema=../../site_config/schemas/case.schema.json", "‸# 一个案例"
    ),
    "outside-window": Example(DEMO, "step: prepare, …, due: T-14", "step: prepare, …, due: ‸T-50", "DEM-A07"),
    "due-before-dependency": Example(
        DEMO,
        "  - {id: DEM-A08, …, due: T-10, …}\n  - {id: DEM-A09, …, due: T-7, …}\n",
        "  - {id: DEM-A08, …, due: T-10, …}\n  - {id: DEM-A09, …, due: T-12, …, after: [‸DEM-A08]}\n",
    ),
    "never-applies": Example(
        DEMO,
        "  coupon_inserts: {…, max: 1000000}\n…\n    when: coupon_inserts >= 5000",
        "  coupon_inserts: {…, max: 1000000}\n…\n    when: ‸coupon_inserts > 1000000",
    ),
    "always-applies": Example(
        DEMO,
        "  coupon_inserts: {…, min: 0, …}\n…\n  - {id: DEM-A04, …, when: coupon_inserts >= 5000}",
        "  coupon_inserts: {…, min: 0, …}\n…\n  - {id: DEM-A04, …, when: ‸coupon_inserts >= 0}",
    ),
    "unused": Example(DEMO, "    plan: DEM-P01\n", ""),
    "vague": Example(DEMO, "done_when: {zh: 延迟 < 5 s, en: Lag < 5 s}", "done_when: ‸{zh: 没问题, en: All is well}"),
    "long-for-print": Example(DEMO, "title: {zh: 九, …}", f"title: {{zh: ‸{'九' * 29}, …}}"),
    "hidden-characters": Example(FRESH, "{id: LT1, …}", "{id: L‸\u0422\u0031, …}"),
    "suspicious-link": Example(
        DEMO, '"https://example.com/replication"', '"‸[example.com](https://example.org/replication)"'
    ),
    "edition-unraised": Example(
        DEMO,
        'edition: "2026.10"\n…\n  - {id: DEM-A07, …, due: T-12, …}\n',
        'edition: ‸"2026.1"\n…\n  - {id: DEM-A07, …, due: T-12, …}\n',
    ),
    "worst-case": Example(FRESH, "{value: 7000, worst: 9000, …}", "{value: 7000, worst: ‸900, …}"),
    "placeholder": Example(FRESH, "architect: [{name: 示例乙}]", "architect: [{name: ‸待定}]"),
    "unreachable": Example(
        FRESH, "{role: udb-oncall, who: 示例己, contact: 分机8001, …}", "{role: udb-oncall, who: ‸示例己, …}"
    ),
    "future-date": Example(
        FRESH, "DEM-A01: {state: done, on: 2026-08-21, …}", "DEM-A01: {state: done, on: ‸2027-08-21, …}"
    ),
    "roster-gap": Example(
        FRESH,
        '  - {…, to: "2026-11-11T02:00+08:00"}\n  - {…, from: "2026-11-11T02:00+08:00", …}\n',
        '  - {…, to: "2026-11-11T02:00+08:00"}\n  - {…, from: ‸"2026-11-11T03:00+08:00", …}\n',
    ),
    "orphan-status": Example(
        FRESH,
        "products: [udb]\n…\nstatus:\n…\n  DEM-A03: {state: doing}\n",
        "products: [cache]\n…\nstatus:\n…\n  ‸DEM-A03: {state: doing}\n",
    ),
    "stale-edition": Example(FRESH, 'edition: "2026.1"', 'edition: ‸"2025.12"'),
    "waiver-expired": Example(FRESH, "until: 2026-10-21", "until: ‸2026-08-22"),
    "overdue": Example(FRESH, "  DEM-A02: {state: done}\n", ""),
    "team-gap": Example(FRESH, "  customer-lead: [{name: 示例辛}]\n", ""),
    "retrospective-missing": Example(FRESH, "retrospective:\n  held: 2026-11-16\n  actual: …\n  improve: …\n", ""),
    "bad-silencer": Example(
        DEMO,
        "goal: {zh: 问清}  # playbook: allow untranslated 只给中国团队看",
        "goal: {zh: 问清, en: Ask}  ‸# playbook: allow untranslated",
    ),
}
"""By code. Missing are those that no line of a file shows: how it is encoded, how large it is, that it is there, that its items are few; and what only two files show."""
