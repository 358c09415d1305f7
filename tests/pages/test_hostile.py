"""Records come from strangers: whatever a field holds, pages hold nothing but our own elements."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.history import Change, ChangeKind, History
from site_builder.library import Library
from site_builder.pages import (
    Asset,
    Page,
    SiteFacts,
    Writer,
    fragments,
    home_head,
    make_templates,
    render,
)
from site_builder.pages import papers as paper_pages
from site_builder.record import values
from site_builder.record.exclusions import ExcludedFile
from site_builder.record.fields import FieldsFile
from site_builder.record.models import BenchmarksFile, Paper, TaxonomyFile, VenuesFile
from site_builder.record.people import PeopleFile
from site_builder.record.releases import ReleasesFile
from site_builder.record.taxonomy import Taxonomy
from site_builder.site import Site
from site_builder.text import invisible

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    ReadHtml = Callable[[str], Any]

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</title></head><body onload=alert(1)>",
    "</article></div></body>",
    "javascript:alert(1)",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<JaVaScRiPt&colon;alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](https://example.org/x.png)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://example.org "" onclick=alert(1)")',
    '```" onclick=alert(1)\n</code></pre><script>\n```',
    "{{ root }}{% raw %}{{ 7 * 7 }}",
    "$\\href{javascript:alert(1)}{x}$",
    "$<img src=x onerror=alert(1)>$",
    "\\url{javascript:alert(1)}",
    "\\href{javascript:alert(1)}{x}",
    "<!-- --!> <!DOCTYPE x> <![CDATA[ ]]> <?php ?>",
    "&lt;script&gt; &#60;script&#62; &amp;",
    "<style>*{display:none}</style><base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "\u0301 \u200c\u200d \ufdd0 \U0001f9ea\ufe0f",
    "# heading\n\n<h1>no</h1>\n\n===",
    "a\n\nb",
)

ELEMENTS = re.compile(
    "a|article|blockquote|br|caption|circle|code|d[dlt]|details|div|em|figcaption|figure|g|h[1-4r]"
    "|li|line|meter|nav|ol|p|pre|section|small|span"
    "|strong|su[bp]|summary|t[dhr]|table|tbody|thead|time|ul|b|i|s|tt|u"
    "|math|mfrac|m[inos]|mover|mpadded|mphantom|mroot|mrow|mspace|msqrt|mstyle|msu[bp]|msubsup"
    "|mtable|mt[dr]|mtext|munder|munderover|path|rect|svg|text|title"
)
"""What our pages may consist of, formulas, Markdown and pictures included."""

ATTRIBUTES = re.compile(
    r"class|id|dir|href|download|name|open|scope|colspan|tabindex|role|aria-(label|hidden|current)|hidden|datetime|start|title"
    r"|data-(compare|head|letter|needs-script|pagefind-(body|ignore|weight|meta|filter|sort|index-attrs)|survey-(buttons|copy|copies|text|today)|label|sortable|title|method|authors|venue|year|status|id|key"
    r"|amount|boards?|choose|former|from|metric|name|row|said|sign|unit)"
    r"|accent|column(align|lines)|displaystyle|fence|form|largeop|linethickness|[lr]space"
    r"|mathvariant|max|value|(max|min)size|movablelimits|scriptlevel|stretchy|width"
    r"|xmlns|viewbox|height|fill(-opacity)?|stroke(-(opacity|width|dasharray))?|font-(size|weight)|opacity"
    r"|text-anchor|transform|d|[xy][12]?|c[xy]|r[xy]?"
)
SCRIPTS = [
    {"type": "module", "src": f"{up}js/{name}.js"}
    for name in ("board", "copy", "people", "reading/paper", "sort")
    for up in ("", "../", "../../")
]
"""The attributes of the scripts that copy references and sort the tables of categories."""
SCRIPTED = ("explore/", "compare/", "reading/", "map/", "benchmarks/", "authors/")
"""Pages that a script fills or chooses rows of: what controls them is the template's."""
CONTROLS = re.compile(
    "button|canvas|datalist|fieldset|form|input|label|legend|noscript|option|script|select"
)
CONTROL_ATTRIBUTES = re.compile(
    r"accept|action|aria-(labelledby|describedby|live|roledescription)|autocapitalize|autocomplete|data-[a-z-]+|enterkeyhint|for|list|maxlength|method|placeholder|required|spellcheck"
    r"|src|type|value"
)
BUTTONS = (
    {"type": "button", "disabled": "", "data-put": "", "aria-pressed": "false"},
    {"type": "button", "disabled": "", "data-mark": "to-read", "aria-pressed": "false"},
    {"type": "button", "disabled": "", "data-mark": "read", "aria-pressed": "false"},
    {"type": "button", "disabled": "", "data-more": "", "aria-expanded": "false"},
)
"""What waits on a paper's page for the scripts that act on it."""
FILE = r"[a-z0-9-]+\.(?:bib|ris|json|csv|jsonl|parquet|md|atom\.xml|js|css)"
LINK = re.compile(
    rf"(\.\./)*([a-z0-9-]+/)*({FILE}|(#(letter_(\w{{1,3}}|other)|[a-z0-9.-]+)|\?[a-z0-9=&,-]+)?)|https?://[^\s]+|mailto:[^\s]+"
)


def as_records_hold(text: str) -> str:
    """Drop the characters that no record can hold; the tests of values show that it cannot."""
    return values.INVISIBLES.sub("", values.CONTROLS.sub("", text))


def all_seen(text: str) -> str:
    """Drop what shows nothing, too: volumes, numbers and pages cannot hold it."""
    return re.sub(f"[{invisible.IGNORABLES}]", "", text)


pieces = st.sampled_from(PAYLOADS) | st.text(max_size=8).map(as_records_hold)
texts = st.lists(pieces, min_size=1, max_size=4)
proses = texts.map(lambda parts: f"x{' '.join(parts)}x")
lines = proses.map(lambda text: " ".join(text.split()))


def hostile_library(line: str, prose: str) -> Library:
    """Put a line and a text into every field that takes one."""
    author = {"given": line, "particle": line, "family": line, "suffix": line}
    category = {"id": "a", "title": line, "description": prose, "aliases": [line]}
    below = {**category, "id": "b", "former_ids": ["c"]}
    facet = {"id": "kind", "title": line, "description": prose}
    metric = {"id": "m", "name": line, "unit": line, "direction": "lower", "description": prose}
    benchmark = {"id": "bench", "name": line, "description": prose, "aliases": [line]}
    result = {"benchmark": "bench", "metric": "m", "value": -1.5, "provenance": "derived"}
    declared = {"title": line, "description": prose}
    conditions = [{**declared, "id": "dose", "needed": True}, {**declared, "id": "people"}]
    quantity = {**declared, "short": line, "unit": line, "direction": "higher"}
    quantities = [{**quantity, "id": "cost"}, {**quantity, "id": "weeks"}]
    result |= dict.fromkeys(("variant", "setting"), line)
    result |= {"source": [line, "https://example.org/'x"], "conditions": {"dose": line}}
    result |= {"quantities": {"cost": 2, "weeks": -3.5}}
    texts = ("method", "comment", "journal_ref")
    paper = {
        **dict.fromkeys(("title", *texts), line),
        **dict.fromkeys(("volume", "number", "pages"), all_seen(line)),
        **dict.fromkeys(("summary", "abstract", "notes"), prose),
        "authors": [author, {"literal": line}],
        "year": 2020,
        "links": {"code": "https://example.org/?a='b&c=d"},
        "doi": "10.1000/<x>;'#&?%",
        "extra": {"own_list": (line,), "own_text": line},
        "sources": [line, "http://example.org/'"],
        "results": [result, {**result, "benchmark": "no-such"}, {**result, "metric": "no-such"}],
    }
    shown = dict.fromkeys(("facet", "column", "in_lists", "pages", "wanted"), True)
    named = {"title": line, "description": prose, **shown}
    own = [{"id": "own_list", "type": "list", **named}, {"id": "own_text", "type": "text", **named}]
    relation = {"kind": "uses", "source": line}
    ways = [{**relation, "paper": "b"}, {**relation, "paper": "gone"}]
    papers = (
        {**paper, "key": "a", "venue": "V", "categories": {"kind": ("b",)}, "relations": ways},
        {**paper, "key": "b", "venue": line, "former_keys": ["c"]},
    )
    taxonomy = {"facets": [{**facet, "categories": [{**category, "children": [below]}]}]}
    venue = {"id": "V", "name": line, "kind": "book", "aliases": [line], "publisher": line}
    group = {"id": "group", "name": {"literal": line}, "other_names": [{"literal": f"x {line}"}]}
    people = [{**group, "not_same_as": ["one"]}, {"id": "one", "name": author}]
    entry = {**dict.fromkeys(("title", "venue", "note", "by"), line), "reason": "out"}
    left_out = ExcludedFile.model_validate(
        {
            "reasons": [{"id": "out", "name": line, "description": prose}],
            "excluded": [{**entry, "url": "https://example.org/?a='b&c=d"}, entry],
        }
    )
    release = {"version": "1.0", "date": "2026-11-23", "summary": prose, "changes": [line]}
    releases = ReleasesFile.model_validate(
        {"releases": [release, {**release, "version": "1.1", "doi": "10.1000/<x>;'#&?%"}]}
    )
    registry = BenchmarksFile.model_validate(
        {
            "conditions": conditions,
            "quantities": quantities,
            "benchmarks": [{**benchmark, "metrics": [metric]}],
        }
    )
    return Library(
        root=Path("/"),
        taxonomy=Taxonomy(TaxonomyFile.model_validate(taxonomy).facets),
        venue_entries=VenuesFile.model_validate({"venues": [venue]}).venues,
        benchmark_entries=registry.benchmarks,
        condition_entries=registry.conditions,
        quantity_entries=registry.quantities,
        field_entries=FieldsFile.model_validate({"fields": own}).fields,
        person_entries=PeopleFile.model_validate({"people": people}).people,
        reason_entries=left_out.reasons,
        exclusion_entries=left_out.excluded,
        release_entries=releases.releases,
        papers={str(each["key"]): Paper.model_validate(each) for each in papers},
    )


TEMPLATES = make_templates()
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def assert_inert(html: Any, *, is_scripted: bool = False) -> None:
    """Fail for any element, attribute or address that is not of our own making."""
    assert html.others == []
    for element in html.elements:
        if element.attributes in (*SCRIPTS, *BUTTONS):
            continue
        is_control = is_scripted and CONTROLS.fullmatch(element.tag)
        assert is_control or ELEMENTS.fullmatch(element.tag), element
        assert element.tag != "script" or (element.get("src") and not element.text), element
        for name, value in element.attributes.items():
            is_control = is_scripted and CONTROL_ATTRIBUTES.fullmatch(name)
            assert is_control or ATTRIBUTES.fullmatch(name), element
            assert name not in {"href", "src", "action"} or LINK.fullmatch(value), element


def assert_head_is_inert(html: Any) -> None:
    """Fail for anything in a head but data, in tags and in JSON that no parser of HTML looks into."""
    assert html.others == []
    for element in html.elements:
        names = set(element.attributes)
        match element.tag:
            case "meta":
                assert names in ({"name", "content"}, {"property", "content"}), element
            case "link":
                assert element.get("rel") in {"alternate", "preload", "stylesheet"}, element
                assert LINK.fullmatch(element.get("href")), element
            case "script":
                assert element.attributes == {"type": "application/ld+json"}, element
                json.loads(element.text)
            case _:
                pytest.fail(str(element))


def assert_file_is_sound(asset: Asset) -> None:
    """Fail for a file that its readers cannot read."""
    content = asset.content
    is_text = not asset.uri.endswith((".parquet", ".png"))
    text = content if isinstance(content, str) else content.decode() if is_text else ""
    text.encode()
    if asset.uri.endswith(".xml"):
        ET.fromstring(text)  # noqa: S314 (ours)
    elif asset.uri.endswith(".json"):
        json.loads(text)


def assert_library_is_inert(library: Library, read_html: ReadHtml) -> None:
    """Read every page and file of a library, and the pieces for hand-written pages."""
    title = next(iter(library.papers.values())).title
    changes = [
        Change(NOON, kind, key, title, title) for kind in ChangeKind for key in ("a", "gone")
    ]
    facts = SiteFacts(Site(title, None, title), History(tuple(changes), note=title), "", title)
    for part in render(library, TEMPLATES, facts):
        if isinstance(part, Page):
            part.body.encode()
            assert "\0" not in part.body + part.title + part.description
            html = read_html(part.body)
            assert_inert(html, is_scripted=part.uri.startswith(SCRIPTED))
            assert len(html.all("h1")) == 1
            assert_head_is_inert(read_html(part.head))
        else:
            assert_file_is_sound(part)
    for name, piece in fragments(library, TEMPLATES).items():
        assert_inert(read_html(piece), is_scripted=name == "search")
    assert_head_is_inert(read_html(home_head(library, facts)))


@pytest.mark.parametrize("count", [10, pytest.param(300, marks=pytest.mark.slow)])
def test_pages_hold_our_own_elements_alone(read_html: ReadHtml, count: int) -> None:
    """No text in any field becomes an element, an attribute, a comment or a foreign address."""

    @given(lines, proses)
    @settings(max_examples=count)
    def attempt(line: str, prose: str) -> None:
        assert_library_is_inert(hostile_library(line, prose), read_html)

    attempt()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_known_attacks_are_shown_as_text(read_html: ReadHtml, payload: str) -> None:
    """What attackers are known to write does nothing in any field."""
    assert_library_is_inert(hostile_library(" ".join(payload.split()), payload), read_html)


def test_redirects_hold_our_own_elements_alone(read_html: ReadHtml) -> None:
    """The title of a paper that moved is text in the page at its former address."""
    for payload in PAYLOADS:
        library = hostile_library(" ".join(payload.split()), payload)
        parts = render(library, TEMPLATES)
        pages = [part for part in parts if part.uri.endswith("index.html")]
        people = {f"authors/{old}/index.html" for old in library.identities.former}
        assert {page.uri for page in pages} == {
            *("kind/c/index.html", "papers/c/index.html"),
            *people,
        }
        for page in pages:
            html = read_html(str(page.content))
            tags = [element.tag for element in html.elements if "math" not in element.above]
            assert set(tags) <= {
                "html",
                "head",
                "meta",
                "title",
                "link",
                "body",
                "p",
                "a",
                "code",
                "math",
            }
            assert html.one("a").get("href").startswith("../../")


@given(lines)
@settings(max_examples=60)
def test_plain_text_is_shown_whole(read_html: ReadHtml, line: str) -> None:
    """Nothing of a name is lost: what a page shows is what the record says."""
    line = unicodedata.normalize("NFC", line)  # as records are read
    library = hostile_library(line, line)
    paper = library.papers["a"]
    page = paper_pages.page(Writer(library, TEMPLATES), paper)
    shown = read_html(page.body).one("p", class_="survey-authors").text
    visible = re.sub(r"[\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "", line)
    assert " ".join(visible.split()) in " ".join(shown.split())
    assert paper.authors[1].literal in (line, line.strip())
