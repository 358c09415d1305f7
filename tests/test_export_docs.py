"""The command `survey export-docs`: the site as plain files, and what other generators make of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import chdir
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt
from markupsafe import escape
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from site_builder import building
from site_builder.cli import main
from site_builder.handover import folder, handwritten, path_of, settings, still
from site_builder.pages import Page
from site_builder.problems import SurveyError

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


def survey(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command `survey`, in this process: it takes its time to start."""
    with chdir(cwd):
        done = CliRunner().invoke(main, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


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
    assert building.build(root, out=home / "own")
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
    assert found <= names(built.site, "*.html")
    assert "papers/example2024hostile/index.html" in found
    assert {"papers/index/index.html", "contributing/index.html"} <= found
    for name in found:
        own, other = read(built.own / name), read(built.site / name)
        assert other.text.split() == own.text.split(), name
        assert other.title == own.title, name
        assert other.metas.get("citation_title") == own.metas.get("citation_title")
        assert other.metas.get("description") == own.metas.get("description")


def test_other_generators_carry_every_file(built: Built) -> None:
    """Every file at a fixed address is at that address on the other site too, byte for byte."""
    made_elsewhere = {"sitemap.xml", "sitemap.xml.gz", "survey.md", "robots.txt"}
    found = {n for n in names(built.own) - made_elsewhere if not n.endswith(".html")}
    found = {n for n in found if not n.startswith(("assets/", "pagefind/"))}
    assert {"survey.bib", "feed.atom.xml", "api/v1/papers.json", "css/survey.css"} <= found
    for name in found:
        assert (built.site / name).read_bytes() == (built.own / name).read_bytes(), name
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


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"])) | st.sampled_from(
    [
        "\n\n    code",
        "\n```\n",
        "\n- a",
        "\n[a]: b",
        "{{ x }}",
        "{% x",
        "<b>",
        "&lt;",
        "\ta",
        "\n\n\n",
    ]
)


@given(paragraph=TEXTS, attribute=TEXTS, code=TEXTS)
@example("a\n\n    b", "\n\n", "\n\ta\n\n    b\n```\nc\n```\n{{ d }}{# e")
@example("-->", "-->", "--8<-- x")
def test_html_lies_still(paragraph: str, attribute: str, code: str) -> None:
    """Markdown passes a page's HTML on: the same elements, attributes and text come out."""
    html = (
        f'<h1>{escape(paragraph)}</h1>\n\n<ul>\n    <li title="{escape(attribute)}">\n\n'
        f"<p>{escape(paragraph)}\n{escape(code)}</p></li>\n</ul>\n<pre>{escape(code)}</pre>\n"
        f"<svg><title>{escape(attribute)}</title><path d='M 0'/></svg>\n\n<details open><summary>"
        f"{escape(code)}</summary>{escape(paragraph)}</details>"
    )
    text = f"---\n\n{still.still(f'<div>{html}</div>')}\n\nbehind\n"
    assert not re.search(r"\{[{%#]", text)
    extensions = ["extra", "admonition", "smarty", "sane_lists", "toc", "wikilinks"]
    for made in (
        Markdown(extensions=extensions).convert(text),
        MarkdownIt("commonmark").enable("table").render(text),
    ):
        assert Events(made.partition("<hr")[2].partition(">")[2]) == Events(
            f"<div>{html}</div><p>behind</p>"
        )


class Events(HTMLParser):
    """HTML as what it means: elements, attributes and text, blanks told apart in <pre> alone."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.events: list[object] = []
        self.is_pre = False
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(
            (tag, [(name, " ".join((value or "").split())) for name, value in attrs])
        )
        self.is_pre |= tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self.events.append(tag)
        self.is_pre &= tag != "pre"

    def handle_data(self, data: str) -> None:
        words = [data] if self.is_pre else data.split()
        if self.events and isinstance(self.events[-1], list):
            self.events[-1] += words
        elif words:
            self.events.append(list(words))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Events) and self.joined() == other.joined()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.joined())

    def joined(self) -> list[object]:
        """Give the events, each run of text as one."""
        return ["".join(each) if isinstance(each, list) else each for each in self.events]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- survey:nonesuch -->", "a.md:1: there is no piece 'survey:nonesuch'"),
        ("a\nb <!-- survey:one -->", "a.md:2: a piece must stand on a line of its own"),
    ],
)
def test_pieces_that_cannot_be_put_in(tmp_path: Path, text: str, said: str) -> None:
    """A piece that is unknown, or stands inside a line, is told with its line and left as it is."""
    source, told = handwritten.Source("a.md", tmp_path / "a.md"), list[str]()
    assert handwritten.filled(source, text, lambda _: {"one": "1"}, told.append) == text
    assert told[0].startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- survey:one -->\n```",
        "~~~~\n```\n<!-- survey:one -->\n~~~~",
        "`<!-- survey:one -->`",
    ],
)
def test_pieces_in_code_stay(tmp_path: Path, text: str) -> None:
    """What stands in code is shown, not done."""
    source, told = handwritten.Source("a.md", tmp_path / "a.md"), list[str]()
    assert handwritten.filled(source, text, lambda _: {"one": "1"}, told.append) == text
    assert told == []


def test_pieces_know_the_way_up(tmp_path: Path) -> None:
    """A piece links from the page that it is put into."""
    source = handwritten.Source("a/b.md", tmp_path / "b.md")
    text = handwritten.filled(source, "<!-- survey:one -->", lambda root: {"one": root}, print)
    assert text == "\n<div data-pagefind-ignore> ../../\n</div>\n"


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("index.md", ""),
        ("README.md", ""),
        ("a.md", "a/"),
        ("a/index.md", "a/"),
        ("a/b.markdown", "a/b/"),
        ("a/b.txt", "a/b.txt"),
    ],
)
def test_addresses_of_hand_written_files(tmp_path: Path, name: str, uri: str) -> None:
    """A hand-written file has the address that generators give it."""
    assert handwritten.Source(name, tmp_path).uri == uri


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


def test_files_of_others_are_not_overwritten(tmp_path: Path) -> None:
    """A file that is in the way, and that no export wrote, is told of and stays."""
    with folder.opened(tmp_path / "out") as first:
        first.write("old.md", "1")
    (tmp_path / "out" / "new.md").write_text("mine", encoding="utf-8")
    said = f"{tmp_path}/out/new.md is there, and no export wrote it: move it"
    with pytest.raises(SurveyError, match=said), folder.opened(tmp_path / "out") as again:
        again.write("new.md", "2")
    assert (tmp_path / "out" / "new.md").read_text() == "mine"


def test_broken_off_export_goes_on(tmp_path: Path) -> None:
    """An export that was broken off is known for one, and the next one finishes it."""

    class PowerCutError(Exception):
        pass

    def cut(place: Path) -> None:
        with folder.opened(place) as first:
            first.write("a/one.txt", "1")
            first.write("two.txt", "2")
            raise PowerCutError

    with pytest.raises(PowerCutError):
        cut(tmp_path / "out")
    with (tmp_path / "out" / folder.MARKER).open("a") as marker:
        marker.write('"half a na')
    with folder.opened(tmp_path / "out") as again:
        again.write("two.txt", "zwei")
    assert names(tmp_path / "out") == {folder.MARKER, "two.txt"}
    assert (tmp_path / "out" / "two.txt").read_text() == "zwei"


@pytest.mark.parametrize(
    "line",
    ['"../precious.txt"', '"/etc/passwd"', '"a/../../precious.txt"', '"a\\\\b"', "7", "x", '""'],
)
def test_marker_leads_nowhere_else(tmp_path: Path, line: str) -> None:
    """A marker that names something outside the folder is refused; nothing is removed."""
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "out").mkdir()
    marker = tmp_path / "out" / folder.MARKER
    marker.write_text(f"{folder.FORM}\n{line}\n", encoding="utf-8")
    with (
        pytest.raises(SurveyError, match="which no export writes"),
        folder.opened(tmp_path / "out"),
    ):
        pass
    assert (tmp_path / "precious.txt").is_file()


def test_links_to_other_places_are_not_followed(tmp_path: Path) -> None:
    """Where a folder of an export was replaced by a link, nothing behind the link is removed."""
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    with folder.opened(out) as first:
        first.write("a/one.txt", "1")
    shutil.move(out / "a", elsewhere)
    (out / "a").symlink_to(elsewhere)
    with folder.opened(out):
        pass
    assert (elsewhere / "one.txt").is_file()


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


def read_settings(make_survey: MakeSurvey, text: str) -> settings.Settings:
    """Read a mkdocs.yml."""
    return settings.read(make_survey({"mkdocs.yml": text}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{site_name: X}", r"mkdocs\.yml:1:1: expected one setting below the other"),
        ("- a", r"mkdocs\.yml:1:1: expected one setting"),
        ("site_name: [", r"mkdocs\.yml:2:1: not valid YAML"),
        ("site_name: X\nINHERIT: ../base.yml", "INHERIT is not followed"),
        ("site_name: X\nplugins:\n  - a: !ENV B", r"mkdocs\.yml:3:8: tag .* carry that over"),
    ],
)
def test_settings_that_cannot_be_carried_over(
    make_survey: MakeSurvey, text: str, said: str
) -> None:
    """A mkdocs.yml that cannot be written for others is refused with its place."""
    with pytest.raises(SurveyError, match=said):
        read_settings(make_survey, text).exported([])


@pytest.mark.parametrize(
    ("given_plugins", "wanted"),
    [
        ("[survey]", "plugins: [search]"),
        ("[search, survey]", "plugins: [search]"),
        ("{survey: {licence: x}, tags: {}}", "plugins:\n  - search\n  - tags: {}"),
        ("[survey, search: {lang: en}]", "plugins:\n  - search:\n      lang: en"),
    ],
)
def test_other_plugins_stay(make_survey: MakeSurvey, given_plugins: str, wanted: str) -> None:
    """Plugins other than ours stay, with their options, however they are listed."""
    text = read_settings(make_survey, f"site_name: X\nplugins: {given_plugins}\n").exported([])
    assert f"\n{wanted}\n" in text


def test_sidebar_stands_where_it_shows_something(make_survey: MakeSurvey) -> None:
    """Pages that the navigation lists in a section have siblings; those beside no other have none."""
    text = "site_name: X\nnav: [a.md, B: b.md, C: [c.md, D: d.md, E: [F: f.md]]]\n"
    assert read_settings(make_survey, text).in_sections == {"c.md", "d.md", "f.md"}


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("", ""),
        ("repo_url: https://github.com/a/b", "https://github.com/a/b/edit/master/papers/x.yaml"),
        (
            "repo_url: https://github.com/a/b\nedit_uri: edit/main/docs/",
            "https://github.com/a/b/edit/main/papers/x.yaml",
        ),
        ("repo_url: https://git.example/a/b", ""),
        ('repo_url: https://github.com/a/b\nedit_uri: ""', ""),
    ],
)
def test_records_are_edited_where_the_repository_is(
    make_survey: MakeSurvey, text: str, edit: str
) -> None:
    """Pages lead to their records in the repository, as on the survey's own site."""
    said = read_settings(make_survey, f"site_name: X\n{text}\n")
    assert said.repository.editor("papers/x.yaml") == edit


@pytest.mark.parametrize(
    ("value", "environment", "wanted"),
    [
        ("https://a.example", {}, "https://a.example"),
        ("!ENV A_URL", {"A_URL": "https://b.example"}, "https://b.example"),
        ("!ENV A_URL", {}, ""),
        ("!ENV [A_URL, B_URL, https://c.example]", {}, "https://c.example"),
        ("!ENV [A_URL, B_URL, c]", {"B_URL": "https://b.example"}, "https://b.example"),
        ("[1]", {}, ""),
    ],
)
def test_settings_from_the_environment(
    make_survey: MakeSurvey,
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    environment: dict[str, str],
    wanted: str,
) -> None:
    """A setting may name a variable of the environment, with a default, as MkDocs has it."""
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    assert read_settings(make_survey, f"site_url: {value}\n").text_of("site_url") == wanted
