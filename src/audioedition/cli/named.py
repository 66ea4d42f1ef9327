"""Which episodes an argument means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audioedition.archive import Archive
    from audioedition.config import Config
    from audioedition.model import Episode


def named(name: str, archive: Archive, config: Config) -> list[Episode]:
    """The episodes that `name` means: a guid, a post's id, its web address, or its file; retracted ones, too."""
    from audioedition import posts  # noqa: PLC0415 -- reads every format: not needed to list episodes

    every = [episode for tag in archive.languages() for episode in archive.records(tag)]
    if posts.is_address(name):
        post, page = posts.id_of(name), posts.page_of(name)
        return [
            episode for episode in every if episode.post == post or posts.page_of(episode.address) == page
        ]
    post = posts.read(name, root=config.root).id if Path(name).is_file() else name
    return [episode for episode in every if episode.guid == name or episode.post == post]
