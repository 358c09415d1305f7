"""The releases of a survey: versions that stay as they are, and that can be cited."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema

from site_builder.record import values
from site_builder.record.types import Date, Doi, Line, Prose, Record, at_most
from site_builder.record.values import BadValue
from site_builder.record.versions import Version
from site_builder.text.plurals import counted

MOST_RELEASES: Final = 1_000
MOST_CHANGES: Final = 100
"""Lines on what changed."""
MOST_COUNTED: Final = 2**31 - 1


def _count(value: object) -> int:
    """Validate a number of things."""
    found = values.whole(value)
    if not 0 <= found <= MOST_COUNTED:
        raise BadValue(f"{found} counts nothing", "write how many there are, as 120")
    return found


Count = Annotated[
    int,
    BeforeValidator(_count),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": MOST_COUNTED}),
]


class Counts(Record):
    """How much a release holds."""

    papers: Count = 0
    """Papers with a record."""
    authors: Count = 0
    """People and groups who wrote them."""
    categories: Count = 0
    """Categories of all facets."""
    venues: Count = 0
    """Venues of the registry."""
    benchmarks: Count = 0
    """Benchmarks of the registry."""
    results: Count = 0
    """Measured figures."""
    relations: Count = 0
    """Links between papers."""
    excluded: Count = 0
    """Papers that were looked at and left out."""

    @property
    def words(self) -> tuple[str, ...]:
        """What there is of each kind, in words: `1,015 papers`; kinds of nothing are left out."""
        found = self.model_dump()
        return tuple(counted(found[name], *CALLED[name]) for name in CALLED if found[name])


CALLED: Final = {
    "papers": ("paper", "papers"),
    "authors": ("author", "authors"),
    "categories": ("category", "categories"),
    "venues": ("venue", "venues"),
    "benchmarks": ("benchmark", "benchmarks"),
    "results": ("result", "results"),
    "relations": ("relation", "relations"),
    "excluded": ("paper left out", "papers left out"),
}
"""What is counted, one and several."""


class Release(Record):
    """A version of the survey that stays as it is."""

    version: Version
    """Numbers with dots, in quotes: "2026.11"; its git tag is v2026.11."""
    date: Date
    """The day of the release: 2026-11-23."""
    doi: Doi | None = None
    """The DOI of this very version, once an archive has given one."""
    summary: Prose | None = None
    """What is new, in our own words."""
    counts: Counts = Counts()
    """How much it holds."""
    changes: Annotated[tuple[Line, ...], at_most(MOST_CHANGES)] = ()
    """What changed since the release before, as git tells."""


class ReleasesFile(Record):
    """The file releases.yaml."""

    releases: Annotated[tuple[Release, ...], at_most(MOST_RELEASES)] = ()
    """The releases, the oldest first."""
