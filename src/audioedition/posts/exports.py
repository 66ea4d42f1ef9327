"""A WordPress export to its entries: which of its items are posts, in which language, and since when."""

from __future__ import annotations

import html as entities
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import IO

from audioedition.errors import PostError
from audioedition.languages import TAG, base, canonical
from audioedition.model import Picture
from audioedition.posts import qtranslate, wordpress, wxr
from audioedition.posts.entries import Entry, Skipped, has_words, oldest_first, titled
from audioedition.posts.frontmatter import Meta, moment
from audioedition.posts.identity import identity, language_of
from audioedition.posts.wxr import Record

_MOST_POSTS = 100_000
_IN_MEMORY = 16_000_000  # bytes of text, beyond which it waits on the disk
_STATES = {
    "draft": "It is a draft.",
    "auto-draft": "It is a draft.",
    "pending": "It waits for its review.",
    "private": "It is private.",
    "future": "It is to be published later.",
    "trash": "It is in the bin.",
}
_NO_AUTHOR = {"admin", "administrator", "wordpress"}
_NO_TAG = {"uncategorized", "uncategorised"}
_LOCALE = re.compile(r'"locale";s:\d+:"([A-Za-z]{2,3}(?:_[A-Z]{2})?)')
_FARTHEST = timedelta(hours=14)  # that a zone is from UTC
_STEP = timedelta(minutes=15)  # by which zones differ


def read(chunks: Iterable[bytes], source: str) -> Iterator[Entry | Skipped]:
    """The entries of the export that comes in `chunks`, oldest first; `source` is its path or address.

    Only posts are taken, and only public ones.  What is skipped comes at once, entries when the whole
    export has been read: from a damaged one none is taken.  Their texts wait on the disk meanwhile.
    Raises PostError that names `source` if it is damaged, hostile, or the disk is full.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as shelf:
        export = _Export(source, shelf)
        for record in wxr.records(chunks, source):
            if skipped := export.take(record):
                yield skipped
        yield from export.entries()


class _Export:
    """Gathers what has to be known of an export before its first post can be told."""

    def __init__(self, source: str, shelf: IO[bytes]) -> None:
        """Name the export in messages by `source`, and put texts on the `shelf`."""
        self._source = source
        self._shelf = shelf
        self._waiting: list[tuple[Entry, str, tuple[int, int]]] = []  # with its picture's id and its place
        self._hint: str | None = None
        self._authors: dict[str, str] = {}
        self._locales: dict[str, str] = {}
        self._pictures: dict[str, Picture] = {}
        self._comments = 0

    def take(self, record: Record) -> Skipped | None:
        """Keep what `record` says, or tell why not."""
        fields = record.fields
        if record.kind == "wp:author":
            self._authors[fields.get("wp:author_login", "")] = fields.get("wp:author_display_name", "")
        elif record.kind == "wp:term" and (found := _LOCALE.search(fields.get("wp:term_description", ""))):
            self._locales[fields.get("wp:term_slug", "")] = found[1]
        elif record.kind == "language":
            self._hint = canonical(fields["language"]) if _is_tag(fields.get("language", "")) else None
        elif record.kind == "item":
            if fields.get("wp:post_type") == "attachment" and (file := fields.get("wp:attachment_url")):
                alt = titled(record.metas.get("_wp_attachment_image_alt", "")) or ""
                self._pictures[fields.get("wp:post_id", "")] = Picture(file, alt)
            return self._item(record)
        return None

    def entries(self) -> Iterator[Entry | Skipped]:
        """All entries, when all records have been taken."""
        if self._comments:
            detail = "They are comments on the posts."
            yield Skipped(
                name=f"{self._source}, its comments", code="comment", detail=detail, count=self._comments
            )
        for entry, picture, place in oldest_first(self._waiting, lambda waiting: waiting[0].meta.published):
            meta = replace(entry.meta, picture=self._pictures.get(picture))
            yield replace(entry, meta=meta, html=self._from_shelf(*place))

    def _item(self, record: Record) -> Skipped | None:
        fields = record.fields
        title = [
            (tag, named) for tag, said in qtranslate.parts(fields.get("title", "")) if (named := titled(said))
        ]
        name = f"{self._source}, “{title[0][1]}”" if title else f"{self._source}, line {record.line}"
        if reason := _unfit(record):
            return Skipped(name=name, code=reason[0], detail=reason[1])
        address = fields.get("link", "")
        found = identity(address, fields.get("guid", ""))
        if not found:
            return Skipped(name=name, code="nameless", detail="It has no address by which to know it again.")
        html = wordpress.html(fields.get("content:encoded", ""))
        if not has_words(html):
            return Skipped(name=name, code="empty", detail="It holds no text.")
        if len(self._waiting) >= _MOST_POSTS:
            raise PostError(f"{self._source} has more than {_MOST_POSTS:,} posts: export them year by year.")
        self._comments += record.comments
        language, group = self._language(record, address)
        meta = Meta(
            title=title[0][1] if title and not any(tag for tag, _ in title) else None,
            language=language or self._hint,
            author=self._author(fields.get("dc:creator", "")),
            address=address or None,
            published=_published(fields),
            tags=_tags(record),
        )
        entry = Entry(name=name, id=found, meta=meta, html=None, language=language, group=group or found)
        titles = (f'<h1 lang="{tag}">{entities.escape(named)}</h1>' for tag, named in title if tag)
        place = self._to_shelf("".join(titles) + html)
        self._waiting.append((entry, record.metas.get("_thumbnail_id", ""), place))
        return None

    def _language(self, record: Record, address: str) -> tuple[str | None, str | None]:
        """The language that Polylang or WPML gives a post, and what it shares with its translations."""
        terms = {domain: short for domain, short, _ in record.categories}
        slug, metas = terms.get("language", ""), record.metas
        locale = self._locales.get(slug, "")
        if locale and (not _is_tag(slug) or base(slug) != base(locale)):
            slug = locale  # its short name is anything the owner likes, such as `cz`
        written = slug or metas.get("_wpml_import_language_code", "")
        group = terms.get("post_translations") or metas.get("_wpml_import_translation_group")
        return canonical(written) if _is_tag(written) else language_of(address), group

    def _author(self, login: str) -> str | None:
        """The name that readers see; the oldest exports have it in place of the login."""
        name = titled(self._authors.get(login, "") if self._authors else login)
        return None if name and name.lower() in _NO_AUTHOR else name

    def _to_shelf(self, text: str) -> tuple[int, int]:
        data = text.encode("utf-8", "replace")
        try:
            begin = self._shelf.tell()
            self._shelf.write(data)
        except OSError as exc:
            raise PostError(
                f"The posts of {self._source} do not fit on the disk ({exc.strerror}): free some space for temporary files."
            ) from exc
        return begin, len(data)

    def _from_shelf(self, begin: int, length: int) -> str:
        self._shelf.seek(begin)
        return self._shelf.read(length).decode("utf-8")


def _unfit(record: Record) -> tuple[str, str] | None:
    """Why an item is not taken, if so: a code and a sentence."""
    kind, state = record.fields.get("wp:post_type", "post"), record.fields.get("wp:status", "publish")
    if kind != "post":
        return ("page" if kind == "page" else "other"), f"It is no post but of the kind {kind!r}."
    if state != "publish":
        return state, _STATES.get(state, f"Its status is {state!r}.")
    if record.fields.get("wp:post_password"):
        return "password", "It is protected by a password."
    if "_icl_lang_duplicate_of" in record.metas:
        return "copy", "It is a copy that WPML made of a post in another language."
    if record.is_cut:
        return "long", f"It is longer than {wxr.MOST_CHARACTERS:,} characters: split it into several posts."
    return None


def _published(fields: Mapping[str, str]) -> datetime | None:
    """When a post was published, in the zone that the blog had then."""
    here, there = _date(fields.get("wp:post_date", "")), _date(fields.get("wp:post_date_gmt", ""))
    if here and there and abs(here - there) <= _FARTHEST and (here - there) % _STEP == timedelta():
        return here.replace(tzinfo=timezone(here - there))
    return there or here


def _date(text: str) -> datetime | None:
    try:
        return moment(text, "")
    except PostError:  # `0000-00-00 00:00:00`, or the like
        return None


def _tags(record: Record) -> tuple[str, ...]:
    """Its tags, then its categories, but not the one of those that have none."""
    kinds = ("post_tag", "category")
    wanted = (
        titled(name)
        for kind in kinds
        for domain, short, name in record.categories
        if domain == kind and short not in _NO_TAG
    )
    return tuple(dict.fromkeys(filter(None, wanted)))


def _is_tag(text: str) -> bool:
    return bool(re.fullmatch(TAG, text))
