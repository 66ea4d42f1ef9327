"""What it costs to split posts and to write the scripts of all their editions, against one langdetect call for each paragraph.

Many posts: read, split and written as `publish` does, in one process, ten and then ten by langdetect in turn; growth
with their number and, within one post, with its paragraphs.  The start is left out of these, and measured by itself: what
is imported, and what the first post costs because of all that is prepared at its sight.

    python benchmarks/text_against_langdetect.py [POST…] [--posts 1000] [--seed 7] [--json]

Without POST, posts are made of the project's own (see made_posts.py).  Ratios are of processor time, which a busy machine
changes less than that on the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

import langdetect
from made_posts import PROJECT, SEED, Maker

from audioedition import editions, phrases, posts, utterances
from audioedition.errors import AudioeditionError
from audioedition.model import Post

T = TypeVar("T")

SAMPLE = PROJECT / "examples/the-last-ferry.txt"
FEEDS = ("en", "de")
BATCH = 10  # posts between two looks at the clock
SIZES = (10, 50, 250, 1000, 2000)  # paragraphs; many more are refused
START = """
import sys, time
begun = time.process_time()
from audioedition import casting, editions, phrases, posts, record, utterances
loaded = time.process_time()
post = posts.read(sys.argv[1])
split = editions.split(post, ("en", "de"))
divided = time.process_time()
for edition in split.editions:
    utterances.script(editions.foreign(edition), opening=phrases.of(edition.language).opening, author="A")
print(begun, loaded - begun, divided - loaded, time.process_time() - divided)
"""


def batched(some: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """`some` in batches."""
    return (some[at : at + size] for at in range(0, len(some), size))


def ours(path: str) -> int:
    """Plan a post as `publish` does, the voices apart; return how many sentences it has."""
    try:
        split = editions.split(posts.read(path), FEEDS)
    except AudioeditionError:
        return 0
    count = 0
    for edition in split.editions:
        utterances.unspoken(edition)
        opening = phrases.of(edition.language).opening
        count += len(utterances.script(editions.foreign(edition), opening=opening, author="A"))
    return count


def theirs(post: Post) -> int:
    """Ask langdetect of every paragraph of a post; return how many it has."""
    for block in post.blocks:
        try:
            langdetect.detect(block.text)
        except langdetect.LangDetectException:  # no letters
            continue
    return len(post.blocks)


def compared(paths: Sequence[str]) -> dict[str, float]:
    """Both in turn over the same posts; seconds, their ratio over all and its range over tenths of them."""
    pairs, sentences, paragraphs = [], 0, 0
    for some in batched(paths, BATCH):
        read = [posts.read(path) for path in some]
        start = process_time()
        sentences += sum(map(ours, some))
        middle = process_time()
        paragraphs += sum(map(theirs, read))
        pairs.append((middle - start, process_time() - middle))
    tenths = [tuple(map(sum, zip(*part, strict=True))) for part in batched(pairs, -(-len(pairs) // 10))]
    mine, their = (sum(each) for each in zip(*pairs, strict=True))
    found = [own / other for own, other in tenths]
    return {
        "posts": len(paths),
        "paragraphs": paragraphs,
        "sentences": sentences,
        "ours": mine,
        "langdetect": their,
        "ratio": mine / their,
        "least": min(found),
        "most": max(found),
    }


def grown(count: int) -> list[int]:
    """10, 100, 1,000 and so on, up to so many."""
    return [10**power for power in range(1, len(str(count))) if 10**power < count] + [count]


def started(post: str, runs: int = 5) -> dict[str, float]:
    """The seconds of a fresh process: of Python itself, of imports, of the first split and of the first scripts."""
    found = []
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # as where it is installed
    for _ in range(1 + runs):
        done = subprocess.run(
            [sys.executable, "-c", START, post], capture_output=True, check=True, text=True, env=compiled
        )
        found.append(list(map(float, done.stdout.split())))
    del found[0]
    names = ("python", "imports", "split", "scripts")
    return dict(zip(names, map(statistics.median, zip(*found, strict=True)), strict=True))


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("post", nargs="*", help="instead of those that are made")
    parser.add_argument("--posts", type=int, default=1000, help="how many are made")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    maker = Maker(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        paths = posts.find(options.post)
        for name, text in () if paths else maker.posts(options.posts):
            paths.append(str(Path(folder, name)))
            Path(paths[-1]).write_text(text, "utf-8")
        ours(str(SAMPLE))
        theirs(posts.read(str(SAMPLE)))
        rows = [compared(paths[:count]) for count in grown(len(paths))]
        sizes = []
        for size in SIZES:
            row: dict[str, float] = {"paragraphs": size}
            for name, turns in (("halves", False), ("turns", True)):
                path = Path(folder, f"{name}.txt")
                path.write_text(maker.long(size, turns=turns), "utf-8")
                found = compared([str(path)])
                row |= {name: found["ours"], f"{name}_ratio": found["ratio"]}
            sizes.append(row)
        start = started(str(paths[0] if options.post else SAMPLE))
    if options.as_json:
        print(json.dumps({"posts": rows, "paragraphs": sizes, "start": start}))
        return
    for row in rows:
        print(
            f"{row['posts']} posts, {row['paragraphs']} paragraphs, {row['sentences']} sentences: "
            f"split and script {row['ours']:.2f} s, langdetect {row['langdetect']:.2f} s: "
            f"{row['ratio']:.2f} times ({row['least']:.2f} to {row['most']:.2f})"
        )
    for row in sizes:
        print(
            f"one post of {row['paragraphs']} paragraphs: {row['halves']:.2f} s in halves ({row['halves_ratio']:.2f} times), "
            f"{row['turns']:.2f} s in turns ({row['turns_ratio']:.2f} times)"
        )
    print("a start, of the processor: " + ", ".join(f"{name} {each:.3f} s" for name, each in start.items()))


if __name__ == "__main__":
    main()
