"""The engine on the docs' page is built as its reader would, and publishes."""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Site

from audioedition import auditions, check, engines, offers
from audioedition.cli import main
from audioedition.engines import _modules
from audioedition.errors import ConfigError, EngineError
from audioedition.model import Voice
from audioedition.reports import State

PAGE = Path(__file__).parent.parent / "docs" / "own-engine.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path of modules that holds the page's package as pip would install it."""
    blocks = re.findall(
        r"^`([\w.]+)`:\n\n```\w+\n(.*?)```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    project, module = (text for _, text in blocks)
    assert [name for name, _ in blocks] == ["pyproject.toml", "audioedition_parrot.py"]
    assert len((project + module).splitlines()) < 60
    site = tmp_path / "site"
    told = tomllib.loads(project)["project"]
    info = site / f"audioedition_parrot-{told['version']}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {told['name']}\nVersion: {told['version']}\n"
    )
    points = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in names.items())
        for group, names in told["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(points))
    (site / "audioedition_parrot.py").write_text(module, "utf-8")
    monkeypatch.syspath_prepend(str(site))
    _modules.installed.cache_clear()
    importlib.invalidate_caches()
    yield site
    _modules.installed.cache_clear()
    sys.modules.pop("audioedition_parrot", None)


@pytest.mark.usefixtures("folder")
def test_it_keeps_what_engines_promise() -> None:
    assert "parrot" in engines.installed()
    voice = Voice(language="en", engine="parrot")
    clip = engines.load(voice).synthesize("Hello, 世界 😀 ü.")
    assert not getattr(engines.load(voice), "is_speech", True), "a fallback would take over from a whistle"
    assert 0.5 < clip.seconds < 3
    assert clip.pcm != engines.load(voice).synthesize("Other words, 世界 ü.").pcm
    assert engines.load(voice).fingerprint == engines.load(voice).fingerprint
    fast = engines.load(Voice(language="en", engine="parrot", options={"speed": 2}))
    assert fast.fingerprint != engines.load(voice).fingerprint
    assert fast.synthesize("Hello.").seconds < engines.load(voice).synthesize("Hello.").seconds
    with pytest.raises(EngineError, match="nothing to whistle"):
        engines.load(voice).synthesize("…")
    with pytest.raises(ConfigError, match="speed must be from"):
        engines.load(Voice(language="en", engine="parrot", options={"speed": "fast"}))
    assert engines.attribution(voice).name == "Polly"


@pytest.mark.usefixtures("folder")
def test_it_publishes_and_is_listed_and_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("en", "de"):
        (site.root / "voices" / f"{language}.toml").write_text('engine = "parrot"\n', "utf-8")
    report = site.publish(site.post())
    assert {outcome.state for outcome in report.outcomes} == {State.RECORDED}
    assert "Polly" in (site.root / "feeds/en/index.html").read_text("utf-8")
    monkeypatch.setattr(engines, "built_in", list)
    found = {each.what: each for each in check.check(site.settings, site.archive)}
    assert found["engine parrot"].detail == "installed, 1 voice here"
    assert found["voice en"].detail.startswith("parrot spoke ")
    monkeypatch.chdir(site.root)
    assert "parrot" in CliRunner().invoke(main, ["voices", "list", "en"]).output


@pytest.mark.usefixtures("folder")
def test_it_is_offered_for_the_languages_that_it_lists_and_for_no_other() -> None:
    assert [each.voice.model for each in offers.available("en-GB", "parrot")] == ["polly"]
    assert not list(offers.available("de", "parrot"))
    assert "parrot" not in {each.voice.engine for each in auditions.candidates("de", [])}
