"""Rules of quality: each finds what it is for, where it stands, and leaves sound records alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from site_builder import checks
from site_builder.checks.quality.catalogue import CODES, RULES, table
from site_builder.checks.switches import OTHERS
from site_builder.curation.cures import cure
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

PAPER = "papers/smith2020paper.yaml"
GOOD = {
    "title": "Folding by Hand",
    "authors": "[Ann Smith]",
    "year": "2020",
    "venue": "JPA",
    "fold": "[dart]",
    "summary": "Ours.",
}
VENUES = """\
venues:
  - {id: JPA, name: Journal of Paper Aeroplanes, kind: journal, aliases: [J. Paper Aeropl.]}
  - {id: Fold Day, name: Proceedings of the Annual Fold Day, kind: conference, publisher: Fold Press}
  - {id: Preprints, name: Aeroplane Preprints, kind: preprint}
  - {id: Theses, name: University of Folding, kind: thesis}
"""


class Row(NamedTuple):
    """A bad record, what is told of it, and the line that it becomes."""

    code: str
    fields: dict[str, str]
    told: str
    """Line, column and message, as they are printed behind the path."""
    cured: str | None = None
    """The line after the cure; None where nothing is certain."""


def text(fields: dict[str, str]) -> str:
    """A record of good fields and these; a field without a value is left out."""
    return "".join(f"{name}: {value}\n" for name, value in {**GOOD, **fields}.items() if value)


def problems(root: Path, path: str = PAPER) -> list[str]:
    """What is told of one file, a line each."""
    library, found = Library.load(root)
    told = [problem for problem in (*found, *checks.run(library)) if problem.path == path]
    return [f"{problem.code} {str(problem).removeprefix(f'{path}:')}" for problem in sorted(told)]


ROWS = [
    Row("title.capitals", {"title": "A STUDY OF PAPER DARTS"},
        "1:8: title: is mostly capitals (write it as a sentence or as a headline)"),
    Row("title.final-stop", {"title": "Paper Darts."},
        "1:8: title: ends with a full stop (leave it out)", "title: Paper Darts"),
    Row("title.final-stop", {"title": "We Fold. They Fly."},
        "1:8: title: ends with a full stop (leave it out)"),
    Row("title.incomplete", {"title": "Paper Darts and ..."},
        "1:8: title: ends with an ellipsis (write the whole title; or say in checks that it ends so)"),
    Row("title.spacing", {"title": "Paper  Darts , Old"},
        "1:8: title: holds stray blanks (one blank between words, none before a comma)",
        "title: Paper Darts, Old"),
    Row("title.leftover", {"title": "'Paper Darts [PDF]'"},
        "1:8: title: '[PDF]' is not part of a title (keep the title alone)"),
    Row("title.leftover", {"title": "'RETRACTED: Paper Darts'"},
        "1:8: title: 'RETRACTED:' is not part of a title (say it in the field status)"),
    Row("title.venue", {"title": "'Paper Darts. In: Proceedings of Darts'"},
        "1:8: title: names where it appeared, 'In: Proceedings of Darts' (keep the title alone)"),
    Row("title.digits", {"title": "'1002.34561 v1'"},
        "1:8: title: has more digits than letters (write the title as the paper has it)"),
    Row("title.is-venue", {"title": "The Journal of Paper Aeroplanes"},
        "1:8: title: is the name of the venue 'JPA' (write the title of the paper)"),
    Row("title.markup", {"title": "Darts &amp; <i>Gliders</i>"},
        "1:8: title: holds markup, '<i>' (write plain text)", "title: Darts & Gliders"),
    Row("title.markup", {"title": "H<sub>2</sub>O Planes"},
        "1:8: title: holds markup, '<sub>' (write plain text)"),
    Row("title.markup", {"title": r"$\less$i$\greater$Darts$\less$/i$\greater$"},
        r"1:8: title: holds markup, '$\less$' (write plain text)"),
    Row("title.tex", {"title": r"Erd\H{o}s Planes"},
        r"1:8: title: holds TeX, '\H' (write Unicode; only formulas, in dollars, are TeX)",
        "title: Erdős Planes"),
    Row("title.tex", {"title": "The {BERT} Plane"},
        "1:8: title: holds TeX, '{' (write Unicode; only formulas, in dollars, are TeX)",
        "title: The BERT Plane"),
    Row("title.tex", {"title": "The {B}ernoulli Plane"},
        "1:8: title: holds TeX, '{' (write Unicode; only formulas, in dollars, are TeX)"),
    Row("title.symbols", {"title": "B\u00c3\u00a9zier Planes"},
        "1:8: title: holds 'Ã©', which is 'é' (it was UTF-8 and was read as another encoding)",
        "title: Bézier Planes"),
    Row("title.symbols", {"title": "B\ufffdzier Planes"},
        "1:8: title: holds U+FFFD, a character that was lost (write the character that belongs there)"),
    Row("title.symbols", {"title": "E\ufb03cient Planes"},
        "1:8: title: holds the ligature U+FB03 (write its letters)", "title: Efficient Planes"),
    Row("abstract.none", {"abstract": "No abstract available."},
        "7:11: abstract: 'No abstract available.' says that there is none (leave the field out)"),
    Row("abstract.heading", {"abstract": "'Abstract: We fold.'"},
        "7:11: abstract: begins with its heading, 'Abstract:' (leave it out)", "abstract: 'We fold.'"),
    Row("abstract.incomplete", {"abstract": "We fold and …"},
        "7:11: abstract: ends with an ellipsis (write the whole of it)"),
    Row("abstract.notice", {"abstract": "We fold. © 2020 Fold Press"},
        "7:11: abstract: holds a notice, '© 2020' (keep the text alone)"),
    Row("abstract.is-title", {"abstract": "Folding by Hand"},
        "7:11: abstract: is the title once more (leave the field out)"),
    Row("abstract.markup", {"abstract": "'<p>We fold.</p><p>We fly.</p>'"},
        "7:11: abstract: holds markup, '<p>' (write plain text)", "abstract: 'We fold. We fly.'"),
    Row("abstract.tex", {"abstract": r"We fold \cite{roe}."},
        r"7:11: abstract: holds TeX, '\cite' (write what a reader of the text should see)"),
    Row("authors.capitals", {"authors": "[ANN FOLDER]"},
        "2:11: authors[0]: 'ANN FOLDER' is in capitals (write capitals at the beginning of its words alone)"),
    Row("authors.capitals", {"authors": "[ann smith]"},
        "2:11: authors[0]: 'ann smith' has no capitals (begin the names with capitals)"),
    Row("authors.et-al", {"authors": "[Ann Smith, et al.]"},
        "2:22: authors[1]: 'et al.' holds 'et al.' (write `- others` as last item)"),
    Row("authors.separator", {"authors": '["Ann Smith; Bob Roe"]'},
        "2:11: authors[0]: 'Ann Smith; Bob Roe' holds ';' (write an item for each person)"),
    Row("authors.separator", {"authors": "[Ann Smith and Bob Roe]"},
        "2:11: authors[0]: 'Ann Smith and Bob Roe' holds 'and' (write an item for each person)"),
    Row("authors.none", {"authors": "[Unknown]"},
        "2:11: authors[0]: 'Unknown' is nobody's name (write the name on the paper)"),
    Row("authors.group", {"authors": "[ATLAS Collaboration]"},
        "2:11: authors[0]: 'ATLAS Collaboration' seems to be a group (write {literal: ATLAS Collaboration})",
        "authors: [{literal: ATLAS Collaboration}]"),
    Row("authors.comma", {"authors": '[{family: "Smith, Ann"}]'},
        "2:11: authors[0]: 'Smith, Ann' has a comma within a part (write Given Family, or the parts told apart)",
        "authors: [{given: Ann, family: Smith}]"),
    Row("authors.digits", {"authors": "[Wei Wang 0001]"},
        "2:11: authors[0]: 'Wei Wang 0001' has DBLP's number 0001 (leave the number out; an ORCID tells people of one name apart)",
        "authors: [Wei Wang]"),
    Row("authors.digits", {"authors": "[Ann Smith2]"},
        "2:11: authors[0]: 'Ann Smith2' holds '2' (write the name alone)"),
    Row("authors.signs", {"authors": "[Ann Smith*]"},
        "2:11: authors[0]: 'Ann Smith*' has the sign of a footnote, '*' (leave it out)",
        "authors: [Ann Smith]"),
    Row("authors.signs", {"authors": "[Ann Smith <ann@fold.org>]"},
        "2:11: authors[0]: 'Ann Smith <ann@fold.org>' holds '<' (write the name alone)"),
    Row("authors.title", {"authors": "[Dr. Ann Smith]"},
        "2:11: authors[0]: 'Dr. Ann Smith' has a title or degree (leave it out)", "authors: [Ann Smith]"),
    Row("authors.title", {"authors": "[Ann Smith PhD]"},
        "2:11: authors[0]: 'Ann Smith PhD' has a title or degree (leave it out)", "authors: [Ann Smith]"),
    Row("authors.suffix", {"authors": '[{given: "Martin Luther, Jr.", family: King}]'},
        "2:11: authors[0]: 'Jr.' stands in the given name of 'Martin Luther, Jr. King' (write it as suffix)",
        "authors: [{given: Martin Luther, family: King, suffix: Jr.}]"),
    Row("authors.suffix", {"authors": "[{given: Hal Daumé, family: III}]"},
        "2:11: authors[0]: the family name of 'Hal Daumé III' is III (write it as suffix, and the family name as family)",
        "authors: [{given: Hal, family: Daumé, suffix: III}]"),
    Row("authors.initials", {"authors": "[Marsh A.J.]"},
        "2:11: authors[0]: the family name of 'Marsh A.J.' seems to be initials (write the family name as family, the initials as given)",
        "authors: [A.J. Marsh]"),
    Row("authors.particle", {"authors": "[{given: Ann van der, family: Roe}]"},
        "2:11: authors[0]: 'van der' stands in the given name of 'Ann van der Roe' (write it as particle)",
        "authors: [{given: Ann, particle: van der, family: Roe}]"),
    Row("authors.spacing", {"authors": '[{given: "Ann  B.", family: Smith}]'},
        "2:11: authors[0]: 'Ann  B. Smith' holds stray blanks (one blank is enough)",
        'authors: [{given: "Ann B.", family: Smith}]'),
    Row("authors.markup", {"authors": "[Ann <b>Smith</b>]"},
        "2:11: authors[0]: 'Ann <b>Smith</b>' holds markup (write plain text)", "authors: [Ann Smith]"),
    Row("authors.tex", {"authors": r"['Ann {\v{S}}mith']"},
        r"2:11: authors[0]: 'Ann {\v{S}}mith' holds TeX, '{' (write Unicode)"),
    Row("authors.tex", {"authors": r"['Ann \v{S}mith']"},
        r"2:11: authors[0]: 'Ann \v{S}mith' holds TeX, '\v' (write Unicode)", "authors: ['Ann Šmith']"),
    Row("authors.symbols", {"authors": "[Ann M\u00c3\u00bcller]"},
        "2:11: authors[0]: 'Ann MÃ¼ller' holds 'Ã¼', which is 'ü' (it was UTF-8 and was read as another encoding)",
        "authors: [Ann Müller]"),
    Row("authors.symbols", {"authors": "[Ann Mu\u00a8ller]"},
        "2:11: authors[0]: 'Ann Mu¨ller' has an accent beside its letter, 'u¨' (write the accented letter)"),
    Row("authors.repeated", {"authors": "[Ann Smith, Bob Roe, Ann Smith]"},
        "2:31: authors[2]: 'Ann Smith' stands there twice (delete one; two people of one name have an ORCID each)"),
    Row("authors.thesis", {"authors": "[Ann Smith, Bob Roe]", "venue": "Theses"},
        "2:22: authors[1]: a thesis of 2 authors (name who wrote it; supervisors are no authors)"),
    Row("pages.none", {"pages": "in press"}, "7:8: pages: 'in press' says nothing (leave the field out)"),
    Row("pages.prefix", {"pages": "pp. 67-76", "volume": "2"},
        "7:8: pages: 'pp.' says what the field says already (leave it out)", "pages: 67-76"),
    Row("pages.range", {"pages": "e1004-e1004", "volume": "2"},
        "7:8: pages: 'e1004-e1004' is a range from itself to itself (write it once)", "pages: e1004"),
    Row("pages.range", {"pages": "67-76-76", "volume": "2"},
        "7:8: pages: '67-76-76' is a range in a range (write first-last)", "pages: 67-76"),
    Row("pages.range", {"pages": "1-2-3", "volume": "2"},
        "7:8: pages: '1-2-3' is a range in a range (write first-last)"),
    Row("pages.incomplete", {"pages": "1045-52", "volume": "2"},
        "7:8: pages: '1045-52' leaves out a part of the last page (write it whole)", "pages: 1045-1052"),
    Row("pages.incomplete", {"pages": "'67-'", "volume": "2"},
        "7:8: pages: '67-' lacks a page (write the first and the last page)"),
    Row("pages.order", {"pages": "76-67", "volume": "2"},
        "7:8: pages: '76-67' runs backwards (write the first and the last page)"),
    Row("pages.dash", {"pages": "67--76", "volume": "2"},
        "7:8: pages: '67--76' has another sign than a hyphen (write first-last)", "pages: 67-76"),
    Row("pages.count", {"pages": "12 pages"},
        "7:8: pages: '12 pages' counts the pages (write the first and the last page)"),
    Row("pages.identifier", {"pages": '"arXiv:2203.12119"'},
        "7:8: pages: 'arXiv:2203.12119' are no pages (write the identifier in arxiv_id)"),
    Row("volume.prefix", {"volume": "vol. 3"},
        "7:9: volume: 'vol.' says what the field says already (leave it out)", 'volume: "3"'),
    Row("number.prefix", {"volume": "3", "number": "no. 5"},
        "8:9: number: 'no.' says what the field says already (leave it out)", 'number: "5"'),
    Row("volume.none", {"volume": "n/a"}, "7:9: volume: 'n/a' says nothing (leave the field out)"),
    Row("volume.missing", {"pages": "67-76"},
        "7:8: pages: there are pages but no volume (write the volume)"),
    Row("volume.type", {"venue": "Theses", "volume": "3"},
        "7:9: volume: a thesis has no volume (write another type, for example `type: chapter`, or leave it out)"),
    Row("booktitle.type", {"booktitle": "The Book of Darts"},
        "7:12: booktitle: an article has no booktitle (write another type, for example `type: chapter`, or leave it out)"),
    Row("booktitle.is-title", {"type": "chapter", "booktitle": "Folding by Hand"},
        "8:12: booktitle: is the title once more (write the chapter's title, or leave booktitle out)"),
    Row("degree.missing", {"venue": "Theses"},
        "4:8: venue: a thesis without its degree (write `degree: doctoral` or `degree: master`)"),
    Row("booktitle.missing", {"type": "chapter"},
        "7:7: type: a chapter without its book (write the book's title)"),
    Row("type.missing", {"type": "dataset"},
        "1:8: title: a dataset without an address or a DOI (write doi or links.page or links.data)"),
    Row("doi.percent", {"doi": "10.1000/a%28b%29c"},
        "7:6: doi: is percent-encoded (write 10.1000/a(b)c)", "doi: 10.1000/a(b)c"),
    Row("doi.markup", {"doi": "10.1000/x&lt;1&gt;y"},
        "7:6: doi: holds markup, '&lt;' (write 10.1000/x<1>y)", "doi: 10.1000/x<1>y"),
    Row("doi.final-stop", {"doi": "10.1000/x."},
        "7:6: doi: ends with '.' (leave it out)", "doi: 10.1000/x"),
    Row("doi.final-stop", {"doi": "10.1000/x)."},
        "7:6: doi: ends with '.' (leave it out)", "doi: 10.1000/x"),
    Row("doi.resolver", {"doi": "https://doi.org/10.1000/x."},
        "7:6: doi: is written as an address, 'https://doi.org/10.1000/x.' (write 10.1000/x.)", "doi: 10.1000/x"),
    Row("doi.resolver", {"doi": "10.1145/https://doi.org/10.1000/x"},
        "7:6: doi: holds the address of a resolver (write 10.1000/x)", "doi: 10.1000/x"),
    Row("doi.tail", {"doi": "10.1000/x?utm_source=y"},
        "7:6: doi: '?utm_source=y' belongs to an address (leave it out)", "doi: 10.1000/x"),
    Row("doi.tail", {"doi": "10.1000/x/full"}, "7:6: doi: '/full' belongs to an address (leave it out)"),
    Row("doi.arxiv-id", {"doi": "10.48550/arXiv.2003.12119", "arxiv_id": '"2004.00001"'},
        "7:6: doi: is that of arXiv's '2003.12119', and arxiv_id is another (correct one of them)"),
    Row("year.doi", {"doi": "10.1016/j.fold.2012.01.002"},
        "3:7: year: 2020, but the DOI says 2012 (correct one)"),
    Row("year.arxiv-id", {"arxiv_id": '"2403.12119"'},
        "3:7: year: 2020, but '2403.12119' was posted in 2024 (correct one)"),
    Row("year.arxiv-id", {"arxiv_id": '"1903.12119"', "venue": "Preprints"},
        "3:7: year: 2020, but '1903.12119' was posted in 2019 (correct one)"),
    Row("year.future", {"added": "2010-01-02"},
        "3:7: year: 2020, but the record is of 2010 (correct the year)"),
    Row("submitted.arxiv-id", {"arxiv_id": '"2003.12119"', "submitted": "2019-03-02"},
        "8:12: submitted: 2019-03-02, but '2003.12119' is of another month (correct one)"),
    Row("links.search", {"links": "{code: 'https://www.google.com/search?q=fold'}"},
        "7:15: links.code: is that of a search (write the address of what was found)"),
    Row("links.proxy", {"links": "{code: 'https://ezproxy.fold.edu/login?url=https://fold.org/a'}"},
        "7:15: links.code: leads through a proxy (write the address that everybody reaches)",
        "links: {code: 'https://fold.org/a'}"),
    Row("links.session", {"links": "{code: 'https://fold.org/a;jsessionid=1'}"},
        "7:15: links.code: holds a visit of one person, 'jsessionid=' (leave it out)",
        "links: {code: 'https://fold.org/a'}"),
    Row("links.tracking", {"links": "{code: 'https://fold.org/?a=1&utm_source=x'}"},
        "7:15: links.code: tells who led there, 'utm_source=' (leave it out)",
        "links: {code: 'https://fold.org/?a=1'}"),
    Row("links.local", {"links": "{code: 'http://localhost:8000/'}"},
        "7:15: links.code: leads nowhere from elsewhere (write the address that everybody reaches)"),
    Row("links.tex", {"links": "{code: 'https://fold.org/%5C~ann'}"},
        "7:15: links.code: holds TeX, '%5C' (write the address as a browser shows it)"),
    Row("sources.file", {"sources": "[the paper, ann/fold/README.md]"},
        "7:22: sources[1]: cannot be opened by readers (write ann/fold:README.md)"),
    Row("checks.unused", {"checks": "{title.capitals: an acronym}"},
        "7:26: checks.title.capitals: 'title.capitals' finds nothing here (delete it)"),
    Row("checks.unknown", {"checks": "{title.capital: an acronym}"},
        "7:25: checks.title.capital: no rule has the code 'title.capital' (did you mean 'title.capitals'?)"),
]  # fmt: skip


@pytest.fixture
def survey(make_survey: MakeSurvey) -> Callable[[str], Path]:
    """A survey with one record and venues of every kind."""
    return lambda record: make_survey({PAPER: record, "venues.yaml": VENUES})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.code} {row.fields}")
def test_rule(survey: Callable[[str], Path], row: Row) -> None:
    """A rule tells what is wrong at its place; a certain cure changes that one line alone."""
    record = text(row.fields)
    root = survey(record)
    assert f"{row.code} {row.told}" in problems(root)
    done = [each for each in cure(root) if each.path == PAPER]
    now = (root / PAPER).read_text(encoding="utf-8")
    if row.cured is None:
        assert (now, done) == (record, [])
        return
    before, after = record.splitlines(), now.splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [line for _, line in changed] == [row.cured]
    assert row.code in {each.code for each in done}
    assert not [line for line in problems(root) if line.startswith(f"{row.code} ")]


def test_every_rule_has_a_row() -> None:
    """Each kind of rule on records stands in the table above, one that is certain with its cure."""
    elsewhere = {"swapped", "two-orcids", "two-names", "which"}
    shown = {row.code.partition(".")[2] for row in ROWS}
    cured = {row.code.partition(".")[2] for row in ROWS if row.cured}
    of_records = [rule for rule in RULES if set(rule.fields) != {"venue"}]
    assert {rule.kind for rule in of_records} - elsewhere <= shown
    assert {row.code for row in ROWS} <= {*CODES, "checks.unused", "checks.unknown"}
    assert {rule.kind for rule in of_records if rule.certain} - {"capitals"} <= cured


def test_switch(survey: Callable[[str], Path]) -> None:
    """A record that gives a reason is not warned, nor cured; other records and rules are."""
    record = text({"title": "Paper Darts.", "checks": '{title.final-stop: "so on the paper"}'})
    root = survey(record)
    assert problems(root) == []
    assert cure(root) == []
    assert (root / PAPER).read_text(encoding="utf-8") == record


def test_switch_of_other_advice(survey: Callable[[str], Path]) -> None:
    """Advice that is not about quality can be explained likewise, errors cannot."""
    root = survey(text({"fold": "", "checks": "{unsorted: nobody knows yet}"}))
    assert problems(root) == []
    wrong = text({"venue": "JAP", "checks": "{unknown-venue: new}"})
    (root / PAPER).write_text(wrong, encoding="utf-8")
    told = [line.split()[0] for line in problems(root)]
    assert told == ["unknown-venue", "checks.unknown"]


ORCID, OTHER_ORCID = "0000-0002-1825-0097", "0000-0001-5109-3700"
SECOND = "papers/smith2020second.yaml"


def person(given: str, family: str, orcid: str = "") -> str:
    """One author, in parts."""
    return f"[{{given: {given}, family: {family}{f', orcid: {orcid}' if orcid else ''}}}]"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (person("Ann", "Smith", ORCID), person("Ann", "Smith", OTHER_ORCID),
         (f"authors.two-orcids 2:11: authors[0]: 'Ann Smith' has the ORCID {OTHER_ORCID} elsewhere"
         " (correct one; if they are two people, enter both in people.yaml)")),
        (person("Ann", "Smith", ORCID), person("Bob", "Smith", ORCID),
         (f"authors.two-names 2:11: authors[0]: {ORCID} is the ORCID of 'Bob Smith' elsewhere"
         " (correct one; if it is one person, list the names in people.yaml)")),
        (person("Smith", "Ann"), person("Ann", "Smith"),
         ("authors.swapped 2:11: authors[0]: 'Smith Ann' is 'Ann Smith' elsewhere"
         " (tell given and family name apart)")),
        (person("Ann", "Smith", ORCID), person("A.", "Smith", ORCID), None),
        (person("Ann", "Smith", ORCID), person("Ann", "Šmith", ORCID), None),
        (person("Ann", "Smith"), person("Ann", "Smith", ORCID), None),
    ],
)  # fmt: skip
def test_people_across_records(
    make_survey: MakeSurvey, one: str, other: str, told: str | None
) -> None:
    """An ORCID of two names and a name of two ORCIDs are told; spellings of one name are not."""
    files = {
        PAPER: text({"authors": one}),
        SECOND: text({"authors": other, "title": "Flying Alone at Night"}),
    }
    found = problems(make_survey(files))
    assert [line for line in found if line.startswith("authors.")] == ([told] if told else [])


def test_capitals_are_cured_as_others_write_them(make_survey: MakeSurvey) -> None:
    """A name in capitals is written as other records write it, where they agree."""
    files = {
        PAPER: text({"authors": "[ANN MCFOLD, BOB ROEFOLD]"}),
        SECOND: text({"authors": "[Ann McFold]", "title": "Flying Alone at Night"}),
    }
    root = make_survey(files)
    assert [str(each) for each in cure(root)] == [
        f"{PAPER}:2:11: authors.capitals: 'ANN MCFOLD' → 'Ann McFold'"
    ]
    assert "authors: [Ann McFold, BOB ROEFOLD]\n" in (root / PAPER).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{id: PRD, name: JOURNAL OF PAPER DARTS, kind: journal}",
         "venue.capitals 6:21: venues[4].name: is mostly capitals"),
        ("{id: PRD, name: J. Paper Darts, kind: journal}",
         "venue.abbreviated 6:21: venues[4].name: is abbreviated, 'J.'"),
        ("{id: DART, name: DART-CONF-2019-001, kind: report}",
         "venue.number 6:22: venues[4].name: 'DART-CONF-2019-001' is no venue"),
        ("{id: PRD, name: Workshop on Paper Darts, kind: journal}",
         "venue.kind 6:52: venues[4].kind: a journal, but its name says 'Workshop'"),
        ("{id: AP, name: Aeropl. Prepr., kind: preprint}",
         "venue.twice 6:5: venues[4]: seems to be the venue 'Preprints', abbreviated"),
        ("{id: PRD, name: Darts &amp; Gliders, kind: journal}",
         "venue.markup 6:21: venues[4].name: holds markup, '&amp;'"),
    ],
)  # fmt: skip
def test_venues(make_survey: MakeSurvey, entry: str, told: str) -> None:
    """Venues in capitals, abbreviated, of another kind, numbered or there twice are told."""
    found = problems(make_survey({"venues.yaml": f"{VENUES}  - {entry}\n"}), "venues.yaml")
    assert any(line.startswith(told) for line in found), found


def test_the_documentation_lists_every_rule(root: Path) -> None:
    """The page about the data has the catalogue as it is, and names all other codes."""
    page = (root / "docs/about.md").read_text(encoding="utf-8")
    assert table() in page
    assert all(f"`{code}`" in page for code in OTHERS)
