"""``playbook rebase``: an engagement onto its playbook's current edition."""

from __future__ import annotations

from collections.abc import Iterator

import click

from generator.cli.amending import known_engagement, refused, write
from generator.cli.settings import Settings, global_options, with_settings
from generator.diagnostics import Diagnostic, Lang, Severity, Words
from generator.edit.rebase import Gone, ItemChange, Rebase, rebase
from generator.language.plain import line
from generator.library import FOLDER, Entry, load
from generator.model import Engagement, Playbook
from generator.publish.amend import Amended, amend
from generator.publish.disk import read_tree
from generator.publish.editions import find_edition
from generator.publish.export import Refusal
from generator.report import harmless, text
from generator.tailor import tailor

KEYS: dict[str, Words] = {
    "title": Words("标题", "title"),
    "step": Words("步骤", "step"),
    "owner": Words("负责", "owner"),
    "with": Words("配合", "with"),
    "verifier": Words("复核", "verifier"),
    "due": Words("截止", "due"),
    "severity": Words("轻重", "severity"),
    "category": Words("类别", "category"),
    "why": Words("为什么", "why"),
    "how": Words("做法", "how"),
    "done_when": Words("完成标准", "done when"),
    "evidence": Words("证据", "evidence"),
    "products": Words("产品", "products"),
    "levels": Words("等级", "levels"),
    "wave": Words("波次", "wave"),
    "when": Words("条件", "condition"),
    "audience": Words("给谁看", "audience"),
    "repeat": Words("巡检", "patrol"),
    "plan": Words("预案", "plan"),
    "after": Words("前置", "after"),
    "sources": Words("来源", "sources"),
}


@click.command("rebase")
@click.argument("engagement")
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不写 / show what would change, write nothing")
@global_options
@with_settings
def command(settings: Settings, engagement: str, dry_run: bool) -> None:
    """接受手册的现行版次：列出新增、改动、停用的事项，状态和备注都保留。
    Accept the playbook's current edition: added, changed and retired items are shown, states and notes kept."""
    files = read_tree(settings.root)
    library = load(files)
    known_engagement(library, engagement)
    file = f"{FOLDER}/engagements/{engagement}.yaml"
    entry = library.engagements.get(engagement)
    book = library.playbooks.get(entry.model.playbook) if entry else None
    _readable(settings, library.diagnostics, file, f"{FOLDER}/{entry.model.playbook}.yaml" if entry else file)
    if entry is None or book is None:
        name = entry.model.playbook if entry else engagement
        missing = Words(f"手册 {name} 不在", f"there is no playbook {name}")
        raise refused(settings, Refusal(missing), file)
    plan = rebase(entry, book, _accepted(settings, entry, book))
    for said in _report(plan, settings.lang):
        click.echo(harmless(said))
    for problem in plan.problems:
        click.echo(harmless(problem.of(settings.lang)), err=True)
    if plan.problems:
        settings.say(Words("没有写入：先处理上面列出的。", "nothing is written: settle the above first"))
        raise click.exceptions.Exit(1)
    try:
        amended = amend(files, entry, plan.edits)
    except Refusal as refusal:
        raise refused(settings, refusal, file) from refusal
    for said in _resting(settings, amended, engagement):
        click.echo(harmless(said))
    write(settings, amended, dry_run, Words(f"接受 {plan.current} 版", f"edition {plan.current} accepted"))


def _readable(settings: Settings, diagnostics: tuple[Diagnostic, ...], *needed: str) -> None:
    """What cannot be read whole cannot be rebased whole."""
    faults = [d for d in diagnostics if d.severity is Severity.ERROR and d.at.file in needed]
    if faults:
        click.echo(text(faults, settings.lang), err=True)
        settings.say(Words("没有写入：先改好上面的错误。", "nothing is written: mend these errors first"))
        raise click.exceptions.Exit(1)


def _accepted(settings: Settings, entry: Entry[Engagement], book: Entry[Playbook]) -> Entry[Playbook] | None:
    old = entry.model.edition
    return find_edition(settings.root, book.file, old) if old not in (None, book.model.edition) else None


def _report(plan: Rebase, lang: Lang) -> Iterator[str]:
    old = Words(plan.accepted or "（没写）", plan.accepted or "(none said)")
    if plan.accepted == plan.current:
        yield Words(
            f"已接受的就是现行的 {plan.current} 版。", f"the accepted edition is the current one, {plan.current}"
        ).of(lang)
    else:
        yield Words(f"版次 {old.zh} → {plan.current}", f"edition {old.en} → {plan.current}").of(lang)
    if not plan.compared:
        yield Words(
            "旧版次找不到（没有写明，或 git 历史里没有），新增和改动比不出来；下面只列停用的。",
            "the old edition is not to be had (not said, or not in the git history), so what was added or changed is unknown; what is retired is listed",
        ).of(lang)
    for found in plan.added:
        yield Words(
            f"新增 {found.item.id} {line(found.item.title, 'zh')}",
            f"added {found.item.id} {line(found.item.title, 'en')}",
        ).of(lang)
    for change in plan.changed:
        yield _changed(change, lang)
    for gone in plan.gone:
        yield _gone(gone, lang)
    for followed in plan.followed:
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in followed.path)
        yield Words(
            f"跟随 {where}：{followed.old} → {followed.new}", f"followed {where}: {followed.old} → {followed.new}"
        ).of(lang)


def _changed(change: ItemChange, lang: Lang) -> str:
    parts = []
    for key, old, new in change.keys:
        name = KEYS[key].of(lang)
        parts.append(f"{name} {old or '—'} → {new or '—'}" if old or new else name)
    title, comma = line(change.title, lang), Words("；", "; ").of(lang)
    return Words(f"改动 {change.id} {title}：", f"changed {change.id} {title}: ").of(lang) + comma.join(parts)


def _gone(gone: Gone, lang: Lang) -> str:
    title = f" {line(gone.title, lang)}" if gone.title else ""
    if gone.retired is None:
        return Words(
            f"删除 {gone.id}{title}（没有停用记录）", f"removed {gone.id}{title} (no record of its retirement)"
        ).of(lang)
    because, on = line(gone.retired.because, lang).rstrip("。."), gone.retired.on.isoformat()
    instead = Words(f"，由 {gone.instead} 替代", f", replaced by {gone.instead}").of(lang) if gone.instead else ""
    return Words(
        f"停用 {gone.id}{title}（{on}，{because}{instead}）", f"retired {gone.id}{title} ({on}, {because}{instead})"
    ).of(lang)


def _resting(settings: Settings, amended: Amended, engagement: str) -> Iterator[str]:
    """Items with a record whose conditions no longer hold under the new edition: kept, but not on the list."""
    if not amended.sound:
        return
    entry = amended.library.engagements[engagement]
    checklist = tailor(amended.library, entry, settings.today)
    recorded = {*entry.model.status, *entry.model.move, *entry.model.skip, *entry.model.assign}
    for left in checklist.left_out:
        if left.id in recorded:
            yield Words(
                f"保留 {left.id} {line(left.title, 'zh')} 的记录，但它不在清单上：{left.reason.zh}",
                f"kept the record of {left.id} {line(left.title, 'en')}, which is not on the list: {left.reason.en}",
            ).of(settings.lang)
