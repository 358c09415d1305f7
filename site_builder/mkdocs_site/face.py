"""The text face that a site brings along: cut from an installed package, hosted beside the pages.

It is Spectral, made for reading on screens, under the SIL Open Font License 1.1 and without a
reserved name, so that what is cut from it may bear it. The package has its files as the foundry
made them; here each becomes a small one for Latin text and another for the letters of further
languages, which browsers fetch only where a page has some of these (`unicode-range`). Cutting takes
the processor a second and a half: what was cut is kept where the system has caches.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Final

import platformdirs

from site_builder import resources
from site_builder.files import atomic
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FAMILY: Final = "Spectral"
FOLDER: Final = "assets/fonts/"
"""Where the site has the files, beside those of the theme."""
LICENCE: Final = f"{FOLDER}OFL.txt"
RANGES: Final = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2212",
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-024F,U+0259,U+1E00-1EFF,U+20A0-20AB,U+20AD-20C0",
}
"""Characters of each file, in the form of CSS."""
MAGIC: Final = b"wOF2"
"""How a file of WOFF2 begins."""
FEATURES: Final = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum")
"""What text needs of OpenType; small capitals and the like stay behind."""


@dataclass(frozen=True)
class Face:
    """One weight and style."""

    file: str
    weight: str
    style: str
    name: str

    def uri(self, script: str) -> str:
        """Return the address of the file for a range of characters."""
        return f"{FOLDER}{FAMILY.lower()}-{self.name}-{script}.woff2"


FACES: Final = (
    Face("Spectral-SemiBold.ttf", "600 700", "normal", "600"),
    Face("Spectral-Regular.ttf", "400 500", "normal", "400"),
    Face("Spectral-Italic.ttf", "400 500", "italic", "400-italic"),
)
STAND_INS: Final = {
    "Georgia": (("Georgia Bold", 91), ("Georgia", 99), ("Georgia Italic", 94.5)),
    "Times": (
        ("Times New Roman Bold", 105),
        ("Times New Roman", 109),
        ("Times New Roman Italic", 100),
    ),
    "Liberation": (
        ("Liberation Serif Bold", 105),
        ("Liberation Serif", 109),
        ("Liberation Serif Italic", 100),
    ),
    "DejaVu": (("DejaVu Serif Bold", 79.7), ("DejaVu Serif", 85.6), ("DejaVu Serif Italic", 78.8)),
}
"""Fonts that readers may have, each face with the size in per cent at which English text is as wide
as in ours: lines then break alike with either."""
TITLES, TEXT = (FACES[0].uri("latin"), FACES[1].uri("latin"))
"""The files that the first screen of a page needs."""


def files() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the face by their addresses, and its licence."""
    yield LICENCE, resources.font_licence().read_bytes()
    for face in FACES:
        for script, characters in RANGES.items():
            yield face.uri(script), _cut(resources.font(face.file), characters)


def style_sheet() -> str:
    """Return the rules by which the style sheet `css/survey.css` finds the files.

    A page that is shown before its face has come keeps the stand-in (`optional`): no two fonts have
    quite the same measures, and text that changes while one reads it moves what stands below.
    """
    return _stand_ins() + "".join(
        f'@font-face{{font-family:"{FAMILY}";font-style:{face.style};font-weight:{face.weight};'
        f'font-display:optional;src:url(../{face.uri(script)})format("woff2");'
        f"unicode-range:{characters}}}"
        for face in FACES
        for script, characters in RANGES.items()
    )


def _stand_ins() -> str:
    """Return the rules for what stands there until the files have come: `Spectral Georgia`, …."""
    return "".join(
        f'@font-face{{font-family:"{FAMILY} {name}";font-style:{face.style};'
        f'font-weight:{face.weight};src:local("{local}");size-adjust:{percent}%}}'
        for name, fonts in STAND_INS.items()
        for face, (local, percent) in zip(FACES, fonts, strict=True)
    )


def _cut(font: Path, characters: str) -> bytes:
    """Return the part of a font that these characters need as WOFF2, kept from earlier builds."""
    said = "\n".join([*_tools(), characters, *FEATURES]).encode()
    digest = blake2b(said + font.read_bytes(), digest_size=16).hexdigest()
    kept = platformdirs.user_cache_path("living-survey", appauthor=False) / f"face-{digest}.woff2"
    with suppress(OSError):
        if (found := kept.read_bytes()).startswith(MAGIC):
            return found
    found = _subset(font, characters)
    with suppress(SurveyError):  # then it is cut again next time
        atomic.make_folder(kept.parent)
        atomic.replace(kept, found)
    return found


@cache
def _tools() -> list[str]:
    """Say what cuts fonts; to look that up is slow, and is asked for every file."""
    return [f"{name} {version(name)}" for name in ("fonttools", "brotli")]


def _subset(font: Path, characters: str) -> bytes:
    from fontTools import subset  # noqa: PLC0415 (most builds find what was cut before)
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = subset.Options(
        layout_features=list(FEATURES), hinting=False, notdef_outline=True, drop_tables=["meta"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_numbers(characters))
    with TTFont(font, recalcTimestamp=False) as whole:
        cutter.subset(whole)
        whole.flavor = "woff2"
        out = BytesIO()
        whole.save(out)
    return out.getvalue()


def _numbers(characters: str) -> Iterator[int]:
    for span in characters.split(","):
        first, _, last = span.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
