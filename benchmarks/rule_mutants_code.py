"""Every change of one condition, filter or role in the code that decides about access.

Found by program in the functions named in ``PLACES``: each part of an and, an or, a ``|`` and a
``&`` dropped, each comparison turned round or off by one, each condition always and never true,
each keyword of a filter dropped, each role and each statement of a resolver left out.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sabotage_changes import Sabotage

ROOMS = "src/samenspel"
PLACES: dict[str, tuple[str, ...]] = {
    "access/decide.py": (
        "roles_towards", "with_ties", "decide", "decide_with", "decide_all", "decide_given",
        "_decide", "_grantees", "require",
    ),
    "access/rules.py": ("is_settled", "roles_with"),
    "circles/actor_roles.py": ("*",),
    "needs/actor_roles.py": ("*",),
    "matching/actor_roles.py": ("*",),
    "placements/actor_roles.py": ("*",),
    "volunteering/actor_roles.py": ("*",),
    "circles/reads/seats.py": ("roles_around", "has_seat"),
    "circles/models.py": ("visible_to", "in_force"),
    "needs/models.py": ("visible_to", "_organisation_may_read", "SHARED_WITH_CIRCLE"),
    "volunteering/models.py": ("visible_to",),
    "consent/models.py": ("in_force",),
    "consent/reads.py": (
        "is_open", "open_consents", "_open_rows", "allows_person", "allows_organisation",
    ),
    "organisations/models.py": ("in_force",),
    "organisations/reads.py": ("organisations_where", "coordinated_by"),
    "people/models.py": ("in_force",),
    "people/reads.py": ("ties_and_home", "_ties_rows", "blocking", "represented_by"),
    "people/types.py": (
        "LEGAL_FOR_CARE", "MAY_ANSWER", "may_decide_about_care", "asks_together",
    ),
}  # fmt: skip
NEAREST = (
    "tests/access/test_who_has_what.py",
    "tests/access/test_written_rules.py",
    "tests/access/test_decisions.py::test_every_way_of_deciding_says_what_is_written",
    "tests/access/test_rules.py",
)
WIDER = (
    "tests/access/test_in_whose_name.py",
    "tests/access/test_row_security.py",
    "tests/access/test_looks.py",
    "tests/access/test_who_looked.py",
    "tests/access/test_matrix.py",
    "tests/circles",
    "tests/consent",
    "tests/people",
    "tests/needs",
)
"""Asked when the nearest tests notice nothing."""

OTHER_WAY: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
OFF_BY_ONE = {"lte": "lt", "gte": "gt", "gt": "gte", "lt": "lte"}
Change = tuple[ast.AST, str]


class Code:
    """The text of a module, with its changes."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.lines = text.encode().splitlines(keepends=True)

    def place(self, line: int, column: int) -> int:
        """Return where a line and a column are, in bytes."""
        return sum(len(one) for one in self.lines[: line - 1]) + column

    def part(self, node: ast.AST) -> str:
        """Return the text of a node."""
        return ast.get_source_segment(self.text, node) or ""

    def with_change(self, node: ast.expr | ast.stmt | ast.keyword, new: str) -> str:
        """Return the text with a node replaced; an empty text takes a comma along."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        raw = self.text.encode()
        start = self.place(node.lineno, node.col_offset)
        end = self.place(node.end_lineno, node.end_col_offset)
        rest = raw[end:]
        if not new and rest.lstrip().startswith(b","):
            rest = rest.lstrip()[1:]
        return (raw[:start] + new.encode() + rest).decode()

    def changes(self, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Yield the name of each change and the whole text after it."""
        for name, place in _places(ast.parse(self.text), names):
            for node in _nodes(place):
                for changed, new in self._of(node):
                    what = " ".join(self.part(changed).split())
                    told = f"{name}: {what} -> {' '.join(new.split()) or 'nothing'}"
                    yield told, self.with_change(changed, new)

    def _of(self, node: ast.AST) -> Iterator[Change]:
        if isinstance(node, ast.BoolOp):
            word = " and " if isinstance(node.op, ast.And) else " or "
            parts = [f"({self.part(one)})" for one in node.values]
            for gone in range(len(parts)):
                left = word.join(parts[:gone] + parts[gone + 1 :])
                yield node, f"({left})"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitOr, ast.BitAnd)):
            yield node, f"({self.part(node.left)})"
            yield node, f"({self.part(node.right)})"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
            yield node, f"({self.part(node.operand)})"
        elif isinstance(node, ast.Compare):
            left, right = self.part(node.left), self.part(node.comparators[0])
            yield node, f"({left} {OTHER_WAY[type(node.ops[0])]} {right})"
        else:
            yield from self._of_larger(node)

    def _of_larger(self, node: ast.AST) -> Iterator[Change]:
        if isinstance(node, (ast.If, ast.IfExp)):
            yield from ((node.test, word) for word in ("True", "False"))
        elif isinstance(node, ast.comprehension):
            yield from ((one, "True") for one in node.ifs)
        elif isinstance(node, ast.Call):
            yield from self._of_call(node)
        elif isinstance(node, ast.Dict):
            yield from self._of_dict(node)
        elif isinstance(node, (ast.Set, ast.Tuple)) and len(node.elts) > 1:
            yield from ((one, "") for one in node.elts if isinstance(one, ast.Attribute))
        else:
            yield from self._of_statement(node)

    def _of_statement(self, node: ast.AST) -> Iterator[Change]:
        if isinstance(node, (ast.Expr, ast.Assign)) and _does_something(node):
            yield node, "pass"
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Dict):
            yield from ((node.value, "{}") for _ in node.value.keys[:1])

    def _of_call(self, node: ast.Call) -> Iterator[Change]:
        called = (
            node.func.attr if isinstance(node.func, ast.Attribute) else self.part(node.func)
        )
        if called not in ("filter", "Q"):
            return
        for keyword in node.keywords:
            if called == "filter" or len(node.keywords) > 1:
                yield keyword, ""
            path, _, lookup = (keyword.arg or "").rpartition("__")
            value = self.part(keyword.value)
            if lookup in OFF_BY_ONE:
                yield keyword, f"{path}__{OFF_BY_ONE[lookup]}={value}"
            elif lookup == "isnull":
                yield keyword, f"{path}__isnull={value != 'True'}"
        if called == "filter" and len(node.args) + len(node.keywords) > 1:
            yield from ((one, "") for one in node.args)

    def _of_dict(self, node: ast.Dict) -> Iterator[Change]:
        values = [self.part(one) for one in node.values]
        for number, value in enumerate(node.values):
            following = values[(number + 1) % len(values)]
            if following != values[number]:
                yield value, following


def _does_something(node: ast.Expr | ast.Assign) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call)
    return isinstance(node.targets[0], ast.Subscript)


def _places(tree: ast.Module, names: tuple[str, ...]) -> Iterator[tuple[str, ast.AST]]:
    """Yield the functions and constants of these names; ``*`` means everything."""
    if names == ("*",):
        for node in tree.body:
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                yield getattr(node, "name", "module"), node
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            yield node.name, node
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names:
            yield ast.unparse(node.targets[0]), node


def _nodes(place: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a place, but for its types and what only type checkers run."""
    if isinstance(place, ast.If) and ast.unparse(place.test) == "TYPE_CHECKING":
        return
    yield place
    for field, value in ast.iter_fields(place):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                yield from _nodes(one)


def code_mutants(root: Path) -> Iterator[Sabotage]:
    """Yield every change of the code, each a sabotage of the whole file."""
    met: Counter[str] = Counter()
    for place, names in PLACES.items():
        file = f"{ROOMS}/{place}"
        text = (root / file).read_text(encoding="utf-8")
        for told, after in Code(file, text).changes(names):
            name = f"{place} {told}"
            met[name] += 1
            again = f" ({met[name]})" if met[name] > 1 else ""
            yield Sabotage(
                name=f"{name}{again}", kind=f"code of {place}", file=file, noticed_by=NEAREST,
                old=text, new=after,
            )  # fmt: skip
