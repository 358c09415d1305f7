"""The page of what a reader keeps: marks, notes and lists, which a script finds in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages import heads
from site_builder.pages.addresses import READING, up_to_root
from site_builder.pages.explore import DATA, wants

if TYPE_CHECKING:
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer


def page(writer: Writer) -> Page:
    """Make the page."""
    return writer.page(
        "reading",
        f"{READING}/",
        "Reading lists",
        description="What you want to read, what you have read, notes and lists of your own, "
        "kept in your browser alone.",
        about=lambda title, said: (
            heads.card(f"{READING}/", writer.facts.site, title, said)
            + wants(up_to_root(f"{READING}/"), DATA)
        ),
        section="explore",
    )
