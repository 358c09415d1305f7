"""The page of what a reader keeps: marks, notes and lists, which a script finds in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.pages import heads
from site_builder.pages.addresses import READING, up_to_root
from site_builder.pages.explore import DATA, wants
from site_builder.pages.parts import Link

if TYPE_CHECKING:
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer

PLACE: Final = Link(f"{READING}/", "Reading lists")
"""Where the page is, and its name."""
STYLE: Final = "css/reading.css"


def page(writer: Writer) -> Page:
    """Make the page."""
    root = up_to_root(PLACE.uri)
    return writer.page(
        "reading",
        PLACE.uri,
        PLACE.title,
        description="What you want to read, what you have read, notes and lists of your own, "
        "kept in your browser alone.",
        about=lambda title, said: (
            heads.card(PLACE.uri, writer.facts.site, title, said)
            + wants(root, DATA)
            + heads.style(root, STYLE)
        ),
        section="explore",
    )
