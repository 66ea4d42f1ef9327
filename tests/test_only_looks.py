"""Commands that only look write nothing into an edition, whatever is missing or damaged in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Site

from audioedition import check, publish
from audioedition.cli import main

Tree = dict[str, tuple[int, int, bytes]]

FILES = {
    "cover": "feeds/en/cover-*",
    "page": "feeds/en/episodes/ferry.html",
    "feed": "feeds/en/feed.xml",
    "transcript": "feeds/en/transcripts/*.json",
    "record": "feeds/en/episodes/ferry.json",
    "podcast": "feeds/en/podcast.json",
    "audio": "feeds/en/audio/*.mp3",
    "shelf": ".audioedition/shelf/*/*.wav",
    "manuscript": ".audioedition/manuscripts/en/*.json",
    "listing": ".audioedition/listed/*.json",
    "ledger": ".audioedition/written.json",
}
LOOKS = (
    ("check", "--archive"),
    ("check", "--archive", "--json"),
    ("check",),
    ("check", "--feed"),
    ("repair", "--dry-run"),
    ("episodes",),
    ("publish", "--dry-run", "ferry.txt"),
    ("reread", "--dry-run"),
    ("script", "ferry.txt"),
    ("embed", "ferry"),
)


def gone(path: Path) -> None:
    path.unlink()


def garbage(path: Path) -> None:
    path.write_bytes(b"\0garbage" * 9)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("published") / "site")
    site.publish(site.post())
    return site.root


def tree(root: Path) -> Tree:
    """All below `root`: of each file and folder its kind, when it was changed, and what is in it."""
    every = ((path, path.lstat()) for path in (root, *sorted(root.rglob("*"))))
    return {
        path.relative_to(root).as_posix(): (
            said.st_mode,
            said.st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path, said in every
    }


@pytest.mark.parametrize("deed", [gone, garbage])
@pytest.mark.parametrize("kind", FILES)
def test_a_check_writes_nothing_whatever_is_damaged(
    whole: Site, kind: str, deed: Callable[[Path], None]
) -> None:
    found = sorted(whole.root.glob(FILES[kind]))
    assert found
    for path in found:
        deed(path)
    before = tree(whole.root)
    told = [
        *check.whole(whole.settings, whole.archive, lambda *_: None),
        *check.feeds(whole.settings, whole.archive),
    ]
    assert tree(whole.root) == before
    is_seen = kind not in {"listing", "ledger", *(["shelf", "manuscript"] if deed is gone else [])}
    if is_seen:  # what comes back by itself is no loss
        assert any(each.state is not check.State.OK for each in told)


@pytest.mark.parametrize("damage", ["covers", "private", "all"])
def test_whoever_only_looks_writes_nothing(whole: Site, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if damage == "covers":
        for path in whole.root.glob("feeds/*/cover-*"):
            path.unlink()
    elif damage == "private":
        whole.edit("[feeds.de]", "[feeds.de]\nprivate = true")
        shutil.rmtree(whole.root / "feeds/de")
    elif damage == "all":
        shutil.rmtree(whole.root / "feeds")
        shutil.rmtree(whole.root / ".audioedition")
    monkeypatch.chdir(whole.root)
    before = tree(whole.root)
    for command in LOOKS:
        said = CliRunner().invoke(main, command)
        assert said.exception is None or isinstance(said.exception, SystemExit), said.output
        after = tree(whole.root)
        assert after == before, (command, sorted(set(after.items()) ^ set(before.items()))[:4])


def test_a_cover_that_is_gone_is_told_and_drawn_by_publishing(whole: Site) -> None:
    (cover,) = whole.root.glob("feeds/en/cover-*")
    picture = cover.read_bytes()
    cover.unlink()
    told = [e.detail for e in check.whole(whole.settings, whole.archive, lambda *_: None) if e.path == cover]
    assert told == [f"{cover} is missing: run {whole.settings.command('publish')}"]
    planned = {
        each.what: each.state for each in check.feeds(whole.settings, whole.archive) if "valid" in each.detail
    }
    assert planned["feed en"] is check.State.OK, "as it would be written, it names a cover that is drawn then"
    assert cover in publish.publish(whole.settings, whole.archive)
    assert cover.read_bytes() == picture
