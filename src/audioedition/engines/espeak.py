"""eSpeak NG (GPL-3.0-or-later), in this process: a robotic voice for about a hundred languages.

The only module that uses espeakng-loader, whose shared library is called through ctypes.  Besides
speech it gives phonemes, which Coqui's voices need.  Only this module and `piper` load libraries
under the GPL: leave both out, and what remains is free of it.

The library has one global state, so one lock guards every call.  Something of what it said before
remains in it: the same sentence is spoken a few samples longer or shorter from call to call.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioedition.engines import Engine
from audioedition.engines._setup import Once, between, contents, fingerprint, options, place
from audioedition.engines._sound import clip, from_pcm
from audioedition.engines._text import no_sound, speakable
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.model import Attribution, Clip, Voice
from audioedition.strict import nearest

ENGINE = "espeak"
REVISION = 1

# From speak_lib.h
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000  # output to a callback; do not end this process for want of data
_RATE, _PITCH = 1, 3
_UTF8 = 1
_IPA = 0x02
_USUAL_PACE = 175  # words a minute


@dataclass(frozen=True, slots=True)
class Options:
    """`speed` is in words a minute, `pitch` goes from 0 to 99."""

    speed: int = between(80, 500, _USUAL_PACE)
    pitch: int = between(0, 99, 50)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A voice as the library lists it; `codes` are its languages, the lowest priority number first."""

    name: str
    file: str
    codes: tuple[tuple[int, str], ...]


def load(voice: Voice) -> Engine:
    """The voice that `voice.model` names: a language (`pl`, `pt-BR`) or a voice's name (`Polish`).

    Without a model, the voice's language decides.  Raises ConfigError or EngineUnavailable.
    """
    wanted = options(voice, Options)
    library = _library(None)
    model = voice.model or voice.language
    listed = library.find(model)
    if listed is None:
        known = [code for each in library.listed for _, code in each.codes]
        message = f"{place(voice, 'model')}: espeak has no voice {model!r}, {nearest(model.lower(), known)}."
        raise ConfigError(message)
    return _ESpeak(library, listed, wanted)


def voices() -> tuple[Voice, ...]:
    """A voice for every language and region, or none where the library is not installed."""
    try:
        library = _library(None)
    except EngineUnavailable:
        return ()
    return tuple(_voice(listed, listed.codes[0][1]) for listed in library.listed)


def voice_for(language: str) -> Voice | None:
    """The voice for a BCP 47 `language`, or for the language it is a variety of; None if there is none.

    `pt-BR` has its own, `de-CH` is read by `de`.  Raises EngineUnavailable.
    """
    library = _library(None)
    code = library.code(language)
    return _voice(library.by_code[code], code) if code else None


def phonemes(text: str, language: str) -> list[str]:
    """`text` in IPA, one item for each clause, the phonemes of a word parted by `_`.

    Raises EngineUnavailable, or EngineError if espeak does not know the `language`.
    """
    library = _library(None)
    listed = library.find(language)
    if listed is None:
        raise no_sound(ENGINE, text, f"espeak has no voice {language!r}")
    return library.phonemes(text, listed)


class _ESpeak:
    def __init__(self, library: _Library, listed: _Listed, wanted: Options) -> None:
        self.fingerprint = fingerprint(ENGINE, REVISION, wanted, *library.digests(listed))
        self._library = library
        self._listed = listed
        self._wanted = wanted

    def synthesize(self, text: str) -> Clip:
        line = speakable(ENGINE, text)
        pcm, rate = self._library.speak(line, self._listed, self._wanted)
        return clip(ENGINE, line, from_pcm(pcm), rate, self._wanted.speed / _USUAL_PACE)


class _VoiceRecord(ctypes.Structure):
    """The beginning of espeak_VOICE."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _Library:
    """The shared library, started once per process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard = bytearray()
        self._data, self._calls = _opened()
        self._rate = self._calls.espeak_Initialize(
            _SYNCHRONOUS, 0, str(self._data.parent).encode(), _DONT_EXIT
        )
        if self._rate <= 0:
            raise EngineUnavailable(
                ENGINE,
                f"its data in {self._data} cannot be read",
                "Install audioedition in a folder with a short name (under 100 characters), or espeakng-loader anew",
            )
        self._callback = _Callback(
            self._hear
        )  # the library keeps only a pointer: Python must keep the object
        self._calls.espeak_SetSynthCallback(self._callback)
        self.listed = tuple(each for each in self._list() if self._dictionary(each).is_file())
        self.by_code = self._codes()

    def find(self, model: str) -> _Listed | None:
        """The voice with this name or file, or for this language; in any case."""
        wanted = model.lower()
        for listed in self.listed:
            if wanted in {listed.name.lower(), listed.file.lower()}:
                return listed
        code = self.code(model)
        return self.by_code[code] if code else None

    def code(self, language: str) -> str | None:
        """The code among `by_code` that is nearest to a BCP 47 `language`."""
        subtags = language.lower().replace("_", "-").split("-")
        codes = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
        return next((code for code in codes if code in self.by_code), None)

    def speak(self, text: str, listed: _Listed, wanted: Options) -> tuple[bytes, int]:
        """`text` as 16-bit PCM, and its sample rate in Hz."""
        data = text.encode() + b"\0"
        with self._lock:
            self._choose(listed)
            self._calls.espeak_SetParameter(_RATE, wanted.speed, 0)
            self._calls.espeak_SetParameter(_PITCH, wanted.pitch, 0)
            self._heard.clear()
            self._calls.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 0, 0, _UTF8, None, None)
            return bytes(self._heard), self._rate

    def phonemes(self, text: str, listed: _Listed) -> list[str]:
        """`text` in IPA, clause by clause."""
        buffer = ctypes.create_string_buffer(text.encode())
        rest = ctypes.c_void_p(ctypes.addressof(buffer))
        mode = _IPA | ord("_") << 8
        clauses = []
        with self._lock:
            self._choose(listed)
            while rest.value:  # the library moves it on, and sets it to NULL at the end
                clauses.append(self._calls.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, mode).decode())
        return [clause.strip() for clause in clauses if clause.strip()]

    def digests(self, listed: _Listed) -> Iterator[str]:
        """What the voice is made of: its own file, its dictionary, and the sounds shared by all."""
        yield contents(self._file(listed))
        yield contents(self._dictionary(listed))
        for name in ("phondata", "phonindex", "phontab", "intonations"):
            yield contents(self._data / name)

    def _hear(self, samples: Any, count: int, _events: Any) -> int:  # noqa: ANN401 -- pointers of ctypes
        if samples and count > 0:
            self._heard += ctypes.string_at(samples, 2 * count)
        return 0  # go on

    def _choose(self, listed: _Listed) -> None:
        self._calls.espeak_SetVoiceByName(listed.file.encode())

    def _list(self) -> Iterator[_Listed]:
        self._calls.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
        records = self._calls.espeak_ListVoices(None)
        for index in range(10_000):
            if not records[index]:
                return
            record = records[index].contents
            yield _Listed(
                record.name.decode().strip(), record.identifier.decode(), tuple(_languages(record.languages))
            )

    def _codes(self) -> dict[str, _Listed]:
        """Language codes in lower case, each with the voice that claims it most."""
        claims = sorted(
            (
                (priority, order, code.lower())
                for order, each in enumerate(self.listed)
                for priority, code in each.codes
            ),
            reverse=True,
        )
        return {code: self.listed[order] for _, order, code in claims}

    def _file(self, listed: _Listed) -> Path:
        return self._data / "lang" / listed.file

    def _dictionary(self, listed: _Listed) -> Path:
        """Its dictionary: some voices are listed without one, and would speak without any rules."""
        name = listed.codes[0][1].split("-")[0]
        for line in self._file(listed).read_text("utf-8").splitlines():
            if line.startswith("dictionary "):
                name = line.split()[1]
        return self._data / f"{name}_dict"


def _opened() -> tuple[Path, ctypes.CDLL]:
    try:
        import espeakng_loader  # type: ignore[import-untyped]  # noqa: PLC0415 -- GPL: only who uses it loads it

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = Path(espeakng_loader.get_data_path())
    except (ImportError, OSError, RuntimeError) as exc:
        raise EngineUnavailable(
            ENGINE,
            f"its library cannot be loaded ({exc})",
            "Type: pip install --force-reinstall espeakng-loader",
        ) from exc
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return data, library


_library: Once[None, _Library] = Once(lambda _: _Library())


def _languages(address: int) -> Iterator[tuple[int, str]]:
    """The pairs of a priority (one byte) and a code (ended by NUL) that begin at `address`; a 0 ends them."""
    while priority := ctypes.string_at(address, 1)[0]:
        code = ctypes.string_at(address + 1)
        yield priority, code.decode()
        address += len(code) + 2


def _voice(listed: _Listed, code: str) -> Voice:
    credit = Attribution(
        f"eSpeak NG, {listed.name}",
        "GPL-3.0-or-later",
        "https://github.com/espeak-ng/espeak-ng",
        "The licence is the program's; what it says is yours.",
    )
    return Voice(language=_bcp47(code), engine=ENGINE, model=code, attribution=credit)


def _bcp47(code: str) -> str:
    """`pt-br` as `pt-BR`, `cmn-latn-pinyin` as `cmn-Latn-pinyin`."""
    public, mark, private = code.partition("-x-")
    first, *rest = public.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first, *(cases.get(len(tag), str)(tag) for tag in rest)]) + mark + private
