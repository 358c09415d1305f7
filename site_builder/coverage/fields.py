"""The fields whose coverage is measured, each with its weight and effort.

A field that only some papers can have counts for those alone: nobody misses the DOI of a preprint.
The weights, in points, and the efforts, in minutes, are our estimates; they order work and do not
judge a paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from site_builder.latex import to_text
from site_builder.record.models import VenueKind
from site_builder.record.result_fields import of_paper
from site_builder.text.plurals import listed, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_builder.library import Library
    from site_builder.record.models import Condition, Facet, Paper, Quantity


def _published(paper: Paper, library: Library) -> bool:
    venue = library.venues.get(paper.venue)
    return venue is None or venue.kind is not VenueKind.PREPRINT


def _measured(paper: Paper, _: Library) -> bool:
    return bool(paper.results)


@dataclass(frozen=True, slots=True)
class Field:
    """A field, or a group of fields, that a paper has or lacks."""

    id: str
    """As the record writes it; with a hyphen where several fields of a record serve."""
    title: str
    has: Callable[[Paper], object]
    points: int = 0
    """Weight: what it is worth to readers; 0 where it cannot be expected of a paper."""
    minutes: int = 0
    """Effort: how long it takes to fill in by hand."""
    how: str = ""
    """How it is filled in."""
    applies_to: Callable[[Paper, Library], bool] | None = None
    """Whether a paper can have it; None where each can."""
    is_facet: bool = False
    """Whether it is a facet of the taxonomy."""
    is_own: bool = False
    """Whether fields.yaml declares it."""

    def is_missing(self, paper: Paper, library: Library) -> bool | None:
        """Return whether a paper lacks the field; None where it cannot have it."""
        if self.applies_to is not None and not self.applies_to(paper, library):
            return None
        return not self.has(paper)


def _field(name: str) -> Callable[[Paper], object]:
    return lambda paper: getattr(paper, name)


def _has_conditions(paper: Paper, needed: Sequence[Condition]) -> bool:
    return all(each.id in result.conditions for result in paper.results for each in needed)


def _has_quantity(paper: Paper, quantity: Quantity) -> bool:
    told = (quantity.id in result.quantities for result in paper.results)
    return bool(of_paper(paper, quantity)) or any(told)


FIELDS: Final = (
    Field(
        "any-text",
        "abstract or summary",
        lambda paper: paper.abstract or paper.summary,
        points=3,
        minutes=5,
        how="one or two sentences of your own, or the authors' abstract, word for word",
    ),
    Field(
        "any-category",
        "category",
        lambda paper: any(paper.categories.values()),
        points=3,
        minutes=3,
        how="choose from taxonomy.yaml after reading the abstract",
    ),
    Field(
        "any-id",
        "DOI or arXiv id",
        lambda paper: paper.doi or paper.arxiv_id,
        points=3,
        minutes=2,
        how="survey refresh finds DOIs; else search for the title",
    ),
    Field("abstract", "abstract", _field("abstract"), 1, 2, "copied from the paper's listing"),
    Field("summary", "summary", _field("summary"), 1, 10, "one or two sentences of your own"),
    Field(
        "links.code",
        "code link",
        lambda paper: paper.links.code,
        points=2,
        minutes=3,
        how="look at the abstract and the first page; there may be none",
    ),
    Field("links.project", "project page", lambda paper: paper.links.project),
    Field(
        "doi",
        "DOI",
        _field("doi"),
        points=1,
        minutes=1,
        how="survey refresh finds most; some conferences give none",
        applies_to=_published,
    ),
    Field("arxiv_id", "arXiv id", _field("arxiv_id"), 1, 2, "search arXiv for the title"),
    Field("method", "method's name", _field("method")),
    Field("results", "results", _field("results"), 2, 20, "copied from a table, with its source"),
    Field("relations", "relations", _field("relations"), 1, 10, "what it extends, uses, replaces"),
    Field("sources", "sources", _field("sources"), 2, 3, "where the facts were seen"),
    Field("pages", "pages", _field("pages"), applies_to=_published),
    Field("added", "day of entry", _field("added")),
)
"""What every survey looks at, in the order in which it is told; see `fields`."""

OF_RECORDS: Final = frozenset(field.id for field in FIELDS)
"""Their ids; those of facets may be the same but for a hyphen."""

PREFIXES: Final = ("facet-", "own-", "result-")
"""How the ids and addresses begin of fields that would be taken for others."""

SHOWN: Final = ("any-text", "any-id", "links.code", "doi", "results")
"""Fields that tables by category and year have columns for, those of the survey beside them."""


def fields(library: Library) -> tuple[Field, ...]:
    """Return all fields of a survey: `FIELDS`, those of results in the midst, its own, facets."""
    behind = next(n for n, field in enumerate(FIELDS, 1) if field.id == "results")
    of_results = (*_of_conditions(library), *_of_quantity(library))
    facets = map(_of_facet, library.taxonomy.facets)
    return (*FIELDS[:behind], *of_results, *FIELDS[behind:], *_of_survey(library), *facets)


def shown(library: Library) -> tuple[str, ...]:
    """Return the ids of the fields that tables by category and year have columns for."""
    own = (*_of_survey(library), *_of_quantity(library))
    return (*SHOWN, *(field.id for field in own))


def _of_conditions(library: Library) -> Iterator[Field]:
    if needed := library.result_fields.needed:
        yield Field(
            "result-conditions",
            f"{listed(within(condition.title) for condition in needed)} of every result",
            partial(_has_conditions, needed=needed),
            points=2,
            minutes=5,
            how="results are only ranked where all of it is said",
            applies_to=_measured,
        )


def _of_quantity(library: Library) -> Iterator[Field]:
    if axis := library.result_fields.axis:
        name = slug(axis.field or axis.id)
        yield Field(
            f"result-{name}" if _is_taken(name, library, axis) else name,
            within(axis.title),
            partial(_has_quantity, quantity=axis),
            points=1,
            minutes=5,
            how="in the table of results, or in the text around it",
        )


def _is_taken(name: str, library: Library, axis: Quantity) -> bool:
    """Return whether another field would be taken for the quantity's."""
    ids = {*OF_RECORDS, *(field.id for field in library.fields if field.id != axis.field)}
    ids |= set(library.taxonomy.facet_ids)
    return name in set(map(slug, ids)) or name.startswith(PREFIXES)


def _of_survey(library: Library) -> Iterator[Field]:
    """Yield the wanted fields but for the one that the axis names: results may say that too."""
    axis = library.result_fields.axis
    for declared in library.fields:
        if declared.wanted and not (axis and axis.field == declared.id):
            how = to_text(declared.description or "") or "found in the paper"
            title = to_text(declared.title)
            has = partial(_has_own, name=declared.id)
            yield Field(declared.id, title, has, 1, 5, how, is_own=True)


def _has_own(paper: Paper, name: str) -> bool:
    return name in paper.extra


def _of_facet(facet: Facet) -> Field:
    how = "only where the paper belongs there"
    return Field(
        facet.id, facet.title, lambda paper: paper.categories.get(facet.id), how=how, is_facet=True
    )


def find(library: Library, name: str) -> Field | None:
    """Return the field with an id, its slug, or its id without `links.`; None if unknown."""
    known = fields(library)
    exact = {each.id: each for each in known}
    loose = {spelling: each for each in known for spelling in (slug(each.id), short(each.id))}
    return exact.get(name) or loose.get(name)


def slug(field_id: str) -> str:
    """Return a field's id as addresses have it."""
    return field_id.replace("_", "-").replace(".", "-")


def short(field_id: str) -> str:
    """Return a field's id without the mapping that it stands in: `code` for `links.code`."""
    return field_id.rpartition(".")[2]
