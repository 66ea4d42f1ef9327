"""Where fetched files lie that belong to no edition; only importer of platformdirs."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "AUDIOEDITION_VOICES"


def shared_folder() -> Path:
    """The folder of models that all editions of a user share; it need not be there yet.

    It is what the environment's AUDIOEDITION_VOICES says, or else where this system keeps a user's data.
    """
    if given := os.environ.get(VARIABLE):
        return Path(given).expanduser()
    import platformdirs  # noqa: PLC0415 -- only where it is asked

    return platformdirs.user_data_path("audioedition", appauthor=False) / "voices"


def settings_folder() -> Path:
    """The folder of what a user has decided for all editions; it need not be there yet."""
    import platformdirs  # noqa: PLC0415 -- as above

    return platformdirs.user_config_path("audioedition", appauthor=False)


def cache_folder() -> Path:
    """The folder of what can be made again at any time; it need not be there yet."""
    import platformdirs  # noqa: PLC0415 -- as above

    return platformdirs.user_cache_path("audioedition", appauthor=False)
