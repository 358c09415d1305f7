"""Texts in which TeX hides: macros and their beginnings, glued by what is not seen or falls apart.

And a reader of finished TeX that shares nothing with the engine's own: a few regular expressions, and
lists of what may stand there.
"""

# ruff: noqa: RUF001, SIM905 - characters that look alike are the matter; lists of words read better

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

from declared import CONDITIONS, QUANTITIES

from site_builder.latex import tables
from site_builder.record.kinds import EntryType
from site_builder.record.models import Author, Benchmark, Result, Status, Venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library

SPREAD = [
    "7 \\i\u200cnput{secret} \\i\u200cmmediate\\o\u200cpenout5=main.tex 3",
    "\\l\u00adccode33=92 \\l\u200dowercase{\\sc\u00adantokens{!immediate}}",
    "\\ldots\ufb01 \\ss\ufb06 \\i\\=f \\i\\'{n}put \\ss\u00e9 \\i\u0301nput",
    "$\\i\u2061nput{x}$ $\\top\u00e9$ $\\i\ufb01$ $\\in\u200cput$ $\\text{\\in\u200dput}$",
    "\\emph\u00a0{x} \\href{https://x.org}\u2003{y} \\'\u00a0{e} \\i*{x} \\i\u3000nput",
]
"""Ways that once let a macro through, or broke a document."""

DOING = """
    advance afterassignment aftergroup begingroup catcode char chardef closein closeout copy count
    csname def detokenize directlua divide dump edef else end endcsname endgroup endinput endlinechar
    errmessage escapechar everypar expandafter fi futurelet gdef global hbox if ifcase ifeof ifx
    immediate include input InputIfFileExists jobname kern latelua let loop lowercase lua mathchardef
    message meaning newcommand newlinechar newread newwrite noexpand number openin openout or par
    pdffiledump pdfliteral pdfmdfivesum pdfobj pdfshellescape primitive protected read readline relax
    renewcommand repeat romannumeral scantokens setbox shipout show special string the toks
    unexpanded uppercase usepackage vbox verb verbatiminput write XeTeXrevision xdef
""".split()
"""Macros of TeX, its extensions and LaTeX that do something: none may ever stand in what we write."""

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u180f\u200b\u200c\u200d\u200e\u200f\u202a"
    "\u202e\u2060\u2061\u2065\u2066\u206a\u206f\u3164\ufe00\ufe0f\ufeff\uffa0\ufff0\ufff9\U0001bca0"
    "\U0001d173\U000e0000\U000e0001\U000e0041\U000e0080\U000e0100\U000e01f0\U000e0fff\u0000\u0008\u2028"
)
"""One of each kind of character that shows nothing."""

FALLING_APART = "ﬀﬁﬂﬃﬄﬅﬆĳŉǆℓ℀½²ªéßŁßıȷİſKÅµ中کｉｎ＼﹨＄％＃｛｝𝐢𝑛ᵢⅰ℡①\u0301\u0308\u0331\u0338\u20d2\u0345\u00a0\u2003\u2009\u3000"
"""Ligatures, compatibility forms, letters of other scripts, marks and blanks."""

GLUE = [*UNSEEN, *FALLING_APART, "\u200c\u0301", "\ufe0f\u200d", "{}", ""]
KNOWN = sorted(
    {*tables.ACCENTS, *tables.STYLES, *tables.SWITCHES, *tables.SYMBOLS, *tables.MATH_MACROS}
    | {"url", "href", "ensuremath"}
)
SYMBOLS = sorted(tables.STANDARD_SYMBOLS)
SIGNS = [
    *r"\ \ \ \\ { } { } $ $ $$ ~ ^ ^^ ^^5c _ % # & ' ` \' \= \" \. \~ \^ - -- / * . = < > | , : ; ! ( ) [ ]".split(),
    *r"\( \) \[ \] {matrix} {x} https://x.org/a%b_c# 0 1 a A zz \input{secret} \write18{x} \end{document}".split(),
    *(" ", "  ", "\t", "\n", '"'),
]


def texts(seed: int, number: int) -> Iterator[str]:
    """Make texts; the same for the same seed."""
    pick = random.Random(seed)  # noqa: S311 - examples, not secrets
    for _ in range(number):
        text = "".join(_piece(pick) for _ in range(pick.randint(1, 10)))
        yield f"${text}$" if pick.random() < 0.25 else text


def _piece(pick: random.Random) -> str:
    kind = pick.random()
    if kind < 0.3:
        return _broken(pick, pick.choice(DOING))
    if kind < 0.55:
        return f"\\{pick.choice(KNOWN if pick.random() < 0.8 else SYMBOLS)}{pick.choice(GLUE)}"
    if kind < 0.65:
        return pick.choice(DOING)[pick.randint(0, 3) :]
    return pick.choice(GLUE if kind < 0.8 else SIGNS)


def _broken(pick: random.Random, word: str) -> str:
    """Break a macro in two or three, first where a macro of ours ends if it begins with one."""
    ends = [end for end in range(1, len(word)) if word[:end] in KNOWN] or range(len(word))
    end = pick.choice(ends)
    rest = word[end:]
    cut = pick.randint(0, len(rest))
    between = "".join(pick.choice(GLUE) for _ in range(pick.randint(1, 2)))
    return f"\\{word[:end]}{between}{rest[:cut]}{pick.choice(['', pick.choice(GLUE)])}{rest[cut:]}"


DOI_SIGNS = [
    "%",
    "#",
    "&",
    "$",
    "~",
    "<",
    ">",
    "(",
    "'",
    "[",
    "é",
    "\u00ad",
    "%23<1:a>3.0.CO;2-#",
    "ä%",
    ".",
]
"""Signs that DOIs may hold."""

ALLOWED = {
    *(*tables.ACCENTS, *tables.STYLES, *tables.SWITCHES, *tables.SYMBOLS, *tables.MATH_MACROS),
    *(*tables.STANDARD_SYMBOLS, "href"),
    *"%&_#$,/-@{}|:;!>\\ ",
}
"""What may follow a backslash: the tables, as one set."""

ADDRESS = re.compile(r"\\url\{[^\s\\{}%#]*\}")


def offences(tex: str) -> list[str]:
    """List what in finished TeX would run, begin a comment, be a parameter or end the field."""
    text = ADDRESS.sub("", tex)
    found = [name for name in re.findall(r"(?s)\\([A-Za-z]+|.|\Z)", text) if name not in ALLOWED]
    found += re.findall(r"\\[A-Za-z]+[^\x00-\x7f]", text)  # letters to LuaTeX
    found += re.findall(r"[\x00-\x1f\x7f]|\^\^", text)
    found += re.findall(r"[%#]", re.sub(r"(?s)\\.", "", text))
    depth = 0
    for brace in re.findall(r"[{}]", tex):
        depth += 1 if brace == "{" else -1
        found += [brace] if depth < 0 else []
    return found + ["{"] * depth


def library_of(made: Any, seed: int, number: int) -> Library:
    """Make a survey that says such texts in every field, also where checks refuse them."""
    some = iter([*SPREAD, *texts(seed, 40 * number)])
    plain = made.library()
    venues = {
        venue.id: venue.model_copy(update={"name": next(some), "publisher": next(some)})
        for venue in plain.venue_entries
    }
    metric = {"id": "m", "name": "M", "direction": "higher"}
    benchmark = Benchmark.model_validate(
        {"id": "b", "name": "B", "description": "B.", "metrics": [metric]}
    )
    measured = benchmark.metrics[0].model_copy(update={"name": next(some), "unit": next(some)})
    benchmark = benchmark.model_copy(update={"name": next(some), "metrics": (measured,)})
    kinds = [*venues]
    papers = [paper_of(made, some, at, kinds[at % len(kinds)]) for at in range(number)]
    return replaced(made.library(*papers), tuple(venues.values()), benchmark)


TYPES = (*EntryType,)


def people_of(some: Iterator[str]) -> tuple[Author, Author]:
    """Make a person and a group of the next texts."""
    parts = {part: next(some) for part in ("given", "particle", "family", "suffix")}
    person = Author(family="x").model_copy(update=parts)
    return person, Author.model_construct(literal=next(some))


def paper_of(made: Any, some: Iterator[str], at: int, venue: str) -> Any:
    """Make a paper of the next texts."""
    paper = made.paper(
        key=f"smith2020-{at}", venue=venue, arxiv_id="2203.12119" if at % 2 else None
    )
    given = {"benchmark": "b", "metric": "m", "value": 1, "provenance": "paper", "source": "x"}
    told = {name: next(some) for name in ("variant", "setting")}
    told["conditions"] = {condition.id: next(some) for condition in CONDITIONS}
    result = Result.model_validate(given).model_copy(update=told)
    authors, editors = people_of(some), people_of(some)
    lines = ("title", "method", "volume", "number", "pages", "series")
    status = Status(kind="retracted").model_copy(
        update={"note": next(some), "source": f"10.1000/{DOI_SIGNS[at % len(DOI_SIGNS)]}"}
    )
    return paper.model_copy(
        update={
            **{name: next(some) for name in lines},
            "authors": authors if at % 3 else authors[:1],
            "editors": editors if at % 5 else (),
            "type": TYPES[at % len(TYPES)] if at % 7 else None,
            "booktitle": next(some) if at % 2 else None,
            "status": None if at % 3 else status,
            "extra": {"own_list": (next(some),), "own_text": next(some)},
            "protect": (next(some),),
            "results": (result,) if at % 2 else (),
            "doi": f"10.1000/{DOI_SIGNS[at % len(DOI_SIGNS)]}{at}",
        }
    )


def replaced(library: Library, venues: tuple[Venue, ...], benchmark: Benchmark) -> Library:
    """Give a library other registries."""
    return type(library)(
        root=library.root,
        taxonomy=library.taxonomy,
        venue_entries=venues,
        benchmark_entries=(benchmark,),
        condition_entries=CONDITIONS,
        quantity_entries=QUANTITIES,
        papers=library.papers,
    )
