"""What a real recogniser hears in real clips: good ones, and ones with planted faults."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import recogniser
from require import need

from audioedition import config, engines, utterances
from audioedition.errors import EngineUnavailable
from audioedition.model import Clip, Listening, Trouble, Utterance
from audioedition.recognition import load, models

need("faster_whisper")

ENGLISH = "So I have a modest proposal: before we close a thing, let us use it for one day."
GERMAN = "Niemand hat gefragt, was die Straße kostet, oder der Bus, der im Frühjahr gestrichen wurde."


@cache
def spoken(text: str, voice: str) -> Clip:
    """`text`, by the embedded voice of a language, without chance where it has any."""
    found = config.stand_in(recogniser.folder(), voice).voice
    return engines.load(found).synthesize(text)


def utterance(text: str, language: str) -> Utterance:
    return Utterance(text, utterances.said(text, language), language, 0.4)


def troubles(clip: Clip, text: str, language: str) -> set[Trouble]:
    meant = utterance(text, language)
    heard = recogniser.ear().hear(clip, meant)
    return {fault.trouble for fault in recogniser.ear().faults(heard, meant)}


def cut(clip: Clip, share: float) -> Clip:
    return Clip(clip.pcm[: 2 * round(share * len(clip.pcm) / 2)], clip.sample_rate)


def test_both_embedded_voices_are_understood_in_their_language() -> None:
    for text, language in ((ENGLISH, "en"), (GERMAN, "de")):
        meant = utterance(text, language)
        heard = recogniser.ear().hear(spoken(text, language), meant)
        assert heard.errors <= 1
        assert heard.language == language
        assert heard.certainty > 0.8
        assert recogniser.ear().faults(heard, meant) == ()


def test_a_german_text_that_an_english_voice_reads_is_heard_as_no_german() -> None:
    assert Trouble.OTHER_LANGUAGE in troubles(spoken(GERMAN, "en"), GERMAN, "de")


def test_half_a_sentence_and_another_one_are_heard_as_other_words() -> None:
    assert Trouble.OTHER_WORDS in troubles(cut(spoken(GERMAN, "de"), 0.5), GERMAN, "de")
    assert Trouble.OTHER_WORDS in troubles(spoken(ENGLISH, "en"), "A ferry is easy to see.", "en")


def test_babble_behind_the_last_word_is_heard_though_nobody_could_write_it_down() -> None:
    clip = spoken(ENGLISH, "en")
    samples = np.frombuffer(clip.pcm, "<i2")
    babble = samples[-2 * clip.sample_rate :][::-1]
    assert troubles(Clip(np.concatenate([samples, babble]).tobytes(), clip.sample_rate), ENGLISH, "en") & {
        Trouble.TAIL,
        Trouble.OTHER_WORDS,
    }


def test_a_folder_that_holds_no_model_and_a_gpu_that_is_not_there_are_told_with_a_remedy(
    tmp_path: Path,
) -> None:
    for name in models.FILES:
        (tmp_path / name).write_bytes((recogniser.folder() / name).read_bytes()[:1000])
    vocabulary = tmp_path / "vocabulary.txt"
    vocabulary.write_bytes((recogniser.folder() / vocabulary.name).read_bytes())
    with pytest.raises(EngineUnavailable, match=r"cannot be loaded .* Fetch .* anew"):
        load(Listening(model=str(tmp_path)), tmp_path)
    if not need("ctranslate2").get_cuda_device_count():
        with pytest.raises(EngineUnavailable, match=r'Write device = "cpu" under \[listening\]'):
            load(Listening(model=str(recogniser.folder()), device="cuda"), tmp_path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tokenizer.json", b""),
        ("tokenizer.json", b'{"version": "1.0", "truncation": null'),
        (
            "tokenizer.json",
            b'{"version": "1.0", "model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}}',
        ),
        ("vocabulary.txt", b""),
    ],
)
def test_half_a_model_is_told_in_a_sentence_with_its_remedy(tmp_path: Path, name: str, data: bytes) -> None:
    for each in (*models.FILES, "vocabulary.txt"):
        (tmp_path / each).symlink_to(recogniser.folder() / each)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(data)
    with pytest.raises(
        EngineUnavailable, match=r"not whole.*Copy the whole|cannot be loaded .* Fetch .* anew"
    ):
        load(Listening(model=str(tmp_path)), tmp_path)


def test_whoever_waits_for_a_model_is_told_how_many_megabytes_are_here() -> None:
    told: list[tuple[str, int, int]] = []
    bar = models._bar("fetching", lambda *what: told.append(what))(
        total=145_000_000, unit="B", unit_scale=True
    )
    bar.update(45_500_000)
    bar.update(99_500_000)
    bar.close()
    files = models._bar("fetching", lambda *what: told.append(what))(["a", "b"], total=2)
    assert list(files) == ["a", "b"]
    assert told == [("fetching", 45, 145), ("fetching", 145, 145)]
