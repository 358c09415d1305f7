"""Hand-written texts of categories: `docs/categories/FACET/ID.md`, with a drawing `ID.svg`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from site_builder.pages.handwritten.documents import decoded, read
from site_builder.pages.handwritten.files import CATEGORIES
from site_builder.problems import Finding, Problem, Severity, did_you_mean, one_of, quoted

if TYPE_CHECKING:
    from site_builder.library import Library
    from site_builder.pages.handwritten.documents import Document, Handwritten
    from site_builder.pages.handwritten.files import SourceFile
    from site_builder.record.models import Facet
    from site_builder.record.taxonomy import Node

TEXT: Final = ".md"
DRAWING: Final = ".svg"
DEPTH: Final = 3
"""Parts of the path of such a file: categories/FACET/ID.md."""
PLACE: Final = f"write {CATEGORIES}/FACET/ID{TEXT} or {CATEGORIES}/FACET/ID{DRAWING}"

Place = tuple[str, str]
"""A category by the ids of its facet and its own."""


@dataclass(frozen=True)
class CategoryTexts:
    """What is written by hand about categories."""

    texts: dict[Place, Document] = field(default_factory=dict)
    drawings: dict[str, SourceFile] = field(default_factory=dict)
    """By the path in the folder of hand-written pages."""
    problems: tuple[Problem, ...] = ()
    """What belongs to no category."""


def sort(handwritten: Handwritten, library: Library) -> CategoryTexts:
    """Find the category of each text and drawing."""
    texts: dict[Place, Document] = {}
    drawings: dict[str, SourceFile] = {}
    problems: list[Problem] = []
    for source in handwritten.parts:
        path = f"{handwritten.folder}/{source.name}"
        node, finding = _category(source, library)
        if finding:
            problems.append(finding.at(path, (1, 1)))
        if node is None:
            continue
        place = (node.facet.id, node.id)
        if source.path.suffix == DRAWING:
            drawings[source.name] = source
        elif place in texts:
            said = f"{texts[place].path} is about this category already"
            problems.append(Problem(path, 1, 1, "category-text", said, "make one text of both"))
        elif (text := decoded(source, library.root)) is not None:
            document = read(text, path, source.name, node.uri)
            texts[place] = replace(document, given_title=node.title)
    return CategoryTexts(texts, drawings, tuple(problems))


def _category(source: SourceFile, library: Library) -> tuple[Node | None, Finding | None]:
    """Return the category that a file belongs to, and what is wrong with its name."""
    path = PurePosixPath(source.name)
    if len(path.parts) != DEPTH or path.suffix not in {TEXT, DRAWING}:
        return None, Finding("category-text", "this belongs to no category", PLACE)
    taxonomy = library.taxonomy
    facet = next((f for f in taxonomy.facets if path.parts[1] in (f.id, f.slug)), None)
    if facet is None:
        known = taxonomy.facet_ids
        hint = did_you_mean(path.parts[1], known) or one_of(known)
        return None, Finding("unknown-facet", f"unknown facet {quoted(path.parts[1])}", hint)
    return _in_facet(path.stem, facet, library)


def _in_facet(name: str, facet: Facet, library: Library) -> tuple[Node | None, Finding | None]:
    taxonomy = library.taxonomy
    if node := taxonomy.get(facet.id, name):
        return node, None
    if now := taxonomy.former.get((facet.id, name)):
        said = f"{quoted(name)} is a former id of the category {quoted(now)}"
        hint = f"rename the file to {now}"
        return taxonomy.get(facet.id, now), Finding("former-id", said, hint, Severity.WARNING)
    hint = did_you_mean(name, taxonomy.ids(facet.id))
    said = f"{facet.id} has no category {quoted(name)}, so this belongs to none"
    return None, Finding("unknown-category", said, hint)
