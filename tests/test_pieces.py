"""A recording is encoded piece by piece: it sounds like one encoding, and what did not change is not made again."""

from __future__ import annotations

import itertools
import re
import subprocess
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import mutagen.mp3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioedition import mixdown
from audioedition.errors import AudioError
from audioedition.kept import Kept, key_of
from audioedition.mixdown import decoding, joining, layout, limiter, meter, mp3, pressing
from audioedition.mixdown.layout import Span
from audioedition.mixdown.limiter import CEILING, STEP
from audioedition.mixdown.outline import STEPS, Outline
from audioedition.mixdown.pcm import RATE
from audioedition.mixdown.taking import in_order
from audioedition.model import Clip, Jingle, Mixdown

Sound = np.ndarray[Any, Any]

FFMPEG = mixdown.ffmpeg()
INTRO = Jingle(Path(__file__).parents[1] / "voices/jingles/intro.flac")
RANDOM = np.random.default_rng(5)
LATE = 1105  # samples, by which what a decoder gives is late
MILLISECONDS_13 = mp3.FRAME // 2


def noise(frames: int, level: float = 3000) -> Sound:
    """Something like speech: noise without the highest tones, that swells four times a second and ends softly."""
    times = np.arange(frames) / RATE
    random = np.random.default_rng(frames)
    sound = np.convolve(random.standard_normal(frames + 15), np.ones(16) / 4, mode="valid")
    edge = np.minimum(1, np.minimum(np.arange(frames), np.arange(frames)[::-1]) / 200)
    found: Sound = (sound * level * (0.2 + np.abs(np.sin(times * 13))) * edge).round().astype("<i2")
    return found


def clips(*seconds: float) -> list[tuple[Clip, float]]:
    return [(Clip(noise(round(each * RATE)).tobytes(), RATE), 0.4) for each in seconds]


def mix(
    target: Path, sounds: list[tuple[Clip, float]], keep: Path | None, intro: Jingle | None = None
) -> Mixdown:
    return mixdown.mix(sounds, target, intro=intro, outro=None, ffmpeg=FFMPEG, keep=keep)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many frames each piece has that was pressed, and not found."""
    frames: list[int] = []

    def pressed(sound: Sound, count: int, gain: float) -> bytes:
        frames.append(count)
        return original(sound, count, gain)

    original = pressing.pressed
    monkeypatch.setattr(pressing, "pressed", pressed)
    return frames


# What is heard


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(4410, 30_000), st.integers(3500, 12_000)), min_size=1, max_size=6))
def test_pieces_sound_like_one_encoding(lengths: list[tuple[int, int]]) -> None:
    """Neither is farther from what was mixed, not even where two pieces meet, and nothing lies elsewhere."""
    spans = layout.spoken(lengths, 0, 0, aligned=False)
    whole = np.zeros(spans[-1].end, dtype="<i2")
    for span in spans:
        whole[span.start : span.end] = noise(span.end - span.start)
    joined, frames = b"", 0
    for piece in layout.pieces(spans):
        end = max(spans[place].end for place in piece.holds)
        joined += mp3.silence(piece.first - frames, frames, len(joined))
        joined += mp3.run(whole[piece.start : end], piece.frames)
        frames = piece.first + piece.frames
    one = mp3.run(whole, mp3.frames_of(len(whole)))
    wanted = whole.astype(np.float64) / 32768 * 10 ** (-mp3.LOSS / 20)
    errors = [decoding.heard(data)[LATE:][: len(wanted)] - wanted for data in (joined, one)]
    assert len(decoding.heard(joined)) == frames * mp3.FRAME
    loud = float(np.sqrt((wanted**2).mean()))
    ours, theirs = (float(np.sqrt((error**2).mean())) for error in errors)
    # Shorter bursts have less room than where an encoder has saved bits before; real speech has as much.
    assert ours < 1.26 * theirs + 1e-5, "at most 2 dB more noise than one encoding"
    assert ours < 0.2 * loud + 1e-4
    silent = np.ones(len(wanted), dtype=bool)
    for span in spans:
        silent[max(0, span.start - mp3.FRAME) : span.end + mp3.FRAME] = False
    assert np.abs(errors[0][silent]).max(initial=0) < 1e-4, "nothing is heard in a pause"


@pytest.mark.parametrize("keep", [False, True])
def test_players_tell_the_length_to_the_sample(tmp_path: Path, *, keep: bool) -> None:
    target = tmp_path / "a.mp3"
    made = mix(target, clips(1.3, 0.2, 2.1), tmp_path / "made" if keep else None, INTRO)
    command: list[str | Path] = [FFMPEG, "-loglevel", "error", "-i", target, "-f", "s16le", "-"]
    decoded = subprocess.run(command, check=True, capture_output=True).stdout
    assert len(decoded) // 2 == round(made.seconds * RATE)
    info: Any = mutagen.mp3.MP3(target).info  # type: ignore[no-untyped-call]
    assert info.length == pytest.approx(made.seconds, abs=1e-4)
    assert info.encoder_info.startswith("LAME")
    assert info.bitrate_mode is mutagen.mp3.BitrateMode.CBR
    assert target.stat().st_size == pytest.approx(made.seconds * 12_000, abs=2500), (
        "96 kbit/s, also in silence"
    )


def test_the_checksum_of_the_header_is_that_of_its_description() -> None:
    head = mp3.head(100, 31_347, 100_000)
    assert len(head) == mp3.HEAD
    said = head.index(b"Info") + 154
    assert mp3._checksum(b"123456789") == 0xBB3D, "the check value of CRC-16/ARC"
    assert int.from_bytes(head[said : said + 2], "big") == mp3._checksum(head[:said])


@given(st.integers(0, 300), st.integers(0, 5000))
def test_silent_frames_keep_to_the_bit_rate(frames: int, first: int) -> None:
    place = round(first * 144_000 * 96 / RATE)
    data = mp3.silence(frames, first, place)
    assert mp3._count(data) == frames
    assert place + len(data) == pytest.approx((first + frames) * 144_000 * 96 / RATE, abs=1.5)


def test_another_encoder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    original = mp3._encoded
    monkeypatch.setattr(mp3, "_encoded", lambda sound: original(sound) + b"more")
    with pytest.raises(AudioError, match="install the version of lameenc"):
        mp3.run(noise(5000), 8)


def test_what_cannot_be_decoded_is_said() -> None:
    with pytest.raises(AudioError, match="could not be heard again"):
        decoding.heard(b"no sound")


# What is made again


def test_only_the_piece_with_a_changed_sound_is_made_again(tmp_path: Path, made: list[int]) -> None:
    sounds = clips(1.7, 1.1, 1.2, 1.3, 1.4)
    first = mix(tmp_path / "a.mp3", sounds, tmp_path / "made", INTRO)
    assert len(made) == 5, "the intro and the sound under its end are one piece"
    made.clear()
    again = mix(tmp_path / "b.mp3", sounds, tmp_path / "made", INTRO)
    assert not made
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()
    assert again.timings == first.timings
    sounds[2] = clips(1.25)[0]
    changed = mix(tmp_path / "b.mp3", sounds, tmp_path / "made", INTRO)
    assert made == [mp3.frames_of(round(1.25 * RATE))]
    assert changed.seconds == pytest.approx(first.seconds + 0.05, abs=0.027)
    mix(tmp_path / "c.mp3", sounds, tmp_path / "other", INTRO)
    assert (tmp_path / "b.mp3").read_bytes() == (tmp_path / "c.mp3").read_bytes(), "whatever was kept"


@pytest.mark.parametrize("cores", [1, 2])
def test_it_is_done_by_so_many_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    together = threading.Barrier(cores)
    threads: set[int] = set()

    def pressed(_: Sound, frames: int, __: float) -> bytes:
        threads.add(threading.get_ident())
        together.wait(10)  # a thread that waits takes nothing from another
        return mp3.silence(frames, 0, 0)

    monkeypatch.setattr(pressing, "pressed", pressed)
    sounds = clips(*([0.1] * 4 * cores))
    mixdown.mix(sounds, tmp_path / "a.mp3", intro=None, outro=None, ffmpeg=FFMPEG, cores=cores)
    assert len(threads) == cores


def test_what_is_damaged_is_made_again(tmp_path: Path, made: list[int]) -> None:
    sounds = clips(1.7, 1.1)
    mix(tmp_path / "a.mp3", sounds, tmp_path / "made", INTRO)
    kept = sorted(file for file in (tmp_path / "made").rglob("*") if file.is_file())
    assert sorted(file.suffix for file in kept) == [".mp3"] * 2 + [".outline"] * 2 + [".pcm"]
    for number, file in enumerate(kept):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data if number % 2 else data[:-9])
    made.clear()
    mix(tmp_path / "b.mp3", sounds, tmp_path / "made", INTRO)
    assert len(made) == 2
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()
    made.clear()
    mix(tmp_path / "b.mp3", sounds, tmp_path / "made", INTRO)
    assert not made, "and kept as it should be"


def test_another_gain_or_pause_inside_is_another_piece(tmp_path: Path, made: list[int]) -> None:
    sounds = clips(1, 1.05)
    mix(tmp_path / "a.mp3", sounds, tmp_path / "made")
    made.clear()
    mix(tmp_path / "a.mp3", [(sounds[0][0], 0.7), (sounds[1][0], 0.1)], tmp_path / "made")
    assert not made, "silence is in no piece"
    softer = Clip((np.frombuffer(sounds[1][0].pcm, "<i2") // 2).astype("<i2").tobytes(), RATE)
    mix(tmp_path / "a.mp3", [sounds[0], (softer, 0.4)], tmp_path / "made")
    assert len(made) == 2, "one gain is for all"


def test_kept_things_are_found_by_all_that_they_are_made_of(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.put(key_of("a", "bc"), "mp3", b"sound")
    assert kept.get(key_of("a", "bc"), "mp3") == b"sound"
    assert kept.get(key_of("ab", "c"), "mp3") is None
    assert kept.get(key_of("a", "bc"), "pcm") is None
    nowhere = Kept(None)
    nowhere.put(key_of("a"), "mp3", b"sound")
    assert nowhere.get(key_of("a"), "mp3") is None


# Where it lies

LENGTHS = st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 30_000)), min_size=1, max_size=30)


@given(LENGTHS, st.integers(0, 50_000), st.booleans())
def test_sounds_begin_where_they_should(lengths: list[tuple[int, int]], music: int, aligned: bool) -> None:  # noqa: FBT001 -- hypothesis gives it
    spans = layout.spoken(lengths, music // 2, music, aligned=aligned)
    place = music // 2
    for span, (length, pause) in zip(spans, lengths, strict=True):
        assert abs(span.start - place) <= (MILLISECONDS_13 if aligned else 0)
        assert span.end - span.start == length
        place += length + pause
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


@given(LENGTHS, st.booleans(), st.integers(0, 60_000), st.integers(1, 90_000))
def test_every_sound_lies_in_one_piece_and_pieces_have_room(
    lengths: list[tuple[int, int]],
    aligned: bool,  # noqa: FBT001 -- hypothesis gives it
    place: int,
    music: int,
) -> None:
    spans = [*layout.spoken(lengths, 0, 0, aligned=aligned), Span(place, place + music)]
    pieces = layout.pieces(spans)
    held = sorted(number for piece in pieces for number in piece.holds)
    assert held == [number for number, span in enumerate(spans) if span.end > span.start]
    for piece in pieces:
        end = max(spans[number].end for number in piece.holds)
        assert piece.start <= min(spans[number].start for number in piece.holds)
        assert piece.frames == mp3.frames_of(end - piece.start)
    assert all(a.first + a.frames <= b.first for a, b in itertools.pairwise(pieces))


def test_a_piece_without_pauses_ends_after_a_minute() -> None:
    spans = layout.spoken([(RATE * 7, 100)] * 40, 0, 0, aligned=False)
    pieces = layout.pieces(spans)
    assert max(piece.frames for piece in pieces) * mp3.FRAME < 70 * RATE
    gaps = [after.start - before.end for before, after in itertools.pairwise(spans)]
    assert max(gaps) <= 3 * mp3.FRAME


def test_music_after_a_pause_begins_with_a_frame_too() -> None:
    spans = [Span(0, 10_000)]
    assert layout.aligned_after(spans, 40_000) == 35 * mp3.FRAME
    assert layout.aligned_after(spans, 9_000) == 9_000


# How loud it is


@given(st.lists(st.integers(0, 32_767), min_size=1, max_size=60), st.floats(-20, 60))
def test_no_sample_comes_above_the_ceiling(peaks: list[int], gain: float) -> None:
    sound = (np.repeat(peaks, STEP) * RANDOM.choice([-1, 0.3, 1], len(peaks) * STEP)).astype("<i2")
    shaped = limiter.shaped(sound, limiter.factors(limiter.peaks(sound), gain))
    assert np.abs(shaped.astype(int)).max() <= 32768 * 10 ** (CEILING / 20) + 1


def test_what_needs_no_limit_is_only_made_louder() -> None:
    sound = noise(STEP * 100, level=1000)
    shaped = limiter.shaped(sound, limiter.factors(limiter.peaks(sound), 6.0))
    assert np.abs(shaped - sound * 10 ** (6 / 20)).max() <= 0.51


def test_between_two_borders_the_factor_goes_in_a_straight_line() -> None:
    sound = noise(STEP * 6)
    borders = np.array([1, 1, 0.5, 0.5, 0.25, 1, 1], np.float32)
    along = np.interp(np.arange(len(sound)) / STEP, np.arange(7), borders)
    assert np.abs(limiter.shaped(sound, borders) - sound * along).max() <= 0.51


@pytest.mark.parametrize("gain", [0.0, 12.0, 24.0])
def test_an_outline_tells_how_loud_the_limited_sound_is(gain: float) -> None:
    sound = noise(RATE * 5 // STEP * STEP)
    outline = Outline.of(sound)
    told = meter.loudness(meter.blocks(outline.limited(gain), STEPS))
    shaped = limiter.shaped(sound, limiter.factors(outline.peaks, gain))
    measured = meter.loudness(meter.blocks(Outline.of(shaped).powers, STEPS))
    assert told == pytest.approx(measured, abs=0.15)
    again = Outline.unpacked(outline.packed)
    assert np.array_equal(again.peaks, outline.peaks)
    assert np.array_equal(again.powers, outline.powers)


@pytest.mark.parametrize("length", [STEP * 60, STEP * 60 - 5, STEP * 59 + 1, STEP, 7])
def test_what_is_weighed_step_by_step_is_what_is_weighed_at_once(length: int) -> None:
    """The filters remember across steps, also what is as slow as the standard's high-pass; at once, they need not."""
    slow = 9000 * np.sin(np.arange(length) / 200) + 4000
    sound = (slow + RANDOM.normal(0, 300, length)).round().astype("<i2")
    found = meter.powers(sound, STEP)
    assert len(found) == -(-length // STEP)
    (whole,) = meter.powers(sound, length)
    assert found.sum(dtype=float) * STEP == pytest.approx(float(whole) * length, rel=1e-4)
    first = meter.powers(sound[: STEP * 31], STEP)
    assert np.allclose(first[:30], found[: len(first)][:30], rtol=1e-4, atol=0), (
        "what comes later changes nothing"
    )


def test_nothing_has_no_steps() -> None:
    assert not len(meter.powers(np.zeros(0, np.int16), STEP))


TONES: dict[str, Callable[[Sound], Sound]] = {
    "between samples": lambda n: np.sin(n * np.pi / 2 + np.pi / 4),
    "high": lambda n: np.sin(n * 1.9 + 0.3),
    "low": lambda n: np.sin(n / 50),
    "noise": lambda n: np.convolve(np.random.default_rng(3).normal(0, 0.2, len(n)), [0.5, 1, 0.5], "same"),
}


@pytest.mark.parametrize("name", TONES)
def test_true_peaks_are_those_of_ffmpeg(name: str) -> None:
    soft = np.minimum(1, np.arange(RATE) / 2000)
    sound = (0.5 * TONES[name](np.arange(RATE)) * soft * soft[::-1]).astype("<f4")
    command: list[str | Path] = [FFMPEG, "-nostats", "-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "-", "-af", "ebur128=peak=true", "-f", "null", "-"]  # fmt: skip
    said = subprocess.run(command, input=sound.tobytes(), check=True, capture_output=True).stderr.decode()
    theirs = re.search(r"Peak: +(\S+) dBFS", said.rpartition("Summary:")[2])
    assert theirs
    assert meter.true_peak(sound) == pytest.approx(float(theirs[1]), abs=0.2)
    assert meter.true_peak(sound) >= 20 * np.log10(np.abs(sound).max())


def test_silence_has_no_peak() -> None:
    assert meter.true_peak(np.zeros(5, np.float32)) == -np.inf
    assert meter.true_peak(np.zeros(0, np.float32)) == -np.inf


# How much is in memory


def test_only_a_few_tasks_are_begun_before_they_are_asked_for() -> None:
    begun: list[int] = []

    def tasks() -> Iterator[Callable[[], int]]:
        for number in range(100):
            begun.append(number)
            yield lambda number=number: number  # type: ignore[misc]  # a default, to keep the number

    with ThreadPoolExecutor(2) as pool:
        found = in_order(pool, tasks())
        for number, each in enumerate(found):
            assert each == number
            assert len(begun) <= number + 10


def test_memory_grows_by_next_to_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the sounds; the encoder, of which each piece has its own, is left out."""
    monkeypatch.setattr(pressing, "pressed", lambda _, frames, __: mp3.silence(frames, 0, 0))
    sound = noise(RATE)

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            sounds = ((Clip(np.roll(sound, n).tobytes(), RATE), 0.3) for n in range(count))
            mixdown.mix(sounds, tmp_path / "a.mp3", intro=None, outro=None, ffmpeg=FFMPEG)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    assert peak(150) - peak(15) < (150 - 15) * sound.nbytes / 10, "of the sounds, at most their places"


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def pressed() -> Iterator[tuple[layout.Piece, bytes]]:
        yield layout.Piece(0, 4, (0,)), mp3.run(noise(2000), 4)
        raise KeyboardInterrupt

    target = tmp_path / "a.mp3"
    with pytest.raises(KeyboardInterrupt):
        joining.join(pressed(), 9000, target)
    assert not list(tmp_path.iterdir())


def test_a_file_of_zeros_is_not_what_was_kept(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.put("ab12", "bin", b"")
    assert kept.get("ab12", "bin") == b""
    (path,) = (each for each in tmp_path.rglob("*") if each.is_file())
    for length in (4, 8, 4096):
        path.write_bytes(bytes(length))
        assert kept.get("ab12", "bin") is None
