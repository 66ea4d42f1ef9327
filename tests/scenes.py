"""Editions in which a command is about to be run: what it is, and what it must have done in the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import laws
from steps import Done, Server

from audioedition.scaffold import scaffold

NOW = "2026-03-01T12:00:00+00:00"
LATER = "2026-03-02T12:00:00+00:00"
MEANWHILE = "2026-03-20T12:00:00+00:00"
MUCH_LATER = "2026-04-10T12:00:00+00:00"

FERRY = """---
date: 2026-02-01
---
# Who still needs a ferry?

Last week the council voted. Nobody asked.

German translation below (Jonas)

# Wer braucht noch eine Fähre?

Vorige Woche hat der Gemeinderat beschlossen, die Fähre einzustellen. Niemand hat gefragt.
"""
BRIDGE = """---
date: 2026-02-03
---
# A bridge is easy to see

Nobody crosses it. The river goes on below it all the same.
"""
MILL = """---
date: 2026-02-05
---
# The mill has stopped

It stood still all the summer. Who would grind what nobody sows?
"""

Prepare = Callable[["Stage"], None]


@dataclass(frozen=True)
class Scene:
    """What is done before, with which command it goes on, and at what time by the clock."""

    name: str
    prepare: Prepare
    command: tuple[str, ...]
    now: str = LATER


class Stage:
    """The folder in which scenes are played, always the same one; each begins as a copy of what was prepared."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server, self.root = folder, server, folder / "edition"
        self._prepared = folder / "prepared"

    def run(self, *arguments: str, now: str = NOW, code: int | None = 0, **order: object) -> Done:
        """Run a command; unless it may end as it likes, it must end with this code."""
        done = self.server.run(self.root, arguments, now=now, **order)
        assert code in {None, done.code}, (arguments, done.code, done.said)
        return done

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def set(self, scene: Scene) -> None:
        """Put the edition as it is before the command of a scene; prepared once."""
        self.begin(scene.name, lambda: self._prepare(scene))

    def begin(self, name: str, make: Callable[[], None]) -> None:
        """Put the edition as `make` leaves it, which is done once for each name."""
        kept = self._prepared / name
        if not kept.exists():
            make()
            shutil.copytree(self.root, kept, symlinks=True)
        self.clear()
        shutil.copytree(kept, self.root, symlinks=True)

    def _prepare(self, scene: Scene) -> None:
        self._new()
        scene.prepare(self)

    def clear(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def play(self, scene: Scene, **order: object) -> Done:
        """Run the command of a scene, as it may end."""
        return self.run(*scene.command, now=scene.now, code=None, **order)

    def _new(self) -> None:
        self.clear()
        scaffold(
            self.root,
            ["en", "de"],
            title="Notes",
            author="Ann",
            email="ann@example.org",
            base_url=laws.BASE.rstrip("/"),
        )
        for tag in ("en", "de"):
            self.write(f"voices/{tag}.toml", 'engine = "tone"\n')
        text = (self.root / "audioedition.toml").read_text("utf-8")
        self.write("audioedition.toml", text.replace("intro =", "#").replace("outro =", "#"))
        for name, post in (("ferry", FERRY), ("bridge", BRIDGE), ("mill", MILL)):
            self.write(f"posts/{name}.md", post)


def _nothing(_: Stage) -> None:
    pass


def _ferry(stage: Stage) -> None:
    stage.begin("the ferry", lambda: _published(stage, "posts/ferry.md"))


def _everything(stage: Stage) -> None:
    _ferry(stage)
    stage.begin("everything", lambda: _published(stage, "posts"))


def _published(stage: Stage, what: str) -> None:
    stage.run("publish", what)


def _edited(stage: Stage) -> None:
    _everything(stage)
    stage.edit("posts/ferry.md", "Nobody asked.", "Somebody asked, and nobody answered.")
    stage.edit("posts/ferry.md", "Niemand hat", "Jemand hat")


def _renamed(stage: Stage) -> None:
    _everything(stage)
    stage.edit("audioedition.toml", 'title = "Notes"', 'title = "New notes"')


def _retracted(stage: Stage) -> None:
    _everything(stage)
    stage.run("retract", "ferry")


def _corrected(stage: Stage) -> None:
    _everything(stage)
    for tag in ("en", "de"):
        stage.write(f"voices/{tag}.toml", 'engine = "tone"\n[options]\npitch = 200.0\n')


def _waiting(stage: Stage) -> None:
    _ferry(stage)
    stage.edit("posts/ferry.md", "Nobody asked.", "Somebody asked, and nobody answered.")
    stage.run("publish", "--review", "--no-open", "posts", "--json")


def _superseded(stage: Stage) -> None:
    _edited(stage)
    stage.run("publish", "posts")
    stage.run("prune", now=MEANWHILE)


def _hidden(stage: Stage) -> None:
    _everything(stage)
    stage.edit("audioedition.toml", "[feeds.de]", "[feeds.de]\nprivate = true")


SCENES = (
    Scene("first", _nothing, ("publish", "posts/ferry.md")),
    Scene("new", _ferry, ("publish", "posts/bridge.md")),
    Scene("changed", _edited, ("publish", "posts/ferry.md")),
    Scene("several", _ferry, ("publish", "posts")),
    Scene("unchanged", _everything, ("publish", "posts")),
    Scene("retagged", _renamed, ("publish", "posts")),
    Scene("retract", _everything, ("retract", "ferry")),
    Scene("restore", _retracted, ("publish", "--restore", "posts/ferry.md")),
    Scene("reread", _corrected, ("reread",)),
    Scene("review", _edited, ("publish", "--review", "--no-open", "posts", "--json")),
    Scene("release", _waiting, ("release", "--all")),
    Scene("prune", _superseded, ("prune",), MUCH_LATER),
    Scene("hidden", _hidden, ("publish", "posts")),
)


def named(names: Sequence[str]) -> list[Scene]:
    """The scenes with these names; all, without any."""
    return [scene for scene in SCENES if not names or scene.name in names]
