"""The entries of a navigation that stand for hubs: `survey:facets` and the like in mkdocs.yml.

Whoever adds, renames or removes a facet then has one file to edit, taxonomy.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from site_builder.pages.addresses import BENCHMARKS, EXCLUDED
from site_builder.problems import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library import Library

MARK: Final = "survey:"
"""How an entry begins that stands for others, as in the pieces of hand-written pages."""


def expanded(nav: list[Any], library: Library, warn: Callable[[str], None]) -> list[Any]:
    """Return a navigation, in the form of mkdocs.yml, with the hubs in place of what means them.

    `survey:facets` is the hub of each facet, in the order of taxonomy.yaml and by its own title,
    but for those that have an entry of their own anywhere; `survey:benchmarks` is the hub of the
    benchmarks if there are any, `survey:fields` that of each declared field that has pages,
    `survey:excluded` that of what was left out, where the survey keeps it. As the value of a title
    they make a section. A section without an entry is left out, and so is an
    unknown name, of which `warn` is told.
    """
    listed = set(_pages(nav))
    hubs = {
        "facets": [f"{facet.slug}/index.md" for facet in library.taxonomy.facets],
        "fields": [f"{field.slug}/index.md" for field in library.fields if field.pages],
        "benchmarks": [f"{BENCHMARKS}/index.md"] if library.benchmarks else [],
        "excluded": [f"{EXCLUDED}/index.md"] if library.reason_entries else [],
    }
    return list(_items(nav, {k: [p for p in v if p not in listed] for k, v in hubs.items()}, warn))


def _pages(value: object) -> Iterator[str]:
    """Yield every page that a navigation names, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _pages(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _pages(each)


def _items(
    nav: list[Any], hubs: Mapping[str, list[str]], warn: Callable[[str], None]
) -> Iterator[Any]:
    for entry in nav:
        if _is_mark(entry):
            yield from _meant(entry, hubs, warn)
        elif isinstance(entry, dict):
            found = {title: _section(value, hubs, warn) for title, value in entry.items()}
            if kept := {title: value for title, value in found.items() if value != []}:
                yield kept
        else:
            yield entry


def _section(value: Any, hubs: Mapping[str, list[str]], warn: Callable[[str], None]) -> Any:
    if _is_mark(value):
        return _meant(value, hubs, warn)
    if isinstance(value, dict):  # MkDocs takes a mapping for a list of its entries
        value = [{title: inner} for title, inner in value.items()]
    return list(_items(value, hubs, warn)) if isinstance(value, list) else value


def _is_mark(entry: object) -> bool:
    return isinstance(entry, str) and entry.startswith(MARK)


def _meant(entry: str, hubs: Mapping[str, list[str]], warn: Callable[[str], None]) -> list[str]:
    name = entry.removeprefix(MARK)
    if name not in hubs:
        hint = did_you_mean(entry, [f"{MARK}{each}" for each in hubs])
        said = f"mkdocs.yml: nav: {quoted(entry)} stands for nothing"
        warn(f"{said} ({hint})" if hint else f"{said}: known are {', '.join(hubs)}")
    return hubs.get(name, [])
