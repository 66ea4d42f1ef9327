"""Quality: what was heard in each sentence of a recording ─► whether it may be published, as JSON and as a page.  Pure.

Who listened is not known here: `audits` brings what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audioedition import phrases
from audioedition.model import Pair, Quality, Trouble, Verdict
from audioedition.quality.threshold import released_many, remedy, too_many
from audioedition.text import one_line

GRAVE = 2.0
"""The weight from which on a fault that was heard keeps an edition from being published; 1 is the limit of what is allowed."""

RECOGNISED = frozenset({Trouble.OTHER_LANGUAGE, Trouble.OTHER_WORDS, Trouble.TAIL})
"""What a recogniser finds; all the rest is only measured."""

_NEVER = frozenset({Trouble.SILENCE, Trouble.OTHER_LANGUAGE})  # grave whatever their weight
_NAMED = 3  # sentences that are named in a message
_QUOTED = 60  # characters of each


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a recording, with its time in seconds, and what was found when it was listened to.

    `text` is what was written, `spoken` what the voice was given; `pairs` hold what was to be said beside what was heard.
    It `is_wordless` if its voice says no words, as that of the tests does.
    """

    number: int
    start: float
    end: float
    language: str
    text: str
    spoken: str
    verdict: Verdict
    pairs: tuple[Pair, ...] = ()
    is_wordless: bool = False

    @property
    def is_heard(self) -> bool:
        """Whether a recogniser listened that knows the language."""
        return self.verdict.heard is not None and self.verdict.heard.words > 0

    @property
    def error_rate(self) -> float:
        """Word error rate; 0 if nobody listened."""
        return self.verdict.heard.error_rate if self.verdict.heard else 0.0

    @property
    def grave(self) -> str:
        """Why nobody should hear it, so that it must not be published unless its author has released it; "" if they may."""
        found = (
            f
            for f in self.verdict.faults
            if f.trouble in _NEVER or (f.trouble in RECOGNISED and f.weight >= GRAVE)
        )
        return "; ".join(fault.detail.removesuffix(".") for fault in found)

    @property
    def is_refused(self) -> bool:
        """Whether it keeps the edition from being published: nobody should hear it, and its author has not released it."""
        return bool(self.grave) and not self.verdict.released

    @property
    def rank(self) -> tuple[bool, float, float, int]:
        """What is worst comes first, when sorted by this."""
        return (not self.is_refused, -self.verdict.weight, -self.error_rate, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """All that was found in one recording, sentence by sentence in their order.

    `listened` is when (ISO 8601), `recogniser` what people call who listened, and `largest_error` the word error rate, in percent,
    up to which an edition may be published.  `voice` is the name of the voice that reads, and `recording` names the very
    recording, if it was refused.
    """

    post: str
    language: str
    title: str
    recogniser: str
    listened: str
    largest_error: float
    sentences: tuple[Sentence, ...]
    voice: str = ""
    recording: str = ""

    @property
    def quality(self) -> Quality:
        """The sum of it, as an episode's record keeps it."""
        heard = [s.verdict.heard for s in self.sentences if s.is_heard and s.verdict.heard]
        return Quality(
            self.recogniser,
            len(self.sentences),
            sum(each.words for each in heard),
            sum(each.errors for each in heard),
            len(self.sentences) - len(heard),
            sum(bool(sentence.grave) for sentence in self.sentences),
            sum(s.verdict.heard.errors for s in self._released if s.is_heard and s.verdict.heard),
            sum(bool(sentence.grave) for sentence in self._released),
        )

    @property
    def _released(self) -> list[Sentence]:
        return [sentence for sentence in self.sentences if sentence.verdict.released]

    @property
    def worst_first(self) -> list[Sentence]:
        """The sentences that need to be looked at before all others."""
        return sorted(self.sentences, key=lambda sentence: sentence.rank)

    @property
    def faulty(self) -> list[Sentence]:
        """The sentences in which something is wrong, the worst first."""
        return [sentence for sentence in self.worst_first if not sentence.verdict.is_good]

    @property
    def languages(self) -> Mapping[str, float]:
        """Which share of the time each language was heard (0 to 1), the one heard most first."""
        seconds: Counter[str] = Counter()
        for sentence in self.sentences:
            if sentence.is_heard and sentence.verdict.heard:
                seconds[sentence.verdict.heard.language] += sentence.end - sentence.start  # type: ignore[assignment]  # counts may be floats
        whole = sum(seconds.values()) or 1.0
        return {language: round(time / whole, 3) for language, time in seconds.most_common()}

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it must not be published, a clause for each reason; none if it may be."""
        refused = [each for each in self.worst_first if each.is_refused]
        return (*too_many(self.quality, self.largest_error), *_named(refused))

    @property
    def despite(self) -> tuple[str, ...]:
        """What would keep it from being published if its author had not heard and released that; none if nothing would."""
        grave = [each for each in self._released if each.grave]
        return (*released_many(self.quality, self.largest_error), *_named(grave))

    @property
    def is_good(self) -> bool:
        """Whether it may be published."""
        return self.quality.is_good(self.largest_error)

    @property
    def remedy(self) -> str:
        """What to do if it must not be published; "" if it may be."""
        return remedy(self.quality, self.largest_error)

    @property
    def note(self) -> str:
        """What was not listened to, and why, in sentences; "" if all of it was."""
        wordless = [each for each in self.sentences if each.is_wordless]
        missed = [each.language for each in self.sentences if not (each.is_heard or each.is_wordless)]
        return unheard(len(missed), len(wordless), self.recogniser, missed)


def unheard(missed: int, wordless: int, recogniser: str, languages: Iterable[str]) -> str:
    """Sentences that tell how many were not listened to, and why; "" if that is none.

    So many were `missed` by the `recogniser`, which are in `languages` if these are known; so many are `wordless`.
    """
    names = dict.fromkeys(map(phrases.in_english, languages))
    told = [
        _unheard(missed, f"{recogniser} does not know {', '.join(names) or 'their language'}"),
        _unheard(wordless, "their voice says no words"),
    ]
    return " ".join(filter(None, told))


def _unheard(count: int, why: str) -> str:
    are = "sentence was" if count == 1 else "sentences were"
    return f"{count} {are} not listened to: {why}." if count else ""


def _named(sentences: Sequence[Sentence]) -> list[str]:
    """The first of these grave sentences, and how many there are besides."""
    found = [f"“{_short(each.text)}”: {each.grave}" for each in sentences[:_NAMED]]
    if len(sentences) > _NAMED:
        found.append(f"and {len(sentences) - _NAMED} more sentences are as bad")
    return found


def facts(audit: Audit) -> dict[str, Any]:
    """All of an audit for machines, the worst sentences first."""
    quality = audit.quality
    return {
        "post": audit.post,
        "language": audit.language,
        "title": audit.title,
        "voice": audit.voice,
        "recogniser": audit.recogniser,
        "listened": audit.listened,
        "good": audit.is_good,
        "reasons": audit.reasons,
        "remedy": audit.remedy,
        "released_although": audit.despite,
        "error_rate": round(quality.error_rate, 4),
        "largest_error": audit.largest_error,
        "words": quality.words,
        "errors": quality.errors,
        "sentences": quality.sentences,
        "unheard": quality.unheard,
        "faulty": len(audit.faulty),
        "languages_heard": audit.languages,
        "lines": [_facts(sentence) for sentence in audit.worst_first],
    }


def _facts(sentence: Sentence) -> dict[str, Any]:
    heard = sentence.verdict.heard
    return {
        "number": sentence.number,
        "start": round(sentence.start, 3),
        "end": round(sentence.end, 3),
        "language": sentence.language,
        "text": sentence.text,
        "spoken": sentence.spoken,
        "faults": [asdict(fault) for fault in sentence.verdict.faults],
        "attempts": sentence.verdict.attempts,
        "by": sentence.verdict.by,
        "released": sentence.verdict.released,
        "heard": asdict(heard) | {"error_rate": round(heard.error_rate, 4)}
        if heard and sentence.is_heard
        else None,
    }


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1].rstrip()}…"
