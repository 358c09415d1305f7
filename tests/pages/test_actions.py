"""The row of a paper's page leads to all that can be had of the paper, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Render = Callable[..., Any]

RECORD = """\
title: Kites
authors: [Ann Roe]
year: 2022
venue: JPA
fold: [dart]
summary: "Folds kites, e.g. big ones. The rest is left out."
added: 2026-11-23
"""
ARXIV, DOI = 'arxiv_id: "2203.99999"\n', "doi: 10.1000/kite\n"
WITHDRAWN = "status: {kind: withdrawn, source: 'https://arxiv.org/abs/2203.99999'}\n"
BIBTEX = ("BibTeX", "../../papers/roe2022kites.bib")
ON_ARXIV = ("arXiv", "https://arxiv.org/abs/2203.99999")
PDF = ("PDF", "https://arxiv.org/pdf/2203.99999")


def row(html: Any) -> list[tuple[str, str]]:
    """Give the names and addresses of a page's row."""
    return [(link.text, link.get("href")) for link in html.all("a", class_="survey-action")]


@pytest.mark.parametrize(
    ("more", "links"),
    [
        ("", []),
        (ARXIV, [PDF, ON_ARXIV]),
        (ARXIV + WITHDRAWN, [ON_ARXIV]),
        (ARXIV + "doi: 10.48550/arXiv.2203.99999\n", [PDF, ON_ARXIV]),
        (DOI, [("Publisher", "https://doi.org/10.1000/kite")]),
        (DOI + "links: {page: https://e.org/p}\n", [("Publisher", "https://e.org/p")]),
        (
            WITHDRAWN + "links: {pdf: https://e.org/p.pdf, code: https://e.org/c}\n",
            [("PDF", "https://e.org/p.pdf"), ("Code", "https://e.org/c")],
        ),
        ("links: {project: https://e.org/x}\n", [("Project", "https://e.org/x")]),
    ],
)
def test_row(
    make_survey: Callable[..., Path], render_survey: Render, more: str, links: list[Any]
) -> None:
    """Each thing stands there once where the paper has it; arXiv keeps no PDF of what is withdrawn."""
    survey = make_survey({"papers/roe2022kites.yaml": RECORD + more})
    html = render_survey(survey).html("papers/roe2022kites/")
    assert row(html) == [*links, BIBTEX]


def test_lead(make_survey: Callable[..., Path], render_survey: Render) -> None:
    """The first sentence of the summary stands above the facts."""
    survey = make_survey({"papers/roe2022kites.yaml": RECORD})
    site = render_survey(survey)
    lead = site.html("papers/roe2022kites/").one("p", class_="survey-lead")
    assert lead.text == "Folds kites, e.g. big ones."
