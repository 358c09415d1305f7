"""Tables of proposed categories: `survey import --propose` and `--proposals`."""

from __future__ import annotations

import csv
import io
from contextlib import chdir, contextmanager
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from site_builder.cli import main
from site_builder.curation import proposals
from site_builder.library import Library
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    MakeSurvey = Callable[..., Path]

ENTRIES = """\
@article{one, title={Long darts for speed}, author={Smith, Ann}, year=2020, journal={JPA}}
@article{two, title={Gliders with broad wings}, author={Roe, Bo}, year=2021, journal={JPA}}

@article{three, title={Nothing of the kind}, author={Li, Bo}, year=2022, journal={JPA}}
"""


@pytest.fixture
def home(make_survey: MakeSurvey) -> Path:
    """Give the tiny survey with a bibliography of three papers that it has not."""
    root = make_survey()
    (root / "refs.bib").write_text(ENTRIES, "utf-8")
    return root


def survey(home: Path, *arguments: str) -> Result:
    """Run `survey import refs.bib` with more arguments."""
    with chdir(home):
        done = CliRunner().invoke(main, ["import", "refs.bib", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def rows(home: Path) -> list[dict[str, str]]:
    """Read the table as a spreadsheet does."""
    text = (home / "t.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write(
    home: Path, table: list[dict[str, str]], separator: str = ",", code: str = "utf-8"
) -> None:
    """Write the table as a spreadsheet does that saves it."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(table[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(table)
    (home / "t.csv").write_text(file.getvalue(), code, newline="")


def filed(home: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the categories of the papers that came from the file, by their names there."""
    papers = Library.load(home)[0].papers.values()
    return {
        source.partition(":")[2]: dict(paper.categories)
        for paper in papers
        for source in paper.sources
        if source.startswith("refs.bib:")
    }


def test_table_of_proposals(home: Path) -> None:
    """A row tells the paper, the likeliest category of each facet, what else may fit, and why."""
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    done = survey(home, "--propose", "t.csv")
    assert done.exit_code == 0
    assert "t.csv: 3 new papers, nothing imported yet" in done.output
    one, two, three = rows(home)
    assert (one["Import"], one["Line"], one["Entry"], one["Year"]) == ("yes", "1", "one", "2020")
    assert (one["Title"], one["Authors"]) == ("Long darts for speed", "Ann Smith")
    assert (one["fold"], two["fold"], three["fold"]) == ("dart", "glider", "")
    assert "fold/dart: shares" in one["Why"]
    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert {path for path in after if before.get(path) != after[path]} == {home / "t.csv"}


def test_a_table_that_is_there_is_kept(home: Path) -> None:
    """A table is never written over, for it may have been edited; nor is a file of the survey."""
    (home / "t.csv").write_text("edited", "utf-8")
    done = survey(home, "--propose", "t.csv")
    assert (done.exit_code, (home / "t.csv").read_text("utf-8")) == (2, "edited")
    assert "name another file" in done.output
    done = survey(home, "--propose", "papers/t.csv")
    assert done.exit_code == 2
    assert not (home / "papers" / "t.csv").exists()


def test_both_ways_at_once(home: Path) -> None:
    """Writing a table and reading one at once is misuse."""
    (home / "t.csv").write_text("x", "utf-8")
    assert survey(home, "--propose", "u.csv", "--proposals", "t.csv").exit_code == 2


def test_proposals_accepted_as_they_are(home: Path) -> None:
    """An unedited table files each paper where it was proposed."""
    survey(home, "--propose", "t.csv")
    proposed = {row["Entry"]: row["fold"] for row in rows(home)}
    assert survey(home, "--proposals", "t.csv", "--yes").exit_code == 0
    assert {name: " ".join(each.get("fold", ())) for name, each in filed(home).items()} == proposed


@pytest.mark.parametrize(
    ("separator", "code"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252")]
)
def test_an_edited_table(home: Path, separator: str, code: str) -> None:
    """What was edited holds, whatever the spreadsheet: other ids, several, none, no, no row."""
    survey(home, "--propose", "t.csv")
    one, two, _ = rows(home)
    one |= {"fold": "glider, blunt-dart", "flying_place": "indoors", "Title": "Né"}
    two |= {"Import": "No", "fold": ""}
    write(home, [one, two], separator, code)
    done = survey(home, "--proposals", "t.csv", "--yes")
    assert done.exit_code == 0
    assert filed(home) == {"one": {"fold": ("glider", "blunt-dart"), "flying_place": ("indoors",)}}
    assert "refs.bib:2: two: not wanted: t.csv:3 says no" in done.output
    assert "refs.bib:4: three: not wanted: t.csv has no row" in done.output
    assert "1 added, 2 not wanted by the table" in done.output


def test_categories_of_the_command_are_added(home: Path) -> None:
    """What --category names belongs to every paper, beside the table's."""
    survey(home, "--propose", "t.csv")
    survey(home, "--proposals", "t.csv", "--yes", "--category", "outdoors")
    assert {each["flying_place"][0] for each in filed(home).values()} == {"outdoors"}
    assert filed(home)["one"]["fold"] == ("dart",)


def test_a_file_edited_since(home: Path) -> None:
    """A row finds its entry by name where lines have moved; one that finds none is told."""
    survey(home, "--propose", "t.csv")
    text = ENTRIES.replace("@article{two", "\n\n@article{two").replace("{three,", "{four,")
    (home / "refs.bib").write_text(text, "utf-8")
    done = survey(home, "--proposals", "t.csv", "--yes")
    assert sorted(filed(home)) == ["one", "two"]
    assert "t.csv:4: 'three' is no new paper of the file" in done.output


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("fold", "gilder", "t.csv:2: unknown category 'fold/gilder' (did you mean 'fold/glider'?)"),
        ("Import", "perhaps", "t.csv:2: Import is yes or no, not 'perhaps'"),
        ("flying_place", "fold/glide", "t.csv:2: unknown category 'fold/glide'"),
    ],
)
def test_faults_of_a_table(home: Path, column: str, value: str, told: str) -> None:
    """A fault is told with its line in the table, and nothing is written."""
    survey(home, "--propose", "t.csv")
    table = rows(home)
    table[0][column] = value
    write(home, table)
    done = survey(home, "--proposals", "t.csv", "--yes")
    assert done.exit_code == 2
    assert told in done.output
    assert filed(home) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no column Import, Line, Entry"),
        ("a,b\n1,2\n", "has no column Import, Line, Entry"),
        ("Import,Line,Entry,folds\n", "t.csv:1: 'folds' is no facet (did you mean 'fold'?)"),
    ],
)
def test_other_files(home: Path, text: str, told: str) -> None:
    """What is no such table is refused with a reason."""
    (home / "t.csv").write_text(text, "utf-8")
    done = survey(home, "--proposals", "t.csv", "--yes")
    assert done.exit_code == 2
    assert told in done.output


HOSTILE = ("=HYPERLINK(1)", "@SUM(1)", "-1", "+1", 'a"b', "a;=b", "né\t=1")


def test_hostile_titles(make_survey: MakeSurvey) -> None:
    """No cell is a formula to a spreadsheet, and each entry finds its row all the same."""
    root = make_survey()
    body = "".join(
        f"@article{{{key}, title={{{title} folds of the {word}}}, author={{{title}, Ann}}, year=2020, journal={{J}}}}\n"
        for key, title, word in zip(
            ("=k", "@k", "-k", "+k", "k'", "k;=", "k"),
            HOSTILE,
            ("sea", "hills", "roofs", "moor", "wood", "lake", "town"),
            strict=True,
        )
    )
    (root / "refs.bib").write_text(body, "utf-8")
    survey(root, "--propose", "t.csv")
    cells = [cell for row in rows(root) for cell in row.values()]
    assert len(rows(root)) >= 5
    assert not [cell for cell in cells if cell.lstrip(' "')[:1] in set("=+-@")]
    names = {row["Entry"] for row in rows(root)}
    done = survey(root, "--proposals", "t.csv", "--yes")
    assert "has no row" not in done.output
    assert len(filed(root)) == len(names)


@given(st.text())
def test_any_text(tiny_survey: Path, text: str) -> None:
    """Any text at all is a table or is refused, and the refusal names the table."""
    library = Library.load(tiny_survey)[0]
    for content in (text, f"Import,Line,Entry\n{text}"):
        with suppress_named("t.csv"):
            proposals.read(content, "t.csv", library)


@contextmanager
def suppress_named(name: str) -> Iterator[None]:
    """Let refusals pass that name the file."""
    try:
        yield
    except SurveyError as error:
        if not str(error).startswith(name):
            raise
