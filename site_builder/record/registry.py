"""Frozen entries of the registries: facets and categories, venues, benchmarks and metrics."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator

from site_builder.record.types import (
    MOST_FORMER,
    AtLeastOne,
    CategoryId,
    Choice,
    FacetId,
    FieldId,
    FormerIds,
    Key,
    Line,
    Lines,
    Number,
    Prose,
    Record,
    Truth,
    Url,
    VenueId,
    at_most,
    items,
)

MOST_DECLARED: Final = 20
"""Conditions, and quantities, of a survey: each is a column of tables."""
MOST_BEGINNINGS: Final = 10
"""Papers that a category names to begin with."""


class Beginning(Record):
    """A paper that a reader new to a category begins with."""

    paper: Key
    """Its key; it stands in the category or below it."""
    reason: Line
    """Why to begin with it, in our own words."""


class Category(Record):
    """A node of a facet's tree."""

    id: CategoryId
    """Lower-case letters, digits and hyphens; part of an address, so never changed or reused."""
    title: Line
    """What readers see."""
    description: Prose
    """One or two sentences, in our own words."""
    aliases: Lines = ()
    """Other spellings that readers search by."""
    former_ids: FormerIds = ()
    """Ids that it had before; their addresses lead here for ever."""
    start_here: Annotated[tuple[Beginning, ...], at_most(MOST_BEGINNINGS)] = ()
    """What to read first, three to five papers, each with a reason."""
    children: Annotated[tuple[Category, ...], BeforeValidator(items)] = ()
    """The categories below."""


class Facet(Record):
    """One way of sorting papers: a tree of categories."""

    id: FacetId
    """Lower-case letters, digits and underscores; the field that records have for it."""
    title: Line
    """What readers see."""
    description: Prose
    """One or two sentences, in our own words."""
    categories: Annotated[tuple[Category, ...], BeforeValidator(items), AtLeastOne()]
    """The topmost categories."""

    @property
    def slug(self) -> str:
        """The facet's id as addresses write it."""
        return self.id.replace("_", "-")


class VenueKind(Choice):
    """What sort of publication a venue is; entry types follow from it."""

    CONFERENCE = "conference", "a conference with proceedings"
    JOURNAL = "journal", "a journal"
    WORKSHOP = "workshop", "a workshop with proceedings"
    PREPRINT = "preprint", "a preprint server: not published yet"
    REPORT = "report", "an institution's technical reports"
    THESIS = "thesis", "a university's theses"
    BOOK = "book", "a book"


class Venue(Record):
    """Where papers appear: its short id, full name and other spellings."""

    id: VenueId
    """As people write it, for example CVPR; part of an address, so never changed."""
    name: Line
    """The full official name, as bibliographies print it."""
    kind: VenueKind
    """What sort of publication it is; entry types follow from it."""
    aliases: Lines = ()
    """Other spellings that readers search by."""
    publisher: Line | None = None
    """Who publishes it; of a report or thesis, the institution."""
    url: Url | None = None
    """Its own page."""

    @property
    def slug(self) -> str:
        """The venue's id as addresses write it."""
        return self.id.lower().replace(" ", "-")


class Direction(Choice):
    """Which end of a metric is better."""

    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"


class Range(Record):
    """The values that a metric can take."""

    min: Number | None = None
    """The least value."""
    max: Number | None = None
    """The greatest value."""

    def __contains__(self, value: float) -> bool:
        """Return whether a value lies inside, ends included."""
        low = self.min is None or value >= self.min
        return low and (self.max is None or value <= self.max)

    def __str__(self) -> str:
        """Format the range for people."""
        low = "-∞" if self.min is None else f"{self.min:g}"
        return f"{low} to {'∞' if self.max is None else f'{self.max:g}'}"


class Metric(Record):
    """What is measured on a benchmark, in which unit, and which way is better."""

    id: CategoryId
    """Lower-case letters, digits and hyphens; unique under its benchmark."""
    name: Line
    """What readers see."""
    unit: Line | None = None
    """The unit of its values, for example "%"."""
    direction: Direction
    """Which end is better."""
    range: Range = Range()
    """The values that it can take; either end may be left out."""
    description: Prose | None = None
    """One or two sentences, in our own words."""


class Benchmark(Record):
    """A data set or suite of them with its metrics."""

    id: CategoryId
    """Lower-case letters, digits and hyphens; part of an address, so never changed or reused."""
    name: Line
    """What readers see."""
    description: Prose
    """One or two sentences, in our own words."""
    aliases: Lines = ()
    """Other spellings that readers search by."""
    former_ids: FormerIds = ()
    """Ids that it had before; their addresses lead here for ever."""
    url: Url | None = None
    """Its own page."""
    metrics: Annotated[tuple[Metric, ...], BeforeValidator(items), AtLeastOne()]
    """What is measured on it."""

    def metric(self, metric_id: str) -> Metric | None:
        """Find a metric by its id."""
        return next((metric for metric in self.metrics if metric.id == metric_id), None)


class TaxonomyFile(Record):
    """The file taxonomy.yaml."""

    facets: Annotated[tuple[Facet, ...], BeforeValidator(items), AtLeastOne()]
    """The ways of sorting papers, each a tree of categories."""


class VenuesFile(Record):
    """The file venues.yaml."""

    venues: Annotated[tuple[Venue, ...], BeforeValidator(items)]
    """Where papers appear."""


class Condition(Record):
    """What must agree for the results of one metric to be comparable."""

    id: FieldId
    """Lower-case letters, digits and underscores; the field that results have for it."""
    title: Line
    """What readers see."""
    description: Prose | None = None
    """One or two sentences, in our own words."""
    needed: Truth = False
    """True where a result that does not say it cannot be compared, and so stands unranked."""
    field: FieldId | None = None
    """The field of records that says it of a whole paper, where none of its results does."""


class Quantity(Record):
    """A number that is measured along with results: what they cost, or on how much they rest."""

    id: FieldId
    """Lower-case letters, digits and underscores; the field that results have for it."""
    title: Line
    """What readers see."""
    short: Line | None = None
    """The same in a word, for the heads of narrow columns."""
    description: Prose | None = None
    """One or two sentences, in our own words."""
    unit: Line | None = None
    """The unit of its values, for example "%"."""
    direction: Direction
    """Which end is better."""
    range: Range = Range()
    """The values that it can take; either end may be left out."""
    axis: Truth = False
    """True for the one that figures set results against; where none says so, it is the first."""
    aliases: Annotated[tuple[CategoryId, ...], at_most(MOST_FORMER)] = ()
    """Other names of its column in LaTeX tables."""
    field: FieldId | None = None
    """The field of records that says it of a whole paper, where none of its results does."""


class BenchmarksFile(Record):
    """The file benchmarks.yaml."""

    conditions: Annotated[tuple[Condition, ...], at_most(MOST_DECLARED)] = ()
    """What must agree for results to be comparable, besides the metric."""
    quantities: Annotated[tuple[Quantity, ...], at_most(MOST_DECLARED)] = ()
    """Numbers that are measured along with results."""
    benchmarks: Annotated[tuple[Benchmark, ...], BeforeValidator(items)]
    """Data sets, or suites of them, that results are measured on."""
