"""What one record, or many alike, can make of a site and of a report is bounded."""

from __future__ import annotations

import difflib
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import checks, pages
from site_builder.duplicates.titles import near_duplicates, papers_with_near_duplicates
from site_builder.exports.abridged import Most, abridged
from site_builder.library import Library
from site_builder.problems import (
    CLOSE_ENOUGH,
    MOST_REPORTED,
    MOST_SUGGESTED,
    Suggestions,
    did_you_mean,
)
from site_builder.record.models import Paper
from site_builder.record.people import MOST_AUTHOR_LETTERS, MOST_AUTHORS, SURELY_BOUNDED
from site_builder.record.values import MAX_LINE
from site_builder.text.names import Name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

HEAD = "title: {title}\nyear: 2020\nvenue: JPA\nfold: [dart]\nsummary: Ours.\nauthors:\n"


def record(authors: list[str], title: str = "A Paper") -> str:
    """A good record of these authors."""
    return HEAD.format(title=title) + "".join(f"  - {author}\n" for author in authors)


def people(number: int, letters: int = 0) -> list[str]:
    """Names of so many people, each longer by so many letters."""
    return [f"Ann{word(n)} Smith{'y' * letters}" for n in range(number)]


def word(number: int) -> str:
    """A number in letters, as names have no digits: a for 0, cjj for 299."""
    return "".join(string.ascii_lowercase[int(digit)] for digit in str(number))


def paper(number: int, title: str = "A Paper", key: str = "a", letters: int = 0) -> Paper:
    """A paper of so many authors."""
    authors = people(number, letters)
    return Paper(key=key, title=title, authors=authors, year=2020, venue="JPA")  # type: ignore[arg-type]


def told(root: Path) -> list[str]:
    """Everything that is told of a survey, a line each."""
    library, problems = Library.load(root)
    found = (str(each) for each in (*problems, *checks.run(library)))
    return [line for line in found if "gleiter2021unsorted" not in line]


def site(root: Path) -> dict[str, str]:
    """The site's pages and files as text, by address."""
    library, problems = Library.load(root)
    assert not problems
    parts = pages.render(library, pages.make_templates(root))
    found = {}
    for part in parts:
        content = part.body if isinstance(part, pages.Page) else part.content
        found[part.uri] = content if isinstance(content, str) else content.decode(errors="replace")
    return found


def spellings(number: int) -> list[str]:
    """So many names of one person, by the ORCID iD."""
    orcid = with_check_digit(0)
    return [f"{{given: Eve{word(n)}, family: Roe, orcid: {orcid}}}" for n in range(number)]


def namesakes(number: int) -> list[str]:
    """So many people of one name, each with an ORCID iD."""
    orcids = (with_check_digit(n) for n in range(1, number + 1))
    return [f"{{given: Wei, family: Wang, orcid: {orcid}}}" for orcid in orcids]


def with_check_digit(number: int) -> str:
    """An ORCID iD: fifteen digits and the check digit of ISO/IEC 7064, MOD 11-2."""
    digits, total = f"{number:015}", 0
    for digit in digits:
        total = (total + int(digit)) * 2
    last = (12 - total % 11) % 11
    whole = digits + ("X" if last == 10 else str(last))
    return "-".join(whole[at : at + 4] for at in range(0, 16, 4))


@pytest.mark.slow
def test_site_grows_with_authors_and_not_with_their_square(make_survey: MakeSurvey) -> None:
    """Twice the authors make a site about twice as large, also of one person or of one name."""
    root, sizes = make_survey(), []
    for number in (0, 400, 800):
        if number:
            text = record(people(number) + spellings(number) + namesakes(number))
            for key in ("smith2020paper", "smith2020again"):  # from two papers on there are pages
                (root / f"papers/{key}.yaml").write_text(text, encoding="utf-8")
        sizes.append(sum(map(len, site(root).values())))
    assert sizes[2] - sizes[0] < 2.2 * (sizes[1] - sizes[0])


def test_lists_name_the_first_authors_and_the_paper_all(make_survey: MakeSurvey) -> None:
    """A paper's own files name everybody; files that repeat it say that there are others."""
    names = people(300)
    second = record(names[-1:], title="Wings of Another Kind")
    files = {"papers/smith2020paper.yaml": record(names), "papers/smith2020more.yaml": second}
    found = site(make_survey(files))
    last = "Smith, Anncjj"
    assert last in found["papers/smith2020paper.bib"]
    assert last in found["survey.bib"]
    assert "Anncjj" in found["papers/smith2020paper/"]
    of_author, of_list = found["authors/anncjj-smith.bib"], found["fold/dart.bib"]
    assert of_author.count(" and Smith") == Most.OF_AUTHOR.value[0] - 1
    assert of_list.count(" and Smith") == Most.OF_LIST.value[0] - 1
    assert all(" and others}" in text for text in (of_author, of_list))
    assert "AU  - others" in found["fold/dart.ris"]
    assert '"literal": "others"' in found["fold/dart.json"]


@pytest.mark.parametrize("most", Most)
def test_abridged_papers(most: Most) -> None:
    """A paper whose authors fit stays itself; another keeps its first ones, at least one."""
    number, letters = most.value
    short = paper(3)
    assert abridged(short, most) is short
    cut = abridged(paper(number + 1), most)
    assert cut.authors_cut
    assert cut.authors == paper(number).authors
    long = abridged(paper(number, letters=letters // 10), most)
    assert long.authors_cut
    assert sum(len(author.name.display) for author in long.authors) <= letters


def test_a_group_may_be_called_others() -> None:
    """A group of that name in a record is no sign that a list is cut."""
    named = Paper(key="a", title="A", authors=[{"literal": "others"}], year=2020, venue="JPA")  # type: ignore[list-item]
    assert not named.authors_cut
    assert named.authors[0].literal == "others"


def test_letters_of_authors_are_bounded(make_survey: MakeSurvey) -> None:
    """Many authors are fine, and long names are; many long names are refused, with a way out."""
    root = make_survey()
    path = root / "papers/smith2020paper.yaml"
    path.write_text(record(people(3_000)), encoding="utf-8")
    assert told(root) == []
    path.write_text(record(people(1_000, 900)), encoding="utf-8")
    (line,) = told(root)
    assert line.startswith("papers/smith2020paper.yaml:7:3: authors: has names of 91")
    assert f"at most {MOST_AUTHOR_LETTERS:,} are allowed (name the first ones" in line
    path.write_text(record(["A B"] * (MOST_AUTHORS + 1)), encoding="utf-8")
    (line,) = told(root)
    assert f"at most {MOST_AUTHORS:,} are allowed" in line


@pytest.mark.parametrize("number", [2, 3, 38, 500])
def test_alike_titles_are_told_once_for_each_record(make_survey: MakeSurvey, number: int) -> None:
    """Of so many alike titles each record is told once, with the number of the others."""
    records = {f"papers/smith2020n{n}.yaml": record(["Ann Smith"]) for n in range(number)}
    found = told(make_survey(records))
    rest = number - 2
    others = f" and of {rest:,} other{'s' if rest > 1 else ''}" if rest else ""
    assert len(found) == number
    assert found[0] == (
        f"papers/smith2020n0.yaml:1:8: title: nearly the same as that of papers/smith2020n1.yaml"
        f"{others} (merge the records if it is one paper)"
    )


def test_pairs_of_alike_titles_are_bounded() -> None:
    """The pairs that are compared grow with the titles, also where all of them are alike."""
    counts = []
    for number in (1_000, 2_000):
        papers = [paper(1, f"Common Words of All {n}", f"a{n}") for n in range(number)]
        counts.append(sum(1 for _ in near_duplicates(papers)))
        assert len(list(papers_with_near_duplicates(papers))) == number
    assert counts[1] < 2.2 * counts[0]


def test_suggestions_are_bounded() -> None:
    """After many misspelt words nothing more is suggested."""
    names = Suggestions(["dart"])
    found = [names.closest("drat") for _ in range(MOST_SUGGESTED + 2)]
    assert found == ["did you mean 'dart'?"] * MOST_SUGGESTED + ["", ""]


WORDS = st.text(alphabet=string.ascii_lowercase[:6] + "-2", min_size=1, max_size=12)


@given(word=WORDS, candidates=st.lists(WORDS, min_size=1, max_size=5, unique=True))
def test_suggestions_are_those_of_difflib(word: str, candidates: list[str]) -> None:
    """Where few candidates are near, the standard library would have suggested the same."""
    (best,) = difflib.get_close_matches(word, candidates, 1, CLOSE_ENOUGH) or [""]
    said = did_you_mean(word, candidates)
    ratio = difflib.SequenceMatcher(None, best, word).ratio()
    if not best:
        assert said == ""
    else:
        chosen = said.removeprefix("did you mean '").removesuffix("'?")
        assert difflib.SequenceMatcher(None, chosen, word).ratio() == ratio


def test_disguises_of_one_file_are_bounded(make_survey: MakeSurvey) -> None:
    """A record with a thousand disguised names is told of the first, and that there are more."""
    names = [f"Ann{word(n)} Sm\u0456th{word(n)}" for n in range(MOST_REPORTED + 5)]
    found = told(make_survey({"papers/smith2020paper.yaml": record(["Ann Smith", *names])}))
    assert len(found) == MOST_REPORTED + 1
    assert "only the first 200 are told" in found[-1]


def test_few_authors_need_no_count() -> None:
    """So few authors that nobody counts their letters have no more than are allowed."""
    part = "x" * MAX_LINE
    name = Name(part, part, part, part)
    assert SURELY_BOUNDED * len(name.display) <= MOST_AUTHOR_LETTERS
