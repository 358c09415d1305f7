"""What our own exports write where a format has no field for it, read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.record.kinds import StatusKind
from site_builder.record.models import Paper
from site_builder.record.publication import notice
from site_builder.sources import bibtex, csl, ris, statuses

if TYPE_CHECKING:
    from site_builder.sources.draft import Draft

NOTE = (
    "Retracted on 2020-05-01. Figures 1, 2 are arXiv:2001.00001. See https://doi.org/10.1000/x%2523"
)
STATUS = {
    "kind": "retracted",
    "date": "2020-05-01",
    "source": "10.1000/x%23",
    "note": "Figures 1, 2 are arXiv:2001.00001",
}


def drafts(note: str) -> list[Draft]:
    """Read a note in every format."""
    tex = note.replace("%", r"\%")
    item: list[dict[str, Any]] = [{"id": "k", "title": "T", "note": note}]
    files = (
        bibtex.parse(f"@misc{{k, title={{T}}, note={{{tex}}}}}", "x"),
        bibtex.parse(f"@online{{k, title={{T}}, addendum={{{tex}}}}}", "x"),
        ris.parse(f"TY  - JOUR\nTI  - T\nN1  - {note}\nER  - \n", "x"),
        csl.parse(json.dumps(item), "x"),
    )
    return [draft for contents in files for draft in contents.drafts]


def test_notices() -> None:
    """What became of a paper is its status; a notice's DOI, address and ids are not the paper's."""
    for draft in drafts(NOTE):
        assert draft.status == STATUS
        assert (draft.doi, draft.arxiv_id, draft.links, draft.notes) == ("", "", {}, "")


@pytest.mark.parametrize(
    "note", ["Retracted papers are listed.", "See https://e.org/x", "In press."]
)
def test_other_notes(note: str) -> None:
    """Any other remark stays one, and tells no status."""
    for draft in drafts(note):
        assert (draft.status, draft.notes) == ({}, note)


@given(
    st.sampled_from(StatusKind),
    st.sampled_from([None, "2020-05-01"]),
    st.sampled_from([None, "10.1000/a_b%c", "https://e.org/x", "https://dl.acm.org/doi/10.1145/1"]),
    st.sampled_from([None, "Why", "It says: see below", "A. B. C", "100 % of it"]),
)
def test_every_notice(
    kind: StatusKind, date: str | None, source: str | None, note: str | None
) -> None:
    """Each status that exports can tell is read as what it was."""
    status = {"kind": kind, "date": date, "source": source, "note": note}
    fields = {"key": "k", "title": "T", "authors": ["A B"], "year": 2020, "venue": "V"}
    paper = Paper.model_validate({**fields, "status": {k: v for k, v in status.items() if v}})
    assert statuses.of_notice(notice(paper)) == {k: str(v) for k, v in status.items() if v}


def test_names_of_ris() -> None:
    """A list that is cut says so; a name without comma among others that have one is a group's."""
    rows = "TY  - JOUR\nTI  - T\nAU  - Smith, Ann\nAU  - Google Brain\nAU  - Li, Bo\nAU  - others\nER  - \n"
    (draft,) = ris.parse(rows, "x").drafts
    assert draft.others
    assert draft.authors[1] == {"literal": "Google Brain"}


@pytest.mark.parametrize(
    ("literal", "names"),
    [
        ("Smith and Sons", ["Smith and Sons"]),
        ("Ann Smith and Bo Li", ["Smith", "Li"]),
        ("Ann Smith; Bo Li", ["Smith", "Li"]),
    ],
)
def test_literal_names_of_csl(literal: str, names: list[str]) -> None:
    """A group whose name has an "and" is one; a whole list of people is told apart."""
    item = [{"id": "k", "title": "T", "author": [{"literal": literal}]}]
    (draft,) = csl.parse(json.dumps(item), "x").drafts
    assert [each.get("literal") or each["family"] for each in draft.authors] == names
