"""Where commands take posts from: files, folders, web addresses."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from audioedition.cli.shown import clean, short
from audioedition.errors import AudioeditionError
from audioedition.proof import Proof

if TYPE_CHECKING:
    from audioedition.posts import Source
    from audioedition.posts.offered import Skipped
    from audioedition.posts.web.fetching import Web
    from audioedition.reports import NotTaken

ALLOW_PRIVATE = click.option(
    "--allow-private",
    is_flag=True,
    help="Also fetch from this machine and the local network, from hosts whose address you give.",
)
FROM = click.option(
    "--from",
    "feeds",
    multiple=True,
    metavar="FEED",
    help="Take the posts of a blog's feed, or of a WordPress export: a path or a web address.",
)
ONLY = click.option(
    "--only",
    multiple=True,
    metavar="ENTRY",
    help="Of the FEED, take only the post with this title or address.",
)
_NAMES = 3  # of things that were not taken for one reason are named
_LONGEST_NAME = 48  # columns of each


def check_only(only: Sequence[str], feeds: Sequence[str]) -> None:
    """Refuse `--only` where nobody could tell what it is chosen from."""
    if only and len(feeds) != 1:
        raise click.UsageError("--only names a post of one FEED: give one --from FEED with it.")


@contextlib.contextmanager
def connected(
    sources: Sequence[str], feeds: Sequence[str] = (), *, allow_private: bool
) -> Iterator[Web | None]:
    """The web, if any of `sources` is there, or some of what `feeds` offer may be."""
    from audioedition import posts  # noqa: PLC0415 -- heavy, and not needed for --help

    if not feeds and not any(map(posts.is_address, sources)):
        yield None
        return
    from audioedition.posts.web.fetching import Web  # noqa: PLC0415 -- heavy, and needed for addresses only

    typed = filter(posts.is_address, (*sources, *feeds))
    with Web(private=typed if allow_private else (), tell=_tell) as web:
        yield web


def at(named: Sequence[str], hint: Sequence[str], web: Web | None) -> Iterator[Source]:
    """The posts that were `named`."""
    from audioedition import posts  # noqa: PLC0415 -- as above

    for source in named:
        yield posts.at(source, id=source if source == "-" else None, web=web, languages=hint)


def offered(
    feeds: Sequence[str], only: Sequence[str], hint: Sequence[str], web: Web | None, *, quiet: bool
) -> Iterator[Source | Proof]:
    """The posts of each of the `feeds`, or why there are none; what is not taken is told at once, to scripts on standard error."""
    if web is None or not feeds:
        return
    from audioedition.posts import offered as blogs  # noqa: PLC0415 -- as above
    from audioedition.posts.offered import Skipped  # noqa: PLC0415 -- as above

    for feed in feeds:
        skipped = []
        try:
            for offer in blogs.offered(feed, web, now=datetime.now(UTC), only=only, languages=hint):
                if isinstance(offer, Skipped):
                    skipped.append(offer)
                else:
                    yield offer
        except AudioeditionError as exc:
            yield Proof(feed, error=str(exc))
        if skipped:
            click.secho(clean(feed), bold=True, err=quiet)
            put_not_taken(feed, skipped, err=quiet)


def unread(things: Iterable[Source | Proof]) -> Iterator[Source | Proof]:
    """Those of `things` that were not read by now, as another language of a post before them."""
    return (thing for thing in things if isinstance(thing, Proof) or not thing.is_read())


def put_not_taken(feed: str, skipped: Sequence[Skipped | NotTaken], *, err: bool = False) -> None:
    """Print what of a `feed` is not taken, and why: on one line what has the same reason."""
    for detail, run in itertools.groupby(sorted(skipped, key=_detail), key=_detail):
        things = list(run)
        names = [_titled(thing.name.removeprefix(f"{feed}, ")) for thing in things[:_NAMES]]
        rest = len(things) - len(names)
        total = sum(thing.count for thing in things)
        more = f" and {rest} more" if rest else f" ({total})" if total > len(things) else ""
        click.echo(f"  not taken: {', '.join(names)}{more}: {detail}", err=err)


def _titled(name: str) -> str:
    """A name, cut so that a title keeps both of its quotation marks."""
    is_title = name.startswith("“") and name.endswith("”")
    return f"“{short(name[1:-1], _LONGEST_NAME - 2)}”" if is_title else short(name, _LONGEST_NAME)


def _detail(thing: Skipped | NotTaken) -> str:
    return thing.detail


def _tell(address: str) -> None:
    """Say what somebody waits for, where somebody looks."""
    if sys.stderr.isatty():
        click.secho(f"fetching {address} …", err=True, dim=True)
