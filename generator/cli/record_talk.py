"""How the records of an engagement read when they follow retired items, and the question where two of them differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click

from generator.diagnostics import LANGS, Bilingual, Lang
from generator.edit.rebase import TEXTS, Difference, Rebase, said
from generator.i18n.plain import line
from generator.i18n.vocabulary import Vocabulary
from generator.library import RECORDS, Entry, playbook_items
from generator.model import Playbook
from generator.model.text import Text
from generator.publish.apply_edits import EditableTree, EditedEngagement
from generator.report import harmless


@dataclass(frozen=True)
class RecordTalk:
    lang: Lang
    vocabulary: Vocabulary
    titles: Mapping[str, Text]
    roles: Mapping[str, Text]

    @classmethod
    def of(cls, lang: Lang, tree: EditableTree, *books: Entry[Playbook] | None) -> "RecordTalk":
        """The words of a tree; an item is called as the last of ``books`` calls it that has it."""
        roles = tree.workspace.library.roles
        titles = {found.item.id: found.item.title for book in books if book for found in playbook_items(book)}
        return cls(
            lang, tree.vocabulary, titles, {id: role.title for id, role in roles.model.root.items()} if roles else {}
        )

    def records(self, plan: Rebase, amended: EditedEngagement) -> Iterator[Bilingual]:
        """What becomes of each record."""
        now = amended.workspace.library.sources[amended.file].data
        for one in plan.followed:
            zh, en = self._place(one.path)
            old, new = self._called(one.old), self._called(one.new)
            if not one.was:
                yield Bilingual(f"  {zh}：{old.zh} 跟到 {new.zh}", f"  {en}: {old.en} goes to {new.en}")
                continue
            was, made = (self._said(str(one.path[0]), record) for record in (one.was, now[one.path[0]][one.new]))
            yield Bilingual(
                f"  {zh}：{old.zh} 并入 {new.zh}，合成 {made.zh}；{one.old} 原来写的是 {was.zh}",
                f"  {en}: {old.en} joins {new.en}, which now says {made.en}; {one.old} said {was.en}",
            )
        for lost in amended.lost_comments:
            yield Bilingual(f"  随旧记录去掉的注释：{lost}", f"  a comment that goes with its record: {lost}")
        for path in plan.kept:
            (zh, en), item = self._place(path), self._called(str(path[-1]))
            yield Bilingual(
                f"  {zh}：{item.zh} 已停用，没有替代，记录留着",
                f"  {en}: {item.en} is retired without a successor; its record stays",
            )

    def choose(self, found: Difference) -> Any:
        """Let whoever sits at the terminal choose; None where they leave it open."""
        click.echo(harmless(self.difference(found).of(self.lang)), err=True)
        answers = {"1": found.ours, "2": found.theirs} | ({"3": found.both} if found.both else {})
        both = Bilingual("、两段都留 (3)", ", keep both (3)") if found.both else Bilingual("", "")
        question = Bilingual(
            f"留 {found.new} 的 (1)、用 {found.old} 的 (2){both.zh}，还是先不定 (s)",
            f"keep that of {found.new} (1), take that of {found.old} (2){both.en}, or leave it open (s)",
        )
        keys = (*answers, "s")
        while True:
            answer = click.prompt(harmless(question.of(self.lang)), default="s", err=True).strip()
            if answer in keys:
                return answers.get(answer)
            wrong = Bilingual(f"没有这一项，请按 {'、'.join(keys)}", f"no such choice: press {', '.join(keys)}")
            click.echo(wrong.of(self.lang), err=True)

    def difference(self, found: Difference) -> Bilingual:
        label = self.vocabulary.label(found.field)
        old, new = self._called(found.old), self._called(found.new)
        ours, theirs = (self._said(found.field, value) for value in (found.ours, found.theirs))
        return Bilingual(
            f"{old.zh} 并入 {new.zh}，{label.zh}不一样：{found.new} 写的是 {ours.zh}，{found.old} 写的是 {theirs.zh}",
            f"{old.en} joins {new.en}, and they differ in {label.en}: {found.new} says {ours.en}, {found.old} says {theirs.en}",
        )

    def _called(self, id: str) -> Bilingual:
        title = self.titles.get(id)
        return Bilingual(*(f"{id} {line(title, lang)}" for lang in LANGS)) if title else Bilingual(id, id)

    def _place(self, path: tuple[str | int, ...]) -> Bilingual:
        return self.vocabulary.label(str(path[0])) if path[0] in RECORDS else Bilingual(said(path), said(path))

    def _said(self, field: str, value: Any) -> Bilingual:
        """A field's value, or a whole record's values in a row."""
        if isinstance(value, dict) and not {*value} <= {*LANGS}:
            parts = [self._said(name, found) for name, found in value.items()]
            return Bilingual("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))
        if field == "assign" or (field == "by" and value in self.roles):
            return self.roles[value].words if value in self.roles else Bilingual(value, value)
        if field == "state":
            return self.vocabulary.value["state"][value]
        text = Text.model_validate(value) if isinstance(value, dict) else Text.model_validate(str(value))
        quoted = field in (*TEXTS, "because")
        zh, en = (line(text, lang) for lang in LANGS)
        return Bilingual(f"“{zh}”", f"“{en}”") if quoted else Bilingual(zh, en)
