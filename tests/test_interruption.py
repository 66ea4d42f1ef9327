"""A publisher that is stopped at any moment leaves every feed whole, and the next one finishes the work."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner
from conftest import ENGLISH, POST, Site

from audioedition.cli import main, recorded
from audioedition.cores import Cores

COMMAND = [sys.executable, "-m", "audioedition", "publish", "posts", "--json"]

if os.name == "nt":
    pytest.skip("Windows has no such signals", allow_module_level=True)


@pytest.fixture(autouse=True)
def _signals_end_a_program() -> Iterator[None]:
    """Also if the tests run under `nohup` or in a shell's background, which have programs inherit that they are ignored."""
    names = (signal.SIGHUP, signal.SIGINT)
    before = {name: signal.getsignal(name) for name in names}
    for name in names:
        if before[name] is signal.SIG_IGN:
            signal.signal(name, signal.SIG_DFL if name is signal.SIGHUP else signal.default_int_handler)
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def started(site: Site, *before: str) -> subprocess.Popen[str]:
    """A publisher, as it is run by the command `before`; what it records lies in the folder `scratch` meanwhile."""
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.toml").write_text('engine = "tone"\n', "utf-8")
    (site.root / "scratch").mkdir(exist_ok=True)
    return subprocess.Popen(
        [*before, *COMMAND],
        cwd=site.root,
        env={**os.environ, "TMPDIR": str(site.root / "scratch")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def written(site: Site, edits: int) -> None:
    site.post(POST.replace("hundred", f"{edits} hundred"), "posts/a.txt")
    site.post(ENGLISH.replace("ferry", f"{edits} ferry"), "posts/b.txt")


def enclosures(site: Site) -> list[Path]:
    """The audio that the feeds name; each must be there, at the length that its feed says."""
    found = []
    for feed in site.root.glob("feeds/*/feed.xml"):
        parsed = feedparser.parse(feed)
        assert not parsed.bozo
        assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)
        for entry in parsed.entries:
            (enclosure,) = entry.enclosures
            path = feed.parent / "audio" / enclosure.href.rsplit("/", 1)[1]
            assert path.stat().st_size == int(enclosure.length)
            found.append(path)
    return found


def test_a_killed_publisher_leaves_whole_feeds_and_the_next_one_finishes(site: Site) -> None:
    moments = random.Random(20250301)
    for round_ in range(6):
        written(site, round_)
        with started(site) as publisher:
            time.sleep(moments.uniform(0.4, 3.0))
            os.killpg(publisher.pid, signal.SIGKILL)
            publisher.communicate()
        enclosures(site)
        assert not list(site.archive.damage())
    with started(site) as publisher:
        _, complaints = publisher.communicate()
    assert publisher.returncode == 0, complaints
    assert len(enclosures(site)) == 3
    assert "5 ferry" in site.archive.episodes("en")[0].title + site.archive.episodes("en")[1].title


def test_ctrl_c_is_one_sentence_and_no_leftover(site: Site) -> None:
    written(site, 1)
    with started(site) as publisher:
        time.sleep(1.5)
        publisher.send_signal(signal.SIGINT)
        _, complaints = publisher.communicate(timeout=30)
    if publisher.returncode:  # it may have been quicker
        assert publisher.returncode == 1
        assert "run the same command again" in complaints
        assert "Traceback" not in complaints
    assert not list((site.root / "feeds").rglob(".part-*"))
    enclosures(site)


def recording(site: Site, publisher: subprocess.Popen[str]) -> None:
    """Wait until an edition is being recorded, which takes a while."""
    late = time.monotonic() + 60
    while not scratch(site):
        assert publisher.poll() is None, "it ended before"
        assert time.monotonic() < late
        time.sleep(0.005)


def scratch(site: Site) -> list[str]:
    return [path.name for path in (site.root / "scratch").glob("audioedition-*")]


def long(site: Site) -> None:
    sentences = (f"The ferry of the year {1800 + n} goes no more, and nobody asks why." for n in range(300))
    site.post("The ferries\n\n" + "\n\n".join(sentences), "posts/long.txt")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_publisher_that_is_asked_to_end_leaves_nothing_in_the_folder_for_temporary_files(
    site: Site, number: signal.Signals
) -> None:
    long(site)
    with started(site) as publisher:
        recording(site, publisher)
        publisher.send_signal(number)
        publisher.send_signal(number)  # as a terminal's is sent by the shell and the system
        _, complaints = publisher.communicate(timeout=60)
    assert publisher.returncode == 128 + number, complaints
    assert "run the same command again" in complaints
    assert "Traceback" not in complaints
    assert not scratch(site)
    enclosures(site)


def test_what_is_started_to_outlive_its_terminal_does(site: Site) -> None:
    written(site, 1)
    with started(site, "sh", "-c", 'trap "" HUP; exec "$@"', "sh") as publisher:
        recording(site, publisher)
        publisher.send_signal(signal.SIGHUP)
        _, complaints = publisher.communicate(timeout=60)
    assert publisher.returncode == 0, complaints
    assert len(enclosures(site)) == 3


_IN_A_TERMINAL = """
import fcntl, os, sys, termios
terminal = os.open(sys.argv[1], os.O_RDWR)
fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
for each in (0, 1, 2):
    os.dup2(terminal, each)
os.execv(sys.argv[2], sys.argv[2:])
"""


def test_a_terminal_that_is_closed_ends_the_publisher_in_it(site: Site) -> None:
    long(site)
    ours, its = os.openpty()
    with started(site, sys.executable, "-c", _IN_A_TERMINAL, os.ttyname(its)) as publisher:
        recording(site, publisher)
        os.close(its)
        os.close(ours)
        publisher.communicate(timeout=60)
    assert publisher.returncode == 128 + signal.SIGHUP
    assert not scratch(site)


def test_a_server_that_is_asked_to_end_says_so_by_its_status(site: Site) -> None:
    site.publish(site.post())
    command = [sys.executable, "-m", "audioedition", "preview", "--port", "0"]
    with subprocess.Popen(
        command, cwd=site.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert "Ctrl-C ends it" in server.stdout.readline()
        time.sleep(1)
        server.send_signal(signal.SIGTERM)
        _, complaints = server.communicate(timeout=30)
    assert server.returncode == 128 + signal.SIGTERM
    assert complaints == ""


def test_two_publishers_take_turns(site: Site) -> None:
    written(site, 1)
    with site.archive.locked(), started(site) as waiting:
        assert waiting.stderr is not None
        assert "Waiting for another audioedition" in waiting.stderr.readline()
        time.sleep(0.5)
        assert waiting.poll() is None
        assert not list(site.root.glob("feeds/*/episodes/*"))
        os.killpg(waiting.pid, signal.SIGTERM)
        waiting.communicate()
    with started(site) as one, started(site) as other:
        for publisher in (one, other):
            publisher.communicate()
            assert publisher.returncode == 0
    assert len(enclosures(site)) == 3


def test_after_ctrl_c_nothing_that_waits_is_listened_to(site: Site) -> None:
    done = []

    def listen(number: int) -> None:
        time.sleep(0.05)
        done.append(number)

    def interrupted() -> None:
        with recorded.studio(site.root, quiet=True) as studio:
            assert studio.pool
            for number in range(500):
                studio.pool.submit(listen, number)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(done) < 250


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "sentences that are being spoken are finished first"),
        ("tcp://h:1", "what the workers speak is given up"),
    ],
)
def test_what_becomes_of_sentences_at_ctrl_c_is_told_as_it_is(
    site: Site, address: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextlib.contextmanager
    def speakers(*_: object) -> Iterator[Cores]:
        with Cores(1) as cores:
            yield cores

    def interrupted() -> None:
        with recorded.studio(site.root, quiet=True, cluster=address):
            raise KeyboardInterrupt

    monkeypatch.setattr(recorded, "_speakers", speakers)
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert f"Stopping: {told} …" in capsys.readouterr().err


def test_ctrl_c_before_there_is_a_command_is_the_same_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("click.Group.make_context", interrupted)
    done = CliRunner().invoke(main, ["episodes"])
    assert done.exit_code == 1
    assert "run the same command again" in done.output
