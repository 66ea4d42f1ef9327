"""Each thing that can be wrong with an edition is found, and said with its remedy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Site

from audioedition import publish
from audioedition.check import State, check
from audioedition.cli import main
from audioedition.config import FILE
from audioedition.engines import pico
from audioedition.errors import EngineUnavailable
from audioedition.model import Voice


def look(site: Site) -> dict[str, tuple[State, str]]:
    return {f.what: (f.state, f.detail) for f in check(site.settings, site.archive)}


def failed(site: Site) -> dict[str, str]:
    return {what: detail for what, (state, detail) in look(site).items() if state is State.FAIL}


def lacking(_: Voice) -> None:
    raise EngineUnavailable("pico", "it is gone", "Type: pip install it")


@pytest.fixture
def recorded(site: Site) -> Path:
    """The audio of an episode."""
    site.record(site.post())
    return site.archive.audio("en", site.archive.episodes("en")[0].enclosure.file)


def test_a_whole_edition_has_no_failure(site: Site, recorded: Path) -> None:
    assert recorded.is_file()
    found = look(site)
    assert not failed(site)
    assert found["archive"] == (State.OK, "2 episodes, each with its audio")
    assert "Read by a synthetic voice" in found["opening en"][1]
    assert {what for what in found if what.startswith("engine")} >= {"engine coqui", "engine espeak"}


def test_an_opening_shows_what_a_post_would_fill_in_as_it_is_written_in_the_settings(site: Site) -> None:
    assert look(site)["opening en"] == (
        State.OK,
        "{title}. By Ann. Translated by {translator}. Read by a synthetic voice.",
    )


def test_a_voice_for_tests_only_is_noted(site: Site) -> None:
    (site.root / "voices/de.toml").write_text('engine = "espeak"\n', "utf-8")
    assert "speech de" not in look(site)
    (site.root / "voices/de.toml").write_text('engine = "tone"\n', "utf-8")
    state, detail = look(site)["speech de"]
    assert state is State.NOTE
    assert "nobody can understand" in detail


def test_a_cover_that_lies_there_will_not_be_drawn(site: Site) -> None:
    assert look(site)["cover en"] == (State.OK, "will be drawn")
    site.publish(site.post())
    drawn = next((site.root / "feeds/en").glob("cover-*.png")).name
    assert look(site)["cover en"] == (State.OK, f"{drawn} has been drawn")
    site.edit("[feeds.en]\ntitle", '[feeds.en]\ntitle = "Other notes"\n#')
    assert look(site)["cover en"] == (State.OK, "will be drawn")


def test_a_language_in_which_the_program_cannot_say_that_the_voice_is_synthetic(site: Site) -> None:
    assert look(site)["disclosure"][0] is State.OK
    site.edit("[feeds.en]", "[feeds.ja]\n\n[feeds.en]")
    state, detail = look(site)["disclosure"]
    assert state is State.NOTE
    assert "not said aloud in Japanese" in detail
    assert "[feeds.ja] opening" in detail
    site.edit("[feeds.ja]", '[feeds.ja]\nopening = ["{title}.", "合成音声です。"]')
    assert look(site)["disclosure"][0] is State.OK
    site.edit('opening = ["{title}.", "合成音声です。"]', "\n[disclosure]\nspoken = false\n")
    assert look(site)["disclosure"] == (
        State.NOTE,
        "not said: spoken in [disclosure]; docs/disclosure.md tells where that is allowed",
    )


@pytest.mark.parametrize("line", ["{titel}.", "{title", "{title!r}"])
def test_an_opening_that_cannot_be_filled(site: Site, line: str) -> None:
    site.edit("[feeds.de]", f'[feeds.de]\nopening = ["{line}"]')
    assert list(failed(site)) == ["opening de"]
    assert line.strip("{}.") in failed(site)["opening de"]


def test_a_jingle_that_is_not_there_or_no_sound(site: Site) -> None:
    site.edit("[sound]", '[sound]\nintro = "voices/jingles/intro.flac"\noutro = "lost.mp3"')
    assert look(site)["jingle intro.flac"][0] is State.OK
    assert "lost.mp3 does not exist" in failed(site)["jingle lost.mp3"]
    (site.root / "lost.mp3").write_text("This is no music.", "utf-8")
    assert "cannot be read as audio" in failed(site)["jingle lost.mp3"]


def test_an_engine_that_is_not_installed_is_a_note_unless_a_feed_wants_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pico, "load", lacking)
    state, detail = look(site)["engine pico"]
    assert state is State.NOTE
    assert "pip install it" in detail
    site.edit("doubles.faulty", "pico", "voices/de.toml")
    assert {"engine pico", "voice de"} == set(failed(site))


def test_an_engine_is_as_it_should_be_if_one_of_its_voices_loads(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, voices = pico.load, pico.voices()

    def choosy(voice: Voice) -> object:
        if voice.model == voices[0].model:
            lacking(voice)
        return real(voice)

    monkeypatch.setattr(pico, "load", choosy)
    site.edit("doubles.faulty", "pico", "voices/de.toml")
    assert look(site)["engine pico"] == (State.OK, f"installed, {len(voices)} voices here")


def test_audio_that_was_changed_in_place(site: Site, recorded: Path) -> None:
    sound = bytearray(recorded.read_bytes())
    sound[len(sound) // 2] ^= 1
    recorded.write_bytes(sound)
    assert str(recorded) in failed(site)["archive"]
    assert "`audioedition repair`, which makes it again" in failed(site)["archive"]


def test_lost_records_are_told_with_their_remedy(site: Site, recorded: Path) -> None:
    publish.publish(site.settings, site.archive)
    (site.root / "feeds/de/episodes/ferry.json").unlink()
    sentence = failed(site)["archive"]
    assert sentence.startswith("A record of de is gone, that of “")
    assert "repair" in sentence
    assert recorded.exists()
    shutil.rmtree(site.root / "feeds")
    sentences = [f.detail for f in check(site.settings, site.archive) if f.what == "archive"]
    assert [each[:20] for each in sentences] == ["A record of de is go", "A record of en is go"]


def test_audio_of_another_length_has_one_sentence(site: Site, recorded: Path) -> None:
    recorded.write_bytes(b"short")
    findings = [f for f in check(site.settings, site.archive) if f.what == "archive"]
    assert [f.state for f in findings] == [State.FAIL]


def test_a_damaged_record_does_not_hide_the_rest(site: Site, recorded: Path) -> None:
    (site.root / "feeds/en/episodes/ferry.json").write_text("{", "utf-8")
    german = site.archive.audio("de", site.archive.episodes("de")[0].enclosure.file)
    german.write_bytes(german.read_bytes()[:-1] + b"?")
    sentences = " ".join(f.detail for f in check(site.settings, site.archive) if f.what == "archive")
    assert "ferry.json is damaged" in sentences
    assert german.name in sentences
    assert recorded.name not in sentences


def test_an_engine_that_does_not_exist(site: Site) -> None:
    site.edit("doubles.faulty", "pikko", "voices/de.toml")
    assert "the nearest is 'pico'" in failed(site)["voice de"]


def test_the_voices_that_speak_what_others_fail_on_are_looked_at(site: Site) -> None:
    file = site.root / "voices/en.toml"
    own = file.read_text("utf-8")
    file.write_text(f'{own}\n[fallback]\nengine = "tone"\n', "utf-8")
    assert look(site)["voice en.fallback"][0] is State.OK
    file.write_text(f'{own}\n[fallback]\nengine = "picco"\n', "utf-8")
    (told,) = failed(site).items()
    assert told[0] == "voice en.fallback"
    assert "voices/en.toml, [fallback]" in told[1]
    assert "picco" in told[1]


def test_a_fallback_that_is_the_voice_itself_by_another_name_is_told(site: Site) -> None:
    file = site.root / "voices/en.toml"
    file.write_text('engine = "espeak"\n[fallback]\nengine = "espeak"\nmodel = "en-gb"\n', "utf-8")
    (told,) = failed(site).items()
    assert told == (
        "voice en.fallback",
        "voices/en.toml, [fallback], is the very voice of the file: name another",
    )
    file.write_text('engine = "espeak"\n[fallback]\nengine = "espeak"\nmodel = "en-us"\n', "utf-8")
    assert not failed(site)


def test_the_voices_of_quotations_are_looked_at(site: Site) -> None:
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.quotation.toml").write_text('engine = "tone"\n', "utf-8")
    with (site.root / FILE).open("a", encoding="utf-8") as file:
        file.write('\n[script]\nquotations = "voice"\n')
    assert look(site)["voice de.quotation"][0] is State.OK
    (site.root / "voices/de.quotation.toml").write_text('engine = "tome"\n', "utf-8")
    assert list(failed(site)) == ["voice de.quotation"]


def test_an_episode_that_may_not_earn_money_is_named_once_the_edition_may(site: Site) -> None:
    site.edit("[site]\n", "[site]\ncommercial = false\n")
    credit = '[attribution]\nname = "Ann Other"\nlicence = "CC-BY-NC-4.0"\n'
    site.edit('engine = "doubles.faulty"\n', f'engine = "doubles.faulty"\n{credit}', "voices/de.toml")
    site.record(site.post())
    assert "licences" not in look(site)
    site.edit("commercial = false", "commercial = true")
    site.edit("CC-BY-NC-4.0", "CC-BY-4.0", "voices/de.toml")  # the next will be spoken by another
    assert re.match(
        r"'ferry' in de is spoken by Ann Other \(CC-BY-NC-4\.0\), .*commercial = false",
        failed(site)["licences"],
    )
    plain, machine = (
        CliRunner().invoke(main, ["publish", "--edition", str(site.root), *options])
        for options in ([], ["--json"])
    )
    assert (plain.exit_code, machine.exit_code) == (0, 0)
    for told in (plain.stdout, machine.stderr):
        assert "'ferry' in de is spoken by Ann Other (CC-BY-NC-4.0)" in told


def test_bugs_are_not_findings(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Voice) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pico, "load", broken)
    with pytest.raises(ZeroDivisionError):
        look(site)


def test_settings_that_directories_want(site: Site) -> None:
    site.edit('author = "Ann"', 'author = ""')
    assert 'author = "Your Name"' in failed(site)["settings"]


@pytest.mark.parametrize(
    ("package", "error", "said"),
    [
        (
            "torch",
            "OSError('libcudart.so.13: cannot open shared object file')",
            "libcudart.so.13: cannot open",
        ),
        ("transformers", "ValueError('Backend should be defined: tf')", "Backend should be defined: tf"),
    ],
)
def test_a_broken_combination_of_libraries_is_found_by_speaking(
    site: Site, tmp_path: Path, package: str, error: str, said: str
) -> None:
    """In a process of its own, where the packages that Coqui needs are there, and one of them is broken."""
    libraries = tmp_path / "libraries"
    for name in ("TTS", "torch", "torchaudio", "torchcodec", "six", "transformers"):
        (libraries / name).mkdir(parents=True)
        (libraries / name / "__init__.py").write_text(f"raise {error}" if name == package else "")
    (libraries / "TTS" / "__init__.py").write_text("import torch, transformers")
    (libraries / "TTS" / ".models.json").write_text('{"tts_models": {}, "vocoder_models": {}}')
    model = site.root / "voices" / "mine"
    model.mkdir()
    (model / "config.json").write_text('{"model": "vits"}')
    (model / "model.pth").write_bytes(b"weights")
    (site.root / "voices" / "en.toml").write_text('engine = "coqui"\nmodel = "mine"\n')
    found = subprocess.run(
        [sys.executable, "-m", "audioedition", "check", "--json", "--edition", site.root],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(libraries), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    told = {each["what"]: each for each in map(json.loads, found.stdout.splitlines())}
    assert told["voice en"]["state"] == "fail"
    assert said in told["voice en"]["detail"]
    assert "pip install '.[coqui]'" in told["voice en"]["detail"]
