"""Killed, refused or without power at any step, a command leaves the laws whole, and the next one finishes the work.

A small fixed part of what `benchmarks/killed.py` and `benchmarks/refused.py` do by chance and in numbers.
"""

from __future__ import annotations

import errno
import random
import re
import sys
from collections.abc import Iterator
from functools import cache

import laws
import power
import pytest
import scenes
from scenes import Scene, Stage
from steps import Done, Server

from audioedition.errors import MEMORY

if sys.platform != "linux":
    pytest.skip("steps are told by what only Linux has", allow_module_level=True)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    with Server(folder / "scratch") as server:
        yield Stage(folder, server)


def scene(name: str) -> Scene:
    (found,) = scenes.named([name])
    return found


@cache
def whole(stage: Stage, played: Scene) -> tuple[Done, dict[str, bytes], dict[str, bytes]]:
    """How a scene goes that nobody disturbs, and the web root before and after."""
    stage.set(played)
    before = laws.contents(stage.root)
    done = stage.play(played)
    assert done.code == 0, done.said
    return done, before, laws.contents(stage.root)


def finished(stage: Stage, played: Scene, after: dict[str, bytes]) -> None:
    """The next run completes the scene: all is as without the disturbance, and nothing is left."""
    again = stage.play(played)
    assert again.code == 0, again.said
    assert laws.broken(stage.root) == []
    assert laws.contents(stage.root) == after
    assert list((stage.root / "feeds").rglob(".part-*")) == []


@pytest.mark.parametrize("name", ["new", "retract"])
def test_no_law_is_broken_at_any_step(stage: Stage, name: str) -> None:
    played = scene(name)
    _, before, after = whole(stage, played)
    stage.set(played)
    seen = stage.play(played, known=laws.digests(before, after))
    assert seen.broken == []
    assert len(seen.steps) > 50
    assert laws.contents(stage.root) == after


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("new", "rename feeds/en/episodes/"),
        ("retract", "create feeds/en/.part"),
        ("retract", "remove feeds/en/audio/"),
        ("release", "write feeds/en/audio/"),
        ("reread", "rename feeds/en/episodes/"),
    ],
)
def test_who_is_killed_is_finished_by_the_next_run(stage: Stage, name: str, step: str) -> None:
    played = scene(name)
    done, _, after = whole(stage, played)
    at = next(each for each in done.steps if each.startswith(step))
    stage.set(played)
    killed = stage.play(played, kill=at)
    assert killed.code == -9
    assert laws.broken(stage.root) == []
    there = {path.name for path in (stage.root / ".audioedition/shelf").glob("*/[!.]*.wav")}
    finished(stage, played, after)
    assert there <= {path.name for path in (stage.root / ".audioedition/shelf").glob("*/[!.]*.wav")}


def test_a_podcast_that_becomes_private_has_no_feed_that_tells_of_its_old_place(stage: Stage) -> None:
    played = scene("hidden")
    done, _, _ = whole(stage, played)
    stage.set(played)
    place = next(place for place, each in enumerate(done.steps) if each.startswith("rename feeds/de-"))
    assert stage.play(played, kill=done.steps[place + 1]).code == -9
    assert not (stage.root / "feeds/de").exists()
    assert laws.broken(stage.root) == []
    again = stage.play(played)
    assert again.code == 0, again.said
    assert laws.broken(stage.root) == []


def test_what_was_spoken_before_the_kill_is_not_spoken_again(stage: Stage) -> None:
    played = scene("new")
    done, _, _ = whole(stage, played)
    stage.set(played)
    killed = stage.play(
        played, kill=next(each for each in done.steps if each.startswith("create feeds/en/audio/"))
    )
    assert sorted(killed.spoken) == sorted(done.spoken)
    assert stage.play(played).spoken == []


def test_a_power_cut_leaves_no_law_broken_and_the_next_run_finishes(stage: Stage) -> None:
    chance, played, journal = random.Random(8), scene("retract"), stage.folder / "journal"
    _, _, after = whole(stage, played)
    stage.set(played)
    stage.play(played, journal=str(journal))
    entries = power.read(journal)
    stage.set(played)
    disk, states = power.Disk(stage.root), list[dict[str, bytes | None]]()
    for place in range(len(entries) + 1):
        disk.do_until(entries, place)
        states += [disk.cut(chance, share) for share in (0.0, 1.0)]
    for number, state in enumerate(states):
        stage.clear()
        stage.root.mkdir()
        power.put({path: data for path, data in state.items() if "/feeds" in path})
        assert laws.broken(stage.root) == [], entries[number // 2]
        if number % (len(states) // 3) == 1:
            power.put(state)
            finished(stage, played, after)


@pytest.mark.parametrize(
    ("name", "step", "number", "lasts"),
    [
        ("new", "write feeds/en/audio/", errno.ENOSPC, "changing"),
        ("new", "scan .audioedition/shelf", errno.ENODEV, "all"),
        ("retract", "create .audioedition/listed/", errno.EDQUOT, "changing"),
        ("retract", "rename feeds/en/feed.xml", errno.EROFS, "changing"),
        ("retract", "remove feeds/en/audio/", errno.EACCES, ""),
        ("retract", "fsync feeds/en/episodes", errno.EIO, ""),
        ("retract", "stat voices/en.toml", errno.ESTALE, "all"),
    ],
)
def test_what_the_disk_refuses_is_a_sentence_and_the_next_run_finishes(
    stage: Stage, name: str, step: str, number: int, lasts: str
) -> None:
    played = scene(name)
    done, _, after = whole(stage, played)
    stage.set(played)
    at = next(each for each in done.steps if each.startswith(step))
    refused = stage.play(played, refuse=at, errno=number, lasts=lasts)
    assert refused.code == 1, refused.said
    assert "Traceback" not in refused.said
    assert "fault in audioedition" not in refused.said
    assert re.search(r"[Ee]rror|could not be|cannot be", refused.said)
    assert laws.broken(stage.root) == []
    finished(stage, played, after)


def test_without_memory_there_is_a_sentence_and_the_next_run_finishes(stage: Stage) -> None:
    played = scene("new")
    _, _, after = whole(stage, played)
    stage.set(played)
    starved = stage.play(played, memory=6)
    assert starved.code == 1, starved.said
    assert MEMORY in starved.said
    assert "Traceback" not in starved.said
    assert "fault in audioedition" not in starved.said
    assert laws.broken(stage.root) == []
    finished(stage, played, after)
