"""Anybody's engine: whatever goes wrong in it is one sentence that names it, and takes nothing from the others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from conftest import Site

from audioedition import check, engines
from audioedition.cli import main
from audioedition.errors import EngineError, EngineUnavailable, FetchError
from audioedition.model import Attribution, Clip, Voice
from audioedition.recognition import models
from audioedition.reports import State

RATE = 22_050
LOUD = (np.sin(np.arange(RATE) / 9) * 9_000).astype("<i2")

Stranger = Callable[..., Voice]


class Killed(BaseException):
    """As some libraries end a program."""


def fails(exc: BaseException) -> Callable[..., Any]:
    def ask(*_: object) -> None:
        raise exc

    return ask


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch) -> Stranger:
    """Makes an engine of somebody's, flawless but for what is given: `of_module`, or of what it loads."""

    def make(of_module: dict[str, object] | None = None, **of_engine: object) -> Voice:
        class Sound:
            fingerprint: Any = "z"
            synthesize: Any = staticmethod(lambda _: Clip(LOUD.tobytes(), RATE))

        for name, value in of_engine.items():
            if value is None:
                delattr(Sound, name)
            else:
                setattr(Sound, name, staticmethod(value) if callable(value) else value)
        module = ModuleType("z.stranger")
        vars(module).update({"load": lambda _: Sound(), "voices": tuple, **(of_module or {})})
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return Voice(language="en", engine=module.__name__)

    return make


UNFIT = {
    "no fingerprint": {"fingerprint": None},
    "a number for a fingerprint": {"fingerprint": 12_345},
    "a fingerprint that cannot be had": {"fingerprint": property(fails(OSError("disk gone\nand more")))},
}


@pytest.mark.parametrize("flaw", UNFIT.values(), ids=UNFIT.keys())
def test_without_a_fingerprint_it_cannot_be_used(stranger: Stranger, flaw: dict[str, object]) -> None:
    engine = engines.load(stranger(**flaw))
    with pytest.raises(
        EngineUnavailable, match=r"'z.stranger' cannot be used: it fails \(\w+: .*Tell its makers"
    ):
        _ = engine.fingerprint


SOUNDLESS = {
    "nothing": (lambda _: None, "no sound (it gave NoneType in place of Clip)"),
    "an array": (lambda _: Clip(LOUD, RATE), "pcm is ndarray in place of bytes"),  # type: ignore[arg-type]
    "a rate with a fraction": (
        lambda _: Clip(LOUD.tobytes(), 22_050.0),  # type: ignore[arg-type]
        "sample_rate is float in place of int",
    ),
    "half a sample": (lambda _: Clip(b"\1\1\1", RATE), "no sound on"),
    "no sample": (lambda _: Clip(b"", RATE), "no sound on"),
    "a rate of nobody's": (lambda _: Clip(LOUD.tobytes(), 7), "no sound on"),
    "silence": (lambda _: Clip(bytes(40_000), RATE), "gave nothing but silence on"),
    "a faint hiss": (
        lambda _: Clip(np.resize(np.array([90, -90], "<i2"), 40_000).tobytes(), RATE),
        "gave nothing but silence on",
    ),
    "pages": (fails(RuntimeError("boom\nline 2\n" * 99)), "failed (RuntimeError: boom) on"),
    "an end": (fails(SystemExit(3)), "failed (SystemExit: 3) on"),
    "another end": (fails(Killed()), "failed (Killed) on"),
}


@pytest.mark.parametrize(("speaks", "words"), SOUNDLESS.values(), ids=SOUNDLESS.keys())
def test_what_is_no_sound_is_an_error_that_names_the_sentence(
    stranger: Stranger, speaks: Callable[[str], Clip], words: str
) -> None:
    engine = engines.load(stranger(synthesize=speaks))
    with pytest.raises(EngineError) as told:
        engine.synthesize("Good morning.")
    assert words in str(told.value)
    assert "sentence 'Good morning.': change it, or the voice." in str(told.value)
    assert "\n" not in str(told.value)


def test_the_softest_sound_is_heard_and_a_rest_is_no_speech(stranger: Stranger) -> None:
    soft = Clip((LOUD // 60).astype("<i2").tobytes() + bytes(RATE), RATE)
    assert engines.load(stranger(synthesize=lambda _: soft)).synthesize("Ah.") == soft
    rest = Clip(bytes(400), RATE)
    assert engines.load(stranger(synthesize=lambda _: rest, is_speech=False)).synthesize("Ah.") == rest


def test_ctrl_c_in_it_ends_the_run(stranger: Stranger) -> None:
    voice = stranger(synthesize=fails(KeyboardInterrupt()), fingerprint=property(fails(KeyboardInterrupt())))
    with pytest.raises(KeyboardInterrupt):
        engines.load(voice).synthesize("Ah.")
    with pytest.raises(KeyboardInterrupt):
        _ = engines.load(voice).fingerprint


@pytest.mark.parametrize(
    "flaw",
    [
        {"phonemes": property(fails(ValueError("hm")))},
        {"phonemes": True, "unknown_sound": fails(ValueError("hm"))},
        {"phonemes": True, "unknown_sound": lambda _: None},
        {"is_speech": property(fails(ValueError("hm")))},
    ],
)
def test_what_it_says_of_itself_may_fail(stranger: Stranger, flaw: dict[str, object]) -> None:
    engine = engines.load(stranger(**flaw))
    with pytest.raises(EngineUnavailable, match="it fails"):
        _ = engine.is_speech and engine.phonemes and engine.unknown_sound("ʘ")


@pytest.mark.parametrize(
    "voice",
    [
        Voice(language=None, engine="z.stranger"),  # type: ignore[arg-type]
        Voice(language="en", engine=5),  # type: ignore[arg-type]
        Voice(language="en", engine="z.stranger", model=7),  # type: ignore[arg-type]
        Voice(language="en", engine="z.stranger", options=None),  # type: ignore[arg-type]
        Voice(language="en", engine="z.stranger", attribution=Attribution("Ann", licence=None)),  # type: ignore[arg-type]
        Voice(language="en", engine="z.stranger", fallback="espeak"),  # type: ignore[arg-type]
    ],
)
def test_voices_that_are_none_are_told(stranger: Stranger, voice: Voice) -> None:
    name = stranger({"voices": lambda: (voice,)}).engine
    with pytest.raises(EngineUnavailable, match=r"it gave an? \w+ whose \w+ is \w+ in place of"):
        engines.here(name)
    for arguments in ([], ["en"]):
        result = CliRunner().invoke(main, ["voices", "list", *arguments, "--engine", name])
        assert result.exit_code == 0, result.output
        assert "in place of" in " ".join(result.output.split())


@pytest.mark.parametrize("exc", [Killed("over"), SystemExit("over"), RuntimeError("over\nand out")])
def test_a_module_that_ends_the_program_is_told(
    stranger: Stranger, exc: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = stranger({"load": fails(exc)}).engine
    with pytest.raises(EngineUnavailable, match=r"it fails \(\w+: over\)\."):
        engines.load(Voice(language="en", engine=name))
    monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr("audioedition.engines._modules.importlib.import_module", fails(exc))
    with pytest.raises(EngineUnavailable, match=r"its module cannot be imported \(\w+: over\)\."):
        engines.load(Voice(language="en", engine=name))


@pytest.mark.parametrize("flaw", [*UNFIT.values(), {"synthesize": SOUNDLESS["a rate with a fraction"][0]}])
def test_the_other_language_of_a_post_is_published(
    site: Site, stranger: Stranger, flaw: dict[str, object]
) -> None:
    voice = stranger(**flaw)
    (site.root / "voices/en.toml").write_text(f'engine = "{voice.engine}"\n', "utf-8")
    report = site.publish(site.post())
    states = {outcome.language: (outcome.state, outcome.detail) for outcome in report.outcomes}
    assert states["de"] == (State.RECORDED, "")
    assert states["en"][0] is State.FAILED
    assert "'z.stranger'" in states["en"][1]
    assert "fault in audioedition" not in states["en"][1]
    found = {each.what: each for each in check.check(site.settings, site.archive)}
    assert found["voice en"].state is check.State.FAIL


@pytest.mark.parametrize("flaw", UNFIT.values(), ids=UNFIT.keys())
def test_it_is_not_written_into_a_voice_file(
    site: Site, stranger: Stranger, flaw: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.root)
    before = (site.root / "voices/de.toml").read_bytes()
    result = CliRunner().invoke(main, ["voices", "use", "de", stranger(**flaw).engine])
    assert result.exit_code == 1
    assert "it fails" in result.output
    assert (site.root / "voices/de.toml").read_bytes() == before


def test_check_tells_of_an_installed_one_that_fails(
    site: Site, stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = stranger({"load": fails(ValueError("hm"))}).engine
    monkeypatch.setattr(engines, "built_in", list)
    monkeypatch.setattr(engines, "installed", lambda: {name: None})
    found = {each.what: each for each in check.check(site.settings, site.archive)}
    assert "it fails (ValueError: hm)" in found[f"engine {name}"].detail


def test_a_problem_over_several_lines_is_told_in_one() -> None:
    assert str(EngineUnavailable("z", "it\n  broke\r\n", "Mend it.")).endswith("used: it broke. Mend it.")
    assert FetchError("it\n  broke", "Mend it.").problem == "it broke"
    assert models.said(RuntimeError("it\nbroke " * 99)).startswith("it broke it broke")
    assert len(models.said(RuntimeError("it\nbroke " * 99))) == 160


def test_how_a_stranger_is_fastest_has_safe_answers(stranger: Stranger) -> None:
    engine = engines.load(stranger())
    assert (engine.parallel, engine.batch) == ("threads", 1)
    assert engine.synthesize_all(["a", "b"]) == [Clip(LOUD.tobytes(), RATE)] * 2
    own = engines.load(
        stranger(parallel="processes", batch=8, synthesize_all=lambda texts: [CLIP] * len(texts))
    )
    assert (own.parallel, own.batch) == ("processes", 8)
    assert own.synthesize_all(["a", "b"]) == [CLIP, CLIP]


ODD_WAYS = {
    "a way nobody knows": (
        {"parallel": "cores"},
        "its parallel is 'cores', not one of threads, processes, none",
    ),
    "a way that is no word": ({"parallel": True}, "its parallel is True"),
    "no text at once": ({"batch": 0}, "its batch is 0, not a number of texts from 1 to 1024"),
    "a truth in place of a number": ({"batch": True}, "its batch is True"),
    "more texts than anybody has": ({"batch": 10**6}, "its batch is 1000000"),
}


@pytest.mark.parametrize(("flaw", "told"), ODD_WAYS.values(), ids=ODD_WAYS.keys())
def test_an_odd_way_to_be_fast_is_told(stranger: Stranger, flaw: dict[str, object], told: str) -> None:
    engine = engines.load(stranger(**flaw))
    with pytest.raises(EngineUnavailable, match=r"it fails \(TypeError: .*Tell its makers") as caught:
        _ = engine.parallel, engine.batch
    assert told in str(caught.value)


CLIP = Clip(LOUD.tobytes(), RATE)
BAD_BATCHES = {
    "too few": (lambda _: [CLIP], "gave 1 sounds on 2 sentences, the first 'one.'"),
    "no list": (
        lambda _: None,
        "failed (TypeError: it gave NoneType in place of a list of Clip) on 2 sentences",
    ),
    "something else among them": (lambda _: [CLIP, 5], "it gave int in place of Clip"),
    "silence among them": (
        lambda _: [CLIP, Clip(bytes(2 * RATE), RATE)],
        "nothing but silence on the sentence 'two.'",
    ),
    "a failure": (fails(Killed()), "failed (Killed) on 2 sentences"),
}


@pytest.mark.parametrize(("say", "told"), BAD_BATCHES.values(), ids=BAD_BATCHES.keys())
def test_what_is_wrong_with_sentences_said_together_is_one_sentence(
    stranger: Stranger, say: Callable[..., Any], told: str
) -> None:
    engine = engines.load(stranger(batch=4, synthesize_all=say))
    with pytest.raises(EngineError) as caught:
        engine.synthesize_all(["one.", "two."])
    assert told in str(caught.value)
