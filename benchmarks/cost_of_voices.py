"""What each voice costs: seconds of the processor, and of waiting, for a second of sound; sentence by sentence in turn.

    python benchmarks/cost_of_voices.py POST FOLDER... [--language en] [--rounds 3] [--threads 1]

Each FOLDER holds a voice file (docs/engines.md) of the language.  What one sentence takes is measured for all voices before the next, so
that whatever else the machine does meets all alike; the first sentence, which loads the models, is not counted.  With more
`--threads`, all sentences are given to as many at once, voice after voice.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from audioedition import config, editions, engines, posts, utterances
from audioedition.engines import Phonetic


@dataclass
class Cost:
    """Seconds of the processor, on the clock, and of sound."""

    cpu: float = 0.0
    clock: float = 0.0
    sound: float = 0.0

    def __str__(self) -> str:
        per, factor = self.cpu / self.sound, self.sound / self.clock
        return f"{per:.3f} CPU s per s of sound; {factor:.1f} times as fast as speech ({self.sound:.0f} s of sound)"


def sentences(post: str, language: str) -> list[str]:
    """What is said of the post in `language`."""
    for edition in editions.split(posts.read(post)).editions:
        if edition.language == language:
            return [each.spoken for each in utterances.script(edition, opening=(), author=None)]
    message = f"{post} has no edition in {language!r}"
    raise SystemExit(message)


def spend(cost: Cost, engine: Phonetic, texts: list[str], threads: int) -> None:
    """Speak `texts`, and add what it took to `cost`."""
    cpu, clock = time.process_time(), time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        clips = list(pool.map(engine.synthesize, texts))
    cost.cpu += time.process_time() - cpu
    cost.clock += time.perf_counter() - clock
    cost.sound += sum(clip.seconds for clip in clips)


def main() -> None:
    """Print one line for each voice."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("post")
    parser.add_argument("voices", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--language", default="en")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    texts = sentences(options.post, options.language)
    loaded = {path: engines.load(config.voice(path, options.language)) for path in options.voices}
    costs = {path: Cost() for path in loaded}
    for path, engine in loaded.items():
        start = time.perf_counter()
        engine.synthesize(texts[0])
        print(f"{path}: the first sentence after {time.perf_counter() - start:.1f} s")
    turns = [texts] if options.threads > 1 else [[text] for text in texts]
    for _ in range(options.rounds):
        for turn in turns:
            for path, engine in loaded.items():
                spend(costs[path], engine, turn, options.threads)
    for path, cost in costs.items():
        print(f"{path}: {cost}")


if __name__ == "__main__":
    main()
