"""Frozen records: paper, author, result, relation, category, venue, benchmark."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from site_builder.record import values
from site_builder.record.kinds import Degree, EntryType, StatusKind
from site_builder.record.values import BadValue
from site_builder.text.names import Name, parse_name

MOST_ITEMS: Final = 1_000
"""Entries of one list in a record."""
MOST_AUTHORS: Final = 6_000
"""Authors of a paper; the largest experiments have three thousand, two together five thousand."""
MOST_AUTHOR_LETTERS: Final = 250_000
"""Letters of all authors' names together, of which citations and files repeat the first ones."""
MOST_RESULTS: Final = 5_000
MOST_NAMES: Final = 100
"""Categories of a paper in one facet, sources of a result."""
MOST_FORMER: Final = 20
"""Former keys of a paper, former ids of a category: all files are at each such address too."""


def _items(value: object) -> tuple[object, ...]:
    if isinstance(value, list | tuple):
        return tuple(value)
    raise BadValue(f"expected a list, got {values.describe(value)}", "write [a, b]")


def _at_most(most: int, hint: str = "") -> BeforeValidator:
    """Take a list of bounded length."""

    def items(value: object) -> tuple[object, ...]:
        found = _items(value)
        if len(found) > most:
            raise BadValue(f"has {len(found):,} entries, at most {most:,} are allowed", hint)
        return found

    return BeforeValidator(items)


def _one_or_more(value: object) -> tuple[object, ...]:
    return (value,) if isinstance(value, str) else _items(value)


Line = Annotated[str, BeforeValidator(values.line)]
Numeral = Annotated[str, BeforeValidator(values.numeral)]
Prose = Annotated[str, BeforeValidator(values.prose)]
Url = Annotated[str, BeforeValidator(values.url)]
Key = Annotated[str, BeforeValidator(values.key)]
CategoryId = Annotated[str, BeforeValidator(values.category_id)]
Number = Annotated[float, BeforeValidator(values.number)]
Amount = Annotated[float, BeforeValidator(values.number), Field(ge=0)]
Date = Annotated[dt.date, BeforeValidator(values.date)]
Lines = Annotated[tuple[Line, ...], _at_most(MOST_ITEMS)]
Keys = Annotated[tuple[Key, ...], _at_most(MOST_FORMER)]
CategoryIds = Annotated[tuple[CategoryId, ...], _at_most(MOST_NAMES)]
FormerIds = Annotated[tuple[CategoryId, ...], _at_most(MOST_FORMER)]
Sources = Annotated[
    tuple[Line, ...], _at_most(MOST_NAMES), BeforeValidator(_one_or_more), Field(min_length=1)
]


OTHERS: Final = "others"
"""Stands last in a list of people that is cut, as in BibTeX (btxdoc, section 4)."""


class Record(BaseModel):
    """What all records share: frozen, no unknown fields, lists as tuples."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(Record):
    """A person, or a group under its `literal` name."""

    given: Line | None = None
    particle: Line | None = None
    family: Line | None = None
    suffix: Line | None = None
    literal: Line | None = None
    orcid: Annotated[str, BeforeValidator(values.orcid)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        """Take "Given Family" as well as the parts told apart."""
        if isinstance(value, str):
            if value.strip() == OTHERS:
                raise BadValue("others stands for people who are not named", CUT_HINT)
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


CUT_HINT: Final = "write it last, behind at least one name; a group of that name is {literal: …}"
FIRST_AND_OTHERS: Final = "name the first ones, then write `- others` last"


def _of_bounded_letters(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Take authors whose names are not too long together."""
    letters = sum(len(author.name.display) for author in authors)
    if letters > MOST_AUTHOR_LETTERS:
        raise BadValue(
            f"has names of {letters:,} letters together, at most {MOST_AUTHOR_LETTERS:,} are"
            " allowed",
            FIRST_AND_OTHERS,
        )
    return authors


People = Annotated[
    tuple[Author, ...],
    _at_most(MOST_AUTHORS, FIRST_AND_OTHERS),
    AfterValidator(_of_bounded_letters),
]


class Links(Record):
    """Where a paper itself, its code, project page and so on live."""

    page: Url | None = None
    """The paper's own page: its publisher's, or where it was reviewed."""
    pdf: Url | None = None
    code: Url | None = None
    project: Url | None = None
    video: Url | None = None
    slides: Url | None = None
    data: Url | None = None
    model: Url | None = None


class Status(Record):
    """What became of the paper: a retraction, a withdrawal, a correction, a concern."""

    kind: StatusKind
    date: Date | None = None
    """The day of the notice."""
    source: Annotated[str, BeforeValidator(values.url_or_doi)] | None = None
    """The notice: its address or its DOI."""
    note: Line | None = None


class Provenance(StrEnum):
    """Who measured or reported a figure."""

    PAPER = "paper"
    """The paper itself or its own repository."""
    THIRD_PARTY = "third-party"
    """Another paper's table carries the figure."""
    REPRODUCTION = "reproduction"
    """Others ran the method again."""
    DERIVED = "derived"
    """Computed from published figures."""


class Result(Record):
    """One measured figure with the conditions that make it comparable."""

    benchmark: CategoryId
    metric: CategoryId
    value: Number
    variant: Line | None = None
    backbone: Line | None = None
    pretraining: Line | None = None
    split: Line | None = None
    setting: Line | None = None
    trainable_params_m: Amount | None = None
    """Millions of parameters that are tuned."""
    total_params_m: Amount | None = None
    """Millions of parameters of the whole model."""
    provenance: Provenance
    source: Sources


class RelationKind(StrEnum):
    """How one paper builds on another."""

    EXTENDS = "extends"
    USES = "uses"
    COMPARES_WITH = "compares-with"
    SUPERSEDES = "supersedes"


class Relation(Record):
    """A directed link from the paper that carries it to another."""

    kind: RelationKind
    paper: Key
    source: Line


class Paper(Record):
    """One paper: what it is, where it stands in the taxonomy, what it measured, who says so."""

    key: Key
    title: Line
    method: Line | None = None
    type: EntryType | None = None
    """What it is; without it the venue's kind says so."""
    degree: Degree | None = None
    authors: Annotated[People, Field(min_length=1)]
    authors_cut: bool = False
    """Whether there are more authors than named; in YAML `others` stands last."""
    year: Annotated[int, BeforeValidator(values.year)]
    venue: Line
    booktitle: Line | None = None
    """The book that a chapter stands in, where it is no venue."""
    series: Line | None = None
    """The series that the book or the proceedings belong to."""
    editors: People = ()
    editors_cut: bool = False
    volume: Numeral | None = None
    number: Numeral | None = None
    pages: Numeral | None = None
    month: Annotated[int, BeforeValidator(values.month)] | None = None
    arxiv_id: Annotated[str, BeforeValidator(values.arxiv_id)] | None = None
    arxiv_class: Annotated[str, BeforeValidator(values.arxiv_class)] | None = None
    doi: Annotated[str, BeforeValidator(values.doi)] | None = None
    links: Links = Links()
    status: Status | None = None
    categories: dict[str, CategoryIds] = {}
    """Category ids by facet id; in YAML each facet is a field of its own."""
    in_survey: Annotated[bool, BeforeValidator(values.truth)] = False
    submitted: Date | None = None
    comment: Line | None = None
    journal_ref: Line | None = None
    summary: Prose | None = None
    abstract: Prose | None = None
    backbones: Lines = ()
    trainable_params: Line | None = None
    results: Annotated[tuple[Result, ...], _at_most(MOST_RESULTS)] = ()
    relations: Annotated[tuple[Relation, ...], _at_most(MOST_ITEMS)] = ()
    protect: Lines = ()
    former_keys: Keys = ()
    sources: Lines = ()
    notes: Prose | None = None
    checks: Annotated[dict[str, Line], BeforeValidator(values.switches)] = {}
    """Reasons why a rule does not hold for this record, by the rule's code."""
    added: Date | None = None

    @model_validator(mode="before")
    @classmethod
    def _cut(cls, data: Any) -> Any:
        """Take the word that stands for more people off the ends of lists."""
        if not isinstance(data, dict):
            return data
        cut = {name: data[name][:-1] for name in PEOPLE if _is_cut(data.get(name))}
        return {**data, **cut, **{f"{name}_cut": True for name in cut}} if cut else data

    @field_validator("degree")
    @classmethod
    def _of_thesis(cls, degree: Degree | None, info: ValidationInfo) -> Degree | None:
        if degree and info.data.get("type", EntryType.THESIS) is not EntryType.THESIS:
            raise BadValue("only a thesis has a degree", "write `type: thesis` too")
        return degree


PEOPLE: Final = ("authors", "editors")
"""Fields that are lists of people."""


def _is_cut(people: object) -> bool:
    """Tell whether the word for more people stands behind at least one of them."""
    if not isinstance(people, list | tuple) or len(people) < len(("one", OTHERS)):
        return False
    return isinstance(people[-1], str) and people[-1].strip() == OTHERS


NOT_WRITTEN: Final = {"key", "categories", "authors_cut", "editors_cut"}
"""Fields of `Paper` that stand in no record: the file's name, the facets and `others` say them."""
PAPER_FIELDS: Final = tuple(name for name in Paper.model_fields if name not in NOT_WRITTEN)
"""Field names of a record, in canonical order, the facets left out."""


class Category(Record):
    """A node of a facet's tree."""

    id: CategoryId
    title: Line
    description: Prose
    aliases: Lines = ()
    former_ids: FormerIds = ()
    children: Annotated[tuple[Category, ...], BeforeValidator(_items)] = ()


class Facet(Record):
    """One way of sorting papers: a tree of categories."""

    id: Annotated[str, BeforeValidator(values.facet_id)]
    title: Line
    description: Prose
    categories: Annotated[tuple[Category, ...], BeforeValidator(_items), Field(min_length=1)]

    @property
    def slug(self) -> str:
        """The facet's id as addresses write it."""
        return self.id.replace("_", "-")


class VenueKind(StrEnum):
    """What sort of publication a venue is; entry types follow from it."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    WORKSHOP = "workshop"
    PREPRINT = "preprint"
    REPORT = "report"
    THESIS = "thesis"
    BOOK = "book"


class Venue(Record):
    """Where papers appear: its short id, full name and other spellings."""

    id: Annotated[str, BeforeValidator(values.venue_id)]
    name: Line
    kind: VenueKind
    aliases: Lines = ()
    publisher: Line | None = None
    url: Url | None = None

    @property
    def slug(self) -> str:
        """The venue's id as addresses write it."""
        return self.id.lower().replace(" ", "-")


class Direction(StrEnum):
    """Which end of a metric is better."""

    HIGHER = "higher"
    LOWER = "lower"


class Range(Record):
    """The values that a metric can take."""

    min: Number | None = None
    max: Number | None = None

    def __contains__(self, value: float) -> bool:
        """Whether a value lies inside, ends included."""
        low = self.min is None or value >= self.min
        return low and (self.max is None or value <= self.max)

    def __str__(self) -> str:
        """Write the range for people."""
        low = "-∞" if self.min is None else f"{self.min:g}"
        return f"{low} to {'∞' if self.max is None else f'{self.max:g}'}"


class Metric(Record):
    """What is measured on a benchmark, in which unit, and which way is better."""

    id: CategoryId
    name: Line
    unit: Line | None = None
    direction: Direction
    range: Range = Range()
    description: Prose | None = None


class Benchmark(Record):
    """A data set or suite of them with its metrics."""

    id: CategoryId
    name: Line
    description: Prose
    aliases: Lines = ()
    former_ids: FormerIds = ()
    url: Url | None = None
    metrics: Annotated[tuple[Metric, ...], BeforeValidator(_items), Field(min_length=1)]

    def metric(self, metric_id: str) -> Metric | None:
        """Find a metric by its id."""
        return next((metric for metric in self.metrics if metric.id == metric_id), None)


class TaxonomyFile(Record):
    """The file taxonomy.yaml."""

    facets: Annotated[tuple[Facet, ...], BeforeValidator(_items), Field(min_length=1)]


class VenuesFile(Record):
    """The file venues.yaml."""

    venues: Annotated[tuple[Venue, ...], BeforeValidator(_items)]


class BenchmarksFile(Record):
    """The file benchmarks.yaml."""

    benchmarks: Annotated[tuple[Benchmark, ...], BeforeValidator(_items)]
