"""Declared fields in the issue form: a question for each that asks, and the answers in the record."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from site_builder.curation import form_fields, issue_form
from site_builder.problems import SurveyError
from site_builder.record.fields import FieldsFile
from site_builder.record.taxonomy import Taxonomy

FORM = """\
name: Add  # ours
body:
  - type: input
    id: paper
    attributes:
      label: Paper
  - type: dropdown
    id: category
    attributes:
      label: Category
      options:
        - I am not sure
  # below
  - type: markdown
    attributes: {value: Thanks}
"""
OWN = FieldsFile.model_validate(
    {
        "fields": [
            {"id": "size", "title": "Size: <b>", "type": "integer", "unit": "cm", "ask": True},
            {"id": "kind", "title": "Kind", "type": "choice", "values": ["a: b", "c"], "ask": True},
            {"id": "torn", "title": "Torn", "type": "boolean", "ask": True},
            {"id": "tools", "title": "Tools", "type": "list", "ask": True, "description": "Which?"},
            {"id": "flown", "title": "Torn", "type": "date", "ask": True},
            {"id": "weight", "title": "Weight", "type": "number", "ask": True},
            {"id": "silent", "title": "Silent", "type": "text"},
        ]
    }
).fields


def body(text: str) -> list[dict[str, Any]]:
    """Read a form's questions as a forge does."""
    found: list[dict[str, Any]] = yaml.safe_load(text)["body"]
    return found


def test_form_asks() -> None:
    """Questions stand behind the category's, all else stays; written twice they are the same."""
    once = issue_form.rewritten(FORM, Taxonomy(), OWN)
    ids = [item.get("id") for item in body(once)]
    fields = ["size", "kind", "torn", "tools", "flown", "weight"]
    assert ids == ["paper", "category", *(f"field-{name}" for name in fields), None]
    assert body(once)[2:-1] == form_fields.questions(OWN)
    assert once.startswith("name: Add  # ours\n")
    assert "  # below\n" in once
    assert issue_form.rewritten(once, Taxonomy(), OWN) == once
    assert body(issue_form.rewritten(once, Taxonomy(), OWN[:1]))[2]["id"] == "field-size"
    assert body(issue_form.rewritten(once, Taxonomy(), ())) == body(FORM)


def test_labels_are_told_apart() -> None:
    """Answers are found by labels, so that two questions never share one."""
    labels = [item["attributes"]["label"] for item in form_fields.questions(OWN)]
    assert labels == ["Size: <b> (cm)", "Kind", "Torn", "Tools", "Torn [flown]", "Weight"]


def test_answers_become_values() -> None:
    """What people answer is what the record's YAML would say; no answer says nothing."""
    answers = {
        "size": "12",
        "kind": "a: b",
        "torn": "no",
        "tools": "ruler, , bone folder",
        "flown": "2024-05-31",
        "weight": "1.5",
        "silent": "x",
    }
    given = {f"field-{name}": text for name, text in answers.items()}
    assert form_fields.answered(OWN, given) == {
        "size": 12,
        "kind": "a: b",
        "torn": False,
        "tools": ["ruler", "bone folder"],
        "flown": "2024-05-31",
        "weight": 1.5,
    }
    assert form_fields.answered(OWN, {"field-kind": "I do not know", "field-size": ""}) == {}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("size", "12 cm", "Size: <b>: expected a whole number, got '12 cm'"),
        ("kind", "d", "Kind: unknown value 'd' (one of a: b, c)"),
        ("flown", "May", "Torn: expected a date, got 'May' (write it as 2024-05-31)"),
    ],
)
def test_wrong_answers_are_told(name: str, text: str, said: str) -> None:
    """An answer that no record takes is told to whoever gave it, by the question's title."""
    with pytest.raises(SurveyError) as raised:
        form_fields.answered(OWN, {f"field-{name}": text})
    assert str(raised.value) == said
