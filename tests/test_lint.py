"""What directories reject is found, with the rule's name; what they take is not."""

from __future__ import annotations

import io
import json
import random
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner
from conftest import Site
from feed_samples import DE, EN, ENGLISH, GERMAN, HOSTILE, episode, podcast
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audioedition import covers, feeds, lint, publish
from audioedition.check import State, check
from audioedition.check import feeds as feed_findings
from audioedition.cli import main
from audioedition.config import FILE
from audioedition.errors import FeedError
from audioedition.lint import RULES, Asset, Fault
from audioedition.markup import web_address
from audioedition.model import Artwork, Episode, Feed, Sister

DATA = Path(__file__).parent / "data"
WHOLE = (DATA / "lint/whole.xml").read_text("utf-8")
FEED = "https://example.org/p/en/feed.xml"
BASE = "https://example.org/p/en"

VTT = """WEBVTT

00:00.000 --> 00:02.500
<v Joe (synthetic voice)>What the harbour sounds like

00:02.500 --> 01:00:00.000
when nothing can be seen.
""".replace("01:00:00.000", "00:06:25.900")
SRT = """1
00:00:00,000 --> 00:00:02,500
What the harbour sounds like

2
00:00:02,500 --> 00:06:25,900
when nothing can be seen.
"""
CHAPTERS = {
    "version": "1.2.0",
    "chapters": [{"startTime": 0, "title": "Fog"}, {"startTime": 61.5, "title": "Rain"}],
}
SEGMENTS = b'{"version": "1.0.0", "segments": [{"startTime": 0, "endTime": 2.5, "body": "Fog"}]}'
OLDER = b'<rss version="2.0"><channel><title>Letters</title><item/></channel></rss>'
COVER = Artwork("PNG", 3000, 3000, "RGB")

BOTH = json.dumps(json.loads(SEGMENTS) | CHAPTERS).encode()

Files = dict[str, Asset]


def asset(data: bytes = b"", length: int | None = None, picture: Artwork | None = None) -> Asset:
    return Asset(
        len(data) if length is None else length,
        lambda most: data[: most if most >= 0 else None],
        lambda: picture,
    )


def files() -> Files:
    return {
        f"{BASE}/feed-1.xml": asset(OLDER),
        f"{BASE}/cover-1234abcd.png": asset(length=9, picture=COVER),
        f"{BASE}/audio/fog-0a1b2c3d.mp3": asset(length=2000),
        f"{BASE}/audio/fog-0a1b2c3d.opus": asset(length=1000),
        f"{BASE}/audio/boat-4e5f6a7b.mp3": asset(length=3000),
        f"{BASE}/transcripts/fog.vtt": asset(VTT.encode()),
        f"{BASE}/transcripts/fog.srt": asset(SRT.encode()),
        f"{BASE}/transcripts/fog.json": asset(SEGMENTS),
        f"{BASE}/chapters/fog.json": asset(json.dumps(CHAPTERS).encode()),
    }


def faults(text: str | bytes = WHOLE, disk: Files | None = None, now: datetime | None = None) -> list[Fault]:
    data = text.encode() if isinstance(text, str) else text
    return list(lint.check(data, (files() if disk is None else disk).get, FEED, now))


def changed(old: str, new: str, count: int = 1) -> str:
    assert old in WHOLE, old
    return WHOLE.replace(old, new, count)


def fatal(found: list[Fault]) -> dict[str, str]:
    return {fault.rule: str(fault) for fault in found if fault.is_fatal}


def test_a_whole_feed_has_no_fault() -> None:
    assert faults() == []


REFUSED: list[tuple[str, str, str]] = [
    ("A1", '<?xml version="1.0" encoding="UTF-8"?>\n', ""),
    ("A1", 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
    ("A1", 'version="2.0"', 'version="0.91"'),
    ("A1", "dtds/podcast-1.0.dtd", "DTDs/Podcast-1.0.dtd"),
    ("A1", "https://podcastindex.org/namespace/1.0", "http://podcastindex.org/namespace/1.0/"),
    ("A1", "</channel>", ""),
    ("A1", "<rss ", "<rdf "),
    ("A1", "Fog &amp; Patience", "Fog & Patience"),
    ("A1", "Fog &amp; Patience", "Fog &nbsp; Patience"),
    ("A1", "Fog &amp; Patience", "Fog \x08 Patience"),
    ("A2", "<title>Letters from the Harbour</title>", ""),
    ("A2", "<title>Letters from the Harbour</title>", "<title> </title>"),
    ("A2", "<description>Essays about boats &amp; weather.</description>", ""),
    ("A2", "Essays about boats &amp; weather.", "ü" * 2001),
    ("A2", "<language>en-GB</language>", ""),
    ("A2", "<language>en-GB</language>", "<language>en-GB</language><language>de</language>"),
    ("A2", "<link>https://example.org/</link>", ""),
    ("A2", "<link>https://example.org/</link>", f"<link>{FEED}</link>"),
    ("A2", '<itunes:image href="https://example.org/p/en/cover-1234abcd.png"/>', ""),
    ("A2", '<itunes:category text="Society &amp; Culture"><itunes:category text="Places &amp; Travel"/></itunes:category>', ""),
    ("A2", "<itunes:explicit>false</itunes:explicit>", ""),
    ("A2", 'rel="self"', 'rel="me"'),
    ("A2", f'href="{FEED}"', 'href="https://example.org/p/de/feed.xml"'),
    ("A2", "<itunes:email>jane@example.org", "<itunes:email>Jane Roe"),
    ("A2", "episodic", "daily"),
    ("A2", f"<itunes:new-feed-url>{FEED}", "<itunes:new-feed-url>tomorrow"),
    ("A3", "<title>The First Boat</title>", ""),
    ("A3", "<title>The First Boat</title>", "<title>The First Boat</title><title>Again</title>"),
    ("A3", "Every morning begins with the same engine.", "ü" * 5001),
    ("A3", "<itunes:duration>385", "<itunes:duration>385.4"),
    ("A3", "6:25", "6:95"),
    ("A3", "<itunes:episode>2", "<itunes:episode>0"),
    ("A3", "full", "half"),
    ("A4", '<guid isPermaLink="false">tag:example.org,2026:boat/en</guid>', ""),
    ("A4", "tag:example.org,2026:boat/en", " "),
    ("A4", "tag:example.org,2026:boat/en", "tag:example.org,2026:fog/en"),
    ("A4", '<guid isPermaLink="false">', "<guid>"),
    ("A4", 'isPermaLink="false"', 'isPermaLink="no"'),
    ("A4", "boat-4e5f6a7b.mp3", "fog-0a1b2c3d.mp3"),
    ("A5", '<enclosure url="https://example.org/p/en/audio/boat-4e5f6a7b.mp3" length="3000" type="audio/mpeg"/>', ""),
    ("A5", '<enclosure url="https://example.org/p/en/audio/boat-4e5f6a7b.mp3"', "<enclosure"),
    ("A5", ' length="3000"', ""),
    ("A5", ' type="audio/mpeg"', ""),
    ("A5", 'length="3000"', 'length="None"'),
    ("A5", 'length="3000"', 'length="0"'),
    ("A5", 'type="audio/mpeg"', 'type="audio/mp3"'),
    ("A5", 'type="audio/mpeg"', 'type="audio/x-m4a"'),
    ("A5", '<enclosure url="https://example.org/p/en/audio/boat', '<enclosure url="x.mp3" length="1" type="audio/mpeg"/><enclosure url="https://example.org/p/en/audio/boat'),
    ("A6", "cover-1234abcd.png", "cover-1234abcd.gif"),
    ("A6", "cover-1234abcd.png", "cover"),
    ("A7", "audio/boat-4e5f6a7b.mp3", "audio/böat.mp3"),
    ("A7", "audio/boat-4e5f6a7b.mp3", "audio/b%C3%B6at.mp3"),
    ("A7", "audio/boat-4e5f6a7b.mp3", "audio/bo at.mp3"),
    ("A7", "audio/boat-4e5f6a7b.mp3", "audio/boat%.mp3"),
    ("A7", "https://example.org/p/en/audio/boat", "audio/boat"),
    ("A7", "<link>https://example.org/fog</link>", "<link>javascript:alert(1)</link>"),
    ("A8", "en-GB", "en_GB"),
    ("A8", "en-GB", "eng"),
    ("A8", "en-GB", "xx"),
    ("A8", "en-GB", "English"),
    ("A9", "<itunes:explicit>false", "<itunes:explicit>no"),
    ("A9", "<itunes:explicit>false", "<itunes:explicit>False"),
    ("A10", "Society &amp; Culture", "Society and Culture"),
    ("A10", "Society &amp; Culture", "society &amp; culture"),
    ("A10", "Places &amp; Travel", "Books"),
    ("A11", "Wed, 03 Jun 2026 20:30:00 +0200", "2026-06-03T20:30:00Z"),
    ("A11", "Wed, 03 Jun", "Mon, 03 Jun"),
    ("A11", "20:30:00 +0200", "20:30:00"),
    ("A11", "20:30:00 +0200", "08:30:00 PM +0200"),
    ("A11", "20:30:00 +0200", "25:30:00 +0200"),
    ("A11", "episodic", "serial"),
    ("A1", "<rss ", "<!DOCTYPE rss [<!ELEMENT rss ANY>]><rss "),
    ("A3", "<title>The First Boat</title>", "<itunes:title>The First Boat</itunes:title>"),
    ("A3", "<itunes:duration>385", "<itunes:duration>0"),
    ("A3", "<itunes:duration>385", f"<itunes:duration>{'9' * 400}"),
    ("A3", "<itunes:duration>385", f"<itunes:duration>{'9' * 400}:00"),
    ("A4", "https://example.org/p/en/audio/boat-4e5f6a7b.mp3", "http://EXAMPLE.org:80/p/en/audio/%66og-0a1b2c3d.mp3#2"),
    ("A7", 'rel="self" type', 'rel="me"/><atom:link rel="self" type'),
    ("A7", 'rel="hub" href="https://hub.example.org/"', 'rel="hub"'),
    ("A7", 'rel="hub" href="https://hub.example.org/"', 'rel="alternate"'),
    ("A7", "https://hub.example.org/", ""),
    ("A7", "https://example.org/p/en/audio/boat", "https://example.org:80x/p/en/audio/boat"),
    ("A7", "https://example.org/p/en/audio/boat", "https://[::1/p/en/audio/boat"),
    ("A9", "      <itunes:explicit>false", "      <itunes:explicit>"),
    ("A11", "Wed, 03 Jun 2026 20", "Wed, \u0663 Jun 2026 20"),
    ("A11", "+0200", "+0099"),
    ("A11", "+0200", "+2400"),
    ("A11", "+0200", "CET"),
    ("A11", "20:30:00 +", "20:30:61 +"),
    ("A11", "Wed, 03 Jun 2026", "03 Jun 0026"),
    ("A11", "Wed, 03 Jun 2026 20:30:00 +0200", " "),
    ("P2", "</podcast:locked>", "</podcast:locked><podcast:locked>no</podcast:locked>"),
    ("P3", "</podcast:medium>", "</podcast:medium><podcast:medium>podcast</podcast:medium>"),
    ("P8", "</podcast:publisher>", '</podcast:publisher><podcast:publisher><podcast:remoteItem feedGuid="003af0a0-6a45-55cf-b765-68e3d349551a" medium="publisher"/></podcast:publisher>'),
    ("P8", ' medium="publisher"', ""),
    ("P8", ' medium="publisher"', ' medium="podcast"'),
    ("P9", "</podcast:txt>\n    <item>", '</podcast:txt><podcast:txt purpose="ai-content">false</podcast:txt><item>'),
    ("P9", 'purpose="ai-content"', 'purpose="AI-Content"'),
    ("P9", 'purpose="ai-content"', 'purpose="ai_content"'),
    ("P11", "</podcast:license>", "</podcast:license><podcast:license>mit</podcast:license>"),
    ("P1", "9b024349-ccf0-5f69-a609-6b82873eab3c", "9b024349-ccf0-4f69-a609-6b82873eab3c"),
    ("P1", "9b024349-ccf0-5f69-a609-6b82873eab3c", "harbour"),
    ("P1", "<podcast:locked", "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid><podcast:locked"),
    ("P2", '"jane@example.org">yes', '"jane@example.org">true'),
    ("P2", 'owner="jane@example.org"', 'owner="Jane"'),
    ("P3", "<podcast:medium>podcast", "<podcast:medium>letters"),
    ("P4", ' type="text/vtt"', ""),
    ("P4", "text/vtt", "text/webvtt"),
    ("P4", 'url="https://example.org/p/en/transcripts/fog.vtt"', ""),
    ("P4", 'language="en"', 'language="en_GB"'),
    ("P4", 'rel="captions"', 'rel="subtitles"'),
    ("P5", "application/json+chapters", "application/json"),
    ("P5", 'url="https://example.org/p/en/chapters/fog.json"', ""),
    ("P5", "<podcast:chapters", '<podcast:chapters url="https://example.org/p/en/chapters/fog.json" type="application/json+chapters"/><podcast:chapters'),
    ("P6", ">Jonas Feldkamp<", "> <"),
    ("P6", 'role="author"', 'role="synthesizer"'),
    ("P6", 'group="writing"', 'group="cast"'),
    ("P7", ' feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810"', ""),
    ("P7", "917393e3-1b1e-5cef-ace4-edaa54e1f810", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ("P7", "<podcast:podroll>", "<podcast:podroll/><podcast:podroll>"),
    ("P8", '<podcast:remoteItem feedGuid="003af0a0-6a45-55cf-b765-68e3d349551a" medium="publisher"/>', ""),
    ("P8", "003af0a0-6a45-55cf-b765-68e3d349551a", ""),
    ("P9", '<podcast:txt purpose="ai-content">true</podcast:txt>', ""),
    ("P9", '<podcast:txt purpose="ai-content">true', '<podcast:txt purpose="ai-content">false'),
    ("P9", '<podcast:txt purpose="ai-content">true', '<podcast:txt purpose="ai-content">yes'),
    ("P9", "<podcast:txt", f"<podcast:txt>{'x' * 4001}</podcast:txt><podcast:txt"),
    ("P10", ' type="audio/ogg"', ""),
    ("P10", '<podcast:source uri="https://example.org/p/en/audio/fog-0a1b2c3d.opus"/>', ""),
    ("P10", "sha256-47DEQ", "sha512-47DEQ"),
    ("P10", 'type="sri"', 'type="md5"'),
    ("P11", ">cc-by-4.0<", "><"),
    ("P11", "FREQ=WEEKLY;", "WEEKLY;"),
    ("P11", '<podcast:block id="google">yes', "<podcast:block>maybe"),
    ("P11", 'contentLink href="https://example.org/fog"', "contentLink"),
    ("P11", 'protocol="activitypub" uri="https://example.org/@jane/1"', 'protocol="activitypub"'),
    ("S1", ' hreflang="de"', ""),
    ("S1", 'hreflang="de"', 'hreflang="de_DE"'),
    ("S1", 'href="https://example.org/p/de/feed.xml" title', f'href="{FEED}" title'),
    ("D1", 'rel="next" type="application/rss+xml" href="https://example.org/p/en/feed-1.xml"', f'rel="next" type="application/rss+xml" href="{FEED}"'),
    ("D1", 'rel="last"', 'rel="next"'),
    ("D2", 'rel="self"', 'rel="me"'),
    ("D4", "transcripts/fog.vtt", "transcripts/fog.srt"),
    ("D4", "chapters/fog.json", "chapters/fog.txt"),
    ("D4", 'rel="self" type="application/rss+xml"', 'rel="self" type="text/xml"'),
]  # fmt: skip
"""For each rule, what of a whole feed must be changed into what to break it."""


@pytest.mark.parametrize(("rule", "old", "new"), REFUSED)
def test_a_broken_feed_is_refused_by_name(rule: str, old: str, new: str) -> None:
    found = fatal(faults(changed(old, new)))
    assert rule in found
    assert found[rule].endswith(".")


GONE = [
    ("D5", "audio/boat-4e5f6a7b.mp3"),
    ("D5", "audio/fog-0a1b2c3d.opus"),
    ("D5", "transcripts/fog.vtt"),
    ("D5", "chapters/fog.json"),
    ("D5", "cover-1234abcd.png"),
    ("D1", "feed-1.xml"),
]


@pytest.mark.parametrize(("rule", "file"), GONE)
def test_what_is_named_must_be_there(rule: str, file: str) -> None:
    disk = files()
    del disk[f"{BASE}/{file}"]
    found = fatal(faults(disk=disk))
    assert list(found) == [rule]
    assert file.rpartition("/")[2] in found[rule]


def vtt(old: str, new: str) -> bytes:
    assert old in VTT
    return VTT.replace(old, new).encode()


def told(**other: object) -> bytes:
    return json.dumps(CHAPTERS | other).encode()


def spoken(*times: tuple[object, object]) -> bytes:
    found = [{"startTime": start, "endTime": end, "body": "Fog"} for start, end in times]
    return json.dumps({"version": "1.0.0", "segments": found}).encode()


def leading(to: str) -> bytes:
    """An older part that names `to` as still older."""
    link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="{to}"/>'
    return OLDER.replace(b"<item", f"{link}<item".encode())


BROKEN: list[tuple[str, str, Asset]] = [
    ("D5", "audio/boat-4e5f6a7b.mp3", asset(length=2999)),
    ("D5", "audio/boat-4e5f6a7b.mp3", asset(length=0)),
    ("D5", "audio/fog-0a1b2c3d.opus", asset(length=999)),
    ("A6", "cover-1234abcd.png", asset(length=9)),
    ("A6", "cover-1234abcd.png", asset(picture=replace(COVER, width=1399, height=1399))),
    ("A6", "cover-1234abcd.png", asset(picture=replace(COVER, width=3001, height=3001))),
    ("A6", "cover-1234abcd.png", asset(picture=replace(COVER, width=2999))),
    ("A6", "cover-1234abcd.png", asset(picture=replace(COVER, mode="RGBA"))),
    ("A6", "cover-1234abcd.png", asset(picture=replace(COVER, mode="CMYK"))),
    ("A6", "cover-1234abcd.png", asset(picture=replace(COVER, format="JPEG"))),
    ("A6", "cover-1234abcd.png", asset(picture=replace(COVER, format="WEBP"))),
    ("A12", "transcripts/fog.vtt", asset(b"")),
    ("A12", "transcripts/fog.vtt", asset(SRT.encode())),
    ("A12", "transcripts/fog.vtt", asset(VTT.encode("utf-16"))),
    ("A12", "transcripts/fog.vtt", asset(vtt("00:00.000", "0:0.0"))),
    ("A12", "transcripts/fog.vtt", asset(vtt("--> 00:02.500", "--> 00:00.000"))),
    ("A12", "transcripts/fog.vtt", asset(vtt("00:00.000 --> 00:02.500", "05:00.000 --> 05:02.500"))),
    ("A12", "transcripts/fog.vtt", asset(vtt("00:06:25.900", "00:07:00.000"))),
    ("A12", "transcripts/fog.srt", asset(SRT.replace(",", ".").encode())),
    ("A12", "transcripts/fog.vtt", asset(vtt("00:00.000 -->", "00:00.000 ->"))),
    ("A12", "transcripts/fog.vtt", asset(vtt("00:00.000 -->", "00:00.000 --->"))),
    ("A12", "transcripts/fog.vtt", asset(vtt("00:00.000 -->", "00:00.000 –>"))),
    ("A12", "transcripts/fog.vtt", asset(VTT.replace(" --> ", "-->").encode())),
    ("A5", "audio/boat-4e5f6a7b.mp3", asset(b"<!DOCTYPE html><html>", 3000)),
    ("A5", "audio/boat-4e5f6a7b.mp3", asset(b"version https://git-lfs.example/spec/v1", 3000)),
    ("A5", "audio/boat-4e5f6a7b.mp3", asset(b"RIFF....WAVEfmt ", 3000)),
    ("A5", "audio/boat-4e5f6a7b.mp3", asset(b"\0\0\0 ftypM4A ", 3000)),
    ("A5", "audio/boat-4e5f6a7b.mp3", asset(b"OggS", 3000)),
    ("A5", "audio/boat-4e5f6a7b.mp3", asset(b"\xff\xf1aac", 3000)),
    ("A5", "audio/boat-4e5f6a7b.mp3", asset(bytes(16), 3000)),
    ("A5", "audio/fog-0a1b2c3d.opus", asset(b"ID3", 1000)),
    ("P4", "transcripts/fog.json", asset(b"")),
    ("P4", "transcripts/fog.json", asset(b"<!DOCTYPE html>")),
    ("P4", "transcripts/fog.json", asset(b"[]")),
    ("P4", "transcripts/fog.json", asset(b'{"version": "1.0.0"}')),
    ("P4", "transcripts/fog.json", asset(spoken((0, 1), (3, 4), (2, 3)))),
    ("P4", "transcripts/fog.json", asset(spoken((1, 0.5)))),
    ("P4", "transcripts/fog.json", asset(spoken(("0", 1)))),
    ("P4", "transcripts/fog.json", asset(spoken((0, True)))),
    ("P4", "transcripts/fog.json", asset(spoken((0, 10**400)))),
    ("P4", "transcripts/fog.json", asset(spoken((0, 1)).replace(b"Fog", b"\xff"))),
    ("D1", "feed-1.xml", asset(b"")),
    ("D1", "feed-1.xml", asset(b"<!DOCTYPE html><html><body>404</body></html>")),
    ("D1", "feed-1.xml", asset(OLDER[:-9])),
    ("D1", "feed-1.xml", asset(leading(FEED))),
    ("D1", "feed-1.xml", asset(leading(f"{BASE}/feed-1.xml"))),
    ("A13", "chapters/fog.json", asset(told(chapters=[]))),
    ("A13", "chapters/fog.json", asset(told(chapters=[{"startTime": 5}, {"startTime": 4}]))),
    (
        "A13",
        "chapters/fog.json",
        asset(told(chapters=[{"startTime": 4}, {"startTime": 5}, {"startTime": 4}])),
    ),
    ("A13", "chapters/fog.json", asset(told(chapters=[{"startTime": 0}, {"startTime": 400}]))),
    ("A13", "chapters/fog.json", asset(told(chapters=[{"startTime": -1}]))),
    ("P5", "chapters/fog.json", asset(b"")),
    ("P5", "chapters/fog.json", asset(b"[" * 100_000)),
    ("P5", "chapters/fog.json", asset(told(version=1.2))),
    ("P5", "chapters/fog.json", asset(told(version="2.0.0"))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"title": "Fog"}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": "0"}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": True}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": float("nan")}]))),
    ("P5", "chapters/fog.json", asset(told(chapters="Fog"))),
    ("P5", "chapters/fog.json", asset(json.dumps(CHAPTERS).encode("utf-16"))),
    ("P5", "chapters/fog.json", asset(told(chapters=["Fog"]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": 10**400}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": 1, "title": 1}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": 1, "endTime": "2"}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": 1, "endTime": 0}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": 1, "toc": "no"}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": 1, "img": "a.png"}]))),
    ("P5", "chapters/fog.json", asset(told(chapters=[{"startTime": 1, "url": ["a"]}]))),
]
"""For each rule, a file that breaks it, in the place of a good one."""


@pytest.mark.parametrize(("rule", "file", "instead"), BROKEN)
def test_a_broken_file_has_its_feed_refused(rule: str, file: str, instead: Asset) -> None:
    assert list(fatal(faults(disk=files() | {f"{BASE}/{file}": instead}))) == [rule]


def test_every_rule_has_a_feed_that_breaks_it() -> None:
    broken = {rule for rule, *_ in (*REFUSED, *GONE, *BROKEN, *ADVISED)}
    assert broken == {rule.name for rule in RULES}
    assert {*(f"A{n}" for n in range(1, 14)), *(f"P{n}" for n in range(1, 10)), "D1", "D4", "D5"} <= broken


def test_each_rule_is_documented_with_its_source() -> None:
    page = (Path(__file__).parents[1] / "docs/feed-rules.md").read_text("utf-8")
    documented = {line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")}
    assert {rule.name for rule in RULES} <= documented
    assert all(
        rule.source and rule.flaws.__doc__ and rule.flaws.__doc__.startswith(f"{rule.name}: ")
        for rule in RULES
    )


ADVISED: list[tuple[str, str, str]] = [
    ("A2", "<itunes:author>Jane Roe</itunes:author>", ""),
    ("A2", "<itunes:email>jane@example.org</itunes:email>", ""),
    ("A2", "<itunes:type>", "<itunes:block>no</itunes:block><itunes:type>"),
    ("A3", "<description>Every morning begins with the same engine.</description>", ""),
    ("A3", "<itunes:duration>385</itunes:duration>", ""),
    ("A11", "<pubDate>Wed, 03 Jun 2026 20:30:00 +0200</pubDate>", ""),
    ("A11", "Wed, 03 Jun 2026", "Wed, 10 Jun 2026"),
    ("A11", "Wed, 03 Jun 2026 20:30:00 +0200", "Sat, 06 Jun 2026 15:00:00 -0400"),
    ("A11", "Wed, 03 Jun 2026 20:30:00 +0200", "Sat, 06 Jun 2026 14:00:00 EST"),
    ("A1", "https://example.org/jonas", "http://localhost:8000/jonas"),
    ("A1", "https://example.org/jonas", "https://192.168.1.20/jonas"),
    ("A1", "https://example.org/jonas", "https://[::1]/jonas"),
    ("A1", "https://example.org/jonas", "https://wiki/jonas"),
    ("A1", "https://example.org/jonas", "https://nas.local/jonas"),
    ("A2", f"<itunes:new-feed-url>{FEED}", "<itunes:new-feed-url>https://other.example/feed.xml"),
    ("S3", '<guid isPermaLink="false">', '<atom:link rel="alternate" hreflang="de" href="https://example.org/p/de/fog.html"/><guid isPermaLink="false">'),
    ("D5", "https://example.org/p/en/audio/boat", "http://example.org/p/en/audio/boat"),
    ("D5", "https://example.org/p/en/audio/boat", "https://www.example.org/p/en/audio/boat"),
    ("D5", "https://example.org/p/en/audio/boat", "https://example.org:8443/p/en/audio/boat"),
    ("D1", '<atom:link rel="last" type="application/rss+xml" href="https://example.org/p/en/feed-1.xml"/>', ""),
    ("P1", "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>", ""),
    ("P6", "Jonas Feldkamp", "Jonas " * 30),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "old", "new"), ADVISED)
def test_what_is_only_recommended_has_no_feed_refused(rule: str, old: str, new: str) -> None:
    (fault,) = faults(changed(old, new))
    assert (fault.rule, fault.is_fatal) == (rule, False)


TAKEN: list[tuple[str, str]] = [
    ("Wed, 03 Jun 2026 20:30:00 +0200", "Wed, 03 Jun 2026 13:30:00 EST"),
    ("Wed, 03 Jun 2026 20:30:00 +0200", "Wed, 03 Jun 2026 18:30:00 Z"),
    ("Wed, 03 Jun 2026 20:30:00 +0200", "Wed, 03 Jun 2026 18:30:00 -0000"),
    ("Wed, 03 Jun 2026 20:30:00 +0200", "wed,03  jun 2026  23:59:60 +0000 (UTC)"),
    ("Wed, 03 Jun 2026 20:30:00 +0200", "Sat, 06 Jun 2026 20:00:00 +0200"),
    ("Wed, 03 Jun 2026 20:30:00 +0200", "Thu, 01 Jan 1970 00:00:00 +0000"),
    ("https://example.org/p/en/audio/boat", "https://cdn.example.com/boat"),
    ("https://example.org/p/en/audio/boat", "https://op3.example/e/example.org/p/en/audio/boat"),
    ("https://example.org/p/en/audio/boat", "https://EXAMPLE.org:443/p/en/audio/boat"),
    (f'href="{FEED}"', f'href="{FEED.replace("example.org", "EXAMPLE.org:443")}"'),
    ('rel="self" type="application/rss+xml"', 'rel="self" type="application/xml"'),
    ("https://example.org/p/en/feed-1.xml", "https://cdn.example.com/feed-1.xml"),
    ("<rss ", "<!DOCTYPE rss>\n<rss "),
]
"""What of a whole feed may stand otherwise."""


@pytest.mark.parametrize(("old", "new"), TAKEN)
def test_what_apps_take_is_no_fault(old: str, new: str) -> None:
    assert not faults(changed(old, new))


def test_trailers_of_a_serial_need_no_number_and_no_two_episodes_have_the_same() -> None:
    text = changed("episodic", "serial").replace(
        "<itunes:duration>6:25", "<itunes:episodeType>Trailer</itunes:episodeType><itunes:duration>6:25"
    )
    assert not faults(text)
    (fault,) = faults(
        text.replace(
            "Trailer", "full</itunes:episodeType><itunes:episode>2</itunes:episode><itunes:episodeType>"
        ).replace("<itunes:episodeType></itunes:episodeType>", "")
    )
    assert (fault.rule, fault.is_fatal) == ("A11", False)
    assert "“The First Boat” (“2”, as “Fog & Patience” has it)" in fault.problem


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:8000/p",
        "https://192.168.1.20/p",
        "https://podcast/p",
        "https://me:word@example.org/p",
    ],
)
def test_a_feed_that_only_few_can_reach_is_a_feed(base: str) -> None:
    text = WHOLE.replace("https://example.org/p", base)
    disk = {url.replace("https://example.org/p", base): found for url, found in files().items()}
    (fault,) = lint.check(text.encode(), disk.get, f"{base}/en/feed.xml")
    assert (fault.rule, fault.is_fatal) == ("A1", False)


def test_a_synthetic_narrator_is_told_to_programs_too() -> None:
    person = '<podcast:person group="cast" role="narrator">Joe (Synthetic voice)</podcast:person>'
    text = changed("</item>", f"{person}</item>")
    assert not faults(text)
    item = text.index("<item>")
    (fault,) = faults(
        text[:item] + text[item:].replace('<podcast:txt purpose="ai-content">true</podcast:txt>', "", 1)
    )
    assert (fault.rule, fault.is_fatal) == ("P9", False)


def test_what_is_said_of_a_sister_is_held_against_her_own_feed() -> None:
    def found(language: str, guid: str) -> list[tuple[str, bool]]:
        head = f'<language>{language}</language><p:guid xmlns:p="https://podcastindex.org/namespace/1.0">{guid}</p:guid>'
        sister = asset(OLDER.replace(b"<item", f"{head}<item".encode()))
        disk = files() | {"https://example.org/p/de/feed.xml": sister}
        return [(fault.rule, fault.is_fatal) for fault in faults(disk=disk)]

    assert found("DE", "917393E3-1b1e-5cef-ace4-edaa54e1f810") == []
    assert found("fr", "917393e3-1b1e-5cef-ace4-edaa54e1f810") == [("S1", False)]
    assert found("de", "9b024349-ccf0-5f69-a609-6b82873eab3c") == [("P7", False)]


@pytest.mark.parametrize("data", [b"ID3\x04", b"\xff\xfb\x90\x64", b"\xff\xe3\x18", b"\xff\xf3\x40"])
def test_mp3_begins_with_a_tag_or_a_frame(data: bytes) -> None:
    assert not faults(disk=files() | {f"{BASE}/audio/boat-4e5f6a7b.mp3": asset(data, 3000)})


def test_lines_may_end_as_on_an_old_machine_and_speak_of_arrows() -> None:
    data = VTT.replace("\n", "\r").replace("nothing", "10:30 -> 11:00 or 1.5 > 1.2 – nothing").encode()
    assert not faults(disk=files() | {f"{BASE}/transcripts/fog.vtt": asset(data)})


def test_long_lines_and_no_words_in_a_transcript_are_no_reason_to_refuse() -> None:
    for data in (vtt("What", "What " * 20), b"WEBVTT\n"):
        (fault,) = faults(disk=files() | {f"{BASE}/transcripts/fog.vtt": asset(data)})
        assert (fault.rule, fault.is_fatal) == ("A12", False)
    exact = vtt("What the harbour sounds like", "x" * 65)
    assert not faults(disk=files() | {f"{BASE}/transcripts/fog.vtt": asset(exact)})


@pytest.mark.parametrize(
    ("times", "count"),
    [
        (["00:00:00", "00:01:00", "00:02:00"], 0),
        (["00:00:05", "00:01:00", "00:02:00"], 1),
        (["00:00:00", "00:02:00", "00:01:00"], 1),
        (["00:00:00", "00:02:00"], 0),
        (["00:00:00", "00:06:26"], 0),
        (["00:00:00", "00:06:27"], 1),
    ],
)
def test_times_in_the_notes_are_those_that_apple_reads(times: list[str], count: int) -> None:
    notes = "\n".join(f"{clock} A part" for clock in times)
    found = faults(changed("What the harbour sounds like when nothing can be seen.", f"What.\n\n{notes}"))
    assert [(fault.rule, fault.is_fatal) for fault in found] == [("A13", False)] * count


def test_a_picture_that_all_episodes_share_is_looked_at_once() -> None:
    looks: list[str] = []

    def picture() -> Artwork:
        looks.append("again")
        return replace(COVER, mode="L")

    cover = f"{BASE}/cover-1234abcd.png"
    text = WHOLE.replace("<item>", f'<item><itunes:image href="{cover}"/>')
    (fault,) = faults(text, files() | {cover: Asset(9, lambda _: b"", picture)})
    assert (fault.rule, len(looks)) == ("A6", 1)


def test_a_podcast_may_be_empty_but_is_told_so() -> None:
    text = WHOLE[: WHOLE.index("<item>")] + "</channel></rss>"
    (fault,) = faults(text)
    assert (fault.rule, fault.is_fatal) == ("A3", False)


def test_dates_to_come_are_told_only_by_who_has_a_clock() -> None:
    before, after = datetime(2026, 6, 6, 18, tzinfo=UTC), datetime(2026, 6, 6, 18, 26, tzinfo=UTC)
    (fault,) = faults(now=before)
    assert (fault.rule, fault.is_fatal) == ("A11", False)
    assert "Fog & Patience" in fault.problem
    assert faults(now=after) == faults() == []


def test_hosts_without_encryption_are_told() -> None:
    for base, count in (
        ("http://example.org/p", 1),
        ("http://example.org:8000/p", 1),
        ("https://example.org/p", 0),
    ):
        text = WHOLE.replace("https://example.org/p", base).replace(
            "<link>https://example.org", f"<link>{base}"
        )
        disk = {url.replace("https://example.org/p", base): found for url, found in files().items()}
        found = list(lint.check(text.encode(), disk.get, f"{base}/en/feed.xml"))
        assert [(fault.rule, fault.is_fatal) for fault in found] == [("D4", False)] * count


def test_an_older_part_may_say_where_the_whole_feed_lies() -> None:
    data = WHOLE.replace("feed-1.xml", "feed-0.xml").encode()
    disk = files() | {f"{BASE}/feed-0.xml": asset(OLDER)}
    assert not list(lint.check(data, disk.get, f"{BASE}/feed-1.xml"))


def test_the_last_part_says_so_of_itself_and_newer_ones_are_written_later() -> None:
    text = changed('rel="next"', 'rel="prev"').replace(
        f'rel="self" type="application/rss+xml" href="{FEED}"', f'rel="self" href="{BASE}/feed-1.xml"'
    )
    disk = files()
    del disk[f"{BASE}/feed-1.xml"]
    assert not list(lint.check(text.encode(), disk.get, f"{BASE}/feed-1.xml"))


@pytest.mark.parametrize("tag", ["de", "pt-BR", "en-us", "zh-Hant-TW", "es-419", "sr-Latn"])
def test_languages_that_directories_know(tag: str) -> None:
    assert not faults(changed("en-GB", tag))


def test_a_private_podcast_may_be_in_any_language() -> None:
    hidden = WHOLE.replace("<itunes:type>", "<itunes:block>Yes</itunes:block><itunes:type>")
    (fault,) = faults(hidden.replace("en-GB", "gsw"))
    assert (fault.rule, fault.is_fatal) == ("A8", False)
    assert "A8" in fatal(faults(hidden.replace("en-GB", "en_GB")))


def test_chapters_that_begin_together_are_no_reason_to_refuse() -> None:
    both = asset(told(chapters=[{"startTime": 0, "title": "A"}, {"startTime": 0, "title": "B"}]))
    (fault,) = faults(disk=files() | {f"{BASE}/chapters/fog.json": both})
    assert (fault.rule, fault.is_fatal) == ("A13", False)


@settings(deadline=None)
@given(
    st.text(st.sampled_from('a%Zé:/?#[]@ <>"{}|\\^`&=\u202e0f.'), max_size=30),
    st.sampled_from(["", "http://", "https://e.org", "https://e.org/"]),
)
def test_every_address_that_our_rooms_make_is_one(iri: str, start: str) -> None:
    address = web_address(start + iri)
    if address:
        assert not [
            fault
            for fault in faults(changed("https://example.org/jonas", address.replace("&", "&amp;")))
            if fault.rule == "A7"
        ]


# What a fault says


def test_a_fault_names_the_episode_and_the_remedy() -> None:
    disk = files() | {f"{BASE}/audio/boat-4e5f6a7b.mp3": asset(length=12)}
    (fault,) = faults(disk=disk)
    assert str(fault) == (
        "an audio file has not the length that the feed says: “The First Boat” (“audio/boat-4e5f6a7b.mp3” has 12 bytes "
        "instead of “3000”) (rule D5): run `audioedition repair`; if that cannot make it again, publish its "
        "post again: `audioedition publish POST`."
    )
    (fault,) = faults(changed("en-GB", "en_GB"))
    assert "[feeds.en_GB] of audioedition.toml" in fault.remedy


SAID: list[tuple[str, str, str]] = [
    ("Places &amp; Travel", "Places &amp; Travel ", "“Places & Travel ”"),
    ("Society &amp; Culture", "Society &amp;\u00a0Culture", r"“Society &\xa0Culture”"),
    ('length="3000"', 'length=" 3000 "', "“ 3000 ”"),
    ("https://hub.example.org/", "", "an address is empty: atom:link"),
    ("<itunes:duration>385", "<itunes:duration>0", "an episode lasts 0 seconds"),
    ("boat/en", "fog/en", "“The First Boat” (“tag:example.org,2026:fog/en”, as “Fog & Patience” has it)"),
    ("https://example.org/p/en/audio/boat", "http://example.org/p/en/audio/boat", "is not that of `base_url`, and the file is there: “The First Boat” (enclosure “http://example.org/p/en/audio/boat-"),
    ("Wed, 03 Jun 2026", "Wed, 10 Jun 2026", "“The First Boat” (it is newer than the one above it)"),
]  # fmt: skip
"""What a message must show, of what is wrong in a feed."""


@pytest.mark.parametrize(("old", "new", "words"), SAID)
def test_a_message_shows_the_cause(old: str, new: str, words: str) -> None:
    (fault,) = faults(changed(old, new))
    assert words in str(fault)
    assert "delete" not in str(fault)


@pytest.mark.parametrize(
    ("file", "data", "words"),
    [
        ("transcripts/fog.vtt", vtt("00:02.500\n<", "00:00.000\n<"), "ends before it begins: “Fog & Patience” (“transcripts/fog.vtt”, line 3, “00:00.000 --> 00:00.000”)"),
        ("transcripts/fog.vtt", vtt("00:00.000", "00:00,000"), "a time in a transcript is none: “Fog & Patience” (“transcripts/fog.vtt”, line 3, “00:00,000"),
        ("transcripts/fog.vtt", vtt("00:06:25.900", "00:07:00.000"), "line 6, “00:02.500 --> 00:07:00.000”, and it lasts 385 s"),
        ("transcripts/fog.json", spoken((0, 1), (3, 4), (2, 3)), "segment 3, at 2 s"),
        ("chapters/fog.json", b"", "is no JSON: “Fog & Patience” (“chapters/fog.json”, it is empty)"),
        ("chapters/fog.json", told(version="2.0"), 'is not of a version 1.x: “Fog & Patience” (“chapters/fog.json”, version is “"2.0"”'),
        ("chapters/fog.json", told(chapters=[]), "a file of chapters holds none"),
        ("chapters/fog.json", told(chapters=[{"startTime": 5}, {"startTime": 4, "title": "Rain"}]), "order of time: “Fog & Patience” (“chapters/fog.json”, chapter 2, “Rain”)"),
        ("chapters/fog.json", told(chapters=[{"startTime": "0", "title": "Fog"}]), 'no start in seconds: “Fog & Patience” (“chapters/fog.json”, chapter 1, “Fog”, startTime is “"0"”'),
        ("audio/boat-4e5f6a7b.mp3", b"<html>".ljust(3000), "“audio/boat-4e5f6a7b.mp3” is a web page"),
    ],
)  # fmt: skip
def test_a_message_about_a_file_shows_the_place_in_it(file: str, data: bytes, words: str) -> None:
    assert words in str(faults(disk=files() | {f"{BASE}/{file}": asset(data)})[0])


def test_after_a_misspelt_namespace_nothing_else_is_told() -> None:
    assert [fault.rule for fault in faults(changed("dtds/podcast-1.0.dtd", "DTDs/Podcast-1.0.dtd"))] == ["A1"]


def test_many_episodes_with_one_fault_are_told_once() -> None:
    first = WHOLE.index("<item>")
    items = "".join(f"<item><title>Letter {n}</title></item>" for n in range(1000))
    found = faults(f"{WHOLE[:first]}{items}</channel></rss>")
    (told,) = [fault for fault in found if fault.rule == "A4"]
    assert "“Letter 0”; “Letter 1”; “Letter 2”; and 997 more (rule A4)" in str(told)
    assert len(found) < 10


@pytest.mark.parametrize("words", HOSTILE)
def test_titles_cannot_drive_a_terminal_or_flood_it(words: str) -> None:
    title = (
        "".join(c for c in words if c.isprintable())
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
    text = changed("The First Boat", f"{title}\u202e\u0085").replace('length="3000"', 'length="-1"')
    (told,) = [str(fault) for fault in faults(text) if fault.rule == "A5"]
    assert told.isprintable()
    assert len(told) < 250


# What our own rooms make has no fault


def made(feed: Feed) -> list[Fault]:
    address = f"{feed.podcast.address}/feed.xml"
    lengths = {each.enclosure.file: each.enclosure.length for each in feed.episodes}
    lengths |= {other.file: other.length for each in feed.episodes for other in each.alternates}

    def look(url: str) -> Asset | None:
        name = PurePosixPath(url).name
        kinds = {".vtt": VTT.encode(), ".srt": SRT.encode(), ".json": BOTH}
        return asset(kinds.get(PurePosixPath(url).suffix, b""), lengths.get(name), COVER)

    return [fault for fault in lint.check(feeds.render(feed), look, address) if fault.is_fatal]


@pytest.mark.parametrize("feed", [EN, DE, replace(EN, episodes=())], ids=["en", "de", "empty"])
def test_our_feeds_have_no_fault(feed: Feed) -> None:
    assert made(feed) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_make_no_fault(words: str) -> None:
    one: Episode = episode("en", 1, words, words, author=words, translator=words, rights=words, address=words)
    head = podcast("en", words, words, author=words, copyright=words)
    assert made(Feed(head, (one,), (Sister("de", words, GERMAN.address),))) == []


def test_our_feeds_are_looked_at_for_real() -> None:
    assert made(replace(EN, podcast=replace(ENGLISH, category=("Boats",))))[0].rule == "A10"
    twice = (EN.episodes[0], replace(EN.episodes[1], guid=EN.episodes[0].guid))
    assert made(replace(EN, episodes=twice))[0].rule == "A4"


# Whatever the bytes are


BOMB = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>'
)
READER = '<!DOCTYPE rss [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, READER, '<!DOCTYPE rss SYSTEM "https://example.org/rss.dtd">'])
def test_document_types_and_entities_are_refused_with_a_sentence(doctype: str) -> None:
    (fault,) = faults(WHOLE.replace("<rss", f"{doctype}<rss").replace("The First Boat", "&lol2;"))
    assert (fault.rule, fault.is_fatal) == ("A1", True)
    assert "document type" in fault.problem


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"<rss/>",
        b"<rss version='2.0'><channel/><channel/></rss>",
        b"<?xml version='1.0' encoding='no-such'?><rss/>",
        b"<?xml version='1.0' encoding='utf-7'?><rss/>",
        b"\xff\xfe<",
        WHOLE.encode("utf-16"),
        b"<a>" * 20_000,
    ],
)
def test_what_is_no_feed_has_a_fault(data: bytes) -> None:
    assert "A1" in fatal(faults(data))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_linter(data: bytes) -> None:
    assert fatal(faults(data))


@settings(deadline=None, max_examples=200)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_no_change_of_a_feed_breaks_the_linter(chance: random.Random, count: int) -> None:
    text = WHOLE
    for _ in range(count):
        place = chance.randrange(len(text))
        size = chance.choice([0, 1, 5, 40])
        new = chance.choice(
            ["", "<", ">", '"', "&amp;", "é", "0", "-", "http://[", "%", " " * 3, "9" * 5000, ":"]
        )
        text = text[:place] + new + text[place + size :]
    assert all(str(fault) for fault in faults(text))


@settings(deadline=None, max_examples=200)
@given(st.randoms(use_true_random=False))
def test_no_value_in_a_feed_breaks_the_linter(chance: random.Random) -> None:
    """Well-formed documents whose texts and attributes were given to each other."""
    values = ["", " ", "0", "-1", "9" * 5000, "http://[x", "https://example.org/%", "Mon, 99 Jun 2026 20:30:00 +9999", "\u202e", "a" * 9999,
              "Wed, 01 Jan 0001 00:00:00 +0200", "Fri, 31 Dec 9999 23:59:59 -1200", "1:2:3:4", "٣:٣٣", "sha256-", "sha256-é"]  # fmt: skip
    pieces = WHOLE.split('"')
    for _ in range(5):
        pieces[chance.randrange(7, len(pieces), 2)] = chance.choice(values)
    texts = '"'.join(pieces).split("</")
    for _ in range(5):
        place = chance.randrange(len(texts) - 1)
        texts[place] = texts[place].rpartition(">")[0] + ">" + chance.choice(values)
    assert all(str(fault) for fault in faults("</".join(texts)))


@settings(deadline=None)
@given(
    st.binary(max_size=60),
    st.sampled_from(
        ["transcripts/fog.vtt", "transcripts/fog.srt", "transcripts/fog.json", "chapters/fog.json"]
    ),
)
def test_no_file_breaks_the_linter(data: bytes, file: str) -> None:
    for prefix in (
        b"",
        b"WEBVTT\n\n00:00.000 --> ",
        b'{"version": "1.2.0", "chapters": [{"startTime": 0',
        b'{"version": "1.0.0", "segments": [{"startTime": 0',
    ):
        assert all(str(fault) for fault in faults(disk=files() | {f"{BASE}/{file}": asset(prefix + data)}))


def test_a_feed_may_be_nested_to_any_depth() -> None:
    assert not fatal(faults(changed("<item>", f"{'<a>' * 20_000}{'</a>' * 20_000}<item>")))


@pytest.mark.parametrize("depth", [50, 200, 400, 600, 800, 950, 50_000])
def test_no_depth_breaks_the_linter(depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    for file, data in (
        ("chapters", b'{"version": %s}' % deep),
        ("chapters", b'{"version": "1.2.0", "chapters": [{"startTime": %s}]}' % deep),
        ("transcripts", b'{"segments": [{"startTime": %s}]}' % deep),
    ):
        assert fatal(faults(disk=files() | {f"{BASE}/{file}/fog.json": asset(data)}))


# The disk


def test_the_disk_finds_what_is_served(tmp_path: Path) -> None:
    (tmp_path / "feeds/en/audio").mkdir(parents=True)
    (tmp_path / "feeds/en/audio/a b.mp3").write_bytes(b"12345")
    (tmp_path / "secret.txt").write_bytes(b"1")
    disk = lint.Disk(tmp_path / "feeds", "https://müller.example/größe/", covers.measure)
    base = "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe"
    found = disk(f"{base}/en/audio/a%20b.mp3?x=/..#t")
    assert found is not None
    assert (found.length, found.read(-1), found.read(2), found.picture()) == (5, b"12345", b"12", None)
    for url in (
        f"{base}/../secret.txt",
        f"{base}/en/..%2F..%2Fsecret.txt",
        f"{base}/en/%2e%2e/%2e%2e/secret.txt",
        f"{base}/..%5Csecret.txt",
        f"{base}//secret.txt",
        f"{base}/{tmp_path}/secret.txt",
        f"{base}/en/audio",
        f"{base}/",
        base,
        f"{base}evil/en/audio/a%20b.mp3",
        f"{base}/en/%00",
        f"{base}/{'x' * 5000}",
        "https://elsewhere.example/en/audio/a%20b.mp3",
        str(tmp_path / "secret.txt"),
        "",
    ):
        assert disk(url) is None, url


def picture(mode: str = "RGB", kind: str = "PNG", side: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, kind)
    return out.getvalue()


def test_pictures_are_measured() -> None:
    assert covers.measure(picture()) == Artwork("PNG", 40, 40, "RGB")
    assert covers.measure(picture("RGBA")) == Artwork("PNG", 40, 40, "RGBA")
    assert covers.measure(picture("CMYK", "JPEG")) == Artwork("JPEG", 40, 40, "CMYK")
    assert covers.measure(picture("L", "GIF")) is not None
    out = io.BytesIO()
    Image.new("RGB", (40, 40)).save(out, "PNG", transparency=(0, 0, 0))
    assert covers.measure(out.getvalue()) == Artwork("PNG", 40, 40, "RGBA")
    for kind in ("PNG", "JPEG"):
        noise = io.BytesIO()
        Image.effect_noise((400, 400), 90).convert("RGB").save(noise, kind)
        assert covers.measure(noise.getvalue())
        assert covers.measure(noise.getvalue()[: len(noise.getvalue()) // 2]) is None
    assert covers.measure(b"") is None


# From end to end


def refused(site: Site) -> str:
    with pytest.raises(FeedError) as caught:
        publish.publish(site.settings, site.archive)
    return str(caught.value)


@pytest.fixture
def published(site: Site) -> Site:
    site.publish(site.post())
    return site


def test_a_truncated_recording_keeps_its_feed_back(published: Site) -> None:
    before = published.files()
    published.edit("[feeds.en]", '[feeds.en]\ncopyright = "Ann"')
    published.edit("[feeds.de]", '[feeds.de]\ncopyright = "Ann"')
    audio = published.archive.audio("en", published.archive.episodes("en")[0].enclosure.file)
    audio.write_bytes(audio.read_bytes()[:-9])
    sentence = refused(published)
    assert sentence.startswith("en/feed.xml is not written: ")
    assert "“Who still needs a ferry?”" in sentence
    assert "(rule D5)" in sentence
    assert "audioedition publish POST" in sentence
    after = published.files()
    assert after["en/feed.xml"] == before["en/feed.xml"]
    assert b"<copyright>Ann</copyright>" in after["de/feed.xml"][0]
    published.publish(published.post())
    assert b"<copyright>Ann</copyright>" in published.files()["en/feed.xml"][0]


def test_another_picture_in_the_place_of_the_cover_keeps_the_feed_back(published: Site) -> None:
    before = published.files()
    (cover,) = (published.root / "feeds/de").glob("cover-*.png")
    cover.write_bytes(picture("RGBA", side=1000))
    published.edit("[feeds.de]", '[feeds.de]\ncopyright = "Ann"')
    sentence = refused(published)
    assert sentence.count("(rule A6)") == 2
    assert "1000 × 1000, RGBA" in sentence
    assert published.files()["de/feed.xml"] == before["de/feed.xml"]
    cover.unlink()
    publish.publish(published.settings, published.archive)
    assert published.files()["de/feed.xml"] != before["de/feed.xml"]


@pytest.mark.parametrize(
    "base", ["https://müller.example/größe", "http://127.0.0.1:8000", "https://EXAMPLE.org/a%20b/50%/"]
)
def test_feeds_may_lie_at_any_address(site: Site, base: str) -> None:
    site.edit('base_url = "https://example.org/p"', f'base_url = "{base}"')
    site.publish(site.post())
    assert (site.root / "feeds/de/feed.xml").exists()
    notes = ["(rule A1)" in detail for _, state, detail in look(site) if state is not State.OK]
    assert notes == ([True] * 2 if "127.0.0.1" in base else [])


def test_publish_exits_with_1_and_the_sentence(published: Site) -> None:
    audio = published.archive.audio("de", published.archive.episodes("de")[0].enclosure.file)
    audio.unlink()
    published.edit("[feeds.de]", '[feeds.de]\ncopyright = "Ann"')
    result = CliRunner().invoke(main, ["publish", "--edition", str(published.root)])
    assert result.exit_code == 1
    assert "de/feed.xml is not written: a file that the feed names is not there" in result.output


def look(site: Site, only: str = "") -> list[tuple[str, State, str]]:
    return [(f.what, f.state, f.detail) for f in feed_findings(site.settings, site.archive, only)]


def test_feeds_are_checked_before_they_are_published(site: Site) -> None:
    assert look(site) == [
        ("feed", State.NOTE, f"nothing is recorded yet: `audioedition publish POST --edition {site.root}`")
    ]
    site.record(site.post())
    before = site.files()
    assert [(what, state) for what, state, _ in look(site) if state is not State.NOTE] == [
        ("feed de", State.OK),
        ("feed en", State.OK),
    ]
    assert {name for name in site.files() if name.endswith((".xml", ".html", ".vtt"))} == set()
    assert before.keys() - site.files().keys() == set()


def test_a_feed_is_checked_as_it_will_be_and_as_it_is(published: Site) -> None:
    assert not [each for each in look(published) if each[1] is State.FAIL]
    published.edit("[feeds.en]", '[feeds.en]\ncopyright = "Ann"')
    assert (
        "feed en",
        State.NOTE,
        f"the one on disk is another: run `audioedition publish --edition {published.root}`",
    ) in look(published)
    feed = published.root / "feeds/en/feed.xml"
    feed.write_bytes(feed.read_bytes().replace(b"<language>en<", b"<language>english<"))
    found = look(published, "en")
    assert (
        "feed en",
        State.FAIL,
        f"the one on disk is another and breaks A8: run `audioedition publish --edition {published.root}`",
    ) in found
    assert {what for what, *_ in found} == {"feed en"}


def test_the_feed_on_disk_is_judged_by_the_files_on_disk(published: Site) -> None:
    assert {state for _, state, _ in look(published)} == {State.OK}
    folder = published.root / "feeds/en/transcripts"
    (vtt,) = folder.glob("*.vtt")
    (srt,) = folder.glob("*.srt")
    (words,) = folder.glob("*.json")
    vtt.write_text("garbage", "utf-8")
    srt.unlink()
    words.write_bytes(words.read_bytes() + b"\n")
    found = look(published, "en")
    assert [(what, state) for what, state, _ in found] == [
        ("feed en", State.OK),
        ("feed en", State.FAIL),
        ("feed en", State.NOTE),
    ]
    assert found[1][2] == f"the one on disk breaks A12: run `audioedition publish --edition {published.root}`"
    assert found[2][2].startswith(
        "3 files are missing on disk, or not as publishing writes them: en/transcripts/"
    )
    assert found[2][2].endswith(f", and 1 more: run `audioedition publish --edition {published.root}`")
    assert {state for _, state, _ in look(published, "de")} == {State.OK}
    vtt.unlink()
    assert "breaks D5: run" in look(published, "en")[1][2]
    publish.publish(published.settings, published.archive)
    assert {state for _, state, _ in look(published)} == {State.OK}


def test_pages_that_are_missing_or_changed_are_counted(published: Site) -> None:
    (published.root / "feeds/index.html").unlink()
    (page,) = (published.root / "feeds/de/episodes").glob("*.en.html")
    page.write_text("garbage", "utf-8")
    assert [row for row in look(published) if row[1] is not State.OK] == [
        ("feed de", State.NOTE, f"1 file is missing on disk, or not as publishing writes it: de/episodes/{page.name}: run `audioedition publish --edition {published.root}`"),
        ("pages", State.NOTE, f"1 file is missing on disk, or not as publishing writes it: index.html: run `audioedition publish --edition {published.root}`"),
    ]  # fmt: skip


def test_what_is_the_same_is_not_told_even_if_nothing_is_known_of_it(published: Site) -> None:
    (ledger,) = published.root.rglob("written.json")
    ledger.unlink()
    assert {state for _, state, _ in look(published)} == {State.OK}


def test_check_tells_of_feeds_by_the_rule(published: Site) -> None:
    arguments = ["check", "--edition", str(published.root)]
    assert CliRunner().invoke(main, [*arguments, "--feed"]).exit_code == 0
    audio = published.archive.audio("de", published.archive.episodes("de")[0].enclosure.file)
    audio.write_bytes(b"")
    result = CliRunner().invoke(main, [*arguments, "--feed"])
    assert result.exit_code == 1
    assert "(rule D5)" in result.output
    result = CliRunner().invoke(main, [*arguments, "--feed", "de", "--json"])
    assert result.exit_code == 1
    told = [json.loads(line) for line in result.output.splitlines()]
    assert {row["what"] for row in told} == {"feed de"}
    assert "fail" in {row["state"] for row in told}
    assert CliRunner().invoke(main, [*arguments, "--feed", "en"]).exit_code == 0
    result = CliRunner().invoke(main, [*arguments, "--feed", "fr"])
    assert result.exit_code == 2
    assert "en, de" in result.output
    whole = [finding for finding in check(published.settings, published.archive) if finding.what == "feed de"]
    assert State.FAIL in {finding.state for finding in whole}


def test_without_settings_no_feed_is_checked(published: Site) -> None:
    published.edit('author = "Ann"', 'author = ""')
    (found,) = look(published)
    assert found[:2] == ("settings", State.FAIL)
    assert FILE in found[2]


def test_a_damaged_record_is_told(published: Site) -> None:
    (published.root / "feeds/en/episodes/ferry.json").write_text("{", "utf-8")
    (found,) = look(published)
    assert found[:2] == ("feed", State.FAIL)
    assert "ferry.json is damaged" in found[2]


def test_the_taxonomy_holds_whom_we_name() -> None:
    told = tomllib.loads((Path(lint.__file__).parent / "taxonomy.toml").read_text("utf-8"))
    assert sum(map(len, told.values())) == 63
    assert {"Author", "Translator"} <= set(told["Writing"])
    assert "Narrator" in told["Cast"]
