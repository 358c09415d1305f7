"""Make a survey of any size out of the real one, for measuring."""

from __future__ import annotations

import random
import re
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COPIED = (
    "taxonomy.yaml",
    "venues.yaml",
    "benchmarks.yaml",
    "fields.yaml",
    "mkdocs.yml",
    "CONTRIBUTING.md",
    "docs",
)
IDENTIFIERS = re.compile(r"^(?:arxiv_id|doi|former_keys): .*\n", re.MULTILINE)
RELATIONS = re.compile(r"^relations:\n(?: .*\n)+", re.MULTILINE)
TITLE = re.compile(r"^title: .*\n(?: .*\n)*", re.MULTILINE)
ABSTRACT = re.compile(r"^abstract: .*\n(?: .*\n)*", re.MULTILINE)
WORD = re.compile(r"[a-z]{4,12}")


def grow(source: Path, target: Path, papers: int) -> None:
    """Write a survey of `papers` records into a new folder `target`.

    Each is a real record with a title and an abstract of its own, drawn from the words of the real
    abstracts; identifiers and relations, which must be unique, are left out of the copies.
    """
    (target / "papers").mkdir(parents=True)
    for name in COPIED:
        if not (source / name).exists():
            continue  # smaller surveys have no need of it
        copy = shutil.copytree if (source / name).is_dir() else shutil.copyfile
        copy(source / name, target / name)
    records = {
        path.stem: path.read_text("utf-8") for path in sorted((source / "papers").glob("*.yaml"))
    }
    words = sorted({word for text in records.values() for word in WORD.findall(text)})
    keys = list(records)
    for number in range(papers):
        key = keys[number % len(keys)]
        if number < len(keys):
            (target / "papers" / f"{key}.yaml").write_text(records[key], "utf-8")
        else:
            text = variant(records[key], words, random.Random(number))  # noqa: S311 (no secret)
            (target / "papers" / f"{key}-{number}.yaml").write_text(text, "utf-8")


def variant(record: str, words: list[str], chance: random.Random) -> str:
    """Give a record another title and abstract, without what must be unique."""
    text = ABSTRACT.sub("", RELATIONS.sub("", IDENTIFIERS.sub("", record)))
    title = " ".join(chance.choices(words, k=chance.randint(6, 12))).capitalize()
    abstract = " ".join(chance.choices(words, k=160)).capitalize()
    text = TITLE.sub(f"title: {title}\n", text, count=1)
    return re.sub(r"^added: ", f"abstract: {abstract}.\nadded: ", text, flags=re.MULTILINE)
