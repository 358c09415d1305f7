"""Names of venues in the wild."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.record.models import Venue, VenueKind
from site_builder.sources.venues import Venues

if TYPE_CHECKING:
    from site_builder.library import Library


@pytest.fixture(scope="module")
def venues(real_library: Library) -> Venues:
    """Give the venues of this survey."""
    return Venues(real_library.venue_entries)


@pytest.mark.parametrize(
    ("name", "venue"),
    [
        ("2022 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", "CVPR"),
        ("IEEE/CVF Conference on Computer Vision and Pattern Recognition, CVPR 2022, New Orleans, LA, USA, June 18-24, 2022", "CVPR"),
        ("CVPR'22", "CVPR"),
        ("Computer Vision and Pattern Recognition", "CVPR"),
        ("2023 IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)", "CVPRW"),
        ("CVPR Workshops", "CVPRW"),
        ("ECCV (33)", "ECCV"),
        ("Computer Vision – ECCV 2022", "ECCV"),
        ("Computer Vision - ECCV 2022 - 17th European Conference, Tel Aviv, Israel, October 23-27, 2022, Proceedings, Part XXXIII", "ECCV"),
        ("Advances in Neural Information Processing Systems 35: Annual Conference on Neural Information Processing Systems 2022, NeurIPS 2022, New Orleans", "NeurIPS"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("ICLR (Poster)", "ICLR"),
        ("The Eleventh International Conference on Learning Representations, ICLR 2023, Kigali", "ICLR"),
        ("Proceedings of the 39th International Conference on Machine Learning", "ICML"),
        ("IEEE Trans. Pattern Anal. Mach. Intell.", "TPAMI"),
        ("Proceedings of the 30th ACM International Conference on Multimedia", "ACM MM"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2022", "EMNLP Findings"),
        ("arXiv preprint arXiv:2203.12119", "arXiv"),
        ("CoRR", "arXiv"),
        ("arXiv:2203.12119", "arXiv"),
        ("ICRA 2022 Workshops", None),
        ("Lecture Notes in Computer Science", None),
        ("Journal of Irreproducible Results", None),
        ("", None),
    ],
)  # fmt: skip
def test_known_venues(venues: Venues, name: str, venue: str | None) -> None:
    """Years, numbers, places and sponsors do not hide a venue; a workshop is not its conference."""
    assert venues.find([name]) == venue


def test_published_before_preprint(venues: Venues) -> None:
    """Of several names, that of a published venue counts."""
    assert venues.find(["CoRR", "nowhere", "ECCV (33)"]) == "ECCV"
    assert venues.find(["CoRR", "nowhere"]) == "arXiv"


@pytest.mark.parametrize(
    ("names", "kind", "wanted"),
    [
        (["Journal of Paper Folding & Flight"], None, ("Journal of Paper Folding Flight", "Journal of Paper Folding & Flight", "journal", ())),
        (["Proceedings of the 12th International Workshop on Folding (IWF 2021)"], None, ("IWF", "International Workshop on Folding", "workshop", ())),
        (["Lecture Notes in Paper Science", "Paper Flight – FLY 2022"], VenueKind.CONFERENCE, ("FLY", "Paper Flight", "conference", ())),
        (["IEEE Transactions on Paper Flight and Its Many Applications", "IEEE Trans. Pap. Fl."], None, ("TPFIMA", "IEEE Transactions on Paper Flight and Its Many Applications", "journal", ("IEEE Trans. Pap. Fl.",))),
        (["MIT Press"], VenueKind.BOOK, ("MIT Press", "MIT Press", "book", ())),
        (["arXiv preprint arXiv:2203.12119"], None, ("arXiv", "arXiv", "preprint", ("arXiv preprint", "CoRR"))),
        (["Université de Liège"], VenueKind.THESIS, ("Universite de Liege", "Université de Liège", "thesis", ())),
    ],
)  # fmt: skip
def test_proposals(
    names: list[str], kind: VenueKind | None, wanted: tuple[str, str, str, tuple[str, ...]]
) -> None:
    """A venue met for the first time is proposed with a short id, its name and its kind."""
    venues = Venues(())
    venues.propose(names, kind)
    (venue,) = venues.proposed
    assert (venue.id, venue.name, venue.kind, venue.aliases) == wanted
    assert venues.find(names) == venue.id


def test_ids_are_free() -> None:
    """A proposed id differs from all ids and aliases, ignoring case and hyphens."""
    taken = Venue(id="JPA", name="A", kind=VenueKind.JOURNAL, aliases=("fly-day",))
    venues = Venues((taken,))
    assert venues.propose(["Japanese Papers (JPA)"], None) == "JPA 2"
    assert venues.propose(["Fly Day Reports"], None) == "Fly Day Reports"
    assert venues.propose(["Fly-Day Conference of the World and of Everybody in It"], None)


def test_withdrawn_proposals() -> None:
    """A proposal whose paper is not taken leaves nothing behind."""
    venues = Venues(())
    venues.propose(["Journal of X"], None)
    venues.withdraw(list(venues.proposed))
    assert venues.proposed == []
    assert venues.find(["Journal of X"]) is None


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=3))
@example(["LPT0"])
@example(["CON"])
@example(["\xad"])
@example(["The 2020 \xad"])
def test_any_name(names: list[str]) -> None:
    """Any name at all gives a venue that the registry can hold."""
    venues = Venues(())
    first = venues.propose(names, None)
    assert Venue.model_validate(venues.proposed[0].model_dump()).id == first


@pytest.mark.parametrize("part", ["A-", "(A", "A (", "1st ", "((((", "’22", "in the "])
def test_long_names(part: str) -> None:
    """A name without end is read up to a limit."""
    venues = Venues(())
    assert venues.find([part * 100_000]) is None
    assert len(venues.propose([part * 100_000], None)) <= 80
