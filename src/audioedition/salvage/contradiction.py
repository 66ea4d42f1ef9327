"""Does a record say what its audio says of itself?  Its title and every sentence stand in the tags, too; pure."""

from __future__ import annotations

from pathlib import Path

from audioedition.archive import Archive
from audioedition.mixdown import labels
from audioedition.model import Episode, Tags


def contradictions(episode: Episode, tags: Tags) -> list[str]:
    """What of an episode's record is not as the tags of its audio say: its guid, its title, its text; in words.

    Blanks do not count, and of what the tags of earlier versions do not hold nothing is known.
    """
    found = []
    if episode.guid != tags.guid:
        found.append(f"the guid is {episode.guid}, and in the audio {tags.guid}")
    if tags.title and labels.spelt(episode.title) != tags.title:
        found.append(f"the title is “{episode.title}”, and in the audio “{tags.title}”")
    if not agrees("".join(line.text for line in episode.lines), tags):
        found.append("the sentences are not those that the audio tells")
    elif not all(_is_of_its_block(episode, place) for place in range(len(episode.lines))):
        found.append("the text is not the one that is spoken")
    return found


def agrees(text: str, tags: Tags) -> bool:
    """Whether this is all that is spoken, as far as the tags tell that."""
    return not tags.lyrics or bare(text) == bare(tags.lyrics)


def bare(text: str) -> str:
    """A text without blanks, as tags hold it."""
    return "".join(labels.spelt(text).split())


def _is_of_its_block(episode: Episode, place: int) -> bool:
    """Whether a sentence is the piece of the text that it says to be."""
    line = episode.lines[place]
    start, end = line.span
    if line.block < 0 or end == 0:  # words of ours
        return True
    return line.block < len(episode.blocks) and bare(episode.blocks[line.block].text[start:end]) == bare(
        line.text
    )


def is_of(episode: Episode, tags: Tags, archive: Archive) -> bool:
    """Whether the tags are those of this episode, whatever guid its record says."""
    return tags.guid in {episode.guid, archive.guid(episode.post, episode.language)}


def dates(episode: Episode, tags: Tags, record: Path) -> str:
    """What is said where the record and the audio of an episode tell two dates, of which nobody knows which is right."""
    return (
        f"its tags say that it was published on {tags.published.isoformat()}, its record says {episode.published.isoformat()}: "
        f'if the tags are right, write their date as "published" into {record}; if the record is, publish the post {episode.post!r} again'
    )
