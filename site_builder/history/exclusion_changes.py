"""Two versions of what was left out and of the reasons for it: what changed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.history.model import Entry
from site_builder.latex import to_text
from site_builder.text.names import title_key
from site_builder.text.plurals import listed
from site_builder.yamlfiles.registries import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.exclusions import ExcludedFile, Exclusion, Reason

CALLED: Final = {
    "arxiv_id": "arXiv id",
    "doi": "DOI",
    "url": "address",
    "by": "who decided",
    "date": "day",
    "former_ids": "former ids",
}
"""What readers call fields, where it is not the field's own name."""


def compared(old: ExcludedFile, library: Library) -> Iterator[Entry]:
    """Yield what changed since an old version: reasons first, then papers."""
    yield from _reasons(old.reasons, library.reason_entries)
    yield from _papers(old.excluded, library)


def _reasons(old: Iterable[Reason], new: Iterable[Reason]) -> Iterator[Entry]:
    before = {each.id: each for each in old}
    kept = set()
    for each in new:
        was = next((before[i] for i in (each.id, *each.former_ids) if i in before), None)
        if was is None:
            yield _of_reason(each, "reason added")
            continue
        kept.add(was.id)
        said = [f"id was {was.id}"] if was.id != each.id else []
        said += _changed(was, each, "id")
        if said:
            yield _of_reason(each, f"reason: {'; '.join(said)}")
    yield from (_of_reason(each, "reason removed") for i, each in before.items() if i not in kept)


def _papers(old: Iterable[Exclusion], library: Library) -> Iterator[Entry]:
    before: dict[str, Exclusion] = {}
    for each in old:
        for name in _names(each):
            before.setdefault(name, each)
    kept = set()
    for each in library.exclusion_entries:
        was = next((before[name] for name in _names(each) if name in before), None)
        if was is None:
            yield _of_paper(each, f"left out: {_reason(each, library)}")
            continue
        kept.add(id(was))
        if said := _changed(was, each):
            yield _of_paper(each, "; ".join(said))
    for each in before.values():
        if id(each) not in kept:
            kept.add(id(each))
            yield _of_paper(each, "left out no longer")


def _names(entry: Exclusion) -> Iterator[str]:
    """Yield what an entry is known by in both versions, the surest first."""
    yield from filter(None, ((entry.doi or "").lower(), entry.arxiv_id, entry.url))
    yield f"{title_key(entry.title)} {entry.year or ''}"


def _reason(entry: Exclusion, library: Library) -> str:
    found = library.reasons.get(entry.reason)
    return to_text(found.name) if found else entry.reason


def _changed(old: Reason | Exclusion, new: Reason | Exclusion, *left_out: str) -> list[str]:
    names = [name for name in type(new).model_fields if name not in left_out]
    found = [name for name in names if getattr(old, name) != getattr(new, name)]
    return [f"{listed(CALLED.get(name, name) for name in found)} changed"] if found else []


def _of_reason(reason: Reason, words: str) -> Entry:
    return Entry(EXCLUDED, reason.id, to_text(reason.name), words)


def _of_paper(entry: Exclusion, words: str) -> Entry:
    return Entry(EXCLUDED, entry.reason, to_text(entry.title), words)
