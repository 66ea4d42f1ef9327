"""Pages and feeds that say to be another's address: believed, but they take nothing that came from another host."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import NOW, Site
from doubles.net import Net, page
from test_offered import item, rss

from audioedition import posts, publish, record, release
from audioedition.model import Episode
from audioedition.posts.identity import host_of
from audioedition.posts.offered import Skipped, offered
from audioedition.reports import Report, State

OWN = "https://ferry.example/last-ferry/"
COPY = "https://copies.example/last-ferry/"
EVIL = "https://evil.example/any/"
FEED = "https://feeds.copies.example/ferry"
LATER = datetime(2026, 1, 1, tzinfo=UTC)
CLAIM = f'<link rel="canonical" href="{OWN}">'
TEXT = "The last ferry leaves at ten in the evening, and whoever misses it sleeps on the island."
OTHER = "The last ferry is sunk, and nobody on the island knows when there will be another one to go home."


def told(text: str, head: str = CLAIM) -> str:
    return page(text, "The last ferry", {}, head)


def read(site: Site, address: str, text: str, head: str = CLAIM, **options: bool) -> Report:
    """A page that says to be the ferry's, published."""
    source = posts.at(address, root=site.root, web=Net({address: told(text, head)}))
    report = record.record(source, site.studio(NOW, **options))
    if not any(options.values()):
        publish.publish(site.settings, site.archive)
    return report


def fed(site: Site, feed: str, text: str, address: str = OWN, **options: bool) -> list[Report]:
    """A feed that says to have the ferry's text, published."""
    net = Net({feed: rss(item("The last ferry", address, text))})
    found = [each for each in offered(feed, net, now=LATER) if not isinstance(each, Skipped)]
    return [record.record(each, site.studio(NOW, **options)) for each in found]


def episode(site: Site) -> Episode:
    (found,) = site.archive.records("en")
    return found


def is_recorded(report: Report) -> bool:
    return not report.error and report.outcomes[0].state is State.RECORDED


def test_another_host_takes_an_episode_only_where_that_is_meant(site: Site) -> None:
    assert is_recorded(read(site, OWN, TEXT, ""))
    before = site.files()
    assert episode(site).host == "ferry.example"
    report = read(site, EVIL, OTHER)
    assert "was read from evil.example" in report.error
    assert "came from ferry.example" in report.error
    assert "--replace" in report.error
    (fault,) = [each.error for each in fed(site, FEED, OTHER)]
    assert "was read from feeds.copies.example" in fault
    assert site.files() == before
    guid = episode(site).guid
    assert is_recorded(read(site, EVIL, OTHER, replace=True))
    assert (episode(site).host, episode(site).guid) == ("evil.example", guid)
    assert is_recorded(read(site, EVIL, OTHER.replace("sunk", "gone")))  # from now on, it is that one's


@pytest.mark.parametrize("link", ["https://evil.example/", "https://evil.example/all#ferry"])
def test_the_id_of_another_s_episode_is_a_claim_too(site: Site, link: str) -> None:
    """An entry whose address is none of its own has the id that its `guid` says."""
    read(site, OWN, TEXT, "")
    before = site.files()
    feed = rss(item("The last ferry", link, OTHER)).replace(
        "</item>", '<guid isPermaLink="false">ferry.example/last-ferry</guid></item>'
    )
    (source,) = offered("https://evil.example/feed", Net({"https://evil.example/feed": feed}), now=LATER)
    assert not isinstance(source, Skipped)
    report = record.record(source, site.studio())
    assert "was read from evil.example and says to be 'ferry.example/last-ferry'" in report.error
    assert site.files() == before
    assert is_recorded(record.record(source, site.studio(replace=True)))


def test_a_feed_joins_nothing_of_its_own_to_another_s_episode(site: Site) -> None:
    """Two languages of one entry, of which one says to stand at the other host's address."""
    read(site, OWN, TEXT, "")
    before = site.files()
    entries = "".join(
        f'<entry><title>T</title><id>both</id><link href="{at}"/><updated>2025-12-01T10:00:00Z</updated>'
        f'<content type="html" xml:lang="{tag}">&lt;p&gt;{text}&lt;/p&gt;</content></entry>'
        for tag, at, text in (
            ("en", f"{OWN}#text", OTHER),
            (
                "de",
                "https://evil.example/",
                "Die letzte Fähre liegt auf Grund, und niemand weiß, wann eine andere fährt.",
            ),
        )
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>t</id>{entries}</feed>'
    (source,) = offered("https://evil.example/feed", Net({"https://evil.example/feed": feed}), now=LATER)
    assert not isinstance(source, Skipped)
    assert "came from ferry.example" in record.record(source, site.studio()).error
    assert site.files() == before


def test_a_copy_goes_on_as_before_and_the_address_itself_is_always_right(site: Site) -> None:
    for text in (TEXT, TEXT.replace("ten", "nine")):
        assert all(map(is_recorded, fed(site, FEED, text)))
        assert episode(site).host == "feeds.copies.example"
    assert is_recorded(
        read(site, "https://www.ferry.example/last-ferry/", OTHER)
    )  # says whose it is by itself
    assert episode(site).host == "ferry.example"
    assert "--replace" in fed(site, FEED, TEXT)[0].error
    assert is_recorded(read(site, OWN, TEXT, ""))


def test_what_older_versions_recorded_is_asked_nothing_and_learns(site: Site) -> None:
    read(site, OWN, TEXT, "")
    path = site.root / f"feeds/en/episodes/{next(site.root.glob('feeds/en/episodes/*.json')).name}"
    old = json.loads(path.read_bytes())
    assert old.pop("host") == "ferry.example"
    path.write_text(json.dumps(old), "utf-8")
    assert episode(site).host is None
    assert is_recorded(read(site, COPY, TEXT.replace("ten", "nine")))
    assert episode(site).host == "copies.example"
    assert "--replace" in read(site, EVIL, OTHER).error


def test_what_waits_to_be_heard_is_not_taken_either(site: Site) -> None:
    assert read(site, OWN, TEXT, "", review=True).outcomes[0].state is State.TO_HEAR
    assert "came from ferry.example" in read(site, EVIL, OTHER, review=True).error
    assert "came from ferry.example" in read(site, EVIL, OTHER).error
    studio = site.studio()
    (waiting,) = studio.unreleased.episodes()
    assert waiting.host == "ferry.example"
    assert release.release(waiting, studio).state is State.RELEASED
    assert episode(site).host == "ferry.example"


def test_files_are_their_owners_word(site: Site, tmp_path: Path) -> None:
    read(site, OWN, TEXT, "")
    saved = tmp_path / "feed.xml"
    saved.write_text(rss(item("The last ferry", OWN, OTHER)), "utf-8")
    (source,) = [each for each in offered(str(saved), Net({}), now=LATER) if not isinstance(each, Skipped)]
    assert is_recorded(record.record(source, site.studio()))
    assert episode(site).host == "ferry.example"
    post = posts.read(site.post())
    assert post.host == ""
    assert is_recorded(site.record(site.post()))


def test_an_adopted_episode_has_the_host_of_who_adopts_it(site: Site) -> None:
    read(site, OWN, TEXT, "")
    old = episode(site)
    site.archive.adopt([old], "other", None, NOW)
    assert episode(site) == dataclasses.replace(old, origin="other", host=None)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://WWW.Ferry.example/x", "ferry.example"),
        ("http://jane:secret@ferry.example:8080?p=3", "ferry.example:8080"),
        ("https://www.example.org.evil.example/", "example.org.evil.example"),
        ("http://[::1]:4000/x", "[::1]:4000"),
        ("", ""),
        (None, ""),
        ("http://[", ""),
    ],
)
def test_a_host_is_told_from_an_address(address: str | None, host: str) -> None:
    assert host_of(address) == host
