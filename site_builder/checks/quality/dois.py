"""DOIs in the dress of addresses, markup and sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from site_builder.checks.quality.oddity import Oddity
from site_builder.checks.quality.texts import ENTITY, TAG, bare
from site_builder.problems import quoted
from site_builder.record.values import ARXIV_NEW, ARXIV_OLD, DOI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Paper

ESCAPE: Final = re.compile(r"%[0-9A-Fa-f]{2}")
RESOLVER: Final = re.compile(r"(?:https?:/{0,2}|(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE)
WITHIN: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/")
TAIL: Final = re.compile(r"\?[A-Za-z_]+=.*|#.*|/(?:abstract|full|pdf|epdf|full/html|summary)$")
CERTAIN_TAIL: Final = "?#"
FINAL: Final = re.compile(r"[.,;:'\u201d\u2019\u3002]+$")
PAIRS: Final = {")": "(", "]": "[", ">": "<"}
ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
PLAIN: Final = re.compile(r"10\.[0-9]{4,9}/[A-Za-z0-9._-]*[A-Za-z0-9]")
"""How most DOIs are made, of which nothing has to be asked but their year."""


def of_doi(paper: Paper, written: str) -> Iterator[Oddity]:
    """Find what is odd in a record's DOI; `written` is what its file has instead of the bare one.

    A resolver before the DOI is read over, but programs that read the file do not know that.
    """
    if paper.doi and RESOLVER.match(written.strip()):
        message = f"is written as an address, {quoted(written)}"
        cure = paper.doi
        yield Oddity("doi.resolver", ("doi",), message, f"write {cure}", cure, written)
    elif paper.doi and written:
        yield from (replace(odd, written=written) for odd in _dress(written.strip()))
    elif paper.doi:
        yield from _dress(paper.doi)
        found = ARXIV_DOI.fullmatch(paper.doi)
        if found and paper.arxiv_id and _bare(found[1]) != paper.arxiv_id.lower():
            message = f"is that of arXiv's {quoted(found[1])}, and arxiv_id is another"
            yield Oddity("doi.arxiv-id", ("doi",), message, "correct one of them")


def _bare(arxiv_id: str) -> str:
    found = ARXIV_NEW.fullmatch(arxiv_id) or ARXIV_OLD.fullmatch(arxiv_id)
    return (found[1] if found else arxiv_id).lower()


def _dress(doi: str) -> Iterator[Oddity]:
    """Find the first thing that is no part of a DOI; the cure is free of all of them."""
    if PLAIN.fullmatch(doi) and not RESOLVER.search(doi):
        return
    loc = ("doi",)
    cure = _undressed(doi)
    if WITHIN.search(doi, 1) and RESOLVER.search(doi):
        yield Oddity("doi.resolver", loc, "holds the address of a resolver", _write(cure), cure)
    elif ESCAPE.search(doi):
        yield Oddity("doi.percent", loc, "is percent-encoded", _write(cure), cure)
    elif markup := _markup(doi):
        yield Oddity("doi.markup", loc, f"holds markup, {quoted(markup)}", _write(cure), cure)
    elif found := TAIL.search(doi):
        sure = cure if found[0][0] in CERTAIN_TAIL else None
        message = f"{quoted(found[0])} belongs to an address"
        yield Oddity("doi.tail", loc, message, "leave it out", sure)
    elif _ending(doi):
        message = f"ends with {quoted(_ending(doi))}"
        yield Oddity("doi.final-stop", loc, message, "leave it out", cure)


def _write(cure: str | None) -> str:
    return f"write {cure}" if cure else "write the DOI alone"


def _markup(doi: str) -> str:
    found = ENTITY.search(doi) or next((t for t in TAG.finditer(doi) if t["end"]), None)
    return found[0] if found else ""


def _ending(doi: str) -> str:
    """Return what a sentence has put behind a DOI: stops, and brackets that nothing opens."""
    if found := FINAL.search(doi):
        return found[0]
    last = doi[-1]
    return last if doi.count(last) > doi.count(PAIRS.get(last, last)) else ""


def _undressed(doi: str) -> str | None:
    """Return the DOI alone, or None where that is none."""
    if RESOLVER.search(doi) and (last := list(WITHIN.finditer(doi))):
        doi = doi[last[-1].start() :]
    doi = unquote(doi)
    if _markup(doi):
        doi = bare(doi) or ""
    if (found := TAIL.search(doi)) and found[0][0] in CERTAIN_TAIL:
        doi = doi[: found.start()]
    while doi and (ending := _ending(doi)):
        doi = doi[: -len(ending)]
    return doi if DOI.fullmatch(doi) and not ESCAPE.search(doi) else None
