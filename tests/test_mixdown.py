from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import mutagen.id3
import mutagen.mp3
import numpy as np
import pytest

from audioedition import engines, mixdown
from audioedition.clips.edges import trimmed
from audioedition.errors import ArchiveError, AudioError
from audioedition.mixdown import ffmpeg, mix, tag
from audioedition.mixdown.jingles import prepare
from audioedition.mixdown.loudness import SILENCE
from audioedition.model import Chapter, Clip, Jingle, Mixdown, Tags, Voice

Sound = np.ndarray[Any, Any]

FFMPEG = ffmpeg()
JINGLES = Path(__file__).parent.parent / "voices" / "jingles"
INTRO = Jingle(JINGLES / "intro.flac")
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 40


def clip(sound: Sound, rate: int = 22050) -> Clip:
    return Clip((np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes(), rate)


def sine(seconds: float, rate: int = 22050, *, frequency: float = 500, level: float = 0.3) -> Sound:
    sound: Sound = level * np.sin(np.arange(round(seconds * rate)) * 2 * np.pi * frequency / rate)
    return sound


def decoded(path: Path) -> Sound:
    raw = subprocess.run(
        [FFMPEG, "-loglevel", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", "44100", "-"],
        check=True,
        capture_output=True,
    ).stdout
    return np.frombuffer(raw, "<i2").astype(float) / 32768


def meter(path: Path) -> tuple[float, float]:
    """Loudness and true peak as ffmpeg's own meter reads a finished file."""
    said = subprocess.run(
        [FFMPEG, "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stderr.rpartition("Summary:")[2]
    loudness = re.search(r"I: +(\S+) LUFS", said)
    peak = re.search(r"Peak: +(\S+) dBFS", said)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def mp3(path: Path) -> Any:
    return mutagen.mp3.MP3(path)  # type: ignore[no-untyped-call]


def id3(path: Path) -> Any:
    return mutagen.id3.ID3(path)  # type: ignore[no-untyped-call]


def record(target: Path, *sounds: tuple[Clip, float], **jingles: Jingle) -> Mixdown:
    return mix(sounds, target, intro=jingles.get("intro"), outro=jingles.get("outro"), ffmpeg=FFMPEG)


def wav(path: Path, sound: Sound, rate: int = 44100) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pcm = clip(sound, rate).pcm
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(pcm), b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16, b"data", len(pcm))  # fmt: skip
    path.write_bytes(head + pcm)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "episode.mp3"


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go; nothing may be left there, nor any part of a file anywhere."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []
    assert list(tmp_path.rglob(".part-*")) == []


# What comes out


def test_the_result_is_a_mono_mp3_as_podcasts_have_it(target: Path) -> None:
    made = record(target, (clip(sine(3)), 0.5))
    info = mp3(target).info
    assert (info.channels, info.sample_rate, round(info.bitrate, -2)) == (1, 44100, 96000)
    assert info.bitrate_mode is mutagen.mp3.BitrateMode.CBR
    assert mp3(target).tags is None
    assert made == Mixdown(target, 3.5, made.timings)
    assert b"Info" in target.read_bytes()[:60], "a header with the length, for seeking"
    assert len(decoded(target)) == 3.5 * 44100, "and the encoder's delay, for exact times"


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 48000])
def test_timings_are_those_of_the_decoded_file(target: Path, rate: int) -> None:
    sounds = [
        (clip(sine(seconds, rate), rate), pause) for seconds, pause in [(0.5, 0.25), (0.333, 0.7), (1.1, 0.6)]
    ]
    made = record(target, *sounds)
    sound = np.abs(decoded(target))
    loud = np.convolve(sound > 0.02, np.ones(200), mode="same") > 0  # bridges the zero crossings
    edges = np.flatnonzero(np.diff(loud.astype(int))) / 44100
    expected = [t for timing in made.timings for t in (timing.start, timing.end)]
    assert edges == pytest.approx(expected[1:], abs=0.01)
    assert expected[0] == 0
    assert expected == pytest.approx([0, 0.5, 0.75, 1.083, 1.783, 2.883], abs=0.001)


def test_an_onset_an_hour_in_would_not_have_drifted(target: Path) -> None:
    """Lengths that do not divide evenly between the rates do not add up to an error."""
    made = record(target, *((clip(sine(0.1 + n / 22050)), 0.0501) for n in range(100)))
    assert made.seconds == pytest.approx(len(decoded(target)) / 44100, abs=0.001)
    assert made.timings[-1].end == pytest.approx(
        sum(0.1 + n / 22050 for n in range(100)) + 99 * 0.0501, abs=0.005
    )


@pytest.mark.parametrize("count", [1, 46, 575, 576, 1151, 1152, 1153, 1199, 46_126, 44_100])
def test_players_hear_exactly_the_frames_that_were_mixed(target: Path, tmp_path: Path, count: int) -> None:
    """The header tells the encoder's delay and padding, and tags before it do not hide it."""
    made = record(target, (clip(sine(count / 44100, 44100), 44100), 0))
    tagged = tmp_path / "tagged.mp3"
    tag(target, tagged, tags(cover=PNG, lyrics="One.", chapters=(Chapter(0, "One"),), seconds=made.seconds))
    assert len(decoded(target)) == len(decoded(tagged)) == round(made.seconds * 44100)
    assert count <= round(made.seconds * 44100) < count + 47, "at most a millisecond of silence more"
    data = target.read_bytes()
    frames = int.from_bytes(data[(at := data.index(b"Info")) + 8 : at + 12], "big")
    both = int.from_bytes(data[at + 141 : at + 144], "big")
    delay, padding = both >> 12, both & 0xFFF
    assert delay + len(decoded(target)) + padding == frames * 1152
    assert delay >= 576


def test_nothing_clicks_at_a_join(target: Path, tmp_path: Path) -> None:
    """Clips that were cut in the middle of a wave, and jingles that begin and end in full sound."""
    full = sine(3, 44100, frequency=440.3)[30 : 30 + 2 * 44100]
    music = Jingle(wav(tmp_path / "j.wav", full), overlap=0.5)
    spoken = [(trimmed(clip(sine(1.0005)[10:])), pause) for pause in (0.0, 0.2, 0.0)]
    made = record(target, *spoken, intro=music, outro=music)
    steps = np.abs(np.diff(decoded(target), prepend=0, append=0))
    joins = [0, made.seconds, 2.0, made.timings[-1].end - 0.5]
    joins += [place for timing in made.timings for place in (timing.start, timing.end)]
    near = np.zeros(len(steps), dtype=bool)
    for join in joins:
        near[max(0, round(join * 44100) - 300) : round(join * 44100) + 300] = True
    assert steps[near].max() <= 1.05 * steps[~near].max()


posix = pytest.mark.skipif(sys.platform == "win32", reason="only POSIX runs scripts and has such names")

RANDOM = np.random.default_rng(7)
N = 22050 * 6
TIME = np.arange(N) / 22050


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("steady", sine(6)),
        ("very quiet", sine(6, level=0.003)),
        ("full scale", np.sign(sine(6))),
        ("speech-like", RANDOM.normal(0, 0.1, N) * np.clip(np.sin(TIME * 20), 0, 1) ** 8),
        ("high crest", sine(6, level=0.9) * (TIME % 0.5 < 0.04) + RANDOM.normal(0, 0.01, N)),
        (
            "peaks between samples",
            np.tile([0.7, 0.7, -0.7, -0.7], N // 4) * (TIME[: N // 4 * 4] % 0.5 < 0.06),
        ),
    ],
)
def test_the_finished_file_has_the_loudness_of_podcasts(target: Path, name: str, sound: Sound) -> None:
    record(target, (clip(sound), 0.3))
    loudness, peak = meter(target)
    assert loudness == pytest.approx(-16, abs=0.5), name
    assert peak <= -1.0, name


def test_a_voice_is_as_loud_with_jingles_as_without(target: Path) -> None:
    voice = engines.load(Voice(language="en", engine="tone"))
    sounds = [(voice.synthesize(f"This is sentence number {n} of the test."), 0.4) for n in range(5)]
    record(target, *sounds, intro=Jingle(JINGLES / "intro.flac"), outro=Jingle(JINGLES / "outro.flac"))
    loudness, peak = meter(target)
    assert loudness == pytest.approx(-16, abs=0.5)
    assert peak <= -1.0


def test_one_gain_is_for_the_whole_episode_and_sentences_keep_their_proportions(target: Path) -> None:
    levels = (0.3, 0.075, 0.15, 0.04)
    timings = record(target, *((clip(sine(2, level=level)), 0.5) for level in levels)).timings
    heard = decoded(target)
    spans = [heard[round((t.start + 0.3) * 44100) : round((t.end - 0.3) * 44100)] for t in timings]
    gains = [
        20 * np.log10(span.std() / (level / np.sqrt(2))) for span, level in zip(spans, levels, strict=True)
    ]
    assert max(gains) - min(gains) < 0.2  # dB: as loud to each other as the voice made them
    assert min(gains) > 1, "nothing was turned up at all"


def test_clicks_are_not_crushed_to_reach_the_loudness(target: Path) -> None:
    sound = np.zeros(N)
    sound[::4000] = 1
    record(target, (clip(sound), 0.1))
    loudness, peak = meter(target)
    assert loudness < -20
    assert peak <= -1.0


@pytest.mark.parametrize("seed", range(3))
def test_peaks_hold_even_where_the_loudness_cannot_be_had(target: Path, seed: int) -> None:
    """Short bursts of the harshest noise: the MP3 encoder raises its peaks by several dB."""
    harsh = 0.9 * np.sign(np.random.default_rng(seed).normal(0, 0.5, 44100 * 3))
    record(target, (clip(harsh * (np.arange(len(harsh)) % 22050 < 2200), 44100), 0.1))
    assert meter(target)[1] <= -1.0


@pytest.mark.parametrize("count", [1, 10, 8000, 44100])
def test_silence_stays_silence(target: Path, count: int) -> None:
    made = record(target, (clip(np.zeros(count), 44100), 0))
    assert made.seconds == pytest.approx(count / 44100, abs=0.0011)
    assert np.abs(decoded(target)).max(initial=0) < 0.001


def test_a_sound_too_short_for_the_meter_is_set_right_too(target: Path) -> None:
    record(target, (clip(sine(0.2, level=0.01)), 0))
    assert np.abs(decoded(target)).max() > 0.1


def test_equal_input_gives_equal_bytes(target: Path, tmp_path: Path) -> None:
    for path in (target, tmp_path / "again.mp3"):
        record(path, (clip(sine(1)), 0.5), intro=Jingle(JINGLES / "intro.flac"))
    assert target.read_bytes() == (tmp_path / "again.mp3").read_bytes()


def test_memory_does_not_grow_with_the_episode(target: Path) -> None:
    """Clips are taken one by one: none is alive when the next one is made."""
    alive: list[int] = []

    class Watched(bytes):
        def __del__(self) -> None:
            alive.pop()

    def sounds() -> Iterator[tuple[Clip, float]]:
        for _ in range(20):
            pcm = Watched(clip(sine(0.2)).pcm)
            alive.append(1)
            assert len(alive) <= 2
            yield Clip(pcm, 22050), 0.1

    mix(sounds(), target, intro=None, outro=None, ffmpeg=FFMPEG)


def test_progress_is_told(target: Path) -> None:
    told: list[str] = []
    mix([(clip(sine(0.5)), 0)], target, intro=None, outro=None, ffmpeg=FFMPEG, report=told.append)
    assert told == ["levelling", "encoding"]


# Jingles


def band(sound: Sound, frequency: float, start: float, end: float) -> float:
    """How loud a frequency is between two times, in dB."""
    part = sound[round(start * 44100) : round(end * 44100)]
    phase = np.exp(-2j * np.pi * frequency * np.arange(len(part)) / 44100)
    return float(20 * np.log10(abs((part * phase).mean()) + 1e-9))


def test_jingles_overlap_the_speech_and_fade_there(target: Path, tmp_path: Path) -> None:
    intro = wav(tmp_path / "in.wav", sine(4, 44100, frequency=1000))
    outro = wav(tmp_path / "out.wav", sine(3, 32000, frequency=3000), 32000)
    made = record(
        target,
        (clip(sine(5)), 1.0),
        (clip(sine(4)), 0.0),
        intro=Jingle(intro, overlap=1.5, fade=0.2),
        outro=Jingle(outro, overlap=1.0, fade=0.5),
    )
    assert [t.start for t in made.timings] == [2.5, 8.5]
    assert made.seconds == 12.5 + 3 - 1
    sound = decoded(target)
    full = band(sound, 1000, 1, 2)
    assert band(sound, 1000, 0, 0.05) < full - 12, "fades in"
    assert band(sound, 1000, 2.55, 2.65) > full - 2, "still there as the voice begins"
    assert band(sound, 1000, 3.2, 3.3) == pytest.approx(full - 6, abs=1.5), "half way out"
    assert band(sound, 1000, 3.9, 4.0) < full - 25, "gone"
    assert band(sound, 500, 2.4, 2.49) < -60, "the voice begins when its timing says"
    assert band(sound, 500, 2.51, 2.6) > -25
    assert band(sound, 3000, 11.4, 11.5) < -60, "the outro waits for the end"
    assert band(sound, 3000, 11.5, 11.6) < band(sound, 3000, 12.6, 13.6) - 20, "fades in under the voice"
    assert band(sound, 3000, 11.95, 12.05) == pytest.approx(band(sound, 3000, 12.6, 13.6) - 6, abs=1.5)
    assert band(sound, 3000, 14.4, 14.5) < band(sound, 3000, 12.6, 13.6) - 15, "fades out"
    assert band(sound, 500, 12.6, 13) < -60


@pytest.mark.parametrize("level", [-10.0, -2.0, 3.0])
def test_a_jingle_is_as_loud_beside_the_voice_as_it_wants_to_be(
    target: Path, tmp_path: Path, level: float
) -> None:
    path = wav(tmp_path / "in.wav", sine(3, 44100, frequency=500, level=0.02))
    record(target, (clip(sine(4, level=0.5)), 0), intro=Jingle(path, overlap=0, level=level))
    sound = decoded(target)
    assert band(sound, 500, 1, 2) - band(sound, 500, 4, 6) == pytest.approx(level, abs=0.5)


def test_a_jingle_s_loudness_is_what_every_processor_finds(tmp_path: Path) -> None:
    """Its gain follows from it, and its samples from that: the last digits of a sum are not the same everywhere."""
    found = prepare(Jingle(wav(tmp_path / "a.wav", sine(2, 44100))), FFMPEG, opens=True).loudness
    assert found == round(found, 2) > SILENCE


def test_the_timings_hold_with_an_intro(target: Path) -> None:
    made = record(target, (clip(sine(1)), 0.5), intro=Jingle(JINGLES / "intro.flac"))
    assert made.timings[0].start == pytest.approx(3.0, abs=0.001)
    assert made.timings[0].end == pytest.approx(4.0, abs=0.001)


@pytest.mark.parametrize(("overlap", "start"), [(99.0, 0.0), (0.0, 1.0), (-1.0, 1.0), (0.4, 0.6)])
def test_an_overlap_is_never_longer_than_the_jingle(
    target: Path, tmp_path: Path, overlap: float, start: float
) -> None:
    path = wav(tmp_path / "j.wav", sine(1, 44100))
    jingle = Jingle(path, overlap=overlap, fade=9.0)
    made = record(target, (clip(sine(3)), 0), intro=jingle, outro=jingle)
    assert made.timings[0].start == start
    assert made.seconds == start + 3 + start


def test_a_jingle_of_any_length_is_placed_exactly(target: Path, tmp_path: Path) -> None:
    path = wav(tmp_path / "j.wav", sine(1.2345678, 44100, level=0.01))
    made = record(target, (clip(sine(1, frequency=3000)), 0), intro=Jingle(path, overlap=0, level=-30))
    assert made.timings[0].start == pytest.approx(1.2345678, abs=0.01)
    sound = np.abs(decoded(target))
    onset = np.flatnonzero(sound > 0.1)[0] / 44100
    assert onset == pytest.approx(made.timings[0].start, abs=0.003)


@posix
def test_a_colon_in_a_relative_path_is_no_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wav(tmp_path / "http:x.wav", sine(1, 44100))
    monkeypatch.chdir(tmp_path)
    made = record(Path("concat:y.mp3"), (clip(sine(1)), 0), intro=Jingle(Path("http:x.wav"), overlap=0))
    assert made.timings[0].start == 1.0
    assert (tmp_path / "concat:y.mp3").exists()


def test_speech_shorter_than_the_overlap_lies_inside_the_jingles(target: Path, tmp_path: Path) -> None:
    path = wav(tmp_path / "j.wav", sine(3, 44100))
    made = record(target, (clip(sine(0.5)), 0), intro=Jingle(path, overlap=2), outro=Jingle(path, overlap=2))
    assert made.timings[0].start == 1.0
    assert made.seconds == 1 + 3
    assert len(decoded(target)) == 4 * 44100


def test_any_format_that_ffmpeg_reads_can_be_a_jingle(target: Path, tmp_path: Path) -> None:
    source = wav(tmp_path / "j.wav", sine(2, 44100))
    for name in ("-odd; name='x' %d.mp3", "stereo.ogg", "é.m4a"):
        path = tmp_path / name
        subprocess.run([FFMPEG, "-loglevel", "error", "-i", source, "-ac", "2", f"file:{path}"], check=True)
        made = record(target, (clip(sine(1)), 0), intro=Jingle(path, overlap=0))
        assert made.timings[0].start == pytest.approx(2, abs=0.06)


def test_a_silent_jingle_does_no_harm(target: Path, tmp_path: Path) -> None:
    path = wav(tmp_path / "j.wav", np.zeros(44100))
    assert record(target, (clip(sine(1)), 0), intro=Jingle(path)).seconds == 1.0


def test_beside_silence_a_jingle_stays_as_it_is() -> None:
    music = prepare(Jingle(JINGLES / "intro.flac"), FFMPEG, opens=True)
    assert music.at_level_of(SILENCE) == music
    assert music.at_level_of(-30.0).loudness == pytest.approx(-32.0)


def test_silent_speech_between_jingles_does_no_harm(target: Path) -> None:
    record(target, (clip(np.zeros(22050)), 0), intro=Jingle(JINGLES / "intro.flac"))
    assert meter(target)[0] == pytest.approx(-16, abs=0.5)


@pytest.mark.parametrize(
    ("content", "remedy"),
    [(None, "does not exist"), (b"", "cannot be read"), (b"no sound at all" * 99, "cannot be read")],
)
def test_a_jingle_that_cannot_be_had_is_named(
    target: Path, tmp_path: Path, content: bytes | None, remedy: str
) -> None:
    path = tmp_path / "jingle.mp3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AudioError, match=remedy) as caught:
        record(target, (clip(sine(1)), 0), outro=Jingle(path))
    assert str(path) in str(caught.value)
    assert "another" in str(caught.value)
    assert not target.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_is_not_blamed_on_the_jingle(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jingle = Jingle(wav(tmp_path / "jingle.wav", sine(1)))
    monkeypatch.setattr(mixdown, "Stem", lambda _: mixdown.stem.Stem(Path("/dev/full")))
    with pytest.raises(AudioError, match=r"could not be written to /dev \(No space left.*TMPDIR") as told:
        record(target, (clip(sine(1)), 0), intro=jingle)
    assert "jingle" not in str(told.value)


def test_an_empty_sound_file_is_no_jingle(target: Path, tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="jingle"):
        record(target, (clip(sine(1)), 0), outro=Jingle(wav(tmp_path / "j.wav", np.zeros(0))))


# What goes wrong


def test_nothing_to_record_is_said(target: Path) -> None:
    with pytest.raises(AudioError, match=r"nothing to record in episode\.mp3"):
        record(target)


def test_a_voice_that_fails_leaves_nothing_behind(target: Path) -> None:
    def sounds() -> Iterator[tuple[Clip, float]]:
        yield clip(sine(1)), 0.1
        raise KeyboardInterrupt

    target.parent.mkdir()
    target.write_bytes(b"the old one")
    with pytest.raises(KeyboardInterrupt):
        mix(sounds(), target, intro=None, outro=None, ffmpeg=FFMPEG)
    assert target.read_bytes() == b"the old one"
    assert list(target.parent.iterdir()) == [target]


def program(folder: Path, script: str) -> Path:
    path = folder / "fake-ffmpeg"
    path.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


@posix
def test_a_failing_ffmpeg_is_quoted(target: Path, tmp_path: Path) -> None:
    broken = program(tmp_path, "import sys; sys.exit('first line\\nNo space left on device')")
    with pytest.raises(AudioError, match="No space left on device"):
        mix([(clip(sine(1)), 0)], target, intro=INTRO, outro=None, ffmpeg=broken)
    assert not target.exists()


def test_an_ffmpeg_that_is_gone_is_said(target: Path, tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="cannot be started"):
        mix([(clip(sine(1)), 0)], target, intro=INTRO, outro=None, ffmpeg=tmp_path / "gone")


@posix
def test_ctrl_c_stops_ffmpeg_and_cleans_up(target: Path, tmp_path: Path) -> None:
    """A run in a process of its own is interrupted while ffmpeg works."""
    note = tmp_path / "pid"
    slow = program(
        tmp_path,
        f"import os, pathlib, time; pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(60)",
    )
    script = f"""
import signal, sys, tempfile
signal.signal(signal.SIGINT, signal.default_int_handler)
tempfile.tempdir = {tempfile.gettempdir()!r}
from pathlib import Path
from audioedition.mixdown import mix
from audioedition.model import Clip, Jingle
intro = Jingle(Path({str(INTRO.path)!r}))
mix([(Clip(bytes(9000), 44100), 0)], Path({str(target)!r}), intro=intro, outro=None, ffmpeg=Path({str(slow)!r}))
"""
    child = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    wait_for(lambda: note.exists() and note.read_text() != "")
    child.send_signal(signal.SIGINT)
    assert child.wait(10) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
    assert not target.exists()


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


@posix
def test_a_disk_that_is_full_is_said(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only Linux has a disk that is always full")
    monkeypatch.setattr(mixdown, "Stem", lambda _: mixdown.stem.Stem(full))
    with pytest.raises(AudioError, match=r"could not be written to .*space.*TMPDIR"):
        record(target, (clip(sine(1)), 0))


# Finding ffmpeg


def test_the_wheels_ffmpeg_is_found_and_path_is_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = Path(imageio_ffmpeg.get_ffmpeg_exe())
    assert ffmpeg() == wheels
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    monkeypatch.setattr(shutil, "which", lambda name: str(wheels) if name == "ffmpeg" else None)
    assert ffmpeg() == wheels
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(AudioError, match=r"none was found.*Install"):
        ffmpeg()


def test_a_configured_ffmpeg_wins(tmp_path: Path) -> None:
    assert ffmpeg(str(FFMPEG)) == FFMPEG
    with pytest.raises(AudioError, match=r"no program .*gone"):
        ffmpeg(str(tmp_path / "gone"))
    with pytest.raises(AudioError, match="does not start"):
        ffmpeg(str(tmp_path))


@posix
def test_an_ffmpeg_without_an_mp3_encoder_does_not_serve(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="no libmp3lame"):
        ffmpeg(str(program(tmp_path, "print('encoders: aac')")))
    with pytest.raises(AudioError, match="does not run"):
        ffmpeg(str(program(tmp_path, "raise SystemExit(1)")))


# Tags


def tags(**changes: Any) -> Tags:
    values: dict[str, Any] = {
        "title": "Rain",
        "artist": "Ann Lee",
        "album": "Weather",
        "language": "de-AT",
        "published": datetime(2024, 6, 18, 14, 30, tzinfo=timezone(timedelta(hours=2))),
        "guid": "tag:example.org,2024:rain/de",
    }
    return Tags(**(values | changes))


@pytest.fixture(scope="module")
def sound_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "plain.mp3"
    mix([(clip(sine(2)), 0.5)], path, intro=None, outro=None, ffmpeg=FFMPEG)
    return path


HOSTILE = [
    "two\nlines",
    "a=b;c#d\\e",
    "'single' \"double\" `back`",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 日本 \u202eabc",
    "x" * 500,
    " -y /dev/null ",
    "{title} %s $HOME <b>&amp;</b>",
]


def test_the_sizes_of_frames_are_as_the_standard_writes_them(sound_file: Path, target: Path) -> None:
    """Seven bits to a byte: some readers guess, others lose the tags."""
    tag(sound_file, target, tags(title="x" * 300, cover=JPEG * 100))
    data = target.read_bytes()

    def size(at: int) -> int:
        assert max(data[at : at + 4]) < 128
        return int.from_bytes(data[at : at + 4], "big") & 0x7F | sum(
            data[at + place] << shift for place, shift in ((0, 21), (1, 14), (2, 7))
        )

    end, place = 10 + size(6), 10
    names = []
    while place < end:
        names.append(data[place : place + 4])
        place += 10 + size(place + 4)
    assert place == end
    assert names == [b"TIT2", b"TPE1", b"TALB", b"TLAN", b"TDRC", b"TXXX", b"APIC"]
    assert data[end:] == sound_file.read_bytes()


@pytest.mark.parametrize("text", HOSTILE)
def test_tags_are_read_back_as_they_were(sound_file: Path, target: Path, text: str) -> None:
    tag(
        sound_file,
        target,
        tags(title=text, artist=text, album=text, guid=text, copyright=text, comment=text),
    )
    read = id3(target)
    assert [str(read[name]) for name in ("TIT2", "TPE1", "TALB", "TCOP", "TXXX:guid")] == [text] * 5
    assert str(read["COMM::deu"]) == text


def test_the_frames_are_those_that_players_know(sound_file: Path, target: Path) -> None:
    tag(sound_file, target, tags(cover=PNG, comment="Hello"))
    read = id3(target)
    assert read.version == (2, 4, 0)
    assert str(read["TLAN"]) == "deu"
    assert str(read["TDRC"]) == "2024-06-18 12:30:00", "in UTC, as the standard wants"
    (cover,) = read.getall("APIC")
    assert (cover.mime, int(cover.type), cover.data) == ("image/png", 3, PNG)
    assert sorted(read) == ["APIC:", "COMM::deu", "TALB", "TDRC", "TIT2", "TLAN", "TPE1", "TXXX:guid"]


def test_the_sound_is_untouched(sound_file: Path, target: Path) -> None:
    tag(sound_file, target, tags(cover=JPEG))
    assert target.read_bytes().endswith(sound_file.read_bytes())
    assert np.array_equal(decoded(target), decoded(sound_file))
    assert mp3(target).info.bitrate_mode is mutagen.mp3.BitrateMode.CBR


def test_tagging_again_replaces_the_tags(sound_file: Path, target: Path, tmp_path: Path) -> None:
    tag(sound_file, target, tags(cover=JPEG, comment="Hello"))
    again = tmp_path / "again.mp3"
    tag(target, again, tags(title="Snow"))
    tag(sound_file, target, tags(title="Snow"))
    assert again.read_bytes() == target.read_bytes()
    tag(target, target, tags(title="Hail"))
    assert str(id3(target)["TIT2"]) == "Hail"


def test_ffmpeg_reads_the_tags_too(sound_file: Path, target: Path) -> None:
    tag(sound_file, target, tags(title="Grüße; a=b", comment="Hello", cover=JPEG))
    said = subprocess.run(
        [FFMPEG, "-i", target, "-f", "ffmetadata", "-map_metadata", "0", "-"], check=True, capture_output=True
    ).stdout.decode()
    assert "title=Grüße\\; a\\=b" in said
    assert "comment=Hello" in said
    assert "language=deu" in said


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("en", "eng"),
        ("en-GB", "eng"),
        ("de", "deu"),
        ("fr", "fra"),
        ("zh-Hant", "zho"),
        ("nl", "nld"),
        ("el", "ell"),
        ("he", "heb"),
        ("sr-Latn", "srp"),
        ("cs", "ces"),
        ("sk", "slk"),
        ("ja", "jpn"),
        ("es", "spa"),
        ("it", "ita"),
        ("pt-BR", "por"),
        ("gsw", "gsw"),
        ("xx", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_that_of_iso_639(sound_file: Path, target: Path, language: str, letters: str) -> None:
    tag(sound_file, target, tags(language=language))
    assert str(id3(target)["TLAN"]) == letters


def test_signs_that_no_file_can_hold_do_not_stop_the_tagging(sound_file: Path, target: Path) -> None:
    tag(sound_file, target, tags(title="a\0b\ud800c"))
    assert str(id3(target)["TIT2"]) == "ab?c"


def test_a_cover_that_is_no_picture_is_refused(sound_file: Path, target: Path) -> None:
    with pytest.raises(AudioError, match="cover of 'Rain' is neither JPEG nor PNG"):
        tag(sound_file, target, tags(cover=b"<svg/>"))
    assert not target.exists()


def test_a_missing_recording_or_a_refusing_folder_is_said(
    sound_file: Path, target: Path, tmp_path: Path
) -> None:
    with pytest.raises(AudioError, match=r"gone\.mp3"):
        tag(tmp_path / "gone.mp3", target, tags())
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError):
        tag(sound_file, tmp_path / "file" / "x.mp3", tags())


# The jingles that come along


@pytest.mark.parametrize(("name", "seconds"), [("intro", 4.5), ("outro", 6.0)])
def test_the_shipped_jingles_are_what_their_script_makes(name: str, seconds: float) -> None:
    path = JINGLES / f"{name}.flac"
    assert path.stat().st_size < 150_000
    spec = importlib.util.spec_from_file_location("make_jingles", JINGLES / "make_jingles.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    made = getattr(script, name)()
    assert len(made) == seconds * script.RATE
    raw = subprocess.run(
        [FFMPEG, "-loglevel", "error", "-i", path, "-f", "s16le", "-"], check=True, capture_output=True
    ).stdout
    shipped = np.frombuffer(raw, "<i2") / 32767
    assert np.abs(shipped - made).max() < 2 / 32767
    assert abs(made[0]) < 0.001
    assert abs(made[-1]) < 0.001


def test_the_jingles_licence_says_cc0() -> None:
    assert "CC0-1.0" in (JINGLES / "LICENCE.md").read_text(encoding="utf-8")
