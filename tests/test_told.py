"""What commands say of what is wrong: once, with its remedy, and in few lines where nobody sees a bar."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import POST, Site

from audioedition import check
from audioedition.cli import main
from audioedition.cli.bars import bars

OTHER = POST.replace("ferry?", "second ferry?").replace("Fähre?", "zweite Fähre?")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("published") / "site")
    site.edit("[sound]", '[sound]\nintro = "voices/jingles/intro.flac"')
    for name, text in (("ferry", POST), ("other", OTHER)):
        assert not site.publish(site.post(text, f"{name}.txt")).failed
    return site.root


def run(site: Site, *arguments: str) -> Result:
    said = CliRunner().invoke(main, [*arguments, "--edition", str(site.root)])
    assert said.exception is None or isinstance(said.exception, SystemExit), said.output
    return said


def failed(site: Site) -> list[check.Finding]:
    found = check.whole(site.settings, site.archive, lambda *_: None)
    return [each for each in found if each.state is check.State.FAIL]


def test_what_fails_all_alike_is_told_once_with_its_number(whole: Site) -> None:
    (whole.root / "voices/jingles/intro.flac").unlink()
    for path in whole.root.glob("feeds/*/audio/*.mp3"):
        path.unlink()
    posts = [str(whole.root / f"{name}.txt") for name in ("ferry", "other")]
    for command in (["repair"], ["publish", *posts], ["reread"]):
        said = run(whole, *command)
        assert said.exit_code == 1
        assert said.output.count("intro.flac could not be read") == 1, said.output
        assert ("lost         4 episodes" in said.output) == (command == ["repair"])
        assert ("for the same reason, 4 by now" in said.output) == (command != ["repair"])


def garbage(path: Path) -> None:
    path.write_bytes(b"\0garbage" * 99)


def another(path: Path) -> None:
    path.write_text('<rss version="2.0"><channel><title>Mine</title></channel></rss>', "utf-8")


@pytest.mark.parametrize("deed", [garbage, another], ids=lambda deed: deed.__name__)
def test_a_feed_that_somebody_has_overwritten_is_no_fault_of_the_program(
    whole: Site, deed: Callable[[Path], None]
) -> None:
    feed = whole.root / "feeds/en/feed.xml"
    before = feed.read_bytes()
    deed(feed)
    assert [each.detail for each in failed(whole)] == [
        f"{feed} is damaged: run {whole.settings.command('repair')}"
    ]
    (whole.root / ".audioedition/written.json").unlink()  # then nobody knows what was written there
    (told,) = (each.detail for each in failed(whole))
    publish = whole.settings.command("publish")
    assert told.startswith(f"{feed} is damaged, or somebody else has written it")
    assert told.endswith(f"run {publish}, which writes it anew")
    assert "fault in audioedition" not in run(whole, "check", "--archive").output
    assert run(whole, "publish").exit_code == 0
    assert feed.read_bytes() == before


@pytest.mark.parametrize("kind", ["episodes/ferry.html", "transcripts/ferry-*.json", "index.html"])
def test_what_was_changed_since_it_was_written_is_damaged(whole: Site, kind: str) -> None:
    (path,) = whole.root.glob(f"feeds/en/{kind}")
    before = path.read_bytes()
    path.write_bytes(before[:100])
    first, *others = (each.detail for each in failed(whole))
    repair = f"run {whole.settings.command('repair')}"
    assert first == f"{path} is damaged: {repair}"
    assert all(each.endswith(repair) for each in others), "what a feed says of it has the same remedy"
    assert run(whole, "repair").exit_code == 0
    assert path.read_bytes() == before


def test_a_damaged_cover_names_what_makes_it_again(whole: Site) -> None:
    (cover,) = whole.root.glob("feeds/en/cover-*")
    before = cover.read_bytes()
    garbage(cover)
    new = whole.post(OTHER.replace("second", "third").replace("zweite", "dritte"), "third.txt")
    repair = whole.settings.command("repair")
    assert f"{cover} is damaged or cannot be read: run {repair}, which makes it again" in run(
        whole, "publish", new
    ).output.replace("\n", "")
    assert [each.detail for each in failed(whole) if each.what == "cover en"] == [
        f"{cover} is damaged or cannot be read: run {repair}, which makes it again"
    ]
    assert run(whole, "repair").exit_code == 0
    assert cover.read_bytes() == before
    assert run(whole, "publish", new).exit_code == 0


def test_an_own_cover_that_is_gone_stops_nothing_else(whole: Site) -> None:
    whole.edit("[feeds.en]", '[feeds.en]\ncover = "mine.png"')
    assert any("mine.png cannot be read" in each.detail for each in failed(whole))
    (whole.root / "feeds/de/episodes/ferry.json").unlink()
    assert any("feeds/de/episodes/ferry.json is gone" in each.detail for each in failed(whole))
    said = run(whole, "repair")
    assert (said.exit_code, "mine.png cannot be read" in said.output) == (1, True)
    assert (whole.root / "feeds/de/episodes/ferry.json").exists()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "within").write_text("x", "utf-8")


def circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are POSIX's")
@pytest.mark.parametrize("deed", [folder, circle, to_nothing, pipe], ids=lambda deed: deed.__name__)
def test_whatever_lies_in_the_place_of_a_file_gives_way_to_it(
    whole: Site, deed: Callable[[Path], None]
) -> None:
    before = {path: data for path, (data, _) in whole.files().items()}
    for pattern in (
        "episodes/ferry.json",
        "audio/other-*.mp3",
        "episodes/ferry.html",
        "feed.xml",
        "podcast.json",
        "cover-*",
        "transcripts/ferry-*.vtt",
        "../../.audioedition/written.json",
        "../../.audioedition/podcasts/feeds-en.json",
    ):
        (path,) = whole.root.glob(f"feeds/en/{pattern}")
        deed(path)
    assert failed(whole)
    assert run(whole, "check", "--archive").exit_code == 1
    assert run(whole, "repair").exit_code == 0
    assert {path: data for path, (data, _) in whole.files().items()} == before
    assert failed(whole) == []


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX's")
@pytest.mark.parametrize("is_circle", [False, True])
@pytest.mark.parametrize(
    "name", ["feeds/en/audio", "feeds/en/transcripts", "feeds/en", ".audioedition/podcasts"]
)
def test_a_file_in_the_place_of_a_folder_gives_way_to_it(whole: Site, name: str, *, is_circle: bool) -> None:
    before = {path: data for path, (data, _) in whole.files().items()}
    shutil.rmtree(whole.root / name)
    (whole.root / name).write_text("x", "utf-8")
    if is_circle:
        circle(whole.root / name)
    repair = whole.settings.command("repair")
    said = f"{whole.root / name} is no folder, and one belongs there: run {repair}"
    assert said in [each.detail for each in failed(whole)]
    assert run(whole, "repair").exit_code == 0
    assert {path: data for path, (data, _) in whole.files().items()} == before
    assert failed(whole) == []


def test_a_file_in_the_place_of_the_private_folder_is_to_be_moved_away(whole: Site) -> None:
    shutil.rmtree(whole.root / ".audioedition")
    (whole.root / ".audioedition").write_text("x", "utf-8")
    (told,) = (each.detail for each in failed(whole))
    assert told.startswith(
        f"{whole.root / '.audioedition'} is no folder, and one belongs there: move it away"
    )


def test_where_no_bar_is_seen_few_lines_are_said(whole: Site, capfd: pytest.CaptureFixture[str]) -> None:
    for options in ([], ["--json"]):
        said = run(whole, "check", "--archive", *options)
        assert (said.exit_code, said.stderr) == (0, "")
        if options:
            assert all(isinstance(json.loads(line), dict) for line in said.stdout.splitlines())
    with bars() as shown:
        for done in range(1, 100_001):
            shown.sentences("audio en", done, 100_000)
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines() == ["audio en: 1 of 100000"]
