"""What each format calls an article, a chapter, a thesis …, and what records call it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.record.models import VenueKind

if TYPE_CHECKING:
    from collections.abc import Mapping

BIBTEX: Final[Mapping[str, str]] = {
    **dict.fromkeys(("article", "suppperiodical", "periodical", "review"), "article"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("incollection", "inbook", "bookinbook", "suppbook"), "chapter"),
    **dict.fromkeys(("suppcollection", "inreference"), "chapter"),
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "booklet"), "book"),
    **dict.fromkeys(("proceedings", "mvproceedings", "reference", "mvreference"), "book"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis", "bathesis"), "thesis"),
    **dict.fromkeys(("techreport", "report", "manual", "standard"), "report"),
    **dict.fromkeys(("online", "electronic", "www", "webpage"), "webpage"),
    **dict.fromkeys(("dataset", "data"), "dataset"),
    **dict.fromkeys(("software", "softwareversion", "softwaremodule", "code"), "software"),
    "preprint": "preprint",
}
"""Types of BibTeX, biblatex and managers' own; of others the venue tells, or nothing does."""
RIS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("JOUR", "JFULL", "MGZN", "EJOUR", "INPR", "ABST", "NEWS"), "article"),
    **dict.fromkeys(("CONF", "CPAPER"), "paper-conference"),
    **dict.fromkeys(("CHAP", "ECHAP", "ENCYC", "DICT"), "chapter"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK"), "book"),
    "THES": "thesis",
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "report"),
    **dict.fromkeys(("UNPB", "MANSCPT"), "preprint"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG"), "webpage"),
    **dict.fromkeys(("DATA", "AGGR", "DBASE"), "dataset"),
    "COMP": "software",
}
"""Types of RIS (Reference Manager's, EndNote's and Zotero's)."""
CSL: Final[Mapping[str, str]] = {
    **dict.fromkeys(("article-journal", "article-magazine", "article-newspaper"), "article"),
    **dict.fromkeys(("review", "review-book"), "article"),
    "paper-conference": "paper-conference",
    **dict.fromkeys(("chapter", "entry-encyclopedia", "entry-dictionary", "entry"), "chapter"),
    **dict.fromkeys(("book", "collection", "classic"), "book"),
    "thesis": "thesis",
    **dict.fromkeys(("report", "standard"), "report"),
    **dict.fromkeys(("article", "manuscript"), "preprint"),
    **dict.fromkeys(("webpage", "post", "post-weblog"), "webpage"),
    "dataset": "dataset",
    "software": "software",
}
"""Types of CSL 1.0.2."""
CROSSREF: Final[Mapping[str, str]] = {
    "journal-article": "article",
    "proceedings-article": "paper-conference",
    **dict.fromkeys(("book-chapter", "book-section", "book-part", "reference-entry"), "chapter"),
    **dict.fromkeys(("book", "monograph", "edited-book", "reference-book"), "book"),
    **dict.fromkeys(("proceedings", "book-set", "book-series"), "book"),
    "dissertation": "thesis",
    **dict.fromkeys(("report", "report-component", "standard"), "report"),
    "posted-content": "preprint",
    "dataset": "dataset",
    "software": "software",
}
"""Types of Crossref's works (api.crossref.org/types)."""
OPENALEX: Final[Mapping[str, str]] = {
    "article": "",
    "book-chapter": "chapter",
    "book": "book",
    "dissertation": "thesis",
    "preprint": "preprint",
    "dataset": "dataset",
    "report": "report",
    "software": "software",
}
"""Types of OpenAlex, which calls papers of conferences articles."""
KINDS: Final[Mapping[str, VenueKind]] = {
    "article": VenueKind.JOURNAL,
    "paper-conference": VenueKind.CONFERENCE,
    "chapter": VenueKind.BOOK,
    "book": VenueKind.BOOK,
    "thesis": VenueKind.THESIS,
    "report": VenueKind.REPORT,
    "preprint": VenueKind.PREPRINT,
}
"""The kind of venue in which each type appears."""
OF_VENUES: Final[Mapping[VenueKind, str]] = {
    **{kind: name for name, kind in KINDS.items() if name != "chapter"},
    VenueKind.WORKSHOP: "paper-conference",
}
"""What a paper is where nobody says it, by the kind of its venue."""
MASTER: Final = re.compile(
    r"master|\bm\.?\s?(?:sc|a|eng|phil|s)\b\.?|mathesis|diplom|magister|licentiate|laurea",
    re.IGNORECASE,
)
DOCTORAL: Final = re.compile(
    r"ph\.?\s?d|doctor|d\.?\s?phil|dr\.?\s|dissertation|promotion|phdthesis|habilitation|candthesis",
    re.IGNORECASE,
)


def settled(what: str, kind: VenueKind | None, *, somewhere: bool, numbered: bool) -> str:
    """Return what a paper is where files call it something else.

    Preprints are called articles, reports or pages; what names no venue (`somewhere`) is no article
    of a journal, but a report where a report's number is given (`numbered`).
    """
    if kind is VenueKind.PREPRINT and what in {"", "article", "report", "webpage"}:
        return "preprint"
    if somewhere or what not in {"", "article", "paper-conference"}:
        return what
    return "report" if numbered else ""


def degree_of(text: str) -> str:
    """Return the degree that the words for a thesis tell: doctoral, master, or nothing."""
    if MASTER.search(text):
        return "master"
    return "doctoral" if DOCTORAL.search(text) else ""
