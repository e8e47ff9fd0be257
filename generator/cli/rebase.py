"""``playbook rebase``: an engagement onto its playbook's current edition."""

from __future__ import annotations

from collections.abc import Iterator

import click

from generator.cli.amending import refused, write
from generator.cli.names import known_engagement
from generator.cli.settings import Settings, global_options, with_settings
from generator.diagnostics import Bilingual, Diagnostic, Lang, Refusal, Severity
from generator.edit.rebase import Gone, ItemChange, Rebase, rebase
from generator.history.editions import find_edition
from generator.i18n.plain import line
from generator.library import FOLDER, Entry
from generator.model import Engagement, Playbook
from generator.publish.apply_edits import EditedEngagement, apply_edits, open_editable
from generator.report import harmless, text

KEYS: dict[str, Bilingual] = {
    "title": Bilingual("标题", "title"),
    "step": Bilingual("步骤", "step"),
    "owner": Bilingual("负责", "owner"),
    "with": Bilingual("配合", "with"),
    "verifier": Bilingual("复核", "verifier"),
    "due": Bilingual("截止", "due"),
    "severity": Bilingual("轻重", "severity"),
    "category": Bilingual("类别", "category"),
    "why": Bilingual("为什么", "why"),
    "how": Bilingual("做法", "how"),
    "done_when": Bilingual("完成标准", "done when"),
    "evidence": Bilingual("证据", "evidence"),
    "products": Bilingual("产品", "products"),
    "levels": Bilingual("等级", "levels"),
    "wave": Bilingual("波次", "wave"),
    "when": Bilingual("条件", "condition"),
    "audience": Bilingual("给谁看", "audience"),
    "repeat": Bilingual("巡检", "patrol"),
    "plan": Bilingual("预案", "plan"),
    "after": Bilingual("前置", "after"),
    "sources": Bilingual("来源", "sources"),
}


@click.command("rebase")
@click.argument("engagement")
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不写 / show what would change, write nothing")
@global_options
@with_settings
def command(settings: Settings, engagement: str, dry_run: bool) -> None:
    """接受手册的现行版次：列出新增、改动、停用的事项，状态和备注都保留。
    Accept the playbook's current edition: added, changed and retired items are shown, states and notes kept."""
    tree = open_editable(settings.root, settings.today, engagement)
    library = tree.workspace.library
    known_engagement(library, engagement)
    file = f"{FOLDER}/engagements/{engagement}.yaml"
    entry = library.engagements.get(engagement)
    book = library.playbooks.get(entry.model.playbook) if entry else None
    _readable(settings, library.diagnostics, file, f"{FOLDER}/{entry.model.playbook}.yaml" if entry else file)
    if entry is None or book is None:
        name = entry.model.playbook if entry else engagement
        missing = Bilingual(f"手册 {name} 不在", f"there is no playbook {name}")
        raise refused(settings, Refusal(missing), file)
    plan = rebase(entry, book, _accepted(settings, entry, book))
    for said in _report(plan, settings.lang):
        click.echo(harmless(said))
    for problem in plan.problems:
        click.echo(harmless(problem.of(settings.lang)), err=True)
    if plan.problems:
        settings.say(Bilingual("没有写入：先处理上面列出的。", "nothing is written: settle the above first"))
        raise click.exceptions.Exit(1)
    try:
        amended = apply_edits(tree, entry, plan.edits)
    except Refusal as refusal:
        raise refused(settings, refusal, file) from refusal
    for said in _resting(settings, amended):
        click.echo(harmless(said))
    write(settings, amended, dry_run, Bilingual(f"接受 {plan.current} 版", f"edition {plan.current} accepted"))


def _readable(settings: Settings, diagnostics: tuple[Diagnostic, ...], *needed: str) -> None:
    """What cannot be read whole cannot be rebased whole."""
    faults = [d for d in diagnostics if d.severity is Severity.ERROR and d.at.file in needed]
    if faults:
        click.echo(text(faults, settings.lang), err=True)
        settings.say(Bilingual("没有写入：先改好上面的错误。", "nothing is written: mend these errors first"))
        raise click.exceptions.Exit(1)


def _accepted(settings: Settings, entry: Entry[Engagement], book: Entry[Playbook]) -> Entry[Playbook] | None:
    old = entry.model.edition
    return find_edition(settings.root, book.file, old) if old not in (None, book.model.edition) else None


def _report(plan: Rebase, lang: Lang) -> Iterator[str]:
    old = Bilingual(plan.accepted or "（没写）", plan.accepted or "(none said)")
    if plan.accepted == plan.current:
        yield Bilingual(
            f"已接受的就是现行的 {plan.current} 版。", f"the accepted edition is the current one, {plan.current}"
        ).of(lang)
    else:
        yield Bilingual(f"版次 {old.zh} → {plan.current}", f"edition {old.en} → {plan.current}").of(lang)
    if not plan.compared:
        yield Bilingual(
            "旧版次找不到（没有写明，或 git 历史里没有），新增和改动比不出来；下面只列停用的。",
            "the old edition is not to be had (not said, or not in the git history), so what was added or changed is unknown; what is retired is listed",
        ).of(lang)
    for found in plan.added:
        yield Bilingual(
            f"新增 {found.item.id} {line(found.item.title, 'zh')}",
            f"added {found.item.id} {line(found.item.title, 'en')}",
        ).of(lang)
    for change in plan.changed:
        yield _changed(change, lang)
    for gone in plan.gone:
        yield _gone(gone, lang)
    for followed in plan.followed:
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in followed.path)
        yield Bilingual(
            f"跟随 {where}：{followed.old} → {followed.new}", f"followed {where}: {followed.old} → {followed.new}"
        ).of(lang)


def _changed(change: ItemChange, lang: Lang) -> str:
    parts = []
    for key, old, new in change.keys:
        name = KEYS[key].of(lang)
        parts.append(f"{name} {old or '—'} → {new or '—'}" if old or new else name)
    title, comma = line(change.title, lang), Bilingual("；", "; ").of(lang)
    return Bilingual(f"改动 {change.id} {title}：", f"changed {change.id} {title}: ").of(lang) + comma.join(parts)


def _gone(gone: Gone, lang: Lang) -> str:
    title = f" {line(gone.title, lang)}" if gone.title else ""
    if gone.retired is None:
        return Bilingual(
            f"删除 {gone.id}{title}（没有停用记录）", f"removed {gone.id}{title} (no record of its retirement)"
        ).of(lang)
    because, on = line(gone.retired.because, lang).rstrip("。."), gone.retired.on.isoformat()
    instead = Bilingual(f"，由 {gone.instead} 替代", f", replaced by {gone.instead}").of(lang) if gone.instead else ""
    return Bilingual(
        f"停用 {gone.id}{title}（{on}，{because}{instead}）", f"retired {gone.id}{title} ({on}, {because}{instead})"
    ).of(lang)


def _resting(settings: Settings, amended: EditedEngagement) -> Iterator[str]:
    """Items with a record whose conditions no longer hold under the new edition: kept, but not on the list."""
    for entry in amended.workspace.sound:
        recorded = {*entry.model.status, *entry.model.move, *entry.model.skip, *entry.model.assign}
        for left in amended.workspace.checklist(entry).left_out:
            if left.id in recorded:
                yield Bilingual(
                    f"保留 {left.id} {line(left.title, 'zh')} 的记录，但它不在清单上：{left.reason.zh}",
                    f"kept the record of {left.id} {line(left.title, 'en')}, which is not on the list: {left.reason.en}",
                ).of(settings.lang)
