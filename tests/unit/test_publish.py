"""Files are replaced whole, folders in one step, and git is asked for the inputs' last commit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from trees import TODAY, book, engagement, files, library, written

from generator.history.commits import History, history
from generator.library import inputs
from generator.publish.atomic_folder import Busy, _exchange, atomic_folder
from generator.publish.disk import ChangedMeanwhile, Unreadable, find_root, read_tree, sweep, write_source, write_whole
from generator.publish.output_folder import MARK, OutputRefused, mark
from generator.publish.sheets import SheetBuilder, SheetVariant
from generator.publish.tree import open_workspace
from generator.render.sheet import Commit

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small file system")


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARK
    }


class _Stop(Exception):
    """What goes wrong while a site is built."""


# write_whole


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b.html", b"new")
    assert tree(tmp_path) == {"a/b.html": "new"}
    assert (tmp_path / "a" / "b.html").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("call", ["replace", "fsync", "chmod"])
def test_a_failed_write_leaves_the_old_file(tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sheet.html"
    path.write_text("old")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(OSError, match=r"No space left on device.*sheet\.html"):
        write_whole(path, b"new")
    assert tree(tmp_path) == {"sheet.html": "old"}


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sheet.html").write_text("old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "sheet.html", b"new")
    assert tree(tmp_path) == {"sheet.html": "old"}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "sheet.html"
    path.write_text("old")
    path.chmod(mode)
    write_whole(path, b"new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", mode)


def test_a_link_in_the_place_of_a_sheet_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("dear")
    (tmp_path / "sheet.html").symlink_to("precious")
    write_whole(tmp_path / "sheet.html", b"new")
    assert tree(tmp_path) == {"precious": "dear", "sheet.html": "new"}
    assert not (tmp_path / "sheet.html").is_symlink()


def test_a_source_reached_by_a_link_is_written_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "real.yaml").write_text("old")
    (folder / "other.yaml").symlink_to("real.yaml")
    write_source(tmp_path, "playbooks/other.yaml", b"new", b"old")
    assert (folder / "other.yaml").is_symlink()
    assert (folder / "real.yaml").read_text() == "new"
    with pytest.raises(ChangedMeanwhile):
        write_source(tmp_path, "playbooks/real.yaml", b"newer", b"old")
    assert (folder / "real.yaml").read_text() == "new"


@pytest.mark.parametrize("link", ["playbooks/x.yaml", "playbooks/deep", "playbooks"])
def test_a_source_that_a_link_leads_out_of_the_tree_is_not_written(tmp_path: Path, link: str) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    for folder in (root / "playbooks" / "deep", outside / "deep"):
        folder.mkdir(parents=True)
        (folder.parent / "x.yaml").write_text("dear")
        (folder / "x.yaml").write_text("dear")
    target = outside / Path(link).relative_to("playbooks")
    place = root / link
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    place.symlink_to(target)
    file = "playbooks/deep/x.yaml" if link == "playbooks/deep" else "playbooks/x.yaml"
    with pytest.raises(OutputRefused, match=file):
        write_source(root, file, b"new")
    assert tree(outside) == {"x.yaml": "dear", "deep/x.yaml": "dear"}


def test_a_strangers_file_that_waits_under_such_a_name_stays(tmp_path: Path) -> None:
    (tmp_path / ".notes.tmp").write_text("dear")
    os.utime(tmp_path / ".notes.tmp", (0, 0))
    sweep(tmp_path)
    assert tree(tmp_path) == {".notes.tmp": "dear"}


def test_a_folder_in_the_way_stays(tmp_path: Path) -> None:
    (tmp_path / "sheet.html").mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "sheet.html", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.html"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small file system may be mounted here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@ROOT_ONLY
def test_a_full_disk_leaves_the_old_file(small_disk: Path) -> None:
    write_whole(small_disk / "sheet.html", b"old")
    with pytest.raises(OSError, match="No space left on device"):
        write_whole(small_disk / "sheet.html", b"x" * 200_000)
    assert tree(small_disk) == {"sheet.html": "old"}


@ROOT_ONLY
def test_a_full_disk_leaves_the_old_site(small_disk: Path) -> None:
    with atomic_folder(small_disk / "site") as staging:
        write_whole(staging / "index.html", b"old")
    with pytest.raises(OSError, match="No space left on device"), atomic_folder(small_disk / "site") as staging:
        write_whole(staging / "index.html", b"x" * 200_000)
    assert tree(small_disk / "site") == {"index.html": "old"}
    assert not list(small_disk.glob(".site.new-*"))


# atomic_folder


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of swapping: the second is the one of systems that cannot exchange two names."""
    if request.param == "two renames":
        monkeypatch.setattr(sys, "platform", "an old one")
    return str(request.param)


def build(target: Path, content: str) -> None:
    with atomic_folder(target) as staging:
        assert [path.name for path in staging.iterdir()] == [MARK]
        assert staging.parent == target.parent
        (staging / "index.html").write_text(content)


def left(target: Path) -> set[str]:
    return {path.name for path in target.parent.iterdir()} - {target.name, f".{target.name}.lock"}


@pytest.mark.usefixtures("way")
def test_the_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    site = tmp_path / "build" / "site"
    build(site, "one")
    assert tree(site) == {"index.html": "one"}
    (site / "only-old.html").write_text("x")
    mark(site)
    build(site, "two")
    assert tree(site) == {"index.html": "two"}
    assert site.stat().st_mode & 0o777 == 0o755
    assert left(site) == set()


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("error", [_Stop, KeyboardInterrupt, SystemExit])
def test_a_failed_build_leaves_the_old_folder(tmp_path: Path, error: type[BaseException]) -> None:
    site = tmp_path / "site"
    build(site, "one")
    with pytest.raises(error), atomic_folder(site) as staging:  # noqa: PT012
        (staging / "index.html").write_text("half")
        raise error
    assert tree(site) == {"index.html": "one"}
    assert left(site) == set()


def test_the_exchange_is_really_used(tmp_path: Path) -> None:
    if sys.platform not in ("linux", "darwin"):
        pytest.skip("only Linux and macOS exchange two names")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").write_text("b")
    if not _exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system cannot exchange two names")
    assert tree(tmp_path) == {"a/x": "b"}


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["refused", "interrupted"]
)
def test_a_swap_that_fails_between_its_renames_puts_the_old_back(
    tmp_path: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    build(site, "one")
    monkeypatch.setattr(sys, "platform", "an old one")
    rename = Path.rename

    def sometimes(self: Path, target: Path) -> Path:
        if self.name.startswith(".site.new-"):
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", sometimes)
    with pytest.raises(type(error)):
        build(site, "two")
    assert tree(site) == {"index.html": "one"}


def test_what_could_not_be_put_back_is_kept_for_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    build(site, "one")
    rename = Path.rename

    def never_again(self: Path, target: Path) -> Path:
        if target == site:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as broken:
        broken.setattr(sys, "platform", "an old one")
        broken.setattr(Path, "rename", never_again)
        with pytest.raises(OSError, match="Input/output error"):
            build(site, "two")
    assert not site.exists()
    with pytest.raises(_Stop), atomic_folder(site):  # noqa: PT012
        assert tree(site) == {"index.html": "one"}, "the next run has put it back before it begins"
        raise _Stop
    assert tree(site) == {"index.html": "one"}


def test_a_run_killed_between_the_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old" / "index.html").write_text("one")
    mark(tmp_path / ".site.old")
    (tmp_path / ".site.new-half").mkdir()
    mark(tmp_path / ".site.new-half")
    (tmp_path / ".site.new-half" / "index.html").write_text("half")
    with pytest.raises(_Stop), atomic_folder(site):  # noqa: PT012
        assert tree(site) == {"index.html": "one"}
        raise _Stop
    assert tree(site) == {"index.html": "one"}
    assert left(site) == set()


def test_a_run_killed_after_the_renames_is_cleared_by_the_next(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "two")
    (tmp_path / ".site.old").mkdir()
    mark(tmp_path / ".site.old")
    (tmp_path / ".site.old" / "index.html").write_text("one")
    build(site, "three")
    assert tree(site) == {"index.html": "three"}
    assert left(site) == set()


def test_a_process_killed_while_building_leaves_the_old_and_no_lock(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "one")
    script = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from generator.publish.atomic_folder import atomic_folder
        with atomic_folder(Path(sys.argv[1])) as staging:
            (staging / "index.html").write_text("half")
            print("building", flush=True)
            time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", script, str(site)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "building\n"
        with pytest.raises(Busy) as busy:
            build(site, "two")
        assert str(site) in str(busy.value)
        assert "另一个构建" in str(busy.value)
        assert "another build" in str(busy.value)
        run.send_signal(signal.SIGKILL)
    assert tree(site) == {"index.html": "one"}
    build(site, "two")
    assert tree(site) == {"index.html": "two"}
    assert left(site) == set()


def test_two_folders_are_built_at_once(tmp_path: Path) -> None:
    with atomic_folder(tmp_path / "a") as one, atomic_folder(tmp_path / "b") as other:
        (one / "x").write_text("a")
        (other / "x").write_text("b")
    assert tree(tmp_path) == {".a.lock": "", ".b.lock": "", "a/x": "a", "b/x": "b"}


def test_a_file_in_the_folders_place_stays(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(NotADirectoryError):
        build(tmp_path / "site", "one")
    assert (tmp_path / "site").read_text() == "mine"


@pytest.mark.usefixtures("way")
def test_a_link_stays_and_what_it_leads_to_is_exchanged(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    build(tmp_path / "www" / "site", "one")
    (tmp_path / "site").symlink_to(tmp_path / "www" / "site")
    with atomic_folder(tmp_path / "site") as staging:
        (staging / "index.html").write_text("two")
    assert (tmp_path / "site").is_symlink()
    assert tree(tmp_path / "www" / "site") == {"index.html": "two"}
    assert left(tmp_path / "www" / "site") == set()


@pytest.mark.usefixtures("way")
def test_a_name_may_hold_signs_of_a_pattern(tmp_path: Path) -> None:
    site = tmp_path / "站点 [1]*"
    (tmp_path / ".站点 [1]*.new-half").mkdir()
    build(site, "one")
    build(site, "two")
    assert tree(site) == {"index.html": "two"}
    assert left(site) == set()


# read_tree


def test_the_tree_is_read_without_hidden_files(tmp_path: Path) -> None:
    made = files(None, fresh=engagement())
    written(tmp_path, made)
    for name in (".hidden.yaml", "demo.yaml~", ".git/x.yaml", "engagements/.#fresh.yaml"):
        (tmp_path / "playbooks" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "playbooks" / name).write_text("no content")
    assert read_tree(tmp_path) == made
    assert list(read_tree(tmp_path)) == sorted(made), "in one order, whatever the disk says"


def test_a_link_out_of_the_tree_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    written(root, files())
    for link, target in (("playbooks/x.yaml", tmp_path / "outside.yaml"), ("playbooks/more", tmp_path)):
        (root / link).symlink_to(target)
        with pytest.raises(Unreadable, match=link):
            read_tree(root)
        (root / link).unlink()


@pytest.mark.parametrize("broken", ["nowhere", "loop", "pipe"])
def test_what_cannot_be_read_is_named(tmp_path: Path, broken: str) -> None:
    written(tmp_path, files())
    path = tmp_path / "playbooks" / "engagements" / "x.yaml"
    path.parent.mkdir()
    if broken == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path if broken == "loop" else path.parent / "gone.yaml")
    with pytest.raises(Unreadable, match=r"playbooks/engagements/x\.yaml"):
        read_tree(tmp_path)


@pytest.mark.parametrize("name", ["playbooks/demo.yaml", "playbooks/engagements"])
def test_what_may_not_be_read_is_named(tmp_path: Path, name: str) -> None:
    written(tmp_path, files(None, fresh=engagement()))
    (tmp_path / name).chmod(0)
    if os.access(tmp_path / name, os.R_OK):
        pytest.skip("who runs this may read everything")
    try:
        with pytest.raises(Unreadable, match=name):
            read_tree(tmp_path)
    finally:
        (tmp_path / name).chmod(0o755)


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    written(tmp_path, files())
    (tmp_path / "playbooks" / "x.yaml").mkdir()
    assert read_tree(tmp_path) == files()
    (tmp_path / "playbooks" / "x.yaml" / "y.yaml").write_text("x: 1")
    assert [fault.code for fault in open_workspace(tmp_path, TODAY).errors] == ["file-name"]


def test_the_root_is_the_nearest_folder_upward(tmp_path: Path) -> None:
    written(tmp_path, files())
    below = tmp_path / "playbooks" / "shared"
    assert find_root(below) == tmp_path
    (below / "mkdocs.yml").write_text("")
    assert find_root(below) == below
    with pytest.raises(Unreadable, match=r"mkdocs\.yml"):
        find_root(Path("/"))


# git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of our own, whatever the machine's own settings of git are."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "gitconfig").write_text(
        "[user]\nname = x\nemail = x@example.com\n[log]\nshowRoot = false\nshowSignature = true\n[status]\nshowUntrackedFiles = no\n[init]\ndefaultBranch = main\n"
    )
    root = tmp_path / "库"
    root.mkdir()
    git(root, "init", "-q")
    # The tool heeds no settings of the environment: what could lead it astray stands in the repository's own.
    with (root / ".git" / "config").open("a", encoding="utf-8") as settings:
        settings.write((tmp_path / "gitconfig").read_text())
    return root


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(root: Path, *changed: str, text: str = "\n") -> str:
    for name in changed:
        with (root / name).open("a") as file:
            file.write(text)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")
    return git(root, "rev-parse", "--short", "HEAD")


def of(root: Path, id: str = "fresh") -> Commit | None:
    return history(root).last(inputs(library(read_tree(root)).engagements[id]))


FRESH = "playbooks/engagements/fresh.yaml"


@pytest.mark.parametrize("inside", ["", "里面/deeper"], ids=["at the top", "in a folder of the repository"])
def test_a_sheet_names_the_last_commit_of_its_inputs(repository: Path, inside: str) -> None:
    root = repository / inside
    root.mkdir(parents=True, exist_ok=True)
    written(root, files(None, fresh=engagement(), other=engagement()))
    first = commit(root)
    assert of(root) == Commit(first), "also the very first commit"
    own = commit(root, FRESH)
    assert of(root) == Commit(own)
    assert of(root, "other") == Commit(first)
    commit(root, "playbooks/shared/glossary.yaml")
    commit(root, "mkdocs.yml", text="#\n")
    assert (of(root), of(root, "other")) == (Commit(own), Commit(first)), "what is no input is not named, nor is HEAD"
    book_changed = commit(root, "playbooks/demo.yaml")
    assert (of(root), of(root, "other")) == (Commit(book_changed), Commit(book_changed))
    shared_changed = commit(root, "playbooks/shared/roles.yaml")
    assert of(root) == Commit(shared_changed)


def test_a_change_that_is_not_committed_is_said(repository: Path) -> None:
    written(repository, files(None, fresh=engagement(), other=engagement()))
    first = commit(repository)
    (repository / FRESH).write_bytes((repository / FRESH).read_bytes() + b"\n")
    assert (of(repository), of(repository, "other")) == (Commit(first, dirty=True), Commit(first))
    git(repository, "add", "-A")
    assert of(repository) == Commit(first, dirty=True), "staged is not committed"


def test_a_new_file_is_a_change_that_is_not_committed(repository: Path) -> None:
    written(repository, files())
    first = commit(repository)
    written(repository, files(None, fresh=engagement()))
    assert of(repository) == Commit(first, dirty=True), "also in a folder that git does not know"
    (repository / ".gitignore").write_text("engagements/\n")
    assert of(repository) == Commit(commit(repository, ".gitignore") and first, dirty=True), (
        "also where git is told to look away"
    )


def test_a_commit_of_a_merge_is_found(repository: Path) -> None:
    written(repository, files(None, fresh=engagement()))
    commit(repository)
    git(repository, "checkout", "-q", "-b", "branch")
    theirs = commit(repository, FRESH)
    git(repository, "checkout", "-q", "main")
    commit(repository, "mkdocs.yml", text="#\n")
    git(repository, "merge", "-q", "--no-ff", "-m", "x", "branch")
    assert of(repository) == Commit(theirs)


def test_names_that_are_not_ascii_are_known(repository: Path) -> None:
    written(repository, files())
    names = ["playbooks/中文 名.yaml", 'playbooks/"quoted".yaml']
    for name in names:
        (repository / name).write_text("x")
    first = commit(repository)
    assert history(repository).last(names[:1]) == Commit(first)
    (repository / names[0]).write_text("y")
    assert history(repository).dirty == {names[0]}


def test_asking_writes_nothing(repository: Path) -> None:
    written(repository, files())
    commit(repository)
    os.utime(repository / "playbooks" / "demo.yaml", (1, 1))
    before = (repository / ".git" / "index").stat().st_mtime_ns
    history(repository)
    assert (repository / ".git" / "index").stat().st_mtime_ns == before


def test_without_a_history_nothing_is_known_and_nothing_fails(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = History({}, frozenset())
    written(repository, files(None, fresh=engagement()))
    assert history(repository).commits == {}, "a repository without commits"
    assert of(repository) is None
    plain = tmp_path / "plain"
    plain.mkdir()
    written(plain, files(None, fresh=engagement()))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert history(plain) == nothing
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history(repository) == nothing, "no git at all"
    assert of(plain) is None


# Sheets on the disk.


def test_sheets_are_written_beside_what_else_is_there(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    examined = open_workspace(written(root, files(book(), fresh=engagement(), other=engagement())), TODAY)
    builder = SheetBuilder.of(root, examined.library)
    out = tmp_path / "out"
    write_whole(out / "fresh" / "fresh.zh.pdf", b"of another run")
    write_whole(out / "fresh" / "fresh.zh.md", b"old")
    variants = [SheetVariant("zh", "md", "team"), SheetVariant("en", "md", "customer", "architect")]
    made = [path.relative_to(out).as_posix() for path in builder.write(out, examined.checklists[0], variants)]
    assert made == ["fresh/fresh.zh.md", "fresh/fresh.architect.customer.en.md"]
    assert sorted(path.name for path in (out / "fresh").iterdir()) == [
        "fresh.architect.customer.en.md",
        "fresh.zh.md",
        "fresh.zh.pdf",
    ]
    assert (out / "fresh" / "fresh.zh.md").read_bytes() != b"old"
