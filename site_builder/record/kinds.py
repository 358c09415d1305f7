"""The closed lists of a record: types of papers, degrees of theses, what became of a paper."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class EntryType(StrEnum):
    """What a paper is, where its venue's kind does not say it; in CSL 1.0.2's terms."""

    ARTICLE = "article"
    PAPER_CONFERENCE = "paper-conference"
    CHAPTER = "chapter"
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    PREPRINT = "preprint"
    DATASET = "dataset"
    SOFTWARE = "software"
    WEBPAGE = "webpage"


class Degree(StrEnum):
    """What a thesis was written for."""

    DOCTORAL = "doctoral"
    MASTER = "master"


class StatusKind(StrEnum):
    """What became of a paper after it was published."""

    RETRACTED = "retracted"
    """Its publisher or authors have taken it back."""
    WITHDRAWN = "withdrawn"
    """It was taken from where it was posted, as arXiv does at the authors' wish."""
    CORRECTED = "corrected"
    """A correction (erratum, corrigendum) stands beside it."""
    CONCERN = "concern"
    """Its publisher has published an expression of concern."""


STATUS_WORDS: Final = {
    StatusKind.RETRACTED: "retracted",
    StatusKind.WITHDRAWN: "withdrawn",
    StatusKind.CORRECTED: "corrected",
    StatusKind.CONCERN: "under an expression of concern",
}
"""How a sentence says what became of a paper."""
