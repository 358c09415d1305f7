"""Releases.yaml: each version is there once, the oldest first, and no DOI stands for two."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.checks.findings import of_entries
from site_builder.problems import Finding, Loc, Problem, quoted
from site_builder.record.versions import numbers
from site_builder.yamlfiles.registries import RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library

Told = tuple[Loc, Finding]


def sound_releases(library: Library) -> Iterator[Problem]:
    """Versions and days grow from one release to the next; a DOI is that of one of them."""
    yield from of_entries(library, RELEASES, _order(library))
    yield from of_entries(library, RELEASES, _dois(library))


def _order(library: Library) -> Iterator[Told]:
    """Compare neighbours alone: of a list in order no two versions are the same."""
    for number, (old, new) in enumerate(pairwise(library.release_entries), start=1):
        before, version = quoted(old.version), quoted(new.version)
        if numbers(new.version) == numbers(old.version):
            message = f"{version} is there already, as {before}"
            hint = "one version, one entry: delete one"
            yield ("releases", number, "version"), Finding("taken", message, hint)
        elif numbers(new.version) < numbers(old.version):
            message = f"{version} is before {before}, which stands above it"
            hint = "the oldest release comes first, the newest last"
            yield ("releases", number, "version"), Finding("order", message, hint)
        elif new.date < old.date:
            message = f"{new.date} is before {old.date}, the day of {before}"
            hint = "correct the day that is wrong"
            yield ("releases", number, "date"), Finding("order", message, hint)


def _dois(library: Library) -> Iterator[Told]:
    first: dict[str, str] = {}
    for number, release in enumerate(library.release_entries):
        doi = (release.doi or "").lower()
        if doi and first.setdefault(doi, release.version) != release.version:
            message = f"{release.doi} is the DOI of {quoted(first[doi])}"
            hint = "each version has one of its own; that of all versions is no version's"
            yield ("releases", number, "doi"), Finding("taken", message, hint)
