"""Finished TeX, read once more before it leaves: nothing stands in it that would run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from site_builder.latex import escaped, fault
from site_builder.problems import SurveyError, printable

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("mkdocs.plugins.survey")


class UnsoundError(SurveyError):
    """TeX that may not leave; `letters` are its characters, none of which is read as TeX."""

    def __init__(self, message: str, letters: str) -> None:
        super().__init__(message)
        self.letters = letters


def sound(tex: str, place: str, form: str = "TeX", read: Callable[[str], str] = fault) -> str:
    """Return finished TeX in which nothing stands that may not.

    `place` names the record and the field, `form` what it is written as, and `read` says what may
    not stand in it. Raises UnsoundError, which names all of them.
    """
    if not (found := read(tex)):
        return tex
    message = f"{printable(place)} cannot be written as {form}: {printable(found)}"
    raise UnsoundError(message, escaped(tex))


def sound_or_letters(
    tex: str, place: str, form: str = "TeX", read: Callable[[str], str] = fault
) -> str:
    """Return finished TeX as `sound` does, or its letters with a warning, as a site needs."""
    try:
        return sound(tex, place, form, read)
    except UnsoundError as error:
        log.warning("%s; its letters stand there as they are", error)
        return error.letters
