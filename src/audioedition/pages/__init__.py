"""What listeners see: a page that leads to all podcasts, one for each podcast, and those of each episode.  Pure.

The pages ask nothing of any other site, and link relatively wherever they can: they work from any static host and
from `file:`.  What they share, styles and scripts, lies beside them in `assets/`.
"""

from __future__ import annotations

from audioedition.pages.landing import NEWEST, landing
from audioedition.pages.podcast import EPISODES, podcast
from audioedition.pages.reading import beside, episode
from audioedition.pages.shared import assets

__all__ = ["EPISODES", "NEWEST", "assets", "beside", "episode", "landing", "podcast"]
