"""`audioedition split`."""

from __future__ import annotations

import contextlib
import dataclasses
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from audioedition.cli.paged import check_page, named_page
from audioedition.cli.shown import AS_JSON, clean, put_json, words
from audioedition.cli.sourced import ALLOW_PRIVATE, FROM, ONLY, at, check_only, connected, offered, unread
from audioedition.errors import AudioeditionError, unforeseen
from audioedition.languages import TAG
from audioedition.model import Decision, Difference, Edition
from audioedition.proof import Proof

if TYPE_CHECKING:
    from audioedition.posts import Source

T = TypeVar("T")

PAGE = "proof.html"
"""The page that `--html` writes if no other is named."""

_ROOM, _LEAST = 400, 3  # lines that all lists may have together, as long as each has so many


@click.command()
@click.argument("sources", nargs=-1, metavar="POST|DIR...")
@click.option("--languages", default="", help="The languages that have a feed, as a hint: en,de.")
@click.option(
    "--html",
    "page",
    is_flag=False,
    flag_value=PAGE,
    metavar="[FILE.html]",
    help=f"Write a page that shows each post, coloured by edition, with all reasons.  [default: {PAGE}]",
)
@FROM
@ONLY
@click.option("--differences", is_flag=True, help="With --json: tell also where the editions differ.")
@ALLOW_PRIVATE
@AS_JSON
def split(  # noqa: PLR0913 -- one parameter per option
    sources: tuple[str, ...],
    languages: str,
    page: str | None,
    feeds: tuple[str, ...],
    only: tuple[str, ...],
    *,
    differences: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Show what of each POST goes into which edition, what is left out, what is doubtful, and why.

    Where the editions say different things, it warns.  Nothing is spoken and no settings are needed.
    With --from, the posts of a blog are shown, whether they are episodes or not.
    """
    from audioedition import posts  # noqa: PLC0415 -- heavy, and not needed for --help

    sources, page = named_page(page, sources, PAGE)
    if not sources and not feeds:
        raise click.UsageError("Name a POST: a text, Markdown or HTML file, a folder of them, or '-'.")
    check_only(only, feeds)
    check_page(page)
    compared = differences or bool(page) or not as_json  # scripts have many posts, and comparing takes time
    hint = [_tag(tag.strip()) for tag in languages.split(",") if tag.strip()]
    named = posts.find(sources)
    proofs = []
    failed = False
    with contextlib.ExitStack() as stack:
        web = stack.enter_context(connected(named, feeds, allow_private=allow_private))
        found = [*at(named, hint, web), *offered(feeds, only, hint, web, quiet=as_json)]
        for source in unread(stack.enter_context(_waited_for(found, shown=as_json or not page))):
            proof = source if isinstance(source, Proof) else _proof(source, hint, compared=compared)
            failed = failed or bool(proof.error)
            if as_json:
                put_json(_facts(proof, compared=compared))
            elif not page:
                from audioedition.cli.listed import show  # noqa: PLC0415 -- not needed for --json

                show(proof, max(_LEAST, _ROOM // len(found)))
            if page:
                proofs.append(proof)
    if page:
        _write(proofs, Path(page), quiet=as_json)
    if failed:
        raise click.exceptions.Exit(1)


def _tag(text: str) -> str:
    if not re.fullmatch(TAG, text):
        raise click.UsageError(f"--languages: {text!r} is no language tag. Write tags such as en,de,pt-BR.")
    return text


def _proof(source: Source, hint: Sequence[str], *, compared: bool) -> Proof:
    from audioedition import editions, utterances  # noqa: PLC0415 -- heavy, and not needed for --help

    try:
        found = editions.split(source.read(), hint)
        silent = {
            block: dropped
            for edition in found.editions
            for block in edition.blocks
            for dropped in utterances.unspoken(dataclasses.replace(edition, blocks=(block,)))
        }
        return Proof(source.name, found, silent, _compared(found.editions) if compared else ())
    except AudioeditionError as exc:
        return Proof(source.name, error=str(exc))
    except Exception as exc:  # noqa: BLE001 -- a fault of ours in one post stops no other
        return Proof(source.name, error=unforeseen(source.name, exc))


def _compared(editions: Sequence[Edition]) -> Sequence[Difference]:
    from audioedition.compare import compare  # noqa: PLC0415 -- as above

    return compare(editions)


def _facts(proof: Proof, *, compared: bool) -> dict[str, object]:
    if proof.error:
        return {"source": proof.source, "error": proof.error}
    silent = proof.unspoken
    facts: dict[str, object] = {
        "source": proof.source,
        "editions": [
            {
                "lang": edition.language,
                "title": edition.title,
                "translator": edition.translator,
                "paragraphs": [words(block) for block in proof.spoken(edition)],
            }
            for edition in proof.split.editions
        ],
        "dropped": [dropped.text for dropped in silent],
        "reasons": [{"code": dropped.code, "detail": dropped.detail} for dropped in silent],
        "decisions": list(map(_decided, proof.split.decisions)),
        "unsure": len(proof.unsure),
    }
    if compared:
        facts["differences"] = list(map(_differing, proof.differences))
    return facts


def _decided(decision: Decision) -> dict[str, object]:
    return {
        "line": decision.block.line,
        "text": words(decision.block),
        "languages": decision.languages,
        "code": decision.code,
        "detail": decision.detail,
        "margin": None if math.isinf(decision.margin) else round(decision.margin, 2),
        "rival": decision.rival,
        "unsure": decision.is_unsure,
    }


def _differing(difference: Difference) -> dict[str, object]:
    return {
        "code": difference.code,
        "detail": difference.detail,
        "languages": difference.languages,
        "lines": difference.lines,
    }


def _write(proofs: Sequence[Proof], page: Path, *, quiet: bool) -> None:
    from audioedition.files import write_atomically  # noqa: PLC0415 -- as above
    from audioedition.proof.page import render  # noqa: PLC0415 -- as above

    write_atomically(page, render(proofs).encode())
    if quiet:
        return
    for proof in proofs:
        if proof.error:
            click.secho(f"{clean(proof.source)}\n  {clean(proof.error)}", fg="red")
    counts = (
        (len(proofs), "post"),
        (sum(len(proof.unsure) for proof in proofs), "doubtful piece"),
        (sum(len(proof.differences) for proof in proofs), "difference"),
    )
    click.echo(", ".join(f"{count} {word}{'s' * (count != 1)}" for count, word in counts))
    click.echo(f"Look: {page.resolve().as_uri()}")


@contextlib.contextmanager
def _waited_for(found: Sequence[T], *, shown: bool) -> Iterator[Iterable[T]]:
    """The sources one by one, with a bar on a terminal where nothing else tells how far it is."""
    if len(found) > 1 and sys.stderr.isatty() and not (shown and sys.stdout.isatty()):
        with click.progressbar(found, label="Splitting", show_pos=True, file=sys.stderr) as bar:
            yield bar
    else:
        yield found
