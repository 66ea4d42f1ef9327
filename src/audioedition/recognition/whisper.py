"""Whisper, by faster-whisper (MIT) and CTranslate2 (MIT): the only module that uses them."""

from __future__ import annotations

import importlib
import math
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audioedition.commands import installing
from audioedition.errors import EngineUnavailable
from audioedition.files import digest
from audioedition.languages import base
from audioedition.recognition import models
from audioedition.recognition.ear import Transcript
from audioedition.recognition.sound import BEFORE, RATE, end, pieces, samples, window

if TYPE_CHECKING:
    from audioedition.model import Clip, Listening

_INSTALL = installing("'.[verify]'")
_COMPUTE = {"cpu": "int8", "cuda": "float16"}
_START = "<|startoftranscript|>"
_BEAM = 5
_TOKENS = 448  # that Whisper writes at most in a window,
_TOKENS_A_SECOND = 12  # far more than anybody says: where it repeats itself without end, that is cut
_HOP = 160  # samples between two columns of the spectrum
_FRAME = 0.02  # seconds of a place in an alignment
_WHISPER = re.compile(r"^(faster[-_])?whisper([-_]|$)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_OWN = {"no": ("no", "nn"), "he": ("he",), "jv": ("jw",), "fil": ("tl",)}
"""Whisper's own spelling of languages, where it is another."""


class Whisper:
    """A model, ready to listen; calls from several threads run side by side."""

    def __init__(self, library: Any, folder: Path, name: str, device: str) -> None:  # noqa: ANN401 -- carries no types
        """Load the model in `folder`, which people call `name`.  Raises ConfigError or EngineUnavailable."""
        self.name = called(name)
        models.check_vocabulary(folder)
        self.fingerprint = digest(self.name, device, models.fingerprint(folder))
        try:
            self._model = library.WhisperModel(
                str(folder),
                device=device,
                compute_type=_COMPUTE[device],
                cpu_threads=1,
                num_workers=os.cpu_count() or 1,
            )
            start = self._model.hf_tokenizer.token_to_id(_START)
        except Exception as exc:  # of a damaged tokenizer.json its reader says so with a bare Exception
            remedy = (
                'Write device = "cpu" under [listening], or install what CTranslate2 needs for a GPU: CUDA 12 and cuDNN 9.'
                if device == "cuda"
                else f"Fetch {folder} anew."
            )
            raise EngineUnavailable(
                models.NAME, f"the model {name} cannot be loaded ({models.said(exc)})", remedy
            ) from exc
        if start is None:
            raise models.not_whole(folder, "tokenizer.json is that of another model")
        if not self._model.model.is_multilingual:
            raise models.only_english(name)
        self.languages = frozenset(self._model.supported_languages)

    def transcribe(self, clip: Clip, language: str, *, careful: bool) -> Transcript:
        """What is said in `clip`, taken to be in `language`; `careful` takes two to four times as long."""
        start = [_START, f"<|{self._own(language)}|>", "<|transcribe|>"]
        texts: list[str] = []
        chances: dict[str, float] = {}
        tail = 0.0
        for piece in pieces(samples(clip)):
            sound = window(piece, whole=careful)
            encoded = self._model.encode(self._model.feature_extractor(sound, padding=0))
            for token, chance in self._model.model.detect_language(encoded)[0]:
                tag = base(token.strip("<|>"))
                chances[tag] = chances.get(tag, 0.0) + chance * len(piece)
            most = len(start) + 16 + math.ceil(len(piece) / RATE * _TOKENS_A_SECOND)
            found = self._model.model.generate(
                encoded, [[*start, "<|notimestamps|>"]], beam_size=_BEAM, max_length=min(_TOKENS, most)
            )[0]
            tokens = found.sequences_ids[0]
            texts.append(self._text(tokens).strip())
            last = self._last(encoded, start, tokens, len(sound)) - BEFORE
            tail = max(0.0, end(piece) - max(0.0, last))
        whole = sum(chances.values()) or 1.0
        return Transcript(
            " ".join(texts).strip(), {tag: chance / whole for tag, chance in chances.items()}, tail
        )

    def _text(self, tokens: Sequence[int]) -> str:
        return str(self._model.hf_tokenizer.decode(tokens))

    def _last(self, encoded: Any, start: Sequence[str], tokens: Sequence[int], size: int) -> float:  # noqa: ANN401 -- as above
        """When the last word ends, in seconds of the window of so many samples; 0 if there is no word."""
        words = [place for place, token in enumerate(tokens) if _LETTER.search(self._text([token]))]
        if not words:
            return 0.0
        ids = [self._model.hf_tokenizer.token_to_id(token) for token in start]
        (found,) = self._model.model.align(encoded, ids, [tokens], size // _HOP)
        return max((frame * _FRAME for token, frame in found.alignments if token <= words[-1]), default=0.0)

    def _own(self, language: str) -> str:
        tag = base(language)
        names = (tag, *_OWN.get(tag, ()))
        return next((name for name in names if name in self.languages), "")

    def knows(self, language: str) -> bool:
        """Whether it can hear `language`."""
        return bool(self._own(language))


def called(model: str) -> str:
    """What people call the recogniser with that `model`, a name or the path of a folder: one called `whisper` adds nothing."""
    return f"Whisper {_WHISPER.sub('', Path(model).name)}".rstrip()


def load(listening: Listening, root: Path, tell: models.Telling | None = None) -> Whisper:
    """The recogniser that the `[listening]` table asks for; its model is fetched, if it has to be.

    A `model` is the path of a folder, relative to `root`, or a name that faster-whisper knows.  Raises ConfigError for a name that cannot be right,
    EngineUnavailable with a remedy where the extra or the model is missing.
    """
    try:
        import faster_whisper  # noqa: PLC0415 -- an extra, and heavy

        importlib.import_module("rapidfuzz")
    except ImportError as exc:
        raise EngineUnavailable(
            models.NAME,
            f"the extra [verify] is not installed ({exc})",
            f"Type: {_INSTALL} in a checkout of audioedition",
        ) from exc
    folder = models.folder(listening.model, root, tell)
    return Whisper(faster_whisper, folder, listening.model, listening.device)
