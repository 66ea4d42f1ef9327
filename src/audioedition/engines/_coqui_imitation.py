"""What a model finds in the recording of a voice that it imitates."""

from __future__ import annotations

import importlib
import tempfile
import wave
from pathlib import Path
from typing import Any

from audioedition.engines import _coqui_recording
from audioedition.engines._coqui_loading import Loaded
from audioedition.engines._sound import from_floats

_XTTS_RATE = 22_050  # Hz, of the recordings that it was trained with
_XTTS_PEAK = 0.75  # of full scale, where its configuration asks for equal loudness


def latents(loaded: Loaded, recording: Path, where: str) -> tuple[Any, ...]:
    """What XTTS finds in a recording: how somebody speaks, and their timbre.  Raises ConfigError."""
    torch = importlib.import_module("torch")
    network, config = loaded.network, loaded.network.config
    sound = torch.from_numpy(_coqui_recording.samples(recording, _XTTS_RATE, where)).unsqueeze(0)
    sound = sound[:, : _XTTS_RATE * config.max_ref_len].to(network.device)
    if config.sound_norm_refs:
        sound = sound / sound.abs().max() * _XTTS_PEAK
    manner = network.get_gpt_cond_latents(
        sound, _XTTS_RATE, length=config.gpt_cond_len, chunk_length=config.gpt_cond_chunk_len
    )
    return manner, network.get_speaker_embedding(sound, _XTTS_RATE)


def vector(loaded: Loaded, recording: Path, where: str) -> list[float]:
    """What YourTTS and its kin find in a recording, by their own reader of a file of ours.  Raises ConfigError."""
    speakers = loaded.network.speaker_manager
    rate = speakers.encoder_ap.sample_rate
    pcm = from_floats(_coqui_recording.samples(recording, rate, where)).tobytes()
    device = next(speakers.encoder.parameters()).device
    with tempfile.TemporaryDirectory(prefix="audioedition-") as scratch:
        file = Path(scratch) / "recording.wav"
        with wave.open(str(file), "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(rate)
            written.writeframes(pcm)
        speakers.encoder.to("cpu")  # where it is given the sound
        try:
            return list(speakers.compute_embedding_from_clip(str(file)))
        finally:
            speakers.encoder.to(device)
