from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from audioedition import trimming
from audioedition.errors import ArchiveError
from audioedition.files import PART
from audioedition.trimming import Extent, Found, Trimmed, extent, needed, surplus, trim, used

HOUR = 3600.0
NOW = 1_000_000.0


def put(folder: Path, name: str, size: int, age: float) -> Path:
    """A file of so many bytes that was used so many seconds ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    when = time.time() - age
    os.utime(path, (when, when))
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


# What goes

_files = st.lists(
    st.builds(lambda size, used: (size, used), st.integers(0, 1000), st.floats(0, 2 * NOW, allow_nan=False)),
    max_size=40,
).map(lambda all_: [Found(str(place), *each) for place, each in enumerate(all_)])


@given(found=_files, limit=st.integers(0, 20_000), ago=st.floats(60, NOW))
def test_what_stays_is_within_the_limit_or_needed_and_the_longest_unused_goes_first(
    found: list[Found], limit: int, ago: float
) -> None:
    since = NOW - ago
    gone = surplus(found, limit, since, NOW)
    stays = [each for each in found if each not in gone]

    def when(each: Found) -> float:
        return each.used if each.used <= NOW + 60 else 0.0  # a wrong clock's

    assert len({each.path for each in gone}) == len(gone)
    assert not any(when(each) >= since for each in gone), "what is needed stays"
    idle = [each for each in stays if when(each) < since]
    assert sum(each.size for each in stays) <= limit or not idle
    assert max(map(when, gone), default=0.0) <= min(map(when, idle), default=NOW), "the oldest first"
    if sum(each.size for each in found) <= limit:
        assert not gone, "nothing goes without need"
    if gone:
        assert sum(each.size for each in stays) + gone[-1].size > limit * 0.9, "and no more than must"


def test_a_folder_is_trimmed_whatever_lies_in_it_and_however_deep(tmp_path: Path) -> None:
    put(tmp_path, "ab/old.wav", 400, 3 * HOUR)
    put(tmp_path, "mp3/cd/older.mp3", 400, 4 * HOUR)
    put(tmp_path, "new.wav", 400, 2 * HOUR)
    assert extent(tmp_path) == Extent(3, 1200)
    assert trim(tmp_path, 1200) == Trimmed(Extent(), Extent(3, 1200))
    assert trim(tmp_path, 900) == Trimmed(Extent(1, 400), Extent(2, 800))
    assert names(tmp_path) == {"old.wav", "new.wav"}
    assert trim(tmp_path, 0) == Trimmed(Extent(2, 800), Extent())


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert extent(tmp_path / "none") == Extent()
    assert trim(tmp_path / "none", 0) == Trimmed(Extent(), Extent())


def test_links_lead_nowhere(tmp_path: Path) -> None:
    outside = put(tmp_path / "home", "letters.txt", 100, 9 * HOUR)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "home").symlink_to(tmp_path / "home")
    (shelf / "letters").symlink_to(outside)
    trim(shelf, 0)
    assert outside.read_bytes() == bytes(100)
    assert extent(tmp_path / "shelf").size < 100 * 2, "a link counts as itself"


def test_what_a_killed_writer_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    put(tmp_path, f"ab/{PART}killed.wav", 10, 2 * HOUR)
    put(tmp_path, f"ab/{PART}writing.wav", 10, 5)
    put(tmp_path, "ab/clip.wav", 10, 2 * HOUR)
    assert trim(tmp_path, 1000).went == Extent(1, 10)
    assert names(tmp_path) == {f"{PART}writing.wav", "clip.wav"}


def test_what_is_being_written_stays_however_long_that_takes_and_whole_files_go_for_it(
    tmp_path: Path,
) -> None:
    for name, age in (("a", 300.0), ("b", 200.0), (f"{PART}c", 400.0)):
        path = tmp_path / name
        path.write_bytes(bytes(100))
        os.utime(path, (time.time() - age,) * 2)
    trim(tmp_path, 220)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{PART}c", "b"]


def test_a_need_that_was_taken_for_an_old_one_before_it_was_locked_is_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire, times = FileLock.acquire, list[Path]()

    def late(lock: FileLock, *args: Any, **options: Any) -> object:
        held = acquire(lock, *args, **options)
        if not times:
            times.append(Path(lock.lock_file))
            times[0].unlink()
        return held

    monkeypatch.setattr(FileLock, "acquire", late)
    with needed(tmp_path):
        (there,) = tmp_path.glob(".need-*")
        assert there != times[0]
    assert not list(tmp_path.iterdir())


def test_what_was_just_used_stays_though_there_is_too_much(tmp_path: Path) -> None:
    put(tmp_path, "just.wav", 400, 10)
    put(tmp_path, "old.wav", 400, HOUR)
    assert trim(tmp_path, 100).left == Extent(1, 400)
    assert names(tmp_path) == {"just.wav"}


def test_a_file_of_tomorrow_is_not_kept_for_ever(tmp_path: Path) -> None:
    put(tmp_path, "tomorrow.wav", 400, -24 * HOUR)
    put(tmp_path, "old.wav", 400, HOUR)
    trim(tmp_path, 500)
    assert names(tmp_path) == {"old.wav"}


@pytest.mark.parametrize(("age", "marked"), [(10, False), (HOUR, True), (-24 * HOUR, True)])
def test_a_file_is_marked_as_used_but_not_again_and_again(tmp_path: Path, age: float, marked: bool) -> None:  # noqa: FBT001 -- pytest names it
    path = put(tmp_path, "clip.wav", 1, age)
    before = path.stat().st_mtime
    assert used(path, before) is marked
    assert path.stat().st_mtime == pytest.approx(time.time() if marked else before, abs=5)
    path.unlink()
    assert used(path, before) is False


# What is needed


def test_what_was_used_since_somebody_began_to_need_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 5 * HOUR
    with needed(tmp_path):
        put(tmp_path, "ours.wav", 400, -HOUR)
        put(tmp_path, "idle.wav", 400, HOUR)
        monkeypatch.setattr(time, "time", lambda: later)
        assert trim(tmp_path, 0).left == Extent(1, 400)
        assert names(tmp_path) >= {"ours.wav"}
    assert trim(tmp_path, 0).left == Extent()
    assert names(tmp_path) == set(), "nothing of the need itself stays either"


def test_of_several_needs_the_oldest_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    with needed(tmp_path):
        put(tmp_path, "ours.wav", 400, -10)
        monkeypatch.setattr(time, "time", lambda: now + 5 * HOUR)
        with needed(tmp_path):
            assert trim(tmp_path, 0).left == Extent(1, 400)
        assert trim(tmp_path, 0).left == Extent(1, 400)


@pytest.mark.parametrize("back", [0.5 * HOUR, 3 * HOUR])
def test_a_clock_that_is_set_back_takes_nothing_that_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: float
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time_ns", lambda: int((now - HOUR) * 1e9))  # when it is begun to be needed
    with needed(tmp_path):
        put(tmp_path, "before.wav", 400, 60)
        monkeypatch.setattr(time, "time", lambda: now - back)
        put(tmp_path, "after.wav", 400, 90)
        put(tmp_path, "idle.wav", 400, 9 * HOUR)
        trim(tmp_path, 0)
        assert names(tmp_path) >= {"before.wav", "after.wav"}
    assert trim(tmp_path, 0).left == Extent(), "nothing stays for ever"


def test_a_need_that_a_killed_program_left_by_a_clock_ahead_is_none(tmp_path: Path) -> None:
    (tmp_path / f".need-{time.time_ns() + 10**14}-00").touch()
    put(tmp_path, "clip.wav", 400, HOUR)
    assert trim(tmp_path, 0).left == Extent()
    assert names(tmp_path) == set()


_HOLDS = """
import sys, time
from pathlib import Path
from audioedition.trimming import needed
with needed(Path(sys.argv[1])):
    print("holding", flush=True)
    sys.stdin.read()
"""


def test_another_program_s_need_holds_until_that_program_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert run.stdout
        assert run.stdout.readline() == b"holding\n"
        put(tmp_path, "theirs.wav", 400, -5)
        later = time.time() + 5 * HOUR
        monkeypatch.setattr(time, "time", lambda: later)
        assert trim(tmp_path, 0).left == Extent(1, 400)
    finally:
        run.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        run.communicate()
    assert trim(tmp_path, 0).left == Extent()
    assert names(tmp_path) == set(), "and what the killed program left"


def test_a_file_that_is_used_while_others_go_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "clip.wav", 400, HOUR)
    real = trimming.surplus

    def meanwhile(*what: object) -> list[Found]:
        gone = real(*what)  # type: ignore[arg-type]
        used(path, path.stat().st_mtime)
        return gone

    monkeypatch.setattr(trimming, "surplus", meanwhile)
    assert trim(tmp_path, 0) == Trimmed(Extent(), Extent(1, 400))
    assert path.exists()


def test_a_disk_that_refuses_is_named(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_text("no folder")
    with pytest.raises(ArchiveError, match=r"shelf could not be written \(.*\): free space or allow writing"):
        needed(tmp_path / "shelf").__enter__()


def test_what_cannot_be_deleted_stays_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "locked.wav", 400, 2 * HOUR)
    put(tmp_path, "clip.wav", 400, HOUR)
    real = Path.unlink

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == "locked.wav":
            raise PermissionError(13, "Permission denied", str(path))
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    assert trim(tmp_path, 0) == Trimmed(Extent(1, 400), Extent(1, 400))


def test_trimming_at_the_same_time_does_no_harm(tmp_path: Path) -> None:
    for place in range(300):
        put(tmp_path, f"{place % 7}/{place}.wav", 10, HOUR + place)
    ends: list[Trimmed] = []
    together: list[Callable[[], None]] = [lambda: ends.append(trim(tmp_path, 1000)) for _ in range(4)]
    threads = [threading.Thread(target=each) for each in together]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(ends) == 4
    assert 0 < extent(tmp_path).size <= 1000


def test_what_cannot_be_deleted_because_another_looks_at_it_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path, **_options: bool) -> None:
        raise PermissionError(13, "in use")  # as Windows has it

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", refused)
        with needed(tmp_path):
            put(tmp_path, "a", 10, 0)
        (left,) = tmp_path.glob(".need-*")
        old = left.rename(tmp_path / f".need-{time.time_ns() - 10**12}-00")
        trim(tmp_path, 100)
    trim(tmp_path, 100)
    assert not old.exists()
