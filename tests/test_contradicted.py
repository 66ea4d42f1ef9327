"""A record that was changed by hand is held against its audio, which tells what was published."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Site
from doubles import faulty

from audioedition import check, publish, repair
from audioedition.cli import main
from audioedition.repair import State

GOLDEN = Path(__file__).parent / "data/archives"
TEXT = "# Who still needs a ferry?\n\nThe council voted, see [the minutes](https://example.org/minutes). Nobody asked.\n"
Said = dict[str, Any]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("published") / "site")
    site.publish(site.post(TEXT, "ferry.md"))
    return site.root


def record(site: Site) -> Path:
    return site.root / "feeds/en/episodes/ferry.json"


def change(site: Site, deed: Callable[[Said], None]) -> None:
    said = json.loads(record(site).read_text("utf-8"))
    deed(said)
    record(site).write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", "utf-8")


def wrong(site: Site) -> list[str]:
    """What is said of records that are not as their audio tells."""
    found = check.whole(site.settings, site.archive, lambda *_: None)
    return [each.detail for each in found if each.what == "archive en" and each.state is not check.State.OK]


def title(said: Said) -> None:
    said["title"] = "Nobody needs a ferry"


def guid(said: Said) -> None:
    said["guid"] = said["guid"].replace("ferry/en", "other/en")


def sentence(said: Said) -> None:
    said["lines"][-1]["text"] = "Somebody asked."


def text(said: Said) -> None:
    said["blocks"][-1]["text"] = said["blocks"][-1]["text"].replace("Nobody asked", "Somebody did")


def both(said: Said) -> None:
    sentence(said)
    said["blocks"][-1]["text"] = said["blocks"][-1]["text"].replace("Nobody asked", "Somebody asked")


CHANGES: dict[Callable[[Said], None], str] = {
    title: "the title is “Nobody needs a ferry”, and in the audio “Who still needs a ferry?”",
    guid: "the guid is tag:example.org,",
    sentence: "the sentences are not those that the audio tells",
    text: "the text is not the one that is spoken",
    both: "the sentences are not those that the audio tells",
}


@pytest.mark.parametrize("deed", CHANGES, ids=lambda deed: deed.__name__)
def test_what_was_changed_by_hand_is_told_and_written_again(
    whole: Site, deed: Callable[[Said], None]
) -> None:
    before = record(whole).read_bytes()
    change(whole, deed)
    (told,) = wrong(whole)
    assert told.startswith(f"{record(whole)} was changed since it was written: {CHANGES[deed]}")
    assert f"run {whole.settings.command('repair')}" in told
    assert [each.state for each in repair.repair(whole.studio(dry_run=True))] == [
        State.TO_SET_ASIDE,
        State.TO_MEND,
    ]
    changed = record(whole).read_bytes()
    aside, made = repair.repair(whole.studio())
    assert (aside.state, aside.path) == (State.ASIDE, record(whole))
    assert CHANGES[deed] in aside.detail
    assert (made.state, made.path) == (State.MENDED, record(whole))
    assert record(whole).read_bytes() == before
    (kept,) = whole.root.glob(".audioedition/damaged/**/ferry.json")
    assert kept.read_bytes() == changed, "whoever changed it may want it"
    assert wrong(whole) == []


@pytest.mark.parametrize("deed", [title, both], ids=lambda deed: deed.__name__)
def test_it_is_written_again_also_after_its_pages_were(whole: Site, deed: Callable[[Said], None]) -> None:
    before = {path: data for path, (data, _) in whole.files().items()}
    change(whole, deed)
    publish.publish(whole.settings, whole.archive)
    assert wrong(whole), "by its transcript, it would be right"
    assert CliRunner().invoke(main, ["repair", "--edition", str(whole.root)]).exit_code == 0
    assert {path: data for path, (data, _) in whole.files().items()} == before


def test_what_only_the_changed_record_knows_stays(whole: Site) -> None:
    shutil.rmtree(whole.root / ".audioedition/manuscripts")
    old = whole.archive.find("ferry", "en")
    assert old
    assert old.references
    change(whole, title)
    list(repair.repair(whole.studio()))
    new = whole.archive.find("ferry", "en")
    assert new
    assert (new.title, new.references, new.origin) == (old.title, old.references, old.origin)
    change(whole, both)
    publish.publish(whole.settings, whole.archive)
    list(repair.repair(whole.studio()))
    assert "Somebody" not in record(whole).read_text("utf-8"), "the words that the audio tells"
    assert wrong(whole) == []


def test_records_that_were_exchanged_come_back_each_in_its_place(tmp_path: Path) -> None:
    faulty.reset()
    site = Site(tmp_path / "site")
    site.publish(site.post())
    before = {path: data for path, (data, _) in site.files().items()}
    one, other = (site.root / f"feeds/{tag}/episodes/ferry.json" for tag in ("en", "de"))
    said = one.read_bytes(), other.read_bytes()
    one.write_bytes(said[1])
    other.write_bytes(said[0])
    assert CliRunner().invoke(main, ["repair", "--edition", str(site.root)]).exit_code == 0
    assert {path: data for path, (data, _) in site.files().items()} == before
    kept = site.root / ".audioedition/damaged/feeds/en/episodes/ferry.json"
    assert kept.read_bytes() == said[1], "nothing is deleted"


def test_of_two_dates_nobody_knows_which_is_right(whole: Site) -> None:
    change(whole, lambda said: said.update(published="2024-02-03T04:05:00+00:00"))
    (told,) = wrong(whole)
    (left,) = repair.repair(whole.studio())
    assert left.state is State.LEFT
    assert left.detail in told
    assert CliRunner().invoke(main, ["repair", "--edition", str(whole.root)]).exit_code == 1


def test_what_the_program_itself_changes_is_no_contradiction(whole: Site) -> None:
    def run(*arguments: str) -> None:
        assert CliRunner().invoke(main, [*arguments, "--edition", str(whole.root)]).exit_code == 0
        assert wrong(whole) == [], arguments

    post = whole.root / "ferry.md"
    whole.edit('author = "Ann"', 'author = "Bea"')
    run("publish")
    run("publish", str(post))
    post.write_text(TEXT.replace("still", "yet").replace("Nobody", "Who"), "utf-8")
    run("publish", str(post))
    whole.edit("[sound]", "[sound]\nopus = true")
    run("publish", str(post))
    post.write_text("---\ntitle: 'A\\u0301 \U0001f6a2 <b>&amp;  two   blanks'\n---\n" + TEXT, "utf-8")
    run("publish", str(post))
    run("retract", "ferry")
    run("publish", "--restore", str(post))
    run("repair")


@pytest.mark.parametrize("version", sorted(path.name for path in GOLDEN.iterdir()))
def test_what_earlier_versions_wrote_is_no_contradiction(version: str, tmp_path: Path) -> None:
    site = Site.copied(GOLDEN / version, tmp_path / "site")
    assert not [each for each in wrong(site) if "was changed since it was written" in each]
