"""Measure the explorer in a browser: what comes over the wire, and how long after a key or a click.

python bench/explorer.py                 the real records
python bench/explorer.py --papers 10000
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from corpus import grow
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
QUERIES = ("adapter", "visual prompt", "segmentation", "contrastive", "low-rank adaptation")
WATCH = """
(act) => new Promise((done) => {
  const start = performance.now();
  const table = document.querySelector('[data-list] tbody');
  const status = document.querySelector('[data-status]');
  let first = 0;
  const seen = new MutationObserver(() => {
    first ||= performance.now() - start;
    if (/searching/.test(status.textContent)) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done([first, performance.now() - start])));
  });
  seen.observe(table, { childList: true });
  seen.observe(status, { childList: true });
  if (act.query !== undefined) {
    const input = document.querySelector('#survey-q');
    input.value = act.query;
    input.dispatchEvent(new Event('input'));
  } else {
    [...document.querySelectorAll('.survey-choice input')][act.box].click();
  }
})
"""
"""Types a query or clicks a box; gives the milliseconds to the first change and to the last."""
CORRECT = """
async (base) => {
  const { Vocabulary } = await import(base + 'js/explore/typos.js');
  const known = await Vocabulary.load();
  const start = performance.now();
  for (let n = 0; n < 20; n += 1) known.correct('segmentaton');
  return [known.words.length, (performance.now() - start) / 20];
}
"""


def main() -> None:
    """Build a site, open it, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--papers", type=int, default=0, help="0: the real records")
    arguments.add_argument("--site", type=Path, help="a site that is built already")
    arguments.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        site = chosen.site or built(Path(name), chosen.papers)
        count = sum(1 for path in (site / "papers").iterdir() if path.is_dir())
        print(f"{count} papers")
        with serving(site) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chosen.chromium, args=FLAGS)
            measure(browser.new_page(), base)
            browser.close()


def built(home: Path, papers: int) -> Path:
    """Build the site of as many papers as asked for."""
    survey, site = (home / "survey" if papers else ROOT), home / "site"
    if papers:
        grow(ROOT, survey, papers)
    command = [sys.executable, "-m", "site_builder", "build", "--out", str(site)]
    subprocess.run(command, cwd=survey, check=True, capture_output=True)
    return site


def measure(page: Page, base: str) -> None:
    """Open the explorer, search, filter, mend; print a line for each."""
    wire = Wire(page, base)
    page.goto(f"{base}explore/")
    page.locator("[data-explore][data-ready]").wait_for()
    page.wait_for_load_state("networkidle")
    print(f"explorer usable: {wire.kilobytes():.0f} KB in all, ", end="")
    print(f"of which {wire.kilobytes(is_ours):.0f} KB its own scripts, style and data")
    wire.forget()
    first, last = page.evaluate(WATCH, {"query": QUERIES[0]})
    page.wait_for_load_state("networkidle")
    print(f"first search: {wire.kilobytes():.0f} KB, ", end="")
    print(f"titles after {first:.0f} ms, everything after {last:.0f} ms")
    times = [page.evaluate(WATCH, {"query": query}) for query in QUERIES[1:]]
    print(f"later searches: titles after {median(times, 0)} ms, everything {median(times, 1)} ms")
    page.evaluate(WATCH, {"query": ""})
    times = [page.evaluate(WATCH, {"box": box}) for box in (0, 1, 2, 3, 4)]
    print(f"a filter: {median(times, 1)} ms")
    words, milliseconds = page.evaluate(CORRECT, base)
    print(f"a correction among {words} words: {milliseconds:.1f} ms")
    print(f"the vocabulary, loaded when it is wanted: {wire.size('explore/words.json'):.0f} KB")
    for uri in ("explore/papers.json", "survey.bib"):
        print(f"{uri}: {wire.size(uri):.0f} KB")


def median(times: list[list[float]], part: int) -> str:
    """Give the median of the first or the last change."""
    return f"{statistics.median(each[part] for each in times):.0f}"


def is_ours(url: str) -> bool:
    """Tell whether a file is there for the explorer alone."""
    return "/js/explore/" in url or "/explore/papers.json" in url or url.endswith("/explore.css")


class Wire:
    """What a page fetched, as gzip makes it."""

    def __init__(self, page: Page, base: str) -> None:
        self.base = base
        self.sizes: dict[str, int] = {}
        page.on("response", self.note)

    def note(self, response: Any) -> None:
        """Take note of a file; each counts once, as the browser keeps it."""
        self.sizes.setdefault(response.url, int(response.headers.get("content-length", 0)))

    def kilobytes(self, wanted: Callable[[str], bool] = bool) -> float:
        """Sum up what was fetched."""
        return sum(size for url, size in self.sizes.items() if wanted(url)) / 1000

    def forget(self) -> None:
        """Begin to count anew."""
        self.sizes.clear()

    def size(self, uri: str) -> float:
        """Ask the server for a file's size."""
        with urlopen(Request(self.base + uri, method="HEAD")) as response:  # noqa: S310 (our own)
            return int(response.headers["content-length"]) / 1000


@cache
def packed(folder: Path, name: str) -> bytes:
    """Give a file as a server would send it: packed, unless it is packed already."""
    content = (folder / name).read_bytes()
    return gzip.compress(content, 6) if is_packed(name) else content


def is_packed(name: str) -> bool:
    """Tell whether a server packs a file; the index is packed already."""
    return not name.startswith("pagefind/") or name.endswith(".js")


class PackingHandler(SimpleHTTPRequestHandler):
    """Serve files packed; log nothing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file."""
        self.answer(with_body=True)

    def do_HEAD(self) -> None:
        """Send what is said of a file."""
        self.answer(with_body=False)

    def answer(self, *, with_body: bool) -> None:
        """Send the head of an answer, and its body if it is wanted."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        name = path.relative_to(self.directory).as_posix()
        content = packed(Path(self.directory), name)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        if is_packed(name):
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Keep the output clean."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder at a free local port; give the address."""
    handler = partial(PackingHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


if __name__ == "__main__":
    main()
