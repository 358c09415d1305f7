"""Entries put into citations.yaml by machine: all else stays, and what cannot be kept is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.problems import SurveyError
from site_builder.record.citations import CitationsFile, Citing
from site_builder.yamlfiles import citing, parsing, reading
from site_builder.yamlfiles.canonical_registry import canonical_citations

NAME = "citations.yaml"
KEYS = st.from_regex(r"[a-e]{1,2}20[0-2][0-9][a-c]", fullmatch=True)
ENTRIES = st.builds(
    lambda key, cites, sources, date: Citing(
        paper=key, cites=tuple(sorted(cites)), sources=tuple(sources), date=date
    ),
    KEYS,
    st.sets(KEYS, max_size=12),
    st.lists(
        st.sampled_from(["OpenAlex:W1", "the paper: #4", "- x", "Semantic Scholar:0"]), min_size=1
    ),
    st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)).map(str),
)
FILES = st.lists(ENTRIES, max_size=8, unique_by=lambda entry: entry.paper)


def read(text: str) -> dict[str, Citing]:
    """Read a file as the engine does."""
    document, problems = reading.parse(text, NAME)
    assert document is not None
    assert problems == []
    found, problems = parsing.read_registry(document, CitationsFile)
    assert found is not None, problems
    return {entry.paper: entry for entry in found.citations}


@settings(max_examples=40)
@given(FILES, FILES)
def test_what_is_put_in_is_there(first: list[Citing], then: list[Citing]) -> None:
    """However often entries are put in, the file says all of them, in order and in canonical form."""
    text = citing.EMPTY
    wanted: dict[str, Citing] = {}
    for entries in (first, then):
        named = {entry.paper: entry for entry in entries}
        wanted |= named
        text = citing.with_entries(text, NAME, named)
    assert read(text) == wanted
    assert list(read(text)) == sorted(wanted)
    assert canonical_citations(text, NAME).text == text


BY_HAND = """\
# Ours.

citations:
    # The first.
    - {paper: b2020x, cites: [a2020x], sources: [it]}  # in brackets

    - paper: d2020x   # spaced
      cites: [a2020x]
      sources: [it]
    # The last.
"""


def test_the_rest_stays() -> None:
    """Comments, blank lines and entries in another form stay as they are around a new one."""
    new = Citing(paper="c2020x", cites=("a2020x",), sources=("it",))
    text = citing.with_entries(BY_HAND, NAME, {"c2020x": new})
    assert [line for line in text.split("\n") if line not in BY_HAND.split("\n")] == [
        "    - paper: c2020x",
        "      sources:",
        "        - it",
    ]
    assert set(BY_HAND.split("\n")) <= set(text.split("\n"))
    assert list(read(text)) == ["b2020x", "c2020x", "d2020x"]


@pytest.mark.parametrize(
    "text",
    [
        "citations: [{paper: a2020x, sources: [it]}]\n",
        "citations:\n  - paper: b2020x\n    cites:\n      - a2020x  # read there\n    sources: [it]\n",
        "{citations: []}\n",
        "citations: {}\n",
        "citations: [\n",
        "more: 1\n",
    ],
)
def test_what_cannot_be_kept_is_refused(text: str) -> None:
    """A file in brackets, broken, or with a comment in an entry that would be written is left alone."""
    new = Citing(paper="b2020x", cites=("c2020x",), sources=("it",))
    with pytest.raises(SurveyError, match=NAME):
        citing.with_entries(text, NAME, {"b2020x": new})


def test_a_list_that_is_not_there_comes_to_be() -> None:
    """A file that declares an empty list, or nothing but a remark beside it, takes entries."""
    new = Citing(paper="b2020x", cites=("c2020x",), sources=("it",))
    for text in ("citations: []  # none yet\n", "citations: []\n# the end\n"):
        found = citing.with_entries(text, NAME, {"b2020x": new})
        assert read(found) == {"b2020x": new}
        assert text[len("citations: []") :].strip() in found
