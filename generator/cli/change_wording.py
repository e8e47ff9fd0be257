"""How the changes of a returned sheet read, and what both sides changed."""

from dataclasses import dataclass

from generator.diagnostics import Bilingual, Lang
from generator.i18n.plain import line
from generator.i18n.vocabulary import Vocabulary
from generator.library import Library
from generator.report import harmless
from generator.roundtrip import Field
from generator.roundtrip.fields import MOMENTS, TEXTS, section
from generator.roundtrip.merge import Conflict, FieldChange


@dataclass(frozen=True)
class ChangeWording:
    """How changes read in the language of the messages."""

    lang: Lang
    vocabulary: Vocabulary
    library: Library

    def words(self, words: Bilingual) -> str:
        return harmless(words.of(self.lang))

    def value(self, field: Field, value: str) -> str:
        """A value as people say it: the state's word, the role's title, a text as it stands."""
        if not value:
            return "—"
        if word := self.vocabulary.fixed(field.value, value):
            return word.of(self.lang)
        roles = self.library.roles.model.root if self.library.roles else {}
        if field in (Field.OWNER, Field.ROLE) and value in roles:
            return line(roles[value].title, self.lang)
        if field in (Field.DUE, *MOMENTS):
            return value.replace("T", " ")
        return f"“{line(value, self.lang)}”" if field in TEXTS else line(value, self.lang)

    def about(self, found: FieldChange | Conflict) -> str:
        """``ECP-A01 its title``; of another entry the word for what it is comes first."""
        title = line(found.title, self.lang)
        if not section(found.id):
            return f"{found.id} {title}"
        key, _, id = found.id.partition(".")
        return " ".join(dict.fromkeys((self.vocabulary.label(key).of(self.lang), id, title)))

    def change(self, change: FieldChange) -> str:
        what = self.about(change)
        old, new = self.value(change.field, change.old), self.value(change.field, change.new)
        name = self.vocabulary.label(change.field)
        zh, en = ("（内容改过，请核对）", " (reworded since: look again)") if change.reworded else ("", "")
        if change.shared:
            zh, en = f"{zh}（合并的格，管几行）", f"{en} (a merged cell, taken for each of its rows)"
        return self.words(Bilingual(f"{what}：{name.zh} {old} → {new}{zh}", f"{what}: {name.en} {old} → {new}{en}"))

    def conflict(self, found: Conflict) -> str:
        cell = f"{found.at} " if "!" in found.at else ""
        what = f"{cell}{self.about(found)}"
        printed, now, given = (
            self.value(found.field, value or "") for value in (found.printed, found.now, found.given)
        )
        name = self.vocabulary.label(found.field)
        if found.printed is None:
            zh, en = f"现在是 {now}，交回的是 {given}", f"now {now}, returned as {given}"
        else:
            zh, en = (
                f"打印时 {printed}，现在 {now}，交回 {given}",
                f"printed as {printed}, now {now}, returned as {given}",
            )
        return self.words(Bilingual(f"{what}：{name.zh} 冲突：{zh}", f"{what}: conflict in {name.en}: {en}"))
