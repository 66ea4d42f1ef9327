"""Turns a post in several languages into spoken episodes, one podcast feed per language.

A post flows through these rooms: `posts` reads it, `editions` splits it by language, `utterances`
writes the script, `clips` speaks it, `mixdown` makes the recording, `archive` keeps it (`record`
conducts all that); `feeds` and `pages` show it to the world (conducted by `publish`).
"""

__version__ = "0.1.0"
