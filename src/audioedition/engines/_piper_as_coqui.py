"""A Piper voice in Coqui's words: the same network (VITS) under other names, computed and not trained anew.

Pure: arrays and tables in, arrays and tables out; `_coqui_checkpoint` writes them.  Layers keep their numbers.  What a
voice has that Coqui's VITS cannot say is refused by name: half a voice would only be heard later.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from audioedition.engines._piper_graph import Network, Weights
from audioedition.engines._piper_settings import BOS, EOS, PAD, check, refused

# The original VITS' names -> Coqui's, the first that fits.  Coqui does not count the flows that only mirror.
_NAMES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"enc_p\.(.*)", r"text_encoder.\1"),
    (r"dec\.cond\.(.*)", r"waveform_decoder.cond_layer.\1"),
    (r"dec\.(.*)", r"waveform_decoder.\1"),
    (r"flow\.flows\.(\d+)\.(.*)", lambda m: f"flow.flows.{int(m[1]) // 2}.{m[2]}"),
    (r"dp\.flows\.0\.m", "duration_predictor.flows.0.translation"),
    (r"dp\.flows\.0\.logs", "duration_predictor.flows.0.log_scale"),
    (r"dp\.flows\.(\d+)\.(.*)", lambda m: f"duration_predictor.flows.{(int(m[1]) + 1) // 2}.{m[2]}"),
    (r"dp\.(.*)", r"duration_predictor.\1"),
    (r"(emb_g\..*)", r"\1"),
)
_SPLINE = 20  # of a flow's outputs, the widths and heights of its spline: 10 bins each
DURATION_CHANNELS = 192
"""Channels of the predictor of durations, as Coqui's VITS has them in whatever voice (`TTS/tts/models/vits.py`)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A Coqui VITS model in numbers: its `arguments` (VitsArgs), `weights`, and what its config holds besides.

    `symbols` are the phonemes in the order of the symbols' table, behind pad, end, begin and blank; `rows` says which
    row of Piper's table each of those has; `speakers` are names by number, none for a voice of one.  `hop` is in
    samples, `rate` in hertz.
    """

    arguments: Mapping[str, Any]
    weights: Weights
    symbols: str
    rows: tuple[int, ...]
    language: str
    rate: int
    hop: int
    speakers: tuple[str, ...]


def recipe(network: Network, settings: Mapping[str, Any]) -> Recipe:
    """How Coqui has the voice of `network`, whose `.onnx.json` holds `settings`.

    Raises EngineError for a voice that Coqui cannot have, KeyError or TypeError for settings that are not whole.
    """
    check(settings)
    _check_network(network)
    ids = settings["phoneme_id_map"]
    symbols = "".join(sign for sign in ids if _is_used(sign) and sign not in {PAD, BOS, EOS})
    rows = tuple(ids[sign][0] for sign in (PAD, EOS, BOS, PAD, *symbols))
    weights = {_renamed(name): array for name, array in _widened(network.weights).items()}
    weights["text_encoder.emb.weight"] = weights["text_encoder.emb.weight"][list(rows)]
    shape, inference = _shape(network), settings.get("inference", {})
    arguments = {
        **shape,
        "num_chars": len(rows),
        "num_layers_posterior_encoder": 1,  # for training only
        "init_discriminator": False,  # the same
        "inference_noise_scale": inference.get("noise_scale", 0.667),  # what is left out is as Piper has it
        "inference_noise_scale_dp": inference.get("noise_w", 0.8),
        "length_scale": inference.get("length_scale", 1.0),
    }
    speakers = _speakers(network, settings)
    if speakers:
        channels = network.weights["emb_g.weight"].shape[1]
        arguments |= {"use_speaker_embedding": True, "speaker_embedding_channels": channels}
    return Recipe(
        arguments=arguments,
        weights=weights,
        symbols=symbols,
        rows=rows,
        language=settings["espeak"]["voice"],
        rate=settings["audio"]["sample_rate"],
        hop=math.prod(shape["upsample_rates_decoder"]),
        speakers=speakers,
    )


def _is_used(sign: str) -> bool:
    """Whether Piper ever gives a voice this sign of its table: it takes letters and what is above or below them apart.

    Where Coqui has no sign for the whole, our engine takes it apart as well (`_coqui_phonemes`): the German `ç`.
    """
    return len(sign) == 1 and unicodedata.normalize("NFD", sign) == sign


def _check_network(network: Network) -> None:
    """Raises EngineError."""
    weights = network.weights
    if "dp.flows.0.logs" not in weights:
        raise refused(
            "its durations are not drawn by chance, and Coqui computes those of other voices otherwise"
        )
    hidden, narrow = weights["enc_p.emb.weight"].shape[1], weights["dp.pre.weight"].shape[0]
    if weights["enc_p.proj.weight"].shape[0] != 2 * hidden:
        raise refused("its inner layers differ in width")
    if DURATION_CHANNELS % narrow:
        raise refused(f"its durations are {narrow} channels wide, not {DURATION_CHANNELS} or a part of that")


def _shape(network: Network) -> dict[str, Any]:
    """The network's sizes, by Coqui's names, as its weights show them."""
    weights, dilations = network.weights, network.dilations
    hidden = weights["enc_p.emb.weight"].shape[1]
    feed_forward = weights["enc_p.encoder.ffn_layers.0.conv_1.weight"].shape
    ups = _count(weights, r"dec\.ups\.(\d+)\.weight")
    kernels = _count(weights, r"dec\.resblocks\.(\d+)\..*") // ups
    twice = "dec.resblocks.0.convs1.0.weight" in weights
    inner = [f"dec.resblocks.{block}.convs{'1' if twice else ''}" for block in range(kernels)]
    flow = "flow.flows.0.enc.in_layers"
    return {
        "hidden_channels": hidden,
        "hidden_channels_ffn_text_encoder": feed_forward[0],
        "kernel_size_text_encoder": feed_forward[2],
        "num_heads_text_encoder": hidden // weights["enc_p.encoder.attn_layers.0.emb_rel_k"].shape[2],
        "num_layers_text_encoder": _count(weights, r"enc_p\.encoder\.attn_layers\.(\d+)\..*"),
        "kernel_size_flow": weights[f"{flow}.0.weight"].shape[2],
        "dilation_rate_flow": dilations.get(f"{flow}.1.weight", 1),
        "num_layers_flow": _count(weights, r"flow\.flows\.0\.enc\.in_layers\.(\d+)\..*"),
        "resblock_type_decoder": "1" if twice else "2",
        "resblock_kernel_sizes_decoder": [weights[f"{block}.0.weight"].shape[2] for block in inner],
        "resblock_dilation_sizes_decoder": [
            [
                dilations[f"{block}.{n}.weight"]
                for n in range(_count(weights, rf"{re.escape(block)}\.(\d+)\..*"))
            ]
            for block in inner
        ],
        "upsample_initial_channel_decoder": weights["dec.conv_pre.weight"].shape[0],
        "upsample_rates_decoder": [network.strides[f"dec.ups.{n}.weight"] for n in range(ups)],
        "upsample_kernel_sizes_decoder": [weights[f"dec.ups.{n}.weight"].shape[2] for n in range(ups)],
    }


def _count(names: Mapping[str, object], pattern: str) -> int:
    """How many layers there are whose number is the first group of `pattern`."""
    return len({found[1] for name in names if (found := re.fullmatch(pattern, name))})


def _speakers(network: Network, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the speakers by their numbers; a number for one without a name."""
    if "emb_g.weight" not in network.weights:
        return ()
    named = {number: name for name, number in (settings.get("speaker_id_map") or {}).items()}
    return tuple(named.get(number, str(number)) for number in range(len(network.weights["emb_g.weight"])))


def _widened(weights: Weights) -> Weights:
    """The `weights`, whose predictor of durations has as many channels as Coqui's: each channel several times.

    Voices of the quality `x_low` have half of them.  Means and deviations over channels stay what they are when all
    channels are there twice, so the layers' norms do not notice; layers that add channels up look at the first copy
    alone.  A flow divides the shape of its spline by the root of the channels' number: that is made up for.
    """
    narrow = weights["dp.pre.weight"].shape[0]
    times = DURATION_CHANNELS // narrow
    if times == 1:
        return weights
    return {
        name: _repeated(name, array, narrow, times) if name.startswith("dp.") else array
        for name, array in weights.items()
    }


def _repeated(name: str, array: Any, narrow: int, times: int) -> Any:  # noqa: ANN401 -- numpy's arrays, of any shape
    if re.search(r"flows\.\d+\.proj\.", name):
        array = array.copy()
        array[:_SPLINE] *= math.sqrt(times)
    elif array.shape[0] == narrow:
        array = np.concatenate([array] * times)
    if re.search(r"(proj|convs_1x1\.\d+)\.weight$", name):
        array = np.concatenate(
            [array, np.zeros((array.shape[0], narrow * (times - 1), *array.shape[2:]))], axis=1
        )
    return array.astype(np.float32)


def _renamed(name: str) -> str:
    """Raises EngineError for a weight that Coqui has no place for."""
    for pattern, replacement in _NAMES:
        if re.fullmatch(pattern, name):
            return re.sub(f"^{pattern}$", replacement, name)
    raise refused(f"Coqui's network has no place for {name}")


def training_only(name: str) -> bool:
    """Whether Coqui's weight `name` is used in training only: a Piper voice has nothing for it."""
    return re.match(r"posterior_encoder\.|duration_predictor\.(post_|flows\.1\.)", name) is not None


def numbers(made: Recipe, ids: Sequence[int]) -> list[int]:
    """Piper's phoneme `ids` as the model of the recipe counts them.  Raises ValueError for one that it has not."""
    order = {
        row: place for place, row in enumerate(made.rows) if place
    }  # pad is blank's row: the blank is meant
    try:
        return [order[number] for number in ids]
    except KeyError as exc:
        message = f"no phoneme has the number {exc}"
        raise ValueError(message) from exc
