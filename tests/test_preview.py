from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from urllib.request import urlopen

import feedparser
import pytest
from conftest import Site
from starlette.testclient import TestClient

from audioedition import publish
from audioedition.errors import AudioeditionError
from audioedition.preview import address, application, listen

ADDRESS = "http://127.0.0.1:8123"


@pytest.fixture
def client(site: Site) -> TestClient:
    site.edit('base_url = "https://example.org/p"', 'base_url = ""')
    site.edit('email = "a@example.org"', 'email = ""')
    site.record(site.post())
    return TestClient(application(site.settings, site.archive, ADDRESS), base_url=ADDRESS)


def test_a_feed_can_be_subscribed_to_before_there_is_a_base_url(client: TestClient) -> None:
    answer = client.get("/de/feed.xml")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    feed = feedparser.parse(answer.content)
    enclosure = feed.entries[0].enclosures[0]
    assert enclosure.href.startswith(f"{ADDRESS}/de/audio/")
    audio = client.get(enclosure.href)
    assert audio.headers["content-type"] == "audio/mpeg"
    assert len(audio.content) == int(enclosure.length)
    assert client.get(feed.feed.image.href).status_code == 200


def test_players_can_seek(client: TestClient) -> None:
    url = feedparser.parse(client.get("/en/feed.xml").content).entries[0].enclosures[0].href
    whole = client.get(url).content
    part = client.get(url, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == whole[100:200]
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert client.get(url, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    head = client.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(whole)


@pytest.mark.parametrize("path", ["/", "/en/", "/en/feed.xml"])
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_link_to_each_other(client: TestClient) -> None:
    assert 'href="en/' in client.get("/").text
    assert client.get("/en").url == f"{ADDRESS}/en/"
    assert "Who still needs a ferry?" in client.get("/en/").text


@pytest.mark.parametrize(
    "path", ["/../audioedition.toml", "/%2e%2e/audioedition.toml", "/en/../../audioedition.toml"]
)
def test_nothing_outside_the_web_root_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_foreign_name_for_this_machine_gets_nothing(client: TestClient) -> None:
    for host, status in (("localhost:8123", 200), ("127.0.0.1", 200), ("rebound.example", 400), ("", 400)):
        for path in ("/", "/en/feed.xml"):
            assert client.get(path, headers={"Host": host}).status_code == status


def test_a_damaged_archive_is_one_sentence(client: TestClient, site: Site) -> None:
    (site.root / "feeds/en/episodes/ferry.json").write_text("{", "utf-8")
    answer = client.get("/en/feed.xml")
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/plain")
    assert "ferry.json is damaged" in answer.text
    assert "Traceback" not in answer.text


def test_rendering_holds_up_no_other_answer(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    loops: list[bool] = []

    def rendered(*_: object) -> Iterator[tuple[PurePosixPath, bytes]]:
        try:
            asyncio.get_running_loop()
            loops.append(True)
        except RuntimeError:
            loops.append(False)
        yield PurePosixPath("index.html"), b"<p>"

    monkeypatch.setattr(publish, "rendered", rendered)
    assert client.get("/").text == "<p>"
    assert loops == [False]


def test_only_what_is_asked_for_is_rendered(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def rendered(*_: object) -> Iterator[tuple[PurePosixPath, bytes]]:
        yield PurePosixPath("en/feed.xml"), b"<rss>"
        raise AssertionError

    monkeypatch.setattr(publish, "rendered", rendered)
    assert client.get("/en/feed.xml").content == b"<rss>"


def test_a_web_root_that_cannot_be_made_is_one_sentence(site: Site) -> None:
    (site.root / "feeds").rmdir()
    (site.root / "feeds").write_text("not a folder", "utf-8")
    with pytest.raises(AudioeditionError, match="feeds cannot be made"):
        application(site.settings, site.archive, ADDRESS)


def test_a_port_is_had_by_one_only_and_on_this_machine_only() -> None:
    with listen(0) as first:
        port = first.getsockname()[1]
        assert address(first) == f"http://127.0.0.1:{port}"
        assert first.getsockname()[0] == "127.0.0.1"
        with pytest.raises(AudioeditionError, match=f"The port {port} cannot be used [(][^()]+[)]: .*--port"):
            listen(port)


@contextmanager
def running(site: Site) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command itself, and the address that it printed first."""
    command = [sys.executable, "-m", "audioedition", "preview", "--port", "0", "--edition", str(site.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://127.0.0.1:\d+", process.stdout.readline())
            assert found, process.communicate()
            yield process, found[0]
        finally:
            process.kill()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to whole consoles only")
def test_what_is_printed_is_served_and_ctrl_c_ends_it_quietly(site: Site) -> None:
    site.record(site.post())
    audio = site.archive.audio("en", "long.mp3")
    with audio.open("wb") as file:
        file.truncate(64 << 20)
    with running(site) as (process, where):
        assert process.stdout is not None
        assert [process.stdout.readline().split() for _ in range(2)] == [
            ["en", f"{where}/en/feed.xml"],
            ["de", f"{where}/de/feed.xml"],
        ]
        with urlopen(f"{where}/en/feed.xml") as answer:  # noqa: S310 -- our own address
            assert feedparser.parse(answer.read()).entries
        host, port = where.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as paused:  # a player that takes no more for now
            paused.sendall(f"GET /en/audio/long.mp3 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            assert paused.recv(12) == b"HTTP/1.1 200"
            process.send_signal(signal.SIGINT)
            said, complained = process.communicate(timeout=20)
    assert (process.returncode, said, complained) == (0, "", "")
