"""The page of what a reader keeps: marks, notes and lists, which a script finds in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from site_builder.pages import heads
from site_builder.pages.addresses import READING, up_to_root
from site_builder.pages.explore import DATA, wants

if TYPE_CHECKING:
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer

STYLE: Final = Markup('<link rel="stylesheet" href="{}css/reading.css">')


def page(writer: Writer) -> Page:
    """Make the page."""
    root = up_to_root(f"{READING}/")
    return writer.page(
        "reading",
        f"{READING}/",
        "Reading lists",
        description="What you want to read, what you have read, notes and lists of your own, "
        "kept in your browser alone.",
        about=lambda title, said: (
            heads.card(f"{READING}/", writer.facts.site, title, said)
            + wants(root, DATA)
            + STYLE.format(root)
        ),
        section="explore",
    )
