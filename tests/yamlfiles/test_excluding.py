"""Entries put into excluded.yaml and taken out of it; its canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from in_process import survey

from site_builder.problems import SurveyError
from site_builder.record.exclusions import ExcludedFile, Exclusion
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.canonical_registry import canonical_excluded
from site_builder.yamlfiles.excluding import with_exclusion, without_exclusion

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

HEAD = """\
# Ours.
reasons:   # why
  - {id: wet, name: Wet, description: In water.}
"""
FORMS = [
    HEAD,
    f"{HEAD}excluded: []  # nothing yet\n# the end\n",
    f"{HEAD}excluded:\n- title: One  # kept\n  reason: wet\n\n# below\n",
    f"{HEAD}excluded:\n    -   title: One\n        reason: wet\n        note: >-\n          Long\n          text.\n",
    f"excluded:\n  - {{title: One, reason: wet}}\n{HEAD}",
    f"{HEAD}excluded:\n  - title: One\n    reason: wet",
]
NEW = Exclusion(title="Two: a: b # c", year=2020, reason="wet", note="- x", arxiv_id="2001.00010")


def said(text: str) -> ExcludedFile:
    """Read a file."""
    document, problems = reading.parse(text, "excluded.yaml")
    assert document is not None
    found, more = parsing.read_registry(document, ExcludedFile)
    assert (problems, more) == ([], [])
    assert found is not None
    return found


@pytest.mark.parametrize("text", FORMS)
def test_comes_and_goes(text: str) -> None:
    """An entry comes last and goes again; every line that was there stays as it was."""
    new, line = with_exclusion(text, "excluded.yaml", NEW)
    assert said(new).excluded == (*said(text).excluded, NEW)
    assert "title: 'Two" in new.split("\n")[line - 1] or 'title: "Two' in new.split("\n")[line - 1]
    lines = iter(new.split("\n"))
    kept = [each for each in text.split("\n") if each and not each.startswith("excluded:")]
    assert all(each in lines for each in kept)
    assert said(without_exclusion(new, "excluded.yaml", NEW)) == said(text)


@pytest.mark.parametrize("text", FORMS[2:4])
def test_only_one_goes(text: str) -> None:
    """The only entry leaves an empty list; one that is not there, or has a comment, stays."""
    (only,) = said(text).excluded
    if "# kept" in text:
        with pytest.raises(SurveyError, match="cannot be changed by machine"):
            without_exclusion(text, "excluded.yaml", only)
    else:
        assert said(without_exclusion(text, "excluded.yaml", only)).excluded == ()
    with pytest.raises(SurveyError, match="does not leave out 'Two: a: b # c' any more"):
        without_exclusion(text, "excluded.yaml", NEW)


@pytest.mark.parametrize(
    "text", ["", "excluded: [\n", f"{HEAD}excluded: [{{title: One, reason: wet}}]\n", "{reasons: []}\n"]
)  # fmt: skip
def test_refused(text: str) -> None:
    """A file that is broken, or written in brackets, is left to people."""
    with pytest.raises(SurveyError, match=r"excluded\.yaml"):
        with_exclusion(text, "excluded.yaml", NEW)


LINES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(LINES, LINES, LINES)
def test_any_text(title: str, note: str, by: str) -> None:
    """Whatever a text holds, it is read back as it was, and its form is canonical."""
    entry = Exclusion(title=title, reason="wet", note=note, by=by)
    text, _ = with_exclusion(f"{HEAD}excluded: []\n", "excluded.yaml", entry)
    assert said(text).excluded == (entry,)
    form = canonical_excluded(text, "excluded.yaml").text
    assert form is not None
    assert said(form).excluded == said(text).excluded
    assert canonical_excluded(form, "excluded.yaml").text == form


UNTIDY = """\
# Ours.
excluded:
  # the first
  - {reason: wet, note: "so it is", title: Kites, doi: "https://doi.org/10.1000/x"}  # look
  - note:
    title: Strings
    reason: wet
    date: 2026-11-23
    arxiv_id: "arXiv:2001.00010v2"
reasons:
  - {description: In water., id: wet, former_ids: [], name: Wet}
"""
TIDY = """\
# yaml-language-server: $schema=schema/excluded.json
# Ours.
reasons:
  - id: wet
    name: Wet
    description: In water.
excluded:
  # the first
  - title: Kites
    doi: 10.1000/x
    reason: wet
    note: so it is
  # look
  - title: Strings
    arxiv_id: "2001.00010"
    reason: wet
    date: 2026-11-23
"""


def test_canonical_form() -> None:
    """Reasons come first, fields are in order, ids bare; comments stay, empty fields go."""
    outcome = canonical_excluded(UNTIDY, "excluded.yaml")
    assert outcome.problems == ()
    assert outcome.text is not None
    assert sorted(outcome.text.split("\n")) == sorted(TIDY.split("\n"))
    assert canonical_excluded(outcome.text, "excluded.yaml").text == outcome.text


def test_fmt(make_survey: MakeSurvey, root: Path) -> None:
    """`survey fmt` puts it in form with all records or named alone; this survey's is."""
    home = make_survey({"excluded.yaml": UNTIDY})
    done = survey(home, "fmt", "excluded.yaml")
    assert done.stdout == "excluded.yaml: put in form\n"
    assert said((home / "excluded.yaml").read_text("utf-8")) == said(UNTIDY)
    ours = (root / "excluded.yaml").read_text("utf-8")
    assert canonical_excluded(ours, "excluded.yaml").text == ours
