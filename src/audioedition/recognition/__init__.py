"""Recognition: a clip ─► the words that are heard in it, in which language, and what is wrong with them.

The recogniser is Whisper (the extra `[verify]`); who only measures or publishes never loads it.
"""

from __future__ import annotations

from audioedition.recognition.ear import VERSION, Ear, Recogniser, Transcript
from audioedition.recognition.sound import RATE
from audioedition.recognition.whisper import called, load

__all__ = ["RATE", "VERSION", "Ear", "Recogniser", "Transcript", "called", "load"]
