"""Who is who: which authors of a survey's records are one person, and where each is found.

An ORCID iD decides before anything else, then people.yaml, then the spelling of the name. A name
that several people share is nobody's for certain unless one of these says whose it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.record.ordering import newest_first
from site_builder.record.person_slugs import Claim, assigned
from site_builder.site import AUTHORS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from site_builder.record.models import Paper
    from site_builder.record.people import PersonEntry
    from site_builder.text.names import Name

WITH_PAGE: Final = 2
"""Papers from which on an author has a page; who has fewer stands in the list of authors."""


@dataclass(frozen=True, eq=False, slots=True)
class Person:
    """An author with all their papers, newest first."""

    slug: str
    """The last part of the address: a romanised name, or the id in people.yaml."""
    name: Name
    papers: tuple[Paper, ...]
    orcid: str | None = None
    other_names: tuple[Name, ...] = ()
    """Spellings beside `name`, in records or in people.yaml, that differ in more than accents."""
    entry: PersonEntry | None = None
    """What people.yaml says."""

    @property
    def has_page(self) -> bool:
        """Return whether the person has a page, and not only a place in the list of authors."""
        return len(self.papers) >= WITH_PAGE

    @property
    def uri(self) -> str:
        """Return where the person is found: a page, or a place in the list of authors."""
        return f"{AUTHORS}/{self.slug}/" if self.has_page else f"{AUTHORS}/#{self.slug}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the address parts that the names give, some of which may be others' too."""
        names = (self.name, *self.other_names)
        return tuple(dict.fromkeys(part for name in names for part in (name.key, name.slug)))


class Doubt(NamedTuple):
    """An author of a record who may be any of several people."""

    paper: Paper
    number: int
    """The place in the paper's list of authors, from 0."""
    candidates: tuple[str, ...]
    """Last parts of their addresses."""


@dataclass(frozen=True)
class People:
    """The people of a survey."""

    by_slug: dict[str, Person] = field(default_factory=dict)
    """In the order of family names."""
    of_paper: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    """By key of the paper: one for each author, in the order of authors."""
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def bearers(self) -> dict[str, tuple[Person, ...]]:
        """People by each address part that one of their names gives."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.by_slug.values():
            for part in person.addresses:
                found[part].append(person)
        return {part: tuple(people) for part, people in found.items()}

    @cached_property
    def former(self) -> dict[str, tuple[Person, ...]]:
        """Address parts that are nobody's today, with the people whom they can mean.

        They are former ids of people.yaml, what names gave before they were romanised or known to
        be another spelling, and names of several people. Those that mean nobody with a page, and
        not several people either, are left out.
        """
        found: dict[str, tuple[Person, ...]] = {
            old: (person,)
            for person in self.by_slug.values()
            for old in (person.entry.former_ids if person.entry else ())
            if old not in self.by_slug
        }
        for part, people in self.bearers.items():
            if part not in self.by_slug and (len(people) > 1 or people[0].has_page):
                found.setdefault(part, people)
        return dict(sorted(found.items()))

    def namesakes(self, person: Person, most: int) -> tuple[Person, ...]:
        """Return the first people who may be taken for one: people.yaml says so, or a name does."""
        told = person.entry.not_same_as if person.entry else ()
        own = person.entry.id if person.entry else ""
        said = chain(
            (self.by_slug[each] for each in told if each in self.by_slug),
            self._telling.get(own, ()) if own else (),
            chain.from_iterable(self.bearers[part] for part in person.addresses),
        )
        found: dict[Person, None] = {}
        for other in said:
            if len(found) == most:
                break
            if other is not person:
                found[other] = None
        return tuple(found)

    @cached_property
    def _telling(self) -> dict[str, list[Person]]:
        """People by the ids from which people.yaml tells them apart."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.by_slug.values():
            for other in person.entry.not_same_as if person.entry else ():
                found[other].append(person)
        return found


class Who(NamedTuple):
    """An identity before it has a person: what it rests on, and the id, iD or key there."""

    kind: str
    """entry, orcid or name."""
    id: str


CLAIMED: Final = {"entry": "id", "orcid": "orcid", "name": "key"}
"""What of a `Claim` an identity's id is, by its kind."""


def identify(papers: Collection[Paper], entries: Iterable[PersonEntry] = ()) -> People:
    """Decide who is who among the authors of papers, given the entries of people.yaml.

    1. Authors with one ORCID iD are one person, under whatever names.
    2. A name without one belongs to the person in people.yaml who has the name and lists the paper,
       else to the only one who has the name and lists no papers.
    3. Else it belongs to the only person who has it beside an ORCID iD somewhere, if there is one,
       unless that person is an author of the same paper already.
    4. Else all authors of that spelling are one person. Where several people have the name, that is
       told as a doubt.
    """
    return _Deciding(papers, tuple(entries)).people()


@dataclass
class _Spellings:
    """The names under which a person with an ORCID iD or an entry stands in records."""

    names: dict[str, Name] = field(default_factory=dict)
    """By key, the spelling that comes first in the order of papers' keys."""
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, key: str, name: Name) -> None:
        """Count a name."""
        self.names.setdefault(key, name)
        self.counts[key] += 1

    def best(self) -> Name:
        """Return the name with the longest given names, then the commonest."""
        best = max(self.names, key=lambda key: (_letters(self.names[key]), self.counts[key]))
        return self.names[best]


class _Deciding:
    """One pass over all authors."""

    def __init__(self, papers: Collection[Paper], entries: tuple[PersonEntry, ...]) -> None:
        self.papers = papers
        self.entries: dict[str, PersonEntry] = {}
        self.named: dict[str, list[PersonEntry]] = defaultdict(list)
        self.listing: dict[str, frozenset[str]] = {}
        self.owner: dict[str, Who] = {}
        for entry in entries:
            if self.entries.setdefault(entry.id, entry) is entry:
                self._enter(entry)
        self.keys = {paper.key: [a.name.key for a in paper.authors] for paper in papers}
        self.orcids = self._orcids()
        self._adopt()
        self.named_so: dict[str, Name] = {}
        self.spelled: dict[Who, _Spellings] = defaultdict(_Spellings)
        self.doubtful: list[tuple[Paper, int, tuple[Who, ...]]] = []

    def _enter(self, entry: PersonEntry) -> None:
        self.listing[entry.id] = frozenset(entry.papers)
        if entry.orcid:
            self.owner.setdefault(entry.orcid, Who("entry", entry.id))
        for key in dict.fromkeys(name.key for name in entry.names):
            self.named[key].append(entry)

    def _orcids(self) -> dict[str, dict[str, list[str]]]:
        """Return the ORCID iDs beside each name, with the keys of the papers that give them."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for paper in self.papers:
            for key, author in zip(self.keys[paper.key], paper.authors, strict=True):
                if author.orcid:
                    found[key][author.orcid].append(paper.key)
        return found

    def _adopt(self) -> None:
        """Give an entry without an ORCID iD the only one that its papers give its names."""
        for entry in self.entries.values():
            if entry.orcid:
                continue
            listed, found = self.listing[entry.id], set()
            for key in dict.fromkeys(name.key for name in entry.names):
                alone = self.named[key] == [entry]
                for orcid, papers in self.orcids.get(key, {}).items():
                    fits = listed.intersection(papers) if listed else alone
                    if fits and orcid not in self.owner:
                        found.add(orcid)
            if len(found) == 1:
                self.owner[found.pop()] = Who("entry", entry.id)

    def people(self) -> People:
        found = {paper.key: tuple(self._authors(paper)) for paper in self.papers}
        papers: dict[Who, list[Paper]] = {}
        for paper in self.papers:
            keys = self.keys[paper.key]
            for who, key, author in zip(found[paper.key], keys, paper.authors, strict=True):
                theirs = papers.setdefault(who, [])
                if not theirs or theirs[-1] is not paper:
                    theirs.append(paper)
                if who.kind == "name":
                    self.named_so.setdefault(key, author.name)
                else:
                    self.spelled[who].add(key, author.name)
        made = self._made(papers)
        slugs = {
            whos: tuple(made[who].slug if who in made else who.id for who in whos)
            for whos in {whos for _, _, whos in self.doubtful}
        }
        order = sorted(made.values(), key=lambda person: (person.name.sort_key, person.slug))
        return People(
            {person.slug: person for person in order},
            {key: tuple(made[who] for who in whos) for key, whos in found.items()},
            tuple(Doubt(paper, n, slugs[whos]) for paper, n, whos in self.doubtful),
        )

    def _authors(self, paper: Paper) -> Iterator[Who]:
        present = {self._owner(author.orcid) for author in paper.authors if author.orcid}
        known: dict[str, tuple[Who, ...]] = {}
        for number, (key, author) in enumerate(
            zip(self.keys[paper.key], paper.authors, strict=True)
        ):
            if author.orcid:
                yield self._owner(author.orcid)
                continue
            if key not in known:
                known[key] = self._candidates(paper, key, present)
            whos = known[key]
            if len(whos) > 1:
                self.doubtful.append((paper, number, whos))
            yield whos[0] if len(whos) == 1 else Who("name", key)

    def _owner(self, orcid: str) -> Who:
        return self.owner.get(orcid) or Who("orcid", orcid)

    def _candidates(self, paper: Paper, key: str, present: set[Who]) -> tuple[Who, ...]:
        """Return whom a name without an ORCID iD can be; several where nobody can tell."""
        entries = self.named.get(key, ())
        if not entries and key not in self.orcids:
            return (Who("name", key),)
        if listing := [Who("entry", e.id) for e in entries if paper.key in self.listing[e.id]]:
            return tuple(listing)
        usual = [Who("entry", e.id) for e in entries if not self.listing[e.id]]
        if usual := [who for who in usual if who not in present]:
            return tuple(usual)
        known = dict.fromkeys(map(self._owner, self.orcids.get(key, ())))
        whos = [who for who in known if who not in present and not self._lists(who)]
        if whos and entries:  # told apart already: whoever is not listed may be somebody else
            return (*whos, Who("name", key))
        return tuple(whos) or (Who("name", key),)

    def _lists(self, who: Who) -> bool:
        """Return whether people.yaml says exactly which papers are a person's."""
        return who.kind == "entry" and bool(self.listing[who.id])

    def _made(self, papers: dict[Who, list[Paper]]) -> dict[Who, Person]:
        orcids = {who: orcid for orcid, who in self.owner.items()}
        names = {who: self._name(who) for who in papers}
        slugs = self._slugs(names)
        return {
            who: Person(
                slugs[who],
                names[who],
                tuple(newest_first(theirs)),
                who.id if who.kind == "orcid" else orcids.get(who),
                () if who.kind == "name" else tuple(self._others(who, names[who])),
                self.entries[who.id] if who.kind == "entry" else None,
            )
            for who, theirs in papers.items()
        }

    def _slugs(self, names: dict[Who, Name]) -> dict[Who, str]:
        """Give everybody an address; people known by a Latin spelling alone keep the name's."""
        entries = [self.entries[who.id] for who in names if who.kind == "entry"]
        kept = {each for entry in entries for each in (entry.id, *entry.former_ids)}
        plain: dict[Who, str] = {}
        claims: dict[Who, Claim] = {}
        for who, name in names.items():
            slug = name.slug
            if who.kind == "name" and who.id == slug and slug not in kept:
                plain[who] = slug
            else:
                claims[who] = Claim(slug, **{CLAIMED[who.kind]: who.id})
        return plain | assigned(claims, kept, plain.values())

    def _name(self, who: Who) -> Name:
        """Choose what readers see."""
        if who.kind == "entry":
            return self.entries[who.id].name.name
        return self.named_so[who.id] if who.kind == "name" else self.spelled[who].best()

    def _others(self, who: Who, name: Name) -> Iterator[Name]:
        said = self.entries[who.id].names if who.kind == "entry" else ()
        others = {each.key: each for each in (*self.spelled[who].names.values(), *said)}
        yield from (each for key, each in others.items() if key != name.key)


def _letters(name: Name) -> int:
    return sum(map(str.isalpha, name.given))
