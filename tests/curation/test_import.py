"""The command `survey import`."""

from __future__ import annotations

import json
import random
import re
import subprocess
from contextlib import chdir
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from site_builder.cli import main
from site_builder.latex import to_text
from site_builder.library import Library
from site_builder.record.kinds import EntryType
from site_builder.record.publication import type_of
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

ENTRY = """\
@article{{{key},
  title = {{{title}}},
  author = {{Smith, Ann and Li, Bo}},
  journal = {{Journal of Paper Aeroplanes}},
  year = {year},
  {more}
}}
"""
ARXIV = {
    "venues.yaml": "venues:\n  - {id: arXiv, name: arXiv, kind: preprint}\n"
    "  - {id: JPA, name: Journal of Paper Aeroplanes, kind: journal}\n"
}
EMPTY = {"venues.yaml": "venues: []\n", "benchmarks.yaml": "benchmarks: []\n"}


def entry(key: str, title: str, year: int = 2020, more: str = "") -> str:
    """Write an entry."""
    return ENTRY.format(key=key, title=title, year=year, more=more)


def survey(cwd: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command `survey`, in this process: it takes its time to start."""
    with chdir(cwd):
        done = CliRunner().invoke(main, arguments, input=given)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def bib(tmp_path: Path) -> Callable[[str], str]:
    """Give a function that writes a bibliography."""

    def write(text: str, name: str = "refs.bib") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def read(root: Path, key: str) -> dict[str, Any]:
    """Read a record."""
    document, problems = reading.read(root / "papers" / f"{key}.yaml", key)
    assert document, problems
    data: dict[str, Any] = document.data
    return data


def contents(root: Path) -> dict[str, bytes]:
    """Read all files of a survey."""
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_new_records(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """Entries become records in canonical form, filed as told; the check accepts them."""
    root = make_survey()
    file = bib(entry("a", "Deep {Folds}", more="doi={10.1000/x}") + entry("b", "Wide Wings"))
    done = survey(root, "import", file, "--yes", "--category", "dart")
    assert (done.returncode, done.stdout) == (0, "2 records written, 0 changed\n")
    assert done.stderr == "2 entries: 2 added\n"
    record = read(root, "smith2020deep")
    assert record["venue"] == "JPA"
    assert record["protect"] == ["Folds"]
    assert record["fold"] == ["dart"]
    assert record["sources"] == ["refs.bib:a"]
    assert survey(root, "fmt", "--check").returncode in {0, 1}
    assert " 0 errors," in survey(root, "check").stderr


def test_into_an_empty_survey(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """An empty survey gets the venues that it needs, and the check accepts the whole."""
    root = make_survey(EMPTY, papers=False)
    kinds = {
        "inproceedings": "booktitle={Proceedings of the 3rd Conference on Folds (FOLD 2021)}",
        "phdthesis": "school={École des Plis}",
        "misc": "eprint={2101.00001}, archiveprefix={arXiv}",
        "online": "url={https://a.example/post}",
        "book": "publisher={Fold Press}",
        "techreport": "institution={Fold Laboratory}",
    }
    text = "".join(
        f"@{kind}{{{kind}, title={{On {kind} {kind}}}, author={{Ann Smith}}, year=2021, {more}}}\n"
        for kind, more in kinds.items()
    )
    done = survey(root, "import", bib(text), "--yes")
    assert done.returncode == 0, done.stderr
    assert "venues.yaml: FOLD is new: Conference on Folds (conference)\n" in done.stdout
    venues = (root / "venues.yaml").read_text(encoding="utf-8")
    ids = re.findall(r"- id: (.*)", venues)
    assert ids == [
        "arXiv",
        "Ecole des Plis",
        "FOLD",
        "Fold Laboratory",
        "Fold Press",
        "Unpublished",
    ]
    assert read(root, "smith2021online")["sources"] == ["refs.bib:online", "https://a.example/post"]
    checked = survey(root, "check")
    assert checked.returncode == 0, checked.stdout
    again = survey(root, "import", bib(text), "--yes")
    assert again.stderr.endswith("6 entries: 6 here already\n")


def test_known_papers(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """A paper that is here is recognised; its record gains what it does not say, and no more."""
    text = (
        "title: Deep Folds  # ours\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\n"
        "doi: 10.1000/X\nsources: [somewhere]\n"
    )
    root = make_survey({"papers/smith2020mine.yaml": text})
    file = bib(
        entry(
            "a",
            "A Title of Theirs",
            1999,
            "doi={10.1000/x}, volume=3, pages={1--2}, abstract={We.}",
        )
        + entry("b", "Deep folds!", 2021, "month=may")
        + entry("c", "Deep Folds", 2020)
    )
    done = survey(root, "import", file, "--yes")
    assert done.returncode == 0
    assert "papers/smith2020mine.yaml gains volume: 3, pages: 1-2, abstract: We." in done.stderr
    assert done.stderr.endswith("3 entries: 2 merged into records, 1 here already\n")
    assert (root / "papers" / "smith2020mine.yaml").read_text() == (
        'title: Deep Folds  # ours\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\nvolume: "3"\n'
        "pages: 1-2\nmonth: 5\ndoi: 10.1000/X\nabstract: We.\n"
        "sources:\n  - somewhere\n  - refs.bib:b\n"
    ) or "refs.bib:a" in (root / "papers" / "smith2020mine.yaml").read_text()


def test_similar_titles(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """A title that is nearly the same is left to people."""
    text = (
        "title: On the Deep Folding of Paper Sheets\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\n"
    )
    root = make_survey({"papers/smith2020on.yaml": text})
    file = bib(entry("a", "On the Deep Foldings of Paper Sheets"))
    done = survey(root, "import", file, "--yes")
    assert done.returncode == 1
    assert "refs.bib:1: a: left out: it may be papers/smith2020on.yaml: its title is" in done.stderr
    done = survey(root, "import", file, given="y\ny\n")
    assert done.returncode == 0
    assert "Is it another paper? [y/N]: " in done.stdout
    assert (root / "papers" / "smith2020deep.yaml").exists()


def test_repeated_entries(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """Entries of one paper in one file become one record that says what they say together."""
    root = make_survey()
    file = bib(
        entry("a", "Deep Folds") + entry("b", "Deep Folds", 2021, "doi={10.1000/x}, volume={3}")
    )
    done = survey(root, "import", file, "--yes")
    assert "refs.bib:8: b: the same paper as a: taken together\n" in done.stderr
    assert done.stderr.endswith("2 entries: 1 added, 1 twice in the file\n")
    record = read(root, "smith2020deep")
    assert (record["year"], record["doi"], record["volume"]) == (2020, "10.1000/x", "3")
    assert record["sources"] == ["refs.bib:a", "refs.bib:b"]


def test_everything_is_told(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """What cannot be taken is told with its line, and nothing of it is written."""
    root = make_survey()
    before = set(contents(root))
    file = bib(
        "a remark\n@article{a, title={unclosed\n"
        "@misc{b, title={No Year}, author={A B}}\n"
        "@misc{c, author={A B}, year=2020}\n"
        "@misc{d, title={Nobody}, year=2020, keywords={k}}\n"
        "@misc{e, title={Odd}, author={A B}, year=2020, month={Winter}, doi={none}}\n"
    )
    done = survey(root, "import", file, "--yes")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "refs.bib:2: left out: the entry cannot be read: look for a missing comma, brace or quote",
        "refs.bib:3: b: left out: nothing says the year",
        "refs.bib:4: c: left out: nothing says the title",
        "refs.bib:5: d: left out: nothing says the authors",
        "refs.bib:6: e: month: 'Winter' is no month",
        "refs.bib:6: e: doi: 'none' is no DOI",
        "text outside all entries was passed over, at line 1",
        "records have no place for keywords (1)",
        "5 entries: 1 added, 4 left out",
    ]
    assert set(contents(root)) - before == {"b2020odd.yaml"}


@pytest.mark.parametrize("arguments", [["--dry-run"], []])
def test_nothing_is_written_unasked(
    make_survey: MakeSurvey, bib: Callable[..., str], arguments: list[str]
) -> None:
    """A dry run, or nobody to answer, writes nothing."""
    root = make_survey(EMPTY, papers=False)
    before = contents(root)
    done = survey(root, "import", bib(entry("a", "Deep Folds")), *arguments)
    assert "venues.yaml: Journal of Paper Aeroplanes is new" in done.stdout
    assert contents(root) == before


def test_other_formats(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """RIS and CSL-JSON are imported likewise."""
    root = make_survey()
    ris = "TY  - JOUR\nTI  - Deep Folds\nAU  - Smith, Ann\nPY  - 2020\nJF  - J. Paper Aeropl.\nER  - \n"
    assert survey(root, "import", bib(ris, "x.ris"), "--yes").returncode == 0
    item = {
        "id": "a",
        "type": "article-journal",
        "title": "Wide Wings",
        "author": [{"family": "Smith", "given": "Ann"}],
        "issued": {"date-parts": [[2021]]},
        "container-title": "J. Paper Aeropl.",
    }
    assert survey(root, "import", bib(json.dumps([item]), "x.json"), "--yes").returncode == 0
    assert read(root, "smith2020deep")["venue"] == read(root, "smith2021wide")["venue"] == "JPA"


def test_encodings(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """Files of old programs are read."""
    root = make_survey()
    for number, encoding in enumerate(("cp1252", "utf-16", "utf-8-sig")):
        file = tmp_path / f"{encoding}.bib"
        file.write_bytes(entry("a", f"Flügel Nummer{number} {encoding}").encode(encoding))
        assert survey(root, "import", str(file), "--yes").returncode == 0
    titles = {read(root, p.stem)["title"] for p in (root / "papers").glob("smith2020*")}
    assert {title.split()[0] for title in titles} == {"Flügel"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.txt", "", "x.txt is no bibliography that can be read: .bib, .bibtex, .ris, .json"),
        ("x.json", "[", "line 1: this is no JSON"),
        ("x.bib", "", "0 entries: nothing to do"),
    ],
)
def test_other_files(
    make_survey: MakeSurvey, bib: Callable[..., str], name: str, text: str, said: str
) -> None:
    """A file that is no bibliography is refused, an empty one is fine; no traceback in either case."""
    done = survey(make_survey(), "import", bib(text, name), "--yes")
    assert said in done.stderr
    assert done.returncode == (2 if "no" in said.split() else 0)


def test_hostile_entries(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """What an entry says is text: it leaves neither its field nor the folder."""
    root = make_survey()
    before = set(contents(root))
    file = bib(
        "@article{../../x, title={Evil: --- # & *a !!python/object <script> {{7*7}} \u202e\u200b\x9b[31m},"
        " author={../../../etc/passwd and {\n---\n}}, year=2020, journal={[x]: | >},"
        " url={javascript:alert(1)}, note={<script>alert(1)</script>\n\n...\n---\n- a: b}, volume={- x}}"
    )
    done = survey(root, "import", file, "--yes")
    assert done.returncode == 0, done.stderr
    assert set(contents(root)) - before == {"etcpasswd2020evil.yaml"}
    assert "\x9b" not in done.stdout + done.stderr
    assert survey(root, "check").returncode == 0


WITHOUT_FORMULAS = ("ris", "csl-json")
"""Formats of plain text, which say a title's formulas as words."""


@pytest.fixture(params=["sample_survey", pytest.param("root", marks=pytest.mark.slow)])
def exported(request: pytest.FixtureRequest) -> Path:
    """Give a part of this repository's survey, or the whole."""
    home: Path = request.getfixturevalue(request.param)
    return home


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("bibtex", "bib"), ("biblatex", "bib"), ("ris", "ris"), ("csl-json", "json")],
)
def test_what_we_export(
    exported: Path, make_survey: MakeSurvey, tmp_path: Path, name: str, suffix: str
) -> None:
    """This survey's papers, exported and imported again, say the same."""
    kept = {
        n: (exported / n).read_bytes() for n in ("taxonomy.yaml", "venues.yaml", "benchmarks.yaml")
    }
    home = make_survey(kept, papers=False)
    file = str(tmp_path / f"all.{suffix}")
    assert survey(exported, "export", name, "--out", file).returncode == 0
    done = survey(home, "import", file, "--yes")
    ours, _ = Library.load(exported)
    theirs, problems = Library.load(home)
    assert problems == []
    named = {
        source.partition(":")[2]: paper
        for paper in theirs.papers.values()
        for source in paper.sources
        if source.startswith(f"all.{suffix}:")
    }
    fields = ["title", "year", "venue", "volume", "number", "pages", "month", "doi"]
    alone = (
        name == "csl-json"
    )  # where a DOI stands alone, and without two ids two papers may be one
    fields += [] if alone else ["arxiv_id"]
    assert len(ours.papers.keys() - named.keys()) <= alone, done.stderr
    for key in sorted(named):
        paper = ours.papers[key]
        is_article = type_of(paper, ours.venues[paper.venue]) is EntryType.ARTICLE
        told = [f for f in fields if f != "number" or is_article]  # as docs/citing.md says
        back, sent = ([as_typed(getattr(p, f)) for f in told] for p in (named[key], paper))
        if name in WITHOUT_FORMULAS:
            sent[0] = to_text(sent[0])
        assert back == sent, key
        assert [a.name for a in named[key].authors] == [a.name for a in paper.authors], key


def as_typed(value: object) -> object:
    """Give a text with the quotation marks of a keyboard, as BibTeX has them."""
    curly = str.maketrans("\u2019\u2018\u201c\u201d", "''\"\"")
    return value.translate(curly) if isinstance(value, str) else value


def many(count: int) -> str:
    """Write a bibliography of many entries, in the ways of many programs."""
    chance = random.Random(5)  # noqa: S311 (made up, not secret)
    words = ["adaptive", "fold", "glider", "paper", "wing", "dart", "flight", "sparse", "kernel"]
    names = ["Smith", 'M{\\"u}ller', "Garc{\\'i}a", "{\\L}ukasz", "Nguyen", "van der Berg", "李"]
    places = [
        ("inproceedings", "booktitle={{{{FOLD}} {year}, City, Country}}"),
        ("inproceedings", "booktitle={{Proceedings of the {n}th Conference on Wings}}"),
        ("article", "journal={{Journal of {word}s}}, volume={n}, number={{{n}}}"),
        ("article", "journal={{CoRR}}, volume={{abs/{yy}01.{id:05}}}"),
        ("misc", "eprint={{{yy}02.{id:05}}}, archivePrefix={{arXiv}}"),
        ("phdthesis", "school={{University of {word}}}"),
    ]
    entries = []
    for number in range(count):
        kind, place = chance.choice(places)
        year = chance.randrange(2007, 2025)
        made_up = ("".join(chance.choices("aeioulmnrst", k=9)) for _ in range(4))
        title = " ".join([*chance.choices(words, k=2), *made_up])
        where = place.format(
            year=year,
            yy=f"{year % 100:02}",
            n=number % 40 + 1,
            id=number,
            word=chance.choice(words),
        )
        people = " and ".join(f"{name}, A." for name in chance.sample(names, 3))
        abstract = " ".join(chance.choices(words, k=150))
        entries.append(
            f"@{kind}{{k{number},\n  title={{{title}}},\n  author={{{people}}},\n  year={year},\n"
            f"  {where},\n  abstract={{{abstract} $x_{number}$ 50\\%.}},\n  keywords={{x}}\n}}\n"
        )
    return "\n".join(entries)  # fmt: skip


@pytest.mark.parametrize("count", [200, pytest.param(2000, marks=pytest.mark.slow)])
def test_many_entries(make_survey: MakeSurvey, bib: Callable[..., str], count: int) -> None:
    """A large file into an empty survey: every entry accounted for, and the check accepts all."""
    root = make_survey(EMPTY, papers=False)
    done = survey(root, "import", bib(many(count)), "--yes")
    account = done.stderr.splitlines()[-1]
    total, *parts = (int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?= )", account))
    assert total == count == sum(parts)
    written = list((root / "papers").glob("*.yaml"))
    assert f"{len(written):,} records written" in done.stdout
    assert len(written) == parts[0] > 0.95 * count
    checked = survey(root, "check", "--format", "json")
    assert checked.returncode == 0, checked.stdout[:2000]


def test_only_venues_that_records_need_are_announced(
    make_survey: MakeSurvey, bib: Callable[..., str]
) -> None:
    """A venue of an entry that another entry knows better is neither announced nor written."""
    root = make_survey()
    before = (root / "venues.yaml").read_text(encoding="utf-8")
    vague = "@misc{a, title={On Rare Folds}, author={Ann Smith}, year=2020, doi={10.1000/x}}\n"
    known = vague.replace("@misc{a,", "@article{b, journal={Journal of Paper Aeroplanes},")
    done = survey(root, "import", bib(vague + known), "--yes")
    assert done.returncode == 0, done.stderr
    assert "is new" not in done.stdout
    assert (root / "venues.yaml").read_text(encoding="utf-8") == before
    assert " 0 errors," in survey(root, "check").stderr


def test_no_silent_merge(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """Works that contradict each other stay two, and that is said; a dry run says it too."""
    root = make_survey()
    file = bib(
        entry("a", "Editorial", 2018, "volume=1, pages={1--2}")
        + entry("b", "Editorial", 2019, "volume=2, pages={1--3}")
        + "@inproceedings{c, title={Kites and their strings}, author={Bo Kite and Cy Kite},"
        " booktitle={Kite Conference}, year=2021}\n"
        "@phdthesis{d, title={Kites and their strings}, author={Bo Kite}, school={U}, year=2021}\n"
    )
    tried = survey(root, "import", file, "--dry-run")
    done = survey(root, "import", file, "--yes")
    assert done.stderr == tried.stderr
    assert done.stderr.endswith("4 entries: 4 added\n")
    said = "b: no double of papers/smith2018editorial.yaml, which has this title: the volume is 1"
    assert said in done.stderr
    assert "d: no double of papers/kite2021kites.yaml" in done.stderr
    assert read(root, "kite2021kitesstrings")["type"] == "thesis"


@pytest.mark.parametrize("order", [1, -1])
def test_a_preprint_and_its_publication(
    make_survey: MakeSurvey, bib: Callable[..., str], order: int
) -> None:
    """A preprint and its publication become one record, which says what came from where."""
    root = make_survey()
    preprint = (
        "@misc{p, title={Deep Folds}, author={Ann Smith and Bo Li}, eprint={1901.00001},"
        " archiveprefix={arXiv}, year=2019}\n"
    )
    published = entry("q", "Deep folds", 2022, "volume=12, pages={1--9}, doi={10.1000/x}")
    file = bib("".join([preprint, published][::order]))
    done = survey(root, "import", file, "--yes")
    assert done.stderr.endswith("2 entries: 1 added, 1 twice in the file\n")
    assert "takes from it" in done.stderr
    (path,) = (root / "papers").glob("smith20*deep.yaml")
    record = read(root, path.stem)
    assert (record["venue"], record["year"], record["volume"]) == ("JPA", 2022, "12")
    assert (record["doi"], record["arxiv_id"]) == ("10.1000/x", "1901.00001")
    assert len(record["sources"]) == 2


def test_a_publication_of_a_record(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """A record of a preprint gains ids of its publication, and none of its numbers."""
    text = "title: Deep Folds\nauthors: [Ann Smith]\nyear: 2019\nvenue: arXiv\narxiv_id: '1901.00001'\n"
    root = make_survey({"papers/smith2019deep.yaml": text, **ARXIV})
    file = bib(entry("q", "Deep folds", 2022, "volume=12, pages={1--9}, doi={10.1000/x}"))
    done = survey(root, "import", file, "--yes")
    assert (
        "smith2019deep.yaml is a preprint, and this says JPA: try `survey refresh`" in done.stderr
    )
    assert "smith2019deep.yaml keeps year: 2019, not 2022" in done.stderr
    record = read(root, "smith2019deep")
    assert record["doi"] == "10.1000/x"
    assert "volume" not in record


def test_parents_are_no_papers(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """What entries inherit from is named, and becomes no record."""
    root = make_survey()
    file = bib(
        "@inproceedings{c, author={Ann Smith}, title={Deep Folds}, crossref={p}}\n"
        "@proceedings{p, title={Kite Conference}, year=2022, editor={Ed Itor and others}}\n"
    )
    done = survey(root, "import", file, "--yes")
    assert "refs.bib:2: p: no paper: c and others take from it\n" in done.stderr
    assert done.stderr.endswith("1 entry: 1 added\n")
    record = read(root, "smith2022deep")
    assert record["editors"] == ["Ed Itor", "others"]


def test_venues_that_are_one(make_survey: MakeSurvey, bib: Callable[..., str]) -> None:
    """A journal and its abbreviation are one venue, which is said; a report's number is none."""
    root = make_survey(EMPTY, papers=False)
    journals = ("Phys. Rev. D", "Physical Review D", "\\prd", "ATLAS-CONF-2012-093", "May 2012")
    file = bib(
        "".join(
            f"@article{{k{at}, title={{Title Number{at} {at}}}, author={{Ann Smith}}, year=2012,"
            f" journal={{{journal}}}}}\n"
            for at, journal in enumerate(journals)
        )
    )
    done = survey(root, "import", file, "--yes")
    assert re.findall(r"venues.yaml: (.*) is new", done.stdout) == ["Phys Rev D", "Unpublished"]
    assert "venue: Physical Review D was taken for Phys Rev D\n" in done.stderr
    assert "'ATLAS-CONF-2012-093' is the number of a report and no venue" in done.stderr
    assert "'May 2012' is a date and no venue" in done.stderr
    venues = (root / "venues.yaml").read_text(encoding="utf-8")
    assert "name: Physical Review D\n" in venues
    assert "aliases: [Phys. Rev. D]" in venues
