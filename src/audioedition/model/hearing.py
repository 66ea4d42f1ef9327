"""What is found when a recording is listened to, by measuring it or by recognising its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    """What can be wrong with a clip."""

    SILENCE = "silence"
    CLIPPING = "clipping"
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    REPETITION = "repetition"
    TAIL = "tail"
    OTHER_WORDS = "other words"
    OTHER_VOICE = "other voice"
    OTHER_LANGUAGE = "other language"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a clip: `detail` says it to people, with the figures that tell ("it lasts 9.1 s …").

    `weight` is how far it is beyond what is allowed, of which 1 is the limit: of two bad clips the lighter is kept.
    """

    trouble: Trouble
    detail: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recogniser heard in a clip.

    `language` is the base language (BCP 47) that it heard, `certainty` how sure it is of it (0 to 1).  Of the `words`
    that should be heard, `errors` is how many were left out, put in or exchanged; `longest` is the most of them in a row.
    `imbalance` is the most words in a row that were left out, or put in, with nothing in their place, and `tail` how many
    seconds the sound goes on behind the last word that was heard.
    """

    text: str
    language: str
    certainty: float
    words: int
    errors: int
    longest: int
    imbalance: int = 0
    tail: float = 0.0

    @property
    def error_rate(self) -> float:
        """Word error rate: errors for each word that should be heard; above 1 where much was put in."""
        return self.errors / max(1, self.words)


@dataclass(frozen=True, slots=True)
class Pair:
    """Words that were `meant`, those `heard` in their place, and whether these are the same; one side may be empty."""

    meant: tuple[str, ...]
    heard: tuple[str, ...]
    same: bool

    @property
    def errors(self) -> int:
        """How many words were left out, put in or exchanged."""
        return 0 if self.same else max(len(self.meant), len(self.heard))


@dataclass(frozen=True, slots=True)
class Quality:
    """How well an episode was understood when the `recogniser` of that name listened to it.

    Of its `sentences` so many were `unheard`, because it does not know their language; of the `words` of all others
    it took `errors` for something else; `grave` is how many sentences nobody should hear.  `released_errors` and
    `released_grave` are those of them that are in sentences whose very sound its author has heard and released.
    """

    recogniser: str
    sentences: int
    words: int
    errors: int
    unheard: int = 0
    grave: int = 0
    released_errors: int = 0
    released_grave: int = 0

    @property
    def error_rate(self) -> float:
        """Word error rate: errors for each word."""
        return self.errors / max(1, self.words)

    @property
    def unreleased_rate(self) -> float:
        """The same, without the errors that its author has heard and released."""
        return (self.errors - self.released_errors) / max(1, self.words)

    @property
    def is_whole(self) -> bool:
        """Whether every sentence was listened to, and there is a word in them."""
        return self.words > 0 and not self.unheard

    def is_good(self, largest_error: float) -> bool:
        """Whether it may be published where so many percent of the words may be misunderstood.

        What its author has released speaks not against it.
        """
        return self.grave <= self.released_grave and 100 * self.unreleased_rate <= largest_error

    def is_certain(self, largest_error: float) -> bool:
        """Whether it may be shown to listeners: all of it was heard, and a machine found it good."""
        return self.is_whole and not self.grave and 100 * self.error_rate <= largest_error


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a clip: its `faults`, and what a recogniser `heard`, if one listened.

    `attempts` is how often the sentence was spoken until this clip was kept, and `by` who spoke it, if that was the
    fallback voice: how it is named in its file; then `spurned` is what was wrong with the usual voice's clip, nothing if
    it could not speak it.  `unaided` says why a fallback voice could not help.  It is `provisional` if too little was
    known of the voice yet, and `steady` if the voice says it the very same way each time.  `sound` is a digest of the very
    sound that it is about, "" where that is not known, and `released` tells that its author has heard just that and
    released it.
    """

    faults: tuple[Fault, ...] = ()
    heard: Heard | None = None
    attempts: int = 1
    by: str = ""
    provisional: bool = False
    steady: bool = False
    spurned: tuple[Fault, ...] = ()
    unaided: str = ""
    sound: str = field(default="", compare=False)  # which clip it is about, and not what was found in it
    released: bool = False

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults

    @property
    def is_final(self) -> bool:
        """Whether there is no reason to speak it again: it is good, or its author has released it as it is."""
        return self.is_good or self.released

    @property
    def weight(self) -> float:
        """How bad it is: the weights of its faults together."""
        return sum(fault.weight for fault in self.faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """How recordings are checked: the `[listening]` table.

    Without `verify` each clip is only measured.  With it a recogniser, whose `model` is a name or the path of a folder and which runs on
    `device`, listens to each clip too, and an edition is refused whose word error rate is above `largest_error` (percent).
    A clip that is found bad is made `tries` times before the fallback voice has its turn.  `certificate` shows on
    the podcast's pages what was found, if it is good.
    """

    verify: bool = False
    model: str = "base"
    device: str = "cpu"
    tries: int = 3
    largest_error: float = 10.0
    certificate: bool = False
