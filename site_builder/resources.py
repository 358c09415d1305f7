"""Where the engine's own templates, theme and fonts lie, in a wheel as in the source tree."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import fontpkg_spectral

PACKAGE: Final = Path(__file__).resolve().parent


def templates_dir() -> Path:
    """Find the Jinja templates that come with the engine."""
    return _find("templates")


def theme_dir() -> Path:
    """Find the theme overrides, style sheets and browser modules that come with the engine."""
    return _find("theme")


def font(name: str) -> Path:
    """Find a file of the sites' text face, which a package of its own carries."""
    return Path(fontpkg_spectral.ROOT) / "files" / name


def font_licence() -> Path:
    """Find the licence that the text face is under."""
    return Path(fontpkg_spectral.ROOT) / "LICENSE"


def shared(path: str = "") -> Path:
    """Find what every survey has in common with the one that the engine's repository holds."""
    packed = PACKAGE / "_shared"
    return (packed if packed.is_dir() else PACKAGE.parent) / path


def _find(name: str) -> Path:
    """Prefer the copy inside an installed wheel; in the source tree it lies beside the package."""
    packed = PACKAGE / f"_{name}"
    return packed if packed.is_dir() else PACKAGE.parent / name
