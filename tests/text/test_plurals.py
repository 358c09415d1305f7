"""Numbers of things and lists of words in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.plurals import counted, et_al, listed, plural, shortened


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 papers"), (1, "1 paper"), (2, "2 papers"), (1200, "1,200 papers")]
)
def test_counts_agree_with_their_nouns(number: int, said: str) -> None:
    """Only one is one; thousands are told apart."""
    assert counted(number, "paper") == said


def test_nouns_may_have_their_own_plural() -> None:
    """A plural that is more than an s is given, a verb with it."""
    assert counted(2, "category", "categories") == "2 categories"
    assert [plural(n, "paper is", "papers are") for n in (1, 3)] == ["paper is", "papers are"]


@pytest.mark.parametrize(
    ("words", "said"),
    [("", ""), ("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C"), ("ABCD", "A, B, C and D")],
)
def test_lists_end_in_and(words: str, said: str) -> None:
    """The last of several words stands behind an and, all others behind commas."""
    assert listed(words) == listed(iter(words)) == said


@given(st.lists(st.sampled_from("ABC"), max_size=9), st.integers(1, 9))
def test_nothing_is_shortened_unsaid(words: list[str], most: int) -> None:
    """What is not named is counted, so that named and counted words make all."""
    named, _, rest = shortened(words, most).partition(" and ")
    count = len(named.split(", ")) if named else 0
    assert count + int(rest.removesuffix(" more") or 0) == len(words)
    assert count <= most


@pytest.mark.parametrize(
    ("most", "said"),
    [(1, "Li et al."), (2, "Li et al."), (3, "Li, Wu and Jia"), (9, "Li, Wu and Jia")],
)
def test_many_authors_are_the_first(most: int, said: str) -> None:
    """Of more authors than there is room for the first stands for all; never one that is alone."""
    assert et_al(["Li", "Wu", "Jia"], most) == said
    assert et_al(["Li"], most) == "Li"
