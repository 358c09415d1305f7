"""What deserves a look in records and taxonomy, though nothing is broken."""

from __future__ import annotations

import re
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from site_builder.checks.findings import warning
from site_builder.duplicates.titles import papers_with_near_duplicates
from site_builder.problems import Loc, Problem, bounded, quoted, show_loc
from site_builder.text.confusables import find_confusables
from site_builder.text.names import fold
from site_builder.text.plurals import counted
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import BENCHMARKS, EXCLUDED, FIELDS, PEOPLE, TAXONOMY, VENUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.text.names import Name


KEY_YEAR_LAG: Final = 4
"""Years that a key may be older than its paper: keys stay when a preprint is published later."""
NO_LETTERS: Final = re.compile("[^a-z]+")


def distinct_titles(library: Library) -> Iterator[Problem]:
    """Nearly equal titles, whose papers may be one, are reported once for each of them."""
    for found in papers_with_near_duplicates(library.papers.values()):
        message = f"title: nearly the same as that of {paper_path(found.other.key)}"
        if found.more:
            message += f" and of {counted(found.more, 'other')}"
        finding = warning("similar-title", message, "merge the records if it is one paper")
        yield library.problem(paper_path(found.paper.key), ("title",), finding)


def conventional_keys(library: Library) -> Iterator[Problem]:
    """A key begins with the first author's family name, then the year, then a word."""
    for paper in library.papers.values():
        name, key = paper.authors[0].name, _letters(paper.key)
        years = range(paper.year - KEY_YEAR_LAG, paper.year + 1)
        is_named = any(family and key.startswith(family) for family in _families(name))
        if not is_named and any(_families(name)):
            message = (
                f"the key does not begin with the first author's family name, {quoted(name.family)}"
            )
        elif not any(str(year) in paper.key for year in years):
            message = f"the key does not carry the paper's year, {paper.year}"
        else:
            continue
        hint = "a published key stays; a new record is named like smith2024learning.yaml"
        yield library.problem(paper_path(paper.key), (), warning("key", message, hint))


def _families(name: Name) -> Iterator[str]:
    """Yield a family name as keys may have it, with its particle and with ever fewer words.

    Of Van den Broeck the last is broeck.
    """
    yield _letters(name.particle + name.family)
    words = name.family.split(" ")
    yield from (_letters("".join(words[at:])) for at in range(len(words)))


def _letters(text: str) -> str:
    """Return the Latin letters of a name, as keys have them; empty for other scripts."""
    return NO_LETTERS.sub("", fold(text))


def no_confusables(library: Library) -> Iterator[Problem]:
    """A Latin word holds no confusable letters (UTS #39) and no invisible characters."""
    foreign = (named for named in names(library) if not named[2].isascii())
    for path, texts in groupby(foreign, key=itemgetter(0)):
        yield from bounded(_confusables(library, path, texts))


def _confusables(
    library: Library, path: str, texts: Iterable[tuple[str, Loc, str]]
) -> Iterator[Problem]:
    for _, loc, text in texts:
        for found in islice(find_confusables(text), 1):
            message = f"{show_loc(loc)}: {quoted(found.word)} is not {quoted(found.skeleton)}"
            hint = f"type the word anew: it holds {found.character_name}"
            yield library.problem(path, loc, warning("lookalike", message, hint))


def names(library: Library) -> Iterator[tuple[str, Loc, str]]:
    """Yield every title and name of the survey as path, place in the file, and text."""
    for paper in library.papers.values():
        path = paper_path(paper.key)
        yield path, ("title",), paper.title
        yield path, ("method",), paper.method or ""
        for number, author in enumerate(paper.authors):
            yield path, ("authors", number), author.name.display
    for node in library.taxonomy.walk():
        yield TAXONOMY, (*node.loc, "title"), node.category.title
    for number, venue in enumerate(library.venue_entries):
        yield VENUES, ("venues", number, "name"), venue.name
    for number, benchmark in enumerate(library.benchmark_entries):
        yield BENCHMARKS, ("benchmarks", number, "name"), benchmark.name
    for number, declared in enumerate(library.field_entries):
        yield FIELDS, ("fields", number, "title"), declared.title
    for number, condition in enumerate(library.condition_entries):
        yield BENCHMARKS, ("conditions", number, "title"), condition.title
    for number, quantity in enumerate(library.quantity_entries):
        yield BENCHMARKS, ("quantities", number, "title"), quantity.title
    yield from _people(library)
    yield from _left_out(library)


def _left_out(library: Library) -> Iterator[tuple[str, Loc, str]]:
    for number, reason in enumerate(library.reason_entries):
        yield EXCLUDED, ("reasons", number, "name"), reason.name
    for number, exclusion in enumerate(library.exclusion_entries):
        yield EXCLUDED, ("excluded", number, "title"), exclusion.title


def _people(library: Library) -> Iterator[tuple[str, Loc, str]]:
    for number, person in enumerate(library.person_entries):
        yield PEOPLE, ("people", number, "name"), person.name.name.display
        for place, other in enumerate(person.other_names):
            yield PEOPLE, ("people", number, "other_names", place), other.name.display


def described(library: Library) -> Iterator[Problem]:
    """A paper has an abstract or a summary, and a category in some facet."""
    for paper in library.papers.values():
        path = paper_path(paper.key)
        if not paper.abstract and not paper.summary:
            hint = "write one or two sentences of your own as summary"
            finding = warning("undescribed", "no abstract and no summary", hint)
            yield library.problem(path, (), finding)
        if not any(paper.categories.values()) and library.taxonomy.facets:
            hint = "give it one in " + " or ".join(library.taxonomy.facet_ids)
            yield library.problem(path, (), warning("unsorted", "no category in any facet", hint))


def used_categories(library: Library) -> Iterator[Problem]:
    """Every category has a paper, in itself or in one below it."""
    if not library.papers:
        return
    used = {(f, c) for p in library.papers.values() for f, ids in p.categories.items() for c in ids}
    yield from bounded(_empty(library, used))


def _empty(library: Library, used: set[tuple[str, str]]) -> Iterator[Problem]:
    filled = {
        (node.facet.id, each.id)
        for node in library.taxonomy.walk()
        if (node.facet.id, node.id) in used
        for each in (*node.ancestors, node.category)
    }
    for node in library.taxonomy.walk():
        if (node.facet.id, node.id) not in filled:
            message = f"{quoted(node.id)} has no papers"
            yield library.problem(TAXONOMY, (*node.loc, "id"), warning("empty-category", message))
