"""The order in which lists show papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.record.models import Paper


def newest_first(papers: Iterable[Paper]) -> list[Paper]:
    """Order papers as lists show them: the latest year first, then by key."""
    return sorted(papers, key=lambda paper: (-paper.year, paper.key))
