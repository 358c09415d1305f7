"""What a reader does with a paper, in one row: read it, look at its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from site_builder.pages.outside import Outside
from site_builder.record.publication import arxiv_url, doi_url, pdf_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Paper

OF_ARXIV: Final = "10.48550/"
"""How the DOIs begin that arXiv gives: they lead to the page that its own identifier leads to."""


def actions(paper: Paper) -> Iterator[Outside]:
    """Yield where a paper and what belongs to it can be had, in the order of the row."""
    offered = (
        ("PDF", pdf_url(paper)),
        ("arXiv", arxiv_url(paper.arxiv_id) if paper.arxiv_id else ""),
        ("Publisher", _publisher(paper)),
        ("Code", paper.links.code),
        ("Project", paper.links.project),
    )
    for title, url in offered:
        if url:
            yield Outside(url, title, urlsplit(url).hostname or "")


def _publisher(paper: Paper) -> str:
    """Return the publisher's page: what the record names, else what its DOI leads to."""
    if paper.links.page:
        return paper.links.page
    is_arxiv = paper.doi and paper.arxiv_id and paper.doi.startswith(OF_ARXIV)
    return doi_url(paper.doi) if paper.doi and not is_arxiv else ""
