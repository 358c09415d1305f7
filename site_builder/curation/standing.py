"""What became of published papers: retractions, corrections and concerns, asked for in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from site_builder.sources import crossref, openalex, services
from site_builder.sources.draft import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.sources.draft import Draft
    from site_builder.sources.services import Service

    T = TypeVar("T")
    Item = TypeVar("Item")

OF_ARXIV: Final = "10.48550/"
"""How arXiv's own DOIs begin: its listing says what became of them, and Crossref has none."""


class Ask(Protocol):
    """Asks a service, and tells why it does not help."""

    def __call__(
        self,
        service: Service,
        path: str,
        params: Mapping[str, str],
        parse: Callable[[bytes], T],
        body: bytes = b"",
    ) -> T | None:
        """Return what the service says, or None."""


def standings(dois: Iterable[str], ask: Ask) -> dict[str, Draft]:
    """Return what services say of works by their DOIs in lower case, of those that they know.

    Crossref is asked first, which has publishers' notices and Retraction Watch's data; OpenAlex of
    what Crossref does not know, or cannot say today.
    """
    wanted = {doi.lower(): doi for doi in dois if not doi.startswith(OF_ARXIV)}
    found = dict(_of_crossref(wanted.values(), ask))
    rest = [doi for name, doi in wanted.items() if name not in found]
    found = {**dict(_of_openalex(rest, ask)), **found}  # what nobody asked it takes nothing back
    return {name: draft for name, draft in found.items() if name in wanted}


def _of_crossref(dois: Iterable[str], ask: Ask) -> Iterable[tuple[str, Draft]]:
    single, many = parted(dois, crossref.SEPARATOR)
    for batch in batches(many, crossref.MOST_DOIS):
        params = crossref.updates(batch)
        found = ask(services.CROSSREF, "/works", params, crossref.parse_search) or ()
        yield from ((draft.doi.lower(), checked(draft)) for draft in found)
    for doi in single:
        if draft := ask(services.CROSSREF, crossref.path(doi), {}, crossref.parse):
            yield draft.doi.lower(), checked(draft)


def _of_openalex(dois: Iterable[str], ask: Ask) -> Iterable[tuple[str, Draft]]:
    single, many = parted(dois, openalex.SEPARATORS)
    for batch in batches(many, openalex.MOST_DOIS):
        params = openalex.retractions(batch)
        found = ask(services.OPENALEX, "/works", params, openalex.parse_list) or ()
        yield from ((draft.doi.lower(), checked(draft)) for draft in found)
    for doi in single:
        if draft := ask(services.OPENALEX, openalex.path(doi), {}, openalex.parse):
            yield draft.doi.lower(), checked(draft)


def parted(dois: Iterable[str], signs: str) -> tuple[list[str], list[str]]:
    """Part the DOIs that hold a sign which a list of them cannot hold from the others."""
    single: list[str] = []
    many: list[str] = []
    for doi in dois:
        (single if set(signs) & set(doi) else many).append(doi)
    return single, many


def batches(items: Sequence[Item], most: int) -> Iterable[Sequence[Item]]:
    """Yield the items in lists of at most so many."""
    return (items[start : start + most] for start in range(0, len(items), most))
