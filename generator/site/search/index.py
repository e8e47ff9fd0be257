"""All entries of one language as small files of which a search loads a few, whatever the size of the site.

Every file is a script that hands its data to one function, for a page opened from disk may load nothing else. ``index.js`` says
what stands where. A file of words holds a stretch of the tokens in their order, so that all tokens with one beginning stand
together; a file of texts holds a stretch of the entries. They are called by what they hold: a page that a reader left open never
takes a part of a newer index for one of its own.

In which entries a token stands, and where in them, is a short text that a script reads quickly. Of each entry: how far its number is from the
one before, in digits of ``STEPS``; then a digit of ``PLACES`` for each place, as far round as there are digits. Both are printable ASCII that
neither JSON nor the files escape, and no digit is in both.
"""

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from generator.grouping import grouped
from generator.site.search.entry import SearchEntry
from generator.site.search.tokens import runs

_DIGITS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\,|')
PLACES, STEPS = _DIGITS[:45], _DIGITS[45:]


def digit(value: float) -> str:
    """A figure as one digit, as far as there are any."""
    return _DIGITS[max(0, min(len(_DIGITS) - 1, round(value)))]


def number(value: int) -> str:
    """A whole number in digits of ``STEPS``."""
    if value < len(STEPS):
        return STEPS[value]
    return number(value // len(STEPS)) + STEPS[value % len(STEPS)]


def ended(value: int) -> str:
    """A whole number that another may follow."""
    return number(value) + PLACES[0]


_SMALL = [number(value) for value in range(len(STEPS) ** 2)]


def written(found: Sequence[tuple[int, str]]) -> str:
    """The postings of one token: entries by number, in order, each with its places."""
    return "".join(_pieces(found))


def _pieces(found: Sequence[tuple[int, str]]) -> Iterator[str]:
    last = 0
    for entry, places in found:
        step = entry - last
        yield _SMALL[step] if step < len(_SMALL) else number(step)
        yield places
        last = entry


FOLDER = "search/"
HEAD = f"{FOLDER}index.js"
WORDS, TEXTS = 24_000, 12_000
"""Bytes that a file of words and one of texts may hold, unless one token or one section alone holds more."""
MOST = 48_000
"""Bytes that one token may take in titles, and in texts: of a more common one, the entries are kept that speak of it most."""
SHOWN = 4_000
"""Characters of an entry that are shown from; all of it is searched."""

_Postings = list[tuple[int, str]]
_SIGNS, _ROUND = PLACES, len(PLACES)
_STEPS_OF_LENGTH = 8
_STEPS_OF_WEIGHT = 20


@dataclass
class _Index:
    """``titles`` and ``texts`` hold, for each token, the entries that have it there and in which places."""

    entries: Sequence[SearchEntry]
    titles: dict[str, _Postings] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, _Postings] = field(default_factory=lambda: defaultdict(list))
    title_lengths: list[int] = field(default_factory=list)
    text_lengths: list[int] = field(default_factory=list)

    def read(self) -> None:
        for at, entry in enumerate(self.entries):
            self.title_lengths.append(_read(entry.title, at, self.titles))
            self.text_lengths.append(_read(entry.text, at, self.texts))


def _read(text: str, at: int, into: dict[str, _Postings]) -> int:
    """Note the tokens of one text; how many places it has."""
    found: dict[str, str] = {}
    end = 0
    for place, cut in runs(text):
        for token, further in cut:
            sign = _SIGNS[(place + further) % _ROUND]
            had = found.get(token)
            if had is None:
                found[token] = sign
            elif sign not in had:
                found[token] = had + sign
        end = place + cut[-1][1] + 1
    for token, places in found.items():
        into[token].append((at, places))
    return end


def index_files(entries: Sequence[SearchEntry]) -> dict[str, bytes]:
    """Path in the language's folder → content. The same entries in the same order, the same bytes."""
    index = _Index(_by_page(entries))
    index.read()
    files: dict[str, bytes] = {}
    words = [(first, _put(files, data)) for first, data in _words(index)]
    texts = [(first, _put(files, data)) for first, data in _texts(index.entries)]
    head = {
        "pages": _rows(Counter(entry.page for entry in index.entries).values()),
        "titles": "".join(map(digit, index.title_lengths)),
        "texts": "".join(digit(math.log2(length + 1) * _STEPS_OF_LENGTH) for length in index.text_lengths),
        "weights": _rows(round(weight(entry) * _STEPS_OF_WEIGHT) for entry in index.entries),
        "wordFiles": words,
        "textFiles": texts,
    }
    return {HEAD: _script("index", head), **files}


def _by_page(entries: Sequence[SearchEntry]) -> list[SearchEntry]:
    """All entries of a page in a row, for they are shown together, and numbered by that row."""
    return [entry for page in grouped((entry.page, entry) for entry in entries).values() for entry in page]


def _rows(values: Iterable[int]) -> str:
    """Figures that are often the same as the one before: each with how many times it comes in a row."""
    return "".join(f"{ended(value)}{ended(len(list(row)))}" for value, row in groupby(values))


def _words(index: _Index) -> Iterator[tuple[str, str]]:
    """The files of words: the first token of each and its data, ``|token,titles,texts`` one after the other."""
    first, lines, size = "", list[str](), 0
    # By UTF-16, as the script compares.
    for token in sorted({*index.titles, *index.texts}, key=lambda token: token.encode("utf-16-be")):
        titles = _cut(index.titles.get(token, []), index.title_lengths)
        texts = _cut(index.texts.get(token, []), index.text_lengths)
        line = f"|{token},{titles},{texts}"
        weighs = len(line.encode("utf-8"))
        if lines and size + weighs > WORDS:
            yield first, "".join(lines)
            lines, size = [], 0
        first = first if lines else token
        lines.append(line)
        size += weighs
    if lines:
        yield first, "".join(lines)


def _cut(found: _Postings, lengths: Sequence[int]) -> str:
    """The postings of a token, as many as one file may hold; a blank before them says that they are not all."""
    whole = written(found)
    if len(whole) <= MOST:
        return whole
    kept = found
    while len(whole) > MOST:
        count = len(kept) * MOST // (len(whole) + 1)
        best = sorted(kept, key=lambda one: (-len(one[1]) / (lengths[one[0]] + 100), one[0]))[:count]
        kept = sorted(best)
        whole = written(kept)
    return f" {whole}"


def _texts(entries: Sequence[SearchEntry]) -> Iterator[tuple[int, list[list[str]]]]:
    """The files of texts: the first entry's number of each, and its data: address, title of the page, then anchor, title and text of entries."""
    titles = {entry.page: entry.title[:SHOWN] for entry in reversed(entries)}
    first, pages, size = 0, list[list[str]](), 0
    for at, entry in enumerate(entries):
        own = [entry.anchor, entry.title[:SHOWN], entry.text[:SHOWN]]
        weighs = sum(len(part.encode("utf-8")) for part in own)
        if pages and size + weighs > TEXTS:
            yield first, pages
            first, pages, size = at, [], 0
        if not pages or pages[-1][0] != entry.page:
            pages.append([entry.page, titles[entry.page]])
        pages[-1] += own
        size += weighs
    if pages:
        yield first, pages


def _put(files: dict[str, bytes], data: object) -> str:
    """Add a file; its name without folder and ending."""
    name = hashlib.sha256(_json(data).encode("utf-8")).hexdigest()[:10]
    files[f"{FOLDER}{name}.js"] = _script(name, data)
    return name


def _script(name: str, data: object) -> bytes:
    return f'playbookFound("{name}",{_json(data)});\n'.encode()


def _json(data: object) -> str:
    # Two line breaks of Unicode were no part of a string in older browsers.
    return (
        json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


_PAGE = 1.15
"""A page as a whole."""
_FOLDERS = {
    "glossary.html": 1.3, "roles/": 1.2, "playbooks/": 1.1, "products/": 1.1, "cases/": 1.0, "stages.html": 1.0,
    "war-room.html": 0.8, "changes.html": 0.5, "manual/": 0.7,
}  # fmt: skip


def weight(entry: SearchEntry) -> float:
    """How much an entry weighs beside others that hold the same words: what people look up before what merely lists it."""
    found = next((value for folder, value in _FOLDERS.items() if entry.page.startswith(folder)), 1.0)
    return found if entry.anchor else found * _PAGE
