"""Addresses that were once published, kept in `data/addresses.txt`, must lead somewhere for ever.

`python tests/test_addresses.py` adds the addresses of today's survey to the list and removes none;
run it when the site is published. Authors' pages are not in it: their addresses are their names, and
a misspelt name must stay correctable. Nor are files that only some machines can make.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder import pages
from site_builder.library import Library
from site_builder.pages.addresses import AUTHORS

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeSurvey = Callable[..., Path]

LIST = Path(__file__).parent / "data" / "addresses.txt"
WHAT_NOW = (
    "These addresses were published and now lead nowhere. Put the old key into the record's "
    "former_keys, or the old id into the category's or benchmark's former_ids; only where nothing "
    "can take an address over, take its line out of tests/data/addresses.txt."
)


def addresses(root: Path) -> set[str]:
    """Give the address of every page and file that a survey's site has, redirects included."""
    library, _ = Library.load(root)
    found = pages.render(library, pages.make_templates(root))
    return {each.uri.removesuffix("index.html") for each in found}


def published() -> list[str]:
    """Read the list."""
    return LIST.read_text(encoding="utf-8").splitlines()


def test_no_published_address_is_gone(site: Path) -> None:
    """Every address of the list is still that of a page, a file or a redirect."""
    gone = [each for each in published() if not file(site / each).is_file()]
    assert gone == [], WHAT_NOW


def file(address: Path) -> Path:
    """Return the file that a server answers with."""
    return address / "index.html" if address.is_dir() else address


def test_list_is_in_order() -> None:
    """The list is sorted and tells every address once, so that two additions seldom collide."""
    assert published() == sorted(set(published()))
    assert len(published()) > 500


@pytest.mark.parametrize(
    ("files", "lost"),
    [
        ({"papers/gleiter2022glide.yaml": None}, {"papers/gleiter2022glide/", "years/2022/"}),
        ({"taxonomy.yaml": ("id: outdoors", "id: outside")}, {"flying-place/outdoors/"}),
        ({"venues.yaml": ("id: Fold Day", "id: Folding Day")}, {"venues/fold-day/"}),
        ({"benchmarks.yaml": ("id: long-hall", "id: hall")}, {"benchmarks/long-hall/"}),
    ],
    ids=["a record removed", "a category renamed", "a venue renamed", "a benchmark renamed"],
)
def test_lost_address_is_seen(
    make_survey: MakeSurvey,
    tiny_survey: Path,
    files: dict[str, tuple[str, str] | None],
    lost: set[str],
) -> None:
    """What takes an address away is found out."""
    changed = make_survey(edited(tiny_survey, files))
    gone = addresses(tiny_survey) - addresses(changed)
    pages_gone = {each for each in gone if each.endswith("/") and is_kept(each)}
    assert pages_gone == lost
    assert all(f"{each.rstrip('/')}.bib" in gone for each in lost if "benchmarks" not in each)


def test_former_names_keep_addresses(make_survey: MakeSurvey, tiny_survey: Path) -> None:
    """A record, a category and a benchmark may be renamed where they say what they were called."""
    glide = (tiny_survey / "papers" / "gleiter2022glide.yaml").read_text(encoding="utf-8")
    moved = {
        "taxonomy.yaml": ("id: outdoors", "former_ids: [outdoors], id: outside"),
        "benchmarks.yaml": ("id: long-hall", "former_ids: [long-hall]\n    id: hall"),
    }
    files = {
        **edited(tiny_survey, moved),
        "papers/gleiter2022glide.yaml": None,
        "papers/gleiter2022fly.yaml": f"{glide}former_keys: [gleiter2022glide]\n",
    }
    assert addresses(tiny_survey) <= addresses(make_survey(files))


def edited(survey: Path, files: dict[str, tuple[str, str] | None]) -> dict[str, str | None]:
    """Give files with a piece of each written otherwise."""
    texts: dict[str, str | None] = {}
    for name, change in files.items():
        text = (survey / name).read_text(encoding="utf-8")
        assert change is None or change[0] in text
        texts[name] = text.replace(*change) if change else None
    return texts


def is_kept(address: str) -> bool:
    """Tell whether an address is promised for ever."""
    of_author = address.startswith(f"{AUTHORS}/") and address != f"{AUTHORS}/"
    return not of_author and not address.endswith(".parquet")


def add() -> None:
    """Write the list anew: all that it has, and all that the survey's site has today."""
    found = {each for each in addresses(LIST.parents[2]) if is_kept(each)}
    old = set(published()) if LIST.exists() else set()
    LIST.write_text("".join(f"{each}\n" for each in sorted(old | found)), encoding="utf-8")


if __name__ == "__main__":
    add()
