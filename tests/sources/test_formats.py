"""BibTeX, RIS and CSL-JSON in the wild to drafts, every entry accounted for."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import json
from typing import Any

import pybtex.database
import pytest
import rispy
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.problems import SurveyError
from site_builder.record.models import VenueKind
from site_builder.sources import bibtex, bibtex_fields, csl, dates, ris
from site_builder.sources.contents import Contents, addresses
from site_builder.sources.draft import Draft, checked

HEAD = "@article{k, title={T}, author={Ann Smith}, year=2020, journal={J}"


def bib(text: str) -> Contents:
    """Read BibTeX."""
    return bibtex.parse(text, "x.bib")


def one(fields: str, kind: str = "article") -> Draft:
    """Read one entry."""
    (draft,) = bib(f"@{kind}{{k,\n{fields}\n}}").drafts
    return draft


def test_an_entry() -> None:
    """Every field that records have a place for is taken, its TeX read."""
    draft = one(r"""
        title = {{BERT} and the {\'E}tude of {Bayes}: $L_1$ \& more},
        author = {Jia, Menglin and {\'A}lvarez, Jr., Jos{\'e} and de la Cruz, Ana and {The Team}},
        journal = {J. of {P}apers}, year = {2021}, month = mar, volume = {3}, number = 2,
        pages = {101--119}, doi = {https://doi.org/10.1000/a\_b}, publisher = {Press},
        abstract = {We fold.
           And more.

        New paragraph, 50\%.}, note = {Best paper}, url = {https://github.com/a/b},
    """)
    assert draft.title == "BERT and the Étude of Bayes: $L_1$ & more"
    assert draft.protect == ("Bayes",)
    assert draft.authors == (
        {"given": "Menglin", "family": "Jia"},
        {"given": "José", "family": "Álvarez", "suffix": "Jr."},
        {"given": "Ana", "particle": "de la", "family": "Cruz"},
        {"literal": "The Team"},
    )
    assert (draft.venues, draft.kind) == (("J. of Papers",), VenueKind.JOURNAL)
    assert (draft.year, draft.month, draft.volume, draft.number) == (2021, 3, "3", "2")
    assert (draft.pages, draft.doi, draft.publisher) == ("101-119", "10.1000/a_b", "Press")
    assert draft.abstract == "We fold. And more.\n\nNew paragraph, 50%."
    assert (draft.notes, draft.links) == ("Best paper", {"code": "https://github.com/a/b"})
    assert (draft.source, draft.name, draft.line, draft.unread) == ("x.bib:k", "k", 1, ())


def test_pitfalls_of_the_library() -> None:
    """A key used twice, keys and fields that differ in case, macros, parentheses: all are read."""
    contents = bib(
        '@string{tpami = "IEEE " # "TPAMI"}\n'
        "@Article{a, TITLE={One}, journal=tpami}\n"
        "@article{a, title={Two}}\n"
        '@article{A, title={Three}, month = "12~" # dec}\n'
        '@inproceedings(d, title = "Four, {with} \\"{o}", year = 2001)\n'
        "@article{, title={Five}}\n"
        "@article{f, title={Six}, title={Seven}}\n"
    )
    titles = [draft.title for draft in contents.drafts]
    assert titles == ["One", "Two", "Three", "Four, with ö", "Five", "Six"]
    assert contents.drafts[0].venues == ("IEEE TPAMI",)
    assert contents.drafts[2].month == 12
    assert contents.drafts[5].unread == ("fields given twice: title",)
    assert [draft.line for draft in contents.drafts] == [2, 3, 4, 5, 6, 7]
    assert contents.unread == []


def test_what_cannot_be_read() -> None:
    """A broken entry is named with its line, and costs no other."""
    contents = bib(
        "@article{a, title={One}}\n\n@book{broken, title={unclosed\n@misc{c, title={Two}}\n"
        "@article{e title={no comma}, year=1999}\nsome remark\n@article{g, title={Three}}"
    )
    assert [draft.title for draft in contents.drafts] == ["One", "Two", "Three"]
    assert [unread.line for unread in contents.unread] == [3, 5]
    assert contents.entries == 5
    assert contents.passed_over


def test_nothing_is_lost_silently() -> None:
    """Fields without a place in records are counted."""
    contents = bib("@article{a, title={A}, keywords={x}, isbn={1}}\n@misc{b, keywords={y}}")
    assert contents.unmapped == {"keywords": 2, "isbn": 1}


@pytest.mark.parametrize(
    ("fields", "arxiv_id"),
    [
        ("eprint={2203.12119}, archivePrefix={arXiv}, primaryClass={cs.CV}", "2203.12119"),
        ("eprint={arXiv:2203.12119v3}", "2203.12119"),
        ("journal={arXiv preprint arXiv:2203.12119}", "2203.12119"),
        ("journal={CoRR}, volume={abs/2203.12119}", "2203.12119"),
        ("url={https://arxiv.org/abs/2203.12119}", "2203.12119"),
        ("howpublished={\\url{http://arxiv.org/abs/2203.12119}}", "2203.12119"),
        ("note={arXiv:2203.12119 [cs.CV]}", "2203.12119"),
        ("doi={10.48550/arXiv.2203.12119}", "2203.12119"),
        ("eprint={hep-th/9901001}", "hep-th/9901001"),
        ("eprint={PMC12345}", ""),
    ],
)
def test_arxiv_ids(fields: str, arxiv_id: str) -> None:
    """An arXiv id is found wherever people put it, and makes a preprint of what has no venue."""
    draft = one(f"title={{T}}, {fields}", "misc")
    assert draft.arxiv_id == arxiv_id
    assert (draft.kind is VenueKind.PREPRINT) is bool(arxiv_id)
    assert draft.doi == ""
    assert (draft.year is not None) is bool(arxiv_id)


@pytest.mark.parametrize(
    ("kind", "fields", "venues", "sort"),
    [
        ("inproceedings", "booktitle={Proc. of X}, series={KDD '16}", ("Proc. of X", "KDD '16"), VenueKind.CONFERENCE),
        ("inproceedings", "booktitle={X Workshop}", ("X Workshop",), VenueKind.WORKSHOP),
        ("phdthesis", "school={MIT}", ("MIT",), VenueKind.THESIS),
        ("techreport", "institution={Lab}", ("Lab",), VenueKind.REPORT),
        ("book", "publisher={Press}, series={Texts}", ("Press", "Texts"), VenueKind.BOOK),
        ("misc", "howpublished={Company blog, \\url{https://a.example/x}}", ("Company blog",), None),
        ("online", "organization={Company}", ("Company",), None),
        ("article", "journaltitle={J}, shortjournal={Jo.}", ("J", "Jo."), VenueKind.JOURNAL),
        ("misc", "howpublished={\\url{https://a.example/x}}", (), None),
        ("unpublished", "", (), None),
    ],
)  # fmt: skip
def test_venues(kind: str, fields: str, venues: tuple[str, ...], sort: VenueKind | None) -> None:
    """Each type of entry names its venue in its own field."""
    draft = one(f"title={{T}}, {fields}", kind)
    assert (draft.venues, draft.kind) == (venues, sort)


@pytest.mark.parametrize(
    ("value", "families"),
    [
        ("A B and others", ["B"]),
        ("{Barnes and Noble Inc.} and Jia, M.", ["Barnes and Noble Inc.", "Jia"]),
        ("A\n   and\n  B C", ["A", "C"]),
        ("A B AND C D", ["B", "D"]),
        (r"Andr{\'e} Land and Sandy Andover", ["Land", "Andover"]),
        ("Smith, Jr., John", ["Smith"]),
        ("李 明", ["李"]),
        ("and and and", []),
        (",", []),
        ("", []),
    ],
)
def test_names(value: str, families: list[str]) -> None:
    """Names are parted at each `and` outside braces; a group in braces stays one."""
    draft = one(f"title={{T}}, author={{{value}}}")
    assert [p.get("family") or p["literal"] for p in draft.authors] == families


def test_incomplete_lists_of_authors() -> None:
    """Where not everybody is named the list is cut; editors stand in for authors."""
    draft = one("author={A B and others}")
    assert (draft.others, draft.notes) == (True, "")
    draft = one("title={T}, editor={Ed Itor}", "book")
    assert draft.authors == ({"given": "Ed", "family": "Itor"},)
    assert draft.notes == "The editors stand in place of authors."


@pytest.mark.parametrize(
    ("date", "year", "month", "wanted"),
    [
        ("", "2020", "jan", (2020, 1)),
        ("", "(2020a)", "", (2020, None)),
        ("", "2019/2020", "", (2019, None)),
        ("2022-05-17", "", "", (2022, 5)),
        ("2022-05", "2022", "June", (2022, 6)),
        ("2022/2023", "", "", (2022, None)),
        ("", "2020", "Sep.", (2020, 9)),
        ("", "2020", "Janvier", (2020, 1)),
        ("", "2020", "März", (2020, 3)),
        ("", "2020", "10", (2020, 10)),
        ("", "2020", "5~June", (2020, 6)),
        ("", "2020", "12--16 July", (2020, 7)),
        ("", "2020", "31 dec", (2020, 12)),
        ("", "", "", (None, None)),
    ],
)
def test_dates(date: str, year: str, month: str, wanted: tuple[int | None, int | None]) -> None:
    """Years and months are read as bibliographies write them."""
    assert dates.read(date, year, month) == (*wanted, [])


def test_dates_that_make_no_sense() -> None:
    """What is no year or month is told."""
    assert dates.read("", "to appear", "Winter") == (
        None,
        None,
        ["year: 'to appear' is no year of publication", "month: 'Winter' is no month"],
    )


@pytest.mark.parametrize(
    ("arxiv_id", "year"), [("2203.12119", 2022), ("hep-th/9901001", 1999), ("math/0601001", 2006), ("", None)]
)  # fmt: skip
def test_years_of_preprints(arxiv_id: str, year: int | None) -> None:
    """An arXiv id tells its year."""
    assert dates.of_arxiv(arxiv_id) == year


def test_addresses() -> None:
    """Addresses become links to code or places where the paper was seen, unless ids say the same."""
    texts = [
        "https://github.com/a/b.",
        "https://doi.org/10.1000/x https://arxiv.org/abs/2203.12119",
        "see (https://a.example/~p_q%20r), and ftp://b.example",
    ]
    assert addresses(texts, "2203.12119") == (
        {"code": "https://github.com/a/b", "page": "https://a.example/~p_q%20r"},
        ("https://a.example/~p_q%20r",),
    )


def test_against_another_reader() -> None:
    """Another reader of BibTeX finds the same names, years and fields."""
    text = (
        "@article{a, author={Jia, Menglin and de la Cruz, Ana and Smith, Jr., Bo}, title={T},"
        " journal={J}, year={2020}, volume={3}, pages={1--2}}"
    )
    other = pybtex.database.parse_string(text, "bibtex").entries["a"]
    (draft,) = bib(text).drafts
    assert [" ".join(p.last_names) for p in other.persons["author"]] == [
        p["family"] for p in draft.authors
    ]
    assert [" ".join(p.prelast_names) for p in other.persons["author"]] == [
        p.get("particle", "") for p in draft.authors
    ]
    assert other.fields["pages"].replace("--", "-") == draft.pages


RIS = """\
TY  - JOUR
ID  - key1
TI  - A Title of
      two lines
AU  - Jia, Menglin
AU  - Smith, Bo, Jr.
AU  - OpenAI
PY  - 2020/05/17/spring
JF  - Journal of Papers
JA  - J. Pap.
VL  - 3
IS  - 2
SP  - 101
EP  - 119
DO  - 10.1000/x
UR  - https://a.example/p
N1  - A remark
KW  - one
AB  - We fold.
ER  -

TY  - CONF
T1  - Another
A1  - Doe, Jane
Y1  - 2019///
T2  - Proceedings of X
UR  - https://arxiv.org/abs/2203.12119
ER  -
"""


def test_ris() -> None:
    """RIS gives the same drafts as BibTeX would; another reader finds the same."""
    contents = ris.parse("stray\n" + RIS, "x.ris")
    first, second = contents.drafts
    assert first.title == "A Title of two lines"
    assert first.authors == (
        {"given": "Menglin", "family": "Jia"},
        {"given": "Bo", "family": "Smith", "suffix": "Jr."},
        {"literal": "OpenAI"},
    )
    assert (first.year, first.month, first.volume, first.number) == (2020, 5, "3", "2")
    assert (first.pages, first.doi, first.notes) == ("101-119", "10.1000/x", "A remark")
    assert (first.venues, first.kind) == (("Journal of Papers", "J. Pap."), VenueKind.JOURNAL)
    assert (first.source, first.line, first.seen) == ("x.ris:key1", 2, ("https://a.example/p",))
    assert (second.arxiv_id, second.year, second.kind) == ("2203.12119", 2019, VenueKind.CONFERENCE)
    assert (contents.passed_over, contents.unmapped) == ([1], {"KW": 1})
    others = rispy.loads(RIS)
    assert [other["doi"] for other in others if "doi" in other] == [first.doi]
    assert others[0]["authors"][0] == "Jia, Menglin"


def test_ris_without_ends() -> None:
    """A record that does not end is read all the same, and told."""
    contents = ris.parse("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B", "x.ris")
    assert [draft.title for draft in contents.drafts] == ["A", "B"]
    assert [draft.unread for draft in contents.drafts] == [("the record has no end (ER)",)] * 2
    assert contents.entries == 2


CSL: list[Any] = [
    {
        "id": "key1",
        "type": "article-journal",
        "title": "A <i>Title</i> &amp; more",
        "author": [
            {"given": "Laurens", "family": "Maaten", "non-dropping-particle": "van der"},
            {"literal": "The Team"},
            "nobody",
        ],
        "issued": {"date-parts": [["2020", 5]]},
        "container-title": "Journal of Papers",
        "volume": 3,
        "issue": "2",
        "page": "101–119",
        "DOI": "10.1000/x",
        "URL": "https://a.example/p",
        "note": "A remark",
        "ISSN": "1234",
    },
    {"id": 7, "type": "article", "title": "B", "number": "arXiv:2203.12119", "issued": {"raw": "May 2022"}},
    "nonsense",
]  # fmt: skip


def test_csl() -> None:
    """CSL-JSON gives the same drafts as BibTeX would, with the lines where items begin."""
    contents = csl.parse(json.dumps(CSL, indent=1), "x.json")
    first, second = contents.drafts
    assert first.title == "A Title & more"
    assert first.authors == (
        {"given": "Laurens", "particle": "van der", "family": "Maaten"},
        {"literal": "The Team"},
    )
    assert (first.year, first.month, first.volume, first.number) == (2020, 5, "3", "2")
    assert (first.pages, first.doi, first.notes) == ("101-119", "10.1000/x", "A remark")
    assert (first.line, first.name, first.seen) == (2, "key1", ("https://a.example/p",))
    assert (second.arxiv_id, second.venues, second.kind) == (
        "2203.12119",
        ("arXiv",),
        VenueKind.PREPRINT,
    )
    assert (second.year, second.name) == (2022, "7")
    (unread,) = contents.unread
    assert json.dumps(CSL, indent=1).splitlines()[unread.line - 1].strip() == '"nonsense"'
    assert contents.unmapped == {"ISSN": 1}


@pytest.mark.parametrize("wrap", [lambda item: item, lambda item: {"items": [item]}])
def test_csl_in_other_wrappings(wrap: Any) -> None:
    """One item alone, and a list under `items`, are read too."""
    (draft,) = csl.parse(json.dumps(wrap(CSL[0])), "x.json").drafts
    assert draft.name == "key1"


@pytest.mark.parametrize(
    "text", ["", "[", "{", '[{"a": 1} {"b": 2}]', "[1,", "[" * 100_000, "nope"]
)
def test_csl_that_is_no_json(text: str) -> None:
    """What is no JSON is refused with its line."""
    with pytest.raises(SurveyError, match=r"^(line \d+: |this is no JSON)"):
        csl.parse(text, "x.json")


SIGNS = st.text(st.sampled_from('@{}()=",#%\\ \nabyzAND19-~$'), max_size=80)


@given(SIGNS)
@example("@a{b,c={" * 300)
@example("@a{b" + ",c=" * 300)
@example("@string{a=a}@x{b,title=a}")
@example('@string{a=b}@string{b=a}@x{c,title=a#b#"d"}')
def test_any_bibtex(text: str) -> None:
    """Any text at all is read, and every entry in it accounted for."""
    contents = bib(HEAD + "}\n" + text)
    assert contents.entries >= 1
    for draft in contents.drafts:
        checked(draft)


@given(SIGNS.map(lambda text: text.replace("}", "").replace("{", "").replace('"', "")))
def test_any_field(value: str) -> None:
    """Any value in any field is taken or told; an entry that it breaks is named."""
    fields = ", ".join(
        f"{name}={{{value}}}" for name in sorted(bibtex_fields.TAKEN) if name != "title"
    )
    contents = bib(f"@misc{{k, title={{T}}, {fields}}}")
    assert contents.entries == 1 or "@" in value
    assert contents.entries >= 1


@given(st.text(st.sampled_from("TYAUER  -\n0/x"), max_size=60) | st.text(max_size=60))
def test_any_ris(text: str) -> None:
    """Any text at all is read as RIS."""
    contents = ris.parse(f"{RIS}\n{text}", "x.ris")
    assert contents.entries >= 2


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.sampled_from(sorted(csl.TAKEN)), x), max_leaves=12))  # fmt: skip
def test_any_csl(data: Any) -> None:
    """JSON of any shape is read or refused."""
    contents = csl.parse(json.dumps([data]), "x.json")
    assert contents.entries == 1
    for draft in contents.drafts:
        checked(draft)
