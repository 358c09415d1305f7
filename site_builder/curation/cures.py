"""The certain cures of the rules of quality, written into the records; all else stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.checks import quality
from site_builder.checks.quality.oddity import Parts
from site_builder.files import atomic, inside
from site_builder.library import Library
from site_builder.problems import one_line, quoted
from site_builder.record.models import PAPER_FIELDS, Author
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.mending import with_value
from site_builder.yamlfiles.record_files import PAPERS, paper_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from site_builder.checks.quality.oddity import Oddity
    from site_builder.problems import Loc
    from site_builder.record.models import Paper

MOST_ROUNDS: Final = 20
"""Times that records are read again: what a cure lays bare may have a cure of its own."""
SHOWN: Final = 60
"""Letters of a value that are shown; of a longer one the part that changes."""
AROUND: Final = 12
BOM: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Cured:
    """One value that a rule changed, or could not change; lines and columns count from 1."""

    path: str
    line: int
    column: int
    code: str
    old: str
    new: str
    why_not: str = ""
    """Why the file was left as it is; empty where the cure is written."""

    def __str__(self) -> str:
        """Say on one line what became of what."""
        old, new = _shown(self.old, self.new)
        text = f"{self.path}:{self.line}:{self.column}: {self.code}: {quoted(old)} → {quoted(new)}"
        return one_line(f"{text} (not written: {self.why_not})" if self.why_not else text)


def _shown(old: str, new: str) -> tuple[str, str]:
    """Cut two texts to the part in which they differ, with a little of what is around it."""
    if max(len(old), len(new)) <= SHOWN:
        return old, new
    start = _shared(old, new)
    end = min(_shared(old[::-1], new[::-1]), min(len(old), len(new)) - start)
    return _cut(old, start, end), _cut(new, start, end)


def _shared(one: str, other: str) -> int:
    """Count the letters with which both texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    low, high = max(0, start - AROUND), len(text) - max(0, end - AROUND)
    high = min(high, low + SHOWN)
    return "…" * (low > 0) + text[low:high] + "…" * (high < len(text))


def cure(root: Path, only: Collection[str] | None = None) -> list[Cured]:
    """Write every certain cure into the records of a survey, or of some of them by path.

    Records are read and written until nothing is left to cure, so that doing it twice changes no
    more than doing it once. Records with errors, and warnings that a record explains, are left
    alone. Raises SurveyError where a file cannot be written.
    """
    atomic.sweep(root / PAPERS)
    done: list[Cured] = []
    for _ in range(MOST_ROUNDS):
        found = list(_round(root, only))
        done += [each for each in found if not each.why_not]
        if all(each.why_not for each in found):
            done += found
            break
    return sorted(done, key=lambda each: (each.path, each.line, each.column))


def _round(root: Path, only: Collection[str] | None) -> Iterator[Cured]:
    library, _ = Library.load(root)
    for paper, oddities in quality.oddities_of(library):
        if only is None or paper_path(paper.key) in only:
            wanted = [o for o in oddities if o.cure is not None and o.code not in paper.checks]
            if wanted:
                yield from _mended(library, paper, wanted)


def _mended(library: Library, paper: Paper, oddities: list[Oddity]) -> Iterator[Cured]:
    """Cure one record; of several oddities of one value the first, the others another time."""
    path = library.root / paper_path(paper.key)
    record = _Record(library, paper, inside.read(path, library.root).decode("utf-8"))
    first: dict[Loc, Oddity] = {}
    for odd in oddities:
        first.setdefault(odd.loc, odd)
    for odd in first.values():
        yield record.cured(odd)
    if record.changed:
        atomic.replace(path, record.written())


class _Record:
    """The text of a record's file while it is cured."""

    def __init__(self, library: Library, paper: Paper, raw: str) -> None:
        self.paper = paper
        self.shape = _facets(library), library.fields, library.result_fields
        self.raw = raw
        self.text = raw.removeprefix(BOM).replace("\r\n", "\n")
        self.windows = "\r\n" in raw
        is_mixed = "\r" in self.text or (self.windows and raw.count("\n") != raw.count("\r\n"))
        self.why_not = "its line ends are of two kinds" if is_mixed else ""
        self.changed = False

    def cured(self, odd: Oddity) -> Cured:
        """Write one cure, if the file then says the same but for it."""
        shown = paper_path(self.paper.key)
        place = (1, 1)
        document, _ = reading.parse(self.text.replace("\r", "\n"), shown)
        if document:
            place = document.locate(odd.loc)
        why_not = self.why_not or self._write(odd, shown)
        old, new = odd.written or _old(self.paper, odd.loc), odd.cure
        if isinstance(old, Author) and isinstance(new, Parts):
            old, new = _told_apart(Parts.of(old), new)
        return Cured(shown, *place, odd.code, str(old), str(new), why_not)

    def _write(self, odd: Oddity, shown: str) -> str:
        """Take a cure over into the text; return why not where that cannot be done."""
        cure = odd.cure or ""
        new = cure._asdict() if isinstance(cure, Parts) else cure
        text = with_value(self.text, shown, odd.loc, new)
        if text is None:
            return "by machine the file cannot take it; `survey fmt` first may help"
        before, after = (self._read(each, shown) for each in (self.text, text))
        if before is None or after is None or after != _with(before, odd.loc, cure):
            return "the record would say something else besides"
        self.text, self.changed = text, True
        return ""

    def _read(self, text: str, shown: str) -> Paper | None:
        document, problems = reading.parse(text, shown)
        if document is None or problems:
            return None
        return parsing.read_paper(document, self.paper.key, *self.shape).paper

    def written(self) -> bytes:
        """Return the text as the file had it: its line ends, its byte order mark."""
        text = self.text.replace("\n", "\r\n") if self.windows else self.text
        return (BOM * self.raw.startswith(BOM) + text).encode()


def _facets(library: Library) -> tuple[str, ...]:
    return tuple(name for name in library.taxonomy.facet_ids if name not in PAPER_FIELDS)


def _old(value: Any, loc: Loc) -> Any:
    """Return what the record said at a place."""
    for part in loc:
        value = value[part] if isinstance(part, int) else getattr(value, part)
    return value


def _told_apart(old: Parts, new: Parts) -> tuple[str, str]:
    """Write two names; where they read the same, with the family name first."""
    if new.literal:
        return str(old), f"{{literal: {new.literal}}}"
    if str(old) != str(new):
        return str(old), str(new)
    one, other = (", ".join(filter(None, each[2:4] + each[:2])) for each in (old, new))
    return one, other


def _with(value: Any, loc: Loc, cure: str | Parts) -> Any:
    """Return a record's value with a cure at a place within it."""
    if not loc:
        parts = cure._asdict() if isinstance(cure, Parts) else {}
        named = {name: part or None for name, part in parts.items()}
        return value.model_copy(update=named) if parts else cure
    first, rest = loc[0], loc[1:]
    if isinstance(value, tuple):
        return tuple(_with(v, rest, cure) if n == first else v for n, v in enumerate(value))
    return value.model_copy(update={first: _with(getattr(value, str(first)), rest, cure)})
