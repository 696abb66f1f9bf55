"""Nothing grows past what a reader can hold: files, functions, views and templates have a budget of lines.

Over budget needs a reason in the file's first lines: `# Over budget: why this is one piece.`, in a template
`{# Over budget: ... #}`. A function is counted from its first statement: its signature and docstring are free.
"""

import ast

from tests.sweeps.houses import PYTHON, TEMPLATES, address

FILE, FUNCTION, VIEW, TEMPLATE = 300, 30, 25, 120
PRODUCT = [path for path in PYTHON if not address(path).startswith("tests/")]


def is_excused(text: str) -> bool:
    return any("Over budget:" in line for line in text.splitlines()[:15])


def long_files(paths, budget: int) -> dict[str, int]:
    texts = {address(path): path.read_text() for path in paths}
    return {
        name: len(text.splitlines())
        for name, text in texts.items()
        if len(text.splitlines()) > budget and not is_excused(text)
    }


def statements(function: ast.FunctionDef) -> int:
    """Lines from the first statement that is not the docstring to the end."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return function.end_lineno - body[0].lineno + 1


def long_functions(path) -> dict[str, int]:
    text = path.read_text()
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            answers = bool(node.args.args) and node.args.args[0].arg == "request"
            if statements(node) > (VIEW if answers and "views" in address(path) else FUNCTION):
                found[f"{address(path)}: {node.name}"] = statements(node)
    return {} if is_excused(text) else found


def test_budgets_are_measured_on_something():
    assert len(PRODUCT) > 100
    assert len(TEMPLATES) > 50


def test_files_keep_to_their_budget():
    assert long_files(PYTHON, FILE) == {}


def test_functions_keep_to_their_budget():
    assert {name: lines for path in PRODUCT for name, lines in long_functions(path).items()} == {}


def test_templates_keep_to_their_budget():
    assert long_files(TEMPLATES, TEMPLATE) == {}
