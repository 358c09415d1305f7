"""The MkDocs plugin: hubs in the navigation, generated pieces and links in hand-written pages."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from site_builder import history
from site_builder.mkdocs_site import run as mkdocs_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

MKDOCS = """
site_name: Planes
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: [survey: {search: false}]
"""
NAV = """
nav:
  - Home: index.md
  - Every paper: papers/index.md
  - fold/index.md
  - More:
      - venues/index.md
      - years/index.md
"""


@pytest.fixture
def build(
    make_survey: Callable[..., Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> Callable[..., Path]:
    """Give a function that builds the tiny survey with files changed and gives the site's folder."""

    def run(files: dict[str, str] | None = None, *, strict: bool = False) -> Path:
        caplog.set_level(logging.INFO, "mkdocs")
        root = make_survey({"mkdocs.yml": MKDOCS, **(files or {})})
        assert mkdocs_run.build(root, out=tmp_path / "site", strict=strict)
        return tmp_path / "site"

    return run


def read(site: Path, uri: str) -> str:
    """Read a page of the site."""
    return (site / uri / "index.html").read_text(encoding="utf-8")


def tabs(html: str) -> list[tuple[str, str]]:
    """List the tabs of a page: where they lead, and their titles."""
    links = elements(html, "a")
    return [(a["href"], text) for a, text in links if "md-tabs__link" in a.get("class", "").split()]


class Elements(HTMLParser):
    """The elements of one kind, with their attributes and texts, however they are spelled."""

    def __init__(self, html: str, tag: str) -> None:
        super().__init__()
        self.tag, self.found = tag, list[tuple[dict[str, str], str]]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self.tag:
            self.found.append(({name: value or "" for name, value in attrs}, ""))

    def handle_data(self, data: str) -> None:
        if self.found and not self.found[-1][1]:
            self.found[-1] = self.found[-1][0], data.strip()


def elements(html: str, tag: str) -> list[tuple[dict[str, str], str]]:
    """Give the elements of one kind: attributes, and the first text behind the opening tag."""
    return Elements(html, tag).found


def test_hubs_stand_in_the_navigation(build: Callable[..., Path]) -> None:
    """A hub is named in `nav` by its source, with a title of the survey's choice or its own."""
    site = build({"mkdocs.yml": MKDOCS + NAV}, strict=True)
    assert tabs(read(site, "papers/folder2019first")) == [
        ("../..", "Home"),
        ("../../papers/", "Every paper"),
        ("../../fold/", "Fold"),
        ("../../venues/", "More"),
    ]


def test_navigation_follows_the_taxonomy(served: Served) -> None:
    """`survey:facets` in `nav` is the hubs of the facets as they are, by their own titles."""
    served.edit("mkdocs.yml", f"{MKDOCS}nav: [index.md, survey:facets, survey:benchmarks]\n")
    served.build()
    page = "papers/folder2019first"
    found = [href for href, _ in tabs(read(served.site, page))]
    assert found == ["../..", "../../fold/", "../../flying-place/", "../../benchmarks/"]
    text = (served.root / "taxonomy.yaml").read_text(encoding="utf-8")
    served.edit("taxonomy.yaml", text.replace("title: Fold", "title: Creases & <Folds>", 1))
    served.build()
    assert tabs(read(served.site, page))[1] == ("../../fold/", "Creases & <Folds>")


def test_unknown_mark_fails_a_strict_build(
    make_survey: Callable[..., Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A mark in `nav` that stands for nothing is warned of."""
    root = make_survey({"mkdocs.yml": f"{MKDOCS}nav: [index.md, survey:facet]\n"})
    assert not mkdocs_run.build(root, out=tmp_path / "site", strict=True)
    assert "'survey:facet' stands for nothing" in caplog.text


def test_sidebar_shows_only_hubs_beside(build: Callable[..., Path]) -> None:
    """Generated pages leave the sidebars out, except hubs that others stand beside."""
    site = build({"mkdocs.yml": MKDOCS + NAV})

    def hidden(uri: str) -> list[str]:
        bars = (bar for bar, _ in elements(read(site, uri), "div") if "data-md-type" in bar)
        return [bar["data-md-type"] for bar in bars if "hidden" in bar]

    assert hidden("papers") == hidden("years/2020") == ["navigation", "toc"]
    assert hidden("venues") == ["toc"]


def test_survey_without_navigation_shows_the_hubs(build: Callable[..., Path]) -> None:
    """Where mkdocs.yml has no `nav`, the hubs stand in the one that MkDocs makes up."""
    hrefs = [href for href, _ in tabs(read(build(strict=True), "fold/dart"))]
    assert {"../../papers/", "../../fold/", "../../venues/"} <= set(hrefs)


def test_hostile_titles_of_hubs_are_text(build: Callable[..., Path]) -> None:
    """A facet whose title closes elements and opens scripts is shown as text in every place."""
    title = "</title></a><script>alert(1)</script>"
    text = f"facets: [{{id: fold, title: '{title}', description: x, categories: ["
    text += "{id: dart, title: x, description: x}, {id: glider, title: x, description: x},"
    text += "{id: blunt-dart, title: x, description: x}]}]"
    papers = {"papers/folder2019first.yaml", "papers/gleiter2022glide.yaml"}
    files = dict.fromkeys([*papers, "papers/vouw2020blunt.yaml"])
    site = build({"taxonomy.yaml": text, "mkdocs.yml": MKDOCS, **files})
    for path in site.rglob("*.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8")
    assert "&lt;/title&gt;" in read(site, "fold")


def test_hand_written_page_replaces_a_generated_one(build: Callable[..., Path]) -> None:
    """A page of the survey's own at the address of a hub or another page is the one that stays."""
    site = build({"docs/venues/index.md": "# Ours\n", "docs/papers/folder2019first.md": "# Mine\n"})
    assert "Ours" in read(site, "venues")
    assert "Mine" in read(site, "papers/folder2019first")


def test_pieces_suit_the_depth_of_their_page(build: Callable[..., Path]) -> None:
    """A generated piece leads to the same pages from any hand-written page that asks for it."""
    site = build({"docs/a/b.md": "# B\n\n<!-- survey:overview -->\n"})
    assert 'href="papers/folder2019first/"' in read(site, "")
    assert 'href="../../papers/folder2019first/"' in read(site, "a/b")


def test_unknown_piece_is_told(
    make_survey: Callable[..., Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A page that asks for a piece that is not there fails the build, with its place."""
    root = make_survey({"docs/a.md": "---\ntitle: A\n---\n# A\n\n<!-- survey:overvew -->\n"})
    assert not mkdocs_run.build(root, out=tmp_path / "site")
    said = "docs/a.md:6:1: there is no piece 'survey:overvew' (did you mean 'overview'?)"
    assert said in caplog.text


def test_share_image_must_be_there(
    make_survey: Callable[..., Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A picture for shared links that is no file of the site fails the build, by its name."""
    root = make_survey({"docs/assets/share.png": "picture"})
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert "  - survey\n" in text
    for name, is_there in (("assets/share.png", True), ("assets/other.png", False)):
        option = f"  - survey: {{share_image: {name}}}\n"
        config.write_text(text.replace("  - survey\n", option), encoding="utf-8")
        assert mkdocs_run.build(root, out=tmp_path / "site") == is_there
    assert "share_image: there is no file 'assets/other.png'" in caplog.text


def test_markdown_links_to_generated_pages(
    build: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    """Hand-written pages link to generated ones and files by source or by address."""
    links = "[1](../papers/folder2019first.md) [2](../fold/dart/) [3](../years/2020/index.md#x)"
    site = build({"docs/a/b.md": f"# B\n\n{links} [4](../papers/index.md)\n"}, strict=True)
    page = read(site, "a/b")
    for href in ("papers/folder2019first/", "fold/dart/", "years/2020/#x", "papers/"):
        assert f'href="../../{href}"' in page
    assert "leads nowhere" not in caplog.text


def test_link_to_nowhere_is_told(
    build: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    """A link to a page that is not there is named with the page and what was perhaps meant."""
    build({"docs/a.md": "# A\n\n[x](papers/folder2019frist.md) ![](img/no.png)\n"})
    said = "a.md: the link to 'papers/folder2019frist.md' leads nowhere"
    assert f"{said} (did you mean 'papers/folder2019first.md'?)" in caplog.text
    assert "a.md: the link to 'img/no.png' leads nowhere" in caplog.text


def test_sitemap_lists_every_page(build: Callable[..., Path]) -> None:
    """The sitemap has hand-written and generated pages, and neither redirects nor files."""
    site = build({"mkdocs.yml": f"site_url: https://planes.example/s\n{MKDOCS}"})
    xml = (site / "sitemap.xml").read_text(encoding="utf-8")
    found = re.findall(r"<loc>https://planes\.example/s/(.*?)</loc>", xml)
    pages = {p.parent.relative_to(site).as_posix() + "/" for p in site.rglob("index.html")}
    redirects = {"papers/vouw2020stub/", "fold/stub-dart/"}
    assert set(found) == {"" if page == "./" else page for page in pages - redirects}


def test_site_without_address_has_no_sitemap(build: Callable[..., Path]) -> None:
    """Relative addresses are of no use in a sitemap, so there is none."""
    assert not (build() / "sitemap.xml").exists()


def test_own_theme_wins_and_keeps_ours(build: Callable[..., Path]) -> None:
    """A survey's theme folder comes before the engine's, and may build on it."""
    main = '{% extends "survey.html" %}{% block footer %}<footer>Fold!</footer>{% endblock %}'
    own = {"ours/main.html": main, "ours/css/survey.css": "h1 { color: red }"}
    config = MKDOCS.replace("{name: material", "{name: material, custom_dir: ours")
    site = build({"mkdocs.yml": config, **own})
    page = read(site, "papers/folder2019first")
    assert "<footer>Fold!</footer>" in page
    assert "data-survey-search" in page
    assert (site / "css" / "survey.css").read_text(encoding="utf-8") == "h1 { color: red }"


def test_lost_readers_are_led_on(build: Callable[..., Path]) -> None:
    """The page for unknown addresses works at any of them: its links begin at the site's root."""
    site = build({"mkdocs.yml": f"site_url: https://planes.example/s/\n{MKDOCS}"})
    page = (site / "404.html").read_text(encoding="utf-8")
    assert 'href="/s/papers/"' in page
    assert 'href="/s/css/survey.css"' in page
    assert 'action="/s/explore/"' in page
    for place in (".", "venues/", "years/", "authors/", "map/", "changes/"):
        assert f'<li><a href="/s/{place}"' in page
        assert (site / place / "index.html").is_file()


def test_every_generated_page_has_a_way_past_the_menu(build: Callable[..., Path]) -> None:
    """The first thing that a keyboard reaches leads to the content, on hubs as on all others."""
    site = build()
    for uri in ("explore", "authors", "papers", "changes", "papers/folder2019first"):
        page = read(site, uri)
        first = elements(page, "a")[0][0]
        assert first == {"href": "#survey-content", "class": "md-skip"}, uri
        assert [div for div, _ in elements(page, "div") if div.get("id") == "survey-content"], uri


def test_what_waits_by_files(build: Callable[..., Path]) -> None:
    """The options name files of proposals and of remembered links, which the curator's page tells."""
    said = {"kind": "gone", "said": "410", "gone_since": 0, "at": 10 * 86_400}
    links = {"form": 1, "links": {"https://example.org/gone": said}}
    options = "{search: false, proposals: left/proposals.json, links: left/links.json}"
    site = build(
        {
            "mkdocs.yml": MKDOCS.replace("{search: false}", options),
            "left/proposals.json": json.dumps([{"number": 7, "title": "Add a paper: <i>Kites"}]),
            "left/links.json": json.dumps(links),
            "docs/index.md": "# Planes\n\n[Gone](https://example.org/gone)\n",
        }
    )
    page = read(site, "coverage")
    assert "<li dir=auto>Add a paper: &lt;i&gt;Kites" in page.replace('"', "")
    assert "https://example.org/gone</code>, gone since" in page
    assert "docs/index.md" in page


def test_search_can_be_left_out(build: Callable[..., Path]) -> None:
    """With `search: false` no index is made."""
    assert not (build() / "pagefind").exists()


@pytest.mark.parametrize(
    "part", [2, 0, *(pytest.param(part, marks=pytest.mark.slow) for part in (1, 1000))]
)
def test_search_comes_in_parts(make_survey: Callable[..., Path], tmp_path: Path, part: int) -> None:
    """`search_part: N` divides the index; its bytes are the same for any number of processes."""
    config = MKDOCS.replace("search: false", f"search_part: {part}")
    root = make_survey({"mkdocs.yml": config})
    found = []
    for workers in (1, 2):
        site = tmp_path / f"site{workers}"
        assert mkdocs_run.build(root, out=site, workers=workers)
        files = (path for path in (site / "pagefind").rglob("*") if path.is_file())
        found.append({path.relative_to(site).as_posix(): path.read_bytes() for path in files})
    assert found[0] == found[1]
    is_divided = "pagefind/1/pagefind-entry.json" in found[0]
    assert is_divided == (part < 1000)


def test_hubs_and_lists_are_not_searched(build: Callable[..., Path]) -> None:
    """Papers, categories and hand-written pages are found; lists would answer to every name."""
    site = build()
    pages = {p.parent.relative_to(site).as_posix(): p for p in site.rglob("index.html")}
    found = {uri for uri, p in pages.items() if b"data-pagefind-body" in p.read_bytes()}
    assert {".", "papers/folder2019first", "fold/dart"} <= found
    assert not {"papers", "fold", "venues", "years", "authors", "authors/ada-folder"} & found


class Served:
    """A survey that is served: built again and again by one run of MkDocs."""

    def __init__(self, root: Path, site: Path) -> None:
        self.root, self.site = root, site
        self.runs = 0

    def build(self) -> None:
        config = load_config(
            config_file=str(self.root / "mkdocs.yml"), site_dir=str(self.site), strict=False
        )
        if not self.runs:
            config.plugins.on_startup(command="serve", dirty=False)
        self.runs += 1
        mkdocs_build(config, serve_url="http://127.0.0.1:8000/")
        config.plugins["survey"].run.afterwards.wait()

    def edit(self, name: str, text: str | None) -> None:
        path = self.root / name
        if text is None:
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def served(make_survey: Callable[..., Path], tmp_path: Path) -> Served:
    """Give a survey served for the first time."""
    served = Served(make_survey({"mkdocs.yml": MKDOCS}), tmp_path / "served")
    served.build()
    return served


RECORD = "papers/gleiter2021unsorted.yaml"
PAGE = "papers/gleiter2021unsorted"


def test_edit_is_seen(served: Served) -> None:
    """A record that is edited, added or removed changes its page and the lists that name it."""
    text = (served.root / RECORD).read_text(encoding="utf-8")
    served.edit(RECORD, text.replace("Über das Gleiten", "Vom Gleiten"))
    served.build()
    assert "Vom Gleiten" in read(served.site, PAGE)
    assert "Vom Gleiten" in read(served.site, "papers")
    served.edit(RECORD, None)
    served.build()
    assert not (served.site / PAGE).exists()
    assert "Vom Gleiten" not in read(served.site, "papers")


def test_broken_record_is_told_while_serving(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """A record that cannot be read is named with its place; the rest of the site is there."""
    served.edit(RECORD, "title: [")
    served.build()
    assert f"{RECORD}:2:1: not valid YAML" in caplog.text
    assert not (served.site / PAGE).exists()
    assert (served.site / "papers" / "folder2019first").exists()


def test_broken_registry_does_not_stop_serving(served: Served) -> None:
    """A taxonomy that cannot be read takes its pages away until it can be."""
    text = (served.root / "taxonomy.yaml").read_text(encoding="utf-8")
    served.edit("taxonomy.yaml", "facets: [")
    served.build()
    assert not (served.site / "fold").exists()
    assert (served.site / PAGE).exists()
    served.edit("taxonomy.yaml", text)
    served.build()
    assert (served.site / "fold" / "dart").exists()


@pytest.mark.parametrize(
    "template",
    [
        "pages/paper.html",
        *(
            pytest.param(f"pages/{name}.html", marks=pytest.mark.slow)
            for name in ("papers", "overview")
        ),
    ],
)
def test_broken_template_does_not_stop_serving(
    served: Served, caplog: pytest.LogCaptureFixture, template: str
) -> None:
    """What is wrong with a template is said in terminal and browser, and gone once it is mended."""
    served.edit(f"templates/{template}", "{{ nothing }}")
    served.build()
    assert f"template {template}: 'nothing' is undefined" in caplog.text
    lost = (served.site / "404.html").read_text(encoding="utf-8")
    assert "&#x27;nothing&#x27; is undefined" in lost
    served.edit(f"templates/{template}", None)
    served.build()
    assert "is undefined" not in (served.site / "404.html").read_text(encoding="utf-8")
    assert "Über das Gleiten" in read(served.site, PAGE)


def test_serving_ends_at_the_site_of_a_build(served: Served, tmp_path: Path) -> None:
    """However often a site was built anew while served, it is the one that a first build gives."""
    for title in ("One", "Two"):
        served.edit(RECORD, f"title: {title}\nauthors: [A B]\nyear: 2021\nvenue: JPA\n")
        served.build()
    fresh = Served(served.root, tmp_path / "fresh")
    fresh.build()
    assert contents(served.site) == contents(fresh.site)


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_rebuild_that_breaks_keeps_the_server(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake in mkdocs.yml or the theme is said in terminal and browser; the server goes on."""
    plugin = load_config(config_file=str(served.root / "mkdocs.yml")).plugins["survey"]

    mkdocs_server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(served.site))
    mkdocs_server.server_close()  # nobody asks it for anything
    server = plugin.on_serve(
        mkdocs_server,
        config=load_config(site_dir=str(served.site), config_file=str(served.root / "mkdocs.yml")),
        builder=served.build,
    )
    served.edit("ours/main.html", "\n{{ nothing.at.all }}")
    served.edit(
        "mkdocs.yml", MKDOCS.replace("{name: material", "{name: material, custom_dir: ours")
    )
    server.builder()
    assert re.search(r"ours/main\.html:2: 'nothing' is undefined", caplog.text)
    assert "is undefined" in (served.site / "404.html").read_text(encoding="utf-8")
    served.edit("mkdocs.yml", "site_name: [")
    server.builder()
    assert "error parsing the configuration file" in caplog.text
    served.edit("mkdocs.yml", MKDOCS)
    server.builder()
    assert "is undefined" not in (served.site / "404.html").read_text(encoding="utf-8")
    assert "Über das Gleiten" in read(served.site, PAGE)


ABOUT = """
site_name: Planes & <Darts>
site_url: https://planes.example/s/
site_description: Of paper.
site_author: The Folders
theme: {name: material, font: false}
plugins: [survey: {search: false, licence: "https://licence.example/"}]
"""


def commit(root: Path, day: str) -> None:
    """Put everything in a folder into git, as if on that day."""
    (root / ".gitignore").write_text("/site/\n", encoding="utf-8")
    name = {"NAME": "Nobody", "EMAIL": "nobody@planes.example", "DATE": f"{day}T12:00:00Z"}
    said = {f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in name.items()}
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "x"]):
        environment = {**os.environ, **said, "GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run(["git", "-C", str(root), *arguments], env=environment, check=True)


def test_home_stands_for_the_collection(build: Callable[..., Path]) -> None:
    """What mkdocs.yml says of the survey is what its home page tells programs, and it alone."""
    site = build({"mkdocs.yml": ABOUT})
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', read(site, ""))
    (dataset,) = map(json.loads, found)
    assert dataset["name"] == "Planes & <Darts>"
    assert dataset["url"] == "https://planes.example/s/"
    assert dataset["license"] == "https://licence.example/"
    assert dataset["creator"][0]["name"] == "The Folders"
    for page in ("papers", "papers/folder2019first"):
        assert '"Dataset"' not in read(site, page)


def test_files_know_the_address(build: Callable[..., Path]) -> None:
    """Feeds, data and robots.txt lead to the address that mkdocs.yml gives."""
    site = build({"mkdocs.yml": ABOUT})
    root = "https://planes.example/s/"
    feed = (site / "feed.atom.xml").read_text(encoding="utf-8")
    assert f'rel="self" type="application/atom+xml" href="{root}feed.atom.xml"' in feed
    assert f"Sitemap: {root}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    record = json.loads((site / "api/v1/papers/folder2019first.json").read_text("utf-8"))
    assert record["url"] == f"{root}papers/folder2019first/"


def test_heads_of_framed_pages_and_hubs(build: Callable[..., Path]) -> None:
    """What pages say to programs stands in the head of framed pages and of hubs, once."""
    site = build()
    for page, title in (("papers/folder2019first", "First Folds"), ("fold", "Fold")):
        head = read(site, page).partition("</head>")[0]
        assert head.count(f'<meta property="og:title" content="{title}') == 1


def test_history_comes_from_git(
    make_survey: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day of a commit is told on the pages and in the sitemap; without git nothing is."""
    root = make_survey({"mkdocs.yml": ABOUT})
    commit(root, "2026-03-02")
    assert mkdocs_run.build(root, out=tmp_path / "site")
    assert "Week of <time datetime=" in read(tmp_path / "site", "changes")
    xml = (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")
    page = "<loc>https://planes.example/s/papers/folder2019first/</loc>"
    assert f"{page}<lastmod>2026-03-02</lastmod>" in xml
    monkeypatch.setenv("PATH", "")
    assert mkdocs_run.build(root, out=tmp_path / "other")
    assert "git was not found" in read(tmp_path / "other", "changes")
    assert "lastmod" not in (tmp_path / "other" / "sitemap.xml").read_text(encoding="utf-8")


def test_history_is_read_once_per_commit(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """While serving, an edit that is not committed does not make git tell everything again."""
    read_before, times = history.read, []

    def counted(*arguments: Any) -> Any:
        times.append(arguments)
        return read_before(*arguments)

    monkeypatch.setattr(history, "read", counted)
    commit(served.root, "2026-03-02")
    for title in ("One", "Two"):
        served.edit(RECORD, f"title: {title}\nauthors: [A B]\nyear: 2021\nvenue: JPA\n")
        served.build()
    assert len(times) == 1
    commit(served.root, "2026-03-03")
    served.build()
    assert len(times) == 2
    assert "2026-03-03" in read(served.site, PAGE)


def test_chapters_lead_on(build: Callable[..., Path]) -> None:
    """Pages of a section that is written by hand throughout lead to the next, all others do not."""
    nav = "nav: [index.md, {Text: [a.md, b.md, c.md]}, {Lists: [papers/index.md, d.md, e.md]}]"
    config = MKDOCS.replace("navigation.tabs", "navigation.tabs, navigation.footer")
    docs = {f"docs/{name}.md": f"# {name.upper()}\n" for name in "abcde"}
    site = build({"mkdocs.yml": f"{config}{nav}\n", **docs})

    def on(uri: str) -> list[str]:
        links = (link for link, _ in elements(read(site, uri), "a"))
        return [a["href"] for a in links if "md-footer__link" in a.get("class", "").split()]

    assert [on(name) for name in "abc"] == [["../b/"], ["../a/", "../c/"], ["../b/"]]
    assert [on(uri) for uri in ("", "d", "e", "papers", "papers/folder2019first")] == [[]] * 5


def test_edited_chapter_is_seen(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    """What a page cites changes with it; a fault is told, and goes with its cure."""
    served.edit("docs/a.md", "# Chapter A\n\n@folder2019first\n")
    served.edit("docs/categories/fold/dart.md", "Sharp: [@vouw2020blunt].\n")
    served.build()
    paper = read(served.site, "papers/folder2019first")
    assert 'href="../../a/#cite-folder2019first">Chapter A</a>' in paper
    assert 'id="cite-folder2019first"' in read(served.site, "a")
    assert "Sharp: " in read(served.site, "fold/dart")
    assert not (served.site / "categories").exists()
    served.edit("docs/a.md", "# Chapter A\n\n@folder2019frst\n")
    served.build()
    assert "docs/a.md:3:1: unknown key 'folder2019frst'" in caplog.text
    assert "unknown key" in (served.site / "404.html").read_text(encoding="utf-8")
    assert "#cite-" not in read(served.site, "papers/folder2019first")
    served.edit("docs/a.md", "# Chapter A\n\n@vouw2020blunt\n")
    served.build()
    assert "unknown key" not in (served.site / "404.html").read_text(encoding="utf-8")
    assert "../../a/#cite-vouw2020blunt" in read(served.site, "papers/vouw2020blunt")


def test_addresses_with_and_without_folders(build: Callable[..., Path]) -> None:
    """The bibliography of a page lies where its list of references leads."""
    config = MKDOCS + "use_directory_urls: false\n"
    site = build({"mkdocs.yml": config, "docs/a/b.md": "[@vouw2020blunt]\n"})
    html = (site / "a" / "b.html").read_text(encoding="utf-8")
    assert 'href="b-cited.bib"' in html
    assert (site / "a" / "b-cited.bib").is_file()
    assert 'href="../papers/vouw2020blunt/"' in html
