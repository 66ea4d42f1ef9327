"""Draws what was measured, and writes its tables: measured.json → docs/pictures/measured.svg and docs/speed.md.

    python benchmarks/drawn.py

`make bench` does it at last.  The picture is drawn by matplotlib (extra [bench]); of the same figures the same version draws the same bytes.
It says in itself of which figures it was drawn, so that a test without matplotlib can tell whether it is of these.
"""

from __future__ import annotations

import importlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from goals import Goal, Measured, goals
from growths import Bars, Growth, engines, growths
from told import number as told
from told import written

from audioedition.files import write_atomically

Axes: TypeAlias = Any  # as matplotlib has them, whose types are only there where it is installed
Axis: TypeAlias = Any

FOLDER = Path(__file__).parent
MEASURED = FOLDER / "measured.json"
DOCS = FOLDER.parent / "docs"
PAGE = DOCS / "speed.md"
PICTURE = DOCS / "pictures/measured.svg"

PAPER, INK, MUTED, FAINT = "#fdfdfc", "#22262e", "#6b7280", "#dfe2e8"
COLOURS = ("#2563a8", "#c2570c", "#26805a")
MISSED = "#b3261e"
DARK = {  # on dark pages
    PAPER: "#15181d",
    INK: "#e6e8ec",
    MUTED: "#9aa3b2",
    FAINT: "#343a45",
    COLOURS[0]: "#74aef0",
    COLOURS[1]: "#f0a05a",
    COLOURS[2]: "#62c79b",
    MISSED: "#f28b82",
}
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "audioedition",
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": FAINT,
    "axes.facecolor": PAPER,
    "figure.facecolor": PAPER,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 8,
}
MOST = 1.5  # of what is allowed: longer bars are cut
WIDTH, GOALS, ROW = 9.0, 2.7, 2.7  # inches
COLUMNS = 2
RANGE = 30  # of costs that an axis shows at least: what is nearly flat shall look so


def drawn_of(measured: Measured) -> str:
    """By what a picture of these figures is known."""
    bars = engines(measured)
    data = [
        [asdict(each) for each in goals(measured)],
        [asdict(each) for each in growths(measured)],
        asdict(bars) if bars else None,
    ]
    return f"of figures {sha256(json.dumps(data).encode()).hexdigest()[:24]}"


def picture(measured: Measured) -> bytes:
    """The picture, as SVG."""
    mpl, figures = importlib.import_module("matplotlib"), importlib.import_module("matplotlib.figure")
    panels: list[Growth | Bars] = [*growths(measured)]
    if bars := engines(measured):
        panels.append(bars)
    rows = -(-len(panels) // COLUMNS)
    with mpl.rc_context(STYLE):
        figure = figures.Figure(figsize=(WIDTH, GOALS + ROW * rows), layout="constrained")
        if not rows:
            _goals(figure.add_subplot(), goals(measured))
        else:
            above, below = figure.subfigures(2, 1, height_ratios=(GOALS, ROW * rows), hspace=0.02)
            _goals(above.add_subplot(), goals(measured))
            for number, panel in enumerate(panels, start=1):
                axes = below.add_subplot(rows, COLUMNS, number)
                if isinstance(panel, Bars):
                    _bars(axes, panel)
                else:
                    _growth(axes, panel)
        target = io.BytesIO()
        figure.savefig(target, format="svg", metadata={"Date": None, "Description": drawn_of(measured)})
    return _for_pages(target.getvalue().decode()).encode()


def _goals(axes: Axes, every: list[Goal]) -> None:
    """Bars: how much of what is allowed is used."""
    axes.set_title("Goals: how much of what is allowed is used")
    axes.set_xlim(0, 1.45 * MOST)
    axes.set_xticks([0, 0.5, 1, 1.5], ["0", "50 %", "all that is allowed", "150 %"])
    axes.set_yticks(range(len(every)), [each.label for each in every], color=INK)
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    for at, goal in enumerate(every):
        used = 0 if goal.used is None else goal.used
        axes.barh(at, min(used, MOST), height=0.62, color=COLOURS[0] if goal.is_kept else MISSED)
        said = "not measured"
        if goal.measured is not None:
            sign = "at least" if goal.is_least else "at most"
            said = f"{goal.told}, {sign} {goal.bound:g}{'  (cut)' * (used > MOST)}"
        axes.text(MOST * 1.03, at, said, va="center", fontsize=8, color=INK)
    axes.axvline(1, color=INK, linewidth=1)


def _growth(axes: Axes, growth: Growth) -> None:
    """Curves on axes of powers, and a line for a cost that grows with the work."""
    axes.set_title(growth.title)
    axes.set(xscale="log", yscale="log", xlabel=growth.work, ylabel=growth.cost)
    first = growth.curves[0].points
    works = [work for curve in growth.curves for work, _ in curve.points]
    least, most = min(works), max(works)
    costs = [cost for curve in growth.curves for _, cost in curve.points]
    low, high = min(costs) / 1.6, max(costs) * 1.6
    while high / low < RANGE:
        low, high = low / 1.3, high * 1.3
    axes.set(xlim=(least / 1.25, most * 1.25), ylim=(low, high))
    begin, start = first[0]
    linear = [(work, start * (work / begin) ** growth.power) for work in (begin, most)]
    axes.plot(
        *zip(*linear, strict=True),
        color=MUTED,
        linewidth=1,
        linestyle=(0, (4, 3)),
        label="linear" if growth.power > 0 else "ideal",
    )
    for colour, curve in zip(COLOURS, growth.curves, strict=False):
        if curve.points:
            axes.plot(
                *zip(*curve.points, strict=True),
                color=colour,
                marker="o",
                markersize=4,
                linewidth=1.6,
                label=curve.name,
            )
    _plain(axes.xaxis, sorted({work for work, _ in first}))
    _plain(axes.yaxis, None)
    axes.grid(color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.legend(loc="best")


def _plain(axis: Axis, ticks: list[float] | None) -> None:
    """Numbers as people write them, at these places or at powers of ten and their thirds."""
    ticker = importlib.import_module("matplotlib.ticker")
    axis.set_major_locator(ticker.FixedLocator(ticks) if ticks else ticker.LogLocator(subs=(1, 3)))
    axis.set_major_formatter(ticker.FuncFormatter(lambda number, _: told(number)))
    axis.set_minor_locator(ticker.NullLocator())


def _bars(axes: Axes, bars: Bars) -> None:
    """For each engine a bar for each way, and its figure."""
    axes.set_title(f"{bars.title}: {bars.unit}")
    axes.set_xscale("log")
    ways = list(dict.fromkeys(way for each in bars.engines.values() for way in each))
    height = 0.8 / len(ways)
    for at, each in enumerate(bars.engines.values()):
        for way, fast in each.items():
            place = at + (ways.index(way) - (len(ways) - 1) / 2) * height
            axes.barh(
                place,
                fast,
                height=height * 0.85,
                left=0,
                color=COLOURS[ways.index(way) % len(COLOURS)],
                label=None if at else way,
            )
            axes.text(fast * 1.06, place, f"{fast:,.0f}", va="center", fontsize=7, color=MUTED)
    most = max(fast for each in bars.engines.values() for fast in each.values())
    axes.set_xlim(1, most * 6)
    axes.set_yticks(range(len(bars.engines)), list(bars.engines), color=INK)
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    _plain(axes.xaxis, [10.0**power for power in range(6) if 10**power < most * 6])
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.legend(loc="upper right")


def _for_pages(svg: str) -> str:
    """The same in the page's typefaces, and in other colours on dark pages."""
    svg = re.sub(r"font-family: [^;\"]*|'DejaVu Sans'[^;\"]*", _face, svg)
    dark = "\n".join(_rules())
    style = f"<style>@media (prefers-color-scheme: dark) {{\n{dark}\n}}</style>\n"
    return re.sub(r"(<svg\b[^>]*>\n?)", rf"\1 {style}", svg, count=1)


def _face(found: re.Match[str]) -> str:
    face = "'DejaVu Sans', Verdana, sans-serif"
    return f"font-family: {face}" if found[0].startswith("font-family") else face


def _rules() -> Iterator[str]:
    for light, dark in DARK.items():
        for what in ("fill", "stroke"):
            yield f'[style*="{what}: {light}"] {{ {what}: {dark} !important }}'


def main() -> None:
    """Write both."""
    measured = json.loads(MEASURED.read_bytes())
    write_atomically(PAGE, written(PAGE.read_text("utf-8"), measured).encode())
    write_atomically(PICTURE, picture(measured))


if __name__ == "__main__":
    main()
