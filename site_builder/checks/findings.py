"""Problems and warnings about a record, as rules report them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.problems import Finding, Loc, Problem, Severity, bounded, show_loc
from site_builder.yamlfiles.record_files import paper_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Paper, Salvaged


def about(library: Library, paper: Paper | Salvaged, loc: Loc, finding: Finding) -> Problem:
    """Return a problem at a place of a paper's record, the place named in the message."""
    where = show_loc(loc)
    said = replace(finding, message=f"{where}: {finding.message}") if where else finding
    return library.problem(paper_path(paper.key), loc, said)


def of_entries(
    library: Library, path: str, found: Iterable[tuple[Loc, Finding]]
) -> Iterator[Problem]:
    """Yield the first problems of entries of a registry, the place of each named in its message."""
    return bounded(
        library.problem(path, loc, replace(finding, message=f"{show_loc(loc)}: {finding.message}"))
        for loc, finding in found
    )


def warning(code: str, message: str, hint: str = "") -> Finding:
    """Return a finding of severity warning, which keeps no record from being published."""
    return Finding(code, message, hint, Severity.WARNING)
