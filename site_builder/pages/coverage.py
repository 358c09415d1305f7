"""What is missing: one page with all the numbers, and a list for each field of who lacks it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from site_builder import coverage
from site_builder.pages import excluded, upkeep
from site_builder.pages.addresses import COVERAGE, PAPERS, VENUES, up_to_root
from site_builder.pages.benchmarks import benchmark_link
from site_builder.pages.field_gaps import field_uri
from site_builder.pages.lists import year_link
from site_builder.pages.parts import Link, Page
from site_builder.pages.wording import PROVENANCE, metric_title
from site_builder.pages.writer import paper_link
from site_builder.record.models import Provenance
from site_builder.record.publication import short_name
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.coverage import Coverage, CoverageCounts, Field, FieldCoverage, MissingFields
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node

MOST_PAPERS: Final = 25
"""Papers in the table of those that lack most."""
MOST_LISTED: Final = 50
"""Papers that a list of one category and field names; more are counted."""
ROUNDING: Final = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of papers that lack something."""

    count: int
    share: str
    """What part that is of those that could have it; empty where none could."""
    uri: str
    """Where they are listed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A category or a year in a table."""

    link: Link
    depth: int
    papers: int
    gap: str
    """Points that a paper lacks, on average."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """All categories of a facet, or all years."""

    title: str
    head: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field, and how many papers have it."""

    title: str
    gap: FieldCoverage
    cell: Cell
    percent: int


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that lacks much."""

    link: Link
    year: int
    points: int
    fields: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """Results that have nothing beside them to be compared with."""

    link: Link
    metric: str
    conditions: str
    paper: Link


@dataclass(frozen=True, slots=True)
class ResultsLine:
    """A benchmark, and who reported the results on it."""

    link: Link
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Group:
    """Papers of a category or year that lack a field."""

    id: str
    title: str
    papers: Sequence[Paper]
    is_whole: bool = False
    """Whether every paper is named, however many there are."""

    @property
    def named(self) -> Sequence[Paper]:
        """The papers that are named."""
        return self.papers if self.is_whole else self.papers[:MOST_LISTED]

    @property
    def more(self) -> int:
        """How many there are besides."""
        return len(self.papers) - len(self.named)


@dataclass(frozen=True, slots=True)
class Section:
    """Groups of a facet, or by year."""

    title: str
    groups: tuple[Group, ...]
    is_all: bool = False
    """Whether every paper that lacks the field stands in it, to which the other lists lead on."""


def hub(writer: Writer) -> Page:
    """Make the page with all the numbers."""
    found = writer.coverage
    library = writer.library
    return writer.page(
        "coverage",
        f"{COVERAGE}/",
        "What is missing",
        count=len(found.papers),
        fields=[_field_line(gap) for gap in found.by_field],
        work=upkeep.work(writer),
        waits=upkeep.waits(writer),
        neediest=[_paper_line(lack) for lack in found.least_complete[:MOST_PAPERS]],
        columns=[gap.field.title for gap in _shown(found)],
        tables=[table for table in _tables(found) if table.lines],
        thin=[(_category_link(node), count) for node, count in found.small_categories()],
        venues=[Link(f"{VENUES}/{v.slug}/", v.id) for v in found.unused_venues()],
        provenance=[(str(each), *PROVENANCE[each]) for each in Provenance],
        results=_results(found),
        alone=list(_alone(found)),
        unsorted=len(library.unsorted),
        left_out=len(library.exclusion_entries) if excluded.is_there(library) else None,
        description="Which papers lack what, and where an hour of work pays most.",
        is_hub=True,
    )


def pages(writer: Writer) -> Iterator[Page]:
    """Make the list of each field; one that nobody lacks keeps its address."""
    plans = [(gap, [*_sections(writer.coverage, gap)]) for gap in writer.coverage.by_field]
    items = _items(writer, plans)
    for gap, sections in plans:
        yield writer.page(
            "missing",
            field_uri(gap.field),
            f"Papers without: {gap.field.title}",
            field=gap.field,
            count=len(gap.missing),
            concerned=gap.eligible,
            sections=[each for each in sections if each.groups],
            lines=partial(_lines, items),
            description=f"{counted(len(gap.missing), 'paper')} without {gap.field.title}.",
        )


def _cell(field: Field, missing: int, concerned: int, part: str = "") -> Cell:
    share = f"{_percent(missing, concerned)} %" if concerned else ""
    return Cell(missing, share, field_uri(field) + (f"#{part}" if part else ""))


def _percent(part: int, whole: int) -> int:
    return (ROUNDING * part + whole // 2) // whole if whole else ROUNDING


def _field_line(gap: FieldCoverage) -> FieldLine:
    missing = len(gap.missing)
    percent = _percent(gap.present, gap.eligible)
    return FieldLine(gap.field.title, gap, _cell(gap.field, missing, gap.eligible), percent)


def _paper_line(lack: MissingFields) -> PaperLine:
    links = tuple(Link(field_uri(field), field.title) for field in lack.fields)
    return PaperLine(paper_link(lack.paper), lack.paper.year, lack.points, links)


def _shown(found: Coverage) -> list[FieldCoverage]:
    names = coverage.shown(found.library)
    return [gap for gap in found.by_field if gap.field.id in names]


def _tables(found: Coverage) -> Iterator[GroupTable]:
    taxonomy = found.library.taxonomy
    for facet in taxonomy.facets:
        nodes = [node for node in taxonomy.nodes.values() if node.facet is facet]
        tallies = ((node, found.by_category.get((facet.id, node.id))) for node in nodes)
        lines = (
            _line(found, _category_link(node), tally, _part(node), len(node.ancestors))
            for node, tally in tallies
            if tally
        )
        yield GroupTable(facet.title, "Category", tuple(lines))
    years = (_line(found, year_link(y), t, f"year.{y}") for y, t in found.by_year.items())
    yield GroupTable("Year", "Year", tuple(years))


def _line(found: Coverage, link: Link, tally: CoverageCounts, part: str, depth: int = 0) -> Line:
    cells = tuple(
        _cell(gap.field, tally.missing[gap.field.id], tally.eligible[gap.field.id], part)
        for gap in _shown(found)
    )
    return Line(link, depth, tally.papers, f"{tally.points / tally.papers:.1f}", cells)


def _part(node: Node) -> str:
    """Return the id of a group on a field's page; ids hold no dot, so that no two are alike."""
    return f"{node.facet.slug}.{node.id}"


def _category_link(node: Node) -> Link:
    return Link(node.uri, node.title)


def _results(found: Coverage) -> list[ResultsLine]:
    benchmarks = found.library.benchmarks
    return [
        ResultsLine(
            benchmark_link(benchmark),
            tuple(count[each] for each in Provenance),
            count.total(),
        )
        for benchmark in benchmarks.values()
        if (count := found.provenance.get(benchmark.id))
    ]


def _alone(found: Coverage) -> Iterator[Alone]:
    for benchmark, each in found.singleton_sets():
        link = benchmark_link(benchmark)
        place = Link(f"{link.uri}#metric-{each.metric.id}", link.title)
        paper = each.rows[0].paper
        conditions = ", ".join(each.conditions.said)
        by = Link(f"{PAPERS}/{paper.key}/", short_name(paper))
        yield Alone(place, metric_title(each.metric), conditions, by)


def _lines(items: Mapping[str, str], group: Group) -> Markup:
    lines = "\n".join([items[paper.key] for paper in group.named])
    return Markup(lines)  # noqa: S704 - lines that a template made


def _items(writer: Writer, plans: Iterable[tuple[FieldCoverage, list[Section]]]) -> dict[str, str]:
    """Write the line of each paper that a list names, once for all lists at this depth."""
    named = {
        paper.key: short_name(paper)
        for _, sections in plans
        for section in sections
        for group in section.groups
        for paper in group.named
    }
    root = up_to_root(f"{COVERAGE}/x/")
    text = str(writer.fill("pages/missing_items.html", papers=named.items(), root=root))
    return dict(zip(named, text.splitlines(), strict=True))


def _sections(found: Coverage, gap: FieldCoverage) -> Iterator[Section]:
    """Sort the papers that lack a field by year; into categories where numbers lead there."""
    if gap.field.id in coverage.shown(found.library):
        yield from _by_category(found, gap)
    by_year: dict[int, list[Paper]] = defaultdict(list)
    for paper in gap.missing:
        by_year[paper.year].append(paper)
    years = (Group(f"year.{year}", str(year), each, True) for year, each in by_year.items())  # noqa: FBT003
    yield Section("Year", tuple(years), is_all=True)


def _by_category(found: Coverage, gap: FieldCoverage) -> Iterator[Section]:
    by_place: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in gap.missing:
        for place in found.places[paper.key]:
            by_place[place].append(paper)
    taxonomy = found.library.taxonomy
    for facet in taxonomy.facets:
        nodes = [n for place, n in taxonomy.nodes.items() if n.facet is facet and place in by_place]
        groups = (Group(_part(node), node.title, by_place[facet.id, node.id]) for node in nodes)
        yield Section(facet.title, tuple(groups))
