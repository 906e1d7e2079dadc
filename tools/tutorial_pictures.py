"""The pictures of the engine's tutorial, drawn from what its examples made."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patheffects import Normal, Stroke

from samenspel_engine.generate import places
from samenspel_engine.geography import project

MOST_NAMED = 14

INK, PAPER, LINE, GREEN, CORAL, GREY = (
    "#1f2a2e", "#fbf8f3", "#7fa99b", "#1e6b52", "#c4502f", "#b9b4aa",
)  # fmt: skip
STYLE = {
    "axes.edgecolor": GREY, "axes.facecolor": PAPER, "axes.labelcolor": INK,
    "axes.spines.right": False, "axes.spines.top": False, "figure.facecolor": PAPER,
    "font.size": 11, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
}  # fmt: skip


def draw(names: Mapping[str, Any], folder: Path) -> None:
    """Draw every picture of the tutorial into ``folder``."""
    mpl.use("Agg")
    with mpl.rc_context(STYLE):
        _keep(_map(names["problem"], names["result"]), folder / "map.png")
        _keep(_fairness(names["curve"]), folder / "fairness.png")
        _keep(_gap(names["week"].trace), folder / "gap.png")


def _keep(axes: Axes, path: Path) -> None:
    figure = axes.get_figure()
    assert figure is not None
    figure.savefig(path, dpi=110, bbox_inches="tight", metadata={"Software": None})
    plt.close()


def _map(problem: Any, result: Any) -> Axes:
    """A line for each match, from the question to the helper; open questions as rings."""
    _, axes = plt.subplots(figsize=(8.4, 6.4))
    asked, offered = problem.requests, problem.offers
    done = result.helper_of >= 0
    who = result.helper_of[done]
    here = np.stack([asked.x_m[done], asked.y_m[done]], axis=1) / 1000
    there = np.stack([offered.x_m[who], offered.y_m[who]], axis=1) / 1000
    lines = np.stack([here, there], axis=1)
    axes.scatter(offered.x_m / 1000, offered.y_m / 1000, s=1.5, color=GREY, label="helper")
    axes.add_collection(LineCollection(list(lines), colors=LINE, linewidths=0.9))
    axes.scatter(*here.T, s=5, color=GREEN, label="question with a helper", zorder=3)
    axes.scatter(
        asked.x_m[~done] / 1000, asked.y_m[~done] / 1000, s=14, facecolors="none",
        edgecolors=CORAL, linewidths=0.9, label="open question", zorder=4,
    )  # fmt: skip
    _name_places(axes)
    axes.set_aspect("equal")
    axes.set_axis_off()
    west, north = axes.get_xlim()[0], axes.get_ylim()[1]
    axes.plot([west, west + 10], [north, north], color=INK, linewidth=1.5)
    axes.text(west + 5, north - 0.6, "10 km", ha="center", va="top", fontsize=9)
    axes.legend(loc="lower left", frameon=False, markerscale=1.8)
    return axes


def _name_places(axes: Axes) -> None:
    """The largest places, each with a halo so that it can be read over the lines."""
    largest = sorted(places(), key=lambda place: -place.population)[:MOST_NAMED]
    x_m, y_m = project([one.latitude for one in largest], [one.longitude for one in largest])
    named: list[tuple[float, float]] = []
    for place, x, y in zip(largest, x_m / 1000, y_m / 1000, strict=True):
        if any(abs(x - a) < 7 and abs(y - b) < 2.5 for a, b in named):
            continue
        named.append((x, y))
        name = axes.text(x, y + 2.2, place.name, ha="center", fontsize=9, zorder=5)
        name.set_path_effects([Stroke(linewidth=2.5, foreground=PAPER), Normal()])


def _fairness(curve: Sequence[Any]) -> Axes:
    """Quality against evenness, a point for each load step."""
    _, axes = plt.subplots(figsize=(7.2, 4.2))
    gini, quality = ([getattr(one, name) for one in curve] for name in ("gini", "quality"))
    share = 100 * np.array(quality) / max(quality)
    axes.plot(gini, share, color=GREEN, marker="o", linewidth=1.5)
    for one, x, y in zip(curve, gini, share, strict=True):
        axes.annotate(f"step {one.load_step}", (x, y), (6, -12), textcoords="offset points")
    axes.set_xlabel("Gini of the load (further left: shared more evenly)")
    axes.set_ylabel("% of the best quality")
    axes.margins(0.12)
    return axes


def _gap(trace: Sequence[Any]) -> Axes:
    """Cost of the best plan and the bound, while the search went on."""
    _, axes = plt.subplots(figsize=(7.2, 4.2))
    shown = [one for one in trace if one.bound > 0]
    seconds = [one.seconds for one in shown]
    cost, bound = [one.cost for one in shown], [one.bound for one in shown]
    axes.fill_between(seconds, bound, cost, color=LINE, alpha=0.35, linewidth=0)
    axes.plot(seconds, cost, color=CORAL, label="cost of the best plan")
    axes.plot(seconds, bound, color=GREEN, label="bound: no plan costs less")
    axes.set_ylim(0.8 * bound[-1], 1.4 * bound[-1])
    axes.set_xlabel("seconds")
    axes.set_ylabel("cost")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.legend(frameon=False)
    return axes
