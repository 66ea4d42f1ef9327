"""What it costs to learn a voice and to judge what it says, against what it costs to say it, in one paired run.

    python benchmarks/cost_of_listening.py [--times 1 4 16] [--rounds 3] [--json]

Both embedded voices speak all sentences of the posts in `examples/`, and for 4 and 16 times as much the same sentences,
each as often, with one more full stop each time, so that each counts as new.  Learning and judging are measured by new judges, as on
the first day of a voice, `known` by a judge that finds the voice's habit on the disk, as on every other day.  All figures
are seconds of the processor, all threads together, for a second of sound: the least of some rounds.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from audioedition import config, editions, engines, posts, utterances
from audioedition.listening import Judge
from audioedition.model import Clip, Utterance, Voice

ROOT = Path(__file__).parent.parent
VOICES = {"en": ("piper", ""), "de": ("pico", "de-DE")}

R = TypeVar("R")
Spoken = tuple[Clip, Utterance]


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor for each second of sound, of so many `clips`; `share` is that of listening in speaking."""

    language: str
    engine: str
    clips: int
    seconds: float
    speaking: float
    learning: float
    judging: float
    known: float

    @property
    def share(self) -> float:
        """What listening to a new voice costs, of what speaking costs."""
        return (self.learning + self.judging) / self.speaking


def main() -> None:
    """Print one line for each voice and size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    wanted = parser.parse_args()
    for language, (engine, model) in VOICES.items():
        voice = engines.load(Voice(language=language, engine=engine, model=model))
        said = sentences(language)
        voice.synthesize(said[0].spoken)  # loads what it needs
        for times in wanted.times:
            found = measured(language, engine, voice, said * times, wanted.rounds if times == 1 else 1)
            print(json.dumps({**asdict(found), "share": found.share}) if wanted.json else told(found))
            sys.stdout.flush()


def told(cost: Cost) -> str:
    """A line for people."""
    per = {name: 1000 * getattr(cost, name) for name in ("speaking", "learning", "judging", "known")}
    return (
        f"{cost.language} ({cost.engine}), {cost.clips} clips of {cost.seconds:.0f} s, ms per s: "
        + ", ".join(f"{name} {number:.2f}" for name, number in per.items())
        + f"; learning and judging are {100 * cost.share:.1f} % of speaking"
    )


def sentences(language: str) -> list[Utterance]:
    """What is said of the examples, each sentence once."""
    found: dict[str, Utterance] = {}
    settings = config.load(ROOT)
    for path in sorted((ROOT / "examples").iterdir()):
        for edition in editions.split(posts.at(str(path), root=ROOT).read(), settings.languages).editions:
            if edition.language == language:
                script = utterances.script(edition, opening=(), author=None)
                found |= {each.spoken: each for each in script if each.language == language}
    return list(found.values())


def measured(
    language: str, engine: str, voice: engines.Engine, said: Sequence[Utterance], rounds: int
) -> Cost:
    """What it costs to speak and to hear what is `said`."""
    costs = []
    for _ in range(rounds):
        speaking, clips = spent(lambda: [voice.synthesize(each.spoken) for each in said])
        seconds = sum(clip.seconds for clip in clips)
        spoken = [
            (clip, replace(each, spoken=f"{each.spoken}{'.' * (number // len(set(said)))}"))
            for number, (clip, each) in enumerate(zip(clips, said, strict=True))
        ]
        with tempfile.TemporaryDirectory() as folder:
            judge, later = Judge(Path(folder)), Judge(Path(folder))
            learning, _ = spent(partial(judge.learn, voice.fingerprint, spoken))
            judging, _ = spent(partial(judged, judge, voice.fingerprint, spoken))
            known, _ = spent(partial(judged, later, voice.fingerprint, spoken))
        figures = (speaking, learning, judging, known)
        costs.append([each / seconds for each in figures])
    least = [min(each) for each in zip(*costs, strict=True)]
    return Cost(language, engine, len(said), seconds, *least)


def judged(judge: Judge, voice: str, spoken: Sequence[Spoken]) -> list[bool]:
    """Which of the clips are good."""
    return [judge.judge(clip, each, voice).is_good for clip, each in spoken]


def spent(do: Callable[[], R]) -> tuple[float, R]:
    """Seconds of the processor, of all threads, and what came of it."""
    start = time.process_time()
    found = do()
    return time.process_time() - start, found


if __name__ == "__main__":
    main()
