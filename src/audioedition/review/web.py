"""The addresses of a review: what is asked, checked and handed to the desk, and answered as JSON.

    GET   /<secret>/                          the page
    GET   /<secret>/review.css, review.js     its style and script
    GET   /<secret>/audio/<episode>/<file>    a recording, in ranges of bytes
    GET   /<secret>/progress                  what is being done
    POST  /<secret>/mark …                    {episode, sentence, marked}
    POST  /<secret>/hear, correct             {episode, sentence, word, how, said, endings}
    POST  /<secret>/release                   {episodes}
    POST  /<secret>/discard                   {episode}

Whatever goes wrong is answered with `{"error": sentence}`.  An episode is named by a digest, never by a path, and with it
the very recording that the page shows: if another one waits by now, the page must be loaded again.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from audioedition import phrases, templating
from audioedition.errors import AudioeditionError, ConfigError, unforeseen
from audioedition.passwords import without_passwords
from audioedition.proof import sounds
from audioedition.reports import Outcome, State
from audioedition.review.desk import Desk
from audioedition.review.pieces import posts
from audioedition.strict import decode
from audioedition.text import permitted

T = TypeVar("T")
_Answer = Callable[[Request], Awaitable[Response]]
_WAYS = ("say", "ipa", "spell", "word")
"""How a word can be said, as its row in the lexicon has it."""


_LONGEST = 200  # characters of a word or phrase, and of how it is said: more would be spoken for minutes

_CONTROL = frozenset({"Cc", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class _Mark:
    episode: str
    sentence: int
    marked: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a sentence, and how it is said: `said` is a respelling or IPA, as `how` tells."""

    episode: str
    sentence: int
    word: str
    how: str
    said: str = ""
    endings: bool = False

    @property
    def row(self) -> str | Mapping[str, Any]:
        """What will stand in the lexicon.  Raises ConfigError."""
        if self.how not in _WAYS:
            raise ConfigError(f"How is it said?  {self.how!r} is none of {', '.join(_WAYS)}.")
        if max(len(self.word), len(self.said)) > _LONGEST:
            raise ConfigError(f"That is more than a word: {_LONGEST} characters are allowed, here and there.")
        if _CONTROL.intersection(map(unicodedata.category, self.word + self.said)):
            raise ConfigError(
                "There is the end of a line in it, or another sign that no word has: write it anew."
            )
        said = self.said.strip()
        if self.how in {"say", "ipa"} and not said:
            raise ConfigError("How is it said?  Write it below the word.")
        if self.how == "say" and not self.endings:
            return said
        how: dict[str, Any] = {self.how: said if self.how in {"say", "ipa"} else True}
        return how | ({"endings": True} if self.endings else {})


@dataclass(frozen=True, slots=True)
class _Episodes:
    episodes: list[str]


@dataclass(frozen=True, slots=True)
class _Episode:
    episode: str


def routes(desk: Desk) -> list[Route]:
    """What can be asked; every path begins with the secret, which is checked elsewhere."""

    def page(_: Request) -> Response:
        return HTMLResponse(_page(desk))

    def progress(_: Request) -> Response:
        return JSONResponse(asdict(desk.turn.progress))

    def audio(request: Request) -> Response:
        named = request.path_params
        return FileResponse(desk.audio(named["episode"], named["file"]))

    def mark(asked: _Mark) -> object:
        desk.mark(asked.episode, asked.sentence, marked=asked.marked)
        return {}

    def hear(asked: _Word) -> object:
        trial = desk.hear(asked.episode, asked.sentence, asked.word, asked.row)
        return {"before": trial.before, "after": trial.after, "sound": sounds.address(trial.clip)}

    def correct(asked: _Word) -> object:
        return _told(desk.correct(asked.episode, asked.sentence, asked.word, asked.row))

    def release(asked: _Episodes) -> object:
        return _told(desk.release(asked.episodes))

    def discard(asked: _Episode) -> object:
        return _told([desk.discard(asked.episode)])

    return [
        Route("/{secret}/", _answered(page)),
        Route("/{secret}/review.css", _style),
        Route("/{secret}/review.js", _script),
        Route("/{secret}/audio/{episode}/{file}", _answered(audio, missing=404)),
        Route("/{secret}/progress", progress),
        Route("/{secret}/mark", _acting(mark, _Mark), methods=["POST"]),
        Route("/{secret}/hear", _acting(hear, _Word), methods=["POST"]),
        Route("/{secret}/correct", _acting(correct, _Word), methods=["POST"]),
        Route("/{secret}/release", _acting(release, _Episodes), methods=["POST"]),
        Route("/{secret}/discard", _acting(discard, _Episode), methods=["POST"]),
    ]


def _answered(answer: Callable[[Request], Response], missing: int = 500) -> _Answer:
    """What a thread answers, or the sentence of its error."""

    async def answered(request: Request) -> Response:
        try:
            return await run_in_threadpool(answer, request)
        except AudioeditionError as exc:
            return HTMLResponse(_failure(without_passwords(str(exc))), missing)

    return answered


def _acting(act: Callable[[T], object], kind: type[T]) -> _Answer:
    """What a thread does with what was sent, a `kind`, or the sentence of its error."""

    async def answered(request: Request) -> Response:
        try:
            asked = _decoded(await request.body(), kind)
            return JSONResponse(await run_in_threadpool(act, asked))
        except AudioeditionError as exc:
            return JSONResponse({"error": without_passwords(str(exc))}, 400)
        except Exception as exc:  # noqa: BLE001 -- a fault of ours must not leave the page without a word
            return JSONResponse({"error": without_passwords(unforeseen("This", exc))}, 500)

    return answered


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        said = json.loads(body)
        json.dumps(said, ensure_ascii=False).encode()  # half a character would be written nowhere
    except (ValueError, RecursionError) as exc:
        raise ConfigError("What was sent is no JSON of whole characters, or too deep.") from exc
    if not isinstance(said, dict):
        raise ConfigError("What was sent is no JSON object.")
    return decode(said, kind, "What was sent")


def _told(outcomes: Sequence[Outcome]) -> object:
    """What became of episodes, in sentences."""
    said = [_sentence(each) for each in outcomes if each.state is not State.FAILED]
    failed = [
        f"{each.title}: {without_passwords(each.detail)}" for each in outcomes if each.state is State.FAILED
    ]
    notes = [note for each in outcomes for note in each.notes]
    return {"said": " ".join((*said, *notes)), "error": " ".join(failed)}


def _sentence(outcome: Outcome) -> str:
    if outcome.state is State.UNCHANGED:
        return f"{outcome.title}: nothing sounds different."
    if outcome.state is State.TO_HEAR:
        count = f"{outcome.sentences} sentence{'s' * (outcome.sentences != 1)}"
        return f"{outcome.title}: {count} spoken anew."
    return f"{outcome.title}: {outcome.detail or f'{outcome.state}.'}"


def _page(desk: Desk) -> str:
    return permitted(
        templating.render("review.html", posts=posts(desk.cards()), again=desk.again, p=phrases.of("en"))
    )


def _failure(sentence: str) -> str:
    return permitted(templating.render("review.html", posts=[], failure=sentence, p=phrases.of("en")))


async def _style(_: Request) -> Response:
    return Response(_file("style.css") + _file("review.css"), media_type="text/css")


async def _script(_: Request) -> Response:
    return Response(_file("review.js"), media_type="text/javascript")


@cache
def _file(name: str) -> bytes:
    return files("audioedition").joinpath("templates", name).read_bytes()
