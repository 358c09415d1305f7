"""Who is who: ORCID iDs, people.yaml and spellings decide; addresses do not move."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.record.identities import identify
from site_builder.record.models import Paper
from site_builder.record.people import PeopleFile

if TYPE_CHECKING:
    from typing import Any

    from site_builder.record.identities import People

ONE, TWO, THREE = "0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"


def paper(key: str, *authors: Any) -> Paper:
    """A paper by these authors, each a text, a mapping, or a name with an ORCID iD."""
    said = [
        {"given": each[0].split()[0], "family": each[0].split()[-1], "orcid": each[1]}
        if isinstance(each, tuple)
        else each
        for each in authors
    ]
    year = int(re.findall(r"\d{4}", key)[0])
    return Paper(key=key, title="A Paper", authors=said, year=year, venue="V")


def who(*papers: Paper, people: Any = ()) -> People:
    """Decide who is who."""
    return identify(papers, PeopleFile.model_validate({"people": list(people)}).people)


def told(people: People) -> dict[str, list[str]]:
    """The keys of papers by address part."""
    return {slug: [p.key for p in person.papers] for slug, person in people.by_slug.items()}


def test_orcid_tells_apart_and_joins() -> None:
    """Two people of one name with two iDs are two; two spellings with one iD are one person."""
    people = who(
        paper("wang2020one", ("Wei Wang", ONE)),
        paper("wang2021two", ("Wei Wang", TWO)),
        paper("wang2022three", ("W. Wang", ONE)),
    )
    assert told(people) == {
        "wei-wang-0097": ["wang2022three", "wang2020one"],
        "wei-wang-3700": ["wang2021two"],
    }
    joined = people.by_slug["wei-wang-0097"]
    assert (joined.name.display, [n.display for n in joined.other_names]) == (
        "Wei Wang",
        ["W. Wang"],
    )
    assert joined.orcid == ONE
    assert [p.slug for p in people.of_paper["wang2022three"]] == ["wei-wang-0097"]
    assert {old: [p.slug for p in found] for old, found in people.former.items()} == {
        "w-wang": ["wei-wang-0097"],
        "wei-wang": ["wei-wang-0097", "wei-wang-3700"],
    }


def test_a_name_without_an_id_is_the_only_one_with_it() -> None:
    """Who has a name beside an iD somewhere has it where the iD is missing, if nobody else does."""
    alone = who(paper("a2020x", ("Wei Wang", ONE)), paper("b2021x", "Wei Wang"))
    assert told(alone) == {"wei-wang": ["b2021x", "a2020x"]}
    assert alone.by_slug["wei-wang"].orcid == ONE
    assert alone.doubts == ()
    several = who(
        paper("a2020x", ("Wei Wang", ONE)),
        paper("b2021x", ("Wei Wang", TWO)),
        paper("c2022x", "Wei Wang"),
    )
    assert told(several) == {
        "wei-wang": ["c2022x"],
        "wei-wang-0097": ["a2020x"],
        "wei-wang-3700": ["b2021x"],
    }
    ((doubtful, number, candidates),) = several.doubts
    assert (doubtful.key, number, set(candidates)) == (
        "c2022x",
        0,
        {"wei-wang-0097", "wei-wang-3700"},
    )


def test_nobody_is_two_authors_of_one_paper_for_want_of_an_id() -> None:
    """Beside an author with an iD, another of the same name without one is somebody else."""
    people = who(paper("a2020x", ("Wei Wang", ONE), "Wei Wang"))
    assert told(people) == {"wei-wang": ["a2020x"], "wei-wang-0097": ["a2020x"]}


def test_people_yaml_joins_spellings() -> None:
    """Other names are the person's too, and the name of the entry is the one that is shown."""
    entry = {"id": "anna-roe", "name": "Anna Roe", "other_names": ["Anna Smith", "A. Roe"]}
    people = who(
        paper("smith2020x", "Anna Smith"),
        paper("roe2021x", "A. Roe", "Bob Roe"),
        people=[entry],
    )
    assert told(people) == {"anna-roe": ["roe2021x", "smith2020x"], "bob-roe": ["roe2021x"]}
    assert people.by_slug["anna-roe"].name.display == "Anna Roe"
    assert set(people.former) == {"a-roe", "anna-smith"}


def test_people_yaml_tells_apart_by_papers() -> None:
    """Of two people of one name without iDs the listed papers are one's, all others the other's."""
    optics = {"id": "wei-wang-optics", "name": "Wei Wang", "papers": ["a2020x"]}
    papers = (paper("a2020x", "Wei Wang"), paper("b2021x", "Wei Wang"), paper("c2022x", "Wei Wang"))
    people = who(*papers, people=[optics])
    assert told(people) == {"wei-wang": ["c2022x", "b2021x"], "wei-wang-optics": ["a2020x"]}
    assert [p.slug for p in people.namesakes(people.by_slug["wei-wang"], 9)] == ["wei-wang-optics"]
    usual = {"id": "wei-wang-sound", "name": "Wei Wang"}
    people = who(*papers, people=[optics, usual])
    assert told(people) == {
        "wei-wang-optics": ["a2020x"],
        "wei-wang-sound": ["c2022x", "b2021x"],
    }
    assert [p.slug for p in people.former["wei-wang"]] == ["wei-wang-optics", "wei-wang-sound"]


def test_people_yaml_gives_an_orcid() -> None:
    """The iD of an entry is the person's in records that give it and in those that do not."""
    entry = {"id": "wei-wang", "name": "Wei Wang", "orcid": ONE}
    people = who(
        paper("a2020x", ("Wilhelmina Wang", ONE)),
        paper("b2021x", "Wei Wang"),
        paper("c2022x", ("Wei Wang", TWO)),
        people=[entry],
    )
    assert told(people) == {"wei-wang": ["b2021x", "a2020x"], "wei-wang-3700": ["c2022x"]}


def test_an_entry_without_an_orcid_takes_the_only_one() -> None:
    """Records that give a person's name an iD say whose it is, so that other spellings follow."""
    entry = {"id": "wei-wang", "name": "Wei Wang"}
    people = who(
        paper("a2020x", ("Wei Wang", ONE)), paper("b2021x", ("W. Wang", ONE)), people=[entry]
    )
    assert told(people) == {"wei-wang": ["b2021x", "a2020x"]}
    assert people.by_slug["wei-wang"].orcid == ONE


def test_two_entries_of_one_name_are_a_doubt() -> None:
    """Where people.yaml has two of a name and says nothing of a paper, nobody is chosen."""
    entries = [{"id": "one", "name": "Wei Wang"}, {"id": "two", "name": "Wei Wang"}]
    people = who(paper("a2020x", "Wei Wang"), people=entries)
    assert told(people) == {"wei-wang": ["a2020x"]}
    assert people.doubts[0].candidates == ("one", "two")


def test_not_same_as_is_told_from_both_sides() -> None:
    """People of different names who may be mistaken for each other are named on both pages."""
    entries = [
        {"id": "wei-wang", "name": "Wei Wang", "not_same_as": ["wei-wan"]},
        {"id": "wei-wan", "name": "Wei Wan"},
    ]
    people = who(paper("a2020x", "Wei Wang", "Wei Wan"), people=entries)
    for one, other in (("wei-wang", "wei-wan"), ("wei-wan", "wei-wang")):
        assert [p.slug for p in people.namesakes(people.by_slug[one], 9)] == [other]


@pytest.mark.parametrize(
    ("given_names", "family", "slug"),
    [
        ("小明", "王", "xiaoming-wang"),
        ("Иван", "Петров", "ivan-petrov"),
        ("Γιώργος", "Παππάς", "giorgos-pappas"),
        ("철수", "김", "cheolsu-gim"),
        ("राम", "कुमार", "ram-kumar"),
    ],
)
def test_addresses_are_romanised(given_names: str, family: str, slug: str) -> None:
    """Names in any script have an address in Latin letters; the former one leads there."""
    author = {"given": given_names, "family": family}
    people = who(paper("a2020x", author), paper("b2021x", author))
    assert [*people.by_slug] == [slug]
    (former,) = people.former
    assert re.fullmatch(r"x-[0-9a-f]{8}", former)


def test_names_that_are_romanised_alike_stay_apart() -> None:
    """Names that only sound alike are two people; each keeps its address when a third comes."""
    wei, wei2 = {"given": "伟", "family": "王"}, {"given": "威", "family": "王"}
    two = who(paper("a2020x", wei), paper("b2021x", wei2))
    three = who(paper("a2020x", wei), paper("b2021x", wei2), paper("c2022x", "Wei Wang"))
    assert all(re.fullmatch(r"wei-wang-[0-9a-f]{4}", slug) for slug in two.by_slug)
    assert {*three.by_slug} == {*two.by_slug, "wei-wang"}


def test_who_has_one_paper_has_a_place_in_the_list() -> None:
    """From two papers on people have a page; a former address leads to who has one."""
    people = who(paper("a2020x", "Ann Roe", "Bob Roe"), paper("b2021x", "Ann Roe"))
    assert {p.slug: p.uri for p in people.by_slug.values()} == {
        "ann-roe": "authors/ann-roe/",
        "bob-roe": "authors/#bob-roe",
    }
    assert people.former == {}


names = st.sampled_from(
    ["Wei Wang", "W. Wang", "Wei Wan", "王伟", "王威", "Wéi Wang", "Wei Wang 0097"]
)
authors = st.tuples(names, st.sampled_from(["", "", ONE, TWO, THREE]))
entries = st.fixed_dictionaries(
    {"id": st.sampled_from(["wei-wang", "one", "wei-wang-0097", "w-wang"]), "name": names},
    optional={
        "orcid": st.sampled_from([ONE, TWO]),
        "other_names": st.lists(names, max_size=2),
        "papers": st.lists(st.sampled_from(["a2020x", "b2021x"]), max_size=2),
        "former_ids": st.lists(st.sampled_from(["wei-wan", "old"]), max_size=1),
        "not_same_as": st.lists(st.sampled_from(["one", "gone"]), max_size=1),
    },
)


@given(
    st.lists(st.lists(authors, min_size=1, max_size=4), min_size=1, max_size=5),
    st.lists(entries, max_size=3, unique_by=lambda entry: entry["id"]),
)
def test_everybody_is_somebody(written: list[list[tuple[str, str]]], listed: list[Any]) -> None:
    """Whatever records and people.yaml say, each author is one person with one address.

    Nobody has two ORCID iDs, nobody's iD is another's, and no address is both present and former.
    """
    keys = ["a2020x", "b2021x", "c2022x", "d2023x", "e2024x"]
    papers = [
        paper(
            key,
            *({"family": name, **({"orcid": orcid} if orcid else {})} for name, orcid in group),
        )
        for key, group in zip(keys, written, strict=False)
    ]
    people = who(*papers, people=listed)
    by_orcid = defaultdict(set)
    for each in papers:
        found = people.of_paper[each.key]
        assert len(found) == len(each.authors)
        for person, author in zip(found, each.authors, strict=True):
            assert people.by_slug[person.slug] is person
            assert each in person.papers
            if author.orcid:
                assert person.orcid == author.orcid or (person.entry and person.entry.orcid)
                by_orcid[author.orcid].add(person.slug)
    assert all(len(slugs) == 1 for slugs in by_orcid.values())
    orcids = [person.orcid for person in people.by_slug.values() if person.orcid]
    assert len(orcids) == len(set(orcids))
    assert not people.former.keys() & people.by_slug.keys()
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) for slug in people.by_slug)
