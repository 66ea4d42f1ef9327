"""`audioedition preview`."""

from __future__ import annotations

from pathlib import Path

import click

from audioedition.cli.opened import FOLDER, opened


@click.command()
@click.option(
    "--port",
    default=8123,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen at; 0 for any that is free.",
)
@FOLDER
def preview(port: int, folder: Path) -> None:
    """Serve feeds and pages on this machine (only), so that an app on it can subscribe."""
    from audioedition import preview as server  # noqa: PLC0415 -- heavy, and not needed for --help

    config, archive = opened(folder)
    with server.listen(port) as listening:
        address = server.address(listening)
        app = server.application(config, archive, address)
        click.echo(f"{address}/  (Ctrl-C ends it)")
        for tag in config.languages:
            click.echo(f"  {tag:5} {address}/{tag}/feed.xml")
        server.serve(app, listening)
