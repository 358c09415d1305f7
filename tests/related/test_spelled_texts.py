"""Words of texts that are kept for the next index."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from site_builder.related.words import SpelledTexts, Text, Words

PROSE = st.lists(
    st.sampled_from(
        ["bird", "Birds", "the", "Nightjar", "flies", r"\emph{fly}", "x", "$x^2$", "."]
    ),
    max_size=8,
).map(" ".join)
TEXTS = st.lists(st.builds(Text, PROSE, PROSE), max_size=8)


@given(indexes=st.lists(TEXTS, min_size=1, max_size=4))
def test_kept_words_change_nothing(indexes: list[list[Text]]) -> None:
    """An index that finds texts spelled out by those before it is the one that has to spell them."""
    kept = SpelledTexts()
    for texts in indexes:
        alone, found = Words(texts), Words(texts, kept=kept)
        assert list(found.forms.items()) == list(alone.forms.items())
        assert list(found.shown.items()) == list(alone.shown.items())
        for one, other in zip(found.weights, alone.weights, strict=True):
            np.testing.assert_array_equal(one, other)
        assert found.vector("Birds of prey") == alone.vector("Birds of prey")
