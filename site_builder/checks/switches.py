"""Warnings that a record explains in its field `checks`, and explanations of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.checks.findings import about, warning
from site_builder.checks.quality.catalogue import CODES
from site_builder.problems import Suggestions, bounded, quoted
from site_builder.yamlfiles.record_files import paper_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.problems import Problem
    from site_builder.record.models import Paper

OTHERS: Final = frozenset(
    {"similar-title", "lookalike", "invisible", "key", "undescribed", "unsorted"}
)
"""Codes of advice on records besides the rules of quality."""
KNOWN: Final = frozenset(CODES) | OTHERS
"""Codes of everything that a record can explain."""


def explained(library: Library, found: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out the warnings that records explain; add one for each explanation of nothing."""
    switched = {paper_path(paper.key): paper for paper in library.papers.values() if paper.checks}
    used: set[tuple[str, str]] = set()
    for problem in found:
        paper = switched.get(problem.path)
        if paper and not problem.is_error and problem.code in paper.checks:
            used.add((problem.path, problem.code))
        else:
            yield problem
    suggestions = Suggestions(sorted(KNOWN))
    for path, paper in switched.items():
        idle = [code for code in paper.checks if (path, code) not in used]
        yield from bounded(_idle(library, paper, code, suggestions) for code in idle)


def _idle(library: Library, paper: Paper, code: str, suggestions: Suggestions) -> Problem:
    if code in KNOWN:
        finding = warning("checks.unused", f"{quoted(code)} finds nothing here", "delete it")
    else:
        hint = suggestions.closest(code) or "write a code that `survey check` prints"
        finding = warning("checks.unknown", f"no rule has the code {quoted(code)}", hint)
    return about(library, paper, ("checks", code), finding)
