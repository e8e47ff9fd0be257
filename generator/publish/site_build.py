"""The whole site into one folder: both languages side by side, every engagement's pages and sheets, and the front door.

A part that nothing has changed for is taken over from the last build; everything else is made by as many processes as there are cores.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.diagnostics import LANGS, Lang
from generator.library import inputs
from generator.publish import resources
from generator.publish.atomic_folder import atomic_folder
from generator.publish.build_cache import WHOLE, Artifact, Manifest, digests, whole_site
from generator.publish.build_options import BuildOptions, SiteFault
from generator.publish.disk import write_whole
from generator.publish.frames import BuiltFrame, FrameError
from generator.publish.page_keys import PageKeys, group_name
from generator.publish.pages import SiteInputs, Written, broken_links, frame_links, write_files, write_index, write_page
from generator.publish.sheets import SheetBuilder, SheetVariant
from generator.publish.workers import map_ordered
from generator.render import FORMATS
from generator.site import addresses
from generator.site.language_site import GROUPS, LanguageSite, group
from generator.site.link_check import LinkTargets, links, links_from_json, links_to_json
from generator.site.page import PageOptions
from generator.site.search import from_json, to_json
from generator.site.standalone import language_chooser, not_found
from generator.tailor import CUSTOMER, TEAM, Checklist
from generator.workspace import Workspace

ENGAGEMENTS = "engagements/"
"""Before an engagement's id, the folder of its pages and sheets, and the name of the part that its sheets are."""
BASE = f"../{ENGAGEMENTS}"
NIGHT_ON_SITE = ("pdf", "html")
CALENDAR = "ics"
"""What a role has a file of its own in: its view is the whole sheet, filtered; ``playbook checklist`` writes the others."""


@dataclass(frozen=True)
class PageTask:
    """A share of the work: one page of a language (``uri``), or all of one engagement."""

    lang: Lang | None = None
    uri: str = ""
    checklist: Checklist | None = None


@dataclass
class Result:
    """What came of a task: whole parts, or a page for the group of pages that is one."""

    name: str
    parts: Mapping[str, Artifact] = field(default_factory=dict)
    page: Written | None = None
    files: Mapping[str, str] = field(default_factory=dict)


def publish(
    options: BuildOptions,
    workspace: Workspace,
    frames: Future[dict[Lang, BuiltFrame]],
    key: str,
    made_of: Callable[[], str],
    advance: Callable[[str], None],
) -> None:
    """Build the site of a workspace around its frames beside its folder and swap it in. Raises ``SiteFault``, ``Busy`` or ``OutputRefused``.

    ``key`` named all that a site is made of before it was read; where ``made_of`` still says the same, the record of the build says so.
    """
    builder = SheetBuilder.of(options.root, workspace.library)
    kept = Manifest.of(options.out)
    with atomic_folder(options.out) as staging:
        made_from = SiteInputs.of(options.root, workspace)
        if not frames.done():
            made_from.compile()
        try:
            build = SiteBuild(replace(options, out=staging), builder, made_from, kept, frames.result())
        except FrameError as error:
            raise SiteFault(f"MkDocs: {error}") from error
        parts = dict(build.run(advance))
        whole = whole_site(key, parts, staging)
    kept.record(parts | ({WHOLE: whole} if made_of() == key else {}))


@dataclass(frozen=True)
class SiteBuild:
    """One build: what its parts are made from, and the key of each."""

    options: BuildOptions
    builder: SheetBuilder
    made_from: SiteInputs
    kept: Manifest
    frames: Mapping[Lang, BuiltFrame]

    def run(self, advance: Callable[[str], None]) -> Iterator[tuple[str, Artifact]]:
        out = self.options.out
        for lang, built in self.frames.items():
            write_files(built.files, out / lang)
        self._write_front_door()
        parts = {name: part for name, key in self.keys.groups.items() if (part := self.kept.take_over(name, key, out))}
        groups: dict[str, list[Result]] = {name: [] for name in self.keys.groups if name not in parts}
        for result in map_ordered(self.work, tuple(self._tasks(groups))):
            parts |= result.parts
            if result.page:
                groups[result.name].append(result)
            else:
                advance(result.name)
        for name, results in groups.items():
            lang = next(lang for lang in LANGS if name.endswith(f"/{lang}"))
            parts[name] = _group(self.keys.groups[name], results, tuple(frame_links(self.sites[lang], lang)))
        for lang, (name, part) in zip(
            LANGS, map_ordered(lambda lang: self._index(lang, parts), LANGS, fewest=1), strict=True
        ):
            parts[name] = part
            advance(lang)
        self._check_links(parts)
        yield from parts.items()

    @cached_property
    def shown(self) -> tuple[Checklist, ...]:
        return self.made_from.checklists if self.options.engagements else ()

    @cached_property
    def variants(self) -> Mapping[str, Sequence[SheetVariant]]:
        return {one.id: _variants(one, self.options.formats) for one in self.shown}

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        return {id: tuple(variant.file_name(id) for variant in own) for id, own in self.variants.items()}

    @cached_property
    def sites(self) -> Mapping[Lang, LanguageSite]:
        given = PageOptions(engagements=self.options.engagements, engagements_base=BASE, sheets=self.names)
        found = {lang: self.made_from.language(built.frame, given) for lang, built in self.frames.items()}
        for site in found.values():
            site.prepare()
        return found

    @cached_property
    def keys(self) -> PageKeys:
        frames = [built.frame.to_json() for built in self.frames.values()]
        return PageKeys(self.made_from, frames, self.shown, self.builder.address)

    def _tasks(self, groups: Mapping[str, object]) -> Iterator[PageTask]:
        """The largest first, so that no worker is left with one at the end."""
        for one in self.shown:
            yield PageTask(checklist=one)
        for lang, site in self.sites.items() if groups else ():
            for uri, page in site.pages.items():
                if not uri.startswith(BASE) and group_name(group(page), lang) in groups:
                    yield PageTask(lang, uri)

    def work(self, task: PageTask) -> Result:
        if task.checklist:
            id = task.checklist.id
            pages = [self._own_page(lang, id) for lang in LANGS]
            return Result(id, {**dict(pages), f"{ENGAGEMENTS}{id}": self.sheets(task.checklist)})
        assert task.lang
        site = self.sites[task.lang]
        written = write_page(site, task.uri, self.options.out, task.lang)
        name = group_name(group(site.pages[task.uri]), task.lang)
        return Result(name, page=written, files=self._digests([written.path]))

    def _own_page(self, lang: Lang, id: str) -> tuple[str, Artifact]:
        """An engagement's own page in one language."""
        name = f"page/{lang}/{id}"
        key = self.keys.own_page(lang, id, self.names[id])
        part = self.kept.take_over(name, key, self.options.out)
        if part is None:
            uri = BASE + addresses.engagement(id, lang)
            written = write_page(self.sites[lang], uri, self.options.out, lang)
            part = _part(key, self._digests([written.path]), [written])
        return name, part

    def sheets(self, checklist: Checklist) -> Artifact:
        """The sheets of an engagement: those of the last build where they would be the same, else made anew."""
        id, out = checklist.id, self.options.out
        commit = self.builder.history.last(inputs(self.builder.library.engagements[id]))
        key = self.keys.sheets(id, repr(commit), self.names[id])
        part = self.kept.take_over(f"{ENGAGEMENTS}{id}", key, out)
        if part is None:
            files = list(self.builder.write(out / ENGAGEMENTS, checklist, self.variants[id]))
            sheets = (
                links(file.read_text("utf-8"), file.relative_to(out).as_posix())
                for file in files
                if file.suffix == ".html"
            )
            part = Artifact(key, digests(files, out), {"links": links_to_json(sheets)})
        return part

    def _digests(self, paths: Sequence[str]) -> Mapping[str, str]:
        out = self.options.out
        return digests([out / path for path in paths], out)

    def _index(self, lang: Lang, parts: Mapping[str, Artifact]) -> tuple[str, Artifact]:
        """What search finds in one language."""
        names = [group_name(name, lang) for name in GROUPS] + [f"page/{lang}/{one.id}" for one in self.shown]
        texts = [parts[name].texts["found"] for name in names]
        name, key, out = f"search/{lang}", self.keys.index(texts), self.options.out
        part = self.kept.take_over(name, key, out)
        if part is None:
            entries = [entry for text in texts for entry in from_json(text)]
            part = Artifact(key, digests(write_index(entries, out / lang), out))
        return name, part

    def _check_links(self, parts: Mapping[str, Artifact]) -> None:
        found = [
            one for part in parts.values() if "links" in part.texts for one in links_from_json(part.texts["links"])
        ]
        faults = broken_links(found, self.options.out)
        if faults:
            raise SiteFault("\n".join(f"{fault.zh} / {fault.en}" for fault in faults))

    def _write_front_door(self) -> None:
        root, out = self.options.root, self.options.out
        words = {lang: resources.strings(root, lang) for lang in LANGS}
        templates = resources.templates(root, "pages")
        write_whole(out / "index.html", language_chooser(words, templates).encode("utf-8"), lasting=False)
        # Most hosts show the one at the root, whatever was asked for; MkDocs' place for it is each language's.
        for folder, spoken in (("", words), *((lang, {lang: words[lang]}) for lang in LANGS)):
            page = not_found(spoken, templates, self.options.engagements)
            write_whole(out / folder / "404.html", page.encode("utf-8"), lasting=False)


def _group(key: str, results: Sequence[Result], around: Sequence[LinkTargets]) -> Artifact:
    """``around``: where the frame around the pages leads."""
    files = {path: digest for result in results for path, digest in result.files.items()}
    return _part(key, files, [result.page for result in results if result.page], around)


def _part(key: str, files: Mapping[str, str], pages: Sequence[Written], around: Sequence[LinkTargets] = ()) -> Artifact:
    found = to_json(entry for page in pages for entry in page.found)
    return Artifact(key, files, {"found": found, "links": links_to_json((*(page.links for page in pages), *around))})


def _variants(checklist: Checklist, formats: Sequence[str] = tuple(FORMATS)) -> tuple[SheetVariant, ...]:
    """The sheets of one engagement: both copies in every format and for the night, and a calendar of each role that owns something."""
    return tuple(variant for variant in _all_variants(checklist) if variant.format in formats)


def _all_variants(checklist: Checklist) -> tuple[SheetVariant, ...]:
    whole = [SheetVariant(lang, name, audience) for audience in (TEAM, CUSTOMER) for name in FORMATS for lang in LANGS]
    night = [
        SheetVariant(lang, name, audience, night=True)
        for audience in (TEAM, CUSTOMER)
        for name in NIGHT_ON_SITE
        for lang in LANGS
    ]
    owners = {duty.owner.id: duty.owner for duty in checklist.duties}
    roles = [
        SheetVariant(lang, CALENDAR, CUSTOMER if owner.customer_side else TEAM, owner.id)
        for owner in owners.values()
        for lang in LANGS
    ]
    return (*whole, *night, *roles)
