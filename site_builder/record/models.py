"""Frozen records: paper, author, result, relation, and the entries of the registries."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from site_builder.record import values
from site_builder.record.fields import Value
from site_builder.record.registry import (
    Benchmark,
    BenchmarksFile,
    Category,
    Direction,
    Facet,
    Metric,
    Range,
    TaxonomyFile,
    Venue,
    VenueKind,
    VenuesFile,
)
from site_builder.record.types import (
    LINE,
    MOST_ITEMS,
    Amount,
    ArxivClass,
    ArxivId,
    AtLeastOne,
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
    Orcid,
    Prose,
    Record,
    Schema,
    Sources,
    Url,
    Year,
    at_most,
)
from site_builder.record.values import BadValue
from site_builder.text.names import Name, parse_name

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = [
    "NOT_WRITTEN",
    "PAPER_FIELDS",
    "Author",
    "Benchmark",
    "BenchmarksFile",
    "Category",
    "Direction",
    "Facet",
    "Links",
    "Metric",
    "Paper",
    "Provenance",
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

MOST_AUTHORS: Final = 6_000
"""Authors of a paper; the largest experiments have three thousand, two together five thousand."""
MOST_AUTHOR_LETTERS: Final = 250_000
"""Letters of all authors' names together, of which citations and files repeat the first ones."""
MOST_RESULTS: Final = 5_000


class Author(Record):
    """A person, or a group under its `literal` name."""

    given: Line | None = None
    """Given names."""
    particle: Line | None = None
    """A particle before the family name, such as van der."""
    family: Line | None = None
    """The family name."""
    suffix: Line | None = None
    """A suffix, such as Jr. or III."""
    literal: Line | None = None
    """The name of a group, in place of all the others."""
    orcid: Orcid | None = None
    """The ORCID iD, for example 0000-0002-1825-0097."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        """Parse "Given Family", and pass on a name in parts."""
        if isinstance(value, str):
            name = parse_name(values.line(value))
            parts = {"given": name.given, "particle": name.particle, "suffix": name.suffix}
            return {"family": name.family, **{k: v for k, v in parts.items() if v}}
        if isinstance(value, dict):
            return value
        raise BadValue(f"expected a name, got {values.describe(value)}", "write Given Family")

    @model_validator(mode="after")
    def _person_or_group(self) -> Self:
        parts = (self.given, self.particle, self.family, self.suffix)
        if self.literal is not None and any(parts):
            raise BadValue("has both a literal name and name parts", "keep one of them")
        if self.literal is None and self.family is None:
            raise BadValue("has no family name", "write family: …, or literal: … for a group")
        return self

    @cached_property
    def name(self) -> Name:
        """The parts of the name, empty where absent."""
        if self.literal is not None:
            return Name("", "", self.literal, "", is_group=True)
        return Name(self.given or "", self.particle or "", self.family or "", self.suffix or "")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        """Describe what may be written: a text, or either a person's parts or a group's name."""
        found = handler(core)
        if handler.mode == "validation":
            whole = handler.resolve_ref_schema(found)
            described = {**whole, "anyOf": [PERSON, GROUP]}
            whole.clear()
            whole["anyOf"] = [LINE, described]
        return found


NULL: Final[Schema] = {"type": "null"}
PERSON: Final[Schema] = {"required": ["family"], "properties": {"literal": NULL}}
GROUP: Final[Schema] = {
    "required": ["literal"],
    "properties": {"given": NULL, "particle": NULL, "family": NULL, "suffix": NULL},
}

FIRST_AND_GROUP: Final = "name the first ones and the group: {literal: …}"


def _of_bounded_letters(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Validate authors whose names are not too long together."""
    letters = sum(len(author.name.display) for author in authors)
    if letters > MOST_AUTHOR_LETTERS:
        raise BadValue(
            f"has names of {letters:,} letters together, at most {MOST_AUTHOR_LETTERS:,} are"
            " allowed",
            FIRST_AND_GROUP,
        )
    return authors


Authors = Annotated[
    tuple[Author, ...],
    at_most(MOST_AUTHORS, FIRST_AND_GROUP),
    AtLeastOne(),
    AfterValidator(_of_bounded_letters),
]


class Links(Record):
    """Where a paper's code, project page and so on live."""

    code: Url | None = None
    """The authors' code."""
    project: Url | None = None
    """The paper's own page."""
    video: Url | None = None
    """A recording of a talk."""
    slides: Url | None = None
    """Slides of a talk."""
    data: Url | None = None
    """Data published with the paper."""
    model: Url | None = None
    """Trained weights."""


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
    backbone: Line | None = None
    """The model that was adapted."""
    pretraining: Line | None = None
    """What that model was trained on before."""
    split: Line | None = None
    """The part of the data that was measured on, for example test-dev."""
    setting: Line | None = None
    """What cannot be told apart into the other fields."""
    trainable_params_m: Amount | None = None
    """Trained parameters, in millions."""
    total_params_m: Amount | None = None
    """Parameters of the whole model, in millions."""
    provenance: Provenance
    """Who measured or reported the figure."""
    source: Sources
    """Where the figure was seen: one text or a list."""


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
    authors: Authors
    """In the paper's order: "Given Family", or the parts of the name as fields."""
    year: Year
    """The year of publication; of a preprint, the year it was first posted."""
    venue: Line
    """Where it appeared: an id of venues.yaml."""
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
    """Where the paper's code, project page and so on live."""
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
    added: Date | None = None
    """The day the record was made: 2026-11-23."""


NOT_WRITTEN: Final = {"key", "categories", "extra"}
"""Fields of `Paper` that stand in no record: the file's name, facets and declared fields do."""
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
