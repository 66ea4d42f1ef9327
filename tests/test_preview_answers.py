"""What a preview answers, file by file, and what it notices while it runs."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from urllib.parse import quote

import feedparser
import pytest
from conftest import POST, Site
from starlette.testclient import TestClient

from audioedition import publish
from audioedition.preview import application
from audioedition.sheets import sheets

ADDRESS = "http://127.0.0.1:8123"
STATE = re.compile(r'<script src="/_reload.js" data-state="([0-9a-f]{32})" defer></script>')
CHAPTERS = POST.replace("\n\nNobody asked", "\n\n## The road\n\nNobody asked").replace(
    "Who still", "# Who still"
)


@pytest.fixture
def client(site: Site) -> TestClient:
    site.record(site.post(CHAPTERS, "ferry.md"))
    return served(site)


def served(site: Site) -> TestClient:
    return TestClient(application(site.settings, site.archive, ADDRESS), base_url=ADDRESS)


def state(client: TestClient, page: str) -> str:
    """What a page that looks whether it has changed is told."""
    return client.get("/_changes", params={"page": page}).text


def shown(page: str) -> str:
    """What a page knows of itself."""
    found = STATE.search(page)
    assert found
    return found[1]


def everything(client: TestClient, site: Site) -> list[str]:
    """The path of everything that is published, computed or not."""
    paths = [str(sheet.path) for sheet in sheets(site.settings, site.archive, ADDRESS)]
    audio = feedparser.parse(client.get("/en/feed.xml").content).entries[0].enclosures[0].href
    covers = [path.relative_to(site.root / "feeds").as_posix() for path in site.root.glob("feeds/*/cover*")]
    assert len(covers) == 2
    return [*paths, audio.removeprefix(f"{ADDRESS}/"), *covers, "en/episodes/ferry.json"]


def test_everything_answers_as_apps_ask(client: TestClient, site: Site) -> None:
    paths = everything(client, site)
    kinds = {".xml", ".html", ".vtt", ".srt", ".json", ".css", ".js", ".opml", ".mp3", ".png"}
    assert {PurePosixPath(path).suffix for path in paths} == kinds
    for path in paths:
        whole = client.get(path)
        assert whole.status_code == 200, path
        size = len(whole.content)
        head = client.head(path)
        assert (head.status_code, head.content, int(head.headers["content-length"])) == (200, b"", size)
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert head.headers["x-content-type-options"] == "nosniff"
        for asked, start, end in (
            ("2-9", 2, 10),
            ("5-", 5, size),
            ("-4", size - 4, size),
            (f"3-{size * 9}", 3, size),
        ):
            part = client.get(path, headers={"Range": f"bytes={asked}"})
            assert (part.status_code, part.content) == (206, whole.content[start:end]), (path, asked)
            assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
            assert int(part.headers["content-length"]) == end - start
        beyond = client.get(path, headers={"Range": f"bytes={size}-"})
        assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
        for name, value in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
            again = client.get(path, headers={name: whole.headers[value]})
            assert (again.status_code, again.content) == (304, b""), (path, name)
            assert again.headers["etag"] == whole.headers["etag"]
        for same, content in (('"another"', whole.content), (whole.headers["etag"], whole.content[2:10])):
            assert client.get(path, headers={"Range": "bytes=2-9", "If-Range": same}).content == content
        assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=9-2",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "lines=1-2",
        "bytes",
        "bytes=1-2,4-5",
        f"bytes={'9' * 5000}-",
    ],
)
def test_what_is_no_single_range_is_answered_with_the_whole(
    client: TestClient, site: Site, asked: str
) -> None:
    for path in everything(client, site):
        whole = client.get(path)
        part = client.get(path, headers={"Range": asked})
        assert (part.status_code, part.content) == (200, whole.content), path


def test_a_cover_that_is_not_there_yet_is_shown_and_not_written(client: TestClient, site: Site) -> None:
    (cover,) = site.root.glob("feeds/en/cover-*")
    picture = cover.read_bytes()
    cover.unlink()
    answer = client.get(f"/en/{cover.name}")
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, "image/png", picture)
    assert client.get("/en/cover-other.png").status_code == 404
    assert not cover.exists()


def test_where_an_episode_ends_is_told_to_players_elsewhere(client: TestClient, site: Site) -> None:
    for path in everything(client, site):
        beyond = client.get(path, headers={"Range": "bytes=999999999-"})
        assert beyond.status_code == 416
        open_to = beyond.headers.get("access-control-allow-origin")
        assert open_to == client.get(path).headers.get("access-control-allow-origin"), path


def test_a_file_has_one_address(site: Site) -> None:
    site.publish(site.post(CHAPTERS, "ferry.md"))
    client = served(site)
    for path in (
        "/en/feed.xml/",
        "/en//feed.xml",
        "/podcasts.opml/",
        "/en/episodes//ferry.html",
    ):
        assert client.get(path).status_code == 404, path


def test_a_folder_that_the_owner_keeps_elsewhere_is_served(site: Site) -> None:
    site.publish(site.post(CHAPTERS, "ferry.md"))
    audio, elsewhere = site.root / "feeds/en/audio", site.root / "sounds"
    audio.rename(elsewhere)
    audio.symlink_to(elsewhere, target_is_directory=True)
    client = served(site)
    (file,) = elsewhere.glob("*.mp3")
    assert client.get(f"/en/audio/{file.name}").content == file.read_bytes()
    for path in ("/en/audio/../../sounds", "/en/audio/..%2f..%2faudioedition.toml", "/../audioedition.toml"):
        assert client.get(path).status_code == 404, path


def test_each_file_is_sent_as_what_it_is_and_open_to_players_elsewhere(site: Site) -> None:
    site.publish(site.post(CHAPTERS, "ferry.md"))
    (site.root / "feeds/en/audio/a.opus").write_bytes(b"OggS")
    client = served(site)
    for pattern, media_type, is_open in (
        ("en/transcripts/*.vtt", "text/vtt; charset=utf-8", True),
        ("en/transcripts/*.srt", "application/x-subrip; charset=utf-8", True),
        ("en/transcripts/*.json", "application/json", True),
        ("en/chapters/*.json", "application/json+chapters", True),
        ("en/audio/*.mp3", "audio/mpeg", True),
        ("en/audio/a.opus", "audio/ogg", True),
        ("en/cover-*.png", "image/png", False),
        ("en/feed.xml", "application/rss+xml; charset=utf-8", False),
        ("en/episodes/ferry.json", "application/json", False),
        ("en/episodes/ferry.html", "text/html; charset=utf-8", False),
        ("assets/*.css", "text/css; charset=utf-8", False),
        ("assets/*.js", "text/javascript; charset=utf-8", False),
        ("podcasts.opml", "text/x-opml; charset=utf-8", False),
    ):
        path = next((site.root / "feeds").glob(pattern)).relative_to(site.root / "feeds").as_posix()
        answer = client.get(path)
        assert answer.headers["content-type"] == media_type
        again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        asked = client.options(path, headers={"Origin": "https://player.example"})
        assert asked.status_code == 204
        for each in (answer, again, asked):
            assert each.headers.get("access-control-allow-origin") == ("*" if is_open else None), path
        assert ("Range" in asked.headers.get("access-control-allow-headers", "")) == is_open


def test_a_page_notices_that_it_has_changed(client: TestClient, site: Site) -> None:
    pages = ("/", "/en/", "/de/index.html")
    before = {page: shown(client.get(page).text) for page in pages}
    assert {page: state(client, page) for page in pages} == before
    site.record(site.post(CHAPTERS.replace("hundred", "thousand"), "ferry.md"))  # in English
    after = {page: state(client, page) for page in pages}
    assert [page for page in pages if after[page] == before[page]] == ["/de/index.html"]
    assert {page: shown(client.get(page).text) for page in pages} == after
    assert client.get("/_reload.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert "_reload" not in client.get("/en/feed.xml").text
    publish.publish(site.settings, site.archive)
    assert "_reload" not in (site.root / "feeds/en/index.html").read_text("utf-8")


def test_a_page_notices_that_its_episode_is_published(client: TestClient, site: Site) -> None:
    before = state(client, "/en/")
    publish.publish(site.settings, site.archive)
    assert state(client, "/en/") != before


def test_settings_are_read_again_and_a_fault_in_them_is_a_page(client: TestClient, site: Site) -> None:
    audio = feedparser.parse(client.get("/en/feed.xml").content).entries[0].enclosures[0].href
    site.edit('title = "Notes"', 'title = "<Other> notes"')
    assert "&lt;Other&gt; notes" in client.get("/en/").text
    site.edit('title = "<Other> notes"', '"<b>" = "Notes"')
    page = client.get("/en/")
    assert (page.status_code, page.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert "audioedition.toml" in page.text
    assert "<b>" not in page.text
    assert state(client, "/en/") == shown(page.text)  # or else it would reload for ever
    feed = client.get("/en/feed.xml")
    assert (feed.status_code, feed.headers["content-type"]) == (500, "text/plain; charset=utf-8")
    assert client.get(audio).status_code == 200  # nobody who listens is interrupted
    site.edit('"<b>" = "Notes"', 'title = "Notes"')
    assert client.get("/en/").status_code == 200
    assert state(client, "/en/") != shown(page.text)


def test_a_page_that_cannot_be_rendered_waits_until_it_has_changed(client: TestClient, site: Site) -> None:
    record = site.root / "feeds/en/episodes/ferry.json"
    record.write_text(record.read_text("utf-8").replace('"block": 0', '"block": "x"'), "utf-8")
    page = client.get("/en/episodes/ferry.html")
    assert page.status_code == 500
    assert "ferry.json is damaged" in page.text
    assert state(client, "/en/episodes/ferry.html") == shown(page.text)


def test_a_page_that_is_not_there_yet_appears(site: Site) -> None:
    client = served(site)
    missing = client.get("/en/")
    assert missing.status_code == 404
    assert "audioedition publish" in missing.text
    assert 'data-state=""' in missing.text
    assert state(client, "/en/") == ""
    site.record(site.post())
    assert state(client, "/en/") == shown(client.get("/en/").text)


def test_what_is_unfinished_or_hidden_is_not_served(client: TestClient, site: Site) -> None:
    for name in ("en/audio/.part-abc.mp3", ".git/config", "en/.part-1.xml"):
        path = site.root / "feeds" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("secret", "utf-8")
        assert client.get(f"/{name}").status_code == 404
    for name in ("a\\.part-1.xml", "a:b"):  # a folder's, and a stream's, where the system is Windows
        if os.name != "nt":
            (site.root / "feeds/en" / name).write_text("secret", "utf-8")
        assert client.get(f"/en/{quote(name)}").status_code == 404
    (site.root / "feeds/en/link.mp3").symlink_to(site.root / "audioedition.toml")
    assert client.get("/en/link.mp3").status_code == 404


def test_a_path_leads_to_no_other_site(client: TestClient) -> None:
    answer = client.get(f"{ADDRESS}//en", follow_redirects=False)
    assert answer.headers["location"] == "/en/"
    assert client.get(f"{ADDRESS}//evil.example", follow_redirects=False).status_code == 404
