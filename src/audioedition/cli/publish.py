"""`audioedition publish`."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli import recorded
from audioedition.cli.opened import FOLDER, opened
from audioedition.cli.restored import restored, split
from audioedition.cli.review import NO_OPEN, serve_review
from audioedition.cli.shown import AS_JSON, clean, put, put_json, runs
from audioedition.cli.sourced import ALLOW_PRIVATE, FROM, ONLY, check_only, connected, put_not_taken
from audioedition.commands import command
from audioedition.reports import Choice, Report, State

if TYPE_CHECKING:
    from audioedition.config import Config
    from audioedition.posts import Source
    from audioedition.posts.web.fetching import Web
    from audioedition.studio import Studio


@click.command()
@click.argument("posts", nargs=-1, metavar="[POST]...")
@click.option("--id", "post_id", help="The post's identity, where it has none of its own (needed for '-').")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and do nothing.")
@click.option("--replace", is_flag=True, help="Let a post take the id of another file, or of another host.")
@click.option("--restore", is_flag=True, help="Bring a retracted episode back, with its guid and date.")
@click.option(
    "--review",
    is_flag=True,
    help="Release nothing yet: hear it first, on a page that opens when it is recorded.",
)
@NO_OPEN
@click.option("--verify", is_flag=True, help="Have a recogniser listen: a bad recording is not published.")
@recorded.CLUSTER
@FROM
@ONLY
@ALLOW_PRIVATE
@FOLDER
@AS_JSON
def publish(  # noqa: PLR0913 -- one parameter per option
    posts: tuple[str, ...],
    feeds: tuple[str, ...],
    only: tuple[str, ...],
    post_id: str | None,
    folder: Path,
    *,
    dry_run: bool,
    replace: bool,
    restore: bool,
    review: bool,
    no_open: bool,
    verify: bool,
    cluster: str,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Record what is new or changed in each POST, and publish it.

    POST is a text, Markdown or HTML file, a folder of them, a web address, or '-' for standard input.
    Publishing an edited post again replaces its episode: only sentences that changed are spoken again.
    Without a POST or FEED, feeds and pages are written anew, after a change of settings for example.
    With --review, feeds and pages stay as they are until `audioedition release`.
    With --restore, POST may also be what `retract` takes: the id of a post, or a GUID.
    """
    from audioedition import posts as sources  # noqa: PLC0415 -- not needed for --help

    check_only(only, feeds)
    _check_review(review=review, no_open=no_open, is_given=bool(posts or feeds))
    given, names = split(posts) if restore and not (review or post_id) else (posts, [])
    found = sources.find(given)
    if post_id and (len(found) != 1 or feeds):
        raise click.UsageError("--id names one post: give one POST with it.")
    if not (feeds or names) and _is_familiar(
        found,
        post_id,
        folder,
        dry_run=dry_run,
        review=review,
        verify=verify,
        as_json=as_json,
    ):
        return
    with (
        recorded.studio(
            folder,
            quiet=as_json,
            dry_run=dry_run,
            replace=replace,
            restore=restore,
            review=review,
            verify=verify,
            cluster=cluster,
        ) as studio,
        connected(found, feeds, allow_private=allow_private) as web,
    ):
        config = studio.config
        named = (
            (
                sources.at(source, id=post_id, root=config.root, web=web, languages=config.languages),
                _named(source),
            )
            for source in found
        )
        options = ("--languages", ",".join(config.languages), *["--allow-private"] * allow_private)
        failed, said, reasons, heard = False, "", Counter[str](), set[str]()
        if not feeds:  # how much those offer, nobody knows yet
            _foretell(found, post_id, studio, cluster)
        meanwhile = recorded.Meanwhile(studio)
        reports = itertools.chain(
            restored(names, studio), _recorded(named, studio), _offered(feeds, only, web, studio)
        )
        for count, (told, arguments) in enumerate(reports, 1):
            if len(found) > 1:
                studio.progress("posts", min(count, len(found)), len(found))
            failed = failed or told.failed
            heard |= _to_hear(told)
            with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
                if as_json:
                    put_json(dataclasses.asdict(told))
                else:
                    proof = command("audioedition", "split", *options, *arguments)
                    _tell(told, said, reasons, config, proof)
            said = told.error
            meanwhile.publish()
        if not review:
            recorded.finish(studio, failed=failed, quiet=as_json, before=meanwhile.changed)
    if review and not (dry_run or as_json):
        _review(folder, heard, opens=not no_open)
    if failed:
        raise click.exceptions.Exit(1)


def _is_familiar(  # noqa: PLR0913 -- options of the command
    found: Sequence[str],
    post_id: str | None,
    folder: Path,
    *,
    dry_run: bool,
    review: bool,
    verify: bool,
    as_json: bool,
) -> bool:
    """Tell of the posts that were `found`, if all of them were published just as they are, and so were the feeds.

    Only looked at, without a lock: nothing is to be written.  If anything is otherwise, nothing is told, and everything
    is looked at again.  Raises ConfigError.
    """
    from audioedition import posts as sources  # noqa: PLC0415 -- not needed for --help
    from audioedition.familiar import Familiar  # noqa: PLC0415 -- as above
    from audioedition.seal import Seal  # noqa: PLC0415 -- as above

    config, archive = opened(folder)
    verifies = verify or config.listening.verify
    familiar = Familiar(config, archive, verifies=verifies, asks=verifies and not review)
    reports = []
    for source in found:
        report = familiar.unread(sources.at(source, id=post_id, root=config.root))
        if report is None or (not dry_run and familiar.waits(report)):
            return False
        reports.append(report)
    if not (dry_run or review or Seal(config).is_whole()):
        return False
    said = Counter[str]()
    with contextlib.suppress(BrokenPipeError):
        for report in reports:
            if as_json:
                put_json(dataclasses.asdict(report))
            else:
                _show(report, config, said)
    if not review:
        recorded.finish_unchanged(config, archive, dry_run=dry_run, quiet=as_json)
    elif not (dry_run or as_json):
        _review(folder, set(), opens=False)
    return True


def _foretell(found: Sequence[str], post_id: str | None, studio: Studio, cluster: str) -> None:
    """Tell how much may have to be spoken before it begins, if that is more than one post."""
    from audioedition import posts as sources  # noqa: PLC0415 -- not needed for --help
    from audioedition.familiar import Familiar  # noqa: PLC0415 -- as above

    if len(found) < 2 or studio.dry_run:  # noqa: PLR2004 -- of one, the bar of its sentences tells at once
        return
    familiar = Familiar(studio.config, studio.archive, verifies=studio.verifies, asks=studio.verifies)
    new = [
        each
        for each in found
        if familiar.unread(sources.at(each, id=post_id, root=studio.config.root)) is None
    ]
    if len(new) > 1:
        files = [Path(each) for each in new if sources.is_path(each)]
        recorded.foretell(files, studio, others=len(new) - len(files), cluster=cluster)


def _check_review(*, review: bool, no_open: bool, is_given: bool) -> None:
    """Refuse what makes no sense together.  Raises UsageError."""
    if no_open and not review:
        raise click.UsageError("--no-open is for --review: nothing is opened without it.")
    if review and not is_given:
        raise click.UsageError("--review records posts: give a POST, or a FEED with --from.")


def _review(folder: Path, posts: set[str], *, opens: bool) -> None:
    """Open the page of what was recorded to be heard."""
    if posts:
        serve_review(folder, posts, opens=opens)
    else:
        click.echo("There is nothing new to hear.")


def _to_hear(told: Report | Choice) -> set[str]:
    """The post that a report is about, if something of it is to be heard."""
    outcomes = told.outcomes if isinstance(told, Report) else ()
    return {told.post for outcome in outcomes if outcome.state is State.TO_HEAR and isinstance(told, Report)}


def _recorded(
    sources: Iterable[tuple[Source, Sequence[str]]], studio: Studio
) -> Iterator[tuple[Report, Sequence[str]]]:
    """What became of each post, and how it is named to `split`."""
    from audioedition.record import record_all  # noqa: PLC0415 -- heavy, and not needed for --help

    names = deque[Sequence[str]]()

    def noted() -> Iterator[Source]:
        for source, name in sources:
            names.append(name)
            yield source

    for report in record_all(noted(), studio):
        yield report, names.popleft()


def _offered(
    feeds: Sequence[str], only: Sequence[str], web: Web | None, studio: Studio
) -> Iterator[tuple[Choice | Report, Sequence[str]]]:
    """What each of the `feeds` offers, then what became of its new posts, each with how it is named to `split`."""
    from audioedition.record import choose  # noqa: PLC0415 -- as above

    if web is None:
        return
    for feed in feeds:
        choice, new = choose(feed, web, studio, only)
        yield choice, ()
        unread = (
            (source, ("--from", feed, "--only", source.keys[0])) for source in new if not source.is_read()
        )
        yield from _recorded(unread, studio)


def _named(source: str) -> Sequence[str]:
    """A post as one names it to a command: behind `--`, if it looks like an option."""
    return ("--", source) if source.startswith("-") and source != "-" else (source,)


def _tell(told: Report | Choice, said: str, reasons: Counter[str], config: Config, proof: str) -> None:
    """What became of a post, or of a feed; what was `said` of the one before is not said again."""
    if isinstance(told, Choice):
        _show_choice(told)
    elif told.error and told.error == said:
        click.echo(f"{clean(told.source)}: not read either")
    else:
        _show(told, config, reasons, proof)


def _show_choice(choice: Choice) -> None:
    click.secho(clean(choice.source), bold=True)
    if choice.error:
        click.secho(f"  {clean(choice.error)}", fg="red")
        return
    click.echo(f"  {choice.new} new, {choice.known} published already")
    put_not_taken(choice.source, choice.skipped)


def _show(report: Report, config: Config, said: Counter[str], proof: str = "") -> None:
    click.secho(clean(report.source), bold=True)
    if report.note:
        click.echo(f"  not recorded: {clean(report.note)}")
    for outcome in report.outcomes:
        click.echo(f"  {recorded.line(outcome, config, said)}")
        for note in outcome.notes:
            click.secho(f"        {clean(note)}", fg="yellow")
    if report.error:
        click.secho(f"  {clean(report.error)}", fg="red")
    if report.unsure:
        words = f"{report.unsure} doubtful piece{'s' * (report.unsure != 1)}: see {proof}"
        click.secho(f"  {words}", fg="yellow")
    if report.dropped:
        click.echo("  left out:")
    for where, what in runs(report.dropped):
        put(f"    {where}", what)
