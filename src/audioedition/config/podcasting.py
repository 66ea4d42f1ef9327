"""What a table may say of a podcast for directories and apps: licence, frequency, further places, proofs of ownership."""

from __future__ import annotations

import re
from typing import Protocol

from audioedition.errors import ConfigError
from audioedition.markup import web_address

FREQUENCIES = ("daily", "weekly", "biweekly", "monthly")
"""What `frequency` may be in a word."""

_RRULE = re.compile(r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*")
"""A recurrence rule (RFC 5545) that tells how often, as far as it is looked at."""

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,63}")
_TXT_LIMIT = 4000  # characters that the podcast namespace allows in a podcast:txt
_PURPOSE_LIMIT = 128  # and in its purpose


class Table(Protocol):
    """What `[site]` and `[feeds.<language>]` have in common here."""

    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def licence_url(self) -> str: ...  # noqa: D102
    @property
    def frequency(self) -> str: ...  # noqa: D102


def check(table: Table, where: str) -> None:
    """Refuse what no feed could say.  Raises ConfigError; `where` names the file and the table."""
    if table.licence_url and not web_address(table.licence_url):
        message = f"{where} licence_url = {table.licence_url!r} is not a web address: write where the licence can be read."
        raise ConfigError(message)
    if table.licence and not table.licence_url and not _SPDX.fullmatch(table.licence):
        message = (
            f'{where} licence = {table.licence!r} is not an identifier of spdx.org such as "CC-BY-4.0": '
            "write one, or add `licence_url` with the address where the licence can be read."
        )
        raise ConfigError(message)
    if table.licence_url and not table.licence:
        message = f'{where} has a licence_url and no licence: add its name, such as licence = "CC-BY-4.0".'
        raise ConfigError(message)
    often = frequency(table.frequency)
    if often and often not in FREQUENCIES and not _RRULE.fullmatch(often):
        message = (
            f"{where} frequency = {table.frequency!r} is unknown: write {', '.join(FREQUENCIES)}, or a rule such "
            'as "FREQ=WEEKLY;BYDAY=MO,TH" (RFC 5545).'
        )
        raise ConfigError(message)


def frequency(text: str) -> str:
    """How often, as the program knows it: a word of `FREQUENCIES` in small letters, a rule in large ones."""
    return text.strip().lower() if text.strip().lower() in FREQUENCIES else text.strip().upper()


def check_places(listen: dict[str, str], txt: dict[str, str], where: str) -> None:
    """Refuse further places to listen that are no addresses, and texts that are too long.  Raises ConfigError."""
    for name, address in listen.items():
        if not name.strip() or not web_address(address):
            message = (
                f'{where} listen: {name} = {address!r} is not a web address: write "Name" = "https://…".'
            )
            raise ConfigError(message)
    for purpose, text in txt.items():
        if not purpose.strip() or len(purpose) > _PURPOSE_LIMIT or not text.strip() or len(text) > _TXT_LIMIT:
            message = (
                f"{where} txt: {purpose} = {text!r} must have 1 to {_TXT_LIMIT} characters: "
                "copy what the directory gave you."
            )
            raise ConfigError(message)
