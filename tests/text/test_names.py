# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.text.names import Name, fold, has_initials, parse_name, slugify, title_key

PARSED = [
    ("Menglin Jia", Name("Menglin", "", "Jia", "")),
    ("Laurens van der Maaten", Name("Laurens", "van der", "Maaten", "")),
    ("Ludwig von der Leyen III", Name("Ludwig", "von der", "Leyen", "III")),
    ("Martin Luther King Jr.", Name("Martin Luther", "", "King", "Jr.")),
    ("Plato", Name("", "", "Plato", "")),
    ("van der Maaten", Name("", "van der", "Maaten", "")),
    ("bell hooks", Name("bell", "", "hooks", "")),
    ("Jean d'Alembert", Name("Jean", "", "d'Alembert", "")),
    ("Leonardo da Vinci", Name("Leonardo", "da", "Vinci", "")),
    ("Gerard 't Hooft", Name("Gerard", "'t", "Hooft", "")),
    ("李 明", Name("李", "", "明", "")),
    ("Jia, Menglin", Name("Menglin", "", "Jia", "")),
    ("van der Maaten, Laurens", Name("Laurens", "van der", "Maaten", "")),
    ("Garcia Molina, Hector", Name("Hector", "", "Garcia Molina", "")),
    ("de la Vallée Poussin, Charles", Name("Charles", "de la", "Vallée Poussin", "")),
    ("King, Jr., Martin Luther", Name("Martin Luther", "", "King", "Jr.")),
    ("King, Jr.", Name("", "", "King", "Jr.")),
    ("Martin Luther King, Jr.", Name("Martin Luther", "", "King", "Jr.")),
    ("hooks, bell", Name("bell", "", "hooks", "")),
    ("  Kaiming \t He ", Name("Kaiming", "", "He", "")),
    ("He,", Name("", "", "He", "")),
]

FOLDED = [
    ("Müller", "muller"),
    ("Łukasz Kaiser", "lukasz kaiser"),
    ("Straße", "strasse"),
    ("Søren Ærø", "soren aero"),
    ("Đorđe Þór", "dorde thor"),
    ("İstanbul Iğdır", "istanbul igdir"),
    ("ấ ợ ű ț ŉ", "a o u t 'n"),
    ("O’Brien‑Smith", "o'brien-smith"),
    ("ViT™", "vittm"),
    ("한국어", "한국어"),
    ("हिन्दी", "हिन्दी"),
    ("Ωμέγα", "ωμεγα"),
]

SLUGS = [
    ("Laurens van der Maaten", "laurens-van-der-maaten"),
    ("Łukasz Kaiser", "lukasz-kaiser"),
    ("Ser-Nam Lim", "ser-nam-lim"),
    ("Conor O'Brien", "conor-obrien"),
    ("J. R. R. Tolkien", "j-r-r-tolkien"),
    ("../../etc/passwd", "etc-passwd"),
    ("Ærø & Söhne", "aero-sohne"),
]

words = st.from_regex(r"[^\s,]{1,8}", fullmatch=True)


@pytest.mark.parametrize(("text", "name"), PARSED)
def test_parse(text: str, name: Name) -> None:
    """The last word is the family name, lower-case words before it its particle."""
    assert parse_name(text) == name


@pytest.mark.parametrize("text", ["", "  ", ",", " , ,"])
def test_parse_refuses_nothing(text: str) -> None:
    """A text without a word is no name."""
    with pytest.raises(ValueError, match="not a name"):
        parse_name(text)


@given(st.lists(words, min_size=1, max_size=6))
@example(["Jr."])
@example(["de", "la", "cruz"])
def test_display_gives_back_what_was_parsed(parts: list[str]) -> None:
    """No word of a "Given Family" name is dropped or moved."""
    assert parse_name(" ".join(parts)).display == " ".join(parts)


@given(st.text())
@example("a, b, c, d, e")
def test_no_text_is_dropped(text: str) -> None:
    """Every character of a name, commas and blanks apart, is in its display form."""
    try:
        shown = parse_name(text).display
    except ValueError:
        return
    assert sorted(re.sub(r"[\s,]", "", shown)) == sorted(re.sub(r"[\s,]", "", text))


@pytest.mark.parametrize(
    ("text", "inverted"),
    [
        ("Laurens van der Maaten", "van der Maaten, Laurens"),
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("Ludwig van Beethoven II", "van Beethoven, II, Ludwig"),
        ("Plato", "Plato"),
    ],
)
def test_inverted(text: str, inverted: str) -> None:
    """The inverted form is BibTeX's, suffix in the middle."""
    assert parse_name(text).inverted == inverted


@pytest.mark.parametrize(("text", "name"), PARSED)
def test_inverted_reads_back(text: str, name: Name) -> None:
    """The inverted form parses to the same name."""
    assert parse_name(parse_name(text).inverted) == name


def test_group_is_never_split() -> None:
    """A group's name is shown, inverted and addressed as one text."""
    group = Name.group("Barnes and  Noble Inc.")
    assert group == Name("", "", "Barnes and Noble Inc.", "", is_group=True)
    assert group.display == group.inverted == "Barnes and Noble Inc."
    assert group.slug == "barnes-and-noble-inc"


def test_sort_key_orders_by_family_name() -> None:
    """Names sort by family name without accents and case, then by given name."""
    names = [
        "Kaiming He",
        "Émile Zola",
        "Laurens van der Maaten",
        "Ada Żak",
        "Bo Zola",
        "bell hooks",
    ]
    ordered = sorted(names, key=lambda text: parse_name(text).sort_key)
    assert ordered == [
        "Kaiming He", "bell hooks", "Laurens van der Maaten", "Ada Żak", "Bo Zola", "Émile Zola",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_fold(text: str, folded: str) -> None:
    """Folding removes case and accents from Latin letters and leaves other scripts readable."""
    assert fold(text) == folded


@given(st.text())
def test_fold_is_idempotent_and_ignores_form(text: str) -> None:
    """Folding twice changes nothing; the form of Unicode does not matter."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(("text", "slug"), SLUGS)
def test_slug(text: str, slug: str) -> None:
    """Latin names become their folded words joined by hyphens."""
    assert slugify(text) == slug


@given(st.text())
@example("\ud800")
@example("a" * 5000)
@example("李明")
def test_slug_is_safe(text: str) -> None:
    """A slug is never empty, never too long for a folder's name, and holds nothing special."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(text))
    assert len(slugify(text)) <= 100


def test_slugs_of_other_scripts_differ() -> None:
    """Names that have no Latin letters, or some, are kept apart by a hash; the form is not."""
    slugs = [slugify(text) for text in ("李明", "王明", "李 Ming", "王 Ming", "Ming")]
    assert len(set(slugs)) == 5
    assert slugs[2].startswith("ming-")
    assert slugify("한국") == slugify(unicodedata.normalize("NFD", "한국"))
    assert slugify("李明") == "x-aa227102"


def test_long_names_with_one_beginning_differ() -> None:
    """A slug that is cut off carries a hash of the whole."""
    assert slugify("a" * 200) != slugify("a" * 201)


@pytest.mark.parametrize(
    ("given_names", "family", "display", "has_capitals"),
    [
        ("小明", "王", "王小明", False),
        ("太郎", "山田", "山田太郎", False),
        ("さくら", "宮脇", "宮脇さくら", False),
        ("철수", "김", "김철수", False),
        ("アダ", "フォルダー", "アダ フォルダー", False),
        ("Xiaoming", "王", "Xiaoming 王", True),
        ("محمد", "سعيد", "محمد سعيد", False),
        ("עמוס", "עוז", "עמוס עוז", False),
        ("अमित", "कुमार", "अमित कुमार", False),
        ("Лев", "Толстой", "Лев Толстой", True),
        ("Jean-Paul", "Sartre", "Jean-Paul Sartre", True),
    ],
)
def test_scripts(given_names: str, family: str, display: str, *, has_capitals: bool) -> None:
    """Family names come first, without a blank, where that is the custom; addresses are Latin."""
    name = Name(given_names, "", family)
    assert (name.display, has_initials(given_names)) == (display, has_capitals)
    assert name.key == slugify(f"{given_names} {family}")
    assert re.fullmatch("[a-z]+(?:-[a-z]+)+", name.slug)
    assert parse_name(name.spaced) == name


LONG = "Self-Attention in Ladders and Shifts in Progress for Vision Transformers of Light Weight "


@pytest.mark.parametrize("times", [1, 9])
def test_titles_are_compared_whole(times: int) -> None:
    """Case, accents and punctuation do not count in a title of any length, and its end does."""
    title = LONG * times
    assert title_key(title) == title_key(f"«{title.upper().replace('-', ' ')}»!")
    assert title_key(f"{title} one") != title_key(f"{title} two")
    assert title_key("折り紙 A") != title_key("紙飛行機 A")
    assert title_key("ÉTUDE: 折り紙") == title_key("étude, 折り紙") != title_key("étude")
