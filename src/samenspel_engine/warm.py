"""``python -m samenspel_engine.warm``: compile ahead of time what a first round needs.

The compiled kernels are kept beside the code; running this again takes a second.
"""

from samenspel_engine import generate_region, solve


def main() -> None:
    """Solve a small region and ask it what one more helper would do."""
    solve(generate_region(120, 240, seed=1).problem).scarcities(1)


if __name__ == "__main__":
    main()
