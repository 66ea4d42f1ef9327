"""Whether the sum of what was heard in a recording allows it to be published, in clauses.  Pure."""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.model import Quality


def reasons(quality: Quality, largest_error: float) -> tuple[str, ...]:
    """Why a recording of that `quality` must not be published, when its sentences are not at hand; none if it may be."""
    found = too_many(quality, largest_error)
    if count := quality.grave - quality.released_grave:
        found.append(f"{count} of its {quality.sentences} sentences should be heard by nobody")
    return tuple(found)


def despite(quality: Quality, largest_error: float) -> tuple[str, ...]:
    """What of a recording of that `quality` its author has released although it would be refused."""
    found = released_many(quality, largest_error)
    if count := min(quality.grave, quality.released_grave):
        found.append(f"{count} of its {quality.sentences} sentences should be heard by nobody")
    return tuple(found)


def although(clauses: Sequence[str]) -> str:
    """A sentence that tells what its author has released, whatever a machine thinks of it; "" if that is nothing."""
    return f"Released by you although {'; '.join(clauses)}." if clauses else ""


def remedy(quality: Quality, largest_error: float) -> str:
    """What to do about a recording of that `quality` that must not be published; "" if it may be.

    No limit makes a sentence better that nobody should hear.
    """
    if quality.is_good(largest_error):
        return ""
    correct = "correct how words are said (`audioedition lexicon`)"
    if not too_many(quality, largest_error):
        return f"{correct}, or choose another voice"
    more = f"{correct}, choose another voice, or raise largest_error under [listening] in audioedition.toml"
    is_grave = quality.grave > quality.released_grave
    return (
        f"{more} (which helps against the share of words, not against such a sentence)" if is_grave else more
    )


def too_many(quality: Quality, largest_error: float) -> list[str]:
    """A clause if more of its words are not understood than are allowed."""
    besides = ", besides what you have released," if quality.released_errors else ""
    return _above(quality.unreleased_rate, largest_error, besides)


def released_many(quality: Quality, largest_error: float) -> list[str]:
    """The same if that is so only with what its author has released."""
    is_refused = 100 * quality.unreleased_rate > largest_error
    return [] if is_refused else _above(quality.error_rate, largest_error)


def _above(rate: float, largest_error: float, besides: str = "") -> list[str]:
    if 100 * rate <= largest_error:
        return []
    return [
        f"{100 * rate:.1f} % of its words{besides} are not understood, and largest_error = {largest_error:g} allows no more"
    ]
