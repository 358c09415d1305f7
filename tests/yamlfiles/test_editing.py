"""Changes to single values of YAML files, everything else left alone."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import SurveyError
from site_builder.record.models import Venue, VenueKind, VenuesFile
from site_builder.yamlfiles import canonical, editing, parsing, reading, writing
from site_builder.yamlfiles.registries import VENUES

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.library import Library

FACETS = ("fold",)

RECORD = """\
# ours
title:   'A'   # the title
authors: [Ann Smith]

year: 2020  # the year
venue: Preprints
fold: [ dart,   # why
  glider ]
sources:
- one   # first
-    "two"
  # a stray one
notes: >
    Long
    text.

# below
"""


MARKS = ("---", "+++")


def changed(text: str, **changes: Any) -> str:
    """Change a record."""
    return editing.change_record(text, "papers/a.yaml", "a", FACETS, changes)


def difference(old: str, new: str) -> list[str]:
    """List the lines that were taken out and put in."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [f"{line[0]} {line[1:]}" for line in lines if line[:1] in "-+" and line[:3] not in MARKS]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"year": 2021}, ["- year: 2020  # the year", "+ year: 2021  # the year"]),
        ({"year": 2020}, []),
        ({"title": "B: c"}, ["- title:   'A'   # the title", '+ title: "B: c"  # the title']),
        ({"sources": ["two", "three"]}, ["+ - three"]),
        ({"doi": "10.1000/x"}, ["+ doi: 10.1000/x"]),
        ({"volume": "3", "pages": "1-2", "month": 4}, ['+ volume: "3"', "+ pages: 1-2", "+ month: 4"]),
        ({"added": "2026-11-23"}, ["+ added: 2026-11-23"]),
        (
            {"notes": "new " * 30 + "end"},
            [
                "- notes: >",
                "-     Long",
                "-     text.",
                "+ notes: >-",
                "+   new new new new new new new new new new new new new new new new new new new new new new new new",
                "+   new new new new new new end",
            ],
        ),
        ({"method": "X", "arxiv_id": "2001.00001"}, ["+ method: X", '+ arxiv_id: "2001.00001"']),
    ],
)  # fmt: skip
def test_only_what_changes(changes: dict[str, Any], lines: list[str]) -> None:
    """Only the lines of changed fields change; their comments stay; new ones stand in their places."""
    assert difference(RECORD, changed(RECORD, **changes)) == lines


def test_places_of_new_fields() -> None:
    """New fields stand in canonical order, below the comments of the one before."""
    new = changed(RECORD, doi="10.1000/x", volume="3", added="2026-11-23", journal_ref="J")
    lines = new.splitlines()
    assert lines.index('volume: "3"') == lines.index("venue: Preprints") + 1
    assert lines.index("doi: 10.1000/x") == lines.index('volume: "3"') + 1
    assert lines.index("journal_ref: J") == lines.index("  glider ]") + 1
    assert lines.index("added: 2026-11-23") == lines.index("    text.") + 1
    assert lines[-1] == "# below"


def test_a_list_in_brackets() -> None:
    """A list in brackets is written anew, its comments kept."""
    new = changed(RECORD, fold=["dart", "blunt"])
    assert difference(RECORD, new) == [
        "- fold: [ dart,   # why",
        "-   glider ]",
        "+ fold:",
        "+   - dart  # why",
        "+   - glider",
        "+   - blunt",
    ]


@pytest.mark.parametrize(
    ("text", "changes", "said"),
    [
        ("title: [", {"year": 2021}, "is broken and cannot be changed"),
        ("{title: A, authors: [B C], year: 2020, venue: X}", {"year": 2021}, "put it in form"),
        (RECORD, {"year": 1066}, "cannot take the change: year: 1066 is no year"),
        (RECORD, {"doi": "nonsense"}, "cannot take the change: doi: 'nonsense' is no DOI"),
        ("title: A\nauthors: [B C]\nvenue: X\n", {"doi": "10.1000/x"}, "missing field 'year'"),
    ],
)
def test_refusals(text: str, changes: dict[str, Any], said: str) -> None:
    """A broken file, or a value that no record takes, is refused."""
    with pytest.raises(SurveyError, match=said):
        changed(text, **changes)


FIELDS = {
    "title": "A new: title",
    "year": 2031,
    "venue": "Elsewhere",
    "volume": "12",
    "number": "3",
    "pages": "1-20",
    "month": 5,
    "arxiv_id": "2401.00001",
    "doi": "10.1000/new",
    "journal_ref": "somewhere # else",
    "sources": ["DBLP:conf/x", "Crossref:10.1000/new"],
    "notes": ("Some *notes* " * 20).strip(),
}


def test_every_record(root: Path, real_library: Library) -> None:
    """In every record of this survey every field can be set, and what comes out is in form."""
    facets = real_library.taxonomy.facet_ids
    for name in sorted(real_library.papers)[::8]:
        text = (root / "papers" / f"{name}.yaml").read_text(encoding="utf-8")
        new = editing.change_record(text, name, name, facets, FIELDS, declared=real_library.fields)
        document, problems = reading.parse(new, name)
        assert document is not None
        assert problems == []
        assert {f: document.data[f] for f in FIELDS if f != "sources"} == {
            f: value for f, value in FIELDS.items() if f != "sources"
        }
        assert document.data["sources"][-2:] == FIELDS["sources"]
        assert difference(text, new)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.none(), min_size=1))
def test_any_fields_together(names: dict[str, None]) -> None:
    """Any fields can be set at once, and in any order."""
    forwards = changed(RECORD, **{name: FIELDS[name] for name in names})
    backwards = changed(RECORD, **{name: FIELDS[name] for name in reversed(list(names))})
    assert forwards == backwards


def test_venues(root: Path) -> None:
    """New venues stand at their places by the alphabet; no other line of the registry changes."""
    text = (root / VENUES).read_text(encoding="utf-8")
    new = editing.add_venues(
        text,
        VENUES,
        [
            Venue(id="ZZZ", name="Last", kind=VenueKind.BOOK),
            Venue(id="A0", name="First: of all", kind=VenueKind.JOURNAL, aliases=("One", "1")),
        ],
    )
    assert difference(text, new) == [
        "+   - id: A0",
        '+     name: "First: of all"',
        "+     kind: journal",
        '+     aliases: [One, "1"]',
        "+   - id: ZZZ",
        "+     name: Last",
        "+     kind: book",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# c\nvenues: []  # none yet\n", "# c\nvenues:  # none yet\n{}"),
        ("venues:\n- id: Z\n  name: Z\n  kind: book\n", "venues:\n{}- id: Z\n  name: Z\n  kind: book\n"),
        ("venues:\n  # all\n  - id: A\n    name: A\n    kind: book\n  # end\n", "venues:\n  # all\n  - id: A\n    name: A\n    kind: book\n{}  # end\n"),
    ],
)  # fmt: skip
def test_other_registries(text: str, wanted: str) -> None:
    """Empty registries, other indents and comments are understood."""
    indent = "" if "\n-" in text else "  "
    entry = f"{indent}- id: M\n{indent}  name: M\n{indent}  kind: report\n"
    new = editing.add_venues(text, VENUES, [Venue(id="M", name="M", kind=VenueKind.REPORT)])
    assert new == wanted.format(entry)
    document, _ = reading.parse(new, VENUES)
    assert document is not None
    assert parsing.read_registry(document, VenuesFile)[1] == []


@pytest.mark.parametrize(
    "text", ["venues: [{id: A, name: A, kind: book}]", "venues: {}", "venue: []", "[]", "venues: ["]
)
def test_registries_that_cannot_be_changed(text: str) -> None:
    """A registry that is broken or in brackets is refused."""
    with pytest.raises(SurveyError):
        editing.add_venues(text, VENUES, [Venue(id="M", name="M", kind=VenueKind.REPORT)])


def test_comment_above_an_empty_facet() -> None:
    """A record that keeps an empty facet for the comment above it can be changed all the same."""
    text = (
        writing.RECORD_SCHEMA
        + """
title: A
authors:
  - Ann Smith
year: 2020
venue: Preprints
# nothing fits yet
fold: []
"""
    )
    assert canonical.canonical(text, "papers/a.yaml", "a", FACETS).text == text
    assert difference(text, changed(text, doi="10.1000/1")) == ["+ doi: 10.1000/1"]
    assert difference(text, changed(text, fold=["dart"])) == ["- fold: []", "+ fold: [dart]"]
