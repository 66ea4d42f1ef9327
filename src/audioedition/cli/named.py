"""Which episodes an argument means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audioedition.addresses import slug

if TYPE_CHECKING:
    from audioedition.archive import Archive
    from audioedition.config import Config
    from audioedition.model import Episode
    from audioedition.unreleased import Lost

_GUID = re.compile(r"tag:[^,]+,[\d-]+:(?P<post>.+)/(?P<language>[^/]+)")
"""As `Archive.guid` makes them."""


def named(name: str, archive: Archive, config: Config) -> list[Episode]:
    """The episodes that `name` means: a guid, a post's id, its web address, or its file; retracted ones, too."""
    return among(name, [each for tag in archive.languages() for each in archive.records(tag)], config)


def among(name: str, every: Iterable[Episode], config: Config) -> list[Episode]:
    """The same, among `every` episode there is."""
    from audioedition import posts  # noqa: PLC0415 -- reads every format: not needed to list episodes

    if posts.is_address(name):
        post, page = posts.id_of(name), posts.page_of(name)
        return [
            episode for episode in every if episode.post == post or posts.page_of(episode.address) == page
        ]
    post = id_of(name, config)
    return [episode for episode in every if episode.guid == name or episode.post == post]


def vanished(name: str, archive: Archive, config: Config) -> list[Episode]:
    """Those that `name` means whose records have gone, as retracted ones: also those of which there is only audio."""
    from audioedition.archive import Item, losses  # noqa: PLC0415 -- as above
    from audioedition.salvage import Stray, retracted, unclaimed  # noqa: PLC0415 -- as above

    meant, now = id_of(name, config), datetime.now(UTC)
    found: dict[str, Episode] = {}
    for tag in losses.languages(archive, config.languages):
        for lost in losses.gone(archive, tag):
            if name == lost.item.guid or meant == lost.item.post:
                found[lost.item.guid] = retracted(lost.known or lost.item, tag, now)
        for each in unclaimed(archive, tag, archive.every(tag)):
            if isinstance(each, Stray) and (name == each.guid or meant == each.post):
                item = Item(each.guid, each.post, each.tags.published, each.tags.title)
                found[each.guid] = retracted(item, tag, now, each.files)
    return list(found.values())


def damaged(name: str, lost: Iterable[Lost], config: Config) -> list[Lost]:
    """Those of the `lost` that `name` means; what their records said is not known, but for the post and the language."""
    guid = _GUID.match(name)
    if guid:
        meant = slug(unquote(guid["post"]))
        return [each for each in lost if (each.record.stem, each.language) == (meant, guid["language"])]
    meant = slug(id_of(name, config))
    return [each for each in lost if each.record.stem == meant]


def id_of(name: str, config: Config) -> str:
    """The id of the post that is called so, or lies in a file of that name."""
    from audioedition import posts  # noqa: PLC0415 -- as above

    if posts.is_address(name):
        return posts.id_of(name)
    return posts.read(name, root=config.root).id if Path(name).is_file() else name
