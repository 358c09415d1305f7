"""People across records: one with two ORCIDs, two with one, parts that changed places."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from site_builder.checks.quality.oddity import Oddity, Parts
from site_builder.problems import quoted
from site_builder.text.names import fold
from site_builder.yamlfiles.registries import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.identities import People
    from site_builder.record.models import Author, Paper
    from site_builder.record.people import PersonEntry

MOST_NAMED: Final = 3
"""Other names or ORCIDs that a message repeats."""

Place = tuple["Paper", int, "Author"]
Odd = tuple["Paper", Oddity]


def repeated(paper: Paper) -> Iterator[Oddity]:
    """Find people who are named twice in one record."""
    families = [author.literal or author.family or "" for author in paper.authors]
    if len(set(map(fold, families))) == len(families):
        return
    seen: dict[str, Author] = {}
    for number, author in enumerate(paper.authors):
        first = seen.setdefault(fold(author.name.display), author)
        if first is not author and not (first.orcid and author.orcid):
            message = f"{quoted(author.name.display)} stands there twice"
            hint = "delete one; two people of one name have an ORCID each"
            yield Oddity("authors.repeated", ("authors", number), message, hint)


def across(library: Library) -> Iterator[Odd]:
    """Find what only shows when names of several records are compared."""
    papers = library.papers.values()
    if PEOPLE not in library.unread:
        places = [(p, n, a) for p in papers for n, a in enumerate(p.authors) if a.orcid]
        if places or library.person_entries:  # else spellings alone decide, and leave no doubt
            yield from _orcids(places, library.identities)
            yield from _doubtful(library.identities)
    yield from _swapped(papers)


def _doubtful(identities: People) -> Iterator[Odd]:
    """Find names that nobody can tell whose they are."""
    for paper, number, candidates in identities.doubts:
        name = paper.authors[number].name.display
        message = f"{quoted(name)} can be {_few(candidates, 'or')}"
        hint = f"give the ORCID, or list {quoted(paper.key)} in people.yaml under the right one"
        yield paper, Oddity("authors.which", ("authors", number), message, hint)


def _orcids(places: list[Place], identities: People) -> Iterator[Odd]:
    known = {person.orcid: person.entry for person in identities.by_slug.values() if person.entry}
    by_name: dict[str, dict[str, None]] = defaultdict(dict)
    by_orcid: dict[str, list[Author]] = defaultdict(list)
    for _, _, author in places:
        orcid = author.orcid or ""
        by_name[fold(author.name.display)][orcid] = None
        by_orcid[orcid].append(author)
    for paper, number, author in places:
        orcid, loc = author.orcid or "", ("authors", number)
        others = [
            each
            for each in by_name[fold(author.name.display)]
            if each != orcid and not (orcid in known and each in known)
        ]
        if others:
            message = f"{quoted(author.name.display)} has the ORCID {_few(others)} elsewhere"
            hint = "correct one; if they are two people, enter both in people.yaml"
            yield paper, Oddity("authors.two-orcids", loc, message, hint)
        strangers = {
            other.name.display
            for other in by_orcid[orcid]
            if not _may_be_one(other, author) and not _are_known(known.get(orcid), other, author)
        }
        if strangers:
            message = f"{orcid} is the ORCID of {_few(map(quoted, sorted(strangers)))} elsewhere"
            hint = "correct one; if it is one person, list the names in people.yaml"
            yield paper, Oddity("authors.two-names", loc, message, hint)


def _are_known(entry: PersonEntry | None, *authors: Author) -> bool:
    """Return whether people.yaml says that authors are one person."""
    names = {name.key for name in entry.names} if entry else set()
    return all(author.name.key in names for author in authors)


def _few(names: Iterable[str], joined: str = "and") -> str:
    named = list(names)
    rest = len(named) - MOST_NAMED
    if joined == "and":
        return ", ".join(named[:MOST_NAMED]) + (f" and {rest} others" if rest > 0 else "")
    *first, last = [*named[:MOST_NAMED], *([f"{rest} others"] if rest > 0 else [])]
    return f"{', '.join(first)} {joined} {last}"


def _may_be_one(one: Author, other: Author) -> bool:
    """Return whether two names can be spellings of one: one family name, initials that agree."""
    if one is other:
        return True
    mine, yours = one.name, other.name
    if fold(mine.display) == fold(yours.display):
        return True
    if _letters(mine.particle + mine.family) != _letters(yours.particle + yours.family):
        return False
    initials = [[word[0] for word in _words(name.given)] for name in (mine, yours)]
    return all(a == b for a, b in zip(*initials, strict=False))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _words(text: str) -> list[str]:
    return fold(text).replace("-", " ").replace(".", " ").split()


def _swapped(papers: Collection[Paper]) -> Iterator[Odd]:
    """Find names that stand elsewhere with given and family name in each other's place.

    Words that are both in other names, as in Chinese, say nothing.
    """
    pairs = Counter((a.given or "", a.family or "") for paper in papers for a in paper.authors)
    twins = {(one, other) for one, other in pairs if one != other and (other, one) in pairs}
    if not twins:
        return
    given, family = Counter[str](), Counter[str]()
    for (one, other), count in pairs.items():
        given[one] += count
        family[other] += count
    wrong = {
        (one, other)
        for one, other in twins
        if given[one] == family[other] == pairs[one, other]
        and family[one] + given[other] >= given[one] + family[other]
    }
    for paper in papers:
        for number, author in enumerate(paper.authors):
            if (author.given, author.family) in wrong:
                name = f"{author.family} {author.given}"
                message = f"{quoted(author.name.display)} is {quoted(name)} elsewhere"
                hint = "tell given and family name apart"
                yield paper, Oddity("authors.swapped", ("authors", number), message, hint)


def in_capitals(papers: Iterable[Paper], found: list[Odd]) -> Iterator[Odd]:
    """Add the cure to names in capitals that other records write in one other way."""
    named = {id(odd): paper.authors[int(odd.loc[1])].name for paper, odd in found}
    families = {name.family.lower() for name in named.values()}
    spelled: dict[str, set[Parts]] = defaultdict(set)
    for paper in papers:
        for author in paper.authors:
            family = author.family or ""
            if family.lower() in families and not _flat(family):
                spelled[fold(author.name.display)].add(Parts.of(author))
    for paper, odd in found:
        ways = spelled.get(fold(named[id(odd)].display), set())
        cure = next(iter(ways)) if len(ways) == 1 else None
        yield paper, Oddity(odd.code, odd.loc, odd.message, odd.hint, cure)


def _flat(text: str) -> bool:
    """Return whether a text is in capitals throughout, or without any."""
    return text.isupper() or text.islower()
