"""Times `audioedition split` against bare langdetect, run after run in turn, and how its time grows.

Many posts: a folder in one process, against one `langdetect.detect` for each paragraph of the same files.
A small post: from command to answer, against `python -c "import langdetect; langdetect.detect('…')"`.
A long post: seconds for ever more paragraphs, in blocks and with languages that take turns.

    python benchmarks/split_against_langdetect.py [FOLDER] [--runs 5] [--json]

Ratios are of processor time, which a busy machine changes less than that on the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from audioedition import posts

PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "examples/the-last-ferry.txt"
POSTS = [str(PROJECT / "examples"), str(PROJECT / "tests/data/editions")]
SMALL = """The last ferry

The ferry was late, and the harbour was empty when it came in.

Die letzte Fähre

Die Fähre kam spät, und der Hafen war leer, als sie anlegte.
"""
SENTENCE = "The ferry was late, and the harbour was empty when it came in."
SIZES = (500, 1000, 2000, 4000, 8000)  # paragraphs
WORDS = 12  # of a paragraph
DETECT = """
import re, sys
from pathlib import Path
import langdetect
for path in sys.argv[1:]:
    for paragraph in re.split(r"\\n\\s*\\n", Path(path).read_text("utf-8", "replace")):
        try:
            langdetect.detect(paragraph)
        except langdetect.LangDetectException:
            pass
"""

Ratios = dict[str, float]


def split(*sources: str) -> list[str]:
    """The command of ours."""
    return [sys.executable, "-m", "audioedition", "split", *sources, "--json"]


def compared(ours: Sequence[str], theirs: Sequence[str], runs: int) -> Ratios:
    """Both commands in turn, and what ours takes of the time of theirs."""
    return ratios([(seconds(ours), seconds(theirs)) for _ in range(runs)])


def ratios(pairs: Sequence[tuple[float, float]]) -> Ratios:
    """What the first of each pair takes of the time of the second."""
    found = [our / their for our, their in pairs]
    return {
        "ours": statistics.median(our for our, _ in pairs),
        "theirs": statistics.median(their for _, their in pairs),
        "ratio": statistics.median(found),
        "least": min(found),
        "most": max(found),
    }


def seconds(command: Sequence[str]) -> float:
    """The processor time of a command."""
    before = os.times()
    done = subprocess.run(command, capture_output=True, check=False)
    if not done.stdout and done.returncode:
        sys.exit(f"{command} failed: {done.stderr.decode()[-500:]}")
    after = os.times()
    return (after.children_user + after.children_system) - (before.children_user + before.children_system)


def paragraphs(count: int, *, turns: bool) -> str:
    """A post of so many paragraphs in the two languages of the sample, their words in any order."""
    found = subprocess.run(split(str(SAMPLE)), capture_output=True, check=True)
    words = [" ".join(edition["paragraphs"]).split() for edition in json.loads(found.stdout)["editions"]]
    lots = random.Random(count)
    which = (at % 2 if turns else 2 * at // count for at in range(count))
    return "\n\n".join(" ".join(lots.choices(words[language], k=WORDS)) for language in which)


def arguments(description: str | None) -> argparse.ArgumentParser:
    """What the command line of a comparison takes."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="*", default=POSTS, help="of posts  [default: those of the project]")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true", dest="as_json")
    return parser


def main() -> None:
    """Measure all three, and print them."""
    options = arguments(__doc__).parse_args()
    files = posts.find(options.folder)
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "small.txt")
        small.write_text(SMALL, "utf-8")
        one = f"import langdetect; langdetect.detect({SENTENCE!r})"
        many = compared(split(*files), [sys.executable, "-c", DETECT, *files], options.runs)
        few = compared(split(str(small)), [sys.executable, "-c", one], options.runs)
        growth: list[dict[str, float]] = []
        for size in SIZES:
            taken = {}
            for name, turns in (("blocks", False), ("turns", True)):
                path = Path(folder, f"{name}-{size}.txt")
                path.write_text(paragraphs(size, turns=turns), "utf-8")
                taken[name] = statistics.median(seconds(split(str(path))) for _ in range(options.runs))
            growth.append({"paragraphs": size, **taken})
    if options.as_json:
        print(json.dumps({"posts": len(files), "many": many, "small": few, "growth": growth}))
        return
    show(f"{len(files)} posts", many)
    show("a small post", few)
    for row in growth:
        print(
            f"{row['paragraphs']:5.0f} paragraphs: {row['blocks']:.2f} s in blocks, {row['turns']:.2f} s in turns"
        )


def show(what: str, found: Ratios) -> None:
    """Print what was found."""
    print(
        f"{what}: audioedition {found['ours']:.2f} s, langdetect {found['theirs']:.2f} s, "
        f"median ratio {found['ratio']:.2f} ({found['least']:.2f} to {found['most']:.2f})"
    )


if __name__ == "__main__":
    main()
