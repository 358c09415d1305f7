"""How a version is cited: CITATION.cff (Citation File Format 1.2.0) and Zenodo's metadata."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, Final

from site_builder.datapackage.edition import author_name
from site_builder.yamlfiles.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.datapackage.edition import Edition

FIRST: Final = ("cff-version", "message", "type", "title", "version", "date-released", "commit")
"""Fields of the file in their order; all others follow as the survey's own file has them."""
ARTICLES: Final = ("preferred-citation", "references")
OF_ALL: Final = frozenset({"doi", "version", "date-released", "commit"})
"""Fields that are of a version; what the survey's own file says there is of another one."""
ORCID: Final = "https://orcid.org/"


def cff(edition: Edition) -> str:
    """Format the version's CITATION.cff: the survey's own, with what this version adds."""
    own = {name: value for name, value in edition.citation.items() if name not in OF_ALL}
    said = {
        "cff-version": "1.2.0",
        "type": "dataset",
        **own,
        "version": edition.version,
        "date-released": edition.date.isoformat(),
        "commit": edition.commit,
        **({"doi": edition.doi} if edition.doi else {}),
    }
    ordered = {name: said[name] for name in FIRST if name in said} | said
    return "\n".join([*Writer().mapping(ordered, ()), ""])


def zenodo(edition: Edition) -> str:
    """Format what Zenodo reads of a deposit (its deposit metadata), in place of guessing."""
    said = edition.citation
    words = str(said.get("abstract") or edition.title)
    found: dict[str, Any] = {
        "title": edition.title,
        "version": edition.version,
        "publication_date": edition.date.isoformat(),
        "upload_type": "dataset",
        "access_right": "open",
        "description": "".join(f"<p>{escape(each)}</p>" for each in _paragraphs(words, edition)),
        "creators": [_creator(author) for author in said["authors"]],
        "keywords": [str(each) for each in said.get("keywords") or ()],
        "license": next((each.lower() for each in edition.licences), ""),
        "related_identifiers": list(_related(said)),
    }
    return as_json({name: value for name, value in found.items() if value})


def as_json(data: Any) -> str:
    """Format data as people and programs read it."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _paragraphs(words: str, edition: Edition) -> Iterator[str]:
    yield from (" ".join(each.split()) for each in words.split("\n\n") if each.strip())
    yield from (" ".join(each.split()) for each in edition.summary.split("\n\n") if each.strip())


def _creator(author: Mapping[str, Any]) -> dict[str, str]:
    found = {"name": author_name(author)}
    if isinstance(author.get("affiliation"), str):
        found["affiliation"] = author["affiliation"]
    if isinstance(author.get("orcid"), str):
        found["orcid"] = author["orcid"].removeprefix(ORCID)
    return found


def _related(said: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield the works that the survey is built around, by their DOIs."""
    for name in ARTICLES:
        value = said.get(name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and isinstance(each.get("doi"), str):
                yield {"identifier": each["doi"], "relation": "references", "scheme": "doi"}
