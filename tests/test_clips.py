from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audioedition import trimming
from audioedition.clips import Fallback, Shelf, booth, calls, missing, play, speak, wordless
from audioedition.clips.edges import trimmed
from audioedition.errors import ArchiveError, ConfigError, EngineError, EngineUnavailable
from audioedition.model import Clip, Fault, Trouble, Utterance, Verdict

RATE = 16000


class Voice:
    """An engine that writes down what it was asked."""

    def __init__(self, fingerprint: str = "v1", fails_on: str = "-") -> None:
        self.fingerprint = fingerprint
        self.fails_on = fails_on
        self.asked: list[str] = []

    def synthesize(self, text: str) -> Clip:
        self.asked.append(text)
        if text == self.fails_on:
            raise EngineError(f"cannot say {text!r}")
        return tone(len(text) * 0.01, frequency=200 + sum(text.encode()) % 997)


def tone(seconds: float, *, frequency: float = 440, before: float = 0.2, after: float = 0.3) -> Clip:
    wave_ = 12000 * np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * frequency / RATE)
    silent = [np.zeros(round(s * RATE)) for s in (before, after)]
    return Clip(np.concatenate([silent[0], wave_, silent[1]]).astype("<i2").tobytes(), RATE)


def samples(clip: Clip) -> np.ndarray[Any, Any]:
    return np.frombuffer(clip.pcm, "<i2").astype(float)


def utterances(*texts: str, language: str = "en") -> list[Utterance]:
    return [Utterance(text, text.lower(), language, 0.1) for text in texts]


def heard(said: list[Utterance], voices: dict[str, Any], shelf: Shelf, **how: Any) -> list[Clip]:
    return list(play(speak(said, voices, shelf, **how), shelf))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


def files(shelf: Shelf) -> list[Path]:
    return sorted(path for path in shelf.folder.rglob("*") if path.is_file())


# Speaking


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_clips_come_in_order_and_each_text_is_spoken_once(shelf: Shelf, workers: int) -> None:
    voice = Voice()
    said = utterances("One", "a longer one", "one", "Two", "ONE")
    pool = ThreadPoolExecutor(workers) if workers else None
    result = heard(said, {"en": voice}, shelf, pool=pool)
    assert result == [trimmed(Voice().synthesize(u.spoken)) for u in said]
    assert sorted(voice.asked) == ["a longer one", "one", "two"]


def test_what_is_on_the_shelf_is_not_spoken_again(shelf: Shelf) -> None:
    first = heard(utterances("One", "Two"), {"en": Voice()}, shelf)
    voice = Voice()
    assert missing(utterances("One", "Two", "Three", "three"), {"en": voice}, shelf) == (voice,)
    assert heard(utterances("One", "Two"), {"en": voice}, shelf) == first
    assert voice.asked == []


def test_another_voice_speaks_anew_and_two_with_one_fingerprint_share(shelf: Shelf) -> None:
    heard(utterances("One"), {"en": Voice("v1")}, shelf)
    assert len(missing(utterances("One"), {"en": Voice("v2")}, shelf)) == 1
    assert not missing(utterances("One", language="de"), {"de": Voice("v1")}, shelf)


def test_the_longest_is_spoken_first(shelf: Shelf) -> None:
    voice = Voice()
    with ThreadPoolExecutor(1) as pool:
        heard(utterances("a", "ccc", "bb", "dddd"), {"en": voice}, shelf, pool=pool)
    assert voice.asked == ["dddd", "ccc", "bb", "a"]


@pytest.mark.parametrize("pooled", [False, True])
def test_progress_counts_what_is_ready(shelf: Shelf, pooled: bool) -> None:  # noqa: FBT001 -- pytest names it
    heard(utterances("One"), {"en": Voice()}, shelf)
    seen: list[tuple[int, int]] = []
    pool = ThreadPoolExecutor(1) if pooled else None
    heard(
        utterances("One", "Two", "Three"),
        {"en": Voice()},
        shelf,
        pool=pool,
        report=lambda _, done, total: seen.append((done, total)),
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_each_language_has_its_voice(shelf: Shelf) -> None:
    english, german = Voice("en"), Voice("de")
    said = utterances("One") + utterances("Eins", language="de")
    heard(said, {"en": english, "de": german}, shelf)
    assert (english.asked, german.asked) == (["one"], ["eins"])


def test_a_language_without_a_voice_is_named(shelf: Shelf) -> None:
    with pytest.raises(ConfigError, match=r"'fr'.*'Non'.*voices/fr\.toml"):
        heard(utterances("Non", language="fr"), {"en": Voice()}, shelf)


@pytest.mark.parametrize("pooled", [False, True])
def test_after_a_failure_a_second_run_goes_on(shelf: Shelf, pooled: bool) -> None:  # noqa: FBT001 -- pytest names it
    said = utterances("the first, longest one", "the second one", "bad")
    pool = ThreadPoolExecutor(1) if pooled else None
    with pytest.raises(EngineError, match="cannot say 'bad'"):
        heard(said, {"en": Voice(fails_on="bad")}, shelf, pool=pool)
    voice = Voice()
    assert len(heard(said, {"en": voice}, shelf)) == 3
    assert voice.asked == ["bad"]


def test_what_an_edition_that_failed_still_speaks_replaces_nothing_that_another_has_spoken(
    shelf: Shelf,
) -> None:
    """Its calls cannot be taken back, and its claims are free."""
    begun, goes_on = threading.Event(), threading.Event()

    class Late(Moody):
        def synthesize(self, text: str) -> Clip:
            if text == "bad":
                assert begun.wait(10)
                raise EngineError("cannot say 'bad'")
            clip = super().synthesize(text)
            if not begun.is_set():
                begun.set()
                assert goes_on.wait(10)
            return clip

    voices, judge = {"en": Late(0.5, 0.7)}, Picky(lambda *_: 0.0)
    with ThreadPoolExecutor(3) as pool:
        with pytest.raises(EngineError, match="bad"):
            speak(utterances("Said by both.", "bad"), voices, shelf, judge=judge, pool=pool)
        spoken = speak(utterances("Said by both."), voices, shelf, judge=judge, pool=pool)
        goes_on.set()
    (clip,) = play(spoken, shelf)
    assert clip == trimmed(tone(0.7))


class Scripted(Executor):
    """A pool that does only what the test lets it do."""

    def __init__(self, finishes: Callable[[str], bool]) -> None:
        self.finishes = finishes
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.futures.append(future)
        _, (text,) = args
        if self.finishes(text):
            future.set_result(fn(*args))
        return future


def test_on_an_error_pending_work_is_cancelled_and_finished_work_is_kept(shelf: Shelf) -> None:
    texts = [f"sentence number {n:03}" for n in range(200)]
    pool = Scripted(lambda text: text.endswith(("7", "150")))
    voice = Voice(fails_on="sentence number 150")
    with pytest.raises(EngineError):
        heard(utterances(*texts), {"en": voice}, shelf, pool=pool)
    assert len(pool.futures) < 100, "memory: not all of them at one time"
    assert all(future.done() for future in pool.futures)
    done = (f.result() for f in pool.futures if not f.cancelled())
    assert len(files(shelf)) == sum(isinstance(said, Clip) for (said,) in done) > 1


def test_ctrl_c_cancels_the_rest(shelf: Shelf) -> None:
    gate = threading.Event()
    voice = Voice()

    class Slow(Voice):
        def synthesize(self, text: str) -> Clip:
            if text != "the very first and longest":
                gate.wait(5)
            return voice.synthesize(text)

    def report(_: str, done: int, __: int) -> None:
        if done:
            gate.set()
            raise KeyboardInterrupt

    said = utterances("the very first and longest", *(f"no {n}" for n in range(30)))
    with ThreadPoolExecutor(1) as pool, pytest.raises(KeyboardInterrupt):
        speak(said, {"en": Slow()}, shelf, pool=pool, report=report)
    assert len(voice.asked) <= 3


def test_a_clip_that_vanishes_before_it_is_played_is_spoken_again(shelf: Shelf) -> None:
    voice = Voice()
    clips = play(speak(utterances("One", "Two"), {"en": voice}, shelf), shelf)
    next(clips)
    for path in files(shelf):
        path.unlink()
    assert next(clips) == trimmed(Voice().synthesize("two"))


def test_what_is_spoken_in_place_of_a_clip_that_vanished_is_never_played_unheard(shelf: Shelf) -> None:
    judge = Picky(too_long)
    spoken = speak(utterances("One", "Two"), {"en": Moody(0.8, 3)}, shelf, judge=judge)
    clips = play(spoken, shelf)
    next(clips)
    for path in files(shelf):
        path.unlink()
    with pytest.raises(ArchiveError, match=r"'Two' in .* was deleted or replaced.*run this again"):
        next(clips)
    (again,) = speak(utterances("Two"), {"en": Moody(0.8)}, shelf, judge=judge)
    assert not again.verdict.is_good, "what is on the shelf now was listened to"
    assert len(list(play([again], shelf))) == 1


def test_a_clip_that_vanishes_before_it_is_spoken_again_is_listened_to(shelf: Shelf) -> None:
    voice, heard = Moody(3, 5, 4), []

    def long_and_lost(clip: Clip, utterance: Utterance) -> float:
        heard.append(round(clip.seconds - 0.5, 3))
        for path in files(shelf):
            path.unlink()
        return too_long(clip, utterance)

    (spoken,) = speak(utterances("One"), {"en": voice}, shelf, judge=Picky(long_and_lost), tries=2)
    assert heard == [3, 5]
    assert spoken.verdict.weight == pytest.approx(4.0)
    assert spoken.verdict.attempts == 2


def test_what_its_author_has_released_is_neither_spoken_again_nor_stood_in_for(shelf: Shelf) -> None:
    voice, judge, loads = Moody(3, 2, 0.8), Picky(too_long), list[str]()
    others = fallback(Moody(0.8, fingerprint="second"), loads)
    sound = booth.sound_of(tone(3))

    def just_that(utterance: Utterance, heard: str) -> bool:
        return (utterance.text, heard) == ("One", sound)

    for _ in range(2):
        (spoken,) = speak(
            utterances("One"),
            {"en": voice},
            shelf,
            judge=judge,
            tries=3,
            fallbacks=others,
            is_released=just_that,
        )
        assert (spoken.verdict.released, spoken.verdict.is_good) == (True, False)
    assert (len(voice.asked), loads) == (1, [])
    (spoken,) = speak(
        utterances("Two"), {"en": Moody(3)}, shelf, judge=judge, fallbacks=others, is_released=just_that
    )
    assert spoken.verdict.by == "second one"


def test_clips_are_not_held_in_memory(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: set[int] = set()
    most = 0

    class Counted(bytes):
        def __del__(self) -> None:
            alive.discard(id(self))

    class Heavy(Voice):
        def synthesize(self, text: str) -> Clip:
            nonlocal most
            pcm = Counted(super().synthesize(text).pcm)
            alive.add(id(pcm))
            most = max(most, len(alive))
            return Clip(pcm, RATE)

    monkeypatch.setattr(calls, "_IN_FLIGHT", 4)
    with ThreadPoolExecutor(2) as pool:
        spoken = speak(utterances(*(f"text {n:03}" for n in range(60))), {"en": Heavy()}, shelf, pool=pool)
        for _ in play(spoken, shelf):
            time.sleep(0.001)
    assert most <= 8


# The shelf


def test_a_clip_comes_back_as_it_was_and_any_player_opens_it(shelf: Shelf) -> None:
    clip = tone(0.1)
    shelf.put("ab" + "c" * 62, clip)
    assert shelf.get("ab" + "c" * 62) == clip
    assert shelf.get("ff" + "c" * 62) is None
    (path,) = files(shelf)
    assert path == shelf.folder / "ab" / f"{'c' * 62}.wav"
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert file.readframes(file.getnframes()) == clip.pcm


def damages(data: bytes) -> dict[str, bytes]:
    middle = len(data) // 2
    return {
        "cut short": data[:middle],
        "one bit turned": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
        "another rate": data[:24] + b"\x01" + data[25:],
        "no rate": data[:24] + b"\0\0\0\0" + data[28:],
        "too long": data + b"x",
        "a header only": data[:44],
        "zeros": bytes(len(data)),
        "empty": b"",
    }


@pytest.mark.parametrize("damage", damages(bytes(100)))
def test_a_damaged_clip_is_made_again(shelf: Shelf, damage: str) -> None:
    whole = heard(utterances("One"), {"en": Voice()}, shelf)
    (path,) = files(shelf)
    good = path.read_bytes()
    path.write_bytes(damages(good)[damage])
    assert heard(utterances("One"), {"en": Voice()}, shelf) == whole
    assert path.read_bytes() == good


def voiced(seed: int) -> Clip:
    """A clip like no other."""
    return Clip(np.random.default_rng(seed).integers(-99, 99, 200, dtype="<i2").tobytes(), RATE)


KEY = "ab" + "c" * 62


@given(
    place=st.integers(0, 499), byte=st.integers(0, 255), cut=st.integers(0, 500), more=st.binary(max_size=3)
)
@example(place=27, byte=255, cut=500, more=b"")  # a rate that no header can hold
def test_whatever_becomes_of_a_clip_it_is_whole_or_not_there(
    place: int, byte: int, cut: int, more: bytes
) -> None:
    with tempfile.TemporaryDirectory() as name:
        shelf, clip = Shelf(Path(name)), voiced(1)
        shelf.put(KEY, clip)
        (path,) = files(shelf)
        good = path.read_bytes()
        bad = good[:place] + bytes([byte]) + good[place + 1 :]
        bad = bad[:cut] + more if cut < len(bad) else bad
        path.write_bytes(bad)
        os.utime(path, ns=(0, 0))
        whole = clip if bad == good else None
        assert Shelf(Path(name)).has(KEY) is shelf.has(KEY) is (whole is not None)
        assert shelf.get(KEY) == whole
        shelf.put(KEY, clip)
        assert shelf.get(KEY) == clip


def test_a_clip_that_is_known_to_be_whole_is_not_read_to_be_counted(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(KEY, voiced(1))
    other = Shelf(shelf.folder)
    assert other.has(KEY)
    monkeypatch.setattr(Path, "open", None)
    assert shelf.has(KEY), "it was put there"
    assert other.has(KEY), "it was read before"
    assert not other.has("ff" + "c" * 62)


def test_a_clip_that_changes_or_goes_is_noticed_when_it_is_counted(shelf: Shelf) -> None:
    shelf.put(KEY, voiced(1))
    (path,) = files(shelf)
    good = path.read_bytes()
    path.write_bytes(good[:-1] + b"!")
    os.utime(path, ns=(0, 0))
    assert not shelf.has(KEY)
    path.write_bytes(good)
    assert shelf.has(KEY)
    path.unlink()
    assert not shelf.has(KEY)


def old(shelf: Shelf) -> None:
    """As if all that is on a shelf had been put there yesterday."""
    for path in files(shelf):
        os.utime(path, (time.time() - 86400,) * 2)


def test_clips_that_nobody_has_asked_for_go_when_the_shelf_is_full(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf", 1000)
    keys = [f"{place:02}" + "c" * 62 for place in range(4)]
    for place, key in enumerate(keys):
        with shelf.needed():
            shelf.put(key, voiced(place))
        old(shelf)
    assert [shelf.has(key) for key in keys] == [False, False, True, True], "456 bytes each"
    os.utime(shelf.folder / "03" / f"{'c' * 62}.wav", (0, 0))
    assert shelf.get(keys[3]) == voiced(3)
    with shelf.needed():
        shelf.put(keys[0], voiced(0))
    assert [shelf.has(key) for key in keys] == [True, False, True, True], (
        "all in use, and more than there may be"
    )


def test_a_shelf_is_looked_through_only_where_it_may_be_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    real = trimming.trim

    def trim(folder: Path, limit: int) -> trimming.Trimmed:
        looks.append(limit)
        return real(folder, limit)

    monkeypatch.setattr(trimming, "trim", trim)
    shelf = Shelf(tmp_path / "shelf", 2000)
    with shelf.needed():
        assert not shelf.has(KEY)
    assert looks == [], "nothing is new"
    for place in range(4):
        with shelf.needed():
            shelf.put(f"{place:02}" + "c" * 62, voiced(place))
    assert looks == [2000], "nobody knows how full it is, and then it is known"
    with shelf.needed():
        shelf.put(KEY, voiced(9))
    assert looks == [2000, 2000]
    endless = Shelf(tmp_path / "shelf")
    with endless.needed():
        endless.put("ff" + "c" * 62, voiced(10))
    assert (len(looks), len(files(endless))) == (2, 6)


_HAMMERS = """
import random, sys, time
from pathlib import Path
import numpy as np
from audioedition import trimming
from audioedition.clips.shelf import Shelf
from audioedition.model import Clip

def voiced(seed):
    return Clip(np.random.default_rng(seed).integers(-99, 99, 2000, dtype="<i2").tobytes(), 16000)

trimming._LATELY = 0.01  # time flies
shelf, chance = Shelf(Path(sys.argv[1]), 60_000), random.Random(int(sys.argv[2]))
end = time.monotonic() + 1.5
count = lost = 0
while time.monotonic() < end:
    with shelf.needed():
        seeds = chance.sample(range(60), 5)
        for seed in seeds:
            if not shelf.has(f"{seed:064}"):
                shelf.put(f"{seed:064}", voiced(seed))
        time.sleep(0.03)
        found = [(seed, shelf.get(f"{seed:064}")) for seed in seeds]
    assert all(clip is None or clip == voiced(seed) for seed, clip in found), "damaged"
    lost += sum(clip is None for _, clip in found)
    count += len(found)
    if chance.random() < 0.5:
        shelf.trim()
print(count, lost)
"""


def test_processes_share_a_shelf_and_lose_nothing_that_they_need(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", _HAMMERS, folder, str(seed)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for seed in range(3)
    ]
    ends = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], ends
    count, lost = (sum(map(int, column)) for column in zip(*(out.split() for out, _ in ends), strict=True))
    assert count > 100
    # A clip may be asked for in the very moment between the last look at it and its deletion: then it is made again.
    assert lost <= count / 100
    assert not list(folder.glob(".need-*"))
    old(Shelf(folder))
    assert Shelf(folder, 60_000).trim().left.size <= 60_000


# Edges


def test_the_engines_silence_goes_but_thirty_milliseconds() -> None:
    assert trimmed(tone(1.0)).seconds == pytest.approx(1.06, abs=0.006)
    short = trimmed(tone(1.0, before=0.01, after=0))
    assert short.seconds == pytest.approx(1.01, abs=0.001)


def test_noise_far_below_the_voice_is_silence_and_a_soft_consonant_is_not() -> None:
    def with_prefix(decibels: float) -> float:
        noise = np.random.default_rng(0).normal(0, 12000 / 2**0.5 * 10 ** (decibels / 20), RATE // 2)
        sound = np.concatenate([noise, samples(tone(1.0, before=0, after=0))])
        return trimmed(Clip(sound.round().astype("<i2").tobytes(), RATE)).seconds

    assert with_prefix(-50) == pytest.approx(1.03, abs=0.006)
    assert with_prefix(-40) == pytest.approx(1.5, abs=0.006)


def test_silence_inside_stays() -> None:
    sound = np.concatenate([samples(tone(0.2)), np.zeros(RATE), samples(tone(0.2))])
    clip = Clip(sound.astype("<i2").tobytes(), RATE)
    assert trimmed(clip).seconds == pytest.approx(clip.seconds - 0.2 - 0.3 + 0.06, abs=0.006)


def test_edges_do_not_click() -> None:
    sound = samples(trimmed(Clip(np.full(RATE, 20000, "<i2").tobytes(), RATE)))
    assert abs(sound[0]) < 300
    assert abs(sound[-1]) < 300
    assert np.abs(np.diff(sound)).max() < 300
    assert sound[RATE // 2] == 20000


@pytest.mark.parametrize("count", [0, 1, 2, 79, 80, 16000])
def test_silence_of_any_length_stays_as_it_is(count: int) -> None:
    clip = Clip(bytes(count * 2), RATE)
    assert trimmed(clip) == clip


@pytest.mark.parametrize("count", [1, 2, 3, 81])
def test_very_short_sounds_do_no_harm(count: int) -> None:
    assert len(trimmed(Clip(b"\x00\x40" * count, RATE)).pcm) == count * 2


# Listening


class Picky:
    """A judge that finds in each clip as many faults as its voice gives it."""

    def __init__(self, faults: Callable[[Clip, Utterance], float]) -> None:
        self.faults = faults
        self.kept: dict[str, tuple[Clip, Verdict]] = {}
        self.measured: list[str] = []
        self.learned: list[tuple[str, int]] = []
        self.heard: list[str] = []

    def recall(self, key: str, clip: Clip | None = None) -> Verdict | None:
        sound, verdict = self.kept.get(key, (None, None))
        return verdict if clip is None or clip == sound else None

    def lesson(self, voice: str, utterances: Sequence[Utterance]) -> Sequence[Utterance]:  # noqa: ARG002 -- as a real one
        return utterances[:3]

    def measure(self, voice: str, clip: Clip, utterance: Utterance) -> None:
        assert clip.pcm
        self.measured.append(f"{voice} {utterance.spoken}")

    def learn(self, voice: str, clips: Iterable[tuple[Clip, Utterance]]) -> None:
        self.learned.append((voice, len(list(clips))))

    def judge(self, clip: Clip, utterance: Utterance, voice: str) -> Verdict:
        self.heard.append(f"{voice} {utterance.spoken}")
        weight = self.faults(clip, utterance)
        return Verdict((Fault(Trouble.TAIL, "it goes on", weight),) if weight else ())

    def keep(self, key: str, clip: Clip, verdict: Verdict) -> None:
        self.kept[key] = clip, verdict


class Moody(Voice):
    """Each time it speaks a sentence, it takes longer or shorter, as it was told."""

    def __init__(self, *seconds: float, fingerprint: str = "moody") -> None:
        super().__init__(fingerprint)
        self.seconds = seconds

    def synthesize(self, text: str) -> Clip:
        self.asked.append(text)
        return tone(self.seconds[(self.asked.count(text) - 1) % len(self.seconds)])


def too_long(clip: Clip, _: Utterance) -> float:
    return max(0.0, clip.seconds - 0.5 - 1.0)  # what tone puts around it


@pytest.mark.parametrize("workers", [0, 2])
def test_a_bad_clip_is_spoken_again_until_it_is_good(shelf: Shelf, workers: int) -> None:
    voice, judge = Moody(3, 2, 0.8, 0.7), Picky(too_long)
    pool = ThreadPoolExecutor(workers) if workers else None
    (spoken,) = speak(utterances("One"), {"en": voice}, shelf, judge=judge, tries=5, pool=pool)
    assert spoken.verdict == Verdict(attempts=3)
    assert shelf.get(spoken.wanted.key) == tone(0.8)
    assert len(voice.asked) == 3
    assert judge.learned == [("moody", 1)]


def test_of_bad_clips_the_best_is_kept_and_not_judged_again(shelf: Shelf) -> None:
    voice, judge = Moody(3, 2, 4), Picky(too_long)
    (spoken,) = speak(utterances("One"), {"en": voice}, shelf, judge=judge, tries=3)
    assert spoken.verdict.attempts == 3
    assert spoken.verdict.weight == pytest.approx(1.0)
    assert shelf.get(spoken.wanted.key) == tone(2)
    assert speak(utterances("One"), {"en": voice}, shelf, judge=judge, tries=3) == [spoken]
    assert (len(voice.asked), len(judge.heard)) == (3, 3)


def test_a_voice_that_says_it_the_same_way_is_not_asked_a_third_time(shelf: Shelf) -> None:
    voice = Moody(3)
    (spoken,) = speak(utterances("One"), {"en": voice}, shelf, judge=Picky(too_long), tries=9)
    assert (len(voice.asked), spoken.verdict.attempts) == (2, 2)


def test_what_a_voice_is_learned_from_is_measured_while_others_are_spoken(shelf: Shelf) -> None:
    judge, measured = Picky(too_long), threading.Event()

    class Waiting(Voice):
        def synthesize(self, text: str) -> Clip:
            assert text != "short" or measured.wait(60), "nothing is measured before all is spoken"
            return super().synthesize(text)

    def measure(voice: str, clip: Clip, utterance: Utterance) -> None:
        Picky.measure(judge, voice, clip, utterance)
        measured.set()

    vars(judge)["measure"] = measure
    speak(utterances("on the shelf"), {"en": Voice()}, shelf)
    said = utterances("on the shelf", "longest of all", "short", "not learned from")
    with ThreadPoolExecutor(1) as pool, ThreadPoolExecutor(2) as hands:
        speak(said, {"en": Waiting()}, shelf, judge=judge, pool=pool, hands=hands)
        assert sorted(judge.measured) == ["v1 longest of all", "v1 on the shelf", "v1 short"]
        assert judge.learned == [("v1", 4)]
        speak(said, {"en": Voice()}, shelf, judge=judge, pool=pool, hands=hands)
    assert len(judge.measured) == 3, "what was judged teaches nothing"


def test_without_hands_nothing_is_measured_but_by_who_learns(shelf: Shelf) -> None:
    judge = Picky(too_long)
    with ThreadPoolExecutor(2) as pool:
        speak(utterances("One", "Two"), {"en": Voice()}, shelf, judge=judge, pool=pool)
    assert (judge.measured, judge.learned) == ([], [("v1", 2)])


def test_what_goes_wrong_in_measuring_is_raised_and_what_fails_is_not_measured(shelf: Shelf) -> None:
    judge = Picky(too_long)

    class Failing(Moody):
        def synthesize(self, text: str) -> Clip:
            if text == "fails":
                raise EngineError("no")
            return tone(0.8)

    others = fallback(Moody(0.8, fingerprint="second"), [])
    with ThreadPoolExecutor(2) as hands:
        speak(
            utterances("fails", "good"), {"en": Failing()}, shelf, judge=judge, fallbacks=others, hands=hands
        )
        assert sorted(judge.measured) == ["moody good", "second fails"]

        def measure(voice: str, clip: Clip, utterance: Utterance) -> None:
            raise ArchiveError(f"{voice}, {utterance.spoken}, {clip.sample_rate}")

        vars(judge)["measure"] = measure
        with pytest.raises(ArchiveError, match="moody, new"):
            speak(utterances("new"), {"en": Failing()}, shelf, judge=judge, hands=hands)


def test_clips_from_the_shelf_are_listened_to_once(shelf: Shelf) -> None:
    speak(utterances("One"), {"en": Moody(3)}, shelf)
    judge = Picky(too_long)
    for _ in range(2):
        (spoken,) = speak(utterances("One"), {"en": Moody(0.8)}, shelf, judge=judge, tries=2)
        assert spoken.verdict == Verdict(attempts=2)
    assert len(judge.heard) == 2


def test_a_voice_that_only_plays_tones_is_not_judged(shelf: Shelf) -> None:
    class Tones(Moody):
        is_speech = False

    judge = Picky(too_long)
    (spoken,) = speak(utterances("One"), {"en": Tones(3)}, shelf, judge=judge, tries=3)
    assert (spoken.verdict, judge.heard, judge.kept) == (Verdict(), [], {})
    assert wordless(utterances("One", "Two"), {"en": Tones(3)}) == {0, 1}
    assert wordless(utterances("One", "Two"), {"en": Moody(3)}) == set()


def fallback(voice: Voice, loads: list[str]) -> dict[str, Fallback]:
    def load() -> Voice:
        loads.append(voice.fingerprint)
        return voice

    return {"en": Fallback("second one", load)}


def test_the_fallback_voice_speaks_what_stays_bad_or_fails_and_is_loaded_for_nothing_else(
    shelf: Shelf,
) -> None:
    loads: list[str] = []
    second = Moody(0.8, fingerprint="second")
    others = fallback(second, loads)

    class Failing(Moody):
        def synthesize(self, text: str) -> Clip:
            if text == "fails":
                raise EngineError("no")
            return tone(3 if text == "bad" else 0.7)

    voices = {"en": Failing()}
    speak(utterances("good"), voices, shelf, judge=Picky(too_long), fallbacks=others)
    assert loads == []
    judge = Picky(too_long)
    said = utterances("good", "bad", "fails")
    spoken = speak(said, voices, shelf, judge=judge, tries=2, fallbacks=others)
    spurned = (Fault(Trouble.TAIL, "it goes on", 2.0),)
    assert [each.verdict for each in spoken] == [
        Verdict(),
        Verdict(attempts=2, by="second one", spurned=spurned),
        Verdict(by="second one"),
    ]
    assert [clip.seconds for clip in play(spoken, shelf)] == [
        trimmed(tone(seconds)).seconds for seconds in (0.7, 0.8, 0.8)
    ]
    assert loads == ["second"]


def test_a_fallback_that_is_worse_changes_nothing(shelf: Shelf) -> None:
    others = fallback(Moody(4, fingerprint="second"), [])
    (spoken,) = speak(utterances("One"), {"en": Moody(2)}, shelf, judge=Picky(too_long), fallbacks=others)
    assert spoken.verdict.by == ""
    assert spoken.verdict.weight == pytest.approx(1.0)


def test_where_both_voices_fail_the_first_ones_error_is_told(shelf: Shelf) -> None:
    others = fallback(Voice("second", fails_on="one"), [])
    with pytest.raises(EngineError, match="cannot say 'one'"):
        speak(utterances("One"), {"en": Voice(fails_on="one")}, shelf, fallbacks=others)


def test_a_voice_that_is_not_installed_is_not_stood_in_for(shelf: Shelf) -> None:
    class Absent(Voice):
        def synthesize(self, text: str) -> Clip:
            raise EngineUnavailable("absent", f"it has no model for {text}", "Fetch it.")

    with pytest.raises(EngineUnavailable):
        speak(utterances("One"), {"en": Absent()}, shelf, fallbacks=fallback(Voice("second"), []))


@pytest.mark.parametrize(
    "error", [EngineError("no"), EngineUnavailable("second", "it is not here", "Fetch it.")]
)
@pytest.mark.parametrize("when", ["load", "speak"])
def test_a_fallback_that_fails_spoils_nothing_and_it_is_told(
    shelf: Shelf, error: EngineError, when: str
) -> None:
    class Second(Voice):
        def synthesize(self, _: str) -> Clip:
            raise error

    def load() -> Voice:
        if when == "load":
            raise error
        return Second("second")

    others = {"en": Fallback("second one", load)}
    (spoken,) = speak(utterances("One"), {"en": Moody(2)}, shelf, judge=Picky(too_long), fallbacks=others)
    assert (spoken.verdict.by, spoken.verdict.unaided) == ("", str(error))
    assert shelf.get(spoken.wanted.key) == tone(2)
    with pytest.raises(EngineError, match="cannot say 'two'"):
        speak(utterances("two"), {"en": Voice(fails_on="two")}, shelf, fallbacks=others)


def test_a_verdict_is_of_a_sound_and_says_nothing_of_what_is_spoken_anew(shelf: Shelf) -> None:
    judge = Picky(too_long)
    speak(utterances("One"), {"en": Moody(0.8)}, shelf, judge=judge)
    for path in files(shelf):
        path.unlink()
    (spoken,) = speak(utterances("One"), {"en": Moody(3)}, shelf, judge=judge)
    assert not spoken.verdict.is_good
    for path in files(shelf):
        path.write_bytes(b"damaged")
    (spoken,) = speak(utterances("One"), {"en": Moody(0.8)}, shelf, judge=judge)
    assert spoken.verdict == Verdict()


def test_more_tries_are_made_where_fewer_did_not_suffice(shelf: Shelf) -> None:
    voice, judge = Moody(3, 2.5, 2, 0.8), Picky(too_long)
    for tries, made in ((2, 2), (2, 2), (4, 4)):
        (spoken,) = speak(utterances("One"), {"en": voice}, shelf, judge=judge, tries=tries)
        assert (len(voice.asked), spoken.verdict.attempts) == (made, made)
    assert spoken.verdict.is_good


def test_a_voice_that_says_it_the_same_way_is_not_asked_again_in_another_run(shelf: Shelf) -> None:
    voice, judge = Moody(3), Picky(too_long)
    for _ in range(2):
        speak(utterances("One"), {"en": voice}, shelf, judge=judge, tries=5)
    assert len(voice.asked) == 2


def test_what_was_heard_before_an_interruption_is_not_heard_again(shelf: Shelf) -> None:
    said = utterances("one", "two", "three")

    def interrupted(_: Clip, utterance: Utterance) -> float:
        if utterance.spoken == "three":
            raise KeyboardInterrupt
        return 0.0

    judge = Picky(interrupted)
    with pytest.raises(KeyboardInterrupt):
        speak(said, {"en": Voice()}, shelf, judge=judge)
    judge.faults, judge.heard = (lambda *_: 0.0), []
    speak(said, {"en": Voice()}, shelf, judge=judge)
    assert judge.heard == ["v1 three"]


def test_progress_says_what_is_done_to_how_many(shelf: Shelf) -> None:
    seen: list[tuple[str, int, int]] = []
    speak(
        utterances("One"),
        {"en": Moody(3, 0.8)},
        shelf,
        judge=Picky(too_long),
        tries=3,
        report=lambda doing, done, total: seen.append((doing, done, total)),
    )
    assert seen == [
        (doing, done, 1) for doing in ("speaking", "listening", "speaking again") for done in (0, 1)
    ]


def test_what_two_episodes_say_is_spoken_and_listened_to_once(shelf: Shelf) -> None:
    voice, judge, started = Moody(3, 2, 0.8), Picky(too_long), threading.Barrier(2)
    said = utterances(*(f"sentence {n}" for n in range(12)))

    def episode(own: str, order: int) -> list[Any]:
        started.wait(10)
        return speak(
            [*utterances(own), *said[::order]], {"en": voice}, shelf, judge=judge, tries=3, pool=pool
        )

    with ThreadPoolExecutor(4) as pool, ThreadPoolExecutor(2) as performers:
        asked = [performers.submit(episode, own, order) for own, order in (("one", 1), ("two", -1))]
        both = [future.result(30) for future in asked]
    assert sorted(voice.asked) == sorted([each.spoken for each in said] * 3 + ["one", "two"] * 3)
    assert sum(each.is_new for spoken in both for each in spoken) == 14
    for spoken in both:
        assert [each.verdict for each in spoken] == [Verdict(attempts=3)] * 13
        assert [clip.seconds for clip in play(spoken, shelf)] == [trimmed(tone(0.8)).seconds] * 13


def test_a_sentence_on_which_another_episode_failed_is_tried_again(shelf: Shelf) -> None:
    gate = threading.Event()

    class Once(Voice):
        def synthesize(self, text: str) -> Clip:
            first = not self.asked
            self.asked.append(text)
            if first:
                gate.wait(10)
                raise EngineError("no")
            return tone(0.5)

    voice = Once()
    with ThreadPoolExecutor(2) as pool, ThreadPoolExecutor(2) as performers:
        failing = performers.submit(speak, utterances("One"), {"en": voice}, shelf, pool=pool)
        while not voice.asked:
            time.sleep(0.01)
        waiting = performers.submit(speak, utterances("One"), {"en": voice}, shelf, pool=pool)
        time.sleep(0.1)
        assert voice.asked == ["one"]
        gate.set()
        with pytest.raises(EngineError, match="no"):
            failing.result(10)
        (spoken,) = waiting.result(10)
    assert spoken.is_new
    assert voice.asked == ["one", "one"]


def test_a_sentence_whose_process_dies_is_spoken_by_the_fallback_voice(shelf: Shelf) -> None:
    class Dying(Executor):
        """Processes of which each dies of one sentence of the first voice."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
            future: Future[Any] = Future()
            engine, texts = args
            if engine.fingerprint == "moody" and texts == ("kills",):
                future.set_exception(EngineError("it died"))
            else:
                future.set_result(fn(*args))
            return future

    said, voices = utterances("lives", "kills"), {"en": Moody(0.7)}
    with pytest.raises(EngineError, match="it died"):
        speak(said, voices, shelf, pool=Dying())
    others = fallback(Moody(0.8, fingerprint="second"), [])
    lives, kills = speak(said, voices, shelf, pool=Dying(), fallbacks=others)
    assert (lives.verdict.by, kills.verdict.by) == ("", "second one")


def test_what_is_known_of_clips_does_not_grow_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioedition.clips.shelf._KNOWN", 10)
    shelf = Shelf(tmp_path)
    for number in range(50):
        shelf.put(f"{number:064}", Clip(bytes(2), 16_000))
        assert len(shelf._whole) <= 10
    assert all(shelf.has(f"{number:064}") for number in range(50))


@pytest.mark.parametrize("while_", ["listening", "measuring"])
def test_who_waits_for_hands_that_are_stopped_does_not_wait_for_ever(shelf: Shelf, while_: str) -> None:
    """As after Ctrl-C: what waits is taken back, and nobody is told of it by `concurrent.futures.wait`."""
    begun = threading.Event()

    def slow(*_: object) -> float:
        begun.set()
        time.sleep(0.05)
        return 0.0

    judge = Picky(slow)
    if while_ == "measuring":
        judge.lesson = lambda _voice, utterances: list(utterances)  # type: ignore[method-assign,assignment]
        judge.measure = slow  # type: ignore[method-assign,assignment]
    hands = ThreadPoolExecutor(1)
    said = utterances(*(f"no {n}" for n in range(40)))
    with ThreadPoolExecutor(1) as performer, ThreadPoolExecutor(1) as pool:
        done = performer.submit(speak, said, {"en": Moody(0.5)}, shelf, judge=judge, pool=pool, hands=hands)
        assert begun.wait(20)
        hands.shutdown(wait=False, cancel_futures=True)
        with pytest.raises((CancelledError, RuntimeError)):
            done.result(20)
