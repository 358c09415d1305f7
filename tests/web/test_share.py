"""Pictures for shared links: whole, small, the same every time, and never with boxes for letters."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from site_builder.web.share import BAND, HEIGHT, LEFT, RIGHT, WIDTH, Artist, Subject, size

if TYPE_CHECKING:
    from pathlib import Path

ARTIST = Artist("A survey")
COLOUR = "#2f9464"
GREEN = (0x2F, 0x94, 0x64)


def seen(picture: bytes) -> Image.Image:
    """Open a picture as any reader would."""
    with Image.open(BytesIO(picture)) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def title_of(picture: bytes) -> bytes:
    """Return what stands where titles do."""
    return seen(picture).crop((LEFT, 140, WIDTH, 525)).tobytes()


def subject(title: str, kind: str = "Kind", about: str = "") -> Subject:
    """Make a subject that has little but a title."""
    return Subject(kind, title, about, COLOUR)


EMPTY = title_of(ARTIST.draw(subject("")))


def test_picture_has_title_and_colour() -> None:
    """A picture is as large as readers of links want it, with the colour of its category and its words."""
    picture = ARTIST.draw(
        Subject("Adapters", "A title of some words", "Jia et al. · ECCV 2022", COLOUR)
    )
    image = seen(picture)
    assert image.size == (WIDTH, HEIGHT)
    assert image.getpixel((BAND // 2, 300)) == GREEN
    assert title_of(picture) != EMPTY
    assert len(picture) < 40_000


def test_same_subject_gives_same_bytes() -> None:
    """What was drawn before changes nothing, so that building twice gives the same bytes."""
    title = "Łukasz on naïve approaches"
    first = Artist("A survey").draw(subject(title))
    other = Artist("A survey")
    other.draw(subject("Something else, with many other letters"))
    assert other.draw(subject(title)) == first


@pytest.mark.parametrize(
    "title",
    [
        "大型视觉模型",
        "تعلم",
        "Über 标题",
        "a\u202eb",
        "x\u0300\u0316y",
        "\ud800",
        "a\x00b",
        "🙂",
    ],
)
def test_what_has_no_letters_is_left_out(title: str) -> None:
    """A title in letters that the face lacks, or that cannot stand one by one, leaves its place empty."""
    assert title_of(ARTIST.draw(subject(title))) == EMPTY


@pytest.mark.parametrize("title", ["W" * 5000, "word " * 2000, "Pneumono" * 30 + " end", "…" * 300])
def test_long_titles_stay_inside(title: str) -> None:
    """However long a title or a word is, nothing reaches the edge or the foot of the picture."""
    image = seen(ARTIST.draw(subject(title, kind=title, about=title)))
    white = Image.new("RGB", (WIDTH - RIGHT - 6, HEIGHT), "white")
    assert image.crop((RIGHT + 6, 0, WIDTH, HEIGHT)).tobytes() == white.tobytes()
    name = ARTIST.draw(subject(""))
    foot = (LEFT, 528, WIDTH, HEIGHT)
    assert image.crop(foot).tobytes() == seen(name).crop(foot).tobytes()


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_is_drawn_or_left_out(kind: str, title: str, about: str) -> None:
    """No text of a record keeps a picture from being made."""
    assert seen(ARTIST.draw(Subject(kind, title, about, COLOUR))).size == (WIDTH, HEIGHT)


def test_size_of_a_file(tmp_path: Path) -> None:
    """The size of a picture is read from it; what is no picture has none."""
    picture, other = tmp_path / "a.png", tmp_path / "b.png"
    picture.write_bytes(ARTIST.draw(subject("A title")))
    other.write_text("no picture")
    assert size(picture) == (WIDTH, HEIGHT)
    assert size(other) is None
    assert size(tmp_path / "c.png") is None
