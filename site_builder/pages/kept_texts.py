"""Texts of papers in files, while a site is being made: they are written once and read many times.

Who makes the page of a paper makes its texts, and somebody else, who may be another process, puts
them together for lists. Nobody holds them all.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


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
    """Whether all blocks are written, so that they can be read."""
    _open: dict[int, tuple[int, NDArray[np.int64]]] = field(default_factory=dict)
    """By block, the descriptor of its file and where texts begin and end."""

    def write(self, first: int, papers: Iterable[Sequence[str]]) -> None:
        """Write a block: the texts of the paper with the number `first` and of those behind it.

        A block that two write, since one of them is taken for lost, is whole at every moment.
        """
        texts = [text.encode("utf-8", "surrogatepass") for paper in papers for text in paper]
        name = self._name(first // self.size)
        unnamed = f"{self.folder}/{secrets.token_hex(12)}"
        with open(unnamed, "wb") as file:  # noqa: PTH123 (half the time of Path's)
            file.writelines(texts)
        ends = np.array([0, *accumulate(map(len, texts))], dtype=np.int64)
        np.save(f"{unnamed}.npy", ends)
        os.replace(unnamed, name)  # noqa: PTH105 (the same)
        os.replace(f"{unnamed}.npy", f"{name}.npy")  # noqa: PTH105 (the same)

    def read(self, key: str, name: str) -> str | None:
        """Return a text of a paper; None where there is no such text, or not yet."""
        if not self.is_whole or name not in self.names:
            return None
        block, row = divmod(self.numbers[key], self.size)
        file, ends = self._open.get(block) or self._opened(block)
        place = row * len(self.names) + self.names.index(name)
        begin, end = ends[place : place + 2].tolist()
        return os.pread(file, end - begin, begin).decode("utf-8", "surrogatepass")

    def _opened(self, block: int) -> tuple[int, NDArray[np.int64]]:
        name = self._name(block)
        self._open[block] = os.open(name, os.O_RDONLY), np.load(f"{name}.npy")
        return self._open[block]

    def _name(self, block: int) -> str:
        return f"{self.folder}/{block}"
