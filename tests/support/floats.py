"""Where floats come into code: an exact proof may not contain them."""

import ast
from collections.abc import Iterator

FLOATS = {
    "float",
    "complex",
    "Decimal",
    "float16",
    "float32",
    "float64",
    "longdouble",
    "double",
}
FLOAT_CODES = {"f", "d", "f4", "f8", "<f4", "<f8"}
FLOAT_FUNCTIONS = {
    "mean", "average", "median", "std", "var", "divide", "true_divide", "reciprocal", "sqrt",
    "cbrt", "exp", "log", "log2", "log10", "power", "float_power", "linspace", "logspace",
    "percentile", "quantile", "floor", "ceil", "rint", "round", "around", "trunc", "fix",
    "fsum", "hypot", "norm", "fdiv", "nanmean", "interp",
}  # fmt: skip
FLOAT_VALUES = {"nan", "inf", "NaN", "Inf", "infty", "pi", "e"}
# Arrays of float64 unless a dtype is given, and the place of the dtype among the arguments.
NEEDS_DTYPE = {"zeros": 1, "ones": 1, "empty": 1, "identity": 1, "eye": 3}


def floats_in(function: ast.AST) -> list[tuple[int, str]]:
    """Every place where a float can come into the code: its line, and what is there.

    Annotations count too: what is told as a float is made as one.
    """
    return sorted(
        {
            (getattr(node, "lineno", 0), why)
            for node in ast.walk(function)
            for why in _reasons(node)
        }
    )


def functions_of(text: str) -> dict[str, ast.AST]:
    """The functions of a module, methods as ``Class.method``, and ``<module>`` for the rest."""
    tree = ast.parse(text)
    rest: list[ast.stmt] = []
    found: dict[str, ast.AST] = {}
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            found[statement.name] = statement
        elif isinstance(statement, ast.ClassDef):
            for part in statement.body:
                if isinstance(part, ast.FunctionDef):
                    found[f"{statement.name}.{part.name}"] = part
                else:
                    rest.append(part)
        else:
            rest.append(statement)
    return found | {"<module>": ast.Module(rest, [])}


def _reasons(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call():
            yield from _reasons_of_call(node)
        case ast.Constant(value=float() | complex() as number):
            yield f"the number {number}"
        case ast.Constant(value=str(word)) if word in FLOATS | FLOAT_CODES:
            yield f"the type '{word}'"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            yield "a division with /"
        case ast.BinOp(op=ast.Pow(), right=ast.UnaryOp(op=ast.USub())):
            yield "a negative power"
        case _:
            yield from _reasons_of_name(node)


def _reasons_of_name(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=word) | ast.Attribute(attr=word) if word in FLOATS:
            yield word
        case ast.Attribute(value=ast.Name(id="np" | "math"), attr=word) if word in FLOAT_VALUES:
            yield word
        case ast.ImportFrom(module="math" | "statistics" | "decimal"):
            yield "an import of arithmetic with floats"
        case ast.Import(names=names) if {"math", "statistics", "decimal"} & {
            alias.name for alias in names
        }:
            yield "an import of arithmetic with floats"


def _reasons_of_call(call: ast.Call) -> Iterator[str]:
    function = call.func
    name = getattr(function, "attr", getattr(function, "id", ""))
    keywords = {one.arg for one in call.keywords}
    if name in FLOAT_FUNCTIONS:
        yield f"{name}()"
    of_numpy = isinstance(function, ast.Attribute) and ast.unparse(function.value) == "np"
    typed = len(call.args) > NEEDS_DTYPE.get(name, 0) or "dtype" in keywords
    if of_numpy and name in NEEDS_DTYPE and not typed:
        yield f"np.{name}() without a type"
    weights = [one.value for one in call.keywords if one.arg == "weights"] + call.args[1:2]
    if name == "bincount" and any(ast.unparse(one) != "None" for one in weights):
        yield "bincount() with weights"
