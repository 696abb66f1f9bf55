import sys
from pathlib import Path

import pytest

from tools import environment


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """An environment whose interpreter writes down what it was asked, in place of installing."""
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n')
    python.chmod(0o755)
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", python)
    return tmp_path


@pytest.fixture
def requirements(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("django==5.2\n")
    return file


def asked(venv: Path) -> list[str]:
    log = venv / "asked"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line for line in lines if "install" in line]


def test_packages_are_installed_with_hashes_once(venv, requirements):
    environment.install_packages([requirements])
    [line] = asked(venv)
    assert "--require-hashes" in line
    assert line.endswith(f"-r {requirements}")
    environment.install_packages([requirements])
    assert asked(venv) == []


def test_packages_are_installed_again_when_their_list_changed(venv, requirements):
    environment.install_packages([requirements])
    asked(venv)
    requirements.write_text("django==5.3\n")
    environment.install_packages([requirements])
    assert len(asked(venv)) == 1


def test_packages_that_cannot_be_installed_leave_no_stamp(venv, requirements):
    environment.PYTHON.write_text('#!/bin/sh\ncase "$*" in *install*) exit 1;; esac\n')
    with pytest.raises(SystemExit, match="could not be installed"):
        environment.install_packages([requirements])
    assert list(venv.glob("*.sha256")) == []


def test_broken_environment_is_made_anew(venv, requirements):
    """As after an upgrade of the machine's Python, which the environment only points to."""
    environment.PYTHON.unlink()
    environment.PYTHON.symlink_to("/nonexistent/python3")
    environment.make_venv()
    assert environment.PYTHON.resolve() == Path(sys.executable).resolve()


def test_old_python_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed"):
        environment.prepare()


def test_missing_pango_that_cannot_be_installed_prints_the_line_and_goes_on(monkeypatch, capsys):
    monkeypatch.setattr(environment, "has_library", lambda name: False)
    monkeypatch.setattr(environment, "apt_install", lambda *packages: False)
    environment.install_pango()
    assert "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in (
        capsys.readouterr().out
    )


def test_missing_pango_is_installed_when_that_is_possible(monkeypatch, capsys):
    wanted = []
    monkeypatch.setattr(environment, "has_library", lambda name: False)
    monkeypatch.setattr(environment, "apt_install", lambda *packages: wanted.extend(packages) or True)
    environment.install_pango()
    assert wanted == list(environment.PANGO)
    assert capsys.readouterr().out == ""


def test_library_is_found_by_loading_it():
    assert environment.has_library("libc.so.6")
    assert not environment.has_library("libnothing.so.6")


def fake_machine(monkeypatch, tmp_path, *, root: bool, sudo: str | None) -> Path:
    """A PATH with an apt-get that writes down its arguments, and perhaps a sudo."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "apt-get").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/apt\n')
    if sudo:
        (folder / "sudo").write_text(f"#!/bin/sh\n{sudo}\n")
    for program in folder.iterdir():
        program.chmod(0o755)
    (folder / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)
    return tmp_path / "apt"


def test_root_installs_with_apt(monkeypatch, tmp_path):
    log = fake_machine(monkeypatch, tmp_path, root=True, sudo=None)
    assert environment.apt_install("libexample1")
    assert [line.split()[-1] for line in log.read_text().splitlines()] == ["update", "libexample1"]


def test_somebody_with_free_sudo_installs_with_apt(monkeypatch, tmp_path):
    log = fake_machine(monkeypatch, tmp_path, root=False, sudo='shift; [ "$1" = true ] || exec "$@"')
    assert environment.apt_install("libexample1")
    assert "install -y --no-install-recommends libexample1" in log.read_text()


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_somebody_without_free_sudo_installs_nothing(monkeypatch, tmp_path, sudo):
    log = fake_machine(monkeypatch, tmp_path, root=False, sudo=sudo)
    assert not environment.apt_install("libexample1")
    assert not log.exists()


def test_machine_without_apt_installs_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not environment.apt_install("libexample1")
