"""People.yaml put in canonical form, comments kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from in_process import survey

from site_builder.record.people import PeopleFile
from site_builder.yamlfiles.canonical_people import canonical_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

UNTIDY = """\
# who is who
people:   # all of them
  - name: {family: Wang, given: Wei}  # of optics
    papers: [wang2020one,
      wang2021two]
    # as in print
    orcid: https://orcid.org/0000-0002-1825-0097
    id: wei-wang-optics
    not_same_as: []
  # the other one
  - {id: wei-wang, name: "Wei Wang", other_names: ["W. Wang", {literal: "others"}]}
# the end
"""
TIDY = """\
# yaml-language-server: $schema=schema/people.json
# who is who
people:  # all of them
  - id: wei-wang-optics
    name: Wei Wang  # of optics
    # as in print
    orcid: 0000-0002-1825-0097
    papers: [wang2020one, wang2021two]
  # the other one
  - id: wei-wang
    name: Wei Wang
    other_names:
      - W. Wang
      - literal: others
# the end
"""


def test_one_form() -> None:
    """Fields come in one order, names as people write them, ids bare; comments stay."""
    outcome = canonical_people(UNTIDY, "people.yaml")
    assert (outcome.text, outcome.problems) == (TIDY, ())
    assert canonical_people(TIDY, "people.yaml").text == TIDY


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co"]),
    min_size=1,
    max_size=9,
)
lines = words.map(str.strip).filter(bool)
names = (
    lines
    | st.fixed_dictionaries({"family": lines}, optional={"given": lines, "suffix": lines})
    | st.fixed_dictionaries({"literal": lines})
)
slugs = st.from_regex(r"[a-z]{1,5}(-[a-z]{1,5})?", fullmatch=True)
entries = st.fixed_dictionaries(
    {"id": slugs, "name": names},
    optional={
        "orcid": st.just("0000-0002-1825-0097"),
        "other_names": st.lists(names, max_size=3),
        "papers": st.lists(slugs, max_size=30),
        "not_same_as": st.lists(slugs, max_size=2),
        "former_ids": st.lists(slugs, max_size=2),
    },
)


@given(st.lists(entries, max_size=3))
def test_the_form_says_the_same(listed: list[Any]) -> None:
    """What is written anew reads as the same people, to another reader of YAML too; once is enough."""
    text = yaml.safe_dump({"people": listed}, allow_unicode=True)
    outcome = canonical_people(text, "people.yaml")
    if outcome.text is None:  # the models refuse some names
        assert outcome.problems
        return
    said = PeopleFile.model_validate({"people": listed})
    assert PeopleFile.model_validate(yaml.safe_load(outcome.text)) == said
    assert canonical_people(outcome.text, "people.yaml").text == outcome.text


def test_fmt_formats_the_registry(make_survey: MakeSurvey) -> None:
    """`survey fmt` writes people.yaml in form, with all records or named alone; broken ones stay."""
    root = make_survey({"people.yaml": UNTIDY})
    checked = survey(root, "fmt", "--check", "people.yaml")
    assert (checked.returncode, checked.stdout) == (1, "people.yaml: is not in canonical form\n")
    done = survey(root, "fmt")
    assert done.returncode == 0, done
    assert "people.yaml: put in form\n" in done.stdout
    assert (root / "people.yaml").read_text(encoding="utf-8") == TIDY
    (root / "people.yaml").write_text("people: 7\n", encoding="utf-8")
    broken = survey(root, "fmt", "people.yaml")
    assert broken.returncode == 1
    assert "people.yaml:1:9: error: people: expected a list" in broken.stdout + broken.stderr
    assert (root / "people.yaml").read_text(encoding="utf-8") == "people: 7\n"
