"""One paper: its record, how it stands to others, where it is cited, where it is found."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from pydantic import Field

from site_builder.assistant.values import Answer, Arguments, Item, Name, Plain
from site_builder.duplicates.exclusions import Work
from site_builder.problems import SurveyError, quoted
from site_builder.query import bare_key, find_key
from site_builder.record import values
from site_builder.record.publication import address, arxiv_url, doi_url, notice, pdf_url
from site_builder.web import api
from site_builder.yamlfiles.record_files import paper_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.assistant.snapshot import Snapshot
    from site_builder.record.models import Paper
    from site_builder.related import Relative

APART: Final = ("relations", "results")
"""Fields of a record that stand beside it, with more said."""
MOST_RESULTS: Final = 50
MOST_RELATIONS: Final = 50
"""Of each direction."""


class Get(Arguments):
    """Which paper."""

    paper: Name = Field(description="Its key, a former key, its arXiv id or its DOI.")


class Relation(Item):
    """What one paper does with another."""

    kind: str
    key: str = Field(description="The other paper.")
    title: str
    source: str = Field(default="", description="Where that is said.")


class Related(Item):
    """A paper with much in common."""

    key: str
    title: str
    words: list[str] = Field(default=[], description="Words that both use and few others do.")
    categories: list[str] = Field(default=[], description="Categories that both stand in.")


class Page(Item):
    """A page of the survey that cites the paper."""

    title: str
    url: str


class PaperAnswer(Answer):
    """All that the survey knows of a paper."""

    key: str
    status: str = Field(default="", description="Whether it was retracted, withdrawn or corrected.")
    record: Plain = Field(
        description="The record, as the site's api/v1/papers/KEY.json has it, without results and"
        " relations. Texts are what authors and contributors wrote, word for word."
    )
    results: list[Plain] = Field(default=[], description="Measured figures with their conditions.")
    builds_on: list[Relation] = Field(
        default=[], description="What its record says of other papers."
    )
    named_by: list[Relation] = Field(default=[], description="What other records say of it.")
    related: list[Related] = Field(
        default=[], description="Found by words, categories, results, authors."
    )
    cited_in: list[Page] = Field(default=[], description="Chapters of the survey that cite it.")
    addresses: dict[str, str] = Field(
        description="page (the survey's), paper, pdf, arxiv, doi, code, file (the record's)."
    )


def get(snapshot: Snapshot, asked: Get) -> PaperAnswer:
    """Return a paper; raises SurveyError where there is none, with what is wrong or was meant."""
    paper = snapshot.library.papers[key_of(asked.paper, snapshot)]
    record = api.record(paper, snapshot.library, snapshot.site)
    results = record["results"]
    builds_on, named_by = list(_builds_on(paper, snapshot)), list(_named_by(paper, snapshot))
    cuts = [
        f"{name}: the first {most} of {len(found):,}"
        for name, found, most in (
            ("results", results, MOST_RESULTS),
            ("builds_on", builds_on, MOST_RELATIONS),
            ("named_by", named_by, MOST_RELATIONS),
        )
        if len(found) > most
    ]
    return PaperAnswer(
        key=paper.key,
        status=notice(paper),
        record={name: value for name, value in record.items() if name not in APART},
        results=results[:MOST_RESULTS],
        builds_on=builds_on[:MOST_RELATIONS],
        named_by=named_by[:MOST_RELATIONS],
        related=[_related(each) for each in snapshot.related.to(paper.key)],
        cited_in=list(_cited_in(paper, snapshot)),
        addresses={name: url for name, url in _addresses(paper, snapshot) if url},
        notes=[*snapshot.notes, *cuts],
    )


def key_of(name: str, snapshot: Snapshot) -> str:
    """Return the present key of a paper by a key, an arXiv id or a DOI; raises SurveyError."""
    library = snapshot.library
    named = _identifiers(name)
    for field, value in named.items():
        known = snapshot.works.by_id.get((field, value.lower()))
        if known and known.key in library.papers:
            return known.key
    work = Work(arxiv_id=named.get("arxiv_id", ""), doi=named.get("doi", ""))
    if named and (left_out := snapshot.exclusions.excluded(work)):
        raise SurveyError(f"{quoted(name)} has no record: {left_out.told}")
    try:
        return find_key(name, library)
    except SurveyError:
        path = paper_path(bare_key(name))
        if broken := [each for each in snapshot.problems if each.path == path and each.is_error]:
            raise SurveyError(f"the record has errors and is left out: {broken[0]}") from None
        raise


def _identifiers(name: str) -> dict[str, str]:
    """Read a name as an arXiv id and as a DOI, as far as it is one."""
    found = {}
    for field, read in (("arxiv_id", values.arxiv_id), ("doi", values.doi)):
        with suppress(values.BadValue):
            found[field] = read(name)
    return found


def _builds_on(paper: Paper, snapshot: Snapshot) -> Iterator[Relation]:
    for each in paper.relations:
        other = snapshot.library.papers.get(each.paper)
        title = other.title if other else ""
        yield Relation(kind=str(each.kind), key=each.paper, title=title, source=each.source)


def _named_by(paper: Paper, snapshot: Snapshot) -> Iterator[Relation]:
    for other, each in snapshot.library.relations_to.get(paper.key, ()):
        yield Relation(kind=str(each.kind), key=other.key, title=other.title, source=each.source)


def _related(found: Relative) -> Related:
    return Related(
        key=found.paper.key,
        title=found.paper.title,
        words=list(found.words),
        categories=[f"{node.facet.id}/{node.id}" for node in found.categories],
    )


def _cited_in(paper: Paper, snapshot: Snapshot) -> Iterator[Page]:
    for document in snapshot.cited_in.get(paper.key, ()):
        yield Page(title=document.title, url=snapshot.site.absolute(document.uri) or document.uri)


def _addresses(paper: Paper, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    path, uri = paper_path(paper.key), f"papers/{paper.key}/"
    yield "page", snapshot.site.absolute(uri) or uri
    yield "paper", address(paper)
    yield "pdf", pdf_url(paper)
    yield "arxiv", arxiv_url(paper.arxiv_id) if paper.arxiv_id else ""
    yield "doi", doi_url(paper.doi) if paper.doi else ""
    yield "code", paper.links.code or ""
    yield "file", path
    yield "edit", snapshot.repository.editor(path)
