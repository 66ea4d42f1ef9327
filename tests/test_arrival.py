"""Engines and errors on their way to other processes and machines, and back."""

from __future__ import annotations

import dataclasses
import pickle
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from audioedition import engines, errors
from audioedition.engines import _arrival
from audioedition.errors import AudioeditionError, EngineError, EngineUnavailable
from audioedition.model import Row, Voice

SENTENCE = "The ferry crosses the river at nine."
JOE = Voice(
    language="en", engine="piper", model="en_US-joe-medium", options={"noise_scale": 0, "noise_w_scale": 0}
)
PICO = Voice(language="de", engine="pico")
TONE = Voice(language="en", engine="tone", options={"pitch": 330.0})


@pytest.fixture(autouse=True)
def _nothing_has_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_arrival, "_loaded", engines._setup.Once(_arrival._load))


def sent(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 -- our own


@pytest.mark.parametrize("voice", [TONE, PICO, JOE], ids=lambda voice: voice.engine)
def test_an_engine_arrives_as_the_same_voice(voice: Voice) -> None:
    engine = engines.load(voice)
    there = sent(engine)
    assert there.fingerprint == engine.fingerprint
    assert (there.phonemes, there.is_speech) == (engine.phonemes, engine.is_speech)
    assert (there.parallel, there.batch) == (engine.parallel, engine.batch)
    assert there.unknown_sound("a") == engine.unknown_sound("a")
    said, heard = there.synthesize(SENTENCE), engine.synthesize(SENTENCE)
    assert said.sample_rate == heard.sample_rate
    if voice is not PICO:  # which ends with more or less silence each time
        assert said == heard
        assert there.synthesize_all([SENTENCE, "It waits."]) == [heard, engine.synthesize("It waits.")]


def test_an_engine_is_sent_on_from_where_it_arrived() -> None:
    engine = engines.load(TONE)
    assert sent(sent(engine)) == sent(engine)
    assert sent(sent(engine)).synthesize(SENTENCE) == engine.synthesize(SENTENCE)


def test_an_engine_travels_light_and_nothing_is_loaded_for_it(tmp_path: Path) -> None:
    rows = tuple(Row(f"word{i}", say="said") for i in range(1_000))
    long = dataclasses.replace(TONE, lexicon=rows, fallback=PICO, folder=Path("voices"))
    assert len(pickle.dumps(engines.load(long))) < 1_000
    assert sent(engines.load(long)).voice.folder.is_absolute()
    note = tmp_path / "loaded"
    own = dataclasses.replace(TONE, engine="doubles.counted", model=str(note), options={}, lexicon=rows[:1])
    there = sent(engines.load(own))
    assert there.voice.lexicon == rows[:1]
    assert len(note.read_text("utf-8").splitlines()) == 1


def test_an_engine_is_loaded_once_by_all_threads_of_a_process(tmp_path: Path) -> None:
    note = tmp_path / "loaded"
    engine = engines.load(Voice(language="en", engine="doubles.counted", model=str(note)))
    note.unlink()
    start = threading.Barrier(8)

    def speak(data: bytes) -> bytes:
        start.wait()
        clip = pickle.loads(data).synthesize(SENTENCE)  # noqa: S301 -- our own
        assert isinstance(clip.pcm, bytes)
        return clip.pcm

    with ThreadPoolExecutor(8) as pool:
        clips = set(pool.map(speak, [pickle.dumps(engine)] * 8))
    assert clips == {engine.synthesize(SENTENCE).pcm}
    assert len(note.read_text("utf-8").splitlines()) == 1


def test_a_voice_that_is_another_where_it_arrives_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(engines.load(TONE))
    monkeypatch.setattr("audioedition.engines.tone.REVISION", 99)
    monkeypatch.setattr("platform.node", lambda: "node7")
    there = pickle.loads(data)  # noqa: S301 -- our own
    with pytest.raises(
        EngineUnavailable, match=r"on node7, tone is another voice than here.*same audioedition"
    ) as told:
        there.synthesize(SENTENCE)
    assert (str(sent(told.value)), type(sent(told.value))) == (str(told.value), EngineUnavailable)


def test_a_model_that_is_not_there_is_named_with_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived = _arrival.Arrived(dataclasses.replace(JOE, model="mine.onnx", folder=tmp_path), "x")
    monkeypatch.setattr("platform.node", lambda: "node7")
    with pytest.raises(
        EngineUnavailable,
        match=r"'piper' cannot be used: on node7, there is no voice 'mine.onnx' .*On that machine, put",
    ):
        arrived.synthesize(SENTENCE)


def test_an_engine_that_is_not_there_is_unavailable_and_not_the_owner_s_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("platform.node", lambda: "node7")
    for name, said in [("nobody.s", "nobody"), ("tome", "the nearest is 'tone'")]:
        with pytest.raises(EngineUnavailable, match=f"on node7, .*{said}"):
            _arrival.Arrived(Voice(language="en", engine=name), "x").synthesize(SENTENCE)


def test_whatever_goes_wrong_there_comes_back_as_an_error_that_can_travel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class OddError(EngineError):
        def __init__(self, one: str, two: str) -> None:
            super().__init__(f"{one} and {two}")

    def fail(_: str) -> None:
        raise OddError("a", "b") from ValueError(threading.Lock())  # which cannot be pickled

    module = ModuleType("z.odd")
    vars(module).update(
        load=lambda _: type("E", (), {"fingerprint": "z", "synthesize": staticmethod(fail)})(), voices=tuple
    )
    monkeypatch.setitem(sys.modules, "z.odd", module)
    there = sent(engines.load(Voice(language="en", engine="z.odd")))
    with pytest.raises(EngineError, match=r"^a and b$") as told:
        there.synthesize(SENTENCE)
    assert type(told.value) is EngineError
    assert told.value.__cause__ is told.value.__context__ is None


def test_a_fault_of_an_engine_of_ours_comes_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(engines.load(TONE))
    monkeypatch.setattr("audioedition.engines.tone.load", lambda _: 1 / 0)
    with pytest.raises(EngineUnavailable, match=r"it fails .ZeroDivisionError"):
        pickle.loads(data).synthesize(SENTENCE)  # noqa: S301 -- our own


def test_what_failed_to_load_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    there = sent(engines.load(TONE))
    with monkeypatch.context() as patch:
        patch.setattr("audioedition.engines.tone.load", lambda _: 1 / 0)
        with pytest.raises(EngineUnavailable):
            there.synthesize(SENTENCE)
    assert there.synthesize(SENTENCE).pcm


@pytest.mark.parametrize(
    "error",
    [
        EngineUnavailable("piper", "it is\n not here", "Fetch it."),
        errors.FetchError("no\n network", "Connect."),
        *(
            kind("It is so.")
            for kind in vars(errors).values()
            if isinstance(kind, type)
            and issubclass(kind, AudioeditionError)
            and kind not in {EngineUnavailable, errors.FetchError}
        ),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_comes_back_whole(error: AudioeditionError) -> None:
    back = sent(error)
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))
