"""Counting bits in compiled code with the one instruction for it, also in vector loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba import types
from numba.extending import intrinsic


def _count(_typing: Any, _word: Any) -> Any:
    def lower(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint32(types.uint32), lower


count_bits = cast(Callable[[np.uint32], np.uint32], intrinsic(_count))
"""Number of bits set in a 32-bit word; only inside compiled functions."""
