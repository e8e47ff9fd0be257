"""A review at a terminal: the sentence, every change under its thing, then every customer's event that it touches; and a file's words as any
review shows them: one line, nothing hidden in it, and no sign that a host makes people, numbers or pictures of."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from generator.diagnostics import Bilingual, Lang
from generator.diff import Change, Kind, Run
from generator.diff.change import ChangeEntry, by_thing, entries
from generator.diff.impact import Impact
from generator.diff.word_diff import shortened
from generator.i18n import calendar_day, markdown
from generator.i18n.plain import line
from generator.model.text import Text
from generator.review.comparison import Review
from generator.review.summary import effects, summary, verdict_words

# Zero width and bidirectional controls let two texts look alike, or a line read in another order than it has.
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# A host would call a person, link a number, draw a formula or a picture out of these.
_ACTIVE = re.compile(r"[@#$](?=[\w{(\\])|(?<![\w:]):(?=[a-z+-][\w+-]*:)|\bGH-(?=\d)")
_SPACE = "&#8203;"


def shown(value: Text | Bilingual | str, lang: Lang) -> str:
    """One line of plain text; what nobody could see in it is spelled out."""
    return visible(line(value, lang))


def visible(text: str) -> str:
    """The text with what nobody could see in it spelled out; its blanks stay as they are."""
    text = re.sub(r"[\t-\r\x1c-\x1f\x85]", " ", text)
    text = _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    return "".join(sign for sign in text if sign == " " or sign.isprintable() or sign == "\u3000")


def inert(text: str) -> str:
    """A text that stays text on a host that makes people, numbers and pictures out of signs."""
    return _ACTIVE.sub(lambda sign: f"{sign[0]}{_SPACE}", markdown(text, "zh"))


def marked(run: Run) -> str:
    said = visible(run.text)
    inner = said.strip()
    if not inner:
        return " " if said else ""
    # Tags and not ~~ and **, which do nothing between Chinese letters and marks of punctuation.
    begin, end = {"=": ("", ""), "-": ("<del>", "</del>"), "+": ("<strong>", "</strong>")}[run.sign]
    before, _, after = said.partition(inner)
    return f"{before}{begin}{inert(inner)}{end}{after}"


_PLAIN, _BOLD, _FAINT = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_RED, _GREEN, _STRUCK = "\x1b[31m", "\x1b[32m", "\x1b[9;31m"


def text(review: Review, lang: Lang, colour: bool = False) -> str:
    """The whole review as lines of text, without a newline at its end. ``colour`` is for a terminal alone."""
    return "\n".join(_Page(review, lang, colour).lines())


def told(changes: Iterable[Change], lang: Lang) -> Iterator[tuple[str, bool]]:
    """What changed on one list, a line for each thing by its title, and whether somebody has to act on it."""
    for about, found in by_thing(changes):
        title = next((f" {shown(change.title, lang)}" for change in found if change.title), "")
        said = ("；" if lang == "zh" else "; ").join(shown(change.words, lang) for change in found)
        yield f"{about}{title} · {said}", found[0].kind in (Kind.OVERDUE, Kind.ORPHANED)


class _Page:
    def __init__(self, review: Review, lang: Lang, colour: bool) -> None:
        self._review = review
        self._lang = lang
        self._colour = colour

    def lines(self) -> Iterator[str]:
        review = self._review
        yield self._painted(f"{visible(review.before)} → {visible(review.after)}", _FAINT)
        yield self._painted(self._said(summary(review)), _BOLD)
        yield from self._not_compared(review)
        for file, found in groupby(entries(review.changes), key=lambda entry: entry.file):
            yield ""
            yield self._painted(visible(file), _BOLD)
            for entry in found:
                yield from self._entry(entry)
        if review.live or review.ended:
            yield ""
            yield from self._impacts(review)

    def _said(self, words: Bilingual) -> str:
        return shown(words, self._lang)

    def _painted(self, said: str, paint: str) -> str:
        return f"{paint}{said}{_PLAIN}" if self._colour else said

    def _not_compared(self, review: Review) -> Iterator[str]:
        for one in review.not_compared:
            zh = f"没有比较（有错误，之前 {one.before} 处，之后 {one.after} 处）：{one.file}"
            en = f"not compared (errors: {one.before} before, {one.after} after): {one.file}"
            yield self._painted(self._said(Bilingual(zh, en)), _RED)

    def _entry(self, entry: ChangeEntry) -> Iterator[str]:
        title = f" {self._said(entry.title)}" if entry.title else ""
        if entry.part == "file":
            yield from (f"  {self._change(change)}" for change in entry.changes)
            return
        yield f"  {self._painted(entry.about, _BOLD)}{title}"
        yield from (f"    {self._change(change)}" for change in entry.changes)

    def _change(self, change: Change) -> str:
        said = self._said(change.words)
        row = shortened(change.runs(self._lang))
        colon = "：" if self._lang == "zh" else ": "
        return f"{said}{colon}{''.join(map(self._run, row))}" if row else said

    def _run(self, run: Run) -> str:
        said = visible(run.text)
        if run.sign == "=":
            return said
        if self._colour:
            return f"{_STRUCK if run.sign == '-' else _GREEN}{said}{_PLAIN}"
        return f"[-{said}-]" if run.sign == "-" else f"{{+{said}+}}"

    def _impacts(self, review: Review) -> Iterator[str]:
        head = Bilingual("客户事件，最急的在前", "customers' events, the most urgent first")
        yield self._painted(self._said(head), _BOLD)
        for impact in review.impacts:
            yield from self._impact(impact)
        counts = [
            (review.untouched, Bilingual("不受影响", "untouched")),
            (review.unknown, Bilingual("两边都出不了清单", "without a checklist on either side")),
            (review.ended, Bilingual("已结束，不列", "ended, not listed")),
        ]
        said = [f"{self._said(words)} {n}" for n, words in counts if n]
        if said:
            yield f"  {(' · ').join(said)}"

    def _impact(self, impact: Impact) -> Iterator[str]:
        lang = self._lang
        named = f"{shown(impact.customer, lang)} · {shown(impact.event, lang)}"
        day = calendar_day(impact.start.date(), lang)
        begins = self._said(Bilingual(f"{day} 开始", f"starts {day}"))
        yield f"  {self._painted(impact.id, _BOLD)} {named} · {begins} · {self._verdict(impact)}"
        if impact.before is None or impact.after is None:
            found = effects(impact)
            yield from (f"    {self._said(words)}" for words in (*found.grave, found.rest) if words)
            return
        for words, grave in told(impact.changes, lang):
            yield f"    {self._painted(words, _RED) if grave else words}"
        if impact.reworded:
            yield f"    {self._said(Bilingual(f'另有 {impact.reworded} 项文字或条件有改动', f'{impact.reworded} more reworded'))}"

    def _verdict(self, impact: Impact) -> str:
        was, now = (self._said(verdict_words(self._review, verdict)) for verdict in (impact.before, impact.after))
        if was == now:
            return now
        return self._painted(f"{was} → {now}", _RED if impact.worsened else _GREEN)
