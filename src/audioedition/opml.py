"""All podcasts of a site in one file that podcast apps can import (OPML 2.0).  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405 # it only writes

from audioedition.addresses import FEED, PAGE, url
from audioedition.markup import web_address
from audioedition.model import Podcast
from audioedition.text import one_line, permitted


def render(podcasts: Sequence[Podcast], title: str) -> bytes:
    """The document that lists the feeds of `podcasts`; equal podcasts give equal bytes."""
    document = Element("opml", version="2.0")
    head = SubElement(document, "head")
    SubElement(head, "title").text = _text(title)
    body = SubElement(document, "body")
    for podcast in podcasts:
        address = web_address(podcast.address) or podcast.address
        SubElement(
            body,
            "outline",
            type="rss",
            text=_text(podcast.title),
            title=_text(podcast.title),
            description=_text(podcast.description),
            language=podcast.language,
            xmlUrl=url(address, FEED),
            htmlUrl=url(address, PAGE),
        )
    indent(document)
    return bytes(tostring(document, encoding="utf-8", xml_declaration=True)) + b"\n"


def _text(text: str) -> str:
    return one_line(permitted(text))
