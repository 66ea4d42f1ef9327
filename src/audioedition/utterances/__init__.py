"""Edition ─► Utterances: what is said, sentence by sentence, with pauses and chapter marks.

Pure.  `script` says what is spoken, `unspoken` what of an edition is not, and why.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from audioedition.model import Dropped, Edition, Pauses, Row, Script, Span, Utterance
from audioedition.utterances import passages, quotations
from audioedition.utterances.opening import lines
from audioedition.utterances.parts import ended, voiced
from audioedition.utterances.passages import Passage
from audioedition.utterances.reader import Readers
from audioedition.utterances.sentences import clauses, sentences
from audioedition.utterances.wording import Lexicon
from audioedition.utterances.written import Written, written

_PAUSES, _SETTINGS = Pauses(), Script()

__all__ = ["quotes", "said", "script", "unspoken"]


def quotes(edition: Edition) -> bool:
    """Whether there are block quotations in `edition`, for which there may be a voice of their own."""
    return quotations.any_in(edition.blocks)


def script(  # noqa: PLR0913 -- an edition, and all that says how it sounds
    edition: Edition,
    *,
    opening: Sequence[str],
    author: str | None,
    pauses: Pauses = _PAUSES,
    lexicon: Sequence[Row] = (),
    settings: Script = _SETTINGS,
) -> tuple[Utterance, ...]:
    """Everything that is said of `edition`, in order.

    `opening` holds templates of lines spoken first, with the fields `{title}`, `{author}` and
    `{translator}`; a line whose field is unknown to the post is left out.  `lexicon` says what is said
    instead of a word or phrase.  Between two utterances the longer of the pauses that meet there holds.
    A block or phrase marked with another language keeps that language, for another voice, unless the
    `settings` want the edition's own.  Raises ConfigError for a template that cannot be filled.
    """
    readers = Readers(Lexicon(lexicon), settings)
    fields = {
        "title": None if edition.untitled else edition.title,
        "author": author,
        "translator": edition.translator,
    }
    said: list[Utterance] = []
    for passage in passages.passages(edition, lines(opening, fields), readers, pauses):
        spoken = [each for each in _utterances(passage, readers, pauses) if _is_heard(each)]
        if said and spoken:
            gap = max(said[-1].pause_after, passage.before)
            said[-1] = dataclasses.replace(said[-1], pause_after=gap)
        said.extend(spoken)
    if said and said[0].chapter is None:
        said[0] = dataclasses.replace(said[0], chapter=written(edition.title).text)
    return tuple(said)


def said(text: str, language: str, *, lexicon: Sequence[Row] = (), settings: Script = _SETTINGS) -> str:
    """What is said of any `text` in a `language`, as of a text in a script: numbers, dates and signs in words."""
    return Readers(Lexicon(lexicon), settings).read(written(text).text, language).spoken()


def unspoken(
    edition: Edition, *, lexicon: Sequence[Row] = (), settings: Script = _SETTINGS
) -> tuple[Dropped, ...]:
    """The blocks of `edition` that `script` passes over, each with the reason, and the setting that would change it.

    The codes are `code`, `table`, `caption`, `picture` and `unspeakable`.
    """
    readers = Readers(Lexicon(lexicon), settings)
    found = (passages.unspoken(block, edition, readers) for block in edition.blocks)
    return tuple(filter(None, found))


def _is_heard(utterance: Utterance) -> bool:
    """Whether a letter or digit is left of it: there are signs so rare that nothing tells how to write them in Latin."""
    return any(sign.isalnum() for sign in utterance.spoken)


def _utterances(passage: Passage, readers: Readers, pauses: Pauses) -> Iterator[Utterance]:
    chapter = passage.chapter
    shown = written(passage.text)
    reading = readers.read(shown.text, passage.language)
    if not reading.speaks(0, len(reading.text)):
        return
    whole = ((0, len(reading.text)),)
    spans = _places(shown, passage.spans) if readers.settings.foreign == "voice" else []
    borders = whole if passage.is_whole else sentences(reading)
    lead = passage.lead
    for sentence in borders:
        is_last = sentence is borders[-1]
        pause = passage.after if is_last else pauses.sentence
        parts = [
            part for clause in clauses(reading, sentence) for part in voiced(reading, clause, spans, readers)
        ]
        for part in parts:
            after = pause if part is parts[-1] else pauses.phrase if part.is_open else pauses.clause
            text, spoken = shown.text[part.start : part.end], part.spoken
            if passage.is_ended and is_last and part is parts[-1]:
                spoken = ended(spoken, part.language)
            if lead:
                text, spoken = f"{lead} {text}", f"{_spoken(lead, part.language, readers)} {spoken}"
            yield Utterance(
                text,
                spoken,
                part.language,
                after,
                chapter,
                passage.block,
                (0, 0) if passage.is_aside else shown.span(part.start, part.end),
                passage.voice if part.language == passage.language else "",
            )
            chapter, lead = None, ""


def _spoken(lead: str, language: str, readers: Readers) -> str:
    """What stands before a text, as it is said: `3.` as `Three:`."""
    said = readers.read(lead.rstrip(".:"), language).spoken()
    return f"{said[:1].upper()}{said[1:]}:"


def _places(shown: Written, spans: Sequence[Span]) -> list[Span]:
    """The `spans` of a block as places in what is shown of it."""
    return [Span(shown.place(span.start), shown.place(span.end), span.language) for span in spans]
