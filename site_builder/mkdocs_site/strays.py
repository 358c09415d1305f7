"""What MkDocs would copy or read although it is no file of the survey: it follows every link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from site_builder.files import inside
from site_builder.pages.handwritten.files import is_of_category
from site_builder.pages.published import is_left_out, refused

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def stop_build(config: MkDocsConfig, root: Path) -> None:
    """Raise PluginError for what cannot be left out.

    That is a folder of pages whose links MkDocs would follow without an end, and a theme of the
    survey's own with files that are not, for its templates take each other in.
    """
    if inside.is_endless(Path(config.docs_dir)):
        said = "has links to folders that have no end: see `survey check`"
        raise PluginError(f"{config.docs_dir} {said}")
    theme = config.theme.custom_dir
    found = next(inside.strays(Path(theme), root), None) if theme else None
    if theme and found:
        name, why = found
        raise PluginError(f"{Path(theme, name)}: {why.message}")


def leave_out(files: Files, config: MkDocsConfig, root: Path) -> None:
    """Remove pages and files that are not the survey's own, and what is a part of other pages."""
    left_out = refused(Path(config.docs_dir), root)
    for file in list(files):
        is_none = is_left_out(file.src_uri, left_out) or is_of_category(file.src_uri)
        if file.src_dir == config.docs_dir and is_none:
            files.remove(file)
