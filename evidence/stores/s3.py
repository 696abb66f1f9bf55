"""Documents in an S3 compatible service. Imported only where one is configured: its client costs 40 MB of memory."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any, BinaryIO

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from storages.backends.s3 import S3Storage

from evidence.stores import Entry, NoAddress, StoreDown, StoreFull
from evidence.stores.local import told as disk_told

logger = logging.getLogger(__name__)

BLOCK = 64 * 1024
PIECE = 8 * 2**20  # what is held in memory of a file on its way there
MISSING = {"404", "NoSuchKey"}
FULL = {"InsufficientStorage", "InsufficientCapacity", "QuotaExceeded", "XMinioStorageFull", "507"}


@contextmanager
def told() -> Iterator[None]:
    """Turn what the service says, or that it says nothing, into a failure with a sentence."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in MISSING:
            raise FileNotFoundError(str(error)) from error
        logger.error("the evidence store refused: %s", error)
        raise (StoreFull if code in FULL else StoreDown)() from error
    except (BotoCoreError, Boto3Error) as error:
        logger.error("the evidence store cannot be reached: %s", error)
        raise StoreDown from error


class S3Store(NoAddress, S3Storage):
    """Objects of one private bucket."""

    accel_prefix = ""  # no web server of ours can read them

    def __init__(self, *, addressing_style: str = "auto", **options: Any) -> None:
        config = Config(
            s3={"addressing_style": addressing_style},
            signature_version="s3v4",
            connect_timeout=4,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            # Checksums of their own kind are what S3 compatible services differ in most; `put` reads back instead.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        pieces = TransferConfig(use_threads=False, multipart_threshold=PIECE, multipart_chunksize=PIECE)
        given = {name: value or None for name, value in options.items()}  # "" in the environment is nothing
        fixed = {"file_overwrite": False, "default_acl": None, "gzip": False}
        super().__init__(client_config=config, transfer_config=pieces, **fixed, **given)

    @property
    def bucket(self) -> Any:
        """Made anew each time: kept, as the library does, it would be shared by threads, which it does not bear."""
        return self.connection.Bucket(self.bucket_name)

    @property
    def client(self) -> Any:
        return self.connection.meta.client

    def put(self, file: BinaryIO, name: str) -> None:
        """In pieces, then read back: only when the service gives the same bytes are they there."""
        file.seek(0)
        sent = hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]  # any open binary file
        try:
            self._save(name, File(file))
            kept = _digest(self.blocks(name, 0, self.size(name)))
        except FileNotFoundError as error:
            raise StoreDown from error
        if kept != sent:
            logger.error("the evidence store gave other bytes for %s than were sent", name)
            raise StoreDown

    adopt = put

    def size(self, name: str) -> int:
        with told():
            return self.client.head_object(Bucket=self.bucket_name, Key=name)["ContentLength"]

    def blocks(self, name: str, start: int, count: int) -> Iterator[bytes]:
        if not count:
            return
        with told():
            part = f"bytes={start}-{start + count - 1}"
            answer = self.client.get_object(Bucket=self.bucket_name, Key=name, Range=part)
        with closing(answer["Body"]) as body:
            if answer["ContentLength"] != count:
                logger.error("the evidence store gave %s bytes of %s for %s", answer["ContentLength"], name, part)
                raise StoreDown
            while block := self._read(body):
                yield block

    @contextmanager
    def local(self, name: str) -> Iterator[BinaryIO]:
        with self._copied(name) as copy:
            yield copy

    def entries(self) -> Iterator[Entry]:
        pages = iter(self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name))
        while True:
            with told():
                page = next(pages, None)
            if page is None:
                return
            for found in page.get("Contents", ()):
                yield Entry(found["Key"], found["Size"], found["LastModified"])

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        with told():
            self.client.delete_object(Bucket=self.bucket_name, Key=name)

    def _save(self, name: str, content: Any) -> str:
        with told():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> Any:
        if mode != "rb":
            raise ValueError("files are read; `put` writes them")
        return File(self._copied(name), name)

    def _copied(self, name: str) -> BinaryIO:
        """A copy without a name, so that a killed process leaves none behind."""
        with ExitStack() as stack:
            with disk_told():
                copy = stack.enter_context(tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))
            for block in self.blocks(name, 0, self.size(name)):
                with disk_told():
                    copy.write(block)
            with disk_told():
                copy.seek(0)
            stack.pop_all()
            return copy

    def _read(self, body: Any) -> bytes:
        with told():
            return body.read(BLOCK)


def _digest(blocks: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.digest()
