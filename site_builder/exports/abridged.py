"""Papers with the first of their authors, for files that repeat a paper.

A paper of three thousand authors stands on the page of each of them. If each copy named all, a
site would grow by the square of their number; so such copies name the first ones and say that the
list is cut, and the paper's own files name everybody.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Author, Paper


class Most(Enum):
    """How many authors are named, and how many letters their names may have together."""

    OF_LIST = (200, 5_000)
    """In the files of categories, venues and years, of which a paper is in a few."""
    OF_AUTHOR = (150, 3_000)
    """In the pages and files of authors, of which there is one for each author."""


def abridged(paper: Paper, most: Most) -> Paper:
    """Return a paper with as many of its first authors as fit, at least one, marked as cut.

    A paper whose authors all fit is returned as it is.
    """
    named = tuple(_first(paper, *most.value))
    if len(named) == len(paper.authors):
        return paper
    return paper.model_copy(update={"authors": named, "authors_cut": True})


def _first(paper: Paper, most: int, letters: int) -> Iterator[Author]:
    for number, author in enumerate(paper.authors):
        letters -= len(author.name.display)
        if number == most or (number and letters < 0):
            return
        yield author
