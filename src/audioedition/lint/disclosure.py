"""Whether a feed tells programs that its voices are synthetic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audioedition.lint.document import Document, Flaw, every, quoted
from audioedition.lint.offers import NAME
from audioedition.phrases import of

TEXT = 4000
"""Characters that the namespace allows in a text."""

_AI = "ai-content"


def disclosed(feed: Document) -> Iterator[Flaw]:
    """P9: whether voices are synthetic is said once, as true or false, and of the podcast if it is of an episode."""
    is_said = False
    for place, item in feed.places:
        answers = set()
        for element in every(place, "podcast:txt"):
            text, purpose = (element.text or "").strip(), element.get("purpose", "")
            if len(text) > TEXT or len(purpose) > NAME:
                yield Flaw(
                    f"a podcast:txt has more than {TEXT} characters, or its purpose more than {NAME}",
                    f"shorten it in `txt` of {feed.table}",
                    quoted(purpose),
                    item,
                )
            if purpose == _AI:
                answers.add(text)
                if text not in {"true", "false"}:
                    yield Flaw(
                        "whether voices are synthetic is said neither as true nor as false (podcast:txt ai-content)",
                        detail=quoted(text),
                        item=item,
                    )
            elif re.sub(r"[\W_]+", "-", purpose.strip().lower()) in {_AI, _AI.replace("-", "")}:
                yield Flaw(
                    f"the purpose {_AI} is misspelt, and what it says of the voices is lost (podcast:txt)",
                    f"correct `txt` of {feed.table}, or leave it out there: publishing says it by itself",
                    quoted(purpose),
                    item,
                )
        if len(answers) > 1:
            yield Flaw(
                "it is said twice, and differently, whether voices are synthetic (podcast:txt ai-content)",
                item=item,
            )
        is_said = is_said or (item is not None and "true" in answers)
    told = (each for each in every(feed.channel, "podcast:txt") if each.get("purpose") == _AI)
    if is_said and "true" not in [(each.text or "").strip() for each in told]:
        yield Flaw(
            "episodes are said to have synthetic voices, and the podcast is not (podcast:txt ai-content)"
        )


def narrated(feed: Document) -> Iterator[Flaw]:
    """P9: an episode that names a synthetic narrator says so to programs, too."""
    word = of(feed.language).words.synthetic_voice.lower()
    for item in feed.items:
        narrators = (
            (each.text or "").lower()
            for each in every(item, "podcast:person")
            if each.get("role", "").lower() == "narrator"
        )
        if any(word in name for name in narrators):
            texts = every(item, "podcast:txt")
            if not any(each.get("purpose") == _AI and (each.text or "").strip() == "true" for each in texts):
                yield Flaw(
                    "an episode names a synthetic narrator, and does not say so to programs (podcast:txt ai-content)",
                    "docs/disclosure.md tells how it is said",
                    item=item,
                    is_fatal=False,
                )
