"""How costs grow with work, and how fast engines are.  Pure: measured.json → curves and bars.

What a benchmark has not found has no curve.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from goals import Measured, Row, found

KIB = 1.024  # of mixing, memory is told in units of 1024 kB, of the rest of 1000: as the kernel counts them, both times


@dataclass(frozen=True, slots=True)
class Curve:
    """How one cost grows: its name, and points of work and cost."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """Costs that grow with one kind of work.

    `power` is 1 where one would expect them to grow as the work does, and -1 where they should be divided by it.
    """

    title: str
    work: str
    cost: str
    curves: tuple[Curve, ...]
    unit: str = "s"
    power: int = 1


@dataclass(frozen=True, slots=True)
class Bars:
    """How fast each engine speaks in each way: seconds of sound for one on the clock."""

    title: str
    unit: str
    engines: Mapping[str, Mapping[str, float]]


def growths(measured: Measured) -> list[Growth]:
    """How costs grow with work; only what was measured at two sizes at least."""
    every = [*_of_text(measured), *_of_archive(measured), *_of_minutes(measured), *_of_workers(measured)]
    return [each for each in every if len(each.curves[0].points) > 1]


def _of_text(measured: Measured) -> Iterator[Growth]:
    for row in found(measured, "text_against_langdetect")[:1]:
        yield Growth(
            "Posts: split and script",
            "posts",
            "seconds of the processor",
            (
                _curve("audioedition", row["posts"], "posts", "ours"),
                _curve("langdetect", row["posts"], "posts", "langdetect"),
            ),
        )
        yield Growth(
            "One post: split and script",
            "paragraphs",
            "seconds of the processor",
            (
                _curve("languages in halves", row["paragraphs"], "paragraphs", "halves"),
                _curve("languages in turns", row["paragraphs"], "paragraphs", "turns"),
            ),
        )


def _of_archive(measured: Measured) -> Iterator[Growth]:
    for row in found(measured, "unchanged")[:1]:
        rows = [{"posts": int(count), **costs} for count, costs in row["longer_than_pass"].items()]
        yield Growth(
            "Nothing has changed",
            "posts",
            "seconds more than Python's start",
            (_curve("on the clock", rows, "posts", "wall"), _curve("of the processor", rows, "posts", "cpu")),
        )
    if steps := found(measured, "publish_into_an_archive"):
        yield Growth(
            "A new post in the archive",
            "episodes there",
            "seconds of the processor",
            (
                _curve("the whole command, speech apart", steps, "episodes", "command"),
                _curve("feeds and pages", steps, "episodes", "feeds"),
            ),
        )


def _of_minutes(measured: Measured) -> Iterator[Growth]:
    mixing = [row for row in found(measured, "cost_of_mixing") if row.get("run") == 1]
    if mixing:
        yield Growth(
            "Mixing",
            "minutes of the episode",
            "seconds of the processor",
            (
                _curve("audioedition", mixing, "minutes", "ours.cpu"),
                _curve("one sentence changed", mixing, "minutes", "changed.cpu"),
                _curve("by hand", mixing, "minutes", "by_hand.cpu"),
            ),
        )
    if peaks := found(measured, "memory_of_minutes"):
        alone = [{"minutes": row["minutes"], "mb": row["ours.memory"] * KIB} for row in mixing]
        yield Growth(
            "Memory",
            "minutes of the episode",
            "MB at the most",
            (
                _curve("publish and all that it starts (PSS)", peaks, "minutes", "together"),
                _curve("publish alone (RSS)", peaks, "minutes", "alone"),
                _curve("mixing alone", alone, "minutes", "mb"),
            ),
            unit="MB",
        )


def _of_workers(measured: Measured) -> Iterator[Growth]:
    for row in found(measured, "simulate_cluster")[:1]:
        yield Growth(
            f"{row['posts']:,} posts by a cluster (simulated)",
            "workers",
            "hours",
            (_curve("until all are published", row["runs"], "workers", "hours"),),
            unit="h",
            power=-1,
        )


def _curve(name: str, rows: Sequence[Row], work: str, cost: str) -> Curve:
    """Points of those rows that have the cost; what costs nothing has no place on axes of powers."""
    return Curve(name, tuple((row[work], row[cost]) for row in rows if row.get(cost, 0) > 0))


def engines(measured: Measured) -> Bars | None:
    """How fast the engines speak; nothing where they were not asked."""
    rows = found(measured, "throughput_of_engines")
    by: dict[str, dict[str, float]] = {}
    for row in rows:
        by.setdefault(row["engine"], {})[row["way"]] = row["xrt"]
    return Bars("Engines", "times as fast as speech", by) if rows else None


def bottlenecks(measured: Measured) -> Iterator[tuple[int, float, str]]:
    """Of the simulated cluster: workers, hours, and who is waited for."""
    for row in found(measured, "simulate_cluster")[:1]:
        for run in row["runs"]:
            yield run["workers"], run["hours"], run["bottleneck"]
