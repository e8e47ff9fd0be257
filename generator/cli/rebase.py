"""``playbook rebase``: an engagement onto its playbook's current edition."""

import sys
from collections.abc import Iterator, Sequence

import click

from generator.cli.names import known_engagement
from generator.cli.record_talk import RecordTalk
from generator.cli.settings import Settings, global_options, with_settings
from generator.diagnostics import Bilingual, Diagnostic, Refusal, Severity
from generator.diff.impact import on_its_list
from generator.edit.rebase import Rebase, rebase
from generator.history.changelog import find_edition
from generator.i18n.plain import line
from generator.library import FOLDER, RECORDS, Entry
from generator.model import Engagement, Playbook
from generator.publish.apply_edits import EditableTree, EditedEngagement, apply_edits, open_editable
from generator.report import harmless
from generator.review.comparison import Side, is_over
from generator.review.terminal import told
from generator.tailor import Checklist


@click.command("rebase")
@click.argument("engagement")
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不写 / show what would change, write nothing")
@click.option("--yes", is_flag=True, help="不再问，直接写 / write without asking")
@global_options
@with_settings
def command(settings: Settings, engagement: str, dry_run: bool, yes: bool) -> None:
    """接受手册的现行版次：先列出这份清单上的前后变化，问过再写；状态和备注都保留，两条记录合成一条时，不一样的逐处问。
    Accept the playbook's current edition: what changes on this list is shown first, and written once agreed to; states and notes stay, and where two records become one, you are asked about each difference."""
    tree = open_editable(settings.root, settings.today, engagement)
    entry, book = _found(settings, tree, engagement)
    if is_over(entry.model.event, settings.today):
        en = "the event is over: its records stay as they are, and there is no edition to accept"
        settings.say(Bilingual("活动已结束，记录原样留着，不用接受新版。", en))
        return
    asks = not (dry_run or yes) and sys.stdin.isatty() and sys.stderr.isatty()
    accepted = _accepted(settings, entry, book)
    talk = RecordTalk.of(settings.lang, tree, accepted, book)
    plan = rebase(entry, book, lambda _: None)
    amended = _amended(settings, tree, entry, plan)
    overview = [*_report(tree, entry, book, accepted, amended, settled=not plan.open)]
    _say(settings, *overview)
    asked = asks and bool(plan.open) and not plan.problems
    if asked:
        plan = rebase(entry, book, talk.choose)
        amended = _amended(settings, tree, entry, plan)
    _refuse(settings, talk, plan, asked)
    # What was chosen may decide the verdict, or whether a date is over.
    settled = _report(tree, entry, book, accepted, amended) if asked else ()
    _say(settings, *(words for words in settled if words not in overview), *talk.records(plan, amended))
    _write(settings, amended, plan.current, dry_run, yes, asks)


def _found(settings: Settings, tree: EditableTree, engagement: str) -> tuple[Entry[Engagement], Entry[Playbook]]:
    """The engagement and its playbook. What cannot be read whole cannot be rebased whole."""
    library, file = tree.workspace.library, f"{FOLDER}/engagements/{engagement}.yaml"
    known_engagement(library, engagement)
    entry = library.engagements.get(engagement)
    book = library.playbooks.get(entry.model.playbook) if entry else None
    needed = (file, f"{FOLDER}/{entry.model.playbook}.yaml") if entry else (file,)
    _forbidden(settings, [d for d in library.diagnostics if d.severity is Severity.ERROR and d.at.file in needed])
    if entry is None or book is None:
        name = entry.model.playbook if entry else engagement
        raise _refused(settings, Refusal(Bilingual(f"手册 {name} 不在", f"there is no playbook {name}")), file)
    return entry, book


def _forbidden(settings: Settings, faults: Sequence[Diagnostic]) -> None:
    if faults:
        words = Bilingual("没有写入：先改好上面的错误。", "nothing is written: mend these errors first")
        raise settings.stopped(faults, words)


def _say(settings: Settings, *said: Bilingual, err: bool = False) -> None:
    for words in said:
        # A title or a note may hold anything; a terminal shows it and does not obey it.
        click.echo(harmless(words.of(settings.lang)), err=err)


def _amended(settings: Settings, tree: EditableTree, entry: Entry[Engagement], plan: Rebase) -> EditedEngagement:
    try:
        return apply_edits(tree, entry, plan.edits)
    except Refusal as refusal:
        raise _refused(settings, refusal, entry.file) from refusal


def _refused(settings: Settings, refusal: Refusal, about: str) -> click.exceptions.Exit:
    _say(settings, Bilingual(f"{about}：{refusal.words.zh}", f"{about}: {refusal.words.en}"), err=True)
    return click.exceptions.Exit(1)


def _refuse(settings: Settings, talk: RecordTalk, plan: Rebase, asked: bool) -> None:
    """Stop where something is left to a person, who was ``asked`` or can be."""
    _say(settings, *plan.problems, *map(talk.difference, plan.open), err=True)
    if plan.problems:
        settings.say(Bilingual("没有写入：先处理上面列出的。", "nothing is written: settle the above first"))
    elif plan.open:
        zh = "还没定。再运行一次选一边，或" if asked else "不一样。在终端里不带 --yes 和 --dry-run 运行会逐处问；也可以"
        en = "differ in the above. At a terminal, without --yes or --dry-run, you are asked about each; or make"
        en = "the above is still open. Run it again and choose, or make" if asked else en
        zh = f"没有写入：两条记录要合成一条，上面这几处{zh}先在文件里改成一样。"
        en = f"nothing is written: two records become one, and {en} them alike in the file first"
        settings.say(Bilingual(zh, en))
    if plan.problems or plan.open:
        raise click.exceptions.Exit(1)


def _accepted(settings: Settings, entry: Entry[Engagement], book: Entry[Playbook]) -> Entry[Playbook] | None:
    """The edition that the team has accepted, where that is to be had."""
    old = entry.model.edition
    if old == book.model.edition:
        return book
    return find_edition(settings.root, book.file, old) if old else None


def _report(
    tree: EditableTree, entry: Entry[Engagement], book: Entry[Playbook],
    accepted: Entry[Playbook] | None, amended: EditedEngagement, settled: bool = True,
) -> Iterator[Bilingual]:  # fmt: skip
    """What is another on this customer's list, the gravest first; its verdict only once its records are ``settled``."""
    old, new = entry.model.edition, book.model.edition
    if old == new:
        yield Bilingual(f"已接受的就是现行的 {new} 版。", f"the accepted edition is the current one, {new}")
        return
    yield Bilingual(f"版次 {old or '（没写）'} → {new}", f"edition {old or '(none said)'} → {new}")
    # The list as the accepted edition makes it from what is shared today.
    before = Side("", tree.with_earlier(accepted)).checklist(entry) if accepted else None
    edited = amended.workspace.library.engagements[entry.id]
    after = Side("", amended.workspace).checklist(edited)
    if not (before and after):
        yield Bilingual(
            "旧版的清单出不来（没写明旧版次；git 历史里没有，浅克隆先 git fetch --unshallow；或它和现在的文件对不上），这份清单变了什么看不到：先在网站上看手册的版次变化，再接受。",
            "the list of the old edition is not to be had (not said; not in the git history, of which a shallow clone gets the rest by git fetch --unshallow; or it does not fit the files of today), so what changes on this list is unknown: read the playbook's changes on the site before you accept",
        )
        return
    changes = [*on_its_list(before, after, edited.model, tree.vocabulary, book)]
    customer = entry.model.customer.words
    yield Bilingual(f"{customer.zh}：", f"{customer.en}:")
    for (zh, _), (en, _) in zip(told(changes, "zh"), told(changes, "en"), strict=True):
        yield Bilingual(f"  {zh}", f"  {en}")
    if not changes:
        yield Bilingual("  这份清单上什么也没变。", "  nothing changes on this list")
    was, now = (tree.vocabulary.value["verdict"][one.readiness.verdict] for one in (before, after))
    if settled and was != now:
        yield Bilingual(f"  判定：{was.zh} → {now.zh}", f"  verdict: {was.en} → {now.en}")
    yield from _resting(entry, after)


def _resting(entry: Entry[Engagement], after: Checklist) -> Iterator[Bilingual]:
    """Items with a record whose conditions do not hold under the new edition: kept, but not on the list."""
    recorded = {id for section in RECORDS for id in getattr(entry.model, section)}
    for left in after.left_out:
        if left.id in recorded:
            zh, en = (line(left.title, lang) for lang in ("zh", "en"))
            yield Bilingual(
                f"  {left.id} {zh} 不在清单上（{left.reason.zh}），它的记录留着",
                f"  {left.id} {en} is not on the list ({left.reason.en}); its record stays",
            )


def _write(settings: Settings, amended: EditedEngagement, edition: str, dry_run: bool, yes: bool, asks: bool) -> None:
    """Write the file once somebody has agreed, unless its edits broke it or this is only a rehearsal."""
    _forbidden(settings, amended.errors)
    if amended.after == amended.before:
        return settings.say(Bilingual("没有要改的。", "there is nothing to change"))
    if dry_run:
        zh = f"会接受 {edition} 版；--dry-run，没有写入。"
        return settings.say(Bilingual(zh, f"edition {edition} would be accepted; --dry-run, nothing is written"))
    file = amended.file
    question = Bilingual(f"接受 {edition} 版，写入 {file}", f"accept edition {edition} and write {file}")
    if yes or (asks and click.confirm(question.of(settings.lang), err=True)):
        try:
            amended.write(settings.root)
        except Refusal as refusal:
            raise _refused(settings, refusal, file) from refusal
        return settings.say(
            Bilingual(f"接受 {edition} 版，已写入 {file}", f"edition {edition} accepted, written to {file}")
        )
    zh, en = (
        ("。", "")
        if asks
        else ("：看过上面的变化，加 --yes 再运行。", ": once you agree to the above, run it again with --yes")
    )
    settings.say(Bilingual(f"没有写入{zh}", f"nothing is written{en}"))
    raise click.exceptions.Exit(1)
