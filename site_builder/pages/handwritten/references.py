"""The list of what a page cites, the links that cite it, and the files to take along."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from site_builder import latex
from site_builder.pages.addresses import up_to_root
from site_builder.pages.outside import Outside, identifiers
from site_builder.pages.wording import first_sentence
from site_builder.pages.writer import paper_link
from site_builder.record.kinds import STATUS_WORDS
from site_builder.text.plurals import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.pages.handwritten.works import Reference
    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper

FILE: Final = "cited.bib"
"""The file with what a page cites, in the folder that the page's address is."""
MOST_AUTHORS: Final = 10
"""Authors that a list of references names; of more, the others are not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in the list of references."""

    paper: Paper
    link: Link
    authors: str
    year: str
    venue: str
    says: str
    """The first sentence of its summary."""
    identifiers: tuple[Outside, ...]


def file_of(uri: str) -> str:
    """Return the address of the file with what a page cites."""
    stem = uri.removesuffix(".html")
    return f"{uri}{FILE}" if stem == uri else f"{stem}-{FILE}"


def listing(writer: Writer, references: Mapping[str, Reference], uri: str) -> str:
    """Return the list of references of a page, with the BibTeX of all of them."""
    entries = [_entry(writer, each) for each in references.values()]
    papers = [each.paper for each in references.values()]
    bibtex = bibliography(writer, papers)
    data = {"entries": entries, "bibtex": bibtex, "file": file_of(uri).rpartition("/")[2]}
    return str(writer.fill("pages/references.html", root=up_to_root(uri), **data))


def bibliography(writer: Writer, papers: Iterable[Paper]) -> str:
    """Return papers in BibTeX."""
    content = writer.texts.file("bibtex", papers)
    return content if isinstance(content, str) else content.decode()


def _entry(writer: Writer, reference: Reference) -> Entry:
    paper = reference.paper
    venue = writer.library.venues.get(paper.venue)
    return Entry(
        paper,
        paper_link(paper),
        _authors(paper),
        reference.year,
        venue.name if venue else paper.venue,
        first_sentence(paper.summary or ""),
        tuple(identifiers(paper)),
    )


def _authors(paper: Paper) -> str:
    """Return the authors, the first by family name, as lists in the order of names have them."""
    first, *others = (author.name for author in paper.authors)
    names = [first.inverted, *(name.display for name in others)]
    is_cut = paper.authors_cut or len(names) > MOST_AUTHORS
    return f"{', '.join(names[:MOST_AUTHORS])}, et al." if is_cut else listed(names)


def anchor(reference: Reference, words: str, root: str, place: str) -> str:
    """Return the link that cites a work; without a script its title tells what a card would.

    `place` is the element's id, if readers come to it from the paper's page.
    """
    paper = reference.paper
    standing = f" ({STATUS_WORDS[paper.status.kind]})" if paper.status else ""
    said = f"{latex.to_text(paper.title)}. {reference.authors}, {paper.venue} {paper.year}"
    ident = f' id="{escape(place)}"' if place else ""
    return (
        f'<a class="survey-cite-link"{ident} href="{root}{escape(paper_link(paper).uri)}"'
        f' data-survey-cites="{escape(paper.key)}" title="{escape(said + standing)}">'
        f"{escape(words)}</a>"
    )
