"""Every place of the full tree (``full``) that takes text, found by walking the model: what a test of a promise plants its texts in.

A place takes text when its type accepts any: nobody keeps a list of them, so that a new field is planted as soon as it is written
in ``full`` (and ``full.unwritten`` is empty, by a test). ``files`` plants all places at once, ``plantings`` each by itself.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import trees
from pydantic import BaseModel, RootModel, TypeAdapter, ValidationError

from generator.diagnostics import LANGS
from generator.library import kind_of
from generator.model import KINDS
from generator.model.item import GONE, live_or_gone
from generator.model.scalars import Formula
from generator.model.text import Text

T = "?"
"""Where the full tree wants a text said; quoted inside an expression, a text of the expression."""

Say = Callable[[str, bool], str]
"""From a text's place, and whether it may hold inline markup (``Text``) or is literal, to the text."""
Plant = Callable[[str], trees.Files]
"""From a text to the full tree that holds it in one place."""

Path = tuple[str | int, ...]


class Node(NamedTuple):
    """A value of a file, or a key of a mapping in it: the type that the model gives it, and the class and key that it stands under."""

    path: Path
    annotation: Any
    value: Any
    owner: tuple[type[BaseModel], str] | None
    is_key: bool = False

    @property
    def takes_text(self) -> bool:
        return isinstance(self.value, str) and takes_text(self.annotation)

    @property
    def is_said(self) -> bool:
        """Whether ``files`` says it: what is there to be read, and not to name something else."""
        if self.annotation is Text or self.annotation == Formula:
            return self.annotation is Text or f'"{T}"' in str(self.value)
        return self.takes_text and self.value == T


@cache
def takes_text(annotation: Any) -> bool:
    """Whether a type accepts any text at all: it is no id, date or choice of ours."""
    try:
        TypeAdapter(annotation).validate_python('any "text" 任意 { < 7')
    except ValidationError:
        return False
    return True


def nodes(annotation: Any, value: Any, path: Path = (), owner: Any = None) -> Iterator[Node]:
    """Every value and every mapping's key below a value of the model, that value first."""
    kind = get_origin(annotation)
    if annotation is Text or (kind is Annotated and get_args(annotation)[0] is Text):
        yield Node(path, Text, value, owner)
    elif kind is Annotated and not isinstance(value, str):
        yield from nodes(get_args(annotation)[0], value, path, owner)
    elif kind in (Union, types.UnionType):
        yield from nodes(_branch(annotation, value), value, path, owner)
    elif kind is tuple and isinstance(value, list):
        yield Node(path, annotation, value, owner)
        parts = get_args(annotation)
        for n, one in enumerate(value):
            yield from nodes(parts[0 if parts[-1] is Ellipsis else n], one, (*path, n), owner)
    elif kind is dict:
        yield Node(path, annotation, value, owner)
        keys, values = get_args(annotation)
        for key, one in value.items():
            yield Node((*path, key), keys, key, owner, is_key=True)
            yield from nodes(values, one, (*path, key), owner)
    elif isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from nodes(annotation.model_fields["root"].annotation, value, path, owner)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and isinstance(value, dict):
        yield Node(path, annotation, value, owner)
        yield from _fields(annotation, value, path)
    else:
        yield Node(path, annotation, value, owner)


def _fields(model: type[BaseModel], value: trees.Data, path: Path) -> Iterator[Node]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in value:
            kind = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            yield from nodes(kind, value[key], (*path, key), (model, key))


def _branch(annotation: Any, value: Any) -> Any:
    """The branch of a union that suits a value: a live entry is the first, a tombstone the last."""
    branches = [branch for branch in get_args(annotation) if branch is not type(None)]
    return branches[-1] if live_or_gone(value) == GONE else branches[0]


def file_nodes(file: str, data: trees.Data) -> Iterator[Node]:
    kind = kind_of(file)
    assert kind, file
    return nodes(KINDS[kind], data)


def place(file: str, path: Path, lang: str = "") -> str:
    """How a place is called: ``engagements/fresh.risks.0.text.zh``."""
    stem = file.removeprefix("playbooks/").removesuffix(".yaml")
    return ".".join(map(str, (stem, *path, *([lang] if lang else ()))))


def filled(data: dict[str, trees.Data], say: Say, only: Iterable[str] | None = None) -> trees.Files:
    """The files (of all of them, or ``only`` these) with every text said that is to be said, each once."""
    found: trees.Files = {}
    say = cache(say)
    for file in data if only is None else only:
        told = _copied(data[file])
        for node in list(file_nodes(file, told)):
            if node.is_said:
                put(told, node.path, _said(file, node, say))
        found[file] = _file(file, _linked(told, data, say))
    return found


def _said(file: str, node: Node, say: Say) -> Any:
    if node.annotation is Text:
        return {lang: say(place(file, node.path, lang), True) for lang in LANGS}
    text = say(place(file, node.path), False)
    # An expression has no escape for a quote, and ends after 500 characters.
    return node.value.replace(T, text.replace('"', "'")[:300]) if node.annotation == Formula else text


class Link(NamedTuple):
    """In the full tree: what is said at another place, as an answer says one of its question's choices."""

    file: str
    path: Path


def _links(value: Any) -> Iterator[str]:
    """The files that a value says a text of."""
    if isinstance(value, Link):
        yield value.file
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _links(one)


def _linked(value: Any, data: dict[str, trees.Data], say: Say) -> Any:
    if isinstance(value, Link):
        return say(place(value.file, value.path), False)
    if isinstance(value, dict):
        return {key: _linked(one, data, say) for key, one in value.items()}
    return [_linked(one, data, say) for one in value] if isinstance(value, list) else value


def _file(file: str, told: trees.Data) -> bytes:
    kind = kind_of(file)
    assert kind
    return trees.yaml(told, kind, file.count("/"))


def plain(place: str, rich: bool) -> str:
    """A text that nothing acts upon, another at each place."""
    return f"文本 {place.replace('.', ' ').replace('_', ' ')}"


def plantings(data: dict[str, trees.Data], each_field_once: bool = False) -> Iterator[tuple[str, Plant]]:
    """Every place that takes text, each with what plants one there while all others say something plain.

    With ``each_field_once`` the first place of each key of each class alone.

    That is what people read, and also what only names something else (``after``, a status's id, an expression): the type of
    such a place takes any text, and ``check`` must refuse it. A mapping's key is called ``engagements/fresh.skip.DEM-A05#key``.
    """
    met: set[Any] = set()
    around = Around(data, filled(data, plain), {file: {*_links(one)} for file, one in data.items()})
    for file, written in data.items():
        for node in file_nodes(file, written):
            if each_field_once and (node.owner, node.is_key) in met:
                continue
            if node.annotation is Text or node.takes_text:
                met.add((node.owner, node.is_key))
            if node.annotation is Text:
                for lang in LANGS:
                    yield place(file, node.path, lang), _plant(around, file, node, lang)
            elif node.takes_text:
                yield place(file, node.path) + "#key" * node.is_key, _plant(around, file, node)


class Around(NamedTuple):
    """What stands around a plant: the tree, its files when every text is plain, and per file those that it says a text of."""

    data: dict[str, trees.Data]
    plain: trees.Files
    links: dict[str, set[str]]


def _plant(around: Around, file: str, node: Node, lang: str = "") -> Plant:
    data = around.data

    def said(text: str) -> trees.Files:
        there = place(file, node.path, lang)
        touched = [other for other in data if other == file or file in around.links[other]]
        return around.plain | filled(data, lambda at, rich: text if at == there else plain(at, rich), touched)

    def put_in(text: str) -> trees.Files:
        changed = _copied(data[file])
        put(changed, node.path, text, node.is_key)
        return around.plain | filled(data | {file: changed}, plain, [file])

    return said if node.is_said else put_in


def _copied(value: Any) -> Any:
    """A copy in which no two places share a value, as a deep copy of shared lists would."""
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def put(data: Any, path: Path, value: Any, is_key: bool = False) -> None:
    """Replace a value, or a mapping's key in its place."""
    for part in path[:-1]:
        data = data[part]
    if is_key:
        entries = [(value if key == path[-1] else key, one) for key, one in data.items()]
        data.clear()
        data.update(entries)
    else:
        data[path[-1]] = value
