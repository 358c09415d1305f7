from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.record.models import Paper
from site_builder.site import Site
from site_builder.web.head import coins, highwire

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library import Library

HEAD = ("ctx_ver", "Z39.88-2004")
EXPECTED: dict[str, list[tuple[str, str]]] = {
    "ahn2018journal": [
        HEAD,
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", "On α-Folds & Kites: 5% <More>"),  # noqa: RUF001 (the letter alpha)
        ("rft.jtitle", "Journal of Paper Aeroplanes & Kites"),
        ("rft.au", "van den Vouw, Józef Jr."),
        ("rft.au", "Hu, Shell Xu"),
        ("rft.aucorp", "The Hall Team"),
        ("rft.date", "2018-03"),
        ("rft.volume", "12"),
        ("rft.issue", "3"),
        ("rft.spage", "101"),
        ("rft.epage", "119"),
        ("rft_id", "info:doi/10.1000/fold(2018)1:3<a>#b"),
        ("rft_id", "https://arxiv.org/abs/1803.00001"),
    ],
    "bell2019conference": [
        HEAD,
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "proceeding"),
        ("rft.atitle", "Bells and Darts"),
        ("rft.btitle", "Proceedings of the Annual Fold Day"),
        ("rft.pub", "Fold Press"),
        ("rft.au", "hooks, bell"),
        ("rft.date", "2019"),
        ("rft.volume", "7"),
        ("rft.spage", "e12"),
        ("rft_id", "info:doi/10.1000/2019.2"),
    ],
    "dahl2021preprint": [
        HEAD,
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "preprint"),
        ("rft.title", "Drafts in a Draught"),
        ("rft.publisher", "Aeroplane Preprints"),
        ("rft.creator", "Dahl, Dora"),
        ("rft.date", "2021"),
        ("rft_id", "https://arxiv.org/abs/2101.00001"),
    ],
    "eich2017report": [
        HEAD,
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report"),
        ("rft.btitle", "Echoes of a Hall"),
        ("rft.pub", "Hall Institute"),
        ("rft.au", "Eich, Eva"),
        ("rft.date", "2017"),
    ],
    "falk2016thesis": [
        HEAD,
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dissertation"),
        ("rft.title", "Falling Paper"),
        ("rft.inst", "Hall University"),
        ("rft.au", "De Souza Falk, Ana Lia"),
        ("rft.date", "2016-12"),
    ],
    "gold2015book": [
        HEAD,
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "book"),
        ("rft.btitle", "Golden Folds"),
        ("rft.pub", "Book House"),
        ("rft.au", "Gold, Gil"),
        ("rft.date", "2015"),
    ],
}


def read(text: str) -> list[tuple[str, str]]:
    """Read key/encoded-value pairs as a web server reads a query."""
    return parse_qsl(text, keep_blank_values=True, strict_parsing=True)


@pytest.mark.parametrize("key", EXPECTED)
def test_context_object_of_each_kind(kinds: Library, key: str) -> None:
    """Every kind of publication has the keys of its own matrix; nothing is empty."""
    assert read(coins.context_object(kinds.papers[key], kinds)) == EXPECTED[key]


def test_span_is_one_empty_element(
    kinds: Library, elements: Callable[[str], list[tuple[str, dict[str, str], str]]]
) -> None:
    """Whatever a record holds, its span is one element with the context object as its title."""
    for paper in kinds.papers.values():
        ((tag, attributes, text),) = elements(coins.span(paper, kinds))
        assert (tag, text, attributes["class"]) == ("span", "", "Z3988")
        assert attributes["title"] == coins.context_object(paper, kinds)


def test_nothing_is_left_to_guess(kinds: Library) -> None:
    """Reserved characters are encoded in values, ampersands between pairs are escaped in HTML."""
    text = coins.context_object(kinds.papers["bell2019conference"], kinds)
    assert text.endswith("&rft_id=info%3Adoi%2F10.1000%2F2019.2")
    assert coins.span(kinds.papers["bell2019conference"], kinds).count("&amp;") == text.count("&")


def test_blanks_are_no_plus_signs(kinds: Library) -> None:
    """A blank is %20 and a plus %2B, so that readers of URLs and of forms agree."""
    paper = kinds.papers["bell2019conference"].model_copy(update={"title": "A + B = C & D; E"})
    assert "rft.atitle=A%20%2B%20B%20%3D%20C%20%26%20D%3B%20E&" in coins.context_object(
        paper, kinds
    )


def test_same_as_in_the_head(real: Library) -> None:
    """What a real paper's span says of titles, dates and identifiers, its page's tags say too."""
    for paper in list(real.papers.values())[::38]:
        spoken = read(coins.context_object(paper, real))
        tags = highwire.tags(paper, real, Site("x"))
        title = next(v for k, v in spoken if k in {"rft.atitle", "rft.title", "rft.btitle"})
        assert ("citation_title", title) in tags
        people = [v for k, v in spoken if k in {"rft.au", "rft.creator"}]
        if len(people) > 1:
            assert people == [v for k, v in tags if k == "citation_author"]
        for doi in [v.removeprefix("info:doi/") for k, v in spoken if v.startswith("info:doi/")]:
            assert ("citation_doi", doi) in tags


@given(text=st.text(min_size=1, max_size=40))
def test_any_text_comes_back(kinds: Library, text: str) -> None:
    """Whatever stands in a title, the pairs stay the same and the text stays one value."""
    before = kinds.papers["bell2019conference"]
    paper = Paper.model_construct(**{**dict(before), "title": f"A{text}"})
    pairs = read(coins.context_object(paper, kinds))
    keys = [key for key, _ in read(coins.context_object(before, kinds))]
    assert [key for key, _ in pairs] == keys
