from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from audioedition.errors import ConfigError
from audioedition.strict import decode


@dataclass(frozen=True)
class _Inner:
    colour: str = "red"
    size: float = 1.0


@dataclass(frozen=True)
class _Outer:
    name: str
    explicit: bool = False
    count: int = 0
    inner: dict[str, _Inner] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    options: dict[str, str | int | float | bool] = field(default_factory=dict)


def test_a_right_table_becomes_its_type() -> None:
    table = {"name": "x", "inner": {"a": {"size": 2}}, "options": {"a": True, "b": 1.5, "c": "x"}}
    assert decode(table, _Outer, "f.toml") == _Outer(
        "x", inner={"a": _Inner(size=2)}, options={"a": True, "b": 1.5, "c": "x"}
    )


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"name": "x", "explict": True}, r"f\.toml: the key 'explict' is unknown, the nearest is 'explicit'"),
        (
            {"name": "x", "inner": {"a": {"color": "red"}}},
            r"'inner\.a\.color' is unknown, the nearest is 'colour'",
        ),
        ({"name": "x", "zzz": 1}, "'zzz' is unknown, known are count, explicit, inner, name, options, words"),
        ({}, "the key 'name' is missing"),
        ({"name": 3}, "the key 'name' must be text in quotes, not 3"),
        ({"name": "x", "explicit": "no"}, "'explicit' must be true or false, not 'no'"),
        ({"name": "x", "explicit": 1}, "'explicit' must be true or false, not 1"),
        ({"name": "x", "count": True}, "'count' must be a whole number, not True"),
        ({"name": "x", "count": 1.0}, "'count' must be a whole number, not 1.0"),
        ({"name": "x", "inner": {"a": {"size": "2"}}}, r"'inner\.a\.size' must be a number, not '2'"),
        ({"name": "x", "inner": {"a": 3}}, r"'inner\.a' must be a table"),
        ({"name": "x", "inner": []}, "'inner' must be a table"),
        ({"name": "x", "words": "News"}, r"'words' must be a list in \[ \], not 'News'"),
        ({"name": "x", "words": ["a", 1]}, r"'words\.1' must be text in quotes, not 1"),
        ({"name": "x", "options": {"a": [1]}}, r"'options\.a' must be text, a number, true or false"),
    ],
)
def test_a_wrong_table_is_refused_by_file_key_and_remedy(table: dict[str, object], complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        decode(table, _Outer, "f.toml")


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        decode({"nam": "x", "count": "x"}, _Outer, "f.toml")
    assert "'nam'" in str(caught.value)
    assert "'count'" in str(caught.value)
    assert "'name' is missing" in str(caught.value)
