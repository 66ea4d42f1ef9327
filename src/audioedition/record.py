"""Conductor: posts → their episodes.  Slow and audible; what is already there is left alone.

read ─► split ─► for each edition: plan ─► (nothing to do | retag | perform) ─► archive

Posts are planned one after the other, here; their editions are performed by the studio's crew, several at one time.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import shlex
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audioedition import (
    approval,
    editions,
    overtaking,
    performance,
    posts,
    rehearse,
    takes,
    utterances,
)
from audioedition.archive import Archive
from audioedition.config import Station
from audioedition.errors import AudioeditionError, ClusterError, PostError, unforeseen
from audioedition.files import digest
from audioedition.inhand import InHand, Part, Planned
from audioedition.model import Dropped, Edition, Episode, Post
from audioedition.posts.sources import STDIN
from audioedition.proof import Proof
from audioedition.proof.remarks import Remarks, remarks
from audioedition.reports import Choice, NotTaken, Outcome, Report, State
from audioedition.studio import Studio

if TYPE_CHECKING:
    from audioedition.posts.web.fetching import Web


def choose(
    feed: str, web: Web, studio: Studio, only: Collection[str] = ()
) -> tuple[Choice, list[posts.Source]]:
    """Those posts of the blog behind `feed` that are not yet episodes in all of their languages, oldest first.

    An episode that was retracted counts.  If `only` some are wanted, no others are looked at.  Never raises an AudioeditionError: see `record`.
    """
    from audioedition.posts import offered  # noqa: PLC0415 -- reads feeds: slow to load, and seldom needed

    every = [e for tag in studio.archive.languages() for e in studio.archive.every(tag)]
    known = {e.post for e in every} | {posts.page_of(e.address) for e in every if e.address}
    new: list[posts.Source] = []
    skipped: list[NotTaken] = []
    count = 0
    try:
        for offer in offered.offered(feed, web, now=studio.now, only=only, languages=studio.config.languages):
            if isinstance(offer, offered.Skipped):
                skipped.append(NotTaken(offer.name, offer.code, offer.detail, offer.count))
            elif known.issuperset(offer.keys):
                count += 1
            else:
                new.append(offer)
    except AudioeditionError as exc:
        return Choice(source=feed, error=str(exc)), []
    return Choice(source=feed, new=len(new), known=count, skipped=tuple(skipped)), new


def record(source: posts.Source, studio: Studio) -> Report:
    """Record what is new or changed in the post of `source`; as `record_all` does it."""
    (report,) = record_all([source], studio)
    return report


def record_all(sources: Iterable[posts.Source], studio: Studio) -> Iterator[Report]:
    """Record what is new or changed in the posts of `sources`; a report of each, in order, as soon as it can be told.

    Never raises an error: one bad post, or edition, stops no other, and what went wrong
    stands in the report.  A post is taken in hand once there is room for it (`InHand`).
    """
    in_hand = InHand(studio)
    for source in sources:
        yield from in_hand.until_there_is_room()
        try:
            if (known := studio.familiar.unread(source)) and not in_hand.has(known.post):
                in_hand.told(overtaking.overtake(known, studio))
                continue
            looks = source.likeness()
            post = source.read()
            looks = looks if looks == source.likeness() else None  # somebody wrote meanwhile
        except AudioeditionError as exc:
            in_hand.told(Report(source=source.name, error=str(exc)))
            continue
        except Exception as exc:  # noqa: BLE001 -- a fault of ours in one post stops no other
            in_hand.told(Report(source=source.name, error=unforeseen(source.name, exc)))
            continue
        if in_hand.holds(post):
            yield from in_hand.all()
        planned = _planned(source.name, post, looks, studio)
        if isinstance(planned, Planned) and in_hand.clashes(planned):
            yield from in_hand.all()
            planned = _planned(source.name, post, looks, studio)
        if isinstance(planned, Planned):
            in_hand.take(planned)
        else:
            in_hand.told(planned)
    yield from in_hand.all()


def _planned(source: str, post: Post, looks: posts.Likeness | None, studio: Studio) -> Planned | Report:
    """What has to be done for a post, or what is told of it where nothing has.  Never raises an error, as `record_all`.

    `looks` are those by which it is recognised the next time, unless the archive had a say in which post it is.
    """
    try:
        its = _under_its_id(post, studio.archive)
        return _plan(source, its, looks if its.id == post.id else None, studio)
    except AudioeditionError as exc:
        return Report(source=source, error=str(exc))
    except Exception as exc:  # noqa: BLE001 -- as above
        return Report(source=source, error=unforeseen(source, exc))


def _under_its_id(post: Post, archive: Archive) -> Post:
    """A post of several addresses keeps the id that it was published by, when it stood at one of them only."""
    if not post.addresses or archive.of_post(post.id):
        return post
    pages = set(map(posts.page_of, post.addresses.values()))
    known = (
        e for tag in archive.languages() for e in archive.every(tag) if posts.page_of(e.address) in pages
    )
    first = next(known, None)
    return dataclasses.replace(post, id=first.post) if first else post


def _plan(source: str, post: Post, looks: posts.Likeness | None, studio: Studio) -> Planned | Report:
    archive = studio.archive
    records = archive.of_post(post.id)
    known = [episode for episode in records if not episode.retracted]
    if not post.audio:
        stays = (
            f"; {studio.config.command('retract', post.id)} takes back what was published before"
            if known
            else ""
        )
        return Report(source=post.source, post=post.id, note=f"its front matter keeps it silent{stays}")
    if unchanged := studio.familiar.read(post):
        if not studio.dry_run:
            studio.familiar.meet(post, looks)
        return overtaking.overtake(unchanged, studio)

    origins = {digest(origin) for origin in (post.origin, *map(posts.id_of, post.addresses.values()))}
    rivals = (*records, *studio.unreleased.of_post(post.id))
    others = [e for e in rivals if e.origin and e.origin not in origins]
    if others and not studio.replace:
        message = (
            f"{post.source} has the id {post.id!r}, which belongs to the episode {others[0].title!r} of another "
            "source: give this post an `id:` of its own, or, if it takes the other's place, add --replace."
        )
        raise PostError(message)
    if not studio.replace:
        _refuse_a_claim(post, (*records, *studio.unreleased.of_post(post.id)))
    elif not studio.dry_run and not studio.review:
        archive.adopt(records, digest(post.origin), post.host or None, studio.now)
    split = editions.split(post, studio.config.languages)
    post = split.completing(post)
    stations = studio.config.shared_out([edition.language for edition in split.editions])
    cast = list(zip(split.editions, stations, strict=True))
    unspoken = [_unspoken(edition, station, studio) for edition, station in cast]
    proof = Proof(post.source, split)
    parts = [
        _plan_edition(post, edition, station, studio, remarks(proof, edition, its))
        for (edition, station), its in zip(cast, unspoken, strict=True)
    ]

    def told(outcomes: Sequence[Outcome]) -> Report:
        """What is told once all parts are done."""
        spoken = {outcome.language for outcome in outcomes}
        gone = [takes.outcome(e, State.GONE, studio) for e in known if e.language not in spoken]
        report = Report(
            source=post.source,
            post=post.id,
            outcomes=(*outcomes, *gone),
            dropped=(*split.dropped, *itertools.chain.from_iterable(unspoken)),
            unsure=sum(decision.is_unsure for decision in split.decisions),
        )
        if not studio.dry_run:
            is_approved = functools.partial(approval.is_approved, studio=studio)
            studio.familiar.keep(post, looks, report.outcomes, is_approved)
        return overtaking.overtake(report, studio)

    return Planned(source, post, tuple(parts), told)


def _refuse_a_claim(post: Post, known: Sequence[Episode]) -> None:
    """A page or feed that says to be another's address is believed, as copies are often right, but takes nothing from another host.

    What the very host of the address says is its own, if its id is that address, and no word that anybody can say.
    """
    if not post.host or (post.host, post.id) == (posts.host_of(post.address), posts.id_of(post.address)):
        return
    if other := next((e for e in known if e.host not in {None, post.host}), None):
        message = (
            f"{post.source} was read from {post.host} and says to be {post.id!r}, the episode {other.title!r}, whose text "
            f"came from {other.host}: only if it may take the other's place, add --replace."
        )
        raise PostError(message)


def _unspoken(edition: Edition, station: Station | None, studio: Studio) -> tuple[Dropped, ...]:
    """What the voice of a podcast passes over."""
    if station is None:
        return ()
    return utterances.unspoken(edition, lexicon=station.voice.lexicon, settings=studio.config.script)


def _plan_edition(
    post: Post, edition: Edition, station: Station | None, studio: Studio, remarks: Remarks
) -> Part:
    if station is None:
        line = f"To publish it, add a table [feeds.{edition.language}] to audioedition.toml."
        return _settled(
            Outcome(language=edition.language, title=edition.title, state=State.NO_FEED, detail=line)
        )
    language = station.podcast.language
    try:
        old = studio.archive.find(post.id, language)
        if old and old.retracted and not studio.restore:
            return _settled(takes.outcome(old, State.RETRACTED, studio))
        take = takes.plan(post, edition, station, old, studio)
        if old is None:
            _refuse_a_twin(post, take.draft, studio)
        studio.prepare(take.missing)
    except AudioeditionError as exc:
        return _settled(_failed(language, edition, exc))

    def perform() -> Outcome:
        try:
            if studio.review:
                done = rehearse.done(take, post, edition, station, studio, remarks=remarks)
            else:
                done = performance.done(take, studio)
        except ClusterError:  # nobody is left who could speak: no other post either
            raise
        except AudioeditionError as exc:
            return _failed(language, edition, exc)
        is_back = old and old.retracted and done.state is not State.TO_HEAR
        return dataclasses.replace(done, state=_restored(studio)) if is_back else done

    return Part(perform, frozenset({(language, take.draft.sound)}))


def _settled(outcome: Outcome) -> Part:
    return Part(lambda: outcome)


def _failed(language: str, edition: Edition, why: AudioeditionError) -> Outcome:
    return Outcome(language=language, title=edition.title, state=State.FAILED, detail=str(why))


def _restored(studio: Studio) -> State:
    return State.TO_RESTORE if studio.dry_run else State.RESTORED


def _refuse_a_twin(post: Post, draft: Episode, studio: Studio) -> None:
    """A renamed file must not become a second episode of the same text."""
    for other in studio.archive.listed(draft.language):
        if other.sound == draft.sound:
            raise PostError(
                f"{post.source} sounds just like the episode of the post {other.post!r}, which is published already"
                f"{_in_its_place(post, other.post, studio)}."
            )


def _in_its_place(post: Post, id: str, studio: Studio) -> str:  # noqa: A002 -- the field's own name
    """How `post` takes the place of the one with this `id`; of an entry of a feed or an export, only its page can."""
    named = f"--id {shlex.quote(id)} --replace"
    if post.source == STDIN or posts.is_address(post.source):
        return f": if it takes the other's place, add `{named}`"
    if Path(post.source).exists():
        return f": if the file was renamed, write `id: {id}` into its front matter and add --replace"
    if post.address:
        run = studio.config.command("publish", post.address, "--id", id, "--replace")
        return f": if it stands at another address now, run {run}"
    return ""
