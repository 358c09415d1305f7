"""What services say of papers' lists of references: works by the names that tell them apart."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.sources import markup, openalex, semantic_scholar
from site_builder.sources.draft import Unusable, checked, dig, line, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from site_builder.record.models import Paper
    from site_builder.sources.draft import Draft

Names = frozenset[str]
"""What a work is known by: `doi:…` in lower case, `arxiv:…`, `W…` of OpenAlex."""

ARXIV_DOI: Final = "10.48550/arxiv."
"""How the DOIs begin that arXiv gives its papers (info.arxiv.org/help/doi.html)."""
MOST_WORKS: Final = 100
"""Papers that Semantic Scholar is asked for at once; it takes 500, whose answer would be large."""
MOST_REFERENCES: Final = 5_000
"""References of one work that are read; the longest reviews have some thousands."""
OPENALEX_ID: Final = re.compile(r"W[0-9]{1,15}")
BATCH: Final = "/paper/batch"
FIELDS: Final = "title,authors,externalIds,references.externalIds"


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A work, and those that it cites."""

    work: Draft
    names: Names
    cited: tuple[Names, ...]


def names_of(paper: Paper) -> Names:
    """Return what services may know a paper of ours by."""
    return _names(paper.doi or "", paper.arxiv_id or "")


def dois_of(paper: Paper) -> tuple[str, ...]:
    """Return the DOIs under which a paper, and its preprint, may be known."""
    preprint = f"{ARXIV_DOI}{paper.arxiv_id}" if paper.arxiv_id else ""
    own = (paper.doi or "").lower()
    return tuple(dict.fromkeys(filter(None, (own, preprint))))


def _names(doi: str, arxiv_id: str) -> Names:
    doi = doi.lower()
    found = {f"arxiv:{arxiv_id}"} if arxiv_id else set()
    if doi.startswith(ARXIV_DOI):
        found.add(f"arxiv:{doi.removeprefix(ARXIV_DOI)}")
    elif doi:
        found.add(f"doi:{doi}")
    return frozenset(found)


def openalex_works(dois: Collection[str]) -> dict[str, str]:
    """Ask OpenAlex for some works by their DOIs, with what they cite."""
    return {
        "filter": f"doi:{'|'.join(dois)}",
        "per-page": str(len(dois)),
        "select": "id,doi,title,authorships,referenced_works",
    }


def openalex_names(ids: Collection[str]) -> dict[str, str]:
    """Ask OpenAlex which DOIs some works have."""
    return {
        "filter": f"openalex:{'|'.join(ids)}",
        "per-page": str(len(ids)),
        "select": "id,doi,title",
    }


def from_openalex(raw: bytes) -> list[ReferenceList]:
    """Read what OpenAlex says of works and of what they cite; its ids stand for what is cited."""
    return list(_works(raw))


def _works(raw: bytes) -> Iterator[ReferenceList]:
    for work in listed(markup.json_object(raw).get("results")):
        own = openalex.short_id(dig(work, "id"))
        if OPENALEX_ID.fullmatch(own) and dig(work, "title"):
            draft = checked(openalex.read(work))
            cited = map(openalex.short_id, listed(work.get("referenced_works"))[:MOST_REFERENCES])
            ids = filter(OPENALEX_ID.fullmatch, cited)
            names = _names(draft.doi, draft.arxiv_id) | {own}
            yield ReferenceList(draft, names, tuple(frozenset({each}) for each in ids))


def question(papers: Collection[Paper]) -> bytes:
    """Ask Semantic Scholar for some papers with what they cite, as `BATCH` takes it."""
    ids = [f"ARXIV:{p.arxiv_id}" if p.arxiv_id else f"DOI:{p.doi}" for p in papers]
    return json.dumps({"ids": ids}).encode()


def from_semantic_scholar(raw: bytes) -> list[ReferenceList | None]:
    """Read what Semantic Scholar says of the papers of a question, in its order.

    None stands for a paper that it does not know.
    """
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unusable("the answer is no JSON") from None
    if not isinstance(found, list):
        raise Unusable("the answer is no list")
    return [
        _paper(each) if isinstance(each, dict) and each.get("title") else None for each in found
    ]


def _paper(paper: dict[str, Any]) -> ReferenceList:
    draft = checked(semantic_scholar.read(paper))
    cited = listed(paper.get("references"))[:MOST_REFERENCES]
    ids = (dig(each, "externalIds") for each in cited)
    names = (
        _names(
            markup.doi_in(line(dig(each, "DOI"))),
            markup.arxiv_in(f"arXiv:{line(dig(each, 'ArXiv'))}"),
        )
        for each in ids
    )
    return ReferenceList(draft, _names(draft.doi, draft.arxiv_id), tuple(filter(None, names)))
