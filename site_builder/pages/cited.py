"""The files with what hand-written pages cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.handwritten.references import bibliography, file_of
from site_builder.pages.handwritten.works import cited
from site_builder.pages.parts import Asset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.writer import Writer


def assets(writer: Writer) -> Iterator[Asset]:
    """Make the bibliography of each page that cites something, in the page's folder."""
    texts = writer.category_texts.texts.values()
    for document in (*writer.facts.handwritten.documents, *texts):
        if references := cited(document, writer.keys):
            papers = [each.paper for each in references.values()]
            yield Asset(file_of(document.uri), bibliography(writer, papers), document.path)
