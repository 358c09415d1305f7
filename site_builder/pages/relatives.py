"""What papers related to a paper have in common with it, as a page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.latex import to_text
from site_builder.pages.authors import author_link
from site_builder.pages.benchmarks import benchmark_link
from site_builder.pages.categories import node_link
from site_builder.pages.fields import value_link
from site_builder.pages.wording import RELATION, first_sentence, format_number
from site_builder.pages.writer import paper_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.library import Library
    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Paper, RelationKind
    from site_builder.record.taxonomy import Node
    from site_builder.related import Relative

WORDS: Final = "Both about"
"""Before words that two papers share."""
MANY: Final = 0.2
"""Share of all papers in a category that says little of two of them."""
FEWEST_OF_MANY: Final = 20
"""Papers in such a category at least."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why papers are related: links or words."""

    said: str
    links: tuple[Link, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A related paper with the reasons."""

    link: Link
    paper: Paper
    reasons: tuple[Reason, ...]
    says: str
    """What it is about: the first sentence of its summary."""


def relatives(writer: Writer, paper: Paper) -> list[View]:
    """Return the papers that are related to one, nearest first."""
    found = writer.related.to(paper.key)
    return [_view(writer, paper, each) for each in found]


def _view(writer: Writer, paper: Paper, relative: Relative) -> View:
    """Say why a paper is related; words that many use are told where there is nothing better."""
    told, other = tuple(_reasons(writer, paper, relative)), relative.paper
    if not told and relative.words:
        told = (Reason(WORDS, words=relative.words),)
    return View(paper_link(other), other, told, first_sentence(other.summary or ""))


def _reasons(writer: Writer, paper: Paper, relative: Relative) -> Iterator[Reason]:
    """Yield the reasons that hold, the strongest kind first."""
    if relative.says or relative.is_said:
        said = [f"this paper {_verb(kind)} it" for kind in relative.says]
        said += [f"it {_verb(kind)} this paper" for kind in relative.is_said]
        yield Reason("By the records", words=tuple(said))
    if relative.benchmarks:
        yield from _reached(writer.library, paper, relative)
    if relative.categories:
        yield Reason("Both in", tuple(map(node_link, _telling(writer, relative.categories))))
    if len(relative.rare_words) > 1:
        yield Reason(WORDS, words=relative.rare_words)
    if relative.authors:
        yield Reason("Both by", tuple(map(author_link, relative.authors)))
    if relative.benchmarks:
        yield Reason("Both measured on", tuple(map(benchmark_link, relative.benchmarks)))
    yield from (_shared(field, texts) for field, texts in relative.fields)


def _telling(writer: Writer, nodes: Sequence[Node]) -> list[Node]:
    """Leave out categories of a large part of all papers, unless there are no others."""
    most = max(FEWEST_OF_MANY, len(writer.library.papers) * MANY)
    return [node for node in nodes if len(writer.papers_in(node)) <= most] or list(nodes)


def _reached(library: Library, paper: Paper, relative: Relative) -> Iterator[Reason]:
    """Say what both reach, the first time that they were measured under like conditions."""
    for benchmark in relative.benchmarks:
        for metric, sets in library.comparable_sets(benchmark).items():
            for each in sets:
                mine, its = (each.best.get(key) for key in (paper.key, relative.paper.key))
                if each.is_ranked and mine and its and mine.result.setting == its.result.setting:
                    figures = (format_number(row.result.value) for row in (its, mine))
                    words = f" {metric.unit or ''} against ".replace("  ", " ").join(figures)
                    where = ", ".join((benchmark.name, metric.name, *each.conditions.said))
                    yield Reason("Reaches", words=(f"{words} here ({to_text(where)})",))
                    return


def _shared(field: DeclaredField, texts: tuple[str, ...]) -> Reason:
    said = f"{to_text(field.title)} of both"
    if not field.pages:
        return Reason(said, words=texts)
    return Reason(said, links=tuple(value_link(field, text) for text in texts))


def _verb(kind: RelationKind) -> str:
    return RELATION[kind][0].lower()
