"""Measure a whole build, and the same number of plain Markdown pages by MkDocs and Material.

python bench/build.py                                the real records, five cold builds
python bench/build.py --papers 1000 --peer default   every page in the navigation, as MkDocs does
python bench/build.py --papers 10000 --peer apart    the pages left out of the navigation
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import grow

ROOT = Path(__file__).resolve().parent.parent
PEER = """\
site_name: Plain Markdown
theme: {name: material, font: false}
plugins: [search]
"""
APART = """\
nav: [index.md]
validation: {omitted_files: ignore}
"""
"""What somebody adds who knows what thousands of pages in the navigation cost."""
PEERS = {"default": PEER, "apart": PEER + APART}
PAGE = """\
# {title}

**{authors}** {venue} {year}

{text}

| field | value |
|---|---|
| key | {key} |
| year | {year} |
"""


def main() -> None:
    """Build as often as asked and print one line for each contender."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--papers", type=int, default=0, help="0: the real records")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--peer", choices=PEERS, help="build plain Markdown pages too")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        survey = home / "survey" if chosen.papers else ROOT
        if chosen.papers:
            grow(ROOT, survey, chosen.papers)
        count = len(list((survey / "papers").glob("*.yaml")))
        out = home / "site"
        ours = measure(
            [sys.executable, "-m", "site_builder", "build", "--out", str(out)],
            survey,
            out,
            chosen.runs,
        )
        print(f"survey build, {count} papers: {ours}")
        if chosen.peer:
            write_peer(survey, home / "peer", PEERS[chosen.peer])
            out = home / "peer-site"
            peer = measure(
                [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(out)],
                home / "peer",
                out,
                chosen.runs,
            )
            print(f"MkDocs + Material + its search, {count} Markdown pages: {peer}")
            ratio = statistics.median(peer.seconds) / statistics.median(ours.seconds)
            print(f"ratio of the medians: {ratio:.1f}")


class Times:
    """Seconds of several runs, and the most memory that any process used so far."""

    def __init__(self, seconds: list[float]) -> None:
        self.seconds = seconds
        self.memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    def __str__(self) -> str:
        middle, best = statistics.median(self.seconds), min(self.seconds)
        times = f"median {middle:.2f} s, best {best:.2f} s of {len(self.seconds)}"
        return f"{times}; {self.memory:.0f} MiB at most"


def measure(command: list[str], folder: Path, out: Path, runs: int) -> Times:
    """Time a command from nothing: no output and no cache of an earlier run."""
    seconds = []
    for _ in range(runs):
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        start = time.perf_counter()
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    return Times(seconds)


def write_peer(survey: Path, target: Path, config: str) -> None:
    """Write each record as the Markdown page that one would write by hand."""
    from site_builder.library import Library  # noqa: PLC0415 (needed for the peer alone)

    pages = target / "docs" / "papers"
    pages.mkdir(parents=True)
    (target / "mkdocs.yml").write_text(config, "utf-8")
    (target / "docs" / "index.md").write_text("# Papers\n", "utf-8")
    for paper in Library.load(survey)[0].papers.values():
        names = ", ".join(author.name.display for author in paper.authors)
        text = PAGE.format(
            title=paper.title,
            authors=names,
            venue=paper.venue,
            year=paper.year,
            key=paper.key,
            text=paper.abstract or paper.notes or "",
        )
        (pages / f"{paper.key}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
