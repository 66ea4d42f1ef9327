"""What blog systems print in many languages: the lists are in order, and the lines are known together with what stands around them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from audioedition.editions import words


@pytest.mark.parametrize("name", ["comments", "furniture"])
def test_lists_are_folded_and_sorted(name: str) -> None:
    text = files("audioedition.editions").joinpath("wordings", f"{name}.txt").read_text(encoding="utf-8")
    tables = text.split("\n[")[1:]
    assert len({table.partition("]")[0] for table in tables}) == len(tables), "two tables have one name"
    for table in tables:
        path, _, body = table.partition("]\n")
        lines = [line for line in body.split("\n") if line and not line.startswith("#")]
        assert [words.fold(line) for line in lines] == lines, f"[{path}] has lines that are not folded"
        assert sorted(set(lines)) == lines, f"[{path}] is not sorted, or says something twice"


def test_of_several_beginnings_the_longest_comes_first() -> None:
    found = list(words.beginnings("posted on 3 may 2024", "lines", "posted"))
    assert found == ["posted on", "posted"]
