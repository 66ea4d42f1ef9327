"""Engines that misbehave in the ways that real ones do, for tests of everything around them."""
