"""A model is what it was: as its makers published it, or as it first came here."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import recogniser
from require import need

from audioedition import engines, first_seen
from audioedition.engines import _coqui_places, _piper_models
from audioedition.engines._coqui_catalogue import Entry
from audioedition.errors import EngineUnavailable
from audioedition.model import Voice
from audioedition.recognition import models
from audioedition.recognition.published import MODELS, Published


def seen(note: Path, **files: str) -> None:
    first_seen.check("coqui", "tts_models/x", note, files)


def test_what_first_came_is_written_down_and_another_file_is_refused(tmp_path: Path) -> None:
    note = first_seen.note_of(tmp_path / "model")
    seen(note, model="1", config="2")
    seen(note, model="1", config="2")
    with pytest.raises(
        EngineUnavailable, match=r"model of the model tts_models/x is not what first came"
    ) as said:
        seen(note, model="3", config="2")
    assert f"delete {note}" in said.value.remedy
    seen(note, model="1", config="2")  # a refusal is not what is known from then on
    note.unlink()
    seen(note, model="3", config="2")
    assert json.loads(note.read_text("utf-8")) == {"model": "3", "config": "2"}


def test_a_file_that_comes_later_is_known_from_then_on(tmp_path: Path) -> None:
    note = tmp_path / "note.json"
    seen(note, model="1")
    seen(note, model="1", speakers="2")
    with pytest.raises(EngineUnavailable, match=r"config, speakers of the model .* are not"):
        first_seen.check("coqui", "tts_models/x", _with(note, config="0"), {"speakers": "4", "config": "5"})


def _with(note: Path, **more: str) -> Path:
    note.write_text(json.dumps({**json.loads(note.read_text("utf-8")), **more}), "utf-8")
    return note


@pytest.mark.parametrize("damaged", ["", "[1]", "{", "[" * 100_000])
def test_a_note_that_cannot_be_read_is_written_anew(tmp_path: Path, damaged: str) -> None:
    note = tmp_path / "note.json"
    note.write_text(damaged, "utf-8")
    seen(note, model="1")
    assert json.loads(note.read_text("utf-8")) == {"model": "1"}


def test_where_nothing_can_be_written_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    seen(tmp_path / "file" / "note.json", model="1")


def test_a_voice_of_piper_that_was_fetched_stays_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "shared"))
    model = tmp_path / "shared/piper/de_DE-thorsten-medium.onnx"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"a network")
    joe = _piper_models.packaged(_piper_models.JOE)
    shutil.copyfile(f"{joe}.json", f"{model}.json")
    voice = Voice(language="de", engine="piper", model="de_DE-thorsten-medium", folder=tmp_path / "voices")
    engines.load(voice)
    engines.load(voice)
    model.write_bytes(b"another network")
    with pytest.raises(
        EngineUnavailable, match=r"de_DE-thorsten-medium\.onnx of the model .* is not what first came"
    ):
        engines.load(voice)
    own = Voice(language="de", engine="piper", model=str(model), folder=tmp_path / "voices")
    engines.load(own)  # a path is one's own affair


def test_a_model_of_coquis_catalogue_stays_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    wanted = Entry("tts_models/en/ljspeech/vits", "apache 2.0", address="https://example.org/vits.zip")
    wanted.folder.mkdir(parents=True)
    (wanted.folder / "config.json").write_text("{}", "utf-8")
    (wanted.folder / "model_file.pth").write_bytes(b"weights")
    _coqui_places.check_unchanged(wanted)
    _coqui_places.check_unchanged(wanted)
    _coqui_places.check_unchanged(None)
    shutil.rmtree(wanted.folder)  # and fetched anew, from somebody else
    wanted.folder.mkdir()
    (wanted.folder / "config.json").write_text("{}", "utf-8")
    (wanted.folder / "model_file.pth").write_bytes(b"WEIGHTS")
    with pytest.raises(
        EngineUnavailable, match=r"model_file\.pth of the model tts_models/en/ljspeech/vits is not"
    ):
        _coqui_places.check_unchanged(wanted)


def test_each_model_of_the_recogniser_is_pinned_by_revision_and_hash() -> None:
    for each in MODELS.values():
        assert re.fullmatch("[0-9a-f]{40}", each.revision)
        assert {*models.FILES} < each.files.keys()
        assert [name for name in each.files if name.startswith("vocabulary.")]
        for size, sha256 in each.files.values():
            assert size > 0
            assert re.fullmatch("[0-9a-f]{64}", sha256)
    assert len({each.files["model.bin"] for each in MODELS.values()}) == len(MODELS)


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        ("base", (MODELS["base"].repository, MODELS["base"].revision)),
        (MODELS["base"].repository, (MODELS["base"].repository, MODELS["base"].revision)),
        ("somebody/whisper", ("somebody/whisper", None)),
        (f"somebody/whisper@{'a1' * 20}", ("somebody/whisper", "a1" * 20)),
    ],
)
def test_a_model_is_asked_for_at_its_revision(
    model: str, asked: tuple[str, str | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[str, str | None]] = []

    def snapshot(repository: str, *, revision: str | None, **_: object) -> Path:
        found.append((repository, revision))
        return hub(tmp_path, {})

    monkeypatch.setattr(models, "_snapshot", snapshot)
    models.folder(model, tmp_path)
    assert found == [asked]


def hub(root: Path, files: Mapping[str, bytes]) -> Path:
    """A folder as the hub's client has it."""
    folder = root / "models--a--b" / "snapshots" / "123"
    folder.mkdir(parents=True, exist_ok=True)
    for name, contents in files.items():
        (folder / name).write_bytes(contents)
    return folder


def test_a_model_from_the_hub_that_is_another_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = Published("a/b", "0" * 40, {"model.bin": (2, _SHA256_OF_OK)})
    models.check_published(hub(tmp_path, {"model.bin": b"ok"}), pinned)
    for other in (b"no", b"longer"):
        with pytest.raises(
            EngineUnavailable, match=r"model\.bin .* is not what a/b published.*Delete .*models--a--b "
        ):
            models.check_published(hub(tmp_path, {"model.bin": other}), pinned)
    monkeypatch.setattr(models, "_snapshot", lambda *_, **__: hub(tmp_path, {"model.bin": b"no"}))
    monkeypatch.setitem(MODELS, "base", pinned)
    with pytest.raises(EngineUnavailable, match="is not what a/b published"):
        models.folder("base", tmp_path)


_SHA256_OF_OK = "2689367b205c16ce32ed4200942b8b8b1e262dfc70d9bc9fbc77c49699a4f1df"


def test_a_model_from_the_hub_that_nobody_has_pinned_stays_what_it_was(tmp_path: Path) -> None:
    unknown = Published("a/b", "", {})
    models.check_published(hub(tmp_path, {"model.bin": b"1"}), unknown)
    models.check_published(hub(tmp_path, {"model.bin": b"1"}), unknown)
    with pytest.raises(EngineUnavailable, match=r"model\.bin of the model a/b is not what first came here"):
        models.check_published(hub(tmp_path, {"model.bin": b"2"}), unknown)


def test_the_model_of_the_tests_is_what_its_makers_published() -> None:
    need("faster_whisper")
    folder = recogniser.folder()
    assert {path.name for path in folder.iterdir()} == {*MODELS["base"].files}
    models.check_published(folder, MODELS["base"])


def test_weights_outside_of_a_networks_folder_are_not_read(tmp_path: Path) -> None:
    """ONNX may name files that hold its numbers."""
    onnx = need("onnx")
    from audioedition.engines import _onnx  # noqa: PLC0415 -- with onnxruntime, which takes a while

    (tmp_path / "secret.bin").write_bytes(bytes(16))
    folder = tmp_path / "voice"
    folder.mkdir()
    for place in ("../secret.bin", str(tmp_path / "secret.bin")):
        weights = onnx.TensorProto(name="w", data_type=1, dims=[4], data_location=1)
        weights.external_data.add(key="location", value=place)
        add = onnx.helper.make_node("Add", ["x", "w"], ["y"])
        given, told = (onnx.helper.make_tensor_value_info(name, 1, [4]) for name in "xy")
        graph = onnx.helper.make_graph([add], "g", [given], [told], [weights])
        made = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
        (folder / "voice.onnx").write_bytes(made.SerializeToString())
        with pytest.raises(Exception, match=r"(?i)external data"):
            _onnx.session(folder / "voice.onnx")
