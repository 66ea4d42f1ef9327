"""Builds the catalogue of voices anew, from the lists of those who make them.

    python make_catalogue.py [VOICES.json]

VOICES.json is Piper's list, as the package wyoming-piper has it (`pip download --no-deps wyoming-piper`, unpacked:
`wyoming_piper/voices.json`); without it, Piper's rows stay as they are.  Coqui's list comes with coqui-tts, where that is
installed, and so do Kokoro's and Pico's, which are in this program.

Names, sizes and check sums are the makers'.  What is known of a Piper voice's licence (`licence`, `from`, `note`) is
written by hand into the catalogue, and kept: its list has none.  A model's card tells it, a file named MODEL_CARD beside
the model; that a card was read rightly can be proved without it: the list has its size and MD5.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent.parent / "src" / "audioedition" / "engines" / "catalogue.toml"
BY_HAND = ("licence", "from", "note")
"""What stands in a Piper voice's row and in no list."""

LICENCES = {
    "apache 2.0": "Apache-2.0",
    "bsd-3-clause": "BSD-3-Clause",
    "cc by-nc-nd 4.0": "CC-BY-NC-ND-4.0",
    "cc-by-4.0": "CC-BY-4.0",
    "cc-by-sa 4.0": "CC-BY-SA-4.0",
    "cpml": "CPML",
    "mit": "MIT",
    "mpl": "MPL-2.0",
    "openrail": "OpenRAIL",
}
"""Coqui's spellings of licences, and the identifiers of SPDX, where there is one."""

LANGUAGES = {"ewe": "ee", "hau": "ha", "lin": "ln", "tw_akuapem": "tw", "tw_asante": "tw", "yor": "yo"}
SEVERAL = {
    "xtts_v2": "en es fr de it pt pl tr ru nl cs ar zh hu ko ja hi",
    "xtts_v1.1": "en es fr de it pt pl tr ru nl cs ar zh ja",
    "your_tts": "en fr pt-BR",
    "bark": "en de es fr hi it ja ko pl pt ru tr zh",
}
"""What models of several languages speak, as their makers say."""

SPEAKERS = {"tts_models/en/vctk/vits": 109}
ABOUT = {"tts_models/multilingual/multi-dataset/xtts_v2": 1_900_000_000}
"""Bytes, to two figures, of a model so big that one should know before."""
HEAD = """\
# What voices can be had, besides those of espeak, which lists its own, and Coqui's of fairseq, which have a rule.
#
# Built by benchmarks/make_catalogue.py: Piper's rows of the list that wyoming-piper 2.5.2 has (rhasspy/piper-voices),
# Coqui's of the one in coqui-tts 0.28, Kokoro's and Pico's of their engines' tables.  Sizes are in bytes; of a Piper
# voice there are two, of its model and of its configuration, as of the check sums (MD5); `about` is rough, and of all files.
# SHA-256 (`sha256`) nobody publishes who makes the voices: it is as at least two projects have pinned it, independently of
# each other (found by searching public code, where sizes agree with those here), written by hand and kept by the script;
# that of joe is also that of its package.
#
# Licences are those that the makers state: SPDX identifiers, where there are any; nothing where we know of none.
# Of a Piper voice it is that of its recordings, as its model card has it, written here by hand and kept by the script;
# `from` is the voice that it was trained further from.  56 of these cards were compared by their MD5; the others are as
# projects quote them that have read them, or as those publish the recordings who made them.
"""


def main(arguments: list[str]) -> None:
    """Write the catalogue."""
    old = tomllib.loads(PLACE.read_text("utf-8")) if PLACE.exists() else {}
    tables = {
        "piper": dict(piper(json.loads(Path(arguments[0]).read_text("utf-8")), old.get("piper", {})))
        if arguments
        else old.get("piper", {}),
        "coqui": dict(coqui()) or old.get("coqui", {}),
        "kokoro": dict(kokoro()) or old.get("kokoro", {}),
        "pico": dict(pico()),
    }
    lines = [HEAD]
    for name, rows in tables.items():
        lines.append(f"[{name}]")
        lines += [f"{json.dumps(model, ensure_ascii=False)} = {inline(row)}" for model, row in rows.items()]
        lines.append("")
    PLACE.write_text("\n".join(lines), "utf-8")


def inline(row: Mapping[str, Any]) -> str:
    """A row as an inline table."""
    parts = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items())
    return f"{{ {', '.join(parts)} }}" if row else "{}"


def piper(listed: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Piper's voices; language and quality stand in their names."""
    for name, voice in listed.items():
        files = {path.removeprefix(str(Path(path).parent)): told for path, told in voice["files"].items()}
        model, settings = files[f"/{name}.onnx"], files[f"/{name}.onnx.json"]
        row: dict[str, Any] = {key: old[name][key] for key in BY_HAND if key in old.get(name, {})}
        if voice["num_speakers"] > 1:
            row["speakers"] = voice["num_speakers"]
        row["size"] = [model["size_bytes"], settings["size_bytes"]]
        row["md5"] = [model["md5_digest"], settings["md5_digest"]]
        if "sha256" in old.get(name, {}) and row["md5"] == old[name]["md5"]:  # else it is another file by now
            row["sha256"] = old[name]["sha256"]
        yield name, row


def coqui() -> Iterator[tuple[str, dict[str, Any]]]:
    """Coqui's models that speak; none where it is not installed."""
    spec = importlib.util.find_spec("TTS")
    if spec is None or spec.origin is None:
        return
    table = json.loads((Path(spec.origin).parent / ".models.json").read_text("utf-8"))["tts_models"]
    for language, sets in table.items():
        for data, models in sets.items():
            for model, item in models.items():
                name = f"tts_models/{language}/{data}/{model}"
                row = {"language": SEVERAL.get(model) or LANGUAGES.get(language, language), **licence(item)}
                if name in SPEAKERS:
                    row["speakers"] = SPEAKERS[name]
                if name in ABOUT:
                    row["about"] = ABOUT[name]
                yield name, row


def licence(item: Mapping[str, Any]) -> dict[str, Any]:
    """The licence of a model of Coqui's; one in words has a note besides."""
    said = item.get("license", "").strip()
    if said.lower() in LICENCES:
        return {"licence": LICENCES[said.lower()]}
    return {"licence": "custom", "note": said} if said else {}


def kokoro() -> Iterator[tuple[str, dict[str, Any]]]:
    """Kokoro's voices, with the grades that their makers give."""
    try:
        speakers = importlib.import_module("audioedition.engines._kokoro_voices").SPEAKERS
    except ImportError:
        return
    for name, each in speakers.items():
        row = {"language": each.language, "licence": "Apache-2.0"}
        yield name, {**row, "quality": each.grade} if each.grade else row


def pico() -> Iterator[tuple[str, dict[str, Any]]]:
    """Pico's voices."""
    for model in importlib.import_module("audioedition.engines.pico").MODELS:
        yield model, {"language": model, "licence": "Apache-2.0"}


if __name__ == "__main__":
    main(sys.argv[1:])
