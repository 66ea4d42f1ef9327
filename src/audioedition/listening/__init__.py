"""Listening: a clip, and what was to be said ─► what is wrong with it, by measuring alone.

Where somebody recognises words, too (an `Ear`), what that finds is added.
"""

from __future__ import annotations

from audioedition.listening.judge import VERSION, Ear, Judge
from audioedition.listening.recollection import Recollection
from audioedition.listening.released import Released

__all__ = ["VERSION", "Ear", "Judge", "Recollection", "Released"]
