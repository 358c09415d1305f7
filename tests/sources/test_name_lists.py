"""Lists of names in any dress, and the pieces that bibliographies are taken apart with."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.sources import leftovers, name_lists, tex, verbatim
from site_builder.sources.bibtex_text import HIDDEN, LONGEST, Macros, without_false_beginnings

SIGNS = st.text(alphabet="AJ.,;& {}\\\"'-éaon王明=@\n", max_size=60)
FAMILIES = st.text(alphabet="bcdefgh", min_size=3, max_size=8).map(str.capitalize)
GIVEN = st.lists(st.sampled_from("ABCDEFGHIJKLMNOP"), min_size=1, max_size=3).map(
    lambda letters: " ".join(f"{letter}." for letter in letters)
)
PEOPLE = st.lists(st.tuples(FAMILIES, GIVEN), min_size=2, max_size=6)


@given(SIGNS)
@example("=,{ }")  # no given name, though a comma announces one
@example("{ , },a")
@example("é { } and a{ , } and { }, { }")
def test_any_list(value: str) -> None:
    """Any text at all gives people that have a name."""
    names = name_lists.read(value, tex.groups, tex.line)
    for person in names.people:
        assert person.get("family") or person.get("literal")
        assert all(text.strip() and "\ue010" not in text for text in person.values())


@given(PEOPLE)
def test_separators(people: list[tuple[str, str]]) -> None:
    """The same people are read, whatever parts them."""
    wanted = [{"given": given_names, "family": family} for family, given_names in people]
    forms = [f"{family}, {given_names}" for family, given_names in people]
    for sign in (" and ", "; ", ", ", " AND ", "\nand\n"):
        read = name_lists.read(sign.join(forms), tex.groups, tex.line)
        assert read.people == wanted
        assert bool(read.told) is (sign in {"; ", ", "})
    short = [f"{family} {given_names.replace(' ', '')}" for family, given_names in people]
    assert name_lists.read(" and ".join(short), tex.groups, tex.line).people == wanted


@given(PEOPLE)
def test_cut_lists(people: list[tuple[str, str]]) -> None:
    """Whatever stands for more people is no person."""
    text = " and ".join(f"{family}, {given_names}" for family, given_names in people)
    for end in (" and others", " and et al.", " et al", ", et al.", " and {others}", " and ..."):
        read = name_lists.read(text + end, tex.groups, tex.line)
        assert (len(read.people), read.others) == (len(people), True)


@given(st.text(alphabet="<>/&;amplti#3bx$\\{} sup", max_size=60))
def test_any_markup(text: str) -> None:
    """Undoing markup ends, and what it takes for none stays."""
    once = leftovers.undone(text)
    assert len(once.text) <= len(text) + 2 * text.count("<") * 2
    if not once.found and "<!" not in text and "]]>" not in text and "math" not in text:
        assert once.text == text
    leftovers.plain(text)
    leftovers.paragraphs(text)


@given(st.text(alphabet="10./%2FaA#?=<>{}\\_~$ doi:htps", max_size=60))
def test_any_identifier(text: str) -> None:
    """Any text is read as an identifier or address without an error; reading it again is the same."""
    found, _ = verbatim.doi(text)
    assert not found or verbatim.doi(found) == (found, "")
    addresses, _ = verbatim.addresses_in(text)
    assert all(address.lower().startswith("http") for address in addresses)


@given(st.text(alphabet='@{}()=,\n\\"abk ', max_size=80))
def test_any_file(text: str) -> None:
    """Hiding what begins no entry changes nothing else, and never the first beginning."""
    hidden = without_false_beginnings(text)
    assert hidden.replace(HIDDEN, "@") == text
    assert len(hidden) == len(text)


@given(
    st.dictionaries(
        st.sampled_from("abcd"), st.text(alphabet='abcd#"{} ', max_size=12), max_size=4
    ),
    st.text(alphabet='abcd#"{} ', max_size=12),
)
def test_any_macros(macros: dict[str, str], raw: str) -> None:
    """Macros in circles end."""
    Macros(macros).value(raw)


def test_macros_made_of_macros() -> None:
    """Each macro is put together once, however often others name it; the deepest are told."""
    macros = {f"s{n}": f"s{n - 1} # s{n - 1}" for n in range(1, 60)} | {"s0": "{x}"}
    assert Macros(macros).value("s10 # s9") == ("x" * (1024 + 512), ())
    text, unknown = Macros(macros).value("s59")
    assert unknown == ("s39",)
    assert len(text) == LONGEST


def test_time_is_linear() -> None:
    """What was made to cost time costs none: unclosed entries, tags, conditionals, names."""
    many = 20_000
    without_false_beginnings("@a{b, c={\n" * many)
    leftovers.undone("</math>" + "<math>" * many + "<!--" * many)
    leftovers.undone("<i>" * many + "&amp" * many)
    leftovers.plain("\\ifmmode" * many)
    name_lists.read("A, " * many, tex.groups, tex.line)
    name_lists.read("A and {" * 2_000, tex.groups, tex.line)
    verbatim.plain("$\\sim" * many)
