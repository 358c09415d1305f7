"""Build a living literature survey: checked YAML records, a static site, citations."""

from __future__ import annotations

__version__ = "0.1.0"
