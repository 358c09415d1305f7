"""Names that are unique among papers: arXiv ids, DOIs, and addresses, former ones too.

Where records clash, the one that has had the name longest keeps it, and is published; an error
reports the others. So no record takes another one off the site.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from site_builder.checks.findings import about
from site_builder.history.claims import ALWAYS, Ages, Claim, ages
from site_builder.problems import Finding, Loc, Problem, bounded, quoted
from site_builder.record.fields import folded
from site_builder.record.models import Paper
from site_builder.yamlfiles.record_files import paper_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Salvaged

IDENTIFIERS: Final = {"arxiv_id": "duplicate-arxiv-id", "doi": "duplicate-doi"}
"""Fields with identifiers, and the codes of problems with them."""
ADDRESS: Final = "address"
OWN: Final = "field "
"""What the kind of a claim begins with whose name is the value of a unique field."""

Rank = tuple[bool, int, bool, dt.date, str]


def names_unique(library: Library) -> Iterator[Problem]:
    """No two papers share an arXiv id, a DOI or an address; the later one is reported."""
    for paper in library.papers.values():
        yield from bounded(_useless_former_keys(library, paper))
    contest = _Contest(library)
    lost = contest.lost()
    for key in sorted(lost):
        yield from bounded(_lost_names(library, contest.papers[key], lost[key]))


def claims_of(key: str, paper: Paper | Salvaged, own: Iterable[str] = ()) -> Iterator[Claim]:
    """Yield the unique names that a record claims, identifiers in lower case.

    `own` are the ids of the survey's unique fields.
    """
    for name in IDENTIFIERS:
        if value := getattr(paper, name):
            yield name, value.lower()
    extra = paper.extra if isinstance(paper, Paper) else {}
    yield from ((OWN + name, folded(extra[name])) for name in own if name in extra)
    yield from ((ADDRESS, each) for each in (key, *paper.former_keys))


def _useless_former_keys(library: Library, paper: Paper | Salvaged) -> Iterator[Problem]:
    """Yield a problem for each former key that is the paper's own key, or is listed twice."""
    for index, old in enumerate(paper.former_keys):
        loc: Loc = ("former_keys", index)
        if old == paper.key:
            finding = Finding("former-key", f"{quoted(old)} is the key of this paper", "delete it")
            yield about(library, paper, loc, finding)
        elif old in paper.former_keys[:index]:
            finding = Finding("repeated", f"former key {quoted(old)} twice", "delete one")
            yield about(library, paper, loc, finding)


def _lost_names(
    library: Library, paper: Paper | Salvaged, lost: dict[Claim, str]
) -> Iterator[Problem]:
    """Yield a problem for each name of a paper that another one had first."""
    for (kind, name), holder in lost.items():
        path = paper_path(holder)
        if kind in IDENTIFIERS:
            message = f"{quoted(getattr(paper, kind))} is also that of {path}"
            hint = "one paper, one record: merge them, or correct the id"
            yield about(library, paper, (kind,), Finding(IDENTIFIERS[kind], message, hint))
        elif kind.startswith(OWN):
            field = kind.removeprefix(OWN)
            value = paper.extra[field] if isinstance(paper, Paper) else name
            message = f"{quoted(str(value))} is also that of {path}"
            finding = Finding("not-unique", message, "correct it here or there")
            yield about(library, paper, (field,), finding)
        elif name == paper.key:
            message = f"the key is a former key of {path}"
            hint = "addresses are kept for ever: give the record another name"
            yield about(library, paper, (), Finding("former-key", message, hint))
        else:
            loc: Loc = ("former_keys", paper.former_keys.index(name))
            is_key = "the key of a paper:" if name == holder else "also a former key of"
            message = f"{quoted(name)} is {is_key} {path}"
            yield about(library, paper, loc, Finding("former-key", message))


@dataclass
class _Contest:
    """Decides who keeps names that several records want."""

    library: Library
    decided: dict[str, bool] = field(default_factory=dict)
    """Whether papers keep all that they want, by key."""
    _heads: dict[Claim, int] = field(default_factory=lambda: defaultdict(int))
    _age: dict[str, Rank] = field(default_factory=dict)
    """When papers came, by key."""

    @cached_property
    def papers(self) -> dict[str, Paper | Salvaged]:
        """All papers by key, with what could be read of refused ones."""
        return {paper.key: paper for paper in self.library.records()}

    @cached_property
    def rivals(self) -> dict[Claim, list[str]]:
        """Keys by what several want, the first in time first."""
        wanting: dict[Claim, list[str]] = defaultdict(list)
        for key, paper in self.papers.items():
            for claim in dict.fromkeys(self._claims(key, paper)):
                if claim[0] != ADDRESS or key in self.library.papers:
                    wanting[claim].append(key)
        found = {claim: keys for claim, keys in wanting.items() if len(keys) > 1}
        since = self._ages(found)
        for claim, keys in found.items():
            keys.sort(key=lambda key, claim=claim: self._rank(key, claim, since))  # type: ignore[misc]
        self._age = {
            key: self._rank(key, (ADDRESS, key), since) for keys in found.values() for key in keys
        }
        return found

    @cached_property
    def _claims(self) -> Callable[[str, Paper | Salvaged], Iterator[Claim]]:
        own = [field.id for field in self.library.fields if field.unique]
        return partial(claims_of, own=own)

    def _ages(self, contested: dict[Claim, list[str]]) -> Ages:
        if not contested:
            return {}
        wanted: dict[str, list[Claim]] = defaultdict(list)
        for claim, keys in contested.items():
            for key in keys:
                wanted[key].append(claim)
        with_own = {key: {*claims, (ADDRESS, key)} for key, claims in wanted.items()}
        return ages(self.library.root, with_own, self._claims)

    def _rank(self, key: str, claim: Claim, since: Ages) -> Rank:
        """Order by time; of those equally old, a paper's own key comes before a former one.

        Refused records, which are not published, come last.
        """
        paper = self.papers[key]
        is_former = claim[0] == ADDRESS and claim[1] != key
        added = paper.added or dt.date.max
        is_refused = key not in self.library.papers
        return is_refused, since.get((key, claim), ALWAYS), is_former, added, key

    def lost(self) -> dict[str, dict[Claim, str]]:
        """Return who keeps each name that a paper wanted in vain, by the paper's key."""
        lost = self._of_refused()
        self.decided = dict.fromkeys(lost, False)
        self._decide()
        for claim, keys in self.rivals.items():
            holder = next((key for key in keys if self.decided[key]), None)
            for key in keys:
                if holder and not self.decided[key]:
                    lost.setdefault(key, {})[claim] = holder
        return lost

    def _of_refused(self) -> dict[str, dict[Claim, str]]:
        """Find former keys that are the names of records which are refused today."""
        found: dict[str, dict[Claim, str]] = {}
        for key, paper in self.library.papers.items():
            for old in paper.former_keys:
                if old not in self.library.papers and old in self.library.on_disk:
                    found.setdefault(key, {})[ADDRESS, old] = old
        return found

    def _decide(self) -> None:
        """Let papers keep what they want where nobody before them does, or those have lost.

        Where each waits for another, the oldest paper goes first.
        """
        in_order = sorted(self._wants, key=lambda key: self._age[key])
        todo = deque(in_order)
        for oldest in in_order:
            while todo:
                key = todo.popleft()
                if self._is_first(key):
                    todo.extend(self._keep(key))
            if oldest not in self.decided:
                todo.extend(self._keep(oldest))

    @cached_property
    def _wants(self) -> dict[str, list[Claim]]:
        """What each paper wants that others want too."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim, keys in self.rivals.items():
            for key in keys:
                found[key].append(claim)
        return found

    def _is_first(self, key: str) -> bool:
        """Return whether an undecided paper is the first to want each name that it wants."""
        wanted = () if key in self.decided else self._wants.get(key, ())
        return bool(wanted) and all(self._first(claim) == key for claim in wanted)

    def _first(self, claim: Claim) -> str:
        """Return the first who wants a name and has not lost another; nothing when all have."""
        keys, at = self.rivals[claim], self._heads[claim]
        while at < len(keys) and self.decided.get(keys[at]) is False:
            at += 1
        self._heads[claim] = at
        return keys[at] if at < len(keys) else ""

    def _keep(self, key: str) -> set[str]:
        """Let a paper keep all that it wants; return whose turn it may be now that others lost."""
        self.decided[key] = True
        others = {other for claim in self._wants[key] for other in self.rivals[claim]}
        losers = [other for other in others if other not in self.decided]
        self.decided.update(dict.fromkeys(losers, False))
        return {self._first(claim) for loser in losers for claim in self._wants[loser]}
