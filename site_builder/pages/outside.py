"""Links that leave the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.record.publication import arxiv_url, doi_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Paper


@dataclass(frozen=True, slots=True)
class Outside:
    """A link that leaves the site."""

    url: str
    title: str
    note: str = ""


def identifiers(paper: Paper) -> Iterator[Outside]:
    """Yield a paper's identifiers with their addresses."""
    if paper.arxiv_id:
        note = paper.arxiv_class or ""
        yield Outside(arxiv_url(paper.arxiv_id), f"arXiv:{paper.arxiv_id}", note)
    if paper.doi:
        yield Outside(doi_url(paper.doi), f"doi:{paper.doi}")
