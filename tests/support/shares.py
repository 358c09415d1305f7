"""Parts of a survey, for rules that some of its records tell as well as all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.library import Library


def thinned(library: Library, share: int) -> Library:
    """Keep one paper in so many."""
    return library.without(library.papers.keys() - [*library.papers][::share])
