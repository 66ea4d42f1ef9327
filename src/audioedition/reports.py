"""What became of a post: the answers that the conductors give, for `cli` to tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from audioedition.model import Dropped


class State(StrEnum):
    """What became of one edition."""

    RECORDED = "recorded"
    RETAGGED = "retagged"
    RESTORED = "restored"
    UNCHANGED = "unchanged"
    TO_RECORD = "to be recorded"
    TO_RETAG = "to be retagged"
    TO_RESTORE = "to be restored"
    TO_HEAR = "to be heard"
    RELEASED = "released"
    DISCARDED = "discarded"
    NO_FEED = "no feed"
    GONE = "gone"
    RETRACTED = "retracted"
    FAILED = "failed"

    @classmethod
    def settled(cls) -> frozenset[State]:
        """What needs no second look, nor a second word, while the post stays as it is."""
        return frozenset({cls.RECORDED, cls.RETAGGED, cls.RESTORED, cls.UNCHANGED})


class Lasting(str):
    """A note that holds as long as the post and the settings stay as they are: whoever remembers them may tell it again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One edition of a post: `sentences` were synthesized for it, it lasts `seconds`.

    `detail` is a sentence for people: the error of a failed edition, the remedy of a missing feed;
    `notes` are sentences about how it is spoken.
    """

    language: str
    title: str
    state: State
    seconds: float = 0.0
    sentences: int = 0
    file: Path | None = None
    guid: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing more to do nor to find out about it, while the post stays as it is."""
        return self.state in State.settled() and all(isinstance(note, Lasting) for note in self.notes)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Something that a blog offers, `count` times, and why it is not taken: a word for machines, a sentence."""

    name: str
    code: str
    detail: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a blog offers: how many of its posts are `new`, how many `known`, and what is not taken."""

    source: str
    new: int = 0
    known: int = 0
    skipped: tuple[NotTaken, ...] = ()
    error: str = ""

    @property
    def failed(self) -> bool:
        """Whether nothing could be chosen from."""
        return bool(self.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One post: its editions, everything that is spoken in none of them, or why it failed.

    `unsure` is how many of its pieces may be in the wrong edition.
    """

    source: str
    post: str = ""
    outcomes: tuple[Outcome, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    unsure: int = 0
    note: str = ""
    error: str = ""

    @property
    def failed(self) -> bool:
        """Whether anything that the author asked for was not done."""
        return bool(self.error) or any(o.state is State.FAILED for o in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """One episode that was looked at again, and what became of it: `found` are the sentences with the words sought."""

    post: str
    outcome: Outcome
    found: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it could not be spoken again."""
        return self.outcome.state is State.FAILED
