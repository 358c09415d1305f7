"""The issue form that asks for a paper."""

from __future__ import annotations

import json
from contextlib import chdir, suppress
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from site_builder.cli import main
from site_builder.curation import issue_form
from site_builder.problems import SurveyError
from site_builder.record.models import Category, Facet
from site_builder.record.taxonomy import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.library import Library

    MakeSurvey = Callable[..., Path]

FORM = """\
name: Ask for a paper  # our words
body:
  - type: input
    id: paper
    attributes: {label: "Which paper?"}
  - type: dropdown
    id: category
    attributes:
      label: Where?
      options:  # made
        - I am not sure
        - "Gone: Away [gone/away]"
    validations:
      required: true
"""
MADE = [
    "Fold: Dart [fold/dart]",
    "Fold: Dart > Blunt dart [fold/blunt-dart]",
    "Fold: Glider [fold/glider]",
    "Place: Indoors [flying_place/indoors]",
    "Place: Outdoors [flying_place/outdoors]",
]
LABELS = {"paper": "Which paper?", "category": "Where?"}


def survey(root: Path, *arguments: str) -> tuple[int, str]:
    """Run the command `survey`; give its exit code and all that it says."""
    with chdir(root):
        done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


def test_list_is_written_anew(make_survey: MakeSurvey) -> None:
    """The list gets the categories of the taxonomy; all else stays, to the byte."""
    root = make_survey({issue_form.FORM: FORM})
    assert survey(root, "forms") == (0, f"{issue_form.FORM}: written\n")
    text = (root / issue_form.FORM).read_text()
    made = "".join(f'        - "{option}"\n' for option in MADE)
    assert text == FORM.replace('        - "Gone: Away [gone/away]"\n', made)
    assert survey(root, "forms") == (0, f"{issue_form.FORM}: as the taxonomy has it\n")


def test_stale_form_is_told(make_survey: MakeSurvey) -> None:
    """`survey check` warns of a form that lists other categories, and fails nobody for it."""
    root = make_survey({issue_form.FORM: FORM})
    code, said = survey(root, "check")
    assert code == 0
    assert f"{issue_form.FORM}:11:9: warning: the form lists other categories" in said
    assert survey(root, "forms", "--check")[0] == 1
    assert (root / issue_form.FORM).read_text() == FORM
    survey(root, "forms")
    assert "the form lists" not in survey(root, "check")[1]
    assert survey(root, "forms", "--check")[0] == 0


def test_no_form_is_no_problem(make_survey: MakeSurvey) -> None:
    """A survey without a form is checked without one; asked to write it, the command says so."""
    root = make_survey()
    assert issue_form.FORM not in survey(root, "check")[1]
    code, said = survey(root, "forms")
    assert code == 2
    assert said == f"Error: there is no form {issue_form.FORM}, or it is no text\n"


def test_our_form_is_fresh(root: Path, real_library: Library) -> None:
    """This repository's form lists the categories of its taxonomy."""
    assert list(issue_form.stale(root, real_library.taxonomy)) == []
    labels = issue_form.labels((root / issue_form.FORM).read_text())
    assert labels == {"paper": "arXiv id, DOI or address", "category": "Category"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "body: 3",
        "body: [3, {id: category}]",
        "body: [{id: category, attributes: [1]}]",
        "body: [{id: category, attributes: {options: []}}]",
        "body: [{id: category, attributes: {options: [[1]]}}]",
        "body: [{id: category, attributes: {options: [a, b]}}]",
        "body:\n- {id: paper}\n",
    ],
)
def test_what_is_no_form(make_survey: MakeSurvey, text: str) -> None:
    """A file that is no such form is left alone and said to be none, without a traceback."""
    root = make_survey({issue_form.FORM: text})
    code, said = survey(root, "forms")
    assert code == 2
    assert said.startswith("Error: ")
    assert (root / issue_form.FORM).read_text() == text


@given(title=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_any_title(title: str) -> None:
    """Whatever a category is called, the form stays YAML and its option names the category."""
    category = Category.model_construct(id="a", title=title, description="D")
    facet = Facet.model_construct(id="f", title=title, description="D", categories=(category,))
    data = yaml.safe_load(issue_form.rewritten(FORM, Taxonomy((facet,))))
    (_, option) = data["body"][1]["attributes"]["options"]
    assert issue_form.category(option) == "f/a"


@pytest.mark.parametrize("field", ["3", "{id: 3}", "{id: paper}", "{id: paper, attributes: 3}"])
def test_fields_without_labels(field: str) -> None:
    """A form whose fields have no labels cannot be read when it comes back."""
    text = FORM.replace("body:\n", f"body:\n  - {field}\n").replace("    id: paper\n", "")
    with pytest.raises(SurveyError, match="has no fields paper and category with labels"):
        issue_form.labels(text)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("### Which paper?\n\n2203.12119\n\n### Where?\n\nFold: Dart [fold/dart]", ("2203.12119", "fold/dart")),
        ("### Which paper?\r\n\r\n 2203.12119 \r\n\r\n### Where?\r\n\r\nI am not sure\r\n", ("2203.12119", "")),
        ("Hello!\n### Where?\nx\n### More\ny\n### Which paper?\n_No response_", ("", "")),
    ],
)  # fmt: skip
def test_answers(body: str, found: tuple[str, str]) -> None:
    """An answer stands below its heading, with any line ends."""
    answers = issue_form.answers(body, LABELS)
    assert (answers["paper"], issue_form.category(answers["category"])) == found


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "the heading 'Which paper?' of the form is missing"),
        ("### Which paper?\n1", "the heading 'Where?' of the form is missing"),
        ("### Which paper?\n1\n### Where?\n2\n### Which paper?\n3", "the heading 'Which paper?' stands there twice"),
    ],
)  # fmt: skip
def test_unclear_answers(body: str, said: str) -> None:
    """Where a heading is missing or there twice, nobody guesses."""
    with pytest.raises(SurveyError) as raised:
        issue_form.answers(body, LABELS)
    assert str(raised.value) == said


@given(body=st.text(st.sampled_from("#W ?\nhicapervw.") | st.characters()))
def test_any_body(body: str) -> None:
    """Any text is read, or refused in words."""
    with suppress(SurveyError):
        assert set(issue_form.answers(body, LABELS)) == set(LABELS)


@pytest.mark.parametrize("answer", ["", "a\nb"])
def test_one_line(answer: str) -> None:
    """One paper stands on one line."""
    with pytest.raises(SurveyError):
        issue_form.one_line(answer)


@pytest.mark.parametrize(
    ("action", "label", "author", "accepted"),
    [
        ("opened", None, "NONE", False),
        ("opened", None, "CONTRIBUTOR", False),
        ("opened", None, "OWNER", True),
        ("edited", None, "MEMBER", True),
        ("edited", "accepted", "NONE", False),
        ("labeled", "accepted", "NONE", True),
        ("labeled", "question", "OWNER", False),
    ],
)
def test_who_lets_a_paper_in(
    action: str, label: str | None, author: str, *, accepted: bool
) -> None:
    """The label counts when it is given, not later; the people of the survey need none."""
    data = {
        "action": action,
        "issue": {"number": 1, "body": None, "author_association": author, "labels": [{"name": "accepted"}]},
        **({"label": {"name": label}} if label else {}),
    }  # fmt: skip
    assert issue_form.event(json.dumps(data).encode()).is_accepted is accepted


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"action": "opened", "issue": {"number": 0}}']
)
def test_what_is_no_event(content: bytes) -> None:
    """Anything else than an event is refused in words."""
    with pytest.raises(SurveyError, match=r"^this is no event of an issue: "):
        issue_form.event(content)
