"""One paper of each type through every format, read by other code than wrote it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from pybtex.database import parse_string

from site_builder.exports import FORMATS, references
from site_builder.record.kinds import StatusKind

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.record.models import Paper

PUBLISHED_TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
"""The types of items of CSL 1.0.2 (appendix III)."""

EXPECTED = {
    "article": ("article", "article", "JOUR", "article-journal"),
    "paper-conference": ("inproceedings", "inproceedings", "CPAPER", "paper-conference"),
    "chapter": ("incollection", "incollection", "CHAP", "chapter"),
    "book": ("book", "book", "BOOK", "book"),
    "doctoral": ("phdthesis", "thesis", "THES", "thesis"),
    "master": ("mastersthesis", "thesis", "THES", "thesis"),
    "report": ("techreport", "report", "RPRT", "report"),
    "preprint": ("misc", "online", "UNPB", "article"),
    "dataset": ("misc", "dataset", "DATA", "dataset"),
    "software": ("misc", "software", "COMP", "software"),
    "webpage": ("misc", "online", "ELEC", "webpage"),
}
"""Types in BibTeX, biblatex, RIS and CSL."""

NOTICE = "Retracted on 2021-05-01. 100% made up & worse. See https://e.org/a_b%20c#~d"


@pytest.mark.parametrize(("dialect", "column"), [("bibtex", 0), ("biblatex", 1)])
def test_bibliographies(
    made: Made, one_of_each_type: dict[str, Paper], dialect: str, column: int
) -> None:
    """Pybtex reads each type with the names, the book, the address and what became of it."""
    papers = one_of_each_type
    text = FORMATS[dialect].write(papers.values(), made.library(*papers.values()))
    entries = parse_string(text, "bibtex").entries
    assert {name: entries[f"smith2020-{name}"].type for name in papers} == {
        name: kinds[column] for name, kinds in EXPECTED.items()
    }
    for name in papers:
        entry = entries[f"smith2020-{name}"]
        assert [str(each) for each in entry.persons["author"]] == ["Smith, Ann", "others"]
        assert entry.fields["url"] == "https://e.org/a_b%20c?d=1"
        said = entry.fields["note" if dialect == "bibtex" else "addendum"]
        assert said.startswith(
            r"Retracted on 2021-05-01. 100\% made up \& worse. See https://e.org"
        )
    chapter = entries["smith2020-chapter"]
    assert [str(each) for each in chapter.persons["editor"]] == ["van Dyck, Bo", r"{Fold \& Co}"]
    assert chapter.fields["booktitle"] == r"Folds \& Kites"
    assert chapter.fields["series"] == "Notes on Folding"
    assert chapter.fields["publisher"] == "Fold Press"
    kind = "type" if dialect == "biblatex" else "school"
    assert entries["smith2020-master"].fields[kind] in {"mathesis", "Fold Press"}


def test_ris(made: Made, one_of_each_type: dict[str, Paper]) -> None:
    """Rispy reads each type with its people, addresses and notice."""
    papers = one_of_each_type
    text = FORMATS["ris"].write(papers.values(), made.library(*papers.values()))
    read = {entry["id"].removeprefix("smith2020-"): entry for entry in rispy.loads(text)}
    assert {name: each["type_of_reference"] for name, each in read.items()} == {
        name: kinds[2] for name, kinds in EXPECTED.items()
    }
    for entry in read.values():
        assert entry["authors"] == ["Smith, Ann", "others"]
        assert "ED  - van Dyck, Bo\r\nED  - Fold & Co\r\n" in text
        assert entry["urls"] == ["https://e.org/a_b%20c?d=1"]
        assert entry["file_attachments1"] == "https://e.org/a_b.pdf"
        assert entry["notes"] == [NOTICE]
    assert read["chapter"]["secondary_title"] == "Folds & Kites"
    assert read["chapter"]["tertiary_title"] == "Notes on Folding"
    assert read["master"]["type_of_work"] == "Master's thesis"


def test_csl(made: Made, one_of_each_type: dict[str, Paper]) -> None:
    """Every type is one that CSL publishes; editors, book and status have their variables."""
    assert {kinds[3] for kinds in EXPECTED.values()} <= PUBLISHED_TYPES
    papers = one_of_each_type
    items = json.loads(FORMATS["csl-json"].write(papers.values(), made.library(*papers.values())))
    read = {item["id"].removeprefix("smith2020-"): item for item in items}
    assert {name: each["type"] for name, each in read.items()} == {
        name: kinds[3] for name, kinds in EXPECTED.items()
    }
    for item in items:
        assert item["author"] == [{"family": "Smith", "given": "Ann"}, {"literal": "others"}]
        assert (item["status"], item["URL"]) == ("retracted", "https://e.org/a_b%20c?d=1")
    chapter = read["chapter"]
    assert chapter["editor"][1] == {"literal": "Fold & Co"}
    assert chapter["container-title"] == "Folds & Kites"
    assert chapter["collection-title"] == "Notes on Folding"
    assert read["master"]["genre"] == "Master's thesis"


def test_table(made: Made, one_of_each_type: dict[str, Paper]) -> None:
    """A row says the type, whether the venue or the record has it, and what became of the paper."""
    papers = one_of_each_type
    text = FORMATS["csv"].write(papers.values(), made.library(*papers.values()))
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        name = row["key"].removeprefix("smith2020-")
        assert (row["degree"] or row["type"]) == name
        assert row["authors"] == "Ann Smith; others"
        assert row["editors"] == "Bo van Dyck; Fold & Co"
        assert (row["status"], row["status_notice"]) == ("retracted", NOTICE)


@pytest.mark.parametrize("style", references.STYLES)
def test_reference(made: Made, one_of_each_type: dict[str, Paper], style: str) -> None:
    """A formatted reference of any type names the title and ends with what became of the paper."""
    papers = one_of_each_type
    for name, paper in papers.items():
        written = references.reference(paper, made.library(paper), style)
        assert f"Of {name}s" in written
        assert written.endswith(f" [{NOTICE}]")


@pytest.mark.parametrize("kind", StatusKind)
def test_list_tells_what_became_of_a_paper(made: Made, kind: StatusKind) -> None:
    """A line of the Markdown list says it in bold."""
    paper = made.paper(status={"kind": kind}, authors=["Ann Smith", "others"])
    written = FORMATS["markdown"].write([paper], made.library(paper))
    assert "**. Ann Smith et al. JPA 2020." in written


@pytest.mark.parametrize(
    ("fields", "bibtex", "biblatex"),
    [
        ({"venue": "Fold Books", "booktitle": "B"}, "incollection", "inbook"),
        ({"venue": "Unpublished", "type": "chapter"}, "misc", "inbook"),
        ({"venue": "JPA", "type": "webpage"}, "misc", "misc"),
        (
            {"venue": "JPA", "type": "webpage", "links": {"page": "https://e.org/"}},
            "misc",
            "online",
        ),
    ],
)
def test_types_that_lack_a_field(
    made: Made, fields: dict[str, Any], bibtex: str, biblatex: str
) -> None:
    """An entry whose type wants a field that is not known has the nearest type that does not."""
    paper = made.paper(**fields)
    for dialect, wanted in (("bibtex", bibtex), ("biblatex", biblatex)):
        assert FORMATS[dialect].write([paper], made.library(paper)).startswith(f"@{wanted}{{")


def test_doi_wins(made: Made) -> None:
    """Where a style prints both, the DOI stands alone; RIS has both addresses."""
    paper = made.paper(doi="10.1000/x", links={"page": "https://e.org/"})
    library = made.library(paper)
    for name in ("bibtex", "biblatex", "csl-json"):
        assert "https://e.org/" not in FORMATS[name].write([paper], library)
    (entry,) = rispy.loads(FORMATS["ris"].write([paper], library))
    assert entry["urls"] == ["https://doi.org/10.1000/x", "https://e.org/"]


def test_page_before_preprint(made: Made) -> None:
    """The published page is a better address than the preprint's listing; a PDF is the last."""
    links = {"page": "https://e.org/p", "pdf": "https://e.org/f.pdf"}
    for name in ("bibtex", "biblatex", "csl-json"):
        for fields, url in (
            ({"links": links, "arxiv_id": "2203.12119"}, links["page"]),
            ({"links": {"pdf": links["pdf"]}}, links["pdf"]),
        ):
            paper = made.paper(**fields)
            assert url in FORMATS[name].write([paper], made.library(paper))


def test_names_without_capitals(made: Made) -> None:
    """Names in scripts without capitals have no initials; Chinese ones begin with the family."""
    authors = [
        {"given": "小明", "family": "王"},
        {"given": "محمد", "family": "سعيد"},
        {"given": "अमित", "family": "कुमार"},
    ]
    paper = made.paper(authors=authors)
    for style in references.STYLES:
        written = references.reference(paper, made.library(paper), style)
        assert all(name in written for name in ("王小明", "محمد سعيد", "अमित कुमार"))
    assert "王小明; محمد سعيد" in FORMATS["csv"].write([paper], made.library(paper))
    entry = FORMATS["biblatex"].write([paper], made.library(paper), unicode=True)
    assert "author = {王, 小明 and سعيد, محمد" in entry
