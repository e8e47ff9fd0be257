"""The pipelines: their files are sound, and the scripts that they call do their work in a real repository and against a host."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from trees import book, engagement, written
from trees import files as tree_of

from generator.cli import COMMANDS
from generator.history.revisions import UnknownRevision
from generator.library import load
from generator.publish.address import language
from generator.source import read

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / ".ci"
BIN = Path(sys.executable).parent
MARKER = "<!-- playbook-diff -->"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
DEMO = "playbooks/demo.yaml"


def script(name: str) -> ModuleType:
    """A script, as it finds its neighbour where it is run."""
    sys.path.insert(0, str(CI))
    spec = importlib.util.spec_from_file_location(f"ci_{name}", CI / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(CI))
    return module


def data(path: Path) -> Any:
    source, _ = read(path.read_bytes(), path.name)
    assert source
    return source.data


def done(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_", "CI_"))}
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
        env={**clean, **environment},
    )


# The files


def test_the_workflows_pass_actionlint() -> None:
    found = done(BIN / "actionlint", "-shellcheck=", "-pyflakes=", *WORKFLOWS, cwd=ROOT)
    assert (found.returncode, found.stdout) == (0, "")
    assert len(WORKFLOWS) == 4


@pytest.mark.parametrize(
    ("schema", "files"), [("github-workflows", WORKFLOWS), ("gitlab-ci", [ROOT / ".gitlab-ci.yml"])]
)
def test_the_pipelines_suit_their_hosts_schemas(schema: str, files: list[Path]) -> None:
    found = done(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files, cwd=ROOT)
    assert found.returncode == 0, found.stdout


def test_only_the_commenting_job_may_write_and_it_runs_nothing_of_the_change() -> None:
    for workflow in WORKFLOWS:
        content = data(workflow)
        assert content["permissions"] in ({}, {"contents": "read"})
        text = workflow.read_text("utf-8")
        assert "pull_request_target" not in text
        assert "secrets." not in text
        for job in content["jobs"].values():
            assert "timeout-minutes" in job
            steps = job["steps"]
            # What a stranger may name (a branch, a title) never reaches a shell as text of the script.
            assert not [
                step
                for step in steps
                if re.search(r"\$\{\{\s*github\.(event\.(?!_name)|head_ref)", step.get("run", ""))
            ]
            assert all(re.fullmatch(r"actions/[a-z-]+@v[0-9]+", step["uses"]) for step in steps if "uses" in step)
    comment = data(ROOT / ".github/workflows/comment.yml")
    (job,) = comment["jobs"].values()
    assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    (checkout,) = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout")]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert [step["run"] for step in job["steps"] if "run" in step] == [
        'python3 -I .ci/comment.py github "$RUNNER_TEMP/compare"'
    ]
    assert comment["on"]["workflow_run"]["workflows"] == [data(ROOT / ".github/workflows/check.yml")["name"]]


def test_every_command_of_a_pipeline_and_a_hook_is_there() -> None:
    texts = [
        path.read_text("utf-8") for path in (*WORKFLOWS, ROOT / ".gitlab-ci.yml", ROOT / ".pre-commit-config.yaml")
    ]
    commands = {
        found for text in texts for found in re.findall(r"(?:/playbook|-m generator) (?:--lang zh )?([a-z]+)", text)
    }
    assert commands == {"check", "checklist", "fmt", "schema", "site"}
    assert commands <= set(COMMANDS)
    for name in {found for text in texts for found in re.findall(r"\.ci/([a-z_]+\.py)", text)}:
        assert (CI / name).is_file()
    hooks = data(ROOT / ".pre-commit-config.yaml")["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"], "nothing is fetched"


def test_hooks_run_on_windows_too() -> None:
    """What a hook runs is Python and a module or script of ours: no path of one system's, and nothing for a shell."""
    for hook in data(ROOT / ".pre-commit-config.yaml")["repos"][0]["hooks"]:
        assert re.fullmatch(
            r"python( -X utf8)? (-m (generator|ruff)|\.ci/[a-z]+\.py)( -{0,2}[a-z-]+)*", hook["entry"]
        ), hook["entry"]
        assert hook["language"] == "system"


def test_both_hosts_build_with_what_comes_after_mkdocs_from_pinned_versions() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    for file in (ROOT / ".github/workflows/check.yml", ROOT / ".gitlab-ci.yml"):
        made = set(re.findall(r"make ([a-z]+)", file.read_text("utf-8")))
        assert "properdocs" in made <= targets
    recipe = makefile.partition("\nproperdocs:")[2].partition("\n\n")[0]
    assert recipe.count("properdocs build --strict") == 2
    assert re.search(r"^properdocs==", (ROOT / "requirements" / "dev.txt").read_text("utf-8"), re.M)


def test_set_up_fetches_nothing_that_is_not_pinned_by_its_hash() -> None:
    """Of every requirement of pyproject.toml a version is named, and of every version the hashes of its files."""
    said = (ROOT / "Makefile").read_text("utf-8")
    named = dict(re.findall(r"^([A-Z]+) := (.+)$", said, re.M))
    lines = [line for line in said.split("\n") if re.search(r"pip (install|wheel|download)", line)]
    assert len(lines) > 6
    for line in lines:
        whole = re.sub(r"\$\(([A-Z]+)\)", lambda name: named.get(name[1], ""), line)
        assert "--require-hashes" in whole or "--no-deps" in whole.split(), line
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for file, wanted in {"run": [], "dev": [*extras["dev"], *extras["properdocs"]]}.items():
        pinned = (ROOT / "requirements" / f"{file}.txt").read_text("utf-8")
        versions = re.split(r"\n(?=[a-z])", pinned)[1:]
        assert all(re.match(r"[a-z0-9-]+==[^ ]+ .*\n +--hash=sha256:[0-9a-f]{64}", one) for one in versions)
        names = {one.partition("==")[0] for one in versions}
        for requirement in project["dependencies"] + wanted:
            assert re.sub(r"[._]", "-", re.match(r"[\w.-]+", requirement)[0]) in names, requirement


def test_both_hosts_have_one_template_in_both_languages() -> None:
    one = (ROOT / ".github/pull_request_template.md").read_text("utf-8")
    assert one == (ROOT / ".gitlab/merge_request_templates/Default.md").read_text("utf-8")
    assert all("/ " in line for line in one.split("\n") if line.startswith(("**", "- [ ]")))


# Shards


def shards_of_the_pipelines() -> dict[str, list[str]]:
    """Host → the --shard of each of its machines, as the pipeline's own line spells it."""
    job = data(ROOT / ".github/workflows/sheets.yml")["jobs"]["shard"]
    parts = job["strategy"]["matrix"]["shard"]
    (step,) = [step for step in job["steps"] if "--shard" in step.get("run", "")]
    spelt = step["env"]["SHARD"].replace("${{ strategy.job-total }}", str(len(parts)))
    github = [spelt.replace("${{ matrix.shard }}", str(part)) for part in parts]
    job = data(ROOT / ".gitlab-ci.yml")["sheets"]
    total = job["parallel"]
    (line,) = [line for line in job["script"] if "--shard" in line]
    (spelt,) = re.findall(r'--shard "([^"]+)"', line)
    gitlab = [spelt.replace("$CI_NODE_INDEX", str(n + 1)).replace("$CI_NODE_TOTAL", str(total)) for n in range(total)]
    return {"github": github, "gitlab": gitlab}


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_the_machines_of_a_pipeline_share_out_everything(host: str) -> None:
    shards = shards_of_the_pipelines()[host]
    total = len(shards)
    assert total >= 2
    assert shards == [f"{n}/{total}" for n in range(1, total + 1)]


def test_two_shards_joined_are_the_whole_and_one_alone_is_not(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    written(root, tree_of(book(), **{f"e{n}": engagement() for n in range(5)}))
    environment = {"PYTHONPATH": str(ROOT)}
    for part in ("1/2", "2/2"):
        command = ("-m", "generator", "--today", "2026-10-01", "checklist", "--all", "--format", "md", "--shard", part)
        assert done(sys.executable, *command, "--out", tmp_path / part[0], cwd=root, **environment).returncode == 0
    one, two = ({path.name for path in (tmp_path / part).iterdir()} for part in ("1", "2"))
    assert one | two == {f"e{n}" for n in range(5)}
    assert not one & two
    assert min(len(one), len(two)) == 2
    found = done(sys.executable, CI / "joined.py", tmp_path / "1", cwd=root, **environment)
    assert (found.returncode, len(found.stderr.splitlines())) == (1, len(two))
    shutil.copytree(tmp_path / "1", tmp_path / "joined")
    shutil.copytree(tmp_path / "2", tmp_path / "joined", dirs_exist_ok=True)
    whole = done(sys.executable, CI / "joined.py", tmp_path / "joined", cwd=root, **environment)
    assert (whole.returncode, whole.stdout) == (0, "5 个客户事件，齐了 5 个 / 5 of 5 engagements\n")


# CODEOWNERS


def test_codeowners_says_what_the_tree_says() -> None:
    assert done(sys.executable, CI / "codeowners.py", "--check", cwd=ROOT).returncode == 0


def test_codeowners_names_each_playbooks_maintainers() -> None:
    tree = {path.relative_to(TREE).as_posix(): path.read_bytes() for path in TREE.rglob("*.yaml")}
    demo = tree[DEMO].decode("utf-8")
    tree[DEMO] = demo.replace('["@service-center"]', '["@b/team", "a@example.com"]').encode("utf-8")
    lines = script("codeowners").text(load(tree)).split("\n")
    assert lines[2:] == [
        "/playbooks/cases/ @b/team a@example.com",
        "/playbooks/shared/ @b/team a@example.com",
        "/playbooks/demo.yaml @b/team a@example.com",
        "",
    ]
    tree[DEMO] = demo.replace('"@service-center"', '"Service centre"').encode("utf-8")
    with pytest.raises(SystemExit, match="Service centre"):
        script("codeowners").text(load(tree))


# A repository, two branches and a fork

TREE = ROOT / "tests" / "cases" / "_tree"


def git(cwd: Path, *arguments: str) -> str:
    found = done("git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments, cwd=cwd)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A pull request as a host checks it out: main has moved on, a fork has changed a date, both are merged."""
    origin, fork, runner = tmp_path / "origin", tmp_path / "fork", tmp_path / "runner"
    shutil.copytree(TREE, origin)
    (origin / "mkdocs.yml").touch()
    git(origin, "init", "-q", "-b", "main")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "one")
    git(tmp_path, "clone", "-q", str(origin), str(fork))
    git(fork, "switch", "-qc", "change")
    demo = fork / DEMO
    text = demo.read_text("utf-8")
    assert "due: T-60" in text
    demo.write_text(text.replace("due: T-60", "due: T-58", 1), "utf-8")
    git(fork, "commit", "-qam", "two")
    (origin / "NEWS").write_text("x")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "meanwhile")
    git(tmp_path, "clone", "-q", str(origin), str(runner))
    git(runner, "fetch", "-q", str(fork), "change")
    git(runner, "merge", "-q", "--no-ff", "-m", "merge", "FETCH_HEAD")
    return runner


def compare(root: Path, base: str, *more: str) -> subprocess.CompletedProcess[str]:
    return done(sys.executable, CI / "compare.py", base, *more, cwd=root)


def test_a_forks_change_is_told_in_a_comment(merged: Path) -> None:
    assert compare(merged, "HEAD^1", "--number", "7").returncode == 0
    out = merged / "build" / "compare"
    comment = (out / "comment.md").read_text("utf-8")
    assert comment.startswith(f"{MARKER}\n")
    assert "DEM-A02" in comment
    assert (out / "number").read_text() == "7\n"
    assert script("comment").checked(comment.encode("utf-8"))


def test_a_change_of_other_files_has_no_comment(merged: Path) -> None:
    git(merged, "reset", "-q", "--hard", "HEAD^1")
    assert compare(merged, "HEAD^1").returncode == 0
    assert (merged / "build/compare/comment.md").read_text() == ""


def test_a_change_with_errors_has_them_on_top_and_its_meaning_below(merged: Path) -> None:
    fresh = merged / "playbooks/engagements/fresh.yaml"
    fresh.write_text(fresh.read_text("utf-8").replace("products: [udb]", "products: [udb"), "utf-8")
    found = compare(merged, "HEAD^1")
    comment = (merged / "build/compare/comment.md").read_text("utf-8")
    assert found.returncode == 0
    head, _, rest = comment.partition("改动（")
    assert comment.startswith(f"{MARKER}\n")
    assert "改动后有 1 处错误" in head
    assert re.search(r"> - playbooks/engagements/fresh\.yaml:\d+:\d+ ", head)
    assert "DEM-A02" in rest


def test_errors_that_were_there_before_cost_no_comment_either(merged: Path) -> None:
    roles = merged / "playbooks/shared/roles.yaml"
    sound = roles.read_bytes()
    roles.write_bytes(b"account-manager: [\n")
    git(merged, "commit", "-qam", "broken")
    roles.write_bytes(sound)
    demo = merged / DEMO
    demo.write_text(demo.read_text("utf-8").replace("due: T-58", "due: T-50", 1), "utf-8")
    assert compare(merged, "HEAD").returncode == 0
    comment = (merged / "build/compare/comment.md").read_text("utf-8")
    assert "改动之前就有错误、没有比较的文件：playbooks/shared/roles.yaml。" in comment
    assert "推后 8 天" in comment


def test_what_cannot_be_read_at_all_is_said_in_the_comment(merged: Path) -> None:
    (merged / DEMO).unlink()
    (merged / DEMO).symlink_to(merged / "mkdocs.yml")
    assert compare(merged, "HEAD^1").returncode == 0
    comment = (merged / "build/compare/comment.md").read_text("utf-8")
    assert comment.startswith(f"{MARKER}\n")
    assert comment.count("```") == 2


def test_a_base_that_is_none_is_an_error(merged: Path) -> None:
    found = compare(merged, "nowhere")
    assert (found.returncode, len(found.stderr.splitlines())) == (2, 1)
    assert "nowhere" in found.stderr


def test_only_the_changed_sheets_are_made(merged: Path) -> None:
    found = done(sys.executable, CI / "sheets.py", "HEAD^1", "--format", "md", cwd=merged)
    assert found.returncode == 0, found.stderr
    assert {path.name for path in (merged / "build/changed-sheets").iterdir()} == {"fresh"}
    found = done(sys.executable, CI / "sheets.py", "HEAD", cwd=merged)
    assert (found.returncode, found.stdout) == (0, "没有哪份清单和 HEAD 不同 / no sheet differs from HEAD\n")


# Wherever a pipeline runs


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A project in a folder of a larger repository, in which others have changed their own things since."""
    root = tmp_path / "repository" / "team"
    root.mkdir(parents=True)
    written(root, tree_of(book(), fresh=engagement(), other=engagement()))
    (root / "mkdocs.yml").write_text("theme: {language: zh}\n", "utf-8")
    git(root.parent, "init", "-q", "-b", "main")
    git(root.parent, "add", "-A")
    git(root.parent, "commit", "-qm", "one")
    (root.parent / "playbooks").mkdir()
    (root.parent / "playbooks" / "theirs.yaml").write_text("a: 1\n")
    (root / "playbooks" / ".DS_Store").write_bytes(b"\0")
    git(root.parent, "add", "-A")
    git(root.parent, "commit", "-qm", "two")
    (root / "playbooks/engagements/.DS_Store").write_bytes(b"\0")
    return root


def test_in_a_folder_of_a_repository_its_own_files_count_and_new_ones_do(team: Path) -> None:
    here, sheets = script("here"), script("sheets")
    assert here.changed(team, "HEAD~1") == frozenset()
    written(
        team, {"playbooks/engagements/newest.yaml": tree_of(newest=engagement())["playbooks/engagements/newest.yaml"]}
    )
    assert here.changed(team, "HEAD~1") == {"playbooks/engagements/newest.yaml"}
    assert sheets.touched(team, "HEAD~1") == ["newest"]
    found = done(sys.executable, CI / "compare.py", "HEAD~1", cwd=team / "playbooks" / "shared", LC_ALL="en_US.UTF-8")
    assert found.returncode == 0, found.stderr
    comment = (team / "build/compare/comment.md").read_text("utf-8")
    assert "这次改动意味着什么" in comment, "the language is the site's, and not that of the shell"
    assert "newest" in comment
    assert "/team/playbooks/demo.yaml " in script("codeowners").text(load(tree_of(book(maintainers=["@x"]))), "team/")


@pytest.mark.parametrize(
    ("said", "expected"), [("theme: {language: en}", "en"), ("theme: {language: zh}", "zh"), ("site_name: x", "zh")]
)
def test_the_language_of_a_comment_is_the_sites(tmp_path: Path, said: str, expected: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(said, "utf-8")
    assert language(tmp_path) == expected


def test_without_any_engagement_there_is_nothing_to_make_and_nothing_is_missing(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(team / "playbooks" / "engagements")
    assert script("sheets").touched(team, "HEAD") == []
    joined = tmp_path / "joined"
    monkeypatch.chdir(team)
    monkeypatch.setattr(sys, "argv", ["joined.py", str(joined)])
    for stray in (None, joined / ".DS_Store"):
        if stray:
            joined.mkdir()
            stray.write_bytes(b"\0")
        assert script("joined").main() == 0
        out, err = capsys.readouterr()
        assert ("0 of 0 engagements" in out, err) == (True, "")


def test_what_git_does_not_give_is_said_in_one_line_with_its_remedy(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = script("here")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", team.parent.as_uri(), str(shallow))
    with pytest.raises(UnknownRevision, match="git fetch --unshallow"):
        here.changed(shallow / "team", "HEAD~1")
    bare = done(sys.executable, CI / "sheets.py", "HEAD", cwd=tmp_path)
    assert (bare.returncode, len(bare.stderr.splitlines())) == (2, 1)
    assert "mkdocs.yml" in bare.stderr
    # A repository that another user owns: git is told so by a variable of its own, which the runner would not let through.
    foreign = tmp_path / "bin" / "git"
    foreign.parent.mkdir()
    foreign.write_text(f"#!/bin/sh\nexport GIT_TEST_ASSUME_DIFFERENT_OWNER=1\nexec '{shutil.which('git')}' \"$@\"\n")
    foreign.chmod(0o755)
    monkeypatch.setenv("PATH", f"{foreign.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(UnknownRevision, match=r"git config --global --add safe\.directory") as told:
        here.changed(team, "HEAD")
    assert "\n" not in str(told.value)


# The host


@dataclass
class Host:
    """What a GitHub or GitLab answers, and what it was asked."""

    address: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    sha: str = "abc"

    def answer(self, verb: str, path: str, body: Any) -> Any:
        self.calls.append((verb, path, body))
        if verb != "GET":
            return {}
        if "/pulls/" in path:
            return {"head": {"sha": self.sha}}
        if path.endswith("/user"):
            return {"id": 5}
        page = int(path.rpartition("page=")[2])
        return self.comments[(page - 1) * 100 : page * 100]

    @property
    def written(self) -> list[tuple[str, str, Any]]:
        return [call for call in self.calls if call[0] != "GET"]


@pytest.fixture
def host() -> Iterator[Host]:
    found = Host()

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            answer = json.dumps(found.answer(self.command, self.path, body)).encode("utf-8")
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PATCH = do_PUT = handle_one  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def comment(
    host: Host, folder: Path, text: str, number: str = "7", kind: str = "github"
) -> subprocess.CompletedProcess[str]:
    (folder / "comment.md").write_text(text, "utf-8")
    (folder / "number").write_text(number, "utf-8")
    github = {"GITHUB_API_URL": host.address, "GITHUB_REPOSITORY": "o/r", "GITHUB_TOKEN": "t", "EXAMINED_SHA": "abc"}
    gitlab = {
        "CI_API_V4_URL": host.address,
        "CI_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "7",
        "PLAYBOOK_NOTE_TOKEN": "t",
    }
    return done(sys.executable, "-I", CI / "comment.py", kind, folder, cwd=folder, **github, **gitlab)


BODY = f"{MARKER}\n改了 1 条\n"


def said(id: int, body: str, kind: str = "Bot", author: int = 5) -> dict[str, Any]:
    return {"id": id, "body": body, "user": {"type": kind}, "author": {"id": author}}


def test_the_first_comment_is_posted_and_later_ones_replace_it(host: Host, tmp_path: Path) -> None:
    host.comments = [said(n, "others talk") for n in range(120)]
    assert comment(host, tmp_path, BODY).stdout == "posted\n"
    assert host.written == [("POST", "/repos/o/r/issues/7/comments", {"body": BODY})]
    host.calls.clear()
    host.comments += [said(500, BODY, "User"), said(501, f"{MARKER}\nold")]
    assert comment(host, tmp_path, BODY).stdout == "updated\n"
    assert host.written == [("PATCH", "/repos/o/r/issues/comments/501", {"body": BODY})], "a person's comment is theirs"
    host.calls.clear()
    host.comments[-1] = said(501, BODY)
    assert comment(host, tmp_path, BODY).stdout == "up to date\n"
    assert host.written == []


def test_gitlab_gets_a_note(host: Host, tmp_path: Path) -> None:
    thread = "/projects/3/merge_requests/7/notes"
    assert comment(host, tmp_path, BODY, kind="gitlab").stdout == "posted\n"
    host.comments = [said(8, BODY, author=4), said(9, f"{MARKER}\nold")]
    assert comment(host, tmp_path, BODY, kind="gitlab").stdout == "updated\n"
    assert host.written == [("POST", thread, {"body": BODY}), ("PUT", f"{thread}/9", {"body": BODY})]


def test_a_change_that_touches_nothing_gets_no_comment_but_takes_its_own_back(host: Host, tmp_path: Path) -> None:
    assert comment(host, tmp_path, "").stdout == "nothing to say\n"
    assert host.written == []
    host.comments = [said(9, BODY)]
    assert comment(host, tmp_path, "").stdout == "updated\n"
    assert "no longer touches" in host.written[0][2]["body"]


@pytest.mark.parametrize("number", ["", "7/../8", "7\n8", "-7", "0", "７", "$(id)", "9" * 10])
def test_a_number_that_is_none_is_refused(host: Host, tmp_path: Path, number: str) -> None:
    found = comment(host, tmp_path, BODY, number)
    assert found.returncode == 1
    assert host.calls == []


def test_another_pull_request_cannot_be_spoken_to(host: Host, tmp_path: Path) -> None:
    host.sha = "def"
    found = comment(host, tmp_path, BODY, "8")
    assert "nothing posted" in found.stdout
    assert host.written == []


@pytest.mark.parametrize("text", ["hello", f"x{BODY}", f"{MARKER} x", f"{MARKER}\n{'x' * 65_536}"])
def test_a_text_that_is_not_ours_is_refused(host: Host, tmp_path: Path, text: str) -> None:
    assert comment(host, tmp_path, text).returncode == 1
    assert host.calls == []


def test_a_text_calls_nobody_and_fetches_nothing(host: Host, tmp_path: Path) -> None:
    comment(
        host, tmp_path, f"{MARKER}\n@all ![x](https://example.com/x.png) <img src=x> < IMG> <details>a@example.com\n"
    )
    body = host.written[0][2]["body"]
    assert not re.search(r"@\w|!\[|<\s*img", body, re.IGNORECASE)
    assert "<details>" in body
