"""Citations.yaml: what is wrong in it is told at its place, with what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.library import Library
from site_builder.record.citations import MOST_CITING
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

HEAD = "citations:\n  - paper: vouw2020blunt\n    sources: [the paper]\n"


def told(root: Path) -> list[str]:
    """Tell all problems of the file, as people read them."""
    library, problems = Library.load(root)
    return [str(each) for each in (*problems, *checks.run(library)) if each.path[0] == "c"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{HEAD}    cites: [folder2019frist]\n",
            "citations.yaml:4:13: citations[0].cites[0]: unknown paper 'folder2019frist'",
        ),
        (
            f"{HEAD}    cites: [vouw2020blunt]\n",
            "4:13: citations[0].cites[0]: is the paper itself (delete it)",
        ),
        (
            f"{HEAD}    cites:\n      - folder2019first\n      - folder2019first\n",
            "6:9: citations[0].cites[1]: 'folder2019first' twice (delete one)",
        ),
        (
            f"{HEAD}    cites: [folder2019first]\n    not_cited: [folder2019first]\n",
            "5:17: citations[0].not_cited[0]: 'folder2019first' stands in cites too",
        ),
        (
            f"{HEAD}  - paper: vouw2020blunt\n    sources: [it]\n",
            "4:12: citations[1].paper: 'vouw2020blunt' has its citations in citations[0]",
        ),
        (f"{HEAD}    cite: []\n", "4:5: citations[0]: unknown field 'cite'"),
        ("citations:\n  - paper: vouw2020blunt\n", "missing field 'sources'"),
        (f"{HEAD}    cites: {{a: b}}\n", "expected a list"),
        (f"{HEAD}    date: 2026-13-01\n", "date"),
    ],
)
def test_what_is_wrong(make_survey: MakeSurvey, text: str, said: str) -> None:
    """Each mistake is an error at its line and column."""
    root = make_survey({"citations.yaml": text})
    assert any(said in each for each in told(root)), told(root)


def test_keys_are_suggested(make_survey: MakeSurvey) -> None:
    """A key that is nearly one is told, and what a former one is now."""
    root = make_survey({"citations.yaml": f"{HEAD}    cites: [folder2019frst]\n"})
    (problem,) = told(root)
    assert "folder2019first" in problem


def test_a_citation_of_the_future_is_a_warning(make_survey: MakeSurvey) -> None:
    """Who cites a paper of years later is told; its preprint's day counts."""
    record = "title: {}\nauthors: [Ann Kite]\nyear: {}\nvenue: JPA\nfold: [dart]\nsummary: Ours.\n"
    late = record.format("Late Kites", 2024)
    files = {
        "papers/kite2020early.yaml": record.format("Early Strings", 2020),
        "papers/kite2024late.yaml": late,
        "papers/kite2024known.yaml": late.replace("Late Kites", "Winds Around Halls")
        + 'arxiv_id: "2012.00001"\n',
        "citations.yaml": "citations:\n  - paper: kite2020early\n    sources: [it]\n"
        "    cites: [kite2024known, kite2024late]\n",
    }
    (problem,) = told(make_survey(files))
    assert problem.startswith(
        "citations.yaml:4:28: citations[0].cites[1]: 'kite2024late' is of 2024"
    )


def test_what_the_file_may_hold_is_bounded(make_survey: MakeSurvey) -> None:
    """A file of ten times a record's size is read, a larger one refused without being read."""
    entry = "  - paper: a{:06}\n    cites: [b]\n    sources: [s]\n"
    text = "citations:\n" + "".join(map(entry.format, range(MOST_CITING + 1)))
    assert len(text) > reading.MAX_BYTES
    root = make_survey({"citations.yaml": text})
    assert "20,001 entries, at most 20,000" in told(root)[0]
    (root / "citations.yaml").write_text("#" * (10 * reading.MAX_BYTES + 1), encoding="utf-8")
    assert "10,000,000" in told(root)[0]


def test_an_empty_file_says_nothing(make_survey: MakeSurvey) -> None:
    """No entries are no citations, and no problem."""
    root = make_survey({"citations.yaml": "citations: []\n"})
    assert told(root) == []
    assert not Library.load(root)[0].citations
