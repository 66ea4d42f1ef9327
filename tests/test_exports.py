"""The cache of exported models: one for each model and each version of who exports, and never without bounds."""

from __future__ import annotations

import importlib.metadata
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audioedition import engines
from audioedition.engines import _exports

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(_exports, "cache_folder", lambda: tmp_path)
    return tmp_path


def export(model: str, age: timedelta) -> Path:
    path = _exports.place(model)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"a network")
    os.utime(path, times=((NOW - age).timestamp(),) * 2)
    return path


def test_another_model_or_version_of_a_library_is_another_export(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = dict.fromkeys(("coqui-tts", "torch", "onnx", "numpy"), "1")
    monkeypatch.setattr(importlib.metadata, "version", versions.__getitem__)
    places = [_exports.place("a model"), _exports.place("the same model, retrained")]
    for name in ("coqui-tts", "torch", "onnx"):
        versions[name] = "2"
        places.append(_exports.place("a model"))
    assert len(set(places)) == 5
    versions["numpy"] = "2"
    assert _exports.place("a model") == places[-1]


def test_those_that_were_used_last_stay() -> None:
    kept = [export(f"model {days}", timedelta(days=days)) for days in range(_exports.MOST + 2)]
    _exports.used(kept[-1])
    assert {path for path in kept if path.exists()} == {kept[-1], *kept[: _exports.MOST - 1]}
    _exports.used(kept[-1])
    assert sum(path.exists() for path in kept) == _exports.MOST


def test_what_nobody_has_used_for_30_days_is_pruned_and_what_was_interrupted() -> None:
    assert engines.prune(NOW) == []
    used, unused = export("used", timedelta(days=29)), export("unused", timedelta(days=30))
    part = unused.with_name(".part-x.onnx")
    part.write_bytes(b"half")
    os.utime(part, times=((NOW - timedelta(days=31)).timestamp(),) * 2)
    assert engines.prune(NOW) == sorted([unused, part])
    assert list(used.parent.iterdir()) == [used]
