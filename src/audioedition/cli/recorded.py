"""What commands that record have in common: the studio, a bar for each recording, what became of it, the feeds."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.ahead import ahead
from audioedition.cli.fetched import loading
from audioedition.cli.opened import alone, opened
from audioedition.cli.shown import clean, clock, short
from audioedition.errors import AudioeditionError
from audioedition.reports import Outcome, State

if TYPE_CHECKING:
    from audioedition.archive import Archive
    from audioedition.cluster.workers import Workers
    from audioedition.config import Config
    from audioedition.cores import Cores
    from audioedition.studio import Studio

CLUSTER = click.option(
    "--cluster",
    metavar="ADDRESS",
    default="",
    help="Have the workers of a Dask cluster speak: the address of its scheduler, such as tcp://host:8786.",
)

_EVERY = 60.0  # seconds after which feeds are written, while recording goes on,
_SHARE = 20  # and how many times longer it is recorded than written
_WIDTH = max(map(len, State))
_NAMED = 3  # episodes that are named, of those that may be many
_SPOKEN = frozenset({State.RECORDED, State.TO_RECORD, State.RESTORED, State.TO_RESTORE, State.TO_HEAR})


@contextlib.contextmanager
def studio(  # noqa: PLR0913 -- options of commands
    folder: Path,
    *,
    quiet: bool,
    dry_run: bool = False,
    replace: bool = False,
    restore: bool = False,
    review: bool = False,
    verify: bool = False,
    cluster: str = "",
    mends: bool = False,
) -> Iterator[Studio]:
    """The studio of the edition in `folder`: nobody else writes there meanwhile, unless this one does not either.

    With the address of a `cluster`, its workers speak.

    If `quiet`, lines on standard error tell how far it is, and no bar: one would stand among what a script reads.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- as below

    from audioedition.cli.bars import bars  # noqa: PLC0415 -- only where somebody waits
    from audioedition.cores import count  # noqa: PLC0415 -- as above
    from audioedition.crew import crew  # noqa: PLC0415 -- as above
    from audioedition.forecast import Pace  # noqa: PLC0415 -- as above
    from audioedition.studio import Studio  # noqa: PLC0415 -- heavy, and not needed for --help

    config, archive = opened(folder)
    config.digest  # noqa: B018 -- of the files as they were read, however long another is waited for below
    writing = contextlib.nullcontext() if dry_run else alone(archive, mends=mends)
    many = count()
    with (
        bars(drawn=not quiet) as shown,
        ThreadPoolExecutor(many) as hands,
        _speakers("" if dry_run else cluster, many, shown.say) as speakers,
        writing,
        crew(
            speakers, lambda: speakers.width, lambda: speakers.workers, speakers.line, speakers.prepare
        ) as together,
    ):
        session = Studio(
            config,
            archive,
            datetime.now(UTC),
            pool=hands,
            crew=together,
            progress=ahead(shown.sentences),
            load=loading(shown, dry_run=dry_run, quiet=quiet),
            dry_run=dry_run,
            replace=replace,
            restore=restore,
            review=review,
            verify=verify,
        )
        try:
            yield session
        except KeyboardInterrupt:
            together.stop()
            hands.shutdown(wait=False, cancel_futures=True)  # nor is anything more listened to
            spoken = (
                "what the workers speak is given up"
                if cluster
                else "sentences that are being spoken are finished first"
            )
            shown.say(f"Stopping: {spoken} …")
            if not (dry_run or review):
                shown.say("What was finished is in the archive; the feeds name it when this is run again.")
            raise
        finally:
            if not dry_run:  # what a dry run would take, nobody has measured
                Pace(config.private).keep(speakers.tally)


@contextlib.contextmanager
def _speakers(cluster: str, many: int, say: Callable[[str], None]) -> Iterator[Cores | Workers]:
    """Who speaks: the workers of a cluster, or so many cores here."""
    if cluster:
        from audioedition.cluster import connected  # noqa: PLC0415 -- few have one

        with connected(cluster, say) as workers:
            yield workers
    else:
        from audioedition.cores import Cores  # noqa: PLC0415 -- as above

        with Cores(many) as cores:
            yield cores


def foretell(files: Sequence[Path], studio: Studio, *, others: int = 0, cluster: str = "") -> None:
    """Say on standard error how much may have to be spoken, and about how long that takes: the posts in `files`, and so many `others`.

    Here, or by the `cluster` with this address.
    """
    from audioedition.forecast import Pace, told  # noqa: PLC0415 -- as above
    from audioedition.posts.counted import characters  # noqa: PLC0415 -- as above

    counted = [count for file in files if (count := characters(file)) is not None]
    unknown = others + len(files) - len(counted)
    workers, who = studio.crew.workers() if studio.crew else 1, "thread" if cluster else "core"
    line = told(len(files) + others, sum(counted), Pace(studio.config.private).known(), workers, unknown, who)
    with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
        click.echo(f"{line}.", err=True)


class Meanwhile:
    """Writes the feeds now and then while many posts are recorded, so that listeners have the first long before the last."""

    def __init__(self, studio: Studio) -> None:
        """Begin to wait, before anything is recorded: podcasts that became private, or public, move now or in the end.

        Later, folders would be renamed to which others write.  Raises ArchiveError.
        """
        self._studio = studio
        self._writes = not (studio.dry_run or studio.review or studio.config.missing)
        self._time = time.monotonic() + _EVERY
        self.changed: list[Path] = []
        if self._writes:
            studio.archive.settle(studio.config.public)

    def publish(self) -> None:
        """Write the feeds, if it is time; what hinders it is told in the end, by `finish`."""
        from audioedition import publish  # noqa: PLC0415 -- heavy, and not needed for --help

        begun = time.monotonic()
        if begun < self._time or not self._writes:
            return
        with contextlib.suppress(AudioeditionError), self._studio.writing:
            self.changed += publish.publish(self._studio.config, self._studio.archive, is_alone=False)
        now = time.monotonic()
        self._time = now + max(_EVERY, _SHARE * (now - begun))


def finish(
    studio: Studio,
    *,
    failed: bool,
    quiet: bool,
    write: Callable[[], list[Path]] | None = None,
    before: Sequence[Path] = (),
) -> None:
    """Write the feeds, or in a dry run tell what they lack; exit with 1 if anything `failed`.

    The feeds are written by `write`, if that has to do more than `publish`; what was changed `before` by this command counts, too.  Raises ConfigError as `publish` does.
    """
    from audioedition import publish  # noqa: PLC0415 -- as above
    from audioedition.seal import Seal  # noqa: PLC0415 -- as above

    if studio.dry_run:
        _show_missing(studio.config, quiet=quiet)
    else:
        seal = Seal(studio.config)
        since = seal.lift()
        changed = [*before, *(write() if write else publish.publish(studio.config, studio.archive))]
        if not quiet and (changed or not failed):
            _show_feeds(studio.config, studio.archive, changed)
        if not _show_barred(studio.config, studio.archive, quiet=quiet):
            seal.put(since, changed)
    if failed:
        raise click.exceptions.Exit(1)


def line(outcome: Outcome, config: Config, said: Counter[str] | None = None) -> str:
    """One edition, and what became of it; why it failed is told in full unless that was `said` before, which is counted."""
    if said is not None and outcome.state is State.FAILED:
        said[outcome.detail] += 1
        if said[outcome.detail] > 1:
            outcome = dataclasses.replace(
                outcome, detail=f"for the same reason, {said[outcome.detail]} by now"
            )
    head = f"{outcome.language:5} {outcome.state:{_WIDTH}} {short(outcome.title)}"
    if outcome.detail:
        return click.style(
            f"{head}\n        {outcome.detail}", fg="red" if outcome.state is State.FAILED else "yellow"
        )
    if outcome.state is State.GONE:
        retract = config.command("retract", outcome.guid)
        words = f"no longer in the post; its episode stays ({retract} takes it back)"
        return click.style(f"{head}\n        {words}", fg="yellow")
    if outcome.state is State.RETRACTED:
        return click.style(
            f"{head}\n        was retracted before; add --restore to bring it back", fg="yellow"
        )
    if outcome.state is State.DISCARDED:
        return f"{head}  what is published stays as it is"
    parts = [head]
    if outcome.state in _SPOKEN:
        parts.append(f"{outcome.sentences} new sentence{'s' * (outcome.sentences != 1)}")
    if outcome.seconds:
        parts.append(clock(outcome.seconds))
    if outcome.file:
        parts.append(os.path.relpath(outcome.file, config.root))
    return "  ".join(parts)


def _show_missing(config: Config, *, quiet: bool) -> None:
    """What the settings lack: publishing would record, and write no feed."""
    if config.missing:
        click.secho("No feed can be written yet: audioedition.toml lacks", fg="yellow", err=quiet)
        for line in config.missing:
            click.echo(f"    {line}", err=quiet)


def finish_unchanged(config: Config, archive: Archive, *, dry_run: bool, quiet: bool) -> None:
    """Tell what `finish` would where it has nothing to do: the seal of the web root is whole, or it is a dry run."""
    if dry_run:
        _show_missing(config, quiet=quiet)
    elif not quiet:
        _show_feeds(config, archive, [])


def _show_barred(config: Config, archive: Archive, *, quiet: bool) -> bool:
    """Which episodes stay in the feeds though what the edition says of itself forbids it by now; tell whether there are any."""
    from audioedition import commerce  # noqa: PLC0415 -- as above

    found = list(commerce.published(config, archive))
    for sentence in found[:_NAMED]:
        click.secho(f"  {clean(sentence)}", fg="yellow", err=quiet)
    if len(found) > _NAMED:
        more = f"  … and {len(found) - _NAMED} more, which {config.command('check')} names"
        click.secho(more, fg="yellow", err=quiet)
    return bool(found)


def _show_feeds(config: Config, archive: Archive, changed: list[Path]) -> None:
    click.secho("podcasts" if changed else "podcasts (nothing changed)", bold=True)
    folders = {archive.folder(tag): tag for tag in config.languages}
    for each, tag in folders.items():
        if (each / "feed.xml").exists():
            private = "  (private: tell it only whom you want to hear it)" if tag in config.hidden else ""
            click.echo(f"  {tag:5} {config.base_url}/{each.name}/feed.xml{private}")
    for feed in sorted(config.feeds.glob("*/feed.xml")):
        if feed.parent not in folders:
            words = f"{feed.parent.name:5} has no table in audioedition.toml any more: feeds/{feed.parent.name}/ stays as it was"
            click.secho(f"  {words}", fg="yellow")
    preview = config.command("preview")
    click.echo(f"  Look and listen: {config.feeds / 'index.html'}, or {preview}.")
