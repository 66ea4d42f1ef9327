from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np
import pytest
import require
from doubles import faulty
from numpy.typing import NDArray

from audioedition import config, covers, derived, posts, publish, record, templating
from audioedition.archive import Archive
from audioedition.engines import _exports
from audioedition.files import digest
from audioedition.mixdown import pressing
from audioedition.posts.web.fetching import Web
from audioedition.reports import Report
from audioedition.scaffold import scaffold
from audioedition.studio import Studio

# How long an example takes depends on what else the machine does: no test is about that.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)

ENGLISH = """Who still needs a ferry?

Last week the council voted to close the ferry between the two banks of our river, after a hundred years.

Nobody asked what the road costs, or the bus that was cut in the spring. A ferry is easy to see.
"""
GERMAN = """Wer braucht noch eine Fähre?

Vorige Woche hat der Gemeinderat beschlossen, die Fähre zwischen den Ufern unseres Flusses einzustellen.

Niemand hat gefragt, was die Straße kostet, oder der Bus. Eine Fähre ist leicht zu sehen.
"""
POST = f"""{ENGLISH}
German translation below (Jonas Feldkamp)

{GERMAN}
2 thoughts on “Who still needs a ferry?”

  1. riverrat says:

    My grandfather helped to build that boat, and he would have thrown the council into the water.

Comments are closed.
"""


class Site:
    """An edition in a folder of its own, spoken by an engine that counts and can be told to fail."""

    def __init__(self, root: Path) -> None:
        self.root = root
        scaffold(
            root,
            ["en", "de"],
            title="Notes",
            author="Ann",
            email="a@example.org",
            base_url="https://example.org/p",
        )
        for tag in ("en", "de"):
            (root / f"voices/{tag}.toml").write_text('engine = "doubles.faulty"\n', "utf-8")
        settings = root / config.FILE
        settings.write_text(
            settings.read_text("utf-8").replace("intro =", "#").replace("outro =", "#"), "utf-8"
        )

    @classmethod
    def copied(cls, root: Path, target: Path) -> Site:
        """An edition that is there, copied to `target`."""
        site = cls.__new__(cls)
        site.root = target
        shutil.copytree(root, target)
        return site

    @property
    def settings(self) -> config.Config:
        return config.load(self.root)

    @property
    def archive(self) -> Archive:
        loaded = self.settings
        found = Archive(loaded.feeds, loaded.private, loaded.authority, loaded.since, loaded.hidden)
        found.prepare()
        return found

    def post(self, text: str = POST, name: str = "ferry.txt") -> str:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return str(path)

    def edit(self, old: str, new: str, name: str = config.FILE) -> None:
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def studio(self, now: datetime = NOW, **options: bool) -> Studio:
        return Studio(self.settings, self.archive, now, **options)  # type: ignore[arg-type]

    def record(self, source: str, web: Web | None = None, *, now: datetime = NOW, **options: bool) -> Report:
        read = posts.at(source, root=self.root, web=web)
        return record.record(read, self.studio(now, **options))

    def publish(self, source: str, **options: bool) -> Report:
        report = self.record(source, None, now=NOW, **options)
        publish.publish(self.settings, self.archive)
        return report

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Everything in the web root: contents and time of change."""
        feeds = self.root / "feeds"
        return {
            str(path.relative_to(feeds)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in feeds.rglob("*")
            if path.is_file()
        }


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is required, nothing may be skipped: not by a new test either."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if require.EVERYTHING and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True, scope="session")
def _nobody_s_cache_is_pruned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Not that of whoever runs the tests, nor is anything put there."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (_exports, derived, templating):
            patch.setattr(module, "cache_folder", lambda: tmp_path_factory.getbasetemp() / "cache")
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_waits_for_the_disk() -> Iterator[None]:
    """Only a power cut could tell whether data have reached it; waiting takes a third of the time of recording."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def _covers_are_drawn_once() -> Iterator[None]:
    """Drawing is pure and takes a while: once is enough for all sites that look alike."""
    with pytest.MonkeyPatch.context() as patch:
        for drawing in ("draw", "draw_both", "thumbnail"):
            patch.setattr(covers, drawing, functools.cache(getattr(covers, drawing)))
        yield


@pytest.fixture(autouse=True, scope="session")
def _equal_sounds_are_encoded_once() -> Iterator[None]:
    """Encoding is pure and takes half a second: most sites record the same post with the same voice."""
    made: dict[str, bytes] = {}

    def pressed(sound: NDArray[np.int16], frames: int, gain: float) -> bytes:
        key = digest(sound.tobytes(), str(frames), str(gain))
        if key not in made:
            made[key] = pressing_pressed(sound, frames, gain)
        return made[key]

    pressing_pressed = pressing.pressed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pressing, "pressed", pressed)
        yield


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    faulty.reset()
    yield Site(tmp_path / "site")
    faulty.reset()


@pytest.fixture(scope="session")
def unheard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition in which a post waits to be heard, recorded once for all tests; nobody changes it."""
    site = Site(tmp_path_factory.mktemp("unheard") / "site")
    site.record(site.post(), review=True)
    return site.root


@pytest.fixture
def ready(unheard: Path, tmp_path: Path) -> Iterator[Site]:
    """A copy of that edition."""
    faulty.reset()
    yield Site.copied(unheard, tmp_path / "ready")
    faulty.reset()


@pytest.fixture
def whole(published: Path, tmp_path: Path) -> Iterator[Site]:
    """A copy of the edition that a module has `published` once, and that nobody changes."""
    faulty.reset()
    yield Site.copied(published, tmp_path / "site")
    faulty.reset()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium that plays without being touched, and in silence."""
    api = require.need("playwright.sync_api")
    chromium = require.need_program("chromium", "chromium-browser", "google-chrome", "chrome")
    with api.sync_playwright() as playwright:
        options = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        started = playwright.chromium.launch(executable_path=chromium, args=options)
        yield started
        started.close()


@pytest.fixture
def spoken() -> Callable[[], list[str]]:
    """The sentences that were synthesized since the last call."""

    def taken() -> list[str]:
        sentences = list(faulty.spoken)
        faulty.spoken.clear()
        return sentences

    return taken
