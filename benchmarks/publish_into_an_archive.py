"""What a new post costs in a large archive, speech apart, against an empty one and one with a single post, and how that grows.

    python benchmarks/publish_into_an_archive.py [--episodes 10000] [--keep FOLDER] [--json]

The archive is made of copies of one real recording (by the voice without words) in two languages, each with its own
record: same sound, other post, title, date and text.  It grows tenfold from step to step, up to so many episodes in all.
At each step one new post is published there, one in an edition of its own that has only that first post, and one in an edition
that has none, in turn: in all of them, all sentences but the title are on the shelf, and mixed; in the first two, covers are
drawn.  `command` is the processor time of `audioedition
publish POST` as a whole (start, planning, what is left of mixing), `feeds` that of what comes right of the record alone.
Only files that have changed may be written: those of others than the new episode are named.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from audioedition import config, posts, publish, record
from audioedition.archive import Archive, records
from audioedition.model import Episode
from audioedition.scaffold import scaffold
from audioedition.studio import Studio

SAMPLE = Path(__file__).parents[1] / "examples/the-last-ferry.txt"
NOW = datetime.now(UTC)
LANGUAGES = ("en", "de")
SHELF = ".audioedition/shelf"

Row = dict[str, float | int | list[str]]


def edition(root: Path) -> None:
    """A new edition that speaks with the voice without words."""
    scaffold(
        root, [*LANGUAGES], title="Notes", author="A", email="a@example.org", base_url="https://example.org/p"
    )
    for tag in LANGUAGES:
        (root / f"voices/{tag}.toml").write_text('engine = "tone"\n', "utf-8")


def opened(root: Path) -> tuple[config.Config, Archive]:
    """The settings and the archive of an edition."""
    found = config.load(root)
    return found, Archive(found.feeds, found.private, found.authority, found.since, found.hidden)


def post(root: Path, number: int) -> Path:
    """A post of its own."""
    text = SAMPLE.read_text("utf-8")
    text = text.replace("Who still", f"Who, {number},").replace("braucht noch", f"braucht, {number},")
    path = root / f"new-{number}.txt"
    path.write_text(text, "utf-8")
    return path


def recorded(root: Path, path: Path, now: datetime) -> None:
    """Record a post."""
    settings, archive = opened(root)
    report = record.record(posts.at(str(path), root=root), Studio(settings, archive, now))
    if report.failed:
        raise SystemExit(f"{report.error or report.outcomes}")


def fill(archive: Archive, language: str, model: Episode, numbers: range) -> None:
    """Put copies of an episode into the archive; their audio is linked, not copied."""
    folder = archive.folder(language)
    audio = archive.audio(language, model.enclosure.file)
    for number in numbers:
        name = f"post-{number:05}"
        file = f"{name}-{number:012x}.mp3"
        os.link(audio, folder / "audio" / file)
        lines = tuple(dataclasses.replace(line, text=f"{line.text} {number}") for line in model.lines[:1])
        episode = dataclasses.replace(
            model,
            guid=archive.guid(name, language),
            post=name,
            title=f"{model.title} {number}",
            published=NOW - timedelta(days=3650) + timedelta(hours=number),
            sound=f"{number:064x}",
            enclosure=dataclasses.replace(model.enclosure, file=file),
            lines=(*lines, *model.lines[1:]),
        )
        (folder / "episodes" / f"{name}.json").write_bytes(records.dump(episode))


def published(root: Path) -> tuple[float, list[str]]:
    """The seconds that it takes to publish what is recorded, and what was written or deleted."""
    settings, archive = opened(root)
    start = process_time()
    changed = publish.publish(settings, archive)
    return process_time() - start, [path.relative_to(settings.feeds).as_posix() for path in changed]


def commanded(root: Path, path: Path) -> float:
    """The seconds of the whole command for one post, of what it starts, too."""
    command = [sys.executable, "-m", "audioedition", "publish", str(path), "--edition", str(root)]
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # as where it is installed
    before = os.times()
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=compiled)
    if done.returncode:
        raise SystemExit(done.stderr)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def measured(large: Path, small: Path, number: int) -> Row:
    """A new post by the command, another one's feeds alone, and nothing new, in both."""
    row: Row = {}
    with tempfile.TemporaryDirectory() as place:
        empty = Path(place) / "empty"
        edition(empty)
        shutil.copytree(small / SHELF, empty / SHELF)
        row["command_empty"] = commanded(empty, post(empty, number))
    for name, root in (("", large), ("_without", small)):
        row[f"command{name}"] = commanded(root, post(root, number))
        recorded(root, post(root, number + 1), NOW + timedelta(seconds=number))
        row[f"feeds{name}"], changed = published(root)
        row[f"nothing{name}"], none = published(root)
        row[f"written{name}"] = len(changed)
        if none:
            raise SystemExit(f"Written for no reason: {none}")
        if not name:
            row["others"] = sorted(path for path in changed if f"new-{number + 1}" not in path)
    return row


def show(row: Row) -> None:
    """Print one step."""

    def times(what: str) -> str:
        large, small = (float(str(row[each])) for each in (what, f"{what}_without"))
        return f"{what} {large:.2f} s, with one post {small:.2f} s: {large / small:.2f} times"

    print(
        f"{row['episodes']} episodes ({row['files']} files, {row['built']:.0f} s to write them all): {times('command')}"
    )
    print(f"    in an empty archive {float(str(row['command_empty'])):.2f} s")
    print(f"    {times('feeds')}; nothing new: {row['nothing']:.2f} s")
    print(
        f"    {row['written']} files written, {row['written_without']} there; of no new episode: {row['others']}"
    )


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--episodes", type=int, default=10_000, help="in both languages together")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as place:
        root = options.keep or Path(place) / "large"
        edition(root)
        commanded(root, post(root, 0))
        _, archive = opened(root)
        last = 1
        for step, count in enumerate([10**power for power in range(1, 9) if 10**power <= options.episodes]):
            for tag in LANGUAGES:
                model = archive.find("new-0", tag)
                if model is None:
                    raise SystemExit(f"The sample has no edition in {tag}.")
                fill(archive, tag, model, range(last, count // len(LANGUAGES)))
            last = count // len(LANGUAGES)
            start = perf_counter()
            published(root)
            built = perf_counter() - start
            small = Path(place) / f"small-{step}"
            edition(small)
            recorded(small, post(small, 0), NOW)
            published(small)
            files = sum(len(found) for _, _, found in os.walk(root / "feeds"))
            rows.append(
                {"episodes": count, "files": files, "built": built} | measured(root, small, 10 * (step + 1))
            )
            if options.as_json:
                print(json.dumps(rows[-1]), flush=True)
            else:
                show(rows[-1])


if __name__ == "__main__":
    main()
