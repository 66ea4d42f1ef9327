"""A post about a ferry, in two languages, and what the tests of `editions` ask of a split."""

from __future__ import annotations

from audioedition import editions, posts
from audioedition.model import Post, Split

ENGLISH = (
    "The ferry leaves at seven in the morning, and whoever is late has to wait for the evening.",
    "Nobody remembers why the bell on board rings twice before it casts off from the pier.",
    "On Sundays the captain plays the accordion, which can be heard on both sides of the bay.",
)
GERMAN = (
    "Die Fähre legt um sieben Uhr morgens ab, und wer zu spät kommt, muss auf den Abend warten.",
    "Niemand weiß mehr, warum die Glocke an Bord zweimal läutet, bevor sie vom Steg ablegt.",
    "Sonntags spielt der Kapitän Akkordeon, was man auf beiden Seiten der Bucht hören kann.",
)


def parse(*paragraphs: str, source: str = "post.txt") -> Post:
    return posts.parse("\n\n".join(paragraphs).encode(), source=source, origin=source)


def split(*paragraphs: str, languages: tuple[str, ...] = ()) -> Split:
    return editions.split(parse(*paragraphs), languages)


def spoken(result: Split) -> dict[str, tuple[str, list[str]]]:
    return {
        edition.language: (edition.title, [block.text or "***" for block in edition.blocks])
        for edition in result.editions
    }


def dropped(result: Split) -> dict[str, str]:
    return {entry.text: entry.code for entry in result.dropped}
