"""The command `survey new`, and what the survey that it makes can do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from in_process import survey
from markdown import Markdown
from markdown_it import MarkdownIt
from mkdocs.utils import yaml_load

from site_builder import __version__, starter
from site_builder.cli import COMMANDS
from site_builder.curation import issue_form
from site_builder.problems import SurveyError
from site_builder.starter import wheel

TITLES = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="<>")
    | st.sampled_from(" \\`*_{}[]()#+-.!|~:&\"'%@$=^/"),
    min_size=1,
).filter(lambda title: bool(title.strip()))
"""Titles of all signs that a line may have, those that YAML and Markdown read among them."""


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """Begin a survey."""
    done = survey(tmp_path, "new", "planes", "--title", "Paper Planes")
    assert done.returncode == 0, done.stderr
    return tmp_path / "planes"


def names(folder: Path) -> set[str]:
    """Name the files of a folder by their paths in it."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def read_yaml(text: str) -> Any:
    """Read YAML as plain data."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


class Headings(HTMLParser):
    """The text of a page's first heading, and the elements inside it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.elements, self.is_inside = "", list[str](), False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the parser's signature)
        if self.is_inside:
            self.elements.append(tag)
        self.is_inside |= tag == "h1"

    def handle_endtag(self, tag: str) -> None:
        self.is_inside &= tag != "h1"

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            self.text += data


def test_lives(begun: Path, tmp_path: Path) -> None:
    """A new survey passes the check and builds without a warning; so it does with papers in it."""
    assert survey(begun, "check").stderr == "0 papers read: 0 errors, 0 warnings\n"
    built = survey(begun, "build", "--strict")
    assert built.returncode == 0, built.stderr
    assert "No papers yet" in (begun / "site" / "papers" / "index.html").read_text("utf-8")
    bib = tmp_path / "refs.bib"
    bib.write_text(
        "@article{a, title={Deep {Folds}}, author={Ann Smith}, year=2020, abstract={We fold.},\n"
        "  journal={Journal of Paper Aeroplanes}}\n"
        "@misc{b, title={Wide Wings}, author={Bo Li}, year=2021, abstract={We glide.},\n"
        "  eprint={2101.00001}, archiveprefix={arXiv}}\n",
        encoding="utf-8",
    )
    imported = survey(begun, "import", str(bib), "--yes", "--category", "foundations")
    assert re.search(r"^venues.yaml: .* is new: Journal of Paper Aeroplanes", imported.stdout)
    assert imported.stdout.endswith("\n2 records written, 0 changed\n")
    checked = survey(begun, "check")
    assert checked.returncode == 0
    assert "2 papers read: 0 errors" in checked.stderr
    assert survey(begun, "fmt", "--check").returncode == 0
    built = survey(begun, "build", "--strict")
    assert built.returncode == 0, built.stderr
    for page in ("papers/smith2020deep", "papers/li2021wide", "venues/arxiv", "area/foundations"):
        assert (begun / "site" / page / "index.html").is_file()


def test_navigation_needs_no_edit(begun: Path) -> None:
    """No page stands twice in the navigation; it follows what is done to facets and benchmarks."""
    text = (begun / "mkdocs.yml").read_text("utf-8")
    pages = re.findall(r"^ +- (?:.*: )?(\S+\.md|survey:\S+)", text, re.MULTILINE)
    assert len(pages) == len(set(pages)) > len(("index.md", "survey:facets"))
    taxonomy = begun / "taxonomy.yaml"
    taxonomy.write_text(
        taxonomy.read_text("utf-8")
        .replace("  - id: area\n    title: Area", "  - id: ground\n    title: Ground")
        .replace("id: contribution", "id: gift"),
        encoding="utf-8",
    )
    built = survey(begun, "build", "--strict")
    assert built.returncode == 0, built.stderr
    home = (begun / "site" / "index.html").read_text("utf-8")
    assert re.search(r'href="ground/" class="md-tabs__link">\s*Ground', home)
    assert 'href="gift/"' in home
    assert 'href="benchmarks/"' not in home


def test_shares_what_serves_every_survey(begun: Path, root: Path) -> None:
    """What serves every survey comes from the engine's own repository, word for word."""
    for name in starter.SHARED:
        assert (root / name).exists(), name
    for name in names(begun):
        if name.startswith(starter.SHARED) and name != issue_form.FORM:
            assert (begun / name).read_bytes() == (root / name).read_bytes(), name


def test_workflows_run_with_what_a_survey_has(begun: Path) -> None:
    """Workflows ask for actions and commands that are there: no tool of the engine's repository."""
    workflows = [begun / name for name in names(begun) if name.startswith(".github/workflows/")]
    assert {"check.yml", "publish.yml"} <= {path.name for path in workflows}
    for path in workflows:
        text = path.read_text("utf-8")
        for action in re.findall(r"uses: \./(\S+)", text):
            assert (begun / action / "action.yml").is_file()
        assert not re.search(r"tools/|\bmake\b|\.venv|constraints", text), path.name
        commands = set(re.findall(r"(?:^|run:)\s*survey ([a-z-]+)", text, re.MULTILINE))
        assert commands <= set(COMMANDS), path.name


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("vendor.github-actions", "actions/setup/action.yml"),
        ("vendor.github-issue-forms", "ISSUE_TEMPLATE/add-a-paper.yml"),
        ("vendor.dependabot", "dependabot.yml"),
    ],
)
def test_forge_takes_what_differs(begun: Path, schema: str, name: str) -> None:
    """The files for the forge that are not those of the engine's repository fit their schemas."""
    path = str(begun / ".github" / name)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_are_safe(begun: Path) -> None:
    """The linter for unsafe workflows, at its most pedantic, finds nothing."""
    program = str(Path(sys.executable).with_name("zizmor"))
    command = [program, "--offline", "--quiet", "--persona=pedantic", str(begun / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_form_lists_the_categories(begun: Path) -> None:
    """The issue form offers the categories that the survey begins with, and is no stale one."""
    assert "[contribution/method]" in (begun / issue_form.FORM).read_text("utf-8")
    assert survey(begun, "forms", "--check").returncode == 0


def test_names_nothing_of_this_survey(begun: Path, root: Path) -> None:
    """Nothing in a new survey speaks of the one that is kept beside the engine."""
    facets = read_yaml((root / "taxonomy.yaml").read_text("utf-8"))["facets"]
    words = {"visual tuning", *(facet["id"] for facet in facets if "_" in facet["id"])}
    for name in names(begun):
        text = (begun / name).read_text("utf-8").lower()
        assert not [word for word in words if word in text], name


def test_says_what_to_do_next(tmp_path: Path) -> None:
    """The last words are the next steps, in commands that can be copied."""
    said = survey(tmp_path, "new", "my planes").stdout
    assert "\n    cd 'my planes'\n    git init\n    survey serve " in said
    assert 'site_name: "My planes"\n' in (tmp_path / "my planes" / "mkdocs.yml").read_text("utf-8")


def test_folder_may_hold_the_repository(tmp_path: Path) -> None:
    """A folder with nothing but the repository in it counts as empty."""
    (tmp_path / ".git").mkdir()
    assert survey(tmp_path, "new", ".").returncode == 0
    assert (tmp_path / "taxonomy.yaml").is_file()


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (["a.txt"], "is not empty, it has a.txt; nothing was written: name a new folder"),
        ([".hidden"], "is not empty, it has .hidden; nothing"),
        (["a\x1b[31m"], "is not empty, it has a"),
        ([f"{n}.txt" for n in range(7)], "0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more; nothing"),
    ],
)
def test_full_folder_is_refused(tmp_path: Path, there: list[str], said: str) -> None:
    """A folder with something in it is left as it is, and said to hold what it holds."""
    for name in there:
        (tmp_path / name).write_text("mine", encoding="utf-8")
    done = survey(tmp_path, "new", ".", "--title", "X")
    assert done.returncode == 2
    assert said in done.stderr
    assert "\x1b" not in done.stderr
    assert names(tmp_path) == set(there)


def test_file_is_no_folder(tmp_path: Path) -> None:
    """Where a file has the name there is no survey to be made; that is said in one line."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = survey(tmp_path, "new", "file")
    assert done.returncode == 2
    assert done.stderr == f"Error: {tmp_path / 'file'} cannot be made: Not a directory\n"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("", "the title is empty"),
        ("a\nb", "the title must be one line"),
        ("a\x1bb", "the title character U+001B is not allowed"),
        ("a\u202eb", "the title character U+202E is not allowed"),
        ("a <b>", "has the sign <"),
        ("x" * 1001, "the title is 1,001 characters long"),
    ],
)
def test_title_is_refused(tmp_path: Path, title: str, said: str) -> None:
    """A title that pages could not show is refused before anything is written."""
    done = survey(tmp_path, "new", "planes", "--title", title)
    assert (done.returncode, names(tmp_path)) == (2, set())
    assert said in done.stderr


def test_folder_without_a_word_makes_no_title(tmp_path: Path) -> None:
    """Where the folder's name has no word in it, a title is asked for."""
    with pytest.raises(SurveyError, match="name one with --title"):
        starter.title_from(tmp_path / "--")


@given(title=TITLES)
@example("@@version@@")
@example("[a](javascript:x) ![b](c) {: #d } &lt; `e` **f** 1. g # h #")
@example("'\"\\ #: - ? ! % & * | {}")
@example("https://a.example www.a.example")
def test_title_stays_text(title: str) -> None:
    """A title reads back as it was given, from YAML and from both dialects of Markdown."""
    files = starter.files_of(title)
    plain = starter.title_of(title)
    assert yaml_load(files["mkdocs.yml"])["site_name"] == plain
    page = str(files["docs/index.md"]).partition("---\n\n")[2]
    extensions = ["admonition", "attr_list", "footnotes", "tables", "toc"]
    for html in (
        Markdown(extensions=extensions).convert(page),
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(str(files["README.md"])),
    ):
        heading = Headings(html)
        assert (" ".join(heading.text.split()), heading.elements) == (" ".join(plain.split()), [])


def uncommented(text: str) -> str:
    """Give the example that a registry has in comments: the lines that are indented behind the #."""
    lines = re.findall(r"^#( {2,}\S.*)$", text, re.MULTILINE)
    assert lines
    return "\n".join(lines) + "\n"


def test_examples_hold(begun: Path) -> None:
    """Every example that a new survey shows in comments and pages is accepted as it stands."""
    (begun / "papers" / "example2024gliders.yaml").write_text(
        "\n".join(
            re.findall(r"```yaml\n(.*?)```", (begun / name).read_text("utf-8"), re.DOTALL)[0]
            for name in ("papers/README.md", "docs/about.md")
        ),
        encoding="utf-8",
    )
    for name in ("venues", "benchmarks"):
        path = begun / f"{name}.yaml"
        text = path.read_text("utf-8")
        entry = uncommented(text)
        path.write_text(text.replace(f"{name}: []", f"{name}:") + entry, encoding="utf-8")
    path = begun / "taxonomy.yaml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"^ {8}# (?=children| )", " " * 8, text, flags=re.MULTILINE), "utf-8")
    path = begun / "mkdocs.yml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"^( *)# (?=- )", r"\1", text, flags=re.MULTILINE))
    checked = survey(begun, "check")
    assert checked.returncode == 0, checked.stdout
    assert survey(begun, "fmt").returncode == 0
    built = survey(begun, "build", "--strict")
    assert built.returncode == 0, built.stderr
    for page in (
        "papers/example2024gliders",
        "venues/jpa",
        "benchmarks/flight-10",
        "area/medicine",
    ):
        assert (begun / "site" / page / "index.html").is_file()


def test_requirements_name_this_engine(begun: Path) -> None:
    """A survey asks for the version of the engine that it was begun with, from its own wheel."""
    asked = (begun / "requirements.txt").read_text("utf-8").splitlines()
    asked = [line for line in asked if not line.startswith("#")]
    assert asked == [f"./wheels/{wheel.NAME}", f"living-survey=={__version__}"]  # in this order


@pytest.mark.parametrize(
    ("noted", "is_found"),
    [
        ({"url": "file://{folder}/{name}"}, True),
        ({"url": "file://{folder}/other-1.whl"}, False),
        ({"url": "file://{folder}/gone/{name}"}, False),
        ({"url": "https://a.example{folder}/{name}"}, False),
        ({"url": "file://{folder}", "dir_info": {"editable": True}}, False),
        (None, False),
    ],
)
def test_wheel_goes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: dict[str, Any] | None, *, is_found: bool
) -> None:
    """Where the wheel that the engine was installed from is at hand, the survey carries it."""
    (tmp_path / wheel.NAME).write_bytes(b"wheel")
    (tmp_path / "other-1.whl").write_bytes(b"wheel")
    text = json.dumps(noted) if noted else None
    text = text and text.replace("{folder}", str(tmp_path)).replace("{name}", wheel.NAME)

    class Stub:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return text

    monkeypatch.setattr(wheel, "distribution", lambda _: Stub())
    carried = {name for name in starter.files_of("X") if name.startswith("wheels/")}
    assert carried == ({f"wheels/{wheel.NAME}"} if is_found else set())
