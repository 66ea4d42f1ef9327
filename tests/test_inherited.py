"""Where only `audioedition.toml` is lost, `init` keeps the guids, the address and the secrets of the archive that is there."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Site

from audioedition import config
from audioedition.cli import main

SECRET = re.compile(r"de-[0-9a-f]{32}")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with a post in two languages, of which German is private; nobody changes it."""
    site = Site(tmp_path_factory.mktemp("published") / "site")
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    site.edit(f'since = "{site.settings.since}"', 'since = "2019-03-04"')
    site.edit('authority = "example.org"', 'authority = "ann.invalid"')
    assert not site.publish(site.post()).failed
    return site.root


def secret(site: Site) -> Path:
    (found,) = (path for path in (site.root / "feeds").iterdir() if SECRET.fullmatch(path.name))
    return found


def lose(site: Site, *patterns: str) -> None:
    for path in [path for pattern in patterns for path in site.root.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def settings_lost(site: Site) -> config.Config:
    before = site.settings
    (site.root / config.FILE).unlink()
    return before


@pytest.mark.parametrize(
    "lost",
    [(), ("feeds/*/episodes",), ("feeds/*/episodes", "feeds/*/feed.xml", ".audioedition"), ("feeds",)],
)
def test_an_archive_without_settings_keeps_its_guids_and_its_secrets(
    whole: Site, lost: tuple[str, ...]
) -> None:
    folder = secret(whole)
    before = settings_lost(whole)
    lose(whole, *lost)
    done = CliRunner().invoke(main, ["init", str(whole.root)])
    assert done.exit_code == 0, done.output
    after = whole.settings
    assert (after.authority, after.since) == ("ann.invalid", "2019-03-04")
    assert (set(after.languages), after.hidden, after.base_url) == (
        {"de", "en"},
        before.hidden,
        before.base_url,
    )
    assert "authority and since are those of the guids in " in done.output
    assert "base_url is where the feeds stood, by " in done.output
    assert "private = true stands for de" in done.output
    whole.archive.prepare()
    assert secret(whole) == folder


def test_an_archive_whose_guids_differ_is_refused(whole: Site) -> None:
    settings_lost(whole)
    path = whole.root / "feeds/en/episodes/ferry.json"
    path.write_text(path.read_text("utf-8").replace("tag:ann.invalid,", "tag:example.net,"), "utf-8")
    done = CliRunner().invoke(main, ["init", str(whole.root)])
    assert done.exit_code == 1
    assert "have guids of several editions" in done.output
    assert not (whole.root / config.FILE).exists()


def test_an_archive_that_tells_nothing_of_its_guids_is_told_as_that(whole: Site) -> None:
    settings_lost(whole)
    lose(whole, "feeds/*/episodes", "feeds/*/feed.xml", "feeds/*/audio", ".audioedition")
    done = CliRunner().invoke(main, ["init", str(whole.root), "--base-url", "https://example.net/new"])
    assert done.exit_code == 0
    assert "authority and since are new" in done.output
    assert whole.settings.base_url == "https://example.net/new"


@pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX's")
def test_a_pipe_in_the_place_of_a_record_is_not_waited_for(whole: Site) -> None:
    settings_lost(whole)
    os.mkfifo(whole.root / "feeds/en/episodes/bridge.json")
    assert CliRunner().invoke(main, ["init", str(whole.root)]).exit_code == 0
    assert whole.settings.authority == "ann.invalid"
