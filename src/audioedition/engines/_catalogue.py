"""What voices can be had: `catalogue.toml`, read when it is first asked.

espeak lists its own voices, and the models of Coqui that fairseq trained for 1,100 languages follow a rule.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audioedition.derived import derived
from audioedition.languages import base, canonical
from audioedition.model import Attribution

FAIRSEQ = "tts_models/{code}/fairseq/vits"
"""The names of Coqui's models for 1,100 languages (MMS, by Meta), by a language's code of three letters (ISO 639-3)."""

_FAIRSEQ = re.compile(r"tts_models/([a-z]{3}(?:-[a-z_]+)?)/fairseq/vits")
_RATES = {"x_low": 16_000, "low": 16_000, "medium": 22_050, "high": 22_050}
"""Sample rates, in hertz, of Piper's qualities (TRAINING.md of rhasspy/piper)."""

_HUB = "https://huggingface.co/rhasspy/piper-voices/tree/main"
_PARENTS = {
    "lessac": "recordings have a research licence (Blizzard 2013)",
    "ryan": "recordings are under CC-BY-NC-SA-4.0",
}
"""What is known of the recordings of voices that others were trained further from."""


_TOO_OLD = frozenset(
    f"tts_models/{name}"
    for name in (
        "fr/mai/tacotron2-DDC",
        "en/sam/tacotron-DDC",
        "nl/mai/tacotron2-DDC",
        "en/ek1/tacotron2",
        "es/mai/tacotron2-DDC",
        "zh-CN/baker/tacotron2-DDC-GST",
        "de/thorsten/tacotron2-DCA",
    )
)
"""What torch 2.10 and newer cannot load until it is published anew, as Coqui's makers say."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file of a voice, as far as it is known before it is fetched: its `name`, `size` in bytes, `md5` and `sha256` in hex, "" where nobody has told."""

    name: str
    size: int
    md5: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A voice, or model, that can be had.

    `languages` are BCP 47 tags; `quality` is its makers' word for it, "" if they have none; `attribution` tells whose it
    is and its licence, "" where that is not known; `files` are those of a Piper voice, its model and its configuration;
    `about` is how many bytes come where no file's size is known, roughly, 0 where nobody has told;
    `sample_rate` is in hertz; that and `speakers` are 0 where they are not known.  What is there `by_rule` is listed for
    any language: nobody has said that it is there for this one.
    """

    engine: str
    model: str
    languages: tuple[str, ...]
    attribution: Attribution
    quality: str = ""
    speakers: int = 1
    sample_rate: int = 0
    files: tuple[Known, ...] = ()
    by_rule: bool = False
    about: int = 0

    @property
    def loads(self) -> bool:
        """Whether the versions of libraries that the program allows can load it."""
        return self.model not in _TOO_OLD

    @property
    def size(self) -> int:
        """How many bytes are to be fetched; 0 if nobody has told."""
        return sum(each.size for each in self.files)

    def speaks(self, language: str) -> bool:
        """Whether `language` (a BCP 47 tag) is one of its languages, be it of another region."""
        return any(base(each) == base(language) for each in self.languages)


def offers() -> tuple[Offer, ...]:
    """All that is listed, engine by engine."""
    return tuple(_table().values())


def find(engine: str, model: str) -> Offer | None:
    """The voice that `engine` calls `model`, by its name or by a path that ends in it; None if it is not listed."""
    if (engine, model) in _table():
        return _table()[engine, model]
    name = re.split(r"[/\\]", model)[-1].removesuffix(".onnx") if engine == "piper" else model
    if engine == "coqui" and "--" in model:  # as Coqui names the folders of models
        name = re.split(r"[/\\]", model.rstrip("/\\"))[-1].replace("--", "/", 3)
    if engine == "coqui" and (match := _FAIRSEQ.fullmatch(name)):
        return _fairseq(name, match[1])
    return _table().get((engine, name))


def fairseq(language: str) -> Offer:
    """Coqui's model of fairseq for `language`; with `…` in its name where that needs a code that we do not know."""
    code = canonical(language).split("-")[0]
    return _fairseq(FAIRSEQ.format(code=code if len(code) == 3 else "…"), language)  # noqa: PLR2004 -- ISO 639-3


def _fairseq(name: str, language: str) -> Offer:
    credit = Attribution(
        name,
        "CC-BY-NC-4.0",
        "https://github.com/facebookresearch/fairseq/tree/main/examples/mms",
        "Needs the language's code of three letters (ISO 639-3), as in tts_models/deu/fairseq/vits for German"
        if "…" in name
        else "",
    )
    return Offer(
        engine="coqui",
        model=name,
        languages=(language,),
        attribution=credit,
        sample_rate=16_000,
        by_rule=True,
    )


@cache
def _table() -> Mapping[tuple[str, str], Offer]:
    file = Path(__file__).with_name("catalogue.toml")
    tables: dict[str, dict[str, Any]] = derived(
        "catalogue", [file], lambda: tomllib.loads(file.read_text("utf-8"))
    )
    return {
        (engine, model): _READERS[engine](model, row)
        for engine, rows in tables.items()
        for model, row in rows.items()
    }


def _piper(model: str, row: Mapping[str, Any]) -> Offer:
    """A Piper voice: its name tells language, name and quality."""
    code, name, quality = model.split("-")
    place = f"{_HUB}/{code.split('_')[0]}/{code}/{name}/{quality}"
    parent = row.get("from", "")
    lineage = f"trained further from the voice {parent}, whose {_PARENTS[parent]}" if parent else ""
    notes = (row.get("note", ""), lineage)
    note = "; ".join(filter(None, notes))
    return Offer(
        engine="piper",
        model=model,
        languages=(canonical(code),),
        attribution=Attribution(
            f"{name.replace('_', ' ').title()}, a Piper voice",
            row.get("licence", ""),
            place,
            f"{note[:1].upper()}{note[1:]}",
        ),
        quality=quality,
        speakers=row.get("speakers", 1),
        sample_rate=_RATES[quality],
        files=tuple(
            Known(f"{model}{suffix}", size, md5, sha256)
            for suffix, size, md5, sha256 in zip(
                (".onnx", ".onnx.json"), row["size"], row["md5"], row.get("sha256", ("", "")), strict=True
            )
        ),
    )


def _coqui(model: str, row: Mapping[str, Any]) -> Offer:
    credit = Attribution(
        model, row.get("licence", ""), "https://github.com/idiap/coqui-ai-TTS", row.get("note", "")
    )
    return Offer(
        engine="coqui",
        model=model,
        languages=tuple(row["language"].split()),
        attribution=credit,
        speakers=row.get("speakers", 0),
        about=row.get("about", 0),
    )


def _kokoro(model: str, row: Mapping[str, Any]) -> Offer:
    credit = Attribution(f"Kokoro-82M, {model}", row["licence"], "https://huggingface.co/hexgrad/Kokoro-82M")
    return Offer(
        engine="kokoro",
        model=model,
        languages=(row["language"],),
        attribution=credit,
        quality=row.get("quality", ""),
        sample_rate=24_000,
    )


def _pico(model: str, row: Mapping[str, Any]) -> Offer:
    credit = Attribution(f"SVOX Pico {model}", row["licence"], "https://github.com/gmn/nanotts")
    return Offer(
        engine="pico", model=model, languages=(row["language"],), attribution=credit, sample_rate=16_000
    )


_READERS = {"coqui": _coqui, "kokoro": _kokoro, "pico": _pico, "piper": _piper}
