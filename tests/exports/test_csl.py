"""CSL-JSON against the published data schema, as far as our items go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports import FORMATS, csl

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.library import Library
    from site_builder.record.models import Paper

WRITE = FORMATS["csl-json"].write

TYPES = {
    *("article", "article-journal", "book", "chapter", "dataset", "paper-conference", "report"),
    *("software", "thesis", "webpage"),
}
"""Item types of csl-data.json (CSL 1.0.2) that papers lead to."""

TEXTS = {
    *("DOI", "URL", "abstract", "collection-title", "container-title", "genre", "id", "issue"),
    *(
        "collection-number",
        "note",
        "number",
        "page",
        "publisher",
        "status",
        "title",
        "type",
        "volume",
    ),
}
"""Fields that the schema has as strings; it allows no field that it does not name."""

PEOPLE = ("author", "editor")
NAME_PARTS = {"family", "given", "literal", "non-dropping-particle", "suffix"}


def follows_schema(item: dict[str, Any]) -> bool:
    """Tell whether an item is one by the schema."""
    texts = {name: value for name, value in item.items() if name not in {*PEOPLE, "issued"}}
    people = [name for field in PEOPLE for name in item.get(field, ())]
    dates = item["issued"].pop("date-parts")
    return (
        item["type"] in TYPES
        and texts.keys() <= TEXTS
        and all(isinstance(value, str) and value for value in texts.values())
        and all(name and name.keys() <= NAME_PARTS for name in people)
        and all(isinstance(part, str) for name in people for part in name.values())
        and not item["issued"]
        and len(dates) == 1
        and 1 <= len(dates[0]) <= 3
        and all(isinstance(part, int) for part in dates[0])
    )


def test_layout(made: Made) -> None:
    """A file is a list of items, a field on each line, text as it is read."""
    paper = made.paper(
        title=r"\emph{Folds} of $x_1$",
        authors=[
            {"given": "Józef", "particle": "van den", "family": "Vouw", "suffix": "Jr."},
            {"literal": "Fold, Inc."},
        ],
        volume=3,
        number="2",
        pages="101–119",  # noqa: RUF001
        month=5,
        doi="10.1000/a--b",
        arxiv_id="2203.12119",
    )
    assert WRITE([paper], made.library(paper)) == (
        "[{\n"
        '  "id": "smith2020folds",\n'
        '  "type": "article-journal",\n'
        '  "title": "Folds of x₁",\n'
        '  "author": [{"family": "Vouw", "given": "Józef", "non-dropping-particle": "van den",'
        ' "suffix": "Jr."}, {"literal": "Fold, Inc."}],\n'
        '  "issued": {"date-parts": [[2020, 5]]},\n'
        '  "container-title": "Journal of Paper & Aeroplanes",\n'
        '  "issue": "2",\n'
        '  "volume": "3",\n'
        '  "page": "101-119",\n'
        '  "DOI": "10.1000/a--b",\n'
        '  "note": "arXiv:2203.12119"\n'
        "}]\n"
    )


def test_preprint_and_report(made: Made) -> None:
    """What is in no container names who holds or published it, and its number there."""
    preprint = made.paper(venue="arXiv", arxiv_id="2203.12119")
    report = made.paper(venue="Fold Lab", number="7")
    library = made.library()
    assert csl.item(preprint, library).items() >= {
        ("type", "article"),
        ("publisher", "arXiv"),
        ("number", "arXiv:2203.12119"),
        ("URL", "https://arxiv.org/abs/2203.12119"),
    }
    assert ("publisher", "Fold Laboratory, Zürich") in csl.item(report, library).items()
    assert csl.item(report, library)["number"] == "7"


@given(data=st.data())
def test_any_record_follows_the_schema(
    data: st.DataObject, hostile_papers: st.SearchStrategy[Paper], made: Made
) -> None:
    """Whatever a record holds, its item is one that citation processors take."""
    paper = data.draw(hostile_papers)
    (item,) = json.loads(WRITE([paper], made.library(paper)))
    assert follows_schema(item)


def test_every_real_record(real_library: Library) -> None:
    """All items of this repository's survey follow the schema."""
    items = json.loads(WRITE(real_library.papers.values(), real_library))
    assert [item["id"] for item in items] == list(real_library.papers)
    assert all(map(follows_schema, items))
