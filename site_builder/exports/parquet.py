"""Papers as Parquet, for notebooks and databases: typed columns, results as lists of structures.

The columns are those of the CSV, unescaped, and two more: `abstract` and `results`.
"""

from __future__ import annotations

import importlib.util
import io
from typing import TYPE_CHECKING, Any, Final

from site_builder.exports import tables
from site_builder.latex import to_text
from site_builder.problems import SurveyError
from site_builder.record.fields import FieldType
from site_builder.record.publication import by_key
from site_builder.record.result_fields import flat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.record.models import Paper

AT_ONCE: Final = 1_000
"""Papers whose rows are Python's at one time: they take many times the room of a table's."""
OF_GROUP: Final = 10_000
"""Papers of a row group, of which one is in memory at a time."""
TYPES: Final = {
    "year": "int16",
    "month": "int8",
    "submitted": "date32",
    "added": "date32",
    tables.CITED: "int32",
}
"""Columns that hold no text, and pyarrow's names of their types."""

LISTS: Final = ("authors", "editors")
"""Columns that hold lists of text, besides the facets and lists of the survey's own."""

OWN: Final = {
    FieldType.INTEGER: "int64",
    FieldType.NUMBER: "float64",
    FieldType.BOOLEAN: "bool_",
    FieldType.DATE: "date32",
}
"""Types of the survey's own fields that hold no text."""


def is_available() -> bool:
    """Return whether pyarrow is installed, which is 60 MB and so an extra."""
    return importlib.util.find_spec("pyarrow") is not None


def write(papers: Iterable[Paper], library: Library) -> bytes:
    """Return papers as Parquet, by key; raises SurveyError where pyarrow is not installed."""
    if not is_available():
        raise SurveyError("parquet needs pyarrow: pip install 'living-survey[parquet]'")
    import pyarrow as pa  # noqa: PLC0415 (an extra: everything else works without it)
    from pyarrow import parquet  # noqa: PLC0415

    schema, found = _schema(pa, library), by_key(papers)
    file = io.BytesIO()
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for first in range(0, len(found) or 1, OF_GROUP):
            group = found[first : first + OF_GROUP]
            parts = [
                pa.Table.from_pylist([_row(paper, library) for paper in some], schema=schema)
                for some in (group[n : n + AT_ONCE] for n in range(0, len(group) or 1, AT_ONCE))
            ]
            writer.write_table(pa.concat_tables(parts).combine_chunks())
    return file.getvalue()


def _row(paper: Paper, library: Library) -> dict[str, Any]:
    return {
        **tables.row(paper, library),
        "abstract": to_text(paper.abstract) if paper.abstract else None,
        "results": [flat(result.model_dump(mode="json")) for result in paper.results],
    }


def _schema(arrow: Any, library: Library) -> Any:
    texts = arrow.list_(arrow.string())
    types = {name: arrow.string() for name in tables.columns(library)}
    types |= {name: getattr(arrow, kind)() for name, kind in TYPES.items() if name in types}
    types |= {f.id: getattr(arrow, OWN[f.type])() for f in library.fields if f.type in OWN}
    own = (field.id for field in library.fields if field.type is FieldType.LIST)
    types |= dict.fromkeys((*LISTS, *own, *library.taxonomy.facet_ids), texts)
    types |= {"abstract": arrow.string(), "results": arrow.list_(_result(arrow, library))}
    return arrow.schema(list(types.items()))


def _result(arrow: Any, library: Library) -> Any:
    declared = library.result_fields
    texts = ("benchmark", "metric", "variant", *(each.id for each in declared.conditions))
    types = dict.fromkeys((*texts, "setting", "provenance"), arrow.string())
    numbers = ("value", *(each.id for each in declared.quantities))
    types |= dict.fromkeys(numbers, arrow.float64())
    return arrow.struct([*types.items(), ("source", arrow.list_(arrow.string()))])
