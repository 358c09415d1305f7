"""Hand-written pages: what they cite and ask for, put in, and what is wrong with them."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt
from markupsafe import escape

from site_builder import pages
from site_builder.library import Library
from site_builder.pages import SiteFacts, Writer, make_templates, overview, page_figures, raw_html
from site_builder.pages.handwritten import check, compose
from site_builder.pages.handwritten.compose import Placing
from site_builder.pages.handwritten.documents import Handwritten, read
from site_builder.pages.handwritten.pieces import WHOLE
from site_builder.pages.handwritten.works import references
from site_builder.pages.wording import first_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Html

    ReadHtml = Callable[[str], Html]

PLACING = Placing(raw_html.inline, raw_html.block)
PAPER = "authors: [Ada Folder]\nvenue: JPA\nfold: [dart]\nadded: 2026-11-23\n"


@pytest.fixture(scope="module")
def tiny(tiny_survey: Path) -> Library:
    """Give the tiny survey."""
    return Library.load(tiny_survey)[0]


def put_together(library: Library, text: str, uri: str = "x/") -> str:
    """Compose a page and render it as MkDocs does."""
    document = read(text, "docs/x.md", "x.md", uri)
    writer = Writer(library, make_templates(), SiteFacts())
    return Markdown(extensions=["tables"]).convert(compose.whole(document, writer, PLACING))


def words(html: str) -> str:
    """Give the words of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[@folder2019first]", "(Folder and van den Vouw, 2019)"),
        ("[-@folder2019first]", "(2019)"),
        ("@folder2019first says", "Folder and van den Vouw (2019) says"),
        ("-@folder2019first", "(2019)"),
        ("@folder2019first [p. 3]", "Folder and van den Vouw (2019, p. 3)"),
        (
            "@folder2019first [p. 3; -@gleiter2022glide]",
            "Folder and van den Vouw (2019, p. 3; 2022)",
        ),
        ("[see *also* @folder2019first p. 4]", "(see also Folder and van den Vouw, 2019, p. 4)"),
        (
            "[see @folder2019first, Table 2; @gleiter2022glide]",
            "(see Folder and van den Vouw, 2019, Table 2; Gleiter and Folder, 2022)",
        ),
        (r"\@foo and `@bar` and me@x.org", "@foo and @bar and me@x.org"),
        ("$x$ of <!-- survey:count query='year:2019-2020' -->", "x of 2"),
    ],
)
def test_text_reads_as_written(tiny: Library, text: str, shown: str) -> None:
    """Citations, counts and formulas are part of the sentence."""
    html = put_together(tiny, text)
    assert words(html.partition("</p>")[0]) == shown


def test_list_of_references(tiny: Library, read_html: ReadHtml) -> None:
    """What is cited is listed once, by authors, with links; each citation leads to the paper."""
    html = read_html(put_together(tiny, "[@vouw2020blunt; @folder2019first; @folder2019first]"))
    keys = ["folder2019first", "vouw2020blunt"]
    assert [e.get("id") for e in html.all("li")] == [f"ref-{key}" for key in keys]
    cited = [e for e in html.all("a") if "data-survey-cites" in e.attributes]
    assert {e.get("href") for e in cited} == {f"../papers/{key}/" for key in keys}
    assert [e.attributes.get("id") for e in cited] == [*(f"cite-{k}" for k in keys[::-1]), None]
    assert all(e.get("title") for e in cited)
    bibtex = next(e for e in html.all("pre") if "data-survey-text" in e.attributes).text
    assert [f"{{{key}," in bibtex for key in keys] == [True, True]


def test_references_stand_where_they_are_wanted(tiny: Library) -> None:
    """A page can place its list itself, and then has no other."""
    html = put_together(tiny, "[@vouw2020blunt]\n\n<!-- survey:references -->\n\nEnd.")
    assert html.index("ref-vouw2020blunt") < html.index("End.")
    assert "<h2" not in html


def test_alike_works_are_told_apart(make_survey: Callable[..., Path]) -> None:
    """Works with the same authors and year get letters, in the order of their titles."""
    texts = {"b": "A way", "a": "Two ways", "c": "Another"}
    files = {f"papers/{k}.yaml": f"title: {t}\nyear: 2020\n{PAPER}" for k, t in texts.items()}
    library, _ = Library.load(make_survey(files))
    found = references(library.papers[key] for key in "abc")
    assert {key: each.year for key, each in found.items()} == {
        "b": "2020a",
        "c": "2020b",
        "a": "2020c",
    }


@given(st.text(min_size=1, max_size=40))
@example("](javascript:alert(1)) `x` *a* _b_ <script> {{ x }} {% y %} {: .z } $m$ [^1] www.x.org")
@example("<img src=x onerror=alert(1)>\n\n# heading\n\n- item")
def test_inline_html_is_inert(text: str) -> None:
    """Hostile text in a link within a line is text in both dialects of Markdown."""
    text = " ".join("".join(c for c in text if c.isprintable()).split())
    link = f'<a href="../x/" title="{escape(text)}">{escape(text)}</a>'
    source = f"see {raw_html.inline(link)} there"
    for html in (
        Markdown(extensions=["attr_list", "footnotes", "tables"]).convert(source),
        MarkdownIt("commonmark").enable("table").render(source),
    ):
        found = re.fullmatch(
            r'<p>see <a href="../x/" title="([^"<>]*)">([^<>]*)</a> there</p>\n?', html
        )
        assert found, html
        assert unescape(found[1]) == unescape(found[2]) == text


HOSTILE = "</a><script>alert(1)</script> *a* `b` [c](d) \"'& ${x}$"


def test_hostile_records_are_text(make_survey: Callable[..., Path], read_html: ReadHtml) -> None:
    """Titles, authors and summaries that look like markup are shown as text wherever cited."""
    quoted = HOSTILE.replace("'", "''")
    record = f"title: '{quoted}'\nsummary: '{quoted}. More.'\nmethod: '<b>{{{{x}}}}'\nyear: 2020\n"
    library, problems = Library.load(make_survey({"papers/evil.yaml": record + PAPER}))
    assert not [each for each in problems if each.is_error]
    text = "[@evil]\n\n<!-- survey:papers keys=evil -->"
    html = read_html(put_together(library, text))
    assert not html.all("script", type="text/javascript")
    assert {e.get("src") for e in html.all("script")} == {"../js/copy.js", "../js/cards.js"}
    assert "<script>alert(1)" in html.all("a")[0].get("title")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[@folder2019frst]",
            "1:2: unknown key 'folder2019frst' (did you mean 'folder2019first'?)",
        ),
        ("---\na: b\n---\n\nx\n@nobody", "6:1: unknown key 'nobody' (write \\@ where no paper"),
        ("<!-- survey:cont -->", "1:1: there is no piece 'survey:cont' (did you mean 'count'?)"),
        ("<!-- survey:count qery=x -->", "1:19: survey:count has no argument 'qery' (did you mean"),
        ("<!-- survey:count query=x query=y -->", "1:27: survey:count: query= is given twice"),
        ("<!-- survey:count x -->", "1:19: survey:count: 'x' is no argument (write name="),
        ("<!-- survey:count query='autor:x' -->", "1:19: query: unknown field 'autor:' (did you"),
        (
            "<!-- survey:count category=drat -->",
            "1:19: unknown category 'drat' (did you mean 'dart",
        ),
        ("<!-- survey:papers keys=nobody -->", "1:20: unknown key 'nobody'"),
        ("<!-- survey:papers query=zzz -->", "1:1: no paper is chosen"),
        ("<!-- survey:papers query=x top=no -->", "1:28: top='no' is no number from 1"),
        ("x\n\n<!-- survey:count query=x ->\n\ny", "3:1: this fragment is not closed (write <!--"),
        ("<!-- survey:count <!-- survey:count -->", "1:1: this fragment is not closed"),
        ("a <!-- survey:overview -->", "1:3: survey:overview must stand on a line of its own"),
        ("<!-- survey:overview x=y -->", "1:22: survey:overview has no argument 'x'"),
        ("<!-- survey:results -->", "1:1: survey:results needs benchmark=… (one of long-hall)"),
        ("<!-- survey:results benchmark=long -->", "1:21: unknown benchmark 'long' (did you mean"),
        ("<!-- survey:results benchmark=long-hall metric=x -->", "1:41: unknown metric 'x' of"),
        (
            "<!-- survey:trade-off benchmark=long-hall metric=distance -->",
            "1:1: too few of these results",
        ),
        ("<!-- survey:results benchmark=long-hall -->", "1:1: survey:results needs metric=… (one"),
        (
            "<!-- survey:results benchmark=long-hall metric=distance backbone=A5 -->",
            "1:57: there are no such results with backbone='A5' (",
        ),
    ],
)
def test_faults_have_a_place_and_a_hint(tiny: Library, text: str, said: str) -> None:
    """What is wrong with a page is told with file, line, column, and what to write instead."""
    page = read(text, "docs/x.md", "x.md", "x/")
    (problem,) = check.problems(Handwritten(documents=(page,)), tiny)
    assert problem.is_error
    assert str(problem).startswith(f"docs/x.md:{said}")


def test_former_keys_are_followed(make_survey: Callable[..., Path]) -> None:
    """A key that a paper had before leads to it, with a warning."""
    record = f"title: New\nyear: 2020\nformer_keys: [old2020]\n{PAPER}"
    library, _ = Library.load(make_survey({"papers/new2020.yaml": record}))
    page = read("[@old2020]", "docs/x.md", "x.md", "x/")
    (problem,) = check.problems(Handwritten(documents=(page,)), library)
    assert not problem.is_error
    assert "'old2020' is a former key (write new2020)" in str(problem)
    assert 'href="../papers/new2020/"' in put_together(library, "[@old2020]")


def test_results_come_from_records(tiny: Library, read_html: ReadHtml) -> None:
    """A table of a comparable set shows the records' own figures, the best first."""
    html = read_html(
        put_together(tiny, "<!-- survey:results benchmark=long-hall metric=distance top=1 -->")
    )
    told = [(r.value, p) for p, r in tiny.on_benchmark["long-hall"] if r.metric == "distance"]
    best = max(told, key=lambda each: each[0])[1]
    (first,) = html.all("a", href=f"../papers/{best.key}/")
    assert first.text == best.method
    assert len(html.all("tr")) == 2
    assert html.one("a", href="../benchmarks/long-hall/#metric-distance")


def test_papers_of_a_query(tiny: Library, read_html: ReadHtml) -> None:
    """A list by keys keeps their order, one by a query has the newest first and says what is left."""
    text = "<!-- survey:papers keys='folder2019first gleiter2022glide' -->"
    links = [e.text for e in read_html(put_together(tiny, text)).all("a")]
    assert links == ["First Folds & Other <Throws>", "Gliding Through 3D Halls with AeroNet"]
    html = put_together(tiny, "<!-- survey:papers query='year:2019-2022' top=1 -->")
    assert "Gliding Through" in html
    assert "The first 1 of 4 papers." in html
    assert "papers by year" not in html


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("One only", "One only"),
        (
            "By Li et al. and A. Li, e.g. so, vs. 3.5. Two",
            "By Li et al. and A. Li, e.g. so, vs. 3.5.",
        ),
        ("With $a. B$ in it. Two", "With $a. B$ in it."),
        ("“Is it?” It is.", "“Is it?”"),
        ("word " * 200, " ".join(["word"] * 40) + " …"),
    ],
)
def test_first_sentence(text: str, first: str) -> None:
    """A first sentence ends at its stop, not at those of abbreviations, initials and formulas."""
    assert first_sentence(text) == first


def test_years_of_a_query(tiny: Library) -> None:
    """Papers by year are drawn for a query as for the whole survey."""
    text = "<!-- survey:papers-by-year query='year:2019-2020' title='A & B' -->"
    html = put_together(tiny, text)
    assert "2 papers from 2019 to 2020" in html
    assert "A &amp; B" in html
    assert "<svg" in put_together(tiny, "<!-- survey:papers-by-year -->")


def test_paper_names_the_pages_that_cite_it(tiny: Library) -> None:
    """A page is known by its title, the heading above the place, and how often it cites a paper."""
    text = "# Title\n\n## A *part* {#b}\n\n@folder2019first, [@folder2019first]"
    pages = (
        read(text, "docs/a.md", "a.md", "a/"),
        read("[@folder2019first]", "docs/b.md", "b.md", "b/"),
        read("---\ntitle: 'C'\n---\n[@vouw2020blunt]", "docs/c.md", "c.md", "c/"),
    )
    facts = SiteFacts(handwritten=Handwritten(documents=pages))
    found = Writer(tiny, make_templates(), facts).cited_in
    told = [(m.link.uri, m.link.title, m.heading, m.count) for m in found["folder2019first"]]
    assert told == [
        ("a/#cite-folder2019first", "Title", "A part", 2),
        ("b/#cite-folder2019first", "b.md", "", 1),
    ]
    assert found["vouw2020blunt"][0].link.title == "C"


def test_every_piece_can_be_asked_for() -> None:
    """Checks know each piece by its name, without what makes it."""
    assert (*overview.PIECES, *page_figures.OVERVIEWS) == WHOLE


def test_names_of_pages_are_no_modules() -> None:
    """What the package lends under a name is not hidden by a module of that name, once imported."""
    modules = {path.stem for path in Path(pages.__file__).parent.iterdir()}
    assert set(pages.__all__) == pages.PLACES.keys()
    assert modules.isdisjoint(pages.__all__)


def test_page_that_stays_keeps_what_was_found_in_it() -> None:
    """After an edit of another page it is not searched again; an edited one is."""
    old = Handwritten(documents=(read("a @k", "a.md", "a", "a/"), read("b", "b.md", "b", "b/")))
    new = Handwritten(documents=(read("a @k", "a.md", "a", "a/"), read("B", "b.md", "b", "b/")))
    found = new.following(old)
    assert found == new
    assert found.documents[0] is old.documents[0]
    assert found.documents[1] is new.documents[1]
    assert new.following(Handwritten()) == new
