"""What is damaged or lost is told with one remedy, which loses nothing, and in as few lines as will do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, POST, Site

from audioedition import check, publish, repair
from audioedition.cli import main
from audioedition.cli.grouped import grouped
from audioedition.repair import State

POSTS = {
    "bus": """The bus to the mill

It was half past seven, and nobody but the driver and I wanted to go up to the mill that morning.

Der Bus zur Mühle

Es war halb acht, und außer dem Fahrer und mir wollte an diesem Morgen niemand zur Mühle hinauf.
""",
    "ferry": POST,
    "train": """Trains that sleep

Under the bridge stand eleven trains which have not moved since the autumn, and they are getting rusty.

Züge, die schlafen

Unter der Brücke stehen elf Züge, die sich seit dem Herbst nicht bewegt haben, und sie werden rostig.
""",
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with three posts in two languages; nobody changes it."""
    site = Site(tmp_path_factory.mktemp("published") / "site")
    for name, text in POSTS.items():
        assert not site.record(site.post(text, f"{name}.txt")).failed
    publish.publish(site.settings, site.archive)
    return site.root


def found(site: Site) -> list[check.Finding]:
    """What `check --archive` finds that is not as it should be."""
    every = check.whole(site.settings, site.archive, lambda *_: None)
    return [each for each in every if each.state is not check.State.OK]


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--edition", str(site.root)])


def contents(site: Site) -> dict[str, bytes]:
    return {path: data for path, (data, _) in site.files().items()}


def audio(site: Site, post: str = "ferry") -> Path:
    (path,) = site.root.glob(f"feeds/en/audio/{post}-*.mp3")
    return path


@pytest.mark.parametrize("lost", ["feeds/en", "feeds"])
def test_a_folder_that_is_gone_is_seen_and_comes_back(whole: Site, lost: str) -> None:
    before = contents(whole)
    shutil.rmtree(whole.root / lost)
    told = [each.detail for each in found(whole)]
    for name in POSTS:
        record = whole.root / f"feeds/en/episodes/{name}.json"
        assert any(f"{record} is gone, and so is its audio" in each for each in told)
    assert run(whole, "check", "--archive").exit_code == 1
    assert run(whole, "repair").exit_code == 0
    assert contents(whole) == before
    assert found(whole) == []


def test_a_language_without_settings_is_looked_at_too(whole: Site) -> None:
    text = (whole.root / "audioedition.toml").read_text("utf-8")
    (whole.root / "audioedition.toml").write_text(text.replace("[feeds.en]", "[feeds.fr]"), "utf-8")
    (whole.root / "voices/en.toml").rename(whole.root / "voices/fr.toml")
    shutil.rmtree(whole.root / "feeds/en")
    assert any("feeds/en/episodes/ferry.json is gone" in each.detail for each in found(whole))


@pytest.mark.parametrize("is_listed", [True, False])
def test_an_episode_of_which_all_is_gone_is_found_as_it_is_mended(whole: Site, is_listed: bool) -> None:  # noqa: FBT001 -- a parameter
    audio(whole).unlink()
    (whole.root / "feeds/en/episodes/ferry.json").unlink()
    if not is_listed:
        shutil.rmtree(whole.root / ".audioedition/listed")
    (gone,) = (each for each in found(whole) if each.what == "archive en")
    assert gone.state is check.State.FAIL
    assert gone.path == whole.root / "feeds/en/episodes/ferry.json"
    assert "is gone, and so is its audio: run `audioedition repair" in gone.detail
    (done,) = repair.repair(whole.studio(dry_run=True))
    assert done.state is State.TO_MEND


def test_no_remedy_makes_a_loss_final(whole: Site) -> None:
    path = audio(whole)
    path.write_bytes(path.read_bytes()[:1000])
    (whole.root / "feeds/en/transcripts").rename(whole.root / "elsewhere")
    told = [each.detail for each in found(whole)]
    assert any("rule D5" in each for each in told)
    assert any("transcripts" in each and "is missing" in each for each in told)
    assert all("run `audioedition repair" in each for each in told)
    assert not any("audioedition publish" in each or "delete" in each for each in told)


def test_while_records_are_gone_nothing_is_held_against_what_is_computed(whole: Site) -> None:
    (whole.root / "feeds/en/episodes/ferry.json").unlink()
    told = [each.detail for each in found(whole)]
    assert len(told) == 2
    assert all("run `audioedition repair" in each for each in told)
    assert "while its audio is there" in told[0]


def test_what_is_only_not_written_yet_is_for_publish(whole: Site) -> None:
    for path in whole.root.glob("feeds/en/**/*"):
        if path.is_file() and path.suffix not in {".mp3", ".jpg", ".png"} and path.parent.name != "episodes":
            path.unlink()  # as if the first publishing had been killed
    told = [each.detail for each in found(whole)]
    assert told
    assert all("audioedition publish" in each for each in told)
    assert not any("audioedition repair" in each for each in told)
    publish.publish(whole.settings, whole.archive)
    assert found(whole) == []


def test_what_is_written_anew_is_counted(whole: Site) -> None:
    feed = whole.root / "feeds/en/feed.xml"
    feed.unlink()
    said = run(whole, "repair")
    assert "written      feeds/en/feed.xml" in said.output
    assert "1 written" in said.output
    assert "Nothing is damaged" not in said.output
    feed.unlink()
    (row,) = map(json.loads, run(whole, "repair", "--json").stdout.splitlines())
    assert (row["state"], row["file"]) == ("written", str(feed))
    assert "Nothing is damaged" in run(whole, "repair").output


def test_many_losses_of_one_kind_are_one_line(whole: Site) -> None:
    for path in whole.root.glob("feeds/en/episodes/*.json"):
        path.unlink()
    plain = run(whole, "check", "--archive").output
    assert (
        "3 records are gone, while their audio is there (bus.json, ferry.json and 1 more in feeds/en/episodes)"
        in plain
    )
    assert str(whole.root / "feeds") not in plain
    rows = [json.loads(line) for line in run(whole, "check", "--archive", "--json").stdout.splitlines()]
    assert sum(row["what"] == "archive en" for row in rows) == 3
    dry = run(whole, "repair", "--dry-run", "--json").stdout.splitlines()
    assert len(dry) == 3
    said = run(whole, "repair").output
    assert "mended       3 records: bus.json, ferry.json and 1 more in feeds/en/episodes" in said
    assert "3 mended" in said
    assert found(whole) == []


def test_a_date_that_was_changed_is_told_as_that(whole: Site) -> None:
    def said() -> list[str]:
        return [each.detail for each in found(whole) if each.what == "archive en"]

    record, day = whole.root / "feeds/en/episodes/ferry.json", NOW.isoformat()
    other = datetime(2024, 2, 3, 4, 5, tzinfo=UTC).isoformat()
    text = record.read_text("utf-8")
    record.write_text(text.replace(day, other), "utf-8")
    (told,) = said()
    assert f"its tags say that it was published on {day}, its record says {other}" in told
    assert f'write their date as "published" into {record}' in told
    assert "another episode" not in told
    record.write_text(text, "utf-8")
    assert not said(), "if the tags are right"
    record.write_text(text.replace(day, other), "utf-8")
    run(whole, "publish", str(whole.root / "ferry.txt"))
    assert not said(), "if the record is"


def test_of_a_copy_the_one_with_the_wrong_name_is_told(whole: Site) -> None:
    record = whole.root / "feeds/en/episodes/train.json"
    copy, text = record.with_name("train (1).json"), record.read_text("utf-8")
    shutil.copy(record, copy)
    (told,) = (each.detail for each in found(whole) if each.what == "archive en")
    assert told.startswith(f"{copy} is another record of")
    assert told.endswith("nothing is lost")
    copy.write_text(text.replace("Trains that sleep", "Another"), "utf-8")
    (left,) = repair.repair(whole.studio(dry_run=True))
    assert (left.state, left.path) == (State.LEFT, copy)
    assert "nothing is lost" in left.detail
    assert run(whole, "repair").exit_code == 1
    shutil.copy(record, copy)
    (done,) = repair.repair(whole.studio())
    assert (done.state, done.path) == (State.ASIDE, copy)
    assert "nothing is lost" in done.detail
    assert record.read_text("utf-8") == text
    assert not [each for each in found(whole) if each.what == "archive en"]
    record.rename(copy)
    (left,) = repair.repair(whole.studio(dry_run=True))
    assert (left.state, left.path) == (State.LEFT, copy)
    assert f"belongs to {record}: move it there" in left.detail


def test_what_was_looked_at_is_said(whole: Site) -> None:
    episode = whole.archive.find("bus", "de")
    assert episode
    whole.archive.retract(episode, NOW)
    publish.publish(whole.settings, whole.archive)
    said = {each.what: each.detail for each in check.whole(whole.settings, whole.archive, lambda *_: None)}
    assert said["archive de"].startswith("3 records (1 retracted), 2 audio files, ")
    assert "as it was written" not in said["archive de"]
    assert "checksum" in said["archive de"]
    assert "retracted" not in said["archive en"]


def test_what_has_come_is_told_before_what_went_wrong() -> None:
    def things() -> Iterator[str]:
        yield from ("a1", "a2", "b1", "", "", "b2", "b3")
        raise KeyboardInterrupt

    told: list[list[str]] = []
    with pytest.raises(KeyboardInterrupt):
        told.extend(grouped(things(), lambda each: each[:1]))
    assert told == [["a1", "a2"], ["b1"], [""], [""], ["b2", "b3"]]
