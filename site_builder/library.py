"""A survey's folder as one object: records, taxonomy, registries, and how they are linked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from site_builder.problems import Finding, Loc, Problem, SurveyError
from site_builder.record.citations import Citations, CitationsFile, citations
from site_builder.record.exclusions import ExcludedFile, Reason
from site_builder.record.fields import FieldsFile
from site_builder.record.identities import People, Person, identify
from site_builder.record.models import (
    Benchmark,
    BenchmarksFile,
    TaxonomyFile,
    Venue,
    VenueKind,
    VenuesFile,
)
from site_builder.record.ordering import newest_first
from site_builder.record.origins import Sources
from site_builder.record.people import PeopleFile
from site_builder.record.releases import ReleasesFile
from site_builder.record.renewal import renewed
from site_builder.record.result_fields import ResultFields
from site_builder.record.results import comparable_sets
from site_builder.record.taxonomy import Node, Taxonomy
from site_builder.yamlfiles import reading
from site_builder.yamlfiles.record_files import PAPERS, Records
from site_builder.yamlfiles.registries import (
    BENCHMARKS,
    CITATIONS,
    EXCLUDED,
    FIELDS,
    PEOPLE,
    RELEASES,
    TAXONOMY,
    VENUES,
    Registries,
    declared_fields,
    facet_fields,
    result_fields,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
    from pathlib import Path

    from site_builder.record.citations import Citing
    from site_builder.record.exclusions import Exclusion
    from site_builder.record.models import (
        Condition,
        Metric,
        Paper,
        Quantity,
        Relation,
        Result,
        Salvaged,
    )
    from site_builder.record.people import PersonEntry
    from site_builder.record.releases import Release
    from site_builder.record.results import ComparableSet
    from site_builder.yamlfiles.parsing import Declared
    from site_builder.yamlfiles.record_files import Cache, Shape

K = TypeVar("K", bound="Hashable")
Named = TypeVar("Named", Venue, Benchmark, Reason)


@dataclass(frozen=True)
class Library:
    """All that a survey knows; what is in it has passed the models, not yet the checks."""

    root: Path
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    venue_entries: tuple[Venue, ...] = ()
    """As venues.yaml lists them; `venues` has them by id."""
    benchmark_entries: tuple[Benchmark, ...] = ()
    """As benchmarks.yaml lists them; `benchmarks` has them by id."""
    field_entries: Declared = ()
    """As fields.yaml lists them; `fields` has those that records can have."""
    person_entries: tuple[PersonEntry, ...] = ()
    """As people.yaml lists them; `identities` has what they mean."""
    reason_entries: tuple[Reason, ...] = ()
    """As excluded.yaml lists them; `reasons` has them by id."""
    exclusion_entries: tuple[Exclusion, ...] = ()
    """As excluded.yaml lists them; `duplicates.exclusions` finds a paper among them."""
    citing_entries: tuple[Citing, ...] = ()
    """As citations.yaml lists them; `citations` has what they mean."""
    release_entries: tuple[Release, ...] = ()
    """As releases.yaml lists them: the oldest first."""
    condition_entries: tuple[Condition, ...] = ()
    """As benchmarks.yaml lists them; `result_fields` has those that count."""
    quantity_entries: tuple[Quantity, ...] = ()
    """As benchmarks.yaml lists them; `result_fields` has those that count."""
    papers: dict[str, Paper] = field(default_factory=dict)
    """By key, in the order of keys."""
    salvaged: tuple[Paper | Salvaged, ...] = ()
    """What could be read of refused records: not published, but their references are checked."""
    written_dois: dict[str, str] = field(default_factory=dict)
    """By key, the DOIs that stand in the files in another form than the bare one."""
    unread: frozenset[str] = frozenset()
    """Registries that could not be read: nobody is blamed for referring to them."""
    unwritten: dict[str, reading.Document] = field(default_factory=dict)
    """Records that stand in no file yet, by the path that they would have."""

    @classmethod
    def load(cls, root: Path, cache: Cache | None = None) -> tuple[Library, list[Problem]]:
        """Read a survey; what cannot be read is left out and told as problems, never raised."""
        loader = _Loader(root, cache)
        return loader.library(), loader.problems

    @cached_property
    def venues(self) -> dict[str, Venue]:
        """Venues by id."""
        return _by_id(self.venue_entries)

    @cached_property
    def fields(self) -> Declared:
        """The survey's own fields; those whose ids are taken are left out."""
        facets = TaxonomyFile.model_construct(facets=self.taxonomy.facets)
        return declared_fields(FieldsFile.model_construct(fields=self.field_entries), facets)

    @cached_property
    def benchmarks(self) -> dict[str, Benchmark]:
        """Benchmarks by id."""
        return _by_id(self.benchmark_entries)

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        """The reasons for leaving papers out, by id."""
        return _by_id(self.reason_entries)

    @cached_property
    def result_fields(self) -> ResultFields:
        """The conditions and quantities that results may have."""
        return ResultFields.sound(self.condition_entries, self.quantity_entries)

    @cached_property
    def sources(self) -> Sources:
        """What records name as their sources, as readers open it."""
        return Sources(self.papers)

    @cached_property
    def former_benchmarks(self) -> dict[str, Benchmark]:
        """Benchmarks by former id; what is an id today, or was another's first, is none."""
        found: dict[str, Benchmark] = {}
        for benchmark in self.benchmarks.values():
            for old in benchmark.former_ids:
                if old not in self.benchmarks:
                    found.setdefault(old, benchmark)
        return found

    def venue_of(self, paper: Paper) -> Venue:
        """Return a paper's venue; one that the registry does not know stands for a conference.

        Checks refuse such a paper; an export made all the same must not fail on it.
        """
        return self.venues.get(paper.venue) or Venue.model_construct(
            id=paper.venue, name=paper.venue, kind=VenueKind.CONFERENCE
        )

    def without(self, keys: Collection[str]) -> Library:
        """Leave papers out."""
        return replace(self, papers={k: p for k, p in self.papers.items() if k not in keys})

    def with_unwritten(self, paper: Paper, document: reading.Document) -> Library:
        """Add a paper whose record stands in no file yet, to see what checks find in it."""
        papers = {**self.papers, paper.key: paper}
        return replace(
            self,
            papers={key: papers[key] for key in sorted(papers)},
            unwritten={**self.unwritten, document.path: document},
        )

    def problem(self, path: str, loc: Loc, finding: Finding) -> Problem:
        """Put a finding at its place in a file, which is composed again only where it must be."""
        if unwritten := self.unwritten.get(path):
            return finding.at(path, unwritten.locate(loc))
        if len(loc) == 1 and path not in self._composed:
            place = reading.glance(self.root / path, self.root, str(loc[0]))
            if place:
                return finding.at(path, place)
        if path not in self._composed:
            self._composed.clear()  # problems come file by file: one is enough
            self._composed[path] = reading.read(self.root / path, path)[0]
        document = self._composed[path]
        return finding.at(path, document.locate(loc) if document else (1, 1))

    @cached_property
    def _composed(self) -> dict[str, reading.Document | None]:
        """The file that a problem was last found in."""
        return {}

    @cached_property
    def on_disk(self) -> frozenset[str]:
        """Keys of all records that there are, readable or not."""
        return frozenset(entry.stem for entry in (self.root / PAPERS).glob("*.yaml"))

    def records(self) -> Iterator[Paper | Salvaged]:
        """Yield all papers and the readable parts of refused ones, for checks of references."""
        yield from self.papers.values()
        yield from self.salvaged

    @cached_property
    def _in_category(self) -> dict[tuple[str, str], list[Paper]]:
        found = defaultdict(list)
        for paper in self.papers.values():
            for facet, ids in paper.categories.items():
                for category in dict.fromkeys(ids):
                    found[facet, category].append(paper)
        return found

    def in_category(self, node: Node, *, subtree: bool = True) -> list[Paper]:
        """List the papers of a category, newest first; with those of its subcategories or alone."""
        ids = node.subtree() if subtree else (node.id,)
        papers = {p.key: p for i in ids for p in self._in_category.get((node.facet.id, i), ())}
        return newest_first(papers.values())

    def nodes(self, paper: Paper, facet_id: str) -> list[Node]:
        """List a paper's categories in one facet; unknown ones are left out."""
        ids = paper.categories.get(facet_id, ())
        return [node for i in ids if (node := self.taxonomy.get(facet_id, i))]

    @cached_property
    def unsorted(self) -> list[Paper]:
        """The papers without a category in any facet."""
        return newest_first(p for p in self.papers.values() if not any(p.categories.values()))

    @cached_property
    def by_venue(self) -> dict[str, list[Paper]]:
        """Papers by venue id, newest first; venues without papers are left out."""
        return _group(self.papers.values(), lambda paper: [paper.venue])

    @cached_property
    def by_year(self) -> dict[int, list[Paper]]:
        """Papers by year, the latest year first."""
        return dict(sorted(_group(self.papers.values(), lambda p: [p.year]).items(), reverse=True))

    @cached_property
    def identities(self) -> People:
        """Who is who among the authors of all papers."""
        return identify(self.papers.values(), self.person_entries)

    def follow(self, before: Library) -> None:
        """Take who is who from the library before an edit, if the edit concerns no author."""
        known: People | None = before.__dict__.get("identities")
        if known and self.person_entries == before.person_entries:
            people = renewed(known, before.papers, self.papers)
            if people:
                self.__dict__["identities"] = people  # where a cached property keeps its value

    @property
    def people(self) -> dict[str, Person]:
        """Authors of all papers by slug, in the order of family names."""
        return self.identities.by_slug

    def authors_of(self, paper: Paper) -> tuple[Person, ...]:
        """Return the people who wrote a paper of the library, one for each author."""
        return self.identities.of_paper[paper.key]

    @cached_property
    def citations(self) -> Citations:
        """Who cites whom among all papers."""
        return citations(self.citing_entries, self.papers)

    @cached_property
    def on_benchmark(self) -> dict[str, list[tuple[Paper, Result]]]:
        """Papers with each of their results, by benchmark id."""
        found = defaultdict(list)
        for paper in self.papers.values():
            for result in paper.results:
                found[result.benchmark].append((paper, result))
        return found

    def comparable_sets(self, benchmark: Benchmark) -> Mapping[Metric, tuple[ComparableSet, ...]]:
        """Return a benchmark's comparable sets by metric, in the benchmark's order of metrics.

        They are made once for each benchmark; see `record.results.comparable_sets`.
        """
        if benchmark not in self._comparable:
            measured = self.on_benchmark.get(benchmark.id, ())
            self._comparable[benchmark] = {
                metric: comparable_sets(metric, measured, self.result_fields)
                for metric in benchmark.metrics
            }
        return self._comparable[benchmark]

    @cached_property
    def _comparable(self) -> dict[Benchmark, Mapping[Metric, tuple[ComparableSet, ...]]]:
        """The comparable sets that were asked for, by benchmark."""
        return {}

    @cached_property
    def relations_to(self) -> dict[str, list[tuple[Paper, Relation]]]:
        """The relations that point at each paper, with the papers that carry them."""
        found = defaultdict(list)
        for paper in self.papers.values():
            for relation in paper.relations:
                found[relation.paper].append((paper, relation))
        return found


def _group(papers: Iterable[Paper], keys: Callable[[Paper], Iterable[K]]) -> dict[K, list[Paper]]:
    groups: dict[K, list[Paper]] = defaultdict(list)
    for paper in newest_first(papers):
        for key in keys(paper):
            groups[key].append(paper)
    return dict(groups)


def find_root(start: Path) -> Path:
    """Find the survey that a folder is in; raises SurveyError where there is none."""
    for folder in (start, *start.parents):
        if (folder / TAXONOMY).is_file():
            return folder
    raise SurveyError(f"no survey here: {start} and the folders above it have no {TAXONOMY}")


class _Loader:
    """One pass over a survey's files."""

    def __init__(self, root: Path, cache: Cache | None) -> None:
        self.root, self.cache = root, cache
        self.registries = Registries(root)
        self.problems = self.registries.problems
        self.unread = self.registries.unread
        self.salvaged: list[Paper | Salvaged] = []
        self.written_dois: dict[str, str] = {}

    def library(self) -> Library:
        read = self.registries
        taxonomy = read.needed(TAXONOMY, TaxonomyFile)
        venues = read.needed(VENUES, VenuesFile)
        benchmarks = read.needed(BENCHMARKS, BenchmarksFile)
        own = read.optional(FIELDS, FieldsFile, FieldsFile(fields=()))
        people = read.optional(PEOPLE, PeopleFile)
        left_out = read.optional(EXCLUDED, ExcludedFile)
        cited = read.optional(CITATIONS, CitationsFile)
        released = read.optional(RELEASES, ReleasesFile)
        facets = facet_fields(taxonomy) if taxonomy else None
        declared = declared_fields(own, taxonomy) if own else None
        shape = facets, declared, result_fields(benchmarks) if benchmarks else None
        return Library(
            root=self.root,
            taxonomy=Taxonomy(taxonomy.facets if taxonomy else ()),
            venue_entries=venues.venues if venues else (),
            benchmark_entries=benchmarks.benchmarks if benchmarks else (),
            condition_entries=benchmarks.conditions if benchmarks else (),
            quantity_entries=benchmarks.quantities if benchmarks else (),
            field_entries=own.fields if own else (),
            person_entries=people.people if people else (),
            reason_entries=left_out.reasons if left_out else (),
            exclusion_entries=left_out.excluded if left_out else (),
            citing_entries=cited.citations if cited else (),
            release_entries=released.releases if released else (),
            papers={paper.key: paper for paper in self.papers(shape)},
            salvaged=tuple(self.salvaged),
            written_dois=self.written_dois,
            unread=frozenset(self.unread),
        )

    def papers(self, shape: Shape) -> Iterator[Paper]:
        records = Records(self.root, shape, self.cache, self.problems)
        for key, parsed in records:
            if parsed.written_doi:
                self.written_dois[key] = parsed.written_doi
            if parsed.paper:
                yield parsed.paper
            elif parsed.salvaged:
                self.salvaged.append(parsed.salvaged)
        if records.is_refused:
            self.unread.add(PAPERS)


def _by_id(items: Iterable[Named]) -> dict[str, Named]:
    """Index a registry; of two entries with one id the first counts (the checks tell of both)."""
    found: dict[str, Named] = {}
    for item in items:
        found.setdefault(item.id, item)
    return found
