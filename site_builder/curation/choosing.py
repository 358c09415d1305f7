"""What the workflows and commands work on: records chosen by key, categories by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder import query
from site_builder.files import inside
from site_builder.library import Library
from site_builder.problems import SurveyError, did_you_mean, quoted
from site_builder.yamlfiles.record_files import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def chosen_keys(root: Path, names: Iterable[str]) -> list[str]:
    """Return the keys of the records that are named, of all where none is; broken ones, too.

    A name is a key, present or former, or the record's file. Raises SurveyError for an unknown one,
    and where the folder of records cannot be read.
    """
    known = _on_disk(root)
    named = []
    for name in names:
        key = query.present_key(name, known) or query.present_key(name, known, _former(root))
        if key is None:
            close = did_you_mean(query.bare_key(name), known)
            raise SurveyError(f"there is no paper {quoted(name)}" + (f"; {close}" if close else ""))
        named.append(key)
    return list(dict.fromkeys(named)) or known


def _on_disk(root: Path) -> list[str]:
    try:
        inside.real(root / PAPERS, root)
        paths = list((root / PAPERS).iterdir())
    except inside.Refused as refused:
        raise SurveyError(f"{PAPERS}: {refused.message}") from None
    except OSError as error:
        raise SurveyError(f"{PAPERS} cannot be read: {error.strerror}") from None
    return sorted(path.stem for path in paths if path.suffix == ".yaml")


def _former(root: Path) -> dict[str, str]:
    """Return present keys by former ones: read only for a name that no file has."""
    return query.former_keys(Library.load(root)[0])


def chosen_categories(library: Library, names: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids of the categories that are named, by facet, in the order of the facets.

    Names are those of `query.find_category`; raises SurveyError as that does.
    """
    found: dict[str, list[str]] = {}
    for name in names:
        node = query.find_category(name, library)
        if node.id not in found.setdefault(node.facet.id, []):
            found[node.facet.id].append(node.id)
    return {facet: found[facet] for facet in library.taxonomy.facet_ids if facet in found}


def united_categories(
    one: Mapping[str, list[str]], other: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """Return the categories of both, by facet, each once."""
    return {
        facet: list(dict.fromkeys([*one.get(facet, ()), *other.get(facet, ())]))
        for facet in dict.fromkeys([*one, *other])
    }
