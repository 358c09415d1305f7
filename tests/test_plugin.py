"""The MkDocs plugin: hubs in the navigation, generated pieces and links in hand-written pages."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from site_builder import building

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
        assert building.build(root, out=tmp_path / "site", strict=strict)
        return tmp_path / "site"

    return run


def read(site: Path, uri: str) -> str:
    """Read a page of the site."""
    return (site / uri / "index.html").read_text(encoding="utf-8")


def tabs(html: str) -> list[tuple[str, str]]:
    """List the tabs of a page: where they lead, and their titles."""
    found = re.findall(r'<a href="([^"]*)" class="md-tabs__link">\s*(.*?)\s*</a>', html, re.DOTALL)
    return [(href, title) for href, title in found]


def test_hubs_stand_in_the_navigation(build: Callable[..., Path]) -> None:
    """A hub is named in `nav` by its source, with a title of the survey's choice or its own."""
    site = build({"mkdocs.yml": MKDOCS + NAV}, strict=True)
    assert tabs(read(site, "papers/folder2019first")) == [
        ("../..", "Home"),
        ("../../papers/", "Every paper"),
        ("../../fold/", "Fold"),
        ("../../venues/", "More"),
    ]


def test_sidebar_shows_only_hubs_beside(build: Callable[..., Path]) -> None:
    """Generated pages leave the sidebars out, except hubs that others stand beside."""
    site = build({"mkdocs.yml": MKDOCS + NAV})

    def hidden(uri: str) -> list[str]:
        return re.findall(r'data-md-type="(\w+)" hidden', read(site, uri))

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
    build: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    """A page that asks for a piece that is not there is named in a warning."""
    build({"docs/a.md": "# A\n\n<!-- survey:nothing -->\n"})
    assert "a.md: there is no piece survey:nothing" in caplog.text


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


def test_search_can_be_left_out(build: Callable[..., Path]) -> None:
    """With `search: false` no index is made."""
    assert not (build() / "pagefind").exists()


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
        config.plugins["survey"].afterwards.wait()

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
    "template", ["pages/paper.html", "pages/papers.html", "pages/overview.html"]
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

    class Server:
        builder = None

    server = plugin.on_serve(
        Server(),
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
