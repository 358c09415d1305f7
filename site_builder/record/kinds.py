"""The closed lists of a record: types of papers, degrees of theses, what became of a paper."""

from __future__ import annotations

from typing import Final

from site_builder.record.types import Choice


class EntryType(Choice):
    """What a paper is, where its venue's kind does not say it; in CSL 1.0.2's terms."""

    ARTICLE = "article", "in a journal"
    PAPER_CONFERENCE = "paper-conference", "in the proceedings of a conference or workshop"
    CHAPTER = "chapter", "a part of a book"
    BOOK = "book", "a whole book"
    THESIS = "thesis", "doctoral, or of a master"
    REPORT = "report", "of an institution"
    PREPRINT = "preprint", "posted before, or without, publication"
    DATASET = "dataset", "data"
    SOFTWARE = "software", "a program"
    WEBPAGE = "webpage", "a page of the web"


class Degree(Choice):
    """What a thesis was written for."""

    DOCTORAL = "doctoral", "a doctorate"
    MASTER = "master", "a master's degree"


class StatusKind(Choice):
    """What became of a paper after it was published."""

    RETRACTED = "retracted", "its publisher or authors have taken it back"
    WITHDRAWN = (
        "withdrawn",
        "it was taken from where it was posted, as arXiv does at the authors' wish",
    )
    CORRECTED = "corrected", "a correction (erratum, corrigendum) stands beside it"
    CONCERN = "concern", "its publisher has published an expression of concern"


STATUS_WORDS: Final = {
    StatusKind.RETRACTED: "retracted",
    StatusKind.WITHDRAWN: "withdrawn",
    StatusKind.CORRECTED: "corrected",
    StatusKind.CONCERN: "under an expression of concern",
}
"""How a sentence says what became of a paper."""
