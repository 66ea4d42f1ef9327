"""Commands that speak fetch what a voice lacks, and show it; a dry run only tells."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from conftest import Site
from doubles import fetched
from doubles.hub import HOST, hub, model
from local_web import LocalWeb

from audioedition import engines
from audioedition.cli import main
from audioedition.cli.fetched import described, size
from audioedition.downloads import reach
from audioedition.engines import Part
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.model import Voice

DATA = b"weights" * 200_000


@pytest.fixture
def web(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalWeb]:
    """An edition whose German voice has a model that is to be fetched."""
    held: list[LocalWeb] = []
    with hub(monkeypatch, {"/papagei.onnx": model(lambda: held[0], DATA)}) as served:
        held.append(served)
        monkeypatch.setattr(
            fetched, "wanted", [Part(served.at("/papagei.onnx", HOST), tmp_path / "papagei.onnx", len(DATA))]
        )
        (site.root / "voices/de.toml").write_text('engine = "doubles.fetched"\nmodel = "papagei"\n', "utf-8")
        monkeypatch.chdir(site.root)
        yield served


def run(*arguments: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


def test_publishing_fetches_and_says_how_much_and_under_which_licence(web: LocalWeb, site: Site) -> None:
    out, err = run("publish", site.post())
    assert "fetching doubles.fetched papagei (1.4 MB; CC0-1.0: any use)" in err
    assert out.count(" recorded ") == 2
    assert len(web.asked) == 1
    _, err = run("publish", site.post())
    assert "fetching" not in err


def test_a_dry_run_fetches_nothing_and_tells_what_would_be(web: LocalWeb, site: Site) -> None:
    out, err = run("publish", "--dry-run", site.post())
    assert "would be fetched first: doubles.fetched papagei (1.4 MB; CC0-1.0: any use)" in err
    assert out.count("to be recorded") == 2
    assert not web.asked
    assert not fetched.wanted[0].path.exists()


def test_scripts_get_nothing_but_json(web: LocalWeb, site: Site) -> None:
    out, err = run("publish", "--json", site.post())
    assert err == ""
    assert json.loads(out)["outcomes"]
    assert len(web.asked) == 1


def test_say_and_check_fetch_too(web: LocalWeb, tmp_path: Path) -> None:
    _, err = run("say", "de", "Ein Satz.", "-o", str(tmp_path / "a.wav"))
    assert "fetching doubles.fetched papagei" in err
    fetched.wanted[0].path.unlink()
    _, err = run("lexicon", "test", "Ein Satz.", "--language", "de", "-o", str(tmp_path / "b.wav"))
    assert "fetching doubles.fetched papagei" in err
    fetched.wanted[0].path.unlink()
    out, err = run("check")
    assert "fetching doubles.fetched papagei" in err
    assert "doubles.fetched spoke" in out
    assert len(web.asked) == 3


def test_a_forbidden_licence_is_refused_before_anything_is_fetched(
    web: LocalWeb, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetched, "licence", ["CC-BY-NC-4.0"])
    for arguments in (("publish", site.post()), ("publish", "--dry-run", site.post())):
        out, err = run(*arguments, code=1)
        assert "for non-commercial use only" in " ".join(out.split())
        assert "fetch" not in err
    with pytest.raises(ConfigError, match="for non-commercial use only"):
        engines.fetch(site.settings.voice("de"))
    assert not web.asked
    site.edit("\n[site]\n", "\n[site]\ncommercial = false\n")
    run("publish", site.post())
    assert len(web.asked) == 1


def test_offline_the_other_language_is_published_nevertheless(web: LocalWeb, site: Site) -> None:
    web.answers = {}
    out, _ = run("publish", site.post(), code=1)
    assert out.count(" recorded ") == 1
    assert "papagei.onnx is no longer at" in " ".join(out.split())


def test_a_stranger_that_fails_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Voice | None = None) -> None:
        raise ZeroDivisionError("nothing there")

    stranger = ModuleType("doubles.stranger")
    monkeypatch.setitem(sys.modules, stranger.__name__, stranger)
    vars(stranger).update(load=fail, voices=fail, parts=fail, attribution=fail)
    voice = Voice(language="en", engine=stranger.__name__)
    for ask in (engines.missing, engines.load, engines.attribution):
        with pytest.raises(EngineUnavailable, match=r"it fails \(ZeroDivisionError: nothing there\)"):
            ask(voice)
    with pytest.raises(EngineUnavailable):
        engines.here(stranger.__name__)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "size not told"), (63_201_294, "63 MB"), (522_240, "0.5 MB"), (1_868_000_000, "1,868 MB")],
)
def test_sizes(count: int, words: str) -> None:
    assert size(count) == words


def test_of_a_big_model_whose_files_have_no_known_sizes_it_is_told_about_how_big_it_is(
    tmp_path: Path,
) -> None:
    voice = Voice(language="de", engine="coqui", model="tts_models/multilingual/multi-dataset/xtts_v2")
    parts = (Part("https://blog.example/model.pth", tmp_path / "model.pth"),)
    assert described(voice, parts).endswith("xtts_v2 (about 1,900 MB; CPML: non-commercial only)")
    other = Voice(language="de", engine="coqui", model="tts_models/de/thorsten/vits")
    assert "(size not told; " in described(other, parts)


def test_what_the_catalogue_knows_of_a_file_is_held_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ("de_DE-thorsten-medium.onnx", "de_DE-thorsten-medium.onnx.json", "other")
    wanted = [Part(f"https://blog.example/{name}", tmp_path / name) for name in files]
    monkeypatch.setattr("audioedition.engines.piper.parts", lambda _: wanted, raising=False)
    voice = Voice(language="de", engine="piper", model="de_DE-thorsten-medium")
    assert [(part.size, part.md5) for part in engines.missing(voice)] == [
        (63_201_294, "a129b00fb3078df43c96bab6c94535c0"),
        (4_819, "843a7bd7272724f750534dd5a26d1aad"),
        (0, ""),
    ]


def test_a_server_that_is_not_reached_is_asked_once_and_not_for_long(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where no network is: the system looks for the name for minutes, and nothing bounds that."""
    asked, never = [], threading.Event()

    def silent(place: tuple[str, int], timeout: float) -> None:
        asked.append((place, timeout))
        never.wait()
        raise OSError

    monkeypatch.setattr(socket, "create_connection", silent)
    monkeypatch.setattr(reach, "unreached", partial(reach.unreached, seconds=0.05))
    monkeypatch.setattr(engines, "unreached", reach.unreached)
    monkeypatch.chdir(site.root)
    address = "https://models.example/papagei.onnx"
    monkeypatch.setattr(fetched, "wanted", [Part(address, tmp_path / "papagei.onnx", 5)])
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.toml").write_text(
            'engine = "doubles.fetched"\nmodel = "papagei"\n', "utf-8"
        )
    out, _ = run("check", code=1)
    never.set()
    assert out.count("models.example could not be reached within a few seconds") == 2
    assert asked == [(("models.example", 443), 0.05)]


@pytest.mark.parametrize("proxy", ["proxy.example:eighty", "proxy.example:99999", "[proxy.example"])
def test_a_mistyped_proxy_is_what_is_not_reached(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    for name in ("no_proxy", "NO_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://ann:secret@{proxy}/")
    assert reach.unreached("https://models.example/papagei.onnx") == proxy
