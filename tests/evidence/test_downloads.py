"""Ranges and headers of the one function that lets a private file out."""

from __future__ import annotations

from functools import partial

import pytest
from django.http import Http404
from django.test import RequestFactory

from evidence.downloads import guarded_file, ranged
from evidence.stores.local import BLOCK, blocks_of

CONTENT = bytes(range(256)) * 4  # 1024 bytes, each position recognisable


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "ab" / "abc"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


def fetch(path, **headers):
    request = RequestFactory().get("/", headers=headers)
    return guarded_file(
        request,
        path=path,
        accel_path="/terlindungi/bukti/ab/abc",
        content_type="application/pdf",
        filename="Perbup & 4.pdf",
        size=path.stat().st_size if path.exists() else 5,
    )


@pytest.mark.parametrize(
    ("header", "status", "content_range", "body"),
    [
        ("", 200, None, CONTENT),
        ("bytes=0-0", 206, "bytes 0-0/1024", CONTENT[:1]),
        ("bytes=10-19", 206, "bytes 10-19/1024", CONTENT[10:20]),
        ("bytes=1000-", 206, "bytes 1000-1023/1024", CONTENT[1000:]),
        ("bytes=1000-9999", 206, "bytes 1000-1023/1024", CONTENT[1000:]),
        ("bytes=-5", 206, "bytes 1019-1023/1024", CONTENT[-5:]),
        ("bytes=-5000", 206, "bytes 0-1023/1024", CONTENT),
        ("bytes=1024-", 416, "bytes */1024", b""),
        ("bytes=-0", 416, "bytes */1024", b""),
        ("bytes=20-10", 200, None, CONTENT),
        ("bytes=-", 200, None, CONTENT),
        ("bytes=0-1,5-6", 200, None, CONTENT),
        ("lines=1-2", 200, None, CONTENT),
        ("bytes=١-٢", 200, None, CONTENT),
        ("bytes=" + "9" * 5000 + "-", 200, None, CONTENT),
    ],
)
def test_range_each_kind_is_answered_as_the_rfc_says(path, header, status, content_range, body):
    request = RequestFactory().get("/", HTTP_RANGE=header)
    response = ranged(request, blocks=partial(blocks_of, path), content_type="application/pdf", size=len(CONTENT))
    assert (response.status_code, response.get("Content-Range"), response.getvalue()) == (status, content_range, body)
    if status != 416:
        assert response["Content-Length"] == str(len(body))


def test_range_with_if_range_is_ignored(path):
    response = fetch(path, range="bytes=0-1", if_range='"anything"')
    assert (response.status_code, response.getvalue()) == (200, CONTENT)


def test_file_larger_than_a_block_comes_in_blocks(path):
    path.write_bytes(b"x" * (BLOCK * 2 + 1))
    assert [len(block) for block in fetch(path)] == [BLOCK, BLOCK, 1]


def test_headers_are_exactly_the_safe_ones(path):
    assert dict(fetch(path).items()) == {
        "Content-Type": "application/pdf",
        "Content-Length": "1024",
        "Content-Encoding": "identity",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "Accept-Ranges": "bytes",
        "Content-Disposition": "attachment; filename*=UTF-8''Perbup%20%26%204.pdf",
    }


def test_x_accel_names_the_file_and_sends_no_body(path, settings):
    settings.USE_X_ACCEL_REDIRECT = True
    response = fetch(path, range="bytes=0-1")
    assert (response.status_code, response["X-Accel-Redirect"], response.content) == (
        200,
        "/terlindungi/bukti/ab/abc",
        b"",
    )
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_filename_with_line_break_stays_one_header(path):
    response = guarded_file(
        RequestFactory().get("/"),
        path=path,
        accel_path="/x",
        content_type="image/png",
        filename='a"\r\nSet-Cookie: b.png',
        size=1024,
        inline=True,
    )
    assert response["Content-Disposition"] == "inline; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20b.png"


def test_file_missing_or_of_another_size_is_404(path):
    path.write_bytes(b"short")
    with pytest.raises(Http404):
        guarded_file(
            RequestFactory().get("/"), path=path, accel_path="/x", content_type="image/png", filename="a", size=1024
        )
    path.unlink()
    with pytest.raises(Http404):
        fetch(path)
