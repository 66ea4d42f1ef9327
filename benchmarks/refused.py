"""Has the disk refuse commands something at all steps, and looks at what they say, what is left, and whether the next run finishes the work.

    python benchmarks/refused.py [--times 300] [--seed 1] [--scenes NAME,…] [--folder FOLDER] [--full | --memory] [--json]

The scenes are those of `killed.py`.  At a random step, one that changes the disk or one that looks at it, the system answers with an
error: the disk is full, was remounted to be read only, may not be written, is broken, is gone; once, or from then on.
The command must end without a traceback and not with 0 unless all is done, the laws must hold, and once the disk is well again the
same command must end with 0 and leave the web root as if nothing had been.  With `--full` nothing is made up: the FOLDER is on a small disk
of its own (`mount -t tmpfs -o size=40m none FOLDER`), which is filled to some thousand bytes first.  With `--memory` it is memory that the system refuses: beyond some megabytes more than
the command has when it begins, down to none.  A library may then end the program, as a kill would, and OpenBLAS may wait for itself for ever, which is ended here.  Needs Linux.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import laws
import scenes
from killed import Theatre
from scenes import Scene, Stage
from steps import CHANGING, Done, Server

WAYS = (
    (errno.ENOSPC, ""),
    (errno.ENOSPC, "changing"),
    (errno.EDQUOT, "changing"),
    (errno.EROFS, "changing"),
    (errno.EACCES, ""),
    (errno.EACCES, "changing"),
    (errno.EIO, ""),
    (errno.EIO, "all"),
    (errno.ENODEV, "all"),
    (errno.ESTALE, ""),
    (errno.ESTALE, "all"),
    (errno.ENOENT, "all"),
    (errno.ENOTCONN, "all"),
)
"""The error, and whether it lasts: for all that changes the disk, or for everything."""

_OF_A_FULL_DISK = {errno.ENOSPC, errno.EDQUOT}


def filled(theatre: Theatre, scene: Scene, chance: random.Random, said: Counter[str]) -> Iterator[str]:
    """What is wrong after the disk was full, and after the next run."""
    theatre.whole(scene)
    theatre.stage.set(scene)
    ballast = theatre.stage.folder / "ballast"
    room = chance.choice((0, 4_096, chance.randrange(500_000)))
    free = shutil.disk_usage(theatre.stage.folder).free
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - room))
    try:
        done = theatre.stage.play(scene, limit=60.0)
    finally:
        ballast.unlink()
    yield from _judged(theatre, scene, done, f"{scene.name}, {room} bytes free", said)


def starved(theatre: Theatre, scene: Scene, chance: random.Random, said: Counter[str]) -> Iterator[str]:
    """What is wrong after there was no memory left, and after the next run."""
    theatre.whole(scene)
    theatre.stage.set(scene)
    room = round(chance.uniform(0, 12) ** 2, 1)
    done = theatre.stage.play(scene, memory=room, limit=20.0)
    if done.code not in {0, 1}:  # a library has ended it: it is as if it had been killed
        said["ended by a library"] += 1
        done = replace(done, code=1)
    yield from _judged(theatre, scene, done, f"{scene.name}, {room} MB more", said)


def refused(theatre: Theatre, scene: Scene, chance: random.Random, said: Counter[str]) -> Iterator[str]:
    """What is wrong after a step was refused, and after the next run."""
    whole, stage = theatre.whole(scene), theatre.stage
    number, lasts = chance.choice(WAYS)
    steps = whole.done.steps if lasts == "all" or number not in _OF_A_FULL_DISK else whole.steps
    kinds = {"create", "write", "mkdir", "fsync"} if number in _OF_A_FULL_DISK else CHANGING
    if lasts != "all" and chance.random() < 0.8:  # noqa: PLR2004 -- what only looks is of less interest
        steps = [step for step in whole.steps if step.partition(" ")[0] in kinds]
    step = chance.choice(steps)
    stage.set(scene)
    done = stage.play(scene, refuse=step, errno=number, lasts=lasts, limit=60.0)
    where = f"{scene.name}, {errno.errorcode[number]} {lasts or 'once'} at {step}"
    yield from _judged(theatre, scene, done, where, said)


def _judged(theatre: Theatre, scene: Scene, done: Done, where: str, said: Counter[str]) -> Iterator[str]:
    """What is wrong after a scene that was disturbed, and after the next run."""
    whole, stage = theatre.whole(scene), theatre.stage
    wrong = []
    if "Traceback" in done.said or "fault in audioedition" in done.said or done.code not in {0, 1}:
        wrong.append(f"it ended with {done.code}: {done.said[-2500:]}")
    lines = [line for line in done.said.splitlines() if line.startswith("Error")]
    said.update(lines[:1])
    wrong += laws.broken(stage.root)
    if not done.code and laws.differences(laws.contents(stage.root), whole.after):
        wrong.append(f"it ended with 0, and not all is done: {done.said[-500:]}")
    again = stage.play(scene)
    if again.code:
        wrong.append(f"the next run ended with {again.code}: {again.said}")
    wrong += laws.broken(stage.root)
    names = laws.differences(laws.contents(stage.root), whole.after)
    if names:
        wrong.append(f"not as without it: {names[:5]} {again.said[-300:]}")
    if parts := list((stage.root / "feeds").rglob(".part-*")):
        wrong.append(f"left: {parts[:5]}")
    yield from (f"{where}: {each}" for each in wrong)


def main() -> None:
    """Play, refuse, and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenes", default="")
    parser.add_argument("--folder", type=Path, help="where it happens: one in memory is quicker")
    parser.add_argument(
        "--full", action="store_true", help="fill the disk of the folder, and make up nothing"
    )
    parser.add_argument("--memory", action="store_true", help="refuse memory, and not the disk")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    begun, chance = time.monotonic(), random.Random(given.seed)
    found = scenes.named([name for name in given.scenes.split(",") if name])
    folder = Path(tempfile.mkdtemp(prefix="refused-", dir=given.folder))
    wrong, said = 0, Counter[str]()
    disturb = filled if given.full else starved if given.memory else refused
    try:
        with Server(folder / "scratch") as server:
            theatre = Theatre(Stage(folder, server), "", given.seed)
            for number in range(given.times):
                for each in disturb(theatre, found[number % len(found)], chance, said):
                    wrong += 1
                    print(each, file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = {"times": given.times, "wrong": wrong, "seconds": round(time.monotonic() - begun)}
    print(
        json.dumps({**told, "said": said}) if given.json else "\n".join(f"{k}: {v}" for k, v in told.items())
    )
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
