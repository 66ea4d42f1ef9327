"""Faults planted in real clips, of six kinds, and which of them are noticed; and good clips, and which are accused.

    python benchmarks/planted_faults.py [--seed 6] [--faults 100] [--good 160] [--learn 40] [--texts all] [--ear MODEL] [--list]

Both embedded voices speak sentences that are in this repository: the posts in `examples/`, and what is said of the
pairs in `tests/data/spoken`.  From the first ones each voice is learned; the others are judged as they are, and with
faults.  `--texts even` is the half on which limits may be tried, `odd` the half that is only reported on, told by a hash
of each text.  With `--ear` a recogniser
listens, too (a MODEL as `[listening] model` takes it).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audioedition import config, editions, engines, posts, utterances
from audioedition.archive import Archive
from audioedition.listening import Ear, Judge
from audioedition.model import Clip, Utterance, Voice
from audioedition.studio import Studio

ROOT = Path(__file__).parent.parent
KINDS = ("babble", "half", "silence", "wrong sentence", "other language's voice", "clipping")
HALVES = {"all": (0, 1), "even": (0,), "odd": (1,)}
VOICES = {"en": ("piper", ""), "de": ("pico", "de-DE")}
STRANGERS = {"en": ("de-DE", "fr-FR", "it-IT", "es-ES"), "de": ("en-US", "en-GB", "fr-FR", "it-IT")}
SYLLABLES = (
    "ba",
    "lo",
    "ri",
    "ne",
    "tu",
    "gam",
    "sel",
    "do",
    "mi",
    "ke",
    "ra",
    "fon",
    "pi",
    "wes",
    "la",
    "ju",
)
JUNCTION = 300  # of 32,768: what is softer at the edges of a clip is no speech

Sound = NDArray[np.float32]
Spoken = tuple[Utterance, Clip]


@dataclass(frozen=True)
class Case:
    """A voice, what it has said, and who else could."""

    language: str
    voice: engines.Engine
    strangers: Sequence[engines.Engine]
    spoken: Sequence[Spoken]


def main() -> None:
    """Print a table for each voice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--good", type=int, default=160)
    parser.add_argument("--learn", type=int, default=40)
    parser.add_argument("--texts", choices=HALVES, default="all")
    parser.add_argument("--ear", metavar="MODEL")
    parser.add_argument("--list", action="store_true", help="name what was missed, and who was accused")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for language in VOICES:
            _measure(_case(language, wanted), wanted, Path(folder))


def _case(language: str, wanted: argparse.Namespace) -> Case:
    engine, model = VOICES[language]
    voice = engines.load(Voice(language=language, engine=engine, model=model))
    strangers = [engines.load(Voice(language=tag, engine="pico", model=tag)) for tag in STRANGERS[language]]
    said = _sentences(language, random.Random(wanted.seed), wanted.learn + wanted.good, HALVES[wanted.texts])
    with ThreadPoolExecutor() as pool:
        clips = pool.map(lambda each: voice.synthesize(each.spoken), said)
        return Case(language, voice, strangers, list(zip(said, clips, strict=True)))


def _sentences(language: str, chance: random.Random, count: int, halves: Collection[int]) -> list[Utterance]:
    """Sentences of the examples, and those that show how a text is said, as voices get them."""
    found: dict[str, Utterance] = {}
    settings = config.load(ROOT)
    for path in sorted((ROOT / "examples").iterdir()):
        post = posts.at(str(path), root=ROOT).read()
        for edition in editions.split(post, settings.languages).editions:
            if edition.language == language:
                found |= {
                    each.spoken: each
                    for each in utterances.script(
                        edition,
                        opening=settings.stations[language].opening,
                        author=post.author,
                        pauses=settings.pauses,
                        lexicon=(),
                        settings=settings.script,
                    )
                    if each.language == language
                }
    pairs = (ROOT / f"tests/data/spoken/{language}.tsv").read_text("utf-8").splitlines()
    written = [line.split("\t")[0] for line in pairs if line and not line.startswith("#")]
    said = [utterances.said(text, language, settings=settings.script) for text in written]
    found = {text: each for text, each in found.items() if _which(text) in halves}
    said = [text for text in said if _which(text) in halves]
    found |= {text: Utterance(text, text, language, 0.0) for text in chance.sample(said, count)}
    chosen = list(found.values())[:count]
    chance.shuffle(chosen)
    return chosen


def _which(text: str) -> int:
    return sha256(text.encode()).digest()[0] % 2


def _measure(case: Case, wanted: argparse.Namespace, folder: Path) -> None:
    chance = random.Random(wanted.seed + 1)
    learned, judged = case.spoken[: wanted.learn], case.spoken[wanted.learn :]
    judges = {"measured": Judge(folder)}
    if wanted.ear:
        judges["heard, too"] = Judge(folder, _ear(wanted.ear, folder))
    voice = case.voice.fingerprint
    start = time.process_time()
    for judge in judges.values():
        judge.learn(voice, ((clip, utterance) for utterance, clip in learned))
    took = time.process_time() - start
    planted = [_planted(KINDS[number % len(KINDS)], judged, case, chance) for number in range(wanted.faults)]
    seconds = sum(clip.seconds for _, clip in judged)
    print(f"\n{case.language}: learned from {len(learned)} clips in {took:.1f} s of processor time")
    print(f"{'':26}{'good, accused':>16}" + "".join(f"{kind:>24}" for kind in (*KINDS, "all")))
    for name, judge in judges.items():
        start = time.process_time()
        accused = [pair for pair in judged if not judge.judge(pair[1], pair[0], voice).is_good]
        cost = (time.process_time() - start) / seconds
        caught, missed = Counter[str](), []
        for kind, utterance, clip in planted:
            if judge.judge(clip, utterance, voice).is_good:
                missed.append((kind, utterance))
            else:
                caught[kind] += 1
        all_of = Counter(kind for kind, _, _ in planted)
        cells = [f"{caught[kind]} of {all_of[kind]}" for kind in KINDS]
        cells.append(f"{caught.total()} of {all_of.total()}")
        print(f"{name:26}{f'{len(accused)} of {len(judged)}':>16}" + "".join(f"{cell:>24}" for cell in cells))
        print(f"{'':26}{100 * cost:.2f} % of the time that the clips last")
        if wanted.list:
            for utterance, clip in accused:
                faults = judge.judge(clip, utterance, voice).faults
                print(f"    accused: “{utterance.spoken}”: {'; '.join(fault.detail for fault in faults)}")
            for kind, utterance in missed:
                print(f"    missed: {kind} in “{utterance.spoken}”")


def _ear(model: str, folder: Path) -> Ear:
    settings = config.load(ROOT)
    settings = replace(settings, listening=replace(settings.listening, verify=True, model=model))
    archive = Archive(folder / "feeds", folder / "private", settings.authority, settings.since, frozenset())
    ear = Studio(settings, archive, datetime.now(UTC)).ear
    if ear is None:
        sys.exit("There is no recogniser here.")
    return ear


# Planting


def _planted(
    kind: str, spoken: Sequence[Spoken], case: Case, chance: random.Random
) -> tuple[str, Utterance, Clip]:
    utterance, clip = chance.choice(spoken)
    how: dict[str, Callable[[], Clip]] = {
        "babble": lambda: _babble(clip, spoken, case, chance),
        "half": lambda: _half(clip, chance),
        "silence": lambda: _silence(clip, chance),
        "wrong sentence": lambda: _wrong(clip, spoken, chance),
        "other language's voice": lambda: chance.choice(case.strangers).synthesize(utterance.spoken),
        "clipping": lambda: _clipping(clip, chance),
    }
    return kind, utterance, how[kind]()


def _babble(clip: Clip, spoken: Sequence[Spoken], case: Case, chance: random.Random) -> Clip:
    """With 0.7 to 2 seconds of something behind it: speech of its own, backwards, nonsense, or its end once more."""
    size = round(chance.uniform(0.7, 2) * clip.sample_rate)
    how = chance.choice(("speech", "backwards", "nonsense", "end"))
    if how == "nonsense":
        words = " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(8))
        more = _sound(case.voice.synthesize(words))[:size]
    elif how == "end":
        more = _sound(clip)[-size:]
    else:
        other = _sound(chance.choice(spoken)[1])
        start = chance.randrange(max(1, len(other) - size))
        more = other[start : start + size]
    gap = np.zeros(round(chance.uniform(0, 0.3) * clip.sample_rate), np.float32)
    return _clip([_sound(clip), gap, more[::-1] if how == "backwards" else more], clip)


def _half(clip: Clip, chance: random.Random) -> Clip:
    sound = _sound(clip)
    cut = round(len(sound) * chance.uniform(0.4, 0.6))
    return _clip([chance.choice((sound[:cut], sound[cut:]))], clip)


def _silence(clip: Clip, chance: random.Random) -> Clip:
    """Silent from end to end, or for a third or more of it, or noise only, or with a hole of more than a second."""
    sound = _sound(clip)
    how = chance.choice(("all", "part", "noise", "hole"))
    if how == "all":
        return _clip([np.zeros_like(sound)], clip)
    if how == "noise":
        noise = np.random.default_rng(chance.randrange(1000)).normal(
            0, chance.choice((20, 400, 3000)), len(sound)
        )
        return _clip([noise.astype(np.float32)], clip)
    cut = round(len(sound) * chance.uniform(0.25, 0.4))
    if how == "hole":
        return _clip(
            [
                sound[:cut],
                np.zeros(round(chance.uniform(1.2, 3) * clip.sample_rate), np.float32),
                sound[cut:],
            ],
            clip,
        )
    size = round(len(sound) * chance.uniform(0.33, 0.5))
    return _clip([sound[:cut], np.zeros(size, np.float32), sound[cut + size :]], clip)


def _wrong(clip: Clip, spoken: Sequence[Spoken], chance: random.Random) -> Clip:
    """Another sentence, one of the ten that take the most similar time."""
    others = sorted(
        (other for _, other in spoken if other != clip), key=lambda other: abs(other.seconds - clip.seconds)
    )
    return chance.choice(others[:10])


def _clipping(clip: Clip, chance: random.Random) -> Clip:
    """Three to ten times as loud as there is room for; some of them made softer afterwards."""
    sound = _sound(clip)
    loud = np.clip(sound / np.abs(sound).max() * chance.uniform(3, 10), -1, 1)
    return _clip([loud * chance.choice((32767, 9000))], clip)


def _sound(clip: Clip) -> Sound:
    """The samples of a clip without the silence at its edges."""
    sound = np.frombuffer(clip.pcm, "<i2").astype(np.float32)
    loud = np.flatnonzero(np.abs(sound) > JUNCTION)
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound


def _clip(sounds: Sequence[Sound], like: Clip) -> Clip:
    whole = np.clip(np.rint(np.concatenate(sounds)), -32768, 32767)
    return Clip(whole.astype("<i2").tobytes(), like.sample_rate)


if __name__ == "__main__":
    main()
