"""Put into a hand-written page what it cites and what it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final

from site_builder.latex.maths import to_mathml
from site_builder.pages.addresses import up_to_root
from site_builder.pages.handwritten.asked import Fault
from site_builder.pages.handwritten.pieces import REFERENCES, is_inline, prepared
from site_builder.pages.handwritten.references import anchor, listing
from site_builder.pages.handwritten.works import Keys, cited, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.pages.handwritten.documents import Document
    from site_builder.pages.handwritten.works import Reference
    from site_builder.pages.writer import Writer
    from site_builder.text.citations import Citation, Work
    from site_builder.text.fragments import Fragment
    from site_builder.text.prose import Formula

    Edit = tuple[int, int, str]
    """What stands in a text from one place to another, and what comes in its place."""

HEADING: Final = "References"
LOCATOR: Final = re.compile(
    r"\s+(?=\{?(?:pp?\.|§|\d|(?:chap|sec|fig|eq|vol|col|fol|op)\.|ch\.|no\.|l{1,2}\.|n{1,2}\."
    r"|(?:page|chapter|section|figure|table|equation|volume|appendix|part|theorem|line|note)s?\b))",
    re.IGNORECASE,
)
"""Where in a work something stands; pandoc puts a comma before it."""


@dataclass
class Placing:
    """How HTML gets into a text: as it is, or as a mark that stands for it until later."""

    inline: Callable[[str], str]
    block: Callable[[str, str], str]
    """Takes the HTML and the blanks that it is indented by."""


@dataclass
class _Composer:
    """One page that is being put together."""

    document: Document
    writer: Writer
    placing: Placing
    root: str = field(init=False)
    keys: Keys = field(init=False)
    references: dict[str, Reference] = field(init=False)
    _placed: set[str] = field(init=False, default_factory=set)
    """Keys of the papers that have been cited further above."""

    def __post_init__(self) -> None:
        self.root = up_to_root(self.document.uri)
        self.keys = self.writer.keys
        self.references = cited(self.document, self.keys)

    def edits(self) -> Iterator[Edit]:
        """Yield what is put in the place of what."""
        document = self.document
        for citation in document.citations:
            yield from self._cite(citation)
        for fragment in document.fragments:
            yield from self._piece(fragment)
        for formula in document.formulas:
            yield formula.start, formula.end, self.placing.inline(_formula(formula))
        for at in document.escaped_at_signs:
            yield at, at + 2, self.placing.inline("&#64;")

    def _cite(self, citation: Citation) -> Iterator[Edit]:
        """Put links in the place of keys; the words around them stay, with round brackets."""
        if any(self.keys.paper(work.key) is None for work in citation.works):
            return
        text, (start, end) = self.document.text, (citation.start, citation.end)
        if citation.is_in_text:
            first, *others = citation.works
            yield first.start, first.end, self._link(citation, first, closed=not citation.locator)
            if not citation.locator:
                return
            start, end = citation.locator
            yield first.end, _skip(text, start + 1), ", "
        else:
            others = [*citation.works]
            yield start, _skip(text, start + 1), "("
        yield _skip_back(text, end - 1), end, ")"
        for work in others:
            found = LOCATOR.match(text, work.end)
            comma, stop = (", ", found.end()) if found else ("", work.end)
            yield work.start, stop, self._link(citation, work, closed=False) + comma

    def _link(self, citation: Citation, work: Work, *, closed: bool) -> str:
        paper = self.keys.paper(work.key)
        reference = self.references[paper.key if paper else ""]
        is_in_text = citation.is_in_text and work is citation.works[0]
        words = reference.label(is_in_text=is_in_text, is_suppressed=work.is_suppressed)
        words += ")" if is_in_text and closed else ""
        place = "" if reference.paper.key in self._placed else place_of(reference.paper.key)
        if citation.is_linked:
            place = f' id="{place}"' if place else ""
            html = f"<span{place}>{escape(words)}</span>"
        else:
            html = anchor(reference, words, self.root, place)
        self._placed.add(reference.paper.key)
        return self.placing.inline(html)

    def _piece(self, fragment: Fragment) -> Iterator[Edit]:
        try:
            make = prepared(self.writer.library, fragment)
        except Fault:
            return  # it has been told, and is a comment
        html = make(self.writer, self.root) if make else self.listing()
        if is_inline(fragment):
            yield fragment.start, fragment.end, self.placing.inline(html)
        else:
            start = fragment.start - len(fragment.indent)
            # The home page would answer to every name that such a piece lists.
            whole = f"<div data-pagefind-ignore>\n{html}\n</div>"
            yield start, fragment.end, f"\n{self.placing.block(whole, fragment.indent)}\n"

    def listing(self) -> str:
        """Return the list of references, or nothing where nothing is cited."""
        return listing(self.writer, self.references, self.document.uri) if self.references else ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A page that has been put together."""

    text: str
    """Its Markdown."""
    listing: str
    """The list of references that is to come behind it, if there is one."""


def composed(document: Document, writer: Writer, placing: Placing) -> Composed:
    """Return a page's Markdown with citations, pieces and formulas put in.

    What is wrong with the page is told by `handwritten.check`, and left here as it was written.
    """
    composer = _Composer(document, writer, placing)
    pieces, at = list[str](), 0
    for start, end, text in sorted(composer.edits(), key=lambda edit: (edit[0], edit[1])):
        if start >= at:  # of what overlaps the first stays
            pieces += (document.text[at:start], text)
            at = end
    whole = "".join((*pieces, document.text[at:]))
    is_placed = any(fragment.name == REFERENCES for fragment in document.fragments)
    return Composed(whole, "" if is_placed else composer.listing())


def whole(document: Document, writer: Writer, placing: Placing) -> str:
    """Return a page's Markdown with all that is put in, and its references at the end."""
    found = composed(document, writer, placing)
    if not found.listing:
        return found.text
    return f"{found.text.rstrip()}\n\n## {HEADING}\n\n{placing.block(found.listing, '')}\n"


def _formula(formula: Formula) -> str:
    html = to_mathml(formula.source)
    if not formula.is_display:
        return f'<span class="survey-math">{html}</span>'
    shown = html.replace("<math", '<math display="block"', 1)
    return f'<span class="survey-formula" tabindex="0">{shown}</span>'  # wide ones scroll


def _skip(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _skip_back(text: str, at: int) -> int:
    while text[at - 1 : at].isspace():
        at -= 1
    return at
