"""Kills commands at all moments, cuts their power, and looks at what is left, and at whether the next run finishes the work.

    python benchmarks/killed.py [--kills 300] [--cuts 300] [--seed 1] [--scenes NAME,…] [--folder FOLDER] [--feedcheck PROGRAM] [--json]

Each scene (`tests/scenes.py`) is an edition in which a command is about to be run: a new post is published, a changed one,
several, an episode is retracted, restored, spoken again, heard, released, audio is pruned, and so on.  First it is run without
being killed, and looked at before each step that changes the disk: no law of the archive (`tests/laws.py`) may be
broken there.  Then it is killed (SIGKILL), in turn at a random moment and right before a random step, of a write when half of it is
written; the laws must hold; the command is run again, must end with 0, and leave every file in the web root just as the run did that
nobody killed: so no episode is lost, none is there twice, and guids and dates are the same.  What was on the shelf of clips when it was killed is
not spoken again.  Power cuts are simulated (`tests/power.py`): of what was done to the disk and not synced, some is lost, and the same must hold.  With the path of a `feedcheck` program, which takes a web root, `--base-url` and `--only`, its rules are asked
after each kill, too.  Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import laws
import power
import scenes
from scenes import Scene, Stage
from steps import CHANGING, Done, Server


@dataclass
class Whole:
    """A scene that nobody killed: the web root before and after, how it went, and what it is to be compared by."""

    before: dict[str, bytes]
    after: dict[str, bytes]
    clips: int
    done: Done
    steps: list[str]
    known: dict[str, list[str]] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)


def clips(root: Path) -> int:
    """The clips on the shelf."""
    return sum(1 for _ in (root / ".audioedition/shelf").glob("*/[!.]*.wav"))


def phase(step: str) -> str:
    """What a step belongs to, for the count of what was hit."""
    path = step.split(" ")[1]
    for part in ("shelf/made", "shelf", "unreleased", "transcripts", "chapters", "audio", "episodes"):
        if f"/{part}/" in f"/{path}/":
            return part if "episodes" not in part or not path.endswith("html") else "pages"
    if ".audioedition" in path:
        return "memories"
    kinds = {".xml": "feed", ".html": "pages", ".png": "cover", ".json": "identity"}
    return kinds.get(Path(path).suffix, "the rest of the web root")


class Theatre:
    """Where scenes are played whole, and killed."""

    def __init__(self, stage: Stage, feedcheck: str, seed: int) -> None:
        self.stage, self.feedcheck = stage, feedcheck
        self.chance = random.Random(seed)
        self.wholes: dict[str, Whole] = {}
        self.hit: Counter[str] = Counter()
        self.late = 0

    def whole(self, scene: Scene) -> Whole:
        """The scene, whole: played once."""
        if scene.name not in self.wholes:
            stage = self.stage
            stage.set(scene)
            before, faults = laws.contents(stage.root), self._faults()
            done = stage.play(scene)
            if done.code:
                raise SystemExit(f"{scene.name}: {done.said}")
            after = laws.contents(stage.root)
            steps = [step for step in done.steps if step.split(" ")[0] in CHANGING]
            whole = Whole(before, after, clips(stage.root), done, steps, laws.digests(before, after))
            whole.faults = faults | self._faults()
            self.wholes[scene.name] = whole
        return self.wholes[scene.name]

    def looked_at(self, scene: Scene) -> Iterator[str]:
        """What is broken at some step."""
        whole = self.whole(scene)
        self.stage.set(scene)
        done = self.stage.play(scene, known=whole.known, limit=600.0)
        if done.code:
            yield done.said
        yield from done.broken

    def killed(self, scene: Scene, *, at_random: bool) -> Iterator[str]:
        """What is wrong after a kill, and after the next run."""
        whole, stage = self.whole(scene), self.stage
        stage.set(scene)
        if at_random:
            moment = self.chance.uniform(0, whole.done.seconds)
            done = stage.play(scene, kill_after=moment)
            where = f"after {moment:.3f} s of {whole.done.seconds:.3f}"
        else:
            where = self.chance.choice(whole.steps)
            done = stage.play(scene, kill=where)
            self.hit[phase(where)] += done.code < 0
        self.late += done.code >= 0
        wrong = [*laws.broken(stage.root), *(self._faults() - whole.faults)]
        wrong += self._finished(scene, whole)
        yield from (f"{scene.name}, killed {where}: {each}" for each in wrong)

    def cut(self, scene: Scene, count: int) -> Iterator[str]:
        """What is wrong after power cuts, and, of each fourth, after the next run."""
        whole, stage, chance = self.whole(scene), self.stage, self.chance
        stage.set(scene)
        journal = stage.folder / "journal"
        stage.play(scene, journal=str(journal))
        entries = power.read(journal)
        stage.set(scene)
        disk, states = power.Disk(stage.root), list[tuple[str, dict[str, bytes | None]]]()
        for place in sorted(chance.choices(range(len(entries) + 1), k=count)):
            disk.do_until(entries, place)
            share = chance.choice((0.0, 0.5, 1.0))
            done = " ".join(entries[place - 1][:2]) if place else "nothing"
            states.append(
                (f"{scene.name}, cut after {done}, {share:.0%} of the rest there", disk.cut(chance, share))
            )
        for number, (where, state) in enumerate(states):
            stage.clear()
            stage.root.mkdir()
            power.put(state)
            wrong = laws.broken(stage.root)
            if number % 4 == 0:  # clips may be damaged, so that some are spoken again
                wrong += (each for each in self._finished(scene, whole) if "spoken again" not in each)
            yield from (f"{where}: {each}" for each in wrong)

    def _finished(self, scene: Scene, whole: Whole) -> Iterator[str]:
        """What is wrong after the next run."""
        stage = self.stage
        there = clips(stage.root)
        again = stage.play(scene)
        if again.code:
            yield f"the next run ended with {again.code}: {again.said}"
        if "Traceback" in again.said or "fault in audioedition" in again.said:
            yield again.said
        yield from laws.broken(stage.root)
        names = laws.differences(laws.contents(stage.root), whole.after)
        if names:
            yield f"not as without that: {names[:5]}"
        if again.spoken and len({*again.spoken}) != whole.clips - there:
            yield f"{len(again.spoken)} spoken again, where {whole.clips - there} of {whole.clips} lacked"
        if parts := list((stage.root / "feeds").rglob(".part-*")):
            yield f"left: {parts[:5]}"

    def _faults(self) -> set[str]:
        """What the rules of another program say of the feeds."""
        if not self.feedcheck or not any((self.stage.root / "feeds").glob("*/feed.xml")):
            return set()
        command = [sys.executable, self.feedcheck, str(self.stage.root / "feeds"), "--only", "*/rule.*"]
        command += ["--base-url", laws.BASE.rstrip("/"), "--no-clients", "--lufs", "0", "--quiet"]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        found = {line for line in said.stdout.splitlines() if line.startswith("FAIL")}
        return found if "passed" in said.stdout else {said.stderr}


def main() -> None:
    """Play, kill, and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--cuts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenes", default="")
    parser.add_argument("--folder", type=Path, help="where it happens: one in memory is quicker")
    parser.add_argument("--feedcheck", default="")
    parser.add_argument("--no-look", action="store_true", help="do not look at every step first")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    begun = time.monotonic()
    found = scenes.named([name for name in given.scenes.split(",") if name])
    folder = Path(tempfile.mkdtemp(prefix="killed-", dir=given.folder))
    wrong: list[str] = []
    count: Counter[str] = Counter()
    steps = 0
    try:
        with Server(folder / "scratch") as server:
            theatre = Theatre(Stage(folder, server), given.feedcheck, given.seed)
            for scene in () if given.no_look else found:
                wrong += theatre.looked_at(scene)
                steps += len(theatre.whole(scene).steps)
                print(f"{scene.name}: {len(theatre.whole(scene).steps)} steps", file=sys.stderr, flush=True)
            for number in range(given.kills):
                scene = found[number % len(found)]
                new = list(theatre.killed(scene, at_random=number // len(found) % 2 == 0))
                count[scene.name] += 1
                wrong += new
                for each in new:
                    print(each, file=sys.stderr, flush=True)
            for scene in found if given.cuts else ():
                new = list(theatre.cut(scene, -(-given.cuts // len(found))))
                wrong += new
                for each in new:
                    print(each, file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = {
        "steps": steps,
        "kills": given.kills,
        "cuts": given.cuts,
        "by_scene": dict(count),
        "by_phase": dict(theatre.hit),
        "too_late": theatre.late,
        "wrong": len(wrong),
        "seconds": round(time.monotonic() - begun),
    }
    if given.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name}: {value}")
    for each in dict.fromkeys(wrong):
        print(each, file=sys.stderr)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
