"""What formats cannot hold, listed once: the documentation's table is made of it.

Tests hold it from both sides: everything else comes back, and each loss is a real one.
"""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from roundtrips import ALL, FIELDS, OTHERS, SUFFIXES, TEX

from site_builder.latex import to_text
from site_builder.record.kinds import EntryType
from site_builder.record.models import VenueKind
from site_builder.record.publication import place_of, plain_name, type_of
from site_builder.sources.contents import is_said
from site_builder.sources.people import of_group
from site_builder.sources.reports import why_no_venue

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.text.names import Name

    When = Callable[[Paper, Library], Any]

ARTICLE, TALK, CHAPTER = EntryType.ARTICLE, EntryType.PAPER_CONFERENCE, EntryType.CHAPTER
BOOK, REPORT, PREPRINT = EntryType.BOOK, EntryType.REPORT, EntryType.PREPRINT
IN_BOOK: Final = {"venue": "Fold Books", "type": "chapter", "booktitle": "B"}


@dataclass(frozen=True)
class Loss:
    """What a format does not give back of a field."""

    fields: tuple[str, ...]
    formats: tuple[str, ...]
    words: str
    """What people are told; nothing where the format has no place for the field at all."""
    when: When
    """Whether it is lost of a paper."""
    example: dict[str, Any]
    """Fields of a record of which it is lost."""
    pattern: str = ""
    """What the field's own text holds where it is lost."""

    def holds(self, field: str, paper: Paper, library: Library) -> bool:
        """Return whether this field of the paper may be lost."""
        if field not in self.fields or not self.when(paper, library):
            return False
        return bool(re.search(self.pattern, _written(field, paper), re.IGNORECASE))


def _written(field: str, paper: Paper) -> str:
    """Return the text of a field as readers see it; of people, all names."""
    if field == "status":
        return to_text((paper.status.note if paper.status else "") or "")
    if field in {"authors", "editors"}:
        return "; ".join(plain_name(each).display for each in getattr(paper, field))
    return to_text(str(getattr(paper, field, "") or ""))


def _always(_: Paper, __: Library) -> bool:
    return True


def _type(paper: Paper, library: Library) -> EntryType:
    return type_of(paper, library.venue_of(paper))


def _given(name: str) -> When:
    return lambda paper, _: getattr(paper, name)


def _but_of(name: str, *types: EntryType) -> When:
    """Return whether a field is given of a paper that is none of these."""
    return lambda paper, library: getattr(paper, name) and _type(paper, library) not in types


def _named(test: Callable[[Name], Any]) -> When:
    """Return whether somebody has such a name."""
    return lambda paper, _: any(test(plain_name(each)) for each in (*paper.authors, *paper.editors))


def _is_loose_chapter(paper: Paper, library: Library) -> bool:
    """Return whether a chapter's book has no publisher, for which BibTeX asks."""
    place = place_of(paper, library.venue_of(paper))
    return place.type is CHAPTER and not place.publisher


def _is_posted(paper: Paper, library: Library) -> bool:
    """Return whether a preprint server has what is called something else."""
    return library.venue_of(paper).kind is VenueKind.PREPRINT and _type(paper, library) in {
        ARTICLE,
        REPORT,
        EntryType.WEBPAGE,
    }


QUOTES: Final = "[\"`'\u2010\u2011\u2018\u2019\u201c\u201d]"
MARKUP: Final = r"<[a-z/!]|&[a-z#]"
TEXTS: Final = ("title", "booktitle", "series", "abstract")

LOSSES: Final = (
    Loss(("abstract",), TEX, "", _given("abstract"), {"abstract": "A"}),
    Loss(
        ("arxiv_class",), ("ris",), "", _given("arxiv_class"),
        {"arxiv_id": "2203.12119", "arxiv_class": "cs.CV"},
    ),
    Loss(
        ("arxiv_class",), (*TEX, "csl-json"), "only beside an arXiv id",
        lambda paper, _: not paper.arxiv_id, {"arxiv_class": "cs.CV"},
    ),
    Loss(
        ("doi", "arxiv_id"), ALL, "the DOI that arXiv gives comes back as the arXiv id that it holds",
        lambda paper, _: (paper.doi or "").startswith("10.48550/"), {"doi": "10.48550/arXiv.2203.12119"},
    ),
    Loss(
        ("type",), ALL, "an article, report or page that a preprint server has becomes a preprint",
        _is_posted, {"venue": "arXiv", "type": "report"},
    ),
    Loss(
        ("type",), TEX, "a preprint that no preprint server has becomes a web page, or what its venue is for",
        lambda paper, library: _type(paper, library) is PREPRINT
        and library.venue_of(paper).kind is not VenueKind.PREPRINT,
        {"venue": "JPA", "type": "preprint"},
    ),
    Loss(
        ("venue",), TEX, "the venue of a preprint with an arXiv id is arXiv",
        lambda paper, library: paper.arxiv_id and _type(paper, library) is PREPRINT,
        {"venue": "Preprints", "arxiv_id": "2203.12119"},
    ),
    Loss(
        ("type", "volume", "number", "pages", "booktitle", "series", "editors", "venue"), ("bibtex",),
        "a chapter of a book without publisher becomes `@misc`",
        _is_loose_chapter, {"venue": "JPA", "type": "chapter"},
    ),
    Loss(
        ("volume",), TEX, "only of articles, chapters, books and papers of conferences",
        _but_of("volume", ARTICLE, TALK, CHAPTER, BOOK), {"venue": "Fold Lab", "volume": "1"},
    ),
    Loss(
        ("pages",), TEX, "only of articles, chapters and papers of conferences",
        _but_of("pages", ARTICLE, TALK, CHAPTER), {"venue": "Fold Lab", "pages": "1-2"},
    ),
    Loss(
        ("number",), ("bibtex",), "only of articles that have a volume, and of reports",
        lambda paper, library: _but_of("number", ARTICLE, REPORT)(paper, library) or not paper.volume,
        {"venue": "Fold Day", "number": "1"},
    ),
    Loss(
        ("number",), ("biblatex",), "only of articles, chapters, books, papers of conferences and reports",
        _but_of("number", ARTICLE, TALK, CHAPTER, BOOK, REPORT), {"venue": "arXiv", "number": "1"},
    ),
    Loss(
        ("number",), ("csl-json",), "of all but preprints",
        lambda paper, library: _type(paper, library) is PREPRINT, {"venue": "arXiv", "number": "1"},
    ),
    Loss(
        ("booktitle",), ALL, "only of chapters", _but_of("booktitle", CHAPTER),
        {"venue": "JPA", "booktitle": "B"},
    ),
    Loss(
        ("venue",), ALL, "the book of a paper of a conference takes the place of the venue",
        lambda paper, library: paper.booktitle and _type(paper, library) is TALK,
        {"venue": "Fold Day", "booktitle": "B"},
    ),
    Loss(
        ("venue",), ALL, "the publisher takes its place, of books and chapters that have a series of their own",
        lambda paper, library: library.venue_of(paper).publisher and paper.series
        and _type(paper, library) in {BOOK, CHAPTER},
        {"venue": "Fold Books", "series": "S"},
    ),
    Loss(
        ("venue",), ALL,
        "the publisher takes its place, of what stands alone (reports, theses, data, software, pages)",
        lambda paper, library: library.venue_of(paper).publisher
        and _type(paper, library) not in {ARTICLE, TALK, CHAPTER, BOOK, PREPRINT},
        {"venue": "Fold Day", "type": "thesis"},
    ),
    Loss(
        ("series",), ALL, "only of books, chapters and papers of conferences",
        _but_of("series", BOOK, CHAPTER, TALK), {"venue": "JPA", "series": "S"},
    ),
    Loss(
        ("series",), TEX, "of a paper of a conference, one that ends in a year is the conference itself",
        _always, {"venue": "Fold Day", "series": "Folds 2020"},
        r"\b(?:19|20)\d\d$|['\u2019]\s?\d\d$",
    ),
    Loss(
        ("editors",), ("bibtex",), "only of chapters and papers of conferences",
        _but_of("editors", CHAPTER, TALK), {"venue": "Fold Books", "editors": ["Bo Roe"]},
    ),
    Loss(
        ("editors",), ("biblatex",), "only of books, chapters, papers of conferences and data",
        _but_of("editors", BOOK, CHAPTER, TALK, EntryType.DATASET),
        {"venue": "Fold Lab", "editors": ["Bo Roe"]},
    ),
    Loss(
        ("links.page",), (*TEX, "csl-json"), "only where there is no DOI",
        lambda paper, _: paper.doi, {"doi": "10.1000/x", "links": {"page": "https://e.org/x"}},
    ),
    Loss(
        ("links.pdf",), (*TEX, "csl-json"), "only where there is no DOI, arXiv id or page",
        lambda paper, _: paper.doi or paper.arxiv_id or paper.links.page,
        {"doi": "10.1000/x", "links": {"pdf": "https://e.org/x.pdf"}},
    ),
    Loss(
        ("links.page", "links.pdf"), ALL, "an address that the DOI or arXiv id says already is left out",
        lambda paper, _: any(
            url and is_said(url, paper.arxiv_id or "") for url in (paper.links.page, paper.links.pdf)
        ),
        {"arxiv_id": "2203.12119", "links": {"pdf": "https://arxiv.org/pdf/2203.12119"}},
    ),
    Loss(
        ("links.page", "links.pdf"), (*TEX, "csl-json"),
        "an address that does not look like a PDF's becomes the page",
        lambda paper, _: paper.links.pdf and not paper.links.pdf.endswith(".pdf"),
        {"links": {"pdf": "https://e.org/x"}},
    ),
    Loss(
        ("authors", "editors"), (*TEX, "ris"), "a name of one part becomes a group's where it has several words, and in RIS",
        _named(lambda name: not name.given and not name.is_group),
        {"authors": [{"family": "Fold Smith"}]},
    ),
    Loss(
        ("authors", "editors"), ALL, "a group's name that was written as a person's becomes a group's",
        _named(lambda name: of_group(f"{name.family}, {name.given}")),
        {"authors": [{"given": "Fold", "family": "Collaboration"}]},
    ),
    Loss(
        ("authors", "editors"), TEX, "signs that no name has (`\\ { } ^ ~`) are left out",
        _always, {"authors": [{"given": "Ann", "family": r"Smi\vcth"}]}, r"[\\{}^~]",
    ),
    Loss(
        ("authors", "editors"), ("csl-json",), "a suffix in the family name becomes one of its own",
        _always, {"authors": [{"given": "Ann", "family": "Smith III"}]}, r" (?:jr|sr|i{2,3})\b",
    ),
    Loss(
        ("number", "venue", "type", "booktitle", "series"), ALL,
        "a book or series of a name like `TR-98` is taken for a report's number, but of chapters",
        lambda paper, library: _type(paper, library) is not CHAPTER
        and any(why_no_venue(to_text(each or "")) for each in (paper.booktitle, paper.series)),
        {"venue": "Fold Night", "booktitle": "TR-98-1"},
    ),
    Loss(
        TEXTS, ALL, "braces, tildes and backslashes that are meant as they stand are read as TeX",
        _always, {"title": r"Sets \{1, 2\} of folds"}, r"[{}~\\]|--",
    ),
    Loss(
        ("authors", "editors"), ("ris",), "a name has no commas in it",
        _named(lambda name: "," in f"{name.display}{name.suffix}"), {"authors": [{"literal": "F, Inc."}]},
    ),
    Loss(
        ("authors", "editors"), ("ris",), "a group that stands alone may be taken for a person",
        _named(lambda name: name.is_group), {"authors": [{"literal": "Google Brain"}]},
    ),
    Loss(
        ("title", "booktitle", "series", "authors", "editors", "status"), TEX,
        "quotation marks and apostrophes, straight or curled, are one in TeX, and so are hyphens",
        _always, {"title": "It’s"}, QUOTES,
    ),
    Loss(
        ("title", "booktitle", "series", "abstract"), ALL, "what looks like markup of HTML is taken out",
        _always, {"title": "Folds <b>at</b> night"}, MARKUP,
    ),
    Loss(
        ("status",), TEX, "what looks like markup of HTML in a note is taken out",
        _given("status"), {"status": {"kind": "retracted", "note": "See <b>below</b>"}}, MARKUP,
    ),
)  # fmt: skip


def may_be_lost(field: str, name: str, paper: Paper, library: Library) -> bool:
    """Return whether the list says that a field of a paper may not come back from a format."""
    return any(loss.holds(field, paper, library) for loss in LOSSES if name in loss.formats)


def table() -> str:
    """Return the table of the documentation, and its notes."""
    words = list(dict.fromkeys(loss.words for loss in LOSSES if loss.words))
    titles = {"bibtex": "BibTeX", "biblatex": "BibLaTeX", "ris": "RIS", "csl-json": "CSL-JSON"}
    lines = [
        f"| field | {' | '.join(titles[name] for name in SUFFIXES)} |",
        "|---|---|---|---|---|",
    ]
    for field in FIELDS:
        cells = (_cell(field, name, words) for name in SUFFIXES)
        lines.append(f"| `{field}` | {' | '.join(cells)} |")
    notes = (f"{number}. {text[0].upper()}{text[1:]}." for number, text in enumerate(words, 1))
    others = ", ".join(f"`{name}`" for name in OTHERS)
    return "\n".join([*lines, "", *notes, "", f"In none of them: categories, {others}."])


def _cell(field: str, name: str, words: list[str]) -> str:
    """Say whether a format holds a field, with the numbers of the notes."""
    losses = [loss for loss in LOSSES if field in loss.fields and name in loss.formats]
    if not all(loss.words for loss in losses):
        return "no"
    numbers = sorted(words.index(loss.words) + 1 for loss in losses)
    return f"yes ({', '.join(map(str, numbers))})" if numbers else "yes"
