"""Several drafts of one paper to one, by a stated precedence of sources for each field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import printable
from site_builder.record.models import VenueKind
from site_builder.sources.draft import Draft
from site_builder.text.names import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.sources.draft import Person
    from site_builder.sources.venues import Venues

ARXIV: Final = "arXiv listing"
CROSSREF: Final = "Crossref"
DBLP: Final = "DBLP"
OPENALEX: Final = "OpenAlex"
SEMANTIC_SCHOLAR: Final = "Semantic Scholar"
PAGE: Final = "page"
"""The paper's own page at its publisher."""

EDITED: Final = (CROSSREF, PAGE, DBLP, ARXIV, OPENALEX, SEMANTIC_SCHOLAR)
"""The publisher first, then people who check, then the authors' preprint, then machines."""
PRINTED: Final = (CROSSREF, DBLP, PAGE, OPENALEX, SEMANTIC_SCHOLAR)
"""Who knows where in a volume a paper stands."""
LISTED: Final = (ARXIV,)
"""What the arXiv listing alone says; abstracts too, for it alone puts them into the open."""

PRECEDENCE: Final[Mapping[str, tuple[str, ...]]] = {
    "title": EDITED,
    "year": (CROSSREF, PAGE, DBLP, OPENALEX, SEMANTIC_SCHOLAR, ARXIV),
    "type": PRINTED,
    "degree": PRINTED,
    "booktitle": PRINTED,
    "series": PRINTED,
    "editors": PRINTED,
    "status": (CROSSREF, PAGE, ARXIV, OPENALEX),
    "publisher": (CROSSREF, OPENALEX, PAGE),
    "volume": PRINTED,
    "number": PRINTED,
    "pages": PRINTED,
    "month": (CROSSREF,),
    "doi": (CROSSREF, PAGE, DBLP, SEMANTIC_SCHOLAR, OPENALEX, ARXIV),
    "arxiv_id": (ARXIV, SEMANTIC_SCHOLAR, OPENALEX, DBLP, CROSSREF, PAGE),
    "arxiv_class": LISTED,
    "submitted": LISTED,
    "comment": LISTED,
    "journal_ref": LISTED,
    "abstract": LISTED,
}
"""Which source is believed first, for each field; a source that says nothing is passed over."""
OF_THE_VENUE: Final = frozenset(
    {
        "year",
        "volume",
        "number",
        "pages",
        "month",
        "type",
        "degree",
        "booktitle",
        "series",
        "editors",
    }
)
"""Fields that are told of one publication: only sources that mean the same venue are heard."""

NOTHING: Final[tuple[object, ...]] = ("", None, (), {})
"""Values that say nothing."""
GATHERINGS: Final = frozenset({VenueKind.CONFERENCE, VenueKind.WORKSHOP})
"""Kinds of venues whose papers publishers call chapters."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One paper out of several drafts."""

    draft: Draft
    venue: str | None
    """The registry's id of the venue, or None where it is new."""
    sources: tuple[str, ...]
    """Who said what was taken."""


def merge(drafts: Iterable[Draft], venues: Venues) -> Merged:
    """Merge drafts of one paper; sources that disagree on the title or year are noted."""
    found = list(drafts)
    venue, place = _venue(found, venues)
    taken: dict[str, Any] = {}
    used: Counter[str] = Counter()
    for field, order in PRECEDENCE.items():
        heard = _same_venue(found, place, venues) if field in OF_THE_VENUE else found
        if chosen := _first(heard, order, field):
            taken[field] = getattr(chosen, field)
            used[chosen.source] += 1
    people = _authors(found)
    if place:
        used[place.source] += 1
    draft = replace(
        Draft(place.source if place else ""),
        **taken,
        authors=people.authors if people else (),
        others=bool(people and people.others),
        venues=place.venues if place else (),
        kind=_kind(found, place),
        links=_links(found),
    )
    if draft.kind in GATHERINGS and draft.type in {"chapter", "book"}:
        draft = replace(draft, type="paper-conference", booktitle="")
    draft = replace(draft, notes=" ".join(_disagreements(found, draft)))
    said = {each.source for each in found if used[each.source] or each is people}
    return Merged(draft, venue, tuple(d.source for d in found if d.source in said))


def _ranked(drafts: Iterable[Draft], order: tuple[str, ...]) -> list[Draft]:
    """Sort drafts by precedence; sources that the order does not name are left out."""
    ranked = [(order.index(_family(d)), i, d) for i, d in enumerate(drafts) if _family(d) in order]
    return [draft for _, _, draft in sorted(ranked, key=lambda each: each[:2])]


def _family(draft: Draft) -> str:
    """Return whose word a draft is; hosts of papers' own pages count as one."""
    name = draft.source.partition(":")[0]
    return name if name in {*EDITED} else PAGE


def _first(drafts: Iterable[Draft], order: tuple[str, ...], field: str) -> Draft | None:
    ranked = _ranked(drafts, order)
    return next((draft for draft in ranked if getattr(draft, field) not in NOTHING), None)


def _venue(drafts: list[Draft], venues: Venues) -> tuple[str | None, Draft | None]:
    """Choose where the paper appeared: a known venue, else a new one, else the preprint server."""
    ranked = [draft for draft in _ranked(drafts, EDITED) if draft.venues]
    known = [(venues.find(draft.venues), draft) for draft in ranked]
    published = [(v, d) for v, d in known if v and venues.kinds[v] is not VenueKind.PREPRINT]
    strange = [(v, d) for v, d in known if v is None and d.kind is not VenueKind.PREPRINT]
    return next(iter([*published, *strange, *known]), (None, None))


def _kind(drafts: list[Draft], place: Draft | None) -> VenueKind | None:
    """Choose what sort of venue it is; publishers call proceedings books."""
    if place is None or place.kind is VenueKind.PREPRINT:
        return place.kind if place else None
    ranked = _ranked(drafts, (DBLP, SEMANTIC_SCHOLAR, PAGE, CROSSREF, OPENALEX))
    kinds = (d.kind for d in ranked if d.kind not in {None, VenueKind.PREPRINT})
    return next(kinds, place.kind)


def _same_venue(drafts: list[Draft], place: Draft | None, venues: Venues) -> list[Draft]:
    """Keep the drafts that mean the chosen venue; of a new one, the draft that named it."""
    wanted = venues.find(place.venues) if place else None
    if wanted is None:
        return [place] if place else drafts
    return [draft for draft in drafts if draft.venues and venues.find(draft.venues) == wanted]


def _authors(drafts: list[Draft]) -> Draft | None:
    """Choose whose names are taken: the first source that spells them out, else the first."""
    ranked = [draft for draft in _ranked(drafts, EDITED) if draft.authors]
    full = (draft for draft in ranked if not any(map(_initials_only, draft.authors)))
    return next(full, ranked[0] if ranked else None)


def _initials_only(person: Person) -> bool:
    words = person.get("given", "").replace(".", " ").replace("-", " ").split()
    return bool(words) and all(len(word) == 1 for word in words)


def _links(drafts: Iterable[Draft]) -> dict[str, str]:
    found: dict[str, str] = {}
    for draft in drafts:
        for name, address in draft.links.items():
            found.setdefault(name, address)
    return found


def _disagreements(drafts: Iterable[Draft], merged: Draft) -> Iterator[str]:
    """Yield where sources differ on the title."""
    told = {title_key(merged.title)}
    for draft in drafts:
        if draft.title and title_key(draft.title) not in told:
            told.add(title_key(draft.title))
            whose = draft.source.partition(":")[0]
            yield f'{whose} has the title "{printable(draft.title, 300)}".'
