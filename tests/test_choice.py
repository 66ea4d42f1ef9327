"""`audioedition voices use`: another voice for a language, with the file's owner's words kept."""

from __future__ import annotations

import os
import re
import shlex
import stat
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import tomlkit
from click.testing import CliRunner
from conftest import Site
from doubles import faulty, fetched
from doubles.hub import HOST, hub, model
from hypothesis import given
from hypothesis import strategies as st
from local_web import LocalWeb
from require import need

from audioedition import choice
from audioedition.cli import main
from audioedition.config.recasting import recast
from audioedition.engines import Part
from audioedition.errors import ConfigError, EngineError, EngineUnavailable
from audioedition.model import Voice

OWN = """# My German.

engine = "pico"  # the first
# model = "de-DE"

[options]  # of this engine
speed = 0.95  # slower
volume = 0.4

[lexicon]  # mine
"GitHub" = "Gitthab"  # as we say

[attribution]
name = "Somebody else"
"""


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["voices", "use", *arguments])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return " ".join(result.output.split())


@pytest.fixture
def german(site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The German voice file of an edition that one stands in."""
    monkeypatch.chdir(site.root)
    path = site.root / "voices/de.toml"
    path.write_text(OWN, "utf-8")
    return path


def test_the_file_says_the_new_voice_and_all_else_that_its_owner_wrote(german: Path) -> None:
    said = run("de", "espeak:de")
    assert (
        german.read_text("utf-8")
        == """# My German.

engine = "espeak"  # the first
model = "de"
# model = "de-DE"

[options]  # of this engine
# speed = 0.95  # slower

[lexicon]  # mine
"GitHub" = "Gitthab"  # as we say

"""
    )
    assert "espeak de (GPL-3.0-or-later: any use, named)" in said
    assert "it speaks: " in said
    assert "left out, since it was about the old voice: options.speed, options.volume, attribution" in said
    assert "audioedition say de" in said


COMMENTED = """engine = "piper"
model = "en_US-joe-medium"  # see the card

[options]
noise_scale = 0.5  # calm

[attribution]  # told by mail
name = "Joe"  # him
# he is a friend

# Words of our town.
[lexicon]  # mine
"GitHub" = "Gitthab"
"""


def test_it_is_told_how_to_hear_the_voice_and_where_it_will_be_heard(german: Path, site: Site) -> None:
    assert german.exists()
    said = run("de", "tone")
    (command,) = re.findall("To hear it: `(.*?)`", said)
    words = shlex.split(command)
    assert words[:3] == ["audioedition", "say", "de"]
    told = CliRunner().invoke(main, [*words[1:], "-o", str(site.root / "a.wav")])
    assert told.exit_code == 0, told.output
    assert "keep their voice until they are spoken again: `audioedition reread --language de`" in said
    said = run("fr", "tone")
    assert "no podcast in French" in said
    assert "[feeds.fr]" in said
    assert "reread" not in said


def test_no_comment_is_lost(german: Path) -> None:
    german.write_text(COMMENTED, "utf-8")
    run("de", "espeak:de")
    assert (
        german.read_text("utf-8")
        == """engine = "espeak"
model = "de"
# model = "en_US-joe-medium"  # see the card

[options]
# noise_scale = 0.5  # calm

# told by mail
# name = "Joe"  # him
# he is a friend

# Words of our town.
[lexicon]  # mine
"GitHub" = "Gitthab"
"""
    )


@given(
    st.lists(
        st.sampled_from(
            [
                "# mine",
                "",
                "[options] # o",
                "[attribution]#a",
                'attribution.name = "x" # y',
                "attribution = { name = 'x # no' } # y",
                "[lexicon]",
                'name = "x"  # z',
                "speed = 1 # s",
                'model = """\n# no\n""" # m',
                "voice = 'x' # v",
            ]
        ),
        max_size=9,
    ),
    st.sampled_from(["", "de"]),
)
def test_no_comment_is_lost_whatever_the_layout(lines: list[str], model: str) -> None:
    text = "\n".join(['engine = "pico" # e', *lines, ""])
    try:
        done = recast(text, "voices/de.toml", "espeak", model, ["speed"])
    except ConfigError:
        return
    for comment in ("# mine", "# o", "#a", "# y", "# z", "# s", "# m", "# v"):
        assert done.count(comment) >= sum(line.endswith(comment) for line in lines)


def test_the_voice_that_is_in_use_keeps_its_attribution(german: Path) -> None:
    said = run("de", "pico")
    assert german.read_text("utf-8") == OWN
    assert "left out" not in said


def test_what_was_edited_meanwhile_is_not_overwritten(german: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = OWN + "# an afterthought\n"

    def tried(*_: object) -> float:
        german.write_text(later, "utf-8")
        return 1.0

    monkeypatch.setattr(choice, "tried", tried)
    assert "voices/de.toml was changed in the meantime" in run("de", "espeak:de", code=1)
    assert german.read_text("utf-8") == later


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such links and mode bits")
def test_a_link_a_mode_and_a_mark_stay(german: Path) -> None:
    kept = german.with_name("kept.toml")
    kept.write_bytes(b"\xef\xbb\xbf" + OWN.encode())
    kept.chmod(0o600)
    german.unlink()
    german.symlink_to(kept.name)
    run("de", "espeak:de")
    assert german.is_symlink()
    assert kept.read_bytes().startswith(b"\xef\xbb\xbf#")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert tomllib.loads(kept.read_text("utf-8-sig"))["engine"] == "espeak"


def test_an_option_that_the_new_engine_takes_stays(german: Path) -> None:
    text = german.read_text("utf-8").replace("volume = 0.4\n", "")
    german.write_text(
        text.replace('engine = "pico"  # the first\n# model', 'engine = "pico"\nvoice = "de-DE"\n# model')
    )
    run("de", "pico")
    table = tomllib.loads(german.read_text("utf-8"))
    assert table["options"] == {"speed": 0.95}
    assert "voice" not in table
    assert "model" not in table


def test_a_language_without_a_file_gets_one(german: Path) -> None:
    run("fr", "pico:fr-FR")
    table = tomllib.loads((german.parent / "fr.toml").read_text("utf-8"))
    assert (table["engine"], table["model"]) == ("pico", "fr-FR")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("de", "pipper:de_DE-thorsten-medium"), "There is no engine 'pipper': the nearest is 'piper'"),
        (
            ("de", "piper:de_DE-torsten-medium"),
            "piper has no voice 'de_DE-torsten-medium'. Near to it are de_DE-thorsten-medium",
        ),
        (
            ("de", "piper:en_US-joe-medium"),
            "piper:en_US-joe-medium speaks English (United States), not German: choose another, such as de_DE-",
        ),
        (
            ("de", "piper:de_DE-pavoque-low"),
            "for non-commercial use only: choose another voice, or, if this edition earns no money, write commercial = false",
        ),
        (("de", "piper"), "piper has no standard voice for German: choose one, such as de_DE-thorsten-high"),
        (("en", "piper:en_US-joe-mediun"), "Near to it are en_US-joe-medium, en_US-joh"),
        (("d!", "pico"), "'d!' is no language tag"),
        (("de", "pico:xx"), "pico has no voice 'xx'. All are told by: audioedition voices list de"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy_and_nothing_is_written(
    german: Path, arguments: tuple[str, str], words: str
) -> None:
    assert words in run(*arguments, code=1)
    assert german.read_text("utf-8") == OWN


@pytest.mark.parametrize("voice", ["espeak", "espeak:de"])
def test_the_fallback_of_the_file_does_not_become_its_voice(german: Path, voice: str) -> None:
    before = OWN + '\n[fallback]\nengine = "espeak"\n'
    german.write_text(before, "utf-8")
    assert "voices/de.toml, [fallback], is that very voice" in run("de", voice, code=1)
    assert german.read_text("utf-8") == before
    run("de", "espeak:en-us", code=1)


def test_a_model_that_speaks_another_language_is_refused_in_any_engine(
    german: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for voice, spoken in (("espeak:de", "German"), ("espeak:en", "English"), ("pico:en-GB", "English")):
        assert f"{voice} speaks {spoken}" in run("ja", voice, code=1)
    parrot = ModuleType("doubles.parrot")
    polly = Voice(language="en", engine="doubles.parrot", model="polly")
    vars(parrot).update(load=faulty.load, voices=lambda: (polly,))
    monkeypatch.setitem(sys.modules, parrot.__name__, parrot)
    assert "doubles.parrot:polly speaks English, not German" in run("de", "doubles.parrot:polly", code=1)
    assert german.read_text("utf-8") == OWN
    run("de", "doubles.parrot:own")  # of which it tells nothing
    assert 'model = "own"' in german.read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "told"), [("de-AT", True), ("de_AT", True), ("de", False), ("DE", False)]
)
def test_a_region_without_a_file_of_its_own_is_told_whose_file_is_changed(
    german: Path, written: str, *, told: bool
) -> None:
    said = run(written, "espeak")
    assert ("has no voice of its own here: voices/de.toml speaks for it" in said) == told
    assert 'engine = "espeak"' in german.read_text("utf-8")
    assert [path.name for path in german.parent.glob("de*.toml")] == ["de.toml"]


def test_a_model_beside_the_voice_file_is_named_from_there(german: Path, tmp_path: Path) -> None:
    inside, outside = german.parent / "own" / "me.onnx", tmp_path / "elsewhere" / "me.onnx"
    for path in (inside, outside):
        path.parent.mkdir()
        path.write_bytes(b"")
    for name, written in (("voices/own/me.onnx", "own/me.onnx"), (f"{outside}", f"{outside}")):
        run("de", f"doubles.faulty:{name}")
        assert tomllib.loads(german.read_text("utf-8"))["model"] == written


def test_a_coqui_model_beside_the_voice_file_may_be_meant_by_its_name(german: Path) -> None:
    need("TTS")
    (german.parent / "own").mkdir()
    assert "has no voice 'elsewhere'" in run("de", "coqui:elsewhere", code=1)
    assert "own" in run("de", "coqui:own", code=1)
    assert "has no voice 'own'" not in run("de", "coqui:own", code=1)


def test_a_voice_that_fails_leaves_the_file_as_it_was(german: Path) -> None:
    faulty.failing["synthetische"] = EngineError
    assert "has no sound for" in run("de", "doubles.faulty", code=1)
    assert german.read_text("utf-8") == OWN


def test_a_lexicon_that_the_voice_cannot_say_is_found_before(german: Path) -> None:
    german.write_text(OWN.replace('"GitHub" = "Gitthab"', '"GitHub" = { ipa = "ɡɪthap" }'))
    before = german.read_text("utf-8")
    assert "has only ipa" in run("de", "doubles.faulty", code=1)
    assert german.read_text("utf-8") == before


def test_an_engine_that_is_not_installed_is_told_by_its_remedy(
    german: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking() -> None:
        raise EngineUnavailable("lacking", "not installed", "Type: pip install lacking")

    stranger = ModuleType("doubles.lacking")
    vars(stranger).update(load=None, voices=tuple, check_installed=lacking)
    monkeypatch.setitem(sys.modules, stranger.__name__, stranger)
    assert "Type: pip install lacking" in run("de", "doubles.lacking", code=1)
    assert german.read_text("utf-8") == OWN


def test_what_an_engine_was_not_trained_for_is_told_with_all_lines_that_it_takes(german: Path) -> None:
    said = run("de", "kokoro", code=1)
    assert "half as many errors again as Pico, and is no voice to publish with" in said
    assert (
        'write engine = "kokoro" into that file, and experimental = true under [options], both by hand'
        in said
    )
    assert german.read_text("utf-8") == OWN


def test_a_licence_that_forbids_the_use_is_told_before_anybody_installs_anything(
    german: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking() -> None:
        raise EngineUnavailable("coqui", "not installed", "Type: pip install it, which takes 2 GB")

    monkeypatch.setattr("audioedition.engines.coqui.check_installed", lacking)
    monkeypatch.setattr("audioedition.engines._coqui_catalogue.catalogue", dict)
    monkeypatch.setattr("audioedition.engines.coqui.catalogue", dict)
    said = run("de", "coqui:tts_models/multilingual/multi-dataset/xtts_v2", code=1)
    assert "for non-commercial use only" in said
    assert "2 GB" not in said
    assert german.read_text("utf-8") == OWN


def test_a_voice_for_tests_only_says_so(german: Path) -> None:
    said = run("de", "tone")
    assert "tone standard (Apache-2.0: any use, named)" in said
    assert "It is no voice: nobody will understand" in said
    assert "it speaks" not in said
    assert 'engine = "tone"' in german.read_text("utf-8")


def test_what_it_needs_is_fetched_or_left_for_later(
    german: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[LocalWeb] = []
    with hub(monkeypatch, {"/polly": model(lambda: held[0], b"weights")}) as web:
        held.append(web)
        monkeypatch.setattr(fetched, "wanted", [Part(web.at("/polly", HOST), tmp_path / "polly", 7)])
        said = run("de", "doubles.fetched:polly", "--no-fetch")
        assert "not fetched yet" in said
        assert 'model = "polly"' in german.read_text("utf-8")
        assert not web.asked
        said = run("de", "doubles.fetched:polly")
        assert "doubles.fetched polly (0.1 MB; CC0-1.0: any use)" in said
        assert "s of sound" in said
        assert len(web.asked) == 1
    german.write_text(OWN)
    fetched.wanted[0].path.unlink()
    monkeypatch.setattr("audioedition.downloads.transfer.PAUSES", (0.0, 0.0, 0.0))
    with pytest.MonkeyPatch.context():
        assert "Connect to the internet and run the same command again" in run(
            "de", "doubles.fetched:polly", code=1
        )
    assert german.read_text("utf-8") == OWN


@given(
    options=st.dictionaries(
        st.text("abcdef-_", min_size=1, max_size=6),
        st.integers() | st.text('ab"\\\n#ü', max_size=8),
        max_size=4,
    ),
    named=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
    model=st.sampled_from(["", "de_DE-thorsten-medium", 'a "b"\\c']),
)
def test_whatever_the_file_holds_it_says_what_it_should_or_is_not_touched(
    *, options: dict[str, object], named: bool, end: str, model: str
) -> None:
    lines = ['engine = "pico"', *(['model = "x"'] if named else []), "", "[options]"]
    body = tomlkit.dumps(options)
    text = end.join([*lines, *body.splitlines(), "", "[lexicon]", '"a" = "b"', ""])
    dropped = sorted(options)[:1]
    done = tomllib.loads(recast(text, "voices/de.toml", "piper", model, dropped))
    assert done["engine"] == "piper"
    assert done.get("model", "") == model
    assert done["options"] == {key: value for key, value in options.items() if key not in dropped}
    assert done["lexicon"] == {"a": "b"}
