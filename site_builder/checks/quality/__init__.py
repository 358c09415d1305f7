"""Rules of quality: what in a record was not meant so, with a cure where only one can be meant.

Nothing here keeps a record from being published. Each rule has a code, and a record can say in its
field `checks` why one does not hold for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.checks.findings import about, warning
from site_builder.checks.quality import people
from site_builder.checks.quality.abstracts import of_prose
from site_builder.checks.quality.dois import of_doi
from site_builder.checks.quality.kinds import of_kind
from site_builder.checks.quality.links import of_links
from site_builder.checks.quality.names import of_people
from site_builder.checks.quality.numbers import of_numbers
from site_builder.checks.quality.sources import of_sources
from site_builder.checks.quality.titles import against_book, against_venue, of_title, stems
from site_builder.checks.quality.venues import of_venue, side_by_side
from site_builder.checks.quality.years import of_year
from site_builder.problems import bounded, show_loc
from site_builder.yamlfiles.registries import VENUES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.checks.quality.oddity import Oddity
    from site_builder.library import Library
    from site_builder.problems import Problem
    from site_builder.record.models import Paper, VenueKind


def sound_records(library: Library) -> Iterator[Problem]:
    """Yield what is odd in records, those that stand beside each other too.

    What a record explains is told once for each rule, so that explanations of nothing are known.
    """
    for paper, oddities in oddities_of(library):
        explained = {odd.code: odd for odd in oddities if odd.code in paper.checks}
        odd_ones = (odd for odd in oddities if odd.code not in explained)
        yield from (_told(library, paper, odd) for odd in explained.values())
        yield from bounded(_told(library, paper, odd) for odd in odd_ones)


def _told(library: Library, paper: Paper, odd: Oddity) -> Problem:
    return about(library, paper, odd.loc, warning(odd.code, odd.message, odd.hint))


def sound_venues(library: Library) -> Iterator[Problem]:
    """Yield what is odd in the list of venues."""
    yield from bounded(_venues(library))


def oddities_of(library: Library) -> Iterator[tuple[Paper, list[Oddity]]]:
    """Yield each paper that has oddities, with those that its record does not explain."""
    shared: dict[str, list[Oddity]] = {}
    names = {venue.id: stems(venue) for venue in library.venue_entries}
    single = {
        paper.key: [
            *against_venue(paper.title, paper.venue, names.get(paper.venue, frozenset())),
            *of_paper(paper, library.venue_of(paper).kind),
            *of_doi(paper, library.written_dois.get(paper.key, "")),
        ]
        for paper in library.papers.values()
    }
    loud = [(library.papers[k], o) for k, found in single.items() for o in found if _loud(o)]
    mended = dict.fromkeys(id(odd) for _, odd in loud)
    pairs = [*people.across(library)]
    if loud:
        pairs += people.in_capitals(library.papers.values(), loud)
    for paper, odd in pairs:
        shared.setdefault(paper.key, []).append(odd)
    for key, paper in library.papers.items():
        found = [odd for odd in single[key] if id(odd) not in mended] + shared.get(key, [])
        if found:
            yield paper, found


def _loud(odd: Oddity) -> bool:
    return odd.code == "authors.capitals"


def of_paper(paper: Paper, kind: VenueKind) -> Iterator[Oddity]:
    """Find what is odd in one record, whatever others say; `kind` is that of its venue."""
    yield from of_title("title", ("title",), paper.title)
    if paper.booktitle:
        yield from of_title("booktitle", ("booktitle",), paper.booktitle)
        yield from against_book(paper.title, paper.booktitle)
    yield from of_people("authors", paper.authors)
    yield from of_people("editors", paper.editors)
    yield from people.repeated(paper)
    yield from of_numbers(paper)
    yield from of_year(paper, kind)
    yield from of_links(paper)
    yield from of_prose(paper)
    yield from of_kind(paper, kind)
    yield from of_sources(paper)


def _venues(library: Library) -> Iterator[Problem]:
    found = [odd for n, v in enumerate(library.venue_entries) for odd in of_venue(v, ("venues", n))]
    found += [odd for _, odd in side_by_side(library.venue_entries)]
    for odd in found:
        message = f"{show_loc(odd.loc)}: {odd.message}"
        yield library.problem(VENUES, odd.loc, warning(odd.code, message, odd.hint))
