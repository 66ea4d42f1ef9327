"""Networks that were made ready are kept: the same sound, made and loaded faster, never from a file that is not whole."""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from audioedition.engines import _exports, _onnx, _onnx_blocked, _onnx_form, _piper_models
from audioedition.engines._decibels import decibels
from audioedition.engines._piper_models import JOE

SEVERAL = (5, 30)  # phonemes


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(_exports, "cache_folder", lambda: tmp_path)
    return tmp_path / "accelerated"


@pytest.fixture(scope="module")
def joe() -> Path:
    found = _piper_models.packaged(JOE)
    assert found
    return found


@pytest.fixture(scope="module")
def usual(joe: Path) -> list[NDArray[np.float32]]:
    return list(spoken(_onnx.session(joe)))


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How each network was loaded, but for those that are made to try something."""
    told: list[str] = []
    load = _onnx._session

    def noted(source: Path | bytes, *, is_done: bool = False, keep: Path | None = None) -> Any:
        if isinstance(source, Path):
            told.append("done" if is_done else "kept" if keep else "usual")
        return load(source, is_done=is_done, keep=keep)

    monkeypatch.setattr(_onnx, "_session", noted)
    return told


def spoken(network: Any) -> Iterator[NDArray[np.float32]]:
    """A short and a longer text, without chance."""
    for count in SEVERAL:
        numbers = np.arange(20, 20 + count, dtype=np.int64)[None]
        given = {
            "input": numbers,
            "input_lengths": np.array([count], np.int64),
            "scales": np.array([0, 1, 0], np.float32),
        }
        yield network.run(None, given)[0]


def same(network: Any, usual: list[NDArray[np.float32]]) -> bool:
    return all(map(np.array_equal, spoken(network), usual))


def alike(network: Any, usual: list[NDArray[np.float32]]) -> bool:
    """But for the rounding, of which sixteen bits hear nothing."""
    return all(
        decibels(one.ravel(), other.ravel()) > 100 for one, other in zip(spoken(network), usual, strict=True)
    )


def test_what_was_kept_sounds_the_same_bit_for_bit(
    cache: Path, joe: Path, usual: list[NDArray[np.float32]], loads: list[str]
) -> None:
    made = _onnx.kept(joe, "joe")
    assert alike(made, usual)
    first = list(spoken(made))
    assert same(_onnx.kept(joe, "joe"), first)
    assert loads == ["kept", "done", "done"]
    (path,) = cache.iterdir()
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    assert same(_onnx.kept(joe, "joe"), first)
    assert loads[3:] == ["kept", "done"]
    assert [each.name for each in cache.iterdir()] == [path.name]


def test_what_was_replaced_since_its_digest_was_taken_is_not_kept_under_that(
    cache: Path, joe: Path, loads: list[str]
) -> None:
    assert _onnx.kept(joe, "joe", lambda: False)
    assert loads[-1] == "usual"
    assert list(cache.iterdir()) == []


@pytest.mark.skipif(_onnx._block() < 2, reason="this processor has no blocks of channels")
def test_what_makes_the_sound_of_joe_is_laid_out_in_blocks(cache: Path, joe: Path) -> None:
    _onnx.kept(joe, "joe")
    (path,) = cache.iterdir()
    operators = Counter(node.op_type for node in _onnx_form.parse(path.read_bytes()).graph.node)
    assert operators["ConvTranspose"] == 0
    assert operators["ReorderInput"] == 1
    assert operators["ReorderOutput"] == 0  # the last convolution leaves the layout by itself
    assert operators["Loop"] == 1  # the memory of a piece, however long the sentence


@pytest.mark.parametrize("trouble", ["no blocks", "other sound", "error"])
def test_what_cannot_be_laid_out_is_kept_as_onnxruntime_made_it(
    cache: Path,
    joe: Path,
    usual: list[NDArray[np.float32]],
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
) -> None:
    if trouble == "no blocks":
        monkeypatch.setattr(_onnx, "PROBE", b"no network")
    elif trouble == "other sound":
        monkeypatch.setattr(_onnx_blocked, "LEAST", 1000.0)
    else:
        monkeypatch.setattr(_onnx_form, "parse", lambda _: 1 / 0)
    for _ in range(2):
        assert same(_onnx.kept(joe, "joe"), usual)
    assert len(list(cache.iterdir())) == 1


def test_another_processor_keeps_its_own(cache: Path, joe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _onnx.kept(joe, "joe")
    monkeypatch.setattr(_onnx, "_block", lambda: 1)
    _onnx.kept(joe, "joe")
    assert len(list(cache.iterdir())) == 2


def test_the_probe_is_the_network_that_it_is_said_to_be() -> None:
    assert _onnx_blocked.probe() == _onnx.PROBE
    assert _onnx._block() in {1, 8, 16}


def test_another_onnxruntime_keeps_its_own(
    cache: Path, joe: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _onnx.kept(joe, "joe")
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "0.0")
    _onnx.kept(joe, "joe")
    assert loads.count("kept") == 2
    assert len(list(cache.iterdir())) == 2


def test_where_nothing_can_be_kept_it_is_loaded_as_ever(
    cache: Path, joe: Path, usual: list[NDArray[np.float32]], loads: list[str]
) -> None:
    cache.write_text("a file where the folder should be")
    assert same(_onnx.kept(joe, "joe"), usual)
    assert loads[-1] == "usual"


def test_a_small_network_takes_no_place(cache: Path, joe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_onnx, "WORTH", 1 << 40)
    _onnx.kept(joe, "joe")
    assert not cache.exists()
