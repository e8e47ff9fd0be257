"""``playbook record``: a filled sheet back into the engagement's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from generator.cli.amending import known_engagement, refused, shown, write
from generator.cli.settings import Settings, global_options, with_settings
from generator.diagnostics import LANGS, Lang, Words
from generator.edit.merge import Change, Conflict, Merged, edits, merge
from generator.edit.returned import Field, Returned
from generator.language import Strings
from generator.language.plain import line
from generator.library import FOLDER, Library, inputs
from generator.pipeline import Examined, examine
from generator.publish.amend import amend
from generator.publish.disk import read_tree
from generator.publish.export import Refusal, Vocabulary
from generator.publish.resources import strings
from generator.publish.returned import LARGEST_FILE, read_returned
from generator.report import harmless, text
from generator.tailor import Checklist

FIELDS: dict[Field, Words] = {
    Field.STATE: Words("状态", "state"),
    Field.OWNER: Words("负责", "owner"),
    Field.DUE: Words("截止", "due"),
    Field.ON: Words("日期", "on"),
    Field.BY: Words("经手", "by"),
    Field.EVIDENCE: Words("证据", "evidence"),
    Field.NOTE: Words("备注", "note"),
}
MOST_ABSENT = 20


@click.command("record")
@click.argument("engagement")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不写 / show what would change, write nothing")
@global_options
@with_settings
def command(settings: Settings, engagement: str, file: Path, dry_run: bool) -> None:
    """把填好的清单（.xlsx，或网页导出的 .json）记回客户事件的文件；有冲突就列出来，什么也不写。
    A filled sheet (.xlsx, or the JSON that the HTML exports) back into the engagement's file; conflicts are listed and stop it."""
    with file.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    files = read_tree(settings.root)
    examined = examine(settings.root, settings.today, [engagement])
    known_engagement(examined.library, engagement)
    checklist = _checklist(settings, examined, engagement)
    entry, words = examined.library.engagements[engagement], {lang: strings(settings.root, lang) for lang in LANGS}
    tongue = _Tongue(settings.lang, words[settings.lang], examined.library)
    try:
        returned = read_returned(content, _vocabulary(words, examined.library))
        _belongs(returned, checklist)
        merged = merge(checklist, returned)
        for against in _against(tongue, merged):
            click.echo(against, err=True)
        if not merged.clean:
            raise Refusal(
                Words(
                    "没有写入：先处理上面列出的，再交回", "nothing is written: settle the above, then hand it in again"
                )
            )
        amended = amend(files, entry, edits(merged, entry.model))
    except Refusal as refusal:
        raise refused(settings, refusal, shown(file)) from refusal
    for change in merged.changes:
        click.echo(tongue.change(change))
    _absent(settings, returned)
    items, count = len({change.id for change in merged.changes}), len(merged.changes)
    write(settings, amended, dry_run, Words(f"{items} 项，{count} 处改动", f"{count} changes to {items} items"))


def _checklist(settings: Settings, examined: Examined, engagement: str) -> Checklist:
    if examined.checklists:
        return examined.checklists[0]
    entry = examined.library.engagements.get(engagement)
    needed = (inputs(entry) if entry else frozenset()) | {f"{FOLDER}/engagements/{engagement}.yaml"}
    click.echo(text([fault for fault in examined.errors if fault.at.file in needed], settings.lang), err=True)
    settings.say(Words("没有写入：先改好上面的错误。", "nothing is written: mend these errors first"))
    raise click.exceptions.Exit(1)


def _vocabulary(words: Mapping[Lang, Strings], library: Library) -> Vocabulary:
    roles = library.roles.model.root if library.roles else {}
    states = [(str(words[lang].sheet.state[id]), id) for lang in LANGS for id in words[lang].sheet.state.paths()]
    return Vocabulary.of(states, [(role.title.plain(lang), id) for id, role in roles.items() for lang in LANGS])


def _belongs(returned: Returned, checklist: Checklist) -> None:
    """Refuse another engagement's sheet, and one of another edition: its items may mean something else."""
    if returned.engagement != checklist.id:
        other = returned.engagement
        raise Refusal(
            Words(
                f"这是 {other} 的清单，不是 {checklist.id} 的", f"this is the sheet of {other}, not of {checklist.id}"
            )
        )
    if returned.edition != checklist.edition:
        old, new = returned.edition, checklist.edition
        raise Refusal(
            Words(
                f"清单出自手册 {old} 版，现在是 {new} 版：重新打印，把填的内容抄过去",
                f"the sheet is of edition {old} of the playbook, which is at {new} now: print it anew and copy what was filled in",
            )
        )


def _against(tongue: _Tongue, merged: Merged) -> Iterator[str]:
    for conflict in merged.conflicts:
        yield tongue.conflict(conflict)
    for id in merged.unknown:
        yield tongue.words(Words(f"{id}：这张清单上没有打印过这一项", f"{id}: the sheet never showed such an item"))
    for id in merged.gone:
        yield tongue.words(
            Words(
                f"{id}：填了内容，但现在的清单上没有这一项了（已豁免、不适用或已删除）",
                f"{id}: filled in, but no longer on the list (waived, not applicable or removed)",
            )
        )


def _absent(settings: Settings, returned: Returned) -> None:
    if returned.absent:
        names = ", ".join(returned.absent[:MOST_ABSENT]) + (" …" if len(returned.absent) > MOST_ABSENT else "")
        count = len(returned.absent)
        settings.say(
            Words(
                f"交回的清单里少了 {count} 项，未作改动：{names}",
                f"{count} items are missing from the returned sheet and stay as they are: {names}",
            )
        )


@dataclass(frozen=True)
class _Tongue:
    """How changes read in the language of the messages."""

    lang: Lang
    strings: Strings
    library: Library

    def words(self, words: Words) -> str:
        return harmless(words.of(self.lang))

    def value(self, field: Field, value: str) -> str:
        """A value as people say it: the state's word, the role's title, a text as it stands."""
        if not value:
            return "—"
        if field is Field.STATE:
            return str(self.strings.sheet.state[value])
        roles = self.library.roles.model.root if self.library.roles else {}
        if field is Field.OWNER and value in roles:
            return line(roles[value].title, self.lang)
        return f"“{line(value, self.lang)}”" if field in (Field.EVIDENCE, Field.NOTE) else line(value, self.lang)

    def change(self, change: Change) -> str:
        what = f"{change.id} {line(change.title, self.lang)}"
        old, new = self.value(change.field, change.old), self.value(change.field, change.new)
        name = FIELDS[change.field]
        return self.words(Words(f"{what}：{name.zh} {old} → {new}", f"{what}: {name.en} {old} → {new}"))

    def conflict(self, found: Conflict) -> str:
        what = f"{found.id} {line(found.title, self.lang)}"
        printed, now, given = (
            self.value(found.field, value or "") for value in (found.printed, found.now, found.given)
        )
        name = FIELDS[found.field]
        if found.printed is None:
            zh, en = f"现在是 {now}，交回的是 {given}", f"now {now}, returned as {given}"
        else:
            zh, en = (
                f"打印时 {printed}，现在 {now}，交回 {given}",
                f"printed as {printed}, now {now}, returned as {given}",
            )
        return self.words(Words(f"{what}：{name.zh} 冲突：{zh}", f"{what}: conflict in {name.en}: {en}"))
