"""Two versions of a record: what changed between them, in words."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_builder.files import lines
from site_builder.history.model import ChangeKind
from site_builder.latex import to_text
from site_builder.record.kinds import STATUS_WORDS
from site_builder.record.models import OTHERS, PEOPLE, Links, Paper, VenueKind
from site_builder.record.values import BadValue
from site_builder.text.plurals import counted, listed
from site_builder.yamlfiles import parsing, reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Result

MOST_VERSIONS: Final = 2_000
"""Versions of records that are read; each takes more than half a millisecond."""
NO_KEY: Final = "x"
"""Key of a version that is read: a record does not hold its own, and may have had several."""

PUBLICATION: Final = frozenset(
    {
        *("venue", "type", "year", "month", "volume", "number", "pages", "doi"),
        *("booktitle", "series", "editors", "comment", "journal_ref"),
    }
)
"""Fields that change when a preprint appears somewhere."""
UNTOLD: Final = frozenset(
    {
        *("key", "categories", "extra", "results", "links", "added", "status"),
        *("authors_cut", "editors_cut"),
    }
)
"""Fields whose changes are reported in other ways, or not at all."""
BOOKKEEPING: Final = frozenset({"former_keys", "sources", "checks"})
TOLD: Final = tuple(name for name in Paper.model_fields if name not in UNTOLD | BOOKKEEPING)
"""Fields whose changes are reported by their names."""
NAMES: Final = {
    "arxiv_id": "arXiv id",
    "arxiv_class": "arXiv class",
    "doi": "DOI",
    "protect": "capitals",
}
"""What readers call fields, where it is not the field's own name."""


@lru_cache(maxsize=MOST_VERSIONS)
def version(content: bytes) -> Paper | None:
    """Return the paper in an old version of a record; None where it cannot be read.

    Fields that no paper has today are guessed, since facets and the survey's own fields may have
    had other names too.
    """
    if len(content) > reading.MAX_BYTES:
        return None
    try:
        text = lines.decoded(content)
    except UnicodeDecodeError:
        return None
    document, problems = reading.parse(text, NO_KEY)
    if document is None or problems:
        return None
    return parsing.read_old_paper(document, NO_KEY)


def differences(old: Paper, new: Paper, library: Library) -> Iterator[tuple[ChangeKind, str]]:
    """Yield the changes between two versions, each as a kind and words that follow the title."""
    published = _published(old, new, library)
    if published:
        yield ChangeKind.PUBLISHED, published
    more, corrected = _results(old, new, library)
    if more:
        yield ChangeKind.RESULTS, more
    if moved := "; ".join(_moved(old, new, library)):
        yield ChangeKind.MOVED, moved
    fields = _fields(old, new, library, PUBLICATION if published else frozenset())
    if said := "; ".join((*_status(old, new), *fields, *corrected)):
        yield ChangeKind.CORRECTED, said


def _published(old: Paper, new: Paper, library: Library) -> str:
    before, now = library.venues.get(old.venue), library.venues.get(new.venue)
    if before and now and before.kind is VenueKind.PREPRINT is not now.kind:
        return f"published in {now.id} {new.year}"
    return ""


def _status(old: Paper, new: Paper) -> Iterator[str]:
    """Tell of a retraction and its like, and of one that is lifted."""
    before, now = (paper.status.kind if paper.status else None for paper in (old, new))
    if now and now is not before:
        yield f"marked as {STATUS_WORDS[now]}"
    elif before and not now:
        yield f"no longer marked as {STATUS_WORDS[before]}"
    elif old.status != new.status:
        yield "status corrected"


def _results(old: Paper, new: Paper, library: Library) -> tuple[str, list[str]]:
    """Return words for added results, and those for changed and removed ones.

    One that was removed and one that was added count as one that changed.
    """
    came = Counter(new.results) - Counter(old.results)
    went = Counter(old.results) - Counter(new.results)
    changed = min(came.total(), went.total())
    more, less = came.total() - changed, went.total() - changed
    where = listed(_benchmarks(came, library))
    corrected = [f"{counted(changed, 'result')} corrected"] if changed else []
    corrected += [f"{counted(less, 'result')} removed"] if less else []
    return (f"{counted(more, 'result')} added on {where}" if more else ""), corrected


def _benchmarks(results: Iterable[Result], library: Library) -> list[str]:
    ids = dict.fromkeys(result.benchmark for result in results)
    known = library.benchmarks
    return [to_text(known[each].name) if each in known else each for each in ids]


def _moved(old: Paper, new: Paper, library: Library) -> Iterator[str]:
    """Yield the changes of categories by facet; one whose id alone changed is the same."""
    for facet in library.taxonomy.facets:
        before, now = (_places(paper, facet.id, library) for paper in (old, new))
        went = listed(title for key, title in before.items() if key not in now)
        came = listed(title for key, title in now.items() if key not in before)
        title = to_text(facet.title)
        if went and came:
            yield f"moved from {went} to {came} ({title})"
        elif came:
            yield f"{'also ' if before else ''}placed in {came} ({title})"
        elif went:
            yield f"taken out of {went} ({title})"


def _places(paper: Paper, facet: str, library: Library) -> dict[str, str]:
    """Return the titles of a paper's categories by present id."""
    found = {}
    for category in paper.categories.get(facet, ()):
        present = library.taxonomy.former.get((facet, category), category)
        node = library.taxonomy.get(facet, present)
        found[present] = to_text(node.title) if node else category
    return found


def _fields(old: Paper, new: Paper, library: Library, published: frozenset[str]) -> Iterator[str]:
    """Yield the fields that were added, removed and changed, in words."""
    before, now = dict(_values(old, library)), dict(_values(new, library))
    names = [name for name in now if before[name] != now[name] and name not in published]
    if changed := [name for name in names if before[name] and now[name]]:
        yield f"{_named(changed)} corrected"
    if came := [name for name in names if not before[name]]:
        yield f"{_named(came)} added"
    if went := [name for name in names if not now[name]]:
        yield f"{_named(went)} removed"


def _values(paper: Paper, library: Library) -> Iterator[tuple[str, object]]:
    for name in TOLD:
        value = getattr(paper, name)
        is_cut = name in PEOPLE and getattr(paper, f"{name}_cut")
        yield name, (*value, OTHERS) if is_cut else value
    for declared in library.fields:
        yield lowered(to_text(declared.title)), _own(paper, declared)
    for name in Links.model_fields:
        yield f"{name} link", getattr(paper.links, name)


def lowered(title: str) -> str:
    """Return a title as it stands within a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _own(paper: Paper, declared: DeclaredField) -> tuple[str, ...]:
    """Return what a paper has in one of the survey's own fields; nothing that it could not have."""
    found = paper.extra.get(declared.id, paper.categories.get(declared.id))
    try:
        return declared.texts(declared.read(found))
    except BadValue:
        return ()


def _named(fields: Iterable[str]) -> str:
    return listed(NAMES.get(field, field.replace("_", " ")) for field in fields)
