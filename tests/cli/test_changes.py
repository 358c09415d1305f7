"""The command `survey changes`, in repositories of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import chdir
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from site_builder.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

RECORD = "title: A Paper\nauthors: [Ann Smith]\nyear: 2020\nvenue: Preprints\nfold: [dart]\n"
SMITH = "papers/smith2020paper.yaml"
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{role}_NAME": "Nemo" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "nemo@x.example" for role in ("AUTHOR", "COMMITTER")},
}


def git(cwd: Path, *arguments: str) -> None:
    """Run git with a name of its own."""
    environment = os.environ | ENVIRONMENT
    subprocess.run(["git", *arguments], cwd=cwd, env=environment, check=True, capture_output=True)


@dataclass
class Told:
    """What the command said."""

    code: int
    lines: list[str]
    errors: str


@dataclass
class Home:
    """A survey in git."""

    root: Path

    def write(self, files: dict[str, str | bytes | None]) -> None:
        """Write files; None removes one."""
        for name, content in files.items():
            path = self.root / name
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a file's text, which must hold the old one."""
        text = (self.root / name).read_text()
        assert old in text
        (self.root / name).write_text(text.replace(old, new))

    def commit(self) -> None:
        """Commit everything."""
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--message", "x")

    def changes(self, *arguments: str) -> Told:
        """Run the command."""
        with chdir(self.root):
            done = CliRunner().invoke(main, ["changes", *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return Told(done.exit_code, done.stdout.splitlines(), done.stderr)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path) -> Path:
    """Put the tiny survey and one paper more into git, once: git takes longer than a copy."""
    found = Home(tmp_path_factory.mktemp("committed") / "survey")
    shutil.copytree(tiny_survey, found.root)
    found.write({SMITH: RECORD})
    git(found.root, "init", "--quiet", "--initial-branch", "main")
    found.commit()
    return found.root


@pytest.fixture
def home(committed: Path, tmp_path: Path) -> Home:
    """Give a copy of the committed survey."""
    shutil.copytree(committed, tmp_path / "survey")
    return Home(tmp_path / "survey")


def test_nothing(home: Home) -> None:
    """A survey that is as it was says so."""
    assert home.changes().lines == ["Nothing changes for readers of the survey."]


@pytest.mark.parametrize("state", ["new", "staged", "committed"])
def test_added(home: Home, state: str) -> None:
    """A new paper is told with where it appeared and stands, whether git knows it yet or not."""
    home.write(
        {"papers/li2021b.yaml": RECORD.replace("A Paper", "B") + "flying_place: [indoors]\n"}
    )
    if state == "staged":
        git(home.root, "add", "--all")
    if state == "committed":
        home.commit()
    assert home.changes("--since", "HEAD^" if state == "committed" else "HEAD").lines == [
        "papers/li2021b.yaml: B: added: Preprints 2020, in Dart (Fold) and Indoors (Place)"
    ]


def test_changed_and_removed(home: Home) -> None:
    """A change is told by what it means, a paper that is gone under its last title."""
    home.replace(SMITH, "venue: Preprints\nfold: [dart]", "venue: JPA\nfold: [glider]")
    home.write({"papers/folder2019first.yaml": None})
    assert home.changes().lines == [
        f"{SMITH}: A Paper: published in JPA 2020",
        f"{SMITH}: A Paper: moved from Dart to Glider (Fold)",
        "papers/folder2019first.yaml: First Folds & Other <Throws>: removed",
    ]


@pytest.mark.parametrize("more", ["", "former_keys: [smith2020paper]\n"])
def test_renamed(home: Home, more: str) -> None:
    """A paper under another key is the same paper if it says so or bears the same title."""
    title = "Another" if more else "A Paper"
    home.write({SMITH: None, "papers/z2020.yaml": RECORD.replace("A Paper", title) + more})
    assert [line for line in home.changes().lines if "renamed" in line] == [
        f"papers/z2020.yaml: {title}: renamed from smith2020paper"
    ]
    assert not any(": removed" in line or ": added" in line for line in home.changes().lines)


REGISTRIES = [
    ("taxonomy.yaml", "- id: glider\n        title: Glider", "- id: plane\n        title: Plane\n        former_ids: [glider]",
     ["taxonomy.yaml: fold/plane (Plane): id was glider; called Glider before"]),
    ("taxonomy.yaml", "Broad wings", "Wide wings", ["taxonomy.yaml: fold/glider (Glider): description changed"]),
    ("taxonomy.yaml", "\n            former_ids: [stub-dart]", "\n            former_ids: [stub-dart]\n          - {id: nib, title: Nib, description: D.}",
     ["taxonomy.yaml: fold/nib (Nib): category added under Dart"]),
    ("taxonomy.yaml", "        children:\n          - id: blunt-dart\n            title: Blunt dart\n            description: A dart whose nose is folded back.\n            former_ids: [stub-dart]\n",
     "      - id: blunt-dart\n        title: Blunt dart\n        description: A dart whose nose is folded back.\n        former_ids: [stub-dart]\n",
     ["taxonomy.yaml: fold/blunt-dart (Blunt dart): moved to the top"]),
    ("taxonomy.yaml", "      - {id: outdoors, title: Outdoors, description: In wind.}\n", "",
     ["taxonomy.yaml: flying_place/outdoors (Outdoors): category removed"]),
    ("taxonomy.yaml", "title: Place", "title: Spot", ["taxonomy.yaml: flying_place (Spot): facet called Place before"]),
    ("venues.yaml", "  - id: Fold Day\n", "  - {id: New, name: New Day, kind: workshop}\n  - id: Fold Day\n", ["venues.yaml: New (New Day): added (workshop)"]),
    ("venues.yaml", "    publisher: Fold Press\n", "", ["venues.yaml: Fold Day (Proceedings of the Annual Fold Day): publisher changed"]),
    ("venues.yaml", "  - id: Fold Day\n    name: Proceedings of the Annual Fold Day\n    kind: conference\n    publisher: Fold Press\n", "",
     ["venues.yaml: Fold Day (Proceedings of the Annual Fold Day): removed"]),
    ("benchmarks.yaml", "- id: long-hall", "- id: hall\n    former_ids: [long-hall]", ["benchmarks.yaml: hall (Long Hall): id was long-hall; former ids changed"]),
    ("benchmarks.yaml", "title: Split", "title: Part", ["benchmarks.yaml: split (Part): condition title changed"]),
    ("benchmarks.yaml", "quantities:\n", "  - {id: glue, title: Glue}\nquantities:\n", ["benchmarks.yaml: glue (Glue): condition added"]),
    ("benchmarks.yaml", "    aliases: [total-params]\n", "", ["benchmarks.yaml: total_params_m (Total parameters): quantity other names changed"]),
    ("benchmarks.yaml", "max: 60", "max: 70", ["benchmarks.yaml: long-hall (Long Hall): metrics changed"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), REGISTRIES)
def test_registry(home: Home, name: str, old: str, new: str, told: list[str]) -> None:
    """Categories, venues and benchmarks are told of entry by entry."""
    home.replace(name, old, new)
    assert home.changes().lines == told


PEOPLE = """\
people:
  - id: ada
    name: Ada Folder
    other_names: [A. Folder]
"""


def test_people_come_and_go(home: Home) -> None:
    """A registry that a survey can do without is told of as it comes, changes and goes."""
    home.write({"people.yaml": PEOPLE})
    assert home.changes().lines == ["people.yaml: ada (Ada Folder): added"]
    home.commit()
    home.write({"people.yaml": PEOPLE.replace("id: ada", "id: ada-f\n    former_ids: [ada]")})
    assert home.changes().lines == [
        "people.yaml: ada-f (Ada Folder): id was ada; former ids changed"
    ]
    home.write({"people.yaml": None})
    assert home.changes().lines == ["people.yaml: ada (Ada Folder): removed"]


EXCLUDED = """\
reasons:
  - {id: wet, name: Too wet, description: Under water.}
excluded:
  - {title: Kites in Wind, year: 2020, reason: wet}
  - {title: Strings, doi: 10.1000/x, reason: wet}
"""


def test_decisions_come_and_go(home: Home) -> None:
    """What is left out, and the reasons for it, are told of as they come, change and go."""
    home.write({"excluded.yaml": EXCLUDED})
    assert home.changes().lines == [
        "excluded.yaml: wet (Too wet): reason added",
        "excluded.yaml: wet (Kites in Wind): left out: Too wet",
        "excluded.yaml: wet (Strings): left out: Too wet",
    ]
    home.commit()
    text = EXCLUDED.replace("title: Strings", "title: String, note: So, by: Ann")
    text = text.replace("wet", "water").replace("id: water", "id: water, former_ids: [wet]")
    home.write(
        {
            "excluded.yaml": text.replace(
                "  - {title: Kites in Wind, year: 2020", "  - {title: Kites"
            )
        }
    )
    assert home.changes().lines == [
        "excluded.yaml: water (Too water): reason: id was wet; name and former ids changed",
        "excluded.yaml: water (Kites): left out: Too water",
        "excluded.yaml: water (String): title, reason, note and who decided changed",
        "excluded.yaml: wet (Kites in Wind): left out no longer",
    ]
    home.write({"excluded.yaml": None})
    assert home.changes().lines == [
        "excluded.yaml: wet (Too wet): reason removed",
        "excluded.yaml: wet (Kites in Wind): left out no longer",
        "excluded.yaml: wet (Strings): left out no longer",
    ]


CITATIONS = """\
citations:
  - paper: vouw2020blunt
    cites: [folder2019first]
    sources: [the paper]
"""


def test_citations_come_and_go(home: Home) -> None:
    """Who cites whom is told by the paper that cites, one line each."""
    home.write({"citations.yaml": CITATIONS})
    (line,) = home.changes().lines
    assert line.startswith("citations.yaml: vouw2020blunt (")
    blunt = line.partition("): ")[0] + "): "
    assert line == f"{blunt}cites folder2019first"
    home.commit()
    text = CITATIONS.replace(
        "[folder2019first]", "[gleiter2022glide]\n    not_cited: [folder2019first]"
    )
    home.write({"citations.yaml": text.replace("the paper", "OpenAlex:W1")})
    said = "cites gleiter2022glide; cites no longer folder2019first"
    assert home.changes().lines == [
        f"{blunt}{said}; is said not to cite folder2019first; sources changed"
    ]
    home.write({"citations.yaml": None})
    assert home.changes().lines == [f"{blunt}cites no longer folder2019first"]


BROKEN = [
    "title: [",
    "title: A\nauthors: [A B]\nyear: 2020\nvenue: 3\n",
    "\0",
    b"\xff\xfe",
    "- 1",
    "",
]


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("name", [SMITH, "papers/new2020.yaml", "venues.yaml", "taxonomy.yaml"])
def test_broken(home: Home, name: str, text: str | bytes) -> None:
    """What cannot be read is said to be so, without a traceback; papers are told all the same."""
    home.write({name: text, "papers/folder2019first.yaml": None})
    lines = home.changes().lines
    assert f"{name}: cannot be read: see `survey check`" in lines
    assert "papers/folder2019first.yaml: First Folds & Other <Throws>: removed" in lines


def test_broken_before(home: Home) -> None:
    """What was broken and is mended has no old version to be compared with."""
    home.write({SMITH: "title: [", "venues.yaml": "venues: 3"})
    home.commit()
    home.write({SMITH: RECORD})
    git(home.root, "checkout", "HEAD^", "--", "venues.yaml")
    assert home.changes().lines == ["Nothing changes for readers of the survey."]


def test_a_link_out_of_the_survey(home: Home) -> None:
    """A record that is a link to another place is broken; what lies there is not read."""
    (home.root / SMITH).unlink()
    (home.root / SMITH).symlink_to("/etc/hostname")
    assert home.changes().lines == [f"{SMITH}: cannot be read: see `survey check`"]


def test_formats(home: Home, tmp_path: Path) -> None:
    """The JSON is read again by --of, anywhere, and told in words that do nothing."""
    home.replace(SMITH, "A Paper", "A @team [x](y)")
    kept = tmp_path / "kept.json"
    kept.write_text("\n".join(home.changes("--format", "json").lines))
    told = home.changes("--of", str(kept), "--format", "markdown")
    assert told.lines[-1] == r"- A @<!-- -->team \[x\](y) (`smith2020paper`): title corrected"
    kept.write_text('{"papers": 3}')
    told = home.changes("--of", str(kept))
    assert (told.code, told.errors) == (
        2, "Error: --of: kept.json is not what `survey changes` wrote: papers: Input should be a valid array\n",
    )  # fmt: skip


def test_plausible(home: Home) -> None:
    """A paper that is gone is stopped where asked for; others may be added and changed."""
    home.write({"papers/li2021b.yaml": RECORD.replace("A Paper", "B")})
    home.replace(SMITH, "A Paper", "The Paper")
    assert home.changes("--plausible").code == 0
    home.write({"papers/folder2019first.yaml": None})
    assert home.changes().code == 0
    told = home.changes("--plausible")
    assert told.code == 1
    assert told.errors == "not plausible: 1 paper is gone (folder2019first)\n"


def test_too_many(home: Home) -> None:
    """More than a tenth of all papers, and more than a handful, is too much for a machine."""
    names = [f"papers/p{number}.yaml" for number in range(55)]
    home.write({name: RECORD.replace("A Paper", name[7:]) for name in names})
    home.commit()
    for name in names[:6]:
        home.replace(name, "year: 2020", "year: 2021")
    assert home.changes("--plausible").code == 0
    home.replace(names[6], "year: 2020", "year: 2021")
    told = home.changes("--plausible", "--format", "markdown")
    assert told.code == 1
    assert told.errors == "not plausible: 7 of 60 papers changed, 6 at most\n"
    assert "> **Look twice:** 7 of 60 papers changed, 6 at most" in told.lines


def test_a_broken_record_is_not_plausible(home: Home) -> None:
    """A record that a machine has broken is as good as gone."""
    home.write({SMITH: "title: ["})
    assert home.changes("--plausible").errors == f"not plausible: {SMITH} cannot be read\n"


def test_shallow(home: Home, tmp_path: Path) -> None:
    """In a shallow copy the message says what is missing and how to get it."""
    home.replace(SMITH, "A Paper", "The Paper")
    home.commit()
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{home.root}", "copy")
    told = Home(tmp_path / "copy").changes("--since", "HEAD^")
    assert told.code == 2
    assert "'HEAD^' is not in this copy of the repository, which is shallow" in told.errors
    assert "`git fetch --unshallow`" in told.errors


def test_inside_a_larger_repository(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """A survey in a folder of its repository is told of alone, by paths of its own."""
    home = Home(make_survey())
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "x")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "other.yaml").write_text("x")
    home.write({SMITH: RECORD})
    assert home.changes().lines == [f"{SMITH}: A Paper: added: Preprints 2020, in Dart (Fold)"]


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD:papers", ""])
def test_misuse(home: Home, revision: str) -> None:
    """A revision that is none exits with 2 and one line."""
    told = home.changes("--since", revision)
    assert (told.code, told.lines) == (2, [])
    assert told.errors == f"Error: --since: '{revision}' names no commit\n"


def test_no_repository(make_survey: MakeSurvey) -> None:
    """Outside a repository git's own words say so."""
    told = Home(make_survey()).changes()
    assert told.code == 2
    assert told.errors.startswith("Error: --since: ")
