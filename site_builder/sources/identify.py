"""What people paste: an arXiv id, a DOI, or the address of a paper's page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from site_builder.problems import SurveyError, quoted
from site_builder.record import values
from site_builder.sources import services
from site_builder.sources.markup import ARXIV_DOI

if TYPE_CHECKING:
    from collections.abc import Callable
    from urllib.parse import SplitResult

    from site_builder.sources.services import Service


@dataclass(frozen=True, slots=True)
class Identifier:
    """Which paper is meant, in one of three ways."""

    arxiv_id: str = ""
    doi: str = ""
    page: str = ""
    """Path of the paper's page, percent-encoded."""
    service: Service | None = None
    """The host of the page."""

    def __str__(self) -> str:
        if self.service:
            return f"{self.service.base}{self.page}"
        return f"arXiv:{self.arxiv_id}" if self.arxiv_id else f"doi:{self.doi}"


HOPE: Final = (
    "give an arXiv id, a DOI, or an address at arXiv, doi.org, OpenReview, the ACL Anthology, "
    "CVF Open Access, PMLR or NeurIPS"
)


def identify(text: str) -> Identifier:
    """Find the paper that a text names; raises SurveyError where it names none."""
    text = text.strip().strip("<>")
    for read in (_doi, _arxiv_id, _address):
        if found := read(text):
            return found
    raise SurveyError(f"{quoted(text)} names no paper: {HOPE}")


def _doi(text: str) -> Identifier | None:
    try:
        doi = values.doi(text)
    except values.BadValue:
        return None
    if own := ARXIV_DOI.fullmatch(doi):
        return _arxiv_id(own[1])
    return Identifier(doi=doi)


def _arxiv_id(text: str) -> Identifier | None:
    try:
        return Identifier(arxiv_id=values.arxiv_id(text))
    except values.BadValue:
        return None


def _address(text: str) -> Identifier | None:
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    read = HOSTS.get(host)
    if parts.scheme not in {"http", "https"} or not (read or host):
        return None
    return read(parts) if read else _publisher(parts)


def _publisher(parts: SplitResult) -> Identifier | None:
    """Find a DOI in a publisher's address, as at link.springer.com and dl.acm.org."""
    path = unquote(parts.path)
    found = re.search(r"/(10\.\d{4,9}/\S+)$", path)
    return _doi(found[1].removesuffix(".pdf").rstrip("/")) if found else None


def _arxiv(parts: SplitResult) -> Identifier | None:
    found = re.match(r"/(?:abs|pdf|html|format|ps)/(.+?)(?:\.pdf)?/?$", unquote(parts.path))
    return _arxiv_id(found[1]) if found else None


def _resolver(parts: SplitResult) -> Identifier | None:
    return _doi(unquote(parts.path).strip("/"))


def _openreview(parts: SplitResult) -> Identifier | None:
    for name in ("id", "noteId"):
        for value in parse_qs(parts.query).get(name, []):
            if re.fullmatch(r"[\w-]{5,40}", value, re.ASCII):
                return Identifier(page=f"/forum?id={value}", service=services.OPENREVIEW)
    return None


def _acl(parts: SplitResult) -> Identifier | None:
    pattern = r"/(?:anthology/)?([A-Za-z0-9][\w.-]*?)(?:v\d)?(?:\.pdf|\.bib)?/?"
    found = re.fullmatch(pattern, parts.path, re.ASCII)
    return Identifier(page=f"/{found[1]}/", service=services.ACL) if found else None


def _cvf(parts: SplitResult) -> Identifier | None:
    found = re.fullmatch(
        r"/(content[\w/.-]*?)/(?:papers|html)/([\w.,'-]+?)\.(?:pdf|html)", _path(parts)
    )
    if not found:
        return None
    page = quote(f"/{found[1]}/html/{found[2]}.html", safe="/")
    return Identifier(page=page, service=services.CVF)


def _pmlr(parts: SplitResult) -> Identifier | None:
    found = re.fullmatch(r"/(v\d+|r\d+)/([\w-]+)(?:\.html|/[\w-]+\.pdf)?", parts.path, re.ASCII)
    page = f"/{found[1]}/{found[2]}.html" if found else ""
    return Identifier(page=page, service=services.PMLR) if found else None


def _neurips(parts: SplitResult) -> Identifier | None:
    pattern = (
        r"(/paper(?:_files/paper)?/\d{4})/(?:hash|file)/([0-9a-f]{32})-([\w-]+?)\.(?:html|pdf)"
    )
    found = re.fullmatch(pattern, parts.path, re.ASCII)
    if not found:
        return None
    name = found[3].replace("Paper", "Abstract")
    return Identifier(page=f"{found[1]}/hash/{found[2]}-{name}.html", service=services.NEURIPS)


def _path(parts: SplitResult) -> str:
    return unquote(parts.path)


HOSTS: Final[dict[str, Callable[[SplitResult], Identifier | None]]] = {
    "arxiv.org": _arxiv,
    "export.arxiv.org": _arxiv,
    "ar5iv.org": _arxiv,
    "ar5iv.labs.arxiv.org": _arxiv,
    "doi.org": _resolver,
    "dx.doi.org": _resolver,
    "openreview.net": _openreview,
    "aclanthology.org": _acl,
    "aclweb.org": _acl,
    "openaccess.thecvf.com": _cvf,
    "proceedings.mlr.press": _pmlr,
    "papers.nips.cc": _neurips,
    "proceedings.neurips.cc": _neurips,
    "papers.neurips.cc": _neurips,
}
"""How the address of a paper reads at each host."""
