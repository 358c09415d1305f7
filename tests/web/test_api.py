from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from shares import thinned

from site_builder.library import Library
from site_builder.record.models import Paper
from site_builder.site import Site
from site_builder.web import api, schemas
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from pathlib import Path


SITE = Site("Folds", "https://example.org/folds/")
NOWHERE = Site("Folds")


@pytest.fixture(scope="module")
def real(real_library: Library) -> Library:
    """Read the survey of this repository."""
    return real_library


@pytest.fixture(scope="module")
def tiny(tiny_survey: Path) -> Library:
    """Read the made-up survey."""
    return Library.load(tiny_survey)[0]


def values(library: Library, site: Site) -> dict[str, Any]:
    """Read every file by its address."""
    return {uri: json.loads(text) for uri, text in api.files(library, site)}


def test_addresses(tiny: Library) -> None:
    """There is a file for each paper, one for all, and one for the taxonomy."""
    assert list(values(tiny, NOWHERE)) == [
        "api/v1/papers/folder2019first.json",
        "api/v1/papers/gleiter2021unsorted.json",
        "api/v1/papers/gleiter2022glide.json",
        "api/v1/papers/vouw2020blunt.json",
        "api/v1/papers.json",
        "api/v1/taxonomy.json",
    ]


def test_record(tiny: Library) -> None:
    """A paper's file says all that its record says, with names and addresses told."""
    found = values(tiny, SITE)["api/v1/papers/vouw2020blunt.json"]
    assert found == {
        "$schema": "../../../schema/api-paper.json",
        "key": "vouw2020blunt",
        "uri": "papers/vouw2020blunt/",
        "url": "https://example.org/folds/papers/vouw2020blunt/",
        "title": "Blunt Noses Fly Further",
        "method": "Stub",
        "type": "article",
        "authors": [
            {
                "name": "Józef van den Vouw Jr.",
                "given": "Józef",
                "particle": "van den",
                "family": "Vouw",
                "suffix": "Jr.",
                "id": "jozef-van-den-vouw-jr",
                "uri": "authors/jozef-van-den-vouw-jr/",
            },
            {
                "name": "The Hall Team",
                "literal": "The Hall Team",
                "id": "the-hall-team",
                "uri": "authors/#the-hall-team",
            },
        ],
        "year": 2020,
        "editors": [],
        "venue": {
            "id": "JPA",
            "name": "Journal of Paper Aeroplanes",
            "kind": "journal",
            "uri": "venues/jpa/",
        },
        "volume": "3",
        "number": "2",
        "pages": "101-119",
        "month": 5,
        "links": {},
        "categories": {
            "fold": [{"id": "blunt-dart", "title": "Blunt dart", "uri": "fold/blunt-dart/"}],
            "flying_place": [
                {"id": "indoors", "title": "Indoors", "uri": "flying-place/indoors/"},
                {"id": "outdoors", "title": "Outdoors", "uri": "flying-place/outdoors/"},
            ],
        },
        "abstract": "We fold noses back. The \\emph{blunt} dart flies $1.5\\times$ further, "
        "i.e.\\ 30\\% more than hoped.",
        "papers_folded": [],
        "results": [
            {
                "benchmark": "long-hall",
                "metric": "distance",
                "value": 29.25,
                "backbone": "A4, 80 g",
                "provenance": "paper",
                "source": ["Table 2", "the team's web page"],
            },
            {
                "benchmark": "long-hall",
                "metric": "spread",
                "value": 2,
                "provenance": "third-party",
                "source": ["Table 4"],
            },
        ],
        "relations": [
            {"kind": "extends", "paper": "folder2019first", "source": "the introduction"}
        ],
        "former_keys": ["vouw2020stub"],
        "sources": [],
        "notes": "Flown *twice*, see [the page](https://example.org/stub).",
        "added": "2026-11-23",
    }


def test_list_of_papers(tiny: Library) -> None:
    """The list has every paper as its own file does, but for the longest texts."""
    found = values(tiny, SITE)
    listed = found["api/v1/papers.json"]
    assert (listed["$schema"], listed["count"]) == ("../../schema/api-papers.json", 4)
    for paper in listed["papers"]:
        own = found[f"api/v1/papers/{paper['key']}.json"]
        gone = {"$schema", "abstract", "notes"}
        assert paper == {name: value for name, value in own.items() if name not in gone}


def test_list_is_readable_line_by_line(tiny: Library) -> None:
    """Each paper of the list stands on a line of its own."""
    text = dict(api.files(tiny, SITE))["api/v1/papers.json"]
    papers = [json.loads(line.rstrip(",")) for line in text.splitlines()[1:-1]]
    assert [paper["key"] for paper in papers] == list(tiny.papers)


def test_taxonomy(tiny: Library) -> None:
    """The tree has every category with its address and the papers in and below it."""
    found = values(tiny, NOWHERE)["api/v1/taxonomy.json"]
    fold = found["facets"][0]
    assert (fold["id"], fold["uri"], fold["title"]) == ("fold", "fold/", "Fold")
    dart, glider = fold["categories"]
    assert (dart["papers"], glider["papers"]) == (3, 1)
    assert dart["children"] == [
        {
            "id": "blunt-dart",
            "uri": "fold/blunt-dart/",
            "title": "Blunt dart",
            "description": "A dart whose nose is folded back.",
            "aliases": [],
            "former_ids": ["stub-dart"],
            "papers": 1,
            "children": [],
        }
    ]


def test_no_address_without_a_site(tiny: Library) -> None:
    """Whole addresses stand only where the site's own is known."""
    assert "https://example.org/folds" in json.dumps(values(tiny, SITE))
    assert "example.org/folds" not in json.dumps(values(tiny, NOWHERE))


@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("site", [SITE, NOWHERE])
def test_files_follow_their_schemas(real: Library, site: Site, share: int) -> None:
    """Every file of the real survey follows the schema that it names, and holds nothing untold."""
    library = thinned(real, share)
    known = {uri: json.loads(text) for uri, text in schemas.files(library)}
    for uri, value in values(library, site).items():
        named = value["$schema"]
        assert named.count("../") == uri.count("/")
        schema = known[named.replace("../", "")]
        assert [error.message for error in Draft7Validator(schema).iter_errors(value)] == []
        assert untold(value, schema, schema) == []


def untold(value: Any, schema: Any, whole: Any) -> list[str]:
    """Name the fields that a schema does not describe."""
    (schema,) = schema.get("allOf", [schema])
    if "$ref" in schema:
        schema = whole["definitions"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [name for each in value for name in untold(each, schema["items"], whole)]
    if not isinstance(value, dict):
        return []
    fields = schema.get("properties", {})
    rest = schema.get("additionalProperties")
    found = [name for name in value if name not in fields and rest is None]
    for name, each in value.items():
        if name in fields or rest is not None:
            found += untold(each, fields.get(name, rest), whole)
    return found


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("no address", {"uri": None}),
    ("a year in words", {"year": "2020"}),
    ("an author without name", {"authors": [{"family": "Smith"}]}),
    ("a result without value", {"results": [{"benchmark": "a", "metric": "b"}]}),
    ("a single source", {"results": "T1"}),
    ("categories as a list", {"categories": []}),
    ("a field left empty", {"doi": None}),
]


@pytest.mark.parametrize("change", [b[1] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_schema_is_no_rubber_stamp(tiny: Library, change: dict[str, Any]) -> None:
    """The schema refuses what a paper's file never is."""
    schema = Draft7Validator(schemas.for_api(tiny)["api-paper"])
    record = api.record(tiny.papers["vouw2020blunt"], tiny, SITE)
    assert schema.is_valid(record)
    assert not schema.is_valid(record | change)


def test_ten_real_papers(real: Library, root: Path) -> None:
    """Ten real papers have every field of their records, unchanged."""
    told = {*("authors", "venue", "links", "protect", "results"), *real.taxonomy.facet_ids}
    for key in list(real.papers)[::38]:
        document, _ = reading.read(root / f"papers/{key}.yaml", key)
        assert document is not None
        found = api.record(real.papers[key], real, NOWHERE)
        data = document.data
        same = {
            name: value.strip() if isinstance(value, str) else value for name, value in data.items()
        }
        assert {n: found[n] for n in same if n not in told} == {
            n: value for n, value in same.items() if n not in told
        }
        assert found["venue"]["id"] == data["venue"]
        arxiv = {"pdf": f"https://arxiv.org/pdf/{data['arxiv_id']}"} if "arxiv_id" in data else {}
        assert found["links"] == arxiv | data.get("links", {})
        assert len(found["authors"]) == len(data["authors"])
        figures = [result["value"] for result in data.get("results", [])]
        assert [result["value"] for result in found["results"]] == figures
        for facet in real.taxonomy.facet_ids:
            ids = [each["id"] for each in found["categories"][facet]]
            assert ids == data.get(facet, [])


def test_unknown_references(tiny: Library) -> None:
    """A venue that nobody registered has its id alone; an unknown category is left out."""
    paper = tiny.papers["vouw2020blunt"].model_copy(
        update={"venue": "Sky", "categories": {"fold": ("kite",)}}
    )
    found = api.record(paper, tiny, SITE)
    assert found["venue"] == {"id": "Sky"}
    assert found["categories"] == {"fold": [], "flying_place": []}
    assert Draft7Validator(schemas.for_api(tiny)["api-paper"]).is_valid(found)


def test_empty_survey(tiny: Library) -> None:
    """A survey without papers has an empty list."""
    found = values(tiny.without(set(tiny.papers)), SITE)["api/v1/papers.json"]
    assert (found["count"], found["papers"]) == (0, [])


def test_same_bytes_twice(tiny: Library) -> None:
    """Nothing in the files depends on when they are made."""
    assert list(api.files(tiny, SITE)) == list(api.files(tiny, SITE))


@given(text=st.text())
@example(text="half a \ud800 character")
def test_any_text_comes_back(tiny: Library, text: str) -> None:
    """Whatever text a record holds is JSON that UTF-8 can say, and comes back whole."""
    before = tiny.papers["vouw2020blunt"]
    paper = Paper.model_construct(**{**dict(before), "title": text})
    library = Library(tiny.root, tiny.taxonomy, papers={"a": paper})
    for _, written in api.files(library, SITE):
        value = json.loads(written.encode().decode())
        if "title" in value:
            assert value["title"] == text
