"""Speakers and languages: what a voice file asks for, in the words of the model.

A voice file has BCP 47 tags (`zh-Hans-CN`, `pt-BR`); models have codes of their own (`zh-cn`, `pt-br`, `fr-fr`).
"""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.engines._setup import suggestion
from audioedition.languages import base, ever_shorter

_SHOWN = 8


class UnknownName(Exception):
    """A speaker or a language that the model does not have, or one that it needs."""

    def __init__(self, problem: str, remedy: str) -> None:
        """Say the `problem`, and the `remedy`."""
        super().__init__(f"{problem}. {remedy}")


def code(tag: str, codes: Sequence[str]) -> str | None:
    """The one of a model's language `codes` that `tag` (BCP 47, or such a code itself) means; None if there is none.

    The very same first, then ever shorter ones, then one of another region (`fr` is spoken by `fr-fr`, `zh-Hant` by
    `zh-cn`: there is no other), if there is only one.
    """
    by_form = {_form(each): each for each in codes}
    for shorter in (_form(tag), *map(_form, ever_shorter(tag))):
        if shorter in by_form:
            return by_form[shorter]
    akin = [each for each in codes if base(each) == base(tag)]
    return akin[0] if len(akin) == 1 else None


def language(wanted: str, tag: str, codes: Sequence[str]) -> str | None:
    """The model's own name of the language to speak: the one that is `wanted`, or else that of the voice, `tag`.

    None for a model of one language.  Raises UnknownName.
    """
    if len(codes) <= 1:
        if wanted and not (codes and code(wanted, codes)):
            raise UnknownName(
                f"the model does not speak {wanted!r}", "Leave the language out: the model has only one."
            )
        return None
    found = code(wanted or tag, codes)
    if found is None:
        raise UnknownName(
            f"the model does not speak {wanted or tag!r}",
            f"Set another language, or choose another model{_offered(wanted or tag, codes)}.",
        )
    return found


def speaker(wanted: str, names: Sequence[str], *, imitates: bool, needed: bool) -> str | None:
    """The speaker that is `wanted`, among the `names` that the model knows; None if none is asked for.

    `imitates` says that a recording stands in the place of a speaker, `needed` that the model speaks as nobody if
    neither is given.  Raises UnknownName.
    """
    if wanted and imitates:
        raise UnknownName("both speaker and speaker_wav are set", "Keep one of them.")
    if wanted and wanted not in names:
        remedy = (
            f"Choose another{_offered(wanted, names)}." if names else "Leave it out: the model has only one."
        )
        raise UnknownName(f"the model has no speaker {wanted!r}", remedy)
    if needed and not wanted and not imitates:
        if not names:
            raise UnknownName(
                "the model has no speakers of its own",
                'Give it a recording to imitate: speaker_wav = "voice.wav" under [options].',
            )
        raise UnknownName(
            f"the model has {len(names)} speakers",
            f"Choose one under [options]: speaker = {names[0]!r}{_offered('', names)}.",
        )
    return wanted or None


def _offered(word: str, known: Sequence[str]) -> str:
    """The nearest of the `known` words, else all, else the first of them, in brackets."""
    near = suggestion(word, known)
    return near or f" ({', '.join(map(repr, known[:_SHOWN]))} and {len(known) - _SHOWN} more)"


def _form(tag: str) -> str:
    return tag.strip().replace("_", "-").lower()
