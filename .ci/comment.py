"""Posts the comment that ``compare.py`` wrote, or brings the one that is there up to date: ``comment.py github|gitlab DIR``.

The only script that is given a token. It takes DIR for text by a stranger: the number must be a number, and of a pull
request whose commit is the very one that was examined; the text must be ours by its first line, short enough, and calls
nobody. Nothing of a change is read but that, and nothing of it runs. Python's own library is all it needs.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARKER = "<!-- playbook-diff -->"
LONGEST = 65_536
GONE = f"{MARKER}\n\n这次提交不再改动手册。This change no longer touches the playbooks.\n"
PER_PAGE = 100


class Refused(Exception):
    """What was handed over is not what it should be. The message says why."""


def main(arguments: list[str]) -> int:
    host, folder = arguments
    try:
        text = checked((Path(folder) / "comment.md").read_bytes())
        done = (github if host == "github" else gitlab)(text, Path(folder))
    except (Refused, urllib.error.URLError, OSError) as reason:
        print(f"{type(reason).__name__}: {reason}", file=sys.stderr)
        return 1
    print(done)
    return 0


def checked(content: bytes) -> str:
    """The text as it may be posted; empty where there is nothing to say. Raises ``Refused``."""
    text = content.decode("utf-8", "replace").replace("\0", "")
    if text and not text.startswith(f"{MARKER}\n"):
        raise Refused("the first line is not ours")
    # A mention would notify whomever the change names, a picture would be fetched from wherever it says.
    text = re.sub(r"@(?=\w)", "@\u200b", text)
    text = re.sub(r"!\[", "!\u200b[", text)
    text = re.sub(r"<\s*(img|picture|source|video|audio|svg)\b", r"&lt;\1", text, flags=re.IGNORECASE)
    if len(text) > LONGEST:
        raise Refused(f"the comment is longer than {LONGEST} characters")
    return text


def github(text: str, folder: Path) -> str:
    """On the pull request named in DIR/number, if its head is the commit in EXAMINED_SHA."""
    number = (folder / "number").read_text(encoding="utf-8").strip()
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number, re.ASCII):
        raise Refused("the pull request's number is no number")
    repository = os.environ["GITHUB_REPOSITORY"]
    root = f"{os.environ.get('GITHUB_API_URL', 'https://api.github.com')}/repos/{repository}"
    headers = {"Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}", "Accept": "application/vnd.github+json"}
    pull = request("GET", f"{root}/pulls/{number}", headers)
    if pull["head"]["sha"] != os.environ["EXAMINED_SHA"]:
        # Somebody pushed meanwhile, and their run comments; or the number is not this run's own.
        return f"pull request {number} is not at the commit that was examined: nothing posted"
    thread = f"{root}/issues/{number}/comments"
    own = (found for found in pages(thread, headers) if found["user"]["type"] == "Bot" and _is_ours(found["body"]))
    return posted(text, next(own, None), thread, lambda id: f"{root}/issues/comments/{id}", headers, "PATCH")


def gitlab(text: str, _: Path) -> str:
    """On the merge request of this pipeline. PLAYBOOK_NOTE_TOKEN is a project access token of scope api: a job's own may not write notes."""
    token = os.environ.get("PLAYBOOK_NOTE_TOKEN")
    if not token:
        return "PLAYBOOK_NOTE_TOKEN is not set: the comment stays in the job's artifacts"
    headers = {"PRIVATE-TOKEN": token}
    thread = f"{os.environ['CI_API_V4_URL']}/projects/{os.environ['CI_PROJECT_ID']}/merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}/notes"
    me = request("GET", f"{os.environ['CI_API_V4_URL']}/user", headers)["id"]
    own = (found for found in pages(thread, headers) if found["author"]["id"] == me and _is_ours(found["body"]))
    return posted(text, next(own, None), thread, lambda id: f"{thread}/{id}", headers, "PUT")


def _is_ours(body: str | None) -> bool:
    return (body or "").startswith(MARKER)


def posted(text: str, old: Any, thread: str, place: Any, headers: dict[str, str], verb: str) -> str:
    """Write the comment, over the old one if there is one. A change that touches nothing gets none."""
    if old is None:
        if not text:
            return "nothing to say"
        request("POST", thread, headers, {"body": text})
        return "posted"
    if old["body"].strip() == (text or GONE).strip():
        return "up to date"
    request(verb, place(int(old["id"])), headers, {"body": text or GONE})
    return "updated"


def pages(thread: str, headers: dict[str, str]) -> Iterator[Any]:
    """Every comment of a thread, page by page."""
    page = 1
    while found := request("GET", f"{thread}?{urllib.parse.urlencode({'per_page': PER_PAGE, 'page': page})}", headers):
        yield from found
        if len(found) < PER_PAGE:
            return
        page += 1


def request(verb: str, address: str, headers: dict[str, str], body: Any = None) -> Any:
    """One call of the host's API. Raises ``URLError``."""
    data = None if body is None else json.dumps(body).encode("utf-8")
    call = urllib.request.Request(address, data, {**headers, "Content-Type": "application/json"}, method=verb)
    with urllib.request.urlopen(call, timeout=30) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
