"""Names of people, each on its own: what is no part of a name, or stands in the wrong part."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.checks.quality.oddity import Oddity, Parts
from site_builder.checks.quality.texts import ENTITY, MOJIBAKE, TAG, TEX, bare, symbols, untexed
from site_builder.problems import quoted
from site_builder.text.names import parse_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.record.models import Author

FIELDS: Final = ("given", "particle", "family", "suffix")
ET_AL: Final = re.compile(
    r"(?:^|\s|,)(?:et\.?\s+(?:al|coll)(?:\.|,|\s|$)|et\s+alii\b|and\s+others$|u\.\s?a\.$)|^others$|^etc\.?$"
    r"|\.\.\.$|\u2026$",
    re.IGNORECASE,
)
SEPARATOR: Final = re.compile(r";|\s(?:and|und|et|&|with)\s|,\s+and\b")
DBLP: Final = re.compile(r"\s+0[0-9]{3}$")
"""The number by which DBLP tells people of one name apart."""
MARKS: Final = re.compile(
    r"[\s,]*[*\u2020\u2021\u00a7\u00b6\u2016\u2217\u00b9\u00b2\u00b3\u2070-\u2079]+$"
)
"""Signs of footnotes."""
SIGNS: Final = re.compile(
    r"[0-9@#%<>=_|\"\u201c\u201d/:!\[\]+*\u2020\u2021\u00a7\u00b6]|https?:|\w\?"
)
NOT_A_NAME: Final = re.compile(
    r"^(?:n/?a|none|null|unknown|anonymous authors?|author|authors|tba|tbd|no author.*|\?+|-+|\.+"
    r"|first author|given name|family name)$",
    re.IGNORECASE,
)
LOOSE_ACCENT: Final = re.compile(
    "[A-Za-z][\u00b4\u00a8\u02c6\u02dc\u00b8`^]|[\u00b4\u00a8\u02c6\u02dc\u00b8`^]\\s?[A-Za-z\u0131]"
)
TITLE: Final = re.compile(
    r"^(?:(?:Prof(?:essor|\.)?|Dr(?:\.-Ing)?\.?|Dipl\.?-?\s?Ing\.?|Mrs\.?|Mr\.?|Ms\.|Sir(?=\s))(?:\s+|(?<=\.)(?=[A-Z]))"
    r"(?:(?:Dr|med|rer|nat|h|c|habil|phil)\.?\s+)*)(?=\S)"
)
TITLE_ALONE: Final = re.compile(r"(?:Prof(?:essor|\.)?|Dr\.?|Mrs\.?|Mr\.)")
DEGREE: Final = re.compile(
    r"(?:^|[\s,]+)(?:Ph\.?\s?D\.?|D\.?\s?Phil\.?|M\.\s?D\.?|MSc\.?|M\.Sc\.?|BSc\.?|B\.Sc\.?|MBA|M\.B\.A\.|MPH|FRCP|FRS"
    r"|F\.?R\.?S\.|Esq\.?|Dr\.-Ing\.?|IEEE(?:\s(?:Senior\s)?(?:Member|Fellow))?|(?:Senior|Student|Life)\s(?:Member|Fellow)|(?:Member|Fellow),?\s(?:IEEE|ACM))$"
)
JUNIOR: Final = re.compile(r"(?:[,\s]\s*)(?P<suffix>[JS]r\.?|II|III|IV)$")
JUNIOR_ALONE: Final = re.compile(r"[JS]r\.?|III|IV")
PLAIN_WORDS: Final = re.compile(r"[A-Z][^\W\d_]+(?: [A-Z]\.)* [A-Z][^\W\d_]+")
"""A given name, perhaps initials, and a family name."""
INITIALS: Final = re.compile(r"(?:[^\W\d_]\.[\s-]?)+(?:[^\W\d_]\.?)?")
BARE_INITIALS: Final = re.compile(r"(?!NG$)[B-DF-HJ-NP-TV-Z]{2,3}")
"""Two or three capitals that cannot be spoken; LI and NG are names in capitals."""
WORD: Final = re.compile(r"[^\W\d_]{2,}(?:['\u2019-][^\W\d_]+)*")
LAST_PARTICLES: Final = re.compile(
    r"\s+(?P<particle>(?:(?:van|von|vom|zu|zur|zum|de|del|della|dos|du|den|der|ter|ten|la|le)\s+)*"
    r"(?:van|von|vom|zu|zur|zum|de|del|della|dos|du|den|der|ter|ten))$"
)
GROUP: Final = re.compile(
    r"\b(?:Collaborations?|Consortium|Committee|Initiative|Foundation|Corporation|Association"
    r"|University|Universit\u00e4t|Universit\u00e9|Laborator(?:y|ies)|Institute|Department|Ministry"
    r"|Organi[sz]ation|Working Group|Research Group|Study Group|Task Force|GmbH|Inc\.?|Ltd\.?)$"
    r"|\s(?:Team|Group|Project|Network|Society|Council|Community|Authors|Investigators|Contributors)$"
    r"|^(?:University of|Institute of|Department of)\s"
)
CAPITALS: Final = re.compile(r"[^\W\d_]{2,}(?:[ '\u2019-][^\W\d_]+)*")
COMMON: Final = re.compile(r"[A-Z][a-z]+(?:[ -](?:[A-Z][a-z]+|[A-Z]\.))*[ -][A-Z][a-z]+", re.ASCII)
"""Names as most are; they need no closer look unless one of their words is telling."""
TELLING: Final = frozenset(
    [
        "Jr",
        "Sr",
        "Prof",
        "Professor",
        "Dr",
        "Mr",
        "Mrs",
        "Ms",
        "Sir",
        "Ph",
        "Esq",
        "Member",
        "Fellow",
        "Anonymous",
        "Author",
        "Authors",
        "Name",
        "Unknown",
        "Inc",
        "Ltd",
        "Team",
        "Group",
        "Project",
        "Network",
        "Society",
        "Council",
        "Community",
        "Investigators",
        "Contributors",
        "Collaboration",
        "Collaborations",
        "Consortium",
        "Committee",
        "Initiative",
        "Foundation",
        "Corporation",
        "Association",
        "University",
        "Laboratory",
        "Laboratories",
        "Institute",
        "Department",
        "Ministry",
        "Organization",
        "Organisation",
        "Force",
    ]
)


class Found(NamedTuple):
    """What is odd in one name, before its place is known."""

    kind: str
    message: str
    hint: str
    cure: Parts | None = None


def of_people(field: str, people: tuple[Author, ...]) -> Iterator[Oddity]:
    """Find what is odd in each name of a list of people."""
    for number, person in enumerate(people):
        key = (person.given, person.particle, person.family, person.suffix, person.literal)
        for found in of_name(key):
            loc = (field, number)
            yield Oddity(f"{field}.{found.kind}", loc, found.message, found.hint, found.cure)


@lru_cache(maxsize=65536)
def of_name(parts: tuple[str | None, ...]) -> tuple[Found, ...]:
    """Find what is odd in a name; what is no name at all is not looked at further."""
    given, particle, family, *rest = parts
    common = f"{given} {family}" if given and family and not particle and not any(rest) else ""
    if COMMON.fullmatch(common) and TELLING.isdisjoint(common.split()):
        return ()  # most names are such
    name = Parts(*(part or "" for part in parts))
    text = str(name)
    if name.literal:
        return tuple(each for rule in (_marked, _texed, _broken) for each in rule(name, text))
    first = next((each for rule in WHOLE for each in rule(name, text)), None)
    if first:
        return (first,)
    return tuple(each for rule in SINGLE for each in rule(name, text))


def _et_al(_: Parts, text: str) -> Iterator[Found]:
    if found := ET_AL.search(text):
        said = quoted(found[0].strip())
        yield Found("et-al", f"{quoted(text)} holds {said}", "write `- others` as last item")


def _separator(_: Parts, text: str) -> Iterator[Found]:
    if found := SEPARATOR.search(text):
        said = quoted(found[0].strip())
        yield Found("separator", f"{quoted(text)} holds {said}", "write an item for each person")


def _none(_: Parts, text: str) -> Iterator[Found]:
    if NOT_A_NAME.match(text):
        yield Found("none", f"{quoted(text)} is nobody's name", "write the name on the paper")


def _group(name: Parts, text: str) -> Iterator[Found]:
    if not name.suffix and GROUP.search(text) and (" " in text):
        sure = Parts(literal=text) if " " in text and "," not in text else None
        hint = f"write {{literal: {text}}}"
        yield Found("group", f"{quoted(text)} seems to be a group", hint, sure)


def _comma(name: Parts, text: str) -> Iterator[Found]:
    """Find the comma form of a name within one part of it."""
    if "," not in text or DEGREE.search(name.family) or DEGREE.search(name.given):
        return
    if JUNIOR.search(name.given) or JUNIOR.search(name.family):
        return
    cure = None
    if text == name.family and text.count(",") == 1 and not SIGNS.search(text):
        cure = _parsed(text)
    hint = "write Given Family, or the parts told apart"
    yield Found("comma", f"{quoted(text)} has a comma within a part", hint, cure)


def _marked(name: Parts, text: str) -> Iterator[Found]:
    """Find markup in a name."""
    found = TAG.search(text) or ENTITY.search(text)
    if found:
        cure = _each(name, bare)
        yield Found("markup", f"{quoted(text)} holds markup", "write plain text", cure)


def _texed(name: Parts, text: str) -> Iterator[Found]:
    if (found := TEX.search(text) or ("$" in text and "$")) and not LOOSE_ACCENT.search(text):
        cure = _each(name, untexed)
        said = found if isinstance(found, str) else found[0]
        yield Found("tex", f"{quoted(text)} holds TeX, {quoted(said)}", "write Unicode", cure)


def _broken(name: Parts, text: str) -> Iterator[Found]:
    for each in symbols("", (), text):
        cure = None
        if each.cure and MOJIBAKE.search(text):
            cure = _each(name, _mended)
        yield Found("symbols", f"{quoted(text)} {each.message}", each.hint, cure)


def _mended(text: str) -> str:
    return next((str(each.cure) for each in symbols("", (), text) if each.cure), text)


def _each(name: Parts, change: Callable[[str], str | None]) -> Parts | None:
    """Change each part of a name; None where one of them cannot be changed with certainty."""
    parts = [change(part) if part else "" for part in name]
    return None if None in parts else Parts(*map(str, parts))


def _signs(name: Parts, text: str) -> Iterator[Found]:
    """Find signs that no name has."""
    if found := DBLP.search(text):
        cure = _without(name, DBLP)
        hint = "leave the number out; an ORCID tells people of one name apart"
        yield Found("digits", f"{quoted(text)} has DBLP's number {found[0].strip()}", hint, cure)
    elif found := next(filter(None, map(MARKS.search, filter(None, name))), None):
        cure = _without(name, MARKS)
        message = f"{quoted(text)} has the sign of a footnote, {quoted(found[0].strip(' ,'))}"
        yield Found("signs", message, "leave it out", cure)
    elif found := SIGNS.search(text):
        kind = "digits" if found[0].isdigit() else "signs"
        yield Found(kind, f"{quoted(text)} holds {quoted(found[0])}", "write the name alone")
    elif found := LOOSE_ACCENT.search(text):
        message = f"{quoted(text)} has an accent beside its letter, {quoted(found[0])}"
        yield Found("symbols", message, "write the accented letter")


def _without(name: Parts, pattern: re.Pattern[str]) -> Parts | None:
    parts = Parts(*(pattern.sub("", f" {part}").strip() if part else "" for part in name))
    return parts if parts.family else _parsed(parts.given)


def _parsed(text: str) -> Parts | None:
    """Read the parts of a name from text; None for a single word, which tells no parts."""
    name = parse_name(text) if " " in text else None
    return Parts(name.given, name.particle, name.family, name.suffix) if name else None


def _titles(name: Parts, text: str) -> Iterator[Found]:
    """Find academic titles and degrees."""
    given = TITLE.sub("", name.given)
    if given == name.given and TITLE_ALONE.fullmatch(name.given):
        given = ""
    family, suffix = DEGREE.sub("", name.family), DEGREE.sub("", name.suffix)
    given = DEGREE.sub("", given)
    cured = Parts(given.strip(" ,"), name.particle, family.strip(" ,"), suffix.strip(" ,"))
    if cured != name and cured[:4] != tuple(part.strip(" ,") for part in name[:4]):
        cure: Parts | None = cured
        if not cured.family or not cured.given:
            cure = None if cured.family else _parsed(cured.given)
        yield Found("title", f"{quoted(text)} has a title or degree", "leave it out", cure)


def _suffix(name: Parts, text: str) -> Iterator[Found]:
    """Find Jr. and its like outside of the part for them."""
    if JUNIOR_ALONE.fullmatch(name.family) and name.given:
        hint = "write it as suffix, and the family name as family"
        cure = None
        if PLAIN_WORDS.fullmatch(name.given) and not (name.particle or name.suffix):
            given, _, family = name.given.rpartition(" ")
            cure = Parts(given, "", family, name.family)
        yield Found("suffix", f"the family name of {quoted(text)} is {name.family}", hint, cure)
        return
    for part in ("given", "family"):
        if found := JUNIOR.search(getattr(name, part)):
            rest = getattr(name, part)[: found.start()].strip(" ,")
            cure = None if name.suffix else name._replace(**{part: rest, "suffix": found["suffix"]})
            message = f"{quoted(found['suffix'])} stands in the {part} name of {quoted(text)}"
            yield Found("suffix", message, "write it as suffix", cure)


def _initials(name: Parts, text: str) -> Iterator[Found]:
    """Find initials where the family name belongs."""
    if INITIALS.fullmatch(name.family):
        is_other_way = WORD.fullmatch(name.given) and name.family.count(".") > 1
        cure = Parts(name.family, "", name.given) if is_other_way and not name.particle else None
    elif BARE_INITIALS.fullmatch(name.family) and not JUNIOR_ALONE.fullmatch(name.family):
        cure = None
    else:
        return
    hint = "write the family name as family, the initials as given"
    yield Found("initials", f"the family name of {quoted(text)} seems to be initials", hint, cure)


def _particle(name: Parts, text: str) -> Iterator[Found]:
    """Find a particle that was left with the given names."""
    if found := LAST_PARTICLES.search(name.given):
        cure = None
        if not name.particle:
            cure = name._replace(given=name.given[: found.start()], particle=found["particle"])
        message = f"{quoted(found['particle'])} stands in the given name of {quoted(text)}"
        yield Found("particle", message, "write it as particle", cure)


def _capitals(name: Parts, text: str) -> Iterator[Found]:
    if not CAPITALS.fullmatch(name.family) or JUNIOR_ALONE.fullmatch(name.family):
        return
    if name.family.isupper() and not BARE_INITIALS.fullmatch(name.family):
        hint = "write capitals at the beginning of its words alone"
        yield Found("capitals", f"{quoted(text)} is in capitals", hint)


def _lower(name: Parts, text: str) -> Iterator[Found]:
    if text.islower() and name.given and text.isascii():
        yield Found("capitals", f"{quoted(text)} has no capitals", "begin the names with capitals")


def _spacing(name: Parts, text: str) -> Iterator[Found]:
    cured = Parts(*(" ".join(part.split()) for part in name))
    if cured != name:
        yield Found("spacing", f"{quoted(text)} holds stray blanks", "one blank is enough", cured)


WHOLE: Final = (_et_al, _marked, _texed, _broken, _separator, _none, _group, _comma)
SINGLE: Final = (
    _signs,
    _titles,
    _suffix,
    _initials,
    _particle,
    _capitals,
    _lower,
    _spacing,
)
