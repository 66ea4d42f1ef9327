"""The author's own marks: a language that is marked `pt-BR` is called so in the whole post.

Detectors and markers know languages only (`pt`).  So tags are compared by their language where
nothing was marked; two marks with different tags are two editions, also of one language.  But `de`
beside `de-DE` is no second one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audioedition.editions.evidence import Line
from audioedition.languages import base

_WITH_BARE = 2  # tags of a language, one of which is the language alone


def settled(lines: Sequence[Line]) -> list[Line]:
    """`lines` with what each of them announces, and with their marks, as the marks of all the text have it."""
    marks = frozenset(line.mark for line in lines if line.mark and not line.quote)
    tags = frozenset(tag for tag in marks if len(_alike(tag, marks)) != _WITH_BARE or tag != base(tag))
    return [
        replace(line, mark=_settled(line.mark, tags), announced=called(line.announced, tags))
        for line in lines
    ]


def called(languages: Iterable[str], tags: Iterable[str]) -> frozenset[str]:
    """`languages`, where any of `tags` is of one of them by those tags."""
    marked: dict[str, set[str]] = {}
    for tag in tags:
        marked.setdefault(base(tag), set()).add(tag)
    return frozenset(tag for language in languages for tag in marked.get(language, {language}))


def _settled(mark: str | None, tags: frozenset[str]) -> str | None:
    """A mark by one of the `tags`: a quotation may name a region, without making an edition of it."""
    if mark is None or mark in tags:
        return mark
    alike = called({base(mark)}, tags)
    return min(alike) if len(alike) == 1 else None


def _alike(tag: str, tags: frozenset[str]) -> list[str]:
    return [other for other in tags if base(other) == base(tag)]
