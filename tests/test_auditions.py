"""`audioedition voices compare`: every voice that is here says one text."""

from __future__ import annotations

import base64
import io
import json
import re
import wave
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from conftest import Site
from doubles import faulty

from audioedition import auditions
from audioedition.cli import main
from audioedition.engines import tone
from audioedition.errors import EngineError
from audioedition.model import Clip, Voice


@pytest.fixture
def here(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("TTS_HOME", str(tmp_path / "tts"))
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "voices"))
    return site.root


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["voices", "compare", *arguments])
    assert result.exit_code == code, result.output
    return result


def test_the_page_has_every_voice_with_its_sound_and_asks_nobody(here: Path) -> None:
    said = run("de", "Ein Satz über <b>Fähren</b>.").output
    page = (here / "voices.html").read_text("utf-8")
    names = re.findall(r"<h2><bdi>(.*?)</bdi>", page)
    assert names == ["doubles.faulty", "pico:de-DE", "espeak:de"]
    assert all(name in said for name in names)
    assert "used by de" in page
    sounds = re.findall(r'src="data:audio/wav;base64,([^"]+)"', page)
    assert len(sounds) == 3
    for sound in sounds:
        with wave.open(io.BytesIO(base64.b64decode(sound))) as file:
            assert file.getnframes() > 0.5 * file.getframerate()
    assert "audioedition voices use de pico:de-DE" in page
    assert "Apache-2.0" in page
    assert "&lt;b&gt;" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert "default-src 'none'" in page
    run("de", "Noch ein Satz.")  # its own page may be written over
    (here / "mine.html").write_text("<p>My post.</p>")
    assert "name another file" in run("de", "Ein Satz.", "--html", "mine.html", code=2).output


def test_figures_for_scripts(here: Path) -> None:
    rows = [json.loads(line) for line in run("de", "Ein Satz.", "--json").stdout.splitlines()]
    assert [row["engine"] for row in rows] == ["doubles.faulty", "pico", "espeak"]
    assert all(
        row["seconds"] > 0 and row["factor"] > 0 and row["load"] >= 0 and not row["problem"] for row in rows
    )
    assert all(0 <= row["effort"] < 1 for row in rows)
    assert not (here / "voices.html").exists()


def test_a_voice_that_fails_is_listed_with_its_reason(here: Path) -> None:
    faulty.failing["Satz"] = EngineError
    rows = [
        json.loads(line) for line in run("de", "Ein Satz.", "--json", "--html", "a.html").stdout.splitlines()
    ]
    assert "has no sound for" in rows[0]["problem"]
    assert rows[0]["seconds"] is None
    assert rows[1]["seconds"]
    page = (here / "a.html").read_text("utf-8")
    assert "has no sound for" in page
    assert page.count("<audio") == 2


@pytest.mark.usefixtures("here")
def test_the_edition_s_own_lexicon_and_options_hold(here: Path) -> None:
    (here / "voices/de.toml").write_text(
        'engine = "doubles.faulty"\n[lexicon]\n"GitHub" = "Gitthab"\n', "utf-8"
    )
    run("de", "GitHub.", "--json", "--engine", "doubles.faulty")
    assert faulty.spoken == ["Gitthab.", "Gitthab."]


def test_a_language_that_nobody_speaks_here_gets_no_page(here: Path) -> None:
    said = run("xx", "Hello.").output
    assert "No voice that is installed here speaks it" in said
    assert "Listen" not in said
    assert not (here / "voices.html").exists()


def test_an_engine_that_does_not_exist_is_refused_with_the_nearest(here: Path) -> None:
    assert "the nearest is 'espeak'" in " ".join(
        run("de", "Ein Satz.", "--engine", "espaek", code=1).output.split()
    )
    assert not (here / "voices.html").exists()


def test_all_are_equally_loud_and_none_is_clipped() -> None:
    clip = tone.load(Voice(language="en", engine="tone")).synthesize("A sentence.")
    quiet = Clip((np.frombuffer(clip.pcm, "<i2") // 20).astype("<i2").tobytes(), clip.sample_rate)
    one, other = (np.frombuffer(auditions.level(each).pcm, "<i2").astype(float) for each in (clip, quiet))
    assert np.sqrt((one**2).mean()) == pytest.approx(np.sqrt((other**2).mean()), rel=0.05)
    spike = np.zeros(8_000, "<i2")
    spike[100] = 32_767
    assert np.abs(np.frombuffer(auditions.level(Clip(spike.tobytes(), 8_000)).pcm, "<i2")).max() <= 32_767
    silence = Clip(bytes(200), 8_000)
    assert auditions.level(silence) == silence


def test_loading_does_not_count_as_speaking(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 5.0, 6.0])  # begun; loaded and spoken once; spoken again
    monkeypatch.setattr("audioedition.auditions.time.perf_counter", lambda: next(now))
    voice = Voice(language="de", engine="doubles.faulty")
    (heard,) = auditions.hear(auditions.candidates("de", [("de", voice)])[:1], "Ein Satz.")
    assert heard.clip is not None
    assert heard.load == pytest.approx(4.0)
    assert heard.factor == pytest.approx(1.0 / heard.clip.seconds)


def test_what_other_programs_take_is_no_effort_of_the_voice(
    monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    now, used = iter([0.0, 5.0, 6.0]), iter([2.0, 2.25])
    monkeypatch.setattr("audioedition.auditions.time.perf_counter", lambda: next(now))
    monkeypatch.setattr("audioedition.auditions.time.process_time", lambda: next(used))
    voice = Voice(language="de", engine="doubles.faulty")
    (heard,) = auditions.hear(auditions.candidates("de", [("de", voice)])[:1], "Ein Satz.")
    assert heard.clip is not None
    assert heard.effort == pytest.approx(0.25 / heard.clip.seconds)
    monkeypatch.undo()
    monkeypatch.chdir(here)
    said = run("de", "Ein Satz.", "--engine", "doubles.faulty").output
    page = (here / "voices.html").read_text("utf-8")
    assert re.search(r"factor \d\.\d{3}, \d\.\d{3} of the processor", said)
    assert "longer while other programs run" in page


def test_shaw_s_letters_are_no_accent() -> None:
    found = [each.voice.language for each in auditions.candidates("en", [])]
    assert "en-GB-scotland" in found
    assert "en-Shaw" not in found


def test_an_empty_text_and_a_whole_book_are_refused_and_the_page_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voices.html").write_text("mine")
    result = CliRunner().invoke(main, ["voices", "compare", "de", "  "])
    assert result.exit_code == 2
    assert "nothing to say" in result.output
    result = CliRunner().invoke(main, ["voices", "compare", "de", "Ein Satz. " * 2_000])
    assert result.exit_code == 2
    assert "The text has 20,000 characters" in " ".join(result.output.split())
    assert "at most 1,000" in " ".join(result.output.split())
    assert (tmp_path / "voices.html").read_text() == "mine"
