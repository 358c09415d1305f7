"""Texts of categories, the drawings in them, and the papers to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import checks
from site_builder.library import Library
from site_builder.pages import SiteFacts, make_templates, render
from site_builder.pages.handwritten import check, documents, drawings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Html

    MakeSurvey = Callable[..., Path]

DART = "docs/categories/fold/dart.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
LINE = '<line x2="9" stroke="currentColor"/>'


def faults(root: Path) -> list[str]:
    """Tell what is wrong with the hand-written pages of a survey."""
    found = documents.load(root / "docs", root)
    return [str(each) for each in check.problems(found, Library.load(root)[0])]


def bodies(root: Path) -> dict[str, str]:
    """Render a survey with its hand-written texts; give what its pages and files hold."""
    facts = SiteFacts(handwritten=documents.load(root / "docs", root))
    parts = render(Library.load(root)[0], make_templates(), facts)
    return {part.uri: str(getattr(part, "body", "") or part.content) for part in parts}


def test_empty_heads_are_no_heads(
    make_survey: MakeSurvey, read_html: Callable[[str], Html]
) -> None:
    """In a table the cell above a column of names is none of its heads; heads that speak stay."""
    table = "| | a |\n|:--|--:|\n| b | c |\n"
    found = bodies(make_survey({DART: table}))
    html = read_html(
        f"<table>{found['fold/dart/'].split('<table>', 1)[1].split('</table>')[0]}</table>"
    )
    assert [cell.text for cell in html.all("th")] == ["a"]
    assert [cell.text.strip() for cell in html.all("td")] == ["", "b", "c"]


def test_text_stands_on_the_category(
    make_survey: MakeSurvey, read_html: Callable[[str], Html]
) -> None:
    """A text is shown above the list, with headings below the title, its drawing and references."""
    text = (
        "# Idea\n\nSee [@folder2019first] and [x](../../text.md#y), $a$.\n\n![A dart](dart.svg)\n"
    )
    files = {DART: text, "docs/text.md": "# T", "docs/categories/fold/dart.svg": SVG.format(LINE)}
    root = make_survey(files)
    assert faults(root) == []
    found = bodies(root)
    html = read_html(found["fold/dart/"])
    titles = [e.text for e in html.elements if e.tag in {"h1", "h2"}]
    assert titles == ["Dart", "Idea", "Subcategories", "Papers", "References"]
    assert html.one("svg", role="img", class_="survey-drawing__svg").get("aria-label") == "A dart"
    assert html.one("a", href="../../text/#y")
    assert html.all("math")
    assert "folder2019first" in found["fold/dart/cited.bib"]
    assert (
        'href="../../fold/dart/#cite-folder2019first">Dart</a>' in found["papers/folder2019first/"]
    )


def test_markup_of_a_text_is_text(make_survey: MakeSurvey) -> None:
    """HTML in a category's text is shown, not done; no script leads anywhere."""
    root = make_survey({DART: "<script>alert(1)</script> [x](javascript:alert(1)) <b>b</b>"})
    body = bodies(root)["fold/dart/"]
    assert "&lt;script&gt;alert(1)" in body
    assert 'href="javascript' not in body


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"fold/drat.md": ""}, "fold/drat.md:1:1: fold has no category 'drat', so this belongs to"),
        ({"fould/dart.md": ""}, "fould/dart.md:1:1: unknown facet 'fould' (did you mean 'fold'?)"),
        ({"dart.md": ""}, "dart.md:1:1: this belongs to no category (write categories/FACET/ID.md"),
        ({"fold/dart.txt": ""}, "fold/dart.txt:1:1: this belongs to no category"),
        ({"fold/stub-dart.md": ""}, "fold/stub-dart.md:1:1: 'stub-dart' is a former id of"),
        ({"fold/dart.md": "[@folder2019frst]"}, "fold/dart.md:1:2: unknown key"),
        ({"fold/dart.md": "a\n\n[x](../../nowhere.md)"}, "fold/dart.md:3:5: the link to"),
        ({"fold/dart.md": "[x](blunt-dert.md)"}, "fold/dart.md:1:5: the link to 'blunt-dert.md' l"),
        ({"fold/dart.md": "[x](../../../up.md)"}, "fold/dart.md:1:5: the link to '../../../up.md'"),
        ({"fold/dart.md": "![x](drat.svg)"}, "fold/dart.md:1:6: there is no drawing 'drat.svg'"),
        ({"fold/dart.svg": SVG}, "fold/dart.svg:1:1: no text shows this drawing"),
    ],
)
def test_faults(make_survey: MakeSurvey, files: dict[str, str], said: str) -> None:
    """What belongs to no category or leads nowhere is told with its place and what was meant."""
    root = make_survey({f"docs/categories/{name}": text for name, text in files.items()})
    (found,) = faults(root)
    assert found.startswith(f"docs/categories/{said}")


def test_two_texts_of_one_category(make_survey: MakeSurvey) -> None:
    """The folder may be called by a facet's id or its address, and a category has one text."""
    names = ("flying-place/indoors.md", "flying_place/indoors.md")
    root = make_survey({f"docs/categories/{name}": "x" for name in names})
    (found,) = faults(root)
    assert "is about this category already" in found
    (root / "docs" / "categories" / names[0]).unlink()
    assert faults(root) == []


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<script>1</script>", "<script> is not allowed"),
        ("<foreignObject/>", "<foreignObject> is not allowed"),
        ("<style>*{}</style>", "<style> is not allowed"),
        ("<a href='https://x.org'/>", "<a> is not allowed"),
        ("<image href='x.png'/>", "<image> is not allowed"),
        ("<animate/>", "<animate> is not allowed"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "<svg> is not allowed"),
        ("<g onclick='x'/>", "the attribute onclick is not allowed"),
        ("<g ONLOAD='x'/>", "the attribute ONLOAD is not allowed"),
        ("<use href='https://x.org/#a'/>", "href leads out of the drawing"),
        ("<use href='data:x'/>", "href leads out of the drawing"),
        ("<g fill='url(https://x.org/#a)'/>", "fill leads out of the drawing"),
        ("<g style='fill:URL(//x)'/>", "is not allowed"),
        ("<g style='position:fixed'/>", "is not allowed"),
        ("<g style='fill:expression(1)'/>", "is not allowed"),
        ("<g fill='\\75rl(x)'/>", "is not allowed"),
        ("<g id='a b\"'/>", "is no id"),
        ("<g>", "this is no XML: mismatched tag"),
        ("&nbsp;", "this is no XML: undefined entity"),
        ("<?x y?>", "no processing instructions"),
    ],
)
def test_drawing_only_draws(inner: str, said: str) -> None:
    """What is not for drawing is refused, with its place."""
    with pytest.raises(drawings.NotADrawing) as caught:
        drawings.inlined(SVG.format(inner).encode(), "x", "words")
    assert said in caught.value.message
    assert caught.value.line == 1


@pytest.mark.parametrize(
    "source",
    [
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
        b"<svg viewBox='0 0 1 1'/>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<p/>",
        b"\xff\xfe<\x00s\x00",
        b"",
        SVG.format("<g>" * 60 + "</g>" * 60).encode(),
        SVG.format(" " * drawings.MOST_BYTES).encode(),
    ],
)
def test_no_drawing(source: bytes) -> None:
    """What is no SVG, defines entities, is too deep or too large is refused."""
    with pytest.raises(drawings.NotADrawing):
        drawings.inlined(source, "x", "words")


@given(st.text(max_size=20), st.text(alphabet="abc<>&\"'", max_size=20))
def test_words_and_texts_of_drawings_are_inert(words: str, text: str) -> None:
    """Alternative words and texts are escaped; ids become the page's own."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    inner = (
        f'<text id="a">{escaped}</text><use href="#a" fill="url(#a)" style="fill: var(--x, red)"/>'
    )
    html = drawings.inlined(SVG.format(inner).encode(), "x", words)
    assert html.count("<") == 6
    assert 'id="x-a"' in html
    assert 'href="#x-a" fill="url(#x-a)" style="fill:var(--x, red)"' in html


def begin_with(entries: str) -> dict[str, str]:
    """Write the tiny survey's taxonomy with papers to begin with."""
    return {
        "taxonomy.yaml": "facets:\n  - {id: fold, title: Fold, description: x, categories: ["
        f"{{id: dart, title: Dart, description: x, start_here: [{entries}], children: ["
        "{id: blunt-dart, title: B, description: x, former_ids: [stub-dart]}]},"
        "{id: glider, title: Glider, description: x}]}\n"
        "  - {id: flying_place, title: Place, description: x, categories: ["
        "{id: indoors, title: In, description: x}, {id: outdoors, title: Out, description: x}]}\n"
    }


def test_papers_to_begin_with(make_survey: MakeSurvey, read_html: Callable[[str], Html]) -> None:
    """Papers of a category and of those below it stand on its page with the reason, as text."""
    first = "{paper: folder2019first, reason: '<b>First</b> $x$'}"
    root = make_survey(begin_with(f"{first}, {{paper: vouw2020blunt, reason: Below.}}"))
    html = read_html(bodies(root)["fold/dart/"])
    items = [e for e in html.all("li") if "ol" in e.above]
    assert ["<b>First</b>" in items[0].text, "Below." in items[1].text] == [True, True]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("{paper: folder2019frst, reason: x}", "unknown paper 'folder2019frst' (did you mean"),
        ("{paper: gleiter2021unsorted, reason: x}", "'gleiter2021unsorted' is not in the category"),
        (", ".join(["{paper: folder2019first, reason: x}"] * 2), "'folder2019first' twice"),
        (", ".join(["{paper: folder2019first, reason: x}"] * 11), "has 11 entries, at most 10"),
        ("{paper: folder2019first}", "reason"),
    ],
)
def test_faults_of_beginnings(make_survey: MakeSurvey, entries: str, said: str) -> None:
    """What to begin with is known, in the category, named once, bounded, and has a reason."""
    library, problems = Library.load(make_survey(begin_with(entries)))
    found = [str(p) for p in (*problems, *checks.errors(library)) if p.path == "taxonomy.yaml"]
    assert any(said in each for each in found), found
