"""How like a survey's papers other texts are, and the reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library
from site_builder.related.likeness import Likeness, asked_for, joined_forms, phrase_forms
from site_builder.related.words import Text

if TYPE_CHECKING:
    from pathlib import Path

OFF = [
    Text("Bounds for Bandits", "Regret of arms that are pulled."),
    Text("Proteins Fold in Time", "Molecules are simulated on many processors."),
    Text("Kernels and Graphs", "Walks on graphs give a kernel."),
]


@pytest.fixture(scope="module")
def likeness(tiny_survey: Path) -> Likeness:
    """Give the index of the tiny survey."""
    return Likeness(Library.load(tiny_survey)[0])


def test_like_papers_come_first(likeness: Likeness) -> None:
    """A text on the survey's subject scores above all others; it has its reasons and category."""
    found = likeness.rank([*OFF, Text("Blunt Darts Fly Further Still", "Noses are folded back.")])
    assert max(found, key=lambda each: each.score) is found[-1]
    assert found[-1].papers[0] == "vouw2020blunt"
    assert {"nose", "further"} & {word for term in found[-1].terms for word in term.split()}
    assert found[-1].node is not None
    assert found[-1].node.id in {"blunt-dart", "indoors", "outdoors"}


def test_nothing_shared(likeness: Likeness) -> None:
    """What shares no word has no score, no reasons, and no category."""
    (found,) = likeness.rank([Text("Zymurgy", "Qwerty.")])
    assert (found.score, found.terms, found.papers, found.node) == (0.0, (), (), None)
    assert likeness.rank([]) == []
    (empty,) = likeness.rank([Text("", "")])
    assert empty.score == 0


def test_words_that_are_looked_for_count(likeness: Likeness) -> None:
    """Of two equal texts the one with the words looked for comes first, if the survey has any."""
    one, other = Text("Darts of paper", "On wings."), Text("Darts of cardboard", "On wings.")
    alone = likeness.rank([one, other, *OFF])
    asked = likeness.rank([one, other, *OFF], ["cardboard"])
    assert alone[0].score == alone[1].score
    assert asked[1].score > asked[0].score
    assert asked[2].score <= alone[2].score


def test_order_does_not_matter(likeness: Likeness) -> None:
    """A text has the same score wherever it stands among the others."""
    texts = [*OFF, Text("Gliding in Halls", "Broad wings."), Text("Throws", "A dart.")]
    forth, back = likeness.rank(texts, ["wings"]), likeness.rank(texts[::-1], ["wings"])
    assert [each.score for each in forth] == [each.score for each in back[::-1]]


def test_survey_without_papers(tiny_survey: Path) -> None:
    """An empty survey is like nothing."""
    empty = replace(Library.load(tiny_survey)[0], papers={})
    assert [each.score for each in Likeness(empty).rank([*OFF], ["kernel"])] == [0.0] * 3


def test_phrases_match_as_words() -> None:
    """A phrase is found in any number of its words, not in parts of words, not over sentences."""
    text = joined_forms(Text("Visual Prompts.", "Prompt tuning: it tunes. Prompt. Tuning"))
    assert text.count(phrase_forms("visual prompt")) == 1
    assert text.count(phrase_forms("prompt tuning")) == 1
    assert text.count(phrase_forms("prompt")) == 3
    assert phrase_forms("tun") not in text
    assert phrase_forms("of the") == ""
    assert asked_for([Text("a b", "")], []).tolist() == [1.0]
    assert asked_for([Text("kites kites", ""), Text("kites", ""), Text("x", "")], ["kite"])[
        2
    ] == pytest.approx(0)
