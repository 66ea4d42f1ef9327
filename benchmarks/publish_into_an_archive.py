"""What a new post costs in a large archive, speech apart: feeds and pages after one new episode in each language.

    python benchmarks/publish_into_an_archive.py [--episodes 10000] [--keep FOLDER]

The archive is made of copies of one real recording (by the voice without words), each with its own record: same
sound, other post, title, date and text.  Publishing the new post is measured there, and in an archive without
episodes, in one run; and which files were written.  Only what has changed may be.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from audioedition import config, posts, publish, record
from audioedition.archive import Archive, records
from audioedition.model import Episode
from audioedition.scaffold import scaffold
from audioedition.studio import Studio

SAMPLE = Path(__file__).parents[1] / "examples/the-last-ferry.txt"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def edition(root: Path) -> None:
    """A new edition that speaks with the voice without words."""
    scaffold(
        root, ["en", "de"], title="Notes", author="A", email="a@example.org", base_url="https://example.org/p"
    )
    for tag in ("en", "de"):
        (root / f"voices/{tag}.toml").write_text('engine = "tone"\n', "utf-8")


def opened(root: Path) -> tuple[config.Config, Archive]:
    """The settings and the archive of an edition."""
    found = config.load(root)
    return found, Archive(found.feeds, found.private, found.authority, found.since, found.hidden)


def recorded(root: Path, name: str, text: str, now: datetime) -> None:
    """Record a post of its own."""
    (root / name).write_text(text, "utf-8")
    settings, archive = opened(root)
    report = record.record(posts.at(str(root / name), root=root), Studio(settings, archive, now))
    if report.failed:
        raise SystemExit(f"{report.error or report.outcomes}")


def fill(archive: Archive, language: str, model: Episode, count: int) -> None:
    """Put `count` copies of an episode into the archive; their audio is linked, not copied."""
    folder = archive.folder(language)
    audio = archive.audio(language, model.enclosure.file)
    for number in range(count):
        post = f"post-{number:05}"
        file = f"{post}-{number:012x}.mp3"
        os.link(audio, folder / "audio" / file)
        lines = tuple(dataclasses.replace(line, text=f"{line.text} {number}") for line in model.lines[:1])
        episode = dataclasses.replace(
            model,
            guid=archive.guid(post, language),
            post=post,
            title=f"{model.title} {number}",
            published=NOW - timedelta(hours=count - number),
            sound=f"{number:064x}",
            enclosure=dataclasses.replace(model.enclosure, file=file),
            lines=(*lines, *model.lines[1:]),
        )
        (folder / "episodes" / f"{post}.json").write_bytes(records.dump(episode))


def published(root: Path) -> tuple[float, list[Path]]:
    """Publish, as the command does; the seconds, and what was written or deleted."""
    settings, archive = opened(root)
    start = perf_counter()
    changed = publish.publish(settings, archive)
    return perf_counter() - start, [path.relative_to(settings.feeds) for path in changed]


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--episodes", type=int, default=10_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = options.keep or Path(name) / "large"
        empty = Path(name) / "empty"
        text = SAMPLE.read_text("utf-8")
        for folder in (root, empty):
            edition(folder)
            published(folder)
        recorded(root, "model.txt", text, NOW)
        _, archive = opened(root)
        for tag in ("en", "de"):
            model = archive.find("model", tag)
            if model is None:
                raise SystemExit(f"The sample has no edition in {tag}.")
            fill(archive, tag, model, options.episodes - 1)
        whole, _ = published(root)
        files = sum(len(found) for _, _, found in os.walk(root / "feeds"))
        print(
            f"{options.episodes} episodes in each of 2 languages, {files} files: {whole:.1f} s for all of them"
        )
        again, changed = published(root)
        print(f"nothing new: {again:.2f} s, {len(changed)} files written")
        new = text.replace("Who still needs", "Who ever needs").replace("Wer braucht noch", "Wer braucht je")
        for folder in (root, empty):
            recorded(folder, "new.txt", new, NOW + timedelta(days=1))
        large, changed = published(root)
        small, first = published(empty)
        kinds = Counter(path.suffix for path in changed)
        others = [path for path in changed if "new" not in path.name]
        print(
            f"one new post: {large:.2f} s, in an archive without episodes {small:.2f} s: {large / small:.1f} times"
        )
        print(
            f"written there: {len(changed)} files {dict(kinds)}, here {len(first)}; those of no new episode:"
        )
        print("  " + ", ".join(sorted(map(str, others))))


if __name__ == "__main__":
    main()
