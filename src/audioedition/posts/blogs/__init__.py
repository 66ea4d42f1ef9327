"""Whole blogs, as their feeds and exports give them: entries, and what is not taken."""
