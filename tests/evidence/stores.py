"""Both stores for the tests: what lies in one, and how to damage or stop it."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from django.conf import settings
from django.core.files.storage import storages

BUCKETS = count(1)
KEYS = {"aws_access_key_id": "portal", "aws_secret_access_key": "rahasia", "region_name": "us-east-1"}


class Disk:
    """What lies below EVIDENCE_ROOT."""

    kind = "local"

    def files(self) -> dict[str, bytes]:
        root = Path(settings.EVIDENCE_ROOT)
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def write(self, name: str, content: bytes) -> None:
        path = Path(settings.EVIDENCE_ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def remove(self, name: str) -> None:
        Path(settings.EVIDENCE_ROOT, name).unlink()


class Bucket:
    """What lies in a bucket of an S3 server, seen by another client than the portal's."""

    kind = "s3"

    def __init__(self, endpoint: str) -> None:
        self.name = f"bukti-{next(BUCKETS)}"
        self.client = boto3.client("s3", endpoint_url=endpoint, **KEYS)
        self.client.create_bucket(Bucket=self.name)

    def files(self) -> dict[str, bytes]:
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return {entry["Key"]: self._read(entry["Key"]) for entry in found}

    def _read(self, name: str) -> bytes:
        with self.client.get_object(Bucket=self.name, Key=name)["Body"] as body:
            return body.read()

    def write(self, name: str, content: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=name, Body=content)

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=self.name, Key=name)

    def unfinished(self) -> list[str]:
        return [part["Key"] for part in self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", [])]


def use_s3(settings: Any, monkeypatch: Any, endpoint: str, bucket: str) -> None:
    """Documents live in this bucket until the end of the test."""
    from evidence.models import Document
    from evidence.stores import s3

    impatient = Config(retries={"total_max_attempts": 1}, connect_timeout=1, read_timeout=5)
    monkeypatch.setattr(s3, "Config", lambda **values: Config(**values).merge(impatient))
    options = {"bucket_name": bucket, "endpoint_url": endpoint, "access_key": "portal", "secret_key": "rahasia"}
    evidence = {"BACKEND": "evidence.stores.s3.S3Store", "OPTIONS": options | {"region_name": "us-east-1"}}
    settings.STORAGES = settings.STORAGES | {"evidence": evidence}
    monkeypatch.setattr(Document._meta.get_field("file"), "storage", storages["evidence"])


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The kernel lets no file of this process grow beyond `size` bytes, as a full disk would not."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
