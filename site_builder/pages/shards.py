"""Shards of a site: the work of making its pages and files, cut into kinds and ranges.

A shard is two numbers and a name, so it can be sent anywhere. What it makes depends on the library
and on what is known of the site, never on which shards were made before, where, or by whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.pages import (
    authors,
    benchmarks,
    category_pages,
    changes,
    cited,
    compare,
    coverage,
    downloads,
    excluded,
    explore,
    fields,
    lists,
    notices,
    paper_map,
    papers,
    pictures,
    reading,
    redirects,
    releases,
)
from site_builder.pages.addresses import (
    AUTHORS,
    BENCHMARKS,
    CHANGES,
    COVERAGE,
    EXPLORE,
    MAP,
    PAPERS,
    VENUES,
    YEARS,
)
from site_builder.pages.kept_texts import KeptTexts
from site_builder.pages.texts import ALL_KEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from site_builder.library import Library
    from site_builder.pages.parts import Asset, Link, Page
    from site_builder.pages.writer import Writer

FrameKind = tuple[str, int, bool]
"""What frames differ by: the active section, the depth of the address, whether it has a record."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of the work: the items of one kind from the number `first` to before `end`."""

    kind: str
    first: int = 0
    end: int = 1


@dataclass(frozen=True)
class Work:
    """All that is to be made beside the hubs."""

    writer: Writer
    hubs: tuple[Link, ...] = ()
    """The hubs that the search knows by name."""


class Kind(NamedTuple):
    """A kind of work: what makes a range of it, how much there is, how much a shard has."""

    make: Callable[[Work, slice], Iterable[Page | Asset]]
    count: Callable[[Library], int] = lambda _: 1
    size: int = 1


def _once(make: Callable[..., Iterable[Page | Asset]], *more: object) -> Kind:
    """Return a kind that is made as a whole."""
    return Kind(lambda work, _: make(work.writer, *more))


def _ranges(
    make: Callable[[Writer, slice], Iterable[Page | Asset]],
    count: Callable[[Library], int],
    size: int,
) -> Kind:
    """Return a kind that is made range by range."""
    return Kind(lambda work, some: make(work.writer, some), count, size)


def _papers(library: Library) -> int:
    return len(library.papers)


def _people(library: Library) -> int:
    return len(library.people)


def _categories(library: Library) -> int:
    return len(library.taxonomy.nodes)


def _venues(library: Library) -> int:
    return len(library.venues)


def _years(library: Library) -> int:
    return len(library.by_year)


FIRST: Final = {
    "benchmarks": _once(benchmarks.pages),
    "categories": _ranges(category_pages.pages, _categories, 40),
    PAPERS: _ranges(papers.pages, _papers, 100),
}
"""Kinds of pages that the search finds, by name; with the pages of papers the texts are made that
lists are made of."""
NEXT: Final = {
    "values": _once(fields.pages),
    "venues": _ranges(lists.venue_pages, _venues, 20),
    "years": _ranges(lists.year_pages, _years, 10),
    "unsorted": _once(lists.unsorted_page),
    "authors": _ranges(authors.pages, _people, 2000),
    "namesakes": _once(authors.shared_pages),
    "weeks": _once(changes.pages),
    "coverage": _once(coverage.pages),
    "comparison": _once(lambda writer: [compare.page(writer)]),
    "reading": _once(lambda writer: [reading.page(writer)]),
    "map": _once(lambda writer: (paper_map.page(writer), *paper_map.assets(writer))),
}
"""Other kinds of pages, by name. The map is laid out for a page and a file, so it comes last with
both."""
THEN: Final = {
    **{f"all as {name}": _once(downloads.everything, name) for name in reversed(downloads.OF_ALL)},
    "data of the explorer": Kind(
        lambda work, _: explore.assets(work.writer, (*work.hubs, compare.PLACE, reading.PLACE))
    ),
    "data of the comparison": _once(compare.assets),
    "pictures of papers": _ranges(pictures.of_papers, _papers, 100),
    "pictures": _once(pictures.others),
    "files of papers": _ranges(downloads.papers, _papers, 200),
    "files of categories": _ranges(downloads.categories, _categories, 10),
    "files of venues": _ranges(downloads.venues, _venues, 20),
    "files of years": _ranges(downloads.years, _years, 10),
    "files of values": _once(downloads.values),
    "files of authors": _ranges(downloads.authors, downloads.count_of_authors, 2000),
    "files of what is cited": _once(cited.assets),
    "data": _once(downloads.data),
    "news": _once(downloads.news),
    "what was left out": _once(excluded.assets),
    "releases": _once(releases.assets),
    "redirects": _once(redirects.assets),
    "notices": _once(notices.assets),
}
"""Kinds of files, by name: those that take long first, so that none is waited for in the end."""
STAGES: Final = (FIRST, NEXT, THEN)
"""Each waits until the one before is made."""
KINDS: Final = {name: kind for stage in STAGES for name, kind in stage.items()}

MOST: Final = 128
"""Shards of one kind: beyond that they grow."""


def plan(library: Library) -> list[list[Shard]]:
    """Return the shards of a site by stage: each waits until those of the one before are done."""
    return [[shard for name in stage for shard in _cut(name, library)] for stage in STAGES]


def _cut(name: str, library: Library) -> Iterator[Shard]:
    count, size = KINDS[name].count(library), size_of(name, library)
    for first in range(0, count, size):
        yield Shard(name, first, min(first + size, count))


def size_of(name: str, library: Library) -> int:
    """Return how many items the shards of a kind have."""
    kind = KINDS[name]
    return max(kind.size, -(-kind.count(library) // MOST))


def kept_texts(library: Library, folder: Path) -> KeptTexts:
    """Return where shards keep the texts of papers for one another."""
    numbers = {key: number for number, key in enumerate(library.papers)}
    return KeptTexts(folder, size_of(PAPERS, library), ALL_KEPT, numbers)


def keep_texts(writer: Writer) -> None:
    """Make the texts of all papers and keep them, block by block, before anybody asks for them."""
    for shard in _cut(PAPERS, writer.library):
        writer.texts.keep(writer.keyed[shard.first : shard.end], writer.facts.site)


def frame_kinds(library: Library) -> Iterator[FrameKind]:
    """Yield the kinds of frames that the pages of shards stand in."""
    yield PAPERS, 2, True
    yield PAPERS, 1, False
    yield EXPLORE, 1, False
    facets = (facet.slug for facet in library.taxonomy.facets)
    values = (field.slug for field in library.fields if field.pages and not field.unique)
    for section in (BENCHMARKS, VENUES, YEARS, AUTHORS, CHANGES, COVERAGE, MAP, *facets, *values):
        yield section, 2, False


def parts(work: Work, shard: Shard) -> Iterable[Page | Asset]:
    """Make the pages and files of a shard, each as it is asked for."""
    kept = work.writer.texts.kept
    if kept and shard.kind in THEN:
        kept.is_whole = True
    return KINDS[shard.kind].make(work, slice(shard.first, shard.end))
