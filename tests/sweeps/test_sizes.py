"""Nothing grows past what a reader can hold: files, functions, views and templates have a budget of lines.

Over budget needs a reason in the file's first lines, on a line of its own: `# Over budget: why this is one piece.`
(in a template `{# Over budget: ... #}`).
"""

import ast

import pytest

from tests.sweeps.houses import PYTHON, TEMPLATES, address

FILE, FUNCTION, VIEW, TEMPLATE = 300, 30, 25, 120
PRODUCT = [path for path in PYTHON if not address(path).startswith("tests/")]


def is_excused(text: str) -> bool:
    return any("Over budget:" in line for line in text.splitlines()[:15])


def functions(text: str):
    """Name, length and whether it answers a request, of each function and method."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            first = node.args.args[0].arg if node.args.args else ""
            yield node.name, node.end_lineno - node.lineno + 1, first == "request"


@pytest.mark.parametrize("path", PYTHON, ids=address)
def test_file_keeps_to_its_budget(path):
    text = path.read_text()
    assert len(text.splitlines()) <= FILE or is_excused(text)


@pytest.mark.parametrize("path", PRODUCT, ids=address)
def test_function_keeps_to_its_budget(path):
    text = path.read_text()
    in_views = "views" in address(path)
    over = {
        name: lines for name, lines, answers in functions(text) if lines > (VIEW if in_views and answers else FUNCTION)
    }
    assert over == {} or is_excused(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=address)
def test_template_keeps_to_its_budget(path):
    text = path.read_text()
    assert len(text.splitlines()) <= TEMPLATE or is_excused(text)
