"""Let Lighthouse judge kinds of page of a built site, served packed as static hosts do.

python bench/lighthouse.py SITE                      the kinds of page that are to be good
python bench/lighthouse.py SITE --place papers/KEY/  others
python bench/lighthouse.py SITE --runs 3             the median of three runs

Needs npm (it fetches Lighthouse 12, or `--program` names one) and Chromium (CHROME_PATH names it).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES: Final = (
    "",
    "papers/jia2022visual/",
    "method-family/adapter-tuning/",
    "explore/",
    "benchmarks/vtab-1k/",
)
LEAST: Final = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
"""What each page is to reach, in per cent."""
PACKED: Final = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".bib"}
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu"
NPX: Final = ("npx", "--yes", "lighthouse@12")


@cache
def packed(path: Path) -> bytes:
    """Return a file's content as a static host sends it."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class Host(SimpleHTTPRequestHandler):
    """Serves a folder: texts packed, all to be kept for ten minutes as GitHub Pages says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or the page for what is not found."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        is_found = path.is_file()
        path = path if is_found else Path(self.directory) / "404.html"
        is_packed = path.suffix in PACKED
        body = packed(path) if is_packed else path.read_bytes()
        self.send_response(200 if is_found else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def judged(program: list[str], address: str, *, desktop: bool) -> dict[str, Any]:
    """Run Lighthouse once; return its report."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [*program, address, "--quiet", "--output=json", f"--output-path={out}"]
        command += [f"--chrome-flags={FLAGS}", *(["--preset=desktop"] if desktop else [])]
        subprocess.run(command, check=True, env=environment())
        report: dict[str, Any] = json.loads(out.read_text("utf-8"))
        return report


def environment() -> dict[str, str]:
    """Say where Chromium is, which Lighthouse would look for under other names."""
    found = shutil.which("chromium") or shutil.which("google-chrome") or ""
    return {"CHROME_PATH": found, **os.environ}


def faults(report: dict[str, Any]) -> Iterator[str]:
    """Yield what took points away, but for the times, which follow from the rest."""
    for name, category in report["categories"].items():
        for each in category["auditRefs"]:
            audit = report["audits"][each["id"]]
            score = audit["score"]
            if each["weight"] and score is not None and score < 0.9:  # noqa: PLR2004 (its own green)
                yield f"{name}: {audit['title']} {audit.get('displayValue', '')}".rstrip()


def main() -> int:
    """Print what each page reaches; return 1 where one misses its mark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--place", action="append", help="a page by its address in the site")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--desktop", action="store_true", help="as a desktop, not as a slow phone")
    parser.add_argument("--program", help="a Lighthouse that is installed")
    asked = parser.parse_args()
    program = [asked.program] if asked.program else list(NPX)
    is_met = True
    with served(asked.site.resolve()) as root:
        for place in asked.place or PLACES:
            reports = [
                judged(program, root + place, desktop=asked.desktop) for _ in range(asked.runs)
            ]
            scores = {
                name: statistics.median(
                    round(100 * report["categories"][name]["score"]) for report in reports
                )
                for name in LEAST
            }
            is_met &= all(scores[name] >= least for name, least in LEAST.items())
            print(
                f"{place or 'home':34}", *(f"{score:5.0f}" for score in scores.values()), flush=True
            )
            for fault in dict.fromkeys(fault for report in reports for fault in faults(report)):
                print(f"    {fault}")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
