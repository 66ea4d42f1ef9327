"""What a new edition starts from: voices and jingles that travel inside the package."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def folder() -> Path:
    """The folder with the starter voices (`<language>.toml`) and `jingles/`.

    In an installed package it lies beside this module; in a checkout it is the project's own
    `voices/`, of which the package is built.
    """
    packaged = HERE / "starter"
    return packaged if packaged.is_dir() else HERE.parents[1] / "voices"
