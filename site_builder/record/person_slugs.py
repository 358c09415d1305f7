"""Addresses of people: romanised names, with something lasting behind those that several share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar

from site_builder.text.names import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping

    K = TypeVar("K", bound="Hashable")

LAST: Final = 4
"""Characters of an ORCID iD, or of a name's hash, that tell namesakes apart as a rule."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person's address can be made of."""

    base: str
    """The romanised name."""
    id: str = ""
    """An address that people.yaml gives."""
    orcid: str = ""
    key: str = ""
    """The key of the name as it is spelled."""

    def tails(self) -> Iterator[str]:
        """Yield what can stand behind the name, the shortest first; there is always another."""
        if self.orcid:
            digits = self.orcid.replace("-", "").lower()
            yield digits[-LAST:]
            yield digits
        whole = digest(self.orcid or self.key)
        yield whole[:LAST]
        yield whole
        yield from (digest(f"{self.orcid or self.key} {number}") for number in count(1))


def assigned(
    claims: Mapping[K, Claim], kept: Collection[str], plain: Collection[str] = ()
) -> dict[K, str]:
    """Give each person an address part that nobody else has.

    Who is alone with a name has the name. Of several, only one of whom nothing but that spelling is
    known has it: the addresses of these are `plain`. The others have the last four characters of
    the ORCID iD behind it, or of a hash of the name as it is spelled. So no address depends on how
    many namesakes there are, or on who came first; namesakes whose four characters are equal both
    have more of them. `kept` are ids that people.yaml has or had.
    """
    sharing = Counter(claim.base for claim in claims.values())
    sharing.update({base: 1 for base in plain if base in sharing})
    found = {who: claim.id for who, claim in claims.items() if claim.id}
    open_ = {who: claim for who, claim in claims.items() if not claim.id}
    for who, claim in open_.items():
        if claim.base not in kept and sharing[claim.base] == 1:
            found[who] = claim.base
    bases = {claim.base for claim in claims.values()}
    taken = {*kept, *plain, *bases}
    tails = {who: claim.tails() for who, claim in open_.items() if who not in found}
    while tails:
        wanted = {who: f"{open_[who].base}-{next(tail)}" for who, tail in tails.items()}
        wishes = Counter(wanted.values())
        given = {who: s for who, s in wanted.items() if wishes[s] == 1 and s not in taken}
        found |= given
        taken.update(wanted.values())  # what two wanted is nobody's
        tails = {who: tail for who, tail in tails.items() if who not in given}
    return found
