r"""Notes below comparison tables: settings by number, sources by letter, each written once.

They stand in a `tablenotes` of threeparttable, which makes them as wide as the table.
"""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from site_builder.latex import to_tex
from site_builder.record.models import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from site_builder.record.origins import FactSource

    Finish = Callable[[str], str]

MARKS: Final = {
    Provenance.PAPER: "",
    Provenance.THIRD_PARTY: r"$^{\dagger}$",
    Provenance.REPRODUCTION: r"$^{\ddagger}$",
    Provenance.DERIVED: r"$^{\ast}$",
}
"""Whose figure it is."""

SAID: Final = {
    Provenance.THIRD_PARTY: "reported by another paper",
    Provenance.REPRODUCTION: "reproduced by others",
    Provenance.DERIVED: "computed from published figures",
}

NOTES: Final = {each: f"{MARKS[each]} {said}" for each, said in SAID.items()}
"""What stands below a table that has a mark."""

LONG_WORD: Final = re.compile(r"\S{24,}")
"""What no line ends in by itself, such as the path of a file."""
BREAKS: Final = re.compile(r"(?<=/)(?=\S)|(?<=\\_)(?=\S)")
"""Where a path may be broken."""

BEGIN: Final = (r"\begin{tablenotes}", r"\footnotesize")
END: Final = r"\end{tablenotes}"
ALL: Final = "All figures: "
"""Begins what all figures of a table share."""


def numeral(number: int) -> str:
    """Return the mark of a setting; `number` counts from 1."""
    return str(number)


def letter(number: int) -> str:
    """Return the mark of a source: a to z, then aa; `number` counts from 1."""
    rest, place = divmod(number - 1, len(ascii_lowercase))
    return (letter(rest) if rest else "") + ascii_lowercase[place]


MARKERS: Final = {"setting": numeral, "source": letter}
"""Columns whose cells are marks of notes."""


def source_note(source: FactSource, keys: Container[str], finish: Finish = str) -> str:
    """Write a source: a paper of the survey is cited; `finish` reads texts that became TeX."""
    origin = source.origin
    if origin.work not in keys:
        return _breakable(finish(to_tex(source.text)))
    place = f", {_breakable(finish(to_tex(origin.place)))}" if origin.place else ""
    return rf"{finish(to_tex(origin.name))}~\cite{{{origin.work}}}{place}"


def _breakable(tex: str) -> str:
    """Let long words of finished TeX be broken after strokes and underscores."""
    return LONG_WORD.sub(lambda word: BREAKS.sub(r"\\allowbreak{}", word[0]), tex)


def listed(notes: Iterable[str], marker: Callable[[int], str]) -> list[str]:
    """Write the notes of one kind, which are counted from 1."""
    return [rf"\item[{marker(n)}] {note}" for n, note in enumerate(notes, start=1)]


def marks(notes: Iterable[str], known: Sequence[str], marker: Callable[[int], str]) -> str:
    """Return the marks of some of the `known` notes."""
    return ", ".join(marker(n) for n in sorted(known.index(note) + 1 for note in notes))
