"""The house as ARCHITECTURE.md draws it: floors, registries, one parser, and interface strings that all exist and are all used."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from trees import ROOT

from generator import check, cli, render, report, review
from generator.diagnostics import LANGS
from generator.library import SHARED
from generator.publish import resources

FLOORS = {
    "diagnostics": 0,
    "limits": 0,
    "model": 1, "source": 1,
    "library": 2, "schedule": 2, "expressions": 2, "language": 2,
    "tailor": 3,
    "check": 4, "diff": 4, "edit": 4, "agenda": 4, "outlook": 4,
    "render": 5, "pages": 5, "report": 5, "review": 5,
    "pipeline": 6, "publish": 6,
    "cli": 7, "__main__": 7, "hooks": 7,
}  # fmt: skip
SAME_FLOOR = {
    ("pipeline", "publish"),  # the stages in order, then the disk
    ("model", "source"),  # a fault of the model is told at its position
    ("language", "expressions"),  # a figure reads alike in a sheet and in a reason
    ("__main__", "cli"),
}
"""Rooms that may look at their neighbour; never the other way round."""
PACKAGE = ROOT / "generator"
HOOKS = ROOT / "site_config" / "hooks.py"
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """The dotted name of a module; hooks.py stands outside the package."""
    if path == HOOKS:
        return "hooks"
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "generator" and len(parts) > 1 else parts[0]


NAMES = {name_of(path) for path in MODULES}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path, *, at_import: bool = False) -> Iterator[str]:
    """The modules of ours that a file imports; ``at_import`` leaves out what only a function or a type checker sees."""
    tree = parsed(path)
    for node in _top(tree) if at_import else ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in NAMES else node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _top(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        guard = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        if not guard and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            yield from _top(node)


@cache
def ours(path: Path, at_import: bool = False) -> set[str]:
    return {name for name in imports(path, at_import=at_import) if name.split(".")[0] == "generator"}


@pytest.mark.parametrize("path", [*MODULES, HOOKS], ids=name_of)
def test_a_module_imports_only_from_floors_below(path: Path) -> None:
    own = room(name_of(path))
    if own == "generator":
        assert not ours(path)
        return
    for found in ours(path):
        other = room(found)
        if other in (own, "generator"):
            continue
        assert other in FLOORS, f"{name_of(path)} imports {found}, a room without a floor"
        assert FLOORS[other] < FLOORS[own] or (own, other) in SAME_FLOOR, f"{name_of(path)} imports {found}"


def test_every_room_has_a_floor() -> None:
    rooms = {room(name_of(path)) for path in MODULES} - {"generator"}
    assert rooms <= FLOORS.keys()


def test_check_diff_and_edit_never_import_each_other() -> None:
    four = {"check", "diff", "edit"}
    for path in MODULES:
        own = room(name_of(path))
        if own in four:
            assert not {room(found) for found in ours(path)} & (four - {own})


def _import_cycle(graph: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()

    def visit(module: str, way: list[str]) -> list[str]:
        if module in way:
            return [*way[way.index(module) :], module]
        if module not in done:
            for other in sorted(graph.get(module, ())):
                if cycle := visit(other, [*way, module]):
                    return cycle
            done.add(module)
        return []

    return next((cycle for module in sorted(graph) if (cycle := visit(module, []))), [])


def test_no_import_hides_a_cycle() -> None:
    """Neither at the top nor inside a function: an import that waits for a call is a cycle all the same."""
    graph = {name_of(path): ours(path) - {name_of(path)} for path in MODULES}
    # Importing a package's part runs its __init__, which is no dependency of the part on the package.
    assert _import_cycle(graph) == []
    assert _import_cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


EDGE = {
    "open",
    "print",
    "input",
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
    "os.getenv",
    "Path.cwd",
}
METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "unlink", "mkdir"}


def test_only_the_edge_knows_clock_disk_and_environment() -> None:
    for path in MODULES:
        own = room(name_of(path))
        if own == "generator" or FLOORS[own] >= 6:
            continue
        tree = parsed(path)
        assert not {found.split(".")[0] for found in imports(path) if found != "urllib.parse"} & {
            "subprocess",
            "tempfile",
            "shutil",
            "socket",
            "urllib",
            "time",
        }, path
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in EDGE, f"{path}:{node.lineno}: {called}"
                assert called.rpartition(".")[2] not in METHODS or "." not in called, f"{path}:{node.lineno}: {called}"
            assert ast.unparse(node) != "os.environ" if isinstance(node, ast.Attribute) else True, f"{path}: os.environ"


def test_plain_files_live_where_a_newcomer_looks() -> None:
    for module in MODULES:
        assert not re.fullmatch(r"(.*_)?(utils?|base|manager|helpers?|common|misc)\.py", module.name), module


# Registries.

ENTRIES = {
    "check": check.RULES,
    "report": report.FORMATS,
    "render": render.FORMATS,
    "review": review.FORMATS,
    "cli": {name: entry for name, (entry, _) in cli.COMMANDS.items()},
}


@pytest.mark.parametrize(
    ("registry", "name"), [(registry, name) for registry, table in ENTRIES.items() for name in table]
)
def test_every_entry_of_a_registry_can_be_imported(registry: str, name: str) -> None:
    module, attribute = ENTRIES[registry][name].split(":")
    found: Callable[..., object] = getattr(import_module(module), attribute)
    assert callable(found)
    assert room(module) == registry


@pytest.mark.parametrize("registry", ENTRIES)
def test_registries_are_literal(registry: str) -> None:
    name = {"check": "RULES", "cli": "COMMANDS"}.get(registry, "FORMATS")
    path = PACKAGE / registry / ("registry.py" if registry == "check" else "__init__.py")
    assigned = [
        node.value
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name
    ]
    (table,) = assigned
    assert isinstance(table, ast.Dict)
    assert all(isinstance(key, ast.Constant) for key in table.keys)


def test_yaml_is_read_by_libyaml_alone() -> None:
    import _ruamel_yaml

    from generator.source import read as reader

    assert _ruamel_yaml.__file__.endswith((".so", ".pyd")), "the C parser is active"
    assert import_module("generator.source.read").CParser is _ruamel_yaml.CParser
    source, faults = reader(b"{at: T20:00, x: 010}", "x.yaml")
    assert faults or (source and source.data["x"] == 10)
    parsers = re.compile(r"import yaml\b|from yaml\b|PyYAML|ruamel\.yaml import YAML|pure=True")
    found = [name_of(path) for path in MODULES if parsers.search(path.read_text("utf-8"))]
    assert [module for module in found if room(module) != "edit"] == [], "ruamel formats new fragments only"


def test_the_shared_files_are_those_of_the_formats() -> None:
    assert set(SHARED) == {path.stem for path in (ROOT / "playbooks" / "shared").iterdir()}


# Interface strings.

STRINGS = {lang: resources.strings(ROOT, lang) for lang in LANGS}
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".j2", ".html", ".md"))


def test_both_languages_have_the_same_strings() -> None:
    assert STRINGS["zh"].paths() == STRINGS["en"].paths()
    assert len(STRINGS["zh"].paths()) > 200


@pytest.mark.parametrize("lang", LANGS)
def test_no_string_is_empty(lang: str) -> None:
    strings = STRINGS["zh" if lang == "zh" else "en"]
    for path in sorted(strings.paths()):
        found = strings
        for part in path.split("."):
            found = found[part]
        lines = found if isinstance(found, list) else [found]
        assert lines, path
        assert all(isinstance(line, str) and line.strip() for line in lines), path


def chains(path: Path) -> Iterator[tuple[str, ...]]:
    """What a template asks of ``s``: the names of each chain, up to the first that is only known when it runs."""
    tree = Environment(extensions=["jinja2.ext.do"]).parse(path.read_text("utf-8"))
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        chain = _chain(node)
        if chain and chain[0] == "s":
            yield tuple(chain[1:])


def _chain(node: nodes.Node) -> list[str]:
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        before = _chain(node.node)
        return [*before, node.attr] if before else []
    if isinstance(node, nodes.Getitem):
        before = _chain(node.node)
        known = isinstance(node.arg, nodes.Const)
        return [*before, str(node.arg.value) if known else "*"] if before else []
    return []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_every_string_that_a_template_asks_for_is_there(path: Path) -> None:
    known = {tuple(found.split(".")) for found in STRINGS["zh"].paths()}
    inner = {found[:n] for found in known for n in range(len(found) + 1)}
    for chain in chains(path):
        fixed = chain[: chain.index("*")] if "*" in chain else chain
        assert fixed in inner, f"s.{'.'.join(chain)}"


def test_every_string_is_used_somewhere() -> None:
    asked = {chain for path in TEMPLATES for chain in chains(path)}
    folders = (ROOT / "generator", ROOT / "templates", ROOT / "site_config")
    sources = "\n".join(
        path.read_text("utf-8")
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in (".py", ".j2", ".html", ".js", ".typ")
    )
    words = set(re.findall(r"[\w-]+", sources))
    unused = []
    for path in sorted(STRINGS["zh"].paths()):
        parts = tuple(path.split("."))
        chosen_when_run = any(chain == (*parts[:-1], "*") and len(parts) > 2 for chain in asked)
        if parts not in asked and not chosen_when_run and parts[-1] not in words:
            unused.append(path)
    assert unused == []
