import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from spbe_portal.checks import production_defaults, refuse_defaults, store_takes_files


@pytest.fixture
def production(settings, monkeypatch):
    """Settings with which every check is content."""
    settings.DEBUG = False
    settings.SECRET_KEY = "x" * 50
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    settings.REDIS_URL = "redis://redis:6379/0"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.ALLOWED_HOSTS = ["spbe.contoh.go.id"]
    settings.BASE_URL = "https://spbe.contoh.go.id"
    settings.BEHIND_HTTPS = True
    return settings


def refused() -> list[str]:
    return [error.msg.split()[0] for error in production_defaults()]


def test_production_with_real_values_is_accepted(production):
    assert refused() == []
    refuse_defaults()


@pytest.mark.parametrize(
    ("setting", "value", "variable"),
    [
        ("SECRET_KEY", project.INSECURE_SECRET_KEY, "SECRET_KEY"),
        ("SECRET_KEY", "x" * 39, "SECRET_KEY"),
        ("REDIS_URL", "", "REDIS_URL"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "EMAIL_URL"),
        ("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["spbe.contoh.go.id", "*"], "ALLOWED_HOSTS"),
        ("BASE_URL", "http://127.0.0.1:8000", "BASE_URL"),
        ("BASE_URL", "http://spbe.contoh.go.id", "BASE_URL"),
        ("BASE_URL", "spbe.contoh.go.id", "BASE_URL"),
    ],
)
def test_production_with_a_default_names_its_variable(production, setting, value, variable):
    setattr(production, setting, value)
    assert refused() == [variable]
    with pytest.raises(ImproperlyConfigured, match=variable):
        refuse_defaults()


def test_production_on_sqlite_names_its_variable(production, monkeypatch):
    monkeypatch.setitem(production.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert refused() == ["DATABASE_URL"]


def test_production_without_https_may_have_a_plain_address(production):
    production.BEHIND_HTTPS = False
    production.BASE_URL = "http://spbe.contoh.go.id"
    assert refused() == []


def test_trying_out_with_defaults_is_accepted(production):
    production.DEBUG = True
    production.SECRET_KEY = project.INSECURE_SECRET_KEY
    production.REDIS_URL = ""
    assert refused() == []


def run(*command: str, tmp_path) -> subprocess.CompletedProcess:
    """A fresh process with DEBUG off and nothing else from outside."""
    variables = {"PATH": os.environ["PATH"], "DEBUG": "false", "VAR_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, *command], env=variables, capture_output=True, text=True, cwd=project.BASE_DIR, check=False
    )


def test_check_command_with_debug_off_names_every_default(tmp_path):
    done = run("manage.py", "check", tmp_path=tmp_path)
    assert done.returncode == 1
    assert [f"spbe_portal.E{n:03}" in done.stderr for n in range(1, 7)] == [True] * 6


def test_web_server_with_debug_off_and_defaults_does_not_start(tmp_path):
    done = run("-c", "import spbe_portal.wsgi", tmp_path=tmp_path)
    assert done.returncode == 1
    assert "ImproperlyConfigured: SECRET_KEY must be set to a real value" in done.stderr


def test_store_that_takes_files_is_accepted_and_left_as_it_was(settings):
    assert store_takes_files() == []
    assert [path for path in settings.EVIDENCE_ROOT.rglob("*") if path.is_file()] == []


def test_store_that_takes_no_files_is_named_when_deploying(settings, tmp_path):
    (tmp_path / "flat").touch()
    settings.EVIDENCE_ROOT = tmp_path / "flat"
    [error] = store_takes_files()
    assert error.id == "spbe_portal.E020"
    assert error.msg.startswith("The evidence store does not take files: [Errno 20]")
    settings.DEBUG = True
    call_command("check")
    with pytest.raises(SystemCheckError, match="E020"):
        call_command("check", "--deploy")


def test_prepare_without_a_store_says_so_and_goes_on(db, settings, tmp_path, capsys):
    (tmp_path / "flat").touch()
    settings.EVIDENCE_ROOT = tmp_path / "flat"
    settings.DEBUG = True
    call_command("prepare")
    assert "The evidence store does not take files" in capsys.readouterr().err
