"""Hand the files of the text face over to MkDocs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mkdocs.structure.files import File

from site_builder import resources
from site_builder.mkdocs_site import face

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

STYLES: Final = "css/survey.css"
"""The style sheet of all pages."""


def add_face(files: Files, config: MkDocsConfig) -> list[str]:
    """Add the face's files and the rules for them; return what pages may fetch ahead.

    Where a survey's own theme replaces the style sheet, nothing is added: it chooses its faces.
    """
    styles = files.get_file_from_path(STYLES)
    if styles is None or styles.src_dir != str(resources.theme_dir()):
        return []
    for uri, content in face.files():
        if files.get_file_from_path(uri) is None:
            files.append(File.generated(config, uri, content=content))
    styles.content_string = face.style_sheet() + styles.content_string
    return [face.TITLES, face.TEXT]
