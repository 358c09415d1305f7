"""Entries put into releases.yaml; its canonical form."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import SurveyError
from site_builder.record.releases import Release, ReleasesFile
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.canonical_registry import canonical_releases
from site_builder.yamlfiles.releasing import with_release

FILE = "releases.yaml"
NEW = Release.model_validate(
    {"version": "2026.10", "date": "2026-11-23", "counts": {"papers": 4}, "changes": ["1: one"]}
)
OLD = "# Ours.\nreleases:  # so far\n  - version: 1.0.0\n    date: 2020-01-01  # long ago\n"


def said(text: str) -> ReleasesFile:
    """Read a file as the survey does."""
    document, problems = reading.parse(text, FILE)
    assert document
    found, more = parsing.read_registry(document, ReleasesFile)
    assert found
    assert [*problems, *more] == []
    return found


@pytest.mark.parametrize(
    "text",
    ["", "releases: []\n", "releases: []  # none yet\n# end\n", OLD, "# none\n{}\n", OLD[8:]],
)
def test_added(text: str) -> None:
    """An entry stands behind all others; every other line stays as it is."""
    if text.endswith("{}\n"):
        with pytest.raises(SurveyError):
            with_release(text, FILE, NEW)
        return
    new, line = with_release(text, FILE, NEW)
    before = said(text).releases if text else ()
    assert said(new).releases == (*before, NEW)
    assert new.split("\n")[line - 1] == '  - version: "2026.10"'
    assert [each for each in text.split("\n") if "#" in each and each not in new.split("\n")] in (
        [],
        ["releases: []  # none yet"],
    )


@pytest.mark.parametrize("text", ["releases: [\n", "releases: [{version: 1.0.0, date: 2020-01-01}]\n", "x: 1\n"])  # fmt: skip
def test_refused(text: str) -> None:
    """A file that is broken, or in brackets, is not changed."""
    with pytest.raises(SurveyError, match=r"releases\.yaml"):
        with_release(text, FILE, NEW)


LINES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).filter(str.strip)


@given(LINES, st.lists(LINES, max_size=3))
def test_any_words(summary: str, changes: list[str]) -> None:
    """Whatever an entry says, it is read back, by readers of YAML 1.1 too, and is in form."""
    try:
        entry = Release(
            version="1.0",
            date="2026-11-23",  # type: ignore[arg-type]
            summary=summary,
            changes=tuple(changes),
        )
    except ValueError:
        return  # records refuse it
    text, _ = with_release("", FILE, entry)
    assert said(text).releases == (entry,)
    (other,) = yaml.safe_load(text)["releases"]
    assert (other["summary"], other["date"]) == (entry.summary, dt.date(2026, 11, 23))
    assert canonical_releases(text, FILE).text == text


def test_canonical() -> None:
    """Fields come in the order of the model, versions in quotes, comments kept."""
    text = "releases:\n- {date: 2020-01-01, version: 1.0.0}  # first\n"
    form = canonical_releases(text, FILE).text
    assert form == (
        "# yaml-language-server: $schema=schema/releases.json\nreleases:\n"
        '  # first\n  - version: "1.0.0"\n    date: 2020-01-01\n'
    )
    assert canonical_releases(form, FILE).text == form
