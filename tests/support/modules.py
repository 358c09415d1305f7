"""Modules of the tests by their files, for tests of other folders: tests are no package."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent


@cache
def load(name: str) -> Any:
    """Load a module by its file, seen from the folder of all tests; once, however often asked for."""
    title = f"of_tests_{name.removesuffix('.py').replace('/', '_')}"
    spec = spec_from_file_location(title, TESTS / name)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module
