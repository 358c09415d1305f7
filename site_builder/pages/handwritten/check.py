"""What is wrong with hand-written pages: keys, fragments, formulas, texts of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.latex.maths import to_mathml
from site_builder.pages.handwritten import category_texts
from site_builder.pages.handwritten.asked import Fault
from site_builder.pages.handwritten.pieces import prepared
from site_builder.pages.handwritten.works import Keys, key_problems
from site_builder.problems import Finding, Problem, Severity, bounded, quoted
from site_builder.text import fragments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.pages.handwritten.category_texts import CategoryTexts
    from site_builder.pages.handwritten.documents import Document, Handwritten

SHOWN: Final = 60
"""Characters of a formula that are quoted."""


def problems(handwritten: Handwritten, library: Library) -> Iterator[Problem]:
    """Yield what is wrong, page by page.

    Nobody is blamed for what cannot be known while a registry cannot be read.
    """
    if library.unread:
        return
    keys = Keys(library)
    found = category_texts.sort(handwritten, library)
    for document in (*handwritten.documents, *found.texts.values()):
        yield from bounded(of_document(document, library, keys))
    yield from found.problems
    if found.texts or found.drawings:
        yield from _of_categories(handwritten, library, found)


def _of_categories(
    handwritten: Handwritten, library: Library, found: CategoryTexts
) -> Iterator[Problem]:
    """Yield what is wrong with links and drawings of the texts of categories."""
    from site_builder.pages.handwritten import category_html  # noqa: PLC0415 (many have no texts)

    shown = set[str]()
    for document in found.texts.values():
        shown |= category_html.drawn(document)
        yield from bounded(category_html.problems(document, handwritten, found, library))
    for name in sorted(found.drawings.keys() - shown):
        said, hint = "no text shows this drawing", "write ![what it shows](ID.svg) in ID.md"
        path = f"{handwritten.folder}/{name}"
        yield Problem(path, 1, 1, "drawing", said, hint, Severity.WARNING)


def of_document(document: Document, library: Library, keys: Keys) -> Iterator[Problem]:
    """Yield what is wrong with one page or text."""
    yield from key_problems(document, keys)
    for fragment in document.fragments:
        try:
            prepared(library, fragment)
        except Fault as fault:
            finding = Finding("fragment", fault.message, fault.hint)
            yield document.problem(fault.at, finding)
    for at in fragments.unclosed(document.text):
        said, hint = "this fragment is not closed", 'write <!-- survey:NAME name="value" -->'
        yield document.problem(at, Finding("fragment", said, hint))
    for formula in document.formulas:
        if not to_mathml(formula.source).startswith("<math"):
            said = f"this formula is shown as it is written: {quoted(formula.source[:SHOWN])}"
            finding = Finding("formula", said, "use simpler TeX", Severity.WARNING)
            yield document.problem(formula.start, finding)
