"""What import-linter cannot say: every app is in the contract, and rules never see a request."""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.sweeps.houses import LOCAL_APPS, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
ROOMS = ("models", "permissions", "workflow", "services", "scoring", "summaries")
HTTP = ("django.http", "django.shortcuts", "django.views", "rest_framework")
RULES = sorted(
    path.relative_to(ROOT)
    for app in LOCAL_APPS
    for room in ROOMS
    for path in ROOT.glob(f"{app}/{room}*")
    for path in ([path] if path.suffix == ".py" else path.rglob("*.py"))
)


def imports(path: Path) -> list[str]:
    """Every name a file imports, as "module.name"."""
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def test_layers_contract_names_every_local_app():
    layers = {name.strip() for layer in CONTRACTS[0]["layers"] for name in layer.split("|")}
    assert layers == LOCAL_APPS


def test_rules_contract_names_every_rule_module():
    """A package of rules is named once, by its own name."""
    named = set(CONTRACTS[2]["source_modules"])
    rooms = {".".join((path.parts[0], path.parts[1].removesuffix(".py"))) for path in RULES}
    assert rooms - {"assessments.scoring"} <= named, "Add to the contract “Rules do not know HTTP” in pyproject.toml."


def test_rules_are_found():
    assert Path("accounts/models.py") in RULES
    assert Path("assessments/workflow/answers.py") in RULES


@pytest.mark.parametrize("path", RULES, ids=str)
def test_rule_never_imports_http(path):
    seen = [name for name in imports(ROOT / path) if name.startswith(HTTP)]
    assert seen == []
