"""Which services there are, where, and how often each may be asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON: Final = ("application/json",)
ATOM: Final = ("application/atom+xml", "application/xml", "text/xml")
HTML: Final = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Service:
    """One host's manners."""

    id: str
    name: str
    base: str
    pause: float
    """Seconds between two requests."""
    media: tuple[str, ...]
    """Types of answers that are read."""
    key_header: tuple[str, str] | None = None
    """Header that carries a key, and the variable of the environment that holds it."""
    key_param: tuple[str, str] | None = None
    """The same for a key that stands in the address."""

    def pause_now(self) -> float:
        """Return the seconds to wait between requests; a service of one's own needs no pause."""
        return 0.0 if own_services() else self.pause

    def keys(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the headers and parameters that carry keys, where the environment has any."""
        header = _from_environment(self.key_header)
        return header, _from_environment(self.key_param)

    def url(self, path: str, params: Mapping[str, str]) -> str:
        """Format the address of a request, without any key; `path` is already percent-encoded."""
        base = f"{mirror}/{self.id}" if (mirror := own_services()) else self.base
        query = urlencode(sorted(params.items()))
        return f"{base}{path}?{query}" if query else f"{base}{path}"


def own_services() -> str:
    """Return the address of one's own under which all services are found, if any."""
    return os.environ.get("SURVEY_SERVICES_URL", "").rstrip("/")


def _from_environment(key: tuple[str, str] | None) -> dict[str, str]:
    value = os.environ.get(key[1], "") if key else ""
    return {key[0]: value} if key and value else {}


ARXIV: Final = Service("arxiv", "arXiv", "https://export.arxiv.org/api", 3, ATOM)
"""One request in three seconds, one connection (info.arxiv.org/help/api/tou.html)."""
CROSSREF: Final = Service("crossref", "Crossref", "https://api.crossref.org", 1, JSON)
"""One request at a time; an e-mail address in the User-Agent leads to the polite pool."""
DBLP: Final = Service("dblp", "DBLP", "https://dblp.org", 2, JSON)
"""A pause of one or two seconds (dblp.org/faq/1474706.html)."""
OPENALEX: Final = Service(
    "openalex",
    "OpenAlex",
    "https://api.openalex.org",
    1,
    JSON,
    key_param=("api_key", "OPENALEX_API_KEY"),
)
"""Single works by DOI cost none of the daily credits, lists of DOIs few, searches ten."""
SEMANTIC_SCHOLAR: Final = Service(
    "semantic-scholar",
    "Semantic Scholar",
    "https://api.semanticscholar.org/graph/v1",
    1.5,
    JSON,
    key_header=("x-api-key", "SEMANTIC_SCHOLAR_API_KEY"),
)
"""One request a second with a key; without one, a pool that everybody shares."""
OPENREVIEW: Final = Service("openreview", "OpenReview", "https://openreview.net", 2, HTML)
OPENREVIEW_API: Final = Service(
    "openreview-api", "OpenReview", "https://api2.openreview.net", 2, JSON
)
ACL: Final = Service("acl", "the ACL Anthology", "https://aclanthology.org", 2, HTML)
CVF: Final = Service("cvf", "CVF Open Access", "https://openaccess.thecvf.com", 2, HTML)
PMLR: Final = Service("pmlr", "PMLR", "https://proceedings.mlr.press", 2, HTML)
NEURIPS: Final = Service(
    "neurips", "NeurIPS Proceedings", "https://proceedings.neurips.cc", 2, HTML
)
