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
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library as Bibliography
from bibtexparser.middlewares.parsestack import default_unparse_stack
from bibtexparser.writer import BibtexFormat

from site_builder.exports.abridged import OTHERS
from site_builder.exports.bibnames import person
from site_builder.exports.sound import sound, sound_or_letters
from site_builder.latex import escaped, fault, to_tex, verbatim_fault
from site_builder.record.models import VenueKind
from site_builder.record.publication import address, page_range, publisher_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper, Venue

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

IN_BOOK: Final = (VenueKind.CONFERENCE, VenueKind.WORKSHOP)
"""Venues whose papers stand in a volume of proceedings."""


@dataclass(frozen=True)
class Dialect:
    """What BibTeX and BibLaTeX call differently."""

    types: Mapping[VenueKind, str]
    names: Mapping[str, str]
    """Our names of fields and the dialect's; what is missing has one name in both."""
    numbering: Mapping[VenueKind, tuple[str, ...]]
    """Which of volume, number and pages an entry takes."""
    has_dates: bool
    """Whether there is one field for the date, and one for other keys of the entry."""
    doi: re.Pattern[str]
    """Which DOIs can stand in their field; others are given as a note."""


BIBTEX: Final = Dialect(
    types={
        VenueKind.CONFERENCE: "inproceedings",
        VenueKind.WORKSHOP: "inproceedings",
        VenueKind.JOURNAL: "article",
        VenueKind.PREPRINT: "misc",
        VenueKind.REPORT: "techreport",
        VenueKind.THESIS: "phdthesis",
        VenueKind.BOOK: "book",
    },
    names={
        "journaltitle": "journal",
        "eprinttype": "archivePrefix",
        "eprintclass": "primaryClass",
    },
    numbering={
        **dict.fromkeys(IN_BOOK, ("volume", "pages")),  # a number is one of a series there
        VenueKind.JOURNAL: ("volume", "number", "pages"),
        VenueKind.REPORT: ("number",),
        VenueKind.BOOK: ("volume",),
    },
    has_dates=False,
    # Styles pass it to \doi, which reads TeX where neither url nor hyperref is loaded, and with the
    # package doi: there % begins a comment, in which the rest of the document is lost.
    doi=re.compile(r"[A-Za-z0-9_.:;()/<>+=,@!?*'\[\]-]+"),
)
BIBLATEX: Final = Dialect(
    types={
        **BIBTEX.types,
        VenueKind.PREPRINT: "online",
        VenueKind.REPORT: "report",
        VenueKind.THESIS: "thesis",
    },
    names={},
    numbering={
        **BIBTEX.numbering,
        **dict.fromkeys(IN_BOOK, ("volume", "number", "pages")),
        VenueKind.BOOK: ("volume", "number"),
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
    stack = default_unparse_stack(allow_inplace_modification=True)
    return write_string(written, stack, bibtex_format=LAYOUT)


def join(entries: Iterable[str]) -> str:
    """Make one file of entries."""
    return "\n".join(entries)


def _field(key: str, name: str, value: str, *, as_letters: bool = False) -> model.Field:
    keep = sound_or_letters if as_letters else sound
    read = verbatim_fault if name in VERBATIM else fault
    field = model.Field(name, keep(value, f"{key}: {name}", "BibTeX", read))
    if name == "month":
        field.enclosing = "no-enclosing"
    return field


class _Writer:
    """Writes the fields of one paper."""

    def __init__(self, paper: Paper, venue: Venue, dialect: Dialect, *, unicode: bool) -> None:
        self.paper, self.venue, self.dialect, self.unicode = paper, venue, dialect, unicode
        self.kind = venue.kind
        self.is_found_online = bool(paper.doi or paper.arxiv_id)

    @property
    def entry_type(self) -> str:
        """The entry's type; what is online needs an address to be @online."""
        found = self.dialect.types[self.kind]
        return found if found != "online" or self.is_found_online else "misc"

    def fields(self) -> Fields:
        """Collect the fields in the order in which people read them; empty ones are no fields."""
        fields = {
            "title": self._title(),
            "author": " and ".join(self._authors()),
            **self._published(),
            **self._numbering(),
            **self._date(),
            **self._eprint(),
            **self._doi(),
            "url": self._url(),
        }
        if self.dialect.has_dates:
            fields["ids"] = ", ".join(self.paper.former_keys)
        return {self.dialect.names.get(name, name): value for name, value in fields.items()}

    def _authors(self) -> Iterator[str]:
        """Yield the names; the word that stands for more of them is none, so it has no braces."""
        for author in self.paper.authors:
            yield "others" if author is OTHERS else person(author, unicode=self.unicode)

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
        name, publisher = self._tex(self.venue.name), self._tex(publisher_of(self.venue))
        series = name if name != publisher else ""
        match self.kind:
            case VenueKind.JOURNAL:
                return {"journaltitle": name}
            case VenueKind.PREPRINT:
                return self._preprint(name)
            case VenueKind.REPORT:
                return {**self._type("techreport"), "institution": publisher}
            case VenueKind.THESIS:
                place = "institution" if self.dialect.has_dates else "school"
                return {**self._type("phdthesis"), place: publisher}
            case VenueKind.BOOK:
                return {"publisher": publisher, "series": series}
            case _:
                return {"booktitle": name, "publisher": self._tex(self.venue.publisher or "")}

    def _preprint(self, name: str) -> Fields:
        """Return the archive, where styles print no eprint; those of biblatex print it."""
        if self.entry_type == "online":
            return {"organization": "" if self.paper.arxiv_id else name}
        return {"howpublished": f"arXiv:{self.paper.arxiv_id}" if self.paper.arxiv_id else name}

    def _type(self, name: str) -> Fields:
        """Return a field for what BibTeX says by the entry's type."""
        return {"type": name} if self.dialect.has_dates else {}

    def _numbering(self) -> Fields:
        taken = self.dialect.numbering.get(self.kind, ())
        given = {name: getattr(self.paper, name) or "" for name in taken}
        if self.kind is VenueKind.JOURNAL and not given["volume"] and not self.dialect.has_dates:
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

    def _doi(self) -> Fields:
        """Return the DOI; one that documents could not read in its field is text for readers."""
        doi = self.paper.doi or ""
        if not doi or self.dialect.doi.fullmatch(doi):
            return {"doi": doi}
        return {"note": f"doi:{escaped(doi, unicode=self.unicode)}"}

    def _url(self) -> str:
        """Return an address where no other field does: a DOI is one, to biblatex an eprint too."""
        is_linked = self.paper.doi or (self.dialect.has_dates and self.paper.arxiv_id)
        return "" if is_linked else address(self.paper)


def _range(pages: str) -> str:
    first, last = page_range(pages.strip())
    return f"{first}--{last}" if last else first
