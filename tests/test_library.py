"""A folder as one object: what is loaded, what is left out, how it is linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library, find_root
from site_builder.problems import SurveyError
from site_builder.record.ordering import newest_first
from site_builder.record.results import comparable_sets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.yamlfiles.record_files import Cache

    MakeSurvey = Callable[..., Path]


@pytest.fixture(scope="module")
def library(tiny_survey: Path) -> Library:
    """The tiny survey, loaded without a problem."""
    library, problems = Library.load(tiny_survey)
    assert problems == []
    return library


def test_papers_are_in_the_order_of_keys(library: Library) -> None:
    """Papers come by key, whatever the file system says."""
    assert list(library.papers) == sorted(library.papers)
    assert len(library.papers) == 4


def test_categories_hold_the_papers_below_them(library: Library) -> None:
    """A category lists the papers of its subtree, newest first, each once."""
    dart = library.taxonomy.get("fold", "dart")
    assert dart is not None
    keys = [paper.key for paper in library.in_category(dart)]
    assert keys == ["gleiter2022glide", "vouw2020blunt", "folder2019first"]
    own = [paper.key for paper in library.in_category(dart, subtree=False)]
    assert own == ["gleiter2022glide", "folder2019first"]


def test_people_are_one_page_each(library: Library) -> None:
    """An author is known by the slug of the name, with all their papers, in order of family names."""
    assert list(library.people) == [
        "ada-folder",
        "grete-gleiter",
        "the-hall-team",
        "jozef-van-den-vouw-jr",
    ]
    assert [p.key for p in library.people["ada-folder"].papers] == [
        "gleiter2022glide",
        "folder2019first",
    ]


def test_comparable_sets_are_made_once(tiny_survey: Path) -> None:
    """Who asks again for a benchmark's comparable sets, by an equal one, gets the very same ones."""
    library, _ = Library.load(tiny_survey)
    for benchmark in library.benchmarks.values():
        found = library.comparable_sets(benchmark)
        assert list(found) == list(benchmark.metrics)
        measured = library.on_benchmark.get(benchmark.id, ())
        for metric, sets in found.items():
            assert sets == comparable_sets(metric, measured, library.result_fields)
        assert library.comparable_sets(benchmark.model_copy(deep=True)) is found


def test_relations_are_seen_from_both_ends(library: Library) -> None:
    """A paper knows which others point at it."""
    ((paper, relation),) = library.relations_to["folder2019first"]
    assert (paper.key, relation.kind) == ("vouw2020blunt", "extends")


def test_unsorted_papers_are_kept_in_sight(library: Library) -> None:
    """A paper without a category stands in a list of its own."""
    assert [paper.key for paper in library.unsorted] == ["gleiter2021unsorted"]


def test_venues_and_years(library: Library) -> None:
    """Papers are found by venue and by year, the latest first."""
    assert [p.key for p in library.by_venue["JPA"]] == ["gleiter2022glide", "vouw2020blunt"]
    assert list(library.by_year) == [2022, 2021, 2020, 2019]
    assert newest_first(reversed(library.papers.values()))[0].key == "gleiter2022glide"


def test_a_wrong_record_hides_nothing(make_survey: MakeSurvey) -> None:
    """A broken record is left out; every other one is there."""
    library, problems = Library.load(
        make_survey({"papers/a2020b.yaml": "title: [", "papers/c.yaml": ""})
    )
    assert len(library.papers) == 4
    assert [problem.path for problem in problems] == ["papers/a2020b.yaml", "papers/c.yaml"]


def test_a_broken_taxonomy_blames_no_paper(make_survey: MakeSurvey) -> None:
    """When the taxonomy cannot be read, that alone is told."""
    library, problems = Library.load(make_survey({"taxonomy.yaml": "facets: 1"}))
    assert [str(p) for p in problems] == [
        "taxonomy.yaml:1:9: facets: expected a list, got the number 1 (write [a, b])"
    ]
    assert len(library.papers) == 4


@pytest.mark.parametrize("name", ["taxonomy.yaml", "venues.yaml", "benchmarks.yaml"])
def test_missing_registries_are_told(make_survey: MakeSurvey, name: str) -> None:
    """A registry that is not there is a problem, not a crash."""
    _, problems = Library.load(make_survey({name: None}))
    assert [str(p) for p in problems] == [f"{name}:1:1: cannot be read: No such file or directory"]


def test_a_missing_folder_is_told(make_survey: MakeSurvey) -> None:
    """A survey without papers/ says so."""
    root = make_survey(papers=False)
    (root / "papers").rmdir()
    _, problems = Library.load(root)
    assert [p.path for p in problems] == ["papers"]


def test_other_file_names(make_survey: MakeSurvey) -> None:
    """A record's name has the form of a key and ends in .yaml; other files are nobody's business."""
    root = make_survey(
        {"papers/x.yml": "", "papers/Big.yaml": "title: A", "papers/README.md": "hi"}
    )
    _, problems = Library.load(root)
    assert [(p.path, p.message) for p in problems if p.code in {"file-name", "value"}] == [
        ("papers/Big.yaml", "key: 'Big' is no key"),
        ("papers/x.yml", "a record's name ends in .yaml"),
    ]


def test_the_cache_follows_the_files(make_survey: MakeSurvey) -> None:
    """With a cache only changed files are read again, and deleted ones are gone."""
    root, cache = make_survey(), dict[str, object]()
    typed: Cache = cache  # type: ignore[assignment]
    first, _ = Library.load(root, typed)
    path = root / "papers" / "folder2019first.yaml"
    path.write_text(path.read_text().replace("First Folds", "Very First Folds"))
    (root / "papers" / "vouw2020blunt.yaml").unlink()
    second, _ = Library.load(root, typed)
    assert second.papers["folder2019first"].title.startswith("Very")
    assert "vouw2020blunt" not in second.papers
    assert second.papers["gleiter2022glide"] is first.papers["gleiter2022glide"]


def test_find_root(tiny_survey: Path, tmp_path: Path) -> None:
    """A survey is found from any folder inside it; elsewhere the message says what was looked for."""
    assert find_root(tiny_survey / "papers") == tiny_survey
    with pytest.raises(SurveyError, match=r"no survey here: .* have no taxonomy\.yaml"):
        find_root(tmp_path)


def test_the_real_survey(root: Path) -> None:
    """The records of this repository load without an error."""
    library, problems = Library.load(root)
    assert problems == []
    assert len(library.papers) >= 383
