"""What the plugin remembers of a run, looked at without MkDocs."""

from __future__ import annotations

import logging
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from site_builder.mkdocs_site.frame_set import FrameSet
from site_builder.mkdocs_site.parts import Build, Surroundings
from site_builder.mkdocs_site.state import Run
from site_builder.pages import SiteFacts
from site_builder.pages.handwritten.documents import Handwritten, read
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.pages import Page

LOG = logging.getLogger("tests.state")


BARE = FrameSet(lambda _: ["body"])
"""Pages without any frame."""


class Site:
    """A survey whose pages are written into a folder, again and again."""

    def __init__(self, root: Path, folder: Path, *, is_serving: bool) -> None:
        self.root, self.folder = root, folder
        self.run = Run(is_serving=is_serving, log=LOG)
        self.folder.mkdir()

    def build(self) -> list[Page]:
        """Build once; return the hubs."""
        run = self.run
        run.begin(self.folder, indexed=0)
        run.build = Build()
        survey = run.load(self.root)
        hubs = run.make(survey, SiteFacts(history=run.read_history(survey)))
        run.finish(run.write(lambda: Surroundings(BARE, set(), {}), lambda: None))
        return hubs

    def read(self, uri: str) -> str:
        """Read a page."""
        return (self.folder / uri / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def make_site(make_survey: Callable[..., Path], tmp_path: Path) -> Callable[..., Site]:
    """Give a function that begins a run on the tiny survey."""
    return partial(Site, make_survey(), tmp_path / "site")


def test_a_run_needs_no_mkdocs() -> None:
    """Neither a run nor its state imports MkDocs."""
    program = "import sys; import site_builder.mkdocs_site.state; sys.exit('mkdocs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_everything_but_the_hubs_is_written(make_site: Callable[..., Site]) -> None:
    """A build writes the pages and files, and hands the hubs over; then it is whole."""
    site = make_site(is_serving=False)
    hubs = site.build()
    assert "First Folds" in site.read("papers/folder2019first")
    assert (site.folder / "survey.bib").is_file()
    assert "papers/" in {hub.uri for hub in hubs}
    assert not (site.folder / "papers" / "index.html").exists()
    assert site.run.is_whole


def test_edited_papers_come_first(make_site: Callable[..., Site]) -> None:
    """A second build of a served site knows the records that changed; a first one has none."""
    site = make_site(is_serving=True)
    site.build()
    site.run.afterwards.wait()
    assert not site.run.build.edits
    record = site.root / "papers" / "folder2019first.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("First Folds", "Last Folds"), encoding="utf-8")
    site.build()
    assert site.run.build.edits.changed == {"folder2019first"}
    assert "Last Folds" in site.read("papers/folder2019first")
    site.run.afterwards.wait()
    assert "Last Folds" in site.read("years/2019")


def break_template(root: Path) -> None:
    """Put a template of the survey's own there that cannot be filled."""
    template = root / "templates" / "pages" / "paper.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ nothing }}", encoding="utf-8")


def test_mistake_ends_a_build(make_site: Callable[..., Site]) -> None:
    """A mistake in a template is raised, and the site is not whole."""
    site = make_site(is_serving=False)
    break_template(site.root)
    with pytest.raises(SurveyError, match="'nothing' is undefined"):
        site.build()
    assert not site.run.is_whole


def test_mistake_does_not_end_a_server(
    make_site: Callable[..., Site], caplog: pytest.LogCaptureFixture
) -> None:
    """While serving, a mistake is said in the log and on the site."""
    site = make_site(is_serving=True)
    break_template(site.root)
    site.build()
    assert "'nothing' is undefined" in caplog.text
    assert "undefined" in (site.folder / "404.html").read_text(encoding="utf-8")


def test_pieces_wait_until_markdown_is_read(make_site: Callable[..., Site]) -> None:
    """Pieces are comments while Markdown is read, and stand in their places behind that."""
    site = make_site(is_serving=False)
    site.build()
    text = site.run.composed(read("a\n\n<!-- survey:overview -->\n", "x.md", "x.md", "x/"))
    assert "papers/" not in text
    made = site.run.filled(text)
    assert 'href="../papers/folder2019first/"' in made
    assert "<!--" not in made


def test_faults_of_pages_end_a_build(
    make_site: Callable[..., Site], caplog: pytest.LogCaptureFixture
) -> None:
    """Every fault of a hand-written page is told with its place; the last one ends the build."""
    site = make_site(is_serving=False)
    site.build()
    survey = site.run.load(site.root)
    page = read("<!-- survey:nothing -->\n\n[@folder2019frst]", "docs/x.md", "x.md", "x/")
    with pytest.raises(SurveyError, match=r"docs/x\.md:1:1: there is no piece"):
        site.run.refuse_faults(survey, Handwritten(documents=(page,)))
    assert "docs/x.md:3:2: unknown key 'folder2019frst' (did you mean" in caplog.text
