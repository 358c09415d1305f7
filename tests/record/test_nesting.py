"""Which records stand in which fields of others."""

from __future__ import annotations

import pytest

from site_builder.record import models
from site_builder.record.nesting import nested


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (
            models.Paper,
            {
                "authors": models.Author,
                "links": models.Links,
                "results": models.Result,
                "relations": models.Relation,
            },
        ),
        (models.TaxonomyFile, {"facets": models.Facet}),
        (models.Category, {"children": models.Category}),
        (models.Metric, {"range": models.Range}),
        (models.Author, {}),
    ],
)
def test_records_in_records(model: type[models.Record], fields: dict[str, object]) -> None:
    """Fields that hold a record or several are found with its model, all others left out."""
    assert nested(model) == fields
