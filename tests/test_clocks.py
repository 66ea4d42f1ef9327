"""A clock that jumps gives no wrong date, and has nothing deleted early."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ENGLISH, NOW, Site

from audioedition import cli
from audioedition.archive import clock
from audioedition.cli import archive as commands
from audioedition.cli import opened
from audioedition.reports import State

OTHER = "The mill has stopped\n\nIt stood still all the summer. Who would grind what nobody sows?\n"
DAY, YEAR = timedelta(days=1), timedelta(days=365)


def test_a_post_without_a_date_is_refused_while_the_clock_is_behind(site: Site) -> None:
    site.record(site.post(ENGLISH))
    (outcome,) = site.record(site.post(OTHER, "mill.txt"), now=NOW - YEAR).outcomes
    assert outcome.state is State.FAILED
    assert (
        "has no date, and by the clock it is 2024-03-01, while the newest episode is of 2025-03-01"
        in outcome.detail
    )
    assert len(site.archive.episodes("en")) == 1
    site.record(site.post(OTHER, "mill.txt"), now=NOW + DAY)
    assert [each.published for each in site.archive.episodes("en")] == [NOW + DAY, NOW]


def test_a_post_keeps_its_own_date_while_the_clock_is_behind(site: Site) -> None:
    site.record(site.post(ENGLISH))
    dated = f"---\ndate: 2025-02-20\n---\n# {OTHER}"
    site.record(site.post(dated, "mill.md"), now=NOW - YEAR)
    assert [each.published for each in site.archive.episodes("en")] == [
        NOW,
        datetime(2025, 2, 20, 12, tzinfo=UTC),
    ]


def test_dates_and_guids_stay_whatever_the_clock_says(site: Site) -> None:
    site.record(site.post(ENGLISH))
    (before,) = site.archive.episodes("en")
    for place, now in enumerate((NOW - YEAR, NOW + 5 * YEAR, NOW)):
        site.record(site.post(ENGLISH.replace("hundred", f"{place} hundred")), now=now)
        (after,) = site.archive.episodes("en")
        assert (after.guid, after.published) == (before.guid, before.published)
        assert after.sound != before.sound


def by_the_clock(now: datetime, monkeypatch: pytest.MonkeyPatch, site: Site, *arguments: str) -> Result:
    """Run a command while the clock says so."""

    class Fixed(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override] # noqa: ARG003
            return now

    for module in (commands, opened):
        monkeypatch.setattr(module, "datetime", Fixed)
    done = CliRunner().invoke(cli.main, [*arguments, "--edition", str(site.root)])
    assert done.exit_code == 0, done.output
    return done


def replaced(site: Site, now: datetime) -> Path:
    """The audio of an episode, which was replaced at that time by the clock."""
    site.record(site.post(ENGLISH), now=NOW)
    (before,) = site.archive.episodes("en")
    site.record(site.post(ENGLISH.replace("hundred", "thousand")), now=now)
    return site.archive.audio("en", before.enclosure.file)


def test_a_clock_that_was_behind_deletes_nothing_early(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    by_the_clock(NOW, monkeypatch, site, "prune")
    audio = replaced(site, NOW - 5 * YEAR)
    (superseded,) = json.loads((site.root / "feeds/en/episodes/ferry.json").read_text("utf-8"))["superseded"]
    assert datetime.fromisoformat(superseded["since"]) == NOW
    by_the_clock(NOW + 29 * DAY, monkeypatch, site, "prune")
    assert audio.exists()
    by_the_clock(NOW + 31 * DAY, monkeypatch, site, "prune")
    assert not audio.exists()


def test_a_clock_that_has_jumped_is_believed_the_second_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_the_clock(NOW, monkeypatch, site, "prune")
    audio = replaced(site, NOW)
    said = by_the_clock(NOW + YEAR, monkeypatch, site, "prune").output
    assert "The clock has gone on by 365 days since a command last wrote here" in said
    assert audio.exists()
    assert "deleted" in by_the_clock(NOW + YEAR, monkeypatch, site, "prune").output
    assert not audio.exists()


@pytest.mark.parametrize("damage", ["", "yesterday", "2025-01-01T00:00:00"])
def test_without_a_memory_the_clock_is_believed(tmp_path: Path, damage: str) -> None:
    (tmp_path / "clock").write_text(damage, "utf-8")
    assert clock.told(tmp_path) is None
    assert clock.believed(tmp_path, NOW) == NOW
    assert clock.at_least(tmp_path, NOW) == NOW
