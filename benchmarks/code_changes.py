"""Every change of one line of code that could make it do something else, found by program.

Each part of an and, an or, a ``|`` and a ``&`` dropped; each comparison turned round or off by
one; each condition always and never true; each keyword of a filter or of what is written
dropped; each limit one more; each true false; each order the other way round; each element of
a list left out; each value of a table its neighbour's; each decorator and each side effect (a
call for its own sake, a field that is set) left out.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatchmethod

OTHER_WAY: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
OFF_BY_ONE = {"lte": "lt", "gte": "gt", "gt": "gte", "lt": "lte"}
WITH_KEYWORDS = {"filter", "exclude", "Q", "update", "create"}
"""Calls of which each keyword narrows what is found, or is written down."""

SHAPES = {
    "property", "cached_property", "staticmethod", "classmethod", "contextmanager",
    "abstractmethod", "overload", "override", "cache", "lru_cache", "atomic",
}  # fmt: skip
"""Decorators without which nothing works, or everything does and only takes longer; and the one
that a gate asks of every service (tests/gates/test_services.py)."""

LONG = 120
"""So much of a text is told; two that are told alike are numbered."""

UNSEEN = ("annotation", "returns", "decorator_list")
"""What of a function runs before it is called; its decorators are changed apart."""

Part = ast.expr | ast.stmt | ast.keyword
Change = tuple[Part, str]


@dataclass(frozen=True)
class CodeChange:
    """A module changed at one place: what was done to what, where that was, the text after."""

    name: str
    line: int
    text: str
    function: range
    """The lines of the function that it is in, decorators too; none outside of functions."""


def every_change(
    text: str, names: tuple[str, ...] = (), *, functions_only: bool = False
) -> Iterator[CodeChange]:
    """Yield each change of a module.

    ``names`` are the functions and constants to change, all when empty. Two changes that read
    the same are numbered.
    """
    tree, code, met = ast.parse(text), _Code(text), Counter[str]()
    functions = [_lines(one) for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    for name, place in _places(tree, names, functions_only=functions_only):
        for changed, new in code.changes(place):
            told = f"{name}: {code.told(changed, new)}"
            met[told] += 1
            around = [lines for lines in functions if changed.lineno in lines]
            yield CodeChange(
                name=f"{told} ({met[told]})" if met[told] > 1 else told,
                line=changed.lineno,
                text=code.with_change(changed, new),
                function=min(around, key=len, default=range(0)),
            )


def _lines(function: ast.FunctionDef) -> range:
    assert function.end_lineno is not None
    start = min((one.lineno for one in function.decorator_list), default=function.lineno)
    return range(start, function.end_lineno + 1)


class _Code:
    def __init__(self, text: str) -> None:
        self.text, self.raw = text, text.encode()
        self.starts = [0]
        for line in self.raw.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def part(self, node: ast.AST) -> str:
        """Return the text of a node."""
        return ast.get_source_segment(self.text, node) or ""

    def with_change(self, node: Part, new: str) -> str:
        """Return the text with a node replaced; an empty text takes a comma along."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self.starts[node.lineno - 1] + node.col_offset
        rest = self.raw[self.starts[node.end_lineno - 1] + node.end_col_offset :]
        if not new and rest.lstrip().startswith(b","):
            rest = rest.lstrip()[1:]
        return (self.raw[:start] + new.encode() + rest).decode()

    def told(self, node: Part, new: str) -> str:
        """Return in one line what becomes of a node."""
        before, after = (" ".join(text.split())[:LONG] for text in (self.part(node), new))
        return f"{before} -> {after or 'nothing'}"

    def changes(self, place: ast.AST) -> Iterator[Change]:
        """Yield each node that can be something else, and the text for it."""
        for node in _nodes(place):
            yield from self._of(node)

    @singledispatchmethod
    def _of(self, node: ast.AST) -> Iterator[Change]:
        if isinstance(node, ast.stmt):
            yield from self._of_statement(node)

    @_of.register
    def _(self, node: ast.BoolOp) -> Iterator[Change]:
        word = " and " if isinstance(node.op, ast.And) else " or "
        parts = [f"({self.part(one)})" for one in node.values]
        for gone in range(len(parts)):
            yield node, f"({word.join(parts[:gone] + parts[gone + 1 :])})"

    @_of.register
    def _(self, node: ast.BinOp) -> Iterator[Change]:
        if isinstance(node.op, (ast.BitOr, ast.BitAnd)):
            yield node, f"({self.part(node.left)})"
            yield node, f"({self.part(node.right)})"

    @_of.register
    def _(self, node: ast.UnaryOp) -> Iterator[Change]:
        if isinstance(node.op, (ast.Not, ast.Invert)):
            yield node, f"({self.part(node.operand)})"

    @_of.register
    def _(self, node: ast.Compare) -> Iterator[Change]:
        if len(node.ops) == 1:
            left, right = self.part(node.left), self.part(node.comparators[0])
            yield node, f"({left} {OTHER_WAY[type(node.ops[0])]} {right})"
        yield from self._one_more(*node.comparators)

    @_of.register(ast.If)
    @_of.register(ast.IfExp)
    def _(self, node: ast.If | ast.IfExp) -> Iterator[Change]:
        yield from ((node.test, word) for word in ("True", "False"))

    @_of.register
    def _(self, node: ast.comprehension) -> Iterator[Change]:
        yield from ((one, "True") for one in node.ifs)

    @_of.register
    def _(self, node: ast.Constant) -> Iterator[Change]:
        if isinstance(node.value, bool):
            yield node, str(not node.value)

    @_of.register(ast.Set)
    @_of.register(ast.List)
    @_of.register(ast.Tuple)
    def _(self, node: ast.Set | ast.List | ast.Tuple) -> Iterator[Change]:
        yield from ((one, "") for one in _elements(node))

    @_of.register
    def _(self, node: ast.Slice) -> Iterator[Change]:
        yield from self._one_more(node.lower, node.upper)

    @_of.register
    def _(self, node: ast.keyword) -> Iterator[Change]:
        yield from self._one_more(node.value)

    def _one_more(self, *nodes: ast.expr | None) -> Iterator[Change]:
        for node in nodes:
            if isinstance(node, ast.Constant) and type(node.value) is int:
                yield node, str(node.value + 1)

    def _of_statement(self, node: ast.stmt) -> Iterator[Change]:
        if isinstance(node, ast.FunctionDef):
            for one in node.decorator_list:
                called = one.func if isinstance(one, ast.Call) else one
                if self.part(called).rpartition(".")[2] not in {*SHAPES, "setter"}:
                    yield one, "(lambda it: it)"
        elif _is_a_side_effect(node):
            yield node, "pass"
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Dict):
            yield from ((node.value, "{}") for _ in node.value.keys[:1])
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            yield from self._one_more(node.value)

    @_of.register
    def _(self, node: ast.Call) -> Iterator[Change]:
        called = (
            node.func.attr if isinstance(node.func, ast.Attribute) else self.part(node.func)
        )
        if called == "order_by":
            yield from self._other_order(node.args)
        if called not in WITH_KEYWORDS:
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

    def _other_order(self, by: list[ast.expr]) -> Iterator[Change]:
        for one in by[:1]:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                word = one.value
                yield one, repr(word[1:] if word.startswith("-") else f"-{word}")

    @_of.register
    def _(self, node: ast.Dict) -> Iterator[Change]:
        values = [self.part(one) for one in node.values]
        for number, value in enumerate(node.values):
            following = values[(number + 1) % len(values)]
            if following != values[number]:
                yield value, following


def _elements(node: ast.Set | ast.List | ast.Tuple) -> Iterator[ast.expr]:
    if len(node.elts) < 2 or (
        not isinstance(node, ast.Set) and not isinstance(node.ctx, ast.Load)
    ):
        return
    for one in node.elts:
        if isinstance(one, ast.Attribute) or (
            isinstance(one, ast.Constant) and isinstance(one.value, str)
        ):
            yield one


def _is_a_side_effect(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call)
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], (ast.Subscript, ast.Attribute))
    return isinstance(node, (ast.AugAssign, ast.Delete))


def _places(
    tree: ast.Module, names: tuple[str, ...], *, functions_only: bool
) -> Iterator[tuple[str, ast.AST]]:
    """Yield the functions and constants of these names, or everything."""
    if names:
        yield from _named(tree, names)
    elif functions_only:
        yield from ((one.name, one) for one in _outermost_functions(tree))
    else:
        for one in tree.body:
            if not isinstance(one, (ast.Import, ast.ImportFrom)):
                yield getattr(one, "name", "module"), one


def _named(tree: ast.Module, names: tuple[str, ...]) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            yield node.name, node
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names:
            yield ast.unparse(node.targets[0]), node


def _outermost_functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.FunctionDef):
            yield one
        elif isinstance(one, ast.ClassDef):
            yield from _outermost_functions(one)


def _nodes(place: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a place, but for its types and what only type checkers run.

    Not what stands inside a text with values: Python does not say well where that is.
    """
    if isinstance(place, ast.JoinedStr) or (
        isinstance(place, ast.If) and ast.unparse(place.test) == "TYPE_CHECKING"
    ):
        return
    yield place
    for field, value in ast.iter_fields(place):
        if field not in UNSEEN:
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, ast.AST):
                    yield from _nodes(one)
