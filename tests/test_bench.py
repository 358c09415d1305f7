"""The measurements: surveys out of files of papers, what a run took, and the table of it all."""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.checks import publishable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Script = Callable[[str], Any]

ANN = {"given": "Ann", "family": "Smith"}
PAPERS: list[dict[str, Any]] = [
    {
        "bibtex_key": "smith2020a",
        "title": "Learning: 'yes' & <b>no</b>\u202e",
        "authors": [ANN],
        "year": "2020",
        "venue": "neurips",
        "abstract": "- {{ x }}\n---\n# *x*: \u0000[y](z)",
    },
    {
        "bibtex_key": "Näme_2021 b",
        "title": "null",
        "authors": [{"given": "Cher"}, {"family": ""}],
        "year": 2021,
        "venue": "on",
        "doi": "10.1234/x",
    },
    {
        "bibtex_key": "10",
        "title": "~",
        "authors": [ANN],
        "year": "2022",
        "venue": "1e3",
        "doi": "10.1234/X",
    },
    {"title": "No key", "authors": [ANN], "year": "2022", "venue": "neurips", "abstract": None},
    {"bibtex_key": "nobody2020", "title": "Nobody", "authors": [], "year": "2020", "venue": "x"},
    {"bibtex_key": "noyear", "title": "No year", "authors": [ANN], "year": "", "venue": "x"},
]
"""Papers as people write them; of the last two no record can be made."""


@pytest.fixture
def script(root: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Give a function that loads a script of bench/ as a module."""
    monkeypatch.syspath_prepend(str(root / "bench"))
    return importlib.import_module


@pytest.mark.parametrize("name", ["papers.jsonl", "papers.jsonl.gz"])
def test_a_file_of_papers_becomes_a_survey(script: Script, tmp_path: Path, name: str) -> None:
    """Every paper that has what a record must have becomes one that can be published."""
    content = "".join(json.dumps(each) + "\n" for each in PAPERS).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    script("surveys").gather(tmp_path / name, tmp_path / "survey", 4)
    library, problems = publishable.load(tmp_path / "survey")
    assert [str(each) for each in problems if each.is_error] == []
    assert {paper.title for paper in library.papers.values()} == {
        "Learning: 'yes' & <b>no</b>",
        "null",
        "~",
        "No key",
    }


def test_too_few_papers_are_told(script: Script, tmp_path: Path) -> None:
    """A size that a file has not the papers for is refused: its figures would be of another one."""
    (tmp_path / "x.jsonl").write_text(json.dumps(PAPERS[0]) + "\n", "utf-8")
    with pytest.raises(SystemExit, match="has 1 papers; 2 are asked for"):
        script("surveys").gather(tmp_path / "x.jsonl", tmp_path / "survey", 2)


CHILD = "import time; x = b'x' * 60_000_000; time.sleep(2)"
PARENT = f"import subprocess, sys; c = subprocess.Popen([sys.executable, '-c', {CHILD!r}]); {CHILD}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what processes share out")
def test_memory_is_that_of_all_processes(script: Script, tmp_path: Path) -> None:
    """The memory of a command is that of it and of those that it starts, together."""
    found = script("measure").measure([sys.executable, "-c", PARENT], tmp_path)
    assert found.memory > 2 * 60_000_000 / 2**20


def test_what_is_written_is_counted(script: Script, tmp_path: Path) -> None:
    """Files and bytes of the output count; what was there before does not."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "old").write_text("old")
    code = (
        "import pathlib, sys; o = pathlib.Path(sys.argv[1]); o.mkdir(); (o / 'a').write_text('abc')"
    )
    found = script("measure").measure([sys.executable, "-c", code, str(out)], tmp_path, out)
    assert (found.files, found.bytes) == (1, 3)


def test_a_command_that_fails_is_no_measurement(script: Script, tmp_path: Path) -> None:
    """The time of a command that failed is not told; what it said is."""
    measure = script("measure")
    with pytest.raises(measure.CommandFailed, match="no such thing"):
        measure.measure([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_table_and_plot(script: Script) -> None:
    """Each row stands in the table with how to measure it again, and contenders in the plot."""
    row = {"seconds": 2.5, "processor": 3.0, "memory": 99.4, "files": 1200, "bytes": 5_300_000}
    row |= {"more": {"latex": 1.0}, "load": 7.25}
    result = {"size": "60", "papers": 60, "rows": {"build": row, "hugo": row | {"memory": None}}}
    result |= {"runs": 3, "source": "real papers", "processors": 2, "more": ""}
    report = script("report")
    text = report.tables([result])
    assert "| `build` | our site, everything on | 2.50 | 3.00 | 99 MiB | 1,200 | 5.3 MB |" in text
    assert "| `hugo` | one plain layout: Hugo, Pagefind | 2.50 | 3.00 |  | 1,200 | 5.3 MB |" in text
    assert "`python bench/run.py --sizes 60 --runs 3 --only ROW`" in text
    assert "7.2 to 7.2 on 2 processors" in text
    assert report.plot([result]).count("<rect") == 3


@pytest.mark.slow
def test_a_small_run(root: Path) -> None:
    """`make bench` measures what it is asked for, in turn, and prints a row for each."""
    command = [sys.executable, str(root / "bench" / "run.py"), "--sizes", "12", "--runs", "1"]
    rows = ["build", "check", "jsonl", "import", "serve", "parts"]
    done = subprocess.run(
        [*command, "--only", *rows], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("| `")] != []
    assert all(f"| `{name}` |" in done.stdout for name in rows)


def test_watch_ranking_leaks_nothing(script: Script, make_survey: Callable[..., Path]) -> None:
    """What is left out is known by title and abstract alone; the corpus has nothing of the survey."""
    ranking = script("watch_ranking")
    home = make_survey({"watch.yaml": "searches:\n  - {category: dart, words: [blunt nose]}\n"})
    rows = [
        {"title": "Blunt Noses Fly Further", "abstract": "Ours.", "year": "2020"},
        {"title": "Bandits", "abstract": "Arms are pulled.", "year": "2021"},
        {"title": "No abstract", "abstract": None, "year": "2021"},
    ]
    corpus, abstracts = home / "corpus.jsonl.gz", home / "abstracts.jsonl"
    corpus.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    title = "First Folds & Other <Throws>"
    abstracts.write_text(json.dumps({"title": title, "abstract": "How far the blunt nose flies."}))
    parts = {"survey": home, "corpus": corpus, "abstracts": abstracts}
    asked = argparse.Namespace(**parts, left_out=2, others=5, skip=1)
    given = ranking.trial(asked)
    assert [paper.key for paper in given.papers] == ["folder2019first", "vouw2020blunt"]
    assert given.texts[0] == ("Bandits", "Arms are pulled.")
    assert given.texts[1] == (title, "How far the blunt nose flies.")
    assert given.library.papers.keys() == {"gleiter2021unsorted", "gleiter2022glide"}
    everything = ranking.trial(argparse.Namespace(**{**vars(asked), "left_out": 1, "skip": 2}))
    assert everything.papers[0].key == "folder2019first"
    assert everything.library.papers["vouw2020blunt"].relations == ()
    said: list[str] = []
    ranking.tell(given, said.append)
    assert "2 papers left out, among 1 of other subjects" in said[0]
    assert sum(line.startswith("| ") for line in "\n".join(said).splitlines()) == 6
    assert ranking.hits([0.5, 0.5, 0.1], 1) == [2, 2, 2]
    assert ranking.average_precision([0.5, 0.5, 0.1], 1) == (1 / 2 + 2 / 3) / 2
