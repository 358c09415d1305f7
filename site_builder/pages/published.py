"""What a survey publishes besides its records, and what of it is no file of the survey.

Pages, theme and templates are read and copied by other programs, which follow every link; what is
found here is told by `survey check` and left out of the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.curation.issue_form import FORM
from site_builder.files import inside
from site_builder.pages.rootpages import ROOT_PAGES
from site_builder.problems import Problem, printable
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG: Final = "mkdocs.yml"
DOCS: Final = "docs"
TEMPLATES: Final = "templates"
FILES: Final = (CONFIG, FORM, *ROOT_PAGES)
"""Files that are read as they are, relative to the root."""


def problems(root: Path) -> Iterator[Problem]:
    """Yield a problem for each file or folder of the site that is not the survey's own."""
    for name in FILES:
        try:
            inside.check(root / name, root, inside.MOST_TEXT)
        except inside.Refused as why:
            yield _problem(name, why)
        except OSError:
            continue  # a survey need not have it
    for folder in _folders(root):
        for inner, stray in inside.strays(root / folder, root):
            yield _problem(f"{folder}/{inner}".rstrip("/"), stray)


def docs_folder(root: Path) -> str:
    """Return the folder of hand-written pages, relative to the root."""
    return _folders(root)[0]


def _problem(path: str, why: inside.Refused) -> Problem:
    return Problem(printable(path, 300), 1, 1, why.code, why.message, why.hint)


def _folders(root: Path) -> list[str]:
    """Return the folders of pages, theme and templates, as far as mkdocs.yml can be read."""
    document, _ = reading.read(root / CONFIG, CONFIG, root)
    data: Any = document.data if document and isinstance(document.data, dict) else {}
    docs = data.get("docs_dir")
    theme = data.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    named = (docs if isinstance(docs, str) else DOCS, custom, TEMPLATES)
    return list(dict.fromkeys(name for name in named if isinstance(name, str) and name))


def refused(folder: Path, root: Path) -> frozenset[str]:
    """Return what of a folder is left out, by path relative to it; "" is the folder itself."""
    return frozenset(name for name, _ in inside.strays(folder, root))


def is_left_out(name: str, left_out: frozenset[str]) -> bool:
    """Return whether a file of a folder is among what is left out, or behind it."""
    parts = name.split("/")
    return "" in left_out or any("/".join(parts[:n]) in left_out for n in range(1, len(parts) + 1))
