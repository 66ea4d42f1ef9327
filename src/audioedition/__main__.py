"""`python -m audioedition`: the same command."""

from audioedition.cli import main

main()
