"""What is no venue, and which venues are one."""

from __future__ import annotations

import pytest

from site_builder.record.models import Venue, VenueKind
from site_builder.sources import abbreviations, reports
from site_builder.sources.venues import Venues


@pytest.mark.parametrize(
    "name",
    [
        *("ATLAS-CONF-2012-093", "CMS-PAS-HIG-12-020", "CERN-PH-EP/2012-218", "DESY 12-345"),
        *("FERMILAB-PUB-12-123-T", "SLAC-PUB-1234", "LA-UR-12-12345", "Technical Report 123"),
        *("TR-98-12", "RFC 2119", "Report No. 7", "LHCb-PAPER-2015-029", "IPPP/12/34"),
        *(
            "12 May 2012",
            "May 2012",
            "2012",
            "July 4, 2012",
            "2012-05-17",
            "Submitted on 3 May 2020",
        ),
        *("(2012)", "Sept. 2003", "4.7.2012"),
    ],
)
def test_no_venues(name: str) -> None:
    """Numbers of reports and dates are no venues."""
    assert reports.why_no_venue(name)


@pytest.mark.parametrize(
    "name",
    [
        *("CVPR 2022", "CVPR-2022", "KDD '16", "AAAI-20", "IJCAI-ECAI-18", "INTERSPEECH-2019"),
        *("Physical Review D", "Phys. Lett. B 716", "EMNLP/IJCNLP", "3DV 2021", "ECCV (33)"),
        *("Nature", "W3C", "Journal of Kites 12", "arXiv:2203.12119", "G3: Genes", "May", ""),
    ],
)
def test_venues(name: str) -> None:
    """A conference with its year is a venue, and so is all else."""
    assert reports.why_no_venue(name) == ("a date" if name == "May" else "")


SAME = [
    ("Phys. Rev. D", "Physical Review D"),
    ("J. Chem. Phys.", "Journal of Chemical Physics"),
    ("Proc. Natl. Acad. Sci.", "Proceedings of the National Academy of Sciences"),
    ("Phys Rev Lett", "Physical Review Letters"),
    ("Int. J. Comput. Vis.", "International Journal of Computer Vision"),
    ("Nucl. Instrum. Meth. A", "Nuclear Instruments and Methods A"),
    ("Astron. Astrophys.", "Astronomy & Astrophysics"),
    ("ACM Trans. Graph.", "ACM Transactions on Graphics"),
]
OTHER = [
    ("Phys. Rev. D", "Physical Review B"),
    ("Phys. Rev.", "Physical Review D"),
    ("J. Phys.", "Journal of Physiology"),
    ("Physical Review C", "Physical Review D"),
    ("J. Stat. Phys.", "Journal of Statistical Physiology"),
    ("Chemical Review", "Chemical Reviews"),
    ("Nature", "Nat."),
    ("J. Kites A", "Journal of Kites and Aeroplanes"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_venues_that_are_one(one: str, other: str) -> None:
    """A journal and its abbreviation are one venue, whichever comes first; the guess is kept."""
    for first, second in ((one, other), (other, one)):
        venues = Venues(())
        known = venues.propose([first], VenueKind.JOURNAL)
        assert venues.find([second]) == known
        assert len(venues.proposed) == 1
        assert venues.proposed[0].name in {other, other.removeprefix("the ")}
        assert venues.find([first]) == known
        assert set(venues.guessed.values()) <= {known}


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_venues_that_are_two(one: str, other: str) -> None:
    """What no abbreviation explains is another venue."""
    assert not abbreviations.same(abbreviations.words_of(one), abbreviations.words_of(other))
    venues = Venues(())
    venues.propose([one], VenueKind.JOURNAL)
    assert venues.find([other]) is None


def test_abbreviations_of_two() -> None:
    """An abbreviation of two known venues is none of them."""
    names = ("Annals of Physics", "Annalen der Physik")
    venues = Venues(
        tuple(Venue(id=f"V{n}", name=name, kind=VenueKind.JOURNAL) for n, name in enumerate(names))
    )
    assert venues.find(["Ann. Phys."]) is None


def test_arxiv_is_one() -> None:
    """However arXiv is called, it is the venue that the registry has."""
    venues = Venues((Venue(id="arXiv", name="arXiv", kind=VenueKind.PREPRINT),))
    for name in ("arXiv e-prints", "arXiv preprint", "ArXiv", "arXiv preprint math/0309136v2"):
        assert venues.find([name]) == "arXiv"
