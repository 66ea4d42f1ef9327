"""What an episode was recorded from, kept and found again."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from audioedition import manuscripts
from audioedition.errors import ArchiveError
from audioedition.manuscripts import Manuscripts, manuscript
from audioedition.model import Block, Dropped, Edition, Enclosure, Episode, Kind, Picture, Post

EDITION = Edition(
    "pt-BR",
    "Quem precisa de uma balsa?",
    (
        Block(Kind.HEADING, "A balsa", level=2, line=3),
        Block(Kind.PARAGRAPH, "Ninguém perguntou. \u2028 “Nada”", language="de", line=5),
        Block(Kind.BREAK, ""),
    ),
    translator="Ana",
    untitled=True,
)
POST = Post(
    id="balsa",
    source="half a character \udcff.txt",
    origin="posts/balsa.txt",
    digest="d",
    blocks=EDITION.blocks,
    title="Quem?",
    author="Ann",
    translators={"pt-BR": "Ana"},
    rights="© Ann",
    address="https://example.org/balsa",
    addresses={"pt-BR": "https://example.org/balsa"},
    published=datetime(2024, 5, 3, 12, tzinfo=timezone(timedelta(hours=2))),
    picture=Picture("https://example.org/balsa.png", "Uma balsa"),
    tags=("rio", "balsa"),
    furniture=(Dropped("Menu", "nav", "A menu."),),
)
EPISODE = Episode(
    guid="tag:example.org,2024:balsa/pt",
    post="balsa",
    origin="o",
    language="pt",
    title="Quem precisa de uma balsa?",
    summary="",
    published=datetime(2024, 5, 3, 10, tzinfo=UTC),
    sound="s",
    packaging="p",
    enclosure=Enclosure("balsa.mp3", 1),
    seconds=1.0,
)


@pytest.fixture
def kept(tmp_path: Path) -> Manuscripts:
    return Manuscripts(tmp_path / "manuscripts")


def the_file(kept: Manuscripts) -> Path:
    (path,) = kept.folder.rglob("*.json")
    return path


def test_a_manuscript_comes_back_as_it_was_without_what_only_splitting_needs(kept: Manuscripts) -> None:
    assert not kept.has(EPISODE)
    assert kept.of(EPISODE) is None
    kept.keep(manuscript(POST, EDITION), EPISODE)
    back = kept.of(EPISODE)
    assert kept.has(EPISODE)
    assert back is not None
    assert back.edition == EDITION
    assert back.post == dataclasses.replace(POST, blocks=(), furniture=())


def test_an_equal_manuscript_is_not_written_again(kept: Manuscripts) -> None:
    kept.keep(manuscript(POST, EDITION), EPISODE)
    before = the_file(kept).stat().st_mtime_ns
    kept.keep(manuscript(POST, EDITION), EPISODE)
    assert the_file(kept).stat().st_mtime_ns == before


@pytest.mark.parametrize("changed", [{"sound": "t"}, {"origin": "q"}, {"post": "other"}, {"language": "de"}])
def test_a_manuscript_is_of_one_recording_only(kept: Manuscripts, changed: dict[str, str]) -> None:
    kept.keep(manuscript(POST, EDITION), EPISODE)
    other = dataclasses.replace(EPISODE, **changed)  # type: ignore[arg-type]
    assert not kept.has(other)
    assert kept.of(other) is None


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]\n", b"\xff\xfe\n\x00", b"[" * 100_000, b"[]\n" + b"[" * 100_000]
)
def test_a_damaged_manuscript_is_none(kept: Manuscripts, damage: bytes) -> None:
    kept.keep(manuscript(POST, EDITION), EPISODE)
    the_file(kept).write_bytes(damage)
    assert not kept.has(EPISODE)
    assert kept.of(EPISODE) is None


def test_one_other_letter_is_damage(kept: Manuscripts) -> None:
    kept.keep(manuscript(POST, EDITION), EPISODE)
    path = the_file(kept)
    path.write_bytes(path.read_bytes().replace(b"perguntou", b"perguntar"))
    assert not kept.has(EPISODE)


def test_the_shape_of_every_type_within_counts(kept: Manuscripts, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = set(manuscripts._fields(manuscripts.Manuscript))
    assert {
        "Post.id: str",
        "Block.kind: Kind",
        "Picture.alt: str",
        "Edition.blocks: tuple[Block, ...]",
    } <= fields
    kept.keep(manuscript(POST, EDITION), EPISODE)
    monkeypatch.setattr(manuscripts, "_shapes", lambda: ["of another program"])
    assert not kept.has(EPISODE)
    assert kept.of(EPISODE) is None


def test_contents_that_fit_no_type_are_none(kept: Manuscripts) -> None:
    kept.keep(manuscript(POST, EDITION), EPISODE)
    for body in (
        b"[]",
        b"3",
        b"{}",
        b'{"post": [], "edition": {}}',
        b'{"post": {}, "edition": 3}',
        b"nonsense",
    ):
        the_file(kept).write_bytes(
            manuscripts._seal(EPISODE.origin, EPISODE.sound, body) + b"\n" + body + b"\n"
        )
        assert kept.of(EPISODE) is None


def test_what_has_no_episode_is_pruned(kept: Manuscripts) -> None:
    other = dataclasses.replace(EPISODE, post="other")
    for episode in (EPISODE, other):
        kept.keep(manuscript(POST, EDITION), episode)
    (gone,) = kept.prune([EPISODE])
    assert not gone.exists()
    assert kept.has(EPISODE)
    assert not kept.has(other)
    assert kept.prune([EPISODE]) == []
    assert Manuscripts(kept.folder / "none").prune([]) == []


def test_a_disk_that_refuses_says_so(kept: Manuscripts) -> None:
    kept.folder.write_text("in the way")
    with pytest.raises(ArchiveError, match="could not be written"):
        kept.keep(manuscript(POST, EDITION), EPISODE)
    assert kept.of(EPISODE) is None


def test_the_manuscript_of_a_recording_stays_until_another_is_in_its_place(kept: Manuscripts) -> None:
    """A program that is killed in between leaves a record whose manuscript is there."""
    new = dataclasses.replace(EPISODE, sound="t")
    kept.keep(manuscript(POST, EDITION), EPISODE)
    kept.keep(manuscript(POST, EDITION), new)
    assert kept.has(EPISODE)
    assert kept.has(new)
    kept.settle(new, EPISODE)
    assert not kept.has(EPISODE)
    assert kept.has(new)
    kept.settle(new, new)
    assert kept.has(new)


def test_a_manuscript_of_an_earlier_program_counts_until_there_is_a_new_one(kept: Manuscripts) -> None:
    kept.keep(manuscript(POST, EDITION), EPISODE)
    path = the_file(kept)
    path.rename(path.with_stem(path.stem.partition("-")[0]))
    assert kept.of(EPISODE) is not None
    assert kept.prune([EPISODE]) == []
    new = dataclasses.replace(EPISODE, sound="t")
    kept.keep(manuscript(POST, EDITION), new)
    kept.settle(new, EPISODE)
    assert the_file(kept).stem.count("-") == 1
    kept.forget(new.post, new.language)
    assert list(kept.folder.rglob("*.json")) == []


SHAPES = ("5263859450969e89b381cf011fcc05dcc1d64dfd891cedb27a4bd4c41102db7e",)
"""What earlier programs said of the shape of theirs, the oldest first."""


@pytest.mark.parametrize("shape", SHAPES)
def test_those_of_earlier_programs_which_knew_fewer_fields_are_read(kept: Manuscripts, shape: str) -> None:
    kept.keep(manuscript(POST, EDITION), EPISODE)  # a post of a file has no host, and so none is written
    path = the_file(kept)
    seal, _, body = path.read_bytes().partition(b"\n")
    now, *rest = json.loads(seal)
    assert now not in SHAPES, (
        "what a manuscript holds has changed: see `_ADDED`, and add the shape before to SHAPES"
    )
    before = path.with_name(path.name.partition("-")[0] + ".json")
    path.unlink()
    before.write_bytes(json.dumps([shape, *rest]).encode() + b"\n" + body)
    assert kept.has(EPISODE)
    assert kept.of(EPISODE) == manuscript(POST, EDITION)
    assert [each.sound for each in kept.sealed(EPISODE.post, EPISODE.language)] == [EPISODE.sound]
