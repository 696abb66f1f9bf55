"""A file of levels, and the command that scores it."""

import pytest
from django.core.management import call_command


@pytest.fixture
def level_file(tmp_path):
    def file(content, name="nilai.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return file


@pytest.fixture
def run_score(capsys):
    """Run the command; gives exit status, stdout, stderr."""

    def go(path, **options):
        try:
            call_command("score", str(path), **options)
            status = 0
        except SystemExit as ended:
            status = ended.code
        return status, *capsys.readouterr()

    return go
