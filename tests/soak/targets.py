"""All doors that are tried."""

from __future__ import annotations

from soak import of_files, of_pages, of_posts, of_records, of_requests, of_settings
from soak.target import Target

TARGETS: tuple[Target, ...] = (
    *of_posts.TARGETS,
    *of_settings.TARGETS,
    *of_records.TARGETS,
    *of_files.TARGETS,
    *of_requests.TARGETS,
    *of_pages.TARGETS,
)


def named(name: str) -> Target:
    """The target of that name."""
    return next(target for target in TARGETS if target.name == name)
