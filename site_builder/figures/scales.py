"""From numbers to places in a picture, and the round numbers that axes show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

STEPS: Final = (1, 2, 5)
"""First digits of round numbers."""
FACTORS: Final = (
    (STEPS, 1),
    ((1, 3), 1),
    *(((1,), every) for every in (1, 2, 5, 10, 20, 50, 100)),
)
"""First digits, and every how many powers of ten they stand, from narrow steps to wide ones."""
FARTHEST: Final = 100.0
"""Powers of ten beyond which numbers are not told apart: sums of such would overflow."""
CLOSE: Final = 1e-9
"""Part of a step within which a number counts as round: 1.4 is 13.999… steps of 0.1."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where numbers stand on an axis."""

    low: float
    high: float
    length: float
    is_log: bool = False
    """Whether equal steps are equal factors."""

    def at(self, value: float) -> float:
        """Give a number's distance from the axis' beginning."""
        low, high, here = map(_log if self.is_log else _bounded, (self.low, self.high, value))
        return self.length * (here - low) / (high - low)


def around(values: Iterable[float], length: float, margin: float = 0.12) -> Scale:
    """Make a scale that leaves a margin on both sides of the numbers."""
    bounded = [_bounded(value) for value in values]
    low, high = min(bounded), max(bounded)
    more = margin * (high - low) or margin * abs(high) or 1.0
    return Scale(low - more, high + more, length)


def around_log(values: Iterable[float], length: float, margin: float = 0.06) -> Scale:
    """Make a scale of equal factors around positive numbers."""
    logs = [_log(value) for value in values] or [0.0]
    more = margin * (max(logs) - min(logs)) + margin
    return Scale(10 ** (min(logs) - more), 10 ** (max(logs) + more), length, is_log=True)


def round_numbers(low: float, high: float, most: int) -> list[float]:
    """Give evenly spaced round numbers from one number to another, `most` at most."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (*STEPS, 10) if (high - low) / (each * power) < most)
    first = math.ceil(low / step - CLOSE)
    count = min(most, math.floor(high / step + CLOSE) - first + 1)
    return [float(f"{(first + n) * step:.12g}") for n in range(count)]


def round_factors(low: float, high: float, most: int) -> list[float]:
    """Give round numbers from one positive number to another that are about equal factors apart."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for digits, every in FACTORS:
        found = [float(f"{d}e{power}") for power in powers[::every] for d in digits]
        inside = [each for each in found if low <= each <= high]
        if len(inside) <= most:
            return inside if len(inside) > 1 else round_numbers(low, high, most)
    return []


def _log(value: float) -> float:
    return max(-FARTHEST, min(FARTHEST, math.log10(value)))


def _bounded(value: float) -> float:
    return max(-(10**FARTHEST), min(10**FARTHEST, value))
