"""What is said, and by whom: voices, scripts, utterances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

QUOTATION = "quotation"
"""The name of the second voice of a language that speaks block quotations."""

Option = str | int | float | bool
"""What a voice's `[options]` may hold."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose voice or sound it is, and under which licence; shown wherever it is heard."""

    name: str = ""
    licence: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """That a person agreed to have their voice imitated: the `[consent]` of a voice file.

    `speaker` is whose voice it is, `date` when they agreed (ISO 8601), `statement` to what, in their words or where it is kept.
    """

    speaker: str
    date: str
    statement: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a lexicon: a word or phrase, as it is `written`, and what is said instead.

    Said is `say`, a respelling, or `ipa`, its sounds (where both are given, `ipa` is for the engines that
    take it), or with `spell` its letters one by one, or with `word` a word though it looks like letters
    (`NATO`); with none of these it is passed over in silence.  It holds for the very same letters where
    `is_exact`, else in any case; with one of the `endings` behind it, too (True: with those that are usual
    in the language); and if there is a `language`, only in a text of that language.  `file` is how
    messages name where it stands.
    """

    written: str
    say: str = ""
    ipa: str = ""
    spell: bool = False
    word: bool = False
    case: bool | None = None
    endings: tuple[str, ...] | bool = ()
    language: str = ""
    file: str = field(default="", compare=False)

    @property
    def is_exact(self) -> bool:
        """Whether case matters: as `case` says, or else if the word is written with a capital letter."""
        return self.written != self.written.lower() if self.case is None else self.case


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How one language sounds: the contents of `voices/<language>.toml`.

    `model` is the engine's own name of a voice or model, or a path; relative paths, here and in
    `options`, are meant from `folder`; `file` is how messages name where all this is written.
    `lexicon` holds the voice's own rows, and then those of the whole edition: the first one wins.
    `consent` is needed for a voice that imitates a person's; `fallback` speaks what this one fails on.  `commercial` says
    whether the edition may earn money: then no voice speaks for it whose licence forbids that.
    """

    language: str
    engine: str
    model: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)
    lexicon: tuple[Row, ...] = ()
    attribution: Attribution = field(default_factory=Attribution)
    consent: Consent | None = None
    fallback: Voice | None = None
    commercial: bool = True
    folder: Path = field(default_factory=Path)
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Silence, in seconds, after what the name says; `heading`, `quotation` and `scene_break` also before it.

    `clause` is the breath inside a sentence that is too long for one, `phrase` the moment before and after a
    phrase that another voice says, `opening` follows each line of the opening.  `item` is between the items of
    a list, `quotation` around a block quotation that is to be heard by its pauses.
    """

    phrase: float = 0.05
    clause: float = 0.15
    sentence: float = 0.4
    paragraph: float = 0.8
    item: float = 0.6
    quotation: float = 1.4
    heading: float = 1.0
    scene_break: float = 1.8
    opening: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is said of a text, and how: the `[script]` table.

    `foreign` is who speaks phrases, quotations and passages in another language: the `voice` of that
    language, or the edition's `own`.  Emoji are `named`, `silent` (a short pause) or `dropped`.
    Block quotations are heard by a `cue` (words before and after), a `pause`, a second `voice`, or not at all
    (`plain`).  For `code` and `tables` a `hint` is spoken, or they are passed over (`skip`); `captions`, and the
    descriptions of pictures (`alt`), are read or not.
    """

    foreign: str = "voice"
    emoji: str = "dropped"
    quotations: str = "cue"
    code: str = "hint"
    tables: str = "hint"
    captions: bool = True
    alt: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence to be spoken in one breath.

    `text` is what was written (listeners see it), `spoken` what the engine is given; `pause_after`
    is silence in seconds; `chapter` is the title of the chapter that begins here; `block` is the
    index of the edition's block that it comes from, -1 for the opening, and `span` says which of the
    block's characters it is: none for words of ours about the block.  `voice` names the one that speaks, if it is
    not the usual one of the language.
    """

    text: str
    spoken: str
    language: str
    pause_after: float
    chapter: str | None = None
    block: int = -1
    span: tuple[int, int] = (0, 0)
    voice: str = ""

    @property
    def speaker(self) -> str:
        """Who speaks it, as its voice file is named: `de`, or `de.quotation`."""
        return f"{self.language}.{self.voice}" if self.voice else self.language
