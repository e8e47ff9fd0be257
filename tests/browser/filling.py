"""A small engagement's sheets as Chromium shows them: made once in each state that a test asks for, and filled in by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page
from trees import ROOT, SheetVariant, book, builder, engagement, files, item, library, render, tailor
from waiting import until

A1, A2, A3, A4, A5, A6 = (f"DEM-A0{n}" for n in range(1, 7))
TODAY = date(2026, 11, 1)
ITEMS = [
    item(A1, due="T-30", verifier="account-manager"),
    item(A2, due="T-20", after=[A1], title={"zh": "第二件", "en": "The second"}),
    item(A3, due="T-2", owner="customer-lead", verifier="architect"),
    item(A4, due="T-9", owner="account-manager", after=[A1, A2]),
    item(A5, due="T-2h"),
    item(A6, due="T-5", title={"zh": "最后 `<一>` 件", "en": "The `<last>` one"}),
]

Status = Mapping[str, Mapping[str, Any]]


@cache
def _sheet(status: str, day: date, lang: str, audience: str, edition: str) -> bytes:
    items = [one | {"how": "另一种做法"} if edition != "2026.2" and one["id"] == A2 else one for one in ITEMS]
    items = [one for one in items if edition != "2026.4" or one["id"] != A4]
    tree = library(files(book(items, edition=edition), fresh=engagement(status=json.loads(status))))
    checklist = tailor(tree, tree.engagements["fresh"], day)
    return render(builder(tree).sheet(checklist, SheetVariant(lang, "html", audience)), "html")  # type: ignore[arg-type]


def write_sheet(
    path: Path,
    status: Status | None = None,
    day: date = TODAY,
    lang: str = "en",
    audience: str = "team",
    edition: str = "2026.2",
) -> str:
    """The sheet of an engagement in these states, at ``path``; returns its address."""
    path.write_bytes(_sheet(json.dumps(status or {}), day, lang, audience, edition))
    return address(path)


def address(path: Path) -> str:
    """Where a ``Computer`` finds a file: on an invented host, for of files alone Chromium now and then mislays the store for a reload (see kept.js)."""
    return HOST + path.as_posix()


def serve(to: BrowserContext | Page) -> None:
    """Have ``address`` found there."""
    to.route(f"{HOST}/**", lambda route: route.fulfill(path=urlsplit(route.request.url).path))


HOST = "http://sheets.example.com"


class Filled:
    """A page with a sheet, by what its reader does and sees."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        page.set_default_timeout(8_000)
        page.goto(address)

    def row(self, id: str) -> Any:
        return self.page.locator(f"tr.duty[data-id={id}]")

    def tick(self, id: str, ticked: bool = True) -> None:
        self.row(id).locator(".tick").evaluate("(box, ticked) => box.checked === ticked || box.click()", ticked)

    def is_ticked(self, id: str) -> bool:
        return bool(self.row(id).locator(".tick").is_checked())

    def field(self, id: str, name: str) -> Any:
        """A field of an item's form, which is opened."""
        self.row(id).locator("details.fill").evaluate("form => { form.open = true }")
        place = {"state": "select", "by": "input >> nth=0", "on": "input[type=date]", "note": "textarea"}
        return self.row(id).locator("details.fill").locator(place.get(name, "input >> nth=2"))

    def state(self, id: str, state: str) -> None:
        self.row(id).locator("details.fill select").evaluate(
            "(select, state) => { select.value = state; select.dispatchEvent(new Event('change')); }", state
        )

    def word(self, id: str) -> str:
        return str(self.row(id).locator(".c-id .id ~ span").inner_text())

    def said(self) -> str:
        return str(self.page.locator(".tools .say").inner_text())

    def export(self) -> dict[str, Any]:
        """What the button writes, read in the page: a real download takes ten times as long."""
        found: dict[str, Any] = json.loads(self.page.evaluate(EXPORT))
        return found

    def hand_in(self, data: Any, name: str = "returned.json") -> None:
        content = data if isinstance(data, str) else json.dumps(data)
        self.page.evaluate("document.querySelector('.say').textContent = ''")
        file = {"name": name, "mimeType": "application/json", "buffer": content.encode()}
        self.page.locator(".tools input[type=file]").set_input_files(file)
        until(self.page, "document.querySelector('.say').textContent || document.querySelector('.ask .go')")

    def choose(self, key: str, side: str) -> None:
        self.page.locator(f".ask [data-key='{key}'] input[value={side}]").evaluate("box => box.click()")

    def go(self) -> None:
        self.page.locator(".ask .go").first.evaluate("button => button.click()")


class Computer:
    """A browser of its own, whose tabs are used again by the next test: to open one takes longer than most of what is done in it."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        serve(context)
        self._pages: list[Page] = []
        self._used = 0
        self.complaints: list[str] = []

    def __call__(self, address: str) -> Filled:
        """Another tab."""
        if self._used == len(self._pages):
            page = self._context.new_page()
            page.on("pageerror", lambda error: self.complaints.append(str(error)))
            page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
            self._pages.append(page)
        self._used += 1
        return Filled(self._pages[self._used - 1], address)

    def clear(self) -> None:
        """Close its tabs and forget what it keeps."""
        used, self._used = self._pages[: self._used], 0
        for page in used:
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
        for page in used:
            page.goto("about:blank")


EXPORT = """async () => {
  const [make, click] = [URL.createObjectURL, HTMLAnchorElement.prototype.click];
  let file;
  URL.createObjectURL = (blob) => { file = blob; return "data:,"; };
  HTMLAnchorElement.prototype.click = () => {};
  [...document.querySelectorAll(".tools button")].find((button) => /^(Export|导出)/.test(button.textContent)).click();
  [URL.createObjectURL, HTMLAnchorElement.prototype.click] = [make, click];
  return file.text();
}"""
PARTS = """() => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.getClientRects().length);
  const texts = (selector) => seen(selector).map((node) => node.innerText.trim().replace(/\\s+/g, " "));
  const rows = seen("tr.duty").map((row) => [row.dataset.id, {
    word: row.querySelector(".c-id").innerText, blocked: Boolean(row.querySelector(".c-id .blocked")), finished: row.classList.contains("finished"),
    ticked: row.querySelector(".tick")?.checked, due: row.querySelector(".c-due").innerText.trim().replace(/\\s+/g, " "),
    waits: [...row.querySelectorAll(".part")].filter((line) => line.getClientRects().length && /^(Waits for|等待)/.test(line.innerText)).map((line) => line.innerText),
  }]);
  return {
    rows: Object.fromEntries(rows), counts: texts(".counts li"), nearest: texts("ul.nearest li"), rest: texts(".rest"), none: texts(".none"),
    accepted: texts("ul.accepted b"), done: texts(".tools .done"), bar: document.querySelector("progress").value,
  };
}"""
"""All that counts or marks a state on the page, as a reader sees it."""

__all__ = [
    "A1",
    "A2",
    "A3",
    "A4",
    "A5",
    "A6",
    "PARTS",
    "ROOT",
    "TODAY",
    "Computer",
    "Filled",
    "address",
    "serve",
    "write_sheet",
]
