"""Voices for commands that speak: what they lack is fetched first, and one sees what, how much and under which licence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from audioedition.errors import EngineUnavailable

if TYPE_CHECKING:
    from audioedition.cli.bars import Bars
    from audioedition.engines import Part, Phonetic
    from audioedition.model import Voice


def loading(bars: Bars, *, dry_run: bool = False, quiet: bool = False) -> Callable[[Voice], Phonetic]:
    """What loads a voice, and fetches it before if need be; in a dry run it only tells of that, if it is not `quiet`.

    Naming a model in a voice file is the word that it may be fetched.  Raises as `engines.fetch` and `engines.load`.
    """
    from audioedition import engines  # noqa: PLC0415 -- heavy, and not needed for --help

    def load(voice: Voice) -> Phonetic:
        parts = engines.missing(voice)
        if not parts:
            return engines.load(voice)
        unfetched = engines.unfetched(voice)  # or its licence forbids the use
        if not quiet:
            bars.say(f"{'would be fetched first:' if dry_run else 'fetching'} {described(voice, parts)}")
        if dry_run:
            return unfetched
        engines.fetch(voice, bars.bytes)
        return engines.load(voice)

    return load


def loaded(voice: Voice, *, quiet: bool = False) -> Phonetic:
    """The engine of one voice, fetched before if need be.  Raises as `loading`."""
    from audioedition import engines  # noqa: PLC0415 -- as above

    if not engines.missing(voice):
        return engines.load(voice)
    from audioedition.cli.bars import bars  # noqa: PLC0415 -- only where somebody waits

    with bars(quiet=quiet) as shown:
        return loading(shown)(voice)


def within_reach(*, quiet: bool) -> Callable[[Voice], Phonetic]:
    """As `loaded`, for voice after voice; but whose server is not reached within seconds is given up for all that would come from there.

    Else each file of each voice would be tried for as long as the system looks for a name.
    """
    from audioedition import engines  # noqa: PLC0415 -- as above

    known: dict[str, str] = {}

    def load(voice: Voice) -> Phonetic:
        for part in engines.missing(voice):
            server = "/".join(part.address.split("/")[:3])
            if server not in known:
                known[server] = engines.unreached(server)
            if known[server]:
                problem = (
                    f"its voice is not here, and {known[server]} could not be reached within a few seconds"
                )
                remedy = f"Connect to the internet and run the same command again, or {part.by_hand}."
                raise EngineUnavailable(voice.engine, problem, remedy)
        return loaded(voice, quiet=quiet)

    return load


def described(voice: Voice, parts: tuple[Part, ...]) -> str:
    """A voice that is to be fetched, in one line."""
    from audioedition import engines  # noqa: PLC0415 -- as above

    licence = engines.attribution(voice).licence
    terms = f"{licence}: {engines.allows(licence)}" if licence else engines.allows(licence)
    total, offer = sum(part.size for part in parts), engines.offer(voice)
    much = size(total) if total or not (offer and offer.about) else f"about {size(offer.about)}"
    return f"{voice.engine} {voice.model or parts[0].path.name} ({much}; {terms})"


def size(count: int) -> str:
    """A number of bytes, as people say it; 0 is one that nobody has told."""
    if not count:
        return "size not told"
    megabytes = count / 1_000_000
    return f"{max(megabytes, 0.1):,.1f} MB" if megabytes < 10 else f"{megabytes:,.0f} MB"  # noqa: PLR2004 -- one figure behind the point is enough
