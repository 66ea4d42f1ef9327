"""`audioedition preview`."""

from __future__ import annotations

from pathlib import Path

import click

from audioedition.cli.common import FOLDER, opened


@click.command()
@click.option("--port", default=8123, show_default=True, help="The port to listen at.")
@FOLDER
def preview(port: int, folder: Path) -> None:
    """Serve feeds and pages on this machine (only), so that an app on it can subscribe."""
    from audioedition import preview as server  # noqa: PLC0415 -- heavy, and not needed for --help

    config, archive = opened(folder)
    address = f"http://{server.HOST}:{port}"
    click.echo(f"{address}/  (Ctrl-C ends it)")
    for tag in config.languages:
        click.echo(f"  {tag:5} {address}/{tag}/feed.xml")
    server.serve(config, archive, port)
