"""Answers of services, composed from our own records, to drafts; and hostile ones to refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.record.models import VenueKind
from site_builder.sources import (
    arxiv,
    crossref,
    dblp,
    highwire,
    markup,
    openalex,
    semantic_scholar,
)
from site_builder.sources.collect import families
from site_builder.sources.draft import (
    CHECKED,
    FIRST_AUTHORS,
    MOST_AUTHORS,
    Draft,
    NotKnown,
    Unusable,
    checked,
    line,
    prose,
)
from site_builder.sources.people import from_display, from_parts
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library import Library

API = Path(__file__).resolve().parent.parent / "data" / "api"

PARSERS: dict[str, Callable[[bytes], Any]] = {
    "arxiv": arxiv.parse,
    "crossref": crossref.parse,
    "dblp": dblp.parse,
    "openalex": openalex.parse,
    "semantic-scholar": semantic_scholar.parse,
    "page": lambda raw: highwire.parse(raw, "page"),
}


def raw(name: str) -> bytes:
    """Read a composed answer."""
    return (API / name).read_bytes()


@pytest.fixture(scope="module")
def library(real_library: Library) -> Library:
    """Read the survey, whose facts the answers carry."""
    return real_library


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("arxiv-2304.03481.xml", "wu2023pslt", {"arxiv_id", "doi", "abstract", "comment", "journal_ref", "submitted"}),
        ("arxiv-2304.11414.xml", "chen2023pipeline", {"arxiv_id", "abstract", "comment", "submitted"}),
        ("arxiv-2304.12308.xml", "cen2023segment", {"arxiv_id", "abstract", "submitted"}),
        ("arxiv-2204.14198.xml", "alayrac2022flamingo", {"arxiv_id"}),
        ("crossref-tpami.json", "wu2023pslt", {"year", "doi", "volume", "number", "pages"}),
        ("crossref-eccv.json", "jia2022visual", {"year", "doi"}),
        ("crossref-cvpr.json", "huang2023diversity", {"year", "doi"}),
        ("crossref-ijcv.json", "gou2021knowledge", {"year", "doi", "volume", "pages"}),
        ("crossref-acl.json", "zhang2023hyperpelt", {"year", "doi"}),
        ("openalex-pslt.json", "wu2023pslt", {"year", "arxiv_id", "volume", "number", "pages"}),
        ("openalex-jia.json", "jia2022visual", {"year", "arxiv_id", "doi"}),
        ("semantic-scholar-pslt.json", "wu2023pslt", {"year", "arxiv_id", "doi", "volume", "pages"}),
        ("semantic-scholar-sa3d.json", "cen2023segment", {"year", "arxiv_id"}),
        ("page-cvf.html", "huang2023diversity", {"year"}),
        ("page-pmlr.html", "evci2022head2toe", {"year", "pages"}),
        ("page-acl.html", "zhang2023hyperpelt", {"year", "doi"}),
        ("page-neurips.html", "cen2023segment", {"year"}),
    ],
)  # fmt: skip
def test_answers(library: Library, name: str, key: str, said: set[str]) -> None:
    """Each service's answer gives the facts that our own record of the paper has."""
    paper = library.papers[key]
    draft = checked(next(p for kind, p in PARSERS.items() if name.startswith(kind))(raw(name)))
    assert draft.title == paper.title
    assert [p["family"] for p in draft.authors] == [a.name.family for a in paper.authors]
    assert [p.get("given", "") for p in draft.authors] == [a.name.given for a in paper.authors]
    for field in said:
        known = getattr(paper, field)
        assert getattr(draft, field) == (known.isoformat() if field == "submitted" else known)
    assert draft.unread == ()


def test_publications_of_dblp(library: Library) -> None:
    """DBLP gives all publications of a paper; numbers that tell namesakes apart are no names."""
    journal, preprint = dblp.parse(raw("dblp-pslt.json"))
    paper = library.papers["wu2023pslt"]
    assert (journal.volume, journal.number, journal.pages) == ("45", "9", "11120-11135")
    assert families(journal) == {fold(a.name.family) for a in paper.authors}
    assert journal.authors[0] == {"given": "Gaojie", "family": "Wu"}
    assert (preprint.kind, preprint.volume) == (VenueKind.PREPRINT, "")
    assert preprint.arxiv_id == "2304.03481"
    assert dblp.parse(raw("dblp-nothing.json")) == []


def test_a_batch_of_arxiv() -> None:
    """One feed tells of many papers."""
    found = arxiv.parse_feed(raw("arxiv-batch.xml"))
    assert [draft.arxiv_id for draft in found] == ["2304.12308", "2304.11414", "2304.03481"]


def test_nothing_and_errors() -> None:
    """What a service does not know, and what it cannot do, are told apart from papers."""
    with pytest.raises(NotKnown):
        arxiv.parse(raw("arxiv-nothing.xml"))
    with pytest.raises(Unusable, match="incorrect id format"):
        arxiv.parse(raw("arxiv-error.xml"))
    with pytest.raises(Unusable):
        semantic_scholar.parse(raw("semantic-scholar-error.json"))


def test_search_of_crossref() -> None:
    """A search gives several works."""
    found = crossref.parse_search(raw("crossref-search.json"))
    assert [draft.volume for draft in found] == ["45", "129"]


def test_orcid_and_group() -> None:
    """Crossref's ORCID iDs and names of groups are kept; an iD that is wrong is told."""
    work = {"title": ["T"], "author": [
        {"given": "Ann", "family": "de Vries", "ORCID": "http://orcid.org/0000-0002-1825-0097"},
        {"given": "Bo", "family": "Li", "ORCID": "http://orcid.org/0000-0002-1825-0098"},
        {"name": "The Team"}, {"affiliation": []}, "nobody",
    ]}  # fmt: skip
    draft = checked(crossref.parse(json.dumps({"message": work}).encode()))
    assert draft.authors == (
        {"given": "Ann", "particle": "de", "family": "Vries", "orcid": "0000-0002-1825-0097"},
        {"given": "Bo", "family": "Li"},
        {"literal": "The Team"},
    )
    assert draft.unread == (
        "ORCID 'https://orcid.org/0000-0002-1825-0098': is no ORCID iD: its check digit is wrong",
    )


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("<i>In vivo</i> H<sub>2</sub>O", "In vivo H2O"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> marks", "x marks"),
        ("Filling <mask> and 1 < 2", "Filling <mask> and 1 < 2"),
        ("two\n  lines\u200b\x00", "two lines"),
        (None, ""),
        ({"a": 1}, ""),
    ],
)
def test_markup(title: object, plain: str) -> None:
    """Tags of publishers and entities go; other angle brackets stay."""
    assert markup.text(title) == plain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arXiv preprint arXiv:2203.12119", "2203.12119"),
        ("arXiv:2203.12119v2 [cs.CV]", "2203.12119"),
        ("https://arxiv.org/pdf/2203.12119v1.pdf", "2203.12119"),
        ("CoRR, abs/2203.12119", "2203.12119"),
        ("10.48550/arXiv.2203.12119", "2203.12119"),
        ("see https://doi.org/10.48550/arXiv.2203.12119.", "2203.12119"),
        ("https://doi.org/10.48550/ARXIV.2203.12119 [cs.CV]", "2203.12119"),
        ("(10.48550/arxiv.2203.12119), accepted", "2203.12119"),
        ("<https://doi.org/10.48550/arXiv.2203.12119v2>", "2203.12119"),
        ("10.48550/arXiv.hep-th/9901001;", "hep-th/9901001"),
        ("10.48550/arXiv.none, that is arXiv:2203.12119", "2203.12119"),
        ("arXiv:2299.12119, corrected to arXiv:2203.12119", "2203.12119"),
        ("arXiv:hep-th/9901001", "hep-th/9901001"),
        ("arXiv 2203.12119", "2203.12119"),
        ("arXiv:2299.12119", ""),
        ("v2203.12119", ""),
        ("arxiv" * 5000, ""),
    ],
)
def test_arxiv_ids_in_texts(text: str, found: str) -> None:
    """An arXiv id is found wherever people and services put it."""
    assert markup.arxiv_in(text) == found


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<",
        b"null",
        b"[]",
        b'"x"',
        b"{}",
        b'{"message": null}',
        b'{"message": {}}',
        b'{"message": []}',
        b'{"result": 1}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe\x00",
        b"<html><body>busy</body></html>",
        b"<?xml version='1.0'?><feed/>",
        b'<?xml version="1.0" encoding="nonsense"?><feed/>',
        b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><feed>&c;</feed>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><feed/>'.encode("utf-16"),
    ],
)
@pytest.mark.parametrize("kind", PARSERS)
def test_nonsense(kind: str, answer: bytes) -> None:
    """An answer that makes no sense is refused, by every parser, with one line to people."""
    if (kind, answer) == ("crossref", b'{"message": {}}'):
        assert PARSERS[kind](answer) == Draft("Crossref:")
        return
    with pytest.raises(Unusable) as caught:
        PARSERS[kind](answer)
    assert str(caught.value)
    assert "\n" not in str(caught.value)


FIELD_NAMES = """
    title author authors authorships name given family text venue year doi DOI page info hits hit
    result message date-parts issued published volume externalIds ArXiv journal primary_location
    source display_name biblio publicationVenue type key id
""".split()  # noqa: SIM905 (one word to a line would fill pages)

STRANGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(FIELD_NAMES),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@pytest.mark.parametrize("kind", [kind for kind in PARSERS if kind not in {"arxiv", "page"}])
@given(data=st.dictionaries(st.sampled_from(["message", "result", "title", "authors"]), STRANGE))
def test_strange_shapes(kind: str, data: dict[str, Any]) -> None:
    """JSON of any shape gives drafts of the right types, or a refusal; never another error."""
    try:
        found = PARSERS[kind](json.dumps(data).encode())
    except Unusable:
        return
    for draft in found if isinstance(found, list) else [found]:
        assert sound(checked(draft))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_page(body: bytes) -> None:
    """Any page at all gives a draft or a refusal."""
    with pytest.raises(Unusable):
        highwire.parse(body, "page")
    draft = highwire.parse(b'<meta name="citation_title" content="T">' + body, "page")
    assert sound(checked(draft))


def sound(draft: Draft) -> bool:
    """Tell whether everything in a draft can stand in a record."""
    for name, judge in CHECKED.items():
        value = getattr(draft, name)
        assert value in ("", None) or judge(value) == value
    texts = [*draft.venues, draft.publisher, *(t for p in draft.authors for t in p.values())]
    return all(text == line(text) for text in texts)


@given(st.text())
def test_texts_are_cleaned(text: str) -> None:
    """What no record may hold is taken out of texts, and cleaning twice changes nothing."""
    once = prose(text)
    assert prose(once) == once
    once.encode()
    assert "\n" not in line(text)


def test_too_much_is_not_believed() -> None:
    """Texts are cut; of crowds of authors the first ones are taken, and the list is cut."""
    assert len(prose("x" * 1_000_000)) <= 30_000
    draft = checked(Draft("x", authors=({"family": "A"},) * (MOST_AUTHORS + 1)))
    assert (len(draft.authors), draft.others) == (FIRST_AUTHORS, True)
    assert draft.unread == ("authors: of 6,001 the first 1,000 were taken",)


def test_values_are_checked() -> None:
    """Values that no record takes are left out and told."""
    draft = checked(
        Draft(
            "x",
            title="T",
            year=9999,
            month=13,
            doi="10.1/x",
            arxiv_id="nonsense",
            submitted="2023-02-31",
            links={
                "code": "javascript:alert(1)",
                "video": "https://example.org/",
                "odd": "https://a",
            },
        )
    )
    assert draft.links == {"video": "https://example.org/"}
    assert (draft.year, draft.month, draft.doi, draft.arxiv_id, draft.submitted) == (
        None, None, "", "", "",
    )  # fmt: skip
    assert len(draft.unread) == 6


@pytest.mark.parametrize(
    ("given", "family", "person"),
    [
        (
            "Laurens",
            "van der Maaten",
            {"given": "Laurens", "particle": "van der", "family": "Maaten"},
        ),
        ("Elad", "Ben Zaken", {"given": "Elad", "family": "Ben Zaken"}),
        ("", "Plato", {"family": "Plato"}),
        ("Plato", None, {"family": "Plato"}),
        (None, 3, {}),
    ],
)
def test_names_in_parts(given: object, family: object, person: dict[str, str]) -> None:
    """A family name of several words stays one; words in lower case before it lead it."""
    assert from_parts(given, family) == person


def test_names_in_reading_order() -> None:
    """Names are read in both orders; what is no name is left out."""
    assert from_display(["Jia, Menglin", "Wei Wang 0001", "", None, 3]) == (
        {"given": "Menglin", "family": "Jia"},
        {"given": "Wei", "family": "Wang"},
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["<!DOCTYPE feed>", '<!DOCTYPE a [<!ENTITY b "ha">]>'])
def test_no_declarations(encoding: str, declared: str) -> None:
    """A feed that declares a document type is refused before it is read, in any encoding."""
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"/>'
    name = encoding.removesuffix("-sig")
    start = f'<?xml version="1.0" encoding="{name}"?>'
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    start = start if encoding == name and not mark else ""
    assert arxiv.parse_feed(mark + f"{start}{feed}".encode(encoding)) == []
    with pytest.raises(Unusable, match="declares entities"):
        arxiv.parse_feed(mark + f"{start}{declared}{feed}".encode(encoding))
