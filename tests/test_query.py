"""Choosing papers."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library import Library
from site_builder.problems import SurveyError
from site_builder.query import Query, find_category, select
from site_builder.record.models import Facet, Paper, Venue
from site_builder.record.taxonomy import Taxonomy


def category(name: str, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Make a category."""
    return {"id": name, "title": name.title(), "description": name, "children": children, **more}


def facet(name: str, *categories: dict[str, Any]) -> Facet:
    """Make a facet."""
    fields = {"id": name, "title": name, "description": name, "categories": categories}
    return Facet.model_validate(fields)


def paper(key: str, **fields: Any) -> Paper:
    """Make a paper."""
    plain = {"title": "Folds", "authors": ["Ann Smith"], "year": 2020, "venue": "JPA"}
    return Paper.model_validate({**plain, "key": key, **fields})


TAXONOMY = Taxonomy(
    (
        facet(
            "how_folded",
            category("dart", category("blunt", former_ids=["stub"]), aliases=["arrow"]),
            category("glider"),
            category("other"),
        ),
        facet("place", category("hall"), category("other")),
    )
)

PAPERS = (
    paper("a2019", year=2019, categories={"how_folded": ["blunt"], "place": ["hall"]}),
    paper("b2020", categories={"how_folded": ["glider"]}, method="AeroNet", added="2026-01-31"),
    paper(
        "c2021", year=2021, authors=["Józef van den Vouw"], added="2026-02-01", former_keys=["old"]
    ),
    paper("d2022", year=2022, title=r"The \emph{Blunt} Arrow", categories={"place": ["hall"]}),
)

LIBRARY = Library(
    root=Path(),
    taxonomy=TAXONOMY,
    venue_entries=(Venue.model_validate({"id": "JPA", "name": "Aeroplanes", "kind": "journal"}),),
    papers={paper.key: paper for paper in PAPERS},
)


def found(**query: Any) -> str:
    """Give the first letters of the keys that a query finds."""
    return "".join(paper.key[0] for paper in select(LIBRARY, Query(**query)))


@pytest.mark.parametrize(
    ("categories", "keys"),
    [
        ([], "abcd"),
        (["dart"], "a"),
        (["how_folded/dart"], "a"),
        (["how-folded/stub"], "a"),
        (["dart", "glider"], "ab"),
        (["hall"], "ad"),
        (["hall", "dart"], "a"),
        (["hall", "glider"], ""),
        (["place/other"], ""),
    ],
)
def test_categories(categories: list[str], keys: str) -> None:
    """Papers are below one of the categories of each facet; former ids and slugs do as well."""
    assert found(categories=tuple(categories)) == keys


@pytest.mark.parametrize(
    "name", ["dart", "how_folded/dart", "how_folded:dart", "how-folded/dart", "how-folded:dart/"]
)
def test_names_of_a_category(name: str) -> None:
    """A category is named by its id, alone or after its facet's id or slug, as its address does."""
    node = find_category(f" {name} ", LIBRARY)
    assert (node.facet.id, node.id) == ("how_folded", "dart")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("drt", "unknown category 'drt' (did you mean 'dart'?)"),
        ("place/hal", "unknown category 'place/hal' (did you mean 'place/hall'?)"),
        ("plce/hall", "unknown facet 'plce' (did you mean 'place'?)"),
        ("zzz/hall", "unknown facet 'zzz' (how_folded, place)"),
        (
            "other",
            "'other' is a category of several facets (write how_folded/other or place/other)",
        ),
        ("", "unknown category ''"),
    ],
)
def test_unknown_category(name: str, message: str) -> None:
    """A category that is not there, or that several are, is told with what to write."""
    with pytest.raises(SurveyError) as told:
        find_category(name, LIBRARY)
    assert str(told.value) == message


def test_keys() -> None:
    """Papers are found by present and by former keys; an unknown one is told with a near one."""
    assert found(keys=("d2022", "old")) == "cd"
    with pytest.raises(SurveyError, match=r"unknown key 'b202' \(did you mean 'b2020'\?\)"):
        found(keys=("b202",))


@pytest.mark.parametrize(
    ("day", "keys"), [("2026-02-01", "c"), ("2026-01-31", "bc"), ("2027-01-01", "")]
)
def test_since(day: str, keys: str) -> None:
    """A paper counts from the day on which it was added; one without a day was always there."""
    assert found(since=dt.date.fromisoformat(day)) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", "abcd"),
        ("folds", "abc"),
        ("fold", "abc"),
        ("olds", ""),
        ("BLUNT arrow", "ad"),
        ('"the blunt arrow"', "d"),
        ('"the blunt arr"', ""),
        ("author:jozef", "c"),
        ('author:"van den vouw"', "c"),
        ("author:folds", ""),
        ("aeronet", "b"),
        ("title:aeronet", "b"),
        ("venue:aeroplanes", "abcd"),
        ("venue:jpa year:2019", "a"),
        ("year:2020-2021", "bc"),
        ("year:2021-", "cd"),
        ("year:-2020", "ab"),
        ("2019", "a"),
        ("category:arrow", "a"),
        ('"nofield:folds"', ""),
        ("[(*", ""),
    ],
)
def test_words(text: str, keys: str) -> None:
    """All words must begin one of the paper's, whole phrases stand in it; fields narrow that."""
    assert found(text=text) == keys


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("autor:Smith", "unknown field 'autor:' (did you mean 'author:'?;"),
        ("folds doi:10.1", "unknown field 'doi:' (one of title:, author:, venue:, year:,"),
        ('nofield:"a b"', "unknown field 'nofield:' (one of"),
        ('"blunt arrow', "the quotation mark in '\"blunt' is not closed"),
        ('author:"Ann', "the quotation mark in 'author:\"Ann' is not closed"),
        ("author: Ann", "nothing follows 'author:' (write author:WORD without a blank)"),
    ],
)
def test_mistyped_queries_are_told(text: str, said: str) -> None:
    """What would look for something else than is meant is refused, with what to write."""
    with pytest.raises(SurveyError) as told:
        found(text=text)
    assert str(told.value).startswith(f"query: {said}")


@given(st.text(max_size=30))
def test_any_text_is_a_query(text: str) -> None:
    """Whatever people type is a query, or refused in words; in quotation marks it always is one."""
    phrase = text.replace('"', "")
    assert {*found(text=f'"{phrase}"')} <= {*"abcd"}
    with suppress(SurveyError):
        assert {*found(text=text)} <= {*"abcd"}
