"""The box on a paper's page that says how to cite it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.exports.references import reference

if TYPE_CHECKING:
    from typing import Any

    Site = Any

FORMS = ["BibTeX", "BibLaTeX", "RIS", "CSL-JSON", "APA", "IEEE"]
FILES = {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json"}


def texts(html: Any) -> dict[str, str]:
    """Give the texts of the box by the names of their forms."""
    names = [summary.text for summary in html.all("summary")]
    found = [e for e in html.elements if "data-survey-text" in e.attributes]
    boxes = len(html.all("details", name="cite"))  # those of results and relations come after
    return dict(zip(names[:boxes], (element.text for element in found), strict=True))


def test_every_form_is_there(site: Site) -> None:
    """A paper can be cited in six forms, each in an element that opens without scripts."""
    for key in site.library.papers:
        html = site.html(f"papers/{key}/")
        assert [*texts(html)] == FORMS
        boxes = html.all("details", name="cite")
        assert len(boxes) == len(FORMS)
        assert ["open" in box.attributes for box in boxes] == [True, *[False] * 5]
        assert len({box.get("name") for box in boxes}) == 1


def test_box_says_what_the_files_say(site: Site) -> None:
    """The text of a form that there is a file of is the file's, to the last character but the abstract.

    That stands on the page already; where only the file has it, the link to that says so.
    """
    abstract = {"RIS": r"^AB  - .*\n", "CSL-JSON": r',\n  "abstract": "[^"\\]*(?:\\.[^"\\]*)*"'}
    for key, paper in site.library.papers.items():
        html = site.html(f"papers/{key}/")
        found = texts(html)
        for name, ending in FILES.items():
            text = site.file(f"papers/{key}.{ending}").replace("\r\n", "\n")
            brief = re.sub(abstract.get(name, "$^"), "", text, flags=re.MULTILINE)
            assert found[name].replace("\r\n", "\n") == brief
            assert (brief != text) is (name in abstract and bool(paper.abstract))
        says = html.one("section", class_="survey-cite").text.count("with the abstract")
        assert says == (2 if paper.abstract else 0)


def test_references_are_formatted(tiny_site: Site) -> None:
    """The forms to be read are the references of their styles."""
    for key, paper in tiny_site.library.papers.items():
        found = texts(tiny_site.html(f"papers/{key}/"))
        for name in ("APA", "IEEE"):
            assert found[name] == reference(paper, tiny_site.library, name.lower())
    vouw = texts(tiny_site.html("papers/vouw2020blunt/"))
    assert vouw["BibLaTeX"].startswith("@article{vouw2020blunt,\n")
    assert "ids = {vouw2020stub}" in vouw["BibLaTeX"]


def test_box_is_not_searched(site: Site) -> None:
    """Who searches for a paper finds what it says, not how it is cited."""
    for key in site.library.papers:
        html = site.html(f"papers/{key}/")
        box = html.one("section", class_="survey-cite")
        assert "data-pagefind-ignore" in box.attributes


def test_downloads_are_downloads(tiny_site: Site) -> None:
    """The links of the box save a file instead of showing it, and so does that beside the paper's."""
    html = tiny_site.html("papers/vouw2020blunt/")
    links = [link for link in html.all("a") if "download" in link.attributes]
    assert [link.get("href") for link in links] == [
        f"../../papers/vouw2020blunt.{ending}" for ending in ("bib", *FILES.values())
    ]
