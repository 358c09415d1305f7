"""The theme's frame around a page: rendered once for a kind, and proof against hostile text."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation

from site_builder.mkdocs_site.frames import Frames, ThemeSite
from site_builder.mkdocs_site.minified import minified_page
from site_builder.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MKDOCS = """
site_name: Planes
site_url: {url}
repo_url: https://git.example/planes
edit_uri: edit/main/docs/
nav:
  - Home: index.md
  - Papers: papers/index.md
  - Venues: venues/index.md
theme:
  name: material
  font: false
  features: [navigation.tabs, content.action.edit]
plugins: [survey]
"""


class Html(HTMLParser):
    """Elements with their attributes, and the text of each element's kind."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag = self.elements[-1][0] if self.elements else ""
        self.texts[tag] = self.texts.get(tag, "") + data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """Find elements by tag and attributes."""
        return [a for t, a in self.elements if t == tag and wanted.items() <= a.items()]


def make_frames(root: Path, url: str = "https://site.example/planes/") -> Frames:
    """Bring MkDocs to where its navigation stands."""
    (root / "mkdocs.yml").write_text(MKDOCS.format(url=url or '""'), encoding="utf-8")
    config = load_config(config_file=str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    names = ["index.md", "papers/index.md", "venues/index.md"]
    files = Files([File.generated(config, name, content="") for name in names])
    nav = get_navigation(files, config)
    hubs = {page.url.rstrip("/"): page for page in nav.pages if page.url}
    return Frames(ThemeSite(config.theme.get_env(), nav, files, config, hubs))


@pytest.fixture
def frames(make_survey: Callable[..., Path]) -> Frames:
    """Give the frames of a survey with an address."""
    return make_frames(make_survey())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path) -> Frames:
    """Give frames to tests that ask for many pages."""
    root = tmp_path_factory.mktemp("framed")
    shutil.copytree(tiny_survey / "docs", root / "docs")
    return make_frames(root)


@given(title=st.text(min_size=1), description=st.text(min_size=1))
def test_text_comes_out_as_it_went_in(shared: Frames, title: str, description: str) -> None:
    """Whatever a record's text is, a parser reads it back, and no element comes of it."""
    plain = Html(shared.fill(Page("papers/x/", "T", "<h1>T</h1>", "D")))
    page = Html(shared.fill(Page("papers/x/", title, "<h1>T</h1>", description)))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    (found,) = page.all("meta", name="description")
    assert same(found["content"] or "", description)


def same(found: str, text: str) -> bool:
    """Compare as HTML parsers read: line ends are one character, surrogates none at all."""
    text = text.encode(errors="xmlcharrefreplace").decode()
    return squeezed(found) == squeezed(text)


def squeezed(text: str) -> str:
    """Take every run of line ends and nulls as one."""
    return re.sub(r"[\r\n\0]+", "\n", text)


def test_title_is_proof_against_tags(frames: Frames) -> None:
    """A title that closes its element and opens a script stays a title."""
    title = "</title><script>alert(1)</script>{{ 7 * 7 }}&lt;"
    page = frames.fill(Page("papers/x/", title, ""))
    assert b"<script>alert" not in page
    assert Html(page).texts["title"].startswith(title)


def test_marks_in_text_are_text(frames: Frames) -> None:
    """Text that holds the very marks of the frame changes nothing outside its place."""
    frames.fill(Page("papers/x/", "T", "B"))
    marks = "".join(frames._slot(name) for name in ("title", "body", "head", "source"))
    page = frames.fill(Page("papers/x/", marks, marks, marks, head=marks)).decode()
    plain = frames.fill(Page("papers/x/", "T", "B", "D", head="H")).decode()
    assert page.count(marks) == plain.count("T - Planes") + 4
    assert page.replace(marks, "") == re.sub(
        r"(?<=content=\")D(?=\")|(?<=<title>)T|(?<=[\s>])[HBT](?=[\s<])", "", plain
    )


def test_frame_leaves_no_mark(frames: Frames) -> None:
    """No mark of the frame is left in a page."""
    page = frames.fill(Page("papers/x/", "T", "B", source="papers/x.yaml", head="<meta>"))
    assert frames._mark.encode() not in page


def test_links_lead_to_the_same_places_from_every_depth(frames: Frames) -> None:
    """Links of the frame lead to the same addresses from pages at any depth."""
    places = {uri: linked(frames, uri) for uri in ("papers/", "papers/x/", "fold/dart/wide/")}
    wanted = ["", "papers/", "venues/", "css/survey.css", "assets/images/favicon.png"]
    assert {f"https://site.example/planes/{place}" for place in wanted} <= places["papers/"]
    assert places["papers/"] == places["papers/x/"] == places["fold/dart/wide/"]


def linked(frames: Frames, uri: str) -> set[str]:
    """Resolve the links of a page's frame; those to the page itself are left out."""
    page, base = Html(frames.fill(Page(uri, "T", ""))), f"https://site.example/planes/{uri}"
    links = (a["href"] or "" for tag, a in page.elements if tag in {"a", "link"})
    return {urljoin(base, link) for link in links if not link.startswith((base, "#"))}


@pytest.mark.parametrize("section", ["papers", "venues", "nowhere"])
def test_hub_of_the_section_is_active(frames: Frames, section: str) -> None:
    """The section's entry in the navigation is the active one, on its own pages alone."""
    frames.fill(Page("papers/x/", "T", "", section="papers"))
    page = frames.fill(Page("a/b/", "T", "", section=section)).decode()
    active = re.findall(
        r'md-tabs__item--active"><a class=md-tabs__link href=\.\./\.\./(\w+)/', page
    )
    assert active == ([section] if section in frames.site.hubs else [])
    assert not any(page.active for page in frames.site.nav.pages)


def test_theme_renders_once_for_a_kind(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred pages of one kind need the theme's templates once."""
    rendered = []
    render = Frames._render
    monkeypatch.setattr(
        Frames, "_render", lambda self, kind: (rendered.append(kind), render(self, kind))[1]
    )
    pages = [frames.fill(Page(f"papers/p{n}/", f"T{n}", "", section="papers")) for n in range(100)]
    assert len(rendered) == 1
    assert len(set(pages)) == 100


def test_address_and_record_are_the_pages_own(frames: Frames) -> None:
    """A page names its own full address and leads to its own record."""
    page = Html(frames.fill(Page("papers/x/", "T", "", source="papers/x.yaml")))
    (canonical,) = page.all("link", rel="canonical")
    assert canonical["href"] == "https://site.example/planes/papers/x/"
    (edit,) = page.all("a", rel="edit")
    assert edit["href"] == "https://git.example/planes/edit/main/papers/x.yaml"


def test_page_without_record_has_no_edit_link(frames: Frames) -> None:
    """What is made from many records leads to none of them."""
    assert not Html(frames.fill(Page("years/2020/", "2020", ""))).all("a", rel="edit")


def test_site_without_address_names_none(make_survey: Callable[..., Path]) -> None:
    """Where the site's address is not known, pages do not make one up."""
    page = make_frames(make_survey(), url="").fill(Page("papers/x/", "T", ""))
    assert not Html(page).all("link", rel="canonical")


def test_frame_asks_nothing_of_other_hosts(frames: Frames) -> None:
    """Styles, scripts, fonts and pictures are the site's own."""
    page = Html(frames.fill(Page("papers/x/", "T", "")))
    loaded = [a.get("href") for a in page.all("link") if a.get("rel") != "canonical"]
    loaded += [a.get("src") for tag, a in page.elements if tag in {"script", "img"}]
    assert [address for address in loaded if address and "//" in address] == []


@pytest.mark.parametrize("sticky", [False, True])
def test_header_has_one_search(make_survey: Callable[..., Path], *, sticky: bool) -> None:
    """The search stands in the header once, whatever else the theme puts there."""
    frames = make_frames(make_survey())
    if sticky:
        frames.site.config.theme["features"].append("navigation.tabs.sticky")
    html = frames.fill(Page("papers/x/", "T", "")).decode()
    header = html[html.index("<header") : html.index("</header>")]
    assert html.count("data-survey-search") == header.count("data-survey-search") == 1
    assert header.index("data-survey-search") < header.index("</nav>")


class Dom(HTMLParser):
    """A page as its elements, attributes and texts.

    Blank space counts in verbatim text alone, and an attribute that has to say something (a
    `tabindex`, a word of a `class`) counts where it does.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.verbatim = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: " ".join((value or "").split()) for name, value in attrs}
        if not said.get("tabindex"):
            said.pop("tabindex", None)
        self.seen.append((tag, said))
        if tag in {"pre", "script", "style", "textarea"}:
            self.verbatim = tag

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)
        if tag == self.verbatim:
            self.verbatim = ""

    def handle_data(self, data: str) -> None:
        if text := data if self.verbatim else " ".join(data.split()):
            self.seen.append(text)


def test_small_frame_is_the_same_page(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame loses a tenth of its bytes or more, and no element, attribute or text."""
    page = Page("papers/x/", "T", "<h1>T</h1>", section="papers")
    small = frames.fill(page).decode()
    monkeypatch.setattr("site_builder.mkdocs_site.frames.minified_page", lambda html: html)
    frames.filled.frames.clear()
    whole = frames.fill(page).decode()
    assert Dom(small).seen == Dom(whole).seen
    assert len(small) < 0.9 * len(whole)


@pytest.mark.parametrize("tag", ["pre", "script", "style", "TEXTAREA"])
def test_blank_space_that_counts_stays(tag: str) -> None:
    """Text that is shown or run as it stands keeps its lines; words stay apart."""
    text = "  x\n   y\n\n"
    page = f"<p>a\n   b</p>\n \n <div><{tag} a>{text}</{tag}>\t\n<b>c d</b> <i>e</i></div>"
    small = minified_page(page)
    assert f">{text if tag not in TRIMMED else text.strip()}</" in small
    assert "<p>a b</p>" in small
    assert "<b>c d</b> <i>e</i>" in small


TRIMMED = {"script", "style"}
"""In these the blank space at both ends has no meaning."""


SLOTS = {"title": 'a b" onclick="x', "description": "a' onclick='x >", "source": "a b"}


def test_attributes_keep_their_quotes(frames: Frames) -> None:
    """What stands in an attribute of the frame ends where its quotes do, and these are there."""
    record = {"description": SLOTS["description"], "source": SLOTS["source"]}
    html = frames.fill(Page("papers/x/", SLOTS["title"], "", **record))
    page = Html(html)
    assert not [attributes for _, attributes in page.elements if "onclick" in attributes]
    (found,) = page.all("meta", name="description")
    assert found["content"] == SLOTS["description"]
    (edit,) = page.all("a", rel="edit")
    assert (edit["href"] or "").endswith("/a%20b")
