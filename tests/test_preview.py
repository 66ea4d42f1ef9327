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
from functools import partial
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import feedparser
import pytest
from conftest import POST, Site
from starlette.testclient import TestClient

from audioedition.errors import AudioeditionError
from audioedition.preview import address, application, is_local, listen, live, names
from audioedition.sheets import Sheet, sheets

ADDRESS = "http://127.0.0.1:8123"


@pytest.fixture
def client(site: Site) -> TestClient:
    site.edit('base_url = "https://example.org/p"', 'base_url = ""')
    site.edit('email = "a@example.org"', 'email = ""')
    site.record(site.post())
    return TestClient(application(site.settings, site.archive, ADDRESS), base_url=ADDRESS)


def test_a_feed_can_be_subscribed_to_before_there_is_a_base_url(client: TestClient) -> None:
    answer = client.get("/de/feed.xml")
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
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

    def render() -> bytes:
        try:
            asyncio.get_running_loop()
            loops.append(True)
        except RuntimeError:
            loops.append(False)
        return b"body"

    monkeypatch.setattr(live, "sheets", lambda *_, **__: iter([Sheet("a.vtt", "key", render)]))
    assert client.get("/a.vtt").text == "body"
    assert loops == [False]


def test_only_what_is_asked_for_is_rendered_and_only_once(
    client: TestClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    real = sheets

    def noted(sheet: Sheet) -> bytes:
        rendered.append(str(sheet.path))
        return sheet.render()

    def watched(*args: Any, **options: Any) -> Iterator[Sheet]:
        rendered.append("all")
        for sheet in real(*args, **options):
            yield Sheet(sheet.path, sheet.key, partial(noted, sheet))

    monkeypatch.setattr(live, "sheets", watched)
    for _ in range(2):
        assert client.get("/en/feed.xml").status_code == 200
        assert client.get("/en/feed.xml", headers={"Range": "bytes=2-9"}).status_code == 206
    assert rendered == ["all", "en/feed.xml"]
    tag = client.get("/en/").headers["etag"]
    assert client.get("/en/", headers={"If-None-Match": tag}).status_code == 304
    assert rendered == ["all", "en/feed.xml", "en/index.html"]
    site.record(site.post(POST.replace("hundred", "thousand")))
    assert client.get("/en/feed.xml").status_code == 200
    assert rendered[3:] == ["all", "en/feed.xml"]


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


def test_others_reach_it_only_if_told_so() -> None:
    everywhere = "0.0.0.0"  # noqa: S104
    assert names() == ["127.0.0.1", "[::1]", "localhost"]
    assert is_local("::1")
    assert not is_local(everywhere)
    with listen(0, everywhere) as listening:
        where = address(listening, everywhere)
        host = where.removeprefix("http://").rpartition(":")[0]
        assert host != everywhere
        assert host.lower() in names(everywhere)
    with pytest.raises(AudioeditionError, match="no address of this machine"):
        listen(0, "no such name")
    with pytest.raises(AudioeditionError, match=r"of 192\.0\.2\.1 cannot be used"):
        listen(0, "192.0.2.1")


def test_a_preview_for_the_network_answers_to_its_own_names_only(site: Site) -> None:
    app = application(site.settings, site.archive, "http://10.1.2.3:80", names("10.1.2.3"))
    client = TestClient(app, base_url="http://10.1.2.3:80")
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": f"{socket.gethostname()}:80"}).status_code == 200
    assert client.get("/", headers={"Host": "rebound.example"}).status_code == 400


@contextmanager
def running(site: Site, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command itself, and the address that it printed first."""
    command = [sys.executable, "-m", "audioedition", "preview", "--port", "0", *options]
    command += ["--edition", str(site.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+:\d+", process.stdout.readline())
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


@pytest.mark.skipif(os.name == "nt", reason="see above")
def test_a_private_podcast_is_served_at_its_secret_address(site: Site) -> None:
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    site.record(site.post())
    client = TestClient(application(site.settings, site.archive, ADDRESS), base_url=ADDRESS)
    folder = site.archive.folder("de").name
    assert len(folder) > 30
    assert feedparser.parse(client.get(f"/{folder}/feed.xml").content).entries
    assert client.get("/de/feed.xml").status_code == 404
    with running(site) as (process, where):
        assert process.stdout is not None
        assert process.stdout.readline().split() == ["en", f"{where}/en/feed.xml"]
        assert process.stdout.readline().split() == ["de", f"{where}/{folder}/feed.xml", "(private)"]


@pytest.mark.skipif(os.name == "nt", reason="see above")
def test_a_preview_for_the_network_says_so_and_is_reached_as_it_says(site: Site) -> None:
    site.record(site.post())
    with running(site, "--host", "0.0.0.0") as (process, where):  # noqa: S104
        with urlopen(f"{where}/en/feed.xml") as answer:  # noqa: S310 -- our own address
            feed = feedparser.parse(answer.read())
        assert feed.entries[0].enclosures[0].href.startswith(f"{where}/en/audio/")
        (record,) = site.archive.folder("en").glob("episodes/*.json")
        record.unlink()
        record.write_text("{}", "utf-8")
        told = []
        for page in ("en/", "en/feed.xml", "en/"):
            with pytest.raises(HTTPError) as fault:
                urlopen(f"{where}/{page}")  # noqa: S310 -- our own address
            told.append(fault.value.read().decode())
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate(timeout=20)
    assert "Everybody in the network" in complained
    # Others are not told how this machine's folders are called, but its user is, once.
    assert complained.count(f"Error: {record} is damaged") == 1
    assert all("Something is wrong with this edition" in each for each in told)
    assert not [each for each in told if str(site.root) in each or record.name in each]
