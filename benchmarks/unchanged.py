"""What `publish` costs where nothing has changed, against Python's own start: run after run in turn.

    python benchmarks/unchanged.py [--posts 1 10 100 1000] [--runs 12] [--json]

For each number of posts an edition is made in which so many are published: one is recorded (by the voice without words),
the others are copies of its episodes, each with a file, records, manuscripts and memories of its own, as if each had been
recorded.  Then `publish` of all of them and `python -c pass` take turns.  What is told: the medians of how much longer the
command took, in seconds that passed (wall) and in seconds of the processor (cpu), and the cpu seconds of each further post.
With --json: one object.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from audioedition import config, posts, publish, record
from audioedition.archive import Archive
from audioedition.files import digest
from audioedition.manuscripts import manuscript
from audioedition.reports import Outcome, State
from audioedition.scaffold import scaffold
from audioedition.studio import Studio

SAMPLE = Path(__file__).parents[1] / "examples/the-last-ferry.txt"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
PASS = [sys.executable, "-c", "pass"]
PUBLISH = [sys.executable, "-m", "audioedition", "publish"]


def edition(root: Path) -> None:
    """A new edition that speaks with the voice without words."""
    scaffold(
        root, ["en", "de"], title="Notes", author="A", email="a@example.org", base_url="https://example.org/p"
    )
    for tag in ("en", "de"):
        (root / f"voices/{tag}.toml").write_text('engine = "tone"\n', "utf-8")


def fill(root: Path, count: int) -> None:
    """Publish so many posts of `root`/posts: one by recording it, the others as copies."""
    found = config.load(root)
    archive = Archive(found.feeds, found.private, found.authority, found.since, found.hidden)
    studio = Studio(found, archive, NOW)
    (root / "posts").mkdir()
    text = SAMPLE.read_text("utf-8")
    first = root / "posts/post-0000.txt"
    first.write_text(text, "utf-8")
    report = record.record(posts.at(str(first), root=root), studio)
    if report.failed:
        raise SystemExit(f"{report.error or report.outcomes}")
    for number in range(1, count):
        path = root / f"posts/post-{number:04}.txt"
        path.write_text(f"{text}\n", "utf-8")
        copied(path, studio)
    publish.publish(found, archive)


def copied(path: Path, studio: Studio) -> None:
    """Make the post at `path` one that was published: its episodes are those of the first, under other names."""
    source = posts.at(str(path), root=studio.config.root)
    post, archive, outcomes = source.read(), studio.archive, []
    for model in archive.of_post("post-0000"):
        known = studio.manuscripts.of(model)
        if known is None:
            raise SystemExit("The first post has no manuscript.")
        file = f"{post.id}-{path.stem.rpartition('-')[2]:0>12}.mp3"
        os.link(archive.audio(model.language, model.enclosure.file), archive.audio(model.language, file))
        episode = dataclasses.replace(
            model,
            post=post.id,
            guid=archive.guid(post.id, model.language),
            origin=digest(post.origin),
            enclosure=dataclasses.replace(model.enclosure, file=file),
        )
        studio.manuscripts.keep(manuscript(post, known.edition), episode)
        archive.put(episode, NOW)
        outcomes.append(Outcome(language=model.language, title=model.title, state=State.RECORDED))
    studio.familiar.keep(post, source.likeness(), outcomes, lambda _: False)


def taken(command: Sequence[str]) -> tuple[float, float]:
    """The seconds that a command takes: those that pass, and those of the processor."""
    before, start = os.times(), perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = perf_counter() - start, os.times()
    if done.returncode or (command[-1] == "--json" and '"unchanged"' not in done.stdout):
        raise SystemExit(f"{done.stdout}{done.stderr}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu


def measured(root: Path, runs: int) -> dict[str, float]:
    """How much longer it takes to publish what is in `root`/posts than to start Python: medians of paired runs, in seconds."""
    command = [*PUBLISH, str(root / "posts"), "--edition", str(root), "--json"]
    for _ in range(2):  # the first may have something to write, and the second then seals a large web root
        taken(command)
    pairs = [(taken(command), taken(PASS)) for _ in range(runs)]
    return {
        "wall": statistics.median(ours[0] - bare[0] for ours, bare in pairs),
        "cpu": statistics.median(ours[1] - bare[1] for ours, bare in pairs),
        "largest_wall": max(ours[0] - bare[0] for ours, bare in pairs),
    }


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {}
    for count in options.posts:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name) / "edition"
            edition(root)
            fill(root, count)
            found[count] = measured(root, options.runs)
        if not options.json:
            print(
                f"{count:5} unchanged: {found[count]['wall']:.3f} s longer than Python's start, "
                f"{found[count]['cpu']:.3f} s of the processor"
            )
    least, most = min(found), max(found)
    each = (found[most]["cpu"] - found[least]["cpu"]) / (most - least) if most > least else None
    if options.json:
        print(json.dumps({"runs": options.runs, "longer_than_pass": found, "cpu_of_each_further_post": each}))
    elif each is not None:
        print(f"each further post: {1000 * each:.2f} ms of the processor")


if __name__ == "__main__":
    main()
