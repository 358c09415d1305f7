"""Papers as entries of BibTeX's styles and of BibLaTeX; bibtexparser writes, nothing else of it.

Values are LaTeX when they reach the writer: its own middlewares would escape braces and addresses.
Fields follow btxdoc (section 3) and the manual of biblatex (section 2); only such are written as
plain.bst and biber's data model take without a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bibtexparser import model
from bibtexparser.library import Library as Bibliography
from bibtexparser.writer import BibtexFormat, write

from site_builder.exports.bibnames import person, person_for_biber
from site_builder.exports.sound import sound, sound_or_letters
from site_builder.latex import escaped, fault, to_tex, verbatim_fault
from site_builder.record.kinds import Degree, EntryType
from site_builder.record.models import OTHERS
from site_builder.record.publication import address, notice, page_range, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Author, Paper, Venue

MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
"""Macros that every style defines in its own language."""

VERBATIM: Final = frozenset(
    {
        *("archivePrefix", "date", "doi", "eprint", "eprintclass", "eprinttype", "ids", "month"),
        *("primaryClass", "url", "year"),
    }
)
"""Fields that hold no TeX but identifiers, addresses and dates."""

IN_VOLUME: Final = (EntryType.PAPER_CONFERENCE, EntryType.CHAPTER)
"""What stands in a book or in a volume of proceedings."""

UNTYPED: Final = {
    EntryType.DATASET: "dataset",
    EntryType.SOFTWARE: "software",
    EntryType.WEBPAGE: "webpage",
}
"""What is @misc to BibTeX; its field type says more to those who read it."""

EDITED: Final = frozenset({"incollection", "inbook", "inproceedings", "book", "dataset"})
"""Entries of biblatex that take editors; BibTeX's @book has either authors or editors."""


@dataclass(frozen=True)
class Dialect:
    """What BibTeX and BibLaTeX call differently."""

    types: Mapping[EntryType, str]
    degrees: Mapping[Degree | None, str]
    """How a thesis is called: by the entry's type, or in a field."""
    names: Mapping[str, str]
    """Our names of fields and the dialect's; what is missing has one name in both."""
    numbering: Mapping[EntryType, tuple[str, ...]]
    """Which of volume, number and pages an entry takes."""
    has_dates: bool
    """Whether there is one field for the date, and one for other keys of the entry."""
    doi: re.Pattern[str]
    """Which DOIs can stand in their field; others are given as a note."""


BIBTEX: Final = Dialect(
    types={
        EntryType.PAPER_CONFERENCE: "inproceedings",
        EntryType.ARTICLE: "article",
        EntryType.CHAPTER: "incollection",
        EntryType.PREPRINT: "misc",
        EntryType.REPORT: "techreport",
        EntryType.THESIS: "phdthesis",
        EntryType.BOOK: "book",
        **dict.fromkeys(UNTYPED, "misc"),
    },
    degrees={None: "phdthesis", Degree.DOCTORAL: "phdthesis", Degree.MASTER: "mastersthesis"},
    names={
        "journaltitle": "journal",
        "eprinttype": "archivePrefix",
        "eprintclass": "primaryClass",
    },
    numbering={
        **dict.fromkeys(IN_VOLUME, ("volume", "pages")),  # a number is one of a series there
        EntryType.ARTICLE: ("volume", "number", "pages"),
        EntryType.REPORT: ("number",),
        EntryType.BOOK: ("volume",),
    },
    has_dates=False,
    # Styles pass it to \doi, which reads TeX where neither url nor hyperref is loaded, and with the
    # package doi: there % begins a comment, in which the rest of the document is lost.
    doi=re.compile(r"[A-Za-z0-9_.:;()/<>+=,@!?*'\[\]-]+"),
)
BIBLATEX: Final = Dialect(
    types={
        **BIBTEX.types,
        **{each: str(each) for each in (EntryType.REPORT, EntryType.THESIS)},
        **{each: str(each) for each in (EntryType.DATASET, EntryType.SOFTWARE)},
        **dict.fromkeys((EntryType.PREPRINT, EntryType.WEBPAGE), "online"),
    },
    degrees={**BIBTEX.degrees, Degree.MASTER: "mathesis"},
    names={},
    numbering={
        **BIBTEX.numbering,
        **dict.fromkeys(IN_VOLUME, ("volume", "number", "pages")),
        EntryType.BOOK: ("volume", "number"),
    },
    has_dates=True,
    doi=re.compile(r"[!-~]+"),  # biber hands it on verbatim
)

LAYOUT: Final = BibtexFormat()  # type: ignore[no-untyped-call]  # of a library that is typed in part
LAYOUT.indent = "  "
LAYOUT.trailing_comma = True

Fields = dict[str, str]


def entry(  # noqa: PLR0913 - a paper, how it is written, and three choices
    paper: Paper,
    library: Library,
    dialect: Dialect,
    *,
    key: str = "",
    unicode: bool = False,
    as_letters: bool = False,
) -> str:
    """Format one paper, under its key or a former one.

    With `unicode`, letters stay as they are: for biber, which reads UTF-8. Every value is read once
    more when it is finished. Raises SurveyError for one that is not sound, or, with `as_letters`,
    warns and gives it letter by letter.
    """
    writer = _Writer(paper, library.venue_of(paper), dialect, unicode=unicode)
    fields = [
        _field(paper.key, name, value, as_letters=as_letters)
        for name, value in writer.fields().items()
        if value
    ]
    written = Bibliography([model.Entry(writer.entry_type, key or paper.key, fields)])
    return write(written, LAYOUT)


def _field(key: str, name: str, value: str, *, as_letters: bool = False) -> model.Field:
    keep = sound_or_letters if as_letters else sound
    read = verbatim_fault if name in VERBATIM else fault
    kept = keep(value, f"{key}: {name}", "BibTeX", read)
    return model.Field(name, kept if name == "month" else f"{{{kept}}}")  # a month is a macro


class _Writer:
    """Writes the fields of one paper."""

    def __init__(self, paper: Paper, venue: Venue, dialect: Dialect, *, unicode: bool) -> None:
        self.paper, self.venue, self.dialect, self.unicode = paper, venue, dialect, unicode
        self.place = place_of(paper, venue)
        self.type = self.place.type
        self.entry_type = self._entry_type()

    def _entry_type(self) -> str:
        """Return the entry's type, or one of fewer required fields where some are missing."""
        if self.type is EntryType.THESIS and not self.dialect.has_dates:
            return self.dialect.degrees[self.paper.degree]
        found = self.dialect.types[self.type]
        if found == "online" and not address(self.paper):
            return "misc"
        if found == "incollection" and self.dialect.has_dates and not self.paper.editors:
            return "inbook"  # biblatex wants editors of a collection, and none of a book
        if found == "incollection" and not (self.dialect.has_dates or self.place.publisher):
            return "misc"
        return found

    def fields(self) -> Fields:
        """Collect the fields in the order in which people read them; empty ones are no fields."""
        fields = {
            "title": self._title(),
            "author": self._people(self.paper.authors, is_cut=self.paper.authors_cut),
            **self._published(),
            "editor": self._editors(),
            **self._numbering(),
            **self._date(),
            **self._eprint(),
            **self._identifier(),
            "url": self._url(),
        }
        if self.dialect.has_dates:
            fields["ids"] = ", ".join(self.paper.former_keys)
        return {self.dialect.names.get(name, name): value for name, value in fields.items()}

    def _people(self, people: Iterable[Author], *, is_cut: bool) -> str:
        """Return names joined; the word that stands for more of them has no braces."""
        name = person_for_biber if self.dialect.has_dates else person
        names = [name(each, unicode=self.unicode) for each in people]
        return " and ".join((*names, OTHERS) if is_cut else names)

    def _editors(self) -> str:
        allowed = EDITED if self.dialect.has_dates else EDITED - {"book"}
        if self.entry_type not in allowed:
            return ""
        return self._people(self.paper.editors, is_cut=self.paper.editors_cut)

    def _tex(self, text: str) -> str:
        return to_tex(text, unicode=self.unicode)

    def _title(self) -> str:
        """Format the title; the method's name is a proper name when it is one word."""
        method = self.paper.method or " "
        named = () if " " in method else (method,)
        protect = (*self.paper.protect, *named)
        return to_tex(
            self.paper.title, protect=protect, titlecase_protect=True, unicode=self.unicode
        )

    def _published(self) -> Fields:
        """Return the fields on where a paper was published, and by whom."""
        name, publisher = self._tex(self.place.container), self._tex(self.place.publisher)
        series = self._tex(self.place.series)
        match self.type:
            case EntryType.ARTICLE:
                return {"journaltitle": name}
            case EntryType.PREPRINT:
                return self._preprint(self._tex(self.venue.name))
            case EntryType.BOOK:
                return {"publisher": publisher, "series": series if series != publisher else ""}
            case EntryType.CHAPTER | EntryType.PAPER_CONFERENCE:
                book = {"booktitle": name, "publisher": publisher, "series": series}
                return {**book, "howpublished": name} if self.entry_type == "misc" else book
            case _:
                return self._kept_by(publisher)

    def _preprint(self, name: str) -> Fields:
        """Return the archive, where styles print no eprint; those of biblatex print it."""
        if self.entry_type == "online":
            return {"organization": "" if self.paper.arxiv_id else name}
        return {"howpublished": f"arXiv:{self.paper.arxiv_id}" if self.paper.arxiv_id else name}

    def _kept_by(self, institution: str) -> Fields:
        """Return where a report or thesis was written; who keeps data, a program or a page."""
        modern = self.dialect.has_dates
        match self.type:
            case EntryType.REPORT:
                return {**self._type("techreport"), "institution": institution}
            case EntryType.THESIS:
                named = self._type(self.dialect.degrees[self.paper.degree])
                kind = named if self.paper.degree else {"type": "Thesis"}  # PhD is not claimed
                return {**kind, "institution" if modern else "school": institution}
            case EntryType.DATASET if modern:
                return {"publisher": institution}
            case _ if modern:
                untyped = {"type": UNTYPED[self.type]} if self.entry_type == "misc" else {}
                return {**untyped, "organization": institution}
        return {"type": UNTYPED[self.type], "howpublished": institution}

    def _type(self, name: str) -> Fields:
        """Return a field for what BibTeX says by the entry's type."""
        return {"type": name} if self.dialect.has_dates else {}

    def _numbering(self) -> Fields:
        taken = self.dialect.numbering.get(self.type, ())
        given = {name: getattr(self.paper, name) or "" for name in taken}
        if self.type is EntryType.ARTICLE and not given["volume"] and not self.dialect.has_dates:
            given["number"] = ""  # plain.bst warns of a number without a volume
        if pages := given.get("pages"):
            given["pages"] = ", ".join(map(_range, pages.split(",")))
        return {name: self._tex(value) for name, value in given.items()}

    def _date(self) -> Fields:
        year, month = self.paper.year, self.paper.month
        if self.dialect.has_dates:
            return {"date": f"{year}-{month:02}" if month else str(year)}
        return {"year": str(year), "month": MONTHS[month - 1] if month else ""}

    def _eprint(self) -> Fields:
        if not self.paper.arxiv_id:
            return {}
        archive = "arxiv" if self.dialect.has_dates else "arXiv"
        return {
            "eprint": self.paper.arxiv_id,
            "eprinttype": archive,
            "eprintclass": self.paper.arxiv_class or "",
        }

    def _identifier(self) -> Fields:
        """Return the DOI, and what became of the paper.

        A DOI that documents could not read in its field is text for readers.
        """
        doi, said = self.paper.doi or "", escaped(notice(self.paper), unicode=self.unicode)
        if not doi or self.dialect.doi.fullmatch(doi):
            fields, note = {"doi": doi}, ""
        else:
            fields, note = {}, f"doi:{escaped(doi, unicode=self.unicode)}"
        if self.dialect.has_dates:
            return {**fields, "note": note, "addendum": said}
        return {**fields, "note": ". ".join(filter(None, (note, said)))}

    def _url(self) -> str:
        """Return an address where no other field does: a DOI is one, to biblatex an eprint too."""
        is_eprint = self.dialect.has_dates and self.paper.arxiv_id and not self.paper.links.page
        return "" if self.paper.doi or is_eprint else address(self.paper)


def _range(pages: str) -> str:
    first, last = page_range(pages.strip())
    return f"{first}--{last}" if last else first
