"""An archive as this version of the program writes it, as small as can be: for the versions that come after it.

    PYTHONPATH=src:tests python tests/golden.py tests/data/archives/VERSION

Made once for each version of records, and never again: what it was is what is tested.  It has an episode with another encoding, one that
was retracted, and one that waits to be heard (without its sound), with what they were recorded from.
"""

from __future__ import annotations

import dataclasses
import shutil
import sys
import tempfile
from pathlib import Path

from conftest import NOW, Site

from audioedition import publish
from audioedition.archive import superseded
from audioedition.mixdown import opus, tag
from audioedition.model import Tags

KEPT = (
    *("audioedition.toml", "feeds/en/podcast.json", "feeds/en/audio/*", "feeds/en/episodes/*.json"),
    *(f".audioedition/{each}/*.json" for each in ("manuscripts/en", "unreleased/manuscripts/en")),
    *(f".audioedition/unreleased/en/{each}/*.json" for each in ("episodes", "prompts/*")),
)
POST = "---\nlang: en\ndate: 2024-05-06\n---\n# Ferry\n\nOh, no.\n"


def make(target: Path) -> None:
    """Write the archive to the folder `target`, which is not there yet."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "site")
        settings = (site.root / "audioedition.toml").read_text("utf-8")
        head, _, _ = settings.partition("[feeds.de]")
        since = next(line for line in head.splitlines() if line.startswith("since"))
        head = head.replace(since, 'since = "2025-01-02"').replace("[feeds.en]", "[feeds.en]\nopening = []")
        (site.root / "audioedition.toml").write_text(f"{head}\n[disclosure]\nspoken = false\n", "utf-8")
        site.publish(site.post(POST, "ferry.md"))
        site.publish(site.post("---\nlang: en\n---\n# Rain\n\nDry.\n", "rain.md"))
        archive = site.archive
        gone = archive.find("rain", "en")
        assert gone
        archive.retract(gone, NOW)
        publish.publish(site.settings, archive)
        superseded.discard(archive, "rain", "en")
        site.record(site.post("---\nlang: en\n---\n# Snow\n\nOh.\n", "snow.md"), review=True)
        _shrink(site)
        for path in (path for kept in KEPT for path in site.root.glob(kept)):
            copy = target / path.relative_to(site.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)


def _shrink(site: Site) -> None:
    """Have the episode's files no cover, which is most of them, and one as Opus beside."""
    archive = site.archive
    episode = archive.find("ferry", "en")
    assert episode
    words = Tags(
        title=episode.title,
        artist="Ann",
        album="Notes",
        language="en",
        published=episode.published,
        guid=episode.guid,
        chapters=episode.chapters,
        seconds=episode.seconds,
        lyrics="Oh, no.",
    )
    old = archive.audio("en", episode.enclosure.file)
    small, other = site.root / "small.mp3", site.root / "small.opus"
    tag(old, small, words)
    opus(small, other, words, site.studio().ffmpeg)
    old.unlink()
    (archive.folder("en") / "feed.xml").unlink()
    enclosure = archive.keep_audio(small, "ferry", "en")
    beside = archive.keep_alternate(other, "ferry", "en", "audio/ogg", 32_000)
    archive.put(dataclasses.replace(episode, enclosure=enclosure, alternates=(beside,)), NOW)
    superseded.discard(archive, "ferry", "en")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
