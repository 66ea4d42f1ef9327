"""The command line: the only rooms that print or exit.  One module per group of commands."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from audioedition import __version__
from audioedition.cli import crash, ending
from audioedition.errors import MEMORY, AudioeditionError, is_out_of_memory, refused, was_interrupted

# Before anybody imports numpy: sums of a size that is usual here are quicker on one core than on several, which would only
# wait for each other; the cores have sentences and recordings enough to do at the same time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# What is imported and read stays: to look through all of it for garbage again and again, while it grows, took a fifteenth of
# the time until the first sentence is spoken.
gc.set_threshold(200_000, 20, 20)

COMMANDS = {
    "init": ("init", "Write a new edition: settings, voices, jingles."),
    "publish": ("publish", "Record what is new or changed in posts, and publish it."),
    "review": ("review", "Hear what is not released yet, sentence by sentence, and correct it."),
    "release": ("release", "Publish what was heard, or discard it."),
    "reread": ("reread", "Speak episodes again that hold a word, after a change of the lexicon."),
    "verify": ("verify", "Have a recogniser listen to episodes: what is not understood?"),
    "split": ("split", "Show what of a post goes into which edition, without speaking."),
    "episodes": ("archive", "List the episodes."),
    "embed": ("embed", "Print a player of an episode, for the post in the blog."),
    "retract": ("archive", "Take an episode back, out of its feed."),
    "prune": ("archive", "Delete audio that was replaced over 30 days ago, and other leftovers."),
    "repair": ("repair", "Make again what is damaged or lost, and say what cannot be."),
    "check": ("check", "Check settings, ffmpeg, voices, archive and feeds."),
    "voices": ("voices", "See the voices that can be had."),
    "script": ("script", "Show what is said of a post, word for word."),
    "lexicon": ("lexicon", "Correct how words are said, and hear it."),
    "say": ("say", "Hear one sentence, or write it to a file."),
    "preview": ("preview", "Serve feeds and pages on this machine, to look and listen."),
}
"""Each command's module, which is imported only when the command is used, and what it does."""


_INTERRUPTED = "Interrupted. Nothing is half-written: run the same command again and it goes on."


class _Commands(click.Group):
    """A group that loads its commands late, and turns errors into one sentence and exit code 1."""

    def main(self, args: Sequence[str] | None = None, *others: Any, **settings: Any) -> Any:  # noqa: ANN401 -- click's own
        if args is None:  # this is the whole program, and not a call of somebody else's
            crash.without_passwords()
        return super().main(args, *others, **settings)

    def make_context(self, *args: Any, **settings: Any) -> click.Context:  # noqa: ANN401 -- click's own
        try:
            with _told_harmlessly():
                return super().make_context(*args, **settings)
        except KeyboardInterrupt as exc:  # before there is a command; click would say “Aborted!”
            raise click.ClickException(_INTERRUPTED) from exc

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's own signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- the same
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's own signature
        with ending.as_by_ctrl_c() as told:
            try:
                with _told_harmlessly():
                    done = super().invoke(ctx)
            except (Exception, KeyboardInterrupt) as exc:
                if told or was_interrupted(exc):
                    click.ClickException(_INTERRUPTED).show()
                    raise click.exceptions.Exit(ending.status(told)) from exc
                if said := _said(exc):
                    _let_go_of_a_full_output()
                    from audioedition.cli.shown import harmless  # noqa: PLC0415 -- only where something went wrong

                    raise click.ClickException(harmless(said)) from exc
                raise
            if told:  # a server, which ends by itself
                raise click.exceptions.Exit(ending.status(told))
            return done


@contextlib.contextmanager
def _told_harmlessly() -> Iterator[None]:
    """What click says of arguments, which it repeats, drives no terminal: a shell may have put in the names of anybody's files."""
    try:
        yield
    except click.ClickException as exc:
        from audioedition.cli.shown import harmless  # noqa: PLC0415 -- only where something went wrong

        vars(exc)["message"] = harmless(exc.message)  # which click means to be final
        raise


def _said(exc: BaseException) -> str:
    """What is said of an error that a person can mend; "" of any other."""
    if is_out_of_memory(exc) and not isinstance(exc, AudioeditionError):
        return MEMORY
    if isinstance(exc, OSError) and exc.errno not in {None, errno.EPIPE}:  # click ends at a closed pipe
        return refused(exc)
    return str(exc) if isinstance(exc, AudioeditionError) else ""


def _let_go_of_a_full_output() -> None:
    """What cannot be printed any more would be tried once more when Python ends, which ends with its own words and status then."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="audioedition")
def main() -> None:
    """Turn posts in several languages into spoken episodes, one podcast feed per language.

    \b
    A first edition, in three commands:
        audioedition init
        audioedition publish my-post.txt
        audioedition preview
    """  # noqa: D301 -- the backspace is click's mark for lines that stay as they are
    if os.environ.get("NO_COLOR"):  # see no-color.org: any value but an empty one
        click.get_current_context().color = False
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file's name may hold what a terminal cannot show
            stream.reconfigure(errors="backslashreplace")
