"""What the tests of instruments share."""

import json

import pytest


@pytest.fixture
def write(tmp_path):
    def file(content, name="contoh.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return file
