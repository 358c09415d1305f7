"""Sources that readers could open, were they written in their form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.checks.quality.oddity import Oddity
from site_builder.record.source_addresses import as_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.problems import Loc
    from site_builder.record.models import Paper


def of_sources(paper: Paper) -> Iterator[Oddity]:
    """Find files of repositories in other forms than `owner/repo:path`."""
    for loc, source in _sources(paper):
        if form := as_file(source):
            yield Oddity("sources.file", loc, "cannot be opened by readers", f"write {form}")


def _sources(paper: Paper) -> Iterator[tuple[Loc, str]]:
    """Yield every source that a record names, with its place."""
    for n, source in enumerate(paper.sources):
        yield ("sources", n), source
    for n, result in enumerate(paper.results):
        yield from ((("results", n, "source", m), each) for m, each in enumerate(result.source))
    for n, relation in enumerate(paper.relations):
        yield ("relations", n, "source"), relation.source
