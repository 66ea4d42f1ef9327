from __future__ import annotations

from dataclasses import replace

import pytest
from feed_samples import EN, ENGLISH
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from audioedition.markup import paragraphs, printable, web_address
from audioedition.model import Line


def cleaned(text: str) -> str:
    return printable(replace(EN, podcast=replace(ENGLISH, title=text))).podcast.title


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("bell\x07 and null\x00", "bell and null"),
        ("page\x0cbreak\x85next", "page break next"),
        ("lone \ud83d surrogate \udc00", "lone  surrogate "),
        ("nonchars \ufffe\uffff\ufdd0\U0001fffe", "nonchars "),
        ("tab\tand\nnewline, ü, 日本, 🎙️, \u202e stay", "tab\tand\nnewline, ü, 日本, 🎙️, \u202e stay"),
    ],
)
def test_what_markup_forbids_vanishes(text: str, clean: str) -> None:
    assert cleaned(text) == clean


def test_episodes_and_sisters_are_cleaned_and_lines_left_out() -> None:
    episode = replace(EN.episodes[0], title="a\x00b", tags=("c\x00d",), lines=(Line(0, 1, "x"),))
    clean = printable(replace(EN, episodes=(episode,), sisters=(replace(EN.sisters[0], title="e\x00f"),)))
    assert clean.episodes[0].title == "ab"
    assert clean.episodes[0].tags == ("cd",)
    assert clean.episodes[0].lines == ()
    assert clean.episodes[0].published == episode.published
    assert clean.sisters[0].title == "ef"


@settings(deadline=None)  # machines differ
@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_can_stand_in_xml(text: str) -> None:
    element = etree.Element("x")
    element.text = cleaned(text)
    assert etree.fromstring(etree.tostring(element)).text in (
        cleaned(text) or None,
        cleaned(text).replace("\r", "\n"),
    )


def test_paragraphs() -> None:
    assert list(paragraphs("a\nb\n \n\nc\n\n")) == ["a b", "c"]
    assert list(paragraphs(" \n")) == []


@pytest.mark.parametrize(
    ("iri", "url"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" https://example.org/ü ", "https://example.org/%C3%BC"),
        ("https://example.org/100%25/%C3%BC", "https://example.org/100%25/%C3%BC"),
        ("http://müller.example:8080/", "http://xn--mller-kva.example:8080/"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/50%?a=%zz&b=%41#%", "https://example.org/50%25?a=%25zz&b=%41#%25"),
        ("https://exa mple.org/", None),
        ('https://exa"mple.org/', None),
        ("https://[::1]:8000/", "https://[::1]:8000/"),
        ("https://[2001:DB8::1]/", "https://[2001:db8::1]/"),
        ("https://[zz]/", None),
        ("https://[::1]x/", None),
        ("https://[fe80::1%25eth0]/", None),
        ("https://127.0.0.1:8000/", "https://127.0.0.1:8000/"),
        ("https://1.2.3.999/", None),
        ("https://1.2.3/", None),
        ("https://0x7f.1/", None),
        ("https://Example.ORG./x", "https://Example.ORG./x"),
        ("https://_dmarc.a_b.example/", "https://_dmarc.a_b.example/"),
        ("https://xn--mller-kva.example/", "https://xn--mller-kva.example/"),
        ("https://example.org:/x", "https://example.org/x"),
        ("https://example.org:65535/", "https://example.org:65535/"),
        ("https://example.org:65536/", None),
        ("https://example.org:0/", None),
        ("https://example.org:٣/", None),
        ("https://example.org:8o/", None),
        ("http://:80/", None),
        ("https://@/", None),
        ("https://-/", None),
        ("https://.../", None),
        (f"https://{'a' * 64}.example/", None),
        (f"https://{'a.' * 130}example/", None),
        ("https://user:secret@example.org/", None),
        ("https://user@example.org/", None),
        ("https://@example.org/", None),
        ("https://example.org\\@evil.example/", None),
        ("https://example.org/@user", "https://example.org/@user"),
        ("https://example.org/[a]?b[c]=1#[d]#e", "https://example.org/%5Ba%5D?b%5Bc%5D=1#%5Bd%5D%23e"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("javascript:alert(1)", None),
        ("javascript://example.org/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("//example.org/", None),
        ("https://", None),
        ("https://[", None),
        ("https://a..b/", None),
        ("", None),
        (None, None),
    ],
)
def test_web_addresses(iri: str | None, url: str | None) -> None:
    assert web_address(iri) == url
    assert url is None or web_address(url) == url
