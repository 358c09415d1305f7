"""Files of the theme that no page of a site asks for, and that are therefore not published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SEARCH: Final = "material/search"
"""The theme's own search, which a survey may switch on beside ours."""
OF_SEARCH: Final = ("assets/javascripts/lunr/", "assets/javascripts/workers/search.")
"""Where its files are: languages that it can read, and the program that it runs aside."""
MAP: Final = ".map"
"""What files end in that lead from the theme's small scripts and styles to those they were."""


def leave_out_unused(files: Files, config: MkDocsConfig) -> None:
    """Take the theme's search out, where it is not switched on, and its maps of sources: 2 MB."""
    unused = () if SEARCH in config.plugins else OF_SEARCH
    theirs = {*config.theme.dirs} - {config.theme.custom_dir}
    for file in list(files):
        is_unused = file.src_uri.startswith(("assets/javascripts/", "assets/stylesheets/")) and (
            file.src_uri.startswith(unused) or file.src_uri.endswith(MAP)
        )
        if is_unused and file.src_dir in theirs:
            files.remove(file)
