"""The files of a survey's records: which there are, and what is read of each."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.files import inside
from site_builder.problems import Problem, printable
from site_builder.record.result_fields import ResultFields
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.parsing import Declared, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PAPERS: Final = "papers"
"""The folder of records, at a survey's root."""

Shape = tuple[tuple[str, ...] | None, Declared | None, ResultFields | None]
"""Fields that carry categories, and those declared for records and for results; None where nobody
can tell."""
Stamp = tuple[int, int, Shape]
Cache = dict[str, tuple[Stamp, Reading]]
"""Parsed records by path, valid while modification time, size and fields stay the same."""


def paper_path(key: str) -> str:
    """Return the path of a paper's record, relative to the survey's root."""
    return f"{PAPERS}/{key}.yaml"


@dataclass
class Records:
    """One pass over the files of records; yields key and what was read of each, in that order."""

    root: Path
    shape: Shape
    cache: Cache | None
    """What was read before; None where nobody reads the records again."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with the folder, with names in it, and with records, so far."""
    is_refused: bool = False
    """Whether the folder is none of the survey's own, so that nobody knows its records."""

    def __iter__(self) -> Iterator[tuple[str, Reading]]:
        """Read the files one by one."""
        for key, path in self._entries():
            parsed = self._reading(key, path)
            self.problems += parsed.problems
            yield key, parsed

    def _entries(self) -> Iterator[tuple[str, Path]]:
        folder = self.root / PAPERS
        try:
            inside.real(folder, self.root)
            names = sorted(entry.name for entry in os.scandir(folder))
        except OSError as error:
            reason = error.strerror or "unknown reason"
            self._refuse(PAPERS, "unreadable", f"the folder cannot be read: {reason}")
            return
        except inside.Refused as refused:
            self._refuse(PAPERS, refused.code, refused.message, "put the folder itself there")
            self.is_refused = True
            return
        for name in names:
            stem, dot, suffix = name.rpartition(".")
            if dot and suffix == "yaml":
                yield stem, folder / name
            elif dot and suffix.lower() in {"yml", "yaml"}:
                hint = f"rename it to {printable(stem)}.yaml"
                path = f"{PAPERS}/{name}"
                self._refuse(path, "file-name", "a record's name ends in .yaml", hint)

    def _refuse(self, path: str, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(printable(path, 300), 1, 1, code, message, hint))

    def _reading(self, key: str, path: Path) -> Reading:
        """Read one record, or take it from the cache when its file has not changed."""
        if self.cache is None:
            return self._read(key, path)
        stamp = _stamp(path, self.shape)
        cached = self.cache.get(path.name)
        if cached and cached[0] == stamp:
            return cached[1]
        parsed = self._read(key, path)
        self.cache[path.name] = (stamp, parsed)
        return parsed

    def _read(self, key: str, path: Path) -> Reading:
        shown = printable(f"{PAPERS}/{path.name}", 300)
        document, problems = reading.read(path, shown, self.root)
        if document is None:
            return Reading(None, tuple(problems))
        parsed = parsing.read_paper(document, key, *self.shape)
        if not problems:
            return parsed
        both = first_at_each_place(problems, parsed.problems)
        return Reading(None, tuple(both), parsed.paper or parsed.salvaged)


def first_at_each_place(first: list[Problem], second: Iterable[Problem]) -> list[Problem]:
    """Join two passes over one file: what the first refused, the second does not tell again."""
    told = {(problem.line, problem.column) for problem in first}
    return first + [problem for problem in second if (problem.line, problem.column) not in told]


def _stamp(path: Path, shape: Shape) -> Stamp:
    try:
        status = os.stat(path)  # noqa: PTH116 (quicker, for each record)
    except OSError:
        return (0, 0, shape)
    return (status.st_mtime_ns, status.st_size, shape)
