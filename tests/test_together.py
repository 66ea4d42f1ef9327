"""Several commands at once: one waits, and says so, or both succeed; nothing is lost, and a lock dies with its owner."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import laws
import pytest
from conftest import ENGLISH, POST, Site

from audioedition.errors import ArchiveError

fcntl = pytest.importorskip("fcntl")  # not on Windows

OTHER = "The mill has stopped\n\nIt stood still all the summer. Who would grind what nobody sows?\n"


def started(site: Site, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "audioedition", *arguments],
        cwd=site.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def together(site: Site, *commands: Sequence[str], after: float) -> list[str]:
    """Run commands at once, each so many seconds after the one before; all must succeed.  What they say."""
    running = []
    for command in commands:
        running.append(started(site, *command))
        time.sleep(after)
    said = [each.communicate(timeout=120) for each in running]
    assert [each.returncode for each in running] == [0] * len(running), said
    return ["".join(each) for each in said]


@pytest.fixture
def toned(site: Site) -> Site:
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.toml").write_text('engine = "tone"\n', "utf-8")
    site.edit("https://example.org/p", laws.BASE.rstrip("/"))
    return site


def titles(site: Site) -> list[str]:
    assert laws.broken(site.root) == []
    return sorted(title for _, title in laws.episodes(site.root).values())


def test_posts_that_are_published_at_once_are_all_there(toned: Site) -> None:
    one, other = toned.post(POST, "one.txt"), toned.post(OTHER, "other.txt")
    said = together(
        toned, ("publish", one), ("publish", other), ("publish", one), after=random.Random(1).uniform(0, 0.3)
    )
    assert titles(toned) == [
        "The mill has stopped",
        "Wer braucht noch eine Fähre?",
        "Who still needs a ferry?",
    ]
    assert any("Waiting for another audioedition" in each for each in said)


def test_others_wait_for_who_publishes(toned: Site) -> None:
    one, other = toned.post(ENGLISH, "one.txt"), toned.post(OTHER, "other.txt")
    together(toned, ("publish", one), after=0)
    together(toned, ("publish", other), ("retract", "one"), ("prune",), after=0.1)
    assert titles(toned) == ["The mill has stopped"]
    (toned.root / "voices/en.toml").write_text('engine = "tone"\n[options]\npitch = 200.0\n', "utf-8")
    toned.edit("sows?", "sows now?", "other.txt")
    together(toned, ("publish", "--review", "--no-open", "--json", other), after=0)
    together(toned, ("release", "--all"), ("reread",), after=0.1)
    assert titles(toned) == ["The mill has stopped"]


def test_a_lock_dies_with_who_holds_it(toned: Site) -> None:
    long = "\n\n".join(f"The ferry of the year {1800 + n} goes no more." for n in range(400))
    first = started(toned, "publish", toned.post(f"The ferries\n\n{long}", "long.txt"))
    late = time.monotonic() + 60
    while not list((toned.root / ".audioedition/shelf").glob("*/*.wav")):
        assert time.monotonic() < late
        time.sleep(0.01)
    second = started(toned, "publish", toned.post(OTHER, "other.txt"))
    assert second.stderr is not None
    assert "Waiting for another audioedition" in second.stderr.readline()
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    output, complaints = second.communicate(timeout=60)
    assert second.returncode == 0, (output, complaints)
    assert titles(toned) == ["The mill has stopped"]


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_without_locks_is_a_sentence(site: Site, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done there by a lock of another kind, which would outlive a killed program."""

    def none(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", none)
    with pytest.raises(ArchiveError, match="cannot lock files"), contextlib.ExitStack() as stack:
        stack.enter_context(site.archive.locked(wait=0))
    assert [path.name for path in Path(site.settings.private).iterdir() if path.suffix] == []
