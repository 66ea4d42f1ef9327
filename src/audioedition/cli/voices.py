"""`audioedition voices`: what can be had, what is used, and how voices sound beside each other."""

from __future__ import annotations

import click

from audioedition.cli.auditioned import compare
from audioedition.cli.chosen import use
from audioedition.cli.offered import list_


@click.group()
def voices() -> None:
    """See, choose and compare the voices that can be had."""


voices.add_command(list_)
voices.add_command(use)
voices.add_command(compare)
