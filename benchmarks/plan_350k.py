"""The week of a city of 350,000 inhabitants: our plan in two minutes.

The other solvers are not run at this size: at a fifth of it they find no useful plan.
``ARGS="INHABITANTS SECONDS"`` for another size or time.
"""

from __future__ import annotations

from plan_common import main

if __name__ == "__main__":
    main("plan-350k", 120.0, ())
