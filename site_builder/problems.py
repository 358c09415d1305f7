"""Problems: what is wrong, where, and what to write instead, formatted for people and machines."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Loc = tuple[str | int, ...]
"""Where a value stands in a YAML file: field names and list indexes from the top."""

MOST_REPORTED: Final = 200
"""Problems of one kind in one file that are reported; more are one mistake made many times."""
COMMAND: Final = re.compile(r"\A\s*::|##\[")
"""How lines of a log begin, or what they hold, that runners of GitHub Actions obey."""
CLOSE_ENOUGH: Final = 0.6
"""Similarity below which a suggestion confuses more than it helps (difflib's own default)."""
LONGEST_WORD: Final = 100
"""Letters of a misspelt word that are looked at."""
CLOSEST: Final = 5
"""Candidates that are compared with care, out of those that are near at a glance."""
MOST_SUGGESTED: Final = 500
"""Words that one set of suggestions is asked for; who misspells more mends those first."""
MOST_LISTED: Final = 20
"""Values of a list that a hint names."""


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    """The record cannot be published."""
    WARNING = "warning"
    """The record is published; somebody should look."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something a contributor should fix, and where; lines and columns count from 1."""

    path: str
    """Relative to the survey's root, with forward slashes."""
    line: int
    column: int
    code: str
    """A stable short name of the rule, for machines."""
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the problem on one line, as compilers do, without control characters."""
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        return one_line(f"{text} ({self.hint})" if self.hint else text)

    @property
    def is_error(self) -> bool:
        """Whether this keeps its record from being published."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, before its line and column are looked up."""

    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def at(self, path: str, place: tuple[int, int]) -> Problem:
        """Return the finding as a problem at a line and column of a file."""
        return Problem(path, *place, self.code, self.message, self.hint, self.severity)


class SurveyError(Exception):
    """An error of use or environment, reported on one line and never as a traceback."""

    def __str__(self) -> str:
        """Return the message on one line, without control characters: it may quote a stranger."""
        return one_line(super().__str__())


class BrokenSurvey(SurveyError):
    """Files that all records refer to cannot be read, so that nothing was touched."""

    def __init__(self, root: Path, files: Iterable[str], problems: Iterable[Problem]) -> None:
        super().__init__(f"nothing was touched: {' and '.join(sorted(files))} must be mended first")
        self.root = root
        self.problems = tuple(problems)
        """What is wrong with them."""


def bounded(found: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first `MOST_REPORTED` problems; if there are more, one that says so ends them."""
    for number, problem in enumerate(found):
        if number == MOST_REPORTED:
            message = f"and more like these: only the first {MOST_REPORTED} are told"
            yield replace(problem, code="more", message=message, hint="mend those first")
            return
        yield problem


def show_loc(loc: Loc) -> str:
    """Format a place in a record as people write it: `results[1].value`."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return printable(text)


def printable(text: str, limit: int = 80) -> str:
    """Return untrusted text safe for one line of a terminal, shortened to `limit` characters."""
    safe = _inert(text[: limit + 1])
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def _inert(text: str) -> str:
    """Return a line with the characters escaped that a terminal or GitHub Actions obeys."""
    return COMMAND.sub(lambda found: found[0][:-1] + f"\\u{ord(found[0][-1]):04x}", _visible(text))


def _visible(text: str) -> str:
    r"""Return a text with unprintable characters as escapes: \u202e."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def one_line(text: str) -> str:
    """Return a message on one line, with what a terminal or GitHub Actions obeys escaped."""
    return _inert(" ".join(text.splitlines()))


def for_terminal(text: str) -> str:
    """Return lines of our own safe for a terminal; line breaks are kept."""
    return "\n".join(map(_inert, text.split("\n")))


def json_for_terminal(text: str) -> str:
    """Return JSON of the same values, with unprintable characters as escapes."""
    shown = (c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    return "".join(shown).replace("##[", "##\\u005b")


def quoted(value: object) -> str:
    """Return a value from a record quoted for a message."""
    return f"'{printable(str(value))}'"


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return a hint that names the candidate closest to a word; empty when none is close."""
    return Suggestions(candidates).closest(word)


class Suggestions:
    """Hints for misspelt words, from candidates that are prepared once for all words.

    Many records may each misspell a name of a registry or a key, of which there may be many too:
    after `MOST_SUGGESTED` words nothing more is suggested.
    """

    def __init__(self, candidates: Iterable[str]) -> None:
        self._candidates = candidates
        self._left = MOST_SUGGESTED

    @cached_property
    def _by_fold(self) -> dict[str, str]:
        return {candidate.casefold(): candidate for candidate in self._candidates}

    @cached_property
    def _folded(self) -> list[str]:
        return list(self._by_fold)

    def closest(self, word: str) -> str:
        """Return a hint that names the candidate closest to a word; empty when none is close.

        The longest common subsequence, which is quick to compute for all candidates, never counts
        fewer letters than the blocks that people see as common: it chooses a few to compare so.
        """
        if self._left <= 0:
            return ""
        self._left -= 1
        typed = word.casefold()[:LONGEST_WORD]
        near = process.extract(
            typed, self._folded, scorer=fuzz.ratio, score_cutoff=100 * CLOSE_ENOUGH, limit=CLOSEST
        )
        names = [name for name, *_ in near]
        match = difflib.get_close_matches(typed, names, n=1, cutoff=CLOSE_ENOUGH)
        return f"did you mean {quoted(self._by_fold[match[0]])}?" if match else ""


def one_of(names: Sequence[str]) -> str:
    """Return a hint that lists the allowed values; of many, the first ones."""
    rest = len(names) - MOST_LISTED
    said = ", ".join(names[:MOST_LISTED])
    return f"one of {said} and {rest:,} others" if rest > 0 else f"one of {said}"


def as_text(problem: Problem, source_line: str | None) -> str:
    """Format a problem with its line quoted and a caret under the place."""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    lines = [one_line(f"{place}: {problem.severity}: {problem.message}")]
    if source_line is not None:
        shown, column = _window(source_line, problem.column)
        lines += [f"    {shown}", f"    {' ' * (column - 1)}^"]
    if problem.hint:
        lines.append(f"    hint: {one_line(problem.hint)}")
    return "\n".join(lines)


def _window(line: str, column: int, width: int = 96) -> tuple[str, int]:
    """Return the part of a long line around a column, and the column within that part."""
    start = max(0, column - width // 2) if len(line) > width else 0
    return printable(line[start : start + width], width), min(column - start, width)


def as_github(problem: Problem) -> str:
    """Format a problem as a workflow command, which annotates its line in a pull request.

    Escapes as the toolkit of GitHub Actions does: `%`, CR, LF anywhere, `:` and `,` in properties.
    """
    path = _escape(problem.path).replace(":", "%3A").replace(",", "%2C")
    place = f"file={path},line={problem.line},col={problem.column},title={problem.code}"
    text = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return f"::{problem.severity} {place}::{_escape(text)}"


def _escape(text: str) -> str:
    return _visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def as_json(problems: Iterable[Problem]) -> str:
    """Format problems as one JSON list."""
    fields = [_fields(problem) for problem in problems]
    return json_for_terminal(json.dumps(fields, ensure_ascii=False, indent=2))


def _fields(problem: Problem) -> Mapping[str, str | int]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": problem.hint,
    }
