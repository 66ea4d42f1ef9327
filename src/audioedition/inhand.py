"""Posts in hand: planned, being performed, and not told of yet; as many as keep the crew busy, and no more.

So the first posts are finished early, however many follow, and little is held at one time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from audioedition import posts
from audioedition.errors import ClusterError, unforeseen, was_interrupted
from audioedition.model import Post
from audioedition.reports import Outcome, Report
from audioedition.studio import Studio

_LOOK_AGAIN = 0.1  # seconds after which one looks whether there is room for another post


@dataclass(frozen=True, slots=True)
class Part:
    """One edition of a post: what is to be done for it, and the language and sound of the episode that it will become.

    Performing raises no AudioeditionError but ClusterError: others stand in the outcome.
    """

    perform: Callable[[], Outcome]
    sounds: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Planned:
    """A post that was read from `source` and planned; `told` makes the report of what came of its parts, in their order."""

    source: str
    post: Post
    parts: tuple[Part, ...]
    told: Callable[[Sequence[Outcome]], Report]

    @property
    def sounds(self) -> frozenset[tuple[str, str]]:
        """The language and sound of each episode that it will become."""
        return frozenset().union(*(part.sounds for part in self.parts))

    def report(self, ask: Callable[[int], Outcome]) -> Report:
        """What is told of it; `ask` gives the outcome of each part.  Raises ClusterError, and no other error."""
        outcomes: list[Outcome] = []
        faults: list[Exception] = []
        for place in range(len(self.parts)):
            try:
                outcomes.append(ask(place))
            except ClusterError:
                raise
            except Exception as exc:
                if was_interrupted(exc):
                    raise
                faults.append(exc)
        try:
            if not faults:
                return self.told(outcomes)
        except Exception as exc:  # noqa: BLE001 -- as above
            faults.append(exc)
        error = unforeseen(self.source, faults[0])
        return Report(source=self.source, post=self.post.id, outcomes=tuple(outcomes), error=error)


@dataclass(slots=True)
class InHand:
    """The posts that the crew of a `studio` has in hand.  Without a crew there is none for longer than it takes."""

    studio: Studio
    _posts: deque[tuple[Planned, list[Future[Outcome]]] | Report] = field(default_factory=deque)

    def take(self, planned: Planned) -> None:
        """Begin with a post."""
        if crew := self.studio.crew:
            # Loaded here, so that nobody waits for it: performers begin in the order of their posts.
            _ = self.studio.shelf, self.studio.judge
            self._posts.append((planned, [crew.performers.submit(part.perform) for part in planned.parts]))
        else:
            self.told(planned.report(lambda place: planned.parts[place].perform()))

    def told(self, report: Report) -> None:
        """A report of a post for which there is nothing to do."""
        self._posts.append(report)

    def has(self, id: str) -> bool:  # noqa: A002 -- the field's own name
        """Whether the post of this id is in hand."""
        return any(other.post.id == id for other, _ in self._begun())

    def holds(self, post: Post) -> bool:
        """Whether a post is in hand, perhaps from another source."""
        pages = _pages(post)
        return self.has(post.id) or any(
            not pages.isdisjoint(_pages(other.post)) for other, _ in self._begun()
        )

    def clashes(self, planned: Planned) -> bool:
        """Whether a post must wait until others are in the archive: it is one of them, or sounds as one of them."""
        return self.holds(planned.post) or any(other.sounds & planned.sounds for other, _ in self._begun())

    def until_there_is_room(self) -> Iterator[Report]:
        """The reports of posts that are done, in order, until there is room for another one."""
        yield from self._done()
        while not self._has_room():
            wait(self._unfinished(), timeout=_LOOK_AGAIN, return_when=FIRST_COMPLETED)
            yield from self._done()

    def all(self) -> Iterator[Report]:
        """The reports of all posts, in order, as soon as each is done."""
        while self._posts:
            wait(self._unfinished(), timeout=_LOOK_AGAIN, return_when=FIRST_COMPLETED)
            yield from self._done()

    def _has_room(self) -> bool:
        unfinished, crew = len(self._unfinished()), self.studio.crew
        return crew.has_room(unfinished) if crew else not unfinished

    def _done(self) -> Iterator[Report]:
        """Those that are done, and before which there is none that is not.

        Of the others that are done, no more is kept than the report: a post may take longer than all that follow.
        """
        for place, each in enumerate(self._posts):
            if not isinstance(each, Report) and _is_done(each[1]):
                self._posts[place] = _report(*each)
        while self._posts:
            first = self._posts[0]
            if isinstance(first, Report):
                report = first
            elif all(future.done() for future in first[1]):
                report = _report(*first)  # raises
            else:
                return
            self._posts.popleft()
            yield report

    def _begun(self) -> list[tuple[Planned, list[Future[Outcome]]]]:
        return [each for each in self._posts if not isinstance(each, Report)]

    def _unfinished(self) -> list[Future[Outcome]]:
        return [future for _, futures in self._begun() for future in futures if not future.done()]


def _is_done(futures: Sequence[Future[Outcome]]) -> bool:
    """Whether all has been done that one can tell of; that nobody can speak any more is told in its turn."""
    return all(future.done() and not isinstance(future.exception(), ClusterError) for future in futures)


def _report(planned: Planned, futures: Sequence[Future[Outcome]]) -> Report:
    return planned.report(lambda place: futures[place].result())


def _pages(post: Post) -> set[str]:
    """The addresses at which a post stands."""
    return set(map(posts.page_of, post.addresses.values()))
