from __future__ import annotations

from pathlib import Path

import pytest

from audioedition.memory import Memory


def test_only_the_same_inputs_are_remembered(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "seen")
    assert memory.recall("post", "inputs") is None
    memory.keep("post", "inputs", {"de": "a.mp3"})
    assert memory.recall("post", "inputs") == {"de": "a.mp3"}
    assert memory.recall("post", "other inputs") is None
    assert memory.recall("other post", "inputs") is None
    memory.keep("post", "other inputs", {})
    assert memory.recall("post", "inputs") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"{}", b'{"inputs": "inputs", "files": 3}'])
def test_a_damaged_memory_is_no_memory(tmp_path: Path, damage: bytes) -> None:
    memory = Memory(tmp_path)
    memory.keep("post", "inputs", {})
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert memory.recall("post", "inputs") is None
