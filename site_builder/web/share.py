"""Pictures that show where a link to a page is shared: a title, what it is about, and its colour.

They are drawn in the face of the site's titles, 1200 by 630 pixels (what Open Graph's readers show
whole), in sixteen colours, which makes them small. Every text comes from records: what the face has
no letters for is left out rather than shown as boxes.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Final

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from site_builder import resources

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 1200, 630
LEFT, RIGHT = 100, 1130
"""Where lines begin, and where they end at the latest."""
BAND: Final = 32
"""How wide the band in the colour of the main category is."""
BOLD, PLAIN = "Spectral-SemiBold.ttf", "Spectral-Regular.ttf"
INK: Final = (0x1F, 0x23, 0x2B)
SHADES: Final = 8
"""Steps from the ground to the ink, for smooth edges."""
HUE: Final = SHADES + 1
"""Place of the colour in the palette."""
LONGEST: Final = 600
"""Letters of a text that are looked at; no picture holds as many."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: its font and size, the step from line to line, and the most lines."""

    font: str
    size: int
    leading: int
    most: int


TITLES: Final = (Style(BOLD, 72, 84, 3), Style(BOLD, 58, 68, 4), Style(BOLD, 46, 56, 5))
"""For titles, the first in which all of one has room."""
SMALL: Final = Style(PLAIN, 34, 46, 1)
NAME: Final = Style(BOLD, 34, 46, 1)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a picture is of; texts are plain, and may be empty."""

    kind: str
    title: str
    about: str
    colour: str
    """As `#rrggbb`."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, drawn once: where the next one begins, and its shape with the mask of it."""

    width: float
    shape: Image.Image
    mask: Image.Image
    place: tuple[int, int]
    """Where the shape is, from where the letter begins."""


@dataclass
class Artist:
    """Draws the pictures of one site, whose name stands at the foot of each."""

    site: str
    _letters: dict[tuple[Style, str], Letter] = field(default_factory=dict)
    _fonts: dict[Style, ImageFont.FreeTypeFont] = field(default_factory=dict)

    def draw(self, subject: Subject) -> bytes:
        """Return the picture of a subject as PNG; the same subject gives the same bytes."""
        picture = self._ground.copy()
        self._set(picture, subject.kind, SMALL, 70)
        style, lines = self._title(subject.title)
        y = 140
        for line in lines:
            self._put(picture, line, style, y)
            y += style.leading
        self._set(picture, subject.about, SMALL, y + 24)
        picture.putpalette(_palette(subject.colour))
        out = BytesIO()
        picture.save(out, "PNG", bits=4, compress_level=6, compress_type=zlib.Z_RLE)
        return out.getvalue()

    @cached_property
    def _ground(self) -> Image.Image:
        """What is the same in all pictures."""
        ground = Image.new("P", (WIDTH, HEIGHT), 0)
        ground.paste(HUE, (0, 0, BAND, HEIGHT))
        ground.paste(1, (LEFT, 530, RIGHT, 532))
        self._set(ground, self.site, NAME, 550)
        return ground

    @cached_property
    def _known(self) -> frozenset[int]:
        """What both fonts have letters for."""
        found = []
        for name in (BOLD, PLAIN):
            with TTFont(resources.font(name), lazy=True) as font:
                found.append(frozenset(font.getBestCmap()))
        return frozenset.intersection(*found)

    def _title(self, title: str) -> tuple[Style, list[list[str]]]:
        """Return how a title is set, and its lines; the last one says where it was cut."""
        words = self._readable(title)
        for style in TITLES:
            lines = self._lines(words, style)
            if len(lines) <= style.most:
                return style, lines
        return style, [*lines[: style.most - 1], self._cut(lines[style.most - 1], style)]

    def _set(self, picture: Image.Image, text: str, style: Style, y: int) -> None:
        """Put a text into one line, cut where it has no room."""
        lines = self._lines(self._readable(text), style)
        if len(lines) > 1:
            lines = [self._cut(lines[0], style)]
        for line in lines:
            self._put(picture, line, style, y)

    def _readable(self, text: str) -> list[str]:
        """Return the words of a text, or none where the fonts lack letters for it."""
        words = unicodedata.normalize("NFC", text[:LONGEST]).split()
        return words if all(map(self._is_set, "".join(words))) else []

    def _is_set(self, letter: str) -> bool:
        """Return whether a letter can be set on its own, one beside the other."""
        is_alone = letter.isprintable() and not unicodedata.combining(letter)
        return is_alone and ord(letter) in self._known

    def _lines(self, words: list[str], style: Style) -> list[list[str]]:
        lines: list[list[str]] = []
        end, space = 0.0, self._length(" ", style)
        for each in words:
            word = self._shortened(each, style)
            length = self._length(word, style)
            if not lines or end + length > RIGHT - LEFT:
                lines.append([])
                end = 0.0
            lines[-1].append(word)
            end += length + space
        return lines

    def _shortened(self, word: str, style: Style) -> str:
        """Cut a word that is longer than a line."""
        if self._length(word, style) <= RIGHT - LEFT:
            return word
        end, room = len(word), RIGHT - LEFT - self._length("…", style)
        while self._length(word[:end], style) > room:
            end -= 1
        return f"{word[:end]}…"

    def _cut(self, line: list[str], style: Style) -> list[str]:
        """Say at a line's end that there was more."""
        while len(line) > 1 and self._length(" ".join(line) + "…", style) > RIGHT - LEFT:
            line = line[:-1]
        return [*line[:-1], self._shortened(f"{line[-1].removesuffix('…')}…", style)]

    def _length(self, text: str, style: Style) -> float:
        return sum(self._letter(letter, style).width for letter in text)

    def _put(self, picture: Image.Image, line: list[str], style: Style, y: int) -> None:
        x = float(LEFT)
        for text in " ".join(line):
            letter = self._letter(text, style)
            left, top = letter.place
            picture.paste(letter.shape, (round(x) + left, y + top), letter.mask)
            x += letter.width

    def _letter(self, text: str, style: Style) -> Letter:
        """Draw a letter, or find it among those that were."""
        found = self._letters.get((style, text))
        if found is None:
            found = self._letters[style, text] = self._drawn(text, style)
        return found

    def _drawn(self, text: str, style: Style) -> Letter:
        font = self._font(style)
        left, top, right, bottom = map(round, font.getbbox(text))
        level = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
        ImageDraw.Draw(level).text((-left, -top), text, font=font, fill=255)
        steps = level.point([value * SHADES // 255 for value in range(256)])
        mask = steps.point([0, *[255] * 255], "1")
        shape = Image.frombytes("P", steps.size, steps.tobytes())
        return Letter(font.getlength(text), shape, mask, (left, top))

    def _font(self, style: Style) -> ImageFont.FreeTypeFont:
        """Open a font; letters are set one beside the other, as every build of the library can."""
        if style not in self._fonts:
            self._fonts[style] = ImageFont.truetype(
                resources.font(style.font), style.size, layout_engine=ImageFont.Layout.BASIC
            )
        return self._fonts[style]


def _palette(colour: str) -> list[int]:
    """Return sixteen colours: from white to the ink by steps, the colour, and what is not used."""
    shades = [
        round(255 + (level - 255) * step / SHADES) for step in range(SHADES + 1) for level in INK
    ]
    hue = list(bytes.fromhex(colour.removeprefix("#")))
    return shades + hue + [0] * (3 * 16 - len(shades) - len(hue))


def size(path: Path) -> tuple[int, int] | None:
    """Return the width and height of a picture, or nothing where the file is none."""
    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
