"""The tables of docs/speed.md, as what was measured has it.  Pure: measured.json → Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from goals import Goal, Measured, goals
from growths import bottlenecks, growths

BEGIN = "<!-- What follows is written by benchmarks/drawn.py, of benchmarks/measured.json -->"
END = "<!-- What precedes is written by benchmarks/drawn.py -->"


def written(page: str, measured: Measured) -> str:
    """The page, with new tables between its two marks.  Raises ValueError where it lacks them."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise ValueError(f"The page must have one line {BEGIN} and, below it, one {END}.")
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables(measured)}\n\n{END}{rest.partition(END)[2]}"


def tables(measured: Measured) -> str:
    """Where and when it was measured, goals, growth, and the simulated cluster."""
    parts = [
        conditions(measured),
        _table(("what", "against", "goal", "measured", "kept"), map(_goal, goals(measured))),
    ]
    if rows := list(_grown(measured)):
        parts += [
            "How costs grow with the work; seconds are those of the processor, but for what is said to be on the clock:",
            _table(("of what", "work", "grows", "cost", "grows"), rows),
        ]
    if hours := list(bottlenecks(measured)):
        parts += [
            "A back catalogue on a cluster, simulated from measured figures (see [many machines](cluster.md)):",
            _table(
                ("workers", "hours", "waited for"),
                ((f"{workers:,}", f"{time:.1f}", who) for workers, time, who in hours),
            ),
        ]
    return "\n\n".join(parts)


def conditions(measured: Measured) -> str:
    """The machine, the days and the commits; whether the figures are worth something."""
    machine, entries = measured["machine"], measured["benchmarks"]
    days = sorted({date.fromisoformat(entry["date"]) for entry in entries.values()})
    span = " to ".join(f"{day.day} {day:%B %Y}" for day in dict.fromkeys((days[0], days[-1])))
    commits = ", ".join(
        f"`{each}`" for each in dict.fromkeys(entry["commit"] for entry in entries.values()) if each
    )
    where = (
        f"{machine['cores']} cores ({machine['processor']}, {machine['system']}), Python {machine['python']}"
    )
    said = [f"Measured on {span} (commit {commits}): {where}."]
    if (hand := entries.get("publish_against_by_hand")) and "words" in hand:
        which = "the sample post" if hand["sample"] else "another post than the sample"
        said.append(f"The first three lines are about {which}, a file of {hand['words']} words.")
    quick = [name for name, entry in entries.items() if entry["quick"]]
    if quick:
        said.append(
            f"**Of a quick run with small sizes on a busy machine, which says little: {', '.join(quick)}.**"
        )
    if failed := [name for name, entry in entries.items() if entry["status"]]:
        said.append(f"**Failed, so that its figures are not to be trusted: {', '.join(failed)}.**")
    return " ".join(said)


def number(value: float) -> str:
    """As people write it: with two or three figures, and thousands apart."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 10 else f"{value:.2g}"  # noqa: PLR2004 -- powers of ten


def _goal(goal: Goal) -> tuple[str, ...]:
    sign = "≥" if goal.is_least else "≤"
    is_there = goal.measured is not None
    return (
        goal.what,
        goal.against,
        f"{sign} {goal.bound:g} {goal.unit}",
        f"{goal.told}; {goal.note}" if goal.note and is_there else goal.told,
        ("yes" if goal.is_kept else "**no**") if is_there else "",
    )


def _grown(measured: Measured) -> Iterator[tuple[str, ...]]:
    for each in growths(measured):
        work = each.work.partition(" ")[0]
        for curve in each.curves:
            if len(curve.points) > 1 and each.power > 0:
                (least, cheap), (most, dear) = curve.points[0], curve.points[-1]
                yield (
                    f"{each.title}: {curve.name}",
                    f"{number(least)} to {number(most)} {work}",
                    f"{number(most / least)} ×",
                    f"{number(cheap)} to {number(dear)} {each.unit}",
                    f"{number(dear / cheap)} ×",
                )


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(re.sub(r'[|]', '/', cell) for cell in line)} |" for line in lines)
