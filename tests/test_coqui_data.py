"""What lies in a model's files is never run, and asks nothing of the network."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import coqui_models as small
import numpy as np
import pytest
from require import need

from audioedition import engines
from audioedition.engines import _coqui_data, _coqui_import
from audioedition.errors import EngineUnavailable
from audioedition.model import Voice

need("TTS")

ran: list[str] = []
"""What a program in a file has done."""


class Program:
    """Appends to `ran` when it is read."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return ran.append, ("something",)


@pytest.fixture
def tacotron(tmp_path: Path) -> Path:
    """The small Tacotron, in a folder that a test may change."""
    return Path(shutil.copytree(small.tacotron(), tmp_path / "mine"))


def change(folder: Path, alter: Callable[[dict[str, Any]], object]) -> None:
    file = folder / "config.json"
    settings = json.loads(file.read_text("utf-8"))
    alter(settings)
    file.write_text(json.dumps(settings), "utf-8")


def normalized(folder: Path) -> dict[str, Any]:
    """Give the model statistics, as Coqui's own program makes them, of which these are returned."""
    change(folder, lambda settings: settings["audio"].update(stats_path="/home/somebody/scale_stats.npy"))
    audio = json.loads((folder / "config.json").read_text("utf-8"))["audio"]
    removed = ("max_norm", "min_level_db", "symmetric_norm", "clip_norm")
    sizes = {"mel": audio["num_mels"], "linear": audio["fft_size"] // 2 + 1}
    return {
        **{f"{kind}_mean": np.full(size, -2.0, np.float32) for kind, size in sizes.items()},
        **{f"{kind}_std": np.full(size, 0.5, np.float32) for kind, size in sizes.items()},
        "audio_config": {key: value for key, value in audio.items() if key not in removed},
        "frames": np.float64(7),
    }


def load(folder: Path) -> engines.Engine:
    engine = engines.load(Voice(language="en", engine="coqui", model=str(folder)))
    engine.synthesize("Hello there, my good old friend.")
    return engine


def test_statistics_of_spectra_are_read(tacotron: Path) -> None:
    np.save(tacotron / "scale_stats.npy", normalized(tacotron), allow_pickle=True)  # type: ignore[arg-type]  # as Coqui does
    load(tacotron)


@pytest.mark.parametrize(
    "how", ["in numpy's format", "beside what is harmless", "of another version", "bare", "in an archive"]
)
def test_a_program_among_the_statistics_is_not_run(tacotron: Path, how: str) -> None:
    known = normalized(tacotron)
    file = tacotron / "scale_stats.npy"
    if how == "of another version":
        held = np.array({**known, "more": Program()}, dtype=object)
        with file.open("wb") as opened:
            np.lib.format.write_array(opened, held, version=(2, 0))
    elif how == "bare":
        file.write_bytes(pickle.dumps(Program()))
    elif how == "in an archive":
        np.savez(tacotron / "stats.npz", np.array(Program(), dtype=object))
        (tacotron / "stats.npz").rename(file)
    else:
        found = {**known, "more": Program()} if how == "beside what is harmless" else Program()
        np.save(file, found, allow_pickle=True)  # type: ignore[arg-type]  # as above
    ran.clear()
    with pytest.raises(EngineUnavailable, match=r"scale_stats\.npy holds something else than numbers"):
        load(tacotron)
    assert ran == []


@pytest.mark.parametrize("place", ["the weights", "beside them"])
def test_a_program_among_the_weights_is_not_run(tacotron: Path, place: str) -> None:
    torch = need("torch")
    (file,) = tacotron.glob("*.pth")
    held = torch.load(file, map_location="cpu", weights_only=False)
    held["model" if place == "the weights" else "optimizer"] = Program()
    torch.save(held, file)
    ran.clear()
    with pytest.raises(EngineUnavailable, match=r"cannot be loaded"):
        load(tacotron)
    assert ran == []


def test_a_class_that_is_none_of_coquis_is_not_asked_for_signs(tacotron: Path) -> None:
    change(
        tacotron, lambda settings: settings["characters"].update(characters_class="antigravity.Characters")
    )
    with pytest.raises(EngineUnavailable, match=r"'antigravity\.Characters' for its signs, .* no class of C"):
        load(tacotron)


@pytest.mark.parametrize("address", ["https://example.org/se.pth", "filecache::s3://bucket/se.pth"])
def test_a_file_at_an_address_is_not_fetched(
    tacotron: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(need("fsspec"), "open", lambda *_, **__: pytest.fail("it asked the network"))
    change(tacotron, lambda settings: settings.update(speakers_file=address))
    with pytest.raises(EngineUnavailable, match=r"names .*se\.pth\. Put that file beside the model"):
        load(tacotron)


@pytest.mark.parametrize("rate", ["x", "22050", -1, True, [22050]])
def test_a_rate_that_is_none_is_said(tacotron: Path, rate: object) -> None:
    """Coqui would take its usual one without a word, and speak at another pace and pitch."""
    change(tacotron, lambda settings: settings["audio"].update(sample_rate=rate))
    with pytest.raises(EngineUnavailable, match=r"its sample_rate is .*, which is no number of hertz"):
        load(tacotron)


def test_what_numpy_makes_is_all_that_is_called() -> None:
    """Of the words that are let through, none runs anything, reads a file or loads a module of somebody's."""
    assert {name for _, name in _coqui_data.HARMLESS} == {
        "ndarray",
        "dtype",
        "_reconstruct",
        "scalar",
        "encode",
    }


def test_what_does_not_fit_in_a_configuration_is_not_told_at_length(
    tacotron: Path, recwarn: pytest.WarningsRecorder
) -> None:
    _coqui_import._silence()
    change(tacotron, lambda settings: settings.update(attention_heads="x", decoder_loss_alpha=[1]))
    load(tacotron)
    assert not [each.message for each in recwarn]
