"""Finished TeX, read once more before it leaves: nothing stands in it that would run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from site_builder.latex import escaped, fault
from site_builder.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("mkdocs.plugins.survey")
"""Builds show what it is told and count it; elsewhere warnings go to standard error."""


def sound(tex: str, place: str, *, read: Callable[[str], str] = fault) -> str:
    """Return finished TeX if nothing stands in it that may not; otherwise its letters as text.

    `place` names the record and the field, and `read` says what may not stand in it: a warning
    tells both. So one record stops no export and no site, and nothing of it is lost or run.
    """
    if not (found := read(tex)):
        return tex
    log.warning("%s: is given letter by letter, not as TeX: %s", printable(place), printable(found))
    return escaped(tex)
