from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from site_builder.cli.schema import schema as schema_command
from site_builder.library import Library
from site_builder.record.citations import CitationsFile
from site_builder.record.exclusions import ExcludedFile
from site_builder.record.people import PeopleFile
from site_builder.record.releases import ReleasesFile
from site_builder.web import schemas
from site_builder.yamlfiles import parsing, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    MakeSurvey = Callable[..., Path]
    Data = dict[str, Any]

GOOD: Data = {
    "title": "A Paper",
    "authors": ["Ann Smith", {"given": "Bo", "particle": "van", "family": "Dyck"}],
    "year": 2020,
    "venue": "JPA",
    "fold": ["dart"],
}
RESULT: Data = {
    "benchmark": "long-hall",
    "metric": "distance",
    "value": 1,
    "provenance": "paper",
    "source": "T1",
}
FULL: Data = {
    **GOOD,
    "method": "A-1",
    "type": "thesis",
    "degree": "master",
    "authors": [*GOOD["authors"], {"literal": "The Hall Team"}, "others"],
    "booktitle": "Folds",
    "series": "Notes",
    "editors": ["Ed Itor"],
    "volume": 3,
    "number": "2",
    "pages": "101-119",
    "month": 5,
    "arxiv_id": "2101.00001",
    "arxiv_class": "cs.CV",
    "doi": "10.1109/CVPR.2019.00938",
    "links": {"page": "https://example.org/", "code": "https://example.org/a?b=1#c"},
    "status": {"kind": "concern", "date": "2020-01-31", "source": "10.1000/x", "note": "N"},
    "checks": {"title.capitals": "a name"},
    "flying_place": ["indoors", "outdoors"],
    "submitted": "2020-01-31",
    "comment": "12 pages",
    "summary": "Two\nlines.",
    "papers_folded": ["A4"],
    "sheets": 3,
    "results": [{**RESULT, "source": ["T1", "T2"], "trainable_params_m": 0.5}],
    "relations": [{"kind": "extends", "paper": "folder2019first", "source": "section 1"}],
    "former_keys": ["smith2019paper"],
    "added": "2026-11-23",
}

ACCEPTED: list[tuple[str, Data]] = [
    ("all fields", {}),
    ("an optional field left empty", {"doi": None, "volume": None}),
    (
        "an identifier with its prefix",
        {"doi": "https://doi.org/10.1000/x", "arxiv_id": "arXiv: 2101.00001"},
    ),
    ("a DOI's address, encoded", {"doi": "https://doi.org/10.1000%2Fx?download=true#a b"}),
    ("an old identifier", {"arxiv_id": "hep-th/9901001v2"}),
    ("the address of a preprint", {"arxiv_id": "https://arxiv.org/pdf/2101.00001v3.pdf"}),
    ("no categories", {"fold": []}),
    ("an ORCID iD", {"authors": [{"family": "Smith", "orcid": "0000-0002-1825-0097"}]}),
]

REFUSED: list[tuple[str, Data]] = [
    ("an unknown field", {"titel": "A"}),
    ("a field of the engine", {"categories": {"fold": ["dart"]}}),
    ("a title left empty", {"title": None}),
    ("a blank title", {"title": "  "}),
    ("a title of two lines", {"title": "A\nPaper"}),
    ("a title that is a number", {"title": 1984}),
    ("a title as a list", {"title": ["A", "Paper"]}),
    ("an endless title", {"title": "x" * 1001}),
    ("an endless abstract", {"abstract": "x" * 20_001}),
    ("a year in quotes", {"year": "2020"}),
    ("a year of two digits", {"year": 20}),
    ("a year with a fraction", {"year": 2020.5}),
    ("authors as text", {"authors": "Ann Smith"}),
    ("no authors", {"authors": []}),
    ("an author without family name", {"authors": [{"given": "Ann"}]}),
    ("an author twice named", {"authors": [{"family": "A", "literal": "B"}]}),
    ("an author's field misspelt", {"authors": [{"famly": "Smith"}]}),
    ("an author that is a number", {"authors": [7]}),
    ("a misshapen ORCID iD", {"authors": [{"family": "Smith", "orcid": "0000-0002"}]}),
    ("an unknown venue", {"venue": "JAP"}),
    ("an unquoted arXiv id", {"arxiv_id": 2101.00001}),
    ("no such arXiv id", {"arxiv_id": "2313.01230"}),
    ("an arXiv id with more behind it", {"arxiv_id": "2101.00001 and more"}),
    ("no DOI", {"doi": "11.1000/x"}),
    ("a script as link", {"links": {"code": "javascript:alert(1)"}}),
    ("a link with a password", {"links": {"code": "https://a:b@x.org/"}}),
    ("a link of an unknown kind", {"links": {"source": "https://x.org/"}}),
    ("an unknown category", {"fold": ["darts"]}),
    ("a former category", {"fold": ["stub-dart"]}),
    ("a category of another facet", {"fold": ["indoors"]}),
    ("a category twice", {"fold": ["dart", "dart"]}),
    ("categories as text", {"fold": "dart"}),
    ("a date in words", {"added": "yesterday"}),
    ("a thirteenth month", {"month": 13}),
    ("a word for a whole number", {"sheets": "maybe"}),
    ("a truth value for a whole number", {"sheets": True}),
    ("a figure in words", {"results": [{**RESULT, "value": "high"}]}),
    ("a truth value for a figure", {"results": [{**RESULT, "value": True}]}),
    ("an unknown benchmark", {"results": [{**RESULT, "benchmark": "long-hal"}]}),
    ("an unknown metric", {"results": [{**RESULT, "metric": "height"}]}),
    ("an unknown provenance", {"results": [{**RESULT, "provenance": "papers"}]}),
    ("an empty list of sources", {"results": [{**RESULT, "source": []}]}),
    ("fewer parameters than none", {"results": [{**RESULT, "total_params_m": -1}]}),
    ("an unknown kind of relation", {"relations": [{"kind": "x", "paper": "a", "source": "b"}]}),
    ("a relation to no key", {"relations": [{"kind": "uses", "paper": "A B", "source": "b"}]}),
    ("an unknown type", {"type": "poem"}),
    ("a status without kind", {"status": {"date": "2020-01-31"}}),
    ("a reason for no rule", {"checks": {"A rule": "x"}}),
    ("a former key that is none", {"former_keys": ["../x"]}),
]


@pytest.fixture(scope="module")
def tiny(tiny_survey: Path) -> Library:
    """Read the made-up survey."""
    return Library.load(tiny_survey)[0]


@pytest.fixture(scope="module")
def real(real_library: Library) -> Library:
    """Read the survey of this repository."""
    return real_library


@pytest.fixture(scope="module")
def paper_schema(tiny: Library) -> Draft7Validator:
    """Give the schema of the made-up survey's records."""
    return Draft7Validator(schemas.for_editors(tiny)["paper"])


@pytest.mark.parametrize("change", [a[1] for a in ACCEPTED], ids=[a[0] for a in ACCEPTED])
def test_good_record_is_accepted(paper_schema: Draft7Validator, change: Data) -> None:
    """All that a record may hold passes."""
    assert [error.message for error in paper_schema.iter_errors(FULL | change)] == []


@pytest.mark.parametrize("change", [r[1] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_broken_record_is_refused(paper_schema: Draft7Validator, change: Data) -> None:
    """Each kind of mistake that one file shows by itself is marked."""
    assert not paper_schema.is_valid(GOOD | change)


@pytest.mark.parametrize("name", ["title", "authors", "year", "venue"])
def test_required_field(paper_schema: Draft7Validator, name: str) -> None:
    """A record without a required field is refused."""
    assert not paper_schema.is_valid({n: value for n, value in GOOD.items() if n != name})


@pytest.mark.parametrize("name", ["benchmark", "metric", "value", "provenance", "source"])
def test_required_field_of_result(paper_schema: Draft7Validator, name: str) -> None:
    """A result without a required field is refused."""
    result = {n: value for n, value in RESULT.items() if n != name}
    assert not paper_schema.is_valid({**GOOD, "results": [result]})


def test_metric_of_another_benchmark(make_survey: MakeSurvey) -> None:
    """A metric passes only under a benchmark that has it."""
    other = """
  - id: stairs
    name: Stairs
    description: Down a staircase.
    metrics:
      - {id: steps, name: Steps, direction: higher}
"""
    home = make_survey()
    path = home / "benchmarks.yaml"
    path.write_text(path.read_text("utf-8") + other, encoding="utf-8")
    schema = Draft7Validator(schemas.for_editors(Library.load(home)[0])["paper"])
    assert schema.is_valid(
        {**GOOD, "results": [{**RESULT, "benchmark": "stairs", "metric": "steps"}]}
    )
    assert not schema.is_valid({**GOOD, "results": [{**RESULT, "metric": "steps"}]})


VALUES = st.one_of(
    st.sampled_from([each for change in (*ACCEPTED, *REFUSED) for each in change[1].values()]),
    st.sampled_from(list(FULL.values())),
    st.none() | st.booleans() | st.integers(-3, 3000) | st.text(max_size=5),
    st.sampled_from([" CVPR ", "10.1000/a b", "HTTPS://X.org", "https://x.org:99", "2020-13-45"]),
)


@given(name=st.sampled_from(list(FULL)), value=VALUES)
def test_schema_refuses_nothing_good(
    paper_schema: Draft7Validator, tiny: Library, name: str, value: object
) -> None:
    """What the schema marks, reading the record refuses too."""
    data = {**FULL, name: value}
    document, problems = reading.parse(json.dumps(data, ensure_ascii=False), "x")
    if document is None or problems:
        return
    parsed = parsing.read_paper(document, "x", tiny.taxonomy.facet_ids)
    ids = "fold", "flying_place", "venue", "results"  # known ones are another check's business
    if parsed.paper and name not in ids:
        assert [error.message for error in paper_schema.iter_errors(data)] == []


@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_every_real_record_is_valid(root: Path, real: Library, share: int) -> None:
    """The survey's own records and registries follow their schemas."""
    found = schemas.for_editors(real)
    paths = {f"papers/{key}.yaml": "paper" for key in [*real.papers][::share]}
    paths |= {f"{name}.yaml": name for name in ("taxonomy", "venues", "benchmarks")}
    checkers = {name: Draft7Validator(schema) for name, schema in found.items()}
    wrong = [
        f"{path}: {error.message}"
        for path, name in paths.items()
        for error in checkers[name].iter_errors(plain(root / path))
    ]
    assert len(paths) > 100
    assert wrong == []


def plain(path: Path) -> Any:
    """Read a YAML file as plain data."""
    document, problems = reading.read(path, path.name)
    assert document is not None
    assert problems == []
    return document.data


REGISTRY_MISTAKES: list[tuple[str, Data]] = [
    ("taxonomy", {"facets": []}),
    ("taxonomy", {"facets": [{"id": "a-b", "title": "A", "description": "B", "categories": []}]}),
    ("venues", {"venues": [{"id": "A/B", "name": "A", "kind": "journal"}]}),
    ("venues", {"venues": [{"id": "A", "name": "A", "kind": "magazine"}]}),
    ("venues", {"venues": [{"id": "A", "kind": "journal"}]}),
    ("benchmarks", {"benchmarks": [{"id": "a", "name": "A", "description": "B", "metrics": []}]}),
    ("benchmarks", {"benchmark": []}),
    ("people", {"people": [{"id": "A B", "name": "Ann Roe"}]}),
    ("people", {"people": [{"id": "ann-roe"}]}),
    ("people", {"people": [{"id": "ann-roe", "name": "Ann Roe", "alias": "A. Roe"}]}),
    ("people", {"people": [{"id": "ann-roe", "name": {"given": "Ann"}}]}),
    ("excluded", {"excluded": [{"title": "Kites"}]}),
    ("excluded", {"excluded": [{"title": "Kites", "reason": "Too Wet"}]}),
    ("excluded", {"reasons": [{"id": "wet", "name": "Wet"}]}),
    (
        "excluded",
        {"reasons": [{"id": "a", "name": "A", "description": "B", "stage": "later"}]},
    ),
    ("releases", {"releases": [{"version": "v1.0", "date": "2026-11-23"}]}),
    ("releases", {"releases": [{"version": 2026.1, "date": "2026-11-23"}]}),
    ("releases", {"releases": [{"version": "1.0"}]}),
]


@pytest.mark.parametrize(("name", "data"), REGISTRY_MISTAKES)
def test_broken_registry_is_refused(tiny: Library, name: str, data: Data) -> None:
    """Mistakes in registries are marked."""
    assert not Draft7Validator(schemas.for_editors(tiny)[name]).is_valid(data)


def test_documented_people_are_accepted(root: Path, tiny: Library) -> None:
    """The example of people.yaml in the page about the data is one, to editors and to the engine."""
    page = (root / "docs/about.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(people:\n.*?)```", page, re.DOTALL)
    document, problems = reading.parse(example, "people.yaml")
    assert document is not None
    assert problems == []
    assert PeopleFile.model_validate(document.data).people[0].id == "wei-wang-optics"
    schema = Draft7Validator(schemas.for_editors(tiny)["people"])
    assert [error.message for error in schema.iter_errors(document.data)] == []


def test_documented_exclusions_are_accepted(root: Path, tiny: Library) -> None:
    """The example of excluded.yaml in the page about the data is one, to editors and the engine."""
    page = (root / "docs/about.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(reasons:\n.*?)```", page, re.DOTALL)
    document, problems = reading.parse(example, "excluded.yaml")
    assert document is not None
    assert problems == []
    assert ExcludedFile.model_validate(document.data).excluded[0].reason == "from-scratch"
    schema = Draft7Validator(schemas.for_editors(tiny)["excluded"])
    assert [error.message for error in schema.iter_errors(document.data)] == []


def test_documented_citations_are_accepted(root: Path, tiny: Library) -> None:
    """The example of citations.yaml in the page about the data is one, to editors and the engine."""
    page = (root / "docs/about.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(citations:\n.*?)```", page, re.DOTALL)
    document, problems = reading.parse(example, "citations.yaml")
    assert document is not None
    assert problems == []
    assert CitationsFile.model_validate(document.data).citations[0].paper == "jia2022visual"
    schema = Draft7Validator(schemas.for_editors(tiny)["citations"])
    assert [error.message for error in schema.iter_errors(document.data)] == []


def test_documented_releases_are_accepted(root: Path, tiny: Library) -> None:
    """The example of releases.yaml in the page about the data is one, to editors and the engine."""
    page = (root / "docs/about.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(releases:\n.*?)```", page, re.DOTALL)
    document, problems = reading.parse(example, "releases.yaml")
    assert document is not None
    assert problems == []
    assert ReleasesFile.model_validate(document.data).releases[0].counts.papers == 1015
    schema = Draft7Validator(schemas.for_editors(tiny)["releases"])
    assert [error.message for error in schema.iter_errors(document.data)] == []


def test_mistake_deep_in_the_tree(tiny: Library) -> None:
    """A category below another is held to the same rules."""
    leaf = {"id": "B", "title": "B", "description": "B"}
    top = {"id": "a", "title": "A", "description": "A", "children": [leaf]}
    data = {"facets": [{"id": "f", "title": "F", "description": "F", "categories": [top]}]}
    schema = Draft7Validator(schemas.for_editors(tiny)["taxonomy"])
    assert not schema.is_valid(data)
    leaf["id"] = "b"
    assert schema.is_valid(data)


def every_schema(library: Library) -> dict[str, Any]:
    """Give all schemas by their addresses, as the site has them."""
    return {uri: json.loads(text) for uri, text in schemas.files(library)}


def test_schemas_are_schemas(tiny: Library) -> None:
    """Every schema follows draft 07's own schema."""
    for schema in every_schema(tiny).values():
        Draft7Validator.check_schema(schema)
        assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"


def inside(schema: Any) -> Iterator[Data]:
    """Yield every mapping in a schema."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from inside(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from inside(value)


def test_patterns_mean_the_same_everywhere(tiny: Library) -> None:
    """Patterns use nothing that Python's and ECMAScript's regular expressions read differently."""
    schemas_ = every_schema(tiny).values()
    patterns = {
        each["pattern"]
        for schema in schemas_
        for each in inside(schema)
        if isinstance(each.get("pattern"), str)
    }
    assert patterns
    for pattern in patterns:
        assert not re.search(r"\(\?(?!:)|\\[AZzGQEbB\"'-]|[+*?}]\+", pattern), pattern


def test_every_field_is_explained(tiny: Library) -> None:
    """An editor has something to say of every field that people write."""
    silent = [
        f"{name}: {field}"
        for name, schema in schemas.for_editors(tiny).items()
        for each in inside(schema)
        if each.get("additionalProperties") is False
        for field, described in each["properties"].items()
        if not described.get("description")
    ]
    assert silent == []


def test_references_stand_alone(tiny: Library) -> None:
    """Nothing stands beside a reference, where draft 07 does not read it; each leads somewhere."""
    for schema in every_schema(tiny).values():
        references = [each for each in inside(schema) if isinstance(each.get("$ref"), str)]
        assert all(len(each) == 1 for each in references)
        names = {each["$ref"].removeprefix("#/definitions/") for each in references}
        assert names <= schema.get("definitions", {}).keys()


def test_choices_are_explained(tiny: Library) -> None:
    """An editor has something to say of every choice that it offers."""
    found = [
        each
        for schema in schemas.for_editors(tiny).values()
        for each in inside(schema)
        if isinstance(each.get("enum"), list)
    ]
    assert len(found) > 5
    for each in found:
        assert len(each["enum"]) == len(each["enumDescriptions"])
        assert all(each["enumDescriptions"])


def test_survey_without_registries(make_survey: MakeSurvey) -> None:
    """Where nothing is registered yet, any well-formed id passes."""
    home = make_survey({"venues.yaml": "venues: []\n", "benchmarks.yaml": "benchmarks: []\n"})
    found = schemas.for_editors(Library.load(home)[0])
    Draft7Validator.check_schema(found["paper"])
    assert Draft7Validator(found["paper"]).is_valid({**GOOD, "results": [RESULT]})


def test_command_writes_what_editors_read(
    make_survey: MakeSurvey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`survey schema` writes the folder that the first line of every record names."""
    home = make_survey()
    monkeypatch.chdir(home)
    done = CliRunner().invoke(schema_command, [])
    assert done.exit_code == 0, done.output
    written = {
        path.name: json.loads(path.read_text("utf-8")) for path in (home / "schema").iterdir()
    }
    expected = schemas.for_editors(Library.load(home)[0])
    assert written == {f"{name}.json": schema for name, schema in expected.items()}
    (name,) = {line.partition("$schema=")[2] for line in first_lines(home) if "$schema" in line}
    assert (home / "papers" / name).resolve() == home / "schema" / "paper.json"


def first_lines(home: Path) -> list[str]:
    """Give the first line of every record."""
    return [path.read_text("utf-8").partition("\n")[0] for path in (home / "papers").iterdir()]


def test_command_writes_elsewhere(
    make_survey: MakeSurvey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --out the survey's own folder stays as it is."""
    monkeypatch.chdir(make_survey())
    done = CliRunner().invoke(schema_command, ["--out", str(tmp_path / "a" / "b")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a" / "b" / "paper.json").is_file()
    assert not (tmp_path / "survey" / "schema").exists()
