"""One module (or package) per language that has rules of its own: `rules(language, words)` gives them, in order."""
