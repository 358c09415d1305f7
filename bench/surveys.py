"""Surveys to measure: the real one, one grown out of it, or one of papers in a JSONL file.

A line of the file is one paper: {"title", "authors": [{"given", "family"}], "year", "venue"}, and
if known "bibtex_key", "abstract", "doi". It may be packed by gzip. All that is made is in build/.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import unicodedata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from corpus import grow

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
REAL = "real"
TINY = ROOT / "tests" / "data" / "tiny"
UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]|\\s+"
)
"""What records refuse, and white space."""
DOI = re.compile(r"10\.\d{4,9}/\S+")
MOST_OF_KEY = 80
WORDS = ("learning", "network", "image", "language", "graph", "model", "optim", "bayes", "video")
"""Categories are words of titles; `other` has the rest."""
CONFIG = """\
site_name: Papers
theme: {name: material, font: false}
plugins: [survey]
nav: [index.md, explore/index.md, papers/index.md, authors/index.md, survey:facets]
"""


class Dumper(yaml.CSafeDumper):
    """Writes every text between quotation marks, as some mean something else without."""

    def quoted(self, text: str) -> yaml.Node:
        """Represent a text."""
        return self.represent_scalar("tag:yaml.org,2002:str", text, style='"')


Dumper.add_representer(str, Dumper.quoted)


def dumped(content: Any) -> str:
    """Write a record or registry."""
    return yaml.dump(content, Dumper=Dumper, sort_keys=False, allow_unicode=True)


def survey_of(size: str, papers: Path | None, home: Path) -> Path:
    """Return the folder of a survey of so many papers, made anew unless it is the real one."""
    if size == REAL:
        return ROOT
    target = home / f"survey-{size}"
    shutil.rmtree(target, ignore_errors=True)
    if papers:
        gather(papers, target, int(size))
    else:
        real = sum(1 for _ in (ROOT / "papers").glob("*.yaml"))
        grow(ROOT if int(size) >= real else TINY, target, int(size))  # its chapters cite all
    return target


def gather(papers: Path, target: Path, count: int) -> None:
    """Write a survey of the first `count` papers of a file that records can be made of.

    Raises SystemExit where the file has fewer.
    """
    (target / "papers").mkdir(parents=True)
    (target / "docs").mkdir()
    venues: set[str] = set()
    made = 0
    for made, (key, record) in enumerate(islice(records(papers), count), 1):  # noqa: B007 (told below)
        venues.add(record["venue"])
        (target / "papers" / f"{key}.yaml").write_text(dumped(record), "utf-8")
    if made < count:
        raise SystemExit(f"{papers} has {made:,} papers; {count:,} are asked for")
    categories = [
        {"id": word, "title": word.capitalize(), "description": f"Titles with {word}."}
        for word in (*WORDS, "other")
    ]
    facet = {"id": "topic", "title": "Topic", "description": "By words of titles."}
    registries = {
        "benchmarks.yaml": {"benchmarks": []},
        "taxonomy.yaml": {"facets": [{**facet, "categories": categories}]},
        "venues.yaml": {
            "venues": [
                {"id": v, "name": f"Meeting {v}", "kind": "conference"} for v in sorted(venues)
            ]
        },
    }
    for name, content in registries.items():
        (target / name).write_text(dumped(content), "utf-8")
    (target / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (target / "docs" / "index.md").write_text("# Papers\n\n<!-- survey:overview -->\n", "utf-8")


def records(papers: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield keys and records of the papers that have all that a record must have."""
    keys: set[str] = set()
    dois: set[str] = set()
    unpack = gzip.open if papers.suffix == ".gz" else open
    with unpack(papers, "rt", encoding="utf-8") as lines:  # type: ignore[operator]
        for number, line in enumerate(lines):
            said = json.loads(line)
            names = [named(author) for author in said.get("authors") or []]
            record = {
                "title": clean(said.get("title")),
                "authors": [name for name in names if name],
                "year": int(said["year"]) if str(said.get("year") or "").isdigit() else None,
                "venue": clean(said.get("venue")),
            }
            key = key_of(said, number)
            if key in keys or not all(record.values()):
                continue
            keys.add(key)
            doi = said.get("doi") or ""
            if DOI.fullmatch(doi) and doi.lower() not in dois:
                dois.add(doi.lower())
                record["doi"] = doi
            title = record["title"].lower()
            record["topic"] = [word for word in WORDS if word in title] or ["other"]
            if abstract := clean(said.get("abstract")):
                record["abstract"] = abstract
            yield key, record | {"added": "2026-11-27"}


def clean(text: str | None) -> str:
    """Return a text as one line without the characters that records refuse."""
    return UNWANTED.sub(" ", unicodedata.normalize("NFC", text or "")).strip()


def named(author: dict[str, str]) -> dict[str, str]:
    """Return an author as records name them; nothing where there is no name."""
    given, family = clean(author.get("given")), clean(author.get("family"))
    if not family:
        given, family = "", given
    return {name: text for name, text in (("given", given), ("family", family)) if text}


def key_of(said: dict[str, Any], number: int) -> str:
    """Return the paper's key: its own where that can be one."""
    plain = unicodedata.normalize("NFKD", said.get("bibtex_key") or "").lower()
    key = re.sub(r"[^a-z0-9-]", "", plain).strip("-")
    return key if re.match("[a-z]", key) and len(key) <= MOST_OF_KEY else f"paper{number}"
