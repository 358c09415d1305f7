"""What is told of watch.yaml, its form, and its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator

from site_builder.checks import watch_list
from site_builder.curation import formatting
from site_builder.library import Library
from site_builder.web import schemas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

WATCH = "watch.yaml"
WHOLE: dict[str, Any] = {
    "arxiv_classes": ["cs.CV"],
    "searches": [{"category": "dart", "words": ["paper dart"], "also": ["wind"], "sources": ["arxiv"]}],
    "citing": [{"paper": "folder2019first", "sources": ["openalex", "semantic-scholar"]}],
    "people": [{"name": "Ada Folder", "orcid": "0000-0002-1825-0097", "semantic_scholar": "17"}],
    "venues": [{"name": "Fold Day", "dblp": "conf/fold", "openreview": "Fold.cc/{year}/Day"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["watch.yaml:1:1: the file is empty"]),
        ("{}", []),
        (yaml.safe_dump(WHOLE), []),
        ("searches: [\n", ["watch.yaml:2:1"]),
        ("searchs: []", ["watch.yaml:1:1: unknown field 'searchs' (did you mean 'searches'?)"]),
        (
            "searches:\n  - {category: drat, words: [kite]}",
            ["watch.yaml:2:16: searches[0].category: unknown category 'drat' (did you mean 'dart'?)"],
        ),
        (
            "searches:\n  - {category: fold/dart, words: []}",
            ["watch.yaml:2:34: searches[0].words: is empty (at least one is needed)"],
        ),
        (
            "searches:\n  - {category: dart, words: ['?']}",
            ["watch.yaml:2:30: searches[0].words[0]: '?' has no word"],
        ),
        (
            "searches:\n  - {category: dart, words: [kite], sources: [arxv]}",
            ["watch.yaml:2:47: searches[0].sources[0]: unknown value 'arxv' (did you mean 'arxiv'?)"],
        ),
        (
            "citing:\n  - paper: folder2019frst",
            ["watch.yaml:2:12: citing[0].paper: unknown paper 'folder2019frst' (did you mean 'folder2019first'?)"],
        ),
        (
            "citing:\n  - paper: vouw2020stub",
            ["watch.yaml:2:12: citing[0].paper: unknown paper 'vouw2020stub' (it is now 'vouw2020blunt')"],
        ),
        (
            "citing:\n  - paper: folder2019first\n  - paper: folder2019first",
            ["watch.yaml:3:12: citing[1].paper: 'folder2019first' stands at citing[0].paper already"],
        ),
        (
            "citing:\n  - {paper: gleiter2021unsorted, sources: [openalex]}\n  - paper: gleiter2022glide",
            [
                "watch.yaml:2:13: citing[0].paper: 'gleiter2021unsorted' has no DOI, by which OpenAlex knows papers",
                "watch.yaml:3:12: citing[1].paper: 'gleiter2022glide' has no arXiv id or DOI, by which Semantic Scholar",
            ],
        ),
        (
            "people:\n  - {name: Ada, orcid: 0000-0002-1825-0098}",
            ["watch.yaml:2:24: people[0].orcid:"],
        ),
        ("venues:\n  - {name: Fold Day}", ["watch.yaml:2:5: venues[0]: says not where to look"]),
        (
            "venues:\n  - {name: Fold Day, dblp: eccv}",
            ["watch.yaml:2:28: venues[0].dblp: 'eccv' is no name there (write the end of"],
        ),
    ],
)  # fmt: skip
def test_problems(make_survey: MakeSurvey, text: str, told: list[str]) -> None:
    """What is wrong is told at its place, with what to write instead."""
    root = make_survey({WATCH: text})
    found = [str(each) for each in watch_list.problems(Library.load(root)[0])]
    assert len(found) == len(told), found
    for line, begin in zip(found, told, strict=True):
        assert line.startswith(begin), line


def test_survey_without_one(make_survey: MakeSurvey) -> None:
    """A survey can do without the file."""
    root = make_survey()
    assert watch_list.read(Library.load(root)[0]) == (None, [])


def test_form_and_schema(make_survey: MakeSurvey, root: Path) -> None:
    """`survey fmt` puts it in form and says the same; the schema takes what checks take."""
    text = f"# kept\n{yaml.safe_dump(WHOLE, sort_keys=True)}"
    home = make_survey({WATCH: text})
    assert formatting.run(home, [WATCH], write=True).changed == [WATCH]
    made = (home / WATCH).read_text("utf-8")
    assert made.startswith("# yaml-language-server: $schema=schema/watch.json\n# kept\n")
    assert yaml.safe_load(made) == WHOLE
    assert list(yaml.safe_load(made)) == list(WHOLE)
    assert formatting.run(home, [WATCH], write=True).changed == []
    library = Library.load(home)[0]
    schema = schemas.for_editors(library)["watch"]
    assert list(Draft7Validator(schema).iter_errors(WHOLE)) == []
    for name in WHOLE:
        assert list(Draft7Validator(schema).iter_errors({**WHOLE, name: [{"x": 1}]}))
    ours = yaml.safe_load((root / WATCH).read_text("utf-8"))
    assert list(Draft7Validator(schema).iter_errors(ours)) == []


def test_ours(root: Path, real_library: Library) -> None:
    """The watch list of this repository's survey is sound and in form."""
    found, problems = watch_list.read(real_library)
    assert problems == []
    assert found is not None
    assert found.words
    assert formatting.run(root, [WATCH], write=False).changed == []
