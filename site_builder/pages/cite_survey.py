"""How to cite the survey: an entry for its site, and that of the article it is built around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex.encode import escaped
from site_builder.text.names import slugify
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper

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
    entries = [_site_entry(writer), *_articles(writer)]
    return writer.fill("pages/cite_survey.html", root=root, entries=entries)


def _site_entry(writer: Writer) -> Entry:
    """Return the entry of the site in its present state."""
    site, day = writer.facts.site, writer.updated(writer.library.papers.values())
    name = slugify(site.title).replace("-", "") or "survey"
    fields = {
        "title": f"{{{escaped(site.title)}}}",
        "author": f"{{{escaped(writer.facts.creator)}}}" if writer.facts.creator else "",
        "year": str(day.year) if day else "",
        "howpublished": rf"\url{{{site.url}}}" if site.url and not UNFIT & {*site.url} else "",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    version = f"Version of {day}" if day else "A living survey"
    return Entry("This site", f"@misc{{{name},\n{''.join(lines)}  note = {{{version}", "}\n}")


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
