"""The week of a town of 70,000 inhabitants: our plan, HiGHS and CP-SAT, a minute each.

``ARGS="INHABITANTS SECONDS"`` for another size or time.
"""

from __future__ import annotations

from plan_common import main

if __name__ == "__main__":
    main("plan-70k", 60.0, ("highs", "cp-sat"))
