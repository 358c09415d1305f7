"""Several sources' words on one paper to one record, by a stated precedence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder.record.models import VenueKind
from site_builder.sources import arxiv, crossref, dblp, semantic_scholar
from site_builder.sources.collect import Collection, alike
from site_builder.sources.draft import Draft
from site_builder.sources.http import Client
from site_builder.sources.identify import Identifier, identify
from site_builder.sources.merge import PRECEDENCE, merge
from site_builder.sources.venues import Venues

if TYPE_CHECKING:
    from collections.abc import Callable

    from services import Answer, Services

API = Path(__file__).resolve().parent.parent / "data" / "api"
PEOPLE = ({"given": "Ann", "family": "Smith"}, {"given": "Bo", "family": "Li"})
LISTING = Draft(
    "arXiv listing",
    title="On Folding",
    authors=PEOPLE,
    year=2020,
    venues=("arXiv",),
    kind=VenueKind.PREPRINT,
    arxiv_id="2001.00001",
    abstract="We fold.",
)
PRINTED = Draft(
    "Crossref:10.1000/x",
    title="On Folding Paper",
    authors=PEOPLE,
    year=2021,
    venues=("Journal of Folds",),
    kind=VenueKind.JOURNAL,
    doi="10.1000/x",
    volume="3",
    abstract="A publisher's text.",
)


def read(name: str) -> bytes:
    """Read a composed answer."""
    return (API / name).read_bytes()


def test_precedence() -> None:
    """The publisher is believed on the publication, the listing on the preprint."""
    merged = merge([LISTING, PRINTED], Venues(()))
    draft = merged.draft
    assert (draft.title, draft.year, draft.volume) == ("On Folding Paper", 2021, "3")
    assert (draft.arxiv_id, draft.abstract) == ("2001.00001", "We fold.")
    assert (merged.venue, draft.venues) == (None, ("Journal of Folds",))
    assert merged.sources == ("arXiv listing", "Crossref:10.1000/x")


def test_disagreement_is_noted() -> None:
    """Where sources differ on the title, the record's notes say so."""
    notes = merge([LISTING, PRINTED], Venues(())).draft.notes
    assert notes == 'arXiv listing has the title "On Folding".'


def test_order_does_not_matter() -> None:
    """What is believed does not depend on who answered first."""
    one, other = merge([LISTING, PRINTED], Venues(())), merge([PRINTED, LISTING], Venues(()))
    assert one.draft == other.draft


def test_no_abstract_without_a_licence() -> None:
    """The listing alone is asked for the abstract."""
    assert PRECEDENCE["abstract"] == ("arXiv listing",)
    assert merge([PRINTED], Venues(())).draft.abstract == ""


def test_names_that_are_spelled_out() -> None:
    """Initials give way to full names from a source that is less believed."""
    short = ({"given": "A.", "family": "Smith"}, {"given": "B.-C.", "family": "Li"})
    merged = merge([LISTING, replace(PRINTED, authors=short)], Venues(()))
    assert merged.draft.authors == PEOPLE
    assert merge([replace(PRINTED, authors=short)], Venues(())).draft.authors == short


def test_details_of_another_publication() -> None:
    """Volume and pages are taken from sources that mean the chosen venue alone."""
    venues = Venues(())
    for name in ("Journal of Folds", "Fold Workshop", "arXiv"):
        venues.propose([name], None)
    other = replace(
        PRINTED, source="DBLP:conf/x", venues=("Fold Workshop",), volume="", pages="7-9", doi=""
    )
    draft = merge([PRINTED, other, LISTING], venues).draft
    assert (draft.volume, draft.pages, draft.year) == ("3", "", 2021)


def test_preprints_stay_preprints() -> None:
    """What nobody has published is filed under its server, with the year of the listing."""
    coming = Draft(
        "DBLP:x", title="On Folding", venues=("CoRR",), kind=VenueKind.PREPRINT, year=2021
    )
    venues = Venues(())
    venues.propose(["arXiv"], None)
    merged = merge([LISTING, coming], venues)
    assert (merged.venue, merged.draft.kind) == ("arXiv", VenueKind.PREPRINT)


def test_conference_in_a_book_series() -> None:
    """Proceedings in a series of books are a conference's, as those say who know."""
    drafts = [crossref.parse(read("crossref-eccv.json")), dblp.parse(read("dblp-jia.json"))[0]]
    venues = Venues(())
    merged = merge(drafts, venues)
    assert merged.venue is None
    assert merged.draft.kind is VenueKind.CONFERENCE
    venues.propose(merged.draft.venues, merged.draft.kind)
    assert venues.proposed[0].id == "ECCV"


def test_nothing_at_all() -> None:
    """No drafts give an empty one."""
    assert merge([], Venues(())).draft == Draft("")


@pytest.fixture
def collect(services: Services, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Collection]:
    """Give a function that asks the local services for a paper."""
    monkeypatch.setenv("SURVEY_SERVICES_URL", services.url)

    def run(text: str) -> Collection:
        collection = Collection(Client(sleep=lambda _: None), identify(text))
        collection.run()
        return collection

    return run


def families(collection: Collection) -> list[str]:
    """Name the sources that were believed."""
    return [draft.source.partition(":")[0] for draft in collection.drafts]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("2304.03481", ["arXiv listing", "Crossref", "Semantic Scholar", "DBLP", "OpenAlex"]),
        ("10.1109/TPAMI.2023.3265499", ["Crossref", "DBLP", "OpenAlex", "arXiv listing"]),
        ("2203.12119", ["arXiv listing", "DBLP", "Crossref", "OpenAlex"]),
        ("2304.12308", ["arXiv listing", "Semantic Scholar", "DBLP"]),
        ("https://proceedings.mlr.press/v162/evci22a.html", ["PMLR"]),
        ("https://aclanthology.org/2023.findings-acl.725/", ["the ACL Anthology", "Crossref"]),
        ("https://openreview.net/forum?id=Aaaaaaaaa1", ["OpenReview"]),
    ],
)
def test_who_is_asked(collect: Callable[[str], Collection], text: str, sources: list[str]) -> None:
    """What one service tells leads to the next: ids to Crossref, the title to DBLP, and back."""
    assert families(collect(text)) == sources


def test_half_down(
    collect: Callable[[str], Collection], services: Services, make_answer: Callable[..., Answer]
) -> None:
    """Services that fail are named, and the others are enough."""
    services.answer("/crossref", make_answer(status=503))
    services.answer("/dblp", make_answer(b"<html>", media="text/html"))
    services.answer("/openalex", make_answer(hang_up=True))
    services.answer("/semantic", make_answer(b'{"title": 3}'))
    found = collect("2304.03481")
    assert families(found) == ["arXiv listing"]
    assert found.notices == [
        "Crossref answered 503",
        "Semantic Scholar: the answer describes no paper: not believed",
        "DBLP answered with 'text/html' instead of application/json: not believed",
        "OpenAlex broke off before it answered",
    ]


def test_lies(
    collect: Callable[[str], Collection], services: Services, make_answer: Callable[..., Answer]
) -> None:
    """An answer about another paper is not believed, whatever the service says it is."""
    other = read("crossref-ijcv.json")
    services.answer("/crossref", make_answer(other))
    services.answer("/openalex", make_answer(read("openalex-jia.json")))
    services.answer("/semantic", make_answer(read("semantic-scholar-sa3d.json")))
    services.answer("/dblp", make_answer(read("dblp-jia.json")))
    found = collect("2304.03481")
    assert families(found) == ["arXiv listing"]
    assert found.notices == [
        "Crossref: speaks of '10.1007/s11263-021-01453-z': not believed",
        "Semantic Scholar speaks of '2304.12308': not believed",
        "OpenAlex speaks of '2203.12119': not believed",
    ]


def test_a_listing_of_another_paper(
    collect: Callable[[str], Collection], services: Services, make_answer: Callable[..., Answer]
) -> None:
    """Not even arXiv is believed when it speaks of another id."""
    services.answer(
        "/arxiv", make_answer(read("arxiv-2203.12119.xml"), media="application/atom+xml")
    )
    found = collect("2304.03481")
    assert "arXiv: speaks of '2203.12119': not believed" in found.notices
    assert "arXiv listing" not in families(found)


def test_everything_down(collect: Callable[[str], Collection], services: Services) -> None:
    """With all services down nothing is found, and each failure is told."""
    services.refuse_all(503)
    found = collect("2304.03481")
    assert found.drafts == []
    assert found.notices == [
        "arXiv answered 503",
        "Semantic Scholar answered 503",
        "OpenAlex answered 503",
    ]


def test_alike() -> None:
    """A new title is the same paper's where an author stays; other authors with it are not."""
    other = replace(LISTING, title="On Folding Sheets of Paper by Hand", authors=PEOPLE)
    strangers = replace(other, authors=({"family": "Other"},))
    assert alike(LISTING, replace(LISTING, title="On Foldings"))
    assert not alike(LISTING, strangers)
    assert not alike(LISTING, replace(LISTING, title="Quantum Chromodynamics of Everything Else"))


def test_identifier_in_words() -> None:
    """An identifier is shown as people write it."""
    assert str(Identifier(doi="10.1/x")) == "doi:10.1/x"
    assert arxiv.parse(read("arxiv-2203.12119.xml")).arxiv_id == "2203.12119"
    assert semantic_scholar.parse(read("semantic-scholar-pslt.json")).doi
