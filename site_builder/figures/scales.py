"""Linear and logarithmic scales: from numbers to places in a picture, and their ticks."""

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
SMALLEST: Final = 10**-FARTHEST
"""What is not told from nothing: steps of it would be too small to be numbers."""
CLOSE: Final = 1e-9
"""Part of a step within which a number counts as round: 1.4 is 13.999… steps of 0.1."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where numbers stand on an axis."""

    low: float
    high: float
    length: float
    is_log: bool = False
    """Whether it is logarithmic: equal steps are equal factors."""

    def at(self, value: float) -> float:
        """Return a number's distance from the axis' beginning; its ends hold what is beyond."""
        low, high, here = self.low, self.high, max(self.low, min(self.high, value))
        if self.is_log:
            low, high, here = map(math.log10, (low, high, here))
        return self.length * ((here - low) / (high - low))


def around(values: Iterable[float], length: float, margin: float = 0.12) -> Scale:
    """Return a linear scale that leaves a margin on both sides of the numbers."""
    bounded = [_bounded(value) for value in values]
    low, high = min(bounded), max(bounded)
    sizes = (high - low, abs(high), 1 / margin)
    more = margin * next(size for size in sizes if size > SMALLEST)
    return Scale(low - more, high + more, length)


def around_log(values: Iterable[float], length: float, margin: float = 0.06) -> Scale:
    """Return a logarithmic scale around positive numbers, with a margin on both sides."""
    logs = [_log(value) for value in values] or [0.0]
    more = margin * (max(logs) - min(logs)) + margin
    return Scale(10 ** (min(logs) - more), 10 ** (max(logs) + more), length, is_log=True)


def round_numbers(low: float, high: float, most: int) -> list[float]:
    """Return ticks of a linear axis: evenly spaced round numbers, `most` at most."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (*STEPS, 10) if (high - low) / (each * power) < most)
    first = math.ceil(low / step - CLOSE)
    count = min(most, math.floor(high / step + CLOSE) - first + 1)
    digits = max(12, math.ceil(math.log10(max(abs(low), abs(high)) / step)) + 2)
    return list(dict.fromkeys(float(f"{(first + n) * step:.{digits}g}") for n in range(count)))


def round_factors(low: float, high: float, most: int) -> list[float]:
    """Return ticks of a logarithmic axis: round numbers, `most` at most."""
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
