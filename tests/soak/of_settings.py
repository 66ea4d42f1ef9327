"""What owners write: settings, voices, the lexicon; and the settings that come with models."""

from __future__ import annotations

import contextlib
import io
import json

import numpy as np

from audioedition import config
from audioedition.config.lexicon import rows
from audioedition.config.reading import toml
from audioedition.config.voices import voice
from audioedition.engines import _coqui_models, piper
from audioedition.engines._kokoro_files import vectors
from audioedition.model import Edition, Voice
from audioedition.model.text import Block, Kind
from audioedition.utterances import script
from soak.examples import project, scratch, words, written
from soak.target import Target

_TOML = words("= [ ] [[ ]] { } , \" ' \"\"\" ''' # . ␤ true false 1 1.5 inf nan 0x10 1979-05-27 [site] [sound] [sound.pauses] [feeds.en] [feeds.de] [script] [listening] [lexicon] [shelf] [disclosure] title␣=␣ base_url␣=␣ since␣=␣ email␣=␣ authority␣=␣ category␣=␣ level␣=␣ overlap␣=␣ tries␣=␣ limit␣=␣ opening␣=␣ cover␣=␣ funding␣=␣ license␣=␣ listen␣=␣ txt␣=␣ person␣=␣ value␣=␣ podroll␣=␣ intro␣=␣ ffmpeg␣=␣ opus␣=␣")  # fmt: skip
_VOICE = words('engine␣=␣ model␣=␣ voice␣=␣ language␣=␣ [options] [lexicon] [attribution] [consent] [fallback] [fallback.options] name␣=␣ date␣=␣ licence␣=␣ speed␣=␣ say␣=␣ ipa␣=␣ spell␣=␣ word␣=␣ case␣=␣ endings␣=␣ "piper" "espeak" "pico" "coqui"')  # fmt: skip
_ROWS = words('"a"␣=␣ "ferry"␣=␣ {␣say␣=␣"b"␣} {␣ipa␣=␣"pjɒŋ",␣endings␣=␣true␣} {␣spell␣=␣true␣} {␣word␣=␣true␣} {␣say␣=␣"x",␣case␣=␣true␣} endings␣=␣["s"] language␣=␣"de" "C++" "(" "[a" "\\\\" "*" "$1" "é" "ß" ⟦ ⟧ / "a␣b" "a-b" "İ"')  # fmt: skip
_JSON = words('{ } [ ] , : "phoneme_id_map" "espeak" "voice" "audio" "sample_rate" "num_speakers" "speaker_id_map" "inference" "model" "vits" "xtts" "bark" "model_args" "speakers_file" "language_ids_file" // /* */ "config_path" null true 1')  # fmt: skip

_PIPER = b'{"audio": {"sample_rate": 22050, "quality": "medium"}, "espeak": {"voice": "en-us"}, "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8}, "phoneme_type": "espeak", "phoneme_map": {}, "phoneme_id_map": {"_": [0], "^": [1], "$": [2], "a": [3]}, "num_symbols": 256, "num_speakers": 2, "speaker_id_map": {"ann": 0, "bob": 1}}'
_COQUI = b'{"model": "vits", "audio": {"sample_rate": 22050}, "model_args": {"num_speakers": 2, "speakers_file": "speakers.pth", "use_speaker_embedding": true}, "speakers_file": null, "languages": ["en"], "phoneme_cache_path": "/x", /* c */ "text_cleaner": "phoneme_cleaners" // a\n}'
_VOICES = (
    b'language = "en"\nengine = "piper"\nmodel = "en_US-joe-medium"\n[options]\nlength_scale = 1.1\nspeaker = "ann"\n[lexicon]\n"nginx" = "engine x"\n"Pyongyang" = { ipa = "pj\xc9\x92" }\n"SQL" = { spell = true }\n[attribution]\nname = "Joe"\nlicence = "CC0-1.0"\n[consent]\nname = "Ann"\ndate = "2024-05-03"\nscope = "all"\n[fallback]\nengine = "espeak"\n',
    b'engine = "espeak"\n[options]\nspeed = 1\n',
)
_EDITION = Edition(
    "en", "The ferry", (Block(Kind.PARAGRAPH, "A ferry, e.g. in C++, costs $1 (one). Anna's İSS a-b é."),)
)


def _settings(data: bytes) -> None:
    written("site/voices/x.flac", b"")
    written("site/audioedition.toml", data)
    loaded = config.load(scratch() / "site")
    assert loaded.digest


def _voice(data: bytes) -> None:
    path = written("voices/en.toml", data)
    found = voice(path.parent, "en")
    if found.engine == "piper":
        piper.load(found)


def _lexicon(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    found = rows(toml(text, "lexicon").get("lexicon", {}), "lexicon", "en")
    script(_EDITION, opening=("{title}",), author="Ann", lexicon=found)


def _opening(data: bytes) -> None:
    script(_EDITION, opening=(data.decode("utf-8", "replace"),), author=None)


def _of_piper(data: bytes) -> None:
    written("piper/x.onnx", b"model")
    path = written("piper/x.onnx.json", data)
    piper.load(Voice(language="en", engine="piper", model="x", folder=path.parent))


def _of_coqui(data: bytes) -> None:
    written("coqui/config.json", data)
    model = written("coqui/model.pth", b"model")
    with contextlib.suppress(
        OSError, ValueError, TypeError
    ):  # its docstring promises these; its caller tells them
        _coqui_models.facts(model)


def _of_kokoro(data: bytes) -> None:
    path = written("kokoro/af.bin", data)
    vectors(Voice(language="en", engine="kokoro", folder=path.parent), str(path), {"af": 1.0})


def _npz() -> bytes:
    file = io.BytesIO()
    np.savez(file, af=np.zeros((2, 1, 256), np.float32))
    return file.getvalue()


TARGETS = (
    Target("settings", _settings, project("audioedition.toml"), _TOML, 12),
    Target("voice", _voice, (*_VOICES, *project("voices/*.toml", "examples/*.toml")), (*_TOML[:18], *_VOICE), 20),
    Target("lexicon", _lexicon, (b'[lexicon]\n"ferry" = "fairy"\n"C++" = { say = "see plus plus" }\n"e.g." = { ipa = "\xc9\x99" }\n', *_VOICES[:1]), (*_TOML[:18], *_ROWS), 12),
    Target("opening-line", _opening, (b"{title}", b"{title} by {author}", b"Read by {translator}"), words("{ } {{ }} {title} {author.__class__} {0} {title!r} {title:9999999999} {title[0]}"), 10),
    Target("piper-settings", _of_piper, (_PIPER, json.dumps({"espeak": {}}).encode()), _JSON, 20),
    Target("coqui-settings", _of_coqui, (_COQUI,), _JSON, 20),
    Target("kokoro-vectors", _of_kokoro, (b"\0" * 2048, _npz()), (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x93NUMPY", b"'descr': '|O'", b"(9999999999,)"), 10),
)  # fmt: skip
