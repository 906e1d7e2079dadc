"""Where rules are set aside: in comments, in code, in templates, in the tools' settings.

Each finder takes a text and counts the exemptions in it by kind; ``counted`` adds them up over
the repository. A sample inside a string is not an exemption: only comments and real code count.
"""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator

from tests.support.repository import files, name_of, project

Place = tuple[str, str]
Kinds = Counter[str]

COMMENTS = {
    "noqa": re.compile(
        r"#\s*(?:(?:ruff|flake8)\s*:\s*)?noqa\b|#\s*ruff\s*:\s*\w*(?:disable|ignore)"
        r"|#\s*isort\s*:\s*(?:skip|off)",
        re.IGNORECASE,
    ),
    "type-ignore": re.compile(r"#\s*type:\s*ignore"),
    "mypy-comment": re.compile(r"#\s*mypy\s*:"),
    "no-cover": re.compile(r"pragma:\s*no\s+(?:cover|branch)"),
}
NAMES = {
    "skip": re.compile(r"(?:.*\.)?(?:skip|skipif|importorskip|skip[IU]\w+|SkipTest|skipTest)"),
    "xfail": re.compile(r"(?:.*\.)?(?:xfail|expectedFailure)"),
    "warnings": re.compile(r"(?:.*\.)?(?:simplefilter|filterwarnings|catch_warnings)"),
    "untyped": re.compile(r"(?:.*\.)?no_type_check\w*"),
    "collect-ignore": re.compile(r"collect_ignore(?:_glob)?|pytest_ignore_collect"),
}
TEMPLATE = {
    "unescaped": re.compile(
        r"\|\s*safe(?:seq)?\b|\{%-?\s*autoescape\s+(?!on\b)|\{%-?\s*filter\s[^%]*\bsafe"
    ),
    "djlint-off": re.compile(r"djlint:\s*off", re.IGNORECASE),
}
COMMANDS = {
    "warnings": re.compile(r"PYTHONWARNINGS|\s-W\s*ignore|no:warnings|disable-warnings"),
    "collect-ignore": re.compile(r"\s--(?:deselect|ignore|ignore-glob)\b"),
}
MADE_SAFE = re.compile(r"(?:.*\.)?(?:mark_safe|Safe(?:String|Text|Data)|html_safe)")
# Which argument is the mark-up that is not escaped.
FORMATS = {"format_html": (0, "format_string"), "format_html_join": (1, "format_string")}


def in_comments(text: str) -> Kinds:
    """Count what comments of Python code set aside."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return Kinds(
        kind
        for comment in comments
        for kind, pattern in COMMENTS.items()
        if pattern.search(comment)
    )


def in_code(text: str) -> Kinds:
    """Count what Python code itself sets aside, whatever name it was imported under."""
    found = Kinds()
    tree = ast.parse(text)
    for name in _names(tree):
        found.update(kind for kind, pattern in NAMES.items() if pattern.fullmatch(name))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if _last(call.func) == "cast" and call.args and _word(call.args[0]) == "Any":
            found["cast-any"] += 1
    return found


def unescaped(text: str) -> int:
    """Count the places where Python code puts mark-up in a page without escaping it."""
    tree = ast.parse(text)
    annotations = {id(part) for node in ast.walk(tree) for part in _annotations(node)}
    number = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in annotations:
            number += MADE_SAFE.fullmatch(_dotted(node)) is not None
        elif isinstance(node, ast.alias) and node.asname:
            number += MADE_SAFE.fullmatch(node.name) is not None or node.name in FORMATS
        else:
            number += _leaves_unescaped(node)
    return number


def in_template(text: str) -> Kinds:
    """Count what a template sets aside."""
    return _by_pattern(TEMPLATE, text)


def in_command(text: str) -> Kinds:
    """Count what a makefile or shell script sets aside."""
    return _by_pattern(COMMANDS, text)


def counted() -> Counter[Place]:
    """Return how often each kind of exemption occurs in each file."""
    found: Counter[Place] = Counter()
    for path in files():
        name, kinds = name_of(path), Kinds()
        if path.suffix == ".py" and "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            kinds = in_comments(text) + in_code(text)
            if name.startswith("src/"):
                kinds["unescaped"] += unescaped(text)
        elif "templates" in path.parts:
            kinds = in_template(path.read_text(encoding="utf-8"))
        elif path.suffix == ".sh" or name in {"Makefile", ".ci/run"}:
            kinds = in_command(path.read_text(encoding="utf-8"))
        found += Counter({(name, kind): number for kind, number in kinds.items()})
    for contract in project()["tool"]["importlinter"]["contracts"]:
        found["pyproject.toml", "ignore-imports"] += len(contract.get("ignore_imports", []))
    return +found


def flattened(name: str, value: object) -> dict[str, object]:
    """Return every setting under ``name`` by its full name; a list is one setting."""
    if isinstance(value, dict) and value:
        inside = [(f"{name}.{key}", one) for key, one in value.items()]
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        inside = [(f"{name}[{number}]", one) for number, one in enumerate(value)]
    else:
        return {name: value}
    return {key: one for part in inside for key, one in flattened(*part).items()}


def _by_pattern(patterns: dict[str, re.Pattern[str]], text: str) -> Kinds:
    return +Kinds({kind: len(pattern.findall(text)) for kind, pattern in patterns.items()})


def _names(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that is used, imported or defined; of ``a.b.c`` only the whole."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in inner:
            yield _dotted(node)
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.asname)


def _dotted(node: ast.AST) -> str:
    """``a.b.c``; what stands in front and is not a name (a call, say) is left out."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _last(node: ast.AST) -> str:
    return _dotted(node).rpartition(".")[2]


def _word(node: ast.AST) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else _last(node)


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    """Everything inside the annotations of a function, an argument or a variable."""
    for field in ("returns", "annotation"):
        if (given := getattr(node, field, None)) is not None:
            yield from ast.walk(given)


def _leaves_unescaped(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        place, keyword = FORMATS.get(_last(node.func), (None, ""))
        named = [one.value for one in node.keywords if one.arg == keyword]
        formats = node.args[place : place + 1] + named if place is not None else []
        return any(not isinstance(one, ast.Constant) for one in formats)
    if isinstance(node, ast.keyword):
        wanted = {"autoescape": False, "is_safe": True}.get(node.arg or "")
        return wanted is not None and _is(node.value, wanted)
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return any(key and _word(key) == "autoescape" and _is(one, False) for key, one in pairs)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return TEMPLATE["unescaped"].search(node.value) is not None
    return isinstance(node, ast.FunctionDef) and node.name == "__html__"


def _is(node: ast.AST, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value
