"""The one protocol behind which every voice speaks, and the door through which engines come in.

`engine = "piper"` in a voice file means the module `audioedition.engines.piper`; another name is that of an installed
package's entry point, a dotted name anybody's own module.  The built-in engines use the same door.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import cast

from audioedition.engines import _catalogue, _fetching, _modules, _piper_models
from audioedition.engines._catalogue import Offer
from audioedition.engines._exports import prune
from audioedition.engines._fetching import Part, Telling, unreached
from audioedition.engines._guard import Guarded, Unfetched, answer, one, several
from audioedition.engines._ipa_of_texts import phonemes, sounds
from audioedition.engines._licences import allows, forbids_commerce
from audioedition.engines._modules import built_in, installed
from audioedition.engines._protocols import (
    Attributing,
    Engine,
    EngineModule,
    Fetching,
    Loaded,
    Measured,
    Parallel,
    Phonetic,
)
from audioedition.engines._rows import checked_lexicon, lexicon, own
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.languages import base
from audioedition.model import Attribution, Row, Voice

__all__ = [
    "Attributing",
    "Engine",
    "EngineModule",
    "Fetching",
    "Loaded",
    "Measured",
    "Offer",
    "Parallel",
    "Part",
    "Phonetic",
    "Telling",
    "allows",
    "attribution",
    "built_in",
    "check_installed",
    "checked_lexicon",
    "fetch",
    "fetches",
    "here",
    "installed",
    "is_for_tests",
    "lexicon",
    "lexicon_shown",
    "load",
    "may_earn",
    "missing",
    "module",
    "offer",
    "offers",
    "phonemes",
    "prune",
    "sounds",
    "unfetched",
    "unreached",
    "wants_gpu",
]


def missing(voice: Voice) -> tuple[Part, ...]:
    """The files that `voice` needs, that are not here and that can be fetched, with what the catalogue knows of them.

    Raises as `module`, and as the engine's `parts`; where files are missing also as `load` for a licence that forbids
    the use, and as the engine's `check_unfetched`: nobody should fetch a model to be refused then.
    """
    found = module(voice.engine, voice.file)
    parts = getattr(found, "parts", None)
    if parts is None:
        return ()
    wanted = [
        part for part in answer(voice.engine, lambda: several(Part, parts(voice))) if not part.path.exists()
    ]
    if wanted:
        _check_licence(voice)
        answer(voice.engine, lambda: getattr(found, "check_unfetched", lambda _: None)(voice))
    listed = offer(voice)
    known = {each.name: each for each in listed.files} if listed else {}
    return tuple(
        replace(part, size=told.size, sha256=told.sha256, md5=told.md5)
        if (told := known.get(part.path.name)) and not part.size
        else part
        for part in wanted
    )


def fetch(voice: Voice, tell: Telling | None = None) -> None:
    """Fetch what is `missing`.  Raises as that, and EngineUnavailable with a remedy."""
    _fetching.fetch(voice.engine, missing(voice), tell)


def load(voice: Voice) -> Loaded:
    """The engine of `voice`.  Raises ConfigError or EngineUnavailable, as `EngineModule.load`.

    A voice for non-commercial use only is refused (ConfigError) until the edition says that it is not commercial.
    Whatever else goes wrong in anybody's engine becomes an EngineError that names the sentence, and
    so does a result that is no sound.
    """
    found = module(voice.engine, voice.file)
    _check_licence(voice)
    return Guarded(voice, answer(voice.engine, lambda: found.load(voice)))


def check_installed(name: str) -> None:
    """Look for the libraries of the engine called `name`, without importing them.  Raises EngineUnavailable; else as `module`."""
    found = module(name)
    answer(name, getattr(found, "check_installed", lambda: None))


def fetches(name: str) -> bool:
    """Whether models of the engine called `name` are fetched here, and not by the engine itself."""
    return hasattr(module(name), "parts")


def offers(name: str, language: str | None = None) -> tuple[Offer, ...]:
    """What the catalogue lists for the engine called `name`, for a `language` (a BCP 47 tag) if one is given."""
    found = [each for each in _catalogue.offers() if each.engine == name]
    if language is None:
        return tuple(found)
    rule = [_catalogue.fairseq(language)] if name == "coqui" else []
    return tuple(each for each in (*found, *rule) if each.speaks(language))


def offer(voice: Voice) -> Offer | None:
    """What the catalogue knows of `voice`: by its name, or its path, or what the file holds that is there."""
    if voice.engine == _piper_models.ENGINE:
        return _piper_models.listed(voice)
    return _catalogue.find(voice.engine, voice.model)


def here(name: str) -> tuple[Voice, ...]:
    """The voices that the engine called `name` has here, without any download.  Raises as `module`."""
    found = module(name)
    return answer(name, lambda: several(Voice, found.voices()))


def is_for_tests(voice: Voice) -> bool:
    """Whether the engine of `voice` is the program's own for tests, whose melodies nobody can understand."""
    return voice.engine == "tone"


def wants_gpu(engine: object) -> bool:
    """Whether `engine`, one that `load` gave, speaks on a graphics card; False of anything else."""
    return bool(getattr(engine, "wants_gpu", False))


def may_earn(licence: str) -> bool:
    """Whether what is spoken under `licence` may be part of an edition that earns money."""
    return not forbids_commerce(licence)


def unfetched(voice: Voice) -> Loaded:
    """Stands for the engine of a voice that is not here, where nothing is spoken: as if nothing had been spoken by it yet.

    Raises ConfigError for a licence that forbids the use.
    """
    _check_licence(voice)
    return Unfetched(voice)


def _check_licence(voice: Voice) -> None:
    whose = attribution(voice)
    if voice.commercial and forbids_commerce(whose.licence):
        message = (
            f"{voice.file or 'The voice'}: {whose.name} is under the licence {whose.licence}, for non-commercial use only: "
            "choose another voice, or, if this edition earns no money, write commercial = false under [site] in audioedition.toml, "
            f"or, if you have another licence of it, name that in its file: {_own_licence(voice)}."
        )
        raise ConfigError(message)


def _own_licence(voice: Voice) -> str:
    """Where a voice file says that its author has another licence than the one that all get."""
    return "model_licence under [options]" if voice.engine == "coqui" else "licence under [attribution]"


def lexicon_shown(voice: Voice) -> tuple[Row, ...]:
    """As `lexicon`, for whoever only wants to see what would be said, whether the engine is here and can say it or not."""
    rows = own(voice)
    if not any(row.ipa and row.say for row in rows):
        return rows
    try:
        takes_ipa = load(voice).phonemes
    except (ConfigError, EngineUnavailable):
        takes_ipa = False
    return rows if takes_ipa else tuple(replace(row, ipa="") if row.say else row for row in rows)


def attribution(voice: Voice) -> Attribution:
    """Whose voice it is: as its file says, or else as its engine knows it, or the catalogue.

    An engine's own word follows the engine when somebody switches it; a file's would have to be
    mended by hand.  A licence that a file leaves out is the engine's to say.  Where it is the licence of a recording
    that is imitated, the model's stands beside it, if that forbids what the other allows.
    """
    said = voice.attribution
    if said.licence and (terms := _terms(voice)):
        said = replace(said, licence=f"{said.licence} (the model: {terms})")
    if said.name and said.licence:
        return said
    known = _known(voice)
    if said.name:
        return replace(said, licence=known.licence)
    return replace(known, **{key: word for key, word in asdict(said).items() if word})


def _terms(voice: Voice) -> str:
    """The licence of a model for non-commercial use, where the voice's own is not it; else ""."""
    found = module(voice.engine, voice.file)
    terms = answer(voice.engine, lambda: one(str, getattr(found, "terms", lambda _: "")(voice)))
    return terms if forbids_commerce(terms) and not forbids_commerce(voice.attribution.licence) else ""


def _known(voice: Voice) -> Attribution:
    found = module(voice.engine, voice.file)
    said: Attribution = answer(
        voice.engine, lambda: one(Attribution, getattr(found, "attribution", lambda _: Attribution())(voice))
    )
    if said.name:
        return said
    listed = offer(voice)
    own = {each.model: each.attribution for each in here(voice.engine) if _alike(each, voice)}
    known = next(iter(own.values()), Attribution(f"{voice.engine} {voice.model}".strip()))
    if listed and listed.model not in own:  # a file may have another's name
        known = listed.attribution
    return replace(known, licence=said.licence or known.licence)


def _alike(offered: Voice, voice: Voice) -> bool:
    if voice.model:
        return offered.model == voice.model
    return base(offered.language) == base(voice.language)


def module(name: str, file: str = "") -> EngineModule:
    """The engine module called `name`, as it stands in `file`: a built-in one, an installed one, or a dotted name.

    Raises ConfigError for one that does not exist or is no engine, EngineUnavailable for somebody's
    that cannot be imported.
    """
    return cast("EngineModule", _modules.find(name, file))
