"""What papers related to a paper have in common with it, as a page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.latex import to_text
from site_builder.pages.authors import author_link
from site_builder.pages.benchmarks import benchmark_link
from site_builder.pages.categories import node_link
from site_builder.pages.fields import value_link
from site_builder.pages.wording import RELATION, first_sentence
from site_builder.pages.writer import paper_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Paper, RelationKind
    from site_builder.related import Relative


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
    return [_view(each) for each in found]


def _view(relative: Relative) -> View:
    """Say why a paper is related; words that both use are told where there is nothing better."""
    paper, reasons = relative.paper, tuple(_reasons(relative))
    words = Reason("Shared words", words=relative.words) if relative.words else None
    told = reasons or ((words,) if words else ())
    return View(paper_link(paper), paper, told, first_sentence(paper.summary or ""))


def _reasons(relative: Relative) -> Iterator[Reason]:
    """Yield the reasons that hold, the strongest kind first."""
    said = [f"this paper {_verb(kind)} it" for kind in relative.says]
    said += [f"it {_verb(kind)} this paper" for kind in relative.is_said]
    people = map(author_link, relative.authors)
    reasons = (
        Reason("By the records", words=tuple(said)),
        Reason("Both in", links=tuple(map(node_link, relative.categories))),
        Reason("Both by", links=tuple(people)),
        Reason("Both measured on", links=tuple(map(benchmark_link, relative.benchmarks))),
        *(_shared(field, texts) for field, texts in relative.fields),
    )
    return (reason for reason in reasons if reason.links or reason.words)


def _shared(field: DeclaredField, texts: tuple[str, ...]) -> Reason:
    said = f"{to_text(field.title)} of both"
    if not field.pages:
        return Reason(said, words=texts)
    return Reason(said, links=tuple(value_link(field, text) for text in texts))


def _verb(kind: RelationKind) -> str:
    return RELATION[kind][0].lower()
