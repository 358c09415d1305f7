"""What is said of a version as a whole: its name, day, commit, licences, and how it is cited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import Problem, SurveyError, quoted
from site_builder.record.publication import doi_url
from site_builder.record.versions import tag
from site_builder.text.names import slugify
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from site_builder.history.report import ChangeReport
    from site_builder.problems import Loc
    from site_builder.record.releases import Counts

CITATION: Final = "CITATION.cff"
"""Where repositories say how to cite them (Citation File Format 1.2.0)."""
NAMELESS: Final = "A living survey"
MOST_NAME: Final = 60
"""Letters of a file's name that a title makes."""


@dataclass(frozen=True)
class Edition:
    """A version of a survey, as far as the survey's own files say it."""

    version: str
    date: dt.date
    moment: dt.datetime
    """When the commit was made; files in archives have this time."""
    commit: str
    citation: Mapping[str, Any]
    """The survey's citation file, or what stands in its place."""
    counts: Counts
    doi: str | None = None
    summary: str = ""
    before: str = ""
    """The release before; empty for the first one."""
    report: ChangeReport | None = None
    """What changed since then."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Files of the survey that go along as they are: licences, registries."""

    @property
    def title(self) -> str:
        """The survey's title."""
        return str(self.citation["title"])

    @property
    def name(self) -> str:
        """The title as part of a file's name."""
        return slugify(self.title)[:MOST_NAME].strip("-") or "survey"

    @property
    def tag(self) -> str:
        """The name of the version's git tag."""
        return tag(self.version)

    @property
    def address(self) -> str:
        """Where the version is found for ever; empty where no archive has it."""
        return doi_url(self.doi) if self.doi else ""

    @property
    def licences(self) -> list[str]:
        """The SPDX identifiers of the licences, as the citation file has them."""
        said = self.citation.get("license")
        return [str(each) for each in (said if isinstance(said, list) else [said]) if each]


def read_citation(root: Path, title: str, people: str) -> dict[str, Any]:
    """Return what a survey's citation file says, or what its site is called and who keeps it.

    Raises SurveyError, with the place, where the file is no use.
    """
    if not (root / CITATION).is_file():
        name = title or NAMELESS
        return {
            "message": "To cite this version, use this entry.",
            "title": name,
            "authors": [{"name": people or f"The contributors of {name}"}],
        }
    document, problems = reading.read(root / CITATION, CITATION, root)
    if document is None or problems:
        raise SurveyError(str(problems[0]))
    for loc, message, hint in _faults(document.data):
        raise SurveyError(str(Problem(CITATION, *document.locate(loc), "citation", message, hint)))
    found: dict[str, Any] = document.data
    return found


def _faults(data: Any) -> Iterator[tuple[Loc, str, str]]:
    """Yield what keeps a citation file from being one, with its place."""
    if not isinstance(data, dict):
        yield (), "expected fields", "see https://citation-file-format.github.io"
        return
    if not isinstance(data.get("title"), str) or not data["title"].strip():
        yield _place(data, "title"), "the title is missing or no text", "write title: …"
    authors = data.get("authors")
    if not isinstance(authors, list) or not authors:
        yield _place(data, "authors"), "there are no authors", "write a list of people or groups"
        return
    for number, each in enumerate(authors):
        if not isinstance(each, dict) or not author_name(each):
            said = f"author {number + 1} has no name"
            hint = (
                f"write {quoted('family-names')} and {quoted('given-names')}, or {quoted('name')}"
            )
            yield ("authors", number), said, hint


def _place(data: Mapping[str, Any], name: str) -> Loc:
    return (name,) if name in data else ()


def author_name(author: Mapping[str, Any]) -> str:
    """Return the name of an author of a citation file, family first; empty where there is none."""
    if isinstance(author.get("name"), str) and author["name"].strip():
        return str(author["name"]).strip()
    parts = (author.get("name-particle"), author.get("family-names"), author.get("name-suffix"))
    family = " ".join(each for each in parts if isinstance(each, str) and each.strip())
    given = author.get("given-names")
    if not family:
        return given.strip() if isinstance(given, str) else ""
    return f"{family}, {given.strip()}" if isinstance(given, str) and given.strip() else family
