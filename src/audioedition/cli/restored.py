"""Episodes that were retracted, brought back by a name: what `retract` takes, `publish --restore` takes, too."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audioedition.cli.named import named
from audioedition.reports import Outcome, Report, State

if TYPE_CHECKING:
    from audioedition.model import Episode
    from audioedition.studio import Studio

_BACK = {State.RECORDED: State.RESTORED, State.TO_RECORD: State.TO_RESTORE}


def split(given: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those `given` that are posts to be read, and those that can only be names of episodes."""
    from audioedition import posts  # noqa: PLC0415 -- reads every format: not needed for --help

    names = [each for each in given if posts.is_path(each) and not Path(each).exists()]
    return [each for each in given if each not in names], names


def restored(names: Sequence[str], studio: Studio) -> Iterator[tuple[Report, Sequence[str]]]:
    """What became of the episodes with these `names`, spoken again from their manuscripts; each with how it is named to `split`."""
    for name in names:
        found = named(name, studio.archive, studio.config)
        if found:
            outcomes = tuple(_restored(each, studio) for each in found)
            report = Report(source=name, post=found[0].post, outcomes=outcomes)
        else:
            lists = studio.config.command("episodes")
            why = f"{name} does not exist, and there is no episode of that name: {lists} lists what there is."
            report = Report(source=name, error=why)
        yield report, (name,)


def _restored(episode: Episode, studio: Studio) -> Outcome:
    from audioedition import reread  # noqa: PLC0415 -- heavy, and not needed for --help

    if not episode.retracted:
        return Outcome(
            language=episode.language, title=episode.title, state=State.UNCHANGED, guid=episode.guid
        )
    (told,) = reread.reread([reread.Found(episode)], studio)
    assert told is not None  # noqa: S101 # nosec B101 # it has no recording: there is something to do
    return dataclasses.replace(told.outcome, state=_BACK.get(told.outcome.state, told.outcome.state))
