"""The command `survey export-docs`: the site as plain files, and what other generators make of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from in_process import survey
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from site_builder.export_docs import folder, path_of
from site_builder.mkdocs_site import face, run
from site_builder.mkdocs_site.minified import minified
from site_builder.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

HOSTILE = r"""
title: '# *Not* a `heading` {{ config }} {% raw %} <b>bold</b> & "quoted" [x](y)'
method: '{{ x }}'
authors: [Ann Example]
year: 2024
venue: JPA
fold: [dart]
flying_place: [indoors]
summary: |-
  First paragraph.

  ```
  no code
  ```

      no code either

  [ref]: https://a.example
  *[HTML]: abbreviation
  - no list
  1. no list
  !!! note
      --8<-- "mkdocs.yml"

  Last paragraph: <script>alert(1)</script> </div> --> &lt;
abstract: |-
  | a | b |
  |---|---|

  $a_1 * b_2$ and $c$ : a definition
  {: #id .class }
notes: |-
  A list:

  - one

          indented code	with a tab

  ```
  fenced

  code
  ```
"""
"""A record full of what dialects of Markdown give a meaning."""
INDEX = """\
# Paper Aeroplanes

<!-- survey:overview -->

- in a list

    <!-- survey:downloads -->

```
<!-- survey:overview -->
```

See [the papers](papers/index.md), [one](papers/gleiter2022glide.md), [a category](fold/dart.md),
[a file](survey.bib), [below](deep/README.md) and a picture ![](dot.svg).
"""
CONFIG = """\
# About the whole file.
site_name: "Paper: Aeroplanes"
site_url: !ENV [NO_SUCH_VARIABLE, "https://planes.example/here/"]
repo_url: https://github.com/a/b
edit_uri: !ENV [NO_SUCH_VARIABLE, edit/main/docs/]
docs_dir: docs

# About the theme.
theme:
  name: material
  font: false
plugins:
  - survey: {search: false, licence: "https://licence.example/"}
# About extensions.
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - md_in_html
  - tables
  - pymdownx.superfences
validation:
  omitted_files: warn
  absolute_links: warn
  unrecognized_links: warn
hooks: [hook.py]
"""


class Built(NamedTuple):
    """One survey as its own site, as an export, and as the site that plain MkDocs makes of that."""

    own: Path
    exported: Path
    site: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path) -> Built:
    """Build a survey with an awkward record both ways."""
    home = tmp_path_factory.mktemp("handover")
    root = home / "survey"
    shutil.copytree(tiny_survey, root)
    for name, text in {
        "papers/example2024hostile.yaml": HOSTILE,
        "papers/index.yaml": "title: Index\nauthors: [A B]\nyear: 2020\nvenue: JPA\nfold: [dart]\n",
        "docs/index.md": INDEX,
        "docs/deep/README.md": "---\nhide: [toc]\n---\n# Deep\n\n<!-- survey:overview -->\n",
        "docs/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "docs/years/2022.md": "# A year by hand\n",
        "CONTRIBUTING.md": "# Contributing\n\nCopy [one](papers/gleiter2022glide.yaml).\n",
        "mkdocs.yml": CONFIG,
        "hook.py": "",
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    done = survey(root, "export-docs", "../exported")
    assert done.returncode == 0, done.stderr
    assert run.build(root, out=home / "own")
    plain = load_config(str(home / "exported" / "mkdocs.yml"), site_dir=str(home / "site"))
    plain.strict = True
    mkdocs_build(plain)
    return Built(home / "own", home / "exported", home / "site")


class Reader(HTMLParser):
    """What a page says: its title, the text of its content, and where it links to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.text, self.links = "", "", list[str]()
        self.metas: dict[str, str] = {}
        self.above: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]
        if tag == "meta" and said.get("name"):
            self.metas[str(said["name"])] = str(said.get("content"))
        if tag not in {"meta", "link", "br", "hr", "img", "input"}:
            self.above.append((tag, said))

    def handle_endtag(self, tag: str) -> None:
        while self.above and self.above.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.above]
        if tags[-1:] == ["title"] and "svg" not in tags:
            self.title += data
        is_sign = any("headerlink" in str(said.get("class")) for _, said in self.above)
        is_content = any("md-content" in str(said.get("class")).split() for _, said in self.above)
        if is_content and tags[-1] not in {"script", "style"} and not is_sign:
            self.text += data


def read(path: Path) -> Reader:
    """Read a page."""
    return Reader(path.read_text(encoding="utf-8"))


def names(place: Path, pattern: str = "*") -> set[str]:
    """Name the files of a folder by their paths in it."""
    return {p.relative_to(place).as_posix() for p in place.rglob(pattern) if p.is_file()}


def test_other_generators_say_the_same(built: Built) -> None:
    """Every page of the survey's own site is on the other one, and says the same under its title."""
    found = names(built.own, "*.html") - {"404.html"}
    assert "papers/example2024hostile/index.html" in found
    assert {"papers/index/index.html", "contributing/index.html"} <= found
    assert_same_words(built.own, built.site)


def assert_same_words(one: Path, other: Path, *, names_home: bool = False) -> None:
    """Hold every page of a site against the page at the same address of another.

    Zensical names the home page in its title too, where Material has the site's name alone.
    """
    found = names(one, "*.html") - {"404.html"}
    assert found <= names(other, "*.html")
    for name in found:
        own, its = read(one / name), read(other / name)
        assert its.text.split() == own.text.split(), name
        prefix = "Paper Aeroplanes - " if names_home and name == "index.html" else ""
        assert its.title == f"{prefix}{own.title}", name
        assert its.metas.get("citation_title") == own.metas.get("citation_title")
        assert its.metas.get("description") == own.metas.get("description")


@pytest.mark.slow
def test_zensical_says_the_same(built: Built, tmp_path: Path) -> None:
    """Zensical, which runs no plugin of MkDocs, builds an export without a warning, word for word."""
    home = tmp_path / "exported"
    shutil.copytree(built.exported, home)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert_same_words(built.own, home / "site", names_home=True)
    for name in names(home / "docs") - names(home / "docs", "*.md"):
        assert (home / "site" / name).read_bytes() == (home / "docs" / name).read_bytes(), name


def test_other_generators_carry_every_file(built: Built) -> None:
    """Every file at a fixed address is at that address on the other site too, byte for byte.

    Scripts and style sheets are readable there; the survey's own site has them made smaller.
    """
    made_elsewhere = {"sitemap.xml", "sitemap.xml.gz", "survey.md", "robots.txt"}
    found = {n for n in names(built.own) - made_elsewhere if not n.endswith(".html")}
    found = {n for n in found if not n.startswith(("assets/", "pagefind/"))}
    assert {"survey.bib", "feed.atom.xml", "api/v1/papers.json", "css/survey.css"} <= found
    for name in found:
        own, other = (built.own / name).read_bytes(), (built.site / name).read_bytes()
        if name.startswith(("css/", "js/")):
            text, suffix = other.decode(), PurePath(name).suffix
            known = {minified(text, suffix), minified(face.style_sheet() + text, suffix)}
            assert own.decode() in known, name
        else:
            assert other == own, name
    assert (built.site / "survey.md.txt").read_bytes() == (built.own / "survey.md").read_bytes()


def test_no_link_is_broken(built: Built) -> None:
    """Every link of the other site leads to a page or file that is there."""
    files, broken = names(built.site), []
    for name in names(built.site, "*.html") - {"404.html"}:
        for link in read(built.site / name).links:
            to = urlsplit(urljoin(f"https://planes.example/here/{name}", link))
            if to.netloc == "planes.example":
                path = unquote(to.path).removeprefix("/here/")
                target = f"{path}index.html" if path.endswith("/") or not path else path
                if target not in files:
                    broken.append((name, link))
    assert broken == []


def test_exporting_again_changes_nothing(built: Built, tmp_path: Path) -> None:
    """Exports of the same survey are the same, byte for byte; one over the other as well."""
    root = built.own.parent / "survey"
    assert survey(root, "export-docs", str(tmp_path / "one")).returncode == 0
    before = {name: (tmp_path / "one" / name).read_bytes() for name in names(tmp_path / "one")}
    assert before == {name: (built.exported / name).read_bytes() for name in names(built.exported)}
    assert survey(root, "export-docs", str(tmp_path / "one")).returncode == 0
    assert before == {name: (tmp_path / "one" / name).read_bytes() for name in before}


def test_configuration_keeps_what_is_said(built: Built) -> None:
    """The settings of a site stay, with their comments; what is of our plugin alone is left out."""
    text = (built.exported / "mkdocs.yml").read_text("utf-8")
    assert 'site_url: !ENV [NO_SUCH_VARIABLE, "https://planes.example/here/"]\n' in text
    assert "# About extensions.\nmarkdown_extensions:\n" in text
    assert "plugins: [search]\n" in text
    assert not re.search("^hooks|^  - survey|About the whole|About the theme", text, re.MULTILINE)
    assert (built.exported / "docs" / "feed.atom.xml").read_text().count("https://planes.example/")


def test_names_of_pages() -> None:
    """A page's file is named as links name it, unless the name would mean the folder."""
    assert path_of(Page("papers/x/", "X", "")) == "papers/x.md"
    assert path_of(Page("papers/", "X", "", is_hub=True)) == "papers/index.md"
    assert path_of(Page("papers/index/", "X", "")) == "papers/index/index.md"
    assert path_of(Page("papers/readme/", "X", "")) == "papers/readme/index.md"


def test_other_files_are_left_alone(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """What an export did not write stays; what it no longer writes goes, with its empty folders.

    A record that breaks goes too, and is told. A survey's own theme comes before that of exports.
    """
    config = "site_name: X\ntheme: {name: material, custom_dir: ours}\nplugins: [survey]\n"
    theme = {"ours/main.html": '{% extends "survey.html" %}{# ours #}', "ours/x/y.html": "y"}
    root, out = make_survey({"mkdocs.yml": config, **theme}), tmp_path / "out"
    assert survey(root, "export-docs", str(out)).returncode == 0
    assert names(out / "theme") == {"main.html", "survey.html", "x/y.html"}
    assert "ours" in (out / "theme" / "main.html").read_text()
    assert (out / "docs" / "api" / "v1" / "papers" / "vouw2020blunt.json").is_file()
    (out / "site").mkdir()
    (out / "site" / "index.html").write_text("built", encoding="utf-8")
    (out / "docs" / "papers" / "mine.txt").write_text("mine", encoding="utf-8")
    shutil.rmtree(root / "ours" / "x")
    (root / "papers" / "vouw2020blunt.yaml").write_text("title: Bad\nvenue: JPA\n")
    done = survey(root, "export-docs", str(out))
    assert done.returncode == 0
    assert "papers/vouw2020blunt.yaml:1:1: " in done.stderr
    assert (out / "site" / "index.html").read_text() == "built"
    assert (out / "docs" / "papers" / "mine.txt").read_text() == "mine"
    assert not [name for name in names(out / "docs") if "/vouw2020blunt" in name]
    assert not (out / "theme" / "x").exists()
    assert (out / "docs" / "papers" / "gleiter2022glide.md").is_file()


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"mine.txt": ""}, "is neither empty nor an earlier export, it has mine.txt; nothing"),
        ({folder.MARKER: "something else"}, "is not of an export: name a new folder"),
    ],
)
def test_other_folders_are_refused(
    make_survey: MakeSurvey, tmp_path: Path, there: dict[str, str], said: str
) -> None:
    """A folder with other things in it is left as it is."""
    out = tmp_path / "out"
    out.mkdir()
    for name, text in there.items():
        (out / name).write_text(text, encoding="utf-8")
    done = survey(make_survey(), "export-docs", str(out))
    assert done.returncode == 2
    assert said in done.stderr
    assert names(out) == there.keys()


def test_folder_among_the_pages_is_refused(make_survey: MakeSurvey) -> None:
    """An export into the pages that are exported would never end."""
    done = survey(make_survey(), "export-docs", "docs/out")
    assert done.returncode == 2
    assert "is among the pages that are exported" in done.stderr
