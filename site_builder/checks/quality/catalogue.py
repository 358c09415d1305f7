"""The rules of quality as a table: code, what is wrong, an example, what to write instead."""

from __future__ import annotations

from typing import Final

from site_builder.checks.quality.oddity import Rule

TITLES: Final = ("title", "booktitle")
PROSE: Final = ("abstract", "summary")
PEOPLE: Final = ("authors", "editors")

RULES: Final = (
    Rule(TITLES, "capitals", "mostly capitals", "A STUDY OF PAPER DARTS", "A Study of Paper Darts"),
    Rule(TITLES, "final-stop", "a full stop at the end", "Darts.", "Darts", certain=True),
    Rule(TITLES, "incomplete", "an ellipsis at the end", "Paper Darts and …", "the whole title"),
    Rule(TITLES, "spacing", "stray blanks", "Paper  Darts , Old", "Paper Darts, Old", certain=True),
    Rule(TITLES, "leftover", "words of a web page or a file", "Paper Darts [PDF]", "Paper Darts"),
    Rule(TITLES, "venue", "where it appeared", "Paper Darts. In: Proc. Fold Day", "Paper Darts"),
    Rule(TITLES, "digits", "more digits than letters", "1002.3456 v1", "the title"),
    Rule(("title",), "is-venue", "the venue's own name", "Journal of Darts", "the paper's title"),
    Rule(("booktitle",), "is-title", "the paper's own title", "Paper Darts", "the book's title"),
    Rule((*TITLES, *PROSE, *PEOPLE, "venue"), "markup", "markup or entities",
         "Darts &amp; <i>Gliders</i>", "Darts & Gliders", certain=True),
    Rule((*TITLES, *PROSE, *PEOPLE, "venue", "links"), "tex", "TeX outside of formulas",
         r"Erd\H{o}s", "Erdős", certain=True),
    Rule((*TITLES, *PROSE, *PEOPLE, "venue"), "symbols", "characters lost or read wrongly",
         "BÃ©zier", "Bézier", certain=True),
    Rule(PROSE, "none", "words for that there is none", "No abstract available", "leave it out"),
    Rule(PROSE, "heading", "its heading", "Abstract: We fold.", "We fold.", certain=True),
    Rule(PROSE, "incomplete", "an ellipsis at the end", "We fold and …", "the whole text"),
    Rule(PROSE, "notice", "a notice of copyright", "We fold. © 2020 Fold Press", "We fold."),
    Rule(PROSE, "is-title", "the title once more", "Paper Darts", "leave it out"),
    Rule(PEOPLE, "capitals", "a name in capitals, or without any", "JANE SMITH", "Jane Smith",
         certain=True),
    Rule(PEOPLE, "et-al", "words for those who are not named", "Smith et al.", "`- others` last"),
    Rule(PEOPLE, "separator", "several people in one", "Ann Smith; Bob Roe", "one item for each"),
    Rule(PEOPLE, "none", "nobody's name", "Unknown", "the name on the paper"),
    Rule(PEOPLE, "group", "a group as a person", "ATLAS Collaboration",
         "{literal: ATLAS Collaboration}", certain=True),
    Rule(PEOPLE, "comma", "a comma within a part", '{family: "Smith, Ann"}', "Ann Smith",
         certain=True),
    Rule(PEOPLE, "digits", "digits", "Wei Wang 0001", "Wei Wang", certain=True),
    Rule(PEOPLE, "signs", "signs that no name has", "Ann Smith*", "Ann Smith", certain=True),
    Rule(PEOPLE, "title", "a title or degree", "Dr. Ann Smith, PhD", "Ann Smith", certain=True),
    Rule(PEOPLE, "suffix", "Jr. and its like in another part",
         '{given: "Ann, Jr.", family: Smith}', "Ann Smith Jr.", certain=True),
    Rule(PEOPLE, "initials", "initials as family name", "Marsh A.J.", "A.J. Marsh", certain=True),
    Rule(PEOPLE, "particle", "a particle among the given names",
         "{given: Ann van der, family: Roe}", "Ann van der Roe", certain=True),
    Rule(PEOPLE, "spacing", "stray blanks", '"Ann  Smith"', "Ann Smith", certain=True),
    Rule(("authors",), "swapped", "given and family name changed places", "Smith Ann", "Ann Smith"),
    Rule(("authors",), "repeated", "one person twice", "Ann Smith, Ann Smith", "Ann Smith"),
    Rule(("authors",), "two-orcids", "one name with two ORCIDs", "of two records", "the right one"),
    Rule(("authors",), "two-names", "one ORCID with two names", "of two records", "the right one"),
    Rule(("authors",), "which", "a name of several people", "of records with several ORCIDs",
         "the ORCID, or the paper in people.yaml"),
    Rule(("authors",), "thesis", "a thesis of several people", "Ann Smith, Bob Roe", "Ann Smith"),
    Rule(("pages", "volume", "number"), "none", "words for that there is none", "in press",
         "leave it out"),
    Rule(("pages", "volume", "number"), "prefix", "what the field says already", "pp. 67-76",
         "67-76", certain=True),
    Rule(("pages",), "range", "a range in a range, or of one page", "e1004-e1004", "e1004",
         certain=True),
    Rule(("pages",), "incomplete", "a page that lacks, or lacks digits", "1045-52", "1045-1052",
         certain=True),
    Rule(("pages",), "order", "a range that runs backwards", "76-67", "67-76"),
    Rule(("pages",), "dash", "another sign than a hyphen", "67--76", "67-76", certain=True),
    Rule(("pages",), "count", "the number of pages", "12 pages", "the first and the last page"),
    Rule(("pages",), "identifier", "an identifier of arXiv", "arXiv:2203.12119", "arxiv_id"),
    Rule(("doi",), "percent", "percent signs", "10.1000/a%28b%29", "10.1000/a(b)", certain=True),
    Rule(("doi",), "markup", "markup", "10.1000/x&lt;1", "10.1000/x<1", certain=True),
    Rule(("doi",), "final-stop", "a stop or bracket at the end", "10.1000/x.", "10.1000/x",
         certain=True),
    Rule(("doi",), "resolver", "the address of a resolver", "https://doi.org/10.1000/x",
         "10.1000/x", certain=True),
    Rule(("doi",), "tail", "the rest of an address", "10.1000/x?utm_source=y", "10.1000/x",
         certain=True),
    Rule(("doi",), "arxiv-id", "another one than arxiv_id", "10.48550/arXiv.2203.12119",
         "the right one"),
    Rule(("year",), "doi", "another year than in the DOI", "2012", "2019"),
    Rule(("year",), "arxiv-id", "another year than in arxiv_id", "2012", "2022"),
    Rule(("year",), "future", "long after the record was added", "2062", "2026"),
    Rule(("submitted",), "arxiv-id", "another month than in arxiv_id", "2021-01-07", "2022-03-23"),
    Rule(("links",), "search", "a search", "https://www.google.com/search?q=x", "what was found"),
    Rule(("links",), "proxy", "a proxy", "https://ezproxy.x.edu/login?url=https://y.org/",
         "https://y.org/", certain=True),
    Rule(("links",), "session", "one person's visit", "https://y.org/a;jsessionid=1",
         "https://y.org/a", certain=True),
    Rule(("links",), "tracking", "who led there", "https://y.org/?utm_source=x", "https://y.org/",
         certain=True),
    Rule(("links",), "local", "a machine of one's own", "http://localhost:8000/", "its address"),
    Rule(("sources",), "file", "a file of a repository in another form", "ann/fold/README.md",
         "ann/fold:README.md"),
    Rule(("volume",), "missing", "an article's number or pages without a volume", "", "the volume"),
    Rule(("degree",), "missing", "a thesis without its degree", "", "doctoral or master"),
    Rule(("booktitle",), "missing", "a chapter without its book", "", "the book's title"),
    Rule(("type",), "missing", "what a paper of its type needs", "a data set without address",
         "links.page or doi"),
    Rule(("volume", "number", "booktitle", "editors"), "type", "what its type has not",
         "volume of a thesis", "another type"),
    Rule(("venue",), "capitals", "mostly capitals", "JOURNAL OF PAPER DARTS",
         "Journal of Paper Darts"),
    Rule(("venue",), "abbreviated", "an abbreviated name", "J. Paper Darts", "the name in full"),
    Rule(("venue",), "number", "a report number or date", "ATLAS-CONF-2019-001", "the venue"),
    Rule(("venue",), "kind", "another kind than its name says", "a journal named Conference on …",
         "the kind"),
    Rule(("venue",), "twice", "abbreviated and full name side by side", "Phys. Rev. D",
         "an alias of Physical Review D"),
)  # fmt: skip
"""Every rule of quality."""

CODES: Final = {f"{field}.{rule.kind}": rule for rule in RULES for field in rule.fields}
"""The rules by code; a rule on several fields has a code for each."""


def table() -> str:
    """Return the catalogue as a table in Markdown, a row for each rule."""
    rows = ["| code | finds | for example | to be written | `--fix` |", "|---|---|---|---|---|"]
    rows += [
        f"| {_codes(rule)} | {rule.wrong} | {_cell(rule.example)} | {_cell(rule.instead)} |"
        f" {'yes' * rule.certain} |"
        for rule in RULES
    ]
    return "\n".join(rows)


def _codes(rule: Rule) -> str:
    return ", ".join(f"`{field}.{rule.kind}`" for field in rule.fields)


def _cell(text: str) -> str:
    """Format an example so that Markdown shows it as it is."""
    return text.translate(ESCAPED) if text else ""


ESCAPED: Final = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|&"})
