"""A program: reads a list of Vega-Lite specifications, writes the list of their drawings.

Run as a process of its own, for drawing keeps everything else in its process from running. It
imports nothing of ours, so that it starts at once.
"""

from __future__ import annotations

import json
import sys

import vl_convert


def drawings(specs: list[dict[str, object]]) -> list[dict[str, str]]:
    """Draw each specification, or say what is wrong with it; nothing is loaded from anywhere."""
    return [_drawing(spec) for spec in specs]


def _drawing(spec: dict[str, object]) -> dict[str, str]:
    try:
        return {"svg": vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])}
    except ValueError as error:
        return {"error": str(error)}


if __name__ == "__main__":
    json.dump(drawings(json.load(sys.stdin)), sys.stdout)
