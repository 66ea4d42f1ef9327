"""What was to be reached, and whether it is.  Pure: measured.json → goals.

What a benchmark has not found is `None` here: nothing is made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TENTH = 0.1
Measured = Mapping[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is measured `against` what, how it should be (`bound`, at most or at least), and how it is; `note` says more."""

    what: str
    against: str
    bound: float
    unit: str
    measured: float | None
    is_least: bool = False
    note: str = ""
    label: str = ""

    @property
    def used(self) -> float | None:
        """How much of what is allowed is used: up to 1 the goal is kept."""
        if self.measured is None:
            return None
        if self.is_least:
            return self.bound / self.measured if self.measured else float("inf")
        return max(self.measured, 0.0) / self.bound

    @property
    def told(self) -> str:
        """What was measured, with its unit."""
        if self.measured is None:
            return "not measured"
        short = f"{self.measured:.2f}"
        digits = 3 if self.bound < TENTH or float(short) == self.bound else 2
        return f"{self.measured:.{digits}f} {self.unit}"

    @property
    def is_kept(self) -> bool:
        """Whether it is as it should be."""
        return self.used is not None and self.used <= 1


def found(measured: Measured, name: str) -> Sequence[Row]:
    """The objects that a benchmark printed; none where it has not run."""
    entry = measured["benchmarks"].get(name)
    return list(entry["found"]) if entry else []


def goals(measured: Measured) -> list[Goal]:
    """What was to be reached, in the order in which an author meets it."""
    hand = found(measured, "publish_against_by_hand")
    medians: Row = hand[0]["medians"] if hand else {}
    unchanged = found(measured, "unchanged")
    memory = found(measured, "memory_of_minutes")
    archive = found(measured, "publish_into_an_archive")
    text = found(measured, "text_against_langdetect")
    cluster = found(measured, "cluster_against_pool")
    return [
        Goal(
            "both editions of a post, nothing on the shelf",
            "by hand: Piper's command, Pico, ffmpeg with two-pass loudnorm, LAME",
            0.5,
            "×",
            medians.get("cold / by hand"),
            label="first publication / by hand",
        ),
        Goal(
            "the same",
            "the engines alone, at their best throughput",
            1.15,
            "×",
            medians.get("cold / engines alone"),
            note=_as_they_come(medians),
            label="first publication / engines alone",
        ),
        Goal(
            "one word changed",
            "the first publication",
            0.05,
            "×",
            medians.get("one word changed / cold"),
            note="one sentence is spoken",
            label="one word changed / first publication",
        ),
        Goal(
            "nothing changed",
            "the start of Python (`python -c pass`)",
            0.4,
            "s more",
            unchanged[0]["longer_than_pass"]["1"]["wall"] if unchanged else None,
            label="nothing changed − Python's start",
        ),
        _memory(memory),
        _archive(archive),
        Goal(
            f"split and script of {text[0]['posts'][-1]['posts']:,} posts"
            if text
            else "split and script of many posts",
            "one call of langdetect for each paragraph",
            1.2,
            "×",
            text[0]["posts"][-1]["ratio"] if text else None,
            label="split and script / langdetect",
        ),
        Goal(
            "two workers of a Dask cluster on this machine",
            "its own cores: sentences in a second",
            0.9,
            "×",
            _of_two(cluster[0]["throughput against the cores"]) if cluster else None,
            is_least=True,
            note=_survived(found(measured, "cluster_whose_workers_die")),
            label="own cores / Dask",
        ),
    ]


def _as_they_come(medians: Row) -> str:
    """The same against Piper's network as it comes, which is rewritten here."""
    ratio = medians.get("cold / engines as they come")
    return f"of the engines as their makers ship them: {ratio:.2f} ×" if ratio else ""


def _memory(rows: Sequence[Row]) -> Goal:
    what, against = "peak memory of a long episode", "a short one"
    if rows:
        what = f"peak memory of an episode of {rows[-1]['minutes']:.0f} minutes"
        against = f"one of {rows[0]['minutes']:.0f}"
    note = f"{rows[-1]['alone']:.0f} MB against {rows[0]['alone']:.0f}" if rows else ""
    return Goal(
        what,
        against,
        1.15,
        "×",
        rows[-1]["ratio"] if rows else None,
        note=note,
        label="memory: long / short episode",
    )


def _archive(rows: Sequence[Row]) -> Goal:
    what, against = "a new post in a large archive", "in an empty one, speech apart"
    if not rows:
        return Goal(what, against, 2, "×", None, label="new post: large / empty archive")
    last = rows[-1]
    return Goal(
        f"a new post in an archive of {last['episodes']:,} episodes",
        against,
        2,
        "×",
        last["command"] / last["command_empty"],
        note=(
            f"in one with a single post: {last['command'] / last['command_without']:.2f} ×; its feeds and pages alone: {last['feeds'] / last['feeds_without']:.2f} ×; "
            f"{last['written']} files are written, {last['written_without']} there"
        ),
        label="new post: large / empty archive",
    )


def _of_two(ratios: Row) -> float:
    """That of two workers, by whatever name."""
    return next(float(ratio) for name, ratio in ratios.items() if name.startswith("2 workers"))


def _survived(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    row = rows[0]
    same = "the same bytes" if row["same bytes"] else "**other bytes**"
    return (
        f"with {row['workers killed']} workers killed, one after the other: "
        f"{row['episodes']} of {row['episodes by the cores']} episodes, {same}"
    )
