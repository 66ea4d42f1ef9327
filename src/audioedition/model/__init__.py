"""Every type that crosses a border between two rooms, in the order in which they flow.

    Post ─► Split (Edition*, Dropped*) ─► Utterance* ─► Clip* ─► Mixdown ─► Episode ─► Feed

All are frozen.  Durations are in seconds, rates in hertz, language tags are BCP 47 (`en`, `pt-BR`),
times of day carry a zone.
"""

from __future__ import annotations

from audioedition.model.episodes import Enclosure, Episode, Line, Reference, Shown, Superseded
from audioedition.model.hearing import Fault, Heard, Listening, Pair, Quality, Trouble, Verdict
from audioedition.model.podcasts import Artwork, Disclosure, Feed, Podcast, Reading, Sister, Translation
from audioedition.model.sound import Chapter, Clip, Jingle, Mixdown, Tags, Timing
from audioedition.model.speech import (
    QUOTATION,
    Attribution,
    Consent,
    Option,
    Pauses,
    Row,
    Script,
    Utterance,
    Voice,
)
from audioedition.model.text import (
    UNDETERMINED,
    UNSURE,
    Block,
    Decision,
    Difference,
    Dropped,
    Edition,
    Kind,
    Link,
    Picture,
    Post,
    Span,
    Split,
    Stretch,
)

__all__ = [
    "QUOTATION",
    "UNDETERMINED",
    "UNSURE",
    "Artwork",
    "Attribution",
    "Block",
    "Chapter",
    "Clip",
    "Consent",
    "Decision",
    "Difference",
    "Disclosure",
    "Dropped",
    "Edition",
    "Enclosure",
    "Episode",
    "Fault",
    "Feed",
    "Heard",
    "Jingle",
    "Kind",
    "Line",
    "Link",
    "Listening",
    "Mixdown",
    "Option",
    "Pair",
    "Pauses",
    "Picture",
    "Podcast",
    "Post",
    "Quality",
    "Reading",
    "Reference",
    "Row",
    "Script",
    "Shown",
    "Sister",
    "Span",
    "Split",
    "Stretch",
    "Superseded",
    "Tags",
    "Timing",
    "Translation",
    "Trouble",
    "Utterance",
    "Verdict",
    "Voice",
]
