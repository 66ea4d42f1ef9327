"""Small Coqui models with random weights, saved by Coqui's own code in their real formats, made once per run of the tests.

They say nothing that anybody understands; but they are loaded, asked and run as the big ones are.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from require import need

from audioedition.engines import _coqui_import, _coqui_mending

LANGUAGES = ["en", "de", "fr", "es", "pt", "zh-cn", "ja"]
"""What the small XTTS claims to speak."""

_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßéèñ"
_MARKS = " .,;:!?'-"
_RATE = 16_000


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="audioedition-test-")  # it vanishes with this process


def _made(make: Callable[[Path], None]) -> Callable[[], Path]:
    """The folder that `make` fills, once."""

    @cache
    def folder() -> Path:
        need("TTS")
        _coqui_import.library()
        need("torch").manual_seed(7)
        found = Path(_temporary().name) / make.__name__
        found.mkdir()
        make(found)
        return found

    return folder


def _save(network: Any, config: Any, folder: Path) -> None:
    config.save_json(str(folder / "config.json"))
    need("torch").save({"model": network.state_dict()}, folder / "model.pth")


def _characters() -> Any:
    return need("TTS.tts.configs.shared_configs").CharactersConfig(
        characters_class="TTS.tts.utils.text.characters.Graphemes",
        pad="_",
        eos="~",
        bos="^",
        blank="<BLNK>",
        characters=_LETTERS,
        punctuations=_MARKS,
    )


@_made
def xtts(folder: Path) -> None:
    """XTTS with one layer of 32 channels, which is done after 1.4 seconds (30 codes) whatever it was given to say."""
    torch = need("torch")
    _coqui_mending.prepare("XTTS")
    configs, module = need("TTS.tts.configs.xtts_config"), need("TTS.tts.models.xtts")
    tokenizers = need("tokenizers")
    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{each}]" for each in LANGUAGES)]
    vocabulary = {token: number for number, token in enumerate([*special, *_LETTERS, *_MARKS.strip()])}
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.BPE(vocab=vocabulary, merges=[], unk_token="[UNK]")  # noqa: S106 -- no password
    )
    tokenizer.add_special_tokens(special)
    tokenizer.save(str(folder / "vocab.json"))
    codes = 34
    arguments = configs.XttsArgs(
        gpt_layers=1,
        gpt_n_model_channels=32,
        gpt_n_heads=2,
        gpt_max_audio_tokens=200,
        gpt_num_audio_tokens=codes,
        gpt_start_audio_token=codes - 2,
        gpt_stop_audio_token=codes - 1,
        gpt_use_perceiver_resampler=True,
        decoder_input_dim=32,
    )
    config = configs.XttsConfig(model_args=arguments, languages=LANGUAGES)
    network = module.Xtts(config)
    network.tokenizer = module.VoiceBpeTokenizer(folder / "vocab.json")
    network.init_models()
    _end_after(network.gpt, 30)
    _save(network, config, folder)
    latents = {
        name: {"gpt_cond_latent": torch.randn(1, 32, 32), "speaker_embedding": torch.randn(1, 512, 1)}
        for name in ("Ann Other", "Bob")
    }
    torch.save(latents, folder / "speakers_xtts.pth")


def _end_after(gpt: Any, count: int) -> None:
    """Make of the place of a code the reason to stop: from the given `count` on, nothing else is likely."""
    direction = gpt.mel_pos_embedding.emb.weight.data[0].clone().normal_()
    direction /= direction.norm()
    gpt.mel_pos_embedding.emb.weight.data[count:] += 1000 * direction
    gpt.mel_head.weight.data[gpt.stop_audio_token] = 20 * direction
    gpt.mel_head.bias.data[gpt.stop_audio_token] = -80


def _loud(network: Any, gain: float) -> Any:
    """The VITS network, to be heard: random weights whisper."""
    network.waveform_decoder.conv_post.weight.data *= gain
    return network


def _vits(**more: Any) -> dict[str, Any]:
    return {
        "hidden_channels": 32,
        "hidden_channels_ffn_text_encoder": 32,
        "num_layers_text_encoder": 1,
        "num_layers_posterior_encoder": 1,
        "num_layers_flow": 1,
        "init_discriminator": False,
        "upsample_initial_channel_decoder": 64,
        "use_sdp": False,
        **more,
    }


@_made
def many_speakers(folder: Path) -> None:
    """VITS for three speakers, by numbers."""
    configs, module = need("TTS.tts.configs.vits_config"), need("TTS.tts.models.vits")
    (folder / "speaker_ids.json").write_text(json.dumps({"ann": 0, "bob": 1, "cyd": 2}), "utf-8")
    config = configs.VitsConfig(
        model_args=configs.VitsArgs(
            **_vits(use_speaker_embedding=True, speakers_file=str(folder / "speaker_ids.json"))
        ),
        characters=_characters(),
        text_cleaner="basic_cleaners",
        use_speaker_embedding=True,
        speakers_file=str(folder / "speaker_ids.json"),
    )
    _save(_loud(module.Vits(config), 100), config, folder)


@_made
def your_tts(folder: Path) -> None:
    """YourTTS: VITS with vectors for speakers, an encoder that finds them in recordings, and three languages."""
    torch = need("torch")
    configs, module = need("TTS.tts.configs.vits_config"), need("TTS.tts.models.vits")
    encoder_config = need("TTS.encoder.configs.speaker_encoder_config").SpeakerEncoderConfig(
        model_params={
            "model_name": "lstm",
            "input_dim": 80,
            "proj_dim": 16,
            "lstm_dim": 16,
            "num_lstm_layers": 1,
            "use_lstm_with_projection": False,
        },
        num_loader_workers=0,
        num_utter_per_class=1,
        num_classes_in_batch=1,
    )
    encoder_config.audio.sample_rate = _RATE
    encoder = need("TTS.encoder.utils.generic_utils").setup_encoder_model(encoder_config)
    encoder_config.save_json(str(folder / "config_se.json"))
    torch.save({"model": encoder.state_dict()}, folder / "model_se.pth")
    vectors = {
        f"{name}-{number}.wav": {"name": name, "embedding": torch.randn(16).tolist()}
        for name in ("female-en-5", "male-en-2")
        for number in (1, 2)
    }
    (folder / "speakers.json").write_text(json.dumps(vectors), "utf-8")
    (folder / "language_ids.json").write_text(json.dumps({"en": 0, "fr-fr": 1, "pt-br": 2}), "utf-8")
    named = {
        "d_vector_file": [str(folder / "speakers.json")],
        "speaker_encoder_model_path": str(folder / "model_se.pth"),
        "speaker_encoder_config_path": str(folder / "config_se.json"),
        "language_ids_file": str(folder / "language_ids.json"),
    }
    config = configs.VitsConfig(
        model_args=configs.VitsArgs(
            **_vits(
                use_d_vector_file=True,
                d_vector_dim=16,
                use_language_embedding=True,
                embedded_language_dim=4,
                **named,
            )
        ),
        characters=_characters(),
        text_cleaner="multilingual_cleaners",
        use_d_vector_file=True,
        d_vector_dim=16,
        d_vector_file=named["d_vector_file"],
    )
    config.audio.sample_rate = _RATE
    _save(_loud(module.Vits(config), 2), config, folder)
    # as they are published: with the paths of the machine that trained them
    text = (folder / "config.json").read_text("utf-8").replace(str(folder), "/home/somebody/models")
    (folder / "config.json").write_text(text, "utf-8")


@_made
def glow_tts(folder: Path) -> None:
    """Glow-TTS, which gives a spectrum; there is no vocoder beside it."""
    configs, module = need("TTS.tts.configs.glow_tts_config"), need("TTS.tts.models.glow_tts")
    config = configs.GlowTTSConfig(
        characters=_characters(),
        text_cleaner="basic_cleaners",
        hidden_channels_enc=32,
        hidden_channels_dec=32,
        hidden_channels_dp=32,
        num_flow_blocks_dec=2,
        num_block_layers=1,
        encoder_params={
            "kernel_size": 3,
            "dropout_p": 0.1,
            "num_layers": 1,
            "num_heads": 2,
            "hidden_channels_ffn": 32,
        },
        inference_noise_scale=0.3,
    )
    network = module.GlowTTS(config)
    network.encoder.duration_predictor.proj.bias.data += 1.5  # random letters have no length
    _save(network, config, folder)


@_made
def tacotron(folder: Path) -> None:
    """Tacotron 2, with a MelGAN in the folder `vocoder` beside it."""
    configs, module = need("TTS.tts.configs.tacotron2_config"), need("TTS.tts.models.tacotron2")
    config = configs.Tacotron2Config(
        characters=_characters(),
        text_cleaner="basic_cleaners",
        r=4,
        attention_type="original",
        max_decoder_steps=20,  # random weights do not know when they are done
    )
    _save(module.Tacotron2(config), config, folder)
    vocoder = folder / "vocoder"
    vocoder.mkdir()
    melgan = need("TTS.vocoder.configs").MelganConfig(
        generator_model_params={"upsample_factors": [8, 8, 2, 2], "base_channels": 32, "num_res_blocks": 1},
        discriminator_model_params={"base_channels": 4, "max_channels": 16, "downsample_factors": [2, 2]},
    )
    _save(need("TTS.vocoder.models").setup_model(melgan), melgan, vocoder)


@_made
def fast_pitch(folder: Path) -> None:
    """FastPitch, which gives a spectrum; there is no vocoder beside it."""
    configs, module = need("TTS.tts.configs.fast_pitch_config"), need("TTS.tts.models.forward_tts")
    few = {"hidden_channels_ffn": 32, "num_heads": 1, "num_layers": 1, "dropout_p": 0.1}
    config = configs.FastPitchConfig(
        model_args=module.ForwardTTSArgs(
            hidden_channels=32,
            encoder_params=dict(few),
            decoder_params=dict(few),
            duration_predictor_hidden_channels=32,
            pitch_predictor_hidden_channels=32,
        ),
        characters=_characters(),
        text_cleaner="basic_cleaners",
    )
    network = module.ForwardTTS(config)
    network.duration_predictor.proj.bias.data += 1.5  # random letters have no length
    _save(network, config, folder)


@_made
def mms(folder: Path) -> None:
    """MMS: VITS in fairseq's form and names, and of its size, for Coqui builds no other."""
    torch = need("torch")
    module = need("TTS.tts.models.vits")
    letters = "| abcdefghijklmnopqrstuvwxyz"
    config = need("TTS.tts.configs.vits_config").VitsConfig()
    config.model_args.init_discriminator = False
    network = _loud(module.Vits(config), 100)
    network.text_encoder.emb = torch.nn.Embedding(len(letters), config.model_args.hidden_channels)
    state = {_in_fairseq(name): weights for name, weights in network.state_dict().items()}
    torch.save({"model": state}, folder / "G_100000.pth")
    (folder / "vocab.txt").write_text("\n".join(letters) + "\n", "utf-8")
    data = {"sampling_rate": 16_000, "training_files": "train.ltr", "add_blank": True}
    (folder / "config.json").write_text(json.dumps({"train": {}, "data": data, "model": {}}), "utf-8")


def _in_fairseq(name: str) -> str:
    """What a weight of Coqui's VITS is called there: each flow that mirrors counts, too."""
    name = name.replace("parametrizations.weight.original0", "weight_g")
    name = name.replace("parametrizations.weight.original1", "weight_v")
    name = re.sub(r"^flow\.flows\.(\d)", lambda match: f"flow.flows.{2 * int(match[1])}", name)
    name = re.sub(r"flows\.0\.translation$", "flows.0.m", name)
    name = re.sub(r"flows\.0\.log_scale$", "flows.0.logs", name)
    name = re.sub(
        r"^(duration_predictor\.(?:post_)?flows)\.([1-9])",
        lambda match: f"{match[1]}.{2 * int(match[2]) - 1}",
        name,
    )
    for ours, theirs in (
        ("text_encoder", "enc_p"),
        ("waveform_decoder", "dec"),
        ("posterior_encoder", "enc_q"),
        ("duration_predictor", "dp"),
    ):
        name = re.sub(rf"^{ours}\.", f"{theirs}.", name)
    return name
