"""Lines with their languages to editions: titles, translators, scene breaks, and what is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from audioedition.editions import authors, dating, pictures, titles, why, words
from audioedition.editions.detection import scores
from audioedition.editions.draft import Draft
from audioedition.editions.evidence import Line, vocabulary
from audioedition.editions.foreign_phrases import is_foreign
from audioedition.editions.markers import Marker
from audioedition.languages import base, canonical
from audioedition.model import Block, Dropped, Edition, Kind, Split

_INCIPIT = 80  # characters of the first paragraph that stand in for a title
_TOLD = 3.0  # nats by which a line is in one of two languages
_ABOVE = ("byline", "kicker")  # lines around a title, of which the pictures belong to the text
_TITLE_KINDS = (Kind.HEADING, Kind.PARAGRAPH)


def assemble(draft: Draft, configured: Sequence[str]) -> Split:
    """Make the editions, and list what is in none of them."""
    dropped = {
        place: Dropped(draft.blocks[place].text, code, detail, draft.blocks[place].line)
        for place, (code, detail) in draft.reasons.items()
    }
    for place, marker in draft.markers.items():
        block = draft.blocks[place]
        dropped[place] = Dropped(block.text, *_reason(marker), block.line)
    apart = _apart(draft)
    streams = _streams(draft, apart)
    translators = _translators(draft)
    tags = {language: _tag(language, draft, configured) for language in streams}
    editions = []
    alien: list[Dropped] = []
    for language in streams:
        whole = _trimmed(streams[language])
        given = _given(draft.post.titles, language)
        title, blocks, double = _titled(whole)
        if given and words.fold(given) != words.fold(title):  # what the text begins with is a part of it
            title, blocks, double = "", whole, []
        for block in double:
            # A part of a title in two languages is in the post only as a part of its line.
            place = next(
                place
                for place, other in enumerate(draft.blocks)
                if other.line == block.line and block.text in other.text
            )
            dropped[place] = Dropped(
                draft.blocks[place].text, "duplicate-title", "The title stands there twice.", block.line
            )
        heading = given or title or _incipit(blocks[0].text)
        top = [*streams[language][:1], *double] if title else []
        blocks = pictures.placed(top, blocks)
        if len(streams) > 1:
            blocks, others = pictures.apart(blocks, language)
            alien += others
        editions.append(
            Edition(tags[language], heading, tuple(blocks), translators.get(language), not (given or title))
        )
    published, dated = dating.dated(draft, dropped)
    author, credited = authors.credited(draft, dropped)
    told = {entry: _both(dated.get(entry), credited.get(entry)) for entry in (*dated, *credited)}
    furniture = [told.get(entry, entry) for entry in draft.post.furniture]
    dropped = {place: told.get(entry, entry) for place, entry in dropped.items()}
    known = {block.text for edition in editions for block in edition.blocks if block.kind is Kind.PICTURE}
    lost = [dropped[place] for place in sorted(dropped)]
    rights = next((entry.text for entry in lost if entry.code == "rights"), None)
    return Split(
        tuple(editions),
        tuple(_in_order([*furniture, *lost, *(entry for entry in alien if entry.text not in known)])),
        draft.post.rights or rights,
        why.decisions(draft, apart, dropped, tags),
        published,
        author,
    )


def _both(one: Dropped | None, other: Dropped | None) -> Dropped:
    """An entry that says the one or the other, or both."""
    found = [entry for entry in (one, other) if entry]
    return replace(found[0], detail=" ".join(entry.detail for entry in found))


def _reason(marker: Marker) -> tuple[str, str]:
    if marker.is_navigation:
        return "navigation", "It leads to the post's languages."
    if marker.languages:
        return "marker", f"It announces the text in another language ({marker.languages[0]})."
    return "marker", "It says who translated the text, which the opening says."


def _streams(draft: Draft, apart: Mapping[int, Mapping[str, str]]) -> dict[str, list[Block]]:
    """The blocks of each language in order, titles in two languages taken `apart`."""
    languages = draft.languages
    order = apart.get(draft.places[0], languages)  # a title in all languages says which one comes first
    streams: dict[str, list[Block]] = {language: [] for language in order}
    spans = {language: draft.span(language) for language in languages}
    index = {place: number for number, place in enumerate(draft.places)}
    waiting: tuple[
        str, ...
    ] = ()  # pictures of lines between two texts: they belong to the one that begins there
    for place, block in enumerate(draft.blocks):
        if block.kind is Kind.BREAK:
            for language in languages:
                if spans[language][0] < place < spans[language][1] and streams[language]:
                    streams[language].append(block)
        elif place in apart:
            for language, text in apart[place].items():
                streams[language].append(block.saying(text))
        elif place in index:
            language = draft.assignment.languages[index[place]]
            own = _in_its_language(block, draft.lines[index[place]], language)
            streams[language].append(replace(own, pictures=waiting + own.pictures) if waiting else own)
            waiting = ()
        elif place in draft.markers or draft.reasons.get(place, ("",))[0] in _ABOVE:
            waiting += block.pictures
    return streams


def _in_its_language(block: Block, line: Line, language: str) -> Block:
    """`block` of an edition in `language`, with the other one that it is surely in: it will have that voice."""
    foreign = why.foreign(line, language)
    if foreign and (line.mark or is_foreign(block.text, foreign, language)):
        return replace(block, language=foreign)
    return block


def _apart(draft: Draft) -> dict[int, dict[str, str]]:
    """Titles that stand in all languages on one line, by place, with their part for each language."""
    languages = draft.languages
    if len(languages) == 1:
        return {}
    known = vocabulary(draft.lines, draft.assignment.languages)
    firsts = [draft.lines[draft.assignment.languages.index(language)] for language in languages]
    needed = not all(titles.is_own(line, draft.lines) for line in firsts)
    turns = draft.assignment.interleaved
    found = titles.apart(draft.lines, languages, known, needed=needed, turns=turns)
    return {draft.places[at]: parts for at, parts in sorted(found.items())}


def _trimmed(blocks: Sequence[Block]) -> list[Block]:
    """Without breaks at the ends, and one break for several."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind is not Kind.BREAK or (kept and kept[-1].kind is not Kind.BREAK):
            kept.append(block)
    while kept and kept[-1].kind is Kind.BREAK:
        kept.pop()
    return kept


def _titled(blocks: list[Block]) -> tuple[str, list[Block], list[Block]]:
    """The title of an edition (empty if it has none), its blocks without it, and lines that only repeat it."""
    first, rest = blocks[0], blocks[1:]
    speaks = any(block.kind is not Kind.BREAK for block in rest)
    # A short first sentence would be spoken twice if it gave the title and were a paragraph, too.
    short = len(first.text) <= _INCIPIT or titles.is_title_like(first.text)
    if speaks and first.kind in _TITLE_KINDS and (short or first.kind is Kind.HEADING):
        double = [
            block for block in rest[:1] if words.fold(block.text) == words.fold(first.text) and len(rest) > 1
        ]
        return first.text, _trimmed(rest[len(double) :]), double
    return "", blocks, []


def _given(found: Mapping[str, str], language: str) -> str:
    """What the author gives for `language`, by its tag or that of its nearest relative; empty if nothing."""
    return next((found[tag] for tag in _like(language, list(found))), "")


def _incipit(text: str) -> str:
    """The first words of a text that has no title."""
    if len(text) <= _INCIPIT:
        return text.rstrip(".:;, ") or text
    cut = text[:_INCIPIT]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(".:;, ") + "…"


def _translators(draft: Draft) -> dict[str, str]:
    """Who translated which edition, as the markers say, then the front matter."""
    languages = draft.languages
    found: dict[str, str] = {}
    for place, marker in draft.markers.items():
        if marker.translator is None:
            continue
        for language in _translated(draft, place, marker):
            found.setdefault(language, marker.translator)
            break
    for language in languages:
        if given := _given(draft.post.translators, language):
            found[language] = given
    if draft.post.translator:
        original = _like(draft.post.language or languages[0], languages)[:1]
        others = [
            language for language in languages if language not in original and language not in found
        ] or languages
        if len(others) == 1:
            found.setdefault(others[0], draft.post.translator)
    return found


def _translated(draft: Draft, place: int, marker: Marker) -> Iterator[str]:
    """The languages that a translator's name at `place` can be meant for, the likeliest first."""
    languages = draft.languages
    meant = [language for language in languages if base(language) in marker.languages]
    if not meant:  # no language is named, or one that was taken for its closest relative
        original = marker.source or base(languages[0])
        meant = [language for language in languages if base(language) != original] or languages
    told = list(zip(draft.places, draft.assignment.languages, strict=True))
    after = [(at, its) for at, its in told if at > place]
    before = [(at, its) for at, its in told if at < place]
    near = [its for _, its in (*after[:1], *reversed(before))]
    if after and before and _is_end(draft, place, before[-1], after[0]):
        near.insert(0, before[-1][1])
    yield from (language for language in (*near, *meant) if language in meant)


def _is_end(draft: Draft, place: int, above: tuple[int, str], below: tuple[int, str]) -> bool:
    """Whether the line at `place` is the end of the text `above` it, by a rule or by its own language."""
    rules = [at for at in range(above[0], below[0]) if draft.blocks[at].kind is Kind.BREAK]
    if rules:
        return min(rules) > place
    found = scores(draft.blocks[place].text)
    return found.get(base(above[1]), -_TOLD) - found.get(base(below[1]), -_TOLD) >= _TOLD


def _tag(language: str, draft: Draft, configured: Sequence[str]) -> str:
    """The tag of an edition: that of the feed with the same tag, or of the only feed that can be meant.

    Of several feeds in a language the front matter may name one.
    """
    tags = _like(language, configured)
    if len(tags) == len(_like(language, draft.languages)) == 1:
        return tags[0]
    wanted = {language, canonical(draft.post.language or "")} if language == base(language) else {language}
    return next((tag for tag in tags if canonical(tag) in wanted), language)


def _like(tag: str, tags: Sequence[str]) -> list[str]:
    """Those of `tags` that are of the same language as `tag`, the very same one first."""
    alike = [other for other in tags if base(other) == base(tag)]
    return sorted(alike, key=lambda other: canonical(other) != canonical(tag))


def _in_order(dropped: Sequence[Dropped]) -> list[Dropped]:
    """In the order of the source, where its lines are known."""
    if all(entry.line for entry in dropped):
        return sorted(dropped, key=lambda entry: entry.line)
    return list(dropped)
