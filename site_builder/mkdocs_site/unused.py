"""Files of the theme that no page of a site asks for, and that are therefore not published."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.theme import Theme

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


def pass_over_hidden(theme: Theme) -> None:
    """Keep MkDocs from listing hidden folders of a theme, of which it publishes nothing.

    It lists all templates at every build to find the files to publish. Of Material they are fifteen
    thousand, nearly all of them icons in one hidden folder, which pages take in by name.
    """
    make = theme.get_env

    def get_env() -> Any:
        env: Any = make()
        env.loader.list_templates = partial(_visible, env.loader.searchpath)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]  # the builds' own, read anew for each


def _visible(folders: Iterable[str]) -> list[str]:
    """Return the paths of all files in folders, those in hidden ones left out, in order."""
    found: set[str] = set()
    for folder in folders:
        for place, inner, names in os.walk(folder):
            inner[:] = [name for name in inner if not name.startswith(".")]
            shown = os.path.relpath(place, folder).replace(os.sep, "/")
            found.update(name if shown == os.curdir else f"{shown}/{name}" for name in names)
    return sorted(found)
