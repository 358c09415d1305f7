"""How problems are said: to people, to a forge, to programs."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import (
    Problem,
    Severity,
    as_github,
    as_json,
    as_text,
    did_you_mean,
    printable,
    show_loc,
)

PROBLEM = Problem(
    "papers/x.yaml", 4, 8, "unknown-venue", "venue: unknown venue 'CVRP'", "did you mean 'CVPR'?"
)


def test_text() -> None:
    """People see the line, a caret under the place, and what to write."""
    assert as_text(PROBLEM, "venue: CVRP").splitlines() == [
        "papers/x.yaml:4:8: error: venue: unknown venue 'CVRP'",
        "    venue: CVRP",
        "           ^",
        "    hint: did you mean 'CVPR'?",
    ]


def test_long_lines_are_shown_around_the_place() -> None:
    """A line of any length fits the terminal, the caret still under the place."""
    line = "x" * 5_000 + "HERE" + "y" * 5_000
    shown, caret = as_text(Problem("p", 1, 5_001, "c", "m"), line).splitlines()[1:3]
    assert len(shown) <= 100
    assert shown[caret.index("^") :].startswith("HERE")


def test_github() -> None:
    """A forge gets a workflow command with everything that would end it escaped."""
    problem = Problem("papers/a,b:c.yaml", 1, 2, "c", "50 %\nmore", severity=Severity.WARNING)
    assert as_github(problem) == (
        "::warning file=papers/a%2Cb%3Ac.yaml,line=1,col=2,title=c::50 %25%0Amore"
    )


def test_json() -> None:
    """Programs get every part by name."""
    (fields,) = json.loads(as_json([PROBLEM]))
    assert fields == {
        "path": "papers/x.yaml",
        "line": 4,
        "column": 8,
        "code": "unknown-venue",
        "severity": "error",
        "message": "venue: unknown venue 'CVRP'",
        "hint": "did you mean 'CVPR'?",
    }


def test_suggestions() -> None:
    """A near miss is suggested, ignoring case; nonsense is not."""
    assert did_you_mean("cvrp", ["CVPR", "ICCV"]) == "did you mean 'CVPR'?"
    assert did_you_mean("zzzz", ["CVPR"]) == ""


def test_places() -> None:
    """A place reads as people write it."""
    assert show_loc(("results", 1, "value")) == "results[1].value"


@given(st.text(), st.text())
def test_no_text_escapes_its_line(message: str, path: str) -> None:
    """Hostile text cannot add a line or a command of its own."""
    problem = Problem(printable(path), 1, 1, "c", printable(message, 300))
    assert len(as_text(problem, message).splitlines()) == 3
    assert as_text(problem, message).isprintable() or "\n" in as_text(problem, message)
    assert len(as_github(problem).splitlines()) <= 1
