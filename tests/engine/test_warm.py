"""Compiling ahead."""

from samenspel_engine.warm import main


def test_it_solves_a_small_region():
    main()
