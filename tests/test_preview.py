from __future__ import annotations

import feedparser
import pytest
from conftest import Site
from starlette.testclient import TestClient

from audioedition.preview import application

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
