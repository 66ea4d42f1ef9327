"""`audioedition preview`."""

from __future__ import annotations

from pathlib import Path

import click

from audioedition.cli.opened import FOLDER, opened
from audioedition.cli.shown import clean


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; 0.0.0.0 for all that this machine has: then others in the network can read it.",
)
@click.option(
    "--port",
    default=8123,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen at; 0 for any that is free.",
)
@FOLDER
def preview(host: str, port: int, folder: Path) -> None:
    """Serve feeds and pages on this machine, so that you can look, listen, and subscribe with an app on it."""
    from audioedition import preview as server  # noqa: PLC0415 -- heavy, and not needed for --help

    config, archive = opened(folder)
    with server.listen(port, host) as listening:
        address = server.address(listening, host)
        tell = None if server.is_local(host) else _tell
        app = server.application(config, archive, address, server.names(host), tell)
        click.echo(f"{address}/  (Ctrl-C ends it)")
        for tag in config.languages:
            private = "  (private)" if tag in config.hidden else ""
            click.echo(f"  {tag:5} {address}/{archive.folder(tag).name}/feed.xml{private}")
        if not server.is_local(host):
            click.echo(
                "Everybody in the network of this machine can read it, with what is not published yet.",
                err=True,
            )
        server.serve(app, listening)


def _tell(fault: str) -> None:
    click.echo(f"Error: {clean(fault)}", err=True)
