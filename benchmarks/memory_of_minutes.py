"""How much memory a long episode takes against a short one: published by the command, each in an edition and a process of its own.

    python benchmarks/memory_of_minutes.py [--minutes 6 30 120] [--engine pico] [--json]

The post is made of the sample's sentences, each with a number, so that all differ.  Pico says two hours in less than two
minutes of a quiet machine; `--engine piper` (English) takes ten minutes of the processor for them, `tone` only mixes.  Told
are the peak of the program alone, as the kernel has noted it, and of all together that it starts (ffmpeg, engines in processes
of their own), looked at ten times a second.  What processes share is divided between them (Linux' PSS), and what is not
there at two looks in a row does not count: between being forked and becoming another program, a process seems to
hold all that its parent has.  Only Linux tells all this.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "examples/the-last-ferry.txt"
PROGRAM = [sys.executable, "-m", "audioedition"]
WHO = ["--author", "A", "--email", "a@example.org", "--base-url", "https://example.org/p"]
GOAL = 1.15
LETTERS = 13.5  # said in a second, near enough: what was recorded says how long it became
PARAGRAPH = 5  # sentences
EVERY = 0.1  # seconds
VOICES = {
    "pico": ("de", 'engine = "pico"\n'),
    "piper": ("en", 'engine = "piper"\n'),
    "tone": ("en", 'engine = "tone"\n'),
}


@dataclass(frozen=True, slots=True)
class Peak:
    """What an episode of so many `minutes` took: the program `alone`, and `together` with all that it starts, in MB; and `seconds`."""

    engine: str
    minutes: float
    sentences: int
    alone: float
    together: float
    seconds: float


def text(language: str, minutes: float) -> str:
    """A post of about so many minutes, none of whose sentences is said twice."""
    parts = re.split(r"\nTranslation below.*\n", SAMPLE.read_text("utf-8"), maxsplit=1)
    title, *paragraphs = re.split(r"\n\n+", parts[language == "de"].split("thoughts on")[0].strip())
    sentences = [
        sentence
        for paragraph in paragraphs
        for sentence in re.split(r"(?<=[a-z]{4}[.?!]) ", " ".join(paragraph.split()))
        if sentence.endswith((".", "?", "!"))
    ]
    lines, count = [title, ""], 0
    while sum(map(len, lines)) < minutes * 60 * LETTERS:
        group = []
        for _ in range(PARAGRAPH):
            sentence = sentences[count % len(sentences)]
            count += 1
            group.append(f"{sentence[:-1]}, {count}{sentence[-1]}")
        lines += [" ".join(group), ""]
    return "\n".join(lines)


def measured(engine: str, minutes: float, folder: Path) -> Peak:
    """Publish a post in a new edition."""
    language, voice = VOICES[engine]
    subprocess.run([*PROGRAM, "init", folder, "--languages", language, *WHO], check=True, capture_output=True)
    (folder / f"voices/{language}.toml").write_text(f'language = "{language}"\n{voice}', "utf-8")
    post = folder / "post.txt"
    post.write_text(text(language, minutes), "utf-8")
    start = time.perf_counter()
    alone = together = before = 0
    with subprocess.Popen(
        [*PROGRAM, "publish", post, "--json", "--edition", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as run:
        while run.poll() is None:
            alone = max(alone, _told(run.pid, "status", "VmHWM"))
            now = sum(_told(each, "smaps_rollup", "Pss") for each in _family(run.pid))
            together, before = max(together, min(now, before)), now
            time.sleep(EVERY)
        told = json.loads(run.stdout.readline()) if run.stdout else {}
    if run.returncode:
        sys.exit(f"It was not published: {told.get('error') or told.get('outcomes')}")
    (outcome,) = told["outcomes"]
    return Peak(
        engine,
        round(outcome["seconds"] / 60, 1),
        outcome["sentences"],
        round(alone / 1000, 1),
        round(together / 1000, 1),
        round(time.perf_counter() - start, 1),
    )


def _family(pid: int) -> Iterator[int]:
    """A process, and all below it."""
    yield pid
    with contextlib.suppress(OSError):  # it has ended
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _family(int(child))


def _told(pid: int, file: str, what: str) -> int:
    """What the kernel tells of a process, in kB; 0 if it has ended."""
    with contextlib.suppress(OSError):
        found = re.search(rf"^{what}:\s+(\d+) kB", Path(f"/proc/{pid}/{file}").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, nargs="+", default=[6, 30, 120])
    parser.add_argument("--engine", choices=VOICES, default="pico")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    first: Peak | None = None
    for minutes in options.minutes:
        with tempfile.TemporaryDirectory() as name:
            peak = measured(options.engine, minutes, Path(name) / "edition")
        first = first or peak
        ratio = round(max(peak.alone / first.alone, peak.together / first.together), 2)
        if options.as_json:
            print(json.dumps({**asdict(peak), "ratio": ratio}), flush=True)
        else:
            print(
                f"{peak.engine} {peak.minutes:6.1f} min, {peak.sentences:5} sentences: {peak.alone:6.0f} MB alone, "
                f"{peak.together:6.0f} MB together, {ratio:.2f} × the first (goal: {GOAL}); {peak.seconds:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
