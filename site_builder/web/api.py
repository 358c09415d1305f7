"""The survey as JSON for programs: `api/v1/…`, described by the schemas `schema/api-*.json`.

Texts are as the records have them: Unicode with `$…$` for mathematics, in older texts TeX macros.
A list or mapping is always there, if empty; anything else that is not known is left out.
Within `v1` fields may be added; none is removed, renamed or given another meaning.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from site_builder.record.fields import FieldType
from site_builder.record.publication import pdf_url, type_of
from site_builder.record.result_fields import flat
from site_builder.site import API

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel

    from site_builder.library import Library
    from site_builder.record.identities import Person
    from site_builder.record.models import Author, Paper, Venue
    from site_builder.record.taxonomy import Node
    from site_builder.site import Site

Value = dict[str, Any]

BASE: Final = f"{API}/v1"
ALL_PAPERS: Final = f"{BASE}/papers.json"
PROSE: Final = ("abstract", "notes")
"""Fields that only a paper's own file has: they are most of the bytes, and rarely wanted of all."""
UNTOLD: Final = {"key", "protect", "checks", "extra"}
"""Fields of the model that come first, stand in places of their own, or that only matter to BibTeX
or to `survey check`."""

CUT: Final = ("authors_cut", "editors_cut")
"""Marks of lists that name the first ones alone: there where they are true."""


class Texts(NamedTuple):
    """What the files hold of one paper."""

    own: str
    """All of its own file."""
    line: str
    """Its line in the file of all papers."""


Inputs = tuple["Paper", "Venue | None", "Site", tuple[object, ...]]
"""What the files of one paper are made from, to be compared with what it is another time."""


def inputs(paper: Paper, library: Library, site: Site) -> Inputs:
    """Return all that the files of one paper are made from.

    That is its record, its venue's entry, the site, and who its authors are, its categories, the
    survey's own fields and its citations as far as the files name them.
    """
    people = [(each.orcid, each.slug, each.uri) for each in library.authors_of(paper)]
    categories = [
        (facet, [(node.id, node.title, node.uri) for node in library.nodes(paper, facet)])
        for facet in library.taxonomy.facet_ids
    ]
    told = people, categories, library.fields, _citations(paper, library)
    return paper, library.venues.get(paper.venue), site, told


def texts(paper: Paper, library: Library, site: Site) -> Texts:
    """Format what the files hold of one paper."""
    uri = f"{BASE}/papers/{paper.key}.json"
    found = record(paper, library, site)
    line = _json({name: value for name, value in found.items() if name not in PROSE})
    return Texts(_json({"$schema": _schema("paper", uri), **found}) + "\n", line)


def files(library: Library, site: Site) -> Iterator[tuple[str, str]]:
    """Yield address and content of every file, the papers in the order of keys."""
    lines = []
    for key, paper in library.papers.items():
        found = texts(paper, library, site)
        yield f"{BASE}/papers/{key}.json", found.own
        lines.append(found.line)
    yield ALL_PAPERS, "".join(all_papers(lines, len(lines)))
    yield all_categories(library, site)


def all_papers(lines: Iterable[str], count: int) -> Iterator[str]:
    """Yield the parts of the list of all papers, one on a line for comparison."""
    head = _json({"$schema": _schema("papers", ALL_PAPERS), "count": count}).removesuffix("}")
    yield f'{head},"papers":[\n'
    for number, line in enumerate(lines):
        yield f",\n{line}" if number else line
    yield "\n]}\n"


def all_categories(library: Library, site: Site) -> tuple[str, str]:
    """Return address and content of the taxonomy."""
    uri = f"{BASE}/taxonomy.json"
    return uri, _json({"$schema": _schema("taxonomy", uri), **taxonomy(library, site)}) + "\n"


def all_excluded(library: Library) -> tuple[str, str]:
    """Return address and content of the list of what was left out, and of the reasons for it."""
    uri = f"{BASE}/excluded.json"
    found = {
        "count": len(library.exclusion_entries),
        "reasons": [_plain(each) for each in library.reasons.values()],
        "excluded": [_plain(each) for each in library.exclusion_entries],
    }
    return uri, _json({"$schema": _schema("excluded", uri), **found}) + "\n"


def _plain(entry: BaseModel) -> Value:
    return entry.model_dump(mode="json", exclude_none=True)


def record(paper: Paper, library: Library, site: Site) -> Value:
    """Return all that is known of a paper, its address and its categories by name among it."""
    data = paper.model_dump(mode="json", exclude_none=True, exclude=UNTOLD)
    for name in CUT:
        if not data[name]:
            del data[name]
    if not paper.links.pdf and (pdf := pdf_url(paper)):
        data["links"]["pdf"] = pdf
    people = zip(paper.authors, data["authors"], library.authors_of(paper), strict=True)
    data["authors"] = [_author(*each) for each in people]
    data["type"] = str(type_of(paper, library.venue_of(paper)))
    data["editors"] = [
        {"name": editor.name.display, **parts}  # who has no page here
        for editor, parts in zip(paper.editors, data["editors"], strict=True)
    ]
    data["venue"] = _venue(paper, library)
    data["results"] = [flat(result) for result in data["results"]]
    data["categories"] = _categories(paper, library)
    data |= _own(paper, library)
    data |= _citations(paper, library)
    return {"key": paper.key, **_place(f"papers/{paper.key}/", site), **data}


def _own(paper: Paper, library: Library) -> Value:
    """Return what a paper has in the survey's own fields, lists always."""
    said = paper.model_dump(mode="json", include={"extra"})["extra"] if paper.extra else {}
    lists = (field.id for field in library.fields if field.type is FieldType.LIST)
    return {**{name: [] for name in lists}, **said}


def _citations(paper: Paper, library: Library) -> Value:
    """Return the keys of what a paper cites here and is cited by; nothing where nobody looked."""
    found = library.citations
    if not found:
        return {}
    lists = {"cites": found.cites, "cited_by": found.cited_by}
    return {name: list(keys.get(paper.key, ())) for name, keys in lists.items()}


def taxonomy(library: Library, site: Site) -> Value:
    """Return the facets with their trees, and how many papers stand in each category."""
    facets = [
        {
            "id": facet.id,
            **_place(f"{facet.slug}/", site),
            "title": facet.title,
            "description": facet.description,
            "categories": _branches(library, library.taxonomy.roots(facet.id), site),
        }
        for facet in library.taxonomy.facets
    ]
    return {"facets": facets}


def _branches(library: Library, nodes: Iterable[Node], site: Site) -> list[Value]:
    return [_branch(library, node, site) for node in nodes]


def _branch(library: Library, node: Node, site: Site) -> Value:
    return {
        "id": node.id,
        **_place(node.uri, site),
        "title": node.title,
        "description": node.category.description,
        "aliases": list(node.category.aliases),
        "former_ids": list(node.category.former_ids),
        "papers": len(library.in_category(node)),
        "children": _branches(library, library.taxonomy.children(node), site),
    }


def _place(uri: str, site: Site) -> Value:
    """Return where something is: below the site's root, and whole where that is known."""
    url = site.absolute(uri)
    return {"uri": uri, "url": url} if url else {"uri": uri}


def _author(author: Author, parts: Value, person: Person) -> Value:
    """Name an author as the record does, and say who in the survey that is, and where."""
    known = {"orcid": person.orcid} if person.orcid else {}
    return {"name": author.name.display, **parts, **known, "id": person.slug, "uri": person.uri}


def _venue(paper: Paper, library: Library) -> Value:
    venue = library.venues.get(paper.venue)
    if venue is None:
        return {"id": paper.venue}
    about = venue.model_dump(mode="json", include={"name", "kind", "publisher"}, exclude_none=True)
    return {"id": venue.id, **about, "uri": f"venues/{venue.slug}/"}


def _categories(paper: Paper, library: Library) -> Value:
    """Return a paper's categories by facet; one that the taxonomy does not know is left out."""
    return {
        facet: [{"id": n.id, "title": n.title, "uri": n.uri} for n in library.nodes(paper, facet)]
        for facet in library.taxonomy.facet_ids
    }


def _schema(name: str, uri: str) -> str:
    return f"{'../' * uri.count('/')}schema/api-{name}.json"


def _json(value: Value) -> str:
    """Format a value on one line; lone surrogates, which UTF-8 cannot encode, are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode()
