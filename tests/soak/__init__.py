"""Hostile input for everything that is read: `make soak`.

    python -m soak [--inputs N] [--minutes M] [--jobs J] [--seed S] [--only TARGET…] [--again FILE…]

A *target* (`target.py`) is one door through which something comes in: examples of it, the words of its language, what is
run, and what may be raised.  `targets.py` lists them all.  Three things run them:

- `generated.py` has hypothesis make inputs of the examples and the words, and shrink what fails;
- `guided.py` lets atheris (libFuzzer) look for inputs that reach new code;
- `tests/test_soak.py` runs a few thousand inputs of a fixed seed, with everything else that is tested.

A *finding* is an exception that is no sentence of ours, an input that takes longer than 10 s of the processor, memory that grows by more than
500 MB, or the end of the process.  It is kept in `build/soak/findings/`; `--again FILE` runs it once more.  The corpus of
the guided part stays in `build/soak/corpus/`.  Each finding becomes a test beside those of what it concerns.
"""
