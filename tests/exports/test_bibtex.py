"""BibTeX and BibLaTeX, read back by pybtex, which shares no code with what writes them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, Person, parse_string

from site_builder.exports import FORMATS, bibnames, bibtex
from site_builder.exports.bibnames import person, person_for_biber
from site_builder.latex import escaped, to_tex, to_text
from site_builder.problems import SurveyError
from site_builder.record.models import Author
from site_builder.record.publication import notice, plain_name
from site_builder.text.names import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Made

    from site_builder.library import Library
    from site_builder.record.models import Paper

NAME_PARTS = ("given", "particle", "family", "suffix")
READABLE = st.text(
    st.characters(
        max_codepoint=0x24F, exclude_categories=["C", "Z"], exclude_characters="\\${}~`'"
    ),
    min_size=1,
    max_size=12,
).map(lambda text: f"x{text}")
"""Text without TeX in it, which a reader sees as it is."""

LETTERS = st.text(st.characters(max_codepoint=0x24F, categories=["L"]), min_size=1, max_size=8).map(
    lambda text: f"X{text}"
)
"""Words as names have them."""

DIALECTS = ("bibtex", "biblatex")
MONTHS = "January February March April May June July August September October November December"


def read_back(text: str) -> dict[str, Entry]:
    """Read a bibliography by pybtex, which refuses what BibTeX would."""
    return dict(parse_string(text, "bibtex").entries.items())


def said_by(reader: Person) -> tuple[str, str, str]:
    """Give a name that pybtex read: family with particle, suffix, given."""
    lists = (
        reader.prelast_names + reader.last_names,
        reader.lineage_names,
        reader.first_names + reader.middle_names,
    )
    last, suffix, given = (" ".join(words) for words in lists)
    return last, suffix, given


def said_of(name: Name) -> tuple[str, str, str]:
    """Give the same of a name of ours; a suffix without given names goes with the family."""
    last = " ".join(filter(None, (name.particle, name.family)))
    if not name.given:
        return ", ".join(filter(None, (last, name.suffix))), "", ""
    return last, name.suffix, name.given


def bare(parts: Iterable[str]) -> list[str]:
    """Leave out what is no matter: blanks, and the braces that hold a part together."""
    return [re.sub(r"[\s~{}]", "", part) for part in parts]


def told_by(parts: Iterable[str]) -> list[str]:
    """Count the letters and digits of a name, in whatever order its parts are."""
    return sorted(filter(str.isalnum, unicodedata.normalize("NFKC", to_text(" ".join(parts)))))


def seen(text: str) -> str:
    """Leave out what TeX has one form of only: blanks, hyphens and dashes, quotation marks, dots."""
    normal = unicodedata.normalize("NFKC", to_text(text))
    return re.sub(r"[\s\"'`‘’“”\-‐-―−\u00ad\u200b-\u200f…\.]", "", normal)  # noqa: RUF001


@given(data=st.data(), dialect=st.sampled_from(DIALECTS), unicode=st.booleans())
def test_any_record_is_read_as_written(
    data: st.DataObject,
    hostile_papers: st.SearchStrategy[Paper],
    made: Made,
    dialect: str,
    *,
    unicode: bool,
) -> None:
    """Whatever a record holds, another program reads the names, the title and the fields of it."""
    paper = data.draw(hostile_papers)
    text = FORMATS[dialect].write([paper], made.library(paper), unicode=unicode)
    (entry,) = read_back(text).values()
    assert entry.key == paper.key
    title = to_tex(paper.title, protect=[paper.method or ""], unicode=unicode)
    assert bare([entry.fields["title"]]) == bare([title])
    for author, reader in zip(paper.authors, entry.persons["author"], strict=True):
        plain = plain_name(author)
        tex = {part: bibnames._tex(getattr(plain, part), unicode=unicode) for part in NAME_PARTS}
        if re.fullmatch(r"[\s~-]+", plain.given):  # nothing but what parts words is kept
            tex["given"] = plain.given
        is_same = person_for_biber(author, unicode=unicode) == person(author, unicode=unicode)
        if dialect == "biblatex" and not is_same:  # signs and marks may be gone, commas be within
            assert told_by(said_by(reader)) == told_by(tex.values())
        elif tex["family"]:  # of which nothing may be left where it was no name
            assert bare(said_by(reader)) == bare(said_of(Name(**tex)))
    noted = re.sub(r"\s", "", entry.fields.get("note", ""))
    said = re.sub(r"\s", "", escaped(notice(paper), unicode=unicode))
    told = noted if dialect == "bibtex" else re.sub(r"\s", "", entry.fields.get("addendum", ""))
    assert told.endswith(said)
    if dialect == "bibtex":
        noted = noted.removesuffix(said).removesuffix(".")
    noted = noted.removeprefix("doi:")
    told = entry.fields.get("doi") or to_text(noted)
    assert unicodedata.normalize("NFKC", told) == unicodedata.normalize("NFKC", paper.doi or "")
    assert entry.fields.get("eprint") == paper.arxiv_id
    date = entry.fields.get("date") or entry.fields["year"]
    assert date[:4] == str(paper.year)
    if dialect == "bibtex" and paper.month:
        assert entry.fields["month"] == MONTHS.split()[paper.month - 1]


@given(
    part=st.sampled_from(NAME_PARTS),
    text=st.text(alphabet="-~ \u2010\u2013\u2014", min_size=1).filter(str.strip),
    dialect=st.sampled_from(DIALECTS),
    unicode=st.booleans(),
)
def test_dashes_alone_are_a_part_of_a_name(
    made: Made, part: str, text: str, dialect: str, *, unicode: bool
) -> None:
    """A part of nothing but dashes stands in braces: BibTeX sees no word in it, and complains."""
    author = {"given": "Ann", "family": "Smith", part: text}
    paper = made.paper(authors=[author])
    (entry,) = read_back(
        FORMATS[dialect].write([paper], made.library(paper), unicode=unicode)
    ).values()
    words = re.split(r"\s*,\s*", str(entry.persons["author"][0]))
    assert all(re.sub(r"[\s~-]", "", word) for word in words)


@given(title=READABLE, given_name=LETTERS, family=LETTERS, unicode=st.booleans())
def test_reading_survives(
    made: Made, title: str, given_name: str, family: str, *, unicode: bool
) -> None:
    """What a reader sees of titles and names is the same in the record and in its BibTeX."""
    author = {"given": given_name, "particle": "de la", "family": family}
    paper = made.paper(title=title, authors=[author])
    text = FORMATS["bibtex"].write([paper], made.library(paper), unicode=unicode)
    (entry,) = read_back(text).values()
    assert seen(entry.fields["title"]) == seen(paper.title)
    (reader,) = entry.persons["author"]
    assert [*map(seen, said_by(reader))] == [*map(seen, said_of(paper.authors[0].name))]


@given(data=st.data())
def test_nothing_escapes_its_braces(
    data: st.DataObject, hostile_papers: st.SearchStrategy[Paper], made: Made
) -> None:
    """Every line of an entry is a field of ours, so no text of a record can begin another."""
    paper = data.draw(hostile_papers)
    lines = FORMATS["bibtex"].write([paper], made.library(paper)).splitlines()
    assert re.fullmatch(r"@[a-z]+\{[a-z][a-z0-9-]*,", lines[0])
    assert all(re.fullmatch(r"  [A-Za-z]+ = (\{.*\}|[a-z]{3}),", line) for line in lines[1:-1])
    assert lines[-1] == "}"


@pytest.mark.parametrize(
    ("venue", "types", "fields"),
    [
        ("Fold Day", "inproceedings inproceedings", {"booktitle": "Proceedings of Fold Day"}),
        ("Fold Night", "inproceedings inproceedings", {}),
        ("JPA", "article article", {}),
        ("arXiv", "misc online", {}),
        ("Fold Lab", "techreport report", {"institution": r"Fold Laboratory, Z{\"u}rich"}),
        ("Fold University", "phdthesis thesis", {}),
        ("Fold Books", "book book", {"publisher": "Fold Press", "series": "Folds in Context"}),
        ("Unheard of", "inproceedings inproceedings", {"booktitle": "Unheard of"}),
    ],
)
def test_types(made: Made, venue: str, types: str, fields: dict[str, str]) -> None:
    """The kind of venue says what an entry is; a venue that checks refuse does not stop it."""
    paper = made.paper(venue=venue, arxiv_id="2203.12119")
    for name, wanted in zip(DIALECTS, types.split(), strict=True):
        (entry,) = read_back(FORMATS[name].write([paper], made.library(paper))).values()
        assert entry.type == wanted
        assert fields.items() <= dict(entry.fields).items()


def test_layout(made: Made) -> None:
    """An entry looks as people write one: month as macro, pages with two hyphens, capitals kept."""
    paper = made.paper(
        title="AeroNet: Gödel's 3D Folds of Bayes",
        protect=["Bayes"],
        authors=["Ann de Smith", {"literal": "Fold & Co"}],
        volume="3",
        number="2",
        pages="101\N{EN DASH}119",
        month=7,
        doi="10.1000/a_b<2",
        arxiv_id="2203.12119",
        arxiv_class="cs.CV",
    )
    assert FORMATS["bibtex"].write([paper], made.library(paper)) == (
        "@article{smith2020folds,\n"
        "  title = {{AeroNet}: G{\\\"o}del's {3D} Folds of {Bayes}},\n"
        "  author = {de Smith, Ann and {Fold \\& Co}},\n"
        "  journal = {Journal of Paper \\& Aeroplanes},\n"
        "  volume = {3},\n"
        "  number = {2},\n"
        "  pages = {101--119},\n"
        "  year = {2020},\n"
        "  month = jul,\n"
        "  eprint = {2203.12119},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CV},\n"
        "  doi = {10.1000/a_b<2},\n"
        "}\n"
    )


def test_preprint(made: Made) -> None:
    """A preprint says where it is in every style: in those that know eprints, and in plain ones."""
    paper = made.paper(
        venue="arXiv", arxiv_id="2203.12119", month=3, former_keys=["smith2019folds"]
    )
    library = made.library(paper)
    assert FORMATS["bibtex"].write([paper], library) == (
        "@misc{smith2020folds,\n"
        "  title = {Folds},\n"
        "  author = {Smith, Ann},\n"
        "  howpublished = {arXiv:2203.12119},\n"
        "  year = {2020},\n"
        "  month = mar,\n"
        "  eprint = {2203.12119},\n"
        "  archivePrefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/2203.12119},\n"
        "}\n"
    )
    assert FORMATS["biblatex"].write([paper], library) == (
        "@online{smith2020folds,\n"
        "  title = {Folds},\n"
        "  author = {Smith, Ann},\n"
        "  date = {2020-03},\n"
        "  eprint = {2203.12119},\n"
        "  eprinttype = {arxiv},\n"
        "  ids = {smith2019folds},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Ann Smith", "Smith, Ann"),
        ("Laurens van der Maaten", "van der Maaten, Laurens"),
        ({"given": "Ann", "family": "Smith", "suffix": "Jr."}, "Smith, Jr., Ann"),
        ({"given": "Ann", "family": "Cruz de Souza"}, "{Cruz de Souza}, Ann"),
        ({"given": "Ann", "family": "d'Alembert"}, "d'Alembert, Ann"),
        ({"given": "Ann", "family": "Smith, MD"}, "{Smith, MD}, Ann"),
        ({"given": "Ann", "family": "And"}, "{And}, Ann"),
        ({"given": "Ann (Bo)", "family": "O'Neil-Smith"}, "O'Neil-Smith, {Ann (Bo)}"),
        ({"given": r"P\'al", "family": r"Erd\H{o}s"}, r"Erd{\H{o}}s, P{\'a}l"),
        ({"given": "Salt and", "family": "Pepper"}, "Pepper, {Salt and}"),
        ({"family": "others"}, "{others}"),
        ({"family": "Plato"}, "Plato"),
        ({"family": "Open Folds"}, "{Open Folds}"),
        ({"particle": "van", "family": "Gogh"}, "van Gogh"),
        ({"particle": "Van", "family": "Gogh"}, "{Van Gogh}"),
        ({"family": "Smith", "suffix": "Jr."}, "{Smith, Jr.}"),
        ({"literal": "Barnes and Noble, Inc."}, "{Barnes and Noble, Inc.}"),
        ({"given": "É.", "family": "Čapek"}, r"{\v{C}}apek, {\'E}."),
        ({"given": "A.  B.", "family": r"\{^"}, "A. B."),
    ],
)
def test_names(author: object, written: str) -> None:
    """A name is written so that BibTeX cannot read it as another, or as two."""
    assert person(Author.model_validate(author)) == written


@pytest.mark.parametrize(
    ("given", "family", "written"),
    [
        ("Ánh", "Nguyễn", r"Nguyễn, {\'A}nh"),
        ("Ấnh Đức", "Trần", r"Trần, Ấnh {\DJ}ức"),
        ("Øystein", "Çelik", r"{\c{C}}elik, {\O}ystein"),
        ("A-Ắ", "Ʂ. ẞx", "Ʂ. ẞx, A-Ắ"),
        ("danah", "boyd", "{boyd}, danah"),
        ("₁x", "µy", "µy, ₁x"),
        ("\u02bbŌpu", "\u02bbAukai", "\u02bbAukai, \u02bbŌpu"),
        ("#Ann & $Bo", "%_Smith_", r"{Smith\_}, Ann Bo"),
        ("\u0308 \u0308&a", "b", "{b}, a"),
        ("a, b", "c, d, e", "{a, b c, d, e}"),
        ("a", "b,,c", "{a b,,c}"),
        ("a", "family=b", "{family{=}b}, a"),
    ],
)
def test_names_for_biber(given: str, family: str, written: str) -> None:
    """Biber keeps every name, and makes initials of letters, not of the TeX that they are written in."""
    author = Author(family="x").model_copy(update={"given": given, "family": family})
    assert person_for_biber(author) == written


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        ("#Open, to, all, by=us", r"{\#Open, to, all, by{=}us}"),
        ("\u0308 Folds", "{Folds}"),
        ("Ấnh", "{Ấnh}"),
    ],
)
def test_groups_for_biber(literal: str, written: str) -> None:
    """A group keeps its signs, and its commas, which braces hold."""
    assert person_for_biber(Author(literal=literal)) == written


NAMES = st.lists(
    st.sampled_from(["a", "Z", "é", "Ấ", "\u02bb", "ẞ", "µ", "ₐ", "\u0308", "-", " ", *"$&%#_,=.{^\\"]), max_size=6
).map("".join)  # fmt: skip


CAPITALISED = st.lists(
    st.sampled_from(["Ann", "St.", "D'Or", "And", "OTHERS", "A", "B.", "McX", "van", "X''Y", " ", "-", " "]),
    max_size=5,
).map("".join)  # fmt: skip


@given(family=CAPITALISED, given=CAPITALISED, unicode=st.booleans())
def test_plain_names_need_no_guard(family: str, given: str, *, unicode: bool) -> None:
    """A name that is told to be plain is written as it would be if it were looked at part by part."""
    name = Name(given, "", family, "")
    if bibnames.is_plain(name):
        assert bibnames.guarded(name, unicode=unicode) == name.inverted
        assert bibnames.guarded_for_biber(name, unicode=unicode) == name.inverted


@given(family=NAMES, given=NAMES, unicode=st.booleans())
def test_every_initial_is_a_letter(family: str, given: str, *, unicode: bool) -> None:
    """Whatever a person's name holds, no word begins with TeX but one accented letter, or with a mark."""
    author = Author(family="x").model_copy(update={"given": given, "family": family})
    (reader,) = read_back(f"@misc{{x, author = {{{person_for_biber(author, unicode=unicode)}}}}}")[
        "x"
    ].persons["author"]
    letter = re.compile(r"\\\W[A-Za-z]\}|\\[a-z]\{[A-Za-z]\}\}|\\[A-Za-z]{1,12}\}")
    for word in re.split(r"[\s~-]+", " ".join(said_by(reader))):
        begins = word.lstrip("{")
        assert begins[:1] not in ("\\", "$") or letter.match(begins)
        assert not re.match(r"\}+[^}]|[\u02bb\u0308][^\w\s]", begins)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_real_record(real_library: Library, dialect: str) -> None:
    """All entries of this repository's survey read back, each once."""
    entries = read_back(FORMATS[dialect].write(real_library.papers.values(), real_library))
    assert list(entries) == list(real_library.papers)
    for key, entry in entries.items():
        paper = real_library.papers[key]
        assert seen(entry.fields["title"]) == seen(paper.title)
        read = [[*map(seen, said_by(reader))] for reader in entry.persons["author"]]
        assert read == [[*map(seen, said_of(author.name))] for author in paper.authors]


def test_order_is_that_of_keys(made: Made) -> None:
    """A file does not depend on the order in which papers were chosen."""
    papers = [made.paper(key=key) for key in ("c2020", "a2020", "b2020")]
    write, library = FORMATS["bibtex"].write, made.library(*papers)
    assert list(read_back(write(papers, library))) == ["a2020", "b2020", "c2020"]
    assert write(papers, library) == write(papers[::-1], library)


def test_broken_value_is_refused() -> None:
    """Should LaTeX ever come with braces that do not match, no file is written at all."""
    with pytest.raises(SurveyError, match="smith2020folds: title cannot be written as BibTeX"):
        bibtex._field("smith2020folds", "title", "a } b")
    with pytest.raises(SurveyError, match="braces do not match"):
        bibtex._field("smith2020folds", "title", "a \\")
