"""Guests are as loud as the voice that reads: measured on finished files, by ffmpeg's own meter."""

from __future__ import annotations

import math
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import require

from audioedition import clips, engines, mixdown
from audioedition.clips import Shelf
from audioedition.mixdown import levels
from audioedition.mixdown.pcm import RATE
from audioedition.model import Clip, Jingle, Mixdown, Timing, Utterance, Voice

Sound = np.ndarray[Any, Any]

FFMPEG = mixdown.ffmpeg()
RANDOM = np.random.default_rng(11)
NEAR = 0.6  # LU: what is promised is 1


def voice(seconds: float, level: float, *, crest: float = 1.0, rate: int = 22_050) -> Clip:
    """A sound that swells and fades about four times a second, with higher peaks the larger its `crest` is."""
    times = np.arange(round(seconds * rate)) / rate
    noise = np.convolve(RANDOM.standard_normal(len(times)), np.ones(8) / 8, mode="same")
    noise = np.sign(noise) * np.abs(noise) ** crest
    swell = 0.25 + np.abs(np.sin(times * np.pi * 4.1))
    sound = noise * swell * np.minimum(1, np.minimum(times, times[::-1]) / 0.01)
    sound *= level / math.sqrt(float((sound**2).mean()))
    return Clip((np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes(), rate)


def decoded(path: Path) -> Sound:
    command: list[str | Path] = [
        FFMPEG,
        "-loglevel",
        "error",
        "-i",
        path,
        "-f",
        "s16le",
        "-ac",
        "1",
        "-ar",
        str(RATE),
        "-",
    ]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<i2")


def meter(sound: Sound) -> tuple[float, float]:
    """Loudness and true peak; a sound that is too short for the meter is repeated."""
    sound = np.tile(sound, math.ceil(RATE / len(sound)))
    command: list[str | Path] = [FFMPEG, "-nostats", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-", "-af", "ebur128=peak=true", "-f", "null", "-"]  # fmt: skip
    said = subprocess.run(
        command, input=sound.astype("<i2").tobytes(), check=True, capture_output=True
    ).stderr
    summary = said.decode().rpartition("Summary:")[2]
    loudness, peak = re.search(r"I: +(\S+) LUFS", summary), re.search(r"Peak: +(\S+) dBFS", summary)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def mix(
    target: Path, sounds: list[tuple[Clip, float]], guests: Mapping[int, str], intro: Jingle | None = None
) -> Mixdown:
    return mixdown.mix(sounds, target, intro=intro, outro=None, ffmpeg=FFMPEG, guests=guests)


def differences(made: Mixdown, guests: Mapping[int, str]) -> dict[int, float]:
    """By how many LU each run of a guest is louder than the voice that reads; by the place where it begins."""
    sound = decoded(made.path)

    def cut(timing: Timing) -> Sound:
        return sound[round(timing.start * RATE) : round(timing.end * RATE)]

    reader, _ = meter(np.concatenate([cut(t) for place, t in enumerate(made.timings) if place not in guests]))
    runs: dict[int, list[Sound]] = {}
    first = 0
    for place in sorted(guests):
        if guests.get(place - 1) != guests[place]:
            first = place
        runs.setdefault(first, []).append(cut(made.timings[place]))
    return {place: meter(np.concatenate(run))[0] - reader for place, run in runs.items()}


@pytest.mark.parametrize(
    ("reader", "guest"),
    [
        pytest.param({"level": 0.1}, {"level": 0.0008}, id="forty decibels softer"),
        pytest.param({"level": 0.004}, {"level": 0.3}, id="forty decibels louder"),
        pytest.param({"level": 0.1, "crest": 2.5}, {"level": 0.1}, id="a reader with high peaks"),
        pytest.param({"level": 0.1}, {"level": 0.05, "crest": 1.8}, id="a guest with high peaks"),
        pytest.param({"level": 0.2}, {"level": 0.05, "rate": 48_000}, id="another rate"),
    ],
)
def test_guests_are_as_loud_as_the_reader(
    tmp_path: Path, reader: dict[str, Any], guest: dict[str, Any]
) -> None:
    sounds = [
        (voice(3, **reader), 0.4),
        (voice(1.5, **guest), 0.4),
        (voice(4, **reader), 0.4),
        (voice(0.3, **guest), 0.4),
    ]
    sounds += [
        (voice(2, **reader), 0.4),
        (voice(0.12, **guest), 0.4),
        (voice(2, **reader), 0.4),
        (voice(6, **guest), 0.4),
    ]
    guests = {1: "de", 3: "de", 5: "fr", 7: "fr"}
    made = mix(tmp_path / "a.mp3", sounds, guests)
    found = differences(made, guests)
    assert found.keys() == {1, 3, 5, 7}
    assert max(map(abs, found.values())) < NEAR, found
    loudness, peak = meter(decoded(made.path))
    assert loudness == pytest.approx(-16, abs=0.5)
    assert peak <= -1


def test_a_guest_s_sentences_in_a_row_keep_their_proportions(tmp_path: Path) -> None:
    sounds = [(voice(3, 0.1), 0.3), (voice(2, 0.02), 0.3), (voice(2, 0.04), 0.3), (voice(3, 0.1), 0.3)]
    guests = {1: "de", 2: "de"}
    made = mix(tmp_path / "a.mp3", sounds, guests)
    sound = decoded(made.path)
    soft, loud = (meter(sound[round(t.start * RATE) : round(t.end * RATE)])[0] for t in made.timings[1:3])
    assert loud - soft == pytest.approx(20 * math.log10(2), abs=1)
    assert abs(differences(made, guests)[1]) < NEAR


def test_two_guests_in_a_row_are_each_as_loud_as_the_reader(tmp_path: Path) -> None:
    sounds = [(voice(3, 0.1), 0.3), (voice(2, 0.01), 0.3), (voice(2, 0.3), 0.3), (voice(3, 0.1), 0.3)]
    guests = {1: "de", 2: "fr"}
    found = differences(mix(tmp_path / "a.mp3", sounds, guests), guests)
    assert max(map(abs, found.values())) < NEAR, found


def test_nothing_clicks_where_voices_meet(tmp_path: Path) -> None:
    """All is silent at a joint: a factor makes no step there."""
    sounds = [(voice(2, 0.1), 0.2), (voice(0.5, 0.002), 0.2), (voice(2, 0.1), 0.2)]
    made = mix(tmp_path / "a.mp3", sounds, {1: "de"})
    sound = decoded(made.path).astype(int)
    for edge in (edge for timing in made.timings[:2] for edge in (timing.end,)):
        place = round(edge * RATE)
        assert np.abs(sound[place + RATE // 50 : place + RATE // 8]).max() < 40, "silence between them"
        assert np.abs(np.diff(sound[place - 40 : place + RATE // 8])).max() < 1500


def test_with_jingles_guests_are_as_loud_as_the_reader_too(tmp_path: Path) -> None:
    intro = Jingle(Path(__file__).parents[1] / "voices/jingles/intro.flac", overlap=0)
    sounds = [(voice(6, 0.1, crest=2), 0.4), (voice(2, 0.01), 0.4), (voice(6, 0.1, crest=2), 0.4)]
    made = mix(tmp_path / "a.mp3", sounds, {1: "de"}, intro)
    assert abs(differences(made, {1: "de"})[1]) < NEAR


def test_silence_and_a_recording_of_guests_alone_stay_as_they_are(tmp_path: Path) -> None:
    mute = Clip(bytes(22_050), 22_050)
    mix(tmp_path / "a.mp3", [(voice(2, 0.1), 0.3), (mute, 0.3)], {1: "de"})
    mix(tmp_path / "b.mp3", [(mute, 0.3), (voice(2, 0.1), 0.3)], {1: "de"})
    made = mix(tmp_path / "c.mp3", [(voice(2, 0.1), 0.3)], {0: "de"})
    assert meter(decoded(made.path))[0] == pytest.approx(-16, abs=0.5)


def test_without_guests_the_bytes_are_what_they_were(tmp_path: Path) -> None:
    sounds = [(voice(2, 0.1), 0.3), (voice(2, 0.02), 0.3)]
    mix(tmp_path / "a.mp3", sounds, {})
    mixdown.mix(sounds, tmp_path / "b.mp3", intro=None, outro=None, ffmpeg=FFMPEG)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


@pytest.mark.parametrize("seconds", [1, 2.5, 7.3])
@pytest.mark.parametrize("make", [lambda n: RANDOM.normal(0, 2000, n), lambda n: 9000 * np.sin(np.arange(n) / 6), lambda n: 9000 * np.sin(np.arange(n) / 90)], ids=["noise", "high", "low"])  # fmt: skip
def test_our_measure_is_ffmpeg_s(seconds: float, make: Callable[[int], Sound]) -> None:
    sound = make(round(seconds * RATE)).round().astype("<i2")
    ours = levels.loudness([levels.energies(sound)])
    command: list[str | Path] = [FFMPEG, "-nostats", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-", "-af", "apad=whole_dur=0.5,ebur128", "-f", "null", "-"]  # fmt: skip
    said = subprocess.run(command, input=sound.tobytes(), check=True, capture_output=True).stderr.decode()
    theirs = re.search(r"I: +(\S+) LUFS", said.rpartition("Summary:")[2])
    assert ours is not None
    assert theirs
    assert ours == pytest.approx(float(theirs[1]), abs=0.15)


REAL = {
    "en": ("The ferry was late, and the harbour was empty when it came in.", "Nobody asked what the road costs, or the bus that was cut.", "We stood there for an hour.", "A ferry is easy to see from here."),
    "de": ("Das haben wir schon immer so gemacht.", "Nein.", "Die Fähre kam spät, und der Hafen war leer, als sie anlegte, und niemand hat gefragt, was die Straße kostet.", "Wir fahren heute nicht mehr, das Wasser steht zu hoch."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "guest"),
    [
        (("piper", "en"), ("pico", "de")),
        (("pico", "de"), ("piper", "en")),
        (("espeak", "de"), ("piper", "en")),
        (("piper", "en"), ("espeak", "de")),
    ],
)
def test_real_voices_are_equally_loud(
    tmp_path: Path, reader: tuple[str, str], guest: tuple[str, str]
) -> None:
    for engine, _ in (reader, guest):
        require.need({"piper": "piper", "pico": "py_nanotts", "espeak": "espeakng_loader"}[engine])
    cast = {tag: engines.load(Voice(language=tag, engine=engine)) for engine, tag in (reader, guest)}
    turns = zip(REAL[reader[1]], REAL[guest[1]], strict=True)
    script = [
        Utterance(text, text, tag, 0.3)
        for turn in turns
        for text, tag in zip(turn, (reader[1], guest[1]), strict=True)
    ]
    guests = {place: u.language for place, u in enumerate(script) if u.language == guest[1]}
    shelf = Shelf(tmp_path / "shelf")
    spoken = clips.play(clips.speak(script, cast, shelf), shelf)
    made = mix(
        tmp_path / "a.mp3", [(clip, u.pause_after) for clip, u in zip(spoken, script, strict=True)], guests
    )
    found = differences(made, guests)
    assert max(map(abs, found.values())) < NEAR, found
    assert meter(decoded(made.path))[1] <= -1
