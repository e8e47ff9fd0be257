"""The house as ARCHITECTURE.md draws it: floors, registries, one parser, and interface strings that all exist and are all used."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
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
    "limits": 0, "columns": 0, "grouping": 0,
    "model": 1, "source": 1,
    "library": 2, "schedule": 2, "expressions": 2, "i18n": 2,
    "tailor": 3,
    "check": 4, "diff": 4, "edit": 4, "roundtrip": 4, "agenda": 4, "cross_event": 4, "workspace": 4,
    "render": 5,
    "site": 6, "report": 6, "review": 6,
    "publish": 7, "history": 7,
    "cli": 8, "__main__": 8, "hooks": 8,
}  # fmt: skip
SAME_FLOOR = {
    ("diagnostics", "grouping"),  # faults are told file by file
    ("workspace", "check"),  # it puts the stages in order
    ("publish", "history"),  # what is printed names its commit
    ("model", "source"),  # a fault of the model is told at its position
    ("i18n", "expressions"),  # a figure reads alike in a sheet and in a reason
    ("roundtrip", "edit"),  # what came back is merged into edits of the file
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


def test_a_module_imports_only_from_floors_below() -> None:
    assert set().union(*(ours(path) for path in MODULES if room(name_of(path)) == "generator")) == set()
    asked = {
        (name_of(path), found)
        for path in [*MODULES, HOOKS]
        for found in ours(path)
        if room(found) != room(name_of(path))
    }
    assert {room(found) for _, found in asked} <= FLOORS.keys() | {"generator"}, "a room without a floor"
    ways = {(own, found): (room(own), room(found)) for own, found in asked if room(found) != "generator"}
    wrong = [
        way for way, (own, other) in ways.items() if FLOORS[other] >= FLOORS[own] and (own, other) not in SAME_FLOOR
    ]
    assert sorted(wrong) == []


LONGEST_FUNCTION = 40
"""Lines: what one screen shows."""


def test_a_function_fits_on_one_screen() -> None:
    lengths = {
        (name_of(path), node.name): (node.end_lineno or 0) - node.lineno + 1
        for path in [*MODULES, HOOKS]
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_the_hook_is_thin() -> None:
    assert len(HOOKS.read_text("utf-8").splitlines()) <= 150


FOREIGN = re.compile(r"mkdocs|material|markdown|http\.server|socketserver")
"""Whose classes a module of ours may build on."""


def _private(tree: ast.AST) -> tuple[set[str], set[str]]:
    """The names with an underscore that a module makes, and those that it asks for."""
    makes, asks = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            makes.add(node.name)
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                makes |= {
                    one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in ast.walk(target)
                }
        elif isinstance(node, ast.Attribute) and re.match("_(?!_)", node.attr):
            asks.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and FOREIGN.match(node.module or ""):
            asks |= {alias.name for alias in node.names if alias.name.startswith("_")}
    return makes, asks


def test_no_private_name_of_mkdocs_or_a_server_is_asked_for() -> None:
    built_on = [path for path in [*MODULES, HOOKS] if any(FOREIGN.match(name) for name in imports(path))]
    assert HOOKS in built_on
    for path in built_on:
        makes, asks = _private(parsed(path))
        assert asks <= makes, path


def test_private_names_are_seen() -> None:
    makes, asks = _private(ast.parse("from mkdocs.x import _y\nself._mine = server._w()"))
    assert asks - makes == {"_y", "_w"}


def test_every_room_has_a_floor() -> None:
    rooms = {room(name_of(path)) for path in MODULES} - {"generator"}
    assert rooms <= FLOORS.keys()


def test_a_command_asks_one_module_of_publish() -> None:
    asked = {
        name_of(path): sorted(found for found in ours(path) if room(found) == "publish")
        for path in (PACKAGE / "cli").glob("*.py")
    }
    assert {name: found for name, found in asked.items() if len(found) > 1} == {}, "it belongs together in publish"


def test_load_check_and_tailor_stand_in_that_order_in_one_place() -> None:
    stages = {"generator.check": "check", "generator.tailor": "tailor"}
    for path in [*MODULES, HOOKS, *(ROOT / ".ci").glob("*.py")]:
        own = name_of(path)
        if own == "generator.workspace" or room(own) in stages.values():
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom):
                taken = {alias.name for alias in node.names}
                assert stages.get(node.module or "") not in taken, (
                    f"{own} puts stages in order: ask generator.workspace"
                )
                assert node.module != "generator" or not taken & {*stages.values()}, own
            elif isinstance(node, ast.Import):
                assert not {alias.name for alias in node.names} & stages.keys(), own
    used = {
        node.func.id
        for node in ast.walk(parsed(PACKAGE / "workspace.py"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert {"load", *stages.values()} <= used


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
        if own == "generator" or FLOORS[own] >= 7:
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
        # An account manager and a service manager are people.
        assert not re.fullmatch(
            r"(?!(account|service)_manager)(.*_)?(utils?|base|manager|helpers?|common|misc)\.py", module.name
        ), module


def test_no_two_test_files_have_one_name() -> None:
    """Of two files of one name pytest reads one and refuses the other, and with it the whole run."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(names) > 50
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_one_class_name_means_one_thing() -> None:
    """What other modules can import has a name of its own; a class that begins with ``_`` is its module's own matter."""
    where: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, []).append(name_of(path))
    assert {name: modules for name, modules in where.items() if len(modules) > 1} == {}


# Registries.

ENTRIES = {
    "check": check.RULES,
    "report": report.FORMATS,
    "render": render.FORMATS,
    "review": review.FORMATS,
    "cli": {name: f"generator.cli.{name}:command" for name in cli.COMMANDS},
}


@pytest.mark.parametrize("registry", ENTRIES)
def test_every_entry_of_a_registry_can_be_imported(registry: str) -> None:
    for name, target in ENTRIES[registry].items():
        module, attribute = target.split(":")
        found: Callable[..., object] = getattr(import_module(module), attribute)
        assert callable(found), name
        assert room(module) == registry, name


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


def paths(words: Mapping[str, object]) -> Iterator[str]:
    """Every path of the tree, dotted."""
    for name, value in words.items():
        yield from (f"{name}.{path}" for path in paths(value)) if isinstance(value, Mapping) else [name]


PATHS = {lang: set(paths(STRINGS[lang].plain)) for lang in LANGS}


def test_both_languages_have_the_same_strings() -> None:
    assert PATHS["zh"] == PATHS["en"]
    assert len(PATHS["zh"]) > 200


@pytest.mark.parametrize("lang", LANGS)
def test_no_string_is_empty(lang: str) -> None:
    strings = STRINGS["zh" if lang == "zh" else "en"]
    for path in sorted(PATHS[lang]):
        found = strings
        for part in path.split("."):
            found = found[part]
        lines = found if isinstance(found, list) else [found]
        assert lines, path
        assert all(isinstance(line, str) and line.strip() for line in lines), path


@cache
def chains(path: Path) -> tuple[tuple[str, ...], ...]:
    """What a template asks of ``s``: the names of each chain, up to the first that is only known when it runs."""
    tree = Environment(extensions=["jinja2.ext.do"]).parse(path.read_text("utf-8"))
    found = map(_chain, tree.find_all((nodes.Getattr, nodes.Getitem)))
    return tuple(tuple(chain[1:]) for chain in found if chain and chain[0] == "s")


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


def test_every_string_that_a_template_asks_for_is_there() -> None:
    known = {tuple(found.split(".")) for found in PATHS["zh"]}
    inner = {found[:n] for found in known for n in range(len(found) + 1)}
    for name, chain in ((path.name, chain) for path in TEMPLATES for chain in chains(path)):
        fixed = chain[: chain.index("*")] if "*" in chain else chain
        assert fixed in inner, f"{name}: s.{'.'.join(chain)}"


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
    for path in sorted(PATHS["zh"]):
        parts = tuple(path.split("."))
        chosen_when_run = any(chain == (*parts[:-1], "*") and len(parts) > 2 for chain in asked)
        vocabulary = parts[0] in ("field", "own", "value", "thing", "faults", "examples")
        if not vocabulary and parts not in asked and not chosen_when_run and parts[-1] not in words:
            unused.append(path)
    assert unused == []


@pytest.mark.parametrize("folder", ["checklist", "pages"])
def test_no_template_filters_what_stands_in_it(folder: str) -> None:
    """It would be filtered when it is compiled, in whichever language came first: both share what is compiled."""
    sources = resources.templates(ROOT, folder)
    env = resources.kit(ROOT, folder, "zh").environment("html")
    env.filters.update(plain=str, other=str)
    found = [
        (name, node.lineno)
        for name, source in sources.items()
        if name.endswith(".j2")
        for node in env.parse(source).find_all((nodes.Filter, nodes.Test))
        if _is_constant(node)
    ]
    assert found == []


def _is_constant(node: nodes.Expr) -> bool:
    try:
        node.as_const()
    except nodes.Impossible:
        return False
    return True
