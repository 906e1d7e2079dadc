"""Other people's solvers on the same pairs: the optimum of a round, worked out without our
engine."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.optimize import linprog
from scipy.sparse import coo_array

from samenspel_engine.certificate import classes_of
from samenspel_engine.params import TOP_QUALITY

from .instances import pair_qualities

UNIT = 10_000_000
"""Cost of leaving one class open: far more than all matches of a small instance together."""


class Case:
    """A round as plain numbers: pairs with quality and cost, places, groups."""

    def __init__(self, problem, params):
        self.params, self.problem = params, problem
        self.quality = pair_qualities(problem, params)
        before = set(map(tuple, problem.previous.tolist()))
        self.cost = {
            pair: TOP_QUALITY - quality + params.continuity * (pair not in before)
            for pair, quality in self.quality.items()
        }
        fixed = set(problem.fixed[:, 0].tolist())
        self.rows = [i for i in range(len(problem.requests)) if i not in fixed]
        self.drop = UNIT * classes_of(problem, params)
        self.taken = np.bincount(problem.fixed[:, 1], minlength=len(problem.offers))
        quotas = problem.quotas
        self.above = {-1: []}
        self.left = [] if quotas is None else quotas.most.tolist()
        for group in range(len(self.left)):
            at = group
            self.above[group] = []
            while at >= 0:
                self.above[group].append(at)
                at = int(quotas.parent[at])
        members = [-1] * len(problem.offers) if quotas is None else quotas.group_of.tolist()
        self.groups = [self.above[group] for group in members]
        for j, number in enumerate(self.taken.tolist()):
            for group in self.groups[j]:
                self.left[group] -= number

    def places(self, j):
        """Cost of every free place of a helper."""
        last = int(self.problem.offers.capacity[j])
        return [self.params.load_step * k for k in range(int(self.taken[j]), last)]

    def total(self, helper_of):
        """Cost of a plan; fails if the plan is not allowed."""
        paid, load, groups = 0, {}, [0] * len(self.left)
        for i in self.rows:
            j = int(helper_of[i])
            if j < 0:
                paid += int(self.drop[i])
                continue
            paid += self.cost[i, j] + self.places(j)[load.get(j, 0)]
            load[j] = load.get(j, 0) + 1
            for group in self.groups[j]:
                groups[group] += 1
        assert all(a <= b for a, b in zip(groups, self.left, strict=True))
        return paid

    def ortools(self, lowest=0):
        """Cheapest total over the pairs of at least the ``lowest`` quality, as a flow."""
        flow = min_cost_flow.SimpleMinCostFlow()
        n, m = len(self.problem.requests), len(self.problem.offers)
        end = n + m + len(self.left)
        arc = flow.add_arc_with_capacity_and_unit_cost
        for (i, j), quality in self.quality.items():
            if quality >= lowest:
                arc(i, n + j, 1, self.cost[i, j])
        for i in self.rows:
            arc(i, end, 1, int(self.drop[i]))
            flow.set_node_supply(i, 1)
        for j in range(m):
            up = n + m + self.groups[j][0] if self.groups[j] else end
            for cost in self.places(j):
                arc(n + j, up, 1, cost)
        for group, most in enumerate(self.left):
            chain = self.above[group]
            arc(n + m + group, n + m + chain[1] if len(chain) > 1 else end, most, 0)
        flow.set_node_supply(end, -len(self.rows))
        assert flow.solve() == flow.OPTIMAL
        return flow.optimal_cost()

    def scipy(self, lowest=0):
        """The same as a linear programme of SciPy (HiGHS); its optimum is whole."""
        pairs = [
            (i, j, k, self.cost[i, j] + cost)
            for (i, j), quality in self.quality.items()
            if quality >= lowest
            for k, cost in enumerate(self.places(j))
        ]
        rules: dict[object, int] = {}
        for group in range(len(self.left)):
            rules["group", group] = len(rules)
        entries = []
        for column, (i, j, k, _) in enumerate(pairs):
            kept_to = ("row", i), ("place", j, k), *(("group", g) for g in self.groups[j])
            entries += [(rules.setdefault(rule, len(rules)), column) for rule in kept_to]
        open_cost = int(self.drop[self.rows].sum())
        if not entries:
            return open_cost
        rows, columns = np.array(entries).T
        most = np.ones(len(rules))
        most[: len(self.left)] = self.left
        gain = np.array([cost - int(self.drop[i]) for i, _, _, cost in pairs], float)
        shape = (len(rules), len(pairs))
        matrix = coo_array((np.ones(rows.size), (rows, columns)), shape).tocsr()
        found = linprog(gain, A_ub=matrix, b_ub=most, bounds=(0, 1), method="highs")
        return open_cost + round(found.fun)

    def best(self, solver):
        """The optimum asked for, with the floor if the settings ask for one."""
        if not self.params.floor:
            return solver(0)
        least = solver(0) // UNIT
        floors = sorted({0, *self.quality.values()}, reverse=True)
        return next(paid for paid in map(solver, floors) if paid // UNIT == least)
