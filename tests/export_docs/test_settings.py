"""A survey's mkdocs.yml, read without MkDocs and written for sites without our plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.utils import yaml_load

from site_builder.export_docs import settings
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]


def read_settings(make_survey: MakeSurvey, text: str) -> settings.Settings:
    """Read a mkdocs.yml."""
    return settings.read(make_survey({"mkdocs.yml": text}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{site_name: X}", r"mkdocs\.yml:1:1: expected one setting below the other"),
        ("- a", r"mkdocs\.yml:1:1: expected one setting"),
        ("site_name: [", r"mkdocs\.yml:2:1: not valid YAML"),
        ("site_name: X\nINHERIT: ../base.yml", "INHERIT is not followed"),
        ("site_name: X\nplugins:\n  - a: !ENV B", r"mkdocs\.yml:3:8: tag .* carry that over"),
    ],
)
def test_settings_that_cannot_be_carried_over(
    make_survey: MakeSurvey, text: str, said: str
) -> None:
    """A mkdocs.yml that cannot be written for others is refused with its place."""
    with pytest.raises(SurveyError, match=said):
        read_settings(make_survey, text).exported([])


@pytest.mark.parametrize(
    ("given_plugins", "wanted"),
    [
        ("[survey]", "plugins: [search]"),
        ("[search, survey]", "plugins: [search]"),
        ("{survey: {licence: x}, tags: {}}", "plugins:\n  - search\n  - tags: {}"),
        ("[survey, search: {lang: en}]", "plugins:\n  - search:\n      lang: en"),
    ],
)
def test_other_plugins_stay(make_survey: MakeSurvey, given_plugins: str, wanted: str) -> None:
    """Plugins other than ours stay, with their options, however they are listed."""
    text = read_settings(make_survey, f"site_name: X\nplugins: {given_plugins}\n").exported([])
    assert f"\n{wanted}\n" in text


def test_sidebar_stands_where_it_shows_something(make_survey: MakeSurvey) -> None:
    """Pages that the navigation lists in a section have siblings; those beside no other have none."""
    text = "site_name: X\nnav: [a.md, B: b.md, C: [c.md, D: d.md, E: [F: f.md]]]\n"
    assert read_settings(make_survey, text).in_sections == {"c.md", "d.md", "f.md"}


def test_navigation_without_marks_stays(make_survey: MakeSurvey) -> None:
    """A navigation is exported as it is written, but for what stands for hubs."""
    said = read_settings(make_survey, "site_name: X\nnav: [ a.md,  B: b.md ]  # ours\n")
    assert "nav: [ a.md,  B: b.md ]  # ours\n" in said.with_navigation(list).exported([])
    made = said.with_navigation(lambda nav: [*nav, {"C & D": ["c.md"]}]).exported([])
    found = yaml_load(made)
    assert found["nav"] == ["a.md", {"B": "b.md"}, {"C & D": ["c.md"]}]
    assert made.count("\nnav:") == 1


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("", ""),
        ("repo_url: https://github.com/a/b", "https://github.com/a/b/edit/master/papers/x.yaml"),
        (
            "repo_url: https://github.com/a/b\nedit_uri: edit/main/docs/",
            "https://github.com/a/b/edit/main/papers/x.yaml",
        ),
        ("repo_url: https://git.example/a/b", ""),
        ('repo_url: https://github.com/a/b\nedit_uri: ""', ""),
    ],
)
def test_records_are_edited_where_the_repository_is(
    make_survey: MakeSurvey, text: str, edit: str
) -> None:
    """Pages lead to their records in the repository, as on the survey's own site."""
    said = read_settings(make_survey, f"site_name: X\n{text}\n")
    assert said.repository.editor("papers/x.yaml") == edit


@pytest.mark.parametrize(
    ("value", "environment", "wanted"),
    [
        ("https://a.example", {}, "https://a.example"),
        ("!ENV A_URL", {"A_URL": "https://b.example"}, "https://b.example"),
        ("!ENV A_URL", {}, ""),
        ("!ENV [A_URL, B_URL, https://c.example]", {}, "https://c.example"),
        ("!ENV [A_URL, B_URL, c]", {"B_URL": "https://b.example"}, "https://b.example"),
        ("[1]", {}, ""),
    ],
)
def test_settings_from_the_environment(
    make_survey: MakeSurvey,
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    environment: dict[str, str],
    wanted: str,
) -> None:
    """A setting may name a variable of the environment, with a default, as MkDocs has it."""
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    assert read_settings(make_survey, f"site_url: {value}\n").text_of("site_url") == wanted
