from __future__ import annotations

from pathlib import Path

import pytest

from audioedition.memory import Identity, Known, Memory

FERRY = Known(
    language="de",
    title="Wer braucht noch eine Fähre?",
    guid="tag:example.org,2024:ferry/de",
    seconds=95.5,
    record="0f",
    origin="1f",
    sound="2f",
    files=(("ferry.mp3", 1000), ("ferry.opus", 500)),
    is_approved=True,
    notes=("All of it is tones.",),
)
POST = Identity(id="ferry", origin="posts/ferry.txt", digest="3f")


def test_only_the_same_inputs_are_remembered(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "seen")
    assert memory.recall("post", "inputs") is None
    memory.keep("post", "inputs", [FERRY])
    assert memory.recall("post", "inputs") == (FERRY,)
    assert memory.recall("post", "other inputs") is None
    assert memory.recall("other post", "inputs") is None
    memory.keep("post", "other inputs", [])
    assert memory.recall("post", "inputs") is None


def test_a_post_is_recognised_where_it_stood_and_as_it_looked(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "seen")
    assert memory.recognise("place", "looks") is None
    memory.meet("place", "looks", POST)
    assert memory.recognise("place", "looks") == POST
    assert memory.recognise("place", "other looks") is None
    assert memory.recognise("other place", "looks") is None


def test_what_is_forgotten_is_not_recalled(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "seen")
    memory.keep("post", "inputs", [FERRY])
    memory.forget("post")
    assert memory.recall("post", "inputs") is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"inputs": "inputs", "files": {}}',
        b'{"inputs": "inputs", "known": 3}',
        b'{"inputs": "inputs", "known": [3]}',
        b'{"inputs": "inputs", "known": [{"language": "de"}]}',
    ],
)
def test_a_damaged_memory_is_no_memory(tmp_path: Path, damage: bytes) -> None:
    memory = Memory(tmp_path)
    memory.keep("post", "inputs", [FERRY])
    memory.meet("place", "inputs", POST)
    for path in tmp_path.rglob("*.json"):
        path.write_bytes(damage)
    assert memory.recall("post", "inputs") is None
    assert memory.recognise("place", "inputs") is None


DAMAGED = {"a size": b"1000", "a title": b"braucht", "a guid": b"2024", "what is approved": b"true"}


@pytest.mark.parametrize("place", DAMAGED.values(), ids=list(DAMAGED))
def test_one_damaged_byte_anywhere_is_noticed(tmp_path: Path, place: bytes) -> None:
    memory = Memory(tmp_path)
    memory.keep("post", "inputs", [FERRY])
    (path,) = tmp_path.rglob("*.json")
    whole = path.read_bytes()
    for new in (place[:1] + b"e" + place[2:], b"9e999"):  # still JSON, and a number without end
        path.write_bytes(whole.replace(place, new))
        assert path.read_bytes() != whole
        assert memory.recall("post", "inputs") is None
