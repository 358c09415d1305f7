"""Records as bibliographies have them, of every kind, for tests that draw them at random."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from site_builder.latex import to_text
from site_builder.record.kinds import EntryType, StatusKind

WORDS: Final = (
    *("Deep", "deep", "of", "the", "BERT", "and", "And", "others", "GPT-4", "a", "A", "$x_1$", "C++"),
    *("$\\alpha$-fair", "$\\mathcal{O}(n^2)$", "é", "Żółć", "中文", "学习", "العربية", "हिन्दी", "Русский"),
    *("&", "100%", "#1", "a_b", "~", "^", "<b>", "</b>", "<", "x > y", "{", "}", "\\", "@x", "it's"),
    *("it’s", "“q”", '"q"', "‘q’", "–", "—", "-", "--", "...", "…", "U.S.", ":", ";", ",", "(x)", "[y]"),
    *("1", "ff", "ß", "ı", "İ", "½", "²", "→", "π", "ℓ", "Jr.", "III", "et al.", "!", "?", "/", "'t"),
    *("=", "+", "*", "|", "`"),
)  # fmt: skip
GIVEN: Final = (
    "Ann",
    "Bo",
    "J.",
    "J. K.",
    "Jean-Pierre",
    "A B",
    "Élodie",
    "Ян",
    "小明",
    "D’",
    "ann",
)
FAMILIES: Final = (
    *("Smith", "Li", "O'Neil", "D’Ambrosio", "Smith-Jones", "Şahin", "Lovelace King", "X", "王"),
    *("García Márquez", "Иванов", "al-Khwarizmi", "St. John", "MacDonald", "Ng"),
)
PARTICLES: Final = ("van der", "de", "von", "al", "de la", "Van", "'t")
GROUPS: Final = (
    *("ATLAS Collaboration", "The Fold Group", "Google Brain", "OpenAI", "Fold & Co", "Team, The"),
    *("Smith and Sons", "Institute of Folds (IoF)", "中文组"),
)
DOIS: Final = (
    *("10.1000/ab.c", "10.1002/(SICI)1097<1::AID-X>3.0.CO;2-#", "10.1000/a_b%c"),
    "10.48550/arXiv.2203.12119",
)
LINKS: Final = (
    *({"page": "https://e.org/%7E_#a&b"}, {"pdf": "https://e.org/x.pdf"}),
    {"page": "https://e.org/x", "pdf": "https://e.org/p?x=1"},
)


def line(most: int = 6) -> st.SearchStrategy[str]:
    """Give a line of words of several scripts, formulas and signs."""
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=most)
    return words.map(" ".join).filter(to_text)  # what shows nothing, as {}, is told by nothing


def people() -> st.SearchStrategy[list[Any]]:
    """Give people with all parts of names, and groups; some lists are cut."""
    parts = {
        "given": st.sampled_from(GIVEN),
        "particle": st.sampled_from(PARTICLES),
        "suffix": st.sampled_from(["Jr.", "III", "Sr.", "II", "Jr"]),
    }
    family = {"family": st.sampled_from(FAMILIES)}
    groups = st.sampled_from(GROUPS).map(lambda name: {"literal": name})
    found = st.lists(st.fixed_dictionaries(family, optional=parts) | groups, min_size=1, max_size=4)
    return st.builds(lambda names, cut: [*names, *cut], found, st.sampled_from([[], ["others"]]))


def _status() -> st.SearchStrategy[dict[str, Any]]:
    more = {
        "date": st.just("2020-05-01"),
        "source": st.sampled_from(["10.1000/a_b%c", "https://e.org/x"]),
        "note": line(3),
    }
    return st.fixed_dictionaries({"kind": st.sampled_from(StatusKind)}, optional=more)


def _kind() -> st.SearchStrategy[dict[str, Any]]:
    """Give a type, and a thesis its degree."""
    theses = st.sampled_from([None, "doctoral", "master"])
    named = theses.map(lambda degree: {"type": "thesis", "degree": degree})
    return st.sampled_from([{}, *({"type": each} for each in EntryType)]) | named


def fields(venues: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Give the fields of a record that appeared in one of these venues."""

    def maybe(*values: object) -> st.SearchStrategy[Any]:
        return st.none() | st.sampled_from(values)

    drawn = st.fixed_dictionaries(
        {
            "title": line(),
            "authors": people(),
            "year": st.integers(1450, 2026),
            "month": st.none() | st.integers(1, 12),
            "venue": st.sampled_from(venues),
            "volume": maybe("1", "12", "A12", "12A", "XIV", "12-13", "s2-42"),
            "number": maybe("3", "3-4", "S1", "TR-98-1"),
            "pages": maybe("1-10", "7", "e12", "e12-e19", "i-xii", "S1-S9", "101-9", "A1", "12345"),
            "doi": maybe(*DOIS),
            "arxiv_id": maybe("2203.12119", "hep-th/9901001", "math.GT/0309136"),
            "arxiv_class": maybe("cs.CV", "physics.ins-det"),
            "booktitle": st.none() | line(3),
            "series": st.none() | line(3),
            "editors": st.just([]) | people(),
            "links": maybe(*LINKS),
            "status": st.none() | _status(),
            "abstract": st.none() | line(),
        }
    )
    both = st.builds(lambda one, other: {**one, **other}, drawn, _kind())
    return both.map(lambda found: {name: value for name, value in found.items() if value})
