"""A value from outside is read by its name in settings, explained in .env.example, and set in the containers."""

import re

import yaml
from django.conf import settings

SETTINGS = (settings.BASE_DIR / "spbe_portal/settings.py").read_text()
EXAMPLE = (settings.BASE_DIR / ".env.example").read_text()
COMPOSE_TEXT = (settings.BASE_DIR / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)["services"]
DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()

READ = set(re.findall(r"""\benv(?:\.\w+)?\(\s*["'](\w+)["']""", SETTINGS))
EXPLAINED = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE)
INTERPOLATED = set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT))
GUNICORN = {"WEB_CONCURRENCY"}  # read by gunicorn itself


def test_example_explains_exactly_the_names_that_are_read():
    assert sorted(EXPLAINED) == sorted(READ | INTERPOLATED | GUNICORN)


def test_example_has_a_sentence_before_every_group_of_names():
    lines = EXAMPLE.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("DEBUG="))
    assert lines[first - 1].startswith("# ")
    assert all(line.startswith("#") or "=" in line or not line for line in lines)


def test_containers_set_only_names_that_are_read():
    for name in ("prepare", "web", "worker", "reports", "beat"):
        assert set(COMPOSE[name]["environment"]) <= READ | GUNICORN


def test_image_sets_only_names_that_are_read_and_no_secret():
    block = DOCKERFILE[DOCKERFILE.index("ENV ") : DOCKERFILE.index("# Pango")]
    names = set(re.findall(r"\b([A-Z][A-Z_]+)=", block))
    own = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"}
    assert names - own - {"DJANGO_SETTINGS_MODULE"} <= READ
    assert names & {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"} == set()
