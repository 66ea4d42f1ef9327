"""Coqui, made importable: what is missing around it is put in its place, in memory only.

Four things stop `import TTS` or its voices on ordinary machines: a torchaudio built for another
torch cannot load its compiled part, which Coqui does not use; torchcodec is absent, by which Coqui
would read recordings; the `espeak-ng` program is not installed, though the library is; and Coqui
writes about itself on the terminal.  No installed file is touched.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import itertools
import logging
import shutil
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from audioedition.commands import installing
from audioedition.engines import _espeak
from audioedition.engines._setup import Once, reason
from audioedition.errors import EngineError, EngineUnavailable

ENGINE = "coqui"
INSTALL = installing("'.[coqui]'")
"""How to get Coqui, in a checkout of the program: voice files and docs say the same."""
REMEDY = f"Type in a checkout of audioedition: {INSTALL}"

_NEEDED = ("TTS", "torch", "torchaudio", "six")
_CODEC = "torchcodec"
_ESPEAK_VERSION = "1.52.0"  # of the library in espeakng-loader; Coqui asks for it to know the options


def check_installed() -> None:
    """Look for Coqui without importing it.  Raises EngineUnavailable."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        names = ", ".join("coqui-tts" if name == "TTS" else name for name in missing)
        raise EngineUnavailable(ENGINE, f"not installed: {names}", REMEDY)


def library() -> ModuleType:
    """The module `TTS.api`, ready for use.  Takes seconds.  Raises EngineUnavailable."""
    return _imported(None)


def _import(_: None) -> ModuleType:
    check_installed()
    _silence()
    try:
        _import_torchaudio()
        _import_without_codec()
        if not (shutil.which("espeak-ng") or shutil.which("espeak")):
            _lend_espeak()
        return importlib.import_module("TTS.api")
    except EngineError:
        raise
    except Exception as exc:  # broken combinations fail in many ways: transformers with a ValueError
        raise EngineUnavailable(ENGINE, f"it cannot be imported ({reason(exc)})", REMEDY) from exc


_imported: Once[None, ModuleType] = Once(_import)


def _silence() -> None:
    """Keep Coqui's libraries from telling at length what their errors say again, or what only their makers can mend."""
    for name in ("TTS", "trainer", "transformers"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for package in ("TTS", "trainer", "coqpit", "librosa", "torch"):
        warnings.filterwarnings("ignore", module=rf"{package}\b")


def _import_torchaudio() -> None:
    """Import torchaudio; if its compiled part does not load, without that part."""
    try:
        importlib.import_module("torchaudio")
    except (ImportError, OSError):
        for name in [name for name in sys.modules if name.split(".")[0] == "torchaudio"]:
            del sys.modules[name]
        absent = ModuleType("torchaudio._extension")
        vars(absent).update(_IS_TORCHAUDIO_EXT_AVAILABLE=False, fail_if_no_align=_absent)
        sys.modules[absent.__name__] = absent
        importlib.import_module("torchaudio")


def _import_without_codec() -> None:
    """Import TTS itself, which refuses to be imported where torchcodec cannot be found; nothing of ours needs that."""
    if importlib.util.find_spec(_CODEC) is not None:
        importlib.import_module("TTS")
        return
    hidden = {name: sys.modules[name] for name in (_CODEC,) if name in sys.modules}
    absent = ModuleType(_CODEC)
    absent.__spec__ = importlib.machinery.ModuleSpec(_CODEC, None)
    sys.modules[_CODEC] = absent
    try:
        importlib.import_module("TTS")
    finally:
        del sys.modules[_CODEC]  # others that look for it should not find it
        sys.modules.update(hidden)


def _absent(_function: Callable[..., Any]) -> Callable[..., Any]:
    """Stands for a function of torchaudio's compiled part."""

    def fail(*_: object, **__: object) -> None:
        raise EngineUnavailable(
            ENGINE, "torchaudio was built for another torch", "Install a torch and torchaudio that fit."
        )

    return fail


def _lend_espeak() -> None:
    """Let Coqui's wrapper of the espeak-ng program call the library in this process instead."""
    wrapper: Any = importlib.import_module("TTS.tts.utils.text.phonemizers.espeak_wrapper")
    wrapper._is_tool = lambda name: name == "espeak-ng"  # noqa: SLF001 -- there is no other way in
    wrapper._DEF_ESPEAK_LIB = "espeak-ng"  # noqa: SLF001
    wrapper._DEF_ESPEAK_VER = _ESPEAK_VERSION  # noqa: SLF001
    wrapper._espeak_exe = _espeak_program  # noqa: SLF001
    wrapper.get_espeakng_version = lambda: _ESPEAK_VERSION


def _espeak_program(_name: str, arguments: list[str]) -> list[str]:
    """What the program would print, line by line: the table of voices, or a file's phonemes."""
    if arguments == ["--voices"]:
        rows = [code for each in _espeak.library().listed for _, code in each.codes]
        return ["Pty Language Age/Gender VoiceName", *(f"5 {code} --/M {code}" for code in rows)]
    settings = dict(itertools.pairwise(arguments))
    return _espeak.phonemes(Path(settings["-f"]).read_text("utf-8"), settings["-v"])
