"""Work is in the hands of people who are named, can be reached, and are there when they are needed."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from generator.check.context import Context
from generator.check.references import named
from generator.check.registry import diagnostic
from generator.diagnostics import LANGS, Bilingual, Diagnostic
from generator.grouping import grouped
from generator.library import Entry, items
from generator.model import Engagement, meant
from generator.model.engagement import Shift

_PLACEHOLDER = re.compile(
    r"(?:待|未)(?:定|补充?|填写?|确认|安排|指定|知)|暂(?:无|缺|定|空)|无|空|某某|某人|tb[adc]|to be (?:determined|defined|confirmed|announced)|"
    r"n/?a|none|null|nil|unknown|todo|\W+|x{2,}|1[0-9]{0,3}[x*]{4,}[0-9]*|.*\bxxx+\b.*|.*待定.*"
)


_PEOPLE = (
    "team/*/*/name", "team/*/*/contact", "roster/*/who", "roster/*/contact", "contacts/bridge", "contacts/customer_group",
    "contacts/internal_group", "status/*/by", "facts/*/by", "risks/*/accepted_by",
)  # fmt: skip
_NAME_THEM = Bilingual(
    "写上真名或电话；还没定就删掉。", "write a name or a telephone, or leave it out until it is known"
)


def placeholder(context: Context) -> Iterator[Diagnostic]:
    """A person or a contact is no blank to be filled in later."""
    for engagement in context.library.engagements.values():
        for path in _PEOPLE if context.wanted(engagement.file) else ():
            for one in named(engagement.model, engagement.place, path):
                if _PLACEHOLDER.fullmatch(meant.plain(one.name).casefold()):
                    message = Bilingual(
                        f"“{one.name}” 不是人，也不是联系方式", f"{one.name} is neither a person nor a contact"
                    )
                    yield diagnostic("placeholder", one.at, message, _NAME_THEM)


def unreachable(context: Context) -> Iterator[Diagnostic]:
    """Whoever stands watch can be reached."""
    for engagement in context.library.engagements.values():
        now = context.now(engagement.model.event)
        if context.wanted(engagement.file) and (now is None or now <= engagement.model.event.end):
            yield from _strangers(engagement)


def _strangers(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    known = {person.name for people in engagement.model.team.values() for person in people}
    known |= {shift.who for shift in engagement.model.roster if shift.contact}
    for n, shift in enumerate(engagement.model.roster):
        if shift.who not in known:
            message = Bilingual(
                f"{shift.who} 不在 team 里，也没有 contact", f"{shift.who} is in no team and has no contact"
            )
            hint = Bilingual("加上 contact: 电话。", "add contact: and a telephone")
            yield diagnostic("unreachable", (engagement.place / "roster" / n / "who").value, message, hint)


SLIP = timedelta(hours=4)
"""A shorter pause between two shifts is a hand-over that failed."""


def roster_gap(context: Context) -> Iterator[Diagnostic]:
    """Whoever is on the roster is on shift when the load peaks, and hands over without a hole."""
    for engagement in context.library.engagements.values():
        if not context.wanted(engagement.file):
            continue
        lasting = ((n, shift) for n, shift in enumerate(engagement.model.roster) if shift.from_ < shift.to)
        for role, shifts in grouped((each[1].role, each) for each in lasting).items():
            shifts.sort(key=lambda each: (each[1].from_, each[1].to))
            yield from _holes(engagement, role, shifts)
            yield from _peaks(engagement, role, shifts)


def _holes(engagement: Entry[Engagement], role: str, shifts: list[tuple[int, Shift]]) -> Iterator[Diagnostic]:
    covered = shifts[0][1].to
    for n, shift in shifts[1:]:
        if timedelta(0) < shift.from_ - covered < SLIP:
            since, until = _said(engagement, covered), _said(engagement, shift.from_)
            message = Bilingual(
                f"{role} 从 {since} 到 {until} 没有人值班", f"nobody is on shift as {role} from {since} to {until}"
            )
            hint = Bilingual(
                "让下一班早点接，或上一班晚点走。", "let the next shift begin earlier, or the last one end later"
            )
            yield diagnostic("roster-gap", (engagement.place / "roster" / n / "from").value, message, hint)
        covered = max(covered, shift.to)


def _peaks(engagement: Entry[Engagement], role: str, shifts: list[tuple[int, Shift]]) -> Iterator[Diagnostic]:
    for name, peak in _moments(engagement):
        if not any(shift.from_ <= peak < shift.to for _, shift in shifts):
            at = _said(engagement, peak)
            message = Bilingual(
                f"{name.zh}（{at}）没有 {role} 在班", f"nobody is on shift as {role} at {name.en}, {at}"
            )
            hint = Bilingual("补一班盖住这一刻。", "add a shift that covers it")
            place = (engagement.place / "roster" / shifts[0][0] / "role").value
            yield diagnostic("roster-gap", place, message, hint)


def _moments(engagement: Entry[Engagement]) -> Iterator[tuple[Bilingual, datetime]]:
    """The peaks within the event; without any wave, its start."""
    event = engagement.model.event
    if not event.waves:
        yield Bilingual("活动开始时", "the event's start"), event.start
    for id, wave in event.waves.items():
        if event.start <= wave.peak <= event.end:
            yield Bilingual(f"{id} 的峰值", f"the peak of {id}"), wave.peak


def _said(engagement: Entry[Engagement], moment: datetime) -> str:
    return moment.astimezone(engagement.model.event.start.tzinfo).strftime("%m-%d %H:%M")


_ANOTHER_ROLE = Bilingual("换一个角色，或删掉 verifier。", "name another role, or remove the verifier")


def verifier_is_owner(context: Context) -> Iterator[Diagnostic]:
    """Nobody verifies their own work, also after an engagement has given the item to another role."""
    for found in items(context.library):
        if found.item.verifier == found.item.owner:
            message = Bilingual(
                f"verifier 和 owner 都是 {found.item.owner}", f"verifier and owner are both {found.item.owner}"
            )
            yield diagnostic("verifier-is-owner", (found.place / "verifier").value, message, _ANOTHER_ROLE)
    for engagement, playbook in context.engagements():
        if not engagement.model.assign:
            continue
        own = {found.item.id: found.item for found in context.library.live_items[playbook.id]}
        own |= {extra.id: extra for extra in engagement.model.extra}
        for id, role in engagement.model.assign.items():
            if id in own and own[id].verifier == role:
                who, others = (
                    _called(context, [role]),
                    _called(context, [one for one in engagement.model.team if one != role]),
                )
                message = Bilingual(
                    f"{id} 由{who.zh}复核，不能再由同一个角色负责",
                    f"{id} is verified by {who.en}, which cannot own it as well",
                )
                hint = Bilingual(f"交给另一个角色：{others.zh}。", f"give it to another role: {others.en}")
                yield diagnostic("verifier-is-owner", (engagement.place / "assign" / id).value, message, hint)


def _called(context: Context, ids: Sequence[str]) -> Bilingual:
    """The roles' titles in a row."""
    known = context.library.roles.model.root if context.library.roles else {}
    titles = [[known[id].title.plain(lang) if id in known else id for id in ids] for lang in LANGS]
    return Bilingual("、".join(titles[0]), ", ".join(titles[1]))
