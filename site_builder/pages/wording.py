"""Values as readers see them: short author lists, counts, figures, the first words of a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_builder import latex
from site_builder.record.kinds import Degree, EntryType
from site_builder.record.models import Provenance, RelationKind, VenueKind
from site_builder.text.plurals import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library import Library
    from site_builder.record.models import Metric, Paper, Quantity

DESCRIPTION_LENGTH: Final = 200
"""Characters of a page's description; search engines show about that many."""

MOST_VALUES: Final = 3
"""Values of a list that stand beside a title."""

PROVENANCE: Final[Mapping[Provenance, tuple[str, str]]] = {
    Provenance.PAPER: ("paper", "reported by the paper itself or in its own repository"),
    Provenance.THIRD_PARTY: ("third party", "taken from another paper's table"),
    Provenance.REPRODUCTION: ("reproduction", "measured by others who ran the method again"),
    Provenance.DERIVED: ("re-computed", "computed from published figures"),
}
"""A short word for who reported a figure, and what the word means."""

RELATION: Final[Mapping[RelationKind, tuple[str, str]]] = {
    RelationKind.EXTENDS: ("Extends", "Extended by"),
    RelationKind.USES: ("Uses", "Used by"),
    RelationKind.COMPARES_WITH: ("Compares with", "Used for comparison in"),
    RelationKind.SUPERSEDES: ("Supersedes", "Superseded by"),
}
"""How a relation reads from the paper that carries it, and from the one it points at."""

LINKS: Final[Mapping[str, str]] = {
    "page": "Paper",
    "pdf": "PDF",
    "code": "Code",
    "project": "Project page",
    "video": "Video",
    "slides": "Slides",
    "data": "Data",
    "model": "Models",
}
"""What links are called, in the order in which they stand on a page."""

TYPES: Final[Mapping[EntryType, str]] = {
    EntryType.ARTICLE: "Journal article",
    EntryType.PAPER_CONFERENCE: "Conference paper",
    EntryType.CHAPTER: "Chapter of a book",
    EntryType.BOOK: "Book",
    EntryType.THESIS: "Thesis",
    EntryType.REPORT: "Report",
    EntryType.PREPRINT: "Preprint",
    EntryType.DATASET: "Data set",
    EntryType.SOFTWARE: "Software",
    EntryType.WEBPAGE: "Web page",
}
DEGREES: Final[Mapping[Degree, str]] = {
    Degree.DOCTORAL: "Doctoral thesis",
    Degree.MASTER: "Master's thesis",
}
"""What types and theses are called on a page."""

VENUE_KINDS: Final[Mapping[VenueKind, str]] = {
    VenueKind.CONFERENCE: "Conferences",
    VenueKind.JOURNAL: "Journals",
    VenueKind.WORKSHOP: "Workshops",
    VenueKind.PREPRINT: "Preprint servers",
    VenueKind.REPORT: "Reports",
    VenueKind.THESIS: "Theses",
    VenueKind.BOOK: "Books",
}
"""What sorts of venues are called, in the order in which they are listed."""

SENTENCE_END: Final = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\bal)(?<!\betc)(?<!\bFig)(?<!\bSec)(?<!\bapprox)"
    r"(?<!\b[A-Z])(?P<stop>[.!?][”\"')\]]*)(?=\s+[^\sa-z])"
)
"""Where a sentence ends: a stop that belongs to no abbreviation, before what begins another."""
MOST_OF_SENTENCE: Final = 400
"""Characters of a first sentence."""

DIRECTION: Final[Mapping[str, str]] = {"higher": "higher is better", "lower": "lower is better"}


SHORT: Final = 60
"""Longest title in a list of thousands of lines."""


def short_title(paper: Paper) -> str:
    """Return a paper's method, or the beginning of its title, for long lists; plain."""
    return beginning(paper.method or paper.title, SHORT)


def type_title(paper: Paper) -> str:
    """Return what a paper says that it is; nothing where its venue says it."""
    if paper.degree:
        return DEGREES[paper.degree]
    return TYPES[paper.type] if paper.type else ""


def beside_title(library: Library, paper: Paper) -> list[tuple[str, str]]:
    """Return what stands beside a paper's title in every list: titles and values of fields."""
    told = ((f, f.texts(paper.extra.get(f.id))) for f in library.fields if f.in_lists)
    return [
        (field.title, " ".join(filter(None, (shortened(texts, MOST_VALUES), field.unit))))
        for field, texts in told
        if texts
    ]


def format_number(value: float) -> str:
    """Format a measured figure with the digits that its record has."""
    return f"{value:.12g}".replace("-", "\N{MINUS SIGN}")


def metric_title(metric: Metric) -> str:
    """Return a metric's name with its unit."""
    return f"{metric.name} ({metric.unit})" if metric.unit else metric.name


def quantity_head(quantity: Quantity) -> str:
    """Return a quantity's short title with its unit, for the head of a column."""
    title = quantity.short or quantity.title
    return f"{title} ({quantity.unit})" if quantity.unit else title


def metric_caption(metric: Metric) -> str:
    """Return a metric's name with its unit and which way is better."""
    return f"{metric_title(metric)}, {DIRECTION[metric.direction]}"


@lru_cache(maxsize=16384)  # the pages of related papers tell it, too
def first_sentence(text: str) -> str:
    """Return the first sentence of a record's text, formulas and all; a very long one is cut."""
    ends = (found.end("stop") for found in SENTENCE_END.finditer(text, 0, MOST_OF_SENTENCE))
    end = next((each for each in ends if text.count("$", 0, each) % 2 == 0), None)
    if end:
        return text[:end]
    return text if len(text) <= MOST_OF_SENTENCE else beginning(text)


def beginning(text: str, most: int = DESCRIPTION_LENGTH) -> str:
    """Return the first words of a text, plain and on one line."""
    plain = latex.to_text(text[: 4 * most])
    if len(plain) <= most:
        return plain
    words = plain[:most].rpartition(" ")[0] or plain[:most]  # some scripts have no blanks
    return words.rstrip(".,;:") + " …"
