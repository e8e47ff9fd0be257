"""A review as the comment of a pull request: what it means first, the most urgent customers, then the details, folded.

It is cut by whole entries to what a host takes, and says what was cut.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from generator.diagnostics import Bilingual, Diagnostic, Lang
from generator.diff import Change, Kind
from generator.diff.change import ChangeEntry, by_thing, entries, sorts
from generator.diff.impact import Impact
from generator.diff.word_diff import shortened
from generator.model.text import Text
from generator.review.comparison import Review
from generator.review.summary import effects, sentences, verdict_words
from generator.review.terminal import inert, marked, shown, visible
from generator.schedule import day_of

MARKER = "<!-- playbook-diff -->"
"""The first line, by which a pipeline finds its own comment to put a new one in its place."""
MOST = 65_536
"""Characters that GitHub takes; GitLab takes more."""
ROWS = 10
"""Customers in the table: more are not read in a minute."""
_IDS = 12
_LONGEST = 80
"""Signs of a name where it is shown in passing."""
FAULTS = 10
"""Errors that are told at the head; the check tells all."""
_REMEDIES = {
    "replaced_by": Bilingual(
        "记录落空的：客户文件里还写着停用的 id，`playbook check` 会报错；合并前运行 `playbook rebase 客户事件`，记录跟到替代的 id，一条不丢。",
        "Orphaned records: an engagement's file still names a retired id, which `playbook check` reports. Before merging, "
        "`playbook rebase ENGAGEMENT` takes them to its successor and loses none.",
    ),
    "retired": Bilingual(
        "停用又没有替代、记录还没做完的：记录留在文件里，不再上清单，没人会再催；有别的事项接手就写上 `replaced_by`，没有就先告诉做这一项的人。",
        "Retired without a successor while its record is open: the record stays in the file and leaves the list, so nobody will ask for it again. "
        "Name what takes over in `replaced_by`, or else tell whoever is at it first.",
    ),
    "": Bilingual(
        "手册里没有了、也没留停用记录的 id：在原处放回一行 `retired`，记录才有去处。",
        "An id that is gone without a tombstone: put a line with `retired` in its place, so that its records have somewhere to go.",
    ),
}
"""What to do about records that are left behind, by the field that their change names."""


def markdown(review: Review, lang: Lang, most: int = MOST) -> str:
    """The comment, of at most ``most`` characters, without a newline at its end."""
    return _Comment(review, lang, most).written()


class _Comment:
    def __init__(self, review: Review, lang: Lang, most: int) -> None:
        self._review = review
        self._lang = lang
        self._out: list[str] = []
        # Room for the last line, and for the words that say what was cut.
        self._left = most - len(self._sides()) - 1000

    def written(self) -> str:
        review = self._review
        self._take(MARKER)
        stop = self._of("。", ".")
        changed, touched = (f"{self._safe(words)}{stop}" for words in sentences(review))
        self._take(f"### {self._of('这次改动意味着什么', 'What this edit means')}\n")
        self._warnings()
        self._take(f"{changed}\n\n**{touched}**\n")
        self._table()
        self._glance()
        self._details()
        return "\n".join([*self._out, self._sides()])

    def _of(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _safe(self, value: Text | Bilingual | str) -> str:
        return inert(shown(value, self._lang))

    def _take(self, block: str) -> None:
        self._left -= len(block) + 1
        self._out.append(block)

    def _offer(self, block: str) -> bool:
        """Take a block if there is room for it."""
        if fits := len(block) + 1 <= self._left:
            self._take(block)
        return fits

    def _warnings(self) -> None:
        """What is wrong, before what could be said in spite of it."""
        review, n = self._review, len(self._review.faults)
        if n:
            zh = f"> ⚠️ 改动后有 {n} 处错误，出错的文件没有比较，其余照说："
            en = f"> ⚠️ {n} error{'s' * (n > 1)} after this edit. The files at fault are not compared; the rest is told below."
            told = [self._fault(fault) for fault in review.faults[:FAULTS]]
            more = [self._of(f"另有 {n - FAULTS} 处", f"{n - FAULTS} more")] if n > FAULTS else []
            self._offer("\n> - ".join([self._of(zh, en), *told, *more]) + "\n")
        if before := [self._safe(visible(one.file)) for one in review.not_compared if not one.after]:
            zh, en = "改动之前就有错误、没有比较的文件", "Files with errors before this edit, not compared"
            self._offer(f"> ⚠️ {self._of(f'{zh}：', f'{en}: ')}{self._listed(before, 5)}{self._of('。', '.')}\n")

    def _fault(self, fault: Diagnostic) -> str:
        hint = self._of(f"（{self._safe(fault.hint)}）", f" ({self._safe(fault.hint)})") if fault.hint else ""
        return f"{self._safe(visible(str(fault.at)))} {self._safe(fault.message)}{hint}"

    def _listed(self, names: Sequence[str], most: int, count: int | None = None) -> str:
        """The first ``most`` names, and how many there are of them (``count``, where not all are given)."""
        whole = len(names) if count is None else count
        said = self._of("、", ", ").join(names[:most])
        return said + self._of(f" 等 {whole} 个", f" and {whole - most} more") if whole > most else said

    # The most urgent customers.

    def _table(self) -> None:
        review = self._review
        if not review.impacts:
            return
        rows = [self._row(impact) for impact in review.impacts[:ROWS]]
        head = self._of("| 客户事件 | 开始 | 判定 | 对它的影响 |", "| Event | Starts | Verdict | What it does to it |")
        self._take(f"{head}\n|---|---|---|---|")
        self._take(f"\n{self._others(len(list(takewhile(self._offer, rows))))}\n")
        orphaned = {change.field for impact in review.impacts for change in impact.of(Kind.ORPHANED)}
        for remedy in (words for field, words in _REMEDIES.items() if field in orphaned):
            self._take(f"{self._of(*remedy)}\n")

    def _row(self, impact: Impact) -> str:
        named = f"**{self._safe(impact.customer)}** {self._safe(impact.event)}"
        found = effects(impact)
        said = [f"**{self._safe(words)}**" for words in found.grave] + ([self._safe(found.rest)] if found.rest else [])
        # A date that breaks over two lines makes every row higher.
        begins = impact.start.date().isoformat().replace("-", "&#8209;")
        return f"| {named} | {begins} | {self._verdict(impact)} | {'<br>'.join(said)} |"

    def _verdict(self, impact: Impact) -> str:
        verdicts = (impact.before, impact.after)
        was, now = (self._safe(verdict_words(self._review, verdict)) for verdict in verdicts)
        if was == now:
            return now
        return f"{was} → **{now}**" if impact.worsened else f"{was} → {now}"

    def _others(self, rows: int) -> str:
        review = self._review
        more = len(review.impacts) - rows
        said = [
            (more, f"另有 {more} 个受影响，见下", f"{more} more touched, see below"),
            (review.untouched, f"{review.untouched} 个不受影响", f"{review.untouched} untouched"),
            (
                review.unknown,
                f"{review.unknown} 个两边都出不了清单",
                f"{review.unknown} without a checklist on either side",
            ),
            (review.ended, f"{review.ended} 个已结束，不列", f"{review.ended} ended and not listed"),
        ]
        return self._of("；", "; ").join(self._of(zh, en) for n, zh, en in said if n) + self._of("。", ".")

    # What changed, at a glance and in full.

    def _glance(self) -> None:
        for sort in sorts(self._review.meaningful):
            ids = [self._safe(change.about) for change in sort.changes]
            listed = self._listed(ids, _IDS)
            self._offer(f"- **{sort.counted.of(self._lang)}**{self._of('：', ': ')}{listed}")
        self._take("")

    def _details(self) -> None:
        review = self._review
        changes = [(entry, self._entry(entry)) for entry in entries(review.meaningful)]
        impacts = [(impact, self._impact(impact)) for impact in review.impacts if impact.changes or impact.faults]
        wanted = sum(len(block) + 1 for _, block in impacts)
        # Neither list may take all the room from the other.
        room = self._left - min(wanted, self._left // 2)
        self._folded(self._of("改动逐项", "Every change"), self._by_file(changes), room)
        touched = [("", impact.id, block) for impact, block in impacts]
        self._folded(self._of("客户事件逐个", "Every event touched"), touched, self._left)
        self._layout()

    def _by_file(self, changes: Sequence[tuple[ChangeEntry, str]]) -> list[tuple[str, str, str]]:
        """Heading (at the first entry of a file), name and text of each entry."""
        found = []
        for file, group in groupby(changes, key=lambda one: one[0].file):
            for n, (entry, block) in enumerate(group):
                found.append((f"\n**{self._safe(file)}**\n" if n == 0 else "", entry.about, block))
        return found

    def _folded(self, title: str, blocks: Sequence[tuple[str, str, str]], room: int) -> None:
        if not blocks:
            return
        count = self._of(f"（{len(blocks)}）", f" ({len(blocks)})")
        begin, end = f"<details><summary>{title}{count}</summary>\n", "\n</details>\n"
        room -= len(begin) + len(end)
        self._take(begin)
        cut: list[str] = []
        for heading, name, block in blocks:
            whole = heading + ("\n" if heading else "") + block
            if cut or len(whole) + 1 > room:
                cut.append(name)
                continue
            self._take(whole)
            room -= len(whole) + 1
        if cut:
            names = self._listed([self._safe(name[:_LONGEST]) for name in cut[:6]], 5, len(cut))
            zh = f"\n这里放不下，省去 {len(cut)} 项：{names}。全文：`playbook diff`。"
            en = f"\n{len(cut)} left out for want of room: {names}. In full: `playbook diff`."
            self._out.append(self._of(zh, en))
        self._take(end)

    def _layout(self) -> None:
        for files, zh, en in (
            (self._review.formatted, "只改了排版", "Another layout alone"),
            (self._review.reordered, "只有条目换了位置", "Entries in another order alone"),
        ):
            if files:
                listed = self._listed([self._safe(file) for file in files], 8)
                self._offer(f"{self._of(zh, en)}{self._of('：', ': ')}{listed}{self._of('。', '.')}\n")

    def _entry(self, entry: ChangeEntry) -> str:
        title = f" {self._safe(entry.title)}" if entry.title else ""
        said = [self._change(change) for change in entry.changes]
        head = f"- **{self._safe(entry.about)}**{title}"
        if len(said) == 1:
            return f"{head} · {said[0]}"
        return "\n".join([head, *(f"  - {line}" for line in said)])

    def _change(self, change: Change) -> str:
        row = shortened(change.runs(self._lang))
        said = self._safe(change.words)
        return f"{said}{self._of('：', ': ')}{''.join(map(marked, row))}" if row else said

    def _impact(self, impact: Impact) -> str:
        head = f"- **{self._safe(impact.customer)}** {self._safe(impact.event)} (`{impact.id}`){self._of('：', ': ')}{self._verdict(impact)}"
        return "\n".join([head, *(f"  - {line}" for line in self._effects_in_full(impact))])

    def _effects_in_full(self, impact: Impact) -> Iterator[str]:
        for fault in impact.faults if impact.after is None else ():
            yield f"{self._safe(str(fault.at))} {self._safe(fault.message)}"
        for about, found in by_thing(impact.changes):
            title = next((f" {self._safe(change.title)}" for change in found if change.title), "")
            said = self._of("；", "; ").join(self._safe(change.words) for change in found)
            line = f"{self._safe(about)}{title} · {said}"
            yield f"**{line}**" if found[0].kind in (Kind.OVERDUE, Kind.ORPHANED) else line

    def _sides(self) -> str:
        review, today = self._review, self._review.today
        before, after = (self._safe(name[:_LONGEST]) for name in (review.before, review.after))
        day = day_of(today)
        return self._of(
            f"<sub>{before} → {after}，以 {day} 为今天。</sub>", f"<sub>{before} → {after}, as of {day}.</sub>"
        )
