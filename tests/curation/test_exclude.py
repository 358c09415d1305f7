"""The command `survey exclude`, and what others say of a paper that was left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Services, Survey

    MakeSurvey = Callable[..., Path]

FILE = "excluded.yaml"
REASONS = """\
# Ours; kept.
reasons:
  - id: no-paper
    name: No paper is folded
    description: It folds none.  # or glues it
  - {id: too-wet, name: Too wet, description: Under water., former_ids: [wet]}
"""
PSLT = """\
  - title: >-
      PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift
    year: 2023
    venue: IEEE Transactions on Pattern Analysis and Machine Intelligence
    arxiv_id: "2304.03481"
    doi: 10.1109/TPAMI.2023.3265499
    reason: no-paper
    note: "it is: about # light"
    by: Ann
    date: 2026-11-23
"""
BIB = """\
@article{wu, title = {PSLT: A Light-Weight Vision Transformer with Ladder Self-Attention and
  Progressive Shift}, author = {Wu, Gaojie}, year = 2023, journal = {TPAMI}}
@article{kites, title = {Kites in Wind}, author = {Smith, Ann}, year = 2020, journal = {JPA}}
"""
FORM = """\
body:
  - {type: input, id: paper, attributes: {label: Paper}}
  - {type: dropdown, id: category, attributes: {label: Category, options: [I am not sure]}}
"""
TOLD = "it was left out before by Ann on 2026-11-23: No paper is folded (it is: about # light)"


@pytest.fixture
def home(make_survey: MakeSurvey) -> Path:
    """Give a survey that declares reasons and has left nothing out."""
    return make_survey({FILE: REASONS})


@pytest.fixture
def left_out(make_survey: MakeSurvey) -> Path:
    """Give a survey that has left a paper out."""
    return make_survey({FILE: f"{REASONS}excluded:\n{PSLT}"})


def text(root: Path) -> str:
    """Read the file."""
    return (root / FILE).read_text(encoding="utf-8")


GIVEN = ("--reason", "no-paper", "--note", "it is: about # light", "--by", "Ann")


@pytest.mark.parametrize(
    "name", ["2304.03481", "https://arxiv.org/pdf/2304.03481v2", "arXiv:2304.03481"]
)
def test_by_identifier(home: Path, survey: Survey, name: str) -> None:
    """Title, year, venue and ids come from the services; the rest of the file stays as it is."""
    done = survey(home, "exclude", name, *GIVEN)
    assert done.returncode == 0, done.stderr
    assert text(home) == f"{REASONS}excluded:\n{PSLT}"
    assert done.stdout.startswith("excluded.yaml: No paper is folded:\n    - title: ")
    assert done.stdout.endswith("excluded.yaml:8: written\n")
    assert " 0 errors," in survey(home, "check").stderr


def test_offline(home: Path, survey: Survey, services: Services) -> None:
    """With a title nobody is asked, and an identifier need not be known."""
    title = ("--title", "Kites: in Wind", "--year", "2021", "--venue", "Kite Day")
    assert survey(home, "exclude", *title, "--reason", "too-wet").returncode == 0
    ids = ("https://openreview.net/forum?id=abcdef", "--title", "Strings")
    assert survey(home, "exclude", *ids, "--reason", "too-wet").returncode == 0
    assert services.requests == []
    assert text(home).removeprefix(REASONS) == (
        'excluded:\n  - title: "Kites: in Wind"\n    year: 2021\n    venue: Kite Day\n'
        "    reason: too-wet\n    date: 2026-11-23\n"
        "  - title: Strings\n    url: https://openreview.net/forum?id=abcdef\n"
        "    reason: too-wet\n    date: 2026-11-23\n"
    )


def test_dry_run(home: Path, survey: Survey) -> None:
    """A trial shows the entry and writes nothing."""
    done = survey(home, "exclude", "2304.03481", *GIVEN, "--dry-run")
    assert (done.returncode, text(home)) == (0, REASONS)
    assert "by: Ann" in done.stdout
    assert "written" not in done.stdout


MISUSE = [
    (("--reason", "no-paper"), "name the paper: an arXiv id, a DOI, an address, or --title"),
    (("2304.03481", "--reason", "no-papre"), "excluded.yaml declares no reason 'no-papre': did you mean 'no-paper'?"),
    (("2304.03481", "--reason", "wet"), "excluded.yaml declares no reason 'wet': it is now 'too-wet'"),
    (("2304.03481", "--reason", "dull"), "excluded.yaml declares no reason 'dull': one of no-paper, too-wet"),
    (("somewhere", "--reason", "no-paper"), "'somewhere' names no paper"),
    (("2304.03481", "--reason", "no-paper", "--note", "a\nb"), "--note: "),
    (("2304.03481",), "Missing option '--reason'"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), MISUSE)
def test_misuse(
    home: Path, survey: Survey, services: Services, arguments: tuple[str, ...], said: str
) -> None:
    """What cannot be meant is told before anybody is asked, and nothing is written."""
    done = survey(home, "exclude", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert (text(home), services.requests) == (REASONS, [])


def test_without_a_file(make_survey: MakeSurvey, survey: Survey) -> None:
    """A survey without the file is told how to begin it, and its beginning is sound."""
    root = make_survey()
    done = survey(root, "exclude", "2304.03481", *GIVEN)
    assert done.returncode == 2
    begun = done.stderr.split("`")[1] + "\n"
    assert not (root / FILE).exists()
    (root / FILE).write_text(begun.replace("off-topic", "no-paper"), encoding="utf-8")
    assert survey(root, "exclude", "2304.03481", *GIVEN).returncode == 0
    assert " 0 errors," in survey(root, "check").stderr


def test_broken_file(make_survey: MakeSurvey, survey: Survey) -> None:
    """A file that cannot be read is told of with its line, and is left alone."""
    root = make_survey({FILE: "reasons: [\n"})
    done = survey(root, "exclude", "2304.03481", *GIVEN)
    assert done.returncode == 1
    assert "excluded.yaml:2:1: error" in done.stdout + done.stderr
    assert text(root) == "reasons: [\n"


def test_brackets_are_left_to_people(make_survey: MakeSurvey, survey: Survey) -> None:
    """A list that cannot be changed line by line stays as it is."""
    written = f"{REASONS}excluded: [{{title: Kites, reason: too-wet}}]\n"
    root = make_survey({FILE: written})
    done = survey(root, "exclude", "2304.03481", *GIVEN)
    assert done.returncode == 2
    assert "put it in form with `survey fmt` first" in done.stderr
    assert text(root) == written


def test_a_record_is_not_left_out(home: Path, survey: Survey) -> None:
    """What has a record is refused by its identifier, and doubted by its title."""
    assert survey(home, "add", "2304.03481", "--yes").returncode == 0
    done = survey(home, "exclude", "10.1109/TPAMI.2023.3265499", *GIVEN)
    assert done.returncode == 1
    assert "is in the survey as papers/wu2023pslt.yaml: it has the same DOI" in done.stderr
    title = (
        "--title",
        "PSLT - a light-weight vision transformer with ladder self-attention and progressive shift",
    )
    done = survey(home, "exclude", *title, *GIVEN, "--yes")
    assert done.returncode == 1
    assert "may be in the survey as papers/wu2023pslt.yaml: its title" in done.stderr
    assert text(home) == REASONS
    insisted = survey(home, "exclude", *title, *GIVEN, given="y\n")
    assert insisted.returncode == 0, insisted.stderr


def test_twice(left_out: Path, survey: Survey, services: Services) -> None:
    """What is left out already is told, with the reason, and not written again."""
    before = text(left_out)
    done = survey(left_out, "exclude", "2304.03481", "--reason", "too-wet")
    assert done.returncode == 1
    assert TOLD in done.stderr
    assert (text(left_out), services.requests) == (before, [])


def test_unknown_paper(home: Path, survey: Survey, services: Services) -> None:
    """What nobody knows needs a title."""
    services.refuse_all(Retry_After="0")
    done = survey(home, "exclude", "10.1000/nothing", *GIVEN)
    assert done.returncode == 1
    assert "nobody says the title of doi:10.1000/nothing" in done.stderr
    assert "give it with --title" in done.stderr
    assert text(home) == REASONS


def test_add_says_so(left_out: Path, survey: Survey, services: Services) -> None:
    """`survey add` says why a paper was left out before it asks a service, and adds nothing."""
    for more in (("--yes",), ("--dry-run",)):
        done = survey(left_out, "add", "2304.03481", *more)
        assert done.returncode == 1
        assert TOLD in done.stderr
        assert "to add it, take its entry out of excluded.yaml" in done.stderr
    declined = survey(left_out, "add", "2304.03481", given="n\n")
    assert declined.returncode == 1
    assert "Add it all the same?" in declined.stdout
    assert services.requests == []
    assert not (left_out / "papers" / "wu2023pslt.yaml").exists()


def test_add_all_the_same(left_out: Path, survey: Survey) -> None:
    """Who insists gets the record, and the entry goes, so that the survey stays sound."""
    done = survey(left_out, "add", "2304.03481", "--category", "dart", given="y\ny\n")
    assert done.returncode == 0, done.stderr
    assert "excluded.yaml: the paper is left out no longer" in done.stdout
    assert text(left_out) == f"{REASONS}excluded: []\n"
    assert " 0 errors," in survey(left_out, "check").stderr


def test_add_knows_it_by_its_title(make_survey: MakeSurvey, survey: Survey) -> None:
    """An entry without identifiers is found by its title, once the services have said it."""
    bare = "\n".join(line for line in PSLT.split("\n") if "_id" not in line and "doi" not in line)
    root = make_survey({FILE: f"{REASONS}excluded:\n{bare}"})
    done = survey(root, "add", "2304.03481", "--yes")
    assert done.returncode == 1
    assert TOLD in done.stderr
    kept = survey(root, "add", "2304.03481", "--category", "dart", given="y\ny\nn\n")
    assert kept.returncode == 0, kept.stderr
    assert text(root) == f"{REASONS}excluded:\n{bare}"


def test_import_says_so(left_out: Path, survey: Survey, tmp_path: Path) -> None:
    """`survey import` says why a paper was left out, imports the others, and finds no fault."""
    bib = tmp_path / "x.bib"
    bib.write_text(BIB, encoding="utf-8")
    done = survey(left_out, "import", str(bib), "--yes")
    assert done.returncode == 0, done.stderr
    assert f"x.bib:1: wu: {TOLD}: excluded.yaml; its title is 100 % the same" in done.stderr
    assert "2 entries: 1 added, 1 left out before" in done.stderr
    assert {key for key in Library.load(left_out)[0].papers if key.startswith(("wu", "smith"))} == {
        "smith2020kites"
    }
    again = survey(left_out, "import", str(bib), "--dry-run")
    assert "1 here already, 1 left out before" in again.stderr


def asked(root: Path, survey: Survey, out: Path, **event: object) -> dict[str, str]:
    """Fill in the form for the paper; return the files of the answer."""
    form = root / ".github" / "ISSUE_TEMPLATE" / "add-a-paper.yml"
    form.parent.mkdir(parents=True, exist_ok=True)
    form.write_text(FORM, encoding="utf-8")
    body = "### Paper\n\n2304.03481\n\n### Category\n\nI am not sure\n"
    issue = {"number": 7, "body": body, "author_association": "NONE"}
    sent = out.with_suffix(".json")
    sent.write_text(json.dumps({"action": "labeled", "issue": issue, **event}), encoding="utf-8")
    done = survey(root, "answer", str(sent), "--out", str(out))
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}


@pytest.mark.parametrize("label", ["accepted", "excluded: too-wet", "other"])
def test_answer_says_so(left_out: Path, survey: Survey, tmp_path: Path, label: str) -> None:
    """Who asks for it by the form is told the reason, and so is who accepts it."""
    before = text(left_out)
    files = asked(left_out, survey, tmp_path / "out", label={"name": label})
    assert files.keys() == {"answer.md"}
    assert "It was looked at before: **PSLT: A Light" in files["answer.md"]
    assert "No paper is folded" in files["answer.md"]
    assert not (left_out / "papers" / "wu2023pslt.yaml").exists()
    assert text(left_out) == before


def test_a_label_leaves_out(home: Path, survey: Survey, tmp_path: Path) -> None:
    """A label with a reason makes a pull request that leaves the paper out, as the command does."""
    files = asked(home, survey, tmp_path / "out", label={"name": "excluded: no-paper"})
    assert files["title.txt"] == "Leave out arXiv:2304.03481\n"
    assert files["body.md"].startswith("Closes #7.\n\n**PSLT: A Light")
    assert "**No paper is folded**: It folds none" in files["answer.md"]
    bare = [line for line in PSLT.split("\n") if not line.startswith(("    note", "    by"))]
    assert text(home) == f"{REASONS}excluded:\n" + "\n".join(bare)
    assert " 0 errors," in survey(home, "check").stderr


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"label": {"name": "excluded: no-papre"}}, "did you mean"),
        ({"action": "opened", "label": {"name": "excluded: no-paper"}}, "is not in the survey yet"),
        ({"label": {"name": "excluded"}}, "`excluded: no-paper`, `excluded: too-wet`"),
    ],
)
def test_only_a_label_of_a_reason_does(
    home: Path, survey: Survey, tmp_path: Path, event: dict[str, object], said: str
) -> None:
    """Other labels, and texts that claim one, are answered and leave the file as it is."""
    files = asked(home, survey, tmp_path / "out", **event)
    assert files.keys() == {"answer.md"}
    assert said in files["answer.md"]
    assert text(home) == REASONS


def test_hostile_texts_are_inert(home: Path, survey: Survey) -> None:
    """What is written is read back as it is, and speaks to no terminal."""
    nasty = "\N{RIGHT-TO-LEFT OVERRIDE}=1+1\t<b>'\" # x: [y]"
    done = survey(home, "exclude", "--title", "Kites", *GIVEN[:2], "--by", nasty)
    assert done.returncode == 2
    kept = "=1+1 <b>'\" # x: [y], ${{ x }} ::error::"
    assert survey(home, "exclude", "--title", kept, *GIVEN[:2], "--by", kept).returncode == 0
    (entry,) = Library.load(home)[0].exclusion_entries
    assert (entry.title, entry.by) == (kept, kept)
    again = survey(home, "exclude", "--title", kept, *GIVEN[:2])
    assert again.returncode == 1
