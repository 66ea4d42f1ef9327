"""What pages say of themselves to programs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from feed_samples import DE, EN, ENGLISH, GERMAN, HOSTILE, episode, podcast
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from audioedition import pages, templating
from audioedition.model import Disclosure, Enclosure, Feed, Reading, Translation
from audioedition.pages import linked, structured

PROPERTIES = {
    # schema.org, release 30: what of each type is used here.  Those of CreativeWork and Thing hold for all but Person.
    "Person": {"name"},
    "MediaObject": {"contentUrl"},
    "AudioObject": {"contentUrl", "contentSize", "bitrate", "duration", "caption"},
    "PodcastSeries": {"webFeed"},
    "PodcastEpisode": {"duration", "partOfSeries"},
    "CollectionPage": set[str](),
}
OF_ALL_WORKS = {
    *("url", "name", "description", "image", "sameAs"),
    *("author", "translator", "datePublished", "inLanguage", "keywords", "license", "copyrightNotice"),
    *("isBasedOn", "isAccessibleForFree", "associatedMedia", "encodingFormat", "digitalSourceType"),
    *("workTranslation", "translationOfWork", "hasPart"),
}


def misused(data: Any) -> list[tuple[str, str]]:
    """Properties that schema.org does not have for their type."""
    if isinstance(data, list):
        return [fault for each in data for fault in misused(each)]
    if not isinstance(data, dict):
        return []
    kind = data["@type"]
    known = PROPERTIES[kind] | (set() if kind == "Person" else OF_ALL_WORKS)
    own = [(kind, name) for name in data if not name.startswith("@") and name not in known]
    return own + [fault for value in data.values() for fault in misused(value)]


def reading(*, translator: str | None = "Jörg Müller", **other: Any) -> Reading:
    """The German episode, and the English one that it is a translation of."""
    german = episode(
        "de", 2, "Nebel", "Wie es klingt.", translator=translator, address="https://example.org/fog", **other
    )
    english = episode("en", 2, "Fog", "How it sounds.", enclosure=Enclosure("letter-2-ffff0000.mp3", 5))
    return Reading(GERMAN, german, (Translation(ENGLISH, english),))


def test_a_podcast_is_a_series() -> None:
    own = replace(GERMAN, licence="CC-BY-SA-4.0", listen={"Spotify": "https://spot.example/x"})
    head = structured.of_podcast(replace(DE, podcast=own))
    data = json.loads(head.data)
    assert data == {
        "@context": "https://schema.org",
        "@type": "PodcastSeries",
        "@id": "https://example.org/feeds/de/index.html",
        "url": "https://example.org/feeds/de/index.html",
        "name": "Briefe vom Hafen",
        "webFeed": "https://example.org/feeds/de/feed.xml",
        "description": "Essays über Boote, Wetter und alle, die auf beides warten.",
        "inLanguage": "de",
        "author": {"@type": "Person", "name": "Jane Roe"},
        "image": "https://example.org/feeds/de/cover-1234abcd.png",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "copyrightNotice": "© 2026 Jane Roe",
        "sameAs": ["https://spot.example/x"],
        "isAccessibleForFree": True,
    }
    assert not misused(data)
    assert (head.locale, head.locales) == ("de_DE", ("en_US",))


def test_an_episode_tells_what_is_heard_and_whose_it_is() -> None:
    head = structured.of_episode(reading(rights="CC BY", tags=("boats",)))
    data = json.loads(head.data)
    assert not misused(data)
    assert data["@type"] == "PodcastEpisode"
    assert data["url"] == head.address == "https://example.org/feeds/de/episodes/letter-2.html"
    assert (data["author"]["name"], data["translator"]["name"]) == ("Jane Roe", "Jörg Müller")
    assert data["partOfSeries"]["webFeed"] == "https://example.org/feeds/de/feed.xml"
    assert data["isBasedOn"] == "https://example.org/fog"
    assert (data["duration"], data["copyrightNotice"], data["keywords"]) == ("PT6M25S", "CC BY", ["boats"])
    (sound,) = data["associatedMedia"]
    assert sound == {
        "@type": "AudioObject",
        "contentUrl": "https://example.org/feeds/de/audio/letter-2-0a1b2c3d.mp3",
        "encodingFormat": "audio/mpeg",
        "contentSize": "1000002 B",
        "duration": "PT6M25S",
        "inLanguage": "de",
        "caption": {
            "@type": "MediaObject",
            "contentUrl": "https://example.org/feeds/de/transcripts/letter-2-0a1b2c3d.vtt",
            "encodingFormat": "text/vtt",
            "inLanguage": "de",
        },
        "digitalSourceType": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
    }
    assert head.audio == sound["contentUrl"]
    assert (head.kind, head.site, head.audio_type) == ("article", "Briefe vom Hafen", "audio/mpeg")


def test_further_encodings_are_told_and_a_silent_disclosure_is_kept() -> None:
    opus = Enclosure("letter-2-99.opus", 400, "audio/ogg", "ab", 32_000)
    own = replace(GERMAN, disclosure=Disclosure(metadata=False))
    data = json.loads(structured.of_episode(replace(reading(alternates=(opus,)), podcast=own)).data)
    assert [(each["encodingFormat"], each.get("bitrate")) for each in data["associatedMedia"]] == [
        ("audio/mpeg", None),
        ("audio/ogg", "32000 bit/s"),
    ]
    assert "digitalSourceType" not in data["associatedMedia"][0]


def test_a_translation_and_its_original_name_each_other() -> None:
    german = reading()
    english = Reading(ENGLISH, german.translations[0].episode, (Translation(GERMAN, german.episode),))
    translated = json.loads(structured.of_episode(german).data)
    original = json.loads(structured.of_episode(english).data)
    assert translated["translationOfWork"]["url"] == original["url"]
    assert [each["url"] for each in original["workTranslation"]] == [translated["url"]]
    assert "workTranslation" not in translated
    assert "translationOfWork" not in original
    alternates = {
        ("de", translated["url"]),
        ("en", original["url"]),
        ("x-default", original["url"]),
    }
    assert set(structured.of_episode(german).alternates) == alternates
    assert set(structured.of_episode(english).alternates) == alternates


def test_where_no_translator_is_named_nobody_is_called_the_original() -> None:
    head = structured.of_episode(reading(translator=None))
    data = json.loads(head.data)
    assert "workTranslation" not in data
    assert "translationOfWork" not in data
    assert [tag for tag, _ in head.alternates] == ["de", "en"]


def test_what_is_public_names_nothing_that_is_private_and_what_is_private_says_nothing() -> None:
    secret = replace(ENGLISH, is_private=True, address="https://example.org/feeds/en-s3cr3t")
    german = reading()
    public = replace(german, translations=(Translation(secret, german.translations[0].episode),))
    assert "s3cr3t" not in repr(structured.of_episode(public))
    assert structured.of_episode(public).alternates == ()
    private = replace(german, podcast=replace(GERMAN, is_private=True))
    assert structured.of_episode(private).data == ""
    html = templating.render("head.html", head=structured.of_episode(private))
    assert "noindex, nofollow" in html
    assert "no-referrer" in html
    for word in ("og:", "ld+json", "canonical"):
        assert word not in html


def test_a_page_beside_a_translation_is_a_view_of_the_episode() -> None:
    head = structured.of_beside(reading(), "en")
    assert head.address == "https://example.org/feeds/de/episodes/letter-2.html"
    assert head.title == "Nebel / Fog"
    assert (head.alternates, head.data) == ((), "")


def test_the_landing_page_is_what_there_is_for_everybody_else() -> None:
    head = structured.of_landing([ENGLISH, GERMAN], "Jane Roe")
    assert head is not None
    data = json.loads(head.data)
    assert not misused(data)
    assert head.address == data["url"] == "https://example.org/feeds/index.html"
    assert [each["name"] for each in data["hasPart"]] == ["Letters from the Harbour", "Briefe vom Hafen"]
    assert set(head.alternates) == set(structured.of_podcast(EN).alternates)
    assert [feed[0] for feed in head.feeds] == ["en/feed.xml", "de/feed.xml"]
    assert structured.of_landing([], "") is None


def test_the_head_of_a_page_holds_what_apps_and_networks_look_for() -> None:
    page = LexborHTMLParser(pages.podcast(DE))
    found = {node.attributes["property"]: node.attributes["content"] for node in page.css("meta[property]")}
    assert found == {
        "og:type": "website",
        "og:title": "Briefe vom Hafen",
        "og:description": "Essays über Boote, Wetter und alle, die auf beides warten.",
        "og:url": "https://example.org/feeds/de/index.html",
        "og:image": "https://example.org/feeds/de/cover-1234abcd.png",
        "og:image:alt": "Briefe vom Hafen",
        "og:locale": "de_DE",
        "og:locale:alternate": "en_US",
    }
    assert page.css("meta[name='twitter:card']")[0].attributes["content"] == "summary"
    assert page.css("link[rel=canonical]")[0].attributes["href"] == found["og:url"]


def test_licences_are_found() -> None:
    def at(licence: str, url: str = "") -> str:
        return linked.licence_address(replace(GERMAN, licence=licence, licence_url=url))

    assert at("CC-BY-NC-ND-3.0") == "https://creativecommons.org/licenses/by-nc-nd/3.0/"
    assert at("CC0-1.0") == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert at("MIT") == "https://spdx.org/licenses/MIT.html"
    assert at("Ours", "https://example.org/ours") == "https://example.org/ours"
    assert at("") == ""


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "PT0S"), (59.6, "PT1M"), (385.4, "PT6M25S"), (3600, "PT1H"), (3723, "PT1H2M3S")],
)
def test_lengths_are_written_as_programs_read_them(seconds: float, written: str) -> None:
    assert linked.iso_duration(seconds) == written


anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@settings(deadline=None, max_examples=100)
@given(anything | st.sampled_from(HOSTILE))
def test_no_text_ends_a_script(text: str) -> None:
    own = podcast("en", text, text, author=text, copyright=text, listen={text: text})
    data = structured.of_podcast(Feed(own, ())).data
    assert json.loads(data)["@type"] == "PodcastSeries"
    assert not set(data) & set("<>&\u2028\u2029\x00\ud83d")
    assert "]]>" not in data
    evil = replace(reading().episode, title=text, summary=text, author=text, rights=text, tags=(text,))
    html = templating.render("head.html", head=structured.of_episode(Reading(own, evil)))
    html.encode()
    page = LexborHTMLParser(f"<head>{html}</head>")
    assert len(page.css("script")) == 1
    json.loads(page.css("script")[0].text())


def test_every_page_leads_to_the_feeds_of_all_languages_its_own_first() -> None:
    assert [feed[0] for feed in structured.of_podcast(DE).feeds] == ["feed.xml", "../en/feed.xml"]
    reading = Reading(DE.podcast, DE.episodes[0], (Translation(EN.podcast, EN.episodes[0]),))
    assert structured.of_episode(reading).feeds == (
        ("../feed.xml", "Briefe vom Hafen", "de"),
        ("../../en/feed.xml", "Letters from the Harbour", "en"),
    )
    elsewhere = replace(EN.podcast, address="https://other.example/en")
    reading = Reading(DE.podcast, DE.episodes[0], (Translation(elsewhere, EN.episodes[0]),))
    assert structured.of_beside(reading, "en").feeds[1][0] == "https://other.example/en/feed.xml"
