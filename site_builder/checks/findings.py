"""How rules say what they found in a record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.library import Library, paper_path
from site_builder.problems import Finding, Loc, Problem, Severity, show_loc

if TYPE_CHECKING:
    from site_builder.record.models import Paper, Salvaged


def about(library: Library, paper: Paper | Salvaged, loc: Loc, finding: Finding) -> Problem:
    """Put a finding at a place of a paper's record, the place named in the message."""
    where = show_loc(loc)
    said = replace(finding, message=f"{where}: {finding.message}") if where else finding
    return library.problem(paper_path(paper.key), loc, said)


def warning(code: str, message: str, hint: str = "") -> Finding:
    """Make what deserves a look and keeps nothing from being published."""
    return Finding(code, message, hint, Severity.WARNING)
