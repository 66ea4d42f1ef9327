"""The pages of one episode: read along, and side by side with a translation."""

from __future__ import annotations

from html import escape

from audioedition.model import Reading


def episode(reading: Reading) -> str:
    """The page of one episode, on which it can be read along."""
    return f"<!DOCTYPE html><title>{escape(reading.episode.title)}</title>"


def beside(reading: Reading, language: str) -> str:
    """The page of one episode beside its translation into `language`."""
    return f"<!DOCTYPE html><title>{escape(reading.episode.title)} {language}</title>"
