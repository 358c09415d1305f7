"""What services answer to searches for new papers: parsers of pages of hits, and the questions."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.sources import arxiv, dblp, openalex, openreview, semantic_scholar
from site_builder.sources.draft import Unusable, checked
from site_builder.sources.hits import Hits, bare

if TYPE_CHECKING:
    from collections.abc import Callable

API = Path(__file__).resolve().parent.parent / "data" / "api"
DAYS = dt.date(2023, 4, 1), dt.date(2023, 4, 15)
PARSERS: dict[str, Callable[[bytes], Hits]] = {
    "arxiv": arxiv.parse_hits,
    "dblp": dblp.parse_hits,
    "openalex": openalex.parse_hits,
    "openreview": openreview.parse_hits,
    "semantic-scholar": semantic_scholar.parse_hits,
}
PSLT = "PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift"
SA3D = "Segment Anything in 3D with NeRFs"
ELEPHANT = "Facing the Elephant in the Room: Visual Prompt Tuning or Full finetuning?"


@pytest.mark.parametrize(
    ("kind", "name", "titles", "size"),
    [
        ("arxiv", "watch-arxiv.xml", [SA3D, PSLT], 2),
        ("openalex", "watch-openalex.json", [PSLT], 1),
        ("semantic-scholar", "watch-semantic-scholar.json", [PSLT], 1),
        ("semantic-scholar", "watch-semantic-scholar-citations.json", [SA3D, PSLT], 3),
        ("dblp", "watch-dblp.json", [SA3D, "Counting Sheep at Scale"], 3),
        ("openreview", "watch-openreview.json", [ELEPHANT], 2),
    ],
)
def test_answers(kind: str, name: str, titles: list[str], size: int) -> None:
    """A page gives its papers, without front matter and what has no title, and its whole length."""
    found = PARSERS[kind]((API / name).read_bytes())
    assert [checked(draft).title for draft in found.drafts] == titles
    assert found.size == size
    assert all(checked(draft).unread == () and draft.authors for draft in found.drafts)


def test_what_they_say() -> None:
    """Abstracts are there to compare with; pages are the papers' own."""
    work = openalex.parse_hits((API / "watch-openalex.json").read_bytes()).drafts[0]
    assert work.abstract.startswith("Vision Transformer (ViT) has shown great potential")
    note = openreview.parse_hits((API / "watch-openreview.json").read_bytes()).drafts[0]
    assert note.links == {"page": "https://openreview.net/forum?id=Aaaaaaaaa1"}
    assert (note.year, note.venues) == (2023, ("ICLR 2023 poster",))
    sheep = dblp.parse_hits((API / "watch-dblp.json").read_bytes()).drafts[1]
    assert sheep.links["page"].startswith("http://papers.nips.cc/")


@pytest.mark.parametrize("kind", PARSERS)
@pytest.mark.parametrize(
    "answer", [b"", b"null", b"[]", b"{}", b'{"data": 1}', b'{"results": {}}', b'{"notes": "x"}']
)
def test_nonsense(kind: str, answer: bytes) -> None:
    """An answer that is no list is refused, with one line to people."""
    with pytest.raises(Unusable) as caught:
        PARSERS[kind](answer)
    assert "\n" not in str(caught.value)


NAMES = [
    "title",
    "content",
    "value",
    "venueid",
    "venue",
    "authors",
    "forum",
    "id",
    "citingPaper",
    "abstract",
    "year",
    "name",
    "type",
    "abstract_inverted_index",
    "authorships",
    "author",
    "display_name",
    "info",
    "text",
    "ee",
    "key",
    "hit",
    "hits",
]
STRANGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=30,
)


@pytest.mark.parametrize("kind", [kind for kind in PARSERS if kind != "arxiv"])
@given(entries=st.lists(STRANGE, max_size=3))
def test_strange_shapes(kind: str, entries: list[Any]) -> None:
    """Entries of any shape give drafts or are left out; never another error."""
    lists = {"results": entries, "data": entries, "notes": entries}
    answer = {**lists, "result": {"hits": {"hit": [{"info": each} for each in entries]}}}
    try:
        found = PARSERS[kind](json.dumps(answer).encode())
    except Unusable:
        return
    for draft in found.drafts:
        assert isinstance(checked(draft).title, str)


@pytest.mark.parametrize("index", [None, [], {"a": None}, {"a": ["x"], "b": 3}, {"a": [10**9]}])
def test_abstracts_of_any_shape(index: object) -> None:
    """An inverted index of any shape gives a text; places are an order and no length."""
    assert openalex.abstract(index) in {"", "a", "b"}


@given(st.text())
def test_phrases_are_bare(phrase: str) -> None:
    """A phrase of any kind ends no quotes, and parts no filters, in any syntax of queries."""
    assert not set(bare(phrase)) & set('"\\|,:()[]{}+*&?#!<>=')


def test_questions() -> None:
    """Queries are those that the services document."""
    words, also = ["visual prompt", 'a "b'], ["image"]
    asked = arxiv.search(words, also, ["cs.CV", "cs.LG"], DAYS)
    assert asked["search_query"] == (
        '(ti:"visual prompt" OR abs:"visual prompt" OR ti:"a b" OR abs:"a b") AND (ti:"image" OR'
        ' abs:"image") AND (cat:cs.CV OR cat:cs.LG) AND submittedDate:[202304010000 TO'
        " 202304152359]"
    )
    assert openalex.search(words, also, DAYS)["filter"] == (
        'title_and_abstract.search:("visual prompt" OR "a b") AND ("image"),'
        "from_publication_date:2023-04-01,to_publication_date:2023-04-15"
    )
    asked = semantic_scholar.search(words, also, DAYS)
    assert asked["query"] == '("visual prompt" | "a b") + ("image")'
    assert asked["publicationDateOrYear"] == "2023-04-01:2023-04-15"
    assert dblp.volume("conf/eccv", 2023, 1)["q"] == "streamid:conf/eccv: year:2023:"
    assert dblp.volume("conf/eccv", 2023, 1)["f"] == "1000"
    assert openreview.accepted("ICLR.cc/2023/Conference", 2)["offset"] == "400"
