"""The survey's own fields: values in their types, their order, their addresses, their canonical form."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.history.compared import differences, version
from site_builder.library import Library
from site_builder.record.fields import DeclaredField, FieldsFile
from site_builder.record.grouping import by_value
from site_builder.record.models import Paper
from site_builder.text.names import fold, value_slug
from site_builder.yamlfiles.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

OWN = FieldsFile.model_validate(
    {
        "fields": [
            {"id": "tools", "title": "Tools", "type": "list"},
            {"id": "weight", "title": "Weight", "type": "number", "unit": "g"},
            {"id": "torn", "title": "Torn", "type": "boolean"},
            {"id": "flown", "title": "DOA", "type": "date"},
            {"id": "size", "title": "Size", "type": "choice", "values": ["large", "small"]},
        ]
    }
).fields
HEAD = "title: A\nauthors:\n  - Ann Smith\nyear: 2020\nvenue: JPA\n"


def paper(key: str, **extra: Any) -> Paper:
    """Make a paper with values of declared fields."""
    given = {"key": key, "title": "T", "authors": ["A B"], "year": 2020, "venue": "V"}
    return Paper.model_validate({**given, "extra": extra})


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("tools", [" ruler "], ("ruler",)),
        ("tools", [], None),
        ("weight", 5, 5.0),
        ("torn", False, False),
        ("flown", "2024-02-29", dt.date(2024, 2, 29)),
        ("size", "small", "small"),
        ("size", None, None),
    ],
)
def test_values_have_types(name: str, value: object, read: object) -> None:
    """A value that fits comes in the type of its field, and stays so within a paper."""
    field = next(each for each in OWN if each.id == name)
    found = field.read(value)
    assert found == read
    assert type(found) is type(read)
    if found is not None:
        assert type(paper("a", **{name: found}).extra[name]) is type(read)


def test_canonical_form() -> None:
    """Own fields stand behind the abstract in the order of fields.yaml; false stays, nothing goes."""
    given = (
        f"{HEAD}size: small\nflown: 2024-02-29\nabstract: B\ntorn: false\ntools: []\nweight: 5\n"
    )
    written = canonical(given, "x", "x", (), OWN).text
    assert written is not None
    assert written.split("\n", 1)[1] == (
        f"{HEAD}abstract: B\nweight: 5\ntorn: false\nflown: 2024-02-29\nsize: small\n"
    )
    assert canonical(written, "x", "x", (), OWN).text == written


def test_changes_in_words(make_survey: MakeSurvey) -> None:
    """What came, went and changed in own fields is said by their titles, abbreviations kept."""
    fields = "fields:\n" + "".join(
        f"  - {{id: {f.id}, title: {f.title}, type: {f.type}}}\n" for f in OWN[:4]
    )
    library, problems = Library.load(make_survey({"fields.yaml": fields}, papers=False))
    assert not problems
    old = version(f"{HEAD}weight: 4\ntools: [ruler]\nmark: true\n".encode())
    assert old is not None
    new = paper("a", weight=5.0, tools=("ruler",), flown=dt.date(2020, 1, 1), torn=False)
    new = new.model_copy(update={"title": "A", "authors": old.authors, "venue": "JPA"})
    said = [words for _, words in differences(old, new, library)]
    assert said == ["weight corrected; torn and DOA added"]


def test_values_in_order() -> None:
    """Choices keep their order, other values count as people do; spellings of one stand together."""
    tools = by_value(
        OWN[0],
        [
            paper("a", tools=("10 cm", "Ruler")),
            paper("b", tools=("9 cm", "ruler")),
            paper("c", tools=("ruler", "C++", "C")),
        ],
    )
    assert [group.title for group in tools.values()] == ["9 cm", "10 cm", "C", "C++", "ruler"]
    assert [each.key for each in tools["ruler"].papers] == ["a", "b", "c"]
    sizes = by_value(OWN[4], [paper("a", size="small"), paper("b", size="large")])
    assert [*sizes] == ["large", "small"]


@given(st.text(min_size=1), st.text(min_size=1))
def test_values_have_addresses(one: str, other: str) -> None:
    """A value's address is one folder that every file system takes; what differs in letters differs."""
    slug = value_slug(one)
    assert re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", slug)
    assert len(slug) <= 100
    letters = [[each for each in fold(text) if each.isalnum()] for text in (one, other)]
    if letters[0] != letters[1]:
        assert value_slug(other) != slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [("3.2.1", "3.2.1"), ("ViT-B/16", "vit-b-16"), ("Côte d'Ivoire", "cote-divoire"), ("5", "5")],
)
def test_plain_addresses(text: str, slug: str) -> None:
    """What is plain keeps its own words in its address."""
    assert value_slug(text) == slug


def test_declared_fields_compare_as_values() -> None:
    """Two declarations that say the same are the same, whether or not their pattern was used."""
    given = {"id": "a", "title": "A", "type": "text", "pattern": "[a-z]"}
    one, other = DeclaredField.model_validate(given), DeclaredField.model_validate(given)
    assert one.read("a") == "a"
    assert one == other
    assert hash(one) == hash(other)
