"""A name used in one place and defined in another, and the fault of one that nothing defines: what the ``unknown-…`` rules have in common."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from keyword import iskeyword
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

from generator.check.context import Context
from generator.diagnostics import Bilingual, Diagnostic, Position, did_you_mean
from generator.library import Library, Place, at_last, kind_of
from generator.model import meant
from generator.model.item import Retired
from generator.model.shared import STAGES, STEPS
from generator.model.text import Text, shown


class Reference(NamedTuple):
    """A name where a file uses it: as the value at ``place`` or, ``on_key``, as the key that leads there."""

    name: str
    place: Place
    on_key: bool = False

    @property
    def at(self) -> Position:
        return self.place.key if self.on_key else self.place.value

    @property
    def label(self) -> str:
        """The key that the author wrote before the name: ``owner``, or ``with`` for an entry of its list."""
        path = self.place.path[:-1] if self.on_key else self.place.path
        return next(part for part in reversed(path) if isinstance(part, str))


def named(thing: Any, place: Place, path: str) -> Iterator[Reference]:
    """Every name that stands at ``path`` below a thing, by keys of the file: ``with/*`` for every entry of a list or mapping,
    ``team/@`` for every key of one. Nothing stands below what was not given."""
    step, _, rest = path.partition("/")
    if thing is None or not path:
        if thing is not None:
            yield Reference(thing, place)
    elif step == "@":
        for key in thing:
            yield Reference(key, place / key, on_key=True)
    elif step == "*":
        for key, part in thing.items() if isinstance(thing, Mapping) else enumerate(thing):
            yield from named(part, place / key, rest)
    else:
        # An item names a step only where it does not stand in one.
        value = getattr(thing, f"{step}_" if iskeyword(step) else step, None)
        yield from named(value, place / step, rest)


def hint_of(library: Library, name: str, known: Collection[str]) -> Bilingual | None:
    """What was likely meant by a name that is not ``known``."""
    id, sure = likely(library, name, known)
    if id and sure:
        return Bilingual(f"写成 {id}", f"write {id}")
    return Bilingual(f"是不是想写 “{id}”？", f'did you mean "{id}"?') if id else did_you_mean(name, known)


def stems(library: Library, kind: str) -> dict[str, Any]:
    """The names of all files of a kind, the readable with what they hold; the broken and misnamed have faults of their own."""
    held = {entry.file: entry.model for entry in library.entries.values()}
    return {PurePosixPath(file).stem: held.get(file) for file in library.files if kind_of(file) == kind}


def method(library: Library, section: Literal["steps", "stages"]) -> dict[str, Any]:
    """The steps or stages of the method, in order, with their titles where the standard could be read."""
    titled = getattr(library.standard.model, section) if library.standard else {}
    return {id: titled.get(id) for id in (STEPS if section == "steps" else STAGES)}


def misspelt(library: Library, unknown_names: Iterable[str], missing: Collection[str]) -> frozenset[str]:
    """Those of ``missing`` that an unknown name likely stands for: the slip is said once, as an unknown name."""
    return frozenset(id for name in unknown_names if (id := likely(library, name, missing)[0]))


def likely(library: Library, name: str, known: Collection[str]) -> tuple[str | None, bool]:
    """The id that a name likely stands for, and whether that is sure: its spelling, its title or a synonym in the glossary is."""
    called: dict[str, set[str]] = {}
    for id in known:
        value = known[id] if isinstance(known, Mapping) else None
        titles = [text for key in ("title", "ask") if isinstance(text := getattr(value, key, None), Text)]
        for word in (id, *(word for text in titles for word in (text.zh, text.en) if word)):
            called.setdefault(_folded(word), set()).add(id)
    sought = _folded(name)
    exact = set().union(*(called.get(word, ()) for word in (sought, *_synonyms(library, sought)) if word))
    if len(exact) == 1:
        return exact.pop(), True
    holding = set().union(*(ids for word, ids in called.items() if len(sought) > 1 and sought in word))
    close = difflib.get_close_matches(sought, called, n=1, cutoff=0.6)
    near = holding or set().union(*(called[word] for word in close))
    return near.pop() if len(near) == 1 else None, False


def slipped(name: str, id: str) -> bool:
    """Whether an id was written with one wrong character, or two that changed places."""
    wrong = [pair for pair in zip(name, id, strict=False) if pair[0] != pair[1]]
    turned = len(wrong) == 2 and wrong[0] == wrong[1][::-1]
    return len(name) == len(id) and (len(wrong) == 1 or turned)


def _synonyms(library: Library, sought: str) -> Iterator[str]:
    for id, term in library.glossary.model.root.items() if library.glossary else ():
        words = [_folded(word) for word in (id, term.term.zh, term.term.en, *term.also) if word]
        if sought in words:
            yield from words


def _folded(name: str) -> str:
    """A name without what authors vary: capitals, width, blanks, hyphens."""
    return re.sub(r"[\W_]+", "", meant.plain(name).casefold())


_CALLED = {
    "role": "这个角色", "step": "这个步骤", "stage": "这个阶段", "product": "这个产品", "fact": "这个事实", "case": "这个案例", "item": "这个事项",
    "plan": "这个预案", "playbook": "这本手册", "wave": "这个波次", "level": "这个重保等级", "estimate": "这项测算", "calendar": "这份日历",
}  # fmt: skip
"""What may be named → how it is called in Chinese."""


def unknown(
    context: Context,
    noun: str,
    references: Iterable[Reference],
    known: Collection[str],
    *,
    called: Bilingual | None = None,
    hints: Mapping[str, Bilingual] = {},
    gone: Mapping[str, Retired] = {},
) -> Iterator[Diagnostic]:
    """The faults of names that are not ``known``; none where what defines one was left out, since that is said already.

    ``called`` completes the sentences “没有…” and “… is no …”. Where ``known`` maps ids to what they stand for, a title leads to its
    id, unless ``hints`` has more to say of the name. A name that is ``gone`` was known once.
    """
    called = called or Bilingual(_CALLED[noun], noun)
    for reference in references:
        if reference.name in known:
            continue
        if reference.name in gone:
            yield _still_used(f"unknown-{noun}", reference, gone)
        elif reference.name not in context.library.unresolvable:
            label, name = reference.label, shown(reference.name)
            message = Bilingual(f"{label} {name}：没有{called.zh}", f"{label} {name} is no {called.en}")
            hint = hints.get(reference.name) or hint_of(context.library, reference.name, known)
            yield Diagnostic(f"unknown-{noun}", reference.at, message, hint)


def _still_used(code: str, reference: Reference, gone: Mapping[str, Retired]) -> Diagnostic:
    """The fault of a reference to a retired id: the hint names what took its place."""
    id, day, instead = reference.name, gone[reference.name].on.isoformat(), at_last(reference.name, gone)
    message = Bilingual(f'{reference.label} "{id}"：已停用', f'{reference.label} "{id}" is retired')
    if instead and kind_of(reference.at.file) == "engagement":
        follow = f"playbook rebase {PurePosixPath(reference.at.file).stem}"
        hint = Bilingual(
            f"{id} 已于 {day} 停用，由 {instead} 接替；运行 {follow}，它会跟过去，记录不丢。",
            f"{id} was retired on {day} in favour of {instead}; run {follow}, which takes it there and loses nothing",
        )
    elif instead:
        hint = Bilingual(f"{id} 已于 {day} 停用，改用 {instead}。", f"{id} was retired on {day}; use {instead} instead")
    else:
        hint = Bilingual(
            f"{id} 已于 {day} 停用，没有替代；换成在用的，或去掉这个引用。",
            f"{id} was retired on {day} without a successor; name one in use, or take the reference out",
        )
    return Diagnostic(code, reference.at, message, hint)
