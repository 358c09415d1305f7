"""A site of hostile texts consists of what a site of plain words consists of, file by file."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import feedparser
import pytest
import rispy
from markdown_it import MarkdownIt
from pybtex.database import parse_string

from site_builder import checks
from site_builder.library import Library
from site_builder.targets import SITE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Form, Site

NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)
"""What every server, file system and archive takes for a name."""
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SAFE_SCHEMES = {"http", "https", "mailto"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MATHS = re.compile(r"m[a-z]+")
PICTURE = re.compile(r"a|circle|clipPath|clippath|defs|g|line|path|rect|style|svg|text|title|tspan")
NOTES = re.compile(
    r"a|b|blockquote|br|code|del|div|em|h[1-6]|hr|input|li|ol|p|pre|s|strong|t[dhr]|table|tbody|thead|ul"
    r"|span|" + MATHS.pattern
)


def test_every_text_is_accepted(hostile_sites: Path) -> None:
    """No text of the catalogue is refused: what is seen below is what each of them makes."""
    library, problems = Library.load(hostile_sites / "hostile")
    assert not [str(problem) for problem in problems]
    assert checks.errors(library) == []


def test_same_elements(hostile: Site, plain: Site) -> None:
    """No page has an element, class or attribute that plain words would not have put there."""
    ours = plain.forms()
    for section, forms in hostile.forms().items():
        assert forms - ours[section] == set(), section
    allowed = {text for page in plain.pages.values() for text in page.others}
    assert {text for page in hostile.pages.values() for text in page.others} <= allowed


def test_same_elements_in_the_same_order(hostile: Site, plain: Site) -> None:
    """The body of a paper's page has the very elements that plain words give it, in their order."""
    keys = [name for name in plain.pages if re.fullmatch(r"papers/x2020[^/]+/index.html", name)]
    assert len(keys) > 80
    for name in keys:
        assert settled(hostile.pages[name].forms) == settled(plain.pages[name].forms), name


def settled(forms: list[Form]) -> list[Form]:
    """Leave out what the words of a text choose, and heads.

    That is related papers, addresses in sources, and the first sentence and those after it, of which
    reading TeX may leave nothing.
    """
    return [
        form
        for form in forms
        if "head" not in form[0]
        and not any(
            re.search("survey-(related|lead|summary)", each) for each in (*form[0], form[1])
        )
        and not is_address(form)
    ]


def is_address(form: Form) -> bool:
    """Tell whether a form is a link in a source, of which a text has as many as it names addresses."""
    above, tag = form[0], form[1]
    return tag in {"a", "a.survey-away"} and bool(above) and above[-1] in {"small", "li", "td"}


def test_what_text_makes_is_inert(hostile: Site) -> None:
    """Formulas, labels and notes hold no script, no handler, no style and no picture."""
    allowed = {"math": MATHS, "svg": PICTURE, "section": NOTES}
    for name, page in hostile.pages.items():
        for where, tag, attributes in page.inner:
            assert allowed[re.split(r"\W", where)[0]].fullmatch(tag), (name, where, tag)
            bad = [a for a in attributes if a.startswith("on") or a in {"style", "srcdoc", "src"}]
            assert not bad or (where.startswith("svg") and bad == ["style"]), (
                name,
                tag,
                attributes,
            )


def test_addresses_lead_to_pages(hostile: Site) -> None:
    """Whatever a browser would follow is a page of ours, or is on the web, or writes a mail."""
    for name, page in hostile.pages.items():
        for attribute, value in page.addresses:
            if value == "data:,":  # pages that lead on have no icon
                continue
            scheme = SCHEME.match(value)
            assert scheme is None or scheme[1].lower() in SAFE_SCHEMES, (name, attribute, value)
            assert scheme or not value.strip().startswith("//"), (name, value)
            assert attribute in {"href", "src", "action"}, (name, attribute)


def test_links_inside_the_site_lead_somewhere(hostile: Site) -> None:
    """No text bends a link of ours: each leads to a file of the site."""
    there = {path.relative_to(hostile.folder).as_posix() for path in hostile.files("")}
    for name, page in hostile.pages.items():
        links = {value for attribute, value in page.addresses if attribute == "href"}
        for value in links:
            if SCHEME.match(value) or name == "404.html":
                continue
            path = (hostile.folder / name).parent / unquote(re.split("[?#]", value)[0])
            target = path / "index.html" if value.partition("#")[0].endswith("/") else path
            found = target.resolve()
            inside = found.relative_to(hostile.folder.resolve()).as_posix()
            assert inside in there or (found / "index.html").is_file() or not value.strip("./#"), (
                name,
                value,
            )


def test_scripts_are_the_themes(hostile: Site, plain: Site) -> None:
    """What runs, or says what is to run, is the same to the letter; data in pages is JSON."""

    def scripts(site: Site) -> Counter[str]:
        found = (text for page in site.pages.values() for text in page.texts["script"])
        return Counter(text for text in found if not text.lstrip().startswith("{"))

    assert set(scripts(hostile)) == set(scripts(plain))
    data = [
        t for p in hostile.pages.values() for t in p.texts["script"] if t.lstrip().startswith("{")
    ]
    assert len(data) > 100
    for text in data:
        json.loads(text)
        assert "<" not in text.replace("</", "<") or "<script" not in text.lower()
    styles = {text for page in plain.pages.values() for text in page.texts["style"]}
    assert {text for page in hostile.pages.values() for text in page.texts["style"]} <= styles


def test_no_file_out_of_place(hostile_sites: Path, hostile: Site) -> None:
    """No text becomes a file's name, and nothing is written outside the site's folder."""
    survey = {"papers", "docs", "site", "mkdocs.yml", "taxonomy.yaml", "venues.yaml", "fields.yaml"}
    assert {path.name for path in (hostile_sites / "hostile").iterdir()} == survey | {
        "benchmarks.yaml",
        "people.yaml",
        "excluded.yaml",
        "citations.yaml",
        "releases.yaml",
        ".git",
    }
    assert {path.name for path in hostile_sites.iterdir()} == {"hostile", "plain"}
    for path in hostile.folder.rglob("*"):
        assert not path.is_symlink()
        if path == hostile.folder / SITE.name:  # by which a build knows its own folder
            continue
        assert NAME.fullmatch(path.name), path
        assert len(path.name) <= 120
        assert not DEVICES.fullmatch(path.name)


def reasons(folder: Path) -> set[str]:
    """Name all reasons for which papers are left out."""
    listed = json.loads((folder.parent / "excluded.yaml").read_text(encoding="utf-8"))
    return {each["id"] for each in listed["reasons"]}


def papers(folder: Path) -> set[str]:
    """Name all papers."""
    return {path.stem for path in (folder.parent / "papers").iterdir()}


FIELDS = {
    *("title", "journal", "booktitle", "year", "month", "volume", "number", "pages", "doi", "url"),
    *("publisher", "eprint", "archiveprefix", "primaryclass", "institution", "school", "type"),
    *("note", "howpublished"),
}
COMMANDS = re.compile(
    r"\\(?:input|include|read|write|immediate|openin|openout|special|def|csname|catcode|loop)\b"
)
"""What reads, writes or defines."""


def test_bibtex(hostile: Site) -> None:
    """The .bib of everything is read by pybtex, with no entry, field or command beside ours."""
    text = (hostile.folder / "survey.bib").read_text(encoding="utf-8")
    entries = parse_string(text, "bibtex").entries
    assert set(entries) == papers(hostile.folder)
    assert {name.lower() for entry in entries.values() for name in entry.fields} <= FIELDS
    assert not COMMANDS.search(text)


def test_every_bibliography_is_a_part_of_the_whole(hostile: Site) -> None:
    """Each .bib is made of entries that stand in the .bib of everything, to the letter."""
    whole = set(entries_of(hostile.folder / "survey.bib"))
    assert len(whole) == len(papers(hostile.folder))
    for path in hostile.files(".bib"):
        assert whole.issuperset(entries_of(path)), path


def entries_of(path: Path) -> list[str]:
    """Split a bibliography where an entry ends and another begins."""
    parts = re.split(r"(?<=^\}\n)\n(?=@)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [part.strip() for part in parts if part.strip()]


def test_ris(hostile: Site) -> None:
    """Every .ris is read by rispy, and has as many records as the BibTeX beside it has entries."""
    for path in hostile.files(".ris"):
        text = path.read_bytes().decode()
        records = rispy.loads(text)
        assert {record["id"] for record in records} <= papers(hostile.folder)
        assert len(records) == len(entries_of(path.with_suffix(".bib")))
        lines = text.split("\r\n")
        assert all(re.fullmatch(r"(?:[A-Z][A-Z0-9]  - .*)?", line) for line in lines), path
        assert text.count("TY  - ") >= len(records)
        assert sum(line.startswith("TY  - ") for line in lines) == len(records)


def test_json(hostile: Site) -> None:
    """Every .json is JSON without a key given twice, and every line of .jsonl too."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({name for name, _ in pairs}) == len(pairs)
        return dict(pairs)

    for path in hostile.files(".json"):
        json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
    lines = (hostile.folder / "survey.jsonl").read_text(encoding="utf-8").split("\n")
    keys = [json.loads(line, object_pairs_hook=once)["key"] for line in lines if line]
    assert set(keys) == papers(hostile.folder)


def test_csv(hostile: Site) -> None:
    """No cell of a .csv is a formula, and no text breaks out of its cell."""
    for path in hostile.files(".csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file, strict=True)
        assert {len(row) for row in rows} <= {len(head)}
        of_papers = path.name != "excluded.csv"
        place, known = (0, papers) if of_papers else (head.index("reason"), reasons)
        assert {row[place] for row in rows} <= known(hostile.folder)
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(FORMULA)]


def test_feeds(hostile: Site) -> None:
    """Every feed is well-formed XML with entries of ours alone, and a reader finds nothing to run."""
    for path in hostile.files(".atom.xml"):
        text = path.read_text(encoding="utf-8")
        assert "<!ENTITY" not in text
        ET.fromstring(text)  # noqa: S314 (ours)
        feed = feedparser.parse(text, sanitize_html=False)
        assert not feed.bozo, path
        for entry in feed.entries:
            assert entry.link.startswith("https://survey.example/"), entry.link
            for content in (
                *entry.get("content", ()),
                *filter(None, [entry.get("summary_detail")]),
            ):
                assert content.type != "text/html" or not re.search(
                    r"<(?!/?(?:p|em|code|math|m[a-z]+|strong|su[bp]|a)\b)", content.value
                )


def test_sitemap_and_robots(hostile: Site) -> None:
    """The map of the site names pages of the site, and no text speaks to robots."""
    tree = ET.parse(hostile.folder / "sitemap.xml")  # noqa: S314 (ours)
    addresses = [
        node.text or "" for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert len(addresses) > 100
    for address in addresses:
        path = address.removeprefix("https://survey.example/")
        assert (hostile.folder / path / "index.html").is_file(), address
    robots = hostile.folder / "robots.txt"
    if robots.exists():
        assert "evil" not in robots.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["llms.txt", "survey.md"])
def test_markdown(hostile: Site, plain: Site, name: str) -> None:
    """Markdown for programs has the blocks that plain words make, no HTML, and links to the web."""
    (ours, _), (theirs, links) = (markdown(site.folder / name) for site in (plain, hostile))
    assert theirs <= ours
    assert all(re.match("https?://", link) for link in links)


PARTED = "<!-- -->"
"""What parts an @ from the name after it, which a forge would notify."""


def markdown(path: Path) -> tuple[set[str], list[str]]:
    """Give the kinds of everything in a Markdown file, and where its links lead."""
    reader = MarkdownIt("commonmark")
    reader.validateLink = lambda _: True  # type: ignore[method-assign]
    kinds: set[str] = set()
    links: list[str] = []
    for block in reader.parse(path.read_text(encoding="utf-8")):
        kinds.add(f"{block.type} {block.tag}")
        for token in block.children or ():
            kinds.add(token.type if token.content != PARTED else "text")
            links += [str(value) for name, value in token.attrs.items() if name in {"href", "src"}]
    return kinds, links


@pytest.mark.parametrize(
    "name",
    ["explore/papers.json", "explore/links.json", "explore/words.json", "compare/cells.json"],
)
def test_data_of_the_explorer(hostile: Site, name: str) -> None:
    """What scripts read is JSON that no page holds inline, so that it is never read as HTML."""
    path = hostile.folder / name
    json.loads(path.read_text(encoding="utf-8"))
