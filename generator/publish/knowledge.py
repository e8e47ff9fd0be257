"""The knowledge of one language through MkDocs, page by page: what nothing has changed for is taken over from the last build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from generator import pages
from generator.check import manuals
from generator.diagnostics import Lang
from generator.diff.editions import Chronicle
from generator.language import Strings
from generator.library import Library
from generator.pages import Event, Page, PageOptions, SearchEntry, Section, Shelf, addresses
from generator.pages.search import from_json, to_json
from generator.publish import resources
from generator.publish.disk import write_whole
from generator.publish.kept import Kept, Keys, Part, digests
from generator.publish.press import Complaints, Made, Press
from generator.render import FORMATS
from generator.tailor import Checklist

BASE = "../engagements/"
HOME = "index.html"
"""The one page of MkDocs' that live pages are written into."""
FILLED = (addresses.HOME, addresses.ENGAGEMENTS)
"""The pages that no file of the site holds as MkDocs made them: the home page, and the shell of live pages."""
FONTS = "fonts"
"""Of site_config, what no page of the site loads."""


@dataclass(frozen=True)
class Order:
    """What to build: ``today`` is already read, so that every part of one run means the same day.

    ``formats`` are those of the sheets that stand on the site.
    """

    root: Path
    out: Path
    today: date | datetime
    engagements: bool = True
    formats: tuple[str, ...] = tuple(FORMATS)


@dataclass(frozen=True)
class Subject:
    """What one language's knowledge is made from."""

    order: Order
    lang: Lang
    library: Library
    checklists: Sequence[Checklist]
    chronicle: Chronicle

    @cached_property
    def words(self) -> Strings:
        return resources.strings(self.order.root, self.lang)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        return pages.told(self.checklists) if self.order.engagements else ()

    def pages(self, edit_base: str, shelf: Shelf | None = None) -> tuple[Page, ...]:
        options = PageOptions(self.order.engagements, BASE, {}, manuals(), edit_base, self.chronicle)
        templates = resources.templates(self.order.root, "site")
        return pages.build(self.library, self.events, self.lang, self.words, templates, options, shelf)

    @cached_property
    def written(self) -> dict[str, str]:
        """The pages that people write, by their address."""
        home = self._home
        return {file.relative_to(home).as_posix(): file.read_text("utf-8") for file in sorted(home.rglob("*.md"))}

    @property
    def _home(self) -> Path:
        return self.order.root / "site_config" / "pages" / self.lang

    def look(self) -> Iterator[str]:
        """What every page is made with: MkDocs' configuration, the theme's overrides, assets and pictures."""
        root = self.order.root
        yield self.lang
        for path in (root / "mkdocs.yml", *sorted((root / "site_config").rglob("*"))):
            if path.is_file() and not {"__pycache__", FONTS}.intersection(path.parts) and path.suffix != ".md":
                yield path.relative_to(root).as_posix()
                yield path.read_bytes().decode("latin-1")

    def made_from(self) -> Iterator[str]:
        """Everything that the language's files are made from besides code, templates and words: none of it need be made."""
        yield str(self.order.engagements)
        yield from self.look()
        yield repr(self.written)
        for file, source in self.library.sources.items():
            if file not in self.engagements:
                yield file
                yield source.text
        yield repr(self.chronicle)
        yield repr(self.events)

    @cached_property
    def engagements(self) -> frozenset[str]:
        """The files of engagements."""
        return frozenset(entry.file for entry in self.library.engagements.values())


@dataclass(frozen=True)
class Names:
    """The keys of one language's parts: of each page as its Markdown gives it, and in the frame that the theme puts around it."""

    subject: Subject
    keys: Keys
    made: Sequence[Page]

    @cached_property
    def _by_uri(self) -> dict[str, str]:
        # What is generated stands before what is written at the same address, as it does in MkDocs.
        return {**self.subject.written, **{page.uri: repr(page) for page in self.made}}

    @cached_property
    def _world(self) -> str:
        """Over what any page's Markdown may ask for: which pages there are, and what the glossary explains."""
        library = self.subject.library
        terms = library.glossary.written.text if library.glossary else ""
        return self.keys.of(*self.subject.look(), repr(sorted(self._by_uri)), terms)

    @cached_property
    def _frame(self) -> str:
        """Over what the theme tells on each page of all: the navigation, and what pages say of themselves at their head."""
        order = [_outline(entry) for entry in pages.navigation(self.made, self.subject.words)]
        heads = {page.uri: _head(page.markdown) for page in self.made}
        written = {uri: _head(text) for uri, text in self.subject.written.items()}
        return self.keys.of(self._world, repr(order), repr(heads), repr(written))

    @property
    def uris(self) -> tuple[str, ...]:
        return tuple(self._by_uri)

    def converted(self, uri: str) -> str:
        return self.keys.of(self._world, uri, self._by_uri[uri])

    def framed(self, uri: str) -> str:
        return self.keys.of(self._frame, self.converted(uri))

    def rest(self) -> str:
        """Of everything that is no page."""
        return self.keys.of(self._world)


def _outline(entry: Section | Page) -> tuple[Any, ...]:
    if isinstance(entry, Section):
        return (entry.title, [_outline(child) for child in entry.children])
    return (entry.title, entry.label, entry.uri)


def _head(markdown: str) -> str:
    return markdown[: markdown.find("\n---", 3)] if markdown.startswith("---") else ""


@dataclass(frozen=True)
class Knowledge:
    """What one language's build gave: MkDocs' complaints, empty when it had none, and its parts: each page, and all else."""

    complaint: str = ""
    parts: Mapping[str, Part] = field(default_factory=dict)


def build_knowledge(subject: Subject, keys: Keys, kept: Kept) -> Knowledge:
    """One language's knowledge into the order's folder, with what may be taken over from ``kept``."""
    made_from = keys.of(*subject.made_from())
    parts = _all_kept(subject, made_from, kept)
    if parts:
        return Knowledge(parts=parts)
    from mkdocs.exceptions import MkDocsException

    complaints = Complaints()
    with complaints.heard():
        try:
            parts = dict(_parts(subject, keys, kept, made_from))
        except (MkDocsException, SystemExit) as error:
            return Knowledge("\n".join([*complaints.lines, str(error)]))
    return Knowledge("\n".join(complaints.lines), parts)


def _all_kept(subject: Subject, made_from: str, kept: Kept) -> dict[str, Part]:
    """Every part of the last build, where it was made from the very same; else nothing."""
    lang, rest = subject.lang, kept.parts.get(subject.lang)
    if rest is None or rest.texts.get("made from") != made_from:
        return {}
    names = [name for name in kept.parts if name == lang or name.startswith(f"{lang}/")]
    found = {name: kept.take_over(name, kept.parts[name].key, subject.order.out) for name in names}
    whole = {name: part for name, part in found.items() if part}
    return whole if len(whole) == len(found) else {}


def _parts(subject: Subject, keys: Keys, kept: Kept, made_from: str) -> Iterator[tuple[str, Part]]:
    out, lang = subject.order.out, subject.lang
    press = Press(subject.order.root, lang, out / lang)
    made = subject.pages(press.edit_base)
    names = Names(subject, keys, made)
    found = {uri: kept.take_over(f"{lang}/{uri}", names.framed(uri), out) for uri in names.uris}
    rest = kept.take_over(lang, names.rest(), out)
    if rest is None or not all(found.values()):
        press.lay_out(given(subject, made))
        for uri in press.uris:
            part = found[uri]
            if part is None:
                found[uri] = page_of(press, names, uri, kept)
            else:
                press.put_back(uri, Made.of_note("", part.texts["note"]))
        press.check_links()
    if rest is None:
        press.write_rest()
        own = {file for part in found.values() if part for file in part.files}
        files = (path for path in sorted((out / lang).rglob("*")) if path.is_file())
        rest = Part(names.rest(), digests((path for path in files if path.relative_to(out).as_posix() not in own), out))
    texts = {"made from": made_from, "edit base": press.edit_base}
    yield lang, Part(rest.key, rest.files, texts)
    for uri, part in found.items():
        assert part
        yield f"{lang}/{uri}", part


def given(subject: Subject, made: Sequence[Page]) -> dict[str, Any]:
    """What hooks are told of a build of ours."""
    return {
        "today": subject.order.today.isoformat(),
        "engagements": subject.order.engagements,
        "engagements_base": BASE,
        "library": subject.library,
        "checklists": tuple(subject.checklists),
        "pages": tuple(made),
        "chronicle": subject.chronicle,
    }


def page_of(press: Press, names: Names, uri: str, kept: Kept) -> Part:
    """A page made anew, but for its content where only the frame around it is another."""
    subject = names.subject
    out, lang = subject.order.out, subject.lang
    before = _content(kept, f"{lang}/{uri}", names.converted(uri))
    if before is None:
        made = press.convert(uri)
    else:
        made = before
        press.put_back(uri, made)
    body = press.whole(uri).encode("utf-8", "xmlcharrefreplace")
    content = press.content(uri).encode("utf-8", "xmlcharrefreplace")
    press.forget(uri)
    begins = body.find(content)
    note = made.noted()
    key = names.framed(uri) if note else ""
    texts = {"note": note or "", "found": to_json(made.found)}
    if begins >= 0 and note:
        texts |= {"converted": names.converted(uri), "content": f"{begins} {begins + len(content)}"}
    if uri in FILLED:
        return Part(key, {}, texts | {"whole": body.decode("utf-8")})
    place = out / lang / f"{uri.removesuffix('.md')}.html"
    write_whole(place, body, lasting=False)
    return Part(key, digests([place], out), texts)


def _content(kept: Kept, name: str, converted: str) -> Made | None:
    """What the last build made of the same Markdown, out of the page that it stands in."""
    part = kept.parts.get(name)
    if part is None or part.texts.get("converted") != converted:
        return None
    bodies = [part.texts["whole"].encode("utf-8")] if "whole" in part.texts else kept.contents(part)
    if not bodies:
        return None
    begins, ends = map(int, part.texts["content"].split())
    return Made.of_note(bodies[0][begins:ends].decode("utf-8"), part.texts["note"], from_json(part.texts["found"]))


def found_on(parts: Iterable[Part]) -> tuple[SearchEntry, ...]:
    """What search finds on the pages of knowledge."""
    return tuple(entry for part in parts if "found" in part.texts for entry in from_json(part.texts["found"]))
