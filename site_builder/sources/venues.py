"""Names of venues in the wild to venues of the registry, or to proposals for new ones."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from site_builder.record.models import Venue, VenueKind
from site_builder.record.values import DEVICES, VENUE_ID
from site_builder.sources import abbreviations, arxiv_ids
from site_builder.sources.draft import line
from site_builder.text import invisible
from site_builder.text.names import fold, slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOWHERE: Final = "Unpublished"
"""The venue of what appeared nowhere that its source names."""
ARXIV: Final = Venue(
    id="arXiv", name="arXiv", kind=VenueKind.PREPRINT, aliases=("arXiv preprint", "CoRR")
)
ORDINAL: Final = (
    r"(?:\d+(?:st|nd|rd|th)|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ](?:first|second"
    r"|third|fourth|fifth|sixth|seventh|eighth|ninth))?|(?:twent|thirt|fort|fift|sixt|sevent|eight"
    r"|ninet)ieth|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth)"
)
NOISE: Final = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|\babs/\S+|\barxiv[:.]\s*\S+|\b(?:19|20)\d\d\b|['’]\d\d\b"
    rf"|\b{ORDINAL}\b|\b(?:proceedings|proc\.?)(?:\s+of)?(?=\s|$)|\b(?:annual|the|in|vol\.?|volume)\b"
    r"|\bpart\s+[ivxlc\d]+\b|\b\d+\b"
)
"""What changes from year to year, or says nothing; read after folding."""
SPONSORS: Final = re.compile(r"\b(?:ieee|cvf|acm|iapr|usenix|siam|springer|elsevier)\b")
"""Names that are left out as often as not."""
SPONSOR_NAMES: Final = re.compile(SPONSORS.pattern, re.IGNORECASE)
SPECIAL: Final = ("workshop", "findings", "companion", "demonstration", "tutorial", "doctoral")
"""Words that make another venue of a venue's name."""
ACRONYM: Final = re.compile(r"[A-Za-z][A-Za-z0-9+/&-]{1,14}")
WITH_YEAR: Final = re.compile(
    r"(?<![\w])([A-Z][\w/&+-]*(?: (?:[A-Z][\w/&+-]*))?)\s*(?:['’]\s?\d\d|(?:19|20)\d\d)\b"
)
"""An acronym before a year: CVPR 2022, NIPS'17."""
IN_BRACKETS: Final = re.compile(r"\(([A-Z][\w/&+ -]{1,20}?)(?:[ '’-]*\d{2,4})?\)")
NUMBERED: Final = re.compile(r"([A-Z][\w/&+ -]*?)\s*\([^()]*\)")
"""DBLP's way: ECCV (33), ICLR (Poster)."""
MEETING: Final = re.compile(
    r"\b(?:conference|workshop|symposium|congress|rencontres|summit|summer study|school)\b",
    re.IGNORECASE,
)
"""What is held once in a while, and has a theme, a place and a date every time."""
NO_MEETING: Final = re.compile(
    r"\b(?:journal|transactions|letters|review|series|bulletin|notes|annals)\b", re.IGNORECASE
)
"""Journals named after meetings: Journal of Physics: Conference Series."""
TWO_WORDS: Final = re.compile(r"[A-Z][^A-Z\s]+ [A-Z][^A-Z\s]+")
"""Hard Probes, but also the end of a longer name: Computer Vision."""
WORDS_OF: Final[tuple[tuple[VenueKind, str], ...]] = (
    (VenueKind.PREPRINT, r"arxiv|preprint|\bcorr\b|rxiv|ssrn|openreview"),
    (VenueKind.WORKSHOP, r"workshop"),
    (VenueKind.THESIS, r"thesis|dissertation"),
    (VenueKind.JOURNAL, r"journal|transactions|letters|magazine|review|annals|nature|science\b"),
    (VenueKind.CONFERENCE, r"conference|symposium|proceedings|congress|meeting|advances|conf\b"),
    (VenueKind.BOOK, r"\bpress\b|publish|handbook|lecture notes"),
)
"""Words by which a venue's kind shows where nobody says it."""
SERIES: Final = re.compile(
    r"(?:lecture|research) notes |communications in computer and|proceedings of machine learning re"
    r"|leibniz international|ceur workshop|advances in intelligent systems",
    re.IGNORECASE,
)
"""Series in which the proceedings of many conferences appear: no venue while another is named."""
MOST_READ: Final = 300
"""Characters of a name that are looked at."""
LONGEST_ID: Final = 40
"""A longer name is not an id that people write."""
MOST_ACRONYM_WORDS: Final = 3
"""Words of a name that may end in an acronym, behind who holds the meeting: IEEE CVPR."""
SMALL_WORDS: Final = frozenset(
    {"a", "an", "and", "at", "by", "de", "der", "des", "du", "for", "in", "of", "on", "the", "und"}
)
"""Words that initials leave out."""


def normal(name: str) -> str:
    """Reduce a venue's name to what stays the same from year to year."""
    folded = fold(name).replace("&", " and ")
    words = re.findall(r"[^\W_]+", NOISE.sub(" ", folded))
    only_an_id = not words and "arxiv" in folded
    return "arxiv" if only_an_id else " ".join(words)


def without_sponsors(text: str) -> str:
    """Leave sponsors out of a normal name, unless nothing else is left."""
    return " ".join(SPONSORS.sub(" ", text).split()) or text


@dataclass
class Venues:
    """The registry's venues by all their spellings, and those proposed in this run."""

    known: tuple[Venue, ...]
    proposed: list[Venue] = field(default_factory=list)
    spellings: dict[str, str] = field(init=False, default_factory=dict)
    """Venue id by normal name."""
    acronyms: dict[str, str] = field(init=False, default_factory=dict)
    """Venue id by short name, folded."""
    kinds: dict[str, VenueKind] = field(init=False, default_factory=dict)
    special: dict[str, set[str]] = field(init=False, default_factory=dict)
    """Which of SPECIAL belong to each venue."""
    by_initials: dict[str, dict[abbreviations.Words, str]] = field(
        init=False, default_factory=lambda: defaultdict(dict)
    )
    """Venue id by the words of its names, by their first letters."""
    guessed: dict[str, str] = field(init=False, default_factory=dict)
    """Names that were taken for abbreviations, with the venue's id."""

    def __post_init__(self) -> None:
        """Index the registry."""
        for venue in self.known:
            self._index(venue)

    def _index(self, venue: Venue) -> None:
        names = (venue.id, venue.name, *venue.aliases)
        self.kinds[venue.id] = venue.kind
        self.special[venue.id] = set(_special(" ".join((venue.kind, *names))))
        for name in names:
            self.spellings.setdefault(normal(name), venue.id)
            if ACRONYM.fullmatch(name.replace(" ", "")):
                self.acronyms.setdefault(_short(name), venue.id)
        for name in names:
            self.spellings.setdefault(without_sponsors(normal(name)), venue.id)
            words = abbreviations.words_of(name)
            self.by_initials[abbreviations.initials_of(words)].setdefault(words, venue.id)
        self.spellings.pop("", None)

    def find(self, names: Iterable[str]) -> str | None:
        """Find the venue that one of the names means; published ones come before preprints."""
        found = list(filter(None, map(self._find, names)))
        published = [v for v in found if self.kinds[v] is not VenueKind.PREPRINT]
        return next(iter(published or found), None)

    def _find(self, name: str) -> str | None:
        name = name[:MOST_READ]
        text = normal(name)
        for spelling in dict.fromkeys((text, without_sponsors(text), normal(without_theme(name)))):
            if venue := self.spellings.get(spelling):
                return venue
        wanted = set(_special(name))
        candidates = (self.acronyms.get(_short(short)) for short in acronyms_in(name))
        found = next((v for v in candidates if v and wanted <= self.special[v]), None)
        if found is None and arxiv_ids.is_server(name):
            return self.spellings.get("arxiv")
        spelled = dict.fromkeys((official(name, journal=True), official(name)))
        return found or next(filter(None, map(self._abbreviated, spelled)), None)

    def _abbreviated(self, name: str) -> str | None:
        """Find the one venue whose name and this one abbreviate each other word by word."""
        words = abbreviations.words_of(name)
        near = self.by_initials.get(abbreviations.initials_of(words), {})
        found = {venue for known, venue in near.items() if abbreviations.same(words, known)}
        if len(found) != 1:
            return None
        (venue,) = found
        self.guessed.setdefault(name, venue)
        self._spell_out(venue, name)
        return venue

    def _spell_out(self, venue_id: str, name: str) -> None:
        """Give a venue of this run its longer name; the shorter becomes another spelling."""
        for index, venue in enumerate(self.proposed):
            if venue.id == venue_id and len(name) > len(venue.name):
                known = {venue.id, *venue.aliases}
                aliases = (*venue.aliases, *({venue.name} - known))
                spelled = venue.model_copy(update={"name": name, "aliases": aliases})
                self.proposed[index] = spelled
                self._index(spelled)

    def propose(self, names: Iterable[str], kind: VenueKind | None, publisher: str = "") -> str:
        """Propose a venue that is not known; returns its id."""
        cut = [text for name in names if invisible.remove(text := line(name[:MOST_READ])).strip()]
        cut = cut or [NOWHERE]
        spelled = [name for name in cut if not SERIES.match(name)] or cut
        venue = self._arxiv(spelled) or self._new(spelled, kind, publisher)
        self.proposed.append(venue)
        self._index(venue)
        return venue.id

    def _arxiv(self, spelled: list[str]) -> Venue | None:
        """Return the one server that bibliographies name in a dozen ways."""
        meant = {"arxiv", "corr"} & set(re.findall(r"\w+", fold(" ".join(spelled))))
        taken = {name.casefold() for v in (*self.known, *self.proposed) for name in _names(v)}
        free = not taken & {name.casefold() for name in _names(ARXIV)}
        return ARXIV if meant and free else None

    def _new(self, spelled: list[str], kind: VenueKind | None, publisher: str) -> Venue:
        is_journal = kind is VenueKind.JOURNAL
        full = max((official(name, journal=is_journal) for name in spelled), key=len)
        short = next((a for name in spelled for a in acronyms_in(name)), "")
        return Venue(
            id=self._free(_as_id(short, full)),
            name=full,
            kind=_kind(kind, spelled),
            aliases=self._aliases(spelled, full, short),
            publisher=publisher or None,
        )

    def withdraw(self, venues: Iterable[Venue]) -> None:
        """Forget proposals whose paper is not taken after all."""
        gone = {venue.id for venue in venues}
        self.proposed = [venue for venue in self.proposed if venue.id not in gone]
        indexes: list[dict[Any, str]] = [self.spellings, self.acronyms, self.guessed]
        for index in (*indexes, *self.by_initials.values()):
            for name in [name for name, venue in index.items() if venue in gone]:
                del index[name]

    def _aliases(self, spelled: list[str], full: str, short: str) -> tuple[str, ...]:
        """Keep other spellings that no venue has, so that the next import knows them."""
        taken = {name.casefold() for v in (*self.known, *self.proposed) for name in _names(v)}
        found = dict.fromkeys(official(name) for name in spelled)
        own = {full.casefold(), short.casefold()}
        return tuple(name for name in found if name and name.casefold() not in taken | own)[:3]

    def _free(self, wanted: str) -> str:
        """Return an id that is not taken, ignoring case and hyphens."""
        venues = (*self.known, *self.proposed)
        taken = {name.casefold() for v in venues for name in (v.slug, *_names(v))}
        number, candidate = 2, wanted
        while taken & {candidate.casefold(), candidate.lower().replace(" ", "-")}:
            candidate = f"{wanted} {number}"
            number += 1
        return candidate


def _kind(said: VenueKind | None, spelled: list[str]) -> VenueKind:
    """Return a new venue's kind: an @article may stand in proceedings, as the name shows."""
    found = kind_of(" ".join(spelled))
    if said is VenueKind.JOURNAL and is_meeting(spelled[0]):
        is_workshop = found is VenueKind.WORKSHOP
        return VenueKind.WORKSHOP if is_workshop else VenueKind.CONFERENCE
    return said or found or VenueKind.PREPRINT  # out by itself


def _names(venue: Venue) -> tuple[str, ...]:
    return (venue.id, *venue.aliases)


def _special(text: str) -> Iterator[str]:
    folded = text.casefold()
    return (word for word in SPECIAL if word in folded)


def _short(name: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(name)))


def acronyms_in(name: str) -> Iterator[str]:
    """Yield what may be a venue's acronym: before a year, in brackets, before brackets, alone."""
    for match in IN_BRACKETS.finditer(name):
        yield from _telling(match[1])
    for match in WITH_YEAR.finditer(name):
        is_end = TWO_WORDS.fullmatch(match[1]) and re.search(r"\w\s*$", name[: match.start()])
        if not is_end:
            yield from _telling(match[1])
    if whole := NUMBERED.fullmatch(name):
        yield from _telling(whole[1])
    yield from _telling(re.sub(r"[ '’]*\b(?:19|20)?\d\d$", "", name))


def _telling(text: str) -> Iterator[str]:
    """Yield text that looks like an acronym: two capitals at least; without its sponsor too."""
    text = text.strip(" -")
    words = text.split(" ")
    last = words[-1] if len(words) <= MOST_ACRONYM_WORDS else ""
    for part in dict.fromkeys((text, last)):
        short = part.replace(" ", "")
        if ACRONYM.fullmatch(short) and sum(char.isupper() for char in part) > 1:
            yield part


def is_meeting(name: str) -> bool:
    """Return whether a name is that of a conference or workshop, whatever an entry calls it."""
    if NO_MEETING.search(name):
        return False
    return bool(MEETING.search(name) or WITH_YEAR.fullmatch(name.strip()))


def without_theme(name: str) -> str:
    """Return a meeting's name without the theme, place or short name behind its colon.

    What has an acronym of its own in brackets is held beside the meeting, and another venue.
    """
    head, colon, theme = name.partition(":")
    is_whole = len(head.split()) > MOST_ACRONYM_WORDS and is_meeting(head)
    return head if colon and is_whole and not IN_BRACKETS.search(theme) else name


def official(name: str, *, journal: bool = False) -> str:
    """Return a venue's name without year, number, brackets and place.

    Of a conference the proceedings are left out; a journal may be called so.
    """
    text = re.sub(r"\s*[\(\[][^()\[\]]*[\)\]]", "", without_theme(name))
    text = re.split(r",\s+(?=[A-Z][\w/&+-]*\s*['’]?\d{2,4}\b)|\s[-–—]\s", text)[0]
    text = re.sub(rf"\b(?:(?:19|20)\d\d|{ORDINAL})\b", "", text, flags=re.IGNORECASE)
    is_journal = journal and not is_meeting(name)
    proceedings = r"" if is_journal else r"(?:proc(?:eedings)?(?:\.?\s+of|,)\s+)?"
    lead = rf"^\s*(?:in:?\s+)?{proceedings}(?:the\s+)?"
    text = re.sub(lead, "", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+(?=[,.;:])", "", " ".join(text.split()))
    text = text.strip(" ,:;-–—")
    return text if invisible.remove(text).strip() else " ".join(name.split())


def kind_of(name: str) -> VenueKind | None:
    """Guess a venue's kind from its name; nothing where it tells none."""
    folded = fold(name)
    found = (kind for kind, words in WORDS_OF if re.search(words, folded))
    years = (part for match in WITH_YEAR.finditer(name) for part in _telling(match[1]))
    return next(found, None) or (VenueKind.CONFERENCE if any(years) else None)


def _as_id(short: str, full: str) -> str:
    """Make an id of an acronym, a short name, or the initials of a long one."""
    for text in (short, full if len(full) <= LONGEST_ID else "", _initials(full), slugify(full)):
        candidate = " ".join(re.findall(r"[A-Za-z0-9]+", fold_case(text)))
        if VENUE_ID.fullmatch(candidate) and len(candidate) <= LONGEST_ID:
            return f"{candidate} venue" if DEVICES.fullmatch(candidate) else candidate
    return slugify(full)[-8:]


def fold_case(text: str) -> str:
    """Leave accents out and keep capitals."""
    return "".join(char if char.isascii() else _plain(char) for char in text)


def _plain(char: str) -> str:
    folded = fold(char)
    return folded.upper() if char.isupper() else folded


def _initials(full: str) -> str:
    words = re.findall(r"[^\W\d_]+", SPONSOR_NAMES.sub(" ", full))
    initials = "".join(word[0].upper() for word in words if word.lower() not in SMALL_WORDS)
    return initials if len(initials) > 2 else ""  # noqa: PLR2004 (two letters tell nobody anything)
