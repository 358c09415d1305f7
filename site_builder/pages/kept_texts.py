"""Texts of papers in files, while a site is being made: they are written once and read many times.

Who makes the page of a paper makes its texts, and somebody else, who may be another process, puts
them together for lists. Nobody holds them all.
"""

from __future__ import annotations

import os
import secrets
from array import array
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(slots=True)
class KeptTexts:
    """A folder of texts, each found by a name and the paper's key.

    Papers come in blocks of one size. Each block has a file of its texts, and one that says where
    in that each text ends.
    """

    folder: Path
    size: int
    """Papers of a block."""
    names: Sequence[str]
    """The texts that there are of each paper."""
    numbers: Mapping[str, int]
    """The papers' numbers, by key."""
    is_whole: bool = False
    """Whether all blocks are written, so that none needs to be looked for."""
    _open: dict[int, tuple[int, array[int]]] = field(default_factory=dict)
    """By block, the descriptor of its file and where texts begin and end."""
    _places: dict[str, int] = field(init=False)
    """The texts of a paper by name: which of them it is."""

    def __post_init__(self) -> None:
        """Number the texts of a paper."""
        self._places = {name: place for place, name in enumerate(self.names)}

    def write(self, first: int, papers: Iterable[Sequence[str]]) -> None:
        """Write a block: the texts of the paper with the number `first` and of those behind it.

        A block that two write, since one of them is taken for lost, is whole at every moment.
        """
        texts = [text.encode() for paper in papers for text in paper]
        name = self._name(first // self.size)
        unnamed = f"{self.folder}/{secrets.token_hex(12)}"
        with open(unnamed, "wb") as file:  # noqa: PTH123 (half the time of Path's)
            file.writelines(texts)
        with open(f"{unnamed}.ends", "wb") as file:  # noqa: PTH123 (the same)
            array("q", accumulate(map(len, texts), initial=0)).tofile(file)
        os.replace(unnamed, name)  # noqa: PTH105 (the same)
        os.replace(f"{unnamed}.ends", f"{name}.ends")  # noqa: PTH105 (the same)

    def has(self, number: int) -> bool:
        """Tell whether the block of the paper with this number is written; from now on it is read.

        One that is written later is not, before all are: nobody looks for a block at every text.
        """
        block = number // self.size
        if block not in self._open and Path(f"{self._name(block)}.ends").exists():
            self._opened(block)
        return block in self._open

    def read(self, key: str, name: str) -> bytes | None:
        """Return a text of a paper in UTF-8; None where there is no such text, or not yet."""
        place = self._places.get(name)
        if place is None:
            return None
        block, row = divmod(self.numbers[key], self.size)
        found = self._open.get(block) or (self._opened(block) if self.is_whole else None)
        if found is None:
            return None
        file, ends = found
        place += row * len(self.names)
        begin, end = ends[place], ends[place + 1]
        return os.pread(file, end - begin, begin)

    def _opened(self, block: int) -> tuple[int, array[int]]:
        name, ends = self._name(block), array("q")
        ends.frombytes(Path(f"{name}.ends").read_bytes())
        self._open[block] = os.open(name, os.O_RDONLY), ends
        return self._open[block]

    def _name(self, block: int) -> str:
        return f"{self.folder}/{block}"
