"""The shared library of eSpeak NG (GPL-3.0-or-later), called through ctypes: speech and phonemes.

The only module that uses espeakng-loader, which brings the library and its data.  The library has
one global state, so one lock guards every call.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioedition.engines._espeak_tables import tables
from audioedition.engines._setup import Once, contents, reason
from audioedition.errors import EngineUnavailable
from audioedition.languages import base, ever_shorter

ENGINE = "espeak"

# From speak_lib.h
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000  # output to a callback; do not end this process for want of data
_RATE, _PITCH = 1, 3
_UTF8, _PHONEMES = 1, 0x100  # the text's encoding; it may hold [[mnemonics]]
_IPA = 0x02
_NOTHING = b" \0"


@dataclass(frozen=True, slots=True)
class Listed:
    """A voice as the library lists it; `codes` are its languages, the lowest priority number first."""

    name: str
    file: str
    codes: tuple[tuple[int, str], ...]


class _VoiceRecord(ctypes.Structure):
    """The beginning of espeak_VOICE."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Library:
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

    def find(self, model: str) -> Listed | None:
        """The voice with this name, file or language code; in any case."""
        wanted = model.lower()
        named = (each for each in self.listed if wanted in {each.name.lower(), each.file.lower()})
        return self.by_code.get(wanted) or next(named, None)

    def code(self, language: str) -> str | None:
        """The code among `by_code` that is nearest to a BCP 47 `language`."""
        codes = (language, *ever_shorter(language), base(language))
        return next((code.lower() for code in codes if code.lower() in self.by_code), None)

    def speak(self, text: str, listed: Listed, speed: int, pitch: int) -> tuple[bytes, int]:
        """`text` as 16-bit PCM, and its sample rate in Hz; `speed` in words a minute, `pitch` 0 to 99."""
        data = text.encode() + b"\0"
        with self._lock:
            self._choose(listed)
            self._calls.espeak_SetParameter(_RATE, speed, 0)
            self._calls.espeak_SetParameter(_PITCH, pitch, 0)
            self._heard.clear()
            self._synthesize(data)
            return bytes(self._heard), self._rate

    def phonemes(self, text: str, listed: Listed) -> list[str]:
        """`text` in IPA, one item for each clause, the phonemes of a word parted by `_`; it may hold `[[mnemonics]]`."""
        return next(self.transcripts([text], listed))

    def transcripts(self, texts: Sequence[str], listed: Listed, *, ipa: bool = True) -> Iterator[list[str]]:
        """As `phonemes`, for many texts; in mnemonics instead of IPA, if so wanted."""
        mode = (_IPA if ipa else 0) | ord("_") << 8
        with self._lock:
            self._choose(listed)
            if any("[[" in text for text in texts):
                self._synthesize(_NOTHING)  # only speaking sets whether mnemonics are obeyed
            found = [self._clauses(text, mode) for text in texts]
        return iter(found)

    def _clauses(self, text: str, mode: int) -> list[str]:
        buffer = ctypes.create_string_buffer(text.encode())
        rest = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses = []
        while rest.value:  # the library moves it on, and sets it to NULL at the end
            clauses.append(self._calls.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, mode).decode())
        return [clause.strip() for clause in clauses if clause.strip()]

    def mnemonics(self, listed: Listed) -> list[str]:
        """The mnemonics that the voice may know, those of its own language before those that many share."""
        known = tables(self._data / "phontab")
        name = self._setting(listed, "phonemes") or listed.codes[0][1]
        while name not in known and "-" in name:
            name = name.rpartition("-")[0]
        found: dict[str, None] = {}
        while name in known:
            name, mnemonics = known[name]
            found |= dict.fromkeys(mnemonics)
        return list(found)

    def digests(self, listed: Listed) -> Iterator[str]:
        """What the voice is made of: its own file, its dictionary, and the sounds shared by all."""
        yield contents(self._file(listed))
        yield contents(self._dictionary(listed))
        for name in ("phondata", "phonindex", "phontab", "intonations"):
            yield contents(self._data / name)

    def _synthesize(self, data: bytes) -> None:
        flags = _UTF8 | (_PHONEMES if b"[[" in data or data == _NOTHING else 0)
        self._calls.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 0, 0, flags, None, None)

    def _hear(self, samples: Any, count: int, _events: Any) -> int:  # noqa: ANN401 -- pointers of ctypes
        if samples and count > 0:
            self._heard += ctypes.string_at(samples, 2 * count)
        return 0  # go on

    def _choose(self, listed: Listed) -> None:
        self._calls.espeak_SetVoiceByName(listed.file.encode())

    def _list(self) -> Iterator[Listed]:
        self._calls.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
        records = self._calls.espeak_ListVoices(None)
        for index in range(10_000):
            if not records[index]:
                return
            record = records[index].contents
            yield Listed(
                record.name.decode().strip(), record.identifier.decode(), tuple(_languages(record.languages))
            )

    def _codes(self) -> dict[str, Listed]:
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

    def _file(self, listed: Listed) -> Path:
        return self._data / "lang" / listed.file

    def _dictionary(self, listed: Listed) -> Path:
        """Its dictionary: some voices are listed without one, and would speak without any rules."""
        name = self._setting(listed, "dictionary") or listed.codes[0][1].split("-")[0]
        return self._data / f"{name}_dict"

    def _setting(self, listed: Listed, key: str) -> str:
        """What the voice's file says of `key`; "" if nothing."""
        lines = self._file(listed).read_text("utf-8").splitlines()
        values = [line.split()[1] for line in lines if line.startswith(f"{key} ")]
        return values[-1] if values else ""


def phonemes(text: str, language: str) -> list[str]:
    """`text` in IPA, one item for each clause, the phonemes of a word parted by `_`.

    Raises EngineUnavailable, also if espeak does not know the `language`.
    """
    listed = library().find(language)
    if listed is None:
        raise EngineUnavailable(
            ENGINE, f"it does not know the language {language!r}", "Choose another language."
        )
    return library().phonemes(text, listed)


_started: Once[None, Library] = Once(lambda _: Library())


def library() -> Library:
    """The library, started by the first call.  Raises EngineUnavailable."""
    return _started(None)


def _opened() -> tuple[Path, ctypes.CDLL]:
    try:
        import espeakng_loader  # type: ignore[import-untyped]  # noqa: PLC0415 -- GPL: only who uses it loads it

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = Path(espeakng_loader.get_data_path())
    except (ImportError, OSError, RuntimeError) as exc:
        raise EngineUnavailable(
            ENGINE,
            f"its library cannot be loaded ({reason(exc)})",
            "Type: pip install --force-reinstall espeakng-loader",
        ) from exc
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return data, library


def _languages(address: int) -> Iterator[tuple[int, str]]:
    """The pairs of a priority (one byte) and a code (ended by NUL) that begin at `address`; a 0 ends them."""
    while priority := ctypes.string_at(address, 1)[0]:
        code = ctypes.string_at(address + 1)
        yield priority, code.decode()
        address += len(code) + 2
