"""``playbook verify``: is this printed sheet current, or what changed since?"""

import re

import click

from generator.cli.settings import Settings, Stop, global_options, with_settings
from generator.diagnostics import Bilingual, Lang
from generator.diff import changes
from generator.history.fingerprint_lookup import Printed, Searched
from generator.i18n.plain import line
from generator.publish.tree import open_workspace, search_past, vocabulary
from generator.report import harmless
from generator.report import text as faults
from generator.tailor import Checklist
from generator.workspace import Workspace

_SEARCHING = Bilingual(
    "现在的清单里没有这个指纹，在 git 历史里找…",
    "no checklist has this fingerprint now; looking through the git history…",
)
_FINGERPRINT = re.compile(r"(?:E-?)?([A-Z2-7]{10})")


@click.command("verify")
@click.argument("fingerprint")
@global_options
@with_settings
def command(settings: Settings, fingerprint: str) -> None:
    """手里这张清单（看上面的指纹 E-…）还是不是最新；不是的话，之后改了什么。0 最新，1 过期，2 找不到。
    Whether a printed sheet (its fingerprint, E-…) is current, and if not, what changed since. 0 current, 1 stale, 2 unknown."""
    wanted = _normal(fingerprint)
    today = settings.today
    workspace = open_workspace(settings.root, today)
    current = next((one for one in workspace.checklists if one.fingerprint == wanted), None)
    if current:
        named = _named(current, settings.lang)
        zh, en = (
            f"最新：{wanted} 就是 {named} 现在的清单。",
            f"current: {wanted} is the checklist of {named} as it is now",
        )
        settings.answer(Bilingual(zh, en))
        return
    settings.say(_SEARCHING)
    searched, goes_on = search_past(settings.root, wanted, today)
    if searched.printed is None:
        raise Stop(_unknown(wanted, searched, goes_on))
    _stale(settings, workspace, searched.printed)
    raise click.exceptions.Exit(1)


def _normal(given: str) -> str:
    """The fingerprint as sheets print it, however it was typed in."""
    match = _FINGERPRINT.fullmatch(re.sub(r"\s", "", given).upper())
    if not match:
        raise Stop(
            f"{line(given, 'zh')[:60]} 不是指纹：清单上印的是 E- 加十个字母或数字 / no fingerprint: a sheet prints E- and ten letters or digits"
        )
    return f"E-{match[1]}"


def _unknown(wanted: str, searched: Searched, goes_on: bool) -> str:
    if not searched.looked_at:
        return (
            f"{wanted} 不是任何现有清单的指纹，这里也没有 git 历史可查 / "
            f"{wanted} is no current checklist's fingerprint, and there is no git history to look through"
        )
    count, oldest = len(searched.looked_at), searched.looked_at[-1]
    zh = f"{wanted} 找不到：现在的清单里没有，playbooks/ 最近 {count} 次提交（到 {oldest.date} {oldest.short} 为止）里也没有"
    en = f"{wanted} is unknown: no current checklist has it, nor had one in the last {count} commits of playbooks/ (back to {oldest.short} of {oldest.date})"
    why_zh = "；可能抄错了、是从没提交的改动或由别的版本的生成器打印的，或出自别的分支"
    why_en = "; it may be misread, printed from uncommitted changes, by another version of the generator, or from another branch"
    if searched.older:
        why_zh += "；更早的提交没有看" + ("，再运行一次会接着往前找" if goes_on else "")
        why_en += "; older commits were not looked at" + (": run this again to look further back" if goes_on else "")
    return f"{zh}{why_zh} / {en}{why_en}"


def _stale(settings: Settings, workspace: Workspace, printed: Printed) -> None:
    lang, then, revision = settings.lang, printed.checklist, printed.revision
    named, source = _named(then, lang), f"{revision.short} ({revision.date})"
    now = next((checklist for checklist in workspace.checklists if checklist.id == then.id), None)
    if now is None:
        why = Bilingual("这个客户事件已经删除", "this engagement is gone")
        if then.id in workspace.library.stems["engagement"]:
            click.echo(faults(workspace.errors, lang), err=True)
            why = Bilingual(
                "它现在的文件有错误，比不出改了什么", "its files have errors now, so that nothing can be compared"
            )
        zh, en = f"过期：{named}，出自提交 {source}；{why.zh}。", f"stale: {named}, from commit {source}; {why.en}"
        settings.answer(Bilingual(zh, en))
        return
    found = changes(then, now, vocabulary(settings.root), workspace.library.playbooks.get(now.playbook))
    said = Bilingual(
        f"过期：{then.fingerprint} 是 {named}，出自提交 {source}；现在是 {now.fingerprint}，之后有 {len(found)} 处改动：",
        f"stale: {then.fingerprint} is {named}, from commit {source}; it is {now.fingerprint} now. Changes since: {len(found)}",
    )
    settings.answer(said)
    for change in found:
        title = f" {line(change.title, lang)}" if change.title else ""
        colon = Bilingual("：", ": ").of(lang)
        click.echo(harmless(f"  {change.about}{title}{colon}{line(change.words, lang)}"))


def _named(checklist: Checklist, lang: Lang) -> str:
    return harmless(f"{line(checklist.customer, lang)} · {line(checklist.event, lang)} ({checklist.id})")
