"""What is missing where, in a survey of a few papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import coverage
from site_builder.coverage import FIELDS, Coverage
from site_builder.library import Library
from site_builder.record.models import PAPER_FIELDS, Links, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

THIN = "title: Thin\nauthors: [A B]\nyear: {year}\nvenue: JPA\n{more}"


@pytest.fixture(scope="module")
def tiny(tiny_survey: Path) -> Coverage:
    """Give what the tiny survey's records have and lack."""
    return Coverage.of(Library.load(tiny_survey)[0])


def missing(found: Coverage, field: str) -> list[str]:
    """Name the papers that lack a field."""
    return [p.key for gap in found.by_field if gap.field.id == field for p in gap.missing]


@pytest.mark.parametrize(
    ("field", "keys"),
    [
        ("any-text", []),
        ("abstract", ["gleiter2022glide", "folder2019first"]),
        ("any-category", ["gleiter2021unsorted"]),
        ("any-id", ["gleiter2022glide", "vouw2020blunt"]),
        ("links.code", ["gleiter2022glide", "gleiter2021unsorted", "vouw2020blunt"]),
        ("fold", ["gleiter2021unsorted"]),
    ],
)
def test_who_lacks_a_field(tiny: Coverage, field: str, keys: list[str]) -> None:
    """Each field names the papers without it, the newest first."""
    assert missing(tiny, field) == keys


def test_some_fields_concern_some_papers(tiny: Coverage) -> None:
    """A preprint misses no DOI, and a paper without results no conditions of them."""
    gaps = {gap.field.id: gap for gap in tiny.by_field}
    assert "gleiter2021unsorted" not in missing(tiny, "doi")
    assert (gaps["doi"].eligible, gaps["doi"].present) == (3, 1)
    assert gaps["result-conditions"].eligible == 2
    assert gaps["result-conditions"].present == 0


def test_fields_are_those_of_records(tiny: Coverage) -> None:
    """A field is named as records write it, or has a hyphen, which no field of a record has."""
    links = {f"links.{name}" for name in Links.model_fields}
    assert {f.id for f in FIELDS if "-" not in f.id} <= {*PAPER_FIELDS, *links}
    assert {"any-text", "doi"} <= {f.id for f in FIELDS}
    known = coverage.fields(tiny.library)
    assert set(coverage.shown(tiny.library)) <= {f.id for f in known}
    assert all(f.minutes and f.how for f in known if f.points)


def test_what_an_hour_pays(make_survey: MakeSurvey) -> None:
    """An hour pays the points of as many papers as are done in it, and no more than there are."""
    files = {f"papers/a{n}thin.yaml": THIN.format(year=2000, more="") for n in range(30)}
    found = Coverage.of(Library.load(make_survey(files, papers=False))[0])
    gaps = {gap.field.id: gap for gap in found.by_field}
    assert (gaps["links.code"].papers_per_hour, gaps["links.code"].points_per_hour) == (20, 40)
    assert (gaps["any-id"].papers_per_hour, gaps["any-id"].points_per_hour) == (30, 90)
    assert found.by_points_per_hour[0].field.id == "any-id"
    assert "method" not in [gap.field.id for gap in found.by_points_per_hour]


def test_neediest_papers_first(make_survey: MakeSurvey) -> None:
    """Of papers that lack as much, those come first that others relate to, then the newest."""
    relation = "relations: [{kind: uses, paper: c2001related, source: it}]\n"
    files = {
        "papers/a2002new.yaml": THIN.format(year=2002, more=""),
        "papers/b2001old.yaml": THIN.format(year=2001, more=""),
        "papers/c2001related.yaml": THIN.format(year=2001, more=""),
        "papers/e2002full.yaml": THIN.format(year=2002, more=f"summary: Yes.\n{relation}"),
    }
    found = Coverage.of(Library.load(make_survey(files, papers=False))[0])
    keys = [lack.paper.key for lack in found.least_complete]
    assert keys == ["c2001related", "a2002new", "b2001old", "e2002full"]
    points = [lack.points for lack in found.least_complete]
    assert points[0] - points[-1] == 3 + 1 + 1


def test_a_paper_lacks_only_what_is_worth_points(tiny: Coverage) -> None:
    """A paper's gap holds nothing that cannot be expected of it."""
    assert all(field.points for lack in tiny.least_complete for field in lack.fields)


def test_counts_by_category_and_year(tiny: Coverage) -> None:
    """A category has the papers below it, a year its own; numbers are of papers, each once."""
    dart, year = tiny.by_category["fold", "dart"], tiny.by_year[2020]
    assert dart.papers == 3
    assert (dart.missing["abstract"], dart.eligible["abstract"]) == (2, 3)
    assert (year.papers, year.missing["abstract"], year.missing["doi"]) == (1, 0, 1)
    assert list(tiny.by_year) == [2022, 2021, 2020, 2019]


def test_some_papers_alone(tiny_survey: Path) -> None:
    """Some papers can be looked at alone."""
    library, _ = Library.load(tiny_survey)
    found = Coverage.of(library, [library.papers["vouw2020blunt"]])
    assert found.by_field[0].eligible == 1
    assert list(found.by_year) == [2020]
    assert sum(count.total() for count in found.provenance.values()) == 2


def test_thin_categories_and_unused_venues(make_survey: MakeSurvey) -> None:
    """The lowest categories with few papers are named, and venues that nothing appeared at."""
    found = Coverage.of(Library.load(make_survey({"papers/folder2019first.yaml": None}))[0])
    thin = {node.id: count for node, count in found.small_categories()}
    assert thin == {"blunt-dart": 1, "glider": 1, "indoors": 1, "outdoors": 2}
    assert [venue.id for venue in found.unused_venues()] == ["Fold Day"]
    assert [paper.key for paper in found.unsorted()] == ["gleiter2021unsorted"]


def test_results_by_provenance(tiny: Coverage) -> None:
    """Results are counted by who reported them."""
    counts = tiny.provenance["long-hall"]
    assert (counts[Provenance.PAPER], counts[Provenance.THIRD_PARTY]) == (2, 1)


def test_results_with_nothing_beside_them(make_survey: MakeSurvey) -> None:
    """A comparable set of one paper is told; one whose conditions are not known cannot be."""
    result = (
        "results:\n  - {benchmark: long-hall, metric: distance, value: 3, backbone: A4, "
        "pretraining: P, provenance: paper, source: it}\n"
    )
    alone = {"papers/a2000alone.yaml": THIN.format(year=2000, more=result)}
    found = Coverage.of(Library.load(make_survey(alone))[0])
    (pair,) = found.singleton_sets()
    assert (pair[0].id, pair[1].rows[0].paper.key) == ("long-hall", "a2000alone")
    both = {"papers/b2000beside.yaml": THIN.format(year=2000, more=result)}
    (found.library.root / "papers/b2000beside.yaml").write_text(both.popitem()[1])
    assert not list(Coverage.of(Library.load(found.library.root)[0]).singleton_sets())


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("links.code", "links.code"),
        ("links-code", "links.code"),
        ("code", "links.code"),
        ("arxiv-id", "arxiv_id"),
        ("flying_place", "flying_place"),
        ("flying-place", "flying_place"),
        ("colour", None),
    ],
)
def test_fields_are_found(tiny: Coverage, name: str, field: str | None) -> None:
    """A field is found by its id as records, addresses and people write it."""
    found = coverage.find(tiny.library, name)
    assert (found and found.id) == field


def test_an_empty_survey(make_survey: MakeSurvey) -> None:
    """Where there is nothing, nothing is missing."""
    found = Coverage.of(Library.load(make_survey(papers=False))[0])
    assert not found.least_complete
    assert not found.by_points_per_hour
    assert not found.by_year
    assert all(gap.eligible == 0 for gap in found.by_field)
