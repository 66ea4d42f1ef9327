"""How fast each engine speaks in threads and in processes, what processes cost to start, and what a graphics card gains.

    python benchmarks/throughput_of_engines.py [POST] [--engines piper,pico,espeak] [--coqui MODEL] [--workers N] [--rounds 3] [--json]

Each engine says the same sentences, the longest first, with one thread, with as many threads as workers (all cores, if nothing is
said), and with as many processes, in turn, round after round, so that whatever else the machine does meets all alike.  xRT is
seconds of sound for a second on the clock; seconds of the processor for a second of sound say the same where others work beside.
`start` is the clock and the processor's time until every process has said its first word: what a run must win back.

A Coqui MODEL (a folder) is measured by torch, by onnxruntime, and, where torch sees a graphics card, there too: one text a call, and
more of them.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audioedition import editions, engines, posts, utterances
from audioedition.cores import count
from audioedition.engines import Engine
from audioedition.errors import AudioeditionError
from audioedition.model import Voice

POST = Path(__file__).parent.parent / "examples" / "the-last-ferry.txt"
LANGUAGES = {"piper": "en-US", "kokoro": "en-US", "pico": "de-DE", "espeak": "de"}
TIMES = {"pico": 8, "espeak": 30}
"""How often the sentences are said in one round by those that are done at once."""
BATCHES = (1, 4, 16, 32)


@dataclass
class Figure:
    """What was measured of an engine, asked in one way; seconds, added up over the rounds."""

    engine: str
    way: str
    sound: float = 0.0
    clock: float = 0.0
    cpu: float = 0.0
    start_clock: float = 0.0
    start_cpu: float = 0.0
    card: str = ""

    def told(self) -> dict[str, Any]:
        """The same with what follows from it."""
        return asdict(self) | {"xrt": self.sound / self.clock, "cpu_per_second": self.cpu / self.sound}

    def __str__(self) -> str:
        start = f"; start {self.start_clock:.2f} s, {self.start_cpu:.2f} CPU s" if self.start_clock else ""
        return (
            f"{self.engine:18} {self.way:12} {self.sound / self.clock:8.1f} xRT  {self.cpu / self.sound:.4f} CPU s for a second{start}"
            + (f"; {self.card}" if self.card else "")
        )


def said(engine: Engine, text: str) -> tuple[float, float, float]:
    """Seconds of sound, of this process's time for it, and of its time since it began: one call at a time in a process."""
    begun = time.process_time()
    seconds = engine.synthesize(text).seconds
    ended = time.process_time()
    return seconds, ended - begun, ended


def in_threads(figure: Figure, engine: Engine, texts: Sequence[str], workers: int) -> None:
    """Say all `texts` in so many threads."""
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(engine.synthesize, [texts[-1]] * workers))
        cpu, clock = time.process_time(), time.perf_counter()
        figure.sound += sum(clip.seconds for clip in pool.map(engine.synthesize, texts))
        figure.clock += time.perf_counter() - clock
        figure.cpu += time.process_time() - cpu


def in_processes(figure: Figure, engine: Engine, texts: Sequence[str], workers: int) -> None:
    """Say all `texts` in so many processes, that are started for it."""
    clock = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        first = _each(pool, engine, texts[-1], workers)
        figure.start_clock, figure.start_cpu = time.perf_counter() - clock, sum(first)
        clock = time.perf_counter()
        done = list(pool.map(said, [engine] * len(texts), texts))
        figure.clock += time.perf_counter() - clock
    figure.sound += sum(seconds for seconds, _, _ in done)
    figure.cpu += sum(cpu for _, cpu, _ in done)


def _each(pool: Executor, engine: Engine, text: str, workers: int) -> list[float]:
    """The processor's time that each of the processes has taken until it had spoken."""
    futures = [pool.submit(said, engine, text) for _ in range(workers)]
    return [future.result()[2] for future in futures]


def on_a_card(model: str, texts: Sequence[str]) -> Iterator[Figure]:
    """The same model on the graphics card, by the number of texts in a call; nothing where there is none."""
    torch = importlib.import_module("torch")
    if not torch.cuda.is_available():
        print("coqui on a graphics card: not measured, torch sees none here", file=sys.stderr)
        return
    card = torch.cuda.get_device_name()
    engine: Any = vars(engines.load(_coqui(model, device="cuda")))["_engine"]  # whatever its own batch is
    for size in BATCHES:
        engine.synthesize_all(texts[:size])  # what is done only once
        torch.cuda.synchronize()
        figure = Figure("coqui cuda", f"{size} a call", card=card)
        cpu, clock = time.process_time(), time.perf_counter()
        for start in range(0, len(texts), size):
            figure.sound += sum(clip.seconds for clip in engine.synthesize_all(texts[start : start + size]))
        torch.cuda.synchronize()
        figure.clock, figure.cpu = time.perf_counter() - clock, time.process_time() - cpu
        yield figure


def _coqui(model: str, **options: str | bool) -> Voice:
    return Voice(
        language="en", engine="coqui", model=str(Path(model).absolute()), options=options, commercial=False
    )


def sentences(post: Path) -> dict[str, list[str]]:
    """What is said of the post in each of its languages, the longest first."""
    found = {}
    for edition in editions.split(posts.read(str(post))).editions:
        lines = [each.spoken for each in utterances.script(edition, opening=(), author=None)]
        found[edition.language] = sorted(lines, key=len, reverse=True)
    return found


def voices(names: Sequence[str], coqui: str) -> Iterator[tuple[str, Voice]]:
    """What is to be measured, and what it is called."""
    for name in names:
        yield name, Voice(language=LANGUAGES[name], engine=name)
    if coqui:
        yield "coqui torch", _coqui(coqui)
        yield "coqui accelerated", _coqui(coqui, accelerate=True)


def main() -> None:
    """Print one line for each engine and way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("post", nargs="?", type=Path, default=POST)
    parser.add_argument("--engines", default="piper,pico,espeak", help="of piper, pico, espeak and kokoro")
    parser.add_argument("--coqui", default="", metavar="MODEL")
    parser.add_argument("--workers", type=int, default=count())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    lines = sentences(options.post)
    workers: int = options.workers
    ways: dict[str, tuple[Callable[[Figure, Engine, Sequence[str], int], None], int]] = {
        "1 thread": (in_threads, 1),
        f"{workers} threads": (in_threads, workers),
        f"{workers} processes": (in_processes, workers),
    }

    def show(figure: Figure) -> None:
        print(json.dumps(figure.told()) if options.json else figure, flush=True)

    for name, voice in voices([each for each in options.engines.split(",") if each], options.coqui):
        texts = lines[voice.language[:2]] * TIMES.get(name, 1)
        figures = {way: Figure(name, way) for way in ways}
        try:
            engine = engines.load(voice)
            for _ in range(options.rounds):
                for way, (speak, many) in ways.items():
                    speak(figures[way], engine, texts, many)
        except AudioeditionError as exc:
            print(f"{name}: not measured, {exc}", file=sys.stderr)
            continue
        for figure in figures.values():
            show(figure)
    if options.coqui:
        for figure in on_a_card(options.coqui, lines["en"]):
            show(figure)


if __name__ == "__main__":
    main()
