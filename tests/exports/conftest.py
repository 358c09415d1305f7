"""A made-up survey that has every kind of venue, and papers as strangers may write them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from declared import CONDITIONS, QUANTITIES, gathered
from hypothesis import strategies as st
from pydantic import ValidationError

from site_builder.library import Library
from site_builder.record import values
from site_builder.record.fields import DeclaredField
from site_builder.record.kinds import Degree, EntryType
from site_builder.record.models import Benchmark, Facet, Paper, Venue, VenueKind
from site_builder.record.taxonomy import Taxonomy

VENUES = (
    {"id": "JPA", "name": "Journal of Paper & Aeroplanes", "kind": "journal"},
    {"id": "Fold Day", "name": "Proceedings of Fold Day", "kind": "conference", "publisher": "F&F"},
    {"id": "Fold Night", "name": "Workshop on Folds at Night", "kind": "workshop"},
    {"id": "arXiv", "name": "arXiv", "kind": "preprint"},
    {"id": "Preprints", "name": "Aeroplane Preprints", "kind": "preprint"},
    {"id": "Fold Lab", "name": "Fold Laboratory, Zürich", "kind": "report"},
    {"id": "Fold University", "name": "University of Folds", "kind": "thesis"},
    {"id": "Fold Books", "name": "Folds in Context", "kind": "book", "publisher": "Fold Press"},
)

BENCHMARK = {
    "id": "long-hall",
    "name": "Long Hall",
    "description": "Throws.",
    "metrics": [
        {"id": "distance", "name": "Distance", "unit": "%", "direction": "higher"},
        {"id": "spread", "name": "Spread", "direction": "lower"},
    ],
}

FOLD = {
    "id": "fold",
    "title": "Fold",
    "description": "How it is folded.",
    "categories": [
        {
            "id": "dart",
            "title": "Dart",
            "description": "Long.",
            "children": [{"id": "blunt-dart", "title": "Blunt dart", "description": "Blunt."}],
        },
        {"id": "glider", "title": "Glider & Co", "description": "Broad."},
    ],
}

NASTY = (
    *("{", "}", "\\", "%", "$", "&", "#", "_", "~", "^", '"', "'", "@", ",", ";", "=", "<", ">"),
    *("\\input{/etc/passwd}", "@article{x,", "\\end{document}", " and ", " and others", "$x_1$"),
    *(
        "\\'e",
        '{\\"o}',
        "\\H{o}",
        "$\\Delta$",
        "\\verb|x|",
        "\\\\",
        "--",
        "\u00a0",
        "\u00ad",
        "\u200d",
    ),
    *("é", "ő", "ß", "中", "Ł", "ự", "BERT", "van", "de", "Jr.", "-", "1", " ", "a", "Z", "\t"),
)
"""What has broken bibliographies, and pieces of innocent text to put between."""


REFUSED = re.compile(f"{values.CONTROLS.pattern}|{values.INVISIBLES.pattern}|\n")
"""Characters that no record can hold in a line."""


def make_paper(**fields: Any) -> Paper:
    """Make a paper; what is not said is filled in."""
    plain = {"key": "smith2020folds", "title": "Folds", "authors": ["Ann Smith"], "year": 2020}
    return Paper.model_validate({**plain, "venue": "JPA", **gathered(fields)})


OWN = tuple(
    DeclaredField.model_validate({"id": name, "title": name, "type": kind})
    for name, kind in (("papers_folded", "list"), ("sheets", "integer"))
)


def library_of(*papers: Paper) -> Library:
    """Make the library of these papers."""
    return Library(
        root=Path(),
        taxonomy=Taxonomy((Facet.model_validate(FOLD),)),
        venue_entries=tuple(Venue.model_validate(venue) for venue in VENUES),
        benchmark_entries=(Benchmark.model_validate(BENCHMARK),),
        condition_entries=CONDITIONS,
        quantity_entries=QUANTITIES,
        field_entries=OWN,
        papers={paper.key: paper for paper in sorted(papers, key=lambda paper: paper.key)},
    )


def text(most: int = 6) -> st.SearchStrategy[str]:
    """Give lines of hostile and of innocent text."""
    pieces = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), min_size=1, max_size=most)
    return pieces.map(lambda some: REFUSED.sub("", "".join(some)).strip() or "x")


def valid(fields: dict[str, Any]) -> Paper | None:
    """Make a paper if a survey could hold it."""
    try:
        return make_paper(**{name: value for name, value in fields.items() if value})
    except ValidationError:
        return None


def authors() -> st.SearchStrategy[list[dict[str, str]]]:
    """Give lists of people and groups."""
    parts = {
        "given": text(3),
        "particle": st.sampled_from(["van der", "de", "Van", "'t"]) | text(2),
    }
    person = st.fixed_dictionaries(
        {"family": text(3)}, optional={**parts, "suffix": st.sampled_from(["Jr.", "III"]) | text(2)}
    )
    group = st.fixed_dictionaries({"literal": text(4)})
    return st.lists(person | group, min_size=1, max_size=4)


def _status(note: str) -> dict[str, str]:
    return {"kind": "concern", "note": note, "source": "10.1000/a_b%c"}


def papers() -> st.SearchStrategy[Paper]:
    """Give papers that pass the models, hostile in every field that holds text."""
    fields = {
        "title": text(),
        "authors": authors(),
        "year": st.integers(1450, 2100),
        "month": st.none() | st.integers(1, 12),
        "venue": st.sampled_from([venue["id"] for venue in VENUES]) | text(2),
        "method": st.none() | text(2),
        "protect": st.lists(text(2), max_size=2),
        "volume": st.none() | text(2),
        "number": st.none() | text(2),
        "pages": st.none() | st.sampled_from(["1-10", "7", "e12", "1\N{EN DASH}2, 5-9"]) | text(3),
        "doi": st.none() | st.from_regex(r"10\.\d{4}/[a-z0-9<>()_;:%#&~$.-]{1,12}", fullmatch=True),
        "arxiv_id": st.sampled_from(["", "2203.12119", "hep-th/9901001"]),
        "arxiv_class": st.sampled_from(["", "cs.CV"]),
        "type": st.none() | st.sampled_from(EntryType),
        "booktitle": st.none() | text(2),
        "series": st.none() | text(2),
        "editors": st.just([]) | authors(),
        "links": st.sampled_from(
            [{}, {"page": "https://e.org/%7E_#a&b"}, {"pdf": "https://e.org/"}]
        ),
        "status": st.none() | st.builds(_status, text(3)),
        "abstract": st.none() | text(),
        "summary": st.none() | text(),
    }
    return st.fixed_dictionaries(fields).map(valid).filter(bool)


class Made:
    """Makes papers, and libraries of them."""

    paper = staticmethod(make_paper)
    library = staticmethod(library_of)


@pytest.fixture(scope="session")
def made() -> Made:
    """Give what makes papers and libraries."""
    return Made()


@pytest.fixture(scope="session")
def hostile_papers() -> st.SearchStrategy[Paper]:
    """Give papers that a stranger may hand in."""
    return papers()


@pytest.fixture(scope="session")
def one_of_each_kind() -> list[Paper]:
    """Give a paper for each kind of venue, with every field that a citation may show."""
    accents = {"given": "Józef", "particle": "van den", "family": "Żółć", "suffix": "Jr."}
    common = {
        "authors": [accents, "Erdős Pál", "Jean-Michel Ångström", {"literal": "The Folds, and Co"}],
        "volume": "12",
        "number": "3",
        "pages": "101-119",
        "month": 5,
    }
    ids = (
        {},
        {"doi": "10.1000/a_b<1>%2.0;2-#"},
        {"arxiv_id": "2203.12119", "arxiv_class": "cs.CV"},
    )
    return [
        make_paper(
            **common,
            **extra,
            key=f"zolc2020{kind}-{number}",
            title=f"Über BERT's {kind}: 3D ImageNet & $\\Delta x_1 \\leq 20$ \\% of “Folds” \N{EN DASH} A Study",
            venue=next(v["id"] for v in VENUES if v["kind"] == kind),
        )
        for kind in VenueKind
        for number, extra in enumerate(ids)
    ]


@pytest.fixture(scope="session")
def one_of_each_type() -> dict[str, Paper]:
    """Give a paper of each type and degree, its fields full, whatever their venue is."""
    common: dict[str, Any] = {
        "authors": ["Ann Smith", "others"],
        "editors": ["Bo van Dyck", {"literal": "Fold & Co"}],
        "booktitle": "Folds & Kites",
        "series": "Notes on Folding",
        "volume": "12",
        "number": "3",
        "pages": "101-119",
        "month": 5,
        "links": {"page": "https://e.org/a_b%20c?d=1", "pdf": "https://e.org/a_b.pdf"},
        "status": {
            "kind": "retracted",
            "date": "2021-05-01",
            "source": "https://e.org/a_b%20c#~d",
            "note": r"100\% made up \& worse.",
        },
        "venue": "Fold Books",
    }
    degrees = {"type": "thesis"}
    types = {str(each): {"type": each} for each in EntryType if each is not EntryType.THESIS}
    types |= {str(degree): {**degrees, "degree": degree} for degree in Degree}
    return {
        name: make_paper(**common, **fields, key=f"smith2020-{name}", title=f"Of {name}s")
        for name, fields in types.items()
    }
