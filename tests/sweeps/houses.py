"""What every sweep walks over: the local apps, their models and their files."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = settings.BASE_DIR
LOCAL_APPS = {app.name for app in apps.get_app_configs() if Path(app.path).parent == ROOT}
MODELS = [model for app in sorted(LOCAL_APPS) for model in apps.get_app_config(app).get_models()]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = sorted(
    path
    for folder in (*LOCAL_APPS, "tests", "tools", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)


def address(path: Path) -> str:
    """How a failing test names a file."""
    return str(path.relative_to(ROOT))
