"""VITS of Coqui's, by its own door: several texts in one call, several threads at once, each voice by its own settings."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import coqui_models as small
import numpy as np
import pytest
from require import need

from audioedition import engines
from audioedition.engines._coqui_vits import Vits
from audioedition.engines._decibels import decibels
from audioedition.errors import EngineError
from audioedition.model import Clip, Option, Voice

need("TTS")

TEXTS = (
    "hello there, my good old friend.",
    "no.",
    "and so it goes on, and on, and on, until it ends.",
    "now and then",
)
RINGS = 1_500  # samples at the end into which what follows is heard: random weights are not silent there
EXACT: dict[str, Option] = {"noise_scale": 0, "noise_w_scale": 0}


def voice(model: Path, **options: Option) -> Voice:
    return Voice(language="en", engine="coqui", model=str(model), options=options, commercial=False)


def bare(model: Path, **options: Option) -> Any:
    """The engine itself, whose batch is for graphics cards, without its guard, which asks nothing of it without one."""
    return vars(engines.load(voice(model, **options)))["_engine"]


def samples(clip: Clip) -> Any:
    return np.frombuffer(clip.pcm, "<i2").astype(np.float64)


@pytest.mark.parametrize(
    ("make", "speaker"),
    [(small.many_speakers, "bob"), (small.your_tts, "male-en-2")],
    ids=["VITS", "YourTTS"],
)
def test_texts_said_together_sound_as_each_alone(make: Callable[[], Path], speaker: str) -> None:
    engine = bare(make(), speaker=speaker, **EXACT)
    for text, clip in zip(TEXTS, engine.synthesize_all(TEXTS), strict=True):
        alone = engine.synthesize(text)
        assert len(clip.pcm) == len(alone.pcm)
        assert decibels(samples(alone)[:-RINGS], samples(clip)[:-RINGS]) > 50  # of 16 bit


def test_a_long_text_among_them_is_put_together_of_its_own_pieces() -> None:
    engine = bare(small.many_speakers(), speaker="ann", **EXACT)
    long = "and so it goes on, and on, until it ends, " * 12
    clips = engine.synthesize_all([TEXTS[0], long, TEXTS[1]])
    assert [len(clip.pcm) for clip in clips] == [
        len(engine.synthesize(text).pcm) for text in (TEXTS[0], long, TEXTS[1])
    ]


def test_a_text_that_cannot_be_said_fails_them_all_and_is_named() -> None:
    with pytest.raises(EngineError, match="knows none of its signs"):
        bare(small.many_speakers(), speaker="ann").synthesize_all([TEXTS[0], "東京"])


def test_threads_speak_with_the_settings_of_their_voice_at_once() -> None:
    slow = engines.load(voice(small.many_speakers(), speaker="bob", length_scale=3, **EXACT))
    quick = engines.load(voice(small.many_speakers(), speaker="bob", length_scale=0.5, **EXACT))
    want = {engine: engine.synthesize(TEXTS[0]) for engine in (slow, quick)}
    assert want[slow].seconds > 3 * want[quick].seconds
    with ThreadPoolExecutor(4) as pool:
        both = [slow, quick] * 6
        assert list(pool.map(lambda each: each.synthesize(TEXTS[0]), both)) == [want[each] for each in both]


def test_a_model_is_not_held_while_it_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = bare(small.many_speakers(), speaker="bob", **EXACT)
    held = []
    say = Vits.say

    def noted(self: Vits, lines: Any) -> Any:
        held.append(model.lock.locked())
        return say(self, lines)

    model = need("audioedition.engines._coqui_loading").loaded(engine._model, "cpu")
    monkeypatch.setattr(Vits, "say", noted)
    engine.synthesize(TEXTS[0])
    assert held == [False]


@pytest.mark.parametrize(
    ("make", "options", "parallel", "batch"),
    [
        (small.many_speakers, {"speaker": "bob"}, "threads", 1),
        (small.many_speakers, {"speaker": "bob", "device": "cuda"}, "threads", 16),
        (small.many_speakers, {"speaker": "bob", "accelerate": True}, "threads", 1),
        (small.tacotron, {}, "none", 1),
        (small.tacotron, {"device": "cuda"}, "none", 1),
    ],
    ids=["VITS", "VITS on a card", "accelerated", "Tacotron", "Tacotron on a card"],
)
def test_how_each_is_fastest(
    make: Callable[[], Path], options: dict[str, Option], parallel: str, batch: int
) -> None:
    engine = engines.load(voice(make(), **options))
    assert (engine.parallel, engine.batch) == (parallel, batch)


def test_one_core_for_a_sentence_of_vits_leaves_all_of_them_to_others() -> None:
    torch = need("torch")
    engine = engines.load(voice(small.many_speakers(), speaker="bob"))
    other = engines.load(voice(small.tacotron()))

    def cores(each: engines.Engine) -> int:
        each.synthesize(TEXTS[0])
        return int(torch.get_num_threads())

    with ThreadPoolExecutor(1) as pool, ThreadPoolExecutor(1) as aside:
        usual = aside.submit(cores, other).result()
        assert pool.submit(cores, engine).result() == 1
        assert aside.submit(cores, other).result() == usual
