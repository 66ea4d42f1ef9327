"""Programs that come with an edition: whose they are, nobody knows but its owner."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import Site

from audioedition import ffmpeg, trust
from audioedition.cli import main
from audioedition.downloads import places
from audioedition.errors import AudioError

posix = pytest.mark.skipif(os.name == "nt", reason="the program is a script with a shebang")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of settings."""
    folder = tmp_path / "own"
    monkeypatch.setattr(places, "settings_folder", lambda: folder)
    return folder


def program(path: Path, mark: Path) -> Path:
    """A program at `path` that leaves a mark, and does as ffmpeg does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\ntouch "{mark}"\nexec "{ffmpeg.ffmpeg()}" "$@"\n', "utf-8")
    path.chmod(0o755)
    return path


def check(site: Site, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", *options, "--edition", str(site.root)])


def named(site: Site, path: str) -> None:
    site.edit("[sound]", f"[sound]\nffmpeg = '{path}'")


@posix
@pytest.mark.parametrize("where", ["tools/ffmpeg", "../tools/ffmpeg", "{root}/tools/ffmpeg", "./ffmpeg"])
def test_a_program_of_the_edition_is_run_once_somebody_has_agreed_to_it(
    site: Site, own: Path, tmp_path: Path, where: str
) -> None:
    mark = tmp_path / "mark"
    place = where.format(root=site.root)
    program(site.root / place, mark)
    named(site, place)
    with pytest.raises(
        AudioError, match=r"ffmpeg, which came with the edition.* `audioedition check --trust"
    ):
        trust.ffmpeg(site.settings)
    said = check(site)
    assert "which came with the edition" in said.output
    (outcome,) = {each.state for each in site.record(site.post()).outcomes}
    assert outcome == "failed"
    assert not mark.exists()
    assert "From now on, this program is run" in check(site, "--trust").output
    assert mark.exists()
    assert site.record(site.post()).outcomes[0].state == "recorded"
    assert not list(site.root.rglob("agreed"))
    assert list(own.rglob("agreed/*"))


@posix
@pytest.mark.usefixtures("own")
def test_a_program_that_is_another_by_now_is_not_run(site: Site, tmp_path: Path) -> None:
    path = program(site.root / "ffmpeg", tmp_path / "mark")
    named(site, "./ffmpeg")
    assert trust.agree(site.settings) == path
    assert trust.ffmpeg(site.settings) == path
    program(path, tmp_path / "other")
    with pytest.raises(AudioError, match="came with the edition"):
        trust.ffmpeg(site.settings)


@posix
@pytest.mark.usefixtures("own")
def test_a_link_from_the_edition_and_one_into_it_are_its_own(site: Site, tmp_path: Path) -> None:
    out = program(tmp_path / "elsewhere/ffmpeg", tmp_path / "mark")
    (site.root / "ffmpeg").symlink_to(out)
    (tmp_path / "link").symlink_to(program(site.root / "real", tmp_path / "mark"))
    for place in ("./ffmpeg", str(tmp_path / "link")):
        named(site, place)
        with pytest.raises(AudioError, match="came with the edition"):
            trust.ffmpeg(site.settings)
        site.edit(f"[sound]\nffmpeg = '{place}'", "[sound]")


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="only Linux has these paths")
@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    "where",
    ["/proc/self/cwd", "/proc/thread-self/cwd", "/dev/fd/../cwd", "/var/../proc/self/root/proc/self/cwd"],
)
def test_a_path_that_needs_no_knowledge_of_the_machine_is_the_edition_s(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    program(tmp_path / "tools/ffmpeg", tmp_path / "mark")  # beside the edition, in what was cloned with it
    monkeypatch.chdir(site.root)
    named(site, f"{where}/../tools/ffmpeg")
    with pytest.raises(AudioError, match="came with the edition"):
        trust.ffmpeg(site.settings)
    assert not (tmp_path / "mark").exists()


@posix
def test_nobody_is_asked_about_the_programs_of_the_machine(
    site: Site, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trust.ffmpeg(site.settings)
    assert trust.agree(site.settings) is None
    path = program(tmp_path / "bin/ffmpeg", tmp_path / "mark")
    named(site, str(path))
    assert trust.ffmpeg(site.settings) == path
    site.edit(str(path), "ffmpeg")
    monkeypatch.setenv("PATH", str(path.parent), prepend=os.pathsep)
    assert trust.ffmpeg(site.settings) == path
    assert "No program comes with the edition" in check(site, "--trust").output
    assert not own.exists()


def test_a_program_that_is_not_there_is_told_as_before(site: Site) -> None:
    named(site, "tools/none")
    with pytest.raises(AudioError, match=r"cannot be used: there is no program .*none"):
        trust.ffmpeg(site.settings)


def test_what_lies_where_one_is_does_not_stand_in_for_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows finds it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: f"{os.curdir}{os.sep}{name}.EXE")
    with pytest.raises(AudioError, match="there is no program ffmpeg"):
        ffmpeg.ffmpeg("ffmpeg")


def test_the_command_imports_nothing_from_the_folder_where_one_is(site: Site, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    (site.root / "birds").mkdir()
    (site.root / "birds/crow.py").write_text(f"open({str(mark)!r}, 'w')\n", "utf-8")
    (site.root / "voices/en.toml").write_text('engine = "birds.crow"\n', "utf-8")
    command = "import sys; sys.path[0] = '/nowhere'; from audioedition.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", command, "check"],
        cwd=site.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "'birds.crow' cannot be used" in done.stdout + done.stderr
    assert not mark.exists()
