"""Kinds of faults in bibliographies that people report of reference software, and what is right.

Each test holds one kind: the plain example and others of its kind in other dresses.
"""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.record.models import Paper
from site_builder.sources import arxiv, bibtex, crossref, csl, news, openalex, ris
from site_builder.sources.draft import Draft, checked

if TYPE_CHECKING:
    from site_builder.sources.contents import Contents

Person = dict[str, str]


def bib(text: str) -> Contents:
    """Read BibTeX."""
    return bibtex.parse(text, "x.bib")


def one(fields: str, kind: str = "article") -> Draft:
    """Read one entry."""
    (draft,) = bib(f"@{kind}{{k, title={{T}}, {fields}}}").drafts
    return draft


def ris_one(rows: str) -> Draft:
    """Read one record of RIS, given without its ends."""
    (draft,) = ris.parse(f"TY  - {rows}\nER  - \n", "x.ris").drafts
    return draft


def csl_one(**fields: Any) -> Draft:
    """Read one item of CSL-JSON."""
    (draft,) = csl.parse(json.dumps([{"id": "k", "title": "T", **fields}]), "x.json").drafts
    return draft


def crossref_one(**message: Any) -> Draft:
    """Read an answer of Crossref."""
    answer = {"message": {"DOI": "10.9999/x", "title": ["T"], **message}}
    return crossref.parse(json.dumps(answer).encode())


def names(draft: Draft) -> list[str]:
    """Write authors as "particle Family, Given, Suffix"; groups in braces."""
    return [
        f"{{{p['literal']}}}"
        if "literal" in p
        else ", ".join(
            filter(
                None,
                [
                    " ".join(filter(None, [p.get("particle"), p["family"]])),
                    p.get("given"),
                    p.get("suffix"),
                ],
            )
        )
        for p in draft.authors
    ]


@pytest.mark.parametrize(
    ("kind", "fields", "what", "degree"),
    [
        ("mastersthesis", "school={U}", "thesis", "master"),
        ("phdthesis", "school={U}", "thesis", "doctoral"),
        ("thesis", "type={mathesis}, institution={U}", "thesis", "master"),
        ("thesis", "type={Ph.D. dissertation}, institution={U}", "thesis", "doctoral"),
        ("phdthesis", "type={Diplomarbeit}, school={U}", "thesis", "master"),
        ("incollection", "booktitle={B}, publisher={P}", "chapter", ""),
        ("inbook", "booktitle={B}, publisher={P}", "chapter", ""),
        ("online", "url={https://a.example/}", "webpage", ""),
        ("www", "url={https://a.example/}", "webpage", ""),
        ("book", "publisher={P}", "book", ""),
        ("dataset", "publisher={Zenodo}", "dataset", ""),
        ("software", "url={https://github.com/a/b}", "software", ""),
        ("techreport", "institution={Lab}", "report", ""),
        ("inproceedings", "booktitle={Proc. of X}", "paper-conference", ""),
        ("article", "journal={arXiv preprint arXiv:2203.12119}", "preprint", ""),
        ("misc", "howpublished={Talk}", "", ""),
        ("patent", "number={US 1}", "", ""),
    ],
)
def test_entry_types(kind: str, fields: str, what: str, degree: str) -> None:
    """Every entry keeps its type; where none fits it has none."""
    draft = one(f"author={{A B}}, year=1896, {fields}", kind)
    assert (draft.type, draft.degree, draft.year) == (what, degree, 1896)
    assert checked(draft).year == 1896


@pytest.mark.parametrize(
    "draft",
    [
        one(
            "author={Ann Kite}, editor={Ed Itor and others}, booktitle={Handbook of Kites},"
            " publisher={Fold Press}, series={Kite Notes}, pages={41--60}",
            "incollection",
        ),
        ris_one(
            "CHAP\nAU  - Kite, Ann\nED  - Itor, Ed\nED  - et al.\nT2  - Handbook of Kites\n"
            "T3  - Kite Notes\nPB  - Fold Press\nSP  - 41\nEP  - 60"
        ),
        csl_one(
            type="chapter",
            author=[{"family": "Kite", "given": "Ann"}],
            editor=[{"family": "Itor", "given": "Ed"}, {"literal": "others"}],
            publisher="Fold Press",
            page="41–60",
            **{"container-title": "Handbook of Kites", "collection-title": "Kite Notes"},
        ),
    ],
)
def test_chapters(draft: Draft) -> None:
    """A chapter keeps its book, editors, series and pages; its venue is who published it."""
    assert (draft.type, draft.booktitle, draft.series) == (
        "chapter",
        "Handbook of Kites",
        "Kite Notes",
    )
    assert draft.editors == ({"given": "Ed", "family": "Itor"},)
    assert (draft.editors_cut, draft.pages, draft.venues) == (True, "41-60", ("Fold Press",))


@pytest.mark.parametrize(
    ("draft", "links"),
    [
        (one("url={https://openreview.net/forum?id=abc123XYZ}", "misc"), {"page": "https://openreview.net/forum?id=abc123XYZ"}),
        (one("url={https://openreview.net/pdf?id=abc}", "misc"), {"pdf": "https://openreview.net/pdf?id=abc"}),
        (one("url={https://a.example/p.html https://a.example/p.pdf}"), {"page": "https://a.example/p.html", "pdf": "https://a.example/p.pdf"}),
        (one("howpublished={\\url{https://a.example/x}}", "misc"), {"page": "https://a.example/x"}),
        (one("url={https://doi.org/10.1000/x}, doi={10.1000/x}"), {}),
        (one("url={https://arxiv.org/pdf/2203.12119v2.pdf}", "misc"), {}),
        (ris_one("JOUR\nUR  - https://a.example/1\nL1  - https://a.example/1.pdf"), {"page": "https://a.example/1", "pdf": "https://a.example/1.pdf"}),
        (csl_one(URL="https://a.example/1"), {"page": "https://a.example/1"}),
        (crossref_one(resource={"primary": {"URL": "https://a.example/1"}}, link=[{"URL": "https://a.example/1.pdf", "content-type": "application/pdf"}]), {"page": "https://a.example/1", "pdf": "https://a.example/1.pdf"}),
    ],
)  # fmt: skip
def test_own_pages(draft: Draft, links: dict[str, str]) -> None:
    """A paper's own page and PDF are links of it; what an id says already is none."""
    assert draft.links == links


@pytest.mark.parametrize(
    ("value", "people", "others", "told"),
    [
        ("Smith, J., Doe, A., Roe, B.", ["Smith, J.", "Doe, A.", "Roe, B."], False, True),
        ("Smith, J., Doe, A. \\& Roe, B.", ["Smith, J.", "Doe, A.", "Roe, B."], False, True),
        ("Smith, John, Doe, Alice", ["Smith, John", "Doe, Alice"], False, True),
        ("John Smith, Alice Doe, Bob Roe", ["Smith, John", "Doe, Alice", "Roe, Bob"], False, True),
        ("Smith J, Doe AB, Roe C", ["Smith, J.", "Doe, A. B.", "Roe, C."], False, True),
        ("Smith, J.; Doe, A.", ["Smith, J.", "Doe, A."], False, True),
        ("John Smith; Alice Doe", ["Smith, John", "Doe, Alice"], False, True),
        ("Smith, J., Doe, A., and Roe, B.", ["Smith, J.", "Doe, A.", "Roe, B."], False, True),
        ("Smith, Jane and et al.", ["Smith, Jane"], True, False),
        ("Smith, Jane et al.", ["Smith, Jane"], True, False),
        ("Smith, Jane and {others}", ["Smith, Jane"], True, False),
        ("Smith, Jane and {\\ldots} and Roe, B.", ["Smith, Jane", "Roe, B."], True, False),
        ("ATLAS Collaboration", ["{ATLAS Collaboration}"], False, True),
        ("Collaboration, ATLAS", ["{ATLAS Collaboration}"], False, True),
        ("World Health Organization and Roe, B.", ["{World Health Organization}", "Roe, B."], False, True),
        ("Smith, J. for the ATLAS Collaboration", ["Smith, J.", "{the ATLAS Collaboration}"], False, False),
        ("Johnson \\& Johnson", ["{Johnson & Johnson}"], False, True),
        ("Smith, J., Doe", ["Smith, Doe, J."], False, True),
        ("Smith, Jr., John and King, Martin Luther, Jr.", ["Smith, John, Jr.", "King, Martin Luther, Jr."], False, False),
        ("Raquel {Delgado de Prado} and Bob {van der Berg}", ["Delgado de Prado, Raquel", "van der Berg, Bob"], False, False),
        ("{Garc{\\'\\i}a M{\\'a}rquez}, Gabriel", ["García Márquez, Gabriel"], False, False),
        ("M. {Garcia Marquez}, Jr.", ["Garcia Marquez, M., Jr."], False, False),
        ("family=Berg, given=Hans, prefix=van der", ["van der Berg, Hans"], False, False),
        ("\\ifmmode \\check{Z}\\else \\v{Z}\\fi{}umberg, Ana", ["Žumberg, Ana"], False, False),
        ("Mu{\\ifmmode\\tilde{n}\\else\\~{n}\\fi}oz, Ana", ["Muñoz, Ana"], False, False),
        ("Marsh A.J. and Brown L.R.", ["Marsh, A. J.", "Brown, L. R."], False, True),
        ("J. R. R. Tolkien and Malcolm X", ["Tolkien, J. R. R.", "X, Malcolm"], False, False),
    ],
)  # fmt: skip
def test_lists_of_names(value: str, people: list[str], others: bool, told: bool) -> None:  # noqa: FBT001 (a column)
    """Names are parted at whatever parts them; groups, cut lists and braces are seen; guesses told."""
    draft = one(f"author={{{value}}}, year=2016, journal={{J}}")
    assert (names(draft), draft.others, bool(draft.unread)) == (people, others, told)


@pytest.mark.parametrize(
    ("rows", "people", "pages", "doi"),
    [
        ("A1  - Marsh A.J.\nA1  - Brown L.R.\nSP  - 67-76\nEP  - 76\nM3  - doi:10.9999/apes.1", ["Marsh, A. J.", "Brown, L. R."], "67-76", "10.9999/apes.1"),
        ("AU  - Marsh AJ\nAU  - van der Berg T\nSP  - 67\nEP  - 67-76\nN1  - doi: 10.9999/apes.1", ["Marsh, A. J.", "van der Berg, T."], "67-76", "10.9999/apes.1"),
        ("AU  - O'Neil M.-J.\nSP  - e12\nEP  - e12\nN1  - https://doi.org/10.9999/apes.1", ["O'Neil, M.-J."], "e12", "10.9999/apes.1"),
        ("AU  - Marsh, A.J., Jr.\nAU  - Ann Brown\nSP  - 67--76\nEP  - \nDO  - https://doi.org/10.9999%2Fapes.1", ["Marsh, A.J., Jr.", "Brown, Ann"], "67-76", "10.9999/apes.1"),
    ],
)  # fmt: skip
def test_names_of_embase(rows: str, people: list[str], pages: str, doi: str) -> None:
    """Names without a comma, ranges within a page and DOIs in notes are read."""
    draft = ris_one(f"JOUR\nT1  - T\n{rows}")
    assert (names(draft), draft.pages, draft.doi) == (people, pages, doi)


@pytest.mark.parametrize(
    ("person", "wanted"),
    [
        ({"given": "Martin Luther, Jr.", "family": "King"}, "King, Martin Luther, Jr."),
        ({"given": "Martin Luther, ! Jr.", "family": "King"}, "King, Martin Luther, Jr."),
        ({"given": "Martin Luther", "family": "King Jr."}, "King, Martin Luther, Jr."),
        ({"given": "Martin Luther", "family": "King, Jr."}, "King, Martin Luther, Jr."),
        ({"given": "Martin Luther III", "family": "King"}, "King, Martin Luther, III"),
        ({"given": "Martin Luther", "family": "King", "suffix": "Jr."}, "King, Martin Luther, Jr."),
        ({"given": "V.", "family": "King"}, "King, V."),
    ],
)
def test_suffixes(person: Person, wanted: str) -> None:
    """A suffix is found behind any part of a name, in CSL and from Crossref."""
    assert names(csl_one(author=[person])) == [wanted]
    assert names(crossref_one(author=[person])) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("@inproceedings{c, title={T}, crossref={p}}\n@proceedings{p, title={Proc.}, booktitle={Test 2022}, year=2022, publisher={F}}", ("Test 2022",)),
        ("@proceedings{P, title={Test 2022}, year=2022, publisher={F}}\n@inproceedings{c, title={T}, crossref={p}}", ("Test 2022",)),
        ("@xdata{a, publisher={F}, year=2022}\n@xdata{b, xdata={a}, booktitle={Test 2022}}\n@inproceedings{c, title={T}, xdata={b}}", ("Test 2022",)),
        ("@periodical{p, title={Test 2022}, date={2022-05}, publisher={F}}\n@article{c, title={T}, crossref={p}}", ("Test 2022",)),
    ],
)  # fmt: skip
def test_inheritance(text: str, wanted: tuple[str, ...]) -> None:
    """A child inherits, along chains too; what it inherits from is no paper, and that is told."""
    contents = bib(text)
    (draft,) = contents.drafts
    assert (draft.title, draft.venues, draft.year, draft.publisher) == ("T", wanted, 2022, "F")
    assert contents.notices
    assert contents.unread == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@inbook{a, title={T}, crossref={b}}\n@inbook{b, title={U}, crossref={a}}", "leads back"),
        ("@book{a, title={T}, crossref={a}}", "leads back"),
        ("@inbook{a, title={T}, crossref={nobody}}", "no entry of the file has the key nobody"),
        ("@xdata{x, xdata={x}}\n@misc{a, title={T}, xdata={x,y}}", "no entry of the file"),
    ],
)
def test_inheritance_that_leads_nowhere(text: str, said: str) -> None:
    """Circles and missing parents cost nobody anything, and are told."""
    drafts = bib(text).drafts
    assert drafts[0].title == "T"
    assert said in " ".join(words for draft in drafts for words in draft.unread)


@pytest.mark.parametrize(
    ("text", "venue", "month"),
    [
        ('@string{acm = "ACM"}\n@string{tog = acm # " Trans. Graph."}\n@article{a, journal=tog, month="4~" # jul}', "ACM Trans. Graph.", 7),
        ('@STRING{TOG = {ACM Trans. } # gr}\n@string(gr = "Graph.")\n@article{a, journal=tog, month=jul # "~4"}', "ACM Trans. Graph.", 7),
        ('@string{a = "ACM"}@string{b = a}@string{c = b # " Trans." # " Graph."}\n@article{a, journal=C, month={4--7 July}}', "ACM Trans. Graph.", 7),
    ],
)  # fmt: skip
def test_strings_of_strings(text: str, venue: str, month: int) -> None:
    """Macros are resolved within macros; a month is the name, not the day before it."""
    (draft,) = bib(text).drafts
    assert (draft.venues, draft.month) == ((venue,), month)


def test_strings_that_are_missing() -> None:
    """A macro that nothing defines, or that means itself, is told."""
    contents = bib("@string{x = y}@string{y = x}\n@article{a, title={T}, journal=x, number=nosuch}")
    said = contents.drafts[0].unread
    assert "number: nothing defines the macro 'nosuch'" in said
    assert any(words.startswith("journal: nothing defines the macro") for words in said)


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ("url={https://doi.org/10.1002/%28SICI%291099-9999%28199702%2922:3%3C267::AID-TST42%3E3.0.CO;2-C}", "10.1002/(SICI)1099-9999(199702)22:3<267::AID-TST42>3.0.CO;2-C"),
        ("url={https://doi.org/10.1016%2Fj.tst.2016.03.026}", "10.1016/j.tst.2016.03.026"),
        (r"doi={10.1002/(SICI)1099(1998)22:3{\textless}267::AID{\textgreater}3.0.CO;2-B}", "10.1002/(SICI)1099(1998)22:3<267::AID>3.0.CO;2-B"),
        (r"doi={10.1002/(SICI)1099(1998)22:3$<$267::AID$>$3.0.CO;2-B}", "10.1002/(SICI)1099(1998)22:3<267::AID>3.0.CO;2-B"),
        ("doi={10.1002/a&lt;b&gt;c}", "10.1002/a<b>c"),
        ("doi={10.1000/x.}", "10.1000/x"),
        ("doi={https://dx.doi.org/10.1000/x#sec-1}", "10.1000/x"),
        ("doi={https://doi.org/10.1000/x?casa_token=abc:d}", "10.1000/x"),
        ("doi={DOI: 10.1000/a{\\_}b}", "10.1000/a_b"),
        ("doi={doi.org/10.1000/x,}", "10.1000/x"),
        ("doi={10.1016/S0140-6736(97)11096-0}", "10.1016/S0140-6736(97)11096-0"),
        ("url={https://dl.acm.org/doi/pdf/10.1145/1.2}", "10.1145/1.2"),
        ("url={https://link.springer.com/article/10.1007/s1-2?x=1}", "10.1007/s1-2"),
        ("doi={none}", ""),
    ],
)  # fmt: skip
def test_dois(fields: str, doi: str) -> None:
    """A DOI is read in every dress: encoded, in TeX, with a stop, a fragment, a query."""
    assert checked(one(fields)).doi == doi


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (r"http://a.example/$\sim$ann/x", ["http://a.example/~ann/x"]),
        (r"http://a.example/{\textasciitilde}ann/x", ["http://a.example/~ann/x"]),
        (r"http://a.example/\textasciitilde{}ann/x", ["http://a.example/~ann/x"]),
        (r"http://a.example/\~{}ann/x", ["http://a.example/~ann/x"]),
        (r"http://a.example/{\~{}}ann/x\_y\%20z", ["http://a.example/~ann/x_y%20z"]),
        (r"\url{http://a.example/x} and \url{http://b.example/y}", ["http://a.example/x", "http://b.example/y"]),
        (r"http://a.example/x; http://b.example/y", ["http://a.example/x", "http://b.example/y"]),
        (r"http://a.example/x_(y)", ["http://a.example/x_(y)"]),
        (r"https://web.archive.example/web/2020/https://b.example/", ["https://web.archive.example/web/2020/https://b.example/"]),
    ],
)  # fmt: skip
def test_addresses_in_tex(value: str, found: list[str]) -> None:
    """Addresses lose TeX's dress and nothing else; of two in one field both are read."""
    assert list(one(f"url={{{value}}}").seen) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (r"$\less$i$\greater$In vivo$\less$/i$\greater$ cats &amp; dogs", "In vivo cats & dogs"),
        (r"{\textless}i{\textgreater}In vivo{\textless}/i{\textgreater} cats {\&}amp; dogs", "In vivo cats & dogs"),
        (r"Genes {\&}amp$\mathsemicolon$ Dev", "Genes & Dev"),
        (r"Genes \&amp; Dev", "Genes & Dev"),
        (r"Genes &amp;amp; Dev", "Genes & Dev"),
        (r"<span class=nocase>de novo</span> &#x3b1;&ndash;<sub>2</sub>", "de novo α–2"),
        (r"<jats:p>A <jats:italic>b</jats:italic></jats:p>", "A b"),
        (r"\textsc Bert is {\textsc{Bert}}", "Bert is Bert"),
        (r"If $x &lt; y$ &lt; z", "If $x < y$ < z"),
        (r"AT\&T and $a<b>c$, R&D; x < y", "AT&T and $a<b>c$, R&D; x < y"),
    ],
)  # fmt: skip
def test_markup_left_over(value: str, text: str) -> None:
    """Entities and tags in any dress are undone and told; signs that are none stay."""
    (draft,) = bib(f"@article{{k, title={{{value}}}, journal={{{value}}}}}").drafts
    assert draft.title == text
    assert draft.venues == (text,)
    assert bool(draft.unread) is not value.startswith("AT")
    if "{" not in value and "\\" not in value:
        assert csl_one(title=value).title == text


def test_markup_that_cannot_be_undone() -> None:
    """What is left of markup is told."""
    draft = one(r"journal={A <b> \frobnicate C}")
    assert "journal: markup was left: <b> \\frobnicate" in draft.unread


@pytest.mark.parametrize(
    ("fields", "arxiv_id", "pages"),
    [
        ("journal={arXiv e-prints}, pages={arXiv:2003.01234}", "2003.01234", ""),
        ("journal={arXiv e-prints}, eid={arXiv:astro-ph/0507001}, pages={astro-ph/0507001}", "astro-ph/0507001", ""),
        ("journal={arXiv preprint math/0309136v2}", "math/0309136", ""),
        ("journal={ArXiv}, volume={abs/2003.01234}", "2003.01234", ""),
        ("journal={arXiv:hep-th/9901001}", "hep-th/9901001", ""),
        ("eprint={0601001}, archivePrefix={arXiv}, primaryClass={astro-ph}", "astro-ph/0601001", ""),
        ("eprint={0601001}, archivePrefix={astro-ph}", "astro-ph/0601001", ""),
        ("adsurl={https://ui.adsabs.example/abs/2020arXiv200401234S}", "2004.01234", ""),
        ("adsurl={https://ui.adsabs.example/abs/2003math......9136S}", "math/0309136", ""),
        ("howpublished={arXiv [cs.CV] 2003.01234v3}, pages={1--9}", "2003.01234", "1-9"),
    ],
)  # fmt: skip
def test_arxiv_in_every_dress(fields: str, arxiv_id: str, pages: str) -> None:
    """ArXiv's ids are found, old and new; they are no pages, and the venue is arXiv."""
    draft = one(f"author={{A B}}, {fields}")
    assert (draft.arxiv_id, draft.pages, draft.type) == (arxiv_id, pages, "preprint")
    assert draft.venues[0].lower() in {"arxiv", "arxiv [cs.cv] 2003.01234v3"}


@pytest.mark.parametrize(
    ("journal", "venue", "told"),
    [
        (r"\prd", "Physical Review D", False),
        (r"{\mnras}", "Monthly Notices of the Royal Astronomical Society", False),
        (r"\apjl{}", "Astrophysical Journal Letters", False),
        (r"\myjournal", "myjournal", True),
    ],
)
def test_macros_for_journals(journal: str, venue: str, told: bool) -> None:  # noqa: FBT001 (a column)
    """Astronomers' macros are expanded; one that nobody knows is told."""
    draft = one(f"journal={{{journal}}}")
    assert (draft.venues, bool(draft.unread)) == ((venue,), told)


@pytest.mark.parametrize(
    "line",
    [
        "@name (see below)",
        "@foo{bar} baz",
        "@article{x, title={U}}",
        "@misc(x, y) z",
        "  @todo{",
        "@x",
    ],
)
def test_abstracts_with_beginnings(line: str) -> None:
    """A line of an abstract that looks like an entry is a line of the abstract."""
    closing = "}" * (line.count("{") - line.count("}"))
    contents = bib(
        f"@article{{a, title={{T}}, abstract={{We say\n{line}\nand{closing}}}, year=2020}}\n@misc{{b, title={{V}}}}"
    )
    assert [draft.title for draft in contents.drafts] == ["T", "V"]
    assert "@" in contents.drafts[0].abstract
    assert contents.drafts[0].year == 2020
    assert contents.unread == []


@pytest.mark.parametrize("count", [1_001, 3_000, 6_001])
def test_crowds_of_authors(count: int) -> None:
    """A list that a record can hold is taken whole; of a longer one the first, told."""
    value = " and ".join(f"Number{number}, A." for number in range(count))
    draft = checked(one(f"author={{{value}}}"))
    assert len(draft.authors) == (count if count <= 6_000 else 1_000)
    assert draft.others is (count > 6_000)
    assert bool(draft.unread) is draft.others


@pytest.mark.parametrize(
    ("message", "what", "venue", "series", "booktitle"),
    [
        ({"type": "book-chapter", "container-title": ["Lecture Notes in Computer Science", "Kite Vision – ECKV 2022"]}, "paper-conference", "Kite Vision – ECKV 2022", "Lecture Notes in Computer Science", ""),
        ({"type": "book-chapter", "container-title": ["Kite Notes", "Proceedings of the Kite Conference"]}, "paper-conference", "Proceedings of the Kite Conference", "Kite Notes", ""),
        ({"type": "book-chapter", "container-title": ["Some Book"], "event": {"name": "ECKV"}}, "paper-conference", "ECKV", "", ""),
        ({"type": "book-chapter", "container-title": ["Kite Notes", "Handbook of Kites 2020"], "publisher": "Fold Press"}, "chapter", "Fold Press", "Kite Notes", "Handbook of Kites 2020"),
        ({"type": "dissertation", "institution": [{"name": "Uni"}], "degree": ["Ph.D."]}, "thesis", "Uni", "", ""),
    ],
)  # fmt: skip
def test_chapters_of_crossref(
    message: dict[str, Any], what: str, venue: str, series: str, booktitle: str
) -> None:
    """A chapter in a conference's book is a paper of the conference, and keeps the series."""
    draft = crossref_one(**message)
    assert (draft.type, draft.venues[0], draft.series, draft.booktitle) == (
        what,
        venue,
        series,
        booktitle,
    )


@pytest.mark.parametrize(
    ("updates", "kind"),
    [
        ([{"type": "retraction", "DOI": "10.9999/n", "updated": {"date-parts": [[2021, 1, 1]]}}], "retracted"),
        ([{"type": "correction", "DOI": "10.9999/c"}, {"type": "retraction", "DOI": "10.9999/n", "updated": {"date-parts": [[2021, 1, 1]]}}], "retracted"),
        ([{"type": "expression-of-concern", "DOI": "10.9999/n", "updated": {"date-parts": [[2021, 1, 1]]}}], "concern"),
        ([{"type": "Expression of Concern", "DOI": "10.9999/n", "updated": {"date-time": "2021-01-01T00:00:00Z"}}], "concern"),
        ([{"type": "erratum", "DOI": "10.9999/n", "updated": {"date-parts": [[2021, 1, 1]]}}], "corrected"),
        ([{"type": "withdrawal", "DOI": "10.9999/n", "updated": {"date-parts": [[2021, 1, 1]]}}], "withdrawn"),
    ],
)  # fmt: skip
def test_updates_of_crossref(updates: list[dict[str, Any]], kind: str) -> None:
    """What became of a paper is read from its updates; of several the gravest counts."""
    wanted = {"kind": kind, "date": "2021-01-01", "source": "10.9999/n"}
    assert checked(crossref_one(**{"updated-by": updates})).status == wanted


def test_notices_of_crossref() -> None:
    """A notice is not what it tells of; a new version is no correction."""
    draft = crossref_one(**{"update-to": [{"type": "retraction", "DOI": "10.9999/bad"}]})
    assert (draft.status, len(draft.unread)) == ({}, 1)
    assert (
        crossref_one(**{"updated-by": [{"type": "new_version", "DOI": "10.9999/n"}]}).status == {}
    )
    assert crossref_one(title=["RETRACTED: Kites cure colds"]).status["kind"] == "retracted"


def test_retractions_in_openalex() -> None:
    """OpenAlex tells retractions with a truth value."""
    work = {"id": "https://openalex.org/W1", "title": "T", "is_retracted": True}
    said = checked(openalex.parse(json.dumps(work).encode())).status
    assert said == {"kind": "retracted", "source": "https://openalex.org/W1"}
    work["is_retracted"] = False
    assert openalex.parse(json.dumps(work).encode()).status == {}


@pytest.mark.parametrize(
    ("comment", "summary", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error", "We fold.", True),
        ("withdrawn", "We fold.", True),
        ("9 pages. The paper was withdrawn", "We fold.", True),
        ("", "This paper has been withdrawn because of a gap in Lemma 2.", True),
        ("", "We fold papers that have been withdrawn.", False),
        ("9 pages, 3 figures", "We fold.", False),
    ],
)
def test_withdrawn_from_arxiv(comment: str, summary: str, withdrawn: bool) -> None:  # noqa: FBT001 (a column)
    """ArXiv's authors say in the comment or the abstract that a paper is withdrawn."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:a="http://arxiv.org/schemas/atom"><entry>'
        "<id>http://arxiv.org/abs/2203.12119v2</id><title>T</title><published>2022-03-04</published>"
        f"<summary>{summary}</summary><a:comment>{comment}</a:comment></entry></feed>"
    )
    status = checked(arxiv.parse(feed.encode())).status
    assert (status.get("kind") == "withdrawn") is withdrawn
    assert not withdrawn or status["source"] == "https://arxiv.org/abs/2203.12119"


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [("王 小明", "王", "小明"), ("김 철수", "김", "철수"), ("Иван Иванов", "Иванов", "Иван"), ("राज कुमार", "कुमार", "राज")],
)  # fmt: skip
def test_scripts(name: str, family: str, given: str) -> None:
    """In East Asia's scripts the family comes first; in others as written; parts that are told stay."""
    assert one(f"author={{{name}}}").authors == ({"given": given, "family": family},)
    told = csl_one(author=[{"family": family, "given": given}])
    assert told.authors == ({"given": given, "family": family},)


def test_what_became_of_a_record() -> None:
    """A record gains what a service says became of its paper, once."""
    said = {"kind": "withdrawn", "source": "https://arxiv.org/abs/2203.12119"}
    known = {"key": "k", "title": "T", "authors": ["A B"], "year": 2022, "venue": "arXiv"}
    paper = Paper.model_validate(known)
    draft = Draft("arXiv listing", status=said)
    assert news.standing(paper, draft) == {"status": said, "sources": ["arXiv listing"]}
    assert news.standing(Paper.model_validate({**known, "status": said}), draft) == {}
    assert news.standing(paper, Draft("arXiv listing")) == news.standing(paper, None) == {}


def test_lists_in_braces() -> None:
    """Names that are all in one pair of braces are one group, and that is told."""
    draft = one("author={{John Smith and Jane Doe}}")
    assert names(draft) == ["{John Smith and Jane Doe}"]
    assert draft.unread == (
        "author: 'John Smith and Jane Doe' stands in braces: taken for a group",
    )
    assert one("author={{Barnes and Noble Inc.}}").unread == ()
