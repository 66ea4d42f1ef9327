"""How long speaking will take: pure arithmetic, for whoever waits."""

from __future__ import annotations

_MINUTE, _HOUR = 60, 3_600  # seconds


def seconds_left(characters: int, pace: float, threads: int, longest: int = 0) -> float:
    """Seconds until so many `characters` have been spoken, by so many `threads`, each at a `pace` of characters per second.

    It cannot be less than the `longest` sentence takes, in characters: that is not divided.  `pace` is above 0; without a
    thread one is waited for, and it is taken for one.
    """
    return max(characters / (pace * max(1, threads)), longest / pace)


def told(sentences: int, seconds: float, threads: int) -> str:
    """The same for people: how much there is to do, and about how long it takes."""
    if seconds < _MINUTE:
        time = "less than a minute"
    elif seconds < _HOUR:
        time = f"about {round(seconds / _MINUTE)} min"
    else:
        hours, minutes = divmod(round(seconds / _MINUTE), 60)
        time = f"about {hours} h {minutes} min" if minutes else f"about {hours} h"
    return f"{sentences:,} sentence{'s' * (sentences != 1)} to speak: {time} on {threads} thread{'s' * (threads != 1)}"
