r"""The keys that a LaTeX document cites, found in its sources or in its .aux file.

Sources are read as LaTeX would: comments and verbatim text do not count, \input and the like are
followed. Every command with `cite` in its name counts as one of natbib, biblatex or a package like
them, unless it is known to take no keys.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL: Final = "*"
r"""The key of \nocite{*}, which asks for the whole bibliography."""

UNREAD: Final = re.compile(
    r"""
      \\begin\s*\{ (?P<name>
          (?: [BL]?[vV]erbatim | lstlisting | minted | comment | filecontents ) \*?
      ) \} .*? (?: \\end\s*\{ (?P=name) \} | \Z )
    | \\iffalse\b .*? (?: \\fi\b | \Z )
    | \\(?:verb|lstinline)\b\*? (?: \[ [^\]\n]{0,1000} \] )?
          (?P<mark> [^\sA-Za-z*\[{] ) .*? (?: (?P=mark) | $ )
    | \\(?:url|path|href|nolinkurl)\s*\{ [^{}\n]* \}
    | \\[^A-Za-z@]
    | %[^\n]*
    | \\endinput\b .*
    | \\end\s*\{document\} .*
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""What LaTeX does not read as LaTeX, and backslashes that begin no command's name."""

COMMAND: Final = re.compile(
    r"\\(?P<inputs> (?:sub)?(?:input|include|import) | (?:sub)?(?:input|include)from"
    r"| subfile(?:include)? | InputIfFileExists )\b"
    r"| \\(?P<cites> [A-Za-z@]*[cC]ite[A-Za-z@]* )",
    re.VERBOSE,
)

NOT_CITING: Final = re.compile(
    r"bstctlcite | (?:set)?citestyle | citetext | citereset | cite(?:index|tracker)[a-z]*"
    r"| cite(?:left|right|mid|punct|sort|color|dash|form|name(?:font|format)|num(?:font|format))"
    r"| (?:At(?:Every|Next|Begin)|Declare|[Nn]ew|[Rr]enew|[Pp]rovide|if|blx|abx)[A-Za-z@]*",
    re.VERBOSE,
)
"""Commands with `cite` in their names that take no keys."""

SEVERAL: Final = re.compile(r"[A-Za-z]*[cC]ites")
r"""Commands of biblatex that take several lists, each after notes of its own: \parencites."""

VOLUME_FIRST: Final = re.compile(r"[a-zA-Z]?[vV]olcites?")
"""Commands of biblatex that want a volume before each list."""

FOLDER_FIRST: Final = re.compile(r"(?:sub)?(?:import|(?:input|include)from)")
"""Commands that want the folder before the file."""

GAP: Final = re.compile(r"[ \t]*\n?[ \t]*")
"""What may stand between a command and its arguments: no empty line."""

CLOSES: Final = {"{": "}", "[": "]", "<": ">", "(": ")"}
"""Brackets of arguments; all but the braces hold optional ones, the angles are apacite's."""

BRACKETS: Final = {closing: re.compile(f"[{{}}\\{closing}]") for closing in CLOSES.values()}
"""Where an optional argument may end, by its last bracket."""

MOST_NOTE: Final = 1_000
"""Characters of an optional argument; looking further for the end of each takes for ever."""

BARE_NAME: Final = re.compile(r"\s+([^\s{}%\\#]+)")
r"""The name of a file after \input without braces."""

AUX: Final = re.compile(
    r"\\(?:citation|abx@aux@cite(?:\{[^{}]*\}(?=\{))?)\{(?P<keys>[^{}]*)\}"
    r"|\\abx@aux@nocite(?P<all>all)|\\@input\s*\{(?P<file>[^{}]*)\}"
)
"""How LaTeX writes down citations for BibTeX and for biber, and the parts of a document."""

OF_STYLES: Final = re.compile(
    r"IEEEexample:BSTcontrol|(?:REVTEX|apsrev)\d*Control|biblatex-control"
)
"""Keys that packages cite to hand options to a style."""

KEY: Final = re.compile(r"[^\s{}#\\,]+")
"""A key; what holds a number sign or a backslash is the argument of somebody's own command."""


@dataclass(frozen=True, order=True)
class Mention:
    """A key that is cited, or a file that is read, and where."""

    path: Path
    line: int
    name: str


@dataclass
class Scan:
    """What was found in a document."""

    citations: list[Mention] = field(default_factory=list)
    missing: list[Mention] = field(default_factory=list)
    """Files that the document reads and that are not beside it."""

    @property
    def keys(self) -> list[str]:
        """The cited keys, each once, in order."""
        return sorted({citation.name for citation in self.citations})


def scan(path: Path) -> Scan:
    """Return the citations of a document (.tex or .aux) and of all files that it reads.

    Each file is read once, so that files that read each other do no harm. Raises SurveyError when
    the document itself cannot be read.
    """
    try:
        text = _text(path)
    except OSError as error:
        raise SurveyError(f"{path} cannot be read: {error.strerror}") from None
    found, seen, waiting = Scan(), {path.resolve()}, [(path, text)]
    while waiting:
        here, text = waiting.pop()
        citations, files = _mentions(here, text)
        found.citations += citations
        for file in files:
            try:
                target = _find(file.name, (path.parent, here.parent), seen)
                if target:
                    waiting.append((target, _text(target)))
            except OSError:  # not there, not ours to read, or no name that a file can have
                found.missing.append(file)
    return Scan(sorted(found.citations), sorted(found.missing))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _find(name: str, folders: tuple[Path, ...], seen: set[Path]) -> Path | None:
    """Return the path of a file as TeX finds it, and add it to `seen`; None if it is there already.

    The document's folder comes first, and the name with its extension before that without.
    Raises OSError where there is no such file.
    """
    for folder in folders:
        for candidate in (folder / f"{name}.tex", folder / name):
            if candidate.is_file():
                place = candidate.resolve()
                is_new = place not in seen
                seen.add(place)
                return candidate if is_new else None
    raise FileNotFoundError(name)


def _mentions(path: Path, text: str) -> tuple[list[Mention], list[Mention]]:
    """Return the keys and the files that a file names."""
    read = _aux if path.suffix == ".aux" else _tex
    citations: list[Mention] = []
    files: list[Mention] = []
    ends = [match.start() for match in re.finditer("\n", text)]
    for is_file, start, name in read(text):
        mention = Mention(path, bisect_left(ends, start) + 1, name)
        (files if is_file else citations).append(mention)
    return citations, files


Found = tuple[bool, int, str]
"""Whether it is a file, where it stands, and the name."""


def _aux(text: str) -> Iterator[Found]:
    for match in AUX.finditer(text):
        if match["file"] is not None:
            yield True, match.start(), match["file"].strip()
        elif match["all"]:
            yield False, match.start(), ALL
        else:
            yield from _keys(text, *match.span("keys"))


def _tex(source: str) -> Iterator[Found]:
    text = UNREAD.sub(_blank, source)
    for match in COMMAND.finditer(text):
        command, at = match["inputs"] or match["cites"], match.end()
        if match["inputs"]:
            yield from _file(text, command, at)
        elif not NOT_CITING.fullmatch(command):
            for start, end in _lists(text, command, at):
                yield from _keys(text, start, end)


def _blank(match: re.Match[str]) -> str:
    """Return blanks of the same length and lines, so that places stay what they are."""
    return re.sub(r"[^\n]", " ", match[0])


def _file(text: str, command: str, at: int) -> Iterator[Found]:
    wanted = 2 if FOLDER_FIRST.fullmatch(command) else 1
    spans = islice(_arguments(text, at), wanted)
    names = [text[start:end].strip() for start, end in spans]
    if len(names) == wanted:
        name = "/".join(part.rstrip("/") for part in names)
    elif bare := BARE_NAME.match(text, at):
        name = bare[1]
    else:
        return
    if "#" not in name:
        yield True, at, name


def _lists(text: str, command: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield where a command's lists of keys begin and end."""
    every = 2 if VOLUME_FIRST.fullmatch(command) else 1
    last = None if SEVERAL.fullmatch(command) else every
    yield from islice(_arguments(text, at), every - 1, last, every)


def _arguments(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the insides of the braces after a command; a star and optional arguments are passed."""
    at += text.startswith("*", at)
    while True:
        at = _after_gap(text, at)
        opening = text[at : at + 1]
        end = _end(text, at, CLOSES[opening]) if opening in CLOSES else None
        if end is None:
            return
        if opening == "{":
            yield at + 1, end
        at = end + 1


def _after_gap(text: str, at: int) -> int:
    gap = GAP.match(text, at)
    return gap.end() if gap else at


@lru_cache(maxsize=1)
def _braces(text: str) -> dict[int, int]:
    """Return where each brace is closed, found in one pass, since one pass each is quadratic."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for match in re.finditer("[{}]", text):
        if match[0] == "{":
            stack.append(match.start())
        elif stack:
            found[stack.pop()] = match.start()
    return found


def _end(text: str, at: int, closing: str) -> int | None:
    """Return where the bracket at a place is closed, not counting those inside braces."""
    if closing == "}":
        return _braces(text).get(at)
    inside: int | None = at
    while inside is not None:
        match = BRACKETS[closing].search(text, inside + 1, at + MOST_NOTE)
        if match is None or match[0] == "}":
            return None
        if match[0] == closing:
            return match.start()
        inside = _braces(text).get(match.start())
    return None


def _keys(text: str, start: int, end: int) -> Iterator[Found]:
    for part in re.compile("[^,]+").finditer(text, start, end):
        key = part[0].strip()
        if KEY.fullmatch(key) and not OF_STYLES.fullmatch(key):
            yield False, part.start() + part[0].index(key), key
