"""How to cite the survey: an entry for its site, and that of the article it is built around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.exports.bibtex import BIBTEX
from site_builder.latex.encode import escaped
from site_builder.record.versions import tag
from site_builder.text.names import slugify
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from markupsafe import Markup

    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper
    from site_builder.record.releases import Release

CITATION: Final = "CITATION.cff"
"""Where repositories say how to cite them (Citation File Format 1.2.0)."""
ARTICLES: Final = ("preferred-citation", "references")
"""Its fields that name articles."""
UNFIT: Final = frozenset("{}\\%# ")
"""What an address in BibTeX must not hold as it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of BibTeX up to the day of the visit, which readers' browsers know, and after it."""

    title: str
    text: str
    rest: str = ""


def piece(writer: Writer, root: str) -> Markup:
    """Show how to cite the survey, and the article it is built around where it is known."""
    entries = [site_entry(writer), *_articles(writer)]
    return writer.fill("pages/cite_survey.html", root=root, entries=entries)


def site_entry(writer: Writer, day: dt.date | None = None, commit: str = "") -> Entry:
    """Return the entry of the site in its present state: of a day, and of a commit if that is said.

    Without a day it is that on which the papers were last changed, as far as git tells.
    """
    day = day or writer.updated(writer.library.papers.values())
    said = f"Version of {day}" if day else "A living survey"
    said += f", commit {commit}" if commit else ""
    name, year = _name(writer), str(day.year) if day else ""
    text = _opened(writer, name, year, writer.facts.site.url or "")
    return Entry("This site", f"{text}  note = {{{said}", "}\n}")


def release_entry(writer: Writer, release: Release) -> Entry:
    """Return the entry of a release, which stays as it is."""
    name, year = f"{_name(writer)}-{release.version}", str(release.date.year)
    where = "" if release.doi else writer.facts.repository.release(tag(release.version))
    said, doi = f"Version {release.version}", ""
    if release.doi and BIBTEX.doi.fullmatch(release.doi):
        doi = f"  doi = {{{release.doi}}},\n"
    elif release.doi:
        said += f", doi:{escaped(release.doi)}"
    text = f"{_opened(writer, name, year, where)}{doi}  note = {{{said}}}\n}}"
    return Entry(f"Version {release.version}", text)


def _name(writer: Writer) -> str:
    return slugify(writer.facts.site.title).replace("-", "") or "survey"


def _opened(writer: Writer, key: str, year: str, url: str) -> str:
    """Return an entry up to what tells its version."""
    facts = writer.facts
    fields = {
        "title": f"{{{escaped(facts.site.title)}}}",
        "author": f"{{{escaped(facts.creator)}}}" if facts.creator else "",
        "year": year,
        "howpublished": rf"\url{{{url}}}" if url and not UNFIT & {*url} else "",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}"


def _articles(writer: Writer) -> Iterator[Entry]:
    """Yield the first article of the citation file that is a paper of the survey."""
    wanted = set(_dois(writer))
    for paper in writer.library.papers.values():
        if _doi(paper) in wanted:
            text = writer.texts.text("bibtex", paper).rstrip()
            yield Entry("The article that it is built around", text)
            return


def _doi(paper: Paper) -> str | None:
    return paper.doi.lower() if paper.doi else None


def _dois(writer: Writer) -> Iterator[str]:
    """Yield the DOIs that the citation file names; of one that cannot be read, none."""
    root = writer.library.root
    if not (root / CITATION).is_file():
        return
    document, _ = reading.read(root / CITATION, CITATION, root)
    data: Any = document.data if document else None
    for name in ARTICLES if isinstance(data, dict) else ():
        value = data.get(name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and isinstance(each.get("doi"), str):
                yield each["doi"].lower()
