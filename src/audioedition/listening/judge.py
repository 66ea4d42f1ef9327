"""The judge: measures a clip by what is known of its voice, asks the ear if there is one, and remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol

from audioedition.files import digest
from audioedition.languages import base
from audioedition.listening import checks
from audioedition.listening.habit import ENOUGH, PLENTY, Habit, habit
from audioedition.listening.habits import Habits, Sentence
from audioedition.listening.measures import Fitting, Measures, fitted, measured
from audioedition.listening.spectra import Spectra, spectra
from audioedition.listening.variety import Variety
from audioedition.listening.verdicts import Verdicts, sound_of
from audioedition.listening.weighing import weighed
from audioedition.listening.wording import Wording, wording
from audioedition.model import Clip, Fault, Heard, Utterance, Verdict

VERSION = "4"
"""Raised when clips are judged otherwise: then those on the shelf are judged anew."""


_MORE = 1.25
"""How many times the clips that it is known from a voice must have spoken before it is learned again."""

_Heard = tuple[Spectra, Wording, Measures]
_Ahead = tuple[str, _Heard]  # of the sound with this digest


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was noticed in a clip, told by the digest of its `sound`, when so much was `known` of its voice."""

    sound: str
    known: Habit | None
    wording: Wording
    measures: Measures
    fitting: Fitting | None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with it by measuring alone."""
        return checks.faults(self.measures, self.wording, self.known, self.fitting)

    @property
    def is_usual(self) -> bool:
        """Whether it is as its voice usually is."""
        return checks.is_usual(self.measures, self.wording, self.known, self.fitting)


Shelf = Callable[[str, str], Clip | None]
"""Gives what a voice, told by its engine's fingerprint, made of a text; None if that is not there any more."""


class Ear(Protocol):
    """Who recognises the words of a clip."""

    @property
    def fingerprint(self) -> str:
        """Everything that shapes what it hears, and what it calls a fault: of another, clips are heard anew."""
        ...

    def hear(self, clip: Clip, utterance: Utterance) -> Heard:
        """What is said in a clip.  Called from several threads.  Raises EngineError."""
        ...

    def faults(self, heard: Heard, utterance: Utterance) -> tuple[Fault, ...]:
        """What is wrong with it."""
        ...


class Judge:
    """Listens to clips; what it finds, and how the voices usually sound, is kept in `folder`: private and disposable."""

    def __init__(self, folder: Path, ear: Ear | None = None, shelf: Shelf | None = None) -> None:
        """Listen with the `ear`, too, if there is one; learn also from what the `shelf` still has of earlier episodes."""
        self._ear = ear
        self._shelf = shelf
        self._verdicts = Verdicts(folder / "verdicts")
        self._habits = Habits(folder / "habits")
        self._known: dict[tuple[str, str], Habit | None] = {}
        self._ahead: dict[tuple[str, str], dict[Sentence, _Ahead]] = {}  # until the voice is learned
        self._learning = Lock()
        self._noticed: dict[
            tuple[str, Sentence], Noticed
        ] = {}  # while a voice was learned, until it is asked for

    def recall(self, key: str, clip: Clip | None = None) -> Verdict | None:
        """What was found in the `clip` that is kept under `key`, if it would be judged the same way now.

        Without a clip: in the last one that was.  What was found good when too little was known of its voice is looked
        at again.
        """
        verdict = self._verdicts.get(key, self._version, clip)
        return None if verdict and verdict.provisional and verdict.is_good else verdict

    def keep(self, key: str, clip: Clip, verdict: Verdict) -> None:
        """Remember what was found in a clip.  Raises ArchiveError if the disk refuses."""
        self._verdicts.put(key, self._version, clip, verdict)

    def lesson(self, voice: str, utterances: Sequence[Utterance]) -> list[Utterance]:
        """Those of which `learn` will measure the clips, once the voice has spoken all of these, in this order."""
        chosen: list[Utterance] = []
        taken: dict[str, Variety] = {}
        for utterance in utterances:
            language = base(utterance.language)
            own = taken.setdefault(language, Variety())
            if len(own) < PLENTY and self._may_learn(voice, language) and own.add(utterance.spoken):
                chosen.append(utterance)
        return chosen

    def measure(self, voice: str, clip: Clip, utterance: Utterance) -> None:
        """Measure a clip of a `lesson` already now, so that `learn` need not.  Called from several threads, in any order.

        No more is kept, until then, than a voice is learned from.
        """
        ahead = self._ahead.setdefault((voice, base(utterance.language)), {})
        if len(ahead) < PLENTY and (heard := _heard(clip, utterance)):
            ahead[_sentence(utterance)] = sound_of(clip), heard

    def learn(self, voice: str, clips: Iterable[tuple[Clip, Utterance]]) -> None:
        """Learn how a voice, told by its engine's fingerprint, speaks from its first `clips`; some may be wrong.

        Of sentences that are nearly the same, one counts.  Those of earlier episodes count as well, as far as they are still
        on the shelf; the order in which the episodes were spoken makes no difference until there are `ENOUGH`.  A voice that is known is learned again
        once it has spoken a quarter more, and for the last time when there are `PLENTY`.  Raises ArchiveError if the disk
        refuses.
        """
        heard: dict[str, dict[Sentence, _Heard]] = {}
        taken: dict[str, Variety] = {}
        sounds: dict[Sentence, str] = {}
        for clip, utterance in clips:
            language, sentence = base(utterance.language), _sentence(utterance)
            new, own = heard.setdefault(language, {}), taken.setdefault(language, Variety())
            if len(new) < PLENTY and self._may_learn(voice, language) and own.add(utterance.spoken):
                sound = sound_of(clip)
                ahead = self._ahead.get((voice, language), {}).get(sentence)
                each = ahead[1] if ahead and ahead[0] == sound else _heard(clip, utterance)
                if each:
                    sounds[sentence], new[sentence] = sound, each
        for language, new in heard.items():
            self._ahead.pop((voice, language), None)
            with self._learning:  # or two episodes that come at once would each forget the other's sentences
                known = self._learned(voice, language, new)
            for sentence, each in new.items():
                self._noticed[voice, sentence] = _noticed(sounds[sentence], known, *each)

    def _learned(self, voice: str, language: str, new: dict[Sentence, _Heard]) -> Habit | None:
        """What is known of a voice, with what is `new`."""
        known = self._habit(voice, language)
        together = self._with_earlier(voice, language, new, known) if new else {}
        if _is_due(len(together), known):
            known = habit(list(together.values()))
            self._known[voice, language] = known
            self._habits.put(voice, language, known)
        return known

    def _may_learn(self, voice: str, language: str) -> bool:
        known = self._habit(voice, language)
        return known is None or known.clips < PLENTY

    def _with_earlier(
        self, voice: str, language: str, new: dict[Sentence, _Heard], known: Habit | None
    ) -> dict[Sentence, _Heard]:
        """What a voice is to be learned from, if it is: what is `new`, and what was heard in earlier episodes, at most `PLENTY`.

        It is noted for later ones, also where there is too little yet; then nothing is listened to once more.
        """
        if not self._shelf:
            return new
        variety = Variety()
        sentences = [each for each in self._habits.sentences(voice, language) if variety.add(each[1])]
        new = {each: heard for each, heard in new.items() if each in sentences or variety.add(each[1])}
        noted = dict.fromkeys((*sentences, *new))
        if not _is_due(len(noted), known):
            self._habits.keep_sentences(voice, language, list(noted))
            return new
        earlier: dict[Sentence, _Heard] = {}
        for tag, spoken in sentences:
            clip = self._shelf(voice, spoken) if (tag, spoken) not in new else None
            if clip and len(earlier) + len(new) < PLENTY:
                utterance = Utterance(spoken, spoken, tag, 0.0)
                if found := _heard(clip, utterance):
                    earlier[_sentence(utterance)] = found
        # In an order that does not tell who came first, nor puts sentences side by side that begin alike.
        together = (
            dict(sorted((earlier | new).items(), key=lambda each: digest(*each[0]))) if earlier else new
        )
        self._habits.keep_sentences(voice, language, list(together))
        return together

    def judge(self, clip: Clip, utterance: Utterance, voice: str) -> Verdict:
        """What is wrong with a clip of that voice."""
        known = self._habit(voice, base(utterance.language))
        noticed = self._noticed.pop((voice, _sentence(utterance)), None)
        if noticed is None or noticed.known is not known or noticed.sound != sound_of(clip):
            sound = spectra(clip)
            noticed = _noticed("", known, sound, wording(utterance), measured(clip, sound))
        if self._ear is None:
            return Verdict(noticed.faults, provisional=known is None)
        heard = self._ear.hear(clip, utterance)
        recognised = self._ear.faults(heard, utterance)
        faults = weighed(noticed.faults, recognised, heard, is_usual=noticed.is_usual)
        return Verdict(faults, heard, provisional=known is None)

    def _habit(self, voice: str, language: str) -> Habit | None:
        if (voice, language) not in self._known:
            self._known[voice, language] = self._habits.get(voice, language)
        return self._known[voice, language]

    @property
    def _version(self) -> str:
        return f"{VERSION} {self._ear.fingerprint}" if self._ear else VERSION


def _is_due(clips: int, known: Habit | None) -> bool:
    """Whether a voice is to be learned from so many clips, as far as it is known already."""
    return clips >= ENOUGH and (known is None or clips >= min(PLENTY, known.clips * _MORE))


def _sentence(utterance: Utterance) -> Sentence:
    return utterance.language, utterance.spoken


def _heard(clip: Clip, utterance: Utterance) -> _Heard | None:
    """What is heard in a clip, if it holds any sound."""
    sound = spectra(clip)
    measures = measured(clip, sound)
    return None if checks.nothing(measures) else (sound, wording(utterance), measures)


def _noticed(
    sound: str, known: Habit | None, heard: Spectra, wording: Wording, measures: Measures
) -> Noticed:
    (fitting,) = fitted(heard, known.accent, wording) if known and wording.words else (None,)
    return Noticed(sound, known, wording, measures, fitting)
