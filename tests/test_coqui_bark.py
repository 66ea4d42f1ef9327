"""Bark's own way of loading, which deletes, downloads and runs what it should only read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from require import need

from audioedition import engines
from audioedition.engines import _coqui_bark, _coqui_import, _coqui_loading
from audioedition.errors import EngineUnavailable
from audioedition.model import Voice

need("TTS")

ran: list[str] = []


class Program:
    """Appends to `ran` when it is read."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return ran.append, ("something",)


@pytest.fixture(scope="module")
def layers() -> Any:
    """Coqui's module that loads Bark's networks."""
    _coqui_import.library()
    return need("TTS.tts.layers.bark.load_model")


@pytest.fixture
def bark(layers: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What stands for Coqui's module of Bark, mended."""
    monkeypatch.setattr(layers, "torch", layers.torch)  # put back afterwards
    monkeypatch.setattr(layers.requests, "get", lambda *_, **__: pytest.fail("it asked the network"))
    reader = SimpleNamespace(from_pretrained=lambda name: name)
    module = SimpleNamespace(BertTokenizer=reader, EncodecModel=reader, AutoProcessor=reader)
    _coqui_bark.mend(module)
    return module


@pytest.fixture
def network(layers: Any, tmp_path: Path) -> Path:
    """A small network in the form of Bark's, which is none of those that its makers have published."""
    arguments = layers.GPTConfig(
        block_size=8, input_vocab_size=9, output_vocab_size=9, n_layer=1, n_head=1, n_embd=4
    )
    told = {
        "model": {f"_orig_mod.{name}": each for name, each in layers.GPT(arguments).state_dict().items()},
        "model_args": dataclasses.asdict(arguments),
        "best_val_loss": np.float64(2.5),  # as published: a number of numpy's
    }
    need("torch").save(told, tmp_path / "text_2.pt")
    return tmp_path / "text_2.pt"


def config() -> Any:
    return need("TTS.tts.configs.bark_config").BarkConfig()


def test_a_network_that_is_not_the_published_one_is_loaded_and_stays(bark: Any, network: Path) -> None:
    before, settings = network.read_bytes(), config()
    found, _ = bark.load_model(ckpt_path=str(network), device="cpu", config=settings, model_type="text")
    assert found.config.n_embd == 4
    assert network.read_bytes() == before
    assert settings.USE_SMALLER_MODELS is False


def test_a_network_that_is_missing_is_not_fetched(bark: Any, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"^coarse_2\.pt is missing$"):
        bark.load_model(str(tmp_path / "coarse_2.pt"), "cpu", config(), "coarse")


def test_a_program_in_a_network_is_not_run(bark: Any, network: Path) -> None:
    torch = need("torch")
    told = torch.load(network, weights_only=False)
    torch.save({**told, "more": Program()}, network)
    ran.clear()
    with pytest.raises(Exception, match="Weights only load failed"):
        bark.load_model(str(network), "cpu", config(), "text")
    assert ran == []


def test_what_bark_builds_on_is_read_where_it_lies(
    bark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    for name in ("bert-base-multilingual-cased", "facebook/encodec_24khz"):
        folder = tmp_path / f"models--{name.replace('/', '--')}"
        (folder / "refs").mkdir(parents=True)
        (folder / "refs/main").write_text("0123abcd", "utf-8")
        (folder / "snapshots/0123abcd").mkdir(parents=True)
        assert bark.AutoProcessor.from_pretrained(name) == folder / "snapshots/0123abcd"
    _coqui_bark.check()


def test_what_bark_builds_on_is_named_at_once_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "empty"))
    monkeypatch.setattr(_coqui_loading, "_synthesizer", None)
    (tmp_path / "config.json").write_text(json.dumps({"model": "bark"}), "utf-8")
    for name in ("text_2", "coarse_2", "fine_2"):
        (tmp_path / f"{name}.pt").write_bytes(b"weights")
    voice = Voice(language="en", engine="coqui", model=str(tmp_path))
    with pytest.raises(
        EngineUnavailable,
        match=r"bert-base-multilingual-cased and facebook/encodec_24khz, which are not here.*hf download bert",
    ):
        engines.load(voice).synthesize("Hello.")
