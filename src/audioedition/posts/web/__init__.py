"""The web: what an address is, what may be connected to, and how a page is fetched from there."""
