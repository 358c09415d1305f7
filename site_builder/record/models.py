"""Frozen records: paper, author, result, relation, and the entries of the registries."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import Field, ValidationInfo, field_validator, model_validator

from site_builder.record.fields import Value
from site_builder.record.kinds import Degree, EntryType, StatusKind
from site_builder.record.people import OTHERS, Author, Authors, People, is_cut
from site_builder.record.registry import (
    Benchmark,
    BenchmarksFile,
    Category,
    Condition,
    Direction,
    Facet,
    Metric,
    Quantity,
    Range,
    TaxonomyFile,
    Venue,
    VenueKind,
    VenuesFile,
)
from site_builder.record.types import (
    MOST_ITEMS,
    ArxivClass,
    ArxivId,
    CategoryId,
    CategoryIds,
    Choice,
    Date,
    Doi,
    Key,
    Keys,
    Line,
    Lines,
    Month,
    Number,
    Numeral,
    Prose,
    Record,
    Sources,
    Switches,
    Url,
    UrlOrDoi,
    Year,
    at_most,
)
from site_builder.record.values import BadValue

__all__ = [
    "NOT_WRITTEN",
    "OTHERS",
    "PAPER_FIELDS",
    "Author",
    "Benchmark",
    "BenchmarksFile",
    "Category",
    "Condition",
    "Direction",
    "Facet",
    "Links",
    "Metric",
    "Paper",
    "Provenance",
    "Quantity",
    "Range",
    "Record",
    "Relation",
    "RelationKind",
    "Result",
    "Salvaged",
    "TaxonomyFile",
    "Venue",
    "VenueKind",
    "VenuesFile",
]

MOST_RESULTS: Final = 5_000


class Links(Record):
    """Where a paper itself, its code, project page and so on live."""

    page: Url | None = None
    """The paper's own page: its publisher's, or where it was reviewed."""
    pdf: Url | None = None
    """The paper as PDF."""
    code: Url | None = None
    """The authors' code."""
    project: Url | None = None
    """The page of the project."""
    video: Url | None = None
    """A recording of a talk."""
    slides: Url | None = None
    """Slides of a talk."""
    data: Url | None = None
    """Data published with the paper."""
    model: Url | None = None
    """Trained weights."""


class Status(Record):
    """What became of the paper: a retraction, a withdrawal, a correction, a concern."""

    kind: StatusKind
    """What became of it."""
    date: Date | None = None
    """The day of the notice: 2026-11-23."""
    source: UrlOrDoi | None = None
    """The notice: its address or its DOI."""
    note: Line | None = None
    """What the notice says, in a line."""


class Provenance(Choice):
    """Who measured or reported a figure."""

    PAPER = "paper", "the paper itself, or its own repository"
    THIRD_PARTY = "third-party", "another paper's table or benchmark"
    REPRODUCTION = "reproduction", "measured again by others"
    DERIVED = "derived", "computed from published figures"


class Result(Record):
    """One measured figure with the conditions that make it comparable."""

    benchmark: CategoryId
    """An id of benchmarks.yaml."""
    metric: CategoryId
    """An id under that benchmark."""
    value: Number
    """The figure, in the metric's unit."""
    variant: Line | None = None
    """Which of the paper's models or configurations."""
    conditions: dict[str, Line] = Field(default_factory=dict)
    """What must agree for results to be comparable, by id; in YAML each is a field of its own."""
    setting: Line | None = None
    """What cannot be told apart into the other fields."""
    quantities: dict[str, Number] = Field(default_factory=dict)
    """Numbers measured along, by id; in YAML each is a field of its own."""
    provenance: Provenance
    """Who measured or reported the figure."""
    source: Sources
    """Where the figure was seen: one text or a list."""

    def __hash__(self) -> int:
        """Return a hash of what is equal in equal results, the declared fields in any order."""
        told = frozenset({**self.conditions, **self.quantities}.items())
        return hash((self.benchmark, self.metric, self.value, self.variant, told))

    def said(self, name: str) -> Any:
        """Return what the result says in a field of its record; None where it is silent."""
        if name in self.conditions:
            return self.conditions[name]
        if name in self.quantities:
            return self.quantities[name]
        return getattr(self, name, None)


class RelationKind(Choice):
    """How one paper builds on another."""

    EXTENDS = "extends", "it builds upon the other's method"
    USES = "uses", "it applies the other's method or model as it is"
    COMPARES_WITH = "compares-with", "it measures itself against the other"
    SUPERSEDES = "supersedes", "it takes the other's place"


class Relation(Record):
    """A directed link from the paper that carries it to another."""

    kind: RelationKind
    """What this paper does with the other one."""
    paper: Key
    """The other paper's key."""
    source: Line
    """Where that is said."""


Results = Annotated[tuple[Result, ...], at_most(MOST_RESULTS)]
Relations = Annotated[tuple[Relation, ...], at_most(MOST_ITEMS)]


class Paper(Record):
    """One paper: what it is, where it stands in the taxonomy, what it measured, who says so."""

    key: Key
    """The name of the record's file, which is the paper's BibTeX key and a part of its address."""
    title: Line
    """As the paper was published, with $…$ for mathematics."""
    method: Line | None = None
    """The short name of what the paper proposes."""
    type: EntryType | None = None
    """What it is, where its venue's kind does not say it."""
    degree: Degree | None = None
    """What a thesis was written for."""
    authors: Authors
    """In the paper's order: "Given Family", or the parts of the name as fields."""
    authors_cut: bool = False
    """Whether there are more authors than named; in YAML `others` stands last."""
    year: Year
    """The year of publication; of a preprint, the year it was first posted."""
    venue: Line
    """Where it appeared: an id of venues.yaml."""
    booktitle: Line | None = None
    """The book that it stands in, where that is no venue."""
    series: Line | None = None
    """The series that the book or the proceedings belong to."""
    editors: People = ()
    """The book's editors, written as authors are."""
    editors_cut: bool = False
    """Whether there are more editors than named."""
    volume: Numeral | None = None
    """The volume of the journal or series."""
    number: Numeral | None = None
    """The number of the issue or report."""
    pages: Numeral | None = None
    """First and last page, with a hyphen: "1234-1245"."""
    month: Month | None = None
    """The month of publication, 1 to 12."""
    arxiv_id: ArxivId | None = None
    """The arXiv id in quotes, without version: "2203.12119"."""
    arxiv_class: ArxivClass | None = None
    """The primary class on arXiv, for example cs.CV."""
    doi: Doi | None = None
    """The DOI alone, beginning with 10., without an address before it."""
    links: Links = Links()
    """Where the paper itself, its code, project page and so on live."""
    status: Status | None = None
    """A retraction, withdrawal, correction or concern."""
    categories: dict[str, CategoryIds] = Field(default_factory=dict)
    """Category ids by facet id; in YAML each facet is a field of its own."""
    submitted: Date | None = None
    """The day the preprint was first posted: 2023-05-10."""
    comment: Line | None = None
    """The authors' comment on the preprint, word for word."""
    journal_ref: Line | None = None
    """The journal reference of the preprint's listing, word for word."""
    summary: Prose | None = None
    """One or two sentences on the paper, in our own words."""
    abstract: Prose | None = None
    """The authors' abstract, word for word."""
    extra: dict[str, Value] = Field(default_factory=dict)
    """What the survey's own fields hold, by id; in YAML each is a field of its own."""
    results: Results = ()
    """Measured figures, each with the conditions that make it comparable."""
    relations: Relations = ()
    """How the paper builds on others."""
    protect: Lines = ()
    """Words whose capitals BibTeX must keep."""
    former_keys: Keys = ()
    """Keys that it had before, the oldest first; they lead here for ever."""
    sources: Lines = ()
    """Where the facts of the record were seen."""
    notes: Prose | None = None
    """Anything else worth knowing; Markdown."""
    checks: Switches = Field(default_factory=dict)
    """Rules that do not hold for this record: a code, and the reason."""
    added: Date | None = None
    """The day the record was made: 2026-11-23."""

    @model_validator(mode="before")
    @classmethod
    def _cut(cls, data: Any) -> Any:
        """Validate the word that stands for more people off the ends of lists."""
        if not isinstance(data, dict):
            return data
        cut = {name: data[name][:-1] for name in PEOPLE if is_cut(data.get(name))}
        return {**data, **cut, **{f"{name}_cut": True for name in cut}} if cut else data

    @field_validator("degree")
    @classmethod
    def _of_thesis(cls, degree: Degree | None, info: ValidationInfo) -> Degree | None:
        if degree and info.data.get("type", EntryType.THESIS) is not EntryType.THESIS:
            raise BadValue("only a thesis has a degree", "write `type: thesis` too")
        return degree


PEOPLE: Final = ("authors", "editors")
"""Fields that are lists of people."""


NOT_WRITTEN: Final = {"key", "categories", "extra", "authors_cut", "editors_cut"}
"""Fields of `Paper` that stand in no record: the file's name, facets, declared fields and `others`
say them."""
PAPER_FIELDS: Final = tuple(name for name in Paper.model_fields if name not in NOT_WRITTEN)
"""Field names of a record, in canonical order, the facets left out."""


class Salvaged(Record):
    """What could be read of a refused record: what it refers to, and what tells it from others.

    It is never published; its references are checked all the same, and nobody adds the paper again.
    """

    key: Key
    title: Line | None = None
    authors: Authors = ()
    year: Year | None = None
    venue: Line | None = None
    arxiv_id: ArxivId | None = None
    doi: Doi | None = None
    categories: dict[str, CategoryIds] = Field(default_factory=dict)
    results: Results = ()
    relations: Relations = ()
    former_keys: Keys = ()
    added: Date | None = None
