"""A retraction on its way: from what a service answers to the reader's page and to `survey cite`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pybtex.database import parse_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from services import Answer, Services, Survey

    MakeSurvey = Callable[..., Path]
    Site = Any

API = Path(__file__).resolve().parent.parent / "data" / "api"
KEY, DOI, NOTICE = "kite2020kites", "10.9999/kites.2020.1", "10.9999/kites.2020.1.r"
RECORD = f"""\
title: Kites Cure Colds
authors: [Ann Kite]
year: 2020
venue: JPA
doi: {DOI}
fold: [dart]
summary: Ours.  # kept
added: 2026-11-23
"""
SAID = f"Retracted on 2021-01-01. See https://doi.org/{NOTICE}"


@pytest.fixture
def root(make_survey: MakeSurvey, services: Services) -> Path:
    """Give a survey with a paper that Crossref, by Retraction Watch's data, calls retracted."""
    services.give(
        f"/crossref/works?filter=doi:{DOI}&rows=1&select=DOI,title,author,updated-by",
        "crossref-updates.json",
    )
    return make_survey({f"papers/{KEY}.yaml": RECORD})


def test_from_the_service_to_the_reader(
    root: Path, survey: Survey, render_survey: Callable[[Path], Site]
) -> None:
    """What Crossref answers changes the record, which shows it on pages, in exports, when cited."""
    before = (root / f"papers/{KEY}.yaml").read_text(encoding="utf-8")
    done = survey(root, "refresh", KEY)
    assert done.stdout == f"papers/{KEY}.yaml: status: retracted, 2021-01-01, {NOTICE}\n"
    after = (root / f"papers/{KEY}.yaml").read_text(encoding="utf-8")
    assert set(before.splitlines()) < set(after.splitlines())
    assert "sources:\n  - Crossref:10.9999/KITES.2020.1\n" in after
    assert " 0 errors," in survey(root, "check").stderr

    site = render_survey(root)
    html = site.html(f"papers/{KEY}/")
    (notice,) = html.all("aside", class_="survey-status")
    words = " ".join(notice.text.split())
    assert words == f"This paper has been retracted (2021-01-01). The notice: {NOTICE}"
    for uri in ("papers/", "years/2020/", "venues/jpa/", "fold/dart/"):
        (row,) = [th for th in site.html(uri).all("th", scope="row") if "Kites Cure" in th.text]
        assert row.text.endswith(" retracted"), uri
    assert json.loads(site.file(f"api/v1/papers/{KEY}.json"))["status"]["kind"] == "retracted"

    (root / "mine.tex").write_text(rf"\cite{{{KEY}}}", encoding="utf-8")
    cited = survey(root, "cite", "mine.tex")
    assert cited.stderr == f"warning: '{KEY}': {SAID}\n"
    assert SAID in parse_string(cited.stdout, "bibtex").entries[KEY].fields["note"]


def test_no_retraction_is_taken_back(root: Path, survey: Survey, services: Services) -> None:
    """A record that says retracted stays so when its service says nothing, and that is told."""
    doi = "10.9999/strings.2021.7"
    services.give(
        f"/crossref/works?filter=doi:{doi}&rows=1&select=DOI,title,author,updated-by",
        "crossref-updates.json",
    )
    text = RECORD.replace(DOI, doi).replace("Kites Cure Colds", "Strings and Knots")
    path = root / f"papers/{KEY}.yaml"
    path.write_text(f"{text}status: {{kind: retracted}}\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    done = survey(root, "refresh", KEY)
    assert done.returncode == 0
    assert f"Crossref:{doi} knows of no retraction; the record says" in done.stderr
    assert path.read_text(encoding="utf-8") == before


def test_a_withdrawn_preprint(
    root: Path,
    survey: Survey,
    services: Services,
    make_answer: Callable[..., Answer],
    render_survey: Callable[[Path], Site],
) -> None:
    """What authors tell arXiv's readers of their preprint is told here, with the listing."""
    listing, note = "https://arxiv.org/abs/2304.03481", "Withdrawn by the authors: Eq. 3 is wrong"
    feed = (API / "arxiv-2304.03481.xml").read_text(encoding="utf-8")
    told = re.sub(r"(<arxiv:comment[^>]*>)[^<]*", rf"\g<1>{note}", feed).encode()
    assert note.encode() in told
    services.answer("/arxiv/", make_answer(told, media="application/atom+xml"))
    record = (
        'title: "PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and '
        'Progressive Shift"\nauthors: [Gaojie Wu, Wei-Shi Zheng]\nyear: 2023\nvenue: JPA\n'
        'doi: 10.9999/pslt\narxiv_id: "2304.03481"\nfold: [dart]\nsummary: Ours.\n'
    )
    (root / "papers/wu2023pslt.yaml").write_text(record, encoding="utf-8")
    done = survey(root, "refresh", "wu2023pslt")
    assert done.stdout == f"papers/wu2023pslt.yaml: status: withdrawn, {listing}, {note}\n"
    (notice,) = render_survey(root).html("papers/wu2023pslt/").all("aside", class_="survey-status")
    words = " ".join(notice.text.split())
    assert words == f"This paper has been withdrawn. {note} The notice: {listing}"
    (root / "mine.tex").write_text(r"\cite{wu2023pslt}", encoding="utf-8")
    assert f"Withdrawn. {note}. See {listing}" in survey(root, "cite", "mine.tex").stderr
