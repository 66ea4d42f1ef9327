"""Parts that a laptop may lack, and that the full check must have."""

from __future__ import annotations

import importlib
import os
import shutil
from types import ModuleType
from typing import NoReturn

import pytest

EVERYTHING = os.environ.get("AUDIOEDITION_REQUIRE") == "all"


def need(module: str) -> ModuleType:
    """The imported `module`; where it is missing, the test is skipped by name.

    With AUDIOEDITION_REQUIRE=all in the environment it fails instead: a check that promises to run
    everything must not pass because half of it was left out.
    """
    try:
        return importlib.import_module(module)
    except ImportError as exc:
        return _lacking(f"{module} is not installed ({exc})")


def need_program(*names: str) -> str:
    """The path of the first of the programs `names` that is on this machine, or as `need`."""
    for name in names:
        if path := shutil.which(name):
            return path
    return _lacking(f"{' or '.join(names)} is not on this machine")


def _lacking(problem: str) -> NoReturn:
    if EVERYTHING:
        pytest.fail(f"{problem}, and AUDIOEDITION_REQUIRE=all demands it", pytrace=False)
    pytest.skip(problem, allow_module_level=True)
