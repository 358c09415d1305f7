"""Measure how well `survey watch` ranks: papers left out of a survey, among other papers.

python bench/watch_ranking.py --corpus papers.jsonl.gz [--abstracts abstracts.jsonl] [--survey DIR]

The last records (by the day they were added, then by year and arXiv id) are taken out of the
survey, with every relation that points to them. They come back as services would bring them: by
title and abstract, nothing of their records. Abstracts are those of a file of lines {"title": …,
"abstract": …} where it has them, else the record's own; a record without one is passed over for the
next. The corpus is a file of such lines, too, each with its "year"; what of it is in the survey, or
was left out of it, is not taken.

Told are precision and recall among the first 20, 50 and 100 for the ranking of `survey watch`, for
its parts, and for a plain search for the words of watch.yaml (BM25, and the count of words). Of
equal scores the papers of other subjects come first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.checks import watch_list
from site_builder.duplicates.exclusions import Exclusions, Work
from site_builder.duplicates.works import DuplicateIndex
from site_builder.library import Library
from site_builder.related.likeness import Likeness, joined_forms, phrase_forms
from site_builder.related.words import Text
from site_builder.text.names import title_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_builder.record.models import Paper

AMONG = (20, 50, 100)
SEED = 20261128
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Trial:
    """A survey without some papers, and these among others."""

    library: Library
    texts: tuple[Text, ...]
    """The others first, which is what equal scores count against."""
    papers: tuple[Paper, ...]
    """The records that were left out, in the order of the last texts."""
    words: tuple[str, ...]

    @property
    def others(self) -> int:
        """How many of the texts are of other subjects."""
        return len(self.texts) - len(self.papers)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of JSON objects, one a line, packed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def trial(asked: argparse.Namespace) -> Trial:
    """Take the last papers out of a survey and mix them with papers of other subjects."""
    survey, corpus, abstracts = asked.survey, asked.corpus, asked.abstracts
    library, _ = Library.load(survey)
    watch, _ = watch_list.read(library)
    known = {p.key: p.abstract for p in library.papers.values() if p.abstract}
    if abstracts:
        keys = {title_key(paper.title): paper.key for paper in library.papers.values()}
        for each in lines(abstracts):
            key = keys.get(title_key(each.get("title") or ""))
            if key and each.get("abstract"):
                known[key] = each["abstract"]
    last = [paper for paper in sorted(library.papers.values(), key=_age) if paper.key in known]
    last = last[: len(last) - asked.skip][-asked.left_out :]
    other = tuple(_others(library, corpus, asked.others))
    ours = tuple(Text(paper.title, known[paper.key]) for paper in last)
    words = watch.words if watch else ()
    return Trial(_without(library, {p.key for p in last}), other + ours, tuple(last), words)


def _age(paper: Paper) -> tuple[str, int, str, str]:
    return str(paper.added or ""), paper.year, paper.arxiv_id or "", paper.key


def _without(library: Library, keys: set[str]) -> Library:
    """Leave papers out, and what others say of them."""
    papers = {
        key: paper.model_copy(
            update={"relations": tuple(r for r in paper.relations if r.paper not in keys)}
        )
        for key, paper in library.papers.items()
        if key not in keys
    }
    return replace(library, papers=papers)


def _others(library: Library, corpus: Path, count: int) -> Iterator[Text]:
    rows = [row for row in lines(corpus) if row.get("title") and row.get("abstract")]
    random.Random(SEED).shuffle(rows)  # noqa: S311 (the same papers each time, no secret)
    here, out = DuplicateIndex.of(library), Exclusions.of(library)
    found = 0
    for row in rows:
        title, year = row["title"], int(row["year"]) if str(row.get("year")).isdigit() else None
        if here.find(title, year, "", "") or out.excluded(Work(title, year)):
            continue
        yield Text(title, row["abstract"])
        found += 1
        if found == count:
            return


def rankings(given: Trial) -> dict[str, list[float]]:
    """Return the scores of all texts by what each ranking is called."""
    likeness = Likeness(given.library)
    texts, words = given.texts, given.words
    both = [each.score for each in likeness.rank(texts, words)]
    alone = [each.score for each in likeness.rank(texts)]
    titles = [each.score for each in likeness.rank([Text(t.head, "") for t in texts], words)]
    phrases = [phrase_forms(word) for word in words]
    counts = [sum(map(joined_forms(text).count, phrases)) for text in texts]
    return {
        "`survey watch`": both,
        "likeness alone": alone,
        "words alone (BM25)": bm25([joined_forms(text) for text in texts], phrases),
        "words alone (count)": [float(count) for count in counts],
        "`survey watch`, titles alone": titles,
    }


def bm25(
    texts: Sequence[str], phrases: Sequence[str], k1: float = 1.2, b: float = 0.75
) -> list[float]:
    """Score texts by the words that they have (Robertson et al., 1994)."""
    length = [text.count(" ") / 2 for text in texts]
    usual = max(sum(length) / max(len(texts), 1), 1.0)
    found = [0.0] * len(texts)
    for phrase in phrases:
        counts = [text.count(phrase) for text in texts]
        having = sum(map(bool, counts))
        rarity = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
        for number, count in enumerate(counts):
            long = k1 * (1 - b + b * length[number] / usual)
            found[number] += rarity * count * (k1 + 1) / (count + long)
    return found


def average_precision(scores: Sequence[float], others: int) -> float:
    """Return the mean of the precisions at the place of each left-out paper."""
    order = sorted(range(len(scores)), key=lambda number: -scores[number])
    places = [place for place, number in enumerate(order, 1) if number >= others]
    return sum(hit / place for hit, place in enumerate(places, 1)) / max(len(places), 1)


def hits(scores: Sequence[float], others: int) -> list[int]:
    """Count the left-out papers among the first 20, 50 and 100."""
    order = sorted(range(len(scores)), key=lambda number: -scores[number])
    return [sum(number >= others for number in order[:first]) for first in AMONG]


def filed(given: Trial) -> int:
    """Count the papers whose suggested category is one of theirs."""
    found = Likeness(given.library).rank(given.texts, given.words)[given.others :]
    pairs = zip(given.papers, found, strict=True)
    return sum(
        each.node in given.library.nodes(paper, each.node.facet.id)
        for paper, each in pairs
        if each.node
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--survey", type=Path, default=ROOT)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--abstracts", type=Path)
    parser.add_argument("--left-out", type=int, default=100)
    parser.add_argument("--others", type=int, default=2_000)
    parser.add_argument("--skip", type=int, default=0, help="last records that stay")
    tell(trial(parser.parse_args()), print)


def tell(given: Trial, say: Callable[[str], object]) -> None:
    """Tell what came of it."""
    left_out = len(given.papers)
    say(f"{left_out} papers left out, among {given.others:,} of other subjects\n")
    head = " | ".join(f"precision, recall at {first}" for first in AMONG)
    say(f"| ranking | {head} | average precision |\n|---|{'--:|' * len(AMONG)}--:|")
    for name, scores in rankings(given).items():
        found = hits(scores, given.others)
        cells = " | ".join(
            f"{n / first:.2f}, {n / max(left_out, 1):.2f}"
            for n, first in zip(found, AMONG, strict=True)
        )
        mean = average_precision(scores, given.others)
        say(f"| {name} | {cells} | {mean:.3f} |")
    say(f"\nsuggested category: the record's own for {filed(given)} of {left_out}")


if __name__ == "__main__":
    main()
