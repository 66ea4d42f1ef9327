"""Products of matrices on one processor core.

For large ones, the libraries below numpy start threads, which wait for the next by spinning: measured, that doubled what
listening cost, and it was no faster.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SMALL = 250_000
"""Multiplications that OpenBLAS does where it is asked, without threads: up to 262,144."""


def times(rows: NDArray[np.float32], matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """`rows` @ `matrix`, a few rows at a time."""
    count, inner = rows.shape
    size = rows_at_once(matrix)
    whole = count - count % size
    found = np.empty((count, matrix.shape[1]), dtype=np.float32)
    np.matmul(
        rows[:whole].reshape(-1, size, inner), matrix, out=found[:whole].reshape(-1, size, matrix.shape[1])
    )
    np.matmul(rows[whole:], matrix, out=found[whole:])
    return found


def rows_at_once(matrix: NDArray[np.float32]) -> int:
    """How many rows are multiplied with a matrix at a time."""
    return max(1, _SMALL // matrix.size)
