"""A table of faults: each an edit of the small sound tree, with ‸ where the one fault must be told, to the line and the column.

What is said of each stands in test_faults.txt, to be read aloud; ``pytest tests/unit/test_faults.py --refresh`` writes it anew.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cases import BAD, GOOD, TREE, Files, overlaid

from generator.check import check, manuals
from generator.check.examples import EXAMPLES
from generator.diagnostics import Diagnostic, Position, Words
from generator.library import load

CARET = "‸"
SAID = Path(__file__).with_suffix(".txt")
DEMO, FRESH, CASE = "playbooks/demo.yaml", "playbooks/engagements/fresh.yaml", "playbooks/cases/coupons.yaml"
Edit = tuple[str, str, str]
"""A file, what stands in it once and what takes its place. Where nothing is replaced, a file comes; one left empty goes."""


def demo(old: str, new: str) -> Edit:
    return DEMO, old, new


def fresh(old: str, new: str) -> Edit:
    return FRESH, old, new


def case(old: str, new: str) -> Edit:
    return CASE, old, new


def shared(name: str, old: str, new: str) -> Edit:
    return f"playbooks/shared/{name}.yaml", old, new


def gone(file: str) -> Edit:
    """A file that is taken away, blamed at its beginning."""
    return file, TREE[file].decode(), CARET


def event(id: str, more: str) -> Edit:
    """One more engagement: the five keys that it needs, then ``more``."""
    schema = "# yaml-language-server: $schema=../../site_config/schemas/engagement.schema.json"
    team = "  account-manager: [{name: 示例甲}]\n  architect: [{name: 示例乙}]\n  customer-lead: [{name: 示例丁}]"
    when = 'start: "2026-11-10T20:00+08:00", end: "2026-11-12T02:00+08:00", state: confirmed'
    text = f"{schema}\ncustomer: 示例客户\nplaybook: demo\nopened: 2026-08-20\nevent: {{name: 双十一, {when}}}\nteam:\n{team}\n{more}\n"
    return f"playbooks/engagements/{id}.yaml", "", text


class Row(NamedTuple):
    code: str
    what: str
    edits: tuple[Edit, ...]
    today: str = ""
    earlier: tuple[Edit, ...] | None = None
    """Edits that make the tree it is compared with; None where there is none."""


def row(code: str, what: str, *edits: Edit, today: str = "", earlier: tuple[Edit, ...] | None = None) -> Row:
    return Row(code, what, edits, today, earlier)


ONE = "{id: DEM-A01, title: {zh: 一, en: One}, step: collect, owner: account-manager, due: T-75,"
FOUR = "{id: DEM-A04, title: {zh: 四, en: Four}, step: prepare, owner: architect, due: T-30,"
FIVE = "{id: DEM-A05, title: {zh: 五, en: Five}, step: prepare, owner: architect, due: T-30,"
EIGHT = "{id: DEM-A08, title: {zh: 八, en: Eight}, step: prepare, owner: architect, due: T-10, severity: may, category: capacity,"
NINE = "{id: DEM-A09, title: {zh: 九, en: Nine}, step: prepare, owner: architect, due: T-7, severity: must, category: plan,"
ELEVEN = "  - {id: DEM-A11, title: {zh: 十一, en: Eleven}, step: onsite, owner: account-manager, due: E+3, severity: must, category: capacity, done_when: {zh: 有 2 个, en: There are 2}}\n"
TOMB = "{id: DEM-A12, retired: {on: 2026-06-01, because: {zh: 并入 DEM-A03, en: Now in DEM-A03}, replaced_by: DEM-A03}}"
WHEN = 'when: coupon_inserts >= 5000 and "udb" in products'
RETROSPECTIVE = "retrospective:\n  held: 2026-11-16\n  actual: {coupon_inserts: 7600}\n  improve: [{text: 再早一周, item: DEM-A03}]\n"
NO_FRESH = (FRESH, TREE[FRESH].decode(), "")
STAFFED = fresh("  architect: [{name: 示例乙}]", "  architect: [{name: 示例乙}]\n  customer-lead: [{name: 示例丁}]")
EDITION = demo('edition: "2026.1"', 'edition: "2026.2"')

TABLE: list[Row] = [
    # What a file is made of.
    row("encoding", "GBK behind Chinese", fresh("{zh: 示例生鲜,", "{zh: 示例‸\udcc9\udcfa\udccf\udcca,")),
    row("encoding", "a byte-order mark", case("# yaml-language-server", "‸\ufeff# yaml-language-server")),
    row("encoding", "UTF-16", case("# yaml-language-server", "‸\udcff\udcfe# yaml-language-server")),
    row("too-large", "a text behind Chinese", case("{zh: 早问, en: Ask early}", "{zh: 早问, en: ‸" + "a" * 20_001 + "}")),
    row("too-large", "a key", fresh("products: [udb]", "‸" + "k" * 101 + ": 1\nproducts: [udb]")),
    row("encoding", "a control character behind Chinese", case("{zh: 早问,", "{zh: 早‸\x07问,")),
    row("yaml-syntax", "a list left open, noticed on the next line", fresh("products: [udb]", "products: ‸[udb")),
    row("yaml-syntax", "a mapping left open, noticed at the end", case("lesson: {zh: 早问, en: Ask early}", "lesson: ‸{zh: 早问, en: Ask early")),
    row("yaml-syntax", "a bracket left open behind Chinese", demo("collect: [{zh: 看架构, en: Look}]", "collect: [{zh: 看架构, en: Look}, ‸{zh: 看容量, en: [Size]]")),
    row("yaml-syntax", "a comma missing on a line", fresh("regions: [cn-bj]", "regions: ['北京' ‸'上海']")),
    row("yaml-syntax", "a comma missing in a long list", fresh("products: [udb]", "products: [\n  'udb',\n  'cache'\n  ‸'vm'\n]")),
    row("yaml-syntax", "a bracket too many", fresh("products: [udb]", "products: [udb]‸]")),
    row("yaml-syntax", "a quote left open", case("lesson: {zh: 早问, en: Ask early}", 'lesson: {zh: 早问, en: ‸"Ask early}')),
    row("yaml-syntax", "words behind a closed quote", case("kind: demo", 'kind: "一" ‸demo')),
    row("yaml-syntax", "a key too far left", case("title: {zh: 券库, en: Coupons}\nkind", "  title: {zh: 券库, en: Coupons}\n‸kind")),
    row("yaml-syntax", "an entry too far left", fresh("waves:\n    main: {peak", "waves:\n    - 一\n   ‸- main: {peak")),
    row("yaml-syntax", "a line without its colon", case("kind: demo", "kind: demo\n‸happened 改了拓扑")),
    row("yaml-syntax", "a value that begins with an at sign", case("kind: demo", "kind: ‸@demo")),
    row("yaml-syntax", "a value that begins with a star", case("en: Ask early}", "en: ‸** early}")),
    row("yaml-syntax", "an escape that there is not", case("{zh: 早问,", '{zh: "早‸\\问",')),
    row("yaml-syntax", "a list on its key's line", fresh("products: [udb]", "products: ‸- udb")),
    row("yaml-syntax", "a value that is missing", fresh("products: [udb]", "products: [udb, ‸, cache]")),
    row("yaml-syntax", "nested beyond all reason", case("kind: demo", "kind: " + "[" * 39 + "‸[" + "]" * 40)),
    row("quoted-colon", "in a block, behind Chinese", case("kind: demo", "kind: ‸演示手册 demo: 一本")),
    row("quoted-colon", "in a mapping, behind Chinese", demo("goal: {zh: 问清, en: Ask}", "goal: {zh: 问清, en: ‸Ask: who and when}")),
    row("quoted-colon", "in a list", fresh("  improve: [{text: 再早一周, item: DEM-A03}]", "  kept:\n    - kept: ‸三方例会: 每天一次")),
    row("quote-in-flow", "a time", fresh('end: "2026-11-12T02:00+08:00"\n', 'end: "2026-11-12T02:00+08:00"\n  at: {begins: ‸2026-11-12T02:00+08:00}\n')),
    row("quote-in-flow", "an address behind Chinese", fresh("{zh: 示例生鲜, en: Example Fresh}", "{zh: 示例生鲜, en: ‸https://example.com}")),
    row("duplicate-key", "in a block", demo("    goal: {zh: 问清, en: Ask}\n", "    goal: {zh: 问清, en: Ask}\n    ‸goal: {zh: 问清楚, en: Ask}\n")),
    row("duplicate-key", "in a mapping behind Chinese", demo("title: {zh: 演示手册, en: Demo playbook}", "title: {zh: 演示手册, en: Demo playbook, ‸zh: 手册}")),
    row("forbidden-yaml", "an anchor", fresh("products: [udb]", "products: ‸&these [udb]")),
    row("forbidden-yaml", "a tag behind Chinese", fresh("text: 再早一周,", "text: ‸!!str 再早一周,")),
    row("forbidden-yaml", "a merge key", fresh("onsite: {place: 客户总部,", "onsite: {place: 客户总部, ‸<<: {},")),
    row("forbidden-yaml", "a tab behind Chinese", fresh("bottleneck: 券库", "bottleneck: 券库‸\t# 最先满的")),
    row("forbidden-yaml", "two documents", case("lesson: {zh: 早问, en: Ask early}", "lesson: {zh: 早问, en: Ask early}\n‸---\nmore: 1")),
    row("forbidden-yaml", "a directive", case("# yaml-language-server: $schema=../../site_config/schemas/case.schema.json\n", "# yaml-language-server: $schema=../../site_config/schemas/case.schema.json\n‸%YAML 1.2\n---\n")),
    row("forbidden-yaml", "a key that is a list", fresh("onsite: {place: 客户总部,", "onsite: {place: 客户总部, ? ‸[a, b] : 1,")),
    # What a key may hold.
    row("unknown-key", "a slip in an item", demo("    verifier: account-manager\n", "    ‸verifyer: account-manager\n")),
    row("unknown-key", "a slip behind Chinese", fresh("{name: 示例甲, contact:", "{name: 示例甲, ‸contakt:")),
    row("unknown-key", "a task's step", demo("{id: DEM-T01, title: {zh: 收集, en: Collect},", "{id: DEM-T01, title: {zh: 收集, en: Collect}, ‸step: collect,")),
    row("unknown-key", "a third language", demo("summary: {zh: 规则的例子都从这本手册改出来,", "summary: {zh: 规则的例子都从这本手册改出来, ‸ja: 例,")),
    row("unknown-key", "at the top", fresh("onsite: {place", "‸onsight: {place")),
    row("unknown-key", "in a role", shared("roles", "side: vendor, mission: {zh: 重保当晚拍板,", "side: vendor, ‸misson: {zh: 重保当晚拍板,")),
    row("missing-key", "an item's category", demo(f"{EIGHT}", "{‸id: DEM-A08, title: {zh: 八, en: Eight}, step: prepare, owner: architect, due: T-10, severity: may,")),
    row("missing-key", "an engagement's begin", fresh('  name: {zh: 双十一, en: Double 11}\n  start: "2026-11-10T20:00+08:00"\n', "  ‸name: {zh: 双十一, en: Double 11}\n")),
    row("missing-key", "at the top", case("title: {zh: 券库, en: Coupons}\nkind: demo\n", "‸title: {zh: 券库, en: Coupons}\n")),
    row("missing-key", "behind Chinese", fresh("risks:\n", "risks:\n  - {id: R2, level: low, text: 备份没有演练过, owner: architect, state: open}\n  - {‸text: 备用的专线没有演练, id: R3, level: low, owner: architect}\n")),
    row("missing-key", "a text in no language", demo("goal: {zh: 问清, en: Ask}", "goal: ‸{}")),
    row("wrong-type", "a word that is none of the few", demo(f"{ONE} severity: must", f"{ONE} severity: ‸high")),
    row("wrong-type", "a slip of one of the few", demo("due: T-2h, severity: must, category: communication", "due: T-2h, severity: must, category: ‸comunication")),
    row("wrong-type", "nothing behind a key", fresh("products: [udb]", "‸products:")),
    row("wrong-type", "an empty text", demo("{zh: 延迟 < 5 s, en: Lag < 5 s}", '{zh: 延迟 < 5 s, en: ‸" "}')),
    row("wrong-type", "one thing for a list", fresh("products: [udb]", "products: ‸udb")),
    row("wrong-type", "a list for a text", case("happened: {zh: 改了拓扑, en: The topology was changed}", "happened: ‸[改了拓扑, The topology]")),
    row("wrong-type", "a number for a name", fresh("who: 示例己,", "who: ‸110,")),
    row("wrong-type", "a number in words", fresh("quantity: 4,", "quantity: ‸四,")),
    row("wrong-type", "a number beyond all size", fresh("quantity: 4,", "quantity: ‸1e400,")),
    row("wrong-type", "a share above one", demo("use_at_most: 0.7", "use_at_most: ‸70")),
    row("wrong-type", "an edition that is a number", demo('edition: "2026.1"', "edition: ‸2026.1")),
    row("wrong-type", "a date that is none", fresh("on: 2026-09-01, by: 示例甲", "on: ‸2026-02-30, by: 示例甲")),
    row("wrong-type", "an instant without its offset", fresh('start: "2026-11-10T20:00+08:00"', 'start: ‸"2026-11-10T20:00"')),
    row("wrong-type", "a duration in words, behind Chinese", shared("standard", "A: {title: {zh: 一级, en: Grade A}, approver: duty-director, onsite: true, ack: 5m}", "A: {title: {zh: 一级, en: Grade A}, approver: duty-director, onsite: true, ack: ‸五分钟}")),
    row("wrong-type", "a yes that is no boolean", demo("default: true", "default: ‸yes")),
    row("wrong-type", "an empty list of actions", demo("action: [{zh: 切主库, en: Promote the standby}]", "action: ‸[]")),
    row("wrong-type", "one end of a window", demo("window: [T-45, T-1]", "window: ‸[T-45]")),
    row("wrong-type", "a list for a file", ("playbooks/shared/glossary.yaml", TREE["playbooks/shared/glossary.yaml"].decode().split("\n", 1)[1], "‸- 重保\n")),
    row("bad-offset", "no sign", demo("due: T-14,", "due: ‸T14,")),
    row("bad-offset", "weeks", fresh("arrive: T-6h,", "arrive: ‸T-1w,")),
    row("bad-offset", "full width, behind Chinese", fresh("{id: X01, title: 客户专属, step: prepare, owner: architect, due: T-20,", "{id: X01, title: 客户专属, step: prepare, owner: architect, due: ‸Ｔ-20,")),
    row("bad-offset", "too far", demo("until: E+7}", "until: ‸E+731}")),
    row("bad-offset", "a window reversed", demo("window: [T-60, T-30]", "window: [T-30, ‸T-60]")),
    row("bad-offset", "a freeze reversed", demo("from: T-3, to: E+1,", "from: E+1, to: ‸T-3,")),
    row("bad-offset", "a patrol reversed", demo("from: T-30m, to: T+60m", "from: T+60m, to: ‸T-30m")),
    row("bad-offset", "a patrol without a pause", demo("every: 5m", "every: ‸0m")),
    row("bad-offset", "a date that is neither", fresh("{due: T-40, because: 提前}", "{due: ‸十月一日, because: 提前}")),
    row("bad-id", "an item's number too short", demo("- {id: DEM-A07,", "- {id: ‸DEM-A7,")),
    row("bad-id", "an extra's", fresh("{id: X01,", "{id: ‸Y01,")),
    row("bad-id", "a wave's", demo("  warmup: {title", "  ‸Warm-up: {title")),
    row("bad-id", "a role's, in capitals", shared("roles", "customer-lead: {title", "customer-lead: {title: {zh: 客户, en: Customer}, side: customer}\n‸客户: {title")),
    row("bad-id", "a stage with a blank", demo("scenario-risk, avoidance]", 'scenario-risk, ‸"avoid it", avoidance]')),
    row("raw-html", "in English behind Chinese", demo("{zh: 切主库, en: Promote the standby}", "{zh: 切主库, en: ‸Promote <b>now</b>}")),
    row("raw-html", "in one text for both", fresh("text: 备份没有演练,", "text: ‸备份<br>没有演练,")),
    # What the tree is made of.
    row("file-name", "capitals", ("playbooks/engagements/Double11.yaml", "", "‸#")),
    row("file-name", "another ending", ("playbooks/cases/notes.yml", "", "‸#")),
    row("file-name", "a shared file that is none", ("playbooks/shared/rolez.yaml", "", "‸#")),
    row("file-name", "a folder too deep", ("playbooks/engagements/2026/fresh.yaml", "", "‸#")),
    row("missing-file", "the calendars", gone("playbooks/shared/calendars.yaml")),
    row("schema-line", "none", case("# yaml-language-server: $schema=../../site_config/schemas/case.schema.json", "‸# 一个案例")),
    row("schema-line", "another's", fresh("# yaml-language-server: $schema=../../site_config/schemas/engagement", "‸# yaml-language-server: $schema=../../site_config/schemas/case")),
    # Names.
    row("unknown-role", "an owner", demo("    owner: architect\n", "    owner: ‸architekt\n")),
    row("unknown-role", "one of several", demo("with: [duty-director]", "with: [duty-director, ‸duty-director2]")),
    row("unknown-role", "in a team", fresh("  architect: [{name: 示例乙}]", "  architect: [{name: 示例乙}]\n  ‸architects: [{name: 示例丁}]")),
    row("unknown-role", "behind Chinese", fresh("text: 备份没有演练, owner: architect,", "text: 备份没有演练, owner: ‸dba,")),
    row("unknown-role", "on a roster", fresh("role: udb-oncall,", "role: ‸udb-oncal,")),
    row("unknown-role", "of an assigned item", fresh("DEM-A04: customer-lead", "DEM-A04: ‸customer-leed")),
    row("unknown-step", "an item's", demo(ONE, ONE.replace("step: collect", "step: ‸colect"))),
    row("unknown-step", "a role's", demo("    prepare: [{zh: 改方案, en: Improve}]", "    ‸prepair: [{zh: 改方案, en: Improve}]")),
    row("unknown-stage", "a slip", demo("[product-risk, scenario-risk,", "[product-risk, ‸scenario-risks,")),
    row("unknown-product", "an item's", demo("products: [udb]", "products: [‸uddb]")),
    row("unknown-product", "an estimate's behind Chinese", demo("product: udb, demand", "product: ‸ubd, demand")),
    row("unknown-product", "in a condition", demo(WHEN, 'when: coupon_inserts >= 5000 and ‸"uddb" in products')),
    row("unknown-product", "a resource's", fresh("{id: udb-x, product: udb,", "{id: udb-x, product: ‸database,")),
    row("unknown-fact", "in a condition", demo(WHEN, 'when: ‸cupon_inserts >= 5000 and "udb" in products')),
    row("unknown-fact", "in a sum", demo("demand: coupon_inserts,", "demand: coupon_inserts * ‸growth,")),
    row("unknown-fact", "an answer", fresh("  engine: mysql", "  engine: mysql\n  ‸engin: mysql")),
    row("unknown-fact", "an actual figure", fresh("{coupon_inserts: 7600}", "{coupon_inserts: 7600, ‸coupon_reads: 1}")),
    row("unknown-case", "a slip", demo('["case:coupons",', '[‸"case:coupon",')),
    row("unknown-item", "one to wait for", demo("after: [DEM-A01]\n", "after: [DEM-A01, ‸DEM-A99]\n")),
    row("unknown-item", "a retired one", fresh("DEM-T01: {state: doing}", "‸DEM-A12: {state: doing}")),
    row("unknown-item", "a plan", fresh("DEM-T01: {state: doing}", "‸DEM-P01: {state: doing}")),
    row("unknown-item", "to improve, behind Chinese", fresh("text: 再早一周, item: DEM-A03", "text: 再早一周, item: ‸DEM-A31")),
    row("unknown-item", "a successor behind Chinese", demo("en: Now in DEM-A03}, replaced_by: DEM-A03", "en: Now in DEM-A03}, replaced_by: ‸DEM-A13")),
    row("unknown-plan", "a slip", demo("    plan: DEM-P01\n", "    plan: ‸DEM-P10\n")),
    row("unknown-plan", "a retired one", demo(f"{FOUR}", f"{FOUR} plan: ‸DEM-P02,")),
    row("unknown-playbook", "an engagement's", fresh("playbook: demo", "playbook: ‸dmeo")),
    row("unknown-playbook", "a case's", case("kind: demo", "kind: ‸sale")),
    row("unknown-wave", "an item's", demo("    wave: main\n", "    wave: ‸mian\n")),
    row("unknown-wave", "an event's", fresh("    main: {peak", '    ‸encore: {peak: "2026-11-10T21:00+08:00"}\n    main: {peak')),
    row("unknown-wave", "in a condition", demo(WHEN, f'{WHEN} and ‸"encore" in waves')),
    row("unknown-level", "an item's", demo("levels: [A, B]", "levels: [A, ‸S]")),
    row("unknown-level", "in a condition", demo(WHEN, f'{WHEN} and level in ["A", ‸"S"]')),
    row("unknown-level", "of an application", fresh("  level: A\n", "  level: ‸D\n")),
    row("unknown-estimate", "an order's", fresh("{estimate: coupon_db,", "{estimate: ‸cupon_db,")),
    row("unknown-calendar", "a playbook's", demo("calendar: CN", "calendar: ‸SG")),
    row("unknown-calendar", "of no country", shared("calendars", "{base: CN,", "{base: ‸XX,")),
    row("duplicate-id", "two items", demo("- {id: DEM-A06,", "- {id: ‸DEM-A05,")),
    row("duplicate-id", "one that is retired", demo("- {id: DEM-A12, retired: {on: 2026-06-01, because: {zh: 并入 DEM-A03, en: Now in DEM-A03}", "- {id: ‸DEM-A11, retired: {on: 2026-06-01, because: {zh: 并入 DEM-A03, en: Now in DEM-A03}")),
    row("duplicate-id", "two tests on a line", fresh("reached: 8200, verdict: fail}", "reached: 8200, verdict: fail}\n  - {note: 第二次, on: 2026-10-27, id: ‸LT1}")),
    row("duplicate-id", "two looks at a product", shared("products", "amber: 60%, red: 70%}]", "amber: 60%, red: 70%}, {check: {zh: 磁盘, en: Disk}, id: ‸cpu}]")),
    row("reused-id", "a tombstone in use again", EDITION, demo(TOMB, NINE.replace("DEM-A09", "‸DEM-A12") + " done_when: {zh: 有 2 个, en: There are 2}}"), earlier=()),
    row("vanished-id", "an item", EDITION, demo("attention:\n", "‸attention:\n"), earlier=(demo(ELEVEN, ELEVEN + ELEVEN.replace("DEM-A11", "DEM-A13")),)),
    row("vanished-id", "a tombstone of a plan", EDITION, demo("plans:\n", "‸plans:\n"), demo("  - {id: DEM-P02, retired: {on: 2026-06-01, because: {zh: 并入 DEM-P01, en: Now in DEM-P01}, replaced_by: DEM-P01}}\n", ""), earlier=()),
    # What a playbook holds.
    row("step-order", "a step twice", demo("- step: apply\n    window: [T-60, T-30]", "- step: apply\n    window: [T-60, T-30]\n  - step: ‸collect\n    window: [T-60, T-30]")),
    row("step-order", "one before the other", demo("  - step: apply\n    window: [T-60, T-30]\n    stages: [expansion-estimate]\n  - step: prepare\n    window: [T-45, T-1]\n    stages: [product-risk, scenario-risk, avoidance]\n", "  - step: ‸prepare\n    window: [T-45, T-1]\n    stages: [product-risk, scenario-risk, avoidance]\n  - step: apply\n    window: [T-60, T-30]\n    stages: [expansion-estimate]\n")),
    row("step-order", "a standard's stage missing", shared("standard", "stages:\n", "‸stages:\n"), shared("standard", "  avoidance: {title: {zh: 规避方案, en: Avoidance}, takes: {zh: 风险单, en: Risks}, hands_on: {zh: 预案, en: Plans}}\n", "")),
    row("stage-missing", "in no step", demo("steps:\n", "‸steps:\n"), demo("[onsite-support, review]", "[onsite-support]")),
    row("stage-missing", "twice", demo("[onsite-support, review]", "[onsite-support, ‸avoidance, review]")),
    row("triangle-incomplete", "a role", demo("roles:\n  account-manager:\n", "roles:\n  ‸account-manager:\n"), demo("  architect:\n    collect: [{zh: 看架构, en: Look}]\n    apply: [{zh: 算容量, en: Size}]\n    prepare: [{zh: 改方案, en: Improve}]\n    onsite: [{zh: 定处置, en: Decide}]\n", "")),
    row("triangle-incomplete", "a step of a role", demo("    collect: [{zh: 看架构, en: Look}]\n    apply: [{zh: 算容量, en: Size}]\n", "    ‸collect: [{zh: 看架构, en: Look}]\n")),
    row("triangle-incomplete", "nothing to do", demo("    onsite: [{zh: 定处置, en: Decide}]", "    onsite: ‸[]")),
    row("too-few-attention", "ten", demo("attention:\n", "‸attention:\n"), demo(ELEVEN, "")),
    row("fact-definition", "a choice without choices", demo("type: text}", "type: ‸choice}")),
    row("fact-definition", "choices of a text", demo("type: text}", "type: text, ‸choices: [一, 二]}")),
    row("fact-definition", "a least of a yes or no", demo("type: boolean}", "type: boolean, ‸min: 1}")),
    row("fact-definition", "bounds reversed behind Chinese", demo("type: integer, min: 1}", "type: integer, min: 1, max: ‸0}")),
    row("fact-definition", "a word of expressions", demo("  bottleneck: {ask: {zh: 最先到顶的一环, en: What saturates first}, type: text}", "  bottleneck: {ask: {zh: 最先到顶的一环, en: What saturates first}, type: text}\n  ‸level: {ask: {zh: 等级, en: Level}, type: text}")),
    row("bad-expression", "text for a number", demo(WHEN, 'when: coupon_inserts >= ‸"5000" and "udb" in products')),
    row("bad-expression", "something missing", demo("when: 'flash_sale or", "when: ‸'flash_sale or or")),
    row("bad-expression", "a chain of comparisons", demo(WHEN, 'when: 1 < coupon_inserts ‸< 5 and "udb" in products')),
    row("bad-expression", "a comparison sign of another language", demo(WHEN, 'when: coupon_inserts ‸≥ 5000 and "udb" in products')),
    row("bad-expression", "a function that there is not", demo("demand: coupon_inserts,", "demand: ‸sum(coupon_inserts),")),
    row("bad-expression", "a figure for a condition", demo(WHEN, "when: ‸coupon_inserts")),
    row("bad-expression", "a choice that there is not, behind Chinese", fresh("{id: X01, title: 客户专属,", '{id: X01, title: 客户专属, when: engine == ‸"mssql",')),
    row("bad-expression", "behind Chinese quoted text", demo(WHEN, 'when: bottleneck == "券库" and ‸coupon_inserts and "udb" in products')),
    row("bad-expression", "a division by zero", demo("per_unit: 2000,", "per_unit: 2000 / ‸0,")),
    row("bad-expression", "an open bracket", demo(WHEN, 'when: ‸(coupon_inserts >= 5000 and "udb" in products')),
    row("bad-expression", "nothing at all", demo(WHEN, 'when: ‸""')),
    row("default-wave", "two", demo("{title: {zh: 预热, en: Warm-up}}", "{title: {zh: 预热, en: Warm-up}, default: true}"), demo("{title: {zh: 正式, en: Main}, default: true}", "{title: {zh: 正式, en: Main}, default: ‸true}")),
    row("default-wave", "none", demo("waves:\n  warmup", "‸waves:\n  warmup"), demo("en: Main}, default: true}", "en: Main}}")),
    row("dependency-cycle", "of itself", demo("after: [DEM-A01]\n", "after: [DEM-A01, ‸DEM-A03]\n")),
    row("dependency-cycle", "of two, behind Chinese", demo(FOUR, f"{FOUR} after: [‸DEM-A05],"), demo(FIVE, f"{FIVE} after: [DEM-A04],")),
    row("verifier-is-owner", "in a playbook", demo("verifier: account-manager", "verifier: ‸architect")),
    row("verifier-is-owner", "by an assignment", fresh("DEM-A04: customer-lead", "DEM-A03: ‸account-manager")),
    row("untranslated", "English", demo("goal: {zh: 问清, en: Ask}", "goal: {‸zh: 问清}")),
    row("untranslated", "Chinese, in a list", demo("action: [{zh: 切主库, en: Promote the standby}]", "action: [{zh: 停写, en: Stop}, {‸en: Promote the standby}]")),
    row("missing-glyph", "behind Chinese", fresh("text: 再早一周,", "text: 再早一周‸🎉,")),
    row("missing-glyph", "a rare name in quotes", fresh("who: 示例己,", 'who: "示例‸𠮷",')),
    row("outside-window", "too early", demo("due: T-14,", "due: ‸T-50,")),
    row("outside-window", "an extra", fresh("step: prepare, owner: architect, due: T-20,", "step: onsite, owner: architect, due: ‸T-20,")),
    row("due-before-dependency", "behind Chinese", demo(NINE, f"{NINE.replace('T-7', 'T-12')} after: [DEM-A07, ‸DEM-A08],")),
    row("never-applies", "above the most", demo(WHEN, 'when: ‸coupon_inserts > 1000000 and "udb" in products')),
    row("always-applies", "no less than the least", demo(FOUR, f"{FOUR} when: ‸coupon_inserts >= 0,")),
    row("unused", "a fact", demo("  bottleneck: {ask", "  ‸idle: {ask: {zh: 没人用, en: Idle}, type: text}\n  bottleneck: {ask")),
    row("unused", "a plan", demo("  - id: DEM-P01\n", "  - id: ‸DEM-P01\n"), demo("    plan: DEM-P01\n", "")),
    row("unused", "a product", shared("products", "cache: {title", "‸vm: {title: {zh: 云主机, en: Virtual machine}, kind: vm}\ncache: {title")),
    row("unused", "a term", shared("glossary", "zhongbao: {term", "‸spare: {term: {zh: 备件, en: Spare part}, text: {zh: 备着, en: Kept}}\nzhongbao: {term")),
    row("unused", "an allowance behind Chinese", demo("    goal: {zh: 问清, en: Ask}", "    goal: {zh: 问清, en: Ask} ‸# playbook: allow untranslated 不用了")),
    row("vague", "what is done when", demo("owner: customer-lead, due: T-14, severity: must, category: operations, done_when: {zh: 有 2 个, en: There are 2}", "owner: customer-lead, due: T-14, severity: must, category: operations, done_when: ‸{zh: 没问题, en: All is well}")),
    row("vague", "nothing said", demo(f"{EIGHT} done_when: {{zh: 有 2 个, en: There are 2}}", f"{EIGHT}".replace("id: DEM", "id: ‸DEM").removesuffix(","))),
    row("long-for-print", "a title", demo("{zh: 九, en: Nine}", "{zh: ‸" + "九" * 29 + ", en: Nine}")),
    row("long-for-print", "an action in English", demo("en: Promote the standby}", "en: ‸" + "Promote " * 28 + "now}")),
    row("hidden-characters", "behind Chinese", demo("summary: {zh: 规则的例子都", "summary: {zh: 规则的‸\u200b例子都")),
    row("hidden-characters", "in a comment, behind one beyond the plane", fresh("products: [udb]", "products: [udb] # 🎉 看‸\u202e这里")),
    row("hidden-characters", "escaped", fresh("text: 再早一周,", 'text: ‸"再早\\u200b一周",')),
    row("hidden-characters", "a letter that poses", fresh("{id: LT1,", "{id: L‸Т1,")),
    row("hidden-characters", "a line break that none sees", fresh("text: 再早一周,", 'text: "再早‸\u2028一周",')),
    row("suspicious-link", "a text that names another host", fresh("text: 再早一周,", 'text: "再早一周：‸[example.com](https://example.org/)",')),
    row("suspicious-link", "a user in the address", demo('"https://example.com/replication"]', '"复制：‸https://example.com@192.0.2.1/"]')),
    row("suspicious-link", "a host that poses", fresh("text: 再早一周,", 'text: "见 ‸https://exаmple.com/",')),
    row("suspicious-link", "an address that cannot be read", fresh("text: 再早一周,", 'text: "见 ‸https://[::1/",')),
    row("edition-unraised", "left as it was", demo('edition: "2026.1"', 'edition: ‸"2026.1"'), demo("due: T-14,", "due: T-15,"), earlier=()),
    row("edition-unraised", "lowered", demo('edition: "2026.1"', 'edition: ‸"2025.9"'), demo("due: T-14,", "due: T-15,"), fresh('edition: "2026.1"', 'edition: "2025.9"'), earlier=()),
    # What an engagement holds.
    row("event-order", "an end before the start", fresh('  end: "2026-11-12T02:00+08:00"', '  end: ‸"2026-11-10T02:00+08:00"')),
    row("event-order", "a peak behind the end", fresh('main: {peak: "2026-11-10T20:00+08:00"', 'main: {peak: ‸"2026-11-13T20:00+08:00"')),
    row("event-order", "a shift, behind Chinese", fresh("roster:\n", 'roster:\n  - {role: udb-oncall, who: 示例庚, from: "2026-11-11T02:00+08:00", to: ‸"2026-11-11T01:00+08:00"}\n')),
    row("event-order", "leaving before arriving", fresh("leave: E+4h", "leave: ‸T-8h")),
    row("event-order", "opened too late", fresh("opened: 2026-08-20", "opened: ‸2026-11-13")),
    row("event-order", "a retrospective too early", fresh("held: 2026-11-16", "held: ‸2026-11-10")),
    row("fact-answer", "a figure with its unit", fresh("{value: 7000, worst: 9000,", '{value: ‸"7,000 rows/s", worst: 9000,')),
    row("fact-answer", "a worst beyond the most", fresh("worst: 9000,", "worst: ‸2000000,")),
    row("fact-answer", "no whole number", fresh("db_primaries: 1", "db_primaries: ‸1.5")),
    row("fact-answer", "a yes that is text", fresh("flash_sale: true", "flash_sale: ‸yes")),
    row("fact-answer", "a slip of a choice", fresh("engine: mysql", "engine: ‸mysq")),
    row("fact-answer", "a worst of a text, behind Chinese", fresh("bottleneck: 券库", "bottleneck: {value: 券库, ‸worst: 1}")),
    row("roster-gap", "a hole", fresh("roster:\n", 'roster:\n  - {role: udb-oncall, who: 示例庚, from: ‸"2026-11-11T03:00+08:00", to: "2026-11-11T08:00+08:00"}\n')),
    row("roster-gap", "nobody at the peak", fresh("roster:\n", 'roster:\n  - {who: 示例庚, role: ‸cache-oncall, from: "2026-11-11T18:00+08:00", to: "2026-11-12T02:00+08:00"}\n')),
    row("roster-gap", "nobody at the start", event("second", 'roster:\n  - {who: 示例庚, role: ‸cache-oncall, from: "2026-11-11T18:00+08:00", to: "2026-11-12T02:00+08:00"}')),
    row("double-booked", "two shifts", event("second", 'roster:\n  - {role: udb-oncall, who: ‸示例己, from: "2026-11-10T19:00+08:00", to: "2026-11-11T02:00+08:00"}')),
    row("orphan-status", "not on the list", event("second", "products: [cache]\nfacts: {coupon_inserts: 9000}\nstatus:\n  DEM-T01: {state: done, by: 示例甲}\n  ‸DEM-A03: {state: done}"), NO_FRESH, today="2026-08-24"),
    row("stale-edition", "behind the playbook", fresh('edition: "2026.1"', 'edition: ‸"2025.12"'), STAFFED, today="2026-08-24"),
    row("waiver-expired", "before today", event("second", "skip:\n  DEM-A08: {because: 等新机型, by: architect, until: ‸2026-08-22}"), NO_FRESH, today="2026-08-24"),
    row("overdue", "two of them", event("second", "‸status:\n  DEM-A01: {state: done}"), NO_FRESH, today="2026-09-12"),
    row("team-gap", "two roles", fresh("team:\n", "‸team:\n"), today="2026-08-24"),
    row("retrospective-missing", "two weeks later", fresh('  end: "2026-11-12T02:00+08:00"', '  end: ‸"2026-11-12T02:00+08:00"'), fresh(RETROSPECTIVE, ""), today="2026-11-26"),
    # What a file allows itself.
    row("bad-silencer", "not to be understood", demo("    goal: {zh: 问清, en: Ask}", "    goal: {zh: 问清, en: Ask} ‸# playbook: ok 就这样")),
    row("bad-silencer", "no such code", demo("    goal: {zh: 问清, en: Ask}", "    ‸# playbook: allow vage 就这样\n    goal: {zh: 问清, en: Ask}")),
    row("bad-silencer", "of an error", demo("    goal: {zh: 问清, en: Ask}", "    goal: {zh: 问清, en: Ask} ‸# playbook: allow unknown-role 就这样")),
    row("bad-silencer", "without a reason", demo("    goal: {zh: 问清, en: Ask}", "    goal: {zh: 问清, en: Ask} ‸# playbook: allow vague")),
]  # fmt: skip

CODES = {manual.code for manual in manuals()}
OFTEN = ("yaml-syntax", "quoted-colon", "forbidden-yaml", "unknown-key", "missing-key", "wrong-type", "bad-offset", "bad-expression", "hidden-characters", "suspicious-link", "duplicate-id", "unknown-wave", "unused")  # fmt: skip
"""Codes that come in many shapes, each of which has a place of its own."""


def name(found: Row) -> str:
    return f"{found.code}, {found.what}"


def edited(edits: tuple[Edit, ...]) -> dict[str, str]:
    """The tree after some edits, as text that still has its caret."""
    texts = {file: content.decode() for file, content in TREE.items()}
    for file, old, new in edits:
        if old:
            assert texts[file].count(old) == 1, (texts[file].count(old), old)
            texts[file] = texts[file].replace(old, new)
        else:
            assert file not in texts
            texts[file] = new
    return {file: text for file, text in texts.items() if text}


def stored(texts: dict[str, str]) -> Files:
    """What is on disk. A lone surrogate stands for a byte that is no UTF-8."""
    found = {file: text.replace(CARET, "").encode("utf-8", "surrogateescape") for file, text in texts.items()}
    return {file: content for file, content in found.items() if content}


def carets(texts: dict[str, str]) -> list[Position]:
    """Where carets stand, counted as an editor does: lines end at a line feed, columns are characters."""
    return [
        Position(file, number, line.index(CARET) + 1)
        for file, text in texts.items()
        for number, line in enumerate(text.split("\n"), 1)
        if CARET in line
    ]


@cache
def judged(found: Row, ending: bytes = b"\n") -> list[Diagnostic]:
    after, *before = (
        {file: content.replace(b"\n", ending) for file, content in stored(edited(edits)).items()}
        for edits in (found.edits, found.earlier)
        if edits is not None
    )
    today = date.fromisoformat(found.today) if found.today else None
    return check(load(after), load(before[0]) if before else None, today)


@pytest.mark.parametrize("found", TABLE, ids=name)
def test_a_fault_is_told_once_and_where_it_stands(found: Row) -> None:
    (at,) = carets(edited(found.edits))
    assert [(fault.code, fault.at) for fault in judged(found)] == [(found.code, at)]


@pytest.mark.parametrize("found", {found.code: found for found in TABLE}.values(), ids=name)
def test_it_stands_in_the_same_place_where_lines_end_as_on_windows(found: Row) -> None:
    (at,) = carets(edited(found.edits))
    assert [(fault.code, fault.at) for fault in judged(found, b"\r\n")] == [(found.code, at)]


def test_an_allowance_is_not_called_unused_for_a_fault_elsewhere() -> None:
    """Where an item had to be left out, nobody knows whether the plan that it names is in use."""
    broken = next(found for found in TABLE if found.code == "bad-offset")
    extra = next(found for found in TABLE if found.what == "an allowance behind Chinese").edits
    found = judged(Row("", "both", (*broken.edits, *((file, old, new.replace(CARET, "")) for file, old, new in extra))))
    assert [fault.code for fault in found] == ["bad-offset"]


def test_every_code_is_in_the_table_and_what_is_frequent_in_several_shapes() -> None:
    rows = Counter(found.code for found in TABLE)
    assert rows.keys() == CODES
    assert all(rows[code] >= 3 for code in OFTEN)
    assert len({name(found) for found in TABLE}) == len(TABLE) >= 60


def test_what_is_said_reads_well(refresh: bool) -> None:
    """Every sentence of the table in both languages: a changed one is seen in the difference of this file."""
    said = []
    for found in TABLE:
        (fault,) = judged(found)
        said += [f"{name(found)}: {fault.severity}", *map(_line, (fault.message, fault.hint))]
    text = "\n".join(line for line in said if line) + "\n"
    if refresh:
        SAID.write_text(text, "utf-8")
    assert text == SAID.read_text("utf-8")


SHOWN_BY_NO_LINE = {"encoding", "too-large", "missing-file", "too-few-attention", "double-booked"}


def test_every_code_that_a_line_can_show_has_an_example() -> None:
    assert EXAMPLES.keys() == CODES - SHOWN_BY_NO_LINE


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_of_the_manual_has_its_fault_and_its_repair_has_none(code: str) -> None:
    bad, good = EXAMPLES[code]
    broken = [stored(edited(found.edits)) for found in TABLE if found.code == code]
    broken += [overlaid(folder) for folder in BAD if folder.parent.name == code]
    sound = [TREE, *(overlaid(folder) for folder in GOOD)]
    assert any(_holds(files, good) for files in sound)
    if bad:
        assert any(_holds(files, bad) for files in broken)
        assert not any(_holds(files, bad) for files in [TREE, *(overlaid(f) for f in GOOD if f.parent.name == code)])
    else:
        assert not all(_holds(files, good) for files in broken)


def _holds(files: Files, example: str) -> bool:
    """Whether lines of a file, or its name, are those of an example: … alone on its line is any lines, else any part of one."""
    plain = "\n".join(line.strip() for line in example.split("\n"))
    pattern = re.escape(plain).replace("\\\n", "\n").replace("\n…\n", r"\n(?:.*\n)*?").replace("…", ".*?")
    texts = ("\n".join(line.strip() for line in _text(content).split("\n")) for content in files.values())
    return any(re.search(pattern, text) for text in (*texts, "\n".join(files)))


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _line(words: Words | None) -> str:
    return f"    {words.zh} | {words.en}" if words else ""
