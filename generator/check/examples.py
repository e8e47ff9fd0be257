"""What each fault looks like beside its repair, for the manual. A test finds every example in a tree that has the fault, or has none.

``…`` stands for what the example leaves out of a line; without ``bad`` the fault is that ``good`` is not there.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    bad: str
    good: str


EXAMPLES: dict[str, Example] = {
    "yaml-syntax": Example("products: [udb\nfacts:", "products: [udb]\nfacts:"),
    "quoted-colon": Example("en: Ask: who and when", 'en: "Ask: who and when"'),
    "quote-in-flow": Example(
        "event: {name: 双十一, start: 2026-11-10T20:00+08:00, …}",
        'event: {name: 双十一, start: "2026-11-10T20:00+08:00", …}',
    ),
    "duplicate-key": Example("goal: {zh: 问清, en: Ask}\ngoal: {zh: 问清楚, en: Ask}", "goal: {zh: 问清, en: Ask}"),
    "forbidden-yaml": Example("products: &these [udb]", "products: [udb]"),
    "unknown-key": Example("verifyer: account-manager", "verifier: account-manager"),
    "missing-key": Example(
        "title: {zh: 券库, en: Coupons}\nhappened: …", "title: {zh: 券库, en: Coupons}\nkind: demo\nhappened: …"
    ),
    "wrong-type": Example("severity: high", "severity: must"),
    "bad-offset": Example("due: T14", "due: T-14"),
    "bad-id": Example("id: DEM-A7", "id: DEM-A07"),
    "raw-html": Example("en: Promote <b>now</b>", "en: Promote the standby"),
    "file-name": Example("playbooks/engagements/Double11.yaml", "playbooks/engagements/double-11.yaml"),
    "unknown-role": Example("owner: architekt", "owner: architect"),
    "unknown-step": Example("step: colect", "step: collect"),
    "unknown-stage": Example(
        "stages: [product-risk, scenario-risks, avoidance]", "stages: [product-risk, scenario-risk, avoidance]"
    ),
    "unknown-product": Example("products: [uddb]", "products: [udb]"),
    "unknown-fact": Example("when: cupon_inserts >= 5000", "when: coupon_inserts >= 5000"),
    "unknown-case": Example('sources: ["case:coupon", …]', 'sources: ["case:coupons", …]'),
    "unknown-item": Example("after: [DEM-A01, DEM-A99]", "after: [DEM-A01]"),
    "unknown-plan": Example("plan: DEM-P10", "plan: DEM-P01"),
    "unknown-playbook": Example("playbook: dmeo", "playbook: demo"),
    "unknown-wave": Example("wave: mian", "wave: main"),
    "unknown-level": Example("levels: [A, S]", "levels: [A, B]"),
    "unknown-estimate": Example("{estimate: cupon_db, …, quantity: 4, …}", "{estimate: coupon_db, …, quantity: 4, …}"),
    "unknown-calendar": Example("CN: {base: XX, …}", "CN: {base: CN, …}"),
    "duplicate-id": Example(
        "- {id: DEM-A05, …}\n- {id: DEM-A05, …}",
        "- {id: DEM-A05, …}\n- {id: DEM-A06, …}",
    ),
    "reused-id": Example("- {id: DEM-A12, title: …}", "- {id: DEM-A12, retired: …}"),
    "vanished-id": Example("", "- {id: DEM-P02, retired: {on: 2026-06-01, because: …, replaced_by: DEM-P01}}"),
    "step-order": Example(
        "- step: apply\n  window: [T-60, T-30]\n- step: collect",
        "- step: apply\n  window: [T-60, T-30]\n…\n- step: prepare",
    ),
    "stage-missing": Example(
        "stages: [product-risk, scenario-risk, avoidance]\n…\nstages: [onsite-support, avoidance, review]",
        "stages: [product-risk, scenario-risk, avoidance]\n…\nstages: [onsite-support, review]",
    ),
    "triangle-incomplete": Example("onsite: []", "onsite: [{zh: 定处置, en: Decide}]"),
    "fact-definition": Example("type: choice}", "type: choice, choices: [mysql, postgresql]}"),
    "bad-expression": Example('when: coupon_inserts >= "5000"', "when: coupon_inserts >= 5000"),
    "default-wave": Example(
        "warmup: {title: …, default: true}\nmain: {title: …, default: true}",
        "warmup: {title: …}\nmain: {title: …, default: true}",
    ),
    "dependency-cycle": Example(
        "- {id: DEM-A04, …, after: [DEM-A05], …}\n- {id: DEM-A05, …, after: [DEM-A04], …}",
        "- {id: DEM-A04, …}\n- {id: DEM-A05, …}",
    ),
    "event-order": Example(
        'start: "2026-11-10T20:00+08:00"\nend: "2026-11-10T02:00+08:00"',
        'start: "2026-11-10T20:00+08:00"\nend: "2026-11-12T02:00+08:00"',
    ),
    "fact-answer": Example('coupon_inserts: {value: "7,000 rows/s", …}', "coupon_inserts: {value: 7000, …}"),
    "verifier-is-owner": Example(
        "owner: architect\n…\nverifier: architect", "owner: architect\n…\nverifier: account-manager"
    ),
    "untranslated": Example("goal: {zh: 问清}", "goal: {zh: 问清, en: Ask}"),
    "missing-glyph": Example("text: 再早一周🎉", "text: 再早一周"),
    "schema-line": Example("# 一个案例", "# yaml-language-server: $schema=../../site_config/schemas/case.schema.json"),
    "outside-window": Example("step: prepare, …, due: T-50", "step: prepare, …, due: T-14"),
    "due-before-dependency": Example(
        "- {id: DEM-A08, …, due: T-10, …}\n- {id: DEM-A09, …, due: T-12, …, after: [DEM-A07, DEM-A08], …}",
        "- {id: DEM-A08, …, due: T-10, …}\n- {id: DEM-A09, …, due: T-7, …}",
    ),
    "never-applies": Example(
        "coupon_inserts: {…, max: 1000000}\n…\nwhen: coupon_inserts > 1000000",
        "coupon_inserts: {…, max: 1000000}\n…\nwhen: coupon_inserts >= 5000",
    ),
    "always-applies": Example(
        "coupon_inserts: {…, min: 0, …}\n…\n- {…, when: coupon_inserts >= 0, …}",
        "coupon_inserts: {…, min: 0, …}\n…\nwhen: coupon_inserts >= 5000",
    ),
    "unused": Example("", "plan: DEM-P01"),
    "vague": Example("done_when: {zh: 没问题, en: All is well}", "done_when: {zh: 延迟 < 5 s, en: Lag < 5 s}"),
    "long-for-print": Example(
        "title: {zh: 九九九九九九九九九九九九九九九九九九九九九九九九九九九九九, …}", "title: {zh: 九, …}"
    ),
    "hidden-characters": Example("{id: L\u0422\u0031, …}", "{id: LT1, …}"),
    "suspicious-link": Example("[example.com](https://example.org/)", "https://example.com/replication"),
    "edition-unraised": Example(
        'edition: "2026.1"\n…\n- {id: DEM-A07, …, due: T-15, …}',
        'edition: "2026.10"\n…\n- {id: DEM-A07, …, due: T-12, …}',
    ),
    "roster-gap": Example(
        '- {…, to: "2026-11-11T02:00+08:00"}\n- {…, from: "2026-11-11T03:00+08:00", …}',
        '- {…, to: "2026-11-11T02:15+08:00"}\n- {…, from: "2026-11-11T02:00+08:00", …}',
    ),
    "orphan-status": Example(
        "products: [cache]\n…\nstatus:\n…\n  DEM-A03: {state: done}",
        "products: [udb]\n…\nstatus:\n…\n  DEM-A03: {state: doing}",
    ),
    "stale-edition": Example('edition: "2025.12"', 'edition: "2026.1"'),
    "waiver-expired": Example("until: 2026-08-22", "until: 2026-10-21"),
    "overdue": Example("", "status:\n…\n  DEM-A02: {state: done}"),
    "team-gap": Example("", "customer-lead: [{name: 示例辛}]"),
    "retrospective-missing": Example("", "retrospective:\n  held: 2026-11-16"),
    "bad-silencer": Example("# playbook: allow vague", "# playbook: allow due-before-dependency 两件事并行，先列出来"),
}
"""By code. Missing are those that no line of a file shows: how it is encoded, how large it is, that it is there, that its items are few; and what only two files show."""
