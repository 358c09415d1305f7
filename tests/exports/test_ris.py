"""RIS, read back by rispy, which shares no code with what writes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import rispy
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports import FORMATS
from site_builder.latex import to_text

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.library import Library
    from site_builder.record.models import Paper

WRITE = FORMATS["ris"].write


def test_layout(made: Made) -> None:
    """A record is lines of a tag and a value, in the order of the specification, with CR LF."""
    paper = made.paper(
        title=r"\emph{Folds} of $x_1$",
        authors=[
            {"given": "Józef", "particle": "van den", "family": "Vouw", "suffix": "Jr."},
            {"literal": "Fold, Inc."},
        ],
        volume=3,
        number="2",
        pages="101-119",
        month=5,
        doi="10.1000/a--b%1~c",
        arxiv_id="2203.12119",
        abstract="One.\n\nTwo.",
    )
    assert WRITE([paper], made.library(paper)).split("\r\n") == [
        "TY  - JOUR",
        "ID  - smith2020folds",
        "TI  - Folds of x₁",
        "AU  - van den Vouw, Józef, Jr.",
        "AU  - Fold Inc.",
        "PY  - 2020",
        "DA  - 2020/05//",
        "T2  - Journal of Paper & Aeroplanes",
        "VL  - 3",
        "IS  - 2",
        "SP  - 101",
        "EP  - 119",
        "DO  - 10.1000/a--b%1~c",
        "UR  - https://doi.org/10.1000/a--b%251%7Ec".replace("%7E", "~"),
        "AN  - arXiv:2203.12119",
        "AB  - One. Two.",
        "ER  - ",
        "",
    ]


def test_types(made: Made, one_of_each_kind: list[Paper]) -> None:
    """Every kind of venue has a type of its own or of its like, and rispy knows all of them."""
    read = rispy.loads(WRITE(one_of_each_kind, made.library(*one_of_each_kind)))
    types = {entry["id"].split("-")[0]: entry["type_of_reference"] for entry in read}
    assert types == {
        "zolc2020conference": "CPAPER",
        "zolc2020workshop": "CPAPER",
        "zolc2020journal": "JOUR",
        "zolc2020preprint": "UNPB",
        "zolc2020report": "RPRT",
        "zolc2020thesis": "THES",
        "zolc2020book": "BOOK",
    }


@given(data=st.data())
def test_any_record_is_read_as_written(
    data: st.DataObject, hostile_papers: st.SearchStrategy[Paper], made: Made
) -> None:
    """Whatever a record holds, it is one record to another program, with the values we gave."""
    paper = data.draw(hostile_papers)
    text = WRITE([paper], made.library(paper))
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n")[:-1])
    (entry,) = rispy.loads(text)
    assert entry["id"] == paper.key
    assert entry.get("title", "") == to_text(paper.title)
    assert entry["year"] == str(paper.year)
    assert entry.get("doi") == paper.doi
    assert entry.get("abstract", "") == to_text(paper.abstract or "")
    assert len(entry["authors"]) == len(paper.authors)


def test_every_real_record(real_library: Library) -> None:
    """All records of this repository's survey read back, authors and titles as they are."""
    entries = rispy.loads(WRITE(real_library.papers.values(), real_library))
    assert [entry["id"] for entry in entries] == list(real_library.papers)
    for entry in entries:
        paper = real_library.papers[entry["id"]]
        assert entry["title"] == to_text(paper.title)
        assert [name.split(", ")[0] for name in entry["authors"]] == [
            f"{author.name.particle} {author.name.family}".strip() for author in paper.authors
        ]
